use super::chain::{Entry, Head, Row};
use super::slot::{Illegal, Slot};
use super::store::{Pen, Store, Trouble};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Rows in memory, for tests.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    rows: Vec<Row>,
    letters: BTreeMap<(u32, String), Slot>,
}

/// What one transaction adds.
struct MemoryPen<'s> {
    store: &'s MemoryStore,
    head: Head,
    rows: Vec<Row>,
    letters: BTreeMap<(u32, String), Slot>,
}

impl Store for MemoryStore {
    fn write(
        &mut self,
        work: &mut dyn FnMut(&mut dyn Pen) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let head = self
            .rows
            .last()
            .map_or_else(Head::default, |row| Head { seq: row.seq, hash: row.hash.clone() });
        let (rows, letters) = (Vec::new(), BTreeMap::new());
        let mut pen = MemoryPen { store: self, head, rows, letters };
        work(&mut pen)?;
        let MemoryPen { rows, letters, .. } = pen;
        self.rows.extend(rows);
        self.letters.extend(letters);
        Ok(())
    }

    fn rows_since(
        &self,
        seq: u64,
        meet: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), Trouble> {
        for row in self.rows.iter().filter(|row| row.seq > seq) {
            if meet(row.clone()).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn each_letter(&self, meet: &mut dyn FnMut(u32, &str, Slot)) -> Result<(), Trouble> {
        self.letters.iter().for_each(|((revision, contact), slot)| meet(*revision, contact, *slot));
        Ok(())
    }

    fn begin_run(&mut self) -> Result<(), Trouble> {
        Ok(())
    }

    fn end_run(&mut self) {}

    fn look(&self) -> Result<(), Trouble> {
        Ok(())
    }

    fn examine(&self) -> Result<(), Trouble> {
        Ok(())
    }
}

impl Pen for MemoryPen<'_> {
    fn add(&mut self, entry: Entry) -> Result<Row, Trouble> {
        let row = self.head.link(entry);
        self.rows.push(row.clone());
        Ok(row)
    }

    fn slot(&mut self, revision: u32, contact: &str) -> Result<Option<Slot>, Trouble> {
        let key = (revision, contact.to_owned());
        Ok(self.letters.get(&key).or_else(|| self.store.letters.get(&key)).copied())
    }

    fn put(
        &mut self,
        revision: u32,
        contact: &str,
        _before: Option<Slot>,
        slot: Slot,
    ) -> Result<(), Trouble> {
        let from = self.slot(revision, contact)?.unwrap_or(Slot::NEW).state;
        if !from.may_become(slot.state) {
            let illegal = Illegal { revision, contact: contact.to_owned(), from, to: slot.state };
            return Err(Trouble::Illegal(0, illegal));
        }
        self.letters.insert((revision, contact.to_owned()), slot);
        Ok(())
    }
}
