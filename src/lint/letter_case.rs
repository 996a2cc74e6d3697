use super::found::is_part_of;
use super::mark::{Mark, Marks, Spot};
use super::opened::{Field, Opened};
use super::stretch::{Clean, Stretch, Suspect};
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
    /// The domains that a letter may lead to, the company's own first.
    pub(super) domains: &'l [String],
    /// What of it names somebody, whoever reads it.
    pub(super) named: &'l [&'l Stretch<'l>],
    /// What is known of other letters of the language.
    pub(super) clean: &'l Clean,
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
        Mark::new(self.spot(field, span), title)
    }

    /// Words of the message.
    pub(super) fn spot(&self, field: Field, span: &Span) -> Spot {
        Spot::Read(self.opened.quote(field, span))
    }

    /// The mark of what a rule suspects in a stretch, unless it is part of something of the reader.
    pub(super) fn mark_of(&self, stretch: &Stretch<'_>, suspect: Suspect) -> Option<Mark> {
        let Suspect { span, title, severity, excusable } = suspect;
        let is_own = || self.own.iter().any(|own| is_part_of(own, stretch.text, &span));
        if excusable && is_own() {
            return None;
        }
        let place = stretch.start + span.start..stretch.start + span.end;
        Some(Mark { severity, ..self.mark(stretch.field, &place, title) })
    }
}
