//! Hands each letter to a mail server, once.
//!
//! *In*: letters that are frozen and approved, the waves that are due, a mail server or the folder of a
//! drill. *Out*: one outcome for each letter in the ledger: accepted, refused, deferred, surely not sent, or
//! unknown. *Never*: renders, reads the roster, or sends again what may have arrived. *Start reading* at
//! [`run()`], then `connection` (what one connection does), then [`smtp`].

mod cleared;
mod connection;
pub mod doctor;
mod event;
mod line_up;
mod outbox;
mod pace;
mod parcel;
mod relay;
mod run;
mod schedule;
mod seeds;
pub mod smtp;
mod stop;
mod told;
mod watch;
mod way;

pub use cleared::Cleared;
pub use event::{Event, Pause};
pub use line_up::{Chance, Sieve};
pub use outbox::Outbox;
pub use relay::{relay, secrets, signer};
pub use run::{Due, Ground, Order, Summary, Waiting, run, undo_window};
pub use seeds::{LostSeed, SeedReader, Seeded, Seeds, seed};
pub use stop::{Stop, Why};
pub use watch::Tally;
pub use way::{Server, Way};
