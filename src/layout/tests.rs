//! Invented pages, set with a fixed-width font of 10 units: one em is 10, a letter 5 wide.

use super::*;

struct Page(Vec<Placed>);

impl Page {
    fn new() -> Self {
        Page(Vec::new())
    }

    /// Sets a string glyph by glyph; spaces are gaps without a glyph.
    fn set(mut self, x: f32, y: f32, s: &str) -> Self {
        self.put(x, y, s, 5.0);
        self
    }

    fn put(&mut self, x: f32, y: f32, s: &str, advance: f32) {
        for (n, c) in s.chars().enumerate() {
            if c != ' ' {
                let x = x + n as f32 * advance;
                self.glyph(&c.to_string(), Rect::new(x, y, x + 5.0, y + 10.0));
            }
        }
    }

    fn glyph(&mut self, s: &str, rect: Rect) {
        let atom = AtomId::new(self.0.len() as u64);
        self.0.push(Placed { string: s.to_owned(), atom, rect });
    }

    fn text(&self) -> Text {
        let text = arrange(&self.0);
        let mut atoms: Vec<AtomId> = text.atoms().map(|(_, a)| a).collect();
        atoms.sort();
        assert_eq!(atoms, self.0.iter().map(|p| p.atom).collect::<Vec<_>>(), "every atom once");
        text
    }

    fn string(&self) -> String {
        self.text().as_str().to_owned()
    }

    fn fields(&self) -> Vec<(String, String)> {
        said(&self.text())
    }
}

fn said(text: &Text) -> Vec<(String, String)> {
    let s = text.as_str();
    text.fields().iter().map(|f| (s[f.label.clone()].to_owned(), s[f.value.clone()].to_owned())).collect()
}

fn plain(s: &str) -> Text {
    let mut b = TextBuilder::new();
    s.chars().enumerate().for_each(|(n, c)| b.push(&c.to_string(), AtomId::new(n as u64)));
    let mut text = b.finish();
    text.set_fields(fields_of(&text));
    text
}

fn has(fields: &[(String, String)], label: &str, value: &str) -> bool {
    fields.iter().any(|(l, v)| l == label && v == value)
}

#[test]
fn words_lines_and_blocks() {
    let p =
        Page::new().set(10.0, 10.0, "Jeanne Morel").set(10.0, 22.0, "et son fils").set(10.0, 60.0, "Autre");
    assert_eq!(p.string(), "Jeanne Morel\net son fils\n\nAutre");
}

#[test]
fn glyphs_in_any_order_read_the_same() {
    let p = Page::new().set(10.0, 10.0, "Jeanne Morel").set(10.0, 22.0, "et son fils");
    let mut turned = Page(p.0.iter().rev().cloned().collect());
    turned.0.sort_by_key(|g| (g.atom.offset_from(AtomId::new(0)).unwrap_or(0) * 7) % 23);
    assert_eq!(arrange(&turned.0).as_str(), p.string());
}

#[test]
fn wide_gaps_part_cells() {
    let p = Page::new().set(10.0, 10.0, "Nom").set(100.0, 10.0, "MOREL");
    assert_eq!(p.string(), "Nom\tMOREL");
    assert!(has(&p.fields(), "Nom", "MOREL"));
}

/// Two columns whose lines stand at the same heights, row by row as one who reads a scan finds them.
fn side_by_side(left: [&str; 5], right: [&str; 5]) -> String {
    let rows = left.iter().zip(right).enumerate();
    rows.fold(Page::new(), |page, (n, (l, r))| {
        let y = 100.0 + 14.0 * n as f32;
        page.set(20.0, y, l).set(320.0, y, r)
    })
    .string()
}

