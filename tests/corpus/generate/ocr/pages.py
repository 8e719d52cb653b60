"""Pages to read, with the truth about every word: scans, faxes, photographs, forms, tables, turned and crumpled sheets.

    python3 tests/corpus/generate/ocr/pages.py OUT [COUNT [SEED [STATE]]]

writes OUT/NNN.{png,jpg} and OUT/NNN.json: {"kind", "state", "dpi", "words": [{"t", "line", "hand", "secret", "q": [[x, y] * 4]}]}, corners in pixels of
the picture, in reading order from top left; "secret" are the words that must go. Even numbers are for choosing constants, odd ones for judging them. Needs Pillow, numpy and
opencv-python-headless, and the Debian packages fonts-{liberation,dejavu,lato,crosextra-carlito,crosextra-caladea,ecolier-court,breip,femkeklaver,dkg-handwriting}.
"""

import json
import math
import os
import random
import sys

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from words import ANALYSES, ENGLISH, FOOT, LABELS, MARK, UNITS, Author

F = "/usr/share/fonts/truetype/"
PRINT = [(F + a, F + b) for a, b in [
    ("liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf"),
    ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"),
    ("liberation/LiberationMono-Regular.ttf", "liberation/LiberationMono-Bold.ttf"),
    ("liberation/LiberationSansNarrow-Regular.ttf", "liberation/LiberationSansNarrow-Bold.ttf"),
    ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
    ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-BoldItalic.ttf"),
    ("crosextra/Carlito-Regular.ttf", "crosextra/Carlito-Bold.ttf"),
    ("crosextra/Caladea-Regular.ttf", "crosextra/Caladea-Italic.ttf"),
    ("lato/Lato-Regular.ttf", "lato/Lato-Heavy.ttf"),
    ("lato/Lato-Light.ttf", "lato/Lato-Italic.ttf"),
    ("dejavu/DejaVuSansCondensed.ttf", "dejavu/DejaVuSansCondensed-Bold.ttf")]]
HAND = [F + "ecolier-court/Ecolier-court.ttf", F + "breip/Breip.ttf", F + "femkeklaver/femkeklaver.ttf", F + "fifthhorseman/dkg.ttf"]
DPI = 300
W, H = 2480, 3508


