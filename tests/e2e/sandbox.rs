use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The clock of every test: a few hours after the sample's fire.
pub(crate) const NOW: &str = "2026-11-20T10:00:00+08:00";

/// A folder of its own, an empty environment, and the program.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

/// What came of a run. Paths of the sandbox read `$DIR`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A sandbox that holds the sample workspace in `demo/`.
    pub(crate) fn with_demo() -> Self {
        let sandbox = Self::new();
        sandbox.run(&["demo", "demo"]).assert_done();
        sandbox
    }

    /// A sandbox that holds a small workspace in `plain/`: one reader, a brief in three languages.
    pub(crate) fn plain() -> Self {
        let sandbox = Self::new();
        sandbox.copy(&repository("tests/fixtures/plain"), "plain");
        sandbox
    }

    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(relative)
    }

    pub(crate) fn write(&self, relative: &str, text: impl AsRef<[u8]>) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).unwrap()
    }

    /// Changes a file by replacing text that must be there.
    pub(crate) fn edit(&self, relative: &str, from: &str, to: &str) {
        let text = self.read(relative);
        assert!(text.contains(from), "{relative} does not hold {from:?}");
        self.write(relative, text.replacen(from, to, 1));
    }

    /// Copies a folder of fixtures into the sandbox.
    pub(crate) fn copy(&self, from: &Path, to: &str) {
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let target = format!("{to}/{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                self.copy(&path, &target);
            } else {
                self.write(&target, fs::read(&path).unwrap());
            }
        }
    }

    /// All files below a folder, with what they hold.
    pub(crate) fn tree(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let root = self.path(folder);
        let (mut files, mut folders) = (BTreeMap::new(), vec![root.clone()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&root).unwrap().to_owned();
                    files.insert(name, fs::read(path).unwrap());
                }
            }
        }
        files
    }

    #[must_use]
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_in(".", args)
    }

    #[must_use]
    pub(crate) fn run_in(&self, folder: &str, args: &[&str]) -> Ran {
        let output = self.command(folder).args(args).output().unwrap();
        self.ran(&output)
    }

    /// Runs the program at another time than [`NOW`].
    #[must_use]
    pub(crate) fn run_at(&self, now: &str, folder: &str, args: &[&str]) -> Ran {
        let output = self.bare(folder).args(["--now", now]).args(args).output().unwrap();
        self.ran(&output)
    }

    /// Runs the program on the clock of the machine.
    #[must_use]
    pub(crate) fn run_today(&self, args: &[&str]) -> Ran {
        let output = self.bare(".").args(args).output().unwrap();
        self.ran(&output)
    }

    /// The program with the sandbox's environment; the clock is fixed.
    pub(crate) fn command(&self, folder: &str) -> Command {
        let mut command = self.bare(folder);
        command.args(["--now", NOW]);
        command
    }

    fn bare(&self, folder: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hearten"));
        command
            .env_clear()
            .env("HOME", self.folder.path())
            .env("TMPDIR", self.folder.path())
            .current_dir(self.path(folder));
        command
    }

    pub(crate) fn ran(&self, output: &std::process::Output) -> Ran {
        let text = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes).replace(self.folder.path().to_str().unwrap(), "$DIR")
        };
        Ran {
            code: output.status.code().unwrap_or(-1),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }
}

impl Ran {
    pub(crate) fn assert_done(self) -> Self {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }

    pub(crate) fn assert_code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// Fails unless standard error holds each of these.
    pub(crate) fn complains(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.stderr.contains(word), "no {word:?} in\n{}", self.stderr);
        }
        self
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap()
    }
}

/// A file or folder of the repository.
pub(crate) fn repository(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}
