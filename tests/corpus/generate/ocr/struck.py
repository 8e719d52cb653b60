"""Pages with barcodes, struck by the command line: is any still readable, is any still seen?

    python3 tests/corpus/generate/ocr/struck.py BIFFURE PAGES [COUNT]

BIFFURE is the program, PAGES a folder that codes.py wrote. Prints how many symbols are black in the output (97 % of each), how many zxing-cpp still
decodes there, and how much of the pages is black without a symbol under it; ends with 1 when anything decodes or fewer than 98 % are black.
Needs Pillow, numpy and zxing-cpp.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw


def main(program, pages, count):
    pages = sorted(Path(pages).glob("*.png"))[:count]
    symbols, black, left, other = 0, 0, 0, []
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([program, "redact", *pages, "-o", out], check=True, stdout=subprocess.DEVNULL)
        for n, page in enumerate(pages, 1):
            struck = Image.open(f"{out}/document-{n}.png").convert("L")
            dark = np.array(struck) < 16
            under = np.zeros(dark.shape, bool)
            for code in json.loads(page.with_suffix(".json").read_text())["codes"]:
                mask = Image.new("1", struck.size)
                ImageDraw.Draw(mask).polygon([tuple(p) for p in code["q"]], fill=1)
                mask = np.array(mask)
                under |= mask
                symbols += 1
                if dark[mask].mean() >= .97:
                    black += 1
                else:
                    print("seen", page.name, code["format"], code["how"])
            for found in zxingcpp.read_barcodes(struck):
                left += 1
                print("decodes", page.name, found.format, repr(found.text))
            other.append((dark & ~under).mean())
    print(f"{len(pages)} pages, {symbols} symbols: {black} black ({black / max(symbols, 1):.1%}), {left} decode; "
          f"{np.mean(other):.1%} of a page black besides")
    return left > 0 or black < .98 * symbols


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None))
