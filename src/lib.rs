//! `hearten`: personal crisis letters to partners, seen before they leave.
//!
//! Data flows one way: roster and crisis to outreach, to letter, to proof. `docs/architecture.md`
//! draws the picture; a test holds the rooms' imports against it.

pub mod chart;
pub mod cli;
pub mod crisis;
pub mod delivery;
pub mod diagnostic;
pub mod document;
pub mod ledger;
pub mod letter;
pub mod lint;
pub mod locale;
pub mod outreach;
pub mod proof;
pub mod relations;
pub mod roster;
pub mod workspace;
pub mod world;