class Sheet:
    """An A4 page at 300 dpi and the words on it."""

    def __init__(self, rng, paper=(255, 255, 255)):
        self.r, self.a = rng, Author(rng)
        self.im = Image.new("RGB", (W, H), paper)
        self.d = ImageDraw.Draw(self.im)
        self.fonts = rng.choice(PRINT)
        self.words, self.lines = [], 0
        self.ink = rng.choice([(0, 0, 0), (20, 20, 20), (30, 34, 60)])

    def font(self, size, bold=False, hand=None):
        return ImageFont.truetype(hand or self.fonts[bold], round(size * DPI / 72))

    def put(self, x, y, text, size=10.5, bold=False, fill=None, hand=None, spread=1.0):
        """One line from its top left corner; the x where it ends."""
        f = self.font(size, bold, hand)
        space = f.getlength(" ") * spread
        for w in text.split():
            secret, w = MARK in w, w.replace(MARK, "")
            x0, y0, x1, y1 = self.d.textbbox((x, y), w, font=f)
            self.d.text((x, y), w, font=f, fill=fill or self.ink)
            self.words.append({"t": w, "line": self.lines, "hand": bool(hand), "secret": secret, "b": [x0, y0, x1, y1]})
            x += f.getlength(w) + space
        self.lines += 1
        return x - space

    def para(self, x, y, width, text, size=10.5, lead=1.3, **more):
        """Broken into lines; the y below it."""
        f, line = self.font(size, more.get("bold", False)), ""
        for w in text.split() + [None]:
            if w is None or f.getlength((line + " " + w).replace(MARK, "")) > width:
                if line:
                    self.put(x, y, line, size, **more)
                    y += size * lead * DPI / 72
                line = w or ""
            else:
                line = (line + " " + w).strip()
        return y

    def head(self):
        r, x = self.r, 200
        if r.random() < .4:
            self.d.rectangle([0, 0, W, 30], fill=(r.randint(0, 90), r.randint(60, 140), r.randint(90, 200)))
        self.put(x, 130, "CENTRE HOSPITALIER DE VALMEROY", 14, True, fill=(20, 60, 120) if r.random() < .5 else None)
        self.put(x, 210, "Service de " + r.choice(["Cardiologie", "Rhumatologie", "Médecine interne", "Gastro-entérologie", "Imagerie médicale"]), 11)
        self.put(x, 270, "Dr " + self.a.person(), 9.5)
        self.put(x, 320, "Secrétariat : " + self.a.phone(), 8)
        a, b = self.a.address()
        for k, t in enumerate([r.choice(["Madame ", "Monsieur "]) + self.a.person(), a, b]):
            self.put(1450, 420 + k * 60, t, 11)
        return 680

    def foot(self):
        f = self.font(6)
        self.put((W - f.getlength(FOOT)) / 2, H - 150, FOOT, 6, fill=(90, 90, 90) if self.r.random() < .5 else None)
        self.put(W - 400, H - 90, f"Page {self.r.randint(1, 9)}/9", 7)

    def stamp(self, x, y):
        colour = self.r.choice([(40, 40, 160), (160, 30, 40), (30, 100, 60)])
        lay = Image.new("RGBA", (560, 560), (0, 0, 0, 0))
        d = ImageDraw.Draw(lay)
        d.ellipse([20, 20, 540, 540], outline=colour + (200,), width=9)
        d.ellipse([70, 70, 490, 490], outline=colour + (200,), width=4)
        f = ImageFont.truetype(PRINT[0][1], 52)
        for k, t in enumerate(["CABINET", "MÉDICAL"]):
            d.text((280, 220 + 70 * k), t, font=f, fill=colour + (200,), anchor="mm")
        lay = lay.rotate(self.r.uniform(-25, 25), resample=Image.Resampling.BICUBIC)
        self.im.paste(lay, (round(x), round(y)), lay)

    def signature(self, x, y):
        p, t = [], self.r.uniform(0, 9)
        for k in range(120):
            s = k / 120
            p.append((x + 520 * s + 60 * math.sin(9 * s * 6 + t), y + 90 * math.sin(7 * s * 5 + t) * (1 - s * .6) + 30 * math.cos(31 * s)))
        self.d.line(p, fill=(20, 30, 120), width=6, joint="curve")


def letter(s, english=False):
    y, size = s.head(), s.r.choice([9.5, 10.5, 11, 12])
    s.put(200, y, "Objet : compte rendu de consultation du " + s.a.date(), size, True)
    y += 130
    while y < 2700:
        text = " ".join((s.r.choice(ENGLISH) if english else s.a.sentence()) for _ in range(s.r.randint(2, 4)))
        y = s.para(200, y, W - 400, text, size) + 50
    s.put(1400, y + 30, "Dr " + s.a.person(), size)
    if s.r.random() < .5:
        s.signature(1450, y + 200)
    s.foot()


def columns(s):
    y0 = s.head()
    for x in (180, 1290):
        y = y0
        while y < 3050:
            y = s.para(x, y, 1000, s.a.sentence() + " " + s.a.sentence(), 9.5, 1.25) + 35
    s.d.line([1235, y0, 1235, 3080], fill=(120, 120, 120), width=3)
    s.foot()


def table(s):
    y, rules = s.head(), s.r.random() < .6
    s.put(200, y, "RÉSULTATS D'ANALYSES", 13, True)
    y += 120
    xs = [200, 980, 1330, 1620, 2100]
    for x, t in zip(xs, ["Analyse", "Résultat", "Unité", "Valeurs usuelles", "Antérieur"]):
        s.put(x, y, t, 9, True)
    y += 65
    for k, name in enumerate(s.r.sample(ANALYSES, 26)):
        if k % 2 and s.r.random() < .7:
            s.d.rectangle([180, y - 8, W - 180, y + 62], fill=(232, 238, 245))
        v = s.r.uniform(1, 200)
        for x, t in zip(xs, [name, f"{v:.1f}".replace(".", ","), s.r.choice(UNITS), f"{v * .6:.1f} – {v * 1.4:.1f}".replace(".", ","), f"{v * s.r.uniform(.7, 1.3):.1f}".replace(".", ",")]):
            s.put(x, y, t, 9, x == 980 and s.r.random() < .2)
        y += 72
        if rules:
            s.d.line([180, y - 8, W - 180, y - 8], fill=(80, 80, 80), width=3)
    if rules:
        for x in [180] + [x - 22 for x in xs[1:]] + [W - 180]:
            s.d.line([x, y - 26 * 72 - 8, x, y - 8], fill=(80, 80, 80), width=3)
    s.put(200, y + 40, "Validé par : " + s.a.person() + ", biologiste médical, le " + s.a.date(), 8.5)
    s.foot()


