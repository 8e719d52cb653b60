//! The sieve's law: what a pattern finds through it is what it finds without it.

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;

use super::needs::{line_ends, needs};
use super::*;

fn read(pattern: &str) -> Vec<Vec<String>> {
    let hir = regex_syntax::ParserBuilder::new().utf8(false).build().parse(&rx::folded(pattern)).unwrap();
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
    let count = |pattern: &str| {
        let hir = regex_syntax::ParserBuilder::new().utf8(false).build().parse(pattern).unwrap();
        line_ends(&hir, REACH)
    };
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
        // A label with no digit on its line or the two below may be passed over: its value would have one.
        let bare = |span: &Span| {
            let lines = s[span.start..].match_indices('\n').nth(2);
            !s[span.start..lines.map_or(s.len(), |(n, _)| span.start + n)].bytes().any(|b| b.is_ascii_digit())
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
