//! Texts that were written to cost time, of a given length. What a detector does twice for a word, it does a million times
//! here.

/// Names and texts of about `bytes` bytes.
pub(crate) fn hostile(bytes: usize) -> Vec<(&'static str, String)> {
    let run = |piece: &str| piece.repeat(bytes / piece.len() + 1);
    vec![
        ("one small letter", run("a")),
        ("one capital", run("A")),
        ("one accented letter", run("é")),
        ("one digit", run("9")),
        ("blanks", run(" ")),
        ("ends of lines", run("\n")),
        ("tabs", run("\t")),
        ("semicolons", run(";")),
        ("quotes in cells", run("\"\"\";")),
        ("a header and its rows", format!("NOM;PRENOM;VILLE\n{}", run("Vermot;Alix;12\n"))),
        ("words in capitals", run("KERBOL VANTREN OSKIDU ")),
        ("letters apart", run("D U P O N T ")),
        ("digits apart", run("1 2 3 4 ")),
        ("digits and points", run("01.02.03.04.")),
        ("digits and dashes", run("12-34-")),
        ("dates", run("12/03/1957 ")),
        ("titles", run("Dr ")),
        ("labels", run("Nom : ")),
        ("labels in lines", run("Nom :\n")),
        ("births", run("née le ")),
        ("ways", run("12 rue de la ")),
        ("postcodes", run("75001 ")),
        ("a table in one line", run("Nom\tVermot\tPrénom\tAlix\t01 99 00 12 34\t")),
        ("a table of one column", run("Vermot\nAlix\n12/03/1957\n")),
        ("hyphens", run("Jean-")),
        ("apostrophes", run("d'l'")),
        ("brackets", run("(([[{{\u{AB}")),
        ("brackets and names", run("(Vermot [Alix {")),
        ("quotes", run("\"\u{2019}\u{201C}")),
        ("at signs", run("a@")),
        ("mail without end", run("a.a@a.a.")),
        ("addresses of the web", run("www.a.")),
        ("schemes", run("http://")),
        ("zeros and letters", run("O0l1")),
        ("marks on letters", run("e\u{301}\u{302}")),
        ("joiners", run("a\u{200D}\u{FE0F}")),
        ("one name again and again", run("Mme Vermot Alix ")),
        ("names without end", run("Alix Vermot ")),
        ("names that all differ", distinct(bytes, |a, b| format!("Mme {a} {b}, "))),
        ("untitled names that all differ", distinct(bytes, |a, b| format!("{a} {}\n", b.to_uppercase()))),
        ("numbers that all differ", numbers(bytes)),
    ]
}

/// Words that look like names and never come back.
fn distinct(bytes: usize, line: impl Fn(&str, &str) -> String) -> String {
    const ONSETS: [&str; 16] =
        ["B", "Br", "C", "D", "F", "G", "Gr", "K", "L", "M", "N", "P", "R", "S", "T", "V"];
    const RESTS: [&str; 16] =
        ["a", "an", "e", "el", "er", "i", "in", "is", "o", "on", "or", "ou", "u", "ur", "al", "et"];
    let word = |mut n: usize| {
        let mut out = ONSETS[n % 16].to_owned();
        loop {
            n /= 16;
            out.push_str(RESTS[n % 16]);
            if n < 16 {
                return out;
            }
            n /= 16;
            out.push_str(&ONSETS[n % 16].to_lowercase());
        }
    };
    let mut out = String::new();
    for n in 0.. {
        if out.len() >= bytes {
            break;
        }
        out.push_str(&line(&word(7 + n * 37), &word(4096 + n * 101)));
    }
    out
}

fn numbers(bytes: usize) -> String {
    let mut out = String::new();
    for n in 0u64.. {
        if out.len() >= bytes {
            break;
        }
        out.push_str(&format!("IPP {} ", 10_000_000 + n * 7919));
    }
    out
}
