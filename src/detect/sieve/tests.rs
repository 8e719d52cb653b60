//! The sieve's law: what a pattern finds through it is what it finds without it.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;

use super::kept::MEANT;
use super::needs::{line_ends, needs};
use super::*;

fn parsed(pattern: &str) -> regex_syntax::hir::Hir {
    regex_syntax::ParserBuilder::new().utf8(false).build().parse(pattern).unwrap()
}

/// What is kept of a pattern, as it is written.
fn line(pattern: &Pattern) -> String {
    let hir = parsed(&pattern.source);
    let written = |atom: &Atom| match atom {
        Atom::Digits(n) => format!("#{n}"),
        Atom::Text { text, opens, closes } => {
            let spelt =
                |c: char| MEANT.iter().find(|m| m.0 == c).map_or(c.to_string(), |m| format!("\\{}", m.1));
            let text: String = text.chars().map(spelt).collect();
            format!("{}{text}{}", if *opens { "<" } else { "" }, if *closes { ">" } else { "" })
        }
        Atom::Initials | Atom::Code => unreachable!("not read off a pattern"),
    };
    let mut out = format!("{}\t{}", kept::mark(&pattern.source), line_ends(&hir, REACH));
    for need in needs(&hir) {
        out += "\t";
        out += &need.iter().map(written).collect::<Vec<_>>().join("|");
    }
    out + "\n"
}

/// The variable KEEP_NEEDS writes them anew: `KEEP_NEEDS=1 cargo test -p biffure --lib sieve`.
#[test]
fn the_needs_of_all_patterns_are_kept() {
    let patterns = crate::detect::patterns();
    let lines: String = patterns.iter().map(|p| line(p)).collect();
    if std::env::var_os("KEEP_NEEDS").is_some() {
        std::fs::write(std::path::Path::new(file!()).with_file_name("needs.txt"), &lines).unwrap();
        return;
    }
    assert!(lines == include_str!("needs.txt"), "patterns changed: KEEP_NEEDS=1 cargo test --lib sieve");
    for (pattern, kept) in patterns.iter().zip(kept::read(&patterns)) {
        let hir = parsed(&pattern.source);
        assert_eq!(
            kept,
            Kept { reach: line_ends(&hir, REACH), needs: needs(&hir) },
            "{:.60}",
            pattern.source
        );
    }
}

#[test]
fn a_pattern_that_is_not_known_is_asked_everywhere() {
    let unknown = folded("quelque chose");
    assert_ne!(kept::read(&[Box::leak(Box::new(unknown))])[0].reach, 0);
}

fn read(pattern: &str) -> Vec<Vec<String>> {
    let hir = parsed(&rx::folded(pattern));
    let show = |atom: &Atom| match atom {
        Atom::Digits(n) => format!("{n} digits"),
        Atom::Text { text, opens, closes } => {
            format!("{}{text}{}", if *opens { "<" } else { "" }, if *closes { ">" } else { "" })
        }
        Atom::Initials | Atom::Code => unreachable!("not read off a pattern"),
    };
    needs(&hir).iter().map(|set| set.iter().map(show).collect()).collect()
}

#[test]
fn needs_are_read_off_a_pattern() {
    assert_eq!(read(r"\b(?:tel|fax)\b"), [vec!["<fax>", "<tel>"]]);
    assert_eq!(read(r"[a-z]+@[a-z]+"), [vec!["@"]]);
    assert_eq!(read(r"\d{5} [a-z]+"), [vec!["4 digits"]]);
    assert_eq!(read(r"n(?:ee?|aissance) le"), [vec!["naissance le", "ne le", "nee le"]]);
    assert_eq!(
        read(r"(?:rue|quai)s? [a-z]*, paris"),
        [vec![", paris"], vec!["quai ", "quais ", "rue ", "rues "]]
    );
    // What can be left out is not needed, and what is anywhere says nothing.
    assert_eq!(read(r"(?:rue)? ?[a-z]+"), Vec::<Vec<String>>::new());
    assert_eq!(read(r"rue|[a-z]"), Vec::<Vec<String>>::new());
}

#[test]
fn line_ends_are_counted() {
    let count = |pattern: &str| line_ends(&parsed(pattern), REACH);
    assert_eq!([r"a [b-d]", r"a\nb", r"a\n(?:b|c\n)", r"a[^x]{2}", r"a\s*"].map(count), [0, 1, 2, 2, 3]);
}

/// Every pattern finds the same, with the sieve and without.
fn holds(string: &str) {
    let folded = Folded::new(string);
    let lines = Lines::of(&folded, string);
    for pattern in crate::detect::patterns() {
        let s = match pattern.on() {
            On::Folded => folded.as_str(),
            On::Original => string,
        };
        let spans = |windows: Vec<Span>| pattern.find_in(s, windows).map(|m| m.range()).collect::<Vec<_>>();
        let all = spans(std::iter::once(0..s.len()).collect());
        // A label with no digit near on its line or the two below may be passed over: its value would have one.
        let bare = |span: &Span| {
            let lines = s[span.start..].match_indices('\n').nth(2);
            let end = lines.map_or(s.len(), |(n, _)| span.start + n).min(span.end + LONG / 2);
            !s.as_bytes()[span.start..end.max(span.end)].iter().any(u8::is_ascii_digit)
        };
        let (got, lost): (Vec<_>, Vec<_>) = {
            let got = spans(lines.windows(pattern));
            let lost = all.into_iter().filter(|m| !got.contains(m)).collect();
            (got, lost)
        };
        let excused =
            |m: &Span| pattern.beside_digits && bare(m) || s[m.clone()].matches('\n').count() >= REACH;
        assert!(
            lost.iter().all(|m| excused(m) || got.iter().any(|g| g.start < m.end && m.start < g.end)),
            "{:.90} lost {:?}",
            pattern.source,
            lost.iter().map(|m| &s[m.clone()]).collect::<Vec<_>>()
        );
    }
}

#[test]
fn nothing_is_lost_on_written_texts() {
    for set in [
        include_str!("../../../tests/heldback/notes.txt"),
        include_str!("../../../tests/heldback/forms.txt"),
        include_str!("../../../tests/heldback/english.txt"),
    ] {
        holds(&set.replace(['{', '}'], " "));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_is_lost(
        string in r"(né(e)? le |N° |Tél : |IPP\t|jean@|\.fr|[0-9]{1,5}|[ ./\n|-]{1,3}|mars|rue |Rd|, CA |Dr |appt |[A-Z][a-zé]{1,6} |long mot ){0,80}",
    ) {
        holds(&string);
    }
}
