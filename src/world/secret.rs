//! Passwords and tokens: where they are kept, and how they are had without being seen (E-36).

use super::Stopwatch;
use crate::diagnostic::Diagnostic;
use std::fmt::{self, Debug, Display, Formatter};
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;
use zeroize::Zeroizing;

/// How long a command may take that gives a secret.
const COMMAND_LIMIT: Duration = Duration::from_secs(30);
/// How often is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(10);
/// How long is waited for the last words of a command that has ended.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// How much of its output is read.
const MOST_OUTPUT: u64 = 64 * 1024;
/// How much of its complaint is shown, in characters.
const MOST_COMPLAINT: usize = 600;

/// Where a secret is kept: never in a file of the workspace (E-36).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// A variable of the environment, by its name.
    Environment(String),
    /// A command whose first line of output it is.
    Command(String),
    /// The keyring of the system.
    Keyring {
        /// Under which service it is kept there.
        service: String,
        /// Under which user.
        user: String,
    },
}

impl Display for SecretSource {
    /// For people. A command is named by its first word: the rest is nobody's business.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(name) => write!(f, "the variable `{name}`"),
            Self::Command(line) => write!(f, "the command `{}`", first_word(line)),
            Self::Keyring { service, user } => {
                write!(f, "the keyring entry `{service}` of `{user}`")
            }
        }
    }
}

/// A password or token. It cannot be printed, and its memory is wiped when it is dropped (E-36).
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a secret over.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The secret itself, for the one command that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The first line of what was read: files and commands end theirs with a line break.
    fn first_line(bytes: &[u8]) -> Result<Self, Trouble> {
        let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let text = std::str::from_utf8(line).map_err(|_| Trouble::NotText)?;
        if text.is_empty() {
            return Err(Trouble::Empty);
        }
        if text.contains(char::is_control) {
            return Err(Trouble::Control);
        }
        Ok(Self::new(text.to_owned()))
    }
}

impl Debug for Secret {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// A secret could not be had. Holds nothing of it.
#[derive(Debug, thiserror::Error)]
#[error("{source_of} gives no secret: {trouble}")]
pub struct SecretFault {
    source_of: SecretSource,
    trouble: Trouble,
}

#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("it is not set")]
    Unset,
    #[error("it is empty")]
    Empty,
    #[error("it is not UTF-8 text")]
    NotText,
    #[error("it holds a control character")]
    Control,
    #[error("it cannot be started: {0}")]
    NotStarted(io::Error),
    #[error("it failed ({status})")]
    Failed { status: ExitStatus, complaint: String },
    #[error("it did not end within {} seconds", limit.as_secs())]
    Late { limit: Duration, complaint: String },
    #[error("there is no such entry")]
    NoEntry,
    #[error("the keyring cannot be used: {0}")]
    NoKeyring(String),
}

impl From<SecretFault> for Diagnostic {
    fn from(fault: SecretFault) -> Self {
        let SecretFault { source_of, trouble } = fault;
        let finding = Self::error(format!("{source_of} gives no secret")).rule("E-36");
        let why = match &trouble {
            Trouble::Unset => "It is not set where this command was started.".to_owned(),
            Trouble::Empty => "It is empty.".to_owned(),
            Trouble::NotText => "What it holds is not UTF-8 text.".to_owned(),
            Trouble::Control => {
                "A control character stands in it, which no password has.".to_owned()
            }
            Trouble::NotStarted(error) => format!("The system says: {error}."),
            Trouble::Failed { status, complaint } => {
                said(&format!("It failed ({status})."), complaint)
            }
            Trouble::Late { limit, complaint } => {
                let words = format!("It did not end within {} seconds.", limit.as_secs());
                said(&words, complaint)
            }
            Trouble::NoEntry => "There is no such entry in the keyring of this account.".to_owned(),
            Trouble::NoKeyring(words) => {
                format!(
                    "The keyring of this system cannot be used: {}.",
                    words.trim_end_matches('.')
                )
            }
        };
        finding.why(why).hint(hint(&source_of, &trouble))
    }
}

fn hint(source: &SecretSource, trouble: &Trouble) -> String {
    match (source, trouble) {
        (SecretSource::Environment(name), _) => format!(
            "set it without leaving a trace in the history: `read -rs {name} && export {name}`"
        ),
        (SecretSource::Command(_), Trouble::Empty) => {
            "the first line that it prints must be the secret; try it in a terminal".to_owned()
        }
        (SecretSource::Command(_), Trouble::Late { .. }) => {
            "it must not wait for typing; unlock what it opens first, then run this command again"
                .to_owned()
        }
        (SecretSource::Command(_), _) => {
            "run it yourself in a terminal, in the folder of `hearten.toml`, and see what it says"
                .to_owned()
        }
        (SecretSource::Keyring { service, user }, Trouble::NoEntry) => {
            if cfg!(target_os = "macos") {
                format!("add it with `security add-generic-password -s {service} -a {user} -w`")
            } else if cfg!(windows) {
                format!("add it with `cmdkey /generic:{user}.{service} /user:{user} /pass`")
            } else {
                format!(
                    "add it with `secret-tool store --label=hearten service {service} username {user}`"
                )
            }
        }
        (SecretSource::Keyring { .. }, _) => {
            "unlock the keyring, or keep the secret elsewhere: `password = { command = \"…\" }` or \
             `{ env = \"NAME\" }`"
                .to_owned()
        }
    }
}

