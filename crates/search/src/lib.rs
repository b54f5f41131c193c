//! Finding text again: analysis, index and query.
