"""Small PDFs that hide a name in every way that a file can: at least two for each channel of leaks, written object by object.

Alone (`python3 traps.py FOLDER`) it writes them to a folder; make.py writes them to tests/corpus/traps and lists them in the manifest. The name
is invented and always the same; what a file shows of it is given as known identity, so that only the striking is judged.
"""

import io
import sys
import zlib
from pathlib import Path

from PIL import Image, ImageDraw

from bad_inputs import FONT, page, pdf, stream

NAME, GIVEN, NUMBER = "Farguette", "Ysoline", "7712345604"
NEEDLES = [f"{GIVEN} {NAME}", NAME, GIVEN, NUMBER]
TRAPS = {}
LINE = b"BT /F1 12 Tf 72 700 Td (Compte rendu de %s %s, suivi sans histoire.) Tj ET\n" % (GIVEN.encode(), NAME.encode())
KEPT = b"BT /F1 12 Tf 72 600 Td (Radiographie du thorax normale.) Tj ET\n"
SECRET = f"{GIVEN} {NAME} {NUMBER}"


def trap(channel):
    def keep(function):
        TRAPS[function.__name__.replace("_", "-")] = (channel, function)
        return function
    return keep


def packed(data, entries=b""):
    return stream(zlib.compress(data, 9), entries + b" /Filter /FlateDecode")


def file(content=LINE, catalog=b"", page_entries=b"", resources=b"", more=(), trailer=b"", font=FONT):
    """One page; `more` are further objects from number 10 on."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog, 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               3: page(resources=b"<< /Font << /F1 5 0 R >> %s >>" % resources)[:-2] + page_entries + b" >>", 4: stream(content + KEPT), 5: font}
    objects.update(dict(zip(range(10, 10 + len(more)), more)))
    return pdf(objects, b"/Root 1 0 R " + trailer)


def text(s):
    return b"(" + s.encode("latin-1").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def picture(words=f"{GIVEN} {NAME}", size=(900, 120), at=(20, 30), **save):
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    mask = Image.new("L", (150, 14), 0)
    ImageDraw.Draw(mask).text((0, 1), words, fill=255)
    image.paste(0, at, mask.resize((750, 70)))
    del draw
    if not save:
        return image
    out = io.BytesIO()
    image.save(out, **save)
    return out.getvalue()


def grey(image, entries=b""):
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 " % image.size
    return packed(image.tobytes(), head + entries)


# 1: text under something opaque.
@trap(1)
def under_a_rectangle():
    return file(LINE + b"0 g 65 690 400 24 re f\n")


@trap(1)
def under_a_square_annotation():
    form = stream(b"0 g 0 0 400 24 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 400 24]")
    return file(page_entries=b"/Annots [10 0 R]", more=[b"<< /Type /Annot /Subtype /Square /Rect [65 690 465 714] /F 4 /AP << /N 11 0 R >> >>", form])


@trap(1)
def black_on_black():
    return file(b"0 g 65 690 400 24 re f\n" + LINE)


@trap(1)
def under_a_picture():
    black = grey(Image.new("L", (2, 2), 0))
    return file(LINE + b"q 400 0 0 24 65 690 cm /X Do Q\n", resources=b"/XObject << /X 10 0 R >>", more=[black])


# 3: several words of one operator.
@trap(3)
def three_words_in_one_operator():
    return file(b"BT /F1 12 Tf 72 700 Td (%s vient pour %s, dossier %s, avec %s.) Tj ET\n" % (GIVEN.encode(), NAME.encode(), NUMBER.encode(), GIVEN.encode()))


@trap(3)
def letters_in_an_array():
    pieces = b" ".join(b"(%c) %d" % (c, -20 - i % 3 * 15) for i, c in enumerate(f"{NAME} et {GIVEN} {NAME}".encode()))
    return file(b"BT /F1 12 Tf 72 700 Td [%s] TJ ET\n" % pieces)


@trap(3)
def quote_operators():
    return file(b"BT /F1 12 Tf 14 TL 72 714 Td (Dossier de %s) ' 2 0.5 (%s %s) \" (%s) ' ET\n" % tuple(s.encode() for s in (NAME, GIVEN, NAME, NUMBER)))


# 4: fonts that spell in their own way.
@trap(4)
def glyph_names_alone():
    codes = {c: 200 + i for i, c in enumerate(dict.fromkeys(f"{GIVEN} {NAME}"))}
    names = b" ".join(b"%d /%s" % (n, b"space" if c == " " else c.encode()) for c, n in codes.items())
    shown = "".join("%02x" % codes[c] for c in f"{GIVEN} {NAME}").encode()
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [%s] >> >>" % names
    return file_with_font(b"BT /F2 12 Tf 72 700 Td <%s> Tj ET\n" % shown, [font])


def file_with_font(content, more, **rest):
    """As `file`, with object 10 as the font /F2."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               3: page(resources=b"<< /Font << /F1 5 0 R /F2 10 0 R >> >>"), 4: stream(content + KEPT), 5: FONT}
    objects.update(dict(zip(range(10, 10 + len(more)), more)))
    return pdf(objects, **rest)


