//! What a person looks at before anything leaves: the letters, gathered and laid out.
//!
//! *In*: each reader's letter as it was printed, and who gets none and why. *Out*: the preview: one
//! page and a file for each letter, as values. *Never*: renders a letter again in other words,
//! builds mail, or touches a disk. *Start reading* at [`Gathering`], then [`Preview`].

mod entry;
mod gathering;
mod page;

pub use entry::{Entry, SharedFact};
pub use gathering::{Gathered, Gathering, Kept, Missed, Print, Totals};
pub use page::{Crisis, Frame, Preview};

/// How many letters a page holds. With more, it holds one of each wording and the extremes.
pub const EMBEDDED: usize = 2000;
