//! Check digits of identity numbers. Each function takes the bare characters (upper-case ASCII, separators gone) and says
//! whether shape and check agree. A failing check only lowers confidence: next to a label it never vetoes.

/// Digits of an ASCII string, or `None` if another character is in it.
fn digits(s: &[u8]) -> Option<Vec<u32>> {
    s.iter().map(|&b| char::from(b).to_digit(10)).collect()
}

/// A number of up to 18 digits.
fn number(s: &[u8]) -> Option<u64> {
    std::str::from_utf8(s).ok()?.parse().ok()
}

/// French NIR (and INS), 13 characters without key or 15 with it. Says whether sex, month, department and order can be.
pub(super) fn nir_plausible(s: &[u8]) -> bool {
    let Some(body) = s.get(..13) else { return false };
    let two = |at: usize| body.get(at..at + 2).and_then(number);
    let sex = matches!(body.first(), Some(b'1' | b'2' | b'3' | b'4' | b'7' | b'8'));
    let month =
        two(3).is_some_and(|m| (1..=12).contains(&m) || (20..=42).contains(&m) || (50..=99).contains(&m));
    let department = match body.get(5..7) {
        Some(b"2A" | b"2B") => true,
        _ => two(5).is_some_and(|d| (1..=99).contains(&d)),
    };
    let rest = body.get(7..).and_then(number).is_some() && body.get(..5).and_then(number).is_some();
    let order = body.get(10..13).and_then(number).is_some_and(|o| o > 0);
    sex && month && department && rest && order
}

/// Key of a French NIR: 97 − (n mod 97), Corsica's 2A counted as 19 and 2B as 18.
pub(super) fn nir(s: &[u8]) -> bool {
    if s.len() != 15 || !nir_plausible(s) {
        return false;
    }
    let (mut body, department) = (s.get(..13).unwrap_or_default().to_vec(), s.get(5..7));
    if department == Some(b"2A") {
        body.splice(5..7, *b"19");
    } else if department == Some(b"2B") {
        body.splice(5..7, *b"18");
    }
    match (number(&body), s.get(13..).and_then(number)) {
        (Some(n), Some(key)) => 97 - n % 97 == key,
        _ => false,
    }
}

/// Luhn: RPPS, SIREN, payment cards, Canadian SIN.
pub(super) fn luhn(s: &[u8]) -> bool {
    let Some(d) = digits(s) else { return false };
    let sum: u32 = d
        .iter()
        .rev()
        .enumerate()
        .map(|(i, &v)| if i % 2 == 1 { if v > 4 { 2 * v - 9 } else { 2 * v } } else { v })
        .sum();
    d.len() > 1 && sum.is_multiple_of(10) && d.iter().any(|&v| v != 0)
}

/// SIRET: a SIREN and five digits, Luhn over the nine and over all.
pub(super) fn siret(s: &[u8]) -> bool {
    s.len() == 14 && luhn(s) && s.get(..9).is_some_and(luhn)
}

/// FINESS: nine characters, Luhn, Corsica's A counted as 1 and B as 2.
pub(super) fn finess(s: &[u8]) -> bool {
    let plain: Vec<u8> = s
        .iter()
        .map(|&b| match b {
            b'A' => b'1',
            b'B' => b'2',
            other => other,
        })
        .collect();
    s.len() == 9 && luhn(&plain)
}

/// American NPI: Luhn over 80840 and the ten digits.
pub(super) fn npi(s: &[u8]) -> bool {
    s.len() == 10 && matches!(s.first(), Some(b'1' | b'2')) && luhn(&[b"80840", s].concat())
}

/// IBAN, ISO 13616: mod 97 of the rearranged characters is 1.
pub(super) fn iban(s: &[u8]) -> bool {
    if !(15..=34).contains(&s.len()) {
        return false;
    }
    let (head, tail) = s.split_at(4);
    let shape = head.get(..2).is_some_and(|c| c.iter().all(u8::is_ascii_uppercase))
        && head.get(2..).is_some_and(|c| c.iter().all(u8::is_ascii_digit));
    let rest = tail.iter().chain(head).try_fold(0u32, |acc, &b| {
        let v = char::from(b).to_digit(36)?;
        Some((acc * if v > 9 { 100 } else { 10 } + v) % 97)
    });
    shape && rest == Some(1)
}

/// Weighted sum of the leading digits.
fn weighted(d: &[u32], weights: &[u32]) -> u32 {
    d.iter().zip(weights).map(|(a, b)| a * b).sum()
}

