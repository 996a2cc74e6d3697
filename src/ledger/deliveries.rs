use super::slot::{Illegal, Slot};
use super::{Began, DeliveryState, Fact, Handed, Record, Sending};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What is said of a letter that was claimed by a run of which nothing more was heard.
pub(super) const WITHOUT_A_WORD: &str = "the run ended without a word";

/// Where the letter to one contact stands, and how it came to that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its state.
    pub state: DeliveryState,
    /// How often it was claimed.
    pub attempts: u16,
    /// Since when.
    pub at: Timestamp,
    /// What the server said, or why there is nothing that it said.
    pub words: String,
    /// Which mail server.
    pub relay: Option<String>,
    /// When it is tried again, for one that was put off.
    pub again_at: Option<Timestamp>,
    /// Who sent it by another way.
    pub by_hand: Option<String>,
    /// The run that claimed it last; 0 when none did.
    pub run: u32,
}

/// Where every letter of a ledger stands of which a fact speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deliveries {
    by_revision: BTreeMap<u32, BTreeMap<String, Delivery>>,
    /// The run that began last, unless it ended.
    open: Option<u32>,
    /// The number of the last run.
    last: u32,
}

impl Deliveries {
    /// Folds records. The error is the first step that no letter may take, and the record's number.
    pub fn of<'r>(records: impl IntoIterator<Item = &'r Record>) -> Result<Self, (u64, Illegal)> {
        let mut deliveries = Self::default();
        for record in records {
            deliveries.meet(record).map_err(|illegal| (record.seq, illegal))?;
        }
        Ok(deliveries)
    }

    /// The letter to a contact; none when no fact speaks of it, and then it is queued.
    pub fn get(&self, revision: u32, contact: &str) -> Option<&Delivery> {
        self.by_revision.get(&revision)?.get(contact)
    }

    /// The state of the letter to a contact.
    pub fn state(&self, revision: u32, contact: &str) -> DeliveryState {
        self.get(revision, contact).map_or(DeliveryState::Queued, |delivery| delivery.state)
    }

    /// Every letter of a revision of which a fact speaks, in the order of ids.
    pub fn iter(&self, revision: u32) -> impl Iterator<Item = (&str, &Delivery)> {
        let of_revision = self.by_revision.get(&revision).into_iter().flatten();
        of_revision.map(|(contact, delivery)| (contact.as_str(), delivery))
    }

    /// The revisions of which a fact speaks, the first one first.
    pub fn revisions(&self) -> impl DoubleEndedIterator<Item = u32> {
        self.by_revision.keys().copied()
    }

    /// The number of the last run; 0 before the first.
    pub fn last_run(&self) -> u32 {
        self.last
    }

    /// The run that began last and has not said that it ended, whether it goes on or died.
    pub fn open_run(&self) -> Option<u32> {
        self.open
    }

    /// Takes one more record in.
    pub(super) fn meet(&mut self, record: &Record) -> Result<(), Illegal> {
        match &record.fact {
            Fact::Began(Began { run, .. }) | Fact::Sending(Sending { run, .. }) => {
                self.open = Some(*run);
                self.last = self.last.max(*run);
            }
            Fact::Ended(_) => self.open = None,
            _ => {}
        }
        let fact = &record.fact;
        let mut handed = match fact {
            Fact::HandedOver(handed) => handed.letters.as_slice(),
            _ => &[],
        }
        .iter();
        fact.each_step(|step| {
            let letters = self.by_revision.entry(step.revision).or_default();
            let before = letters.get(step.contact);
            let slot = step.from(before.map_or(Slot::NEW, Delivery::slot))?;
            let letter = match letters.get_mut(step.contact) {
                Some(letter) => letter,
                None => letters.entry(step.contact.to_owned()).or_insert_with(Delivery::new),
            };
            letter.take(slot, record.recorded_at, fact, handed.next());
            Ok(())
        })
    }

    /// Claims of runs that are over become unknown: who claimed them will say no more.
    pub(super) fn close(&mut self, still_running: bool) {
        let running = self.open.filter(|_| still_running);
        for letter in self.by_revision.values_mut().flat_map(BTreeMap::values_mut) {
            if letter.state == DeliveryState::Sending && Some(letter.run) != running {
                letter.state = DeliveryState::Unknown;
                WITHOUT_A_WORD.clone_into(&mut letter.words);
            }
        }
    }
}

impl Delivery {
    fn new() -> Self {
        Self {
            state: DeliveryState::Queued,
            attempts: 0,
            at: Timestamp::UNIX_EPOCH,
            words: String::new(),
            relay: None,
            again_at: None,
            by_hand: None,
            run: 0,
        }
    }

    fn slot(&self) -> Slot {
        Slot { state: self.state, attempts: self.attempts, run: self.run }
    }

    /// Takes a step for which this fact is the reason.
    fn take(&mut self, slot: Slot, recorded_at: Timestamp, fact: &Fact, handed: Option<&Handed>) {
        let Slot { state, attempts, run } = slot;
        let mut next = Self { state, attempts, run, at: recorded_at, ..Self::new() };
        match (fact, handed) {
            (_, Some(handed)) => {
                next.at = handed.at;
                next.words.clone_from(&handed.words);
                next.relay.clone_from(&handed.relay);
                next.again_at = handed.again_at;
            }
            (Fact::Settled(fact), _) => {
                let found = if fact.arrived { "arrived" } else { "to go again" };
                next.words = format!("{found}, says {}: {}", fact.by, fact.reason);
                next.relay = self.relay.take();
            }
            (Fact::SentByHand(fact), _) => {
                next.at = fact.at;
                next.words = fact.way.clone().unwrap_or_default();
                next.by_hand = Some(fact.by.clone());
            }
            // What the server said last still tells why it has to go again.
            (Fact::Requeued(_), _) => next.words = std::mem::take(&mut self.words),
            _ => {}
        }
        *self = next;
    }
}
