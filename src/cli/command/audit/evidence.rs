use super::story::{Letter, ProofStory, RunStory};
use crate::cli::clearance;
use crate::cli::command::Request;
use crate::cli::desk::Desk;
use crate::cli::vote_line::VoteLine;
use crate::diagnostic::{Diagnostic, Report};
use crate::ledger::{Approvals, Deliveries, DeliveryState, Fact, Record, Seeded};
use crate::proof::approval::Vote;
use crate::proof::frozen::Frozen;
use std::collections::{BTreeMap, HashMap};

/// The stored letters that the ledger names.
pub(super) struct Evidence {
    /// Each fact of freezing with its letters; none when they are damaged beyond reading.
    proofs: Vec<(Record, Option<Frozen>, bool)>,
    /// Name and digest of the message by digest of the proof and contact, for proofs that were sent.
    sent: HashMap<(String, String), (String, String)>,
    /// What our own people received first (P-18).
    samples: Vec<Seeded>,
}

impl Evidence {
    /// Opens every proof that was frozen and examines it to the last byte.
    pub(super) fn of(
        request: &Request<'_>,
        desk: &Desk<'_>,
        approvals: &Approvals,
        records: &[Record],
        problems: &mut Report,
    ) -> Self {
        let mut proofs: Vec<(Record, Option<Frozen>, bool)> = Vec::new();
        let mut sent = HashMap::new();
        let was_sent = |digest: &str| {
            records.iter().any(|record| match &record.fact {
                Fact::Began(began) => began.digest == digest,
                _ => false,
            })
        };
        let by_hand = records.iter().any(|record| matches!(record.fact, Fact::SentByHand(_)));
        let mut progress = request.ui.progress("proofs");
        for record in records {
            let Fact::Frozen(fact) = &record.fact else { continue };
            if proofs.iter().any(|(known, ..)| is_of(known, &fact.digest)) {
                continue;
            }
            progress.at(proofs.len());
            match clearance::stored(desk, &fact.digest) {
                Ok(frozen) => {
                    let damages = frozen.examine(request.world);
                    let whole = damages.is_empty();
                    problems.extend(damages.into_iter().map(Diagnostic::from));
                    if fact.letters != frozen.manifest.counts.letters {
                        problems.push(other_count(&fact.digest));
                    }
                    if was_sent(&fact.digest)
                        || (by_hand && approvals.last_approved(None) == Some(&fact.digest))
                    {
                        for line in frozen.letters().flatten() {
                            let letter = (line.name, line.sha256.to_string());
                            sent.insert((fact.digest.clone(), line.contact), letter);
                        }
                    }
                    proofs.push((record.clone(), Some(frozen), whole));
                }
                Err(damage) => {
                    problems.push(damage.into());
                    proofs.push((record.clone(), None, false));
                }
            }
        }
        let samples = records.iter().filter_map(|record| match &record.fact {
            Fact::Seeded(seeded) => Some(seeded.clone()),
            _ => None,
        });
        Self { proofs, sent, samples: samples.collect() }
    }

    /// What each proof is, who drafted it, who approved it and with what right.
    pub(super) fn proofs(
        &self,
        desk: &Desk<'_>,
        approvals: &Approvals,
        problems: &mut Report,
    ) -> Result<Vec<ProofStory>, Report> {
        let mut told = Vec::new();
        for (record, frozen, whole) in &self.proofs {
            let Fact::Frozen(fact) = &record.fact else { continue };
            let mut story = ProofStory {
                digest: fact.digest.clone(),
                whole: *whole,
                frozen_at: record.recorded_at,
                frozen_by: fact.by.clone(),
                drafter: None,
                revision: fact.revision,
                letters: fact.letters,
                mode: None,
                waves: Vec::new(),
                approvals: Vec::new(),
                approved: false,
                left_out: Vec::new(),
                samples: self
                    .samples
                    .iter()
                    .filter(|it| it.digest == fact.digest)
                    .cloned()
                    .collect(),
            };
            if let Some(frozen) = frozen {
                let manifest = &frozen.manifest;
                story.drafter.clone_from(&manifest.drafter);
                story.mode = Some(manifest.mode.clone());
                let waves = manifest.waves.iter();
                story.waves = waves.map(|it| (it.number, it.name.clone(), it.letters)).collect();
                let left_out = manifest.left_out.iter();
                story.left_out = left_out
                    .map(|it| (it.contact.clone(), it.rule.clone(), it.reason.clone()))
                    .collect();
                let tally = clearance::tally(desk, approvals, frozen)?;
                let votes = tally.counted().iter().chain(tally.discounted());
                story.approvals = votes.map(VoteLine::from).collect();
                story.approved = tally.is_enough();
                problems
                    .extend(tally.discounted().iter().filter_map(|vote| bad(vote, &fact.digest)));
            }
            told.push(story);
        }
        Ok(told)
    }

