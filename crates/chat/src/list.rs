//! Lists that are told as changes: a whole list first, then inserts, replacements and removals by position. Pure.
//! Whoever applies every change in order holds the same list as we do.

use matrix_sdk_ui::eyeball_im::VectorDiff;

/// A list is different now.
#[derive(Clone, Debug, PartialEq)]
pub enum ListChange<T> {
    /// This is the whole list; forget what was there.
    Reset(Vec<T>),
    /// Apply these, one after the other.
    Diffs(Vec<Diff<T>>),
}

/// One step from one list to the next. Positions count from 0 in the list as it is before the step.
#[derive(Clone, Debug, PartialEq)]
pub enum Diff<T> {
    /// A new item stands at this position, what was there and behind moved on by one.
    Insert {
        /// Where.
        at: usize,
        /// What.
        item: T,
    },
    /// The item at this position was replaced.
    Set {
        /// Where.
        at: usize,
        /// By what.
        item: T,
    },
    /// The item at this position is gone, what was behind moved up by one.
    Remove {
        /// Where.
        at: usize,
    },
}

impl<T> ListChange<T> {
    /// Applies the change to `items`. Positions outside of the list are left out: that cannot come from here.
    pub fn apply(self, items: &mut Vec<T>) {
        match self {
            Self::Reset(all) => *items = all,
            Self::Diffs(diffs) => diffs.into_iter().for_each(|diff| diff.apply(items)),
        }
    }

    /// The same change of a list of something else.
    pub(crate) fn map<U>(self, mut f: impl FnMut(T) -> U) -> ListChange<U> {
        match self {
            Self::Reset(all) => ListChange::Reset(all.into_iter().map(f).collect()),
            Self::Diffs(diffs) => {
                ListChange::Diffs(diffs.into_iter().map(|diff| diff.map(&mut f)).collect())
            }
        }
    }
}

impl<T> Diff<T> {
    fn apply(self, items: &mut Vec<T>) {
        match self {
            Self::Insert { at, item } if at <= items.len() => items.insert(at, item),
            Self::Set { at, item } if at < items.len() => items[at] = item,
            Self::Remove { at } if at < items.len() => drop(items.remove(at)),
            _ => {}
        }
    }

    fn map<U>(self, f: &mut impl FnMut(T) -> U) -> Diff<U> {
        match self {
            Self::Insert { at, item } => Diff::Insert { at, item: f(item) },
            Self::Set { at, item } => Diff::Set { at, item: f(item) },
            Self::Remove { at } => Diff::Remove { at },
        }
    }
}

/// Turns one batch of the SDK's diffs, for a list that holds `len` items before it, into one change of ours.
pub(crate) fn change<T: Clone>(batch: Vec<VectorDiff<T>>, len: usize) -> ListChange<T> {
    let mut batch = batch.into_iter();
    let mut diffs = Vec::new();
    let mut len = len;
    while let Some(next) = batch.next() {
        match next {
            VectorDiff::Reset { values } => return reset(values.into_iter().collect(), batch),
            VectorDiff::Clear => return reset(Vec::new(), batch),
            next => {
                let steps = steps(next, len);
                len = length_after(&steps, len);
                diffs.extend(steps);
            }
        }
    }
    ListChange::Diffs(diffs)
}

/// What follows a reset in the same batch is applied here, so that a batch is one or the other.
fn reset<T: Clone>(mut items: Vec<T>, rest: impl Iterator<Item = VectorDiff<T>>) -> ListChange<T> {
    for next in rest {
        match next {
            VectorDiff::Reset { values } => items = values.into_iter().collect(),
            VectorDiff::Clear => items.clear(),
            next => ListChange::Diffs(steps(next, items.len())).apply(&mut items),
        }
    }
    ListChange::Reset(items)
}

