use super::{INDEX, LETTERS};
use crate::diagnostic::{Diagnostic, Place};
use crate::world::Fault;
use serde::Serialize;

/// What is wrong with a stored proof, and where: one flipped byte is found (design rule 4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Damage {
    /// The proof: the first digits of its digest.
    pub proof: String,
    /// The file in it.
    pub file: &'static str,
    /// The line, from 1, where the file has lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Whose letter it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// What is wrong.
    pub what: String,
}

impl Damage {
    pub(super) fn new(proof: &str, file: &'static str, what: impl Into<String>) -> Self {
        Self { proof: proof.to_owned(), file, line: None, contact: None, what: what.into() }
    }

    pub(super) fn unreadable(proof: &str, file: &'static str, fault: &Fault) -> Self {
        let what = match fault.source.kind() {
            std::io::ErrorKind::NotFound => "it is not there".to_owned(),
            _ => format!("it cannot be read: {}", fault.source),
        };
        Self::new(proof, file, what)
    }

    pub(super) fn in_line(proof: &str, line: usize, contact: Option<String>, what: &str) -> Self {
        Self { line: Some(line), contact, ..Self::new(proof, INDEX, what) }
    }

    pub(super) fn in_letter(proof: &str, contact: &str, what: impl Into<String>) -> Self {
        Self { contact: Some(contact.to_owned()), ..Self::new(proof, LETTERS, what) }
    }
}

impl From<Damage> for Diagnostic {
    fn from(damage: Damage) -> Self {
        let Damage { proof, file, line, contact, what } = damage;
        let mut place = Place::file(format!("proofs/{proof}/{file}"));
        place.line = line;
        let title = match &contact {
            Some(contact) => {
                format!("the proof `{proof}` is not what was frozen: the letter to `{contact}`")
            }
            None => format!("the proof `{proof}` is not what was frozen: `{file}`"),
        };
        Self::error(title)
            .rule("P-22")
            .at(place)
            .why(format!(
                "In this file {what}. Nothing of a proof is sent that is not, byte for byte, what was approved."
            ))
            .hint("put the folder back from a backup, or freeze and approve again with `hearten approve --as NAME`")
    }
}