    /// What each person received, and whose letter did not arrive.
    pub(super) fn letters(
        &self,
        deliveries: &Deliveries,
        runs: &[RunStory],
        problems: &mut Report,
    ) -> (Vec<Letter>, Vec<Letter>) {
        let digests: BTreeMap<u32, &str> =
            runs.iter().map(|run| (run.run, run.digest.as_str())).collect();
        let mut letters = Vec::new();
        for revision in deliveries.revisions() {
            for (contact, delivery) in deliveries.iter(revision) {
                let digest = digests.get(&delivery.run).map(|digest| (*digest).to_owned());
                let digest = digest.or_else(|| self.digest_of(revision, contact));
                let key = digest.clone().map(|digest| (digest, contact.to_owned()));
                let line = key.as_ref().and_then(|key| self.sent.get(key));
                let known = digest.as_deref().is_some_and(|digest| self.is_readable(digest));
                if known && line.is_none() {
                    problems.push(stranger(contact, digest.as_deref().unwrap_or_default()));
                }
                letters.push(Letter {
                    contact: contact.to_owned(),
                    name: line.map(|(name, _)| name.clone()).unwrap_or_default(),
                    revision,
                    state: delivery.state,
                    at: delivery.at,
                    relay: delivery.relay.map(str::to_owned),
                    words: delivery.words.to_owned(),
                    by_hand: delivery.by_hand.map(str::to_owned),
                    digest,
                    sha256: line.map(|(_, sha256)| sha256.clone()),
                });
            }
        }
        letters.into_iter().partition(|letter| letter.state == DeliveryState::Accepted)
    }

    /// The proof that holds a letter of which no run speaks: the last of its revision.
    fn digest_of(&self, revision: u32, contact: &str) -> Option<String> {
        let proofs = self.proofs.iter().rev().filter_map(|(record, ..)| match &record.fact {
            Fact::Frozen(fact) if fact.revision == revision => Some(fact.digest.clone()),
            _ => None,
        });
        let holds = |digest: &String| self.sent.contains_key(&(digest.clone(), contact.to_owned()));
        proofs.into_iter().find(holds)
    }

    fn is_readable(&self, digest: &str) -> bool {
        self.proofs.iter().any(|(record, frozen, _)| is_of(record, digest) && frozen.is_some())
    }
}

/// Whether each run sent letters that had been approved by then.
pub(super) fn check_runs(records: &[Record], proofs: &[ProofStory], problems: &mut Report) {
    for (at, record) in records.iter().enumerate() {
        let Fact::Began(began) = &record.fact else { continue };
        let before = Approvals::of(&records[..at]);
        let drafter = proofs.iter().find(|proof| proof.digest == began.digest);
        let drafter = drafter.and_then(|proof| proof.drafter.as_deref());
        let approved = before.get(&began.digest).is_some_and(|it| {
            it.broke_glass.is_some()
                || it.approved.iter().any(|given| Some(given.what.by.as_str()) != drafter)
        });
        if !approved {
            problems.push(
                Diagnostic::error(format!("run {} sent letters that nobody had approved", began.run))
                    .rule("P-22")
                    .why(format!("No approval of `{}` stands before row {} of the ledger.", short(&began.digest), record.seq))
                    .hint("find out who sent them and how; `hearten log --list` shows all that is recorded"),
            );
        }
    }
}

fn is_of(record: &Record, digest: &str) -> bool {
    matches!(&record.fact, Fact::Frozen(fact) if fact.digest == digest)
}

/// An approval that stands in the ledger and does not count by the rules of today.
fn bad(vote: &Vote, digest: &str) -> Option<Diagnostic> {
    let flaw = vote.flaw.as_ref()?;
    let title = format!("the approval of `{}` by `{}` does not count", short(digest), vote.by);
    let finding = if flaw.contains("signature is not") || flaw.contains("cannot be read") {
        Diagnostic::error(title)
    } else {
        Diagnostic::warning(title)
    };
    Some(
        finding
            .rule("P-22")
            .why(format!("By the settings and keys of today {flaw}."))
            .hint("compare `[approval]` of hearten.toml and `allowed_signers` with those of then"),
    )
}

fn other_count(digest: &str) -> Diagnostic {
    Diagnostic::error(format!(
        "ledger and proof `{}` speak of different numbers of letters",
        short(digest)
    ))
    .rule("P-22")
    .hint("put the last backup of the folder of the crisis in its place, and audit it")
}

fn stranger(contact: &str, digest: &str) -> Diagnostic {
    Diagnostic::error(format!("a letter to `{contact}` is recorded that was never approved"))
        .rule("P-22")
        .why(format!("The proof `{}` holds no letter to this contact.", short(digest)))
        .hint("find out who recorded it; `hearten log --list` shows all that is recorded")
}

pub(super) fn short(digest: &str) -> &str {
    digest.get(..16).unwrap_or(digest)
}
