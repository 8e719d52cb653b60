//! Files made by hand for the suite: small PDFs built object by object, pictures and texts. No real person stands in them.

use std::fmt::Write as _;

/// A PDF being built: objects numbered from 1 in order of `add`.
#[derive(Clone, Default)]
pub struct Pdf {
    objects: Vec<Vec<u8>>,
    /// Entries of the trailer besides `/Size`.
    pub trailer: String,
    /// Bytes after the end mark.
    pub tail: Vec<u8>,
}

impl Pdf {
    /// Adds an object and returns its number.
    pub fn add(&mut self, body: impl AsRef<[u8]>) -> usize {
        self.objects.push(body.as_ref().to_vec());
        self.objects.len()
    }

    /// Adds a stream, packed by deflate.
    pub fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(data, 6);
        self.raw_stream(&format!("{entries} /Filter /FlateDecode"), &packed)
    }

    /// Adds a stream as it is.
    pub fn raw_stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let head = format!("<< {entries} /Length {} >>\nstream\n", data.len());
        self.add([head.as_bytes(), data, b"\nendstream"].concat())
    }

    /// Writes another body over an object.
    pub fn set(&mut self, number: usize, body: impl AsRef<[u8]>) {
        self.objects[number - 1] = body.as_ref().to_vec();
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (number, body) in (1..).zip(&self.objects) {
            writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
            out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        let at = out.len();
        out.extend_from_slice(table.as_bytes());
        let size = self.objects.len() + 1;
        out.extend_from_slice(
            format!("trailer\n<< /Size {size} {} >>\nstartxref\n{at}\n%%EOF\n", self.trailer).as_bytes(),
        );
        out.extend_from_slice(&self.tail);
        out
    }
}

/// Numbers of the objects of `page`.
pub const CATALOG: usize = 1;
pub const PAGE: usize = 3;
pub const FONT: usize = 4;
pub const CONTENT: usize = 5;

/// What a page of `page` says of itself, with room for more.
pub fn page_dict(more: &str) -> String {
    format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> {more} >>"
    )
}

/// A file of one page in Helvetica with this content.
pub fn page(content: &[u8]) -> Pdf {
    let mut pdf = Pdf { trailer: "/Root 1 0 R".into(), ..Pdf::default() };
    pdf.add("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    pdf.add(page_dict(""));
    pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
    pdf.stream("", content);
    pdf
}

/// Grey pixels with one black box from (16, 16) to (48, 32).
pub fn picture() -> image::RgbImage {
    image::RgbImage::from_fn(96, 64, |x, y| {
        let boxed = (16..48).contains(&x) && (16..32).contains(&y);
        image::Rgb(if boxed { [0; 3] } else { [200, 210, 205] })
    })
}

/// The picture as JPEG.
pub fn jpeg(picture: &image::RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 90).encode_image(picture).unwrap();
    out
}

/// The picture as PNG.
pub fn png(picture: &image::RgbImage) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

/// A PNG chunk with its checksum.
pub fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let covered = [kind.as_slice(), body].concat();
    let mut sum = !0u32;
    for b in &covered {
        sum ^= u32::from(*b);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
        }
    }
    [&(body.len() as u32).to_be_bytes(), covered.as_slice(), &(!sum).to_be_bytes()].concat()
}

/// `more` put into `bytes` at an offset.
pub fn inserted(bytes: &[u8], at: usize, more: &[u8]) -> Vec<u8> {
    [&bytes[..at], more, &bytes[at..]].concat()
}
