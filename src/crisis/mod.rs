//! The brief: kind, phase, clock and facts of a crisis, each wording per language.
//!
//! *In*: the text of a `brief.toml`. *Out*: a [`Brief`], every mistake in it at its place, and the
//! facts that are still missing, by name.
//! *Never*: reads a file or the clock, knows a person, or renders a letter.
//! *Start reading* at [`Brief::read`] in `read.rs`; `fields.rs` walks the TOML, `missing.rs` holds what
//! each phase and kind requires.

mod affected;
mod brief;
mod check;
mod contact_point;
mod fact;
mod impact;
mod kind;
mod measure;
mod missing;
mod read;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use affected::Affected;
pub use brief::Brief;
pub use contact_point::ContactPoint;
pub use fact::{Fact, Facts};
pub use impact::{AccountImpact, Impact, ImpactId, Partner, Segment, Tier};
pub use kind::{Detail, Kind, Phase, Responsibility};
pub use measure::{Due, Measure, Status};
pub use missing::MissingFact;
