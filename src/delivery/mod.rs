//! Hands each letter to a mail server, once.
//!
//! *In*: letters that are frozen and approved. *Out*: one outcome for each: accepted, refused, deferred,
//! surely not sent, or unknown. *Never*: renders, reads the roster, or sends again what may have arrived.
//! *Start reading* at [`smtp::Session`].

pub mod doctor;
mod relay;
pub mod smtp;

pub use relay::{relay, secrets, signer};
