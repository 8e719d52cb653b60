//! Pictures → `Reading`: where lines of text stand, what they say, what could not be read, and barcodes. Pixels in,
//! plain data out; nothing is fetched and nothing is kept.
//!
//! ```text
//! Picture → find_lines → [LineBox] → LineReader::read → [ReadLine] → settle → Reading
//!         → find_symbols ──────────────────────────────────────────────────┘  → Reader::find_faces → Reading
//! ```
//!
//! A line is read by the light recogniser, and again by the heavy one when the light one is not sure of it. Each step can
//! be run on a share of the work, so that several workers may divide a page among them. All lengths are pixels of the
//! picture as given.

mod backbone;
mod barcode;
mod ctc;
mod detect;
mod doubts;
mod faces;
mod finder;
mod grey;
mod heavy;
mod ink;
mod layers;
mod levels;
mod light;
mod lines;
mod lstm;
mod mend;
mod models;
mod neck;
mod order;
mod pixels;
mod places;
mod rows;
mod shape;
mod shares;
mod sight;
mod strip;
mod texture;
mod tongue;
mod turn;

pub use self::barcode::find_symbols;
use self::detect::{first_scale, map};
use self::faces::Faces;
use self::finder::Finder;
pub use self::lines::{LineReader, unsure};
pub use self::models::Models;
use self::pixels::{Part, Raster, brightness, checked, extent};
pub use self::shares::{Band, placed, shares};
use self::sight::Sight;
use self::strip::Strip;
pub use self::tongue::Tongue;
use crate::context::Go;
use crate::error::Result;
use crate::model::{Doubt, DoubtKind, Found, Picture, ReadLine, Reading, Rect, Symbol, Turn};

/// Below this confidence a line read by the light recogniser is read again by the heavy one.
pub const SURE: f32 = 0.80;

/// How much larger the second look is than the first, for most of a page and for a small part of it, and the largest
/// enlargement of a picture.
const CLOSE: f32 = 1.5;
const CLOSER: f32 = 2.0;
const LARGEST: f32 = 1.5;

/// How high letters that nobody found are made for the third look, in pixels of the map.
const READABLE: f32 = 11.0;

/// Letters of a line, and lines, from which what looks like a face is a page.
const WORDY: usize = 8;
const WRITTEN: usize = 3;

/// Called after each tile or line with how many are done and how many there are; its answer can stop the run.
pub type OnPart<'a> = &'a mut dyn FnMut(u32, u32) -> Go;

/// Reads pictures. Holds the networks; costs some tens of megabytes.
pub struct Reader {
    detector: Finder,
    lines: LineReader,
    faces: Option<Faces>,
}

impl Reader {
    /// Loads the networks.
    ///
    /// # Errors
    /// `Resource` when a file is not a network that we know.
    pub fn new(models: &Models<'_>) -> Result<Self> {
        Ok(Self {
            detector: Finder::load(models.detector)?,
            lines: LineReader::new(models)?,
            faces: models.faces.map(Faces::load).transpose()?,
        })
    }

    /// What reads the lines.
    pub fn lines(&mut self) -> &mut LineReader {
        &mut self.lines
    }

    /// Where the lines of a picture stand, and how the picture is turned.
    ///
    /// # Errors
    /// `Misuse` when the pixels do not fit the size, `Cancelled` when stopped.
    pub fn find_lines(&mut self, picture: &Picture<'_>, on_part: OnPart<'_>) -> Result<Found> {
        checked(picture)?;
        let whole = Part { x: 0, y: 0, w: picture.width as usize, h: picture.height as usize };
        let mut sight = Sight::new(picture);
        let scale = first_scale(picture);
        let small = sight.small_print(scale);
        // Print that is small all over is looked at closely at once.
        let first = if small { (scale * CLOSE).min(LARGEST) } else { scale };
        let mut lines = map(&self.detector, picture, whole, first, on_part)?.boxes();
        let crowded = sight.cover(&lines);
        let parts = if small { Vec::new() } else { sight.closer(&lines, &crowded) };
        let large = parts.iter().map(|p| p.w * p.h).sum::<usize>() * 3 > whole.w * whole.h;
        let closer = (scale * if large { CLOSE } else { CLOSER }).min(LARGEST);
        for part in parts {
            let seen = map(&self.detector, picture, part, closer, on_part)?.boxes();
            detect::join(&mut lines, seen, &part);
        }
        // Small print that was still lost: a foot of the page on a large photograph.
        sight.cover(&lines);
        for (part, tall) in sight.left(&lines) {
            let seen = map(&self.detector, picture, part, (READABLE / tall).clamp(closer, LARGEST), on_part)?;
            detect::join(&mut lines, seen.boxes(), &part);
        }
        let grey = brightness(picture);
        let raster = Raster { w: whole.w, h: whole.h, values: &grey };
        let turn = turn::settle(&mut lines, &mut |line| {
            let strip = Strip::cut(raster, line);
            if strip.right <= strip.left { Ok(0.0) } else { self.lines.confidence(&strip) }
        })?;
        order::sort(&mut lines);
        Ok(Found { lines, turn })
    }

