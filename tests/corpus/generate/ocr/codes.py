"""Pages with barcodes: many sizes, angles, contrasts, noise; with the truth about each.

    python3 tests/corpus/generate/ocr/codes.py OUT [COUNT [SEED]]

writes OUT/NNN.png and OUT/NNN.json: {"codes": [{"text", "format", "q": [[x, y] * 4], "how"}]}, corners of the symbol without its quiet zone, in
pixels. Needs Pillow, numpy and zxing-cpp.
"""

import json
import math
import os
import random
import sys

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter

from pages import KINDS, Sheet, grain
from words import MARK

FORMATS = ["DataMatrix", "DataMatrix", "QRCode", "QRCode", "Code128", "PDF417", "Aztec", "EAN13", "Code39"]


def content(rng, a, name):
    if name == "DataMatrix":
        if rng.random() < .5:
            # National health identity, the fields' letters as in the public specification; the values are invented.
            return "IS010000000000000000000000" + f"S1{a.nir().replace(' ', '')}S2{a.person().split()[0].upper()}S3{a.person().split()[-1].upper()}S4FS5{a.date()}S699351"
        return "DC02FR000001" + f"{rng.randint(0, 16**8):08X}" + "0126" + "ABCDEFGH"[rng.randint(0, 7)] * 3 + "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ234567") for _ in range(60))
    if name == "QRCode":
        return f"BEGIN:VCARD\nVERSION:3.0\nN:{a.person()}\nTEL:{a.phone()}\nEND:VCARD" if rng.random() < .6 else f"https://dossier.exemple.fr/{rng.randint(10**8, 10**9)}"
    if name == "EAN13":
        d = [rng.randint(0, 9) for _ in range(12)]
        return "".join(map(str, d)) + str(-sum(v * (3 if k % 2 else 1) for k, v in enumerate(d)) % 10)
    if name == "Code39":
        return "DOSSIER " + str(rng.randint(10**5, 10**6))
    if name == "Code128":
        return f"P{rng.randint(10**9, 10**10)}"
    return f"{a.person()} {a.date()} {a.nir()}"


def symbol(name, text):
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, name))
    a = np.array(made.to_image(scale=1, add_quiet_zones=False))
    if a.shape[0] < 6:
        a = np.repeat(a[:1], max(12, a.shape[1] // 4), 0)
    elif name in ("Code128", "EAN13", "Code39"):
        a = np.repeat(a[:1], max(12, a.shape[1] // 4), 0)
    return a


def main(out, count, seed):
    os.makedirs(out, exist_ok=True)
    for n in range(count):
        rng = random.Random(seed * 1000 + n)
        s = Sheet(rng)
        KINDS[rng.choice(["prescription", "form", "letter"])](s)
        dpi = rng.choice([100, 150, 200])
        page = s.im.resize((2480 * dpi // 300, 3508 * dpi // 300), Image.Resampling.BOX)
        taken, codes = [], []
        for _ in range(rng.choice([1, 1, 2, 3])):
            name = rng.choice(FORMATS)
            text = content(rng, s.a, name).replace(MARK, "")
            a = symbol(name, text)
            # From a small label to a large one; a module is at least two pixels, a bar at least 1.6.
            module = rng.choice([2, 2.5, 3, 4, 6])
            w, h = round(a.shape[1] * module), round(a.shape[0] * module)
            if w > page.width * .8:
                module *= page.width * .75 / w
                w, h = round(a.shape[1] * module), round(a.shape[0] * module)
                if module < 1.6:
                    continue
            code = Image.fromarray(a).resize((w, h), Image.Resampling.BOX if module >= 4 else Image.Resampling.BICUBIC)
            inverted, faint = rng.random() < .12 and name in ("DataMatrix", "QRCode", "Aztec"), rng.random() < .2
            black, white = (90, 200) if faint else (10, 250)
            zone = max(6, round(6 * module))
            tile = Image.new("L", (w + 2 * zone, h + 2 * zone), 255)
            tile.paste(code, (zone, zone))
            v = np.array(tile, dtype=float) / 255
            v = (1 - v) if inverted else v
            tile = Image.fromarray((black + (white - black) * v).astype(np.uint8))
            angle = rng.choice([0, 0, 0, 90, 180, 270]) + (rng.uniform(-3, 3) if rng.random() < .5 else 0) + (rng.uniform(-40, 40) if rng.random() < .15 else 0)
            turned = tile.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=0)
            mask = Image.new("L", tile.size, 255).rotate(angle, expand=True)
            for _ in range(40):
                if turned.width >= page.width - 20 or turned.height >= page.height - 20:
                    break
                x, y = rng.randint(10, page.width - turned.width - 10), rng.randint(10, page.height - turned.height - 10)
                box = [x, y, x + turned.width, y + turned.height]
                if all(box[2] < t[0] or box[0] > t[2] or box[3] < t[1] or box[1] > t[3] for t in taken):
                    page.paste(Image.merge("RGB", [turned] * 3), (x, y), mask)
                    taken.append(box)
                    c, t = (x + turned.width / 2, y + turned.height / 2), math.radians(angle)
                    q = [[c[0] + dx * math.cos(t) + dy * math.sin(t), c[1] - dx * math.sin(t) + dy * math.cos(t)] for dx, dy in ((-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2))]
                    codes.append({"text": text, "format": name, "q": q, "how": {"module": module, "angle": round(angle, 1), "inverted": inverted, "faint": faint, "dpi": dpi}})
                    break
        page = page.filter(ImageFilter.GaussianBlur(rng.choice([0, .4, .7])))
        a = grain(np.array(page), rng, rng.uniform(0, 9))
        Image.fromarray(a).save(f"{out}/{n:03}.png")
        json.dump({"codes": codes}, open(f"{out}/{n:03}.json", "w"), ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 300, int(sys.argv[3]) if len(sys.argv) > 3 else 1)
