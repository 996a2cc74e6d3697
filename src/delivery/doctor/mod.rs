//! What will work on the day, and what will not: asked early, in plain words.
//!
//! *In*: the settings, what is known of the letters and the crisis, and a mail server to talk to. *Out*: one
//! [`Check`] for each thing that can be known. *Never*: hands a letter over, or shows a secret.
//! *Start reading* at [`examine`].

mod clock;
mod refusal;
mod server;
mod settings;

use crate::diagnostic::{Diagnostic, Severity};
use crate::workspace::{Config, MailServer};
use crate::world::World;
use jiff::Timestamp;
use serde::Serialize;
use std::path::Path;

/// What came of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// It works.
    Works,
    /// It works, and a person should look at it.
    Look,
    /// It will not work.
    Fails,
    /// It could not be tried.
    Untried,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was looked at, in one word.
    pub name: &'static str,
    /// What came of it.
    pub mark: Mark,
    /// What was found, in plain words.
    pub words: String,
    /// What to do; empty when nothing is to be done.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

impl Check {
    fn works(name: &'static str, words: impl Into<String>) -> Self {
        Self { name, mark: Mark::Works, words: words.into(), hint: String::new() }
    }

    fn look(name: &'static str, words: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { name, mark: Mark::Look, words: words.into(), hint: hint.into() }
    }

    fn fails(name: &'static str, words: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { name, mark: Mark::Fails, words: words.into(), hint: hint.into() }
    }

    fn untried(name: &'static str, words: impl Into<String>) -> Self {
        Self { name, mark: Mark::Untried, words: words.into(), hint: String::new() }
    }

    /// A finding in the words of a check.
    fn of(name: &'static str, finding: Diagnostic) -> Self {
        let mark = match finding.severity {
            Severity::Error => Mark::Fails,
            Severity::Warning | Severity::Info => Mark::Look,
        };
        let words = if finding.why.is_empty() {
            finding.title
        } else {
            format!("{}. {}", finding.title, finding.why)
        };
        Self { name, mark, words, hint: finding.hint }
    }
}

/// Which of the mail servers is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// That of `[mail]`.
    First,
    /// That of `[mail.second]` (E-33).
    Second,
    /// That of `[drill.mail]` (P-24).
    Drill,
}

impl Which {
    /// Its section in the settings.
    pub const fn section(self) -> &'static str {
        match self {
            Self::First => "mail",
            Self::Second => "mail.second",
            Self::Drill => "drill.mail",
        }
    }

    /// The server, when the settings have it.
    pub fn server(self, config: &Config) -> Option<&MailServer> {
        match self {
            Self::First => config.mail.first.as_ref(),
            Self::Second => config.mail.second.as_ref(),
            Self::Drill => config.drill.mail.as_ref(),
        }
    }
}

/// What is known of the letters that are to leave.
#[derive(Debug, Clone, Default)]
pub struct Post {
    /// How many there are.
    pub letters: u64,
    /// How long the longest is, in bytes.
    pub largest: u64,
    /// The ids of the contacts whose addresses need SMTPUTF8, the first few of them.
    pub international: Vec<String>,
    /// How many they are.
    pub internationals: u64,
    /// How many letters the plan counts on in a minute.
    pub planned_per_minute: u32,
}

/// What is known of the clock.
#[derive(Debug, Clone)]
pub struct Hours {
    /// The time of this machine, or the one at which it is held still.
    pub now: Timestamp,
    /// Whether the clock is held still, by `--now` or in a rehearsal.
    pub held: bool,
    /// When the crisis began.
    pub started_at: Option<Timestamp>,
    /// When the last fact was recorded.
    pub last_fact: Option<Timestamp>,
}

/// All that a check-up looks at.
#[derive(Debug)]
pub struct Case<'a> {
    /// Files and secrets.
    pub world: &'a dyn World,
    /// The folder of the workspace.
    pub root: &'a Path,
    /// Its settings.
    pub config: &'a Config,
    /// Which mail server is meant.
    pub which: Which,
    /// What stands in the way of sending, as settings and team tell.
    pub readiness: Vec<Diagnostic>,
    /// The letters; `None` while they cannot be written.
    pub post: Option<Post>,
    /// The clock.
    pub hours: Hours,
    /// An address of ours that the server is asked for.
    pub recipient: Option<String>,
}

/// Looks at everything, talks to the mail server, and hands no letter over.
pub fn examine(case: &Case<'_>) -> Vec<Check> {
    let mut checks = settings::examine(case);
    let server = case.which.server(case.config);
    let mut greeting = None;
    if let Some(server) = server {
        checks.extend(server::examine(case, server, &mut greeting));
        checks.extend(settings::pace(case, server));
    }
    checks.extend(clock::examine(&case.hours, greeting.as_deref()));
    checks
}
