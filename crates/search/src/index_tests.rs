//! The index as its users see it.

use std::time::{Duration, UNIX_EPOCH};

use proptest::prelude::*;

use super::*;

fn document(id: &str, title: &str, text: &str, changed: u64) -> Document {
    Document {
        id: id.to_owned(),
        kind: Kind::Note,
        title: title.to_owned(),
        text: text.to_owned(),
        changed: UNIX_EPOCH + Duration::from_secs(changed),
    }
}

fn desk() -> Index {
    let mut index = Index::new();
    index.put(document(
        "budget",
        "Budget 2027",
        "Les crédits de la mobilité sont reconduits.",
        10,
    ));
    index.put(document(
        "strasse",
        "Ausbau der Straße",
        "Der Kredit für die Brücke ist bewilligt.",
        30,
    ));
    index.put(document(
        "water",
        "Waterschap",
        "De dijk langs de ĳssel wordt verhoogd. Budget volgt.",
        20,
    ));
    index
}

fn ids(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.id.as_str()).collect()
}

#[test]
fn all_words_are_wanted_and_the_last_may_be_a_beginning() {
    let index = desk();
    let check = |query: &str, expected: &[&str]| {
        assert_eq!(ids(&index.search(query, 10)), expected, "{query:?}")
    };
    check("budget", &["water", "budget"]);
    check("BUDG", &["water", "budget"]);
    check("budg ", &[]);
    check("budg 2027", &[]);
    check("2027 budg", &["budget"]);
    check("credits mobilite", &["budget"]);
    check("strasse bruck", &["strasse"]);
    check("IJssel", &["water"]);
    check("d", &["strasse", "water", "budget"]);
    check("budget brücke", &[]);
    check("", &[]);
    check(" ,;! ", &[]);
}

#[test]
fn a_hit_shows_the_words_around_the_match_unless_the_title_says_it_all() {
    let index = desk();
    let hits = index.search("mobilite", 10);
    assert_eq!(
        hits[0].snippet.as_deref(),
        Some("Les crédits de la mobilité sont reconduits.")
    );
    assert_eq!(index.search("budget 20", 10)[0].snippet, None);
}

#[test]
fn a_document_put_again_is_found_by_its_new_words_only() {
    let mut index = desk();
    index.put(document("budget", "Plan", "lait", 40));
    assert_eq!(ids(&index.search("lait", 10)), ["budget"]);
    assert_eq!(ids(&index.search("mobilite", 10)), [""; 0]);
    assert_eq!(index.len(), 3);
}

#[test]
fn kinds_have_their_own_ids() {
    let mut index = desk();
    let room = Document {
        kind: Kind::Room,
        ..document("budget", "Budget", "", 1)
    };
    index.put(room);
    assert_eq!(index.search("budget", 10).len(), 3);
    index.remove(Kind::Room, "budget");
    assert_eq!(index.search("budget", 10).len(), 2);
}

#[test]
fn no_more_than_the_limit_comes_and_the_newest_stay() {
    assert_eq!(ids(&desk().search("d", 1)), ["strasse"]);
}

proptest! {
    #[test]
    fn a_hit_has_every_word_of_the_query_and_nothing_else_does(
        texts in proptest::collection::vec("[ab ]{0,8}", 0..6),
        query in "[ab]{1,2} [ab]{1,2}",
    ) {
        let mut index = Index::new();
        for (number, text) in texts.iter().enumerate() {
            index.put(document(&number.to_string(), "", text, 0));
        }
        let (whole, beginning) = query.split_once(' ').unwrap();
        let fits = |text: &str| {
            let mut words = text.split_whitespace();
            words.clone().any(|word| word == whole) && words.any(|word| word.starts_with(beginning))
        };
        let expected: Vec<String> =
            (0..texts.len()).filter(|number| fits(&texts[*number])).map(|number| number.to_string()).collect();
        let hits = index.search(&query, 99);
        prop_assert_eq!(ids(&hits), expected.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn what_was_put_is_found_by_each_of_its_words_and_what_was_removed_is_not(
        texts in proptest::collection::vec("[a-zéßœÄ ]{0,30}", 1..6),
    ) {
        let mut index = Index::new();
        for (number, text) in texts.iter().enumerate() {
            index.put(document(&number.to_string(), "", text, number as u64));
        }
        for (number, text) in texts.iter().enumerate() {
            for word in text.split_whitespace() {
                let id = number.to_string();
                prop_assert!(ids(&index.search(word, 99)).contains(&id.as_str()));
                let finished = index.search(&format!("{word} "), 99);
                prop_assert!(ids(&finished).contains(&id.as_str()));
            }
        }
        for number in 0..texts.len() {
            index.remove(Kind::Note, &number.to_string());
        }
        prop_assert!(index.is_empty() && index.postings.is_empty());
    }

    #[test]
    fn no_query_and_no_text_makes_it_panic(text in "\\PC{0,80}", query in "\\PC{0,20}") {
        let mut index = Index::new();
        index.put(document("1", &text, &text, 0));
        index.search(&query, 5);
    }
}
