//! The stretches of a finished message, and which of them need not be looked at again: letters of one wording
//! share all but a few lines.

use super::lists::Lists;
use super::opened::{Field, Opened};
use crate::diagnostic::{Severity, Span};
use rustc_hash::FxHashSet;
use std::sync::{PoisonError, RwLock};

/// A piece of a field of a message that no name and no phrase crosses the ends of.
#[derive(Debug, Clone)]
pub(super) struct Stretch<'o> {
    pub(super) field: Field,
    /// Where in the field it begins.
    pub(super) start: usize,
    pub(super) text: &'o str,
}

/// A stretch as a rule sees it.
pub(super) struct StretchCase<'s> {
    pub(super) field: Field,
    pub(super) text: &'s str,
    pub(super) lists: &'s Lists,
    /// The domains that a letter may lead to, the company's own first.
    pub(super) domains: &'s [String],
}

/// Words that break a rule unless something of the reader excuses them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Suspect {
    /// Where they stand in the stretch.
    pub(super) span: Span,
    pub(super) title: String,
    /// Weighs so much, in place of what the rule weighs.
    pub(super) severity: Option<Severity>,
    /// Whether it may be part of the name of the reader or of their company, such as `Test Ltd`.
    pub(super) excusable: bool,
}

impl Suspect {
    /// Words that may be part of something that belongs to the reader.
    pub(super) fn new(span: Span, title: String) -> Self {
        Self { span, title, severity: None, excusable: true }
    }

    /// Nothing excuses it.
    pub(super) fn always(self) -> Self {
        Self { excusable: false, ..self }
    }

    /// Weighs so much in this case.
    pub(super) fn weighs(self, severity: Severity) -> Self {
        Self { severity: Some(severity), ..self }
    }
}

/// Stretches in which no rule finds anything, whoever reads them.
#[derive(Debug, Default)]
pub(super) struct Clean {
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    texts: [FxHashSet<Box<str>>; Field::ALL.len()],
    /// Tags that hide nothing.
    tags: FxHashSet<Box<str>>,
    bytes: usize,
}

/// So much is remembered of each language: far more than its wordings hold, and no roster fills the memory.
const MOST: usize = 4 << 20;

impl Clean {
    /// The stretches of a message that were not found clean before.
    pub(super) fn unknown<'o>(&self, opened: &'o Opened) -> Vec<Stretch<'o>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let fields = opened.fields().into_iter();
        fields
            .flat_map(|(field, text)| stretches(text).map(move |span| (field, text, span)))
            .filter(|(field, text, span)| {
                !known.texts[*field as usize].contains(&text[span.clone()])
            })
            .map(|(field, text, span)| Stretch { field, start: span.start, text: &text[span] })
            .collect()
    }

    /// Whether a tag is known to hide nothing (L-32).
    pub(super) fn holds_tag(&self, tag: &str) -> bool {
        self.known.read().unwrap_or_else(PoisonError::into_inner).tags.contains(tag)
    }

    /// Takes note of a tag that hides nothing.
    pub(super) fn add_tag(&self, tag: &str) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.bytes + tag.len() <= MOST && known.tags.insert(tag.into()) {
            known.bytes += tag.len();
        }
    }

    /// Takes note of stretches in which nothing was found.
    pub(super) fn add<'o>(&self, stretches: impl Iterator<Item = &'o Stretch<'o>>) {
        let mut stretches = stretches.peekable();
        if stretches.peek().is_none() {
            return;
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        for Stretch { field, text, .. } in stretches {
            if known.bytes + text.len() > MOST {
                return;
            }
            if known.texts[*field as usize].insert((*text).into()) {
                known.bytes += text.len();
            }
        }
    }
}

/// Cuts a text at the ends of its lines, but not where a name might go on in the next one: between two words.
pub(super) fn stretches(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from;
        if start == text.len() {
            return None;
        }
        let mut end = start;
        loop {
            end += memchr::memchr(b'\n', &text.as_bytes()[end..])
                .map_or(text.len() - end, |at| at + 1);
            let goes_on = |c: char| c.is_alphanumeric() || c == '&';
            let before = text[start..end].trim_end_matches('\n');
            let one = before.len() + 1 == end - start;
            let open = one && before.trim_end_matches('.').ends_with(goes_on);
            if end == text.len() || !open || !text[end..].starts_with(goes_on) {
                break;
            }
        }
        from = end;
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::{Clean, stretches};
    use crate::lint::opened::{Field, Opened};
    use proptest::prelude::{prop_assert_eq, proptest};

    fn cut(text: &str) -> Vec<&str> {
        stretches(text).map(|span| &text[span]).collect()
    }

    #[test]
    fn a_text_is_cut_where_no_name_goes_on() {
        assert_eq!(cut("<p>One</p>\n<p>Two</p>\n"), ["<p>One</p>\n", "<p>Two</p>\n"]);
        assert_eq!(cut("to Anna\nSchmidt.\n(next)"), ["to Anna\nSchmidt.\n", "(next)"]);
        assert_eq!(cut("Hai Tong Co.\nLtd\n\nnext"), ["Hai Tong Co.\nLtd\n", "\n", "next"]);
        assert_eq!(cut(""), [""; 0]);
    }

    #[test]
    fn what_was_found_clean_is_not_looked_at_again() {
        let opened =
            |text: &str| Opened::of(format!("Subject: s\r\n\r\n{text}").as_bytes()).unwrap();
        let clean = Clean::default();
        let first = opened("Dear Ana,\r\n\r\nall is well.\r\n");
        let unknown = clean.unknown(&first);
        assert!(unknown.iter().any(|it| it.field == Field::Text && it.text.starts_with("all is")));
        clean.add(unknown.iter().filter(|it| !it.text.contains("Ana")));
        let second = opened("Dear Bo,\r\n\r\nall is well.\r\n");
        let texts: Vec<(Field, &str)> = clean
            .unknown(&second)
            .into_iter()
            .map(|it| (it.field, it.text.trim_end()))
            .filter(|(field, text)| *field == Field::Text && !text.is_empty())
            .collect();
        assert_eq!(texts, [(Field::Text, "Dear Bo,")]);
    }

    proptest! {
        #[test]
        fn the_stretches_of_a_text_make_it_up_again(text in "[ab&. \n<>王]{0,60}") {
            prop_assert_eq!(cut(&text).concat(), text);
        }
    }
}
