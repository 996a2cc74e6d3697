use super::secret::absent;
use super::{Entry, Fault, Seat, Secret, SecretFault, SecretSource, World};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Files in memory and a clock that stands still, for tests.
#[derive(Debug, Default)]
pub struct MemoryWorld {
    files: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
    now: Timestamp,
    variables: BTreeMap<String, String>,
}

impl MemoryWorld {
    /// A world with these files, at this time; the user stands in `/`.
    pub fn new<'a>(now: Timestamp, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let files =
            files.into_iter().map(|(path, text)| (path.into(), text.as_bytes().to_vec())).collect();
        Self { files: Mutex::new(files), now, variables: BTreeMap::new() }
    }

    /// The same world with a variable in its environment, for secrets.
    pub fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World for MemoryWorld {
    fn now(&self) -> Timestamp {
        self.now
    }

    fn seat(&self) -> Seat {
        Seat::named("memory")
    }

    fn secret(&self, source: &SecretSource, _folder: &Path) -> Result<Secret, SecretFault> {
        let known = match source {
            SecretSource::Environment(name) => self.variables.get(name).cloned(),
            _ => None,
        };
        known.map(Secret::new).ok_or_else(|| absent(source))
    }

    fn current_folder(&self) -> Result<PathBuf, Fault> {
        Ok(PathBuf::from("/"))
    }

    fn entry(&self, path: &Path) -> Entry {
        let files = self.files();
        if files.contains_key(path) {
            Entry::File
        } else if files.keys().any(|file| file.starts_with(path)) {
            Entry::Folder
        } else {
            Entry::Nothing
        }
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, Fault> {
        let missing = || Fault::new("read", path, io::Error::from(io::ErrorKind::NotFound));
        self.files().get(path).cloned().ok_or_else(missing)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Cursor::new(self.read(path).map_err(|fault| fault.source)?)))
    }

    fn files_below(&self, folder: &Path) -> Result<Vec<PathBuf>, Fault> {
        Ok(self.files().keys().filter(|file| file.starts_with(folder)).cloned().collect())
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Fault> {
        self.put(path, bytes)
    }

    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), Fault> {
        self.files().insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn create_private(&self, path: &Path) -> Result<(), Fault> {
        self.files().entry(path.to_owned()).or_default();
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> Result<(), Fault> {
        self.files().remove(path);
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), Fault> {
        let mut files = self.files();
        let moved: Vec<PathBuf> =
            files.keys().filter(|file| file.starts_with(from)).cloned().collect();
        for path in moved {
            if let (Some(bytes), Ok(rest)) = (files.remove(&path), path.strip_prefix(from)) {
                let target =
                    if rest.as_os_str().is_empty() { to.to_owned() } else { to.join(rest) };
                files.insert(target, bytes);
            }
        }
        Ok(())
    }

    fn remove_folder(&self, folder: &Path) -> Result<(), Fault> {
        self.files().retain(|file, _| !file.starts_with(folder));
        Ok(())
    }
}
