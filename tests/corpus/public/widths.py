"""How many names stay possible once every position in a struck file is known.

    python3 tests/corpus/public/widths.py BIFFURE [--sample N] [--pymupdf]

10,000 invented surnames are set in the same sentence, in three fonts and six layouts; a sample of them is struck by command line. Names whose outputs
put every letter, every box and every clip at the same place cannot be told apart: the share of the list that a name's output leaves possible is the share of
the sample with the same output. Needs reportlab, pikepdf and pypdfium2; with --pymupdf the same files are also struck by PyMuPDF.
"""

import argparse
import collections
import json
import os
import random
import re
import subprocess
import tempfile

import pikepdf
import pypdfium2
import pypdfium2.raw as raw
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen import canvas

FONTS = ("Helvetica", "Times-Roman", "Courier")
LAYOUTS = ("ragged", "cell", "right", "justified", "clipped", "marked")


def names(count=10_000, seed=7):
    dice = random.Random(seed)
    heads = "Ba Be Bo Bra Cha Che Cor Da De Du Fa Fer Fou Ga Ger Gui Ha Hu Jo La Le Lo Ma Mer Mo Ni Pa Per Po Qui Ra Ro Sa Se Ta Tri Va Ver Vi".split()
    middles = "bi ca cha dou fe gue la li lle ma mi na ni pe ra ri sa sse ta ti va ve vi".split()
    ends = "rd n t ux ault eau ier in on ot et y lle nt rt ret nier ville mont".split()
    out = set()
    while len(out) < count:
        name = dice.choice(heads) + "".join(dice.choice(middles) for _ in range(dice.choice((0, 1, 1, 1, 2, 2)))) + dice.choice(ends)
        if 4 <= len(name) <= 13:
            out.add(name)
    return sorted(out)


def page(path, name, font, layout):
    c = canvas.Canvas(path, pagesize=(595, 842), invariant=1)
    c.setFont(font, 11)
    if layout == "cell":
        for x, word in zip((60, 130, 300, 380), ("Nom", name, "Service", "Cardiologie")):
            c.drawString(x, 700, word)
        c.rect(55, 693, 460, 20)
    elif layout == "right":
        c.drawRightString(535, 700, f"Dossier de {name}, suivi en cardiologie")
    elif layout == "justified":
        words = f"Le patient {name} est venu ce jour".split()
        # As many words as a typesetter would put on the line with natural blanks, were the name a long one.
        for word in "pour une consultation de cardiologie avec son fils et sa voisine".split():
            long = sum(stringWidth(w, font, 11) for w in words if w != name) + 13 * 6.6
            if long + stringWidth(word, font, 11) + len(words) * stringWidth(" ", font, 11) > 475:
                break
            words.append(word)
        free = 475 - sum(stringWidth(w, font, 11) for w in words)
        x = 60
        for w in words:
            c.drawString(x, 700, w)
            x += stringWidth(w, font, 11) + free / (len(words) - 1)
    elif layout in ("clipped", "marked"):
        x, blank = 60, stringWidth(" ", font, 11)
        for word in f"Le patient {name} est venu ce jour".split():
            wide = stringWidth(word, font, 11)
            c.saveState()
            if layout == "clipped":
                # As printers' drivers do: each word in a clip of its own.
                clip = c.beginPath()
                clip.rect(x, 697, wide, 12)
                c.clipPath(clip, stroke=0)
            elif word in (name, "venu"):
                # As browsers do: shades of whole pixels, and underlines in pieces.
                left, right = (int(v / 0.75) * 0.75 for v in (x - 2, x + wide + 2.75))
                c.setFillColorRGB(1, 1, 0)
                c.roundRect(left, 696, right - left, 14, 2, stroke=0, fill=1)
                c.setFillColorRGB(0, 0, 0)
                for from_, to in ((0, wide * 0.4), (wide * 0.5, wide)):
                    c.rect(x + from_, 698, to - from_, 0.6, stroke=0, fill=1)
            c.setFont(font, 11)
            c.drawString(x, 700, word)
            c.restoreState()
            x += wide + blank
    else:
        c.drawString(60, 700, f"Le patient {name} est venu ce jour pour une consultation.")
    c.drawString(60, 660, "Radiographie du thorax normale.")
    c.save()


def positions(path):
    """Places of every letter, every box and every clip, in hundredths of a point."""
    document = pypdfium2.PdfDocument(path)
    out = []
    for page in document:
        text = page.get_textpage()
        for i in range(text.count_chars()):
            out.append((chr(raw.FPDFText_GetUnicode(text, i)), *(round(v * 100) for v in text.get_charbox(i))))
        for thing in page.get_objects():
            if thing.type == raw.FPDF_PAGEOBJ_PATH:
                out.append(tuple(round(v * 100) for v in thing.get_bounds()))
    # What clips is no thing of the page: its numbers stand in the content.
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            for x0, y0, x1, y1 in re.findall(rb"(?:^|\s)(\S+) (\S+) (\S+) (\S+) re\s", page.Contents.read_bytes()):
                out.append(tuple(round(float(v) * 100) for v in (x0, y0, x1, y1)))
            for x, y in re.findall(rb"(?:^|\s)(\S+) (\S+) [ml]\s", page.Contents.read_bytes()):
                out.append(tuple(round(float(v) * 100) for v in (x, y)))
    return tuple(out)


def by_biffure(args, folder, source, name):
    known, out = os.path.join(folder, "known.json"), os.path.join(folder, "out.pdf")
    policy = os.path.join(folder, "policy.json")
    with open(known, "w") as f:
        json.dump({"other": [name]}, f)
    with open(policy, "w") as f:
        # Only the name is struck, so that nothing else differs.
        json.dump({"categories": {c: "ignore" for c in ("PersonName", "Professional", "Facility", "Address", "City", "Occupation")}}, f)
    subprocess.run([args.biffure, "redact", "--policy", policy, "--known", known, "-o", out, source], check=True, capture_output=True)
    return positions(out)


def by_pymupdf(args, folder, source, name):
    import pymupdf

    out = os.path.join(folder, "out.pdf")
    document = pymupdf.open(source)
    for page in document:
        for rect in page.search_for(name):
            page.add_redact_annot(rect, fill=(0, 0, 0))
        page.apply_redactions()
    document.save(out, garbage=4, deflate=True)
    return positions(out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("biffure")
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--pymupdf", action="store_true")
    args = parser.parse_args()
    sample = random.Random(3).sample(names(), args.sample)
    for tool in (by_biffure, by_pymupdf) if args.pymupdf else (by_biffure,):
        for layout in LAYOUTS:
            for font in FONTS:
                seen = {}
                with tempfile.TemporaryDirectory() as folder:
                    for name in sample:
                        source = os.path.join(folder, "source.pdf")
                        page(source, name, font, layout)
                        seen[name] = tool(args, folder, source, name)
                classes = collections.Counter(seen.values())
                shares = [classes[seen[n]] / len(sample) for n in sample]
                print(f"{tool.__name__:12} {layout:10} {font:12} mean {100 * sum(shares) / len(shares):5.1f} %  min {100 * min(shares):5.1f} %", flush=True)


if __name__ == "__main__":
    main()
