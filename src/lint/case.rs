use super::list_name::ListName;
use super::lists::{Hit, Lists};
use super::mark::Spot;
use super::sentence::{self, Sentence};
use crate::crisis::Brief;
use crate::letter::{PartName, Reading, Words};
use crate::workspace::Config;
use jiff::Timestamp;

/// One wording as a rule sees it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'c> {
    /// The words of the letter.
    pub reading: &'c Reading,
    /// The facts behind it.
    pub brief: &'c Brief,
    /// The company's settings.
    pub config: &'c Config,
    /// The word lists of the letter's language.
    pub(super) lists: &'c Lists,
    /// The time of the letter.
    pub now: Timestamp,
}

/// The three paragraphs of the method (S-29), in their order.
pub(super) const PARAGRAPHS: [PartName; 3] =
    [PartName::Situation, PartName::Measures, PartName::Appeal];

impl<'c> Case<'c> {
    /// Whether the letter is in Chinese, of either script.
    pub(super) fn chinese(&self) -> bool {
        self.reading.language.is_chinese()
    }

    /// Every passage of the letter from salutation to footer, with where it stands.
    pub(super) fn passages(&self) -> impl Iterator<Item = (Spot, PartName, &'c Words)> {
        let body = self.reading.body.iter().enumerate();
        body.map(|(at, (part, words))| (Spot::passage(at, words), *part, words))
    }

    /// The passages of the three paragraphs.
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = (Spot, PartName, &'c Words)> {
        self.passages().filter(|(_, part, _)| PARAGRAPHS.contains(part))
    }

    /// The subject and every passage.
    pub(super) fn everything(&self) -> impl Iterator<Item = (Spot, &'c Words)> {
        let subject = (Spot::subject(&self.reading.subject), &self.reading.subject);
        std::iter::once(subject).chain(self.passages().map(|(spot, _, words)| (spot, words)))
    }

    /// The sentences of the three paragraphs, in their order.
    pub(super) fn sentences(&self) -> Vec<Sentence<'c>> {
        let chinese = self.chinese();
        self.paragraphs()
            .flat_map(|(spot, part, words)| sentence::split(spot, part, words, chinese))
            .collect()
    }

    /// Where words of a list stand in the subject and the three paragraphs, values left out.
    pub(super) fn hits(&self, list: ListName) -> Vec<(Spot, Hit<'c>)> {
        let subject = (Spot::subject(&self.reading.subject), &self.reading.subject);
        let prose = self.paragraphs().map(|(spot, _, words)| (spot, words));
        std::iter::once(subject)
            .chain(prose)
            .flat_map(|(spot, words)| {
                self.lists
                    .find(list, words)
                    .map(move |hit| (spot.clone().narrowed(hit.span.clone()), hit))
            })
            .collect()
    }

    /// Whether the three paragraphs hold a word of a list.
    pub(super) fn holds(&self, list: ListName) -> bool {
        self.paragraphs().any(|(_, _, words)| self.lists.find(list, words).next().is_some())
    }
}
