use super::list_name::ListName;
use super::lists::{Hit, Lists};
use super::locate::literals;
use super::mark::Spot;
use super::sentence::{self, Sentence};
use crate::crisis::{Brief, Phase};
use crate::document::Wordings;
use crate::letter::{PartName, Reading, Words};
use crate::locale::{Forms, STATUSES};
use crate::workspace::Config;
use jiff::Timestamp;
use jiff::civil::Date;

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
    /// How the language writes dates and numbers.
    pub(super) forms: &'c Forms,
    /// The time of the letter.
    pub now: Timestamp,
    /// The subjects of earlier crises' letters.
    pub(super) earlier: &'c [String],
    /// The domains that a letter may lead to, the company's own first.
    pub(super) domains: &'c [String],
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
            .flat_map(|(spot, _, words)| sentence::split(spot, words, chinese))
            .collect()
    }

    /// Where words of a list stand in the subject and the three paragraphs, values left out.
    pub(super) fn hits(&self, list: ListName) -> Vec<(Spot, Hit<'c>)> {
        let subject = (Spot::subject(&self.reading.subject), &self.reading.subject);
        let prose = self.paragraphs().map(|(spot, _, words)| (spot, words));
        std::iter::once(subject)
            .chain(prose)
            .flat_map(|(spot, words)| self.hits_in(list, &spot, words))
            .collect()
    }

    /// Whether the three paragraphs hold a word of a list.
    pub(super) fn holds(&self, list: ListName) -> bool {
        self.paragraphs().any(|(_, _, words)| self.lists.find(list, words).next().is_some())
    }

    /// Whether it is the letter of the leader; the note within the hour has less to say.
    pub(super) fn is_letter(&self) -> bool {
        self.brief.phase == Phase::Letter
    }

    /// The day of the letter, where the crisis is.
    pub(super) fn today(&self) -> Date {
        self.now.to_zoned_datetime(self.brief.zone.clone()).date()
    }

    /// The words for how far a measure is, as they stand in a letter.
    pub(super) fn status_words(&self) -> impl Iterator<Item = &'c str> {
        let forms = self.forms;
        STATUSES.iter().filter_map(move |status| forms.status(status))
    }

    /// Whether the letter says what a text of the brief says. A text that holds nothing but values cannot
    /// be told from others and counts as said.
    pub(super) fn says(&self, wordings: &Wordings) -> bool {
        self.pieces(wordings).is_empty() || self.position(wordings).is_some()
    }

    /// Where a text of the brief stands in the letter: in which passage, and at which byte of it.
    pub(super) fn position(&self, wordings: &Wordings) -> Option<(usize, usize)> {
        self.pieces(wordings).into_iter().find_map(|piece| {
            let body = self.reading.body.iter().enumerate();
            body.into_iter().find_map(|(at, (_, words))| Some((at, words.text.find(piece)?)))
        })
    }

    /// By what a text of the brief is known in a letter: its longest piece between values. Of a text with
    /// conditions any piece will do, since it is not known which are met.
    fn pieces<'w>(&self, wordings: &'w Wordings) -> Vec<&'w str> {
        let Some(wording) = wordings.get(self.reading.language) else { return Vec::new() };
        let marks = |c: char| c == '\\' || c == '#' || c == '-' || c == '>' || c.is_whitespace();
        let mut pieces: Vec<&str> = literals(&wording.text)
            .map(|piece| piece.trim_matches(marks))
            .filter(|piece| piece.contains(char::is_alphanumeric))
            .collect();
        pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
        if !wording.text.contains("{%") {
            pieces.truncate(1);
        }
        pieces
    }

    /// Where words of a list stand in one passage.
    pub(super) fn hits_in(
        &self,
        list: ListName,
        spot: &Spot,
        words: &'c Words,
    ) -> impl Iterator<Item = (Spot, Hit<'c>)> + use<'c> {
        let spot = spot.clone();
        let found = self.lists.find(list, words);
        found.map(move |hit| (spot.clone().narrowed(hit.span.clone()), hit))
    }
}
