//! What a person looks at before anything leaves, and what is approved: the letters, gathered, laid
//! out, and frozen under one digest.
//!
//! *In*: each reader's letter as it was printed, and who gets none and why. *Out*: the preview: one
//! page and a file for each letter, as values; the [`frozen`] letters in a folder. *Never*: renders a
//! letter again in other words, or builds mail. *Start reading* at [`Gathering`], then [`Preview`],
//! then [`frozen::Freezer`].

pub mod approval;
mod difference;
mod entry;
pub mod export;
pub mod frozen;
mod gathering;
mod page;
mod reading;
mod remark;
mod sample;
mod seeds;

pub use difference::{Difference, Reworded};
pub use entry::{Entry, SharedFact};
pub use gathering::{Gathered, Gathering, Kept, Missed, Print, Totals};
pub use page::{Crisis, Frame, Preview};
pub use reading::Reading;
pub use remark::{Passage, Remark};
pub use sample::{Picked, sample};
pub use seeds::Samples;

/// How many letters a page holds. With more, it holds one of each wording and the extremes.
pub const EMBEDDED: usize = 2000;
