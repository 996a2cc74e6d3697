use super::chain::{Entry, Head, Row};
use super::sqlite::SqliteStore;
use super::store::{Store, Trouble};
use super::{Approvals, Began, Deliveries, Fact, Standings, TakenOver, finding};
use crate::diagnostic::{Diagnostic, Report};
use crate::world::{Seat, World};
use jiff::Timestamp;
use serde::Serialize;
use std::ops::ControlFlow;
use std::path::Path;

/// What happened in one crisis.
///
/// Reading follows the chain of digests from the first row to the last; what was changed behind the
/// program's back is a finding that names the row, and never a fact.
pub struct Ledger<'w> {
    store: Box<dyn Store + 'w>,
    seat: Seat,
    /// What machine and folder come to.
    place: String,
    /// The file as the user knows it.
    shown: String,
}

/// A fact with its place in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Its number, from 1.
    pub seq: u64,
    /// When it was recorded; when it happened stands in the fact.
    pub recorded_at: Timestamp,
    /// The machine that recorded it.
    pub machine: String,
    /// What happened.
    #[serde(flatten)]
    pub fact: Fact,
    /// The digest of the row, SHA-256 in hexadecimal. Kept elsewhere, it proves that nothing up to
    /// this row was changed.
    pub hash: String,
}

impl<'w> Ledger<'w> {
    /// Opens the ledger at `path`, called `shown` in messages. It may not be there yet: then it is
    /// empty, and made by the first [`Ledger::append`]; reading makes no file.
    pub fn open(world: &'w dyn World, path: &Path, shown: &str) -> Result<Self, Report> {
        let store =
            SqliteStore::open(world, path).map_err(|trouble| finding::of(trouble, shown))?;
        let place = world.place(path.parent().unwrap_or(Path::new(".")));
        Ok(Self { place, ..Self::over(Box::new(store), world.seat(), shown) })
    }

    /// A ledger over any store, written from this seat.
    pub fn over(store: Box<dyn Store + 'w>, seat: Seat, shown: &str) -> Self {
        let place = seat.machine.clone();
        Self { store, seat, place, shown: shown.to_owned() }
    }

    /// Meets every fact, in the order of recording, and gives the end of the chain.
    pub fn each(&self, mut meet: impl FnMut(Record)) -> Result<Head, Report> {
        let mut head = Head::default();
        let mut stopped = None;
        let read = self.store.rows_since(0, &mut |row| match head
            .follow(&row)
            .map_err(Trouble::Broken)
            .and_then(|()| record(row))
        {
            Ok(record) => {
                meet(record);
                ControlFlow::Continue(())
            }
            Err(trouble) => {
                stopped = Some(trouble);
                ControlFlow::Break(())
            }
        });
        match read.err().or(stopped) {
            Some(trouble) => Err(self.finding(trouble).into()),
            None => Ok(head),
        }
    }

    /// Every fact, in the order of recording.
    pub fn records(&self) -> Result<Vec<Record>, Report> {
        let mut records = Vec::new();
        self.each(|record| records.push(record))?;
        Ok(records)
    }

    /// What the facts come to for each contact and group, and the end of the chain they come from.
    pub fn standings(&self) -> Result<(Standings, Head), Report> {
        let mut facts = Vec::new();
        let head = self.each(|record| facts.extend(of_standing(record.fact)))?;
        Ok((Standings::of(&facts), head))
    }

    /// What the first facts came to, up to the one of this number: what was known then.
    pub fn standings_at(&self, last: u64) -> Result<Standings, Report> {
        let mut facts = Vec::new();
        self.each(|record| {
            if record.seq <= last {
                facts.extend(of_standing(record.fact));
            }
        })?;
        Ok(Standings::of(&facts))
    }

    /// Who approved which letters.
    pub fn approvals(&self) -> Result<Approvals, Report> {
        let mut approvals = Approvals::default();
        self.each(|record| approvals.meet(&record))?;
        Ok(approvals)
    }

    /// Where every letter stands. One that was claimed by a run that is over is unknown.
    pub fn deliveries(&self) -> Result<Deliveries, Report> {
        let mut deliveries = Deliveries::default();
        let mut illegal = None;
        self.each(|record| {
            if illegal.is_none() {
                illegal = deliveries.meet(&record).err().map(|it| Trouble::Illegal(record.seq, it));
            }
        })?;
        if let Some(trouble) = illegal {
            return Err(self.finding(trouble).into());
        }
        deliveries.close(self.store.look().is_err());
        Ok(deliveries)
    }

    /// The place from which letters were sent last, or which took over since; none before the first.
    pub fn last_place(&self) -> Result<Option<String>, Report> {
        let mut last = None;
        self.each(|record| match record.fact {
            Fact::Began(Began { place, .. }) | Fact::TakenOver(TakenOver { place, .. }) => {
                last = Some(place);
            }
            _ => {}
        })?;
        Ok(last)
    }

    /// Records all these facts or none, as of `now`. They outlast a loss of power once it returns.
    pub fn append(&mut self, now: Timestamp, facts: &[Fact]) -> Result<Vec<Record>, Report> {
        let mut rows = Vec::with_capacity(facts.len());
        let written = self.store.write(&mut |pen| {
            rows.clear();
            for fact in facts {
                fact.take_steps(pen)?;
                rows.push(pen.add(entry(&self.seat, now, fact)?)?);
            }
            Ok(())
        });
        let records = written.and_then(|()| rows.into_iter().map(record).collect());
        records.map_err(|trouble| self.finding(trouble).into())
    }

    /// The place of this ledger: what its machine and folder come to.
    pub fn place(&self) -> &str {
        &self.place
    }

    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    pub(super) fn store(&self) -> &dyn Store {
        &*self.store
    }

    pub(super) fn parts(&mut self) -> (&mut (dyn Store + 'w), &Seat) {
        (&mut *self.store, &self.seat)
    }

    pub(super) fn finding(&self, trouble: Trouble) -> Diagnostic {
        finding::of(trouble, &self.shown)
    }
}

/// A fact that says something of how a contact stands; letters may be a million, and say nothing.
fn of_standing(fact: Fact) -> Option<Fact> {
    let counts = matches!(fact, Fact::Touch(_) | Fact::Suppressed(_) | Fact::Unsuppressed(_));
    counts.then_some(fact)
}

/// A fact as it is written.
pub(super) fn entry(seat: &Seat, now: Timestamp, fact: &Fact) -> Result<Entry, Trouble> {
    // The fields of a struct come in the order of the code: the same fact is the same text.
    let body = serde_json::to_string(fact).map_err(|error| Trouble::Other(error.to_string()))?;
    Ok(Entry { recorded_at: now.to_string(), machine: seat.machine.clone(), body })
}

/// What a row says, once the chain has shown that it is what was written.
pub(super) fn record(row: Row) -> Result<Record, Trouble> {
    let Row { seq, entry, hash, .. } = row;
    // A whole row that cannot be read holds a kind of fact that came with a later version.
    let (Ok(recorded_at), Ok(fact)) = (entry.recorded_at.parse(), Fact::read(&entry.body)) else {
        return Err(Trouble::Unknown(seq));
    };
    Ok(Record { seq, recorded_at, machine: entry.machine, fact, hash })
}
