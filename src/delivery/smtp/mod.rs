//! The conversation with a mail server (RFC 5321), made so that the state of every letter is known.
//!
//! *In*: a [`Relay`] with its settings, [`Secrets`], and a [`Courier`] who brings letters. *Out*: exactly one
//! [`Outcome`] for each letter. *Never*: sends a letter that was not claimed, calls a letter "not sent"
//! that may have arrived, logs in over a line that others can read, or waits beyond a phase's time.
//!
//! One thread talks over one connection and waits for the server's words; there is no async. Sockets
//! and their time-outs are opened in `dial.rs` and used in `wire.rs`, and nowhere else.
//! *Start reading* at [`Session`], then `deliver.rs`.

mod body;
mod certificate;
mod courier;
mod deliver;
mod dial;
pub mod dkim;
mod envelope;
mod fault;
mod finding;
mod login;
mod offers;
mod opening;
mod relay;
mod reply;
mod secret;
mod session;
mod tls;
mod wire;

pub use crate::world::Secret;
pub use certificate::Certificate;
pub use courier::{AsMail, Courier, Ended, Outcome, Step};
pub use fault::{Fault, Kind};
pub use offers::Offers;
pub use relay::{Login, Mechanism, Relay, Security, Times};
pub use reply::{Enhanced, Garbled, Reply, ReplyReader};
pub use secret::Secrets;
pub use session::Session;

#[cfg(test)]
#[path = "../../../tests/e2e/mail_server.rs"]
mod mail_server;
#[cfg(test)]
mod tests;
