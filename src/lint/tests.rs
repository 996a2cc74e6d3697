//! What the tests of the rules share: a letter out of a few words, and the sample's brief and settings.

mod parallel;

use super::case::Case;
use super::clarity::Clarity;
use super::lists::Lists;
use super::mark::{Mark, Marks, Spot};
use super::opened::Field;
use super::rules::RULES;
use super::set::{Member, Set, SetMarks};
use super::stretch::StretchCase;
use crate::crisis::Brief;
use crate::letter::{PartName, Reading, WordingId, Words};
use crate::locale::{Forms, Language};
use crate::workspace::{Assets, Config};
use proptest::prelude::{ProptestConfig, prop_assert, proptest};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The brief that most tests stand on: a disruption of supply by accident.
pub(super) const BRIEF: &str =
    include_str!("../../templates/briefs/examples/supply-disruption.toml");

/// The word lists and forms of each language, made once for all tests.
static DESKS: LazyLock<BTreeMap<Language, (Lists, Forms)>> = LazyLock::new(|| {
    let assets = Assets::built_in();
    let desk = |language: Language| {
        (Lists::read(assets, language).unwrap().0, assets.forms(language).unwrap())
    };
    Language::ALL.into_iter().map(|language| (language, desk(language))).collect()
});

/// A letter of one part.
pub(super) fn reading(language: &str, part: PartName, text: &str) -> Reading {
    Reading {
        language: Language::parse(language).unwrap(),
        subject: Words::default(),
        body: text.split("\n\n").map(|words| (part, Words::plain(words))).collect(),
    }
}

