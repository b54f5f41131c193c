//! The golden vector of the browser's editor, hostile updates, and properties of merging.

use proptest::prelude::*;
use yrs::{Text as _, WriteTxn as _, XmlElementPrelim, XmlFragment as _, XmlTextPrelim};

use super::*;

/// One paragraph, made by a browser's Yjs: "Hello " and, in bold, "bold".
const GOLDEN: &str = "010c010007010e646f63756d656e742d73746f7265030a626c6f636b47726f757007000100030e626c6f636b436f6e7461696e65\
72280001010269640177\
0e696e697469616c426c6f636b4964070001010309706172616772617068280001030f6261636b67726f756e64436f6c6f7201770764656661756c74\
280001030974657874436f6c6f7201770764656661756c74280001030d74657874416c69676e6d656e740177046c6566740700010306040001070648\
656c6c6f2086010d04626f6c64027b7d84010e04626f6c6486011204626f6c64046e756c6c00";
const CENTRED: &str = "01010114a8010601770663656e7465720101010601";
const HOSTILE: [&str; 4] = [
    "f57896ad4347334444c9c5120f84ab25d6931623ee3bb630718b6cfe6eb9c32627ae9275d7e99125bbe2602f46854dbabeed2d",
    "0104c1c8e985a2e3a109000101010184c1c8e98509a223a1090012656c6c6f2077c3b6726c6420f09f91a920782801016d016b017701762701016d\
01780401c1c8e985a2e3a109010001",
    "000009caecdedbbf88a0104001000007010084002820271c1774656c6c6f2077c3b6726c6420f09f91a920786d6b6d78010f410201010004024100\
010400770076018ab6efed9f849008010000",
    "00010000000001000100010200001602000001fdffffffff7f0000",
];

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |digit: u8| (digit as char).to_digit(16).unwrap() as u8;
    hex.as_bytes()
        .chunks(2)
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect()
}

fn golden() -> Document {
    let mut document = Document::empty();
    take(&mut document, &bytes(GOLDEN)).unwrap();
    document
}

fn take(document: &mut Document, update: &[u8]) -> Result<Effect, Refusal> {
    let effect = document.examine(update)?;
    assert_eq!(document.merge(update)?, effect);
    Ok(effect)
}

/// What a window sends: one update for each edit.
fn edits(client: u64, words: &[(u32, String)]) -> Vec<Vec<u8>> {
    let doc = Doc::with_options(Options {
        offset_kind: OffsetKind::Utf16,
        ..Options::with_client_id(yrs::ClientID::new(client))
    });
    let mut known = StateVector::default();
    let mut updates = Vec::new();
    for (at, word) in words {
        let mut transaction = doc.transact_mut();
        let root = transaction.get_or_insert_xml_fragment(ROOT);
        if root.len(&transaction) == 0 {
            let paragraph = root.push_back(&mut transaction, XmlElementPrelim::empty("paragraph"));
            paragraph.push_back(&mut transaction, XmlTextPrelim::new(""));
        }
        let paragraph = root
            .get(&transaction, 0)
            .unwrap()
            .into_xml_element()
            .unwrap();
        let text = paragraph
            .get(&transaction, 0)
            .unwrap()
            .into_xml_text()
            .unwrap();
        let length = text.len(&transaction);
        if word.is_empty() && length > 0 {
            text.remove_range(&mut transaction, at % length, 1);
        } else {
            text.insert(&mut transaction, at % (length + 1), word);
        }
        drop(transaction);
        let transaction = doc.transact();
        updates.push(transaction.encode_diff_v1(&known));
        known = transaction.state_vector();
    }
    updates
}

#[test]
fn a_browsers_note_is_read() {
    let mut document = golden();
    assert_eq!(document.state_vector(), [1, 1, 0x14]);
    assert_eq!(document.text(), "Hello bold");
    assert_eq!(take(&mut document, &bytes(CENTRED)), Ok(Effect::News));
    assert_eq!(take(&mut document, &bytes(CENTRED)), Ok(Effect::Nothing));
    assert_eq!(take(&mut document, &bytes(GOLDEN)), Ok(Effect::Nothing));
}