fn steps<T: Clone>(diff: VectorDiff<T>, len: usize) -> Vec<Diff<T>> {
    match diff {
        VectorDiff::Append { values } => (len..)
            .zip(values)
            .map(|(at, item)| Diff::Insert { at, item })
            .collect(),
        VectorDiff::PushFront { value } => vec![Diff::Insert { at: 0, item: value }],
        VectorDiff::PushBack { value } => vec![Diff::Insert {
            at: len,
            item: value,
        }],
        VectorDiff::Insert { index, value } => vec![Diff::Insert {
            at: index,
            item: value,
        }],
        VectorDiff::Set { index, value } => vec![Diff::Set {
            at: index,
            item: value,
        }],
        VectorDiff::Remove { index } => vec![Diff::Remove { at: index }],
        VectorDiff::PopFront if len > 0 => vec![Diff::Remove { at: 0 }],
        VectorDiff::PopBack if len > 0 => vec![Diff::Remove { at: len - 1 }],
        VectorDiff::Truncate { length } => {
            (length..len).rev().map(|at| Diff::Remove { at }).collect()
        }
        _ => Vec::new(),
    }
}

fn length_after<T>(steps: &[Diff<T>], len: usize) -> usize {
    steps.iter().fold(len, |len, step| match step {
        Diff::Insert { .. } => len + 1,
        Diff::Remove { .. } => len.saturating_sub(1),
        Diff::Set { .. } => len,
    })
}

#[cfg(test)]
mod tests {
    use matrix_sdk_ui::eyeball_im::Vector;
    use proptest::prelude::*;

    use super::*;

    /// The diff that a seed stands for, made to fit a list of `len` items.
    fn fitting((kind, at, value): (u8, usize, u8), len: usize) -> VectorDiff<u8> {
        let values = || Vector::from_iter([value, value.wrapping_add(1)]);
        match kind % 11 {
            0 => VectorDiff::Append { values: values() },
            1 => VectorDiff::Clear,
            2 => VectorDiff::Reset { values: values() },
            3 => VectorDiff::PushFront { value },
            4 => VectorDiff::PopFront,
            5 => VectorDiff::PopBack,
            6 => VectorDiff::Truncate {
                length: at % (len + 1),
            },
            7 if len > 0 => VectorDiff::Set {
                index: at % len,
                value,
            },
            8 if len > 0 => VectorDiff::Remove { index: at % len },
            9 => VectorDiff::Insert {
                index: at % (len + 1),
                value,
            },
            _ => VectorDiff::PushBack { value },
        }
    }

    type Seed = (bool, (u8, usize, u8));

    /// Batches that fit one another, and the list at their end.
    fn story(seeds: Vec<Seed>) -> (Vec<Vec<VectorDiff<u8>>>, Vec<u8>) {
        let (mut batches, mut list) = (vec![Vec::new()], Vector::new());
        for (opens_batch, seed) in seeds {
            let next = fitting(seed, list.len());
            next.clone().apply(&mut list);
            if opens_batch {
                batches.push(Vec::new());
            }
            batches.last_mut().expect("there is a batch").push(next);
        }
        (batches, list.into_iter().collect())
    }

    proptest! {
        #[test]
        fn a_reset_equals_the_sum_of_its_diffs(seeds in any::<Vec<Seed>>()) {
            let (batches, end) = story(seeds);
            let mut ours = Vec::new();
            for batch in batches {
                change(batch, ours.len()).apply(&mut ours);
            }
            prop_assert_eq!(ours, end);
        }
    }

    #[test]
    fn a_reset_swallows_the_rest_of_its_batch() {
        let batch = vec![
            VectorDiff::PushBack { value: 1 },
            VectorDiff::Clear,
            VectorDiff::PushBack { value: 2 },
        ];
        assert_eq!(change(batch, 0), ListChange::Reset(vec![2]));
    }

    #[test]
    fn mapping_keeps_positions() {
        let change = ListChange::Diffs(vec![
            Diff::Insert { at: 3, item: 1 },
            Diff::Remove { at: 0 },
        ]);
        let mapped = change.map(|n| n.to_string());
        let expected = vec![
            Diff::Insert {
                at: 3,
                item: "1".to_owned(),
            },
            Diff::Remove { at: 0 },
        ];
        assert_eq!(mapped, ListChange::Diffs(expected));
    }
}