#[test]
fn running_text_in_two_columns_is_read_down_whatever_the_order() {
    let left = [
        "Les suites ont été simples et le patient est resté",
        "apyrétique, vu le 3 janvier par le docteur Hippolyte",
        "Nauroy. Il est sorti le lendemain avec un",
        "traitement par ramipril, une prise le matin pendant",
        "six mois.",
    ];
    let right = [
        "Une consultation de contrôle est prévue avec un",
        "nouvel électrocardiogramme. Demeurant 112, rue du",
        "Général Vaubert, il est joignable le matin seulement",
        "et viendra accompagné de son frère, lui aussi",
        "suivi dans le service.",
    ];
    let read = side_by_side(left, right);
    assert!(read.contains("docteur Hippolyte\nNauroy"), "{read}");
    assert!(read.contains("rue du\nGénéral Vaubert"), "{read}");
    // A table is read across.
    let names = ["Hémoglobine", "Leucocytes", "Plaquettes", "Créatinine", "Ferritine"];
    let values = ["12,4 g/dl", "6,1 G/l", "231 G/l", "84 µmol/l", "112 ng/ml"];
    let read = side_by_side(names, values);
    assert!(read.lines().any(|l| l.starts_with("Leucocytes") && l.ends_with("6,1 G/l")), "{read}");
}

#[test]
fn narrow_columns_part_cells_where_lines_agree() {
    let mut p = Page::new();
    for (n, (a, b)) in [("Nom", "MOREL"), ("Ne", "Jeanne"), ("Age", "81")].iter().enumerate() {
        let y = 10.0 + 12.0 * n as f32;
        p.put(10.0, y, a, 5.0);
        p.put(37.0, y, b, 5.0);
    }
    assert_eq!(p.string(), "Nom\tMOREL\nNe\tJeanne\nAge\t81");
}

#[test]
fn exponents_stay_in_their_line() {
    let mut p = Page::new().set(10.0, 10.0, "M");
    p.glyph("m", Rect::new(15.0, 9.0, 18.0, 15.0));
    p.glyph("e", Rect::new(18.0, 9.0, 21.0, 15.0));
    let p = p.set(26.0, 10.0, "Morel").set(10.0, 22.0, "suite");
    assert_eq!(p.string(), "Mme Morel\nsuite");
}

#[test]
fn tracked_letters_are_joined() {
    let mut p = Page::new();
    p.put(10.0, 10.0, "MOREL", 9.0);
    p.put(10.0 + 5.0 * 9.0 + 9.0, 10.0, "Jeanne", 9.0);
    assert_eq!(p.string(), "MOREL Jeanne");
}

#[test]
fn space_glyphs_keep_their_atoms() {
    let mut p = Page::new().set(10.0, 10.0, "Jeanne");
    p.glyph(" ", Rect::new(40.0, 10.0, 45.0, 20.0));
    let p = p.set(45.0, 10.0, "Morel");
    let text = p.text();
    assert_eq!(text.as_str(), "Jeanne Morel");
    assert_eq!(text.atoms_in(&(0..12)).count(), 12);
}

#[test]
fn what_is_drawn_twice_is_read_once() {
    let p = Page::new().set(10.0, 10.0, "Morel").set(10.4, 10.0, "Morel");
    let text = p.text();
    assert_eq!(text.as_str(), "Morel");
    assert_eq!(text.atoms_in(&(0..1)).count(), 2);
    assert_eq!(text.atoms_in(&(4..5)).count(), 2);
    assert_eq!(Page::new().set(10.0, 10.0, "Villette").string(), "Villette");
}

#[test]
fn letterheads_are_not_interleaved() {
    // Lines at other heights.
    let p = Page::new()
        .set(10.0, 10.0, "Clinique des Saules")
        .set(300.0, 16.0, "Mme Jeanne MOREL")
        .set(10.0, 22.0, "Service de cardiologie")
        .set(300.0, 28.0, "3 rue des Tilleuls")
        .set(10.0, 34.0, "59000 LILLE")
        .set(300.0, 40.0, "80000 AMIENS")
        .set(10.0, 80.0, "Chère consoeur, je vous remercie de m'avoir adressé cette patiente pour un avis.");
    assert_eq!(
        p.string(),
        "Clinique des Saules\nService de cardiologie\n59000 LILLE\n\nMme Jeanne MOREL\n3 rue des Tilleuls\n80000 AMIENS\n\n\
         Chère consoeur, je vous remercie de m'avoir adressé cette patiente pour un avis."
    );
    // Lines at the same heights, one column drawn after the other.
    let p = Page::new()
        .set(10.0, 10.0, "Clinique des Saules")
        .set(10.0, 22.0, "59000 LILLE")
        .set(300.0, 10.0, "Mme Jeanne MOREL")
        .set(300.0, 22.0, "80000 AMIENS");
    assert_eq!(p.string(), "Clinique des Saules\n59000 LILLE\n\nMme Jeanne MOREL\n80000 AMIENS");
}

