use crate::diagnostic::Span;
use crate::locale::Language;
use std::collections::BTreeMap;

/// One text of the brief in one language.
///
/// `line` and `column` say where its first character stands in the file: behind the opening quotes,
/// and for a text that opens with `"""` and a line break, at the start of the next line. To find a
/// later character use [`SourceText::inside`](super::SourceText::inside), which also knows escapes.
#[derive(Debug, Clone)]
pub struct Wording {
    /// The text, Markdown; line ends are `\n` whatever the file has.
    pub text: String,
    /// Line of its first character in the file, from 1.
    pub line: usize,
    /// Column of its first character, in characters, from 1.
    pub column: usize,
    raw: Span,
    escapes: bool,
}

impl Wording {
    pub(crate) fn new(text: String, at: (usize, usize), raw: Span, escapes: bool) -> Self {
        Self { text, line: at.0, column: at.1, raw, escapes }
    }

    /// The bytes of the file between the quotes.
    pub(crate) fn raw(&self) -> Span {
        self.raw.clone()
    }

    /// Whether a backslash has a meaning in it.
    pub(crate) fn has_escapes(&self) -> bool {
        self.escapes
    }
}

/// One text of the brief in the languages it has been written in; open fields are not among them.
#[derive(Debug, Clone)]
pub struct Wordings {
    name: String,
    at: Span,
    texts: BTreeMap<Language, Wording>,
}

impl Wordings {
    pub(crate) fn new(name: String, at: Span, texts: BTreeMap<Language, Wording>) -> Self {
        Self { name, at, texts }
    }

    /// The text in a language.
    pub fn get(&self, language: Language) -> Option<&Wording> {
        self.texts.get(&language)
    }

    /// The texts, by language.
    pub fn iter(&self) -> impl Iterator<Item = (Language, &Wording)> {
        self.texts.iter().map(|(language, wording)| (*language, wording))
    }

    /// How the brief names it: `measures[2].text`; items of a list count from 1.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where its table stands in the file, in bytes.
    pub(crate) fn at(&self) -> Span {
        self.at.clone()
    }
}

/// A name or a short text: the same everywhere, or one per language.
#[derive(Debug, Clone)]
pub enum Names {
    /// The same in every language.
    All(String),
    /// One per language.
    Each(Wordings),
}

impl Names {
    /// The name in a language.
    pub fn get(&self, language: Language) -> Option<&str> {
        match self {
            Self::All(name) => Some(name),
            Self::Each(names) => names.get(language).map(|name| name.text.as_str()),
        }
    }

    pub(crate) fn wordings(&self) -> Option<&Wordings> {
        match self {
            Self::All(_) => None,
            Self::Each(names) => Some(names),
        }
    }
}