/// British NHS number: ten digits, mod 11.
pub(super) fn nhs(s: &[u8]) -> bool {
    let Some(d) = digits(s).filter(|d| d.len() == 10) else { return false };
    let check = (11 - weighted(&d, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    check != 10 && d.last() == Some(&check) && d.iter().any(|v| Some(v) != d.first())
}

/// Belgian NISS: eleven digits, key 97 − (n mod 97), with a leading 2 for births since 2000.
pub(super) fn niss(s: &[u8]) -> bool {
    if s.len() != 11 {
        return false;
    }
    match (s.get(..9).and_then(number), s.get(9..).and_then(number)) {
        (Some(n), Some(key)) => 97 - n % 97 == key || 97 - (2_000_000_000 + n) % 97 == key,
        _ => false,
    }
}

/// Swiss AHV number: 13 digits from 756, EAN check.
pub(super) fn ahv(s: &[u8]) -> bool {
    let Some(d) = digits(s).filter(|d| d.len() == 13) else { return false };
    s.starts_with(b"756") && weighted(&d, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10)
}

/// Spanish DNI or NIE: eight digits (or X, Y, Z and seven) and a letter.
pub(super) fn dni(s: &[u8]) -> bool {
    if s.len() != 9 {
        return false;
    }
    let mut body = s.get(..8).unwrap_or_default().to_vec();
    if let Some(first) = body.first_mut() {
        *first = match *first {
            b'X' => b'0',
            b'Y' => b'1',
            b'Z' => b'2',
            other => other,
        };
    }
    number(&body).and_then(|n| b"TRWAGMYFPDXBNJZSQVHLCKE".get((n % 23) as usize)) == s.last()
}

/// Italian codice fiscale: sixteen characters with a check letter.
pub(super) fn codice_fiscale(s: &[u8]) -> bool {
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    if s.len() != 16 || !s.iter().take(6).all(u8::is_ascii_uppercase) {
        return false;
    }
    let value = |b: u8| match b {
        b'0'..=b'9' => Some(u32::from(b - b'0')),
        b'A'..=b'Z' => Some(u32::from(b - b'A')),
        _ => None,
    };
    let sum = s.iter().take(15).enumerate().try_fold(0u32, |acc, (i, &b)| {
        let v = value(b)?;
        Some(acc + if i % 2 == 0 { *ODD.get(v as usize)? } else { v })
    });
    sum.is_some_and(|sum| s.last().is_some_and(|&l| u32::from(l) == u32::from(b'A') + sum % 26))
}

/// Dutch BSN: nine digits, weights 9 to 2 and −1, mod 11.
pub(super) fn bsn(s: &[u8]) -> bool {
    let Some(d) = digits(s).filter(|d| d.len() == 9) else { return false };
    let last = d.last().copied().unwrap_or_default();
    let sum = weighted(&d, &[9, 8, 7, 6, 5, 4, 3, 2]);
    sum > 0 && sum % 11 == last
}

/// Portuguese NIF: nine digits, mod 11.
pub(super) fn nif(s: &[u8]) -> bool {
    let Some(d) = digits(s).filter(|d| d.len() == 9) else { return false };
    let check = (11 - weighted(&d, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    s.first() != Some(&b'0') && d.last() == Some(&(check % 10))
}

/// German KVNR: a letter and nine digits, the last of them a check.
pub(super) fn kvnr(s: &[u8]) -> bool {
    let Some(letter) = s.first().filter(|b| b.is_ascii_uppercase()) else { return false };
    let Some(tail) = s.get(1..).and_then(digits).filter(|d| d.len() == 9) else { return false };
    let rank = u32::from(letter - b'A') + 1;
    let body = [rank / 10, rank % 10].into_iter().chain(tail.iter().take(8).copied());
    let sum: u32 = body
        .enumerate()
        .map(|(i, v)| v * if i % 2 == 0 { 1 } else { 2 })
        .map(|v| if v > 9 { v - 9 } else { v })
        .sum();
    tail.last() == Some(&(sum % 10))
}

/// German tax number (IdNr): eleven digits, ISO 7064 mod 11,10; among the first ten just one digit returns, once or twice.
pub(super) fn idnr(s: &[u8]) -> bool {
    let Some(d) = digits(s).filter(|d| d.len() == 11 && d.first() != Some(&0)) else { return false };
    let body = d.iter().take(10);
    let twice = (0..10).map(|v| body.clone().filter(|x| **x == v).count()).filter(|n| *n > 1);
    if !matches!(twice.collect::<Vec<_>>().as_slice(), [2 | 3]) {
        return false;
    }
    let rest = body.fold(10, |rest, v| {
        let sum = (rest + v) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    d.last() == Some(&((11 - rest) % 10))
}

/// Spanish NUSS: province, eight digits and a key, mod 97; a short number leaves its first zero out.
pub(super) fn nuss(s: &[u8]) -> bool {
    let at = |r: std::ops::Range<usize>| s.get(r).and_then(number);
    match (at(0..2), at(2..10), at(10..12)) {
        (Some(p), Some(n), Some(key)) if s.len() == 12 => {
            (p * if n < 10_000_000 { 10_000_000 } else { 100_000_000 } + n) % 97 == key
        }
        _ => false,
    }
}

/// Luxembourg's matricule: birth date and three digits, then a Luhn digit and a Verhoeff digit over these eleven.
pub(super) fn matricule(s: &[u8]) -> bool {
    let born = s.get(4..6).and_then(number).is_some_and(|m| (1..=12).contains(&m))
        && s.get(6..8).and_then(number).is_some_and(|d| (1..=31).contains(&d))
        && matches!(s.get(..2), Some(b"18" | b"19" | b"20"));
    let (Some(first), Some(last)) = (s.get(..12), s.get(12..)) else { return false };
    let body = first.get(..11).unwrap_or_default();
    born && last.len() == 1 && luhn(first) && verhoeff(&[body, last].concat())
}

/// Verhoeff's check, over the symmetries of a pentagon.
pub(super) fn verhoeff(s: &[u8]) -> bool {
    const TURN: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let Some(d) = digits(s) else { return false };
    let check = d.iter().rev().enumerate().fold(0, |j, (i, &v)| {
        let k = (0..i % 8).fold(v, |v, _| TURN.get(v as usize).copied().unwrap_or(0));
        let sum = if j < 5 { j + k } else { j + 5 - k % 5 };
        sum % 5 + if (j < 5) == (k < 5) { 0 } else { 5 }
    });
    check == 0 && !d.is_empty()
}

/// American ITIN: begins with 9, groups 70 to 99 without 89 and 93.
pub(super) fn itin(s: &[u8]) -> bool {
    s.len() == 9
        && digits(s).is_some()
        && s.first() == Some(&b'9')
        && s.get(3..5).and_then(number).is_some_and(|g| g >= 70 && g != 89 && g != 93)
}

/// American SSN: areas 000, 666 and 9xx, group 00 and serial 0000 were never given.
pub(super) fn ssn(s: &[u8]) -> bool {
    s.len() == 9
        && digits(s).is_some()
        && !matches!(s.get(..3), Some(b"000" | b"666"))
        && s.first() != Some(&b'9')
        && s.get(3..5) != Some(b"00")
        && s.get(5..) != Some(b"0000")
        // Printed on sample cards for years.
        && !matches!(s, b"078051120" | b"457555462" | b"219099999")
}

#[cfg(test)]
#[path = "checksums/tests.rs"]
pub(super) mod judged;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_nir() {
        for good in ["255081416802538", "185052A03302475", "185052B03302405"] {
            let key: u64 = good.get(13..).and_then(|k| k.parse().ok()).unwrap_or_default();
            let body = good.get(..13).unwrap_or_default().replace("2A", "19").replace("2B", "18");
            assert_eq!(
                nir(good.as_bytes()),
                97 - body.parse::<u64>().unwrap_or_default() % 97 == key,
                "{good}"
            );
        }
        assert!(nir(b"255081416802538"));
        assert!(!nir(b"255081416802539"));
        assert!(nir_plausible(b"1850520033024"));
        assert!(!nir_plausible(b"1851320033024"), "month 13");
        assert!(!nir_plausible(b"5850520033024"), "sex 5");
    }

    #[test]
    fn one_digit_off_fails() {
        type Check = fn(&[u8]) -> bool;
        let rows: &[(Check, &str)] = &[
            (luhn, "4539578763621486"),
            (finess, "750803447"),
            (npi, "1245319599"),
            (iban, "FR1420041010050500013M02606"),
            (nhs, "9434765919"),
            (niss, "85073003328"),
            (niss, "17073003384"),
            (ahv, "7569217076985"),
            (dni, "54362315K"),
            (dni, "X2482300W"),
            (codice_fiscale, "RCCMNL83S18D969H"),
            (bsn, "111222333"),
            (nif, "501964843"),
            (kvnr, "A123456780"),
            (ssn, "219700417"),
            (itin, "990780417"),
            (idnr, "65929704899"),
            (nuss, "281990417001"),
            (matricule, "1984061504196"),
        ];
        for (check, good) in rows {
            assert!(check(good.as_bytes()), "{good}");
            assert!(!check(b""), "{good}");
        }
        for (check, bad) in [
            (luhn as Check, "4539578763621487"),
            (finess, "750803448"),
            (npi, "1245319598"),
            (iban, "FR1420041010050500013M02607"),
            (nhs, "9434765918"),
            (niss, "85073003329"),
            (ahv, "7569217076984"),
            (dni, "54362315L"),
            (codice_fiscale, "RCCMNL83S18D969G"),
            (bsn, "111222334"),
            (nif, "501964842"),
            (kvnr, "A123456781"),
            (ssn, "666051120"),
            (ssn, "078051120"),
            (itin, "990690417"),
            (idnr, "65929704898"),
            (nuss, "281990417002"),
            (matricule, "1984061504197"),
            (matricule, "1984061504186"),
        ] {
            assert!(!check(bad.as_bytes()), "{bad}");
        }
    }
}
