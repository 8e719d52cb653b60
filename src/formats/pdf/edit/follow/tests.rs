//! Two files that differ by a name, and by what follows its letters, become one and the same.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use crate::formats::pdf::tests::{Paper, content, holds, one, open, place, strike};

/// A width in Helvetica, at 12 points.
fn width(s: &str) -> f64 {
    let of = |c: char| match c {
        'D' | 'N' => 722.0,
        'M' | 'm' => 833.0,
        'B' => 667.0,
        's' | 'v' | 'c' => 500.0,
        't' | ' ' => 278.0,
        'r' => 333.0,
        _ => 556.0,
    };
    s.chars().map(|c| of(c) * 0.012).sum()
}

/// Names of several lengths that get the same bar.
const NAMES: [&str; 4] = ["Marchand", "Nantes", "Bonnemard", "Marchandmarcha"];

/// Where "Docteur NAME est venu" stands: the name, and the words behind it.
struct At {
    name: &'static str,
    from: f64,
    to: f64,
    next: f64,
    end: f64,
}

impl At {
    fn of(name: &'static str) -> Self {
        let from = 50.0 + width("Docteur ");
        let to = from + width(name);
        let next = to + width(" ");
        Self { name, from, to, next, end: next + width("est venu") }
    }

    fn long(&self) -> f64 {
        self.to - self.from
    }

    fn line(&self) -> String {
        format!("BT /F1 12 Tf 50 100 Td (Docteur {} est venu) Tj ET\n", self.name)
    }
}

/// Operators that draw something beside the line.
type Draws<'d> = &'d dyn Fn(&At) -> String;

/// Strikes each name and holds the outputs against each other; returns one of them.
fn same(about: &str, file: impl Fn(&At) -> Arc<[u8]>) -> Arc<[u8]> {
    let out = |name: &&'static str| {
        let (redacted, again) = strike(&file(&At::of(name)), &[name]);
        assert!(holds(&again, 0, "Docteur"), "{about}");
        Arc::from(redacted.bytes())
    };
    let all: Vec<Arc<[u8]>> = NAMES.iter().map(out).collect();
    for (name, other) in NAMES.iter().zip(&all) {
        let (one, two) = (content(&all[0]), content(other));
        assert!(*other == all[0], "{about}, {name}:\n{one}\nand\n{two}");
    }
    Arc::clone(&all[0])
}

