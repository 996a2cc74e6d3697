use super::evidence::{self, Evidence};
use crate::cli::Failure;
use crate::cli::clearance;
use crate::cli::command::Request;
use crate::cli::desk::Desk;
use crate::cli::vote_line::VoteLine;
use crate::diagnostic::{Diagnostic, Report};
use crate::ledger::{Approvals, Deliveries, DeliveryState, Fact, Record, Seeded};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything that an auditor asks for.
#[derive(Debug, Default, Serialize)]
pub(super) struct Story {
    pub(super) ok: bool,
    pub(super) crisis: String,
    pub(super) ledger: Chain,
    /// The letters that were frozen, in the order of freezing.
    pub(super) proofs: Vec<ProofStory>,
    /// What was said for and against them, in its order.
    pub(super) said: Vec<Said>,
    pub(super) runs: Vec<RunStory>,
    /// Who received a letter.
    pub(super) received: Vec<Letter>,
    /// Whose letter went another way, or is not known to have arrived.
    pub(super) not_received: Vec<Letter>,
    /// Who must not be written to any more, and why.
    pub(super) suppressed: BTreeMap<String, String>,
    pub(super) problems: Vec<Diagnostic>,
}

/// The chain of the ledger, so far as it is whole.
#[derive(Debug, Default, Serialize)]
pub(super) struct Chain {
    pub(super) whole: bool,
    pub(super) facts: usize,
    /// The digest of the last fact. Kept elsewhere, it proves that nothing before it was changed.
    pub(super) last: String,
}

/// The letters of one digest.
#[derive(Debug, Serialize)]
pub(super) struct ProofStory {
    pub(super) digest: String,
    pub(super) whole: bool,
    pub(super) frozen_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) frozen_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) drafter: Option<String>,
    pub(super) revision: u32,
    pub(super) letters: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mode: Option<String>,
    pub(super) waves: Vec<(u8, String, u64)>,
    pub(super) approvals: Vec<VoteLine>,
    pub(super) approved: bool,
    pub(super) left_out: Vec<(String, String, String)>,
    /// The samples that our own people received first (P-18).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) samples: Vec<Seeded>,
}

/// A word for or against some letters, as it was recorded.
#[derive(Debug, Serialize)]
pub(super) struct Said {
    pub(super) seq: u64,
    pub(super) at: Timestamp,
    pub(super) what: &'static str,
    pub(super) by: String,
    pub(super) digest: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
}

/// A run of sending.
#[derive(Debug, Serialize)]
pub(super) struct RunStory {
    pub(super) run: u32,
    pub(super) digest: String,
    pub(super) began_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<String>,
    pub(super) letters: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ended_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) why: Option<String>,
}

/// What came of the letter to one person.
#[derive(Debug, Serialize)]
pub(super) struct Letter {
    pub(super) contact: String,
    pub(super) name: String,
    pub(super) revision: u32,
    pub(super) state: DeliveryState,
    pub(super) at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) relay: Option<String>,
    /// What the server said, or who knows.
    pub(super) words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) by_hand: Option<String>,
    /// The letters it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) digest: Option<String>,
    /// The digest of the message itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sha256: Option<String>,
}

impl Story {
    /// Reads everything and holds each part against the others.
    pub(super) fn gather(
        request: &Request<'_>,
        desk: &Desk<'_>,
        problems: &mut Report,
    ) -> Result<Self, Failure> {
        let ledger = clearance::open_ledger(desk)?;
        let mut records: Vec<Record> = Vec::new();
        // What stands before a break can still be told.
        let followed = ledger.each(|record| records.push(record));
        let verified = followed.and_then(|_| ledger.verify());
        let whole = verified.is_ok();
        if let Err(found) = verified {
            problems.append(found);
        }
        let approvals = Approvals::of(&records);
        let deliveries = if whole { ledger.deliveries()? } else { folded(&records) };
        let evidence = Evidence::of(request, desk, &approvals, &records, problems);
        let mut story = Self {
            crisis: desk.workspace.config.crisis.clone(),
            ledger: Chain {
                whole,
                facts: records.len(),
                last: records.last().map(|record| record.hash.clone()).unwrap_or_default(),
            },
            said: records.iter().filter_map(said).collect(),
            runs: runs(&records),
            suppressed: desk.standings.suppressions().clone(),
            ..Self::default()
        };
        story.proofs = evidence.proofs(desk, &approvals, problems)?;
        evidence::check_runs(&records, &story.proofs, problems);
        let (received, not_received) = evidence.letters(&deliveries, &story.runs, problems);
        (story.received, story.not_received) = (received, not_received);
        Ok(story)
    }
}

/// The deliveries so far as the facts can be relied on.
fn folded(records: &[Record]) -> Deliveries {
    Deliveries::of(records).unwrap_or_default()
}

fn said(record: &Record) -> Option<Said> {
    let (what, by, digest, reason) = match &record.fact {
        Fact::Frozen(fact) => ("frozen", fact.by.clone().unwrap_or_default(), &fact.digest, None),
        Fact::Approved(fact) => ("approved", fact.by.clone(), &fact.digest, None),
        Fact::Withdrawn(fact) => ("withdrawn", fact.by.clone(), &fact.digest, fact.reason.clone()),
        Fact::Returned(fact) => {
            ("sent back", fact.by.clone(), &fact.digest, Some(fact.reason.clone()))
        }
        Fact::BrokeGlass(fact) => {
            ("BREAK-GLASS", fact.by.clone(), &fact.digest, Some(fact.reason.clone()))
        }
        _ => return None,
    };
    let (seq, at, digest) = (record.seq, record.recorded_at, digest.clone());
    Some(Said { seq, at, what, by, digest, reason })
}

fn runs(records: &[Record]) -> Vec<RunStory> {
    let mut runs: Vec<RunStory> = Vec::new();
    for record in records {
        match &record.fact {
            Fact::Began(began) => runs.push(RunStory {
                run: began.run,
                digest: began.digest.clone(),
                began_at: record.recorded_at,
                by: began.by.clone(),
                letters: began.letters,
                ended_at: None,
                why: None,
            }),
            Fact::Ended(ended) => {
                if let Some(run) = runs.iter_mut().find(|run| run.run == ended.run) {
                    run.ended_at = Some(record.recorded_at);
                    run.why = Some(ended.why.clone());
                }
            }
            _ => {}
        }
    }
    runs
}
