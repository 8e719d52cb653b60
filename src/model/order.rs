//! Lists into order, each by its own comparison, all by one machine: a sort made anew for every sort of list weighs more
//! than what it sorts. Stable.

use std::cmp::Ordering;

/// Sorts by a comparison. Of equals the first stays first.
pub(crate) fn sort_by<T>(list: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    if list.len() <= FEW {
        return sort_few(list, &compare);
    }
    let of = |a: usize, b: usize| match (list.get(a), list.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    };
    let places = places(list.len(), &of);
    let mut slots: Vec<Option<T>> = std::mem::take(list).into_iter().map(Some).collect();
    list.extend(places.into_iter().filter_map(|place| slots.get_mut(place)?.take()));
}

/// Sorts by a key.
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(list, |a, b| key(a).cmp(&key(b)));
}

/// Sorts by the order that is the list's own.
pub(crate) fn sort<T: Ord>(list: &mut Vec<T>) {
    sort_by(list, Ord::cmp);
}

/// Up to so many are put in order where they stand.
const FEW: usize = 8;

fn sort_few<T>(list: &mut [T], compare: &dyn Fn(&T, &T) -> Ordering) {
    for end in 1..list.len() {
        let mut at = end;
        while at > 0
            && matches!((list.get(at - 1), list.get(at)), (Some(a), Some(b)) if compare(a, b).is_gt())
        {
            list.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// The places of a list in their new order.
fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_keep_their_places() {
        let mut list = vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd')];
        sort_by_key(&mut list, |x| x.0);
        assert_eq!(list, [(1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
        let mut many: Vec<(usize, usize)> = (0..100).map(|n| (n * 7 % 10, n)).collect();
        sort_by_key(&mut many, |x| x.0);
        assert!(many.windows(2).all(|w| w[0] < w[1]));
        let mut words = vec!["rue", "quai"];
        sort(&mut words);
        assert_eq!(words, ["quai", "rue"]);
    }
}