#[test]
fn paths_that_follow_a_name_do_not_tell_how_long_it_was() {
    let px = |v: f64| (v / 0.75).floor() * 0.75;
    let paths: [(&str, Draws<'_>); 14] = [
        ("a highlight", &|a| format!("1 1 0 rg {} 97 {} 14 re f", a.from, a.long())),
        ("one with a rim", &|a| format!("1 1 0 rg {} 95 {} 18 re f", a.from - 4.0, a.long() + 8.0)),
        ("one of whole pixels", &|a| {
            let from = px(a.from);
            format!("1 1 0 rg {from} 97 {} 14 re f", px(a.to) + 0.75 - from)
        }),
        ("one of the line", &|a| format!("1 1 0 rg 50 97 {} 14 re f", a.end - 50.0)),
        ("one of the next word", &|a| {
            format!("1 1 0 rg {} 97 {} 14 re f", px(a.next), px(a.end) - px(a.next))
        }),
        ("one of a unit square", &|a| {
            format!("q 1 1 0 rg {} 0 0 14 {} 97 cm 0 0 1 1 re f Q", a.long(), a.from)
        }),
        ("one with round corners", &|a| {
            let (x, y) = (a.from, a.to);
            let round = y + 2.0;
            format!(
                "1 1 0 rg {x} 97 m {y} 97 l {round} 97 {round} 99 {round} 101 c {round} 107 l \
                 {round} 110 {y} 111 {y} 111 c {x} 111 l h f"
            )
        }),
        ("an underline", &|a| format!("{} 98.5 m {} 98.5 l S", a.from, a.to)),
        ("one of the line, as a box", &|a| format!("50 98 {} 0.6 re f", a.end - 50.0)),
        ("one in pieces", &|a| {
            format!("{} 98 {} 0.6 re {} 98 6.5 0.6 re f", a.from, a.long() - 14.0, a.to - 9.0)
        }),
        ("a stroke through it and its neighbour", &|a| format!("{} 104 m {} 104 l S", a.from, a.end)),
        ("a wave", &|a| {
            let steps = ((a.end - a.from) / 3.0) as u32;
            let crest = |i| format!(" {} {} l", a.from + f64::from(i) * 3.0, 97 + 2 * (i % 2));
            format!("{} 97 m{} S", a.from, (1..=steps).map(crest).collect::<String>())
        }),
        ("a frame", &|a| format!("{} 96 {} 16 re S", a.from - 2.0, a.long() + 4.0)),
        ("a sign behind it", &|a| format!("{} 100 5 5 re S", a.end + 4.0)),
    ];
    for (about, path) in paths {
        same(about, |a| one(&format!("q {} Q\n{}", path(a), a.line()), "", ""));
        let thin = "/ExtGState<</G<</ca 0.4>>>>";
        same(about, |a| one(&format!("{} /G gs {}", a.line(), path(a)), "", thin));
        // Lines that run up.
        same(about, |a| one(&format!("0 1 -1 0 190 -40 cm q {} Q\n{}", path(a), a.line()), "", ""));
    }
}

#[test]
fn clips_that_were_cut_to_a_word_do_not_tell_how_long_it_was() {
    let word = |from: f64, to: f64, word: &str| {
        let long = to - from;
        format!("q {from:.3} 95 {long:.3} 18 re W n BT /F1 12 Tf 1 0 0 1 {from:.3} 100 Tm ({word}) Tj ET Q\n")
    };
    let first = |a: &At| word(50.0, a.from - width(" "), "Docteur");
    let out = same("word by word", |a| {
        one(&(first(a) + &word(a.from, a.to, a.name) + &word(a.next, a.end, "est venu")), "", "")
    });
    // The clip went with its word: all of it is seen.
    let again = open(&out).1;
    assert!(holds(&again, 0, "est venu") && again.notices.is_empty());
    same("the line", |a| one(&format!("q 50 95 {:.3} 18 re W n {} Q", a.end - 50.0, a.line()), "", ""));
    same("the last word", |a| one(&(first(a) + &word(a.from, a.to, a.name)), "", ""));
    // A cell's clip stays.
    for name in NAMES {
        let cell = one(&format!("q 45 95 230 18 re W n {} Q", At::of(name).line()), "", "");
        let redacted = strike(&cell, &[name]).0;
        assert!(content(redacted.bytes()).contains("45 95 230 18 re"), "{name}");
    }
}

#[test]
fn forms_and_annotations_cut_to_a_word_do_not_tell_how_long_it_was() {
    let paper = |a: &At, content: &str, annots: &str, bbox: &str, form: &str| {
        let mut p = Paper::new(&[4]);
        p.add(&format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Annots[{annots}]\
             /Resources<</Font<</F1 3 0 R>>/XObject<</X 6 0 R>>>>>>"
        ));
        p.stream("", format!("{}{content}", a.line()).as_bytes());
        let form = format!("/G gs {form}");
        let thin = "/Resources<</ExtGState<</G<</ca 0.4>>>>>>";
        p.stream(&format!("/Type/XObject/Subtype/Form/BBox[{bbox}]{thin}"), form.as_bytes());
        p.bytes()
    };
    let rect = |a: &At| format!("{} 95 {} 113", a.from - 1.0, a.to + 1.0);
    let shade = |a: &At| format!("1 1 0 rg {} 95 {} 18 re f", a.from, a.long());
    same("a highlighting annotation", |a| {
        let quads = format!("{0} 113 {1} 113 {0} 95 {1} 95", a.from, a.to);
        let annot = format!("<</Subtype/Highlight/Rect[{}]/QuadPoints[{quads}]/AP<</N 6 0 R>>>>", rect(a));
        paper(a, "", &annot, &rect(a), &shade(a))
    });
    same("one in a square of its own", |a| {
        let annot = format!("<</Subtype/Highlight/Rect[{}]/AP<</N 6 0 R>>>>", rect(a));
        paper(a, "", &annot, "0 0 100 10", "1 1 0 rg 0 0 100 10 re f")
    });
    same("one of the line and the next", |a| {
        let form = format!("1 1 0 rg 50 95 {} 18 re 50 80 60 14 re f", a.end - 50.0);
        let bbox = format!("50 80 {} 113", a.end);
        paper(a, "", &format!("<</Subtype/Highlight/Rect[{bbox}]/AP<</N 6 0 R>>>>"), &bbox, &form)
    });
    same("a link's border", |a| {
        paper(a, "", &format!("<</Subtype/Link/Border[0 0 1]/Rect[{}]>>", rect(a)), "0 0 1 1", "")
    });
    same("a form", |a| paper(a, "q /X Do Q", "", &rect(a), &shade(a)));
    same("a form of a square", |a| {
        let cm = format!("q {} 0 0 18 {} 95 cm /X Do Q", a.long(), a.from);
        paper(a, &cm, "", "0 0 1 1", "1 1 0 rg 0 0 1 1 re f")
    });
    same("marked content with a box, its text and a structure", |a| {
        let marked = format!("/Span <</BBox[{}]/ActualText({})/MCID 0>> BDC EMC", rect(a), a.name);
        paper(a, &marked, "", "0 0 1 1", "")
    });
}