/// Looks at a letter with this brief and the sample's settings.
pub(super) fn with_case<T>(reading: &Reading, brief: &str, look: impl FnOnce(&Case<'_>) -> T) -> T {
    let (brief, _) = Brief::read("brief.toml", brief).unwrap();
    let (config, _) =
        Config::read("hearten.toml", include_str!("../../templates/hearten.toml")).unwrap();
    let (lists, forms) = &DESKS[&reading.language];
    let now = "2026-11-20T14:50:00+08:00".parse().unwrap();
    let domains = std::slice::from_ref(&config.organisation.domain);
    look(&Case {
        reading,
        brief: &brief,
        config: &config,
        lists,
        forms,
        now,
        earlier: &[],
        domains,
    })
}

/// Looks at a letter that somebody else signs.
pub(super) fn with_sender(
    reading: &Reading,
    name: &str,
    title: &str,
    look: impl FnOnce(&Case<'_>),
) {
    let tag = reading.language.tag();
    let mut settings = include_str!("../../templates/hearten.toml").to_owned();
    for (key, value) in [("name", name), ("title", title)] {
        let own = settings.split("[sender]").nth(1).unwrap();
        let line = own
            .lines()
            .find(|line| line.starts_with(&format!("{key}.{tag} =")))
            .unwrap()
            .to_owned();
        let (head, tail) = settings.split_once("[sender]").unwrap();
        let tail = tail.replacen(&line, &format!("{key}.{tag} = \"{value}\""), 1);
        settings = [head, "[sender]", &tail].concat();
    }
    let (config, _) = Config::read("hearten.toml", &settings).unwrap();
    with_case(reading, BRIEF, |case| look(&Case { config: &config, ..*case }));
}

/// What one rule says of a letter, with this brief and the sample's settings.
pub(super) fn marks(rule: &str, reading: &Reading, brief: &str) -> Vec<Mark> {
    let rule = RULES.iter().find(|known| known.id == rule).unwrap();
    let mut marks = Marks::default();
    with_case(reading, brief, |case| rule.on_wording.unwrap()(case, &mut marks));
    marks.into_vec()
}

/// What one rule says of several wordings, each with whether its readers are strategic partners: the number of
/// the wording, and the title.
pub(super) fn set_marks(
    rule: &str,
    readings: &[(&str, Reading)],
    brief: &str,
) -> Vec<(usize, String)> {
    let rule = RULES.iter().find(|known| known.id == rule).unwrap();
    let (brief, _) = Brief::read("brief.toml", brief).unwrap();
    let (config, _) =
        Config::read("hearten.toml", include_str!("../../templates/hearten.toml")).unwrap();
    let now = "2026-11-20T14:50:00+08:00".parse().unwrap();
    let desks: Vec<_> = readings.iter().map(|(_, reading)| &DESKS[&reading.language]).collect();
    let members: Vec<Member> = readings
        .iter()
        .enumerate()
        .map(|(at, (partner, reading))| Member {
            wording: WordingId(at as u64),
            reading: reading.clone(),
            impact: Some(0),
            partner: (*partner).to_owned(),
        })
        .collect();
    let cases = members.iter().zip(&desks).map(|(member, (lists, forms))| {
        let case = Case {
            reading: &member.reading,
            brief: &brief,
            config: &config,
            lists,
            forms,
            now,
            earlier: &[],
            domains: &[],
        };
        (member, case)
    });
    let mut marks = SetMarks::default();
    rule.on_set.unwrap()(&Set::new(cases.collect()), &mut marks);
    marks.into_vec().into_iter().map(|(at, mark)| (at, mark.title)).collect()
}

/// How clearly a letter is written.
pub(super) fn clarity(reading: &Reading, brief: &str) -> Clarity {
    with_case(reading, brief, Clarity::of)
}

/// The words that a mark points at.
pub(super) fn pointed<'r>(reading: &'r Reading, mark: &Mark) -> &'r str {
    match &mark.spot {
        Spot::Subject(span) => &reading.subject.text[span.clone()],
        Spot::Passage(at, span) => &reading.body[*at].1.text[span.clone()],
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

/// A letter out of several parts.
pub(super) fn letter(language: &str, parts: &[(PartName, &str)]) -> Reading {
    let mut whole = reading(language, PartName::Situation, "");
    whole.body.clear();
    for (part, text) in parts {
        whole.body.extend(reading(language, *part, text).body);
    }
    whole
}

/// The titles of what one rule says of a letter.
pub(super) fn titles(rule: &str, reading: &Reading, brief: &str) -> Vec<String> {
    marks(rule, reading, brief).into_iter().map(|mark| mark.title).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever a letter holds, each mark points at whole characters that are there.
    #[test]
    fn marks_of_every_rule_point_at_whole_characters(
        text in "([a-zA-Z ,.:;!?()\"“”「」]|20 Nov|Friday|please|soon|11月20日|周五|百分之|30%|你|您|们|們|鋼|钢|，|。|、|\n){0,60}",
        value in 0usize..40,
    ) {
        for language in ["en", "zh-CN", "zh-TW"] {
            let parts = PartName::ALL.map(|part| (part, text.as_str()));
            let mut letter = letter(language, &parts);
            for (_, words) in &mut letter.body {
                let end = words.text.floor_char_boundary(value);
                words.values.push(0..end);
            }
            letter.subject = Words::plain(text.as_str());
            let mut marks = Marks::default();
            with_case(&letter, BRIEF, |case| {
                for check in RULES.iter().filter_map(|rule| rule.on_wording) {
                    check(case, &mut marks);
                }
            });
            for mark in marks.into_vec() {
                let pointed = match &mark.spot {
                    Spot::Subject(span) => letter.subject.text.get(span.clone()),
                    Spot::Passage(at, span) => letter.body[*at].1.text.get(span.clone()),
                    _ => Some("-"),
                };
                prop_assert!(pointed.is_some_and(|words| !words.is_empty()), "{mark:?}");
                prop_assert!(!mark.title.ends_with('.'), "{mark:?}");
            }
        }
    }
}

/// What one rule suspects in a stretch of the plain text of a letter.
pub(super) fn suspects(rule: &str, language: &str, text: &str) -> Vec<String> {
    let rule = RULES.iter().find(|known| known.id == rule).unwrap();
    let lists = &DESKS[&Language::parse(language).unwrap()].0;
    let domains = ["lingchuan.example".to_owned()];
    let mut suspects = Vec::new();
    let case = StretchCase { field: Field::Text, text, lists, domains: &domains };
    rule.on_stretch.unwrap()(&case, &mut suspects);
    suspects.into_iter().map(|it| text[it.span].to_owned()).collect()
}
