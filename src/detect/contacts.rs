//! Ways to reach a person: telephones in every writing, electronic mail (also broken by a line or spelled "(at)"), personal
//! web addresses, user names.

use std::sync::LazyLock;

use regex::Regex;

use super::digits::{self, Gap, Run, Window};
use super::{Detector, Hit, Input, rx};
use crate::model::{Category, Reason, Span};

/// Telephones, mail, web addresses, user names.
pub(super) struct Contacts;

impl Detector for Contacts {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let s = input.folded.as_str();
        let mut add = |folded: Span, category, confidence, reason| {
            out.push(Hit { span: input.back(&folded), category, confidence, detector: "contacts", reason });
        };
        for run in digits::runs(s) {
            for (span, confidence) in phones(s, &run) {
                add(span, Category::Phone, confidence, Reason::Shape);
            }
        }
        for m in NAMED_BEHIND.find_iter(s) {
            let digits = m.as_str().bytes().filter(u8::is_ascii_digit).count();
            if (7..=15).contains(&digits) {
                add(
                    m.start()..m.start() + m.as_str().trim_end_matches(|c: char| !c.is_ascii_digit()).len(),
                    Category::Phone,
                    0.8,
                    Reason::Label,
                );
            }
        }
        for span in labelled_phones(s) {
            add(span, Category::Phone, 0.95, Reason::Label);
        }
        for m in MAIL.find_iter(s) {
            add(m.start()..m.start() + mail_end(m.as_str()), Category::Email, 0.97, Reason::Shape);
        }
        for m in SPELLED_MAIL.find_iter(s) {
            add(m.range(), Category::Email, 0.85, Reason::Shape);
        }
        for m in URL.find_iter(s).filter(|m| personal(m.as_str())) {
            add(m.range(), Category::Url, 0.7, Reason::Shape);
        }
        for caps in USER.captures_iter(s) {
            if let Some(m) = caps.name("a").or_else(|| caps.name("b")).or_else(|| caps.name("c")) {
                add(m.range(), Category::UserName, 0.7, Reason::Context);
            }
        }
    }
}

/// Telephones among a run's groups.
fn phones(s: &str, run: &Run) -> Vec<(Span, f32)> {
    let mut out = Vec::new();
    let mut from = 0;
    while from < run.groups.len() {
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
    let abroad = [(13, &b"0033"[..]), (14, b"00330"), (11, b"33"), (12, b"330")];
    for (total, prefix) in abroad {
        let Some(w) = run.window(from, total) else { continue };
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
    if let Some(w) = run.window(from, 10).filter(|w| french(s, run, *w)) {
        return Some((w, 0.9));
    }
    if let Some(w) = british(run, from) {
        return Some((w, 0.8));
    }
    american(s, run, from).map(|w| (w, 0.75)).or_else(|| short_french(run, from).map(|w| (w, 0.6)))
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
    let slashed = w.gaps().contains(&Gap::Line) || s.get(w.span()).is_some_and(|t| t.contains('/'));
    let coded = matches!(shape.as_slice(), [2, 8] | [8, 2]);
    let pairs = !coded && shape.iter().all(|l| l % 2 == 0) && (!slashed || shape == [2, 2, 2, 2, 2]);
    let other = matches!(
        shape.as_slice(),
        [4, 3, 3] | [1, 3, 3, 3] | [1, 1, 2, 2, 2, 2] | [2, 3, 3, 2] | [2, 2, 3, 3] | [3, 3, 2, 2]
    );
    let letters = s.get(w.span()).is_some_and(|t| t.bytes().filter(|c| c.is_ascii_alphabetic()).count() <= 3);
    d.first() == Some(&b'0')
        && d.get(1).is_some_and(|c| matches!(c, b'1'..=b'9'))
        && d.iter().all(u8::is_ascii_digit)
        && (pairs || boxes || other && even)
        && parted(&w)
        && letters
        && !starts_with_date(&w)
        && !counting(&w)
        && (matches!(shape.as_slice(), [10] | [2, 2, 2, 2, 2]) || !in_a_row(run, &w))
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

/// 541-714-1388, (898) 666-3621: marks, not only blanks.
fn american<'r>(s: &str, run: &'r Run, from: usize) -> Option<Window<'r>> {
    let trunk =
        run.window(from, 11).filter(|w| w.shape() == [1, 3, 3, 4] && w.digits().first() == Some(&b'1'));
    if let Some(w) = trunk.filter(|w| w.gaps().iter().all(|g| *g == Gap::Mark)) {
        return Some(w);
    }
    let w = run.window(from, 10)?;
    if w.shape() != [3, 3, 4] {
        return None;
    }
    // With blanks only where it has a line of its own.
    let clear = |t: Option<&str>, mark: char, back: bool| {
        t.is_some_and(|t| {
            let t = if back { t.trim_end_matches(' ') } else { t.trim_start_matches(' ') };
            t.is_empty() || if back { t.ends_with(mark) } else { t.starts_with(mark) }
        })
    };
    let own_line = clear(s.get(..w.span().start), '\n', true) && clear(s.get(w.span().end..), '\n', false);
    if own_line && matches!(w.digits().first(), Some(b'2'..=b'9')) {
        return Some(w);
    }
    let marked =
        w.gaps().contains(&Gap::Mark) && w.gaps().iter().all(|g| matches!(g, Gap::Mark | Gap::Space));
    let area = w.digits().first().is_some_and(|c| matches!(c, b'2'..=b'9'));
    let dash =
        s.get(w.span()).is_some_and(|t| t.contains('-') || t.contains(')') || t.matches('.').count() == 2);
    (marked && area && dash).then_some(w)
}

/// 020 7946 0735, 01632 960 508, 07700 900762: eleven digits from 0.
fn british(run: &Run, from: usize) -> Option<Window<'_>> {
    let w = run.window(from, 11)?;
    let shape = w.shape();
    let grouped = matches!(
        shape.as_slice(),
        [3, 4, 4] | [5, 3, 3] | [5, 6] | [4, 3, 4] | [4, 7] | [3, 8] | [5, 2, 2, 2]
    );
    let d = w.digits();
    (grouped
        && parted(&w)
        && d.first() == Some(&b'0')
        && matches!(d.get(1), Some(b'1' | b'2' | b'3' | b'7' | b'8')))
    .then_some(w)
}

