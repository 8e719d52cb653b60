"""tests/corpus/read/letter.png: a few lines and a QR code, small enough to be read in every run of the tests. Needs Pillow and zxing-cpp."""

import os

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

HERE = os.path.dirname(os.path.abspath(__file__))
LINES = ["Madame Éloïse MONTVALOIS, née le 14/03/1968", "12, rue des Tilleuls, 99120 Valmeroy", "Téléphone : 01 99 00 12 34", "Examen sans anomalie décelable."]

page = Image.new("L", (900, 420), 246)
draw = ImageDraw.Draw(page)
font = ImageFont.truetype("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf", 24)
for k, line in enumerate(LINES):
    draw.text((50, 40 + 46 * k), line, font=font, fill=25)
code = zxingcpp.create_barcode("https://dossier.exemple.fr/990012345", zxingcpp.BarcodeFormat.QRCode).to_image(scale=4, add_quiet_zones=False)
page.paste(Image.fromarray(np.array(code)), (700, 250))
page.save(os.path.join(HERE, "../../read/letter.png"), optimize=True)
