"""Remakes tests/corpus/files, tests/corpus/bad, tests/corpus/traps and tests/corpus/manifest.toml from the sources beside this file.

    python3 tests/corpus/generate/make.py            everything
    python3 tests/corpus/generate/make.py ID...      only these documents (the manifest keeps the others)

Fails when a planted secret cannot be extracted where it should be, or when a secret still stands in a document outside its marks.
"""

import hashlib
import io
import json
import re
import sys
import tomllib
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parent
sys.path.insert(0, str(HERE))

import pikepdf  # noqa: E402
from PIL import Image  # noqa: E402

import bad_inputs  # noqa: E402
import coded  # noqa: E402
import pictures  # noqa: E402
import traps  # noqa: E402
from lexicon import keep_words  # noqa: E402
from marks import Marks, fold, needles, squeeze  # noqa: E402
from producers import Shop  # noqa: E402

FORMAT_OF = {".typ": "typst", ".html": "html", ".tex": "latex", ".fodt": "xml", ".ps": "ps", ".txt": "text"}


class Made:
    """One document, made: its bytes, what is planted in it and what must stay."""

    def __init__(self, head, data, seen, hidden, boxes=None, texts=None):
        self.head, self.data, self.seen, self.hidden = head, data, seen, hidden
        self.boxes, self.texts = boxes or [], texts


def read_source(path):
    """A source file: TOML between two lines of +++, then the marked text."""
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    head = tomllib.loads(head)
    head.setdefault("id", path.stem)
    head.setdefault("lang", "fr")
    return head, body


def make_source(shop, path):
    head, body = read_source(path)
    marks = Marks(FORMAT_OF[path.suffix])
    source = marks(body)
    name, producer = head["id"], head["producer"]
    texts = None
    if path.suffix == ".typ":
        data = shop.typst(name, source)
    elif path.suffix == ".tex":
        data = shop.latex(name, source, head.get("compiler", "pdflatex"))
    elif path.suffix == ".html" and producer == "libreoffice":
        data = shop.libreoffice(name, source, "html")
    elif path.suffix == ".html":
        data = shop.chromium(name, source)
    elif path.suffix == ".fodt":
        frame = (HERE / "frame.fodt").read_text(encoding="utf-8")
        for slot, part in zip(("@@HEADER@@", "@@FOOTER@@", "@@BODY@@"), source.split("\n====\n"), strict=True):
            frame = frame.replace(slot, part)
        data = shop.libreoffice(name, frame, "fodt")
    elif path.suffix == ".ps":
        data = shop.ghostscript(name, source.encode("latin-1"), "ps")
    else:
        text = source.lstrip("\n")
        texts = [text]
        if head.get("newline") == "crlf":
            text = text.replace("\n", "\r\n")
        data = bytes.fromhex(head.get("bom", "")) + text.encode(head["encoding"])
    if producer == "ghostscript" and path.suffix in (".typ", ".html"):
        data = shop.ghostscript(name, data, "pdf")
    return Made(head, data, marks.seen, marks.hidden, texts=texts)


def hole(text, secrets):
    """`text` without the secrets: what a perfect run would leave."""
    for secret in sorted(secrets, key=len, reverse=True):
        # Readers drop a hyphen that ends a line; the name is the same.
        text = re.sub(r"(?<!\w)" + re.escape(secret).replace("\\-", "-? ?") + r"(?!\w)", " \u25a0 ", text)
    return text


def judge(shop, made):
    """The manifest row of a document, or an exit with every fault found."""
    head, faults = made.head, []
    form = head.get("format", "pdf")
    # a picture has an empty text: nobody can read it, a person draws its boxes
    if made.texts is not None:
        readings = [squeeze(t) for t in made.texts]
    else:
        readings = [squeeze(shop.text_of(made.data, *o)) for o in ([], ["-raw"], ["-layout"])]
        readings.append(squeeze(shop.second_text_of(made.data)))
    must_find, strings = [], []
    for text, category in made.seen:
        variants = [text, text.replace("'", "’"), text.replace("’", "'"), text.replace("-", "\u2212"), text.replace("-", "\u2212").replace("'", "’")]
        found = next((v for v in variants if any(v in r for r in readings)), None)
        if found is None:
            faults.append(f"not extractable: {category} {text!r}")
        else:
            must_find.append((found, category))
            strings.append(found)
    rest = [hole(r, strings) for r in readings]
    folded = [fold(r) for r in rest]
    squeezed = [re.sub(r"[\W_]", "", f) for f in folded]
    sharp, kept_needles = {n for n in needles([r for r in made.seen + made.hidden if r[1] in ("PersonName", "Professional", "NationalId",
                                                                                              "Phone", "Email", "BirthDate")])}, []
    for needle in needles(must_find + made.seen + made.hidden + head.get("pixel_secrets", [])):
        clash = next((m.group(0) for m in (re.search(r".{0,24}" + re.escape(fold(needle)) + r".{0,24}", f) for f in folded) if m), None)
        joined = re.sub(r"[\W_]", "", fold(needle))
        if clash is None and len(joined) >= 9 and all(joined in q for q in squeezed):
            clash = joined
        if clash is None:
            kept_needles.append(needle)
        elif needle in sharp and needle not in head.get("also_common", []):
            faults.append(f"needle {needle!r} stands outside its marks: …{clash}…")
    if made.hidden:
        places = hidden_places(made.data, form)
        for text, _ in made.hidden:
            forms = {text.encode(e, "ignore") for e in ("utf-8", "latin-1", "utf-16-le", "utf-16-be")}
            if not any(f in p for f in forms for p in places):
                faults.append(f"hidden secret {text!r} is not in the file")
    body = rest[0]
    keep = [w for w in head.get("keep", []) + keep_words(body) if not any(fold(w) in fold(s) for s in strings)]
    keep = list(dict.fromkeys(keep))
    gone = [w for w in keep if not any(w in r for r in readings)]
    if gone:
        faults.append(f"words to keep that nobody can read: {gone}")
    if len(keep) < head.get("least_keep", 30) and form in ("pdf", "text"):
        faults.append(f"only {len(keep)} words to keep")
    if faults:
        raise SystemExit(f"{head['id']}:\n  " + "\n  ".join(faults))
    suffix = {"pdf": "pdf", "text": "txt", "jpeg": "jpg", "png": "png"}[form]
    path = f"files/{head['id']}.{suffix}"
    (CORPUS / path).write_bytes(made.data)
    return {
        "id": head["id"], "path": path, "sha256": hashlib.sha256(made.data).hexdigest(), "format": form, "producer": head["producer"],
        "lang": head["lang"], "kind": head["kind"], "licence": "CC0-1.0", "about": head["about"], "expect": head.get("expect", "ok"),
        "policy": "public", "must_find": must_find, "needles": kept_needles, "must_keep": keep, "boxes": made.boxes,
        "box_unit": head.get("box_unit"),
    }


