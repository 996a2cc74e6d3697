//! Everything a command works with, read and checked in one go, so that all mistakes come at once.

use super::Failure;
use super::command::Request;
use super::input_files::{beside, other_ledgers, sources};
use crate::crisis::Brief;
use crate::diagnostic::{Diagnostic, Place, Report, nearest};
use crate::ledger::{Ledger, Standings};
use crate::letter::{Composer, Inputs};
use crate::locale::Language;
use crate::outreach::policy::Policy;
use crate::outreach::{Audience, FunctionWords, Ground, Placing};
use crate::proof::frozen;
use crate::roster::Roster;
use crate::workspace::{SETTINGS, Workspace, text_of};
use crate::world::{Entry, World};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::path::Path;
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
    pub(super) rules: Option<Rules>,
    pub(super) standings: Standings,
    /// How many facts the ledger holds.
    pub(super) facts: u64,
    /// How many those of other crises hold, by path.
    pub(super) other_facts: BTreeMap<String, u64>,
}

/// A moment to go back to: what was known when letters were frozen.
pub(super) type AsOf<'i> = Option<&'i frozen::Inputs>;

/// What waves and check-ins are computed by.
pub(super) struct Rules {
    pub(super) policy: Policy,
    pub(super) functions: FunctionWords,
}

impl<'a> Desk<'a> {
    /// Opens the workspace and reads all that is in it. Only a missing or broken `hearten.toml`
    /// ends at once.
    pub(super) fn lay(request: &Request<'a>) -> Result<(Self, Report), Failure> {
        Self::lay_as_of(request, None)
    }

    /// Lays the desk as it was when letters were frozen: at that time, with the facts of then.
    pub(super) fn lay_as_of(
        request: &Request<'a>,
        as_of: AsOf<'_>,
    ) -> Result<(Self, Report), Failure> {
        let (workspace, mut report) = Workspace::open(request.world, &request.folder()?)?;
        let roster = open_roster(request.world, &workspace, &mut report);
        let mut brief_has_errors = false;
        let now = as_of.map_or_else(|| now(request, &workspace), |inputs| inputs.now);
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
        let rules = read_rules(request.world, &workspace, &mut report);
        let read = read_ledger(request.world, &workspace, as_of, &mut report);
        let Told { standings, seq: facts, others: other_facts } = read;
        let desk = Self {
            world: request.world,
            now,
            workspace,
            roster,
            brief,
            brief_has_errors,
            rules,
            standings,
            facts,
            other_facts,
        };
        if let (Some(roster), Some(brief)) = (&desk.roster, &desk.brief) {
            report.extend(strangers(roster, brief));
        }
        Ok((desk, report))
    }

    /// Opens the workspace and its roster alone.
    pub(super) fn lay_roster(request: &Request<'a>) -> Result<(Self, Report), Failure> {
        let (workspace, mut report) = Workspace::open(request.world, &request.folder()?)?;
        let roster = open_roster(request.world, &workspace, &mut report);
        let now = now(request, &workspace);
        let desk = Self {
            world: request.world,
            now,
            workspace,
            roster,
            brief: None,
            brief_has_errors: false,
            rules: None,
            standings: Standings::default(),
            facts: 0,
            other_facts: BTreeMap::new(),
        };
        Ok((desk, report))
    }

    /// Opens the workspace with roster, policy and ledger. The brief gives its zone; what is missing or
    /// wrong in it keeps nobody from looking at relations.
    pub(super) fn lay_relations(request: &Request<'a>) -> Result<(Self, Report), Failure> {
        let (mut desk, mut report) = Self::lay_roster(request)?;
        desk.rules = read_rules(request.world, &desk.workspace, &mut report);
        let told = read_ledger(request.world, &desk.workspace, None, &mut report);
        (desk.standings, desk.facts, desk.other_facts) = (told.standings, told.seq, told.others);
        desk.brief = read_brief(request.world, &desk.workspace, desk.now).ok().map(|read| read.0);
        Ok((desk, report))
    }

    /// What to say when the clock stands still because the workspace is a rehearsal.
    pub(super) fn rehearsal(&self) -> Option<String> {
        let at = self.workspace.config.rehearsal.filter(|at| *at == self.now)?;
        Some(format!(
            "A rehearsal: the clock stands at {}, as `rehearsal` in {SETTINGS} says.",
            self.shown(at)
        ))
    }

