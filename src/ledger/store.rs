use super::chain::{Break, Entry, Row};
use super::hold::Holder;
use super::slot::{Illegal, Slot};
use crate::world::Fault;
use std::io;
use std::ops::ControlFlow;

/// Where rows are kept. One is a file of `SQLite`; a shared server can follow behind the same door.
///
/// A store numbers and binds rows with [`Head::link`] inside its own transaction, so that two who
/// write at once cannot take the same place.
///
/// [`Head::link`]: super::Head::link
pub trait Store: Send {
    /// Lets `work` write, all of it or, when it or the store fails, nothing; comes back once it will
    /// outlast a loss of power.
    fn write(
        &mut self,
        work: &mut dyn FnMut(&mut dyn Pen) -> Result<(), Trouble>,
    ) -> Result<(), Trouble>;

    /// Meets every row whose number is beyond `seq`, in order, until `meet` has had enough.
    fn rows_since(
        &self,
        seq: u64,
        meet: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), Trouble>;

    /// Meets every letter that has a place, in an order of the store's own.
    fn each_letter(&self, meet: &mut dyn FnMut(u32, &str, Slot)) -> Result<(), Trouble>;

    /// Keeps everybody else from beginning a run until [`Store::end_run`], and makes ready for many
    /// writes. Others may write in between: whoever writes must look at what is there.
    fn begin_run(&mut self) -> Result<(), Trouble>;

    /// Lets others begin a run. What was written stays, whatever happens here.
    fn end_run(&mut self);

    /// Whether a run goes on; the error says whose.
    fn look(&self) -> Result<(), Trouble>;

    /// Examines what no chain can show: whether the store itself is sound.
    fn examine(&self) -> Result<(), Trouble>;

    /// Writes all entries behind the last row, or none of them.
    fn append(&mut self, entries: Vec<Entry>) -> Result<Vec<Row>, Trouble> {
        let mut rows = Vec::with_capacity(entries.len());
        let mut entries = entries.into_iter();
        self.write(&mut |pen| {
            rows.clear();
            entries.by_ref().try_for_each(|entry| pen.add(entry).map(|row| rows.push(row)))
        })?;
        Ok(rows)
    }
}

/// What writes within one transaction, and reads what it has written.
pub trait Pen {
    /// Puts an entry behind the last row.
    fn add(&mut self, entry: Entry) -> Result<Row, Trouble>;

    /// The place of a letter; none when it has none yet.
    fn slot(&mut self, revision: u32, contact: &str) -> Result<Option<Slot>, Trouble>;

    /// Moves a letter on from the place that [`Pen::slot`] told. A store refuses what
    /// [`DeliveryState::may_become`](super::DeliveryState::may_become) does not allow.
    fn put(
        &mut self,
        revision: u32,
        contact: &str,
        before: Option<Slot>,
        slot: Slot,
    ) -> Result<(), Trouble>;
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
    /// The table of letters does not say what the facts come to: about whom, of which revision.
    #[error("the letter to {1} (revision {0}) does not stand where the facts say")]
    Apart(u32, String),
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