/// Somebody's own bar, and what stands behind it, have the name's width.
#[test]
fn a_name_under_a_bar_of_somebody_s_own_does_not_tell_how_long_it_was() {
    same("a bar", |a| one(&format!("{}{} 96 {} 14 re f", a.line(), a.from, a.long()), "", ""));
}

#[test]
fn what_follows_no_struck_letters_stays_where_it_was() {
    // A cell, the page's frame, a table's rule, a line to be filled in, the next line's underline.
    let rest = "40 92 280 24 re S 0 0 400 200 re S 45 90 m 390 90 l S 95 99 m 330 99 l S 50 82 40 0.6 re f";
    for name in NAMES {
        let source = format!("{} BT /F1 12 Tf 50 84 Td (Suite du) Tj ET {rest}", At::of(name).line());
        let redacted = strike(&one(&source, "", ""), &[name]).0;
        let out = content(redacted.bytes()).replace('\n', " ");
        for part in rest.split(" S ") {
            assert!(out.contains(part.trim_end_matches(" f")), "{name}: {part} in {out}");
        }
    }
}

#[test]
fn an_underline_goes_with_the_word_that_it_is_under() {
    let a = At::of("Marchand");
    let source = format!("{}{} 98 {} 0.6 re f", a.line(), a.next, a.end - a.next);
    let (redacted, again) = strike(&one(&source, "", ""), &[a.name]);
    let (out, x) = (content(redacted.bytes()), place(&again, 0, "est").x0);
    assert!(out.contains(&format!("\n{x:.2}")), "{x} in {out}");
}

#[test]
fn a_table_s_rules_stay_where_every_row_has_a_name() {
    // Near the end of the longest; near those of two that differ.
    for (names, x) in [(&NAMES[..], "150"), (&["Marchand", "Bonnemard"], "112")] {
        let (mut text, mut rules) = (String::new(), String::from("0 g "));
        for (i, name) in names.iter().enumerate() {
            let y = 150 - 20 * i;
            text += &format!("BT /F1 12 Tf 1 0 0 1 50 {y} Tm ({name}) Tj ET\n");
            rules += &format!("{x} {} 0.5 20 re ", y - 5);
        }
        let redacted = strike(&one(&format!("{text}{rules}f"), "", ""), names).0;
        assert_eq!(content(redacted.bytes()).matches(&format!("\n{x} ")).count(), names.len(), "{x}");
    }
}