@trap(4)
def drawn_letters_with_a_map():
    letters = list(dict.fromkeys(f"{GIVEN}{NAME}"))
    procs = b" ".join(b"/g%d %d 0 R" % (i, 12 + i) for i in range(len(letters)))
    differences = b" ".join(b"%d /g%d" % (33 + i, i) for i in range(len(letters)))
    pairs = b"".join(b"<%02x> <%04x>\n" % (33 + i, ord(c)) for i, c in enumerate(letters))
    to = stream(b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def 1 begincodespacerange <00> <ff> endcodespacerange\n"
                b"%d beginbfchar\n%sendbfchar endcmap end end" % (len(letters), pairs))
    font = (b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 700] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 33 /LastChar %d /Widths [%s] "
            b"/CharProcs << %s >> /Encoding << /Differences [%s] >> /Resources << >> /ToUnicode 11 0 R >>" % (
                32 + len(letters), b"600 " * len(letters), procs, differences))
    drawn = [stream(b"600 0 0 0 600 700 d1 %d 0 %d 700 re f" % (50 + 7 * i, 300 + 11 * i)) for i in range(len(letters))]
    shown = ["".join("%02x" % (33 + letters.index(c)) for c in word).encode() for word in (GIVEN, NAME)]
    return file_with_font(b"BT /F2 12 Tf 72 700 Td <%s> Tj 90 0 Td <%s> Tj ET\n" % tuple(shown), [font, to, *drawn])


# 5: glyphs that only the secret used.
@trap(5)
def a_drawn_glyph_of_its_own():
    comment = b"%% %s\n" % SECRET.encode()
    procs = [stream(comment + b"600 0 0 0 600 700 d1 50 0 500 700 re f") for _ in GIVEN]
    font = (b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 700] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 33 /LastChar %d /Widths [%s] "
            b"/CharProcs << %s >> /Encoding << /Differences [33 %s] >> /Resources << >> >>" % (
                32 + len(GIVEN), b"600 " * len(GIVEN), b" ".join(b"/%c %d 0 R" % (c, 11 + i) for i, c in enumerate(GIVEN.encode())),
                b" ".join(b"/%c" % c for c in GIVEN.encode())))
    return file_with_font(b"BT /F2 12 Tf 72 700 Td <%s> Tj ET\n" % bytes(range(33, 33 + len(GIVEN))).hex().encode(), [font, *procs])


@trap(5)
def a_font_that_bears_the_name():
    base = f"{GIVEN}{NAME}".encode()
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /FontDescriptor << /Type /FontDescriptor /FontName /%s /FontFamily (%s) /Flags 32 >> >>" % (base, base, SECRET.encode())
    return file_with_font(b"BT /F2 12 Tf 72 700 Td (%s) Tj ET\n" % NAME.encode(), [font])