/// What happened, and what the command itself complained of.
fn said(words: &str, complaint: &str) -> String {
    if complaint.is_empty() { words.to_owned() } else { format!("{words} It says: {complaint}") }
}

fn first_word(line: &str) -> String {
    let word = line.split_whitespace().next().unwrap_or_default();
    word.escape_debug().to_string()
}

/// Gets a secret; commands run in `folder`.
pub(super) fn fetch(source: &SecretSource, folder: &Path) -> Result<Secret, SecretFault> {
    let secret = match source {
        SecretSource::Environment(name) => from_environment(name),
        SecretSource::Command(line) => from_command(line, folder, COMMAND_LIMIT),
        SecretSource::Keyring { service, user } => {
            keyring::Entry::new(service, user).and_then(|entry| from_keyring(&entry)).map_or_else(
                |error| Err(Trouble::from(error)),
                |text| Secret::first_line(text.as_bytes()),
            )
        }
    };
    secret.map_err(|trouble| SecretFault { source_of: source.clone(), trouble })
}

/// A secret that is not there, for worlds that have none.
pub(super) fn absent(source: &SecretSource) -> SecretFault {
    SecretFault { source_of: source.clone(), trouble: Trouble::Unset }
}

fn from_environment(name: &str) -> Result<Secret, Trouble> {
    match std::env::var(name).map(Zeroizing::new) {
        Ok(text) => Secret::first_line(text.as_bytes()),
        Err(std::env::VarError::NotPresent) => Err(Trouble::Unset),
        Err(std::env::VarError::NotUnicode(_)) => Err(Trouble::NotText),
    }
}

fn from_keyring(entry: &keyring::Entry) -> keyring::Result<Zeroizing<String>> {
    entry.get_password().map(Zeroizing::new)
}

impl From<keyring::Error> for Trouble {
    fn from(error: keyring::Error) -> Self {
        match error {
            keyring::Error::NoEntry => Self::NoEntry,
            // Its bytes may be the secret: they are not printed.
            keyring::Error::BadEncoding(_) => Self::NotText,
            keyring::Error::Ambiguous(_) => {
                Self::NoKeyring("more than one entry has this name".to_owned())
            }
            error => Self::NoKeyring(calm(&error.to_string())),
        }
    }
}

/// Runs a command through the shell and takes the first line that it prints.
fn from_command(line: &str, folder: &Path, limit: Duration) -> Result<Secret, Trouble> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut child = Command::new(shell)
        .args([flag, line])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(Trouble::NotStarted)?;
    let output = listen(child.stdout.take());
    let complaint = listen(child.stderr.take());
    let status = wait(&mut child, limit).map_err(Trouble::NotStarted)?;
    // What it started may still hold the pipe; nobody waits for that.
    let complaint = heard(&complaint, LAST_WORDS.min(limit));
    let complaint = calm(&String::from_utf8_lossy(&complaint));
    match status {
        None => Err(Trouble::Late { limit, complaint }),
        Some(status) if !status.success() => Err(Trouble::Failed { status, complaint }),
        Some(_) => Secret::first_line(&heard(&output, LAST_WORDS)),
    }
}

/// Waits until the command ends; ends it when its time is over.
fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let since = Stopwatch::start();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if since.elapsed() >= limit {
            // It may have ended by itself just now.
            let _ = child.kill();
            child.wait()?;
            return Ok(None);
        }
        thread::park_timeout(LOOK);
    }
}

/// What comes out of a pipe, bit by bit.
type Heard = Receiver<Zeroizing<Vec<u8>>>;

/// Listens to a pipe on a thread of its own, so that a full one stops nobody.
fn listen(pipe: Option<impl Read + Send + 'static>) -> Heard {
    let (tell, heard) = mpsc::channel();
    thread::spawn(move || {
        let Some(pipe) = pipe else { return };
        let mut pipe = pipe.take(MOST_OUTPUT);
        loop {
            let mut bytes = Zeroizing::new(vec![0; 4096]);
            match pipe.read(&mut bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(0) | Err(_) => return,
                Ok(read) => {
                    bytes.truncate(read);
                    if tell.send(bytes).is_err() {
                        return;
                    }
                }
            }
        }
    });
    heard
}

/// All that came, until the pipe closes or the time is over.
fn heard(pipe: &Heard, limit: Duration) -> Zeroizing<Vec<u8>> {
    let since = Stopwatch::start();
    let mut all = Zeroizing::new(Vec::with_capacity(4096));
    loop {
        match pipe.recv_timeout(limit.saturating_sub(since.elapsed())) {
            Ok(bytes) => all.extend_from_slice(&bytes),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return all,
        }
    }
}

