"""Marked text: the one place where a secret is written.

Every source carries its secrets between ⟦ and ⟧ with a one-letter category, e.g. ⟦P:Odile Trévarec⟧. This module turns a marked text into
the text that is typeset (escaped for its format) and into the list of secrets, so that manifest and document can never disagree.

- A small letter (⟦p:…⟧) plants a secret that no reader sees (metadata): a needle, not something that text extraction finds.
- `?` inside a number is a check digit to compute: NIR `??`, RPPS and FINESS `?`, IBAN `FR??`, NHS and NPI `?`.
- `⏎` inside a secret is a line break in the document and a space in the manifest.
"""

import re
import unicodedata

CATEGORY = {
    "P": "PersonName", "D": "Professional", "A": "Address", "Z": "Postcode", "C": "City", "N": "NationalId", "T": "Phone", "E": "Email",
    "B": "BirthDate", "L": "BirthPlace", "I": "PatientNumber", "R": "ProfessionalId", "S": "InsuranceNumber", "K": "BankAccount",
    "F": "Facility",
}
MARK = re.compile(r"⟦([A-Za-z]):(.*?)⟧", re.S)

# Words that stand inside names and facilities but say nothing of whose they are.
COMMON = set("""
docteur professeur madame monsieur mademoiselle docteure maître interne sage-femme
centre hospitalier hospitalière hôpital clinique laboratoire cabinet médical médicale imagerie maison santé service institut groupe pôle
pharmacie radiologie cardiologie pathologie anatomie biologie saint sainte notre dame régional universitaire intercommunal polyclinique
hospital general royal medical center centre clinic health surgery practice group infirmary trust university imaging laboratory the and
pathology associates department care community radiology family partners chirurgie oncologie pneumologie neurologie maternité
cancérologie urgences consultation consultations convalescence rééducation espace unité dentaire kinésithérapie libérale infirmier
infirmière ehpad résidence biomédical diagnostic diagnostics nuclear médecine nucléaire women valley north south east west lake county
""".split())
PARTICLES = {"de", "du", "des", "le", "la", "les", "van", "von", "der", "den", "d'", "d’", "el", "al", "ben", "da", "dos", "di", "jr", "mrs", "mr", "dr", "pr"}


def fold(text):
    """Lower case, no accents, no ligatures, plain apostrophes and spaces: what two spellings of one name have in common."""
    text = text.replace("\u2212", "-").replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("’", "'").replace("ʼ", "'")
    text = unicodedata.normalize("NFKD", text)
    return re.sub(r"\s+", " ", "".join(c for c in text if not unicodedata.combining(c))).casefold()


def squeeze(text):
    """Text as a reader quotes it: compatibility forms resolved, soft hyphens gone, single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).replace("\u00ad", "")).strip()


def luhn(digits):
    """The digit that makes `digits` + it pass Luhn."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def nir_key(thirteen):
    return f"{97 - int(thirteen.upper().replace('2A', '19').replace('2B', '18')) % 97:02d}"


def fill(code, text):
    """Replace the question marks of a number by its true check digits."""
    if "?" not in text:
        return text
    bare = re.sub(r"[^0-9A-Za-z?]", "", text)
    if code == "N" and "??" in text:
        return text.replace("??", nir_key(bare.split("??")[0][-13:]))
    if code == "N":  # NHS number, mod 11
        check = 11 - sum(int(d) * w for d, w in zip(bare[:9], range(10, 1, -1))) % 11
        if check == 10:
            raise ValueError(f"no NHS check digit for {text}")
        return text.replace("?", str(check % 11))
    if code == "K":
        rearranged = bare[4:] + bare[:2] + "00"
        number = int("".join(str(int(c, 36)) for c in rearranged))
        return text.replace("??", f"{98 - number % 97:02d}")
    digits = re.sub(r"\D", "", bare.replace("2A", "21").replace("2B", "22"))
    if len(digits) == 9 and code == "R" and bare.startswith("2"):  # NPI: Luhn after the issuer prefix
        return text.replace("?", luhn("80840" + digits))
    return text.replace("?", luhn(digits))


def escape(fmt, text):
    if fmt == "html":
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("⏎", "<br>")
    if fmt == "xml":
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("⏎", "<text:line-break/>")
    if fmt == "typst":
        return re.sub(r"([@#$*_<>~`])", r"\\\1", text).replace("⏎", " \\\n")
    if fmt == "latex":
        return re.sub(r"([_&#%$])", r"\\\1", text).replace("⏎", "\\\\\n")
    if fmt == "reportlab":
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("⏎", "<br/>")
    if fmt == "ps":
        return re.sub(r"([()\\])", r"\\\1", text)
    return text.replace("⏎", "\n")


class Marks:
    """Strips marks for one format and remembers what they held, in order, without repetition."""

    def __init__(self, fmt):
        self.fmt, self.seen, self.hidden = fmt, [], []

    def __call__(self, text):
        def swap(match):
            code, inner = match.group(1), fill(match.group(1).upper(), match.group(2))
            plain = squeeze(inner.replace("⏎", " "))
            row = (plain, CATEGORY[code.upper()])
            target = self.seen if code.isupper() else self.hidden
            if row not in target:
                target.append(row)
            return escape(self.fmt, inner)
        return MARK.sub(swap, text)


def needles(rows):
    """Every form of the secrets that must be found nowhere in an output."""
    out = []

    def add(text):
        if text and text not in out:
            out.append(text)

    for text, category in rows:
        if category in ("PersonName", "Professional"):
            if len(text) >= 6:
                add(text)
            for word in re.split(r"[\s,]+", text):
                word = word.strip(".()'’")
                bare = re.sub(r"^[dDlL]['’]", "", word)
                for part in [bare] + (bare.split("-") if "-" in bare else []):
                    if len(part) >= 4 and part.lower() not in COMMON | PARTICLES and "." not in part:
                        add(part)
        elif category == "Email":
            add(text)
            local = re.split(r"@|\(at\)", text)[0].strip()
            if len(local) >= 6 and re.search(r"[.\-_\d]", local):
                add(local)
        elif category == "Facility":
            add(text)
            for word in re.split(r"[\s,]+", text):
                word = re.sub(r"^[dDlL]['’]", "", word.strip(".()"))
                if len(word) >= 5 and word[:1].isupper() and word.lower() not in COMMON and word.lower().split("-")[0] not in COMMON:
                    add(word)
        elif category in ("City", "BirthPlace"):
            if len(text) >= 4:
                add(text)
        else:
            add(text)
            bare = re.sub(r"[\s.\-/()+]", "", text)
            if category != "Address" and bare != text and sum(c.isdigit() for c in bare) >= 5:
                add(bare)
            if category == "NationalId" and re.fullmatch(r"[1-478]\d{4}(\d\d|2[AB])\d{8}", bare):
                add(bare[:13])
    return out