#[test]
fn a_tall_sign_beside_narrow_lines_does_not_draw_them_into_one() {
    // A logo of 48 units beside an address in lines of 12.
    let mut p = Page::new().set(10.0, 10.0, "Jeanne MOREL").set(10.0, 22.0, "1 rue des Saules");
    p.glyph("M", Rect::new(300.0, 8.0, 340.0, 56.0));
    let p = p.set(10.0, 34.0, "AMIENS").set(10.0, 46.0, "80000");
    let read = p.string();
    for line in ["Jeanne MOREL", "1 rue des Saules", "AMIENS", "80000"] {
        assert!(read.lines().any(|l| l.split('\t').any(|c| c == line)), "{read}");
    }
    // A drop capital keeps to the line on whose baseline it stands.
    let mut p = Page::new();
    p.glyph("L", Rect::new(10.0, 10.0, 30.0, 46.0));
    let p = p.set(32.0, 10.0, "a patiente va bien").set(32.0, 22.0, "et marche seule").set(
        32.0,
        28.8,
        "chez elle",
    );
    assert!(p.string().contains("a patiente va bien\n"), "{}", p.string());
}

#[test]
fn lines_set_into_each_other_are_read_apart() {
    let p = Page::new().set(10.0, 10.0, "Jeanne MOREL née DUVAL").set(12.0, 12.5, "Service de cardiologie");
    assert_eq!(p.string(), "Jeanne MOREL née DUVAL\nService de cardiologie");
    // Accents set as signs of their own stay on their letters' line.
    let mut p = Page::new().set(10.0, 10.0, "Helene Beranger sortie hier");
    p.glyph("´", Rect::new(15.0, 8.0, 20.0, 18.0));
    p.glyph("`", Rect::new(25.0, 8.0, 30.0, 18.0));
    assert_eq!(p.string().lines().count(), 1);
}

#[test]
fn a_form_whose_values_were_drawn_after_its_labels_is_read_across() {
    let labels = ["Nom de naissance", "Prénom", "Date de naissance", "Téléphone"];
    let values = ["MOREL", "Jeanne", "14/08/1963", "06 39 98 41 27"];
    for shift in [0.0, 1.5, 3.8] {
        let mut p = Page::new();
        for (n, label) in labels.iter().enumerate() {
            p.put(10.0, 10.0 + 24.0 * n as f32, label, 5.0);
        }
        for (n, value) in values.iter().enumerate() {
            p.put(170.0, 10.0 + shift + 24.0 * n as f32, value, 5.0);
        }
        let fields = p.fields();
        for (label, value) in labels.iter().zip(values) {
            assert!(has(&fields, label, value), "{shift}: {label} in {fields:?}");
        }
    }
}

#[test]
fn tables_are_read_across() {
    let p = Page::new()
        .set(10.0, 10.0, "Nom")
        .set(100.0, 10.0, "Prénom")
        .set(200.0, 10.0, "Ville")
        .set(10.0, 22.0, "MOREL")
        .set(100.0, 22.0, "Jeanne")
        .set(200.0, 22.0, "Amiens")
        .set(10.0, 34.0, "DUVAL")
        .set(100.0, 34.0, "Paul")
        .set(200.0, 34.0, "Lens");
    assert_eq!(p.string(), "Nom\tPrénom\tVille\nMOREL\tJeanne\tAmiens\nDUVAL\tPaul\tLens");
    let f = p.fields();
    assert!(has(&f, "Nom", "MOREL") && has(&f, "Nom", "DUVAL") && has(&f, "Ville", "Lens"));
}

