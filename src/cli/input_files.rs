//! Which files a workspace's letters, waves and times are made from.

use super::desk::Desk;
use crate::diagnostic::Report;
use crate::proof::frozen::Fingerprint;
use crate::roster::{Beside, Source, Sources};
use crate::workspace::{RosterPlace, SETTINGS, Workspace};
use crate::world::{Entry, Fault, World};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The tables that a roster must have.
const TABLES: [&str; 3] = ["accounts.csv", "contacts.csv", "team.csv"];

impl Desk<'_> {
    /// The SHA-256 of every file that letters, waves and times are made from, but for the ledgers, by
    /// its path in the workspace.
    pub(super) fn fingerprints(&self) -> Result<BTreeMap<String, String>, Fault> {
        let mut prints = BTreeMap::new();
        for path in input_files(self.world, &self.workspace)? {
            let shown = self.workspace.shown(&path);
            let reader = self.world.open(&path);
            let print = reader.and_then(|mut reader| Fingerprint::read(&mut reader));
            let print = print.map_err(|source| Fault::new("read", &path, source))?;
            prints.insert(shown, print.to_string());
        }
        Ok(prints)
    }
}

fn input_files(world: &dyn World, workspace: &Workspace) -> Result<Vec<PathBuf>, Fault> {
    let mut files = vec![workspace.root.join(SETTINGS), workspace.brief_path()];
    match &workspace.config.roster {
        RosterPlace::Workbook(path) => files.push(workspace.root.join(path)),
        RosterPlace::Folder(folder) => {
            files.extend(TABLES.map(|name| workspace.root.join(folder).join(name)));
        }
    }
    files.extend(beside_files(world, workspace)?);
    files.extend(world.files_below(&workspace.root.join("templates"))?);
    files.extend(world.files_below(&workspace.crisis_folder().join("letters"))?);
    Ok(files)
}

/// How a file of the roster is opened.
fn source(workspace: &Workspace, path: PathBuf) -> Source {
    let name = workspace.shown(&path);
    Source { name, open: Box::new(move || crate::world::SystemWorld::default().open(&path)) }
}

/// The files that a roster must have.
pub(super) fn sources(workspace: &Workspace) -> Sources {
    match &workspace.config.roster {
        RosterPlace::Workbook(path) => {
            Sources::Workbook(source(workspace, workspace.root.join(path)))
        }
        RosterPlace::Folder(folder) => {
            let folder = workspace.root.join(folder);
            let [accounts, contacts, team] =
                TABLES.map(|name| source(workspace, folder.join(name)));
            Sources::Tables { accounts, contacts, team }
        }
    }
}

/// The files that may lie beside them: in the same folder, or in that of the workbook.
pub(super) fn beside(world: &dyn World, workspace: &Workspace, report: &mut Report) -> Beside {
    let files = match beside_files(world, workspace) {
        Ok(files) => files,
        Err(fault) => {
            report.push(fault.into());
            Vec::new()
        }
    };
    let mut beside = Beside::default();
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let of_holidays = path.starts_with(workspace.roster_folder().join("holidays"));
        match name.as_str() {
            _ if of_holidays => beside.holidays.push(source(workspace, path)),
            "resources.csv" => beside.resources = Some(source(workspace, path)),
            _ => beside.key_events = Some(source(workspace, path)),
        }
    }
    beside
}

fn beside_files(world: &dyn World, workspace: &Workspace) -> Result<Vec<PathBuf>, Fault> {
    let folder = workspace.roster_folder();
    let mut files = Vec::new();
    // In a workbook these are sheets of their own.
    if matches!(workspace.config.roster, RosterPlace::Folder(_)) {
        let tables = ["resources.csv", "key-events.csv"].map(|name| folder.join(name));
        files.extend(tables.into_iter().filter(|path| world.entry(path) != Entry::Nothing));
    }
    // What the system or a spreadsheet program leaves in a folder is nobody's table.
    let left_behind = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(['.', '~'])
    };
    let holidays = world.files_below(&folder.join("holidays"))?;
    files.extend(holidays.into_iter().filter(|path| !left_behind(path)));
    Ok(files)
}

/// The ledgers of earlier crises, for what was given in them. What a drill has delivered, in a ledger
/// deeper down, is nobody's gift.
pub(super) fn other_ledgers(world: &dyn World, workspace: &Workspace) -> Vec<PathBuf> {
    of_other_crises(world, workspace, &workspace.ledger_path())
}

/// The briefs of earlier crises.
pub(super) fn other_briefs(world: &dyn World, workspace: &Workspace) -> Vec<PathBuf> {
    of_other_crises(world, workspace, &workspace.brief_path())
}

/// The files of earlier crises that are called like one of this crisis.
fn of_other_crises(world: &dyn World, workspace: &Workspace, own: &Path) -> Vec<PathBuf> {
    let files = world.files_below(&workspace.root.join("crises")).unwrap_or_default();
    let alike = files.into_iter().filter(|path| path.file_name() == own.file_name());
    let crises = own.ancestors().nth(2);
    alike.filter(|path| *path != own && path.ancestors().nth(2) == crises).collect()
}
