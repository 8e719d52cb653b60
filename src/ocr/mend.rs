//! Characters that look alike → the one that its neighbours ask for: a letter O among digits, a digit 1 in a unit of
//! measure. Only where no other reading makes sense; detection itself forgives the rest.

use super::places::Glyph;

/// Units after a stroke, as in `mg/l`, with what is written before it.
const PER_LITRE: [&str; 19] = [
    "g", "mg", "µg", "μg", "ng", "pg", "mol", "mmol", "µmol", "μmol", "nmol", "pmol", "UI", "mUI", "µUI",
    "G", "T", "U", "mEq",
];

/// Mends a line in place.
pub(super) fn mend(glyphs: &mut Vec<Glyph<'_>>) {
    // From the last word on: a word may lose a character.
    let mut end = glyphs.len();
    let mut after = String::new();
    while end > 0 {
        let from = glyphs[..end].iter().rposition(|g| g.text == " ").map_or(0, |i| i + 1);
        if from < end {
            let mut word: Vec<Glyph<'_>> = glyphs.drain(from..end).collect();
            let before = glyphs[..from].split(|g| g.text == " ").rfind(|w| !w.is_empty()).unwrap_or(&[]);
            rings(&mut word, before, &after);
            strokes(&mut word, before, &after);
            if after.is_empty() {
                cut_short(&mut word);
            }
            unit(&mut word);
            after = word.iter().map(|g| g.text).collect();
            glyphs.splice(from..from, word);
        }
        end = from.saturating_sub(1);
    }
}

/// `OO` among numbers → `00`, `©1` → `01`.
fn rings(word: &mut [Glyph<'_>], before: &[Glyph<'_>], after: &str) {
    let digit = |g: &Glyph<'_>| g.text.starts_with(|c: char| c.is_ascii_digit());
    let beside = !before.is_empty() && before.iter().all(digit)
        || !after.is_empty() && after.bytes().all(|c| c.is_ascii_digit());
    if word.len() > 1 && beside && word.iter().all(|g| digit(g) || is_round(g.text)) {
        word.iter_mut().filter(|g| is_round(g.text)).for_each(|g| g.text = "0");
    }
}

/// Within a sentence no word ends with a mark of exclamation: `bisoprolo! 2,5 mg` → `bisoprolol`. At the head of one,
/// two strokes are the pronoun: `I! existe` → `Il`.
fn strokes(word: &mut [Glyph<'_>], before: &[Glyph<'_>], after: &str) {
    let goes_on = after.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    let heads = before.last().is_none_or(|g| matches!(g.text, "." | ":" | "!" | "?"));
    match word {
        [a, b] if goes_on && heads && upright(a) && upright(b) && (a.text, b.text) != ("1", "1") => {
            (a.text, b.text) = ("I", "l");
        }
        [.., a, mark] if goes_on && mark.text == "!" && a.text.starts_with(char::is_lowercase) => {
            mark.text = "l"
        }
        _ => {}
    }
}

fn upright(g: &Glyph<'_>) -> bool {
    matches!(g.text, "1" | "I" | "|" | "l" | "!")
}

fn is_round(text: &str) -> bool {
    matches!(text, "O" | "o" | "©")
}

/// At the end of a line `mg/` → `mg/l`, `g/d` → `g/dl`: a unit that was read but for its last stroke.
fn cut_short(word: &mut Vec<Glyph<'_>>) {
    let [.., before, last] = word.as_slice() else { return };
    let centre = last.centre + (last.centre - before.centre);
    let written: String = word.iter().map(|g| g.text).collect();
    if written
        .split_once('/')
        .is_some_and(|(unit, rest)| PER_LITRE.contains(&unit) && matches!(rest, "" | "d"))
    {
        word.push(Glyph { text: "l", centre });
    }
}

