"""Draws numbers and asks python-stdnum about them; prints verdicts.txt. See README.md."""
import hashlib

from stdnum import iban, luhn, verhoeff
from stdnum.be import bis, nn
from stdnum.ca import sin
from stdnum.ch import ssn as ahv
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fr import nir, siren, siret
from stdnum.gb import nhs
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.pt import nif
from stdnum.us import itin, ssn

COUNT = 10_000


def matricule(number):
    """Luxembourg: no module of its own, but both of its checks have one."""
    return luhn.is_valid(number[:12]) and verhoeff.is_valid(number[:11] + number[12])


def account(number):
    """The check of the standard alone, without each country's own."""
    return iban.is_valid(number, check_country=False)


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SCHEMES = [
    ("nir", "r1-2 d2 r01-12 r01-19 r001-990 r001-999 c2", nir.is_valid),
    ("nir corsica", "r1-2 d2 r01-12 s2A,2B r001-366 r001-999 c2", nir.is_valid),
    ("luhn 9", "r1-9 d7 c1", luhn.is_valid),
    ("luhn 11", "=1 d9 c1", luhn.is_valid),
    ("luhn 14", "r1-9 d12 c1", luhn.is_valid),
    ("luhn 16", "=4 d14 c1", luhn.is_valid),
    ("finess", "r01-95 d6 c1", luhn.is_valid),
    ("npi", "r1-2 d8 c1", lambda n: luhn.is_valid("80840" + n)),
    ("iban fr", "=FR c2 d10 a1 d10 d2", iban.is_valid),
    ("iban de", "=DE c2 d18", iban.is_valid),
    ("iban gb", "=GB c2 a4 d14", iban.is_valid),
    ("nhs", "r1-9 d8 c1", nhs.is_valid),
    ("niss", "r00-25 r01-12 r01-28 r001-997 c2", nn.is_valid),
    ("ahv", "=756 d9 c1", ahv.is_valid),
    ("dni", "d8 l", dni.is_valid),
    ("nie", "sX,Y,Z d7 l", nie.is_valid),
    ("codice fiscale", "a6 r30-99 sA,B,C,D,E,H,L,M,P,R,S,T r01-28 sA,B,C,D,E,F,G,H,I,L,M r001-999 l", codicefiscale.is_valid),
    ("bsn", "r1-9 d7 c1", bsn.is_valid),
    ("nif", "r1-9 d7 c1", nif.is_valid),
    ("siren", "r1-9 d7 c1", siren.is_valid),
    ("siret", "r40-99 d11 c1", siret.is_valid),
    ("sin", "r1-7 d7 c1", sin.is_valid),
    ("card amex", "=37 d12 c1", luhn.is_valid),
    ("card 19", "=6 d17 c1", luhn.is_valid),
    ("niss bis", "r00-25 r21-32 r01-28 r001-997 c2", bis.is_valid),
    ("idnr", "r1-9 d9 c1", idnr.is_valid),
    ("idnr repeated", "s12345,98760,31702 s67789,12344,56841 c1", idnr.is_valid),
    ("matricule", "r1900-2019 r01-12 r01-28 d3 c2", matricule),
    ("verhoeff", "d11 c1", verhoeff.is_valid),
    ("ssn", "d8 c1", ssn.is_valid),
    ("itin", "=9 d7 c1", itin.is_valid),
    ("iban be", "=BE c2 d12", account),
    ("iban ch", "=CH c2 d17", account),
    ("iban lu", "=LU c2 d16", account),
    ("iban es", "=ES c2 d20", account),
    ("iban it", "=IT c2 a1 d22", account),
    ("iban pt", "=PT c2 d21", account),
    ("iban nl", "=NL c2 a4 d10", account),
]


class Draw:
    """xorshift64*, Vigna 2016."""

    def __init__(self, name):
        self.state = 0xCBF29CE484222325
        for byte in name.encode():
            self.state = ((self.state ^ byte) * 0x100000001B3) % 2**64

    def below(self, bound):
        x = self.state
        x ^= x >> 12
        x ^= (x << 25) % 2**64
        x ^= x >> 27
        self.state = x
        return ((x * 0x2545F4914F6CDD1D) % 2**64 >> 33) % bound


def number(pattern, draw):
    """The number and where its check stands: (start, length, letters)."""
    out, check = "", None
    for word in pattern.split():
        kind, rest = word[0], word[1:]
        if kind == "d":
            out += "".join(str(draw.below(10)) for _ in range(int(rest)))
        elif kind == "a":
            out += "".join(LETTERS[draw.below(26)] for _ in range(int(rest)))
        elif kind == "r":
            low, high = rest.split("-")
            out += str(int(low) + draw.below(int(high) - int(low) + 1)).zfill(len(low))
        elif kind == "s":
            choices = rest.split(",")
            out += choices[draw.below(len(choices))]
        elif kind == "=":
            out += rest
        elif kind == "c":
            check = (len(out), int(rest), False)
            out += "".join(str(draw.below(10)) for _ in range(int(rest)))
        elif kind == "l":
            check = (len(out), 1, True)
            out += LETTERS[draw.below(26)]
    return out, check


def main():
    for name, pattern, valid in SCHEMES:
        draw, digest, good = Draw(name), hashlib.sha256(), 0
        for _ in range(COUNT):
            text, (start, length, letters) = number(pattern, draw)
            if draw.below(2) == 1:
                tails = LETTERS if letters else [str(i).zfill(length) for i in range(10**length)]
                for tail in tails:
                    tried = text[:start] + tail + text[start + length :]
                    if valid(tried):
                        text = tried
                        break
            verdict = bool(valid(text))
            good += verdict
            digest.update(f"{text} {int(verdict)}\n".encode())
        print(f"{name} | {pattern} | {good} | {digest.hexdigest()}")


main()
