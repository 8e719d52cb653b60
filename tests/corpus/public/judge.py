"""Strikes words of other people's PDFs and looks for them with engines that are not ours.

    BIFFURE_PUBLIC_PDFS=folder[:folder] python3 tests/corpus/public/judge.py BIFFURE [--jobs N] [--every N] [--only PART]
        [--report FILE.jsonl]

Each file is judged in a process of its own, so that a crash or a hang of anybody's engine is counted and ends nothing. Needs
poppler's `pdftotext` and, from PyPI, pypdfium2, numpy and pikepdf. One JSON line a file goes to the report, totals to the
terminal. The words are drawn by a seed made of the file's bytes: the same file is always asked the same.

BIFFURE is built without reading pictures (`--no-default-features --features cli`): one that reads them strikes what it sees and
cannot read, a scribble or a stamp, and the page counts as changed, rightly, but not by the writer.
"""

import argparse
import collections
import concurrent.futures
import hashlib
import io
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import unicodedata
import xml.etree.ElementTree as tree
import zlib

LIMIT = 10.0
"""Seconds that our run may take."""
WORDS = 20
PAGES_DRAWN = 8
DPI = 100
PATCH = 12
"""Changed pixels that touch from which a page counts as changed: at 100 dpi not a tenth of a square millimetre each, fewer
than the ink of the smallest letter that anybody reads (an "i" of 6 points has 9, and leaves a ring of others around it when it
goes). What is smaller is the edge of a letter that was rounded to another pixel: nobody sees it, even when the two pages are
flipped over one another."""
CHANGED = 1e-3
"""Share of a page's pixels outside the struck places from which the page counts as changed however finely they are strewn."""
CATEGORIES = (
    "PersonName Professional Address Postcode City NationalId Phone Email BirthDate BirthPlace PatientNumber ProfessionalId "
    "InsuranceNumber BankAccount DocumentNumber Facility Ward Occupation Date Age Url UserName"
).split()


# The format's own words: names, and what stands between objects and in character maps.
OWN = re.compile(
    rb"/[A-Za-z0-9+_.-]+|endstream|endobj|startxref|trailer|stream|xref|begin\w+|end\w+|findresource|defineresource|"
    rb"usecmap|CMapName|currentdict|def\b|dict\b|\(Adobe\)|\(Identity\)|\(UCS\)"
)


def fold(text):
    """Lower case without accents, ligatures taken apart."""
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c)).casefold()


def poppler(path, *args):
    done = subprocess.run(["pdftotext", *args, path, "-"], capture_output=True, timeout=60)
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def words_of(path):
    """Poppler's words: page → [(word, box)] in reading order."""
    said = poppler(path, "-bbox", "-cropbox")
    if said is None:
        return None
    said = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "?", said)
    said = re.sub(r"<title>.*?</title>", "", said, flags=re.S)
    said = re.sub(r"<meta [^>]*/>", "", said, flags=re.S)
    try:
        root = tree.fromstring(said)
    except tree.ParseError:
        return None
    pages = []
    for page in root.iter("{http://www.w3.org/1999/xhtml}page"):
        words = []
        for w in page:
            box = tuple(float(w.get(k)) for k in ("xMin", "yMin", "xMax", "yMax"))
            words.append((w.text or "", box))
        pages.append(((float(page.get("width")), float(page.get("height"))), words))
    return pages


def unmirrored(words):
    """Poppler cuts mirrored lines into letters, from the last to the first: put together again where they touch. A page that is
    not cut so stays as it is."""
    if sum(len(w) == 1 for w, _ in words) < 0.8 * len(words):
        return words
    out = []
    for word, box in words:
        last = out[-1][1] if out else box
        across = abs(last[1] - box[1]) + min(abs(last[2] - box[0]), abs(last[0] - box[2]))
        down = abs(last[0] - box[0]) + min(abs(last[3] - box[1]), abs(last[1] - box[3]))
        if out and min(across, down) < 0.7:
            corners = [pick(a, b) for pick, a, b in zip((min, min, max, max), last, box)]
            out[-1] = (word + out[-1][0], tuple(corners))
        else:
            out.append((word, box))
    return out