/// `mo1/1` → `mol/l`, `g/dI` → `g/dl`, `umol/!` → `µmol/l`, `Ul/l` → `UI/l`, `m°` → `m²`.
fn unit(word: &mut Vec<Glyph<'_>>) {
    let stem = word.iter().rposition(|g| !matches!(g.text, "." | "," | ";" | ")")).map_or(0, |i| i + 1);
    if let [.., m, square] = &mut word[..stem]
        && m.text == "m"
        && square.text == "°"
    {
        square.text = "²";
    }
    let Some(stroke) = word[..stem].iter().position(|g| g.text == "/") else { return };
    let (before, after) = word[..stem].split_at(stroke);
    let litre = match &after[1..] {
        [l] => upright(l),
        [a, b] if upright(a) && upright(b) => (a.text, b.text) != ("1", "1"),
        [part, l] => matches!(part.text, "d" | "m" | "c") && upright(l),
        _ => false,
    };
    if !litre {
        return;
    }
    let written: String = before.iter().map(alike).collect();
    // What stands for a µ: its foot hangs like a j's.
    let (name, micro) = match ["ji", "j", "U"].iter().find_map(|m| Some((m, written.strip_prefix(m)?))) {
        Some((m, rest)) if matches!(rest, "mol" | "g") => (format!("µ{rest}"), m.len()),
        _ => (written, 0),
    };
    let Some(known) = PER_LITRE.iter().find(|u| u.chars().map(like).eq(name.chars())) else { return };
    // Two strokes for one letter.
    let double = stem - stroke == 3 && upright(&word[stroke + 1]);
    word[stem - 1].text = "l";
    if double {
        word.remove(stroke + 1);
    }
    if micro == 2 {
        word.remove(1);
    }
    let mut rest = *known;
    for g in word.iter_mut() {
        let Some(c) = rest.chars().next() else { break };
        let (first, more) = rest.split_at(c.len_utf8());
        (g.text, rest) = (first, more);
    }
}

/// A character, upright strokes and the case of a U taken for alike.
fn alike(g: &Glyph<'_>) -> char {
    g.text.chars().next().map_or(' ', like)
}

fn like(c: char) -> char {
    match c {
        '1' | 'I' | '|' | '!' => 'l',
        'u' => 'U',
        _ => c,
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
        assert_eq!(mended("Tél. : ©1 99 ©© 12"), "Tél. : 01 99 00 12");
        assert_eq!(mended("© 2026 Valmeroy"), "© 2026 Valmeroy");
        assert_eq!(mended("saturation en O2 de 97 %"), "saturation en O2 de 97 %");
        assert_eq!(mended("groupe O positif"), "groupe O positif");
    }

    #[test]
    fn strokes_within_a_sentence_are_letters() {
        assert_eq!(mended("bisoprolo! 2,5 mg"), "bisoprolol 2,5 mg");
        assert_eq!(mended("I! existe. || est"), "Il existe. Il est");
        assert_eq!(mended("soit 1l par jour, 11 fois !"), "soit 1l par jour, 11 fois !");
        assert_eq!(mended("Merci! À bientôt!"), "Merci! À bientôt!");
    }

    #[test]
    fn units_end_with_the_litre() {
        assert_eq!(mended("g/! g/1l Ul/l mUl/1 jimol/! umol/|"), "g/l g/l UI/l mUI/l µmol/l µmol/l");
        assert_eq!(mended("g/ mmol/"), "g/ mmol/l");
        assert_eq!(mended("18 g/d"), "18 g/dl");
        assert_eq!(mended("ug/l jour/1 Jean/Il U/11"), "µg/l jour/1 Jean/Il U/11");
        assert_eq!(mended("84 µmo1/1 et 1,2 g/dI."), "84 µmol/l et 1,2 g/dl.");
        assert_eq!(mended("le 1/1 et 22/1, 78 ml/min/1,73 m°."), "le 1/1 et 22/1, 78 ml/min/1,73 m².");
        assert_eq!(mended("dossier A/1, 90°"), "dossier A/1, 90°");
    }
}