def form(s):
    tint = s.r.choice([(255, 236, 214), (222, 240, 226), (226, 234, 250), (255, 226, 232)])
    deep = tuple(max(0, c - 120) for c in tint)
    s.d.rectangle([0, 0, W, H], fill=tint)
    s.d.rectangle([150, 120, W - 150, 260], fill=deep)
    s.put(200, 155, "DEMANDE DE PRISE EN CHARGE – ASSURÉ(E)", 15, True, fill=(255, 255, 255))
    y, written = 340, s.r.choice([None, None] + HAND)
    for k, label in enumerate(LABELS):
        x = 170 if k % 2 == 0 else 1270
        s.put(x, y, label + " :", 8.5, fill=deep)
        s.d.rectangle([x, y + 45, x + 1030, y + 135], fill=(255, 255, 255), outline=deep, width=3)
        s.put(x + 20, y + 58, s.a.value(label), 12 if written else 11, hand=written, fill=(20, 30, 130) if written else None)
        y += 175 if k % 2 else 0
    for t in ["Assuré(e) social(e)", "Ayant droit", "Accident du travail", "Affection de longue durée"]:
        s.d.rectangle([170, y + 10, 215, y + 55], outline=deep, width=4)
        if s.r.random() < .5:
            s.d.line([175, y + 15, 210, y + 50], fill=s.ink, width=6)
            s.d.line([210, y + 15, 175, y + 50], fill=s.ink, width=6)
        s.put(240, y + 8, t, 9.5)
        y += 75
    y = s.para(170, y + 30, W - 340, "Je certifie exacts les renseignements portés ci-dessus. " + s.a.sentence() + " " + s.a.sentence(), 7.5)
    s.put(170, y + 40, "Fait à " + s.a.value("Ville") + ", le " + s.a.date(), 10)
    s.signature(1500, y + 200)
    s.stamp(300, y + 130)
    s.foot()


def prescription(s):
    y = s.head()
    s.put(900, y, "ORDONNANCE", 18, True)
    y += 170
    hand = s.r.choice([None, None, None] + HAND)
    for drug in s.r.sample(["Ramipril 2,5 mg : 1 comprimé le matin", "Paracétamol 1 g : 1 comprimé jusqu'à 3 fois par jour", "Oméprazole 20 mg : 1 gélule à jeun pendant 4 semaines",
                            "Amoxicilline 1 g : 1 comprimé matin et soir, 6 jours", "Lévothyroxine 75 µg : 1 comprimé le matin à jeun", "Metformine 850 mg : 1 comprimé midi et soir",
                            "Bisoprolol 1,25 mg : 1 comprimé le matin", "Atorvastatine 20 mg : 1 comprimé le soir"], 5):
        s.put(260, y, drug, 13 if hand else 11.5, hand=hand, fill=(20, 30, 130) if hand else None)
        y += 150
    s.put(260, y + 40, "QSP 3 mois, à renouveler 1 fois.", 10.5)
    s.signature(1500, y + 280)
    s.stamp(1300, y + 250)
    s.foot()


def dense(s):
    y = 150
    s.put(200, y, "INFORMATION ET CONSENTEMENT DU PATIENT", 12, True)
    y += 110
    while y < 3200:
        y = s.para(200, y, W - 400, " ".join(s.a.sentence() for _ in range(5)), s.r.choice([7, 7.5, 8]), 1.22) + 25
    s.foot()


