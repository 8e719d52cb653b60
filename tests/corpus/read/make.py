"""Makes the small pictures beside this file: WebP, TIFF, GIF, HEIC, AVIF, and drawn faces of nobody.

    python3 tests/corpus/read/make.py

Needs pillow, pillow-heif and the font DejaVu Sans. Who is named in them is invented. A second invented name stands where no eye sees
it: in EXIF, in XMP, in comments and descriptions, in a thumbnail's directory, in further frames.
"""

import io
import os
import random
import struct

import pillow_heif
from PIL import Image, ImageDraw, ImageFilter, ImageFont

pillow_heif.register_heif_opener()
HERE = os.path.dirname(os.path.abspath(__file__))
FONT = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 24)
HIDDEN = "VAUQUELIN Odette"


def page(name):
    image = Image.new("RGB", (620, 160), "white")
    draw = ImageDraw.Draw(image)
    draw.text((20, 20), name, font=FONT, fill="black")
    draw.text((20, 65), "Téléphone : 01 99 00 12 34", font=FONT, fill="black")
    draw.text((20, 110), "Examen sans anomalie décelable.", font=FONT, fill=(120, 0, 0))
    return image


def exif():
    text = HIDDEN.encode() + b"\0"
    return b"Exif\0\0II*\0" + struct.pack("<IHHHII", 8, 1, 0x010E, 2, len(text), 26) + struct.pack("<I", 0) + text


def saved(name, image, **how):
    image.save(os.path.join(HERE, name), **how)


def with_thumbnail(name):
    """Adds a small page that says of itself that it is a thumbnail: TIFF field 254."""
    path = os.path.join(HERE, name)
    data = bytearray(open(path, "rb").read())
    small = io.BytesIO()
    page("Madame " + HIDDEN).resize((124, 32)).convert("L").save(small, "TIFF", compression=None)
    thumb = small.getvalue()
    first = struct.unpack_from("<I", thumb, 4)[0]
    entries = [list(struct.unpack_from("<HHI4s", thumb, first + 2 + 12 * k)) for k in range(struct.unpack_from("<H", thumb, first)[0])]
    strip = len(data)
    pixels = struct.unpack("<I", next(e for e in entries if e[0] == 273)[3])[0]
    data += thumb[pixels:pixels + 124 * 32]
    kept = [e for e in entries if e[0] in (256, 257, 258, 259, 262, 273, 277, 278, 279)]
    for e in kept:
        if e[0] == 273:
            e[1], e[3] = 4, struct.pack("<I", strip)
    kept.insert(0, [254, 4, 1, struct.pack("<I", 1)])
    at = len(data) + len(data) % 2
    data += b"\0" * (at - len(data)) + struct.pack("<H", len(kept)) + b"".join(struct.pack("<HHI4s", *e) for e in kept) + b"\0\0\0\0"
    last = struct.unpack_from("<I", data, 4)[0]
    while True:
        following = last + 2 + 12 * struct.unpack_from("<H", data, last)[0]
        if struct.unpack_from("<I", data, following)[0] == 0:
            break
        last = struct.unpack_from("<I", data, following)[0]
    struct.pack_into("<I", data, following, at)
    open(path, "wb").write(data)


