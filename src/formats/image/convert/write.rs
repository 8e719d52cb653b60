//! Pages of pixels → one JPEG or PNG, or a PDF with a page each. These files are never handed out: the rooms for them open
//! them, and write what goes out anew.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageError};
use miniz_oxide::deflate::compress_to_vec_zlib;

use super::sheet::Sheet;
use crate::error::{Error, Result};

/// Quality of a JPEG that is decoded again at once.
const QUALITY: u8 = 97;

/// Effort of deflate: what it packs is unpacked at once.
const EFFORT: u8 = 3;

fn failed(e: ImageError) -> Error {
    Error::internal("the picture could not be written").because(e)
}

fn jpeg(image: &DynamicImage) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)).map_err(failed)?;
    Ok(out)
}

/// One picture.
pub(super) fn picture(sheet: &Sheet) -> Result<Vec<u8>> {
    if sheet.with_loss {
        return jpeg(&sheet.image);
    }
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Adaptive);
    sheet.image.write_with_encoder(encoder).map_err(failed)?;
    Ok(out)
}

/// A PDF that grows by pages: a page object, its content and its picture each.
pub(super) struct Pages {
    bytes: Vec<u8>,
    offsets: Vec<usize>,
}

impl Pages {
    /// A file of so many pages.
    pub(super) fn new(count: usize) -> Self {
        let mut out = Self { bytes: b"%PDF-1.7\n".to_vec(), offsets: Vec::new() };
        out.object("<</Type/Catalog/Pages 2 0 R>>", None);
        let kids: Vec<String> = (0..count).map(|i| format!("{} 0 R", 3 + 3 * i)).collect();
        out.object(&format!("<</Type/Pages/Count {count}/Kids[{}]>>", kids.join(" ")), None);
        out
    }

    fn object(&mut self, dict: &str, stream: Option<&[u8]>) {
        self.offsets.push(self.bytes.len());
        self.bytes.extend_from_slice(format!("{} 0 obj\n{dict}", self.offsets.len()).as_bytes());
        if let Some(stream) = stream {
            self.bytes.extend_from_slice(b"\nstream\n");
            self.bytes.extend_from_slice(stream);
            self.bytes.extend_from_slice(b"\nendstream");
        }
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    /// Adds a page.
    pub(super) fn add(&mut self, sheet: &Sheet) -> Result<()> {
        let (w, h) = (sheet.image.width(), sheet.image.height());
        let points = |n: u32| n as f32 * 72.0 / sheet.per_inch;
        let (width, height) = (points(w), points(h));
        let number = self.offsets.len() + 1;
        self.object(
            &format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.2} {height:.2}]/Contents {} 0 R\
                 /Resources<</XObject<</I {} 0 R>>>>>>",
                number + 1,
                number + 2
            ),
            None,
        );
        let content = format!("q {width:.2} 0 0 {height:.2} 0 0 cm /I Do Q");
        self.object(&format!("<</Length {}>>", content.len()), Some(content.as_bytes()));
        let grey = sheet.image.as_luma8();
        let bits = if sheet.two_levels && grey.is_some() { 1 } else { 8 };
        let (filter, packed) = match grey.filter(|_| bits == 1) {
            Some(grey) => ("FlateDecode", compress_to_vec_zlib(&bitmap(grey), EFFORT)),
            None if sheet.with_loss => ("DCTDecode", jpeg(&sheet.image)?),
            None => ("FlateDecode", compress_to_vec_zlib(sheet.image.as_bytes(), EFFORT)),
        };
        let space = if grey.is_some() { "DeviceGray" } else { "DeviceRGB" };
        self.object(
            &format!(
                "<</Type/XObject/Subtype/Image/Width {w}/Height {h}/ColorSpace/{space}/BitsPerComponent {bits}\
                 /Filter/{filter}/Length {}>>",
                packed.len()
            ),
            Some(&packed),
        );
        Ok(())
    }

    /// The file.
    pub(super) fn done(mut self) -> Vec<u8> {
        let table = self.bytes.len();
        let size = self.offsets.len() + 1;
        let mut end = format!("xref\n0 {size}\n0000000000 65535 f \n");
        for at in &self.offsets {
            end.push_str(&format!("{at:010} 00000 n \n"));
        }
        end.push_str(&format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"));
        self.bytes.extend_from_slice(end.as_bytes());
        self.bytes
    }
}

/// Eight pixels a byte, rows padded, 1 for white.
fn bitmap(grey: &image::GrayImage) -> Vec<u8> {
    let width = (grey.width() as usize).max(1);
    let rows = grey.as_raw().chunks_exact(width);
    let byte = |eight: &[u8]| eight.iter().enumerate().fold(0u8, |b, (i, v)| b | ((v >> 7) << (7 - i)));
    rows.flat_map(|row| row.chunks(8).map(byte)).collect()
}
