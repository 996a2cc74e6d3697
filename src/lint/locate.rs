//! Where the words of a letter were written: in the brief, in a template, or nowhere in a file.

use crate::crisis::Brief;
use crate::diagnostic::{Place, Span};
use crate::locale::Language;

/// How many characters around the words are compared, at the most, on either side.
const NEAR: usize = 40;

/// The texts that letters of a language are written from.
#[derive(Debug)]
pub(super) struct Sources<'s> {
    brief: &'s Brief,
    language: Language,
    templates: Vec<(&'s str, &'s str)>,
}

impl<'s> Sources<'s> {
    pub(super) fn new(
        brief: &'s Brief,
        language: Language,
        templates: impl Iterator<Item = (&'s str, &'s str)>,
    ) -> Self {
        Self { brief, language, templates: templates.collect() }
    }

    /// Where the words at `span` of `text` come from: the same words with the longest common
    /// surroundings. None when no file holds them, as when a value stands in their midst.
    pub(super) fn place(&self, text: &str, span: &Span) -> Option<Place> {
        let words = text.get(span.clone()).filter(|words| !words.trim().is_empty())?;
        let around = (&text[..span.start], &text[span.end..]);
        let in_brief =
            self.brief.wordings().filter_map(|wordings| wordings.get(self.language)).flat_map(
                |wording| {
                    let found = occurrences(&wording.text, words, around);
                    found.map(move |(likeness, at)| (likeness, Found::Brief(wording, at)))
                },
            );
        let in_templates = self.templates.iter().flat_map(|(shown, source)| {
            let found = occurrences(source, words, around);
            found.map(move |(likeness, at)| (likeness, Found::Template(shown, source, at)))
        });
        // Of equals the brief comes first: it is what changes from crisis to crisis.
        let best = in_templates.chain(in_brief).max_by_key(|(likeness, _)| *likeness)?.1;
        Some(match best {
            Found::Brief(wording, at) => {
                let before = &wording.text[..at];
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                let mut place = self.brief.source().inside(wording, line, column);
                if let Some(marked) = &mut place.span {
                    let end = (marked.start + words.len()).min(place.text.len());
                    marked.end = place.text.ceil_char_boundary(end);
                }
                place
            }
            Found::Template(shown, source, at) => Place::range(shown, source, at..at + words.len()),
        })
    }
}

enum Found<'s> {
    Brief(&'s crate::document::Wording, usize),
    Template(&'s str, &'s str, usize),
}

/// Each place of `words` in a source, with how many characters around it are the same.
fn occurrences(
    source: &str,
    words: &str,
    around: (&str, &str),
) -> impl Iterator<Item = (usize, usize)> {
    let found: Vec<(usize, usize)> = source
        .match_indices(words)
        .map(|(at, _)| {
            let before = source[..at].chars().rev().zip(around.0.chars().rev());
            let behind = source[at + words.len()..].chars().zip(around.1.chars());
            let same = |(a, b): &(char, char)| a == b || (a.is_whitespace() && b.is_whitespace());
            let likeness = before.take(NEAR).take_while(same).count()
                + behind.take(NEAR).take_while(same).count();
            (likeness, at)
        })
        .collect();
    found.into_iter()
}