# 6: the text layer of a scan.
@trap(6)
def hidden_text_over_a_scan():
    return file(b"q 450 0 0 60 72 680 cm /X Do Q BT 3 Tr /F1 30 Tf 82 700 Td (%s %s) Tj ET\n" % (GIVEN.encode(), NAME.encode()),
                resources=b"/XObject << /X 10 0 R >>", more=[grey(picture())])


@trap(6)
def text_behind_a_scan():
    return file(b"BT /F1 30 Tf 82 700 Td (%s %s) Tj ET q 450 0 0 60 72 680 cm /X Do Q\n" % (GIVEN.encode(), NAME.encode()),
                resources=b"/XObject << /X 10 0 R >>", more=[grey(picture())])


# 7: other words for the same content.
@trap(7)
def actual_text():
    return file(b"/Span << /ActualText %s /Alt %s /E %s >> BDC BT /F1 12 Tf 72 700 Td (Le patient) Tj ET EMC\n" % ((text(SECRET),) * 3))


@trap(7)
def structure_tree():
    tree = b"<< /Type /StructTreeRoot /K << /S /Figure /Alt %s /ActualText %s /T %s /P 10 0 R /Pg 3 0 R /K 0 >> >>" % ((text(SECRET),) * 3)
    return file(b"/Figure << /MCID 0 >> BDC 72 650 40 40 re S EMC /P /MC0 BDC EMC\n" + LINE, catalog=b"/StructTreeRoot 10 0 R /MarkInfo << /Marked true >>",
                resources=b"/Properties << /MC0 << /Note %s >> >>" % text(SECRET), more=[tree])


XMP = b"<?xpacket?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description title='%s'/></rdf:RDF></x:xmpmeta>" % SECRET.encode()


# 8: metadata.
@trap(8)
def properties_of_the_document():
    return file(catalog=b"/Metadata 11 0 R", trailer=b"/Info 10 0 R /ID [%s %s]" % ((text(SECRET),) * 2),
                more=[b"<< /Title %s /Author %s /Patient %s >>" % ((text(SECRET),) * 3), stream(XMP, b"/Type /Metadata /Subtype /XML")])


@trap(8)
def properties_of_the_page():
    return file(page_entries=b"/Metadata 10 0 R /PieceInfo << /App << /Private %s >> >> /Thumb 11 0 R /LastModified %s" % ((text(SECRET),) * 2),
                more=[stream(XMP, b"/Type /Metadata /Subtype /XML"), grey(picture(), b"/Metadata 10 0 R")])


# 9: ways into the document.
@trap(9)
def outline_and_destinations():
    dest = text(SECRET)
    return file(catalog=b"/Outlines 10 0 R /Names << /Dests << /Names [%s [3 0 R /Fit]] >> >> /Dests << /%s [3 0 R /Fit] >>" % (dest, NAME.encode()),
                more=[b"<< /Type /Outlines /First 11 0 R /Last 11 0 R /Count 1 >>", b"<< /Title %s /Parent 10 0 R /Dest %s >>" % (dest, dest)])


@trap(9)
def labels_links_and_articles():
    return file(catalog=b"/PageLabels << /Nums [0 << /P %s /S /D >>] >> /Threads [11 0 R] /URI << /Base %s >>" % ((text(SECRET),) * 2),
                page_entries=b"/Annots [10 0 R] /B [12 0 R]",
                more=[b"<< /Type /Annot /Subtype /Link /Rect [72 600 200 620] /A << /S /URI /URI (https://portail.example.org/?nom=%s) >> >>" % NAME.encode(),
                      b"<< /Type /Thread /F 12 0 R /I << /Title %s >> >>" % text(SECRET), b"<< /T 11 0 R /N 12 0 R /V 12 0 R /P 3 0 R /R [0 0 9 9] >>"])


