//! A TOML document as people write it: every mistake at once, each at its place.
//!
//! *In*: the text of a file and what its reader expects in it. *Out*: typed values, texts by
//! language ([`Wordings`]), fields that are still open (`<<fill: …>>`), and findings. *Never*: knows
//! what a document is about, or reads a file. *Start reading* at `reader.rs`, which reads values,
//! then `fields.rs`, which walks tables.

mod characters;
mod fields;
mod moment;
mod reader;
mod secrets;
mod source_text;
mod syntax;
mod wording;

pub(crate) use fields::Fields;
pub use moment::Stamp;
pub(crate) use reader::{Node, OpenField, Reader};
pub(crate) use secrets::is_secret_key;
pub use source_text::SourceText;
pub(crate) use syntax::report as syntax_report;
pub use wording::{Names, Wording, Wordings};
