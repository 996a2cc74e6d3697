use super::secret::fetch;
use super::{Entry, Fault, Output, Pages, Seat, Secret, SecretFault, SecretSource, World};
use jiff::Timestamp;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The real machine, with a clock that can be held still for tests and rehearsals.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemWorld {
    fixed: Option<Timestamp>,
}

impl SystemWorld {
    /// The machine, with its clock or with a fixed one.
    pub fn new(fixed: Option<Timestamp>) -> Self {
        Self { fixed }
    }
}

impl World for SystemWorld {
    fn now(&self) -> Timestamp {
        self.fixed.unwrap_or_else(Timestamp::now)
    }

    fn seat(&self) -> Seat {
        Seat::here()
    }

    fn place(&self, folder: &Path) -> String {
        // Of a folder that is not there yet, what is there counts.
        let there = folder.ancestors().find_map(|part| Some((part, fs::canonicalize(part).ok()?)));
        let whole = there.map(|(part, whole)| {
            let rest = folder.strip_prefix(part).unwrap_or(Path::new(""));
            if rest.as_os_str().is_empty() { whole } else { whole.join(rest) }
        });
        self.seat().place(whole.as_deref().unwrap_or(folder))
    }

    fn secret(&self, source: &SecretSource, folder: &Path) -> Result<Secret, SecretFault> {
        fetch(source, folder)
    }

    fn current_folder(&self) -> Result<PathBuf, Fault> {
        std::env::current_dir().map_err(|source| Fault::new("find", Path::new("."), source))
    }

    fn entry(&self, path: &Path) -> Entry {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => Entry::Folder,
            Ok(_) => Entry::File,
            // A file that is there but may not be looked at is not nothing.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Entry::File,
            Err(_) => Entry::Nothing,
        }
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, Fault> {
        fs::read(path).map_err(|source| Fault::new("read", path, source))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(BufReader::with_capacity(256 * 1024, File::open(path)?)))
    }

    fn pages(&self, path: &Path) -> Result<Box<dyn Pages>, Fault> {
        let file = File::open(path).map_err(|source| Fault::new("read", path, source))?;
        Ok(Box::new(file))
    }

    fn create(&self, path: &Path) -> Result<Box<dyn Output>, Fault> {
        let fault = |source| Fault::new("write", path, source);
        private_folders(path.parent().unwrap_or(Path::new("."))).map_err(fault)?;
        self.remove_file(path)?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Box::new(options.open(path).map_err(fault)?))
    }

    fn sync_folder(&self, folder: &Path) -> Result<(), Fault> {
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|source| Fault::new("write", folder, source))
    }

    fn files_below(&self, folder: &Path) -> Result<Vec<PathBuf>, Fault> {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(source) => return Err(Fault::new("read", &folder, source)),
            };
            for entry in entries {
                let path = entry.map_err(|source| Fault::new("read", &folder, source))?.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push(path);
                }
            }
        }
        files.sort();
        Ok(files)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Fault> {
        let fault = |source| Fault::new("write", path, source);
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(fault)?;
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fault)?;
        file.write_all(bytes).map_err(fault)?;
        file.as_file().sync_all().map_err(fault)?;
        file.persist(path).map_err(|error| fault(error.error))?;
        // The rename itself lasts only once the folder is synced.
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(fault)
    }

    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), Fault> {
        let fault = |source| Fault::new("write", path, source);
        match fs::write(path, bytes) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                private_folders(path.parent().unwrap_or(Path::new("."))).map_err(fault)?;
                fs::write(path, bytes).map_err(fault)
            }
            outcome => outcome.map_err(fault),
        }
    }

    fn create_private(&self, path: &Path) -> Result<(), Fault> {
        let fault = |source| Fault::new("make", path, source);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).map_err(fault)?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(fault(error)),
            _ => Ok(()),
        }
    }

    fn remove_file(&self, path: &Path) -> Result<(), Fault> {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Fault::new("remove", path, error))
            }
            _ => Ok(()),
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), Fault> {
        fs::rename(from, to).map_err(|source| Fault::new("replace", to, source))
    }

    fn remove_folder(&self, folder: &Path) -> Result<(), Fault> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Fault::new("remove", folder, error))
            }
            _ => Ok(()),
        }
    }
}

/// Makes folders that only their owner may open: generated files hold people's data.
fn private_folders(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Measures how long work takes, for progress and rates shown to people; never for the domain.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts it.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