#[test]
fn a_deletion_counts_when_texts_are_compared() {
    let whole = golden();
    let before = golden();
    let mut after = golden();
    take(&mut after, &bytes(CENTRED)).unwrap();
    assert!(after.contains(&whole) && !whole.contains(&after));
    assert!(after.reaches(&before.mark()).unwrap() && !before.reaches(&after.mark()).unwrap());
    // A deletion alone adds no clock.
    let mut shorter = Document::load([whole.state().unwrap().as_slice()]).0;
    take(&mut shorter, &[0, 1, 1, 1, 8, 2]).unwrap();
    assert_eq!(shorter.state_vector(), whole.state_vector());
    assert!(shorter.contains(&whole) && !whole.contains(&shorter));
}

#[test]
fn hostile_updates_do_nothing_and_the_note_lives() {
    for hex in HOSTILE {
        let mut document = golden();
        // Those of version 2 begin with what version 1 reads as nothing at all.
        let examined = document.examine(&bytes(hex));
        assert_ne!(examined, Ok(Effect::News), "{hex}");
        assert_eq!(
            take(&mut document, &bytes(CENTRED)),
            Ok(Effect::News),
            "{hex}"
        );
        let (again, failed) = Document::load([document.state().unwrap().as_slice()]);
        assert_eq!((again.text().as_str(), failed), ("Hello bold", 0));
    }
}

#[test]
fn a_poisoned_log_still_opens() {
    let (document, _) = Document::load([
        bytes(GOLDEN).as_slice(),
        &bytes(HOSTILE[1]),
        &bytes(HOSTILE[0]),
    ]);
    assert_eq!(document.text(), "Hello bold");
    assert!(document.state().is_ok());
}

#[test]
fn too_deep_is_refused() {
    let doc = Doc::new();
    let mut transaction = doc.transact_mut();
    let root = transaction.get_or_insert_xml_fragment(ROOT);
    let mut inner = root.push_back(&mut transaction, XmlElementPrelim::empty("blockGroup"));
    for _ in 0..500 {
        inner = inner.push_back(&mut transaction, XmlElementPrelim::empty("blockGroup"));
    }
    drop(transaction);
    let update = doc.transact().encode_diff_v1(&StateVector::default());
    assert_eq!(Document::empty().examine(&update), Err(Refusal::TooDeep));
}

#[test]
fn an_update_that_comes_too_early_waits() {
    let updates = edits(5, &[(0, "a".into()), (1, "b".into()), (2, "c".into())]);
    let mut document = Document::empty();
    assert_eq!(take(&mut document, &updates[2]), Ok(Effect::News));
    assert!(document.has_gaps());
    assert_eq!(document.text(), "");
    take(&mut document, &updates[0]).unwrap();
    take(&mut document, &updates[1]).unwrap();
    assert_eq!(
        (document.text().as_str(), document.has_gaps()),
        ("abc", false)
    );
}

fn words() -> impl Strategy<Value = Vec<(u32, String)>> {
    prop::collection::vec((0..40_u32, "[a-zé]{0,4}"), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_does_not_matter(one in words(), two in words(), seed in any::<u64>()) {
        let all: Vec<_> = edits(11, &one).into_iter().chain(edits(12, &two)).collect();
        let mut shuffled: Vec<_> = all.iter().chain(all.iter().step_by(2)).collect();
        let mut random = seed;
        for index in (1..shuffled.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(index, (random >> 33) as usize % (index + 1));
        }
        let (mut straight, mut mixed) = (Document::empty(), Document::empty());
        for update in &all {
            take(&mut straight, update).unwrap();
        }
        for update in shuffled {
            take(&mut mixed, update).unwrap();
        }
        prop_assert!(straight.contains(&mixed) && mixed.contains(&straight));
        prop_assert_eq!(straight.text(), mixed.text());
        prop_assert!(!mixed.has_gaps());
    }

    #[test]
    fn a_snapshot_says_the_same(words in words()) {
        let mut document = Document::empty();
        for update in edits(7, &words) {
            take(&mut document, &update).unwrap();
        }
        let (again, failed) = Document::load([document.state().unwrap().as_slice()]);
        prop_assert_eq!(failed, 0);
        prop_assert!(again.contains(&document) && document.contains(&again));
        prop_assert_eq!(again.text(), document.text());
    }

    #[test]
    fn damaged_updates_do_no_harm(at in 0..180_usize, byte in any::<u8>(), more in any::<u8>()) {
        let mut update = bytes(GOLDEN);
        let length = update.len();
        update[at % length] = byte;
        update[(at * 7 + 3) % length] ^= more;
        let mut document = golden();
        let _ = take(&mut document, &update);
        prop_assert!(document.state().is_ok());
        prop_assert!(Document::load([document.state().unwrap().as_slice()]).1 == 0);
    }
}
