use super::{Approved, BrokeGlass, Fact, Frozen, Record, Returned};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Something that was said about letters, when, and as which fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<T> {
    /// The number of the fact.
    pub seq: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// What was said.
    pub what: T,
}

/// What stands for and against the letters of one digest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Endorsement {
    /// When they were frozen last; none when this ledger does not know them.
    pub frozen: Option<Given<Frozen>>,
    /// The approvals that stand, one a person, the oldest first.
    pub approved: Vec<Given<Approved>>,
    /// Who sent them back and has not approved them since.
    pub returned: Vec<Given<Returned>>,
    /// Who answers alone, if anybody does.
    pub broke_glass: Option<Given<BrokeGlass>>,
}

/// Who approved what. Whether that is enough is not for the ledger to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approvals {
    by_digest: BTreeMap<String, Endorsement>,
    /// The digest that was frozen last.
    latest: Option<String>,
    /// The highest revision.
    revision: u32,
}

impl Approvals {
    /// Folds records.
    pub fn of<'r>(records: impl IntoIterator<Item = &'r Record>) -> Self {
        let mut approvals = Self::default();
        records.into_iter().for_each(|record| approvals.meet(record));
        approvals
    }

    /// What stands for and against the letters of a digest; none when nobody ever spoke of them.
    pub fn get(&self, digest: &str) -> Option<&Endorsement> {
        self.by_digest.get(digest)
    }

    /// Every digest that was ever spoken of.
    pub fn digests(&self) -> impl Iterator<Item = &str> {
        self.by_digest.keys().map(String::as_str)
    }

    /// The letters that were frozen last.
    pub fn latest(&self) -> Option<&Given<Frozen>> {
        self.by_digest.get(self.latest.as_ref()?)?.frozen.as_ref()
    }

    /// The letters that were approved last, by anybody; `but` are not meant.
    pub fn last_approved(&self, but: Option<&str>) -> Option<&str> {
        let last = |endorsement: &Endorsement| {
            let approved = endorsement.approved.iter().map(|given| given.seq);
            approved.chain(endorsement.broke_glass.iter().map(|given| given.seq)).max()
        };
        let others = self.by_digest.iter().filter(|(digest, _)| Some(digest.as_str()) != but);
        let approved = others.filter_map(|(digest, one)| Some((last(one)?, digest.as_str())));
        approved.max().map(|(_, digest)| digest)
    }

    /// The revision that letters of this digest have, or would get when they are frozen next.
    pub fn revision_for(&self, digest: &str) -> u32 {
        let known = self.get(digest).and_then(|it| it.frozen.as_ref());
        known.map_or(self.revision + 1, |frozen| frozen.what.revision)
    }

    /// Takes one more record in.
    pub(super) fn meet(&mut self, record: &Record) {
        let (seq, at) = (record.seq, record.recorded_at);
        match &record.fact {
            Fact::Frozen(fact) => {
                self.latest = Some(fact.digest.clone());
                self.revision = self.revision.max(fact.revision);
                self.on(&fact.digest).frozen = Some(Given { seq, at, what: fact.clone() });
            }
            Fact::Approved(fact) => {
                let on = self.on(&fact.digest);
                on.returned.retain(|given| given.what.by != fact.by);
                on.approved.retain(|given| given.what.by != fact.by);
                on.approved.push(Given { seq, at, what: fact.clone() });
            }
            Fact::Withdrawn(fact) => {
                let on = self.on(&fact.digest);
                on.approved.retain(|given| given.what.by != fact.by);
                // Who answered alone may think better of it.
                on.broke_glass = on.broke_glass.take().filter(|given| given.what.by != fact.by);
            }
            Fact::Returned(fact) => {
                let on = self.on(&fact.digest);
                on.approved.retain(|given| given.what.by != fact.by);
                on.returned.retain(|given| given.what.by != fact.by);
                on.returned.push(Given { seq, at, what: fact.clone() });
            }
            Fact::BrokeGlass(fact) => {
                self.on(&fact.digest).broke_glass = Some(Given { seq, at, what: fact.clone() });
            }
            _ => {}
        }
    }

    fn on(&mut self, digest: &str) -> &mut Endorsement {
        self.by_digest.entry(digest.to_owned()).or_default()
    }
}
