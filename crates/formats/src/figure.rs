//! A block's file as word processors show it: a picture with its size on paper, or a line that names the file.
//!
//! It promises that a picture fits the page and keeps its proportions, and is one that every office program can draw.
//! It deliberately draws nothing itself.

use crate::flow::push;
use crate::link::leading_out;
use crate::look::{PIXEL, TALLEST, TEXT_WIDTH};
use crate::picture::{self, Format};
use crate::{Inline, Marks, Media, Page};

/// A picture to be drawn; its measures are in points.
pub(crate) struct Figure<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) format: Format,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// The picture that a block shows, if its bytes are there and programs can draw it; `room` is how wide it may be.
pub(crate) fn figure<'a>(page: &'a Page, media: &Media, room: f64) -> Option<Figure<'a>> {
    let bytes = page.files.get(&media.address)?;
    let format = picture::format(bytes)?;
    if !matches!(format.extension, "png" | "jpg" | "gif" | "bmp") {
        return None;
    }
    let natural = imagesize::blob_size(bytes).ok()?;
    if natural.width == 0 || natural.height == 0 {
        return None;
    }
    let ratio = natural.height as f64 / natural.width as f64;
    let wanted = match media.width {
        Some(width) if width.is_finite() && width >= 1.0 => width,
        _ => natural.width as f64,
    };
    let width = (wanted * PIXEL).min(room).min(TALLEST / ratio).max(1.0);
    Some(Figure {
        bytes,
        format,
        width,
        height: (width * ratio).max(1.0),
    })
}

/// The width that a note says of a picture drawn this wide, in points: none if it is as wide as it is by itself.
pub(crate) fn said_width(bytes: &[u8], points: f64) -> Option<f64> {
    let pixels = points / PIXEL;
    let natural = imagesize::blob_size(bytes).map_or(0.0, |size| size.width as f64 * PIXEL);
    let usual = natural.min(TEXT_WIDTH);
    let said = pixels.is_finite() && pixels >= 1.0 && (points - usual).abs() > 1.0;
    said.then(|| pixels.round())
}

/// What is said in place of a picture to who cannot see it.
pub(crate) fn alternative(media: &Media) -> &str {
    if media.caption.is_empty() {
        &media.name
    } else {
        &media.caption
    }
}

/// The caption that a picture has by its alternative: names are no captions.
pub(crate) fn caption_of<'a>(alternative: &'a str, name: &str) -> &'a str {
    let alternative = alternative.trim();
    if alternative == name.trim() {
        ""
    } else {
        alternative
    }
}

/// A line that names a file, and leads to it if it is only there.
pub(crate) fn card(page: &Page, media: &Media) -> Vec<Inline> {
    let here = page.files.contains_key(&media.address);
    let marks = Marks {
        link: leading_out(&media.address).filter(|_| !here),
        ..Marks::default()
    };
    let name = [&media.name, &media.caption, &media.address]
        .into_iter()
        .find(|name| !name.is_empty());
    let mut line = Vec::new();
    push(&mut line, name.map_or("", String::as_str), &marks);
    if !media.caption.is_empty() && !media.name.is_empty() {
        push(
            &mut line,
            &format!(" – {}", media.caption),
            &Marks::default(),
        );
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{PICTURE, PNG, everything};

    fn check(width: Option<f64>, room: f64, expected: (f64, f64)) {
        let page = everything();
        let media = Media {
            address: PICTURE.to_owned(),
            width,
            ..Media::default()
        };
        let figure = figure(&page, &media, room).unwrap();
        assert_eq!((figure.width, figure.height), expected, "{width:?}");
    }

    #[test]
    fn a_picture_fits_the_page_and_keeps_its_proportions() {
        check(None, 400.0, (9.0, 6.0));
        check(Some(240.0), 400.0, (180.0, 120.0));
        check(Some(2400.0), 300.0, (300.0, 200.0));
        check(Some(f64::NAN), 300.0, (9.0, 6.0));
        check(Some(1e9), 1e9, (930.0, 620.0));
    }

    #[test]
    fn a_width_is_said_only_where_it_is_not_the_pictures_own() {
        assert_eq!(said_width(PNG, 9.0), None);
        assert_eq!(said_width(PNG, 180.0), Some(240.0));
        assert_eq!(said_width(b"", f64::NAN), None);
    }
}
