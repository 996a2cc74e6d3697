//! How a relation stands, and what to do about it next: the judgements of the method, account by
//! account.
//!
//! *In*: contacts with their standing in the ledger, the directory, the day and the limits of the
//! policy. *Out*: a [`Relation`] for one account (people, score, coverage, freshness, what it hangs
//! on, its weakest point, three moves), an [`Outline`] for each (numbers alone), a [`Portfolio`] over
//! all. *Never*: guesses an attitude (unknown is not neutral, Q-04); knows letters, waves or mail.
//! What is said here is for our own people: nothing of it reaches a letter.
//! *Start reading* at [`Gathering`], which reads everybody once; each number then has a small file.

mod band;
mod coverage;
mod frailty;
mod freshness;
mod gathering;
mod load;
mod moves;
mod named;
mod person;
mod portfolio;
mod relation;
mod score;
mod tally;
#[cfg(test)]
mod tests;
mod weakness;

pub use band::Band;
pub use coverage::Coverage;
pub use frailty::{Frailty, Side};
pub use freshness::Freshness;
pub use gathering::Gathering;
pub use load::{Burden, Load};
pub use moves::Move;
pub use named::Named;
pub use person::{Day, Person};
pub use portfolio::{Concentration, Portfolio};
pub use relation::{Outline, Relation};
pub use score::{Score, weight};
pub use tally::Tally;
pub use weakness::Weakness;
