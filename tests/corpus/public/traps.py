"""Strikes our small files that hide a name (../traps) and asks engines that are not ours for it.

    python3 tests/corpus/public/traps.py BIFFURE [--pictures keep|remove]

The outputs are read by poppler (`pdftotext`, `pdftotext -raw`, `pdfinfo`), MuPDF (`mutool draw` as text, `mutool show` as every object unpacked), by tesseract
from pages drawn by poppler at 150 dpi, and looked through for bad redactions by x-ray (PyPI). One line a file that leaks, and totals; ends with 1
when any leaks, or when an engine is missing: nobody asked is nobody answered.
"""

import asyncio
import json
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

import xray

TRAPS = Path(__file__).parent.parent / "traps"
SECRETS = ["Ysoline", "Farguette", "7712345604"]


def said(*command):
    run = subprocess.run([str(c) for c in command], capture_output=True)
    return run.stdout.decode("utf-8", "replace") + run.stdout.decode("utf-16-be", "replace")


def folded(text):
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c)).casefold()


def left(text):
    """The secrets in a text, with or without blanks between their letters."""
    text = folded(text)
    packed = re.sub(r"\s+", "", text)
    return [s for s in SECRETS if s.casefold() in text or s.casefold() in packed]


def drawn(file, folder):
    subprocess.run(["pdftoppm", "-r", "150", "-png", file, folder / "page"], capture_output=True)
    return "\n".join(said("tesseract", page, "-", "-l", "fra", "--psm", "3") for page in sorted(folder.glob("page*.png")))


ENGINES = {
    "poppler": lambda f, d: said("pdftotext", f, "-") + said("pdftotext", "-raw", f, "-") + said("pdfinfo", f),
    "mupdf": lambda f, d: said("mutool", "draw", "-F", "txt", f) + said("mutool", "show", "-b", f, "grep"),
    "tesseract": drawn,
    "x-ray": lambda f, d: json.dumps(asyncio.run(xray.inspect(str(f))), ensure_ascii=False, default=str),
}


def main(program, pictures):
    missing = [t for t in ("pdftotext", "pdfinfo", "pdftoppm", "mutool", "tesseract") if not shutil.which(t)]
    if missing:
        return print("missing:", *missing) or True
    struck, refused, found = 0, [], {e: 0 for e in ENGINES}
    sources = {e: 0 for e in ENGINES}
    for trap in sorted(TRAPS.glob("*.pdf")):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            known = folder / "known.json"
            known.write_text(json.dumps({"names": [], "numbers": [], "addresses": [], "other": [*SECRETS, "Ysoline Farguette"]}))
            out = folder / "out.pdf"
            subprocess.run([program, "redact", trap, "-o", out, "--pictures", pictures, "--known", known], capture_output=True)
            if not out.exists():
                refused.append(trap.stem)
                continue
            struck += 1
            for name, engine in ENGINES.items():
                at = folder / name
                (at / "before").mkdir(parents=True)
                (at / "after").mkdir()
                sources[name] += bool(left(engine(trap, at / "before")))
                over = left(engine(out, at / "after"))
                found[name] += bool(over)
                if over:
                    print("left", trap.stem, name, over)
    print(f"{struck} struck, {len(refused)} refused {refused}")
    for name in ENGINES:
        print(f"{name}: a secret in {sources[name]} of the sources, in {found[name]} of the outputs")
    return any(found.values()) or struck == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[3] if len(sys.argv) > 3 else "remove"))
