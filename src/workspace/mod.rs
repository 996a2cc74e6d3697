//! The workspace: `hearten.toml`, and every path and setting that the rooms need.
//!
//! *In*: a folder to start from. *Out*: a [`Workspace`] with checked [`Config`] and [`Assets`].
//! *Never*: holds a secret, reads a roster or a brief. *Start reading* at [`Workspace::open`].

mod amount;
mod approval;
mod assets;
mod config;
mod delivery;
mod identity;
mod login_reader;
mod mail;
mod mail_reader;
mod readiness;
pub mod starter;

pub use amount::{Length, Rate, Share};
pub use approval::{ApprovalRules, Mode};
pub use assets::{Asset, Assets};
pub use config::{Config, OPEN, RosterPlace};
pub use delivery::{DeliveryRules, DrillRules, is_within};
pub use identity::{Organisation, Sender, Texts};
pub use mail::{DkimKey, Login, LoginKind, MailServer, MailSettings, Security, Timeouts};

pub use crate::world::SecretSource;

use crate::diagnostic::{Diagnostic, Place, Report, nearest};
use crate::locale::Language;
use crate::world::{Entry, Fault, World};
use std::path::{Path, PathBuf};

/// The name of the settings file, which marks a workspace.
pub const SETTINGS: &str = "hearten.toml";

/// An opened workspace.
#[derive(Debug)]
pub struct Workspace {
    /// The folder that holds `hearten.toml`.
    pub root: PathBuf,
    /// Its settings.
    pub config: Config,
    /// Templates and language forms, the company's own before the built-in ones.
    pub assets: Assets,
}

impl Workspace {
    /// Finds `hearten.toml` in `start` or a folder above, and reads it.
    ///
    /// The report holds warnings when it opens, and everything that is wrong when it does not.
    pub fn open(world: &dyn World, start: &Path) -> Result<(Self, Report), Report> {
        let Some(root) = root(world, start) else {
            return Err(no_workspace(world, start).into());
        };
        let path = root.join(SETTINGS);
        let text = text_of(world, &path, SETTINGS).map_err(Report::from)?;
        let (config, mut report) = Config::read(SETTINGS, &text)?;
        let crisis = root.join("crises").join(&config.crisis);
        if world.entry(&crisis) != Entry::Folder {
            report.push(no_crisis(world, &root, &config, &text));
        }
        let (assets, found) = Assets::open(world, &root, &crisis)?;
        report.append(found);
        Ok((Self { root, config, assets }, report))
    }

    /// Whether there are settings in `start` or above.
    pub fn is_there(world: &dyn World, start: &Path) -> bool {
        root(world, start).is_some()
    }

    /// The brief, as a path and as the user knows it, and the languages of letters, when the
    /// settings say so much though they are not whole.
    pub fn glimpse(world: &dyn World, start: &Path) -> Option<(PathBuf, String, Vec<Language>)> {
        let root = root(world, start)?;
        let text = text_of(world, &root.join(SETTINGS), SETTINGS).ok()?;
        let (crisis, languages) = config::glimpse(&text)?;
        let shown = format!("crises/{crisis}/brief.toml");
        let path = root.join(&shown);
        (world.entry(&path) == Entry::File).then_some((path, shown, languages))
    }

    /// The folder of the crisis at hand.
    pub fn crisis_folder(&self) -> PathBuf {
        self.root.join("crises").join(&self.config.crisis)
    }

    /// The facts of the crisis at hand.
    pub fn brief_path(&self) -> PathBuf {
        self.crisis_folder().join("brief.toml")
    }

    /// What happened in the crisis at hand.
    pub fn ledger_path(&self) -> PathBuf {
        self.crisis_folder().join("ledger.sqlite")
    }

    /// What drills have delivered, in a ledger of its own: live and drill never mix (P-24).
    pub fn drill_ledger_path(&self) -> PathBuf {
        self.drill_folder().join("ledger.sqlite")
    }

    /// What is kept of the last drill.
    pub fn drill_folder(&self) -> PathBuf {
        self.out_folder().join("drill")
    }

    /// Where a drill writes its letters.
    pub fn outbox_folder(&self) -> PathBuf {
        self.out_folder().join("outbox")
    }

    /// The frozen letters of the crisis at hand, a folder for each digest.
    pub fn proofs_folder(&self) -> PathBuf {
        self.crisis_folder().join("proofs")
    }

    /// The folder of the roster, with the tables that may stand beside it.
    pub fn roster_folder(&self) -> PathBuf {
        match &self.config.roster {
            RosterPlace::Folder(folder) => self.root.join(folder),
            RosterPlace::Workbook(path) => {
                let path = self.root.join(path);
                path.parent().unwrap_or(&self.root).to_owned()
            }
        }
    }

    /// The folder of generated files.
    pub fn out_folder(&self) -> PathBuf {
        self.crisis_folder().join("out")
    }

    /// A path as the user knows it: relative to the workspace where it lies within.
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}

/// The nearest folder that holds settings.
fn root(world: &dyn World, start: &Path) -> Option<PathBuf> {
    let is_root = |folder: &&Path| world.entry(&folder.join(SETTINGS)) == Entry::File;
    start.ancestors().find(is_root).map(Path::to_owned)
}

/// Reads a text file that people write: UTF-8, with or without a byte-order mark.
///
/// `shown` is the path as the user knows it.
pub fn text_of(world: &dyn World, path: &Path, shown: &str) -> Result<String, Diagnostic> {
    let bytes = world.read(path).map_err(|fault| Fault { path: PathBuf::from(shown), ..fault })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = String::from_utf8_lossy(&error.as_bytes()[..at]).matches('\n').count() + 1;
        let mut place = Place::file(shown);
        place.line = Some(line);
        Diagnostic::error("this file is not UTF-8 text")
            .at(place)
            .why("Settings, briefs and templates are read as UTF-8 only.")
            .hint("save it as UTF-8 in your editor, then run the command again")
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

fn no_workspace(world: &dyn World, start: &Path) -> Diagnostic {
    if world.entry(start) == Entry::Nothing {
        return Diagnostic::error("there is no such folder")
            .at(Place::file(start.display().to_string()))
            .hint("check the path behind `-C`");
    }
    Diagnostic::error(format!("no `{SETTINGS}` here or in a folder above"))
        .at(Place::file(start.display().to_string()))
        .why("A workspace is a folder with this file; every command but `init` and `demo` needs one.")
        .hint("make one with `hearten init my-company`, or see the sample with `hearten demo`")
}

fn no_crisis(world: &dyn World, root: &Path, config: &Config, text: &str) -> Diagnostic {
    let crises = root.join("crises");
    let names: Vec<String> = world
        .files_below(&crises)
        .unwrap_or_default()
        .iter()
        .filter(|file| file.ends_with("brief.toml"))
        .filter_map(|file| Some(file.parent()?.file_name()?.to_string_lossy().into_owned()))
        .collect();
    let hint = match nearest(&config.crisis, names.iter().map(String::as_str)) {
        Some(near) => format!("write `crisis = \"{near}\"` in `{SETTINGS}`"),
        None if names.is_empty() => format!(
            "make the folder `crises/{}` with a `brief.toml`; `hearten init` makes one to start from",
            config.crisis
        ),
        None => format!("write one of these in `{SETTINGS}`: {}", names.join(", ")),
    };
    let at = text.find(&config.crisis).unwrap_or_default();
    Diagnostic::error(format!("there is no folder `crises/{}`", config.crisis))
        .at(Place::range(SETTINGS, text, at..at + config.crisis.len()))
        .hint(hint)
}
