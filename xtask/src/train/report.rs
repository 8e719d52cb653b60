//! Weights → how they do on layouts and names that were held back: by kind, by margin, by origin of the name.

use super::lists::{Half, Lists};
use super::prng::Chance;
use super::{document, states};
use crate::detect::tagger::Reading;
use crate::detect::tagger::weights::Weights;

/// Documents that are read for each table.
const DOCUMENTS: usize = 3_000;

/// The table of margins begins here, in steps of so much.
const LEAST: i32 = -40;
const WIDTH: i32 = 10;

#[derive(Default)]
struct Tally {
    words: usize,
    found: usize,
    said: usize,
    right: usize,
}

impl Tally {
    fn print(&self, what: &str) {
        let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
        println!(
            "{what:<16} words {:6}  found {:.3}  right {:.3}",
            self.words,
            share(self.found, self.words),
            share(self.right, self.said)
        );
    }
}

/// What one document adds to the tallies of names and addresses, and to the table of margins.
fn read(
    weights: &Weights,
    lists: &Lists,
    chance: &mut Chance,
    origin: Option<usize>,
    out: &mut [Tally; 2],
    bands: &mut [[(usize, usize); 24]; 2],
) {
    let text = document(lists, chance, origin);
    let (_, gold, seen) = states(&text, &super::forgotten(&text, chance));
    let reading = Reading::with(seen, weights);
    let mut marks = reading.marks.iter().peekable();
    for (at, &state) in gold.iter().enumerate() {
        let mark = marks.next_if(|m| m.token == at);
        let said = mark.map(|m| if m.name >= m.address { (0, m.name) } else { (1, m.address) });
        for (n, states) in [1..3, 3..5].into_iter().enumerate() {
            let is = states.contains(&state);
            if let Some((_, margin)) = said.filter(|s| s.0 == n && s.1 >= LEAST) {
                let band = &mut bands[n][((margin - LEAST) / WIDTH).clamp(0, 23) as usize];
                band.0 += 1;
                band.1 += usize::from(state > 0);
            }
            let struck = said.is_some_and(|s| s.1 >= 0);
            let said = said.is_some_and(|s| s.0 == n && s.1 >= 0);
            out[n].words += usize::from(is);
            out[n].found += usize::from(is && struck);
            out[n].said += usize::from(said);
            out[n].right += usize::from(said && state > 0);
        }
    }
}

pub(super) fn print(bytes: &[u8]) {
    let weights = Weights::read(bytes);
    let (open, lists) = (Lists::load(Half::Open), Lists::load(Half::HeldBack));
    let mut bands = [[(0, 0); 24]; 2];
    for (what, lists) in [("learnt", &open), ("held back", &lists)] {
        for english in [false, true] {
            let mut chance = Chance::new(99);
            let mut tallies = <[Tally; 2]>::default();
            let kept: Vec<_> = lists.sections.iter().map(|s| s.english == english).collect();
            let own = lists.only(&kept);
            bands = [[(0, 0); 24]; 2];
            for _ in 0..DOCUMENTS {
                read(&weights, &own, &mut chance, None, &mut tallies, &mut bands);
            }
            let tongue = if english { "en" } else { "fr" };
            tallies[0].print(&format!("{what} {tongue} name"));
            tallies[1].print(&format!("{what} {tongue} addr"));
            if what == "held back" {
                for (n, kind) in ["name", "address"].iter().enumerate() {
                    let told: Vec<String> = bands[n]
                        .iter()
                        .enumerate()
                        .filter(|(_, b)| b.0 > 0)
                        .map(|(i, b)| {
                            format!("{}:{:.2}({})", i as i32 * WIDTH + LEAST, b.1 as f64 / b.0 as f64, b.0)
                        })
                        .collect();
                    println!("  {kind} margin:right {}", told.join(" "));
                }
            }
        }
    }
    for n in 0..lists.origins.len() {
        let mut chance = Chance::new(7 + n as u64);
        let mut tallies = <[Tally; 2]>::default();
        for _ in 0..DOCUMENTS / 6 {
            read(&weights, &lists, &mut chance, Some(n), &mut tallies, &mut bands);
        }
        tallies[0].print(&lists.origins[n].name);
    }
}
