use super::case::Case;
use super::list_name::ListName;
use super::mark::Spot;
use super::sentence;
use crate::diagnostic::Span;
use crate::letter::Words;

/// A phrase of a list in its surroundings.
#[derive(Debug, Clone)]
pub(super) struct Found<'c> {
    /// Exactly the words of the phrase.
    pub(super) spot: Spot,
    /// The passage they stand in.
    pub(super) words: &'c Words,
    /// Where in the passage's text.
    pub(super) span: Span,
    chinese: bool,
}

/// What opens a contrast closes the clause before it: what is denied on one side is not on the other.
const CONTRASTS: [&str; 7] = [" but ", " instead ", " because ", "而是", "而應", "而应", "但"];

impl<'c> Found<'c> {
    pub(super) fn new(spot: Spot, words: &'c Words, span: Span, chinese: bool) -> Self {
        Self { spot, words, span, chinese }
    }

    /// The same, with all that follows up to a place in the passage.
    pub(super) fn until(mut self, end: usize) -> Self {
        self.span.end = end;
        self.spot = self.spot.narrowed(self.span.clone());
        self
    }

    /// The words as the letter has them.
    pub(super) fn text(&self) -> &'c str {
        &self.words.text[self.span.clone()]
    }

    /// The sentence around them.
    pub(super) fn sentence(&self) -> Span {
        sentence::around(self.words, &self.span, self.chinese)
    }

    /// The text of the sentence.
    pub(super) fn sentence_text(&self) -> &'c str {
        &self.words.text[self.sentence()]
    }

    /// The text of the sentence and of the next one in the passage.
    pub(super) fn with_next_sentence(&self) -> &'c str {
        let text = self.words.text.as_str();
        let own = self.sentence();
        let rest = &text[own.end..];
        let start = own.end + rest.len() - rest.trim_start().len();
        let first = text[start..].chars().next().map_or(0, char::len_utf8);
        let next = sentence::around(self.words, &(start..start + first), self.chinese);
        &text[own.start..next.end]
    }

    /// The clause around them: what stands between two commas, colons, dashes or contrasts.
    pub(super) fn clause(&self) -> Span {
        let text = self.words.text.as_str();
        let sentence = self.sentence();
        let start =
            ends_of_clauses(text, sentence.start..self.span.start).max().unwrap_or(sentence.start);
        let end = starts_of_breaks(text, self.span.end..sentence.end).min().unwrap_or(sentence.end);
        start..end
    }

    /// What the clause says before them.
    pub(super) fn before(&self) -> &'c str {
        &self.words.text[self.clause().start..self.span.start]
    }
}

/// The breaks between clauses in a range: where each begins and ends.
fn breaks(text: &str, range: Span) -> impl Iterator<Item = Span> {
    let piece = &text[range.clone()];
    let marks = piece.char_indices().filter(move |(at, c)| match c {
        '，' | '；' | '：' | '（' | '）' | '—' | '–' | '(' | ')' => true,
        // Not the comma of 4,000 and not the colon of 18:00.
        ',' | ';' | ':' => {
            piece[at + c.len_utf8()..].chars().next().is_none_or(char::is_whitespace)
        }
        _ => false,
    });
    let marks = marks.map(|(at, c)| at..at + c.len_utf8());
    let contrasts = CONTRASTS
        .iter()
        .flat_map(move |word| piece.match_indices(word).map(|(at, word)| at..at + word.len()));
    marks.chain(contrasts).map(move |found| found.start + range.start..found.end + range.start)
}

fn ends_of_clauses(text: &str, range: Span) -> impl Iterator<Item = usize> {
    breaks(text, range).map(|found| found.end)
}

fn starts_of_breaks(text: &str, range: Span) -> impl Iterator<Item = usize> {
    breaks(text, range).map(|found| found.start)
}

impl<'c> Case<'c> {
    /// Where phrases of a list stand in the subject and the three paragraphs; neither values nor our
    /// own names count.
    pub(super) fn found(&self, list: ListName) -> Vec<Found<'c>> {
        let subject = (Spot::subject(&self.reading.subject), &self.reading.subject);
        let prose = self.paragraphs().map(|(spot, _, words)| (spot, words));
        self.found_in(list, std::iter::once(subject).chain(prose))
    }

    /// The same in everything from the subject to the footer.
    pub(super) fn found_anywhere(&self, list: ListName) -> Vec<Found<'c>> {
        self.found_in(list, self.everything())
    }

    /// The same in passages of one's choice.
    pub(super) fn found_in(
        &self,
        list: ListName,
        passages: impl Iterator<Item = (Spot, &'c Words)>,
    ) -> Vec<Found<'c>> {
        let chinese = self.chinese();
        let mut all = Vec::new();
        for (spot, words) in passages {
            for hit in self.lists.find(list, words) {
                if !self.in_a_name(&words.text, &hit.span) {
                    let spot = spot.clone().narrowed(hit.span.clone());
                    all.push(Found::new(spot, words, hit.span, chinese));
                }
            }
        }
        all
    }

    /// Whether the clause denies what was found: *we will never change our bank account*.
    pub(super) fn denied(&self, found: &Found<'_>) -> bool {
        self.speaks(ListName::Negation, found.before())
    }

    /// Whether a text holds a phrase of a list.
    pub(super) fn speaks(&self, list: ListName, text: &str) -> bool {
        self.lists.find_in(list, text).next().is_some()
    }

    /// Whether words are part of a name that stands in the letter as it is, and not as a value: the
    /// company's own, or one among the facts of the brief.
    fn in_a_name(&self, text: &str, span: &Span) -> bool {
        let language = self.reading.language;
        let own = self.config.organisation.name.get(language);
        let facts = self.brief.facts.iter().filter_map(|(_, fact)| match fact {
            crate::crisis::Fact::Names(names) => Some(names.get(language)?.text.as_str()),
            crate::crisis::Fact::Text(text) => Some(text.as_str()),
            _ => None,
        });
        facts.chain(std::iter::once(own)).any(|name| is_part_of(name, text, span))
    }
}

/// Whether words of a text are part of something longer in it, such as a company named `Test Ltd`.
pub(super) fn is_part_of(name: &str, text: &str, span: &Span) -> bool {
    name.len() > span.len()
        && text
            .match_indices(name)
            .any(|(at, name)| at <= span.start && span.end <= at + name.len())
}
