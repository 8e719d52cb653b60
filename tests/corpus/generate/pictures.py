"""Photos and screen copies of reports: what identifies is in the pixels (boxes) and in the metadata around them (needles).

Boxes are in pixels of the picture as it is shown, that is after the EXIF orientation, origin top-left.
"""

import io
import math
import random
import struct
import zlib

import piexif
from PIL import Image, ImageDraw, ImageFilter, PngImagePlugin
from reportlab.lib.pagesizes import A5

from coded import boxes_of, prose
from marks import Marks

DOCUMENTS = {}


def picture(name, **head):
    def keep(function):
        DOCUMENTS[name] = lambda shop: function(shop, {"id": name, "lang": "fr", "box_unit": "px", **head})
        return function
    return keep


def photographed(shop, data, secrets, dpi, degrees, margin, paper, desk):
    """A page on a desk, a little askew: the picture and the boxes round the secrets."""
    page = Image.open(shop.page_png(data, 1, dpi)).convert("L")
    sheet = Image.merge("RGB", [page.point(lambda v, c=c: v * c // 255) for c in paper])
    w, h = sheet.size
    full = Image.new("RGB", (w + 2 * margin, h + 2 * margin), desk)
    shade = ImageDraw.Draw(full)
    shade.rectangle([margin + 8, margin + 10, margin + w + 8, margin + h + 10], fill=tuple(c * 2 // 3 for c in desk))
    full.paste(sheet, (margin, margin))
    full = full.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=desk).filter(ImageFilter.GaussianBlur(0.6))
    draw = random.Random(7)
    grain = Image.new("L", (full.width // 4, full.height // 4))
    grain.putdata([draw.randrange(120, 136) for _ in range(grain.width * grain.height)])
    full = Image.blend(full, Image.merge("RGB", [grain.resize(full.size)] * 3), 0.06)
    boxes, centre, turn = [], (full.width / 2, full.height / 2), math.radians(degrees)
    for box in boxes_of(shop, data, secrets, dpi / 72, margin, margin, 0):
        corners = [(box["x"] + dx, box["y"] + dy) for dx in (0, box["w"]) for dy in (0, box["h"])]
        turned = [((x - centre[0]) * math.cos(turn) + (y - centre[1]) * math.sin(turn) + centre[0],
                   -(x - centre[0]) * math.sin(turn) + (y - centre[1]) * math.cos(turn) + centre[1]) for x, y in corners]
        x0, y0 = int(min(x for x, _ in turned)) - 1, int(min(y for _, y in turned)) - 1
        boxes.append({"page": 0, "x": x0, "y": y0, "w": int(max(x for x, _ in turned)) + 2 - x0, "h": int(max(y for _, y in turned)) + 2 - y0})
    return full, boxes


def jpeg(image, quality, **more):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, **more)
    return out.getvalue()


@picture("photo-ordonnance", format="jpeg", producer="pillow", kind="photo",
         about="Photo of a prescription taken with a phone, EXIF orientation 6, GPS, artist, comment and a thumbnail; bytes after the end marker.")
def photo_ordonnance(shop, head):
    inside = Marks("reportlab")
    page = prose(inside, "Docteur ⟦D:Cunégonde Tartarin-Vial⟧", [
        "⟦A:19 cours Sextius-Aurélien⟧, ⟦Z:13100⟧ ⟦C:AIX-EN-PROVENCE⟧ – ⟦T:04 65 71 77 41⟧", "Aix, le 12 juin 2025", "Monsieur ⟦P:Barnabé OLLIVARI⟧, né le ⟦B:30/08/1963⟧"], [
        "Amoxicilline et acide clavulanique 1 g : un comprimé matin et soir pendant sept jours.", "Prednisolone 20 mg : deux comprimés le matin pendant quatre jours.", "Sérum physiologique : lavage nasal trois fois par jour.",
        "Paracétamol 1 g si douleur ou fièvre.", "Sinusite maxillaire droite. Contrôle si œdème de la paupière ou céphalée intense. M. ⟦P:Ollivari⟧ est prévenu du risque de diarrhée."], page=A5, margin=15 * 2.83)
    shown, boxes = photographed(shop, page, inside.seen, 110, 1.4, 36, (250, 246, 232), (96, 74, 58))
    m = Marks("text")
    thumb = shown.resize((160, shown.height * 160 // shown.width))
    exif = piexif.dump({
        "0th": {piexif.ImageIFD.Make: "Corbelin", piexif.ImageIFD.Model: "C-Phone 4", piexif.ImageIFD.Orientation: 6, piexif.ImageIFD.Artist: m("⟦p:Philomène Ollivari-Sabran⟧").encode(),
                piexif.ImageIFD.ImageDescription: m("ordonnance de ⟦p:Barnabé OLLIVARI⟧").encode(), piexif.ImageIFD.XPComment: m("tel ⟦t:06 39 98 30 30⟧").encode("utf-16-le")},
        "Exif": {piexif.ExifIFD.UserComment: b"ASCII\0\0\0" + m("dossier ⟦i:AX-119-2204⟧ famille ⟦p:OLLIVARI⟧").encode("ascii"), piexif.ExifIFD.DateTimeOriginal: "2025:06:12 18:04:33"},
        "GPS": {piexif.GPSIFD.GPSLatitudeRef: "N", piexif.GPSIFD.GPSLatitude: ((43, 1), (31, 1), (4500, 100)), piexif.GPSIFD.GPSLongitudeRef: "E", piexif.GPSIFD.GPSLongitude: ((5, 1), (26, 1), (5100, 100))},
        "1st": {piexif.ImageIFD.Artist: m("⟦p:Philomène Ollivari-Sabran⟧").encode()}, "thumbnail": jpeg(thumb.rotate(90, expand=True), 60, comment=m("vignette ⟦p:Ollivari⟧").encode())})
    stored = shown.rotate(90, expand=True)
    data = jpeg(stored, 62, exif=exif) + m("\n--trailer--\nvideo de ⟦p:Philomène⟧, ⟦e:philo.sabran@example.org⟧\n").encode()
    head["pixel_secrets"] = inside.seen
    return head, data, [], m.hidden, boxes, [""]


@picture("photo-letter-us", format="jpeg", producer="pillow", lang="en", kind="photo",
         about="Photo of a US visit summary: progressive JPEG, comment marker, XMP packet, IPTC block and trailing text.")
def photo_letter_us(shop, head):
    inside = Marks("reportlab")
    page = prose(inside, "⟦F:Copper Basin Orthopedics⟧", ["⟦A:512 Smelter Avenue⟧, ⟦C:Anaconda⟧, MT ⟦Z:59711⟧ – ⟦T:(406) 555-0177⟧", "Patient: ⟦P:Ezekiel Brandvold⟧   DOB: ⟦B:06/02/1980⟧   MRN: ⟦I:CB-77120⟧"], [
        "Visit for right shoulder pain after a fall from a ladder. Magnetic resonance imaging shows a full-thickness tear of the supraspinatus tendon measuring 18 mm with mild retraction, subacromial bursitis and a small joint effusion. The biceps tendon is intact.",
        "Range of motion: flexion 100 degrees, external rotation 20 degrees. Strength is reduced in abduction. Sensation and pulses are normal.",
        "Plan: arthroscopic rotator cuff repair. Stop aspirin 81 mg seven days before surgery. Continue lisinopril 10 mg. Sling for six weeks, then physical therapy.", "Surgeon: Dr. ⟦D:Hyacinth Lindqvist⟧"], page=(400, 520), margin=34)
    shown, boxes = photographed(shop, page, inside.seen, 110, -0.9, 30, (244, 246, 250), (60, 72, 80))
    m = Marks("text")
    data = jpeg(shown, 60, progressive=True, comment=m("scan for ⟦p:Ezekiel Brandvold⟧").encode())
    packet = m('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
               '<dc:creator><rdf:Seq><rdf:li>⟦p:Marguerite Brandvold⟧</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>').encode()
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + packet
    by_line = m("⟦p:Thelonius Brandvold⟧").encode()
    iptc = b"\x1c\x02\x50" + struct.pack(">H", len(by_line)) + by_line
    iptc += b"\0" * (len(iptc) % 2)
    photoshop = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc
    markers = b"".join(bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body for marker, body in ((0xE1, xmp), (0xED, photoshop)))
    data = data[:2] + markers + data[2:] + m("PREVIEW⟦i:CB-77120⟧").encode()
    head["pixel_secrets"] = inside.seen
    return head, data, [], m.hidden, boxes, [""]


@picture("capture-portail", format="png", producer="pillow", kind="screenshot",
         about="Screen copy of a lab portal as PNG: tEXt, zTXt, iTXt and eXIf chunks with names, and bytes after IEND.")
def capture_portail(shop, head):
    inside = Marks("reportlab")
    page = prose(inside, "Mes analyses – ⟦P:Yolande BRIGNOGAN⟧", ["Née le ⟦B:03.03.1970⟧ – dossier ⟦I:LX-5521-B⟧ – ⟦F:Biopôle des Ajoncs⟧", "Prescripteur : Dr ⟦D:Gurvan Trémigon⟧"], [
        "Hémoglobine glyquée : 6,9 % (objectif inférieur à 7 %).", "Glycémie à jeun : 1,28 g/L. Cholestérol LDL : 0,84 g/L. Triglycérides : 1,72 g/L.", "Créatinine : 64 µmol/L. Microalbuminurie : 18 mg/L.",
        "TSH : 1,46 mUI/L. Transaminases normales. Ferritine : 142 µg/L.", "Commentaire : diabète équilibré sous metformine 850 mg."], page=(420, 300), margin=24)
    image = Image.open(shop.page_png(page, 1, 110)).convert("P", palette=Image.Palette.ADAPTIVE, colors=16)
    m = Marks("text")
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", m("⟦p:Yolande Brignogan⟧"))
    info.add_text("Comment", m("copie pour ⟦p:Ghislaine Brignogan⟧"), zip=True)
    info.add_itxt("Description", m("analyses de ⟦p:Yolande Brignogan⟧, ⟦t:06 39 98 48 48⟧"), lang="fr", tkey="Description")
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=info, optimize=True, exif=piexif.dump({"0th": {piexif.ImageIFD.Artist: m("⟦p:Ghislaine Brignogan⟧").encode()}}))
    data = out.getvalue() + m("reste de l'image rognée : ⟦p:Brignogan⟧ ⟦n:2 70 03 29 990 118 ??⟧").encode()
    head["pixel_secrets"] = inside.seen
    return head, data, [], m.hidden, boxes_of(shop, page, inside.seen, 110 / 72, 0, 0, 0), [""]


@picture("scan-appointment-uk", format="png", producer="pillow", lang="en", kind="appointment",
         about="Greyscale PNG scan of a UK appointment card with a tEXt chunk, a private chunk and a faint second name in light grey.")
def scan_appointment(shop, head):
    inside = Marks("reportlab")
    page = prose(inside, "⟦F:Fennimore Eye Hospital⟧", ["Mr ⟦P:Ignatius Wadsworth-Quill⟧", "NHS ⟦N:999 555 032?⟧ – ⟦B:29 Feb 1948⟧", "⟦A:7 Cockle Lane⟧, ⟦C:Cromer⟧ ⟦Z:NR27 9XZ⟧"], [
        "Cataract clinic, Thursday 24 July at 10:20. Please do not drive: dilating drops will blur your vision for four hours. Bring your glasses and a list of tablets.",
        "Biometry and retinal scan will be performed. Tell us if you take warfarin or tamsulosin, or have had eye surgery.", "<font color='#b8b8b8'>prev. slot: ⟦P:Drusilla Catterick⟧</font>"], page=(360, 260), margin=24)
    image = Image.open(shop.page_png(page, 1, 120)).convert("L").filter(ImageFilter.GaussianBlur(0.4)).quantize(16).convert("L")
    m = Marks("text")
    info = PngImagePlugin.PngInfo()
    info.add_text("Title", m("appointment ⟦p:Ignatius Wadsworth-Quill⟧"))
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=info, optimize=True)
    data = out.getvalue()
    body = b"scAn" + m("operator=⟦d:Philippa Brackenbury⟧").encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    data = data[:-12] + chunk + data[-12:]
    head["pixel_secrets"] = inside.seen
    return head, data, [], m.hidden, boxes_of(shop, page, inside.seen, 120 / 72, 0, 0, 0), [""]