#[test]
fn a_value_may_stand_under_its_label() {
    let p = Page::new().set(10.0, 10.0, "Nom de naissance :").set(10.0, 22.0, "MOREL");
    assert_eq!(p.fields(), [("Nom de naissance".to_owned(), "MOREL".to_owned())]);
}

#[test]
fn text_that_runs_up_or_askew_is_read() {
    let mut p = Page::new().set(100.0, 10.0, "Compte rendu");
    for (n, c) in "Morel".chars().enumerate() {
        let y = 300.0 - 5.0 * n as f32;
        p.glyph(&c.to_string(), Rect::new(10.0, y - 5.0, 20.0, y));
    }
    for (n, c) in "Jeanne".chars().enumerate() {
        let at = 200.0 + 4.0 * n as f32;
        p.glyph(&c.to_string(), Rect::new(at, 600.0 - at, at + 10.0, 610.0 - at));
    }
    assert_eq!(p.string(), "Compte rendu\n\nMorel\n\nJeanne");
}

#[test]
fn leaning_scans_keep_their_lines() {
    let mut p = Page::new();
    for line in 0..4 {
        for word in 0..8 {
            let (x, y) = (20.0 + 60.0 * word as f32, 20.0 + 14.0 * line as f32);
            let y = y + 0.03 * x;
            p.glyph(&format!("m{line}{word}"), Rect::new(x, y, x + 56.0, y + 10.0));
        }
    }
    assert!(p.string().starts_with("m00 m01 m02 m03 m04 m05 m06 m07\nm10 "), "{}", p.string());
}

#[test]
fn plain_text_has_fields_too() {
    let f = said(&plain("Nom : MOREL\nPrénom\tJeanne\nAdresse :\n3 rue des Tilleuls\nHeure 10:30"));
    assert!(
        has(&f, "Nom", "MOREL") && has(&f, "Prénom", "Jeanne") && has(&f, "Adresse", "3 rue des Tilleuls")
    );
    assert!(!f.iter().any(|(l, _)| l == "Heure 10"));
}

#[test]
fn odd_boxes_do_no_harm() {
    let mut p = Page::new();
    p.glyph("a", Rect { x0: f32::NAN, y0: f32::INFINITY, x1: 0.0, y1: 0.0 });
    p.glyph("b", Rect::default());
    p.glyph(" ", Rect::default());
    p.glyph("c", Rect::new(1e30, -1e30, 2e30, 0.0));
    assert_eq!(p.text().atoms().count(), 4);
}

#[test]
fn small_print_beside_large_has_words() {
    let mut page = Page::new();
    for (n, c) in "small print here".chars().enumerate().filter(|(_, c)| *c != ' ') {
        let gaps = "small print here".chars().take(n).filter(|c| *c == ' ').count() as f32;
        let x = 3.5 * (n as f32 - gaps) + 1.75 * gaps;
        page.glyph(&c.to_string(), Rect::new(x, 3.0, x + 3.5, 10.0));
    }
    let page = page.set(100.0, 0.0, "beside it stands a much longer line of larger letters");
    assert!(page.string().contains("small print here"), "{}", page.string());
}

#[test]
fn tight_lines_have_words() {
    let mut page = Page::new();
    for (n, word) in ["brought", "under", "the", "Federal", "Tort", "Claims", "Act"].iter().enumerate() {
        let before: usize = ["brought", "under", "the", "Federal", "Tort", "Claims", "Act"]
            .iter()
            .take(n)
            .map(|w| w.len())
            .sum();
        page = page.set(before as f32 * 5.0 + n as f32 * 1.2, 0.0, word);
    }
    assert_eq!(page.string(), "brought under the Federal Tort Claims Act");
}

