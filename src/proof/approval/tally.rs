use super::signature;
use super::signers::Signers;
use crate::diagnostic::{Count, Diagnostic, List};
use crate::ledger::{Approved, BrokeGlass, Endorsement, Given, Returned};
use crate::proof::frozen::{Digest, Frozen};
use crate::workspace::ApprovalRules;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What an approval is held against.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// What the ledger holds of the digest; none when nobody spoke of it.
    pub endorsement: Option<&'a Endorsement>,
    /// Who may approve, and how many must.
    pub rules: &'a ApprovalRules,
    /// The keys of the approvers; none when there is no such file.
    pub signers: Option<&'a Signers>,
    /// The addresses of our people by id: a key may stand under either.
    pub addresses: &'a BTreeMap<String, String>,
}

/// One approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// Whose: an id of the team.
    pub by: String,
    /// When it was recorded.
    pub at: Timestamp,
    /// The fingerprint of the key, when its signature verifies.
    pub key: Option<String>,
    /// The warnings that were acknowledged with it.
    pub acknowledged: Vec<String>,
    /// Why it does not count; none when it does.
    pub flaw: Option<String>,
}

/// Which approvals of a proof count, and who is still missing.
#[derive(Debug, Clone)]
pub struct Tally {
    digest: Digest,
    counted: Vec<Vote>,
    discounted: Vec<Vote>,
    returned: Vec<Given<Returned>>,
    broke_glass: Option<Given<BrokeGlass>>,
    needed: usize,
    /// Who may still approve.
    open: Vec<String>,
}

impl Tally {
    /// Counts the approvals of a proof.
    pub fn of(frozen: &Frozen, case: Case<'_>) -> Self {
        let rules = case.rules;
        let none = Endorsement::default();
        let endorsement = case.endorsement.unwrap_or(&none);
        let votes = endorsement.approved.iter().map(|given| vote(frozen, given, case));
        let (counted, discounted): (Vec<Vote>, Vec<Vote>) =
            votes.partition(|vote| vote.flaw.is_none());
        let broke_glass = endorsement.broke_glass.clone();
        let broke_glass = broke_glass.filter(|given| rules.break_glass.contains(&given.what.by));
        let has = |id: &&str| counted.iter().any(|vote| vote.by == *id);
        let drafter = frozen.manifest.drafter.as_deref();
        let open = rules.eligible().filter(|id| !has(id) && Some(*id) != drafter);
        Self {
            digest: frozen.digest.clone(),
            open: open.map(str::to_owned).collect(),
            counted,
            discounted,
            returned: endorsement.returned.clone(),
            broke_glass,
            needed: rules.needed.into(),
        }
    }

    /// What is approved.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// The approvals that count.
    pub fn counted(&self) -> &[Vote] {
        &self.counted
    }

    /// Those that do not, each with its flaw.
    pub fn discounted(&self) -> &[Vote] {
        &self.discounted
    }

    /// Who sent the letters back.
    pub fn returned(&self) -> &[Given<Returned>] {
        &self.returned
    }

    /// Who answers for them alone, with the right to.
    pub fn broke_glass(&self) -> Option<&Given<BrokeGlass>> {
        self.broke_glass.as_ref()
    }

    /// How many must approve.
    pub fn needed(&self) -> usize {
        self.needed
    }

    /// How many more must approve.
    pub fn lacking(&self) -> usize {
        self.needed.saturating_sub(self.counted.len())
    }

    /// Who may still approve: ids of the team.
    pub fn open(&self) -> &[String] {
        &self.open
    }

    /// Whether the letters may be sent so far as approvals go.
    pub fn is_enough(&self) -> bool {
        self.missing().is_none()
    }

    /// What is missing, whose turn it is, and what to type; none when nothing is.
    pub fn missing(&self) -> Option<Diagnostic> {
        if self.broke_glass.is_some() {
            return None;
        }
        if let Some(given) = self.returned.first() {
            return Some(
                Diagnostic::error(format!("`{}` sent these letters back", given.what.by))
                    .rule("P-22")
                    .why(format!("The reason: {}.", given.what.reason.trim_end_matches('.')))
                    .hint("correct them and have them approved again; or let the same person approve them with `hearten approve --as`"),
            );
        }
        let lacking = self.lacking();
        if lacking == 0 {
            return None;
        }
        let so_far: Vec<&str> = self.counted.iter().map(|vote| vote.by.as_str()).collect();
        let mut why = match so_far.as_slice() {
            [] => "Nobody has approved these letters yet.".to_owned(),
            some => format!("So far they are approved by {}.", List(some)),
        };
        for vote in &self.discounted {
            let flaw = vote.flaw.as_deref().unwrap_or_default();
            let _ = write!(why, " The approval of `{}` does not count: {flaw}.", vote.by);
        }
        let hint = match self.open.as_slice() {
            [] => "name more people in `approvers` below `[approval]` of hearten.toml".to_owned(),
            [first, ..] => {
                format!("let {} type `hearten approve --as {first}`", one_of(&self.open))
            }
        };
        Some(
            Diagnostic::error(format!("{} missing", Count(lacking, "approval")))
                .rule("P-22")
                .why(why)
                .hint(hint),
        )
    }
}

/// `` `t-01` ``, or `` one of `t-01` and `t-13` ``.
fn one_of(ids: &[String]) -> String {
    let listed = List(ids);
    if ids.len() == 1 { listed.to_string() } else { format!("one of {listed}") }
}

fn vote(frozen: &Frozen, given: &Given<Approved>, case: Case<'_>) -> Vote {
    let fact = &given.what;
    let mut vote = Vote {
        by: fact.by.clone(),
        at: given.at,
        key: None,
        acknowledged: fact.acknowledged.clone(),
        flaw: None,
    };
    let verified = fact.signature.as_ref().map(|signature| {
        let address = case.addresses.get(&fact.by).map(String::as_str);
        let Some(signers) = case.signers else {
            return Err(format!(
                "there is no file `{}` to verify its signature by",
                super::SIGNERS
            ));
        };
        signature::verify(
            &signature.armored,
            frozen.digest.as_str(),
            signers,
            &|principal| principal == fact.by || Some(principal) == address,
            given.at,
        )
    });
    let drafter = [case.rules.drafter.as_deref(), frozen.manifest.drafter.as_deref()];
    vote.flaw = if drafter.contains(&Some(fact.by.as_str())) {
        Some("who drafts the letters does not approve them".to_owned())
    } else if !case.rules.approvers.contains(&fact.by) {
        Some("this person is not among the approvers".to_owned())
    } else if fact.letters != frozen.manifest.counts.letters {
        Some(format!("it is of {}", Count(to_usize(fact.letters), "letter")))
    } else {
        match verified {
            Some(Ok(key)) => {
                vote.key = Some(key);
                None
            }
            // A signature that does not verify is worse than none, whatever the settings ask for.
            Some(Err(flaw)) => Some(flaw),
            None if case.rules.signed => Some("it is not signed".to_owned()),
            None => None,
        }
    };
    vote
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
