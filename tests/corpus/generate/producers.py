"""From a source to a file, one function per producer. Dates and identifiers that producers draw from the clock are fixed afterwards."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

EPOCH = "1767225600"  # 2026-01-01T00:00:00Z
ENV = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "FORCE_SOURCE_DATE": "1", "TZ": "UTC"}


def run(args, cwd):
    done = subprocess.run(args, cwd=cwd, env=ENV, capture_output=True, encoding="utf-8", errors="replace", timeout=300)
    if done.returncode != 0:
        raise SystemExit(f"{args[0]} failed in {cwd}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


def settle(data):
    """Same length, same meaning, but no clock: creation dates and file identifiers in clear become constants."""
    def date(match):
        return match.group(1) + (b"20260101000000" + match.group(2)[14:])
    data = re.sub(rb"(/(?:CreationDate|ModDate) ?\(D:)(\d{14}[^)]*)", date, data)
    data = re.sub(rb"(/ID ?\[\s*)<([0-9A-Fa-f]+)>(\s*)<([0-9A-Fa-f]+)>",
                  lambda m: m.group(1) + b"<" + b"0" * len(m.group(2)) + b">" + m.group(3) + b"<" + b"0" * len(m.group(4)) + b">", data)
    data = re.sub(rb"/DocChecksum /([0-9A-F]{32})", b"/DocChecksum /" + b"0" * 32, data)
    data = re.sub(rb"(<xmp:(?:Create|Modify)Date>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", rb"\g<1>2026-01-01T00:00:00", data)
    return re.sub(rb"uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", b"uuid:00000000-0000-0000-0000-000000000000", data)


class Shop:
    """A temporary folder in which the producers work."""

    def __init__(self):
        self.dir = Path(tempfile.mkdtemp(prefix="corpus-"))

    def close(self):
        shutil.rmtree(self.dir, ignore_errors=True)

    def typst(self, name, source):
        import typst
        os.environ["SOURCE_DATE_EPOCH"] = EPOCH
        path = self.dir / f"{name}.typ"
        path.write_text(source, encoding="utf-8")
        return settle(typst.compile(str(path)))

    def latex(self, name, source, compiler="pdflatex"):
        path = self.dir / f"{name}.tex"
        path.write_text(source, encoding="utf-8")
        for _ in range(2):
            run([compiler, "-interaction=nonstopmode", "-halt-on-error", path.name], self.dir)
        if compiler == "latex":
            run(["dvips", "-q", "-o", f"{name}.ps", f"{name}.dvi"], self.dir)
            return self.ghostscript(name, (self.dir / f"{name}.ps").read_bytes(), "ps")
        return settle((self.dir / f"{name}.pdf").read_bytes())

    def chromium(self, name, source):
        path = self.dir / f"{name}.html"
        path.write_text(source, encoding="utf-8")
        out = self.dir / f"{name}.pdf"
        run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.dir}/profile", "--no-pdf-header-footer",
             f"--print-to-pdf={out}", path.as_uri()], self.dir)
        return settle(out.read_bytes())

    def libreoffice(self, name, data, suffix):
        path = self.dir / f"{name}.{suffix}"
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
        args = ["soffice", "--headless", f"-env:UserInstallation=file://{self.dir}/office", "--convert-to", "pdf:writer_pdf_Export"]
        if suffix == "html":
            args.append("--infilter=HTML (StarWriter)")
        run([*args, "--outdir", str(self.dir), str(path)], self.dir)
        return settle((self.dir / f"{name}.pdf").read_bytes())

    def ghostscript(self, name, data, suffix):
        path = self.dir / f"{name}-in.{suffix}"
        path.write_bytes(data)
        run(["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite", f"-sOutputFile={name}-gs.pdf", path.name], self.dir)
        return settle((self.dir / f"{name}-gs.pdf").read_bytes())

    def text_of(self, data, *options):
        path = self.dir / "check.pdf"
        path.write_bytes(data)
        done = subprocess.run(["pdftotext", "-enc", "UTF-8", *options, str(path), "-"], capture_output=True, timeout=120)
        if done.returncode != 0:
            raise SystemExit(f"pdftotext: {done.stderr.decode()}")
        return done.stdout.decode("utf-8")

    def second_text_of(self, data):
        """What MuPDF reads: it follows text that runs up a margin."""
        path = self.dir / "check.pdf"
        path.write_bytes(data)
        done = subprocess.run(["mutool", "draw", "-q", "-F", "text", str(path)], capture_output=True, timeout=120)
        return done.stdout.decode("utf-8", "replace")

    def page_png(self, data, page, dpi):
        path = self.dir / "draw.pdf"
        path.write_bytes(data)
        run(["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-singlefile", "-png", str(path), str(self.dir / "draw")], self.dir)
        return self.dir / "draw.png"

    def words(self, data, page=1):
        """(text, x0, y0, x1, y1) in points, origin top-left, of every word of a page."""
        import html
        path = self.dir / "bbox.pdf"
        path.write_bytes(data)
        run(["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(path), str(self.dir / "bbox.html")], self.dir)
        found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
                           (self.dir / "bbox.html").read_text(encoding="utf-8"))
        return [(html.unescape(w), float(a), float(b), float(c), float(d)) for a, b, c, d, w in found]