# 10: annotations and forms.
@trap(10)
def comments_and_orphan_redactions():
    s = text(SECRET)
    return file(page_entries=b"/Annots [10 0 R 11 0 R 12 0 R]", more=[
        b"<< /Type /Annot /Subtype /Text /Rect [72 500 92 520] /Contents %s /T %s /RC %s /Popup 11 0 R >>" % (s, s, s),
        b"<< /Type /Annot /Subtype /Popup /Rect [92 500 192 520] /Parent 10 0 R /Contents %s >>" % s,
        b"<< /Type /Annot /Subtype /Redact /Rect [72 400 300 420] /OverlayText %s /Contents %s /DA (/Helv 9 Tf) >>" % (s, s)])


@trap(10)
def a_form_with_values():
    s = text(SECRET)
    shown = stream(b"/Tx BMC BT /F1 12 Tf 2 4 Td %s Tj ET EMC" % s, b"/Type /XObject /Subtype /Form /BBox [0 0 300 20] /Resources << /Font << /F1 5 0 R >> >>")
    return file(KEPT, catalog=b"/AcroForm << /Fields [10 0 R] /DR << /Font << /F1 5 0 R >> >> /DA (/F1 12 Tf) /XFA [(datasets) 12 0 R] >>", page_entries=b"/Annots [10 0 R]", more=[
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T %s /TU %s /V %s /DV %s /Rect [72 500 372 520] /AP << /N 11 0 R >> /F 4 >>" % (s, s, s, s), shown,
        stream(b"<xfa:data xmlns:xfa='http://www.xfa.org/schema/xfa-data/1.0/'><nom>%s</nom></xfa:data>" % SECRET.encode())])


# 11: what a document carries.
@trap(11)
def attached_file():
    return file(catalog=b"/Names << /EmbeddedFiles << /Names [%s 10 0 R] >> >> /AF [10 0 R]" % text(SECRET), more=[
        b"<< /Type /Filespec /F %s /UF %s /Desc %s /EF << /F 11 0 R >> >>" % ((text(f"{NAME}.txt"),) * 3), packed(SECRET.encode(), b"/Type /EmbeddedFile")])


@trap(11)
def scripts_and_a_signature():
    script = b"<< /S /JavaScript /JS (app.alert\\('%s'\\)) >>" % SECRET.encode()
    return file(catalog=b"/OpenAction %s /AA << /WC %s >> /Names << /JavaScript << /Names [(a) %s] >> >> /AcroForm << /SigFlags 3 /Fields [10 0 R] >>" % ((script,) * 3),
                page_entries=b"/Annots [10 0 R] /AA << /O %s >>" % script, more=[
        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (sig) /Rect [0 0 0 0] /V << /Type /Sig /Filter /Adobe.PPKLite /Name %s /Reason %s /Contents <00> /ByteRange [0 1 2 3] >> >>" % ((text(SECRET),) * 2)])


# 12: what a viewer does not show.
@trap(12)
def a_layer_switched_off():
    return file(b"/OC /L BDC\n" + LINE + b"EMC\n", catalog=b"/OCProperties << /OCGs [10 0 R] /D << /OFF [10 0 R] /Order [10 0 R] >> >>",
                resources=b"/Properties << /L 10 0 R >>", more=[b"<< /Type /OCG /Name %s >>" % text(SECRET)])


@trap(12)
def outside_the_crop_box():
    return file(LINE, page_entries=b"/CropBox [0 0 595 650]")


@trap(12)
def white_and_clipped():
    return file(b"1 g\n" + LINE + b"0 g q 0 0 10 10 re W n BT /F1 12 Tf 72 640 Td (%s) Tj ET Q 0 Tr BT /F1 0.001 Tf 72 660 Td (%s) Tj ET\n" % (NAME.encode(), GIVEN.encode()))


# 13: what no reader reaches.
@trap(13)
def an_earlier_revision():
    first = file(LINE)
    content = b"BT /F1 12 Tf 72 700 Td (Compte rendu, suivi sans histoire.) Tj ET\n" + KEPT
    body = b"4 0 obj\n%s\nendobj\n" % stream(content)
    previous = first[first.rindex(b"startxref") + 9:].split()[0]
    return first + body + b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(first), previous, len(first) + len(body))


@trap(13)
def lost_objects_and_a_tail():
    inner = b"20 0 21 %d " % 60 + b"<< /Note %s >>" % text(SECRET)
    return file(KEPT, more=[b"<< /Lost %s >>" % text(SECRET), packed(inner, b"/Type /ObjStm /N 1 /First 9")]) + b"\n% " + SECRET.encode() + b"\n"


# 14: pictures that hold more than they show.
@trap(14)
def a_picture_cropped_by_the_page():
    return file(KEPT + b"q 300 0 0 40 450 660 cm /X Do Q q 72 300 100 60 re W n 450 0 0 60 60 295 cm /X Do Q\n", resources=b"/XObject << /X 10 0 R >>",
                more=[grey(picture(at=(140, 30)))])


@trap(14)
def a_picture_with_notes_and_a_mask():
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x0e\x00\x02\x00\x00\x00%c\x00\x00\x00\x1a\x00\x00\x00\x00" % (len(SECRET) + 1) + SECRET.encode() + b"\x00"
    jpeg = picture("", format="JPEG", quality=80, exif=exif, comment=SECRET.encode())
    head = b"/Type /XObject /Subtype /Image /Width 900 /Height 120 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    return file(KEPT + b"q 450 0 0 60 72 680 cm /X Do Q q 450 0 0 60 72 580 cm /Y Do Q\n"
                b"q 40 0 0 40 72 500 cm BI /W 2 /H 1 /BPC 8 /CS /G /Note %s ID \x00\xff\nEI Q\n" % text(SECRET),
                resources=b"/XObject << /X 10 0 R /Y 11 0 R >>", more=[
                    stream(jpeg, head + b"/Filter /DCTDecode"), grey(picture(), b"/SMask 12 0 R /Alternates [<< /Image 10 0 R >>]"), grey(Image.new("L", (900, 120), 0))])