def face(number, w=240, h=310):
    """A face of nobody, as on an identity photo: shaded ovals, the same for the same number."""
    r = random.Random(number)
    n = 3
    wide, high = w * n, h * n
    image = Image.new("RGB", (wide, high), tuple(r.randint(170, 235) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    skin = [(236, 200, 175), (110, 76, 58), (222, 178, 148), (150, 104, 78), (245, 215, 195), (198, 148, 116)][number % 6]
    hair = r.choice([(40, 28, 22), (90, 60, 36), (150, 112, 66), (30, 30, 34), (120, 120, 122)])
    cx, cy = wide * r.uniform(0.48, 0.52), high * r.uniform(0.43, 0.47)
    a, b = wide * r.uniform(0.25, 0.29), high * r.uniform(0.27, 0.31)

    def lit(colour, by):
        return tuple(min(255, int(v * by)) for v in colour)

    def oval(x, y, rx, ry, colour):
        draw.ellipse([x - rx, y - ry, x + rx, y + ry], fill=colour)

    oval(cx, high * 1.05, wide * 0.46, high * 0.28, r.choice([(60, 70, 110), (120, 40, 50), (50, 90, 70), (210, 210, 215)]))
    draw.rectangle([cx - a * 0.45, cy + b * 0.6, cx + a * 0.45, high * 0.86], fill=lit(skin, 0.82))
    oval(cx, cy - b * 0.22, a * 1.16, b * 1.05, hair)
    for side in (-1, 1):
        oval(cx + side * a * 0.98, cy + b * 0.02, a * 0.13, b * 0.18, lit(skin, 0.85))
    for k in range(24):
        t = k / 23
        oval(cx + a * 0.06 * t, cy - b * 0.04 * t, a * (1 - 0.35 * t), b * (1 - 0.30 * t), lit(skin, 0.80 + 0.22 * t))
    oval(cx, cy - b * 0.92, a * 0.9, b * 0.30, hair)
    ey, ex, ew = cy - b * 0.10, a * 0.42, a * r.uniform(0.19, 0.23)
    eh = ew * r.uniform(0.42, 0.55)
    iris = r.choice([(70, 50, 35), (60, 80, 100), (60, 80, 60)])
    for side in (-1, 1):
        x = cx + side * ex
        oval(x, ey, ew * 1.35, eh * 1.9, lit(skin, 0.80))
        oval(x, ey, ew, eh, (240, 238, 236))
        oval(x, ey, eh * 0.95, eh * 0.95, iris)
        oval(x, ey, eh * 0.45, eh * 0.45, (10, 10, 12))
        draw.arc([x - ew, ey - eh * 1.1, x + ew, ey + eh * 1.1], 180, 360, fill=lit(hair, 0.7), width=n * 2)
        brow = [(x - ew * 1.15, ey - eh * 1.8), (x, ey - eh * 2.5), (x + ew * 1.15, ey - eh * 1.8)]
        draw.line(brow, fill=lit(hair, 0.9), width=n * 5, joint="curve")
    ny, my = cy + b * 0.24, cy + b * 0.52
    draw.polygon([(cx - a * 0.06, ey), (cx + a * 0.10, ey), (cx + a * 0.19, ny), (cx, ny + b * 0.05)], fill=lit(skin, 0.90))
    oval(cx, ny, a * 0.17, b * 0.06, lit(skin, 0.88))
    for side in (-1, 1):
        oval(cx + side * a * 0.09, ny + b * 0.03, a * 0.045, b * 0.018, lit(skin, 0.42))
    oval(cx, my, a * r.uniform(0.30, 0.36), b * 0.065, (int(skin[0] * 0.78), int(skin[1] * 0.52), int(skin[2] * 0.52)))
    draw.line([cx - a * 0.30, my, cx + a * 0.30, my], fill=(90, 40, 40), width=n * 2)
    oval(cx, my + b * 0.13, a * 0.22, b * 0.035, lit(skin, 0.85))
    image = image.resize((w, h), Image.LANCZOS).filter(ImageFilter.GaussianBlur(w / 240 * 1.1))
    grain = [[max(0, min(255, int(v + r.gauss(0, 5)))) for v in pixel] for pixel in image.getdata()]
    image.putdata([tuple(pixel) for pixel in grain])
    return image


def main():
    row = Image.new("RGB", (6 * 120, 155))
    for k in range(6):
        row.paste(face(k).resize((120, 155), Image.LANCZOS), (k * 120, 0))
    saved("faces.jpg", row, quality=80)
    one, two = page("Madame Éloïse MONTVALOIS"), page("Monsieur Hector BRISEMONT")
    black = [p.convert("1", dither=Image.Dither.NONE) for p in (one, two)]
    saved("lossy.webp", one, quality=80, exif=exif(), xmp=HIDDEN.encode())
    saved("moving.webp", one.quantize(4).convert("RGB"), save_all=True, append_images=[two.quantize(4).convert("RGB")], lossless=True)
    saved("still.gif", one.quantize(8), comment=HIDDEN)
    saved("moving.gif", one.quantize(4), save_all=True, append_images=[two.quantize(4)])
    saved("fax.tif", black[0], compression="group4", dpi=(204, 102), save_all=True, append_images=[black[1]], description=HIDDEN)
    with_thumbnail("fax.tif")
    saved("palette.tif", one.quantize(8), compression="tiff_lzw", dpi=(150, 150), description=HIDDEN)
    saved("photo.heic", one, quality=60, exif=exif())
    saved("photo.avif", one, quality=60, exif=exif())


if __name__ == "__main__":
    main()