#[test]
fn strings_printed_over_one_another_are_two_lines() {
    let page = Page::new().set(0.0, 0.0, "Vauquelin Jeanne").set(2.0, 0.0, "Duplicata remis");
    let said = page.string();
    assert!(said.contains("Vauquelin Jeanne") && said.contains("Duplicata remis"), "{said}");
    let mut mixed = Page::new().set(0.0, 0.0, "Vauquelin");
    for (n, c) in "signature".chars().enumerate() {
        mixed.glyph(&c.to_string(), Rect::new(3.0 + 3.0 * n as f32, 3.0, 6.0 + 3.0 * n as f32, 9.0));
    }
    assert!(
        mixed.string().contains("Vauquelin") && mixed.string().contains("signature"),
        "{}",
        mixed.string()
    );
    // An accent set as a sign of its own stays where it stands.
    let mut accented = Page::new().set(0.0, 0.0, "Helene");
    accented.put(5.0, 0.0, "´", 5.0);
    assert_eq!(accented.string().lines().count(), 1);
}

#[test]
fn leading_dots_do_not_glue_the_words_of_a_label() {
    let mut glyphs = Vec::new();
    let mut x = 50.0;
    for c in "Date de naissance".chars() {
        if c == ' ' {
            x += 3.0;
            continue;
        }
        glyphs.push((c, x));
        x += 5.0;
    }
    for _ in 0..24 {
        x += 4.0;
        glyphs.push(('.', x));
        x += 2.0;
    }
    let placed: Vec<Placed> = (0..)
        .zip(&glyphs)
        .map(|(i, (c, x))| Placed {
            string: c.to_string(),
            atom: AtomId::new(i),
            rect: Rect::new(*x, 100.0, x + if *c == '.' { 2.0 } else { 5.0 }, 111.0),
        })
        .collect();
    assert!(arrange(&placed).as_str().starts_with("Date de naissance"));
}

#[test]
fn values_drawn_into_a_row_of_labels_stay_on_its_line() {
    // All labels first, then all values, as a printer of forms does it.
    let page = Page::new().set(50.0, 100.0, "NOM").set(140.0, 100.0, "NO PATIENT");
    let page = page.set(75.0, 100.0, "GUIGNAT").set(220.0, 100.0, "1187042");
    let text = arrange(&page.0);
    let said: Vec<&str> = text.as_str().split_whitespace().collect();
    assert_eq!(said, ["NOM", "GUIGNAT", "NO", "PATIENT", "1187042"]);
}

#[test]
fn short_strings_printed_over_one_another_are_two_lines() {
    let mut page = Page::new();
    for (n, c) in "big".chars().enumerate() {
        page.glyph(&c.to_string(), Rect::new(n as f32 * 5.0, 10.0, n as f32 * 5.0 + 5.0, 20.0));
    }
    for (n, c) in "small".chars().enumerate() {
        page.glyph(&c.to_string(), Rect::new(n as f32 * 9.0, 2.0, n as f32 * 9.0 + 9.0, 22.0));
    }
    let said = page.string();
    let words: Vec<&str> = said.split_whitespace().collect();
    assert!(words.contains(&"big") && words.contains(&"small"), "{said}");
}

#[test]
fn values_of_fields_that_touch_do_not_mix() {
    let mut page = Page::new();
    for (word, from) in [("text74", 0.0), ("text75", 61.0), (" text76", 78.5)] {
        for (n, c) in word.chars().enumerate() {
            let x = from + 4.5 * n as f32;
            page.glyph(&c.to_string(), Rect::new(x, 10.0, x + 4.5, 20.0));
        }
    }
    let said = page.string();
    let words: Vec<&str> = said.split_whitespace().collect();
    assert!(["text74", "text75", "text76"].iter().all(|w| words.contains(w)), "{said}");
}

#[test]
fn words_on_an_arc_are_one_line() {
    let mut page = Page::new();
    let heights = [0.0, 1.3, 2.6, 4.0, 5.3, 5.3, 4.0, 2.6, 1.3, 0.0, -1.3, -2.6, -4.0];
    for (n, (c, up)) in "CabinetDufour".chars().zip(heights).enumerate() {
        let (x, y) = (50.0 + 5.0 * n as f32, 100.0 - up);
        page.glyph(&c.to_string(), Rect::new(x, y, x + 5.0, y + 10.0));
    }
    assert_eq!(page.string(), "CabinetDufour");
}

