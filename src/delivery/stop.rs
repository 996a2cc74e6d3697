use crate::world::{Entry, World};
use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often a file named `stop` and the flag of the system's signals are looked at.
const LOOK: Duration = Duration::from_millis(100);

/// Ends a run after the letter at hand (P-25): by a signal, by a file named `stop`, or because the run
/// itself saw that something is wrong.
#[derive(Debug)]
pub struct Stop<'w> {
    world: &'w dyn World,
    /// The file that a person makes to stop the run.
    file: PathBuf,
    signal: &'w AtomicBool,
    why: Mutex<Option<Why>>,
    changed: Condvar,
}

/// Why a run ends before its last letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Ctrl-C, or the system asked the program to end.
    Signal,
    /// The file named `stop` is there.
    File,
    /// Something is wrong: a rule, and the words for it.
    Halt(String),
}

impl Display for Why {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signal => f.write_str("you asked to stop"),
            Self::File => f.write_str("a file named `stop` asked to stop"),
            Self::Halt(why) => f.write_str(why),
        }
    }
}

impl<'w> Stop<'w> {
    /// Looks at `file` and at `signal`, which the system's signals set.
    pub fn new(world: &'w dyn World, file: PathBuf, signal: &'w AtomicBool) -> Self {
        Self { world, file, signal, why: Mutex::default(), changed: Condvar::new() }
    }

    /// Asks the run to end; the first reason stays.
    pub fn halt(&self, why: Why) {
        self.locked().get_or_insert(why);
        self.changed.notify_all();
    }

    /// Why the run is to end; none while it may go on.
    pub fn asked(&self) -> Option<Why> {
        if let Some(why) = self.locked().clone() {
            return Some(why);
        }
        let why = if self.signal.load(Ordering::Relaxed) {
            Why::Signal
        } else if self.world.entry(&self.file) != Entry::Nothing {
            Why::File
        } else {
            return None;
        };
        self.halt(why.clone());
        Some(why)
    }

    /// Whether somebody who looks all the time has seen a reason; costs next to nothing.
    pub(super) fn is_known(&self) -> bool {
        self.signal.load(Ordering::Relaxed) || self.locked().is_some()
    }

    /// Waits for `time`, or until the run is to end. Gives whether the whole time went by.
    pub fn wait(&self, time: Duration) -> bool {
        let mut left = time;
        while !left.is_zero() {
            if self.asked().is_some() {
                return false;
            }
            let step = left.min(LOOK);
            let locked = self.locked();
            // Whether it was woken or the step went by, the next look says what holds.
            drop(self.changed.wait_timeout(locked, step));
            left -= step;
        }
        self.asked().is_none()
    }

    fn locked(&self) -> MutexGuard<'_, Option<Why>> {
        self.why.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Stop, Why};
    use crate::world::{MemoryWorld, World};
    use jiff::Timestamp;
    use std::path::{Path, PathBuf};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    #[test]
    fn p25_a_file_named_stop_ends_the_run() {
        let world = MemoryWorld::new(Timestamp::UNIX_EPOCH, []);
        let signal = AtomicBool::new(false);
        let stop = Stop::new(&world, PathBuf::from("/w/stop"), &signal);
        assert_eq!(stop.asked(), None);
        assert!(stop.wait(Duration::from_millis(1)));
        world.put(Path::new("/w/stop"), b"").unwrap();
        assert_eq!(stop.asked(), Some(Why::File));
        assert!(!stop.wait(Duration::from_hours(1)));
    }

    #[test]
    fn p25_a_signal_ends_the_run_and_the_first_reason_stays() {
        let world = MemoryWorld::new(Timestamp::UNIX_EPOCH, []);
        let signal = AtomicBool::new(false);
        let stop = Stop::new(&world, PathBuf::from("/w/stop"), &signal);
        signal.store(true, Ordering::Relaxed);
        assert!(stop.is_known());
        assert_eq!(stop.asked(), Some(Why::Signal));
        stop.halt(Why::Halt("too late".to_owned()));
        assert_eq!(stop.asked(), Some(Why::Signal));
    }
}
