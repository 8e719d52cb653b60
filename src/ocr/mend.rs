//! Characters that look alike → the one that its neighbours ask for: a letter O among digits, a digit 1 in a unit of
//! measure. Only where no other reading makes sense; detection itself forgives the rest.

use super::places::Glyph;

/// Units after a stroke, as in `mg/l`, with what is written before it.
const PER_LITRE: [&str; 19] = [
    "g", "mg", "µg", "μg", "ng", "pg", "mol", "mmol", "µmol", "μmol", "nmol", "pmol", "UI", "mUI", "µUI",
    "G", "T", "U", "mEq",
];

/// Mends a line in place.
pub(super) fn mend(glyphs: &mut [Glyph<'_>]) {
    let mut words: Vec<std::ops::Range<usize>> = Vec::new();
    let mut from = 0;
    for i in 0..=glyphs.len() {
        if i == glyphs.len() || glyphs[i].text == " " {
            if i > from {
                words.push(from..i);
            }
            from = i + 1;
        }
    }
    let numeric = |word: &[Glyph<'_>]| word.iter().all(|g| g.text.starts_with(|c: char| c.is_ascii_digit()));
    for k in 0..words.len() {
        let word = &glyphs[words[k].clone()];
        let beside = k.checked_sub(1).is_some_and(|p| numeric(&glyphs[words[p].clone()]))
            || words.get(k + 1).is_some_and(|n| numeric(&glyphs[n.clone()]));
        let round =
            word.len() > 1 && word.iter().all(|g| numeric(std::slice::from_ref(g)) || is_round(g.text));
        if round && beside {
            for g in &mut glyphs[words[k].clone()] {
                if is_round(g.text) {
                    g.text = "0";
                }
            }
        }
        unit(&mut glyphs[words[k].clone()]);
    }
}

fn is_round(text: &str) -> bool {
    matches!(text, "O" | "o")
}

/// `mo1/1` → `mol/l`, `g/dI` → `g/dl`, `m°` → `m²`.
fn unit(word: &mut [Glyph<'_>]) {
    let stem = word.iter().rposition(|g| !matches!(g.text, "." | "," | ";" | ")")).map_or(0, |i| i + 1);
    if let [.., m, square] = &mut word[..stem] {
        if m.text == "m" && square.text == "°" {
            square.text = "²";
        }
    }
    let Some(stroke) = word[..stem].iter().position(|g| g.text == "/") else { return };
    let upright = |g: &Glyph<'_>| matches!(g.text, "1" | "I" | "|" | "l");
    let (before, after) = word[..stem].split_at(stroke);
    let litre = match &after[1..] {
        [l] => upright(l),
        [part, l] => matches!(part.text, "d" | "m" | "c") && upright(l),
        _ => false,
    };
    let written: String = before.iter().map(|g| if g.text == "1" { "l" } else { g.text }).collect();
    if litre && PER_LITRE.contains(&written.as_str()) {
        word[stem - 1].text = "l";
        for g in word[..stroke].iter_mut().filter(|g| g.text == "1") {
            g.text = "l";
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &'static str) -> String {
        let mut glyphs: Vec<Glyph<'_>> =
            text.split("").filter(|c| !c.is_empty()).map(|text| Glyph { text, centre: 0.0 }).collect();
        mend(&mut glyphs);
        glyphs.iter().map(|g| g.text).collect()
    }

    #[test]
    fn rings_among_numbers_are_noughts() {
        assert_eq!(mended("Tél. O1 99 OO 12"), "Tél. 01 99 00 12");
        assert_eq!(mended("saturation en O2 de 97 %"), "saturation en O2 de 97 %");
        assert_eq!(mended("groupe O positif"), "groupe O positif");
    }

    #[test]
    fn units_end_with_the_litre() {
        assert_eq!(mended("84 µmo1/1 et 1,2 g/dI."), "84 µmol/l et 1,2 g/dl.");
        assert_eq!(mended("le 1/1 et 22/1, 78 ml/min/1,73 m°."), "le 1/1 et 22/1, 78 ml/min/1,73 m².");
        assert_eq!(mended("dossier A/1, 90°"), "dossier A/1, 90°");
    }
}
