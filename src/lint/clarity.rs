//! How clearly a letter is written, as a number from 0 to 100 with its parts. It is a hint, never a finding: a
//! letter may have good reasons to be long, and a warm one may score less than a cold one.

use super::case::Case;
use super::figure::figures;
use super::list_name::ListName;
use super::readability::{Counts, ratio};
use crate::crisis::Phase;
use crate::letter::{PartName, Words};
use crate::locale::Language;
use crate::locale::is_han;
use serde::Serialize;

/// The clarity of one letter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Clarity {
    /// The language of the letter: scores of two languages are not to be compared.
    pub language: Language,
    /// From 0 to 100, the mean of the parts.
    pub score: u8,
    /// What it is made of.
    pub parts: Vec<Trait>,
}

/// One part of the score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trait {
    /// What was looked at, in a word or two.
    pub name: &'static str,
    /// What was counted, in words.
    pub found: String,
    /// What is good.
    pub goal: String,
    /// From 0 to 100.
    pub points: u8,
}

impl Clarity {
    pub(super) fn of(case: &Case<'_>) -> Self {
        let counts = Counts::of(case);
        let mut parts = vec![sentence_length(case, counts)];
        if !case.chinese() {
            parts.push(passive(counts));
        }
        parts.push(balance(case));
        if case.is_letter() {
            parts.push(concreteness(case));
        }
        parts.push(length(case));
        let sum: usize = parts.iter().map(|part| usize::from(part.points)).sum();
        let score = u8::try_from(sum / parts.len()).unwrap_or_default();
        Self { language: case.reading.language, score, parts }
    }
}

/// How long a letter may be: words in English, characters in Chinese (domain 2.6).
pub(super) fn bounds(case: &Case<'_>) -> (usize, usize) {
    match (case.brief.phase, case.chinese()) {
        (Phase::Holding, false) => (0, 120),
        (Phase::Holding, true) => (0, 250),
        (Phase::Letter, false) => (150, 450),
        (Phase::Letter, true) => (300, 900),
    }
}

/// How long a letter is, in the same measure.
pub(super) fn length_of(case: &Case<'_>) -> usize {
    let size = |words: &Words| {
        if case.chinese() {
            words.text.chars().filter(|c| is_han(*c)).count()
        } else {
            super::readability::words(&words.text).count()
        }
    };
    case.paragraphs().map(|(_, _, words)| size(words)).sum()
}

/// What lengths are counted in.
pub(super) fn measure(case: &Case<'_>) -> &'static str {
    if case.chinese() { "characters" } else { "words" }
}

/// All points up to `good`, none from `bad` on, evenly between.
fn points(value: f64, good: f64, bad: f64) -> u8 {
    let share = ((bad - value) / (bad - good)).clamp(0.0, 1.0);
    // Between 0 and 100 by the line before.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let points = (share * 100.0).round() as u8;
    points
}

fn sentence_length(case: &Case<'_>, counts: Counts) -> Trait {
    let mean = counts.mean();
    let (good, bad) = if case.chinese() { (35.0, 60.0) } else { (20.0, 35.0) };
    Trait {
        name: "sentence length",
        found: format!("{mean:.0} {} a sentence", measure(case)),
        goal: format!("{good:.0} at most"),
        points: points(mean, good, bad),
    }
}

fn passive(counts: Counts) -> Trait {
    let share = ratio(counts.passive, counts.sentences);
    Trait {
        name: "passive",
        found: format!("{:.0} % of the sentences", share * 100.0),
        goal: "15 % at most".to_owned(),
        points: points(share, 0.15, 0.5),
    }
}

/// How often a letter speaks of itself for each time that it speaks to its reader.
fn balance(case: &Case<'_>) -> Trait {
    let (we, you) = (case.hits(ListName::Ourselves).len(), case.hits(ListName::Reader).len());
    Trait {
        name: "we and you",
        found: format!("{we} to {you}"),
        goal: "3 to 1 at most".to_owned(),
        points: points(ratio(we, you), 3.0, 9.0),
    }
}

/// Dates, sums, shares and other facts in the measures.
fn concreteness(case: &Case<'_>) -> Trait {
    let facts = |words: &Words| {
        let typed = figures(&words.text);
        let typed = typed.iter().filter(|it| !words.touches_value(&it.span)).count();
        let drawn = |span: &&std::ops::Range<usize>| {
            !case.status_words().any(|word| word == &words.text[(*span).clone()])
        };
        typed + words.values.iter().filter(drawn).count()
    };
    let own = case.paragraphs().filter(|(_, part, _)| *part == PartName::Measures);
    let count: usize = own.map(|(_, _, words)| facts(words)).sum();
    let missing = 2_usize.saturating_sub(count);
    Trait {
        name: "concreteness",
        found: format!("{count} facts in the measures"),
        goal: "2 at least".to_owned(),
        points: points(ratio(missing, 1), 0.0, 2.0),
    }
}

fn length(case: &Case<'_>) -> Trait {
    let count = length_of(case);
    let (least, most) = bounds(case);
    let goal = match least {
        0 => format!("{most} at most"),
        _ => format!("{least} to {most}"),
    };
    let off = if count < least {
        ratio(least - count, least)
    } else {
        ratio(count.saturating_sub(most), most)
    };
    Trait {
        name: "length",
        found: format!("{count} {}", measure(case)),
        goal,
        points: points(off, 0.0, 0.5),
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName;
    use crate::lint::tests::{BRIEF, clarity, reading};

    fn points(language: &str, text: &str, name: &str) -> u8 {
        let clarity = clarity(&reading(language, PartName::Measures, text), BRIEF);
        clarity.parts.iter().find(|part| part.name == name).unwrap().points
    }

    #[test]
    fn short_active_sentences_score_more_than_long_passive_ones() {
        let clear = "We closed the hall. You receive new dates on 4 December.";
        let dim = "It has been decided that all measures which are considered to be appropriate are being \
                   examined by the departments that have been charged with their preparation, and that a \
                   communication will be issued when the examination has been completed in every respect.";
        for name in ["sentence length", "passive", "concreteness"] {
            assert!(points("en", clear, name) > points("en", dim, name), "{name}");
        }
        assert_eq!(points("en", clear, "passive"), 100);
    }

    #[test]
    fn a_letter_that_speaks_of_itself_alone_scores_less() {
        for (language, both, alone) in [
            ("en", "We call you.", "We know our duty and our history."),
            ("zh-CN", "我们致电给您。", "我们深知我们的责任。"),
            ("zh-TW", "我們致電給您。", "我們深知我們的責任。"),
        ] {
            assert!(points(language, both, "we and you") >= points(language, alone, "we and you"));
        }
        assert!(points("en", &"We and our plants. ".repeat(5), "we and you") < 50);
    }

    #[test]
    fn a_score_lies_between_0_and_100_and_chinese_has_no_passive() {
        for language in ["en", "zh-CN", "zh-TW"] {
            for text in ["", "x", "我们。", "We.\n\nYou."] {
                let clarity = clarity(&reading(language, PartName::Appeal, text), BRIEF);
                assert!(clarity.score <= 100);
                let passive = clarity.parts.iter().any(|part| part.name == "passive");
                assert_eq!(passive, language == "en");
            }
        }
    }
}
