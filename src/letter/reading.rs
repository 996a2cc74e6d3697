//! A letter as its reader meets it: the words of each part, and which of them are values.

use super::composer::Composer;
use super::markdown::{self, Block, Inline};
use super::part::PartName;
use super::rendered::Rendered;
use super::wording::{self, Values};
use super::{LetterFault, WordingId};
use crate::diagnostic::Span;
use crate::locale::Language;
use crate::outreach::Recipient;

/// The words of one letter, for whoever reads it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The language of the letter.
    pub language: Language,
    /// The subject.
    pub subject: Words,
    /// Every paragraph, heading and item in the order of reading, with the part it stands in.
    pub body: Vec<(PartName, Words)>,
}

/// A line, paragraph, heading or item of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// The words as they are read; a line feed is a break that is meant.
    pub text: String,
    /// Which of them are values: a fact, a name, a date, in bytes of `text`, in order.
    pub values: Vec<Span>,
    /// Whether it is an item of a list.
    pub item: bool,
    /// Targets of its links.
    pub links: Vec<String>,
}

impl Words {
    /// Plain words without a value.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Whether a range touches a value.
    pub fn touches_value(&self, span: &Span) -> bool {
        self.values.iter().any(|value| value.start < span.end && span.start < value.end)
    }

    fn push(&mut self, text: &str, chinese: bool) {
        let (words, values) = markdown::marked_words(text, chinese);
        let start = self.text.len();
        self.text.push_str(&words);
        self.values.extend(values.into_iter().map(|value| value.start + start..value.end + start));
    }

    fn runs(&mut self, runs: &[Inline], chinese: bool) {
        for run in runs {
            match run {
                Inline::Text(text) => self.push(text, chinese),
                Inline::Strong(inner) | Inline::Emphasis(inner) => self.runs(inner, chinese),
                Inline::Link(target, inner) => {
                    self.links.push(target.clone());
                    self.runs(inner, chinese);
                }
                Inline::Break => self.text.push('\n'),
            }
        }
    }
}

impl Reading {
    /// The words of one part.
    pub fn part(&self, name: PartName) -> impl Iterator<Item = &Words> {
        self.body.iter().filter(move |(part, _)| *part == name).map(|(_, words)| words)
    }

    fn blocks(&mut self, part: PartName, blocks: &[Block], item: bool) {
        let chinese = self.language.is_chinese();
        for block in blocks {
            match block {
                Block::Paragraph(runs) | Block::Heading(runs) => {
                    let mut words = Words { item, ..Words::default() };
                    words.runs(runs, chinese);
                    self.body.push((part, words));
                }
                Block::List(_, items) => {
                    for item in items {
                        self.blocks(part, item, true);
                    }
                }
                Block::Quote(inner) => self.blocks(part, inner, item),
                Block::Table(rows) => {
                    for cell in rows.iter().flatten() {
                        let mut words = Words { item: true, ..Words::default() };
                        words.runs(cell, chinese);
                        self.body.push((part, words));
                    }
                }
                Block::Rule => {}
            }
        }
    }
}

impl Composer {
    /// Reads one letter over: its words with the reader's own values in them.
    pub fn reading(&self, recipient: &Recipient<'_>) -> Result<Reading, LetterFault> {
        let desk = self.desk(recipient)?;
        let impact = desk.impact(recipient.impact);
        let value = wording::recipient(&recipient.view, impact, desk, &self.columns, Values::Own);
        let Rendered { subject, parts } =
            self.rendered(desk, value).map_err(|fault| fault.of(recipient))?;
        let language = recipient.view.language;
        let mut head = Words::default();
        head.push(subject.trim(), language.is_chinese());
        let mut reading = Reading { language, subject: head, body: Vec::new() };
        for (part, source) in &parts {
            let (blocks, _) = markdown::parse(source.trim());
            reading.blocks(*part, &blocks, false);
        }
        Ok(reading)
    }

    /// The wording that a reader gets.
    pub fn wording_id(&self, recipient: &Recipient<'_>) -> Result<WordingId, LetterFault> {
        Ok(self.wording(recipient)?.id)
    }

    /// The letter templates of a language: the name under which the user knows each, and its text.
    pub fn sources(&self, language: Language) -> impl Iterator<Item = (&str, &str)> {
        self.templates.texts(language)
    }
}
