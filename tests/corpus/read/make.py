"""Makes the small pictures of other sorts beside this file: WebP, TIFF, GIF, HEIC, AVIF.

    python3 tests/corpus/read/make.py

Needs pillow, pillow-heif and the font DejaVu Sans. Who is named in them is invented. A second invented name stands where no eye sees
it: in EXIF, in XMP, in comments and descriptions, in a thumbnail's directory, in further frames.
"""

import io
import os
import struct

import pillow_heif
from PIL import Image, ImageDraw, ImageFont

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


def main():
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
