//! Who hears from us, in which wave, and who does not and why; and who of us calls whom.
//!
//! *In*: contacts with their accounts, the brief, the playbooks, what the ledger says happened, and
//! the time. *Out*: a [`Recipient`] for each contact or the reason why there is none, and a
//! [`Plan`] of waves and check-ins. *Never*: looks at the text of a letter, sends, or drops anyone
//! silently (P-27). *Start reading* at [`Audience::place`], then at [`Plan`].

mod audience;
mod channel;
mod countdown;
mod duty;
mod function_words;
pub mod hours;
mod left_out;
mod offset;
pub mod paper;
mod placing;
mod plan;
pub mod planner;
pub mod playbook;
pub mod policy;
mod profile;
mod recipient;
mod selector;
pub mod survey;
mod wave;
mod words;

pub use audience::{Audience, Placement};
pub use channel::Channel;
pub use countdown::{Alarm, Countdown, FirstLetters, Limit, span};
pub use duty::Duty;
pub use function_words::FunctionWords;
pub use left_out::LeftOut;
pub use offset::Offset;
pub use placing::{Ground, Placing};
pub use plan::{CheckIn, Dropped, Gift, Plan, Planned, Reason, State, Subject, WavePlan};
pub use profile::{Function, Functions, Profile, Tag, Tags};
pub use recipient::Recipient;
pub use selector::{Clause, Selector};
pub use wave::Wave;
pub use words::Words;
