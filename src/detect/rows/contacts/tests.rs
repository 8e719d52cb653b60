//! Telephones of France and its neighbours, electronic mail as people write it.

use super::{fault, misread, told, writings};
use crate::model::Category::{Email, Phone};

/// National and international writings, each in its usual groups. All are reserved or invented.
const PHONES: &[(&str, &[&str])] = &[
    (
        "FR",
        &[
            "01 99 00 47 12",
            "06 39 98 41 27",
            "07 00 00 12 34",
            "09 70 00 12 34",
            "0800 199 004",
            "0 825 199 004",
            "+33 1 99 00 47 12",
            "+33 (0)1 99 00 47 12",
            "0033 6 39 98 41 27",
            "+33 6 39 98 41 27",
            "01 99 004 712",
            "0262 99 41 27",
            "+262 262 99 41 27",
            "0596 99 41 27",
            "+590 690 99 41 27",
            "33 6 39 98 41 27",
        ],
    ),
    (
        "BE",
        &[
            "02 555 12 34",
            "081 55 12 34",
            "0470 99 12 34",
            "+32 2 555 12 34",
            "+32 470 99 12 34",
            "0032 470 99 12 34",
            "04 299 12 34",
            "+32 (0)470 99 12 34",
        ],
    ),
    (
        "CH",
        &["022 555 12 34", "079 555 12 34", "+41 22 555 12 34", "+41 (0)79 555 12 34", "0041 79 555 12 34"],
    ),
    ("LU", &["26 99 12 34", "621 990 417", "+352 26 99 12 34", "+352 621 990 417", "00352 621 990 417"]),
    ("CA", &["514 555 0142", "+1 514 555 0142", "1 418 555 0199", "(418) 555 0199", "1 800 555 0199"]),
    ("US", &["212 555 0142", "+1 212 555 0142", "(212) 555 0142", "1 212 555 0142"]),
    (
        "UK",
        &[
            "020 7946 0735",
            "01632 960508",
            "01632 960 508",
            "07700 900762",
            "07700 900 762",
            "+44 20 7946 0735",
            "+44 (0)20 7946 0735",
            "0044 7700 900762",
            "+44 7700 900762",
            "0113 496 0735",
        ],
    ),
    (
        "MA",
        &[
            "0522 99 12 34",
            "05 22 99 12 34",
            "0661 99 12 34",
            "+212 661 99 12 34",
            "+212 6 61 99 12 34",
            "00212 661 99 12 34",
        ],
    ),
    ("DZ", &["021 99 12 34", "0550 99 12 34", "+213 21 99 12 34", "+213 550 99 12 34", "00213 550 99 12 34"]),
    ("TN", &["71 990 417", "98 990 417", "+216 71 990 417", "+216 98 990 417", "00216 98 990 417"]),
    ("SN", &["33 899 12 34", "77 599 12 34", "+221 33 899 12 34", "+221 77 599 12 34", "00221 77 599 12 34"]),
    (
        "CI",
        &[
            "27 22 99 12 34",
            "07 07 99 12 34",
            "+225 27 22 99 12 34",
            "+225 07 07 99 12 34",
            "00225 07 07 99 12 34",
        ],
    ),
    (
        "DE",
        &[
            "030 23125 123",
            "0171 3920417",
            "089 99 04 17 08",
            "+49 30 23125 123",
            "+49 (0)171 3920417",
            "0049 171 3920417",
            "030 / 23125123",
        ],
    ),
    (
        "ES",
        &[
            "910 990 417",
            "612 990 417",
            "91 099 04 17",
            "612 99 04 17",
            "+34 910 990 417",
            "+34 612 990 417",
            "0034 612 99 04 17",
        ],
    ),
    (
        "IT",
        &[
            "06 9904 1708",
            "02 9904170",
            "347 990 4170",
            "347 9904170",
            "+39 06 9904 1708",
            "+39 347 990 4170",
            "0039 347 9904170",
        ],
    ),
    (
        "PT",
        &[
            "21 990 41 70",
            "210 990 417",
            "912 990 417",
            "91 299 04 17",
            "+351 210 990 417",
            "+351 912 990 417",
            "00351 912 990 417",
        ],
    ),
    (
        "NL",
        &[
            "020 990 4170",
            "06 12 99 04 17",
            "06 12990417",
            "0570 99 04 17",
            "+31 20 990 4170",
            "+31 6 1299 0417",
            "0031 6 12990417",
            "+31 (0)6 12990417",
        ],
    ),
];

#[test]
fn telephones_of_every_country() {
    let mut faults = Vec::new();
    for (_, values) in PHONES {
        for value in *values {
            for (before, after) in [
                ("Tél. : ", "\n"),
                ("Téléphone\t", "\tfin"),
                ("Portable\n", "\n"),
                ("Merci de rappeler au ", " dans la semaine."),
                ("Phone: ", ", office"),
                ("TEL ", " FAX"),
                ("Tél./Fax : ", "\n"),
                ("GSM : ", "\n"),
            ] {
                faults.extend(fault(before, value, after, &[Phone]));
            }
            for written in writings(value).into_iter().chain(misread(value)) {
                faults.extend(fault("Tél : ", &written, "\n", &[Phone]));
            }
        }
    }
    told(&faults);
}

#[test]
fn telephones_without_a_label() {
    let mut faults = Vec::new();
    for value in PHONES.iter().flat_map(|(_, values)| *values).filter(|v| v.starts_with(['+', '0'])) {
        faults.extend(fault("Mme V. ", value, " est venue", &[]));
        faults.extend(fault("", value, "\n", &[]));
    }
    told(&faults);
}

#[test]
fn mail_in_every_writing() {
    let mut faults = Vec::new();
    for value in [
        "lou.vermot@exemple.fr",
        "LOU.VERMOT@EXEMPLE.FR",
        "l.vermot+rdv@mail.exemple-sante.fr",
        "lou_vermot76@exemple.co.uk",
        "lou.vermot@\nexemple.fr",
        "lou.vermot\n@exemple.fr",
        "lou.\nvermot@exemple.fr",
        "lou.vermot@exemple.\nfr",
        "lou.vermot@exemple-\nsante.fr",
        "lou-\nvermot@exemple.fr",
        "lou.vermot (at) exemple.fr",
        "lou.vermot(at)exemple.fr",
        "lou.vermot[at]exemple.fr",
        "lou.vermot [at] exemple [dot] fr",
        "lou.vermot [arobase] exemple.fr",
        "lou.vermot arobase exemple.fr",
        "lou.vermot arobase exemple point fr",
        "lou point vermot arobase exemple point fr",
        "lou.vermot (arobase) exemple (point) fr",
        "lou dot vermot at exemple dot com",
        "lou.vermot AT exemple DOT com",
        "lou.vermot <at> exemple.fr",
        "lou.vermot {at} exemple.fr",
        "lou.vermot -at- exemple.fr",
        "lou.vermot @ exemple.fr",
        "lou.vermot@ exemple.fr",
        "lou.vermot @exemple . fr",
        "lou.vermot@exemple,fr",
        "lou.vermot©exemple.fr",
        "lou.vermot\u{ff20}exemple.fr",
        "lou.vermot(a)exemple.fr",
        "lou.vermot_at_exemple.fr",
        "hélène.vermot@exemple.fr",
        "o'vermot@exemple.ie",
    ] {
        for (before, after) in
            [("E-mail : ", "\n"), ("écrire à ", " merci"), ("Courriel\t", "\t"), ("Mail :\n", "\n")]
        {
            faults.extend(fault(before, value, after, &[Email]));
        }
    }
    told(&faults);
}
