//! Small pictures are read with the networks that the crate carries: upright, turned, light on dark, and in other languages.

use biffure::context::Go;
use biffure::model::{Picture, Reading, Turn};
use biffure::ocr::{Models, Reader};

const LETTER: &[u8] = include_bytes!("../corpus/read/letter.png");
const LINES: [&str; 4] = [
    "Madame Éloïse MONTVALOIS, née le 14/03/1968",
    "12, rue des Tilleuls, 99120 Valmeroy",
    "Téléphone : 01 99 00 12 34",
    "Examen sans anomalie décelable.",
];

fn read(picture: &image::RgbImage) -> Reading {
    let mut reader = Reader::new(&Models::carried()).unwrap();
    let (width, height) = picture.dimensions();
    reader.read(&Picture { width, height, rgb: picture.as_raw() }, &mut |_, _| Go::On).unwrap()
}

fn said(reading: &Reading) -> Vec<String> {
    reading.lines.iter().map(|l| l.letters.iter().map(|c| c.text.as_str()).collect()).collect()
}

#[test]
fn lines_letters_and_a_symbol_are_read_with_their_places() {
    let picture = image::load_from_memory(LETTER).unwrap().to_rgb8();
    let reading = read(&picture);
    assert_eq!(said(&reading), LINES);
    assert_eq!(reading.turn, Turn::None);
    assert!(reading.doubts.is_empty(), "{:?}", reading.doubts);
    // Letters stand where they were drawn: the first of the family name 227 pixels from the left, its top at row 44.
    let name = &reading.lines[0].letters[14];
    assert_eq!(name.text, "M");
    assert!((name.rect.x0 - 227.0).abs() < 6.0 && (name.rect.y0 - 44.0).abs() < 10.0, "{:?}", name.rect);
    assert_eq!(reading.symbols.len(), 1);
    let symbol = &reading.symbols[0];
    assert_eq!(symbol.text.as_deref(), Some("https://dossier.exemple.fr/990012345"));
    assert!(symbol.rect.x0 <= 700.0 && symbol.rect.y0 <= 250.0, "{:?}", symbol.rect);
    assert!(symbol.rect.x1 >= 800.0 && symbol.rect.y1 >= 350.0, "{:?}", symbol.rect);
}

#[test]
fn a_turned_picture_is_read_as_it_stands() {
    let picture = image::load_from_memory(LETTER).unwrap().to_rgb8();
    let clockwise = read(&image::imageops::rotate90(&picture));
    assert_eq!((said(&clockwise), clockwise.turn), (LINES.map(String::from).to_vec(), Turn::ThreeQuarters));
    let over = read(&image::imageops::rotate180(&picture));
    assert_eq!((said(&over), over.turn), (LINES.map(String::from).to_vec(), Turn::Half));
    let back = read(&image::imageops::rotate270(&picture));
    assert_eq!((said(&back), back.turn), (LINES.map(String::from).to_vec(), Turn::Quarter));
}

#[test]
fn light_on_dark_is_read() {
    let mut picture = image::load_from_memory(LETTER).unwrap().to_rgb8();
    image::imageops::invert(&mut picture);
    assert_eq!(said(&read(&picture)), LINES);
}

#[test]
fn a_run_can_be_stopped() {
    let picture = image::load_from_memory(LETTER).unwrap().to_rgb8();
    let (width, height) = picture.dimensions();
    let mut reader = Reader::new(&Models { heavy: None, ..Models::carried() }).unwrap();
    let stopped = reader.read(&Picture { width, height, rgb: picture.as_raw() }, &mut |_, _| Go::Stop);
    assert_eq!(stopped.unwrap_err().code(), "cancelled");
}

/// The French network knows none of `ñ`, `ß` and `ã`, and is as sure of what it says for them.
#[test]
fn other_languages_are_read_by_their_own_network() {
    let es = include_bytes!("../corpus/read/letter-es.png").as_slice();
    let de = include_bytes!("../corpus/read/letter-de.png");
    let it = include_bytes!("../corpus/read/letter-it.png");
    let pt = include_bytes!("../corpus/read/letter-pt.png");
    for (picture, lines) in [
        (
            es,
            [
                "La niña acude con dolor desde el lunes por la mañana.",
                "Señora Núñez, los análisis del corazón están bien.",
            ],
        ),
        (
            de,
            [
                "Der Patient ist gut geführt und für die Prüfung bereit.",
                "Größe und Gewicht sind nicht mit dem Arzt besprochen.",
            ],
        ),
        (
            it,
            [
                "La signora è venuta con il figlio della città di Forlì.",
                "La terapia è più forte che nel mese di febbraio.",
            ],
        ),
        (
            pt,
            [
                "A doente não tem alergias e foi vista em São João.",
                "As análises da função do coração são boas, por uma razão.",
            ],
        ),
    ] {
        let picture = image::load_from_memory(picture).unwrap().to_rgb8();
        let reading = read(&picture);
        assert_eq!(said(&reading), lines);
        assert!(reading.doubts.is_empty() && !reading.lines.iter().any(|l| l.heavy), "{}", lines[0]);
    }
}
