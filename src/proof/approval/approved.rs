use super::tally::Tally;
use crate::diagnostic::{Diagnostic, List};
use crate::proof::frozen::Frozen;

/// A proof that may be sent: enough people said yes to exactly these bytes, and the workspace still
/// gives them. Only [`Approved::check`] makes one.
#[derive(Debug)]
pub struct Approved {
    frozen: Frozen,
    by: Vec<String>,
    broke_glass: Option<String>,
}

impl Approved {
    /// Takes a proof whose approvals are enough. `holds` says whether the workspace still gives the
    /// same letters. The error names what is missing, and whose turn it is.
    pub fn check(frozen: Frozen, holds: bool, tally: &Tally) -> Result<Self, Diagnostic> {
        if tally.digest() != &frozen.digest {
            return Err(void());
        }
        if !holds {
            return Err(void());
        }
        if let Some(missing) = tally.missing() {
            return Err(missing);
        }
        let by = tally.counted().iter().map(|vote| vote.by.clone()).collect();
        let broke_glass = tally.broke_glass().map(|given| given.what.by.clone());
        Ok(Self { frozen, by, broke_glass })
    }

    /// The letters.
    pub fn frozen(&self) -> &Frozen {
        &self.frozen
    }

    /// The letters alone, for another way than sending.
    pub fn into_frozen(self) -> Frozen {
        self.frozen
    }

    /// Who approved them: ids of the team.
    pub fn by(&self) -> &[String] {
        &self.by
    }

    /// Who answers for them alone, when nobody else could be reached. Said loudly wherever it counts.
    pub fn broke_glass(&self) -> Option<&str> {
        self.broke_glass.as_deref()
    }

    /// How it came to be approved, as a sentence tells it.
    pub fn told(&self) -> String {
        match &self.broke_glass {
            Some(by) => format!("BREAK-GLASS: sent on the word of `{by}` alone"),
            None => format!("approved by {}", List(&self.by)),
        }
    }
}

/// The workspace gives other letters than those that were approved.
fn void() -> Diagnostic {
    Diagnostic::error("the approval is void: the letters are not those that were approved")
        .rule("P-22")
        .why("Roster, brief, templates, waves or policy have changed since; an approval is of exact bytes.")
        .hint("see what changed with `hearten approve --diff`, then have it approved with `hearten approve --as NAME`")
}
