use super::chain::{Break, Entry, Flaw, Head, Row};
use super::hold::Hold;
use super::store::{Store, Trouble};
use crate::world::World;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior, params};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Each layout makes the next out of the one before; the first makes it out of an empty file.
const LAYOUTS: [(i64, &str); 1] = [(1, include_str!("schema/1.sql"))];

/// The layout that this version writes.
const NEWEST: i64 = LAYOUTS[LAYOUTS.len() - 1].0;

/// Marks a file of `SQLite` as a ledger of ours: `hear` in ASCII.
const APPLICATION: i64 = 0x6865_6172;

/// How long to wait for another run to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// Rows that are read in one go. In between a writer gets its turn; since rows are only ever added,
/// what was read before stays true.
const PAGE: i64 = 4096;

/// One file of `SQLite`. It opens the file itself, since `SQLite` must own every byte and every lock
/// of it; nothing else of this program does.
///
/// The journal is that of a rollback, not a write-ahead log: people copy the folder, and keep it on
/// network drives. All that was committed then stands in the one file, and no memory is shared between
/// processes, which a network drive cannot do. Of the rollback journals it is `TRUNCATE`: its end is
/// synced by `synchronous=FULL`, while `DELETE` would leave that to an unsynced folder, so that a loss
/// of power might undo what was said to be done. The mode is not stored in the file and may change.
#[derive(Debug)]
pub(super) struct SqliteStore<'w> {
    world: &'w dyn World,
    path: PathBuf,
    patience: Duration,
    /// Open once something was written.
    writer: Option<Connection>,
}

/// Bytes of the smallest page that `SQLite` writes.
const SMALLEST_PAGE: u64 = 512;

impl<'w> SqliteStore<'w> {
    /// Looks at a ledger without changing it. A file that is not there is an empty ledger, and is
    /// made by the first write.
    pub(super) fn open(world: &'w dyn World, path: &Path) -> Result<Self, Trouble> {
        let store = Self { world, path: path.to_owned(), patience: PATIENCE, writer: None };
        if let Some(reader) = store.reader()? {
            layout(&reader)?;
        }
        Ok(store)
    }

    /// A connection that cannot change anything; none when there is no file.
    ///
    /// It is opened for writing all the same: after a crash `SQLite` must be able to take back what
    /// was half written. A file that may not be written is opened for reading by `SQLite` itself.
    fn reader(&self) -> Result<Option<Connection>, Trouble> {
        match self.path.try_exists() {
            Ok(false) => return Ok(None),
            Ok(true) => {}
            Err(error) => return Err(Trouble::from(&error)),
        }
        let connection = connect(&self.path, self.patience)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(Some(connection))
    }

    /// Waits so long for others instead of the usual time.
    #[cfg(test)]
    pub(super) fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// A connection that writes, with the file made where there was none.
    pub(super) fn writer(&mut self) -> Result<&mut Connection, Trouble> {
        if self.writer.is_none() {
            // SQLite gives its journal the same rights.
            self.world.create_private(&self.path)?;
            let connection = connect(&self.path, self.patience)?;
            connection.pragma_update_and_check(None, "journal_mode", "truncate", |_| Ok(()))?;
            connection.pragma_update(None, "synchronous", "full")?;
            // On a Mac a plain sync stops at the drive's own memory.
            connection.pragma_update(None, "fullfsync", true)?;
            self.writer = Some(connection);
        }
        self.writer.as_mut().ok_or(Trouble::Unopened)
    }
}