KINDS = {"letter": letter, "columns": columns, "table": table, "form": form, "prescription": prescription, "dense": dense,
         "english": lambda s: letter(s, True)}


def grain(a, rng, sigma):
    noise = np.random.RandomState(rng.randint(0, 1 << 30)).normal(0, sigma, a.shape[:2] + (1,))
    return np.clip(a + noise, 0, 255).astype(np.uint8)


def carry(words, f):
    for w in words:
        x0, y0, x1, y1 = w.pop("b")
        w["q"] = [[round(float(v), 1) for v in f(x, y)] for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]


def scan(s, rng, dpi, fax=False):
    a, k, deg = np.array(s.im), dpi / DPI, rng.uniform(-1.6, 1.6)
    m = cv2.getRotationMatrix2D((W / 2, H / 2), deg, 1.0)
    m[:, 2] += [0, 0]
    a = cv2.warpAffine(a, m, (W, H), flags=cv2.INTER_LINEAR, borderValue=s.im.getpixel((2, H - 2)))
    a = cv2.resize(a, (round(W * k), round(H * k)), interpolation=cv2.INTER_AREA)
    carry(s.words, lambda x, y: (m @ [x, y, 1]) * k)
    a = grain(cv2.GaussianBlur(a, (0, 0), rng.uniform(.3, .6)), rng, rng.uniform(2, 7))
    if fax:
        g = cv2.cvtColor(a, cv2.COLOR_RGB2GRAY)
        g = cv2.threshold(grain(g[..., None], rng, 12)[..., 0], 150, 255, cv2.THRESH_BINARY)[1]
        for _ in range(3):
            g[rng.randint(0, g.shape[0] - 2)] = 0
        a = cv2.cvtColor(g, cv2.COLOR_GRAY2RGB)
    return a


