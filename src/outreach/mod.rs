//! Who hears from us, in which wave, and who does not and why.
//!
//! *In*: contacts with their accounts, and the languages the brief is written in. *Out*: a
//! [`Recipient`] for each contact, or the reason why there is none. *Never*: looks at the text of a
//! letter, sends, or drops anyone silently (P-27). *Start reading* at [`Audience::place`].

mod audience;
mod channel;
mod duty;
pub mod hours;
mod offset;
pub mod playbook;
pub mod policy;
mod profile;
mod recipient;
mod selector;
pub mod survey;
mod wave;

pub use audience::{Audience, LeftOut, Placement};
pub use channel::Channel;
pub use duty::Duty;
pub use offset::Offset;
pub use profile::{Function, Functions, Profile, Tag, Tags};
pub use recipient::Recipient;
pub use selector::{Clause, Selector};
pub use wave::Wave;