def core(word):
    """A word without the marks around it."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", word)


def without_icons(path):
    """The file without notes that have no picture of their own: each viewer shows another for them."""
    import pikepdf

    out = io.BytesIO()
    try:
        with pikepdf.open(path) as pdf:
            icon = lambda a: a.get("/Subtype") in ("/Text", "/FileAttachment", "/Sound") and "/AP" not in a
            if not any(icon(a) for page in pdf.pages for a in page.get("/Annots", ())):
                return path
            for page in pdf.pages:
                page.Annots = pikepdf.Array([a for a in page.get("/Annots", ()) if not icon(a)])
            pdf.save(out)
    except Exception:  # pikepdf opens less than pdfium does
        return path
    return out


def as_pictured(path):
    """The file with its fields' and notes' own pictures as part of the pages: pdfium draws no field that the form's tree lacks,
    though the file shows it."""
    import pikepdf

    out = io.BytesIO()
    try:
        with pikepdf.open(path) as pdf:
            if not any("/Annots" in page for page in pdf.pages):
                return path
            if "/AcroForm" in pdf.Root:
                pdf.Root.AcroForm.NeedAppearances = False
            pdf.flatten_annotations()
            pdf.save(out)
    except Exception:  # pikepdf opens less than pdfium does
        return path
    return out


def lettered(path):
    """Boxes of notes that are letters without a picture: every viewer sets them in a font of its own, and pdfium leaves out the
    letters that its font lacks. Page → boxes in points, top-left."""
    import pikepdf

    out = collections.defaultdict(list)
    try:
        with pikepdf.open(path) as pdf:
            for number, page in enumerate(pdf.pages):
                left, low, right, high = (float(v) for v in page.cropbox)
                for note in page.get("/Annots", ()):
                    if note.get("/Subtype") == "/FreeText" and "/AP" not in note and not page.get("/Rotate", 0):
                        a, b, c, d = (float(v) for v in note.Rect)
                        out[number].append((min(a, c) - left, high - max(b, d), max(a, c) - left, high - min(b, d)))
    except Exception:  # pikepdf opens less than pdfium does
        pass
    return out


def cleaned(path):
    """Bytes of the file when pikepdf writes it anew with nothing but its pages and what they show."""
    import pikepdf

    out = io.BytesIO()
    try:
        with pikepdf.open(path) as pdf:
            for key in set(pdf.Root.keys()) - {"/Type", "/Pages"}:
                del pdf.Root[key]
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            for page in pdf.pages:
                # What notes show is part of our pages too.
                for key in ("/Metadata", "/PieceInfo", "/Thumb", "/StructParents", "/B", "/AA"):
                    if key in page:
                        del page[key]
            pdf.remove_unreferenced_resources()
            pdf.save(out, compress_streams=True)
    except Exception:  # pikepdf opens less than pdfium does
        return None
    return len(out.getvalue())


def drawn(path, pages, fields=True, pictured=False):
    """Pages drawn by pdfium, in grey, with its own pictures and buttons of fields and notes, without, or with the file's own."""
    import numpy
    import pypdfium2

    document = pypdfium2.PdfDocument(as_pictured(path) if pictured else path if fields else without_icons(path))
    if fields:
        document.init_forms()
    for number in pages:
        page = document[number]
        width, height = page.get_size()
        scale = min(DPI / 72, (16e6 / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        yield number, scale, numpy.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width).astype("int16")


def spread(picture, pick):
    """Each pixel's extreme within one pixel around."""
    import numpy

    padded = numpy.pad(picture, 1, mode="edge")
    height, width = picture.shape
    parts = [padded[y : y + height, x : x + width] for y in range(3) for x in range(3)]
    return pick.reduce(parts)


def largest(off):
    """Pixels of the largest patch: pixels touch where their corners do."""
    left, most = set(zip(*(axis.tolist() for axis in off.nonzero()))), 0
    while left:
        edge, size = [left.pop()], 0
        while edge:
            y, x = edge.pop()
            size += 1
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            edge += near
        most = max(most, size)
    return most


def unlike(before, after):
    """Pixels that cannot come from a shift of less than a pixel."""
    import numpy

    high, low = spread(before, numpy.maximum), spread(before, numpy.minimum)
    off = (after > high + 48) | (after < low - 48)
    high, low = spread(after, numpy.maximum), spread(after, numpy.minimum)
    return off | (before > high + 48) | (before < low - 48)


def changed(befores, after, boxes, scale):
    """Share of the pixels outside the boxes that are like those of none of the pictures of the page before, and the largest
    patch of them."""
    if any(abs(a - b) > 2 for before in befores for a, b in zip(before.shape, after.shape)):
        return 1.0, after.size
    height, width = (min(sides) for sides in zip(after.shape, *(before.shape for before in befores)))
    after = after[:height, :width]
    off = True
    for before in befores:
        off &= unlike(before[:height, :width], after)
    for corners in boxes:
        box = [int(v * scale) for v in corners]
        # A bar is as long as its grid says, and begins where the line does that was set anew.
        for picture, low, high in ((after, 0, 2), (after.T, 1, 3)):
            across = (box[1 - low], box[3 - low])
            middle = slice(max(across[0] + (across[1] - across[0]) * 2 // 5, 0), max(across[0] + (across[1] - across[0]) * 3 // 5, 0) + 1)
            dark = lambda at: 0 <= at < picture.shape[1] and picture[middle, at].size and (picture[middle, at] < 40).all()
            if (box[high] - box[low]) < (across[1] - across[0]) / 2:
                continue
            while dark(box[high]):
                box[high] += 1
            while dark(box[low]):
                box[low] -= 1
        off[max(box[1], 0) : max(box[3] + 1, 0), max(box[0], 0) : max(box[2] + 1, 0)] = False
    return float(off.sum()) / max(off.size, 1), largest(off)


def runs_on(word, after, struck):
    """Whether a struck word stands across the end of one word and the beginning of another, in a script that breaks its lines
    between any two letters. It may stand there several times, one upon another."""
    word, after = fold(word), fold(after)
    if not (word and after and re.match(r"[\u3040-\u30ff\u3400-\u9fff]{2}", word[-1] + after[0])):
        return False
    both = word + after
    return any(both.startswith(s, at) and at + len(s) > len(word) for s in struck for at in range(len(word)))


def struck_places(words, struck, after=(), told=()):
    """Boxes of the struck words and their bars; and where the words of the same line that moved with them stood and stand (in
    `after`, the output's words): a line is set anew behind a bar, so that it tells no width. A line may run up or down.
    `told` are places where more is struck."""
    words, after = unmirrored(words), unmirrored(after)
    out = []
    # Marks within a word do not make it another: what is struck is struck with and without an apostrophe.
    hit = lambda word: any(s in re.sub(r"\W", "", fold(word)) for s in struck)
    # Nor does a line's end: both halves of a hyphenated word go.
    halves = set()
    for at, (word, box) in enumerate(words[:-1]):
        after_word, after_box = words[at + 1]
        # Nor does a narrow blank that only one engine sees.
        beside = abs(box[1] - after_box[1]) < 2 and abs(after_box[0] - box[2]) < 0.4 * (box[3] - box[1])
        glued = re.sub(r"\W", "", fold(word + after_word)) in struck and beside
        hyphen = word.endswith(("-", "\u00ad", "\u2010")) and hit(word + after_word)
        if glued or hyphen or runs_on(word, after_word, struck):
            halves |= {at, at + 1}
    over = lambda a, b: min(a[2], b[2]) > max(a[0], b[0]) and b[1] < (a[1] + a[3]) / 2 < b[3]
    for at, (word, box) in enumerate(words):
        if not hit(word) and at not in halves and not any(over(box, place) for place in told):
            continue
        # A tall box of several letters stands in a line that runs up or down.
        upright = len(core(word)) < 3 or box[2] - box[0] >= box[3] - box[1]
        turn = (lambda b: b) if upright else (lambda b: (b[1], b[0], b[3], b[2]))
        a0, c0, a1, c1 = turn(box)
        high = max(c1 - c0, 2)
        # Poppler hangs the letters of vertical writing half an em beside their place.
        pad = 0.4 if upright else 0.6
        out.append(turn((a0 - 3 * high, c0 - pad * high, a1 + (3 if upright else 9) * high, c1 + pad * high)))

        def row(some):
            # We write a ligature's letters one by one.
            some = [(fold(w), turn(b)) for w, b in some]
            return [(w, b) for w, b in some if abs((b[1] + b[3]) / 2 - (c0 + c1) / 2) < 0.6 * high]

        was, now = row(words), row(after)
        # An engine may cut a line into other words once these have moved: then it is their letters that are compared.
        letters_was, letters_now = ("".join(core(w) for w, _ in some) for some in (was, now))
        # Of a word that a clip cuts off, the letters that nobody saw are gone.
        gone, new = ({w for w, _ in some} - {w for w, _ in others} for some, others in ((was, now), (now, was)))
        ends = {w for a in gone for b in new if len(b) > 2 and a.startswith(b) for w in (a, b)}
        still = {(w, round(b[0])) for w, b in was} & {(w, round(b[0])) for w, b in now}
        for other, b in was + now:
            # What a struck word leaves of itself (a comma, a bracket) moves too.
            rest = any(hit(w) and core(other) in w for w, _ in was)
            both = any(w == other for w, _ in was) and any(w == other for w, _ in now)
            both |= core(other) in letters_was and core(other) in letters_now
            both |= other in ends
            if (both or rest) and (other, round(b[0])) not in still:
                out.append(turn((b[0] - high, b[1] - 0.4 * high, b[2] + high, b[3] + 0.4 * high)))
    return out


def told_places(biffure, policy, known, path):
    """Places that are struck though nobody asked, page by page: a number with valid check digits can never be kept, and words
    are found in any spelling."""
    out = collections.defaultdict(list)
    run = [biffure, "scan", "--show", "--policy", policy, "--known", known, path]
    try:
        done = subprocess.run(run, capture_output=True, timeout=LIMIT * 6)
    except subprocess.TimeoutExpired:
        return out
    for line in done.stdout.splitlines():
        for found in json.loads(line).get("findings", ()):
            for at in found["places"]:
                if "page" in at:
                    x, y, wide, high = (at[key] for key in ("x", "y", "width", "height"))
                    out[at["page"] - 1].append((x, y, x + wide, y + high))
    return out


def second_boxes(page):
    """The words that pdfium reads on a page, with their boxes in points, top-left."""
    text, high = page.get_textpage(), page.get_height()
    for found in re.finditer(r"\S+", text.get_text_range()):
        if text.count_rects(found.start(), len(found[0])):
            left, low, right, top = text.get_rect(0)
            yield found[0], (left, high - top, right, high - low)


def second_words(path):
    """Page by page, the words that pdfium reads, folded."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    return [set(re.findall(r"\w+", fold(page.get_textpage().get_text_range()))) for page in document]


def choose(pages, second, seed):
    """Words to strike, a pair and a triple of neighbours on one line among them. None stands within another word, and two
    engines read each: what one of them puts together from letters that stand apart is no word of the page."""
    dice = random.Random(seed)
    forms = collections.Counter()
    places = []
    for number, (_, words) in enumerate(pages):
        for at, (word, _) in enumerate(words):
            bare = core(word)
            forms[fold(bare)] += 1
            read = number < len(second) and fold(bare) in second[number]
            if read and len(bare) >= 4 and re.fullmatch(r"\w+", bare) and len(set(fold(bare))) > 1:
                places.append((number, at))
    everything = " ".join(fold(w) for _, words in pages for w, _ in words)

    # Nor does it arise where words join, or stand there backwards: our own checks would find it in what stays.
    joined = re.sub(r"\W", "", everything)

    def lone(key):
        by_chance = joined.count(key) != forms[key] or len(key) >= 8 and key[::-1] in joined
        return not by_chance and everything.count(key) == forms[key] and forms[key] <= 12

    places = [p for p in places if lone(fold(core(pages[p[0]][1][p[1]][0])))]
    if not places:
        return [], [], []
    allowed = set(places)

    def group(size):
        starts = [
            (n, i)
            for n, i in places
            if all(
                (n, i + k) in allowed
                and abs(pages[n][1][i][1][1] - pages[n][1][i + k][1][1]) < 1
                and pages[n][1][i + k][1][0] > pages[n][1][i + k - 1][1][0]
                for k in range(1, size)
            )
        ]
        first = dice.choice(starts) if starts else None
        return [(first[0], first[1] + k) for k in range(size)] if first else []

    triple, pair = group(3), group(2)
    rest = list(places)
    dice.shuffle(rest)
    chosen = {}
    for n, i in [*triple, *pair, *rest]:
        bare = core(pages[n][1][i][0])
        if len(chosen) < WORDS:
            chosen.setdefault(fold(bare), bare)
    return list(chosen.values()), pair, triple


def inflated(data):
    """The bytes and what every stream in them unpacks to."""
    yield data
    for found in re.finditer(rb"stream\r?\n", data):
        if data[max(found.start() - 3, 0) : found.start()] == b"end":
            continue
        unpacker = zlib.decompressobj()
        try:
            yield unpacker.decompress(data[found.end() :], 64 << 20)
        except zlib.error:
            pass


def spelled(word, code):
    """The word in an encoding; nothing where the encoding lacks one of its letters."""
    try:
        return word.encode(code)
    except UnicodeEncodeError:
        return b""


def left(path, words):
    """Which words are still there, and who says so."""
    import pypdfium2

    out = []
    texts = {"poppler": poppler(path) or "", "poppler-raw": poppler(path, "-raw") or ""}
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return [("pdfium", "does not open the output")]
    texts["pdfium"] = "\n".join(page.get_textpage().get_text_range() for page in document)
    for engine, text in texts.items():
        text = fold(text)
        out += [(engine, w) for w in words if re.search(rf"(?<!\w){re.escape(fold(w))}(?!\w)", text)]
    with open(path, "rb") as f:
        data = f.read()
    forms = [(w, spelled(w, code)) for w in words for code in ("utf-8", "latin-1", "utf-16-be", "utf-16-le")]
    forms += [(w, form.hex().encode()) for w, form in list(forms)]
    forms = [(w, form) for w, form in forms if len(form) >= 6]
    for blob in inflated(data):
        low = OWN.sub(b" ", blob).lower()
        out += [("bytes", w) for w, form in forms if form.lower() in low]
    return sorted(set(out))


def paths(path):
    """How our output holds each page: as a picture or as content."""
    import pikepdf

    out = []
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            content = page.Contents.read_bytes() if "/Contents" in page else b""
            out.append("raster" if re.fullmatch(rb"q \S+ 0 0 \S+ 0 0 cm /X1 Do Q\n?", content) else "content")
    return out


def one(path, biffure):
    """Judges one file."""
    verdict = {"file": path}
    with open(path, "rb") as f:
        data = f.read()
    verdict["bytes"] = len(data)
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        # It believes what the file says of its pages until it is asked for one.
        document[0]
        verdict["pages"] = len(document)
    except Exception:  # whatever pdfium says, it does not open the file
        verdict["pages"] = 0
    pages = words_of(path) if verdict["pages"] else None
    seed = hashlib.sha256(data).hexdigest()
    words, pair, triple = choose(pages, second_words(path), seed) if pages else ([], [], [])
    verdict.update(words=len(words), pair=bool(pair), triple=bool(triple))
    with tempfile.TemporaryDirectory() as folder:
        known, policy, out = (os.path.join(folder, n) for n in ("known.json", "policy.json", "out.pdf"))
        with open(known, "w") as f:
            json.dump({"other": words}, f)
        with open(policy, "w") as f:
            json.dump({"name": "judge", "categories": {c: "ignore" for c in CATEGORIES}}, f)
        began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        try:
            run = [biffure, "redact", "--policy", policy, "--known", known, "--pictures", "keep", "-o", out, path]
            done = subprocess.run(run, capture_output=True, timeout=LIMIT * 6)
        except subprocess.TimeoutExpired:
            return verdict | {"end": "hang", "seconds": LIMIT * 6}
        verdict["seconds"] = round(time.monotonic() - began, 2)
        # What the run itself took: others may be at work on the machine.
        verdict["cpu"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before, 2)
        said = done.stderr.decode("utf-8", "replace").strip()
        if done.returncode not in (0, 3, 4, 5, 6, 7):
            return verdict | {"end": "crash", "code": done.returncode, "why": said[-300:]}
        if done.returncode:
            return verdict | {"end": "refused", "code": done.returncode, "why": said.rsplit(".pdf: ", 1)[-1][-200:]}
        verdict["end"] = "done"
        verdict["out"], verdict["cleaned"] = os.path.getsize(out), cleaned(path)
        verdict["notices"] = json.loads(done.stdout)["notices"]
        with open(out, "rb") as f:
            if not f.read(5).startswith(b"%PDF"):
                # No PDF, whatever its name says: it was treated as what it is.
                return verdict | {"left": [], "raster": [], "pages": 0}
        verdict["left"] = left(out, words)
        ways = paths(out)
        verdict["raster"] = [n for n, way in enumerate(ways) if way == "raster"]
        if not verdict["pages"]:
            return verdict
        if len(ways) != verdict["pages"]:
            verdict["page_count"] = len(ways)
            return verdict
        struck = {fold(w) for w in words}
        some = list(range(min(verdict["pages"], PAGES_DRAWN)))
        verdict["drawn"] = len(some)
        verdict["changed"] = []
        again, told = words_of(out) or [], None
        # A field or a note has three looks, with and without the viewer's own drawing, and that of its picture in the file: the
        # output has none of them to choose from, and may have any.
        sources = drawn(path, some), drawn(path, some, fields=False), drawn(path, some, pictured=True)
        notes, document, struck_document = lettered(path), pypdfium2.PdfDocument(path), pypdfium2.PdfDocument(out)
        for (number, scale, before), (_, _, printed), (_, _, own), (_, _, after) in zip(*sources, drawn(out, some)):
            seen = pages[number][1] if pages and number < len(pages) else []
            seen_again = again[number][1] if number < len(again) else []
            # Poppler reads some pages not at all, and has its boxes beside the letters where a font lies about its height.
            readers = [(seen, seen_again), [list(second_boxes(d[number])) for d in (document, struck_document)]]
            places = lambda told: [b for was, now in readers for b in struck_places(was, struck, now, told)] + notes[number]
            share, patch = changed((before, printed, own), after, places(()), scale)
            if share > CHANGED or patch >= PATCH:
                told = told_places(biffure, policy, known, path) if told is None else told
                share, patch = changed((before, printed, own), after, places(told[number]) + told[number], scale)
            if share > CHANGED or patch >= PATCH:
                verdict["changed"].append((number, round(share, 5), patch))
    return verdict


def files():
    seen = set()
    for folder in os.environ.get("BIFFURE_PUBLIC_PDFS", "").split(":"):
        for base, _, names in sorted(os.walk(folder)) if folder else []:
            for name in sorted(names):
                path = os.path.join(base, name)
                if name.lower().endswith(".pdf") and os.path.isfile(path):
                    with open(path, "rb") as f:
                        digest = hashlib.sha256(f.read()).digest()
                    if digest not in seen:
                        seen.add(digest)
                        yield path


def apart(path, args):
    """Judges a file in a process of its own."""
    run = [sys.executable, __file__, args.biffure, "--one", path]
    try:
        done = subprocess.run(run, capture_output=True, timeout=LIMIT * 6 + 120)
        return json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"file": path, "end": "judge", "why": "the judge took too long"}
    except ValueError:
        return {"file": path, "end": "judge", "why": done.stderr.decode("utf-8", "replace")[-300:]}


def totals(verdicts):
    ends = collections.Counter(v["end"] for v in verdicts)
    done = [v for v in verdicts if v["end"] == "done"]
    opened = [v for v in verdicts if v.get("pages")]
    pages = sum(v["pages"] for v in done)
    raster = sum(len(v["raster"]) for v in done)
    drawn_pages = sum(v.get("drawn", 0) for v in done)
    altered = sum(len(v.get("changed", [])) for v in done)
    refused = [v for v in opened if v["end"] != "done"]
    slow = [v for v in verdicts if v.get("cpu", v.get("seconds", 0)) > LIMIT]
    print(f"files {len(verdicts)}: {dict(ends)}; pdfium opens {len(opened)}")
    print(f"of these refused {len(refused)} ({100 * len(refused) / max(len(opened), 1):.2f} %)")
    print(f"pages {pages}, as pictures {raster} ({100 * raster / max(pages, 1):.2f} %)")
    print(f"words struck {sum(v['words'] for v in done)}; pairs {sum(v['pair'] for v in done)}, ", end="")
    print(f"triples {sum(v['triple'] for v in done)}; files with a word left {sum(bool(v['left']) for v in done)}")
    print(f"pages drawn {drawn_pages}, changed {altered} ({100 * altered / max(drawn_pages, 1):.2f} %)")
    sizes = sorted((v["out"] / v["cleaned"], v["file"]) for v in done if v.get("cleaned") and v.get("pages"))
    if sizes:
        at = lambda share: sizes[min(int(share * len(sizes)), len(sizes) - 1)][0]
        print(f"size to that of the cleaned source: median {at(0.5):.2f}, of 95 % at most {at(0.95):.2f}")
        for ratio, path in sizes[-5:]:
            print(f"{ratio:8.2f} {path}")
    print(f"over {LIMIT:.0f} s of the processor: {len(slow)}; in all {sum(v.get('cpu', 0) for v in verdicts):.0f} s")
    whys = collections.Counter(v.get("why", "") for v in opened if v["end"] != "done")
    for why, n in whys.most_common():
        print(f"{n:5} {why}")
    return ends["crash"] + ends["hang"] + len(slow) + sum(bool(v["left"]) for v in done)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("biffure")
    parser.add_argument("--one")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--report")
    args = parser.parse_args()
    if args.one:
        print(json.dumps(one(args.one, args.biffure)))
        return 0
    chosen = [p for p in files() if args.only in p][:: args.every]
    if not chosen:
        print("no files: BIFFURE_PUBLIC_PDFS names folders with PDFs, parted by colons", file=sys.stderr)
        return 2
    verdicts = []
    report = open(args.report, "w") if args.report else None
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for verdict in pool.map(lambda p: apart(p, args), chosen):
            verdicts.append(verdict)
            if report:
                report.write(json.dumps(verdict) + "\n")
                report.flush()
            fault = verdict["end"] in ("crash", "hang", "judge") or verdict.get("left")
            if fault:
                print(json.dumps(verdict), flush=True)
    return 1 if totals(verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
