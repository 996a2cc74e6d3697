//! What the tests of the rules share: a letter out of a few words, and the sample's brief and settings.

use super::case::Case;
use super::lists::Lists;
use super::mark::{Mark, Marks};
use super::rules::RULES;
use crate::crisis::Brief;
use crate::letter::{PartName, Reading, Words};
use crate::locale::Language;
use crate::workspace::{Assets, Config};

/// The brief that most tests stand on: a disruption of supply by accident.
pub(super) const BRIEF: &str =
    include_str!("../../templates/briefs/examples/supply-disruption.toml");

/// A letter of one part.
pub(super) fn reading(language: &str, part: PartName, text: &str) -> Reading {
    Reading {
        language: Language::parse(language).unwrap(),
        subject: Words::default(),
        body: text.split("\n\n").map(|words| (part, Words::plain(words))).collect(),
    }
}

/// What one rule says of a letter, with this brief and the sample's settings.
pub(super) fn marks(rule: &str, reading: &Reading, brief: &str) -> Vec<Mark> {
    let (brief, _) = Brief::read("brief.toml", brief).unwrap();
    let (config, _) =
        Config::read("hearten.toml", include_str!("../../templates/hearten.toml")).unwrap();
    let (lists, _) = Lists::read(&Assets::built_in(), reading.language).unwrap();
    let now = "2026-11-20T14:50:00+08:00".parse().unwrap();
    let case = Case { reading, brief: &brief, config: &config, lists: &lists, now };
    let rule = RULES.iter().find(|known| known.id == rule).unwrap();
    let mut marks = Marks::default();
    rule.on_wording.unwrap()(&case, &mut marks);
    marks.into_vec()
}

/// The words that a mark points at.
pub(super) fn pointed<'r>(reading: &'r Reading, mark: &Mark) -> &'r str {
    match &mark.spot {
        super::mark::Spot::Subject(span) => &reading.subject.text[span.clone()],
        super::mark::Spot::Passage(at, span) => &reading.body[*at].1.text[span.clone()],
        _ => "",
    }
}

/// The rule finds these words, and nothing else, in a situation that reads so.
#[track_caller]
pub(super) fn fires(rule: &str, language: &str, text: &str, words: &str) {
    let reading = reading(language, PartName::Situation, text);
    let marks = marks(rule, &reading, BRIEF);
    let found: Vec<&str> = marks.iter().map(|mark| pointed(&reading, mark)).collect();
    assert_eq!(found, [words], "{rule} in {text:?}");
}

/// The rule finds nothing in a situation that reads so.
#[track_caller]
pub(super) fn silent(rule: &str, language: &str, text: &str) {
    let reading = reading(language, PartName::Situation, text);
    let marks = marks(rule, &reading, BRIEF);
    assert!(marks.is_empty(), "{rule} in {text:?}: {marks:?}");
}
