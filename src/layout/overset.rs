//! A cluster of glyphs on about one baseline → the lines that were printed over one another in it.

use super::Item;
use super::lines::{Cluster, same_place};
use crate::model::Rect;
use crate::model::order::{sort, sort_by};

/// Takes apart lines that were set into each other: letters that stand over one another on baselines of their own are
/// two lines, however close. A few such pairs are accents that were set as signs.
pub(super) fn overset(
    items: &[Item<'_>],
    cluster: Cluster,
    baseline: &dyn Fn(&Item<'_>) -> f32,
) -> Vec<Cluster> {
    let mut waiting = vec![cluster];
    let mut out = Vec::new();
    while let Some(cluster) = waiting.pop() {
        // So few parts that the time stays linear.
        let room = waiting.len() + out.len() < 8;
        match parted(items, &cluster, baseline).filter(|_| room) {
            Some((upper, lower)) if !upper.items.is_empty() && !lower.items.is_empty() => {
                waiting.push(lower);
                waiting.push(upper);
            }
            _ => out.push(cluster),
        }
    }
    out
}

/// Takes apart strings that were printed over one another on one baseline: sorted by place alone their letters would
/// mix, and neither could be read. A string is what was drawn in one go from left to right.
pub(super) fn overprinted(
    items: &[Item<'_>],
    mut cluster: Cluster,
    baseline: &dyn Fn(&Item<'_>) -> f32,
) -> Vec<Cluster> {
    sort(&mut cluster.items);
    let rect = |n: &usize| items.get(*n).map(|i| i.rect).unwrap_or_default();
    let em = cluster.height();
    let blank = |n: &usize| items.get(*n).is_none_or(Item::is_space);
    let mut strings: Vec<Vec<usize>> = Vec::new();
    let mut last: Option<Rect> = None;
    for n in &cluster.items {
        let r = rect(n);
        // A value may stand in the blanks of a row of labels: these part strings like any wide gap. A blank that steps back is the
        // first of the next string.
        let goes_on = |l: Rect| match blank(n) {
            true => r.x0 > l.x1 - 0.15 * em,
            false => r.x0 > l.x0.max(l.x1 - 0.5 * em) && r.x0 < l.x1 + 1.5 * em,
        };
        match strings.last_mut() {
            Some(s) if last.is_none_or(goes_on) => s.push(*n),
            _ => {
                strings.push(vec![*n]);
                last = None;
            }
        }
        if !blank(n) {
            last = Some(r);
        }
    }
    // Nobody prints so many over one another, and the time stays linear.
    if strings.len() > 200 {
        return vec![cluster];
    }
    let same = |n: &usize, of: &Cluster| {
        items.get(*n).is_some_and(|i| of.items.iter().filter_map(|m| items.get(*m)).any(|m| same_place(m, i)))
    };
    let ends = |s: &[usize]| {
        let mut seen = s.iter().filter(|n| !blank(n));
        let first = seen.next();
        first.map_or((0.0, 0.0), |a| (rect(a).x0, rect(seen.next_back().unwrap_or(a)).x1))
    };
    // The places of the strings of each line.
    let mut lines: Vec<(Cluster, Vec<(f32, f32)>)> = vec![Default::default()];
    for s in &strings {
        let (x0, x1) = ends(s);
        // Half a letter may be kerning; a whole one stands on another, as where form fields touch.
        let over = |taken: &[(f32, f32)]| {
            taken.iter().any(|t| t.1.min(x1) - t.0.max(x0) > (0.4 * em).min(0.8 * (x1 - x0).min(t.1 - t.0)))
        };
        // Single signs are accents, boxes and the like; and there are so few lines that the time stays linear.
        let free = if s.len() < 3 {
            0
        } else {
            // Bold faked by printing twice is one line.
            let fits = |l: &(Cluster, Vec<(f32, f32)>)| {
                !over(&l.1) || interleaved(items, s, &l.0.items) || s.iter().take(3).all(|n| same(n, &l.0))
            };
            lines.iter().position(fits).unwrap_or(lines.len()).min(8)
        };
        if free == lines.len() {
            lines.push(Default::default());
        }
        if let Some((line, taken)) = lines.get_mut(free) {
            for n in s {
                if let Some(i) = items.get(*n) {
                    line.add(*n, baseline(i), i.rect.height());
                }
            }
            match taken.last_mut() {
                // What goes on where the last string ended is one place with it.
                Some(t) if (x0 - t.1).abs() <= em => t.1 = x1,
                _ if s.len() >= 3 => taken.push((x0, x1)),
                _ => {}
            }
        }
    }
    lines.into_iter().map(|l| l.0).filter(|c| !c.items.is_empty()).collect()
}

/// Whether the letters of two strings stand in each other's gaps, as where a font lacked some letters of a word and another
/// drew these.
fn interleaved(items: &[Item<'_>], some: &[usize], others: &[usize]) -> bool {
    let rects = |of: &[usize]| -> Vec<Rect> {
        of.iter().filter_map(|n| items.get(*n)).filter(|i| !i.is_space()).map(|i| i.rect).collect()
    };
    let (some, others) = (rects(some), rects(others));
    // So few that the time stays linear.
    some.len() * others.len() < 1 << 16
        && !some
            .iter()
            .any(|a| others.iter().any(|b| a.x1.min(b.x1) - a.x0.max(b.x0) > 0.3 * a.width().min(b.width())))
}

/// Moves a sign or figure that stands upon the letters of a word behind that word: by place alone it would part it, though it
/// was drawn in one go.
pub(super) fn keep_words_whole(items: &[Item<'_>], row: &mut Vec<usize>) {
    let plain =
        |i: &Item<'_>| i.string.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c.is_whitespace());
    let letter = |i: &Item<'_>| i.string.chars().all(char::is_alphanumeric);
    let mut waiting: Vec<usize> = Vec::new();
    let mut out: Vec<usize> = Vec::with_capacity(row.len());
    for &n in row.iter() {
        let next = out.last().and_then(|&l| Some((items.get(l)?, items.get(l + 1)?))).filter(|(a, b)| {
            let em = a.rect.height();
            letter(a)
                && letter(b)
                && b.rect.x0 > a.rect.x0
                && (b.rect.x0 - a.rect.x1).abs() < 0.05 * em
                && (b.rect.y1 - a.rect.y1).abs() < 0.05 * em
        });
        let follows = out.last().is_some_and(|&l| n == l + 1);
        match (next, items.get(n)) {
            (Some((a, b)), Some(i)) if !follows && plain(i) && !same_place(a, i) && !same_place(b, i) => {
                waiting.push(n)
            }
            _ => {
                if !follows {
                    out.append(&mut waiting);
                }
                out.push(n);
            }
        }
    }
    out.append(&mut waiting);
    *row = out;
}

fn parted(
    items: &[Item<'_>],
    cluster: &Cluster,
    baseline: &dyn Fn(&Item<'_>) -> f32,
) -> Option<(Cluster, Cluster)> {
    let mut row: Vec<(usize, Rect, f32)> = cluster
        .items
        .iter()
        .filter_map(|&n| items.get(n).map(|i| (n, i)))
        .filter(|(_, i)| !i.is_space())
        .map(|(n, i)| (n, i.rect, baseline(i)))
        .collect();
    sort_by(&mut row, |a, b| a.1.x0.total_cmp(&b.1.x0).then(a.0.cmp(&b.0)));
    let em = cluster.height();
    let crossing = |w: &&[(usize, Rect, f32)]| match w {
        [a, b] => {
            let over = a.1.x1.min(b.1.x1) - a.1.x0.max(b.1.x0);
            let like = a.1.height().max(b.1.height()) <= 1.4 * a.1.height().min(b.1.height());
            like && over > 0.3 * a.1.width().min(b.1.width()) && (a.2 - b.2).abs() > 0.1 * em
        }
        _ => false,
    };
    let pairs: Vec<&[(usize, Rect, f32)]> = row.windows(2).filter(crossing).collect();
    if pairs.len() < 3 || pairs.len() * 4 < row.len() {
        return None;
    }
    let mut levels: Vec<f32> = pairs.iter().flat_map(|w| w.iter().map(|g| g.2)).collect();
    sort_by(&mut levels, f32::total_cmp);
    let widest = levels.windows(2).max_by(|a, b| {
        let gap = |w: &[f32]| w.last().zip(w.first()).map_or(0.0, |(l, f)| l - f);
        gap(a).total_cmp(&gap(b))
    })?;
    let cut = widest.iter().sum::<f32>() / 2.0;
    let (mut upper, mut lower) = (Cluster::default(), Cluster::default());
    for &n in &cluster.items {
        let Some(item) = items.get(n) else { continue };
        let base = baseline(item);
        let part = if base < cut { &mut upper } else { &mut lower };
        part.add(n, base, item.rect.height());
    }
    Some((upper, lower))
}