#[test]
fn the_number_of_a_footnote_is_no_part_of_the_name() {
    let mut page = Page::new().set(0.0, 0.0, "Dufourc");
    page.glyph("1", Rect::new(35.0, 0.0, 38.0, 6.0));
    page.glyph("6", Rect::new(38.0, 0.0, 41.0, 6.0));
    assert_eq!(page.string(), "Dufourc 16");
    // An exponent stays with its unit.
    let mut unit = Page::new().set(0.0, 0.0, "cm");
    unit.glyph("2", Rect::new(10.0, 0.0, 13.0, 6.0));
    assert_eq!(unit.string(), "cm2");
}

#[test]
fn a_short_tight_title_has_words_though_it_is_drawn_twice() {
    let mut page = Page::new();
    for _ in 0..2 {
        page = page.set(0.0, 0.0, "PARTS").set(26.7, 0.0, "SOLUTION");
    }
    assert_eq!(page.string(), "PARTS SOLUTION");
}

#[test]
fn a_sign_drawn_upon_a_word_does_not_part_it() {
    let mut page = Page::new().set(0.0, 0.0, "Vauquelin");
    page.put(38.0, 0.0, "-", 5.0);
    page.put(12.0, 0.0, "2", 5.0);
    assert_eq!(page.string(), "Vauquelin2-");
}

#[test]
fn a_word_whose_letters_come_from_two_fonts_is_read_as_one() {
    // One string leaves gaps where the other has its letters.
    let page = Page::new().set(0.0, 0.0, "P  i ie").set(0.0, 0.0, " ra r").set(0.0, 20.0, "suite");
    assert_eq!(page.string(), "Prairie\nsuite");
}

#[test]
fn a_bar_on_a_label_s_line_is_its_value() {
    let values = |text: &str| -> Vec<String> {
        said(&plain(text)).into_iter().filter(|(label, _)| label == "Nom").map(|(_, value)| value).collect()
    };
    // Without the bar the row is taken for a table's head.
    let below = "NIP ..... 71\nParoi postérieure\t13 mm\nDiamètre\t51 mm";
    assert!(values(&format!("Nom\tPrénom\n{below}")).iter().any(|v| v == "Diamètre"));
    for line in ["Nom ..... █████ Prénom ..... █████", "Nom\t█████\tPrénom\t█████"]
    {
        let found = values(&format!("{line}\n{below}"));
        assert!(!found.is_empty() && found.iter().all(|v| v.contains('█')), "{found:?}");
    }
}

#[test]
fn lines_that_lean_more_than_their_page_are_not_parted() {
    // Two columns of a photo: the left one leans twice as much as the right one, whose lines stand between its own.
    let leaning = |page: &mut Page, x: f32, y: f32, lean: f32, s: &str| {
        for (n, c) in s.chars().enumerate() {
            let (x, y) = (x + n as f32 * 5.0, y - lean * n as f32 * 5.0);
            page.glyph(&c.to_string(), Rect::new(x, y, x + 5.0, y + 10.0));
        }
    };
    let mut page = Page::new();
    for n in 0..8 {
        leaning(&mut page, 300.0, 12.0 * n as f32 - 4.0, 0.011, "une consultation est prévue à six mois");
    }
    for n in 0..8 {
        let line = if n == 4 { "Mme Amandine MOREL, née le" } else { "qui vient le voir pour cela" };
        leaning(&mut page, 10.0, 12.0 * n as f32, 0.022, line);
    }
    let read = page.string();
    assert!(read.contains("Mme Amandine MOREL, née le"), "{read}");
}

#[test]
fn a_sign_as_high_as_many_lines_draws_no_words_out_of_theirs() {
    let mut page = Page::new().set(10.0, 60.0, "M. Paul MOREL").set(10.0, 72.0, "2, rue de la Gare");
    page.glyph("—", Rect::new(110.0, 0.0, 180.0, 90.0));
    let read = page.string();
    assert!(read.contains("2, rue de la Gare"), "{read}");
}
