//! Telephone numbers, by their grouping. French in every writing, other countries with their
//! prefix or a shape of their own; hours, dates and numbered rows are told apart.

use crate::detect::digits::{Gap, Run, Window};
use crate::model::Span;

/// Telephones among a run's groups.
pub(super) fn shaped(s: &str, run: &Run) -> Vec<(Span, f32)> {
    let mut out = Vec::new();
    let mut from = 0;
    // No telephone that its shape alone gives away is shorter.
    while run.left(from) >= 7 {
        match phone_at(s, run, from) {
            Some((w, confidence)) => {
                let span = w.span();
                let head = s.get(..span.start).unwrap_or_default();
                let opening = head.len() - head.trim_end_matches(['+', '(']).len();
                out.push((span.start - opening..span.end, confidence));
                from = w.to + 1;
            }
            None => from += 1,
        }
    }
    out
}

fn phone_at<'r>(s: &str, run: &'r Run, from: usize) -> Option<(Window<'r>, f32)> {
    let start = run.groups.get(from)?.span.start;
    let head = s.get(..start)?;
    if head.ends_with('+') || head.ends_with("+ ") || head.ends_with("+(") {
        return plus(s, run, from).map(|w| (w, 0.95));
    }
    // 0033 1 …, (33) 1 …, 33 6 …
    if run.groups.get(from).is_some_and(|g| g.len == 2)
        && run.digits.get(run.groups.get(from)?.first..)?.starts_with(b"00")
    {
        let foreign =
            plus(s, run, from).filter(|w| w.groups().len() >= 5 && (11..=15).contains(&w.digits().len()));
        return foreign.map(|w| (w, 0.8));
    }
    if let Some(w) = dialled(run, from) {
        return Some((w, 0.85));
    }
    // Whatever comes now has eight to fourteen digits.
    let ends = run.ends(from);
    if ends.iter().skip(8).take(7).all(Option::is_none) {
        return None;
    }
    let with = |total: usize| Some(run.between(from, ends.get(total).copied().flatten()?));
    let abroad = [(13, &b"0033"[..]), (14, b"00330"), (11, b"33"), (12, b"330")];
    for (total, prefix) in abroad {
        let Some(w) = with(total) else { continue };
        let d = w.digits();
        let national = d.get(prefix.len()).is_some_and(|c| c.is_ascii_digit() && *c != b'0');
        let opened = d.starts_with(b"00") || head.ends_with('(') || w.groups().len() >= 5;
        if d.starts_with(prefix)
            && national
            && opened
            && parted(&w)
            && w.cut_at(&[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
        {
            return Some((w, 0.9));
        }
    }
    if let Some(w) = with(10).filter(|w| french(s, run, *w)) {
        return Some((w, 0.9));
    }
    if let Some(w) = with(9).filter(|w| lost(run, *w)) {
        return Some((w, 0.6));
    }
    let beside = || [with(10), with(9)].into_iter().flatten().find(|w| neighbour(run, w));
    if let Some(w) = with(11).filter(british).or_else(beside) {
        return Some((w, 0.8));
    }
    let trunk = with(11).filter(trunk);
    let abroad = trunk.or_else(|| with(10).filter(|w| american(s, run, *w))).map(|w| (w, 0.75));
    abroad.or_else(|| with(8).filter(|w| short_french(run, *w)).map(|w| (w, 0.6)))
}

/// 0032 470 …, 00352 621 …: the sign of a call abroad and a country, in groups.
fn dialled<'r>(run: &'r Run, from: usize) -> Option<Window<'r>> {
    const CALLED: &[&[u8]] = &[
        b"001", b"0031", b"0032", b"0033", b"0034", b"0035", b"0039", b"004", b"0021", b"0022", b"0023",
        b"0026", b"0059",
    ];
    let first = run.groups.get(from).filter(|g| (3..=6).contains(&g.len))?;
    let said = run.digits.get(first.first..)?;
    CALLED.iter().any(|c| said.starts_with(c)).then_some(())?;
    (from + 2..=from + 6)
        .filter(|to| *to < run.groups.len())
        .map(|to| run.between(from, to))
        .filter(|w| {
            parted(w) && (11..=15).contains(&w.digits().len()) && w.digits().iter().all(u8::is_ascii_digit)
        })
        .take_while(|w| w.groups().iter().skip(1).all(|g| g.len >= 2 || g.first <= 5 + first.first))
        .last()
}

