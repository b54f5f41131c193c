//! Folding: the form in which words are compared. Pure.
//!
//! Case and accents fall away, `ß` is `ss`, `œ` and `æ` are two letters, and the Dutch `ĳ` is `ij`. It does not turn
//! `ü` into `ue`: whoever types `u` means it as often.

/// A word in its folded form, and the bytes of the text it was taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) folded: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The words of a text, in order.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut current: Option<Word> = None;
    for (at, letter) in text.char_indices() {
        if is_mark(letter) {
            // A combining mark belongs to the letter before it and is not compared.
            if let Some(word) = &mut current {
                word.end = at + letter.len_utf8();
            }
        } else if letter.is_alphanumeric() {
            let word = current.get_or_insert_with(|| Word {
                folded: String::new(),
                start: at,
                end: at,
            });
            fold_letter(letter, &mut word.folded);
            word.end = at + letter.len_utf8();
        } else {
            words.extend(current.take());
        }
    }
    words.extend(current);
    words
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn fold_letter(letter: char, into: &mut String) {
    for small in letter.to_lowercase() {
        match plain(small) {
            Some(plain) => into.push_str(plain),
            None if is_mark(small) => {}
            None => into.push(small),
        }
    }
}

/// The letters of the Latin scripts of Europe without what stands on, under or through them.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĳ' => "ij",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn words_are_compared_without_case_and_accents() {
        let check = |text: &str, expected: &[&str]| assert_eq!(folded(text), expected, "{text}");
        check("Élève à l'ÉCOLE", &["eleve", "a", "l", "ecole"]);
        check("E\u{301}le\u{300}ve", &["eleve"]);
        check("Große STRAẞE", &["grosse", "strasse"]);
        check("Œuvre, cœur", &["oeuvre", "coeur"]);
        check("ĲSSEL ĳssel IJssel", &["ijssel", "ijssel", "ijssel"]);
        check("Łódź İzmir", &["lodz", "izmir"]);
        check("n° 2026-11: 3,5 %", &["n", "2026", "11", "3", "5"]);
        check("ver\u{ad}waltung", &["verwaltung"]);
        check("Ελλάδα", &["ελλάδα"]);
        check(" \u{301}… ", &[]);
    }

    proptest! {
        #[test]
        fn a_words_place_is_where_it_stands(text in "\\PC{0,60}") {
            let mut before = 0;
            for word in words(&text) {
                prop_assert!(word.start >= before && word.end > word.start);
                prop_assert!(!word.folded.is_empty());
                prop_assert_eq!(folded(&text[word.start..word.end]), vec![word.folded]);
                before = word.end;
            }
        }

        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,60}") {
            let once = folded(&text).join(" ");
            prop_assert_eq!(folded(&once).join(" "), once);
        }
    }
}