    /// Hands over the network that finds faces.
    ///
    /// # Errors
    /// `Resource` when the file is not the one that we know.
    pub fn add_faces(&mut self, faces: &[u8]) -> Result<()> {
        self.faces = Some(Faces::load(faces)?);
        Ok(())
    }

    /// Adds to what was read the heads whose faces a picture shows beside its lines; none where the network is not at hand.
    ///
    /// # Errors
    /// `Misuse` when the pixels do not fit the size.
    pub fn find_faces(&self, picture: &Picture<'_>, reading: &mut Reading) -> Result<()> {
        checked(picture)?;
        let Some(faces) = self.faces.as_ref().filter(|_| wants_faces(picture, reading)) else {
            return Ok(());
        };
        let marks = marks(picture, reading);
        let heads = faces.find(picture, reading.turn, &marks)?;
        let heads = heads.into_iter().filter(|head| !written(head, &reading.lines));
        reading.doubts.extend(heads.map(|rect| Doubt { rect, kind: DoubtKind::Face }));
        Ok(())
    }

    /// The whole of it: find, read, decode, settle.
    ///
    /// # Errors
    /// As the steps.
    pub fn read(&mut self, picture: &Picture<'_>, on_part: OnPart<'_>) -> Result<Reading> {
        let found = self.find_lines(picture, on_part)?;
        let mut lines = self.lines.read(picture, &found.lines, on_part)?;
        self.lines.again(picture, &found.lines, &mut lines, on_part)?;
        let symbols = find_symbols(picture)?;
        let mut reading = settle(picture, found.turn, lines, symbols);
        self.find_faces(picture, &mut reading)?;
        Ok(reading)
    }
}

/// The language of some lines, as the French network reads them, where it has a network of its own: [`LineReader::again`] reads them
/// better after [`LineReader::add_tongue`].
pub fn tongue(lines: &[ReadLine]) -> Option<Tongue> {
    tongue::of(lines)
}

/// Whether a picture shows something that is no line, or hardly a line, so that it may show a face: then [`Reader::find_faces`] is worth
/// its network.
pub fn wants_faces(picture: &Picture<'_>, reading: &Reading) -> bool {
    reading.lines.iter().filter(|l| wordy(l)).count() < WRITTEN || !marks(picture, reading).is_empty()
}

fn wordy(line: &ReadLine) -> bool {
    line.confidence >= SURE && line.letters.len() >= WORDY
}

/// How many times as long as wide what was taken for a line may be, to be a photograph all the same.
const STOUT: f32 = 3.0;
/// Its shorter side, as a share of the picture's longer one: an eighth of the sheet for an identity photograph, less for a copy of a card.
const PHOTO: f32 = 0.04;

/// Boxes around ink that no line holds, and around what was taken for a line of a letter or two, or could not be read, and has the shape
/// of a photograph.
fn marks(picture: &Picture<'_>, reading: &Reading) -> Vec<Rect> {
    let least = picture.width.max(picture.height) as f32 * PHOTO;
    let photo = |r: &Rect| {
        let (short, long) = (r.width().min(r.height()), r.width().max(r.height()));
        short >= least && long <= STOUT * short
    };
    let marks = reading.doubts.iter().filter(|d| d.kind == DoubtKind::Mark).map(|d| d.rect);
    let unread = reading.doubts.iter().filter(|d| d.kind == DoubtKind::Unread).map(|d| d.rect);
    let few = reading.lines.iter().filter(|l| l.letters.len() < WORDY).map(|l| l.quad.bounds());
    marks.chain(unread.chain(few).filter(photo)).collect()
}

