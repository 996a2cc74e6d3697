use super::Wave;
use crate::roster::view::{Field, RecipientView};
use lettre::Address;

/// One reader of one letter: where it goes, when, and what it may know.
#[derive(Debug, Clone)]
pub struct Recipient<'a> {
    /// The contact's id.
    pub id: &'a str,
    /// The account's id.
    pub account_id: &'a str,
    /// The one address it goes to (E-12, E-26).
    pub address: &'a Address,
    /// When it goes.
    pub wave: Wave,
    /// What the letter may know of its reader.
    pub view: RecipientView<'a>,
    /// The number of the brief's impact text chosen for this reader.
    pub impact: Option<usize>,
}

impl Recipient<'_> {
    /// The reader's full name; empty when the roster has none.
    pub fn name(&self) -> &str {
        self.view.value(Field::Name).unwrap_or_default()
    }

    /// The account's name in the reader's language.
    pub fn account_name(&self) -> &str {
        self.view.value(Field::Account).unwrap_or_default()
    }

    /// How many values a letter could print that this reader lacks.
    pub fn open_field_count(&self) -> usize {
        Field::ALL.into_iter().filter(|field| self.view.value(*field).is_none()).count()
    }

    /// The values a letter could print that this reader lacks.
    pub fn open_fields(&self) -> Vec<&'static str> {
        let lacking = Field::ALL.into_iter().filter(|field| self.view.value(*field).is_none());
        lacking.map(Field::path).collect()
    }
}
