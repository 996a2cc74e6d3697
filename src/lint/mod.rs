//! What a careful reader would say of the letters before they are signed: the rules L-01 to L-36.
//!
//! *In*: a letter's words ([`Reading`](crate::letter::Reading)), the brief, the settings, word lists; then the
//! final bytes of each letter. *Out*: [`Finding`]s that point at words. *Never*: changes a letter.
//! *Start reading* at [`Rule`] and [`Linter`].

mod case;
mod finding;
mod found;
mod linter;
mod list_name;
mod lists;
mod locate;
mod mark;
mod page;
mod rule;
mod rules;
mod sentence;
mod settings;
#[cfg(test)]
mod tests;

pub use case::Case;
pub use finding::{Finding, Findings, Quote};
pub use linter::{Inputs, Linter};
pub use page::Page;
pub use rule::Rule;
pub use rules::RULES;
pub use settings::{Level, Settings};