    /// A moment as people read it, with its zone.
    pub(super) fn shown(&self, at: Timestamp) -> String {
        at.to_zoned_datetime(self.zone()).strftime("%Y-%m-%d %H:%M %Q").to_string()
    }

    /// The zone in which times are shown and typed: the brief's, or UTC while there is none.
    pub(super) fn zone(&self) -> TimeZone {
        self.brief.as_ref().map_or(TimeZone::UTC, |brief| brief.zone.clone())
    }

    /// The languages that letters are written in: those of the settings that the brief has.
    pub(super) fn languages(&self) -> Vec<Language> {
        let Some(brief) = &self.brief else { return Vec::new() };
        let written = brief.languages();
        let asked = &self.workspace.config.languages;
        asked.iter().copied().filter(|language| written.contains(language)).collect()
    }

    /// What the brief still lacks in the languages of the settings.
    pub(super) fn missing_facts(&self) -> impl Iterator<Item = Diagnostic> {
        let languages = &self.workspace.config.languages;
        self.brief.iter().flat_map(|brief| brief.missing(languages)).map(Diagnostic::from)
    }

    /// A composer for the letters, and the audience they go to.
    pub(super) fn compose(&self) -> Result<(Composer, Audience<'_>, Report), Report> {
        let (Some(roster), Some(brief), Some(placing)) =
            (&self.roster, &self.brief, self.placing())
        else {
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
        Ok((composer, Audience::new(placing, forms), report))
    }

    /// What says which wave a contact is in, when roster, brief and policy could be read.
    pub(super) fn placing(&self) -> Option<Placing<'_>> {
        let rules = self.rules.as_ref()?;
        Some(Placing::new(Ground {
            directory: self.roster.as_ref()?.directory(),
            brief: self.brief.as_ref()?,
            policy: &rules.policy,
            functions: &rules.functions,
            standings: &self.standings,
            now: self.now,
        }))
    }
}

fn open_roster(world: &dyn World, workspace: &Workspace, report: &mut Report) -> Option<Roster> {
    let beside = beside(world, workspace, report);
    match Roster::open_with(sources(workspace), beside) {
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

/// What the ledgers say.
#[derive(Default)]
struct Told {
    standings: Standings,
    seq: u64,
    others: BTreeMap<String, u64>,
}

/// Where each contact stands, and how many facts say so.
fn read_ledger(
    world: &dyn World,
    workspace: &Workspace,
    as_of: AsOf<'_>,
    report: &mut Report,
) -> Told {
    let path = workspace.ledger_path();
    let read = |path: &Path, last: Option<u64>| {
        let ledger = Ledger::open(world, path, &workspace.shown(path))?;
        match last {
            None => ledger.standings().map(|(standings, head)| (standings, head.seq)),
            Some(last) => ledger.standings_at(last).map(|standings| (standings, last)),
        }
    };
    let (mut standings, seq) = match read(&path, as_of.map(|inputs| inputs.ledger_seq)) {
        Ok(read) => read,
        Err(found) => {
            report.append(found);
            return Told::default();
        }
    };
    let mut others = BTreeMap::new();
    for other in other_ledgers(world, workspace) {
        let shown = workspace.shown(&other);
        let last = as_of.map(|inputs| inputs.other_ledgers.get(&shown).copied().unwrap_or(0));
        match read(&other, last) {
            Ok((theirs, last)) => {
                standings.remember_gifts(&theirs);
                others.insert(shown, last);
            }
            Err(found) => report.append(found),
        }
    }
    Told { standings, seq, others }
}

/// The policy and the words of functions; what is wrong with them goes into the report.
fn read_rules(world: &dyn World, workspace: &Workspace, report: &mut Report) -> Option<Rules> {
    let settings = text_of(world, &workspace.root.join(SETTINGS), SETTINGS).unwrap_or_default();
    let policy = match Policy::read(&workspace.assets, &settings) {
        Ok((policy, found)) => {
            report.append(found);
            Some(policy)
        }
        Err(found) => {
            report.append(found);
            None
        }
    };
    let functions = FunctionWords::read(&workspace.assets);
    match functions {
        Ok(functions) => policy.map(|policy| Rules { policy, functions }),
        Err(found) => {
            report.append(found);
            None
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
