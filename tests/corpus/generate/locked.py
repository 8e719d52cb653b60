"""Small PDFs as other programs save them: encrypted in every way of the standard, linearised, updated, with two tables of objects.

Alone (`python3 locked.py`) it writes those that are missing to tests/corpus/locked: encryption draws random salts, so that what is there stays.
The name is that of traps.py. Files `…-asks.pdf` open with the password “secret”, the others without.
"""

import io
import struct
from pathlib import Path

import pikepdf

from bad_inputs import FONT, page, pdf, stream
from traps import LINE, SECRET, file, text

FOLDER = Path(__file__).parent.parent / "locked"


def saved(data, **how):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as doc:
        doc.docinfo["/Author"] = SECRET
        doc.save(out, **how)
    return out.getvalue()


def encrypted(revision, user):
    strong = revision >= 4
    how = pikepdf.Encryption(owner="owner", user=user, R=revision, aes=strong, metadata=strong)
    return saved(file(LINE), encryption=how, static_id=True)


def linearised():
    # Two pages, so that there are a first-page part, hints and a rest; each holds the name.
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>", 3: page(), 4: stream(LINE), 5: FONT,
               6: page(b"7 0 R"), 7: stream(LINE)}
    return saved(pdf(objects), linearize=True, deterministic_id=True)


def updated():
    """A linearised file to which a program appended a page content without the name."""
    first = linearised()
    with pikepdf.open(io.BytesIO(first)) as doc:
        number = doc.pages[0].Contents.objgen[0]
        root, size = doc.Root.objgen[0], int(doc.trailer.Size)
    body = b"%d 0 obj\n%s\nendobj\n" % (number, stream(b"BT /F1 12 Tf 72 700 Td (Compte rendu, suivi sans histoire.) Tj ET\n"))
    # The table at a linearised file's head is the one that counts.
    previous = first[first.index(b"startxref") + 9:].split()[0]
    if previous == b"0":
        previous = first[first.rindex(b"startxref") + 9:].split()[0]
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %s >>\n" % (number, len(first), size, root, previous)
    return first + body + table + b"startxref\n%d\n%%%%EOF\n" % (len(first) + len(body))


def hybrid():
    """A field that only the table for newer readers names (ISO 32000-2, 7.5.8.4): its value holds the name."""
    widget = b"<< /Type /Annot /Subtype /Widget /FT /Tx /F 4 /Rect [72 500 400 520] /DA (/Helv 10 Tf) /V %s >>" % text(SECRET)
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               3: page()[:-2] + b"/Annots [7 0 R] >>", 4: stream(b"BT /F1 12 Tf 72 700 Td (Compte rendu) Tj ET"), 5: FONT}
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    places[6] = len(out)
    out += b"6 0 obj\n%s\nendobj\n" % stream(b"7 0 " + widget, b"/Type /ObjStm /N 1 /First 4")
    places[8] = len(out)
    rows = struct.pack(">BIH", 1, places[6], 0) + struct.pack(">BIH", 2, 6, 0) + struct.pack(">BIH", 1, places[8], 0)
    out += b"8 0 obj\n%s\nendobj\n" % stream(rows, b"/Type /XRef /W [1 4 2] /Index [6 3] /Size 9 /Root 1 0 R")
    start = len(out)
    out += b"xref\n0 9\n0000000006 65535 f \n" + b"".join(b"%010d 00000 n \n" % places[n] for n in range(1, 6))
    out += b"0000000007 00000 f \n0000000008 00000 f \n0000000000 00000 f \n"
    return bytes(out + b"trailer\n<< /Size 9 /Root 1 0 R /XRefStm %d >>\nstartxref\n%d\n%%%%EOF\n" % (places[8], start))


def only_attachments():
    """Nothing but the attached file is encrypted (crypt filter EFF), with a password that nobody has."""
    lock = (b"<< /Filter /Standard /V 4 /R 4 /Length 128 /P -4 /O <%s> /U <%s> /CF << /StdCF << /Type /CryptFilter /CFM /AESV2 /AuthEvent /EFOpen"
            b" /Length 16 >> >> /StmF /Identity /StrF /Identity /EFF /StdCF >>" % (b"5A" * 32, b"A5" * 32))
    attached = stream(bytes((i * 73 + i // 7 * 31) % 256 for i in range(64)), b"/Type /EmbeddedFile")
    spec = b"<< /Type /Filespec /F (note.txt) /EF << /F 11 0 R >> >>"
    catalog = b"/Names << /EmbeddedFiles << /Names [(note.txt) 10 0 R] >> >>"
    return file(LINE, catalog=catalog, more=[spec, attached, lock], trailer=b"/Encrypt 12 0 R /ID [<00> <00>] ")


FILES = {f"r{r}{end}.pdf": (lambda r=r, user=user: encrypted(r, user)) for r in range(2, 7) for user, end in (("", ""), ("secret", "-asks"))}
FILES |= {"linearised.pdf": linearised, "linearised-then-updated.pdf": updated, "hybrid.pdf": hybrid, "only-attachments.pdf": only_attachments}

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, make in FILES.items():
        if not (FOLDER / name).exists():
            (FOLDER / name).write_bytes(make())
