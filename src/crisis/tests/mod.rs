//! The brief as a whole: each rule with a case where it must not fire.

mod arbitrary;
mod gap;
mod mistake;
mod rule;
mod whole;

use super::Brief;
use super::sample::LETTER;
use crate::diagnostic::{Diagnostic, Report};
use crate::locale::Language;

pub(super) fn read(text: &str) -> (Brief, Report) {
    Brief::read("brief.toml", text).unwrap_or_else(|report| panic!("{report:#?}"))
}

/// The sample with one part replaced, and what is found in it.
pub(super) fn findings(from: &str, to: &str) -> Vec<Diagnostic> {
    assert!(LETTER.contains(from), "{from}");
    read(&LETTER.replacen(from, to, 1)).1.kept().to_vec()
}

/// The only finding after a replacement.
pub(super) fn finding(from: &str, to: &str) -> Diagnostic {
    let found = findings(from, to);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.into_iter().next().unwrap()
}

pub(super) fn missing(text: &str, languages: &[Language]) -> Vec<String> {
    read(text).0.missing(languages).into_iter().map(|fact| fact.name).collect()
}

/// A brief without one of its tables.
pub(super) fn without(header: &str) -> String {
    let start = LETTER.find(header).unwrap();
    let end = LETTER[start + 1..].find("\n[").map_or(LETTER.len(), |at| start + 1 + at);
    [&LETTER[..start], &LETTER[end..]].concat()
}