/// 02.72.43.92: four pairs that stand alone.
fn short_french(run: &Run, from: usize) -> Option<Window<'_>> {
    let w = run.window(from, 8)?;
    let alone = from == 0 && w.to + 1 == run.groups.len();
    let d = w.digits();
    let n = |i: usize| {
        d.get(i..i + 2)
            .and_then(|s| std::str::from_utf8(s).ok())
            .and_then(|s| s.parse::<u32>().ok())
            .unwrap_or(0)
    };
    let date = (1..=31).contains(&n(0)) && (1..=12).contains(&n(2));
    let phone = alone
        && w.shape() == [2, 2, 2, 2]
        && w.gaps().iter().all(|g| *g == Gap::Mark)
        && d.first() == Some(&b'0')
        && d.get(1) != Some(&b'0');
    (phone && !date).then_some(w)
}

/// Words that announce a telephone, and those after which three digits are enough.
static PHONE_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    rx(concat!(
        r"\b(?:(?P<short>poste|ligne(?: directe| interne)?|standard(?: au)?|joignables? (?:au|sur)|dect|bip|beeper|pager|ext(?:ension)?\.?|ligne interne)",
        r"|tel(?:ephone|ephonique|\.)?s?|portable|mobile|gsm|fax|telecopie|phone|cell(?:phone| phone)?|telefono?|telefoon|natel|handy|whatsapp|sms",
        r"|(?:appel\w*|contact\w*|joindre|rappel\w*|faxer|telephoner|repond\w*|joign\w*)(?: [a-z' ]{0,60}?)? (?:au|sur le|le|a)",
        r"|(?:call|reach|text|contact|phone|ring)(?:ing)? (?:me |us |him |her |them )?(?:on|at)|answering at|messages to",
        r"|desk|office|home|work|direct line|hotline|secretariat)\b",
        r"(?:\([^()\n0-9]{0,24}\)|[\s:=.#,;>|()-]+|n ?°|numeros?\b|number\b|no\b|num\b|domicile\b|travail\b|pro(?:fessionnel)?\b|perso(?:nnel)?\b|direct\b|au\b|le\b|est\b|is\b|suivant\b|du\b|de\b|la\b|service\b|secretariat\b|mobile\b|portable\b|fax\b|urgences?\b)*(?:[a-z]{2,14}\b[ .:]{1,3}){0,2}"
    ))
});

/// What stands after such a word.
static PHONE_VALUE: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^[+(]{0,2}[0-9ol](?:[0-9ol]|[ .()/-]{1,3}[0-9ol]|\n ?[0-9]{2}[ .-]){2,18}(?: ?(?:x|ext\.?|poste) ?\d{1,5})?\b",
    )
});

/// "416 60 039 office".
static NAMED_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    rx(r"\b\d[\d ().-]{5,16}\d ?\(?(?:office|fax|mobile|home|work|cell|desk|domicile|portable|bureau)\b")
});

