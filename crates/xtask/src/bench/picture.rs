//! What a virtual display shows, read from the file that Xvfb keeps it in (the format of `xwd`).

/// A picture, reduced to what tells an empty window from one with content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    samples: Vec<u32>,
}

/// Every so many bytes one pixel is looked at.
const STRIDE: usize = 4 * 37;

/// From this many colours on, something is drawn: an empty window has one, the root window two.
const COLOURS: usize = 12;

impl Picture {
    /// Reads a file of Xvfb's; nothing while it is not complete.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let field = |index: usize| {
            let at = bytes.get(index * 4..index * 4 + 4)?;
            usize::try_from(u32::from_be_bytes(at.try_into().ok()?)).ok()
        };
        let (header, colours) = (field(0)?, field(19)?);
        let pixels = bytes.get(header + colours * 12..)?;
        let sample = |pixel: &[u8]| Some(u32::from_ne_bytes(pixel.get(..4)?.try_into().ok()?));
        let samples = pixels.chunks(STRIDE).filter_map(sample).collect();
        Some(Self { samples })
    }

    /// Whether there is more to see than an empty window.
    pub(super) fn has_content(&self) -> bool {
        let mut colours = self.samples.clone();
        colours.sort_unstable();
        colours.dedup();
        colours.len() >= COLOURS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with these pixels, each as often as it is looked at.
    fn file(colours: &[u32]) -> Vec<u8> {
        let mut bytes = vec![0; 100];
        bytes[..4].copy_from_slice(&100_u32.to_be_bytes());
        bytes[19 * 4..20 * 4].copy_from_slice(&2_u32.to_be_bytes());
        bytes.extend([0; 24]);
        for colour in colours {
            bytes.extend(colour.to_ne_bytes().repeat(STRIDE / 4));
        }
        bytes
    }

    #[test]
    fn an_empty_window_is_told_from_one_with_content() {
        let empty = Picture::read(&file(&[7; 50])).unwrap();
        assert!(!empty.has_content());
        let drawn: Vec<u32> = (0..50).collect();
        assert!(Picture::read(&file(&drawn)).unwrap().has_content());
        assert_eq!(Picture::read(&[0; 10]), None);
    }
}
