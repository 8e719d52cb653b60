"""Small files that must be refused, each with the reason (the stable error code). All are made here; none holds a person's data.

Alone (`python3 bad_inputs.py FOLDER`) it writes them to a folder; make.py writes them to tests/corpus/bad and lists them in the manifest.
"""

import io
import sys
import zipfile
import zlib
from pathlib import Path

import pikepdf

HELLO = b"BT /F1 12 Tf 72 700 Td (Compte rendu de radiologie) Tj ET"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(objects, trailer=b"/Root 1 0 R"):
    """A PDF of `objects` (number → body), with a right cross-reference table."""
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))


def stream(data, entries=b""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def page(contents=b"4 0 R", resources=b"<< /Font << /F1 5 0 R >> >>"):
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %s /Resources %s >>" % (contents, resources)


def one_page(**changes):
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: page(), 4: stream(HELLO), 5: FONT}
    objects.update({int(k[1:]): v for k, v in changes.items()})
    return pdf(objects)


def empty():
    return b""


def noise():
    return bytes((i * 73 + i // 7 * 31) % 256 for i in range(4096))


def truncated():
    whole = one_page(o4=stream(b"\n".join([HELLO] * 40)))
    return whole[:len(whole) // 3]


def zero_pages():
    return pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"})


def bomb():
    """Twice deflated: 60 kB here, some 4 GB once inflated."""
    packer, once = zlib.compressobj(9), bytearray()
    for _ in range(4096):
        once += packer.compress(b"\n" * (1 << 20))
    once += packer.flush()
    return one_page(o4=stream(zlib.compress(bytes(once), 9), b"/Filter [/FlateDecode /FlateDecode]"))


def cyclic_pages():
    return pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [6 0 R] /Count 1 /Parent 6 0 R >>", 6: b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"})


def docx_as_pdf():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, text in (("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
                            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'),
                           ("word/document.xml", '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Compte rendu</w:t></w:r></w:p></w:body></w:document>')):
            z.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def with_password():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(one_page())) as doc:
        doc.save(out, encryption=pikepdf.Encryption(owner="owner", user="secret", R=6))
    return out.getvalue()


def many_pages():
    out = io.BytesIO()
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 4: stream(HELLO), 5: FONT}
    objects.update({n: page() for n in range(6, 10006)})
    objects[2] = b"<< /Type /Pages /Count 10000 /Kids [" + b" ".join(b"%d 0 R" % n for n in range(6, 10006)) + b"] >>"
    with pikepdf.open(io.BytesIO(pdf(objects))) as doc:
        doc.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def huge_picture():
    """A PNG that says it is 60,000 pixels wide and high."""
    def chunk(kind, body):
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    side = (60000).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", side + side + b"\x08\x00\x00\x00\x00") + chunk(b"IDAT", zlib.compress(bytes(60001) * 40, 9)) + chunk(b"IEND", b"")


def cut_jpeg():
    from PIL import Image
    out = io.BytesIO()
    Image.linear_gradient("L").resize((640, 480)).save(out, "JPEG", quality=80)
    return out.getvalue()[:300]


BAD = [
    ("empty", "empty.pdf", empty, "malformed", "A file of no bytes."),
    ("noise", "noise.pdf", noise, "unrecognised", "Bytes without any known beginning, named .pdf."),
    ("truncated", "truncated.pdf", truncated, "malformed", "A PDF cut at a third: no pages object, no cross-reference table."),
    ("zero-pages", "zero-pages.pdf", zero_pages, "malformed", "A well-formed PDF without a page."),
    ("stream-bomb", "stream-bomb.pdf", bomb, "limit_exceeded", "A content stream deflated twice that inflates to some 4 GB."),
    ("cyclic-pages", "cyclic-pages.pdf", cyclic_pages, "malformed", "Two page tree nodes that are each other's only child."),
    ("docx-as-pdf", "docx-as-pdf.pdf", docx_as_pdf, "unsupported", "A word processor document renamed to .pdf."),
    ("password", "password.pdf", with_password, "encrypted", "A PDF that opens only with the user password “secret”."),
    ("many-pages", "many-pages.pdf", many_pages, "limit_exceeded", "A PDF of 10,000 pages in a small file."),
    ("huge-picture", "huge-picture.png", huge_picture, "limit_exceeded", "A PNG that announces 3.6 thousand million pixels."),
    ("cut-jpeg", "cut-jpeg.jpg", cut_jpeg, "malformed", "A JPEG cut inside its tables."),
]


def write(folder):
    """Writes every file; returns the rows of the manifest. A file that exists and is random by nature (encryption) is kept."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, file, make, code, about in BAD:
        path = folder / file
        if not (make is with_password and path.exists()):
            path.write_bytes(make())
        if path.stat().st_size > 200_000:
            raise SystemExit(f"{file} is {path.stat().st_size} bytes")
        rows.append({"id": name, "path": f"bad/{file}", "about": about, "expect": code})
    return rows


if __name__ == "__main__":
    for row in write(sys.argv[1]):
        print(row["expect"], row["path"], row["about"])