/// Whether only blanks, marks and at most one line's end part the groups.
fn parted(w: &Window<'_>) -> bool {
    let gaps = w.gaps();
    !gaps.iter().any(|g| matches!(g, Gap::Bar | Gap::Cell | Gap::Key))
        && gaps.iter().filter(|g| **g == Gap::Line).count() <= 1
}

/// Ten digits from 01 to 09, in pairs or larger, or 4-3-3, or 1-3-3-3, or in boxes.
fn french(s: &str, run: &Run, w: Window<'_>) -> bool {
    let d = w.digits();
    let shape = w.shape();
    let even = w.gaps().iter().all(|g| Some(g) == w.gaps().first());
    let boxes = w.single()
        && even
        && !run.groups.get(w.to + 1).is_some_and(|g| g.len == 1 && run.gaps.get(w.to) == Some(&Gap::Space))
        && !(w.from > 0
            && run.groups.get(w.from - 1).is_some_and(|g| g.len == 1)
            && run.gaps.get(w.from - 1) == Some(&Gap::Space));
    // "02/28/22   06/27": days in a row
    let struck = s.get(w.span()).is_some_and(|t| t.contains('/'));
    let slashed = struck || w.gaps().contains(&Gap::Line);
    let mobile = d.starts_with(b"06") || d.starts_with(b"07");
    let coded = matches!(&*shape, [2, 8] | [8, 2]) && !(mobile && *shape == [2, 8]);
    let pairs = !coded
        && shape.iter().all(|l| l % 2 == 0)
        && (!slashed
            || *shape == [2, 2, 2, 2, 2] && (even || !struck)
            || overseas(d) && *shape == [4, 2, 2, 2]);
    let other = matches!(
        &*shape,
        [4, 3, 3]
            | [1, 3, 3, 3]
            | [1, 1, 2, 2, 2, 2]
            | [2, 3, 3, 2]
            | [2, 2, 3, 3]
            | [3, 3, 2, 2]
            | [2, 2, 2, 2, 1, 1]
    );
    // "(0)5 56 00 11 22"
    let bracketed = *shape == [1, 1, 2, 2, 2, 2]
        && s.get(w.span()).is_some_and(|t| t.starts_with("0)"))
        && w.gaps().iter().skip(2).all(|g| Some(g) == w.gaps().get(1));
    let letters = s.get(w.span()).is_some_and(|t| t.bytes().filter(|c| c.is_ascii_alphabetic()).count() <= 3);
    d.first() == Some(&b'0')
        && d.get(1).is_some_and(|c| matches!(c, b'1'..=b'9'))
        && d.iter().all(u8::is_ascii_digit)
        && (pairs || boxes || other && (even || bracketed) && run.gaps.get(w.to) != Some(&Gap::Mark))
        && parted(&w)
        && letters
        && !starts_with_date(&w)
        && !counting(&w)
        && (matches!(&*shape, [10] | [2, 2, 2, 2, 2]) || !in_a_row(run, &w))
}

/// "6 12 34 56 78", "05 56 00 11 2": nine of ten digits, with nothing else beside.
fn lost(run: &Run, w: Window<'_>) -> bool {
    let alone = w.from == 0 && w.to + 1 == run.groups.len();
    let even = w.gaps().iter().all(|g| Some(g) == w.gaps().first() && matches!(g, Gap::Space | Gap::Mark));
    let fits = match (&*w.shape(), w.digits()) {
        ([1, 2, 2, 2, 2], [b'6' | b'7', ..]) => true,
        ([2, 2, 2, 2, 1], [b'0', b'1'..=b'9', ..]) => !starts_with_date(&w) && !counting(&w),
        _ => false,
    };
    alone && fits && even
}

