//! What a careful reader would say of the letters before they are signed: the rules L-01 to L-36.
//!
//! *In*: a letter's words ([`Reading`](crate::letter::Reading)), the brief, the settings, word lists; then the
//! final bytes of each letter. *Out*: [`Finding`]s that point at words. *Never*: changes a letter.
//! *Start reading* at [`Rule`] and [`Linter`].

mod case;
mod census;
mod clarity;
mod desk;
mod familiar;
mod figure;
mod finding;
mod finished;
mod found;
mod handbook;
mod letter_case;
mod linter;
mod list_name;
mod lists;
mod locate;
mod mark;
mod opened;
mod page;
mod plain_html;
mod readability;
mod rule;
mod rules;
mod said;
mod script;
mod sentence;
mod set;
mod settings;
mod skimmed;
mod spotless;
mod stretch;
#[cfg(test)]
mod tests;
mod wall;

pub use case::Case;
pub use census::Census;
pub use clarity::{Clarity, Trait};
pub use finding::{Finding, Findings, Quote};
pub use finished::Finished;
pub use handbook::handbook;
pub use linter::{Inputs, Linter};
pub use page::Page;
pub use rule::{Given, Rule};
pub use rules::RULES;
pub use set::{Member, Set};
pub use settings::{Level, Settings};
pub use wall::{Entries, Wall};
