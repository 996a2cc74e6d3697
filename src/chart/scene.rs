use super::canvas::Label;
use crate::locale::Language;
use crate::relations::Person;
use crate::roster::{Account, Directory};
use jiff::civil::Date;

/// What the charts of one account are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'s> {
    /// The account.
    pub account: &'s Account,
    /// Its people, in the order of the roster.
    pub people: &'s [Person],
    /// Our own people, and the key events.
    pub directory: &'s Directory,
    /// The day that the charts are of.
    pub today: Date,
}

impl Scene<'_> {
    /// The name that the account gives itself.
    pub(super) fn account_name(&self) -> &str {
        &self.account.name
    }

    /// The account as a heading names it: its own name, its English one, and its id.
    pub(super) fn heading(&self) -> String {
        let (own, english) = (self.account_name(), self.account.name_in(Language::En));
        let id = &self.account.id;
        if own == english { format!("{own} ({id})") } else { format!("{own}, {english} ({id})") }
    }

    /// Words with the account's name in them, in the language that matters to the shapes of its characters.
    pub(super) fn label<'w>(&self, words: &'w str) -> Label<'w> {
        let language = self.people.first().map(|person| person.contact.language);
        Label { words, language: han_tag(&self.account.name, language) }
    }
}

/// The language to set Chinese characters in; none for a text without any.
pub(super) fn han_tag(text: &str, language: Option<Language>) -> Option<&'static str> {
    if !text.contains(crate::locale::is_han) {
        return None;
    }
    Some(language.filter(|language| language.is_chinese()).map_or("zh", Language::tag))
}
