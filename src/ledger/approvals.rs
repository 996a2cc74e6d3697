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

#[cfg(test)]
mod tests {
    use super::{Approvals, Fact, Record};
    use crate::ledger::{Approved, BrokeGlass, Frozen, Returned, Withdrawn};
    use jiff::Timestamp;

    fn fold(facts: impl IntoIterator<Item = Fact>) -> Approvals {
        let record = |(seq, fact)| Record {
            seq,
            recorded_at: Timestamp::UNIX_EPOCH,
            machine: String::new(),
            fact,
            hash: String::new(),
        };
        let records: Vec<Record> = (1..).zip(facts).map(record).collect();
        Approvals::of(&records)
    }

    fn frozen(digest: &str, revision: u32) -> Fact {
        Fact::Frozen(Frozen { digest: digest.to_owned(), revision, letters: 3, by: None })
    }

    fn approved(digest: &str, by: &str) -> Fact {
        let (digest, by) = (digest.to_owned(), by.to_owned());
        let acknowledged = Vec::new();
        Fact::Approved(Approved {
            digest,
            revision: 1,
            by,
            letters: 3,
            acknowledged,
            signature: None,
        })
    }

    fn returned(digest: &str, by: &str) -> Fact {
        let (digest, by, reason) = (digest.to_owned(), by.to_owned(), "tone".to_owned());
        Fact::Returned(Returned { digest, by, reason })
    }

    fn withdrawn(digest: &str, by: &str) -> Fact {
        Fact::Withdrawn(Withdrawn { digest: digest.to_owned(), by: by.to_owned(), reason: None })
    }

    fn glass(digest: &str, by: &str) -> Fact {
        let (digest, by, reason) = (digest.to_owned(), by.to_owned(), "nobody there".to_owned());
        Fact::BrokeGlass(BrokeGlass { digest, by, reason })
    }

    /// Who approves these bytes, and who sent them back.
    fn who(approvals: &Approvals, digest: &str) -> (Vec<String>, Vec<String>) {
        let on = approvals.get(digest).cloned().unwrap_or_default();
        let approved = on.approved.into_iter().map(|given| given.what.by).collect();
        (approved, on.returned.into_iter().map(|given| given.what.by).collect())
    }

    #[test]
    fn p22_an_approval_is_of_one_digest_and_counts_once_a_person() {
        let facts = [frozen("a", 1), approved("a", "t-1"), approved("a", "t-1"), frozen("b", 2)];
        let approvals = fold(facts);
        assert_eq!(who(&approvals, "a"), (vec!["t-1".to_owned()], vec![]));
        assert_eq!(who(&approvals, "b"), (vec![], vec![]));
        assert_eq!(approvals.latest().map(|given| given.what.digest.as_str()), Some("b"));
        assert_eq!((approvals.revision_for("a"), approvals.revision_for("c")), (1, 3));
        assert_eq!(fold([]).revision_for("a"), 1);
    }

    #[test]
    fn p22_what_was_taken_back_or_sent_back_counts_no_more() {
        let approvals = fold([approved("a", "t-1"), approved("a", "t-2"), withdrawn("a", "t-1")]);
        assert_eq!(who(&approvals, "a"), (vec!["t-2".to_owned()], vec![]));
        let approvals = fold([approved("a", "t-1"), returned("a", "t-1"), approved("a", "t-2")]);
        assert_eq!(who(&approvals, "a"), (vec!["t-2".to_owned()], vec!["t-1".to_owned()]));
        // Only who sent them back can think better of it.
        let approvals = fold([returned("a", "t-1"), approved("a", "t-1")]);
        assert_eq!(who(&approvals, "a"), (vec!["t-1".to_owned()], vec![]));
    }

    #[test]
    fn q05_who_answers_alone_may_take_it_back_and_nobody_else() {
        let is_broken = |facts: &[Fact]| {
            fold(facts.iter().cloned()).get("a").is_some_and(|on| on.broke_glass.is_some())
        };
        assert!(is_broken(&[glass("a", "t-1"), withdrawn("a", "t-2")]));
        assert!(!is_broken(&[glass("a", "t-1"), withdrawn("a", "t-1")]));
        assert!(!is_broken(&[glass("b", "t-1")]));
    }
}
