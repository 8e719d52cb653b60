"""tests/corpus/read/letter.png: a few lines and a QR code, and letter-XX.png: some in other languages; small enough to be read in every run
of the tests. Needs Pillow and zxing-cpp."""

import os

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

HERE = os.path.dirname(os.path.abspath(__file__))
LINES = ["Madame Éloïse MONTVALOIS, née le 14/03/1968", "12, rue des Tilleuls, 99120 Valmeroy", "Téléphone : 01 99 00 12 34", "Examen sans anomalie décelable."]
FOREIGN = {
    "de": ["Der Patient ist gut geführt und für die Prüfung bereit.", "Größe und Gewicht sind nicht mit dem Arzt besprochen."],
    "es": ["La niña acude con dolor desde el lunes por la mañana.", "Señora Núñez, los análisis del corazón están bien."],
    "it": ["La signora è venuta con il figlio della città di Forlì.", "La terapia è più forte che nel mese di febbraio."],
    "pt": ["A doente não tem alergias e foi vista em São João.", "As análises da função do coração são boas, por uma razão."],
}

font = ImageFont.truetype("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf", 24)


def written(lines, height):
    page = Image.new("L", (900, height), 246)
    draw = ImageDraw.Draw(page)
    for k, line in enumerate(lines):
        draw.text((50, 40 + 46 * k), line, font=font, fill=25)
    return page


page = written(LINES, 420)
code = zxingcpp.create_barcode("https://dossier.exemple.fr/990012345", zxingcpp.BarcodeFormat.QRCode).to_image(scale=4, add_quiet_zones=False)
page.paste(Image.fromarray(np.array(code)), (700, 250))
page.save(os.path.join(HERE, "../../read/letter.png"), optimize=True)
for code, lines in FOREIGN.items():
    written(lines, 160).save(os.path.join(HERE, f"../../read/letter-{code}.png"), optimize=True)
