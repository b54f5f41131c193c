//! The pictures of a page, each looked at once however often it is shown.
//!
//! It promises that a picture it gives can be set, by its bytes and whatever its name says: PNG, JPEG, GIF, WebP or SVG.
//! What cannot (damaged, huge, of another kind) is none, and the document shows its caption in a frame.

use std::collections::BTreeMap;

use imagesize::ImageType;
use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage};

use super::drawing;
use super::fonts::Fonts;
use crate::Files;

/// Every picture is unpacked in memory until the document is written: four bytes a pixel, or more.
const MOST_PIXELS: usize = 60_000_000;
const MOST_PIXELS_OF_A_PAGE: usize = 400_000_000;

/// How high a picture may be, in points: a page less its caption.
const HIGHEST: f64 = 620.0;

/// Points in a CSS pixel.
const POINTS: f64 = 0.75;

/// The pictures of a page.
pub(super) struct Album<'a> {
    files: &'a Files,
    fonts: &'a Fonts,
    known: BTreeMap<&'a str, Option<Picture>>,
    pixels: usize,
    /// What a picture without a name and caption is called.
    pub(super) word: &'static str,
}

/// A picture that can be set, with how wide and high it is in CSS pixels.
#[derive(Clone)]
pub(super) struct Picture {
    pub(super) bytes: Bytes,
    pub(super) format: &'static str,
    pub(super) wide: f64,
    pub(super) high: f64,
}

impl<'a> Album<'a> {
    pub(super) fn new(files: &'a Files, fonts: &'a Fonts, word: &'static str) -> Self {
        Self {
            files,
            fonts,
            known: BTreeMap::new(),
            pixels: 0,
            word,
        }
    }

    /// The picture at this address, if there is one that can be set.
    pub(super) fn picture(&mut self, address: &str) -> Option<Picture> {
        let (address, bytes) = self.files.get_key_value(address)?;
        if let Some(known) = self.known.get(address.as_str()) {
            return known.clone();
        }
        let picture = self.look(bytes);
        self.known.insert(address, picture.clone());
        picture
    }

    fn look(&mut self, bytes: &[u8]) -> Option<Picture> {
        let Ok(kind) = imagesize::image_type(bytes) else {
            return drawing::drawing(bytes, self.fonts);
        };
        let (exchange, format) = match kind {
            ImageType::Png => (ExchangeFormat::Png, "png"),
            ImageType::Jpeg => (ExchangeFormat::Jpg, "jpg"),
            ImageType::Gif => (ExchangeFormat::Gif, "gif"),
            ImageType::Webp => (ExchangeFormat::Webp, "webp"),
            _ => return None,
        };
        // Before it is unpacked: a few bytes can say that they are a picture of any size.
        self.pixels += pixels(bytes)?;
        if self.pixels > MOST_PIXELS_OF_A_PAGE {
            return None;
        }
        let bytes = Bytes::new(bytes.to_vec());
        let image = RasterImage::plain(bytes.clone(), exchange).ok()?;
        Some(Picture {
            bytes,
            format,
            wide: f64::from(image.width()),
            high: f64::from(image.height()),
        })
    }
}

impl Picture {
    /// How wide it is drawn, in points: as the note says, but never out of its room or off the paper.
    pub(super) fn width(&self, asked: Option<f64>, room: f64) -> f64 {
        let asked = asked.filter(|width| width.is_finite() && *width > 0.0);
        let points = asked.unwrap_or(self.wide) * POINTS;
        let highest = HIGHEST * self.wide / self.high;
        points.min(room).min(highest).max(1.0)
    }
}

/// How many pixels a picture says it has; none if it does not say or has too many.
pub(super) fn pixels(bytes: &[u8]) -> Option<usize> {
    let size = imagesize::blob_size(bytes).ok()?;
    let pixels = size.width.checked_mul(size.height)?;
    (1..=MOST_PIXELS).contains(&pixels).then_some(pixels)
}
