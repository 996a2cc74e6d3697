//! Where the words of a letter were written: in the brief, in a template, or nowhere in a file.

use crate::crisis::Brief;
use crate::diagnostic::{Place, Span};
use crate::document::Wording;
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

    /// Where the words at `span` of `text` come from: the same words in the text that shares most of its
    /// own words with this passage. None when no file holds them, as when a value stands in their midst.
    pub(super) fn place(&self, text: &str, span: &Span) -> Option<Place> {
        let words = text.get(span.clone()).filter(|words| !words.trim().is_empty())?;
        let passage = Passage { text, around: (&text[..span.start], &text[span.end..]) };
        let wordings = self.brief.wordings().filter_map(|wordings| wordings.get(self.language));
        let in_brief = wordings.flat_map(|wording| {
            let own = wording.text.as_str();
            let found = own.match_indices(words);
            found.map(move |(at, _)| {
                (passage.likeness(own, own, at, words), Found::Brief(wording, at))
            })
        });
        let in_templates = self.templates.iter().flat_map(|(shown, source)| {
            let found = source.match_indices(words);
            found.map(move |(at, _)| {
                let line = line_around(source, at);
                (passage.likeness(line, source, at, words), Found::Template(shown, source, at))
            })
        });
        // Of equals the brief comes first: it is what changes from crisis to crisis.
        let best = in_templates.chain(in_brief).max_by_key(|(likeness, _)| *likeness)?.1;
        Some(match best {
            Found::Brief(wording, at) => in_brief_text(self.brief, wording, at..at + words.len()),
            Found::Template(shown, source, at) => Place::range(shown, source, at..at + words.len()),
        })
    }
}

/// A place in a text of the brief, by bytes of that text.
pub(super) fn in_brief_text(brief: &Brief, wording: &Wording, span: Span) -> Place {
    let before = &wording.text[..span.start];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let mut place = brief.source().inside(wording, line, column);
    if let Some(marked) = &mut place.span {
        let end = (marked.start + span.len()).min(place.text.len());
        marked.end = place.text.ceil_char_boundary(end);
    }
    place
}

enum Found<'s> {
    Brief(&'s Wording, usize),
    Template(&'s str, &'s str, usize),
}

/// A passage of a letter, with what stands before and behind the words in question.
#[derive(Clone, Copy)]
struct Passage<'p> {
    text: &'p str,
    around: (&'p str, &'p str),
}

impl Passage<'_> {
    /// How like this passage a place of `words` in `source` is: first, how much of what `context` says by
    /// itself stands in the passage, in per cent; then, how many characters on either side are the same.
    fn likeness(&self, context: &str, source: &str, at: usize, words: &str) -> (usize, usize) {
        let (mut said, mut found) = (0, 0);
        for own in literals(context) {
            said += own.len();
            if self.text.contains(own) {
                found += own.len();
            }
        }
        let before = source[..at].chars().rev().zip(self.around.0.chars().rev());
        let behind = source[at + words.len()..].chars().zip(self.around.1.chars());
        let same = |(a, b): &(char, char)| a == b || (a.is_whitespace() && b.is_whitespace());
        let near =
            before.take(NEAR).take_while(same).count() + behind.take(NEAR).take_while(same).count();
        (found * 100 / said.max(1), near)
    }
}

/// What a template text says by itself, between its tags and line breaks.
pub(super) fn literals(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{")
        .flat_map(|piece| piece.rsplit("}}").take(1))
        .flat_map(|piece| {
            let outside =
                piece.split("{%").map(|piece| piece.rsplit("%}").next().unwrap_or_default());
            outside.flat_map(|piece| piece.split(['\n', '*']))
        })
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
}

/// The line of a template in which a place is.
fn line_around(source: &str, at: usize) -> &str {
    let start = source[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = source[at..].find('\n').map_or(source.len(), |end| at + end);
    &source[start..end]
}

#[cfg(test)]
mod tests {
    use super::Sources;
    use crate::crisis::Brief;
    use crate::lint::tests::BRIEF;
    use crate::locale::Language;
    use proptest::prelude::{prop_assert, proptest};

    const TEMPLATE: &str = "{% block plea %}Please do write.{% endblock %}\n{{ brief.appeal }}, please do call {{ x }}.\n";

    fn place(brief: &str, text: &str, words: &str) -> Option<(String, String)> {
        let (brief, _) = Brief::read("brief.toml", brief).unwrap();
        let templates = [("base.md", TEMPLATE)];
        let sources = Sources::new(&brief, Language::En, templates.into_iter());
        let at = text.find(words).unwrap();
        let place = sources.place(text, &(at..at + words.len()))?;
        let marked = place.text[place.span.clone().unwrap()].to_owned();
        Some((format!("{}:{}", place.file, place.line.unwrap()), marked))
    }

    #[test]
    fn the_same_words_in_several_texts_are_told_apart_by_what_stands_around() {
        let calm = BRIEF
            .replacen("[situation]\ntext.en = \"", "[situation]\ntext.en = \"Stay calm. ", 1)
            .replacen("[appeal]\ntext.en = \"", "[appeal]\ntext.en = \"Stay calm. ", 1);
        let line_of = |key: &str| calm.lines().position(|line| line == key).unwrap() + 2;
        let (brief, _) = Brief::read("brief.toml", &calm).unwrap();
        for (key, wordings) in [("[situation]", &brief.situation), ("[appeal]", &brief.appeal)] {
            let text = &wordings.as_ref().unwrap().get(Language::En).unwrap().text;
            let read = text.replace("{{", "").replace("}}", "");
            let expected = (format!("brief.toml:{}", line_of(key)), "Stay calm".to_owned());
            assert_eq!(place(&calm, &read, "Stay calm"), Some(expected));
        }
    }

    #[test]
    fn words_of_a_template_are_found_there_and_values_nowhere() {
        let found = place(BRIEF, "Thank you, please do call Ana.", "please do call");
        assert_eq!(found, Some(("base.md:2".to_owned(), "please do call".to_owned())));
        assert_eq!(place(BRIEF, "Dear Dr Zhang Xiulan,", "Zhang Xiulan"), None);
    }

    proptest! {
        #[test]
        fn a_place_shows_the_words_it_claims(from in 0usize..400, length in 1usize..60) {
            let (brief, _) = Brief::read("brief.toml", BRIEF).unwrap();
            let sources = Sources::new(&brief, Language::ZhCn, std::iter::empty());
            for wordings in brief.wordings() {
                let Some(wording) = wordings.get(Language::ZhCn) else { continue };
                let text = wording.text.as_str();
                let start = text.floor_char_boundary(from.min(text.len()));
                let end = text.ceil_char_boundary((start + length).min(text.len()));
                if let Some(place) = sources.place(text, &(start..end)) {
                    let marked = &place.text[place.span.clone().unwrap()];
                    prop_assert!(text[start..end].starts_with(marked.trim_end_matches('\\')), "{marked:?}");
                }
            }
        }
    }
}