/// Joins what the steps gave into one reading: drops what is no text, tells what is in doubt, finds ink that no line holds.
/// `lines` answer those that were found one by one.
pub fn settle(picture: &Picture<'_>, turn: Turn, lines: Vec<ReadLine>, symbols: Vec<Symbol>) -> Reading {
    // Bold print can look like a symbol, in a band even more so: what was read well is none. The figures under a barcode
    // are much lower than it.
    let area = |r: &Rect| r.width() * r.height();
    let read = |s: &Symbol| {
        let mut share = 0.0;
        for line in lines.iter().filter(|l| l.confidence >= SURE) {
            let r = line.quad.bounds();
            let common = r.intersection(&s.rect).map_or(0.0, |c| area(&c));
            let inside =
                common > 0.7 * area(&r) && 3.0 * extent(&line.quad).1 > s.rect.width().min(s.rect.height());
            share += if inside { 1.0 } else { common / area(&s.rect).max(1.0) };
        }
        share > 0.4
    };
    let symbols: Vec<Symbol> = symbols.into_iter().filter(|s| s.text.is_some() || !read(s)).collect();
    // The squares of a symbol that decodes are no letters.
    let square = |l: &ReadLine| {
        let r = l.quad.bounds();
        let within = |s: &&Symbol| r.intersection(&s.rect).is_some_and(|c| area(&c) > 0.7 * area(&r));
        symbols.iter().filter(|s| s.text.is_some()).any(|s| within(&s))
    };
    let lines = lines.into_iter().filter(|l| !square(l)).collect();
    let (lines, doubts) = doubts::settle(picture, lines, &symbols);
    Reading { lines, doubts, symbols, turn }
}

/// Whether several lines stand within a box: shadows on a written page can look like a face.
fn written(head: &Rect, lines: &[ReadLine]) -> bool {
    let within = |l: &&ReadLine| {
        let r = l.quad.bounds();
        let (x, y) = ((r.x0 + r.x1) / 2.0, (r.y0 + r.y1) / 2.0);
        let inside = head.x0 < x && x < head.x1 && head.y0 < y && y < head.y1;
        inside && wordy(l)
    };
    lines.iter().filter(within).count() >= WRITTEN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Point, Quad, ReadLetter};

    #[test]
    fn a_face_full_of_lines_is_a_page() {
        let line = |y: f32| {
            let p = |x: f32, y: f32| Point { x, y };
            let quad = Quad([p(20.0, y), p(220.0, y), p(220.0, y + 10.0), p(20.0, y + 10.0)]);
            let letter = ReadLetter { text: "a".to_owned(), rect: Rect::new(20.0, y, 220.0, y + 10.0) };
            ReadLine { quad, confidence: 0.95, letters: vec![letter; 12], ..ReadLine::default() }
        };
        let head = Rect::new(10.0, 10.0, 290.0, 290.0);
        let face = |lines: &[ReadLine]| !written(&head, lines);
        assert!(!face(&[line(40.0), line(80.0), line(120.0)]));
        // A name across an identity photograph, or lines that nobody is sure of.
        assert!(face(&[line(40.0)]));
        let unsure = |y| ReadLine { confidence: 0.7, ..line(y) };
        assert!(face(&[unsure(40.0), unsure(80.0), unsure(120.0)]));
    }
    #[test]
    fn a_photograph_taken_for_a_line_and_a_picture_without_lines_are_looked_at() {
        let rgb = vec![255; 900 * 420 * 3];
        let picture = Picture { width: 900, height: 420, rgb: &rgb };
        let line = |x: f32, y: f32, w: f32, h: f32, n: usize| {
            let p = |x: f32, y: f32| Point { x, y };
            let quad = Quad([p(x, y), p(x + w, y), p(x + w, y + h), p(x, y + h)]);
            let letter = ReadLetter { text: "a".into(), rect: Rect::new(x, y, x + w, y + h) };
            ReadLine { quad, confidence: 0.95, letters: vec![letter; n], ..ReadLine::default() }
        };
        let mut lines: Vec<ReadLine> = (0..4).map(|k| line(20.0, 40.0 * k as f32, 300.0, 20.0, 30)).collect();
        lines.push(line(20.0, 300.0, 30.0, 20.0, 2));
        let wants = |lines: &[ReadLine]| {
            wants_faces(&picture, &Reading { lines: lines.to_vec(), ..Reading::default() })
        };
        assert!(!wants(&lines), "a short word is no photograph");
        assert!(wants(&lines[..2]));
        lines.push(line(640.0, 60.0, 120.0, 155.0, 1));
        assert!(wants(&lines));
    }
}
