//! What is left on a machine's disk.
#![expect(
    clippy::disallowed_methods,
    reason = "the rig looks at the disk as an attacker would"
)]

use std::path::{Path, PathBuf};

/// Every file below a folder; none when there is no folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// The files below a folder that contain one of these texts, as UTF-8, UTF-16 or base64.
pub fn files_with(folder: &Path, texts: &[&str]) -> Vec<PathBuf> {
    let needles: Vec<Vec<u8>> = texts.iter().flat_map(|text| spellings(text)).collect();
    let holds = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap_or_default();
        needles.iter().any(|needle| {
            bytes
                .windows(needle.len())
                .any(|window| window == needle.as_slice())
        })
    };
    files_below(folder).into_iter().filter(holds).collect()
}

fn spellings(text: &str) -> Vec<Vec<u8>> {
    use base64::Engine as _;
    let base64 = |offset: usize| {
        // What a text looks like inside a longer one depends on where in a group of three it begins.
        let padded = [vec![b' '; offset], text.as_bytes().to_vec()].concat();
        let encoded = base64::engine::general_purpose::STANDARD_NO_PAD.encode(padded);
        encoded.into_bytes()[(offset * 4).div_ceil(3)..].to_vec()
    };
    let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut all = vec![text.as_bytes().to_vec(), wide];
    all.extend((0..3).map(|offset| {
        let mut encoded = base64(offset);
        // The last group mixes with what follows.
        encoded.truncate(encoded.len() - 2);
        encoded
    }));
    all
}