fn labelled_phones(s: &str) -> Vec<Span> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        rx(r"^\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|\d{2})\b|^\d{1,2} \d{1,2} (?:19|20)\d\d\b")
    });
    static HOUR: LazyLock<Regex> = LazyLock::new(|| rx(r"^\d{1,2} ?[h:]"));
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(caps) = s.get(at..).and_then(|_| PHONE_LABEL.captures_at(s, at)) {
        let Some(whole) = caps.get(0) else { break };
        at = whole.end();
        let start = s.get(..whole.end()).map_or(whole.end(), |h| h.trim_end_matches(['(', '+']).len());
        let Some(rest) = s.get(start..) else { continue };
        let Some(m) = PHONE_VALUE.find(rest) else { continue };
        let digits = m.as_str().bytes().filter(u8::is_ascii_digit).count();
        let least = if caps.name("short").is_some() { 3 } else { 6 };
        let date = DATE.find(rest).is_some_and(|d| m.as_str().len() <= d.end() + 3);
        if (least..=15).contains(&digits) && !date && !HOUR.is_match(rest) {
            out.push(start..start + m.end());
            at = at.max(start + m.end());
        }
    }
    out
}

/// Electronic mail: blanks around the marks only where both sides have them; a line may break after a mark.
static MAIL: LazyLock<Regex> = LazyLock::new(|| {
    rx(concat!(
        r"(?:[a-z0-9._%+'-]*[a-z0-9][._+-]\n)?[a-z0-9_%+'.-]*[a-z0-9_%+-](?:@| @ |@ | @|\n@|@\n)",
        r"[a-z0-9-]+(?:-\n[a-z0-9-]+)?(?:(?:\.|\.\n| \. )[a-z0-9-]+)*(?:(?:\.|\.\n| \. )[a-z]{2,18}|(?: ?, ?| \.)(?:fr|com|org|net|eu|be|ch))\b",
    ))
});

/// Where an address ends: a line that breaks behind "….fr." begins a new sentence.
fn mail_end(mail: &str) -> usize {
    const ENDS: &[&str] = &[
        ".fr", ".com", ".org", ".net", ".eu", ".be", ".ch", ".lu", ".ca", ".uk", ".us", ".de", ".it", ".es",
        ".pt",
    ];
    mail.find(".\n")
        .filter(|at| mail.get(..*at).is_some_and(|m| m.contains('@') && ENDS.iter().any(|e| m.ends_with(e))))
        .unwrap_or(mail.len())
}

/// "jean.durand (at) example point fr".
static SPELLED_MAIL: LazyLock<Regex> = LazyLock::new(|| {
    rx(concat!(
        r"\b[a-z0-9][a-z0-9._+-]*(?:(?: point | dot | tiret )[a-z0-9._-]+){0,3}(?: ?(?:\(at\)|\[at\]|\{at\}|\(a\)|\[a\]|\(arobase\)|\[arobase\]|<at>) ?| arobase | arobas )",
        r"[a-z0-9-]+(?:(?:\.| ?\(dot\) ?| ?\[dot\] ?| ?\(point\) ?| ?\[point\] ?| point | dot )[a-z0-9-]+)*(?:\.| ?\(dot\) ?| ?\[dot\] ?| ?\(point\) ?| ?\[point\] ?| point | dot )[a-z]{2,10}\b",
        r"|\b[a-z0-9][a-z0-9._+-]* at [a-z0-9-]+(?: (?:dot|point) [a-z0-9-]+)+\b",
    ))
});

static URL: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r#"(?:\bhttps?://|\bwww\.)[^\s<>"'()\[\]{}|]*[a-z0-9/]|\b(?:facebook|instagram|linkedin|twitter|tiktok|x|t|snapchat|github|fb|doctolib)\.(?:com|fr|me)/[^\s<>"'()\[\]{}|]*[a-z0-9]"#,
    )
});

/// Whether an address leads to a page of its own on a host that is not a public reference.
fn personal(url: &str) -> bool {
    const REFERENCE: &[&str] = &[
        ".gouv.fr",
        "ansm.",
        "has-sante",
        "who.int",
        "wikipedia",
        "legifrance",
        "ncbi.nlm",
        "pubmed",
        "doi.org",
        "ameli.fr",
        "vidal.fr",
        "ema.europa",
        "sante.fr",
        "service-public",
        "orpha.net",
        "cochrane",
        "thelancet",
        "nejm.org",
        "has.fr",
        "base-donnees-publique",
        "nih.gov",
        "cdc.gov",
        "fda.gov",
        "nhs.uk",
        "w3.org",
        "hl7.org",
        "loinc.org",
        "snomed.org",
    ];
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
    path.bytes().filter(u8::is_ascii_alphanumeric).count() >= 3 && !REFERENCE.iter().any(|r| host.contains(r))
}

