//! Language forms as data: address, dates, numbers, and how wide a text is.
//!
//! *In*: the text of `templates/locales/<tag>.toml`, and values to write. *Out*: [`Forms`], and
//! through it text as a careful native writer would put it; [`wrap()`] and [`width`] for plain text.
//! *Never*: reads a file, guesses a gender or a script, or knows what a contact or a crisis is.
//! *Start reading* at [`Forms`], then at `salutation.rs` for the chain of forms of address.

#[cfg(test)]
mod built_in;
mod form_file;
mod form_mistake;
mod forms;
mod language;
mod layout;
mod pattern;
mod person;
mod salutation;
mod title;
mod wrap;
mod zone;

#[cfg(test)]
pub(crate) use built_in::built_in;
pub use forms::{Forms, PHRASES, STATUSES};
pub use language::Language;
pub use layout::{DatePlace, Layout, Side};
pub(crate) use pattern::is_han;
pub use person::{Gender, NameOrder, PersonName};
pub use salutation::{Addressee, Salutation, SalutationSource};
pub use wrap::{width, wrap};
pub use zone::{zone, zone_meant};
