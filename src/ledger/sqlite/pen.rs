use super::read;
use crate::ledger::{DeliveryState, Entry, Head, Pen, Row, Slot, Trouble};
use rusqlite::types::Type;
use rusqlite::{CachedStatement, Transaction, params};

/// Writes within one transaction. Its statements are made once and kept by the connection.
pub(super) struct SqlitePen<'t> {
    pub(super) head: Head,
    add: CachedStatement<'t>,
    slot: CachedStatement<'t>,
    begin: CachedStatement<'t>,
    step: CachedStatement<'t>,
}

impl<'t> SqlitePen<'t> {
    /// Writes behind `head`, or behind the last row, which must be whole then.
    pub(super) fn new(
        transaction: &'t Transaction<'_>,
        known: Option<Head>,
    ) -> Result<Self, Trouble> {
        let head = match known {
            Some(head) => head,
            None => last(transaction)?,
        };
        Ok(Self {
            head,
            add: transaction.prepare_cached(
                "INSERT INTO fact (seq, recorded_at, machine, body, previous, hash) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?,
            slot: transaction.prepare_cached(
                "SELECT state, attempts, run FROM letter WHERE revision = ?1 AND contact = ?2",
            )?,
            begin: transaction.prepare_cached(
                "INSERT INTO letter (revision, contact, state, attempts, run) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?,
            step: transaction.prepare_cached(
                "UPDATE letter SET state = ?3, attempts = ?4, run = ?5 \
                 WHERE revision = ?1 AND contact = ?2",
            )?,
        })
    }
}

impl Pen for SqlitePen<'_> {
    fn add(&mut self, entry: Entry) -> Result<Row, Trouble> {
        let row = self.head.link(entry);
        let Entry { recorded_at, machine, body } = &row.entry;
        let seq = i64::try_from(row.seq).unwrap_or(i64::MAX);
        self.add.execute(params![seq, recorded_at, machine, body, row.previous, row.hash])?;
        Ok(row)
    }

    fn slot(&mut self, revision: u32, contact: &str) -> Result<Option<Slot>, Trouble> {
        let mut rows = self.slot.query(params![revision, contact])?;
        Ok(rows.next()?.map(|row| slot(row, 0)).transpose()?)
    }

    fn put(
        &mut self,
        revision: u32,
        contact: &str,
        before: Option<Slot>,
        slot: Slot,
    ) -> Result<(), Trouble> {
        let Slot { state, attempts, run } = slot;
        let statement = if before.is_some() { &mut self.step } else { &mut self.begin };
        statement.execute(params![revision, contact, state.tag(), attempts, run])?;
        Ok(())
    }
}

/// The place of a letter, in three columns from this one on.
pub(super) fn slot(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Slot> {
    let tag = row.get_ref(first)?.as_str()?;
    let unknown = || {
        let words = format!("no letter can be `{tag}`");
        rusqlite::Error::FromSqlConversionFailure(first, Type::Text, words.into())
    };
    Ok(Slot {
        state: DeliveryState::of_tag(tag).ok_or_else(unknown)?,
        attempts: row.get(first + 1)?,
        run: row.get(first + 2)?,
    })
}

/// The last row's number and digest; the row itself must be whole, or nothing is bound to it.
fn last(transaction: &Transaction<'_>) -> Result<Head, Trouble> {
    let mut last = transaction.prepare_cached(
        "SELECT seq, recorded_at, machine, body, previous, hash FROM fact \
         ORDER BY seq DESC LIMIT 1",
    )?;
    let mut rows = last.query([])?;
    let Some(row) = rows.next()? else { return Ok(Head::default()) };
    let row = read(row, row.get(0)?)?;
    let mut head = Head { seq: row.seq.saturating_sub(1), hash: row.previous.clone() };
    head.follow(&row).map_err(Trouble::Broken)?;
    Ok(head)
}
