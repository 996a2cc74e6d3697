use super::store::Trouble;
use crate::world::{Seat, Stopwatch, World};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

/// How long to sleep before asking again whether the other has ended.
const PAUSE: Duration = Duration::from_millis(20);

/// Who writes at the moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The number of the process.
    pub process: u32,
    /// The machine.
    pub host: String,
    /// The account; empty when the system does not say.
    pub user: String,
    /// Since when.
    pub since: Timestamp,
}

impl Display for Holder {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "process {}", self.process)?;
        if !self.user.is_empty() {
            write!(f, " of {}", self.user)?;
        }
        let since = self.since.strftime("%Y-%m-%d %H:%M:%S UTC");
        write!(f, " on {}, since {since}", self.host)
    }
}

/// The right to write, given back when dropped.
///
/// It is a lock of the system on a file beside the ledger, so a process that dies gives it back too;
/// what the file says is only read while somebody holds it. `SQLite`'s own lock is what keeps the
/// ledger whole; this one is there to say who it is that one waits for.
#[derive(Debug)]
pub(super) struct Hold {
    file: Option<File>,
}

impl Hold {
    /// Takes it, or says who has it still after `patience`.
    pub(super) fn take(
        world: &dyn World,
        path: &Path,
        patience: Duration,
    ) -> Result<Self, Trouble> {
        world.create_private(path)?;
        let opened = OpenOptions::new().read(true).write(true).open(path);
        let mut file = opened.map_err(|error| Trouble::from(&error))?;
        let waited = Stopwatch::start();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if waited.elapsed() < patience => {
                    std::thread::sleep(PAUSE);
                }
                Err(TryLockError::WouldBlock) => return Err(Trouble::Held(read(&mut file))),
                // Some network drives have no such locks; SQLite's own must do there.
                Err(TryLockError::Error(_)) => return Ok(Self { file: None }),
            }
        }
        let Seat { host, user, process, .. } = world.seat();
        let holder = Holder { process, host, user, since: world.now() };
        // The name is a courtesy: a full disk must be told by the ledger, not by this file.
        let _ = write(&mut file, &holder);
        Ok(Self { file: Some(file) })
    }

    /// Whether anybody holds it at the moment; the error says who. Looking takes it from nobody.
    pub(super) fn look(path: &Path) -> Result<(), Trouble> {
        let Ok(mut file) = OpenOptions::new().read(true).open(path) else { return Ok(()) };
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Err(Trouble::Held(read(&mut file))),
            _ => Ok(()),
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            let _ = file.set_len(0);
            let _ = file.unlock();
        }
    }
}

fn write(file: &mut File, holder: &Holder) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(&serde_json::to_vec(holder)?)
}

/// Who holds it, unless they have not said so yet or the system lets nobody read a locked file.
fn read(file: &mut File) -> Option<Holder> {
    let mut text = Vec::new();
    file.rewind().ok()?;
    Read::by_ref(file).take(4096).read_to_end(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::{Hold, Trouble};
    use crate::world::SystemWorld;
    use std::path::Path;
    use std::time::Duration;

    fn take(path: &Path) -> Result<Hold, Trouble> {
        let now = "2026-11-20T02:00:00Z".parse().unwrap();
        Hold::take(&SystemWorld::new(Some(now)), path, Duration::ZERO)
    }

    #[test]
    fn the_second_learns_who_the_first_is_and_gets_it_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.lock");
        let first = take(&path).unwrap();
        let Err(Trouble::Held(Some(holder))) = take(&path) else { panic!("two hold it") };
        assert_eq!(holder.process, std::process::id());
        let told = holder.to_string();
        assert!(told.starts_with(&format!("process {}", holder.process)), "{told}");
        assert!(told.ends_with(", since 2026-11-20 02:00:00 UTC"), "{told}");
        drop(first);
        take(&path).unwrap();
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the file of a process that died")]
    fn what_a_dead_process_left_behind_holds_nobody_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.lock");
        std::fs::write(&path, "{\"process\":4711,\"host\":\"gone\"").unwrap();
        take(&path).unwrap();
    }
}
