//! Who hears from us, in which wave, and who does not and why.
//!
//! *In*: contacts with their accounts, and the languages the brief is written in. *Out*: a
//! [`Recipient`] for each contact, or the reason why there is none. *Never*: looks at the text of a
//! letter, sends, or drops anyone silently (P-27). *Start reading* at [`Audience::place`].

mod audience;
mod recipient;
mod wave;

pub use audience::{Audience, LeftOut, Placement};
pub use recipient::Recipient;
pub use wave::Wave;