/// A number among other short ones that only blanks part: a row of a table.
fn in_a_row(run: &Run, w: &Window<'_>) -> bool {
    let short = |gap: Option<usize>, group: Option<usize>| {
        gap.and_then(|i| run.gaps.get(i)) == Some(&Gap::Space)
            && group.and_then(|i| run.groups.get(i)).is_some_and(|g| g.len <= 3)
    };
    short(w.from.checked_sub(1), w.from.checked_sub(1)) || short(Some(w.to), Some(w.to + 1))
}

/// A day, a month and a year of four digits at the head: a date and an hour, not a telephone.
fn starts_with_date(w: &Window<'_>) -> bool {
    let d = w.digits();
    let n = |r: std::ops::Range<usize>| {
        d.get(r).and_then(|s| std::str::from_utf8(s).ok()).and_then(|s| s.parse::<u32>().ok()).unwrap_or(0)
    };
    let whole = w.groups().first().is_some_and(|g| g.len > 4);
    w.gaps().len() > 1
        && !whole
        && w.cut_at(&[2, 4, 8])
        && (1..=31).contains(&n(0..2))
        && (1..=12).contains(&n(2..4))
        && (1880..2100).contains(&n(4..8))
}

/// 01 02 03 04 05: numbered rows.
fn counting(w: &Window<'_>) -> bool {
    let d = w.digits();
    let pairs: Vec<u32> =
        d.chunks(2).map(|c| c.iter().fold(0, |a, b| a * 10 + u32::from(b.wrapping_sub(b'0')))).collect();
    w.groups().len() >= 5 && pairs.windows(2).all(|p| matches!(p, [a, b] if *b == a + 1))
}

/// What follows a plus sign: 8 to 15 digits, as many groups as belong together.
fn plus<'r>(s: &str, run: &'r Run, from: usize) -> Option<Window<'r>> {
    let france = run.groups.get(from).is_some_and(|g| run.digits.get(g.first..g.first + 2) == Some(b"33"));
    let mut best = None;
    let mut total = 0;
    for to in from..run.groups.len() {
        let g = run.groups.get(to)?;
        let gap = to.checked_sub(1).filter(|i| *i >= from).and_then(|i| run.gaps.get(i));
        let next_opens = s.get(..g.span.start).is_some_and(|h| h.ends_with('+'));
        let broken = matches!(gap, Some(Gap::Bar | Gap::Cell | Gap::Key))
            || gap == Some(&Gap::Line) && total >= 9
            || to > from && next_opens;
        total += g.len;
        // A zero in brackets makes twelve.
        let most = if france { 12 } else { 15 };
        if broken || total > most || total > 11 && best.is_some() && g.len > 4 {
            break;
        }
        if total >= 8 {
            best = Some(run.between(from, to));
        }
    }
    best.filter(|w| w.digits().iter().all(u8::is_ascii_digit))
}

/// 1-541-714-1388
fn trunk(w: &Window<'_>) -> bool {
    *w.shape() == [1, 3, 3, 4]
        && w.digits().first() == Some(&b'1')
        && w.gaps().iter().all(|g| *g == Gap::Mark)
}