# 2: two files that differ in nothing but the name.
@trap(2)
def ragged_line():
    return file(LINE)


@trap(2)
def table_cell():
    return file(b"BT /F1 11 Tf 72 700 Td (Nom) Tj 80 0 Td (%s) Tj 120 0 Td (Service) Tj 80 0 Td (Cardiologie) Tj ET 70 690 400 22 re S\n" % NAME.encode())


@trap(2)
def words_in_clips_and_shades_of_their_own():
    words, x, out = f"Suivi de {GIVEN} {NAME} au long cours".split(), 72.0, b""
    for word in words:
        wide = 6.2 * len(word)
        out += b"q %.3f 696 %.3f 14 re W n BT /F1 12 Tf 1 0 0 1 %.3f 700 Tm (%s) Tj ET Q\n" % (x, wide, x, word.encode())
        if word in (GIVEN, NAME):
            out += b"q 1 1 0 rg %.3f 0 0 14 %.3f 656 cm 0 0 1 1 re f Q %.3f 658 m %.3f 658 l S\n" % (wide, x, x, x + wide)
        out += b"BT /F1 12 Tf 1 0 0 1 %.3f 660 Tm (%s) Tj ET\n" % (x, word.encode())
        x += wide + 3.3
    return file(out)


def write(folder):
    """Writes every trap; gives the rows of the manifest."""
    folder.mkdir(exist_ok=True)
    rows = []
    for name, (channel, make) in sorted(TRAPS.items(), key=lambda t: (t[1][0], t[0])):
        data = make()
        if not any(n.encode() in part for n in NEEDLES for part in parts(data)) and channel not in (3, 4, 5, 14):
            raise SystemExit(f"{name}: nothing is planted in it")
        (folder / f"{name}.pdf").write_bytes(data)
        rows.append({"id": name, "path": f"traps/{name}.pdf", "channel": channel})
    return rows


def parts(data):
    yield data
    for start in (i for i in range(len(data)) if data.startswith(b"stream\n", i)):
        try:
            yield zlib.decompressobj().decompress(data[start + 7:])
        except zlib.error:
            pass


if __name__ == "__main__":
    for row in write(Path(sys.argv[1])):
        print(row["channel"], row["id"])
