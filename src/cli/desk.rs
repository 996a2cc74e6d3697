//! Everything a command works with, read and checked in one go, so that all mistakes come at once.

use super::Failure;
use super::command::Request;
use crate::crisis::Brief;
use crate::diagnostic::{Diagnostic, Place, Report, nearest};
use crate::letter::{Composer, Inputs};
use crate::locale::Language;
use crate::outreach::Audience;
use crate::roster::{Roster, Source, Sources};
use crate::workspace::{RosterPlace, SETTINGS, Workspace, text_of};
use crate::world::{Entry, World};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What could be read. What could not is in the report that comes with it.
pub(super) struct Desk<'a> {
    pub(super) world: &'a dyn World,
    /// The time of this run: typed, or that of a rehearsal, or the clock's.
    pub(super) now: Timestamp,
    pub(super) workspace: Workspace,
    pub(super) roster: Option<Roster>,
    pub(super) brief: Option<Brief>,
    /// Whether the brief itself has errors; it may be of use all the same.
    pub(super) brief_has_errors: bool,
}

impl<'a> Desk<'a> {
    /// Opens the workspace and reads all that is in it. Only a missing or broken `hearten.toml`
    /// ends at once.
    pub(super) fn lay(request: &Request<'a>) -> Result<(Self, Report), Failure> {
        let (workspace, mut report) = Workspace::open(request.world, &request.folder()?)?;
        let roster = open_roster(&workspace, &mut report);
        let mut brief_has_errors = false;
        let now = now(request, &workspace);
        let brief = match read_brief(request.world, &workspace, now) {
            Ok((brief, found)) => {
                brief_has_errors = found.has_errors();
                report.append(found);
                Some(brief)
            }
            Err(found) => {
                report.append(found);
                None
            }
        };
        let desk = Self { world: request.world, now, workspace, roster, brief, brief_has_errors };
        if let (Some(roster), Some(brief)) = (&desk.roster, &desk.brief) {
            report.extend(strangers(roster, brief));
        }
        Ok((desk, report))
    }

    /// Opens the workspace and its roster alone.
    pub(super) fn lay_roster(request: &Request<'a>) -> Result<(Self, Report), Failure> {
        let (workspace, mut report) = Workspace::open(request.world, &request.folder()?)?;
        let roster = open_roster(&workspace, &mut report);
        let now = now(request, &workspace);
        let desk = Self {
            world: request.world,
            now,
            workspace,
            roster,
            brief: None,
            brief_has_errors: false,
        };
        Ok((desk, report))
    }

    /// What to say when the clock stands still because the workspace is a rehearsal.
    pub(super) fn rehearsal(&self) -> Option<String> {
        let at = self.workspace.config.rehearsal.filter(|at| *at == self.now)?;
        let zone = self.brief.as_ref().map_or(TimeZone::UTC, |brief| brief.zone.clone());
        let at = at.to_zoned_datetime(zone);
        Some(format!(
            "A rehearsal: the clock stands at {}, as `rehearsal` in {SETTINGS} says.",
            at.strftime("%Y-%m-%d %H:%M %Q")
        ))
    }

    /// The languages that letters are written in: those of the settings that the brief has.
    pub(super) fn languages(&self) -> Vec<Language> {
        let Some(brief) = &self.brief else { return Vec::new() };
        let written = brief.languages();
        let asked = &self.workspace.config.languages;
        asked.iter().copied().filter(|language| written.contains(language)).collect()
    }

    /// A composer for the letters, and the audience they go to.
    pub(super) fn compose(&self) -> Result<(Composer, Audience<'_>, Report), Report> {
        let (Some(roster), Some(brief)) = (&self.roster, &self.brief) else {
            return Err(Report::new());
        };
        let languages = self.languages();
        let directory = roster.directory();
        let (composer, report) = Composer::new(Inputs {
            config: &self.workspace.config,
            assets: &self.workspace.assets,
            brief,
            crisis: &self.workspace.config.crisis,
            languages: &languages,
            letter_columns: &roster.letter_columns(),
            member_name: &|id, language| {
                directory.team.get(id).map(|member| member.name_in(language).to_owned())
            },
            now: self.now,
        })?;
        let mut forms = BTreeMap::new();
        for language in languages {
            forms.insert(language, Arc::new(self.workspace.assets.forms(language)?));
        }
        Ok((composer, Audience::new(directory, brief, forms), report))
    }
}

