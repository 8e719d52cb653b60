"""Pages with planted secrets, struck by the command line: can any still be read, and is the rest still there?

    python3 tests/corpus/generate/ocr/planted.py BIFFURE PAGES [odd|even|all]

BIFFURE is the program, PAGES a folder that pages.py wrote. Each page is struck twice: with automatic findings alone (what could not be read is
kept), and as the default review does it (what could not be read is struck). The outputs are read by tesseract (fra, psm 3) and by our own
recognisers, which are told the secrets; what either read where no secret stood ("ines" of "semaines" beside a bar) is none. Prints for both how
many pages have no secret left and how many printed words that name nobody (those in small letters) are still seen; ends with 1 when a page fails after the default review. Needs Pillow, numpy and tesseract.
"""

import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw


def folded(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE")).lower() if c.isalnum())


def near(a, b):
    """Whether a word is another but for one letter."""
    if abs(len(a) - len(b)) > 1:
        return False
    k = next((k for k, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return a[k + 1:] == b[k + 1:] or a[k:] == b[k + 1:] or a[k + 1:] == b[k:]


def bounds(word):
    """The least and the greatest x and y of a word's corners: left, top, right, bottom."""
    return [least(p[k] for p in word["q"]) for least in (min, max) for k in (0, 1)]


class Page:
    def __init__(self, path):
        self.path, self.words = path, json.loads(path.with_suffix(".json").read_text())["words"]
        kept = {folded(w["t"]) for w in self.words if not w["secret"]}
        # Words that also stand where they may stay tell nothing.
        self.names = {f for w in self.words if w["secret"] and not any(c.isdigit() for c in w["t"]) and len(f := folded(w["t"])) >= 4} - kept
        self.entities, last = [], None
        for k, w in enumerate(self.words):
            if w["secret"]:
                if last is not None and last[0] == k - 1 and last[1] == w["line"]:
                    self.entities[-1].append(w["t"])
                else:
                    self.entities.append([w["t"]])
                last = (k, w["line"])
        # Five digits and more: postcodes, dates, telephones, numbers.
        self.numbers = {d for e in self.entities if len(d := "".join(re.findall(r"\d", " ".join(e)))) >= 5}
        self.numbers = {d for d in self.numbers if not any(d in "".join(re.findall(r"\d", w["t"])) for w in self.words if not w["secret"])}

    def held(self, place):
        """Whether a secret stood where something was read."""
        x0, y0, x1, y1 = place["x"], place["y"], place["x"] + place["width"], place["y"] + place["height"]
        boxes = (bounds(w) for w in self.words if w["secret"])
        return any(left < x1 and x0 < right and top < y1 and y0 < bottom for left, top, right, bottom in boxes)

    def left(self, lines):
        """The secrets that stand in lines of text."""
        out = set()
        for line in lines:
            digits = re.sub(r"\D", "", line)
            out |= {n for n in self.numbers if n in digits}
            words = [folded(w) for w in re.split(r"[\s\-'’,;:.()]+", line)] + [folded(w) for w in line.split()]
            out |= {n for n in self.names for w in words if n == w or (len(n) >= 7 and near(n, w))}
        return out

    def known(self):
        return {"names": sorted({" ".join(e) for e in self.entities if not any(c.isdigit() for w in e for c in w)}),
                "numbers": sorted(n for n in self.numbers if len(n) >= 6), "addresses": [], "other": []}


def tesseract(image):
    """What tesseract reads: for each line, its words and their places."""
    table = subprocess.run(["tesseract", image, "-", "-l", "fra", "--psm", "3", "tsv"], capture_output=True, text=True).stdout
    lines = {}
    for row in table.splitlines()[1:]:
        _, page, block, paragraph, line, _, x, y, width, height, _, text = row.split("\t", 11)
        if text.strip():
            place = {"x": int(x), "y": int(y), "width": int(width), "height": int(height)}
            lines.setdefault((page, block, paragraph, line), []).append((text, place))
    return lines.values()


def dark(grey, word):
    """The share of a word's box that is black."""
    left, top, right, bottom = bounds(word)
    x0, y0, x1, y1 = max(0, int(left)), max(0, int(top)), int(right) + 1, int(bottom) + 1
    part = grey[y0:y1, x0:x1]
    mask = Image.new("1", part.shape[::-1])
    ImageDraw.Draw(mask).polygon([(x - x0, y - y0) for x, y in word["q"]], fill=1)
    mask = np.array(mask)
    return float((part < 24)[mask].mean()) if mask.any() else 1.0


def main(program, folder, which):
    pages = [Page(p) for p in sorted(Path(folder).glob("*")) if p.suffix in (".png", ".jpg")]
    pages = [p for p in pages if which == "all" or int(p.path.stem) % 2 == (which == "odd")]
    failed = False
    for name, pictures in (("automatic findings alone", "keep"), ("default review", "remove")):
        clean, refused, uncovered, secrets, seen, kept = 0, 0, 0, 0, 0, 0
        with tempfile.TemporaryDirectory() as out:
            # Of one document the output is a file, of several a folder.
            to = out if len(pages) > 1 else f"{out}/document-1{pages[0].path.suffix}"
            subprocess.run([program, "redact", *(p.path for p in pages), "-o", to, "--pictures", pictures], stdout=subprocess.DEVNULL)
            for n, page in enumerate(pages, 1):
                struck = next(Path(out).glob(f"document-{n}.[pj]*"), None)
                if struck is None:
                    print("refused", page.path.name)
                    clean, refused = clean + 1, refused + 1
                    continue
                lines = [" ".join(text for text, place in line if page.held(place)) for line in tesseract(struck)]
                Path(f"{out}/known.json").write_text(json.dumps(page.known()))
                scan = subprocess.run([program, "scan", struck, "--show", "--known", f"{out}/known.json"], capture_output=True, text=True).stdout
                found = [f for line in scan.splitlines() for f in json.loads(line).get("findings", [])]
                lines += [f["value"] for f in found if any(page.held(place) for place in f["places"])]
                left = page.left(lines)
                clean += not left
                if left:
                    print("left", page.path.name, sorted(left))
                image = np.array(Image.open(struck).convert("L"))
                for word in page.words:
                    share = dark(image, word)
                    if word["secret"]:
                        secrets, uncovered = secrets + 1, uncovered + (share < .9)
                    elif not word["hand"] and re.fullmatch(r"[a-zà-öø-ÿœ]{4,}", word["t"].rstrip(",.;")):
                        kept, seen = kept + 1, seen + (share < .6)
        print(f"{name}: {clean} of {len(pages)} pages have no secret left ({clean / len(pages):.1%}), {refused} of them refused; "
              f"{uncovered} of {secrets} secret words are not all black; {seen / max(kept, 1):.1%} of {kept} words that stay (four small letters and more) are seen", flush=True)
        failed |= pictures == "remove" and clean < len(pages)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "odd"))
