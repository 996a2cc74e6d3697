//! The letter as plain text, made from the same tree as its HTML (E-19).

use super::markdown::{Block, Inline, words};
use super::opaque::holds_value;
use super::part::PartName;
use super::style::Style;
use crate::locale;

/// Columns of a line of plain text.
const COLUMNS: usize = 72;

/// A paragraph before it is broken into lines: its words, and what stands before the first line
/// and before the following ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    pub(super) first: String,
    pub(super) rest: String,
    /// The words; a line feed is a break that is meant.
    pub(super) words: String,
    /// Whether a blank line follows.
    pub(super) gap: bool,
}

/// The passages of one part of a letter. Slot characters stay where values belong.
pub(super) fn passages(part: PartName, blocks: &[Block], style: Style) -> Vec<Passage> {
    let mut writer = TextWriter { chinese: style.chinese, passages: Vec::new() };
    let indent = if part.is_indented() { "\u{3000}".repeat(style.indent) } else { String::new() };
    writer.blocks(blocks, &indent, "", "");
    writer.passages
}

/// Breaks one passage into lines of 72 columns, each closed by `end`.
pub(super) fn write(passage: &Passage, words: &str, end: &str, out: &mut String) {
    let mut first = passage.first.as_str();
    for line in words.split('\n') {
        for line in locale::wrap(line.trim_end(), COLUMNS, first, &passage.rest).split('\n') {
            out.push_str(line.trim_end());
            out.push_str(end);
        }
        first = &passage.rest;
    }
    if passage.gap {
        out.push_str(end);
    }
}

struct TextWriter {
    chinese: bool,
    passages: Vec<Passage>,
}

impl TextWriter {
    fn push(&mut self, first: String, rest: &str, words: String, gap: bool) {
        self.passages.push(Passage { first, rest: rest.to_owned(), words, gap });
    }

    fn blocks(&mut self, blocks: &[Block], indent: &str, first: &str, rest: &str) {
        for (at, block) in blocks.iter().enumerate() {
            let lead = if at == 0 { first } else { rest };
            match block {
                Block::Paragraph(runs) => {
                    let words = self.runs(runs);
                    self.push(format!("{lead}{indent}"), rest, words, true);
                }
                Block::Heading(runs) => {
                    let words = self.runs(runs);
                    self.push(lead.to_owned(), rest, words, true);
                }
                Block::List(number, items) => self.list(*number, items, lead, rest),
                Block::Quote(inner) => {
                    self.blocks(inner, "", &format!("{lead}> "), &format!("{rest}> "));
                }
                Block::Table(rows) => self.table(rows, lead, rest),
                Block::Rule => self.push(lead.to_owned(), rest, "-".repeat(24), true),
            }
        }
    }

    fn list(&mut self, number: Option<u64>, items: &[Vec<Block>], lead: &str, rest: &str) {
        let before = self.passages.len();
        for (at, item) in items.iter().enumerate() {
            let mark = match number {
                Some(start) => format!("{}. ", start + at as u64),
                None => "- ".to_owned(),
            };
            let lead = if at == 0 { lead } else { rest };
            let inner = format!("{rest}{}", " ".repeat(mark.len()));
            self.blocks(item, "", &format!("{lead}{mark}"), &inner);
        }
        // Items follow one another without blank lines; one closes the list.
        for passage in &mut self.passages[before..] {
            passage.gap = false;
        }
        if let Some(last) = self.passages[before..].last_mut() {
            last.gap = true;
        }
    }

    fn table(&mut self, rows: &[Vec<Vec<Inline>>], lead: &str, rest: &str) {
        for (at, row) in rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|cell| self.runs(cell)).collect();
            let lead = if at == 0 { lead } else { rest };
            self.push(lead.to_owned(), rest, cells.join(" | "), at + 1 == rows.len());
        }
    }

    fn runs(&self, runs: &[Inline]) -> String {
        let mut out = String::new();
        for run in runs {
            match run {
                Inline::Text(text) => out.push_str(&words(text, self.chinese)),
                Inline::Strong(inner) | Inline::Emphasis(inner) => out.push_str(&self.runs(inner)),
                Inline::Link(target, inner) => {
                    let label = self.runs(inner);
                    let shown = target.trim_start_matches("mailto:").trim_start_matches("tel:");
                    out.push_str(&label);
                    // A label with a person's value always has its target behind it, so that the
                    // wording does not depend on the value.
                    let bare = label == shown || label == *target;
                    if !bare || has_value(inner) {
                        out.push_str(if self.chinese { "\u{ff08}" } else { " (" });
                        out.push_str(shown);
                        out.push_str(if self.chinese { "\u{ff09}" } else { ")" });
                    }
                }
                Inline::Break => out.push('\n'),
            }
        }
        out
    }
}

fn has_value(runs: &[Inline]) -> bool {
    runs.iter().any(|run| match run {
        Inline::Text(text) => holds_value(text),
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link(_, inner) => {
            has_value(inner)
        }
        Inline::Break => false,
    })
}

#[cfg(test)]
mod tests {
    use super::{passages, write};
    use crate::letter::markdown::parse;
    use crate::letter::part::PartName;
    use crate::letter::style::Style;

    fn text(part: PartName, source: &str, style: Style) -> String {
        let mut out = String::new();
        for passage in passages(part, &parse(source).0, style) {
            let words = passage.words.clone();
            write(&passage, &words, "\n", &mut out);
        }
        out
    }

    #[test]
    fn lists_keep_their_marks_and_hang() {
        let plain = Style { chinese: false, indent: 0, signature_right: false };
        let source =
            format!("Intro\n\n1. {}\n2. two [site](https://x.example)\n", "word ".repeat(20));
        let out = text(PartName::Measures, &source, plain);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines[..2], ["Intro", ""]);
        assert!(lines[2].starts_with("1. word") && lines[3].starts_with("   word"));
        assert_eq!(lines[4], "2. two site (https://x.example)");
    }

    #[test]
    fn chinese_body_paragraphs_are_indented_by_two() {
        let chinese = Style { chinese: true, indent: 2, signature_right: true };
        assert_eq!(
            text(PartName::Situation, "第一\n第二", chinese),
            "\u{3000}\u{3000}第一第二\n\n"
        );
        assert_eq!(text(PartName::Salutation, "尊敬的王总:", chinese), "尊敬的王总:\n\n");
    }
}