static USER: LazyLock<Regex> = LazyLock::new(|| {
    rx(concat!(
        r"(?:\b(?:pseudo(?:nyme)?|identifiant de connexion|login|nom d'utilisateur|user ?name|user ?id|handle|skype|discord|snap(?:chat)?|insta(?:gram)?|telegram|facebook|fb|twitter|tiktok|linkedin)(?: est| is)? ?[:=]\s?@?(?P<a>[a-z0-9][a-z0-9_.-]{2,40}))",
        r"|\b(?:pseudo(?:nyme)?|username) (?:est |is )?(?P<c>[a-z][a-z_.-]*\d[a-z0-9_.-]*)",
        r"|(?:(?:^|[\s(,;:])(?P<b>@[a-z0-9_][a-z0-9_.]{1,28}[a-z0-9_])(?:[\s),;:!?.]|$))",
    ))
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AtomId, Known, TextBuilder};

    fn found(string: &str) -> Vec<(String, Category)> {
        let mut b = TextBuilder::new();
        b.push(string, AtomId::new(0));
        let (text, known) = (b.finish(), Known::default());
        let mut out = Vec::new();
        Contacts.detect(&Input::new(&text, 0, &known), &mut out);
        out.into_iter().map(|h| (string.get(h.span).unwrap_or_default().to_owned(), h.category)).collect()
    }

    fn holds(before: &str, value: &str, after: &str, category: Category) {
        let s = format!("{before}{value}{after}");
        let got = found(&s);
        assert!(got.iter().any(|(f, c)| f == value && *c == category), "{s:?} {got:?}");
    }

    #[test]
    fn telephones() {
        for value in [
            "01 99 00 47 12",
            "01.99.00.47.12",
            "01-99-00-47-12",
            "01/99/00/47/12",
            "0199004712",
            "01\u{a0}99\u{202f}00 47 12",
            "01 9900 4712",
            "01.99.OO.47.12",
            "O1.99.00.47.12",
            "01.99.00.47.l2",
            "0 1 9 9 0 0 4 7 1 2",
            "01 99 00\n47 12",
            "+33 (0)1 99 00 47 12",
            "+33 1 99 00 47 12",
            "+33199004712",
            "0033 1 99 00 47 12",
            "(33) 1 99 00 47 12",
            "0800 199 004",
            "+32 470 12 34 56",
            "+41 (0)22 555 01 99",
            "+1-984-555-0190",
            "(541) 555-1388",
            "541-555-1388",
        ] {
            holds("Dr V. ", value, " puis", Category::Phone);
        }
        holds("joignables au ", "47120", "", Category::Phone);
        holds("poste ", "4712", ".", Category::Phone);
        holds("Tel (Mobile): ", "222222222", "", Category::Phone);
        holds("Phone:\n", "555 0594", "\n", Category::Phone);
        holds("par téléphone au ", "04 09 56 98", " ou", Category::Phone);
        holds("Could you call me on ", "555 0840", "?", Category::Phone);
    }

    #[test]
    fn what_is_no_telephone() {
        for s in [
            "le 01/03/2022 10:30",
            "IRM du 02.03.2019 et 04.05.2020",
            "01 02 03 04 05 06",
            "TA 12/8, FC 80, 37.2",
            "rappel le 12/03/2021",
            "0,9 % 500 ml",
        ] {
            assert_eq!(found(s), [], "{s}");
        }
    }

    #[test]
    fn mail() {
        for value in [
            "lou.vermot@exemple-sante.fr",
            "LOU.VERMOT@EXEMPLE.FR",
            "lou @ exemple . com",
            "lou.\nvermot@exemple.fr",
            "lou.vermot@\nexemple.fr",
            "lou.vermot (at) exemple.fr",
            "lou[at]exemple[dot]fr",
            "lou.vermot arobase exemple point fr",
            "255081416802538@patient.mssante.fr",
        ] {
            holds("écrire : ", value, " merci", Category::Email);
        }
        holds("(", "lou@exemple.fr", ").", Category::Email);
    }

    #[test]
    fn web_and_users() {
        holds("voir ", "https://exemple.org/~lou", ".", Category::Url);
        holds("pseudo : ", "louve_76", " sur", Category::UserName);
        holds("merci ", "@louve76", " !", Category::UserName);
        assert_eq!(found("voir www.ansm.sante.fr/rapports"), []);
    }
}
