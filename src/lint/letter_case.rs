use super::lists::Lists;
use super::mark::{Mark, Marks, Spot};
use super::opened::{Field, Opened};
use super::wall::{Own, Wall};
use crate::diagnostic::Span;

/// One finished letter as a rule sees it: its bytes taken apart, and what belongs to its reader.
pub(super) struct LetterCase<'l> {
    pub(super) opened: &'l Opened,
    /// The reader's own name, account and address, and those of whoever looks after them.
    pub(super) own: &'l [String],
    /// The same, and whom the company allows to be named in anybody's letter.
    pub(super) may_name: &'l Own,
    /// What we noted of the reader, and what never leaves.
    pub(super) internal: &'l [String],
    pub(super) lists: &'l Lists,
    /// The domains that a letter may lead to, the company's own first.
    pub(super) domains: &'l [String],
    /// The names and addresses of everybody else.
    pub(super) wall: Option<&'l Wall>,
}

impl LetterCase<'_> {
    /// Points at words of the message; the same thing is told once, wherever else it stands.
    pub(super) fn point(&self, marks: &mut Marks, field: Field, span: &Span, title: String) {
        marks.add_once(self.mark(field, span, title));
    }

    /// A mark at words of the message.
    pub(super) fn mark(&self, field: Field, span: &Span, title: String) -> Mark {
        Mark::new(Spot::Read(self.opened.quote(field, span)), title)
    }

    /// Whether words are part of something that belongs to the reader, such as a company named `Test Ltd`.
    pub(super) fn is_own(&self, text: &str, span: &Span) -> bool {
        self.own.iter().filter(|own| own.len() > span.len()).any(|own| {
            text.match_indices(own.as_str())
                .any(|(at, own)| at <= span.start && span.end <= at + own.len())
        })
    }
}