fn open_roster(workspace: &Workspace, report: &mut Report) -> Option<Roster> {
    match Roster::open(sources(workspace)) {
        Ok((roster, found)) => {
            report.append(found);
            Some(roster)
        }
        Err(found) => {
            report.append(found);
            None
        }
    }
}

/// How the roster's files are opened.
fn sources(workspace: &Workspace) -> Sources {
    let source = |path: PathBuf| {
        let name = workspace.shown(&path);
        Source { name, open: Box::new(move || crate::world::SystemWorld::default().open(&path)) }
    };
    match &workspace.config.roster {
        RosterPlace::Workbook(path) => Sources::Workbook(source(workspace.root.join(path))),
        RosterPlace::Folder(folder) => {
            let folder = workspace.root.join(folder);
            let table = |name: &str| source(folder.join(Path::new(name)));
            Sources::Tables {
                accounts: table("accounts.csv"),
                contacts: table("contacts.csv"),
                team: table("team.csv"),
            }
        }
    }
}

/// A time that was typed comes before that of a rehearsal, and both before the clock.
fn now(request: &Request<'_>, workspace: &Workspace) -> Timestamp {
    let fixed = request.global.now.or(workspace.config.rehearsal);
    fixed.unwrap_or_else(|| request.world.now())
}

fn read_brief(
    world: &dyn World,
    workspace: &Workspace,
    now: Timestamp,
) -> Result<(Brief, Report), Report> {
    let path = workspace.brief_path();
    let shown = workspace.shown(&path);
    if world.entry(&path) == Entry::Nothing {
        if world.entry(&workspace.crisis_folder()) != Entry::Folder {
            // The workspace has told that the whole folder is missing.
            return Err(Report::new());
        }
        return Err(Diagnostic::error("the crisis has no brief")
            .at(Place::file(shown))
            .why("The brief holds the facts that every letter draws on.")
            .hint("write this file; `hearten init sample` makes one with every open field marked")
            .into());
    }
    let text = text_of(world, &path, &shown)?;
    let (brief, mut report) = Brief::read(&shown, &text)?;
    report.append(brief.check_clock(now));
    Ok((brief, report))
}

/// Accounts and people that the brief names and the roster does not have.
fn strangers(roster: &Roster, brief: &Brief) -> Vec<Diagnostic> {
    let directory = roster.directory();
    let accounts = brief.account_ids().filter_map(|(id, place)| {
        if directory.accounts.get(id).is_some() {
            return None;
        }
        let known = directory.accounts.iter().map(|account| account.id.as_str());
        let hint = match nearest(id, known) {
            Some(near) => format!("write `{near}`, then run `hearten check`"),
            None => "see the accounts with `hearten roster`".to_owned(),
        };
        Some(
            Diagnostic::error(format!("there is no account `{id}` in the roster"))
                .at(place)
                .why("This account's own impact text would reach nobody.")
                .hint(hint),
        )
    });
    // An owner may be a name in free words; one that is nearly an id is a slip, and would be printed.
    let owners = brief.measure_owners().filter_map(|(owner, place)| {
        if directory.team.get(owner).is_some() || owner.contains(char::is_whitespace) {
            return None;
        }
        let near = nearest(owner, directory.team.iter().map(|member| member.id.as_str()))?;
        Some(
            Diagnostic::error(format!("nobody in the team has the id `{owner}`"))
                .at(place)
                .why("The letters would print it as the name of who answers for the measure.")
                .hint(format!("write `{near}`, then run `hearten check`")),
        )
    });
    accounts.chain(owners).collect()
}
