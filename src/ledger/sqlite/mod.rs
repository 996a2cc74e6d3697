mod layout;
mod pen;

use super::chain::{Break, Entry, Flaw, Head, Row};
use super::hold::Hold;
use super::slot::Slot;
use super::store::{Pen, Store, Trouble};
use crate::world::{Stopwatch, World};
use layout::{WITH_LETTERS, bring_up_to_date, settled_layout};
use pen::SqlitePen;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior, params};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

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
///
/// While a run sends letters it is a write-ahead log all the same, where the file system can do it: one
/// sync for each commit instead of four, and others can read meanwhile. At the end of the run all of it
/// goes back into the one file. A crash leaves the log beside the file, and the next to open it takes
/// it in.
#[derive(Debug)]
pub(super) struct SqliteStore<'w> {
    world: &'w dyn World,
    path: PathBuf,
    patience: Duration,
    /// Open once something was written.
    writer: Option<Connection>,
    /// Kept for the length of a run.
    run: Option<Run>,
}

/// What a store remembers while letters are sent. Nobody else may send meanwhile; a call may be logged,
/// since each commit takes its own turn.
#[derive(Debug)]
struct Run {
    _hold: Hold,
    /// The last row, once this run has written one, and the state of the file in which it is the last.
    head: Option<(Head, i64)>,
}

/// Pages of the write-ahead log after which they go into the file.
const PAGES_OF_LOG: i64 = 4000;

/// Memory for pages during a run, in KiB; the minus is how `SQLite` is told so.
const CACHE: i64 = -16_000;

/// How long to sleep before asking again whether a reader has ended.
const PAUSE: Duration = Duration::from_millis(20);

/// Bytes of the smallest page that `SQLite` writes.
const SMALLEST_PAGE: u64 = 512;

impl<'w> SqliteStore<'w> {
    /// Looks at a ledger without changing it. A file that is not there is an empty ledger, and is
    /// made by the first write.
    pub(super) fn open(world: &'w dyn World, path: &Path) -> Result<Self, Trouble> {
        let store =
            Self { world, path: path.to_owned(), patience: PATIENCE, writer: None, run: None };
        if let Some(reader) = store.reader()? {
            settled_layout(&reader)?;
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

    /// Beside the ledger: who writes at the moment.
    fn lock(&self) -> PathBuf {
        self.path.with_extension("lock")
    }

    /// Beside the ledger: who sends.
    fn sending(&self) -> PathBuf {
        self.path.with_extension("sending")
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
            // The log of a run that crashed, while somebody reads it, is as safe to write on.
            match journal(&connection, "truncate") {
                Err(Trouble::Held(_)) | Ok(_) => {}
                Err(trouble) => return Err(trouble),
            }
            connection.pragma_update(None, "synchronous", "full")?;
            // On a Mac a plain sync stops at the drive's own memory.
            connection.pragma_update(None, "fullfsync", true)?;
            self.writer = Some(connection);
        }
        self.writer.as_mut().ok_or(Trouble::Unopened)
    }
}

impl Store for SqliteStore<'_> {
    fn write(
        &mut self,
        work: &mut dyn FnMut(&mut dyn Pen) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let _hold = match self.run {
            Some(_) => None,
            None => Some(Hold::take(self.world, &self.lock(), self.patience)?),
        };
        let known = self.run.as_mut().and_then(|run| run.head.take());
        let writer = self.writer()?;
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // It changes when somebody else has written, and then another row is the last.
        let version = {
            let mut asked = transaction.prepare_cached("PRAGMA data_version")?;
            asked.query_row([], |row| row.get(0))?
        };
        let known = known.filter(|(_, then)| *then == version).map(|(head, _)| head);
        if known.is_none() {
            bring_up_to_date(&transaction)?;
        }
        let mut pen = SqlitePen::new(&transaction, known)?;
        work(&mut pen)?;
        let head = std::mem::take(&mut pen.head);
        drop(pen);
        transaction.commit()?;
        if let Some(run) = &mut self.run {
            run.head = Some((head, version));
        }
        Ok(())
    }

    fn rows_since(
        &self,
        seq: u64,
        meet: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), Trouble> {
        let Some(reader) = self.reader()? else { return Ok(()) };
        if settled_layout(&reader)? == 0 {
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

    fn each_letter(&self, meet: &mut dyn FnMut(u32, &str, Slot)) -> Result<(), Trouble> {
        let Some(reader) = self.reader()? else { return Ok(()) };
        if settled_layout(&reader)? < WITH_LETTERS {
            return Ok(());
        }
        let mut letters = reader
            .prepare("SELECT revision, contact, state, attempts, run FROM letter ORDER BY rowid")?;
        let mut rows = letters.query([])?;
        while let Some(row) = rows.next()? {
            let contact = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            meet(row.get(0)?, contact, pen::slot(row, 2)?);
        }
        Ok(())
    }

    fn begin_run(&mut self) -> Result<(), Trouble> {
        let hold = Hold::take(self.world, &self.sending(), self.patience)?;
        let writer = self.writer()?;
        writer.pragma_update(None, "cache_size", CACHE)?;
        // Where memory cannot be shared, or somebody reads, the rollback journal does as well.
        let things = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        let ahead = journal(writer, "wal").is_ok_and(|mode| mode == "wal")
            && writer.query_row("SELECT count(*) FROM sqlite_schema", [], things).is_ok();
        if ahead {
            writer.pragma_update_and_check(None, "wal_autocheckpoint", PAGES_OF_LOG, |_| Ok(()))?;
            writer.pragma_update(None, "checkpoint_fullfsync", true)?;
        } else {
            journal(writer, "truncate")?;
        }
        self.run = Some(Run { _hold: hold, head: None });
        Ok(())
    }

    fn end_run(&mut self) {
        if let Some(writer) = self.writer.take() {
            let waited = Stopwatch::start();
            // A reader keeps the log from going; the next who writes tries again.
            while let Err(Trouble::Held(_)) = journal(&writer, "truncate")
                && waited.elapsed() < self.patience
            {
                std::thread::sleep(PAUSE);
            }
        }
        self.run = None;
    }

    fn examine(&self) -> Result<(), Trouble> {
        match self.reader()? {
            Some(reader) => layout::examine(&reader, settled_layout(&reader)?),
            None => Ok(()),
        }
    }

    fn look(&self) -> Result<(), Trouble> {
        Hold::look(&self.sending())
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

/// Asks for a kind of journal and says which one it is now.
fn journal(connection: &Connection, kind: &str) -> Result<String, Trouble> {
    Ok(connection.pragma_update_and_check(None, "journal_mode", kind, |row| row.get(0))?)
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