def hidden_places(data, form):
    """Everything a file holds outside its visible text: raw bytes, inflated streams and strings of a PDF, text chunks of a PNG."""
    places = [data]
    if form == "pdf":
        for match in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.S):  # also those of earlier revisions
            try:
                places.append(zlib.decompressobj().decompress(match.group(1)))
            except zlib.error:
                pass
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream):
                    try:
                        places.append(thing.read_bytes())
                    except pikepdf.PdfError:
                        places.append(thing.read_raw_bytes())
                places += [str(s).encode("utf-8") for s in strings_of(thing)]
            places += [str(v).encode("utf-8") for v in pdf.docinfo.values()]
    elif form == "png":
        places += [str(v).encode("utf-8") for v in Image.open(io.BytesIO(data)).info.values()]
    return places


def strings_of(thing, depth=0):
    if depth < 12 and isinstance(thing, (pikepdf.Dictionary, pikepdf.Array)):
        for part in (thing.values() if isinstance(thing, pikepdf.Dictionary) else thing):
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                yield from strings_of(part, depth + 1)
    elif isinstance(thing, pikepdf.String):
        yield str(thing)


def toml(value):
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float):
        return f"{value:.1f}"
    return str(value)


def write_manifest(rows, bad, trapped):
    lines = ["# Written by generate/make.py: do not edit by hand. Every person, number and place of care in these files is invented.", ""]
    for row in rows:
        lines.append("[[file]]")
        for key in ("id", "path", "sha256", "format", "producer", "lang", "kind", "licence", "about", "expect", "policy"):
            lines.append(f"{key} = {toml(row[key])}")
        if row["must_find"]:
            lines.append("must_find = [")
            lines += [f"  {{ text = {toml(t)}, category = {toml(c)} }}," for t, c in row["must_find"]]
            lines.append("]")
        else:
            lines.append("must_find = []")
        for key in ("needles", "must_keep"):
            lines.append(f"{key} = [")
            line = " "
            for item in row[key]:
                if len(line) + len(toml(item)) > 138:
                    lines.append(line)
                    line = " "
                line += f" {toml(item)},"
            lines += [line, "]"] if line.strip() else ["]"]
        if row.get("box_unit"):
            lines.append(f"box_unit = {toml(row['box_unit'])}")
        if row["boxes"]:
            lines.append("boxes = [")
            lines += ["  { " + ", ".join(f"{k} = {toml(v)}" for k, v in box.items()) + " }," for box in row["boxes"]]
            lines.append("]")
        lines.append("")
    for row in bad:
        lines += ["[[bad]]", *(f"{k} = {toml(v)}" for k, v in row.items()), ""]
    for row in trapped:
        lines += ["[[trap]]", *(f"{k} = {toml(v)}" for k, v in row.items()), ""]
    (CORPUS / "manifest.toml").write_text("\n".join(lines), encoding="utf-8")


def main(wanted):
    (CORPUS / "files").mkdir(exist_ok=True)
    (CORPUS / "bad").mkdir(exist_ok=True)
    old = {}
    if wanted and (CORPUS / "manifest.toml").exists():
        for row in tomllib.loads((CORPUS / "manifest.toml").read_text(encoding="utf-8"))["file"]:
            row["must_find"] = [(m["text"], m["category"]) for m in row["must_find"]]
            old[row["id"]] = {"boxes": [], "box_unit": None, **row}
    shop, rows, faults = Shop(), [], []
    try:
        jobs = [(p.stem, lambda p=p: make_source(shop, p)) for p in sorted((HERE / "sources").iterdir()) if p.suffix in FORMAT_OF]
        jobs += [(name, lambda f=f: Made(*f(shop))) for name, f in {**coded.DOCUMENTS, **pictures.DOCUMENTS}.items()]
        for name, job in sorted(jobs, key=lambda j: j[0]):
            if wanted and name not in wanted:
                if name in old:
                    rows.append(old[name])
                continue
            print(name, flush=True)
            try:
                rows.append(judge(shop, job()))
            except SystemExit as fault:
                faults.append(str(fault))
                print(fault, flush=True)
        write_manifest(rows, bad_inputs.write(CORPUS / "bad"), traps.write(CORPUS / "traps"))
    finally:
        shop.close()
    print(f"{len(rows)} documents, {sum((CORPUS / r['path']).stat().st_size for r in rows) // 1024} KiB")
    if faults:
        raise SystemExit(f"{len(faults)} documents failed")


if __name__ == "__main__":
    main(sys.argv[1:])
