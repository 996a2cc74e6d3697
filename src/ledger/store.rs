use super::Illegal;
use super::chain::{Break, Entry, Head, Row};
use super::hold::Holder;
use crate::world::Fault;
use std::io;
use std::ops::ControlFlow;

/// Where rows are kept. One is a file of `SQLite`; a shared server can follow behind the same door.
///
/// A store numbers and binds rows with [`Head::link`] inside its own transaction, so that two who
/// write at once cannot take the same place.
pub trait Store: Send {
    /// Writes all entries behind the last row, or none of them, and comes back once they will
    /// outlast a loss of power.
    fn append(&mut self, entries: Vec<Entry>) -> Result<Vec<Row>, Trouble>;

    /// Meets every row whose number is beyond `seq`, in order, until `meet` has had enough.
    fn rows_since(
        &self,
        seq: u64,
        meet: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), Trouble>;

    /// Whether anybody writes at the moment; the error says who.
    fn look(&self) -> Result<(), Trouble>;
}

/// Why a store cannot be read or written. Nothing of a failed write is kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// It is a file of some other kind.
    #[error("the file is no ledger")]
    Foreign,
    /// It is a ledger whose pages are damaged.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// A later version of the program wrote it: the version of its layout.
    #[error("the layout {0} is of a later version")]
    Newer(i64),
    /// A row is not what was written.
    #[error("row {} is not what was written", .0.seq)]
    Broken(Break),
    /// A row is whole, and says something that this version does not know: its number.
    #[error("row {0} is of an unknown kind")]
    Unknown(u64),
    /// A letter was to take a step that no letter may take: the row that says so, 0 when none does.
    #[error("{1}")]
    Illegal(u64, Illegal),
    /// Somebody else writes, and did not end in time.
    #[error("somebody else writes")]
    Held(Option<Holder>),
    /// There is no room left.
    #[error("no room is left")]
    Full,
    /// The system does not allow it.
    #[error("the system does not allow it")]
    Denied,
    /// The folder is not there, or the file cannot be made in it.
    #[error("the file cannot be opened")]
    Unopened,
    /// Anything else, in the words of the system.
    #[error("{0}")]
    Other(String),
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::from(&fault.source)
    }
}

impl From<&io::Error> for Trouble {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Denied,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Unopened,
            _ => Self::Other(error.to_string()),
        }
    }
}

/// Rows in memory, for tests.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    rows: Vec<Row>,
}

impl Store for MemoryStore {
    fn append(&mut self, entries: Vec<Entry>) -> Result<Vec<Row>, Trouble> {
        let mut head = self
            .rows
            .last()
            .map_or_else(Head::default, |row| Head { seq: row.seq, hash: row.hash.clone() });
        let rows: Vec<Row> = entries.into_iter().map(|entry| head.link(entry)).collect();
        self.rows.extend_from_slice(&rows);
        Ok(rows)
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

    fn look(&self) -> Result<(), Trouble> {
        Ok(())
    }
}