impl Store for SqliteStore<'_> {
    fn append(&mut self, entries: Vec<Entry>) -> Result<Vec<Row>, Trouble> {
        let lock = self.path.with_extension("lock");
        let _hold = Hold::take(self.world, &lock, self.patience)?;
        let writer = self.writer()?;
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        bring_up_to_date(&transaction)?;
        let rows = write(&transaction, entries)?;
        transaction.commit()?;
        Ok(rows)
    }

    fn rows_since(
        &self,
        seq: u64,
        meet: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), Trouble> {
        let Some(reader) = self.reader()? else { return Ok(()) };
        if layout(&reader)? == 0 {
            return Ok(());
        }
        let mut page = reader.prepare(
            "SELECT seq, recorded_at, machine, body, previous, hash FROM fact \
             WHERE seq > ?1 ORDER BY seq LIMIT ?2",
        )?;
        let mut last = i64::try_from(seq).unwrap_or(i64::MAX);
        loop {
            let before = last;
            let mut rows = page.query(params![last, PAGE])?;
            while let Some(row) = rows.next()? {
                last = row.get(0)?;
                if meet(read(row, last)?).is_break() {
                    return Ok(());
                }
            }
            if last - before < PAGE {
                return Ok(());
            }
        }
    }

    fn look(&self) -> Result<(), Trouble> {
        Hold::look(&self.path.with_extension("lock"))
    }
}

/// Opens a file that is there; makes none.
fn connect(path: &Path, patience: Duration) -> Result<Connection, Trouble> {
    // SQLite takes a file shorter than its smallest page for an empty one and would write over it.
    if path.metadata().is_ok_and(|file| (1..SMALLEST_PAGE).contains(&file.len())) {
        return Err(Trouble::Foreign);
    }
    // Without SQLITE_OPEN_URI a path is a path, whatever it looks like.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(patience)?;
    // The file may come from anywhere: what its layout says must not run with more rights than rows.
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

/// Which layout a file has; 0 when it is empty.
fn layout(connection: &Connection) -> Result<i64, Trouble> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application != APPLICATION {
        let things: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        let empty = application == 0 && version == 0 && things == 0;
        return if empty { Ok(0) } else { Err(Trouble::Foreign) };
    }
    match version {
        1..=NEWEST => Ok(version),
        ..=0 => Err(Trouble::Foreign),
        newer => Err(Trouble::Newer(newer)),
    }
}

/// Makes the newest layout out of the one that is there, in the same transaction as what follows.
fn bring_up_to_date(transaction: &Transaction<'_>) -> Result<(), Trouble> {
    let version = layout(transaction)?;
    for (number, step) in LAYOUTS.into_iter().filter(|(number, _)| *number > version) {
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
    }
    Ok(())
}

/// Binds the entries to the last row and writes them.
fn write(transaction: &Transaction<'_>, entries: Vec<Entry>) -> Result<Vec<Row>, Trouble> {
    let mut head = head(transaction)?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO fact (seq, recorded_at, machine, body, previous, hash) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let row = head.link(entry);
        let Entry { recorded_at, machine, body } = &row.entry;
        insert.execute(params![
            i64::try_from(row.seq).unwrap_or(i64::MAX),
            recorded_at,
            machine,
            body,
            row.previous,
            row.hash
        ])?;
        rows.push(row);
    }
    Ok(rows)
}

/// The last row's number and digest; the row itself must be whole, or nothing is bound to it.
fn head(transaction: &Transaction<'_>) -> Result<Head, Trouble> {
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

/// A row as it stands. One that holds no text where text was written has been changed.
fn read(row: &rusqlite::Row<'_>, seq: i64) -> Result<Row, Trouble> {
    let seq = u64::try_from(seq).unwrap_or_default();
    let changed = |_| Trouble::Broken(Break { seq, flaw: Flaw::Changed });
    let text = |column: usize| row.get::<_, String>(column).map_err(changed);
    Ok(Row {
        seq,
        entry: Entry { recorded_at: text(1)?, machine: text(2)?, body: text(3)? },
        previous: text(4)?,
        hash: text(5)?,
    })
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, words) = &error else {
            return Self::Other(error.to_string());
        };
        let words = || words.clone().unwrap_or_else(|| failure.to_string());
        match failure.code {
            ErrorCode::NotADatabase => Self::Foreign,
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::PermissionDenied
            | ErrorCode::ReadOnly
            | ErrorCode::AuthorizationForStatementDenied => Self::Denied,
            ErrorCode::CannotOpen => Self::Unopened,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Held(None),
            // A table that is gone is told as a mistake in our own words to SQLite.
            ErrorCode::DatabaseCorrupt | ErrorCode::Unknown => Self::Damaged(words()),
            _ => Self::Other(words()),
        }
    }
}
