//! Language forms as data: address, closings, dates, numbers, and how wide a text is.

mod language;

pub use language::Language;