/// Words of another program, made fit for a screen.
fn calm(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words
        .chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .take(MOST_COMPLAINT)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Secret, SecretSource, Trouble, fetch, from_command, from_keyring};
    use crate::diagnostic::Diagnostic;
    use keyring::mock::MockCredential;
    use std::path::Path;
    use std::time::Duration;

    const LIMIT: Duration = Duration::from_secs(20);

    fn told(source: &SecretSource) -> String {
        let finding = Diagnostic::from(fetch(source, Path::new(".")).unwrap_err());
        format!("{}\n{}\n{}", finding.title, finding.why, finding.hint)
    }

    fn command(line: &str) -> SecretSource {
        SecretSource::Command(line.to_owned())
    }

    #[test]
    fn e_36_a_secret_does_not_show() {
        let secret = Secret::new("tulip-42".to_owned());
        assert_eq!(
            format!("{secret:?} {:#?}", Some(&secret)),
            "Secret(..) Some(\n    Secret(..),\n)"
        );
    }

    #[test]
    fn e_36_the_first_line_counts() {
        let read =
            |bytes: &[u8]| Secret::first_line(bytes).map(|secret| secret.reveal().to_owned());
        assert_eq!(read(b"tulip-42\r\nuser: me\n").unwrap(), "tulip-42");
        assert_eq!(read(b" a b ").unwrap(), " a b ", "blanks may belong to a password");
        assert!(matches!(read(b"\ntulip"), Err(Trouble::Empty)));
        assert!(matches!(read(b"\xff"), Err(Trouble::NotText)));
        assert!(matches!(read(b"a\x07"), Err(Trouble::Control)));
    }

    #[test]
    fn e_36_a_variable_that_is_not_set_is_told() {
        let text = told(&SecretSource::Environment("HEARTEN_NO_SUCH_VARIABLE".to_owned()));
        insta::assert_snapshot!(text, @"
        the variable `HEARTEN_NO_SUCH_VARIABLE` gives no secret
        It is not set where this command was started.
        set it without leaving a trace in the history: `read -rs HEARTEN_NO_SUCH_VARIABLE && export HEARTEN_NO_SUCH_VARIABLE`
        ");
    }

    #[cfg(unix)]
    #[test]
    fn e_36_a_command_gives_the_first_line_that_it_prints() {
        let secret = |line: &str| from_command(line, Path::new("/"), LIMIT).unwrap();
        assert_eq!(secret("echo tulip-42; echo note").reveal(), "tulip-42");
        assert_eq!(secret("pwd").reveal(), "/");
        assert_eq!(secret("cat; echo tulip-42").reveal(), "tulip-42", "nothing is typed for it");
        // Much more than a pipe holds, on both sides.
        let loud =
            "echo tulip-42; head -c 300000 /dev/zero | tr '\\0' x >&2; head -c 60000 /dev/zero";
        assert_eq!(secret(loud).reveal(), "tulip-42");
    }

    #[cfg(unix)]
    #[test]
    fn e_36_a_command_that_fails_passes_on_its_complaint_and_not_its_output() {
        let text = told(&command("echo tulip-42; echo 'no such\tentry' >&2; exit 3 # hunter2"));
        assert!(!text.contains("tulip") && !text.contains("hunter2"), "{text}");
        insta::assert_snapshot!(text, @"
        the command `echo` gives no secret
        It failed (exit status: 3). It says: no such entry
        run it yourself in a terminal, in the folder of `hearten.toml`, and see what it says
        ");
        assert!(told(&command("true")).contains("It is empty."));
        assert!(told(&command("printf '\\377'")).contains("not UTF-8"));
    }

    #[cfg(unix)]
    #[test]
    fn e_36_a_command_that_does_not_end_is_ended() {
        let never = "echo tulip-42; echo waiting >&2; exec tail -f /dev/null";
        let trouble = from_command(never, Path::new("/"), Duration::from_millis(200)).unwrap_err();
        let Trouble::Late { complaint, .. } = &trouble else { panic!("{trouble:?}") };
        assert_eq!(complaint, "waiting");
    }

    #[test]
    fn e_36_the_keyring_gives_what_was_put_there() {
        let entry = keyring::Entry::new_with_credential(Box::new(MockCredential::default()));
        let none = Trouble::from(from_keyring(&entry).unwrap_err());
        assert!(matches!(none, Trouble::NoEntry));
        entry.set_password("tulip-42").unwrap();
        assert_eq!(from_keyring(&entry).unwrap().as_str(), "tulip-42");
        let broken = keyring::Error::BadEncoding(b"tulip-42\xff".to_vec());
        let broken = format!("{:?}", Trouble::from(broken));
        assert_eq!(broken, "NotText");
    }
}
