//! Brief, template and reader become a letter: HTML, plain text and a finished message.
//!
//! *In*: the brief, templates and language forms, then one [`Recipient`](crate::outreach::Recipient)
//! at a time. *Out*: a [`Letter`], or the bytes alone by the thousand ([`Press`]). *Never*: sees
//! role, attitude or notes (the view has none), reads the clock or a file, or sends.
//! *Start reading* at [`Composer`].

mod composer;
mod context;
mod explain;
mod fact;
mod fault;
mod guard;
mod html;
mod language_desk;
mod line_cache;
mod markdown;
mod message_id;
mod mime;
mod opaque;
mod part;
mod pieces;
mod press;
mod reading;
mod rendered;
mod shared;
mod style;
mod templates;
#[cfg(test)]
mod tests;
mod text;
mod usage;
mod wording;
mod wording_id;

pub use composer::{Composer, Inputs};
pub use fact::{Fact, Facts};
pub use fault::LetterFault;
pub use part::PartName;
pub use press::Press;
pub use reading::{Reading, Words};
pub use wording_id::WordingId;

/// One person's letter, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Name and address of who writes.
    pub from: String,
    /// Where answers go.
    pub reply_to: String,
    /// Name and address of the one reader.
    pub to: String,
    /// The subject, one line.
    pub subject: String,
    /// The identifier: the same for each attempt (E-18).
    pub message_id: String,
    /// The letter as mail HTML.
    pub html: String,
    /// The letter as plain text.
    pub text: String,
    /// The finished message; only the `Date` is set at hand-over.
    pub message: Vec<u8>,
}