def photo(s, rng, crumple=False):
    long = rng.choice([2600, 3300, 4000])
    w, h = round(long * .75), long
    if rng.random() < .5:
        ground = np.full((h, w, 3), [rng.randint(15, 90)] * 3, np.uint8)
    else:
        wood = np.random.RandomState(rng.randint(0, 1 << 30)).normal(0, 1, (h // 8, 3, 1))
        ground = cv2.resize(wood, (w, h), interpolation=cv2.INTER_CUBIC)[..., None] * 9 + np.array([rng.randint(90, 150), rng.randint(60, 100), rng.randint(30, 70)])
        ground = np.clip(ground, 0, 255).astype(np.uint8)
    j = lambda t: t + rng.uniform(0, .05)
    p = np.float32([[w * j(.05), h * j(.04)], [w * (1 - j(.05)), h * j(.04)], [w * (1 - j(.03)), h * (1 - j(.03))], [w * j(.03), h * (1 - j(.03))]])
    m = cv2.getPerspectiveTransform(np.float32([[0, 0], [W, 0], [W, H], [0, H]]), p)
    src, bend = np.array(s.im), (lambda x, y: (x, y))
    if crumple:
        ax, ay, px, py = rng.uniform(5, 9), rng.uniform(6, 11), rng.uniform(0, 6), rng.uniform(0, 6)
        # The sheet is pushed by a slow wave; the inverse is close enough for the map of words at these slopes.
        bend = lambda x, y: (x + ax * np.sin(y / 330 + px), y + ay * np.sin(x / 410 + py))
        gx, gy = np.meshgrid(np.arange(W, dtype=np.float32), np.arange(H, dtype=np.float32))
        src = cv2.remap(src, (gx - ax * np.sin(gy / 330 + px)).astype(np.float32), (gy - ay * np.sin(gx / 410 + py)).astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        shade = 1 + .10 * np.sin(gx / 170 + gy / 260 + px) * np.sin(gy / 210 + py)
        src = np.clip(src * shade[..., None], 0, 255).astype(np.uint8)
    k = max(1.0, W / (w * .9))
    src = cv2.GaussianBlur(src, (0, 0), .4 * k) if k > 1.05 else src
    mask = cv2.warpPerspective(np.full((H, W), 255, np.uint8), m, (w, h))
    a = cv2.warpPerspective(src, m, (w, h), flags=cv2.INTER_LINEAR)
    a = np.where(mask[..., None] > 128, a, ground)

    def project(x, y):
        v = m @ [*bend(x, y), 1]
        return v[0] / v[2], v[1] / v[2]
    carry(s.words, project)
    gx, gy = np.meshgrid(np.linspace(0, 1, w), np.linspace(0, 1, h))
    t = rng.uniform(0, 6.28)
    light = .80 + .22 * (np.cos(t) * (gx - .5) + np.sin(t) * (gy - .5))
    if rng.random() < .6:
        edge = rng.uniform(.3, .7) + rng.uniform(-.6, .6) * gy
        light *= 1 - rng.uniform(.25, .5) / (1 + np.exp((gx - edge) * 30))
    a = np.clip(a * light[..., None] * np.array([1, rng.uniform(.93, 1), rng.uniform(.82, .98)]), 0, 255).astype(np.uint8)
    return grain(cv2.GaussianBlur(a, (0, 0), rng.uniform(.6, 1.5) * long / 3300), rng, rng.uniform(3, 8))


def screen(s, rng):
    """A dark window, as a copy of a screen shows it: 110 dpi, light letters."""
    a = cv2.resize(255 - np.array(s.im), (round(W * 110 / DPI), round(H * 110 / DPI)), interpolation=cv2.INTER_AREA)
    carry(s.words, lambda x, y: (x * 110 / DPI, y * 110 / DPI))
    return np.clip(a.astype(int) * 200 // 255 + 28, 0, 255).astype(np.uint8)


STATES = ["scan300", "photo", "scan200", "fax", "crumple", "scan150", "photo", "turned", "scan100", "photo", "screen", "tilted"]


def main(out, count, seed, only=None):
    os.makedirs(out, exist_ok=True)
    for n in range(count):
        rng = random.Random(seed * 1000 + n)
        # Pairs of an even and an odd number share kind and state.
        kind = list(KINDS)[(n // 2) % len(KINDS)]
        state = only or STATES[(n // 2) % len(STATES)]
        s = Sheet(rng)
        KINDS[kind](s)
        if state.startswith("scan"):
            a = scan(s, rng, int(state[4:]))
        elif state == "fax":
            a = scan(s, rng, 200, True)
        elif state == "screen":
            a = screen(s, rng)
        elif state in ("turned", "tilted"):
            a = scan(s, rng, 200)
        else:
            a = photo(s, rng, state == "crumple")
        turn = 0
        if state == "turned":
            turn = rng.choice([1, 2, 3])
            h, w = a.shape[:2]
            a = np.ascontiguousarray(np.rot90(a, -turn))
            f = {1: lambda p: [h - p[1], p[0]], 2: lambda p: [w - p[0], h - p[1]], 3: lambda p: [p[1], w - p[0]]}[turn]
            for word in s.words:
                word["q"] = [f(p) for p in word["q"]]
        if state == "tilted":
            h, w = a.shape[:2]
            m = cv2.getRotationMatrix2D((w / 2, h / 2), rng.choice([-1, 1]) * rng.uniform(4, 14), 1.0)
            a = cv2.warpAffine(a, m, (w, h), flags=cv2.INTER_LINEAR, borderValue=(60, 60, 60))
            for word in s.words:
                word["q"] = [[round(float(v), 1) for v in m @ [*p, 1]] for p in word["q"]]
            # Words that the turning pushed off the sheet are nobody's.
            s.words = [v for v in s.words if all(3 < x < w - 3 and 3 < y < h - 3 for x, y in v["q"])]
        lossy = state not in ("fax", "screen")
        name = f"{n:03}"
        Image.fromarray(a).save(f"{out}/{name}.{'jpg' if lossy else 'png'}", **({"quality": rng.randint(60, 90)} if lossy else {}))
        json.dump({"kind": kind, "state": state, "turn": turn, "words": s.words}, open(f"{out}/{name}.json", "w"), ensure_ascii=False)
        print(name, kind, state, a.shape[1], a.shape[0], len(s.words), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 84, int(sys.argv[3]) if len(sys.argv) > 3 else 1,
         sys.argv[4] if len(sys.argv) > 4 else None)
