//! The only door to the clock, the files, the environment and other programs.
//!
//! *In*: paths and bytes. *Out*: bytes, times, and [`Fault`]s that name the path and what was tried.
//! *Never*: knows letters, rosters or mail. A file that matters is written whole or not at all; a
//! folder of generated files is made aside and put in place at the end ([`Staging`]).
//! *Start reading* at [`World`].

#![expect(clippy::disallowed_methods, reason = "this room is the door")]

mod access;
mod memory;
mod seat;
mod secret;
mod signal;
mod staging;
mod system;

pub use access::{Output, Pages};
pub use memory::MemoryWorld;
pub use seat::Seat;
pub use secret::{Secret, SecretFault, SecretSource};
pub use signal::listen_to_signals;
pub use staging::Staging;
pub use system::{Stopwatch, SystemWorld};

use crate::diagnostic::{Diagnostic, Place};
use jiff::Timestamp;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A file, or something that reads like one.
    File,
    /// A folder.
    Folder,
    /// Nothing.
    Nothing,
}

/// Clock and files.
pub trait World: Send + Sync + std::fmt::Debug {
    /// The time now. One run asks once.
    fn now(&self) -> Timestamp;
    /// Which machine, account and process this is.
    fn seat(&self) -> Seat;
    /// Names a folder on this machine and nothing else: 16 hexadecimal digits, the same in every run.
    /// A copy of the folder, here or elsewhere, has another name.
    fn place(&self, folder: &Path) -> String;
    /// A password or token out of the place where it is kept; a command runs in `folder` (E-36).
    fn secret(&self, source: &SecretSource, folder: &Path) -> Result<Secret, SecretFault>;
    /// The folder the user stands in.
    fn current_folder(&self) -> Result<PathBuf, Fault>;
    /// What a path leads to.
    fn entry(&self, path: &Path) -> Entry;
    /// A whole file.
    fn read(&self, path: &Path) -> Result<Vec<u8>, Fault>;
    /// A file to be read bit by bit.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>>;
    /// A file to be read at any place.
    fn pages(&self, path: &Path) -> Result<Box<dyn Pages>, Fault>;
    /// Begins a file that only its owner may read, to be written bit by bit; one that is there goes.
    /// Folders are made as needed.
    fn create(&self, path: &Path) -> Result<Box<dyn Output>, Fault>;
    /// Returns once the names in a folder outlast a loss of power.
    fn sync_folder(&self, folder: &Path) -> Result<(), Fault>;
    /// All files below a folder, sorted; none when there is no such folder.
    fn files_below(&self, folder: &Path) -> Result<Vec<PathBuf>, Fault>;
    /// Writes a file whole and synced, or leaves what was there. Folders are made as needed.
    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Fault>;
    /// Writes a generated file, without a sync. Folders are made as needed.
    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), Fault>;
    /// Makes an empty file that only its owner may read, with its folders; leaves one that is there.
    fn create_private(&self, path: &Path) -> Result<(), Fault>;
    /// Removes a file; nothing is wrong when there is none.
    fn remove_file(&self, path: &Path) -> Result<(), Fault>;
    /// Renames a file or folder.
    fn rename(&self, from: &Path, to: &Path) -> Result<(), Fault>;
    /// Removes a folder with all in it; nothing is wrong when there is none.
    fn remove_folder(&self, folder: &Path) -> Result<(), Fault>;
}

/// A file or folder could not be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot {verb} {}", path.display())]
pub struct Fault {
    /// What was tried, such as `read`.
    pub verb: &'static str,
    /// On what.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl Fault {
    /// A fault of this file.
    pub fn new(verb: &'static str, path: &Path, source: io::Error) -> Self {
        Self { verb, path: path.to_owned(), source }
    }
}

impl From<Fault> for Diagnostic {
    fn from(fault: Fault) -> Self {
        let shown = fault.path.display().to_string();
        let (why, hint) = match fault.source.kind() {
            io::ErrorKind::NotFound => {
                ("There is no such file.".to_owned(), format!("check the path `{shown}`"))
            }
            io::ErrorKind::PermissionDenied => (
                "The system does not allow it.".to_owned(),
                format!("see who may use it with `ls -ld {shown}`"),
            ),
            io::ErrorKind::StorageFull
            | io::ErrorKind::FileTooLarge
            | io::ErrorKind::QuotaExceeded => (
                "There is no room left. What was there before is unchanged.".to_owned(),
                "free some space (`df -h` shows where), then run the command again".to_owned(),
            ),
            _ => (format!("The system says: {}.", fault.source), String::new()),
        };
        Self::error(fault.to_string()).at(Place::file(shown)).why(why).hint(hint)
    }
}