/// 541-714-1388, (898) 666-3621: marks, not only blanks.
fn american(s: &str, run: &Run, w: Window<'_>) -> bool {
    // "98450 12345", as in India
    let lone = w.from == 0 && w.to + 1 == run.groups.len();
    if *w.shape() == [5, 5] && lone && w.gaps().first() == Some(&Gap::Space) {
        return matches!(w.digits().first(), Some(b'6'..=b'9'));
    }
    if *w.shape() != [3, 3, 4] {
        return false;
    }
    // With blanks only where it has a line of its own.
    let clear = |t: Option<&str>, mark: char, back: bool| {
        t.is_some_and(|t| {
            let t = if back { t.trim_end_matches(' ') } else { t.trim_start_matches(' ') };
            t.is_empty() || if back { t.ends_with(mark) } else { t.starts_with(mark) }
        })
    };
    let own_line = clear(s.get(..w.span().start), '\n', true) && clear(s.get(w.span().end..), '\n', false);
    let alone = lone && matches!(w.digits().get(3), Some(b'2'..=b'9'));
    if (own_line || alone) && matches!(w.digits().first(), Some(b'2'..=b'9')) {
        return true;
    }
    let marked =
        w.gaps().contains(&Gap::Mark) && w.gaps().iter().all(|g| matches!(g, Gap::Mark | Gap::Space));
    let area = w.digits().first().is_some_and(|c| matches!(c, b'2'..=b'9'));
    let dash =
        s.get(w.span()).is_some_and(|t| t.contains('-') || t.contains(')') || t.matches('.').count() == 2);
    marked && area && dash
}

/// 020 7946 0735, 01632 960 508, 07700 900762: eleven digits from 0.
fn british(w: &Window<'_>) -> bool {
    let shape = w.shape();
    let grouped = matches!(
        &*shape,
        [3, 4, 4]
            | [5, 3, 3]
            | [5, 6]
            | [4, 3, 4]
            | [4, 7]
            | [3, 8]
            | [5, 2, 2, 2]
            | [3, 5, 3]
            | [3, 2, 2, 2, 2]
    );
    let d = w.digits();
    grouped
        && parted(w)
        && d.first() == Some(&b'0')
        && matches!(d.get(1), Some(b'1' | b'2' | b'3' | b'7' | b'8'))
}

/// Prefixes of four digits in which the French overseas write: "0596 00 45 10".
fn overseas(d: &[u8]) -> bool {
    d.get(..4).is_some_and(|p| {
        matches!(
            p,
            b"0590"
                | b"0594"
                | b"0596"
                | b"0262"
                | b"0263"
                | b"0269"
                | b"0508"
                | b"0690"
                | b"0691"
                | b"0692"
                | b"0693"
                | b"0694"
                | b"0695"
                | b"0696"
                | b"0697"
                | b"0639"
                | b"0709"
        )
    })
}

/// Nine or ten digits from 0, grouped as in Ireland (067 505 0142), the Netherlands, Switzerland (022 555 01 99) and Belgium
/// (04 222 33 44, 0470 12 34 56).
fn neighbour(run: &Run, w: &Window<'_>) -> bool {
    let grouped = matches!(
        &*w.shape(),
        [3, 3, 4]
            | [2, 4, 4]
            | [3, 3, 2, 2]
            | [2, 3, 4]
            | [3, 2, 2, 2]
            | [2, 3, 2, 2]
            | [4, 2, 2, 2]
            | [3, 7]
            | [2, 7]
            | [3, 3, 3]
    );
    let d = w.digits();
    let alike = w.gaps().iter().all(|g| matches!(g, Gap::Space | Gap::Mark));
    grouped
        && alike
        && !in_a_row(run, w)
        && d.first() == Some(&b'0')
        && d.get(1).is_some_and(|c| matches!(c, b'1'..=b'9'))
        && d.iter().all(u8::is_ascii_digit)
        && w.groups().first().is_some_and(|g| g.len >= 2)
        && !starts_with_date(w)
}

/// 02.72.43.92: four pairs that stand alone.
fn short_french(run: &Run, w: Window<'_>) -> bool {
    let alone = w.from == 0 && w.to + 1 == run.groups.len();
    let d = w.digits();
    let n = |i: usize| {
        d.get(i..i + 2)
            .and_then(|s| std::str::from_utf8(s).ok())
            .and_then(|s| s.parse::<u32>().ok())
            .unwrap_or(0)
    };
    let date = (1..=31).contains(&n(0)) && (1..=12).contains(&n(2));
    let phone = alone
        && *w.shape() == [2, 2, 2, 2]
        && w.gaps().iter().all(|g| *g == Gap::Mark)
        && d.first() == Some(&b'0')
        && d.get(1) != Some(&b'0');
    phone && !date
}
