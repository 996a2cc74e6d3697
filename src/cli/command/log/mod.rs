//! `hearten log`: what came of a call goes into the ledger, or comes out of it.
//!
//! *In*: what was typed, the roster, the playbooks. *Out*: one fact more, or the history.
//! *Never*: writes while anything typed is doubtful; keeps anybody from recording a call because of
//! a mistake in the brief or in another row. *Start reading* at [`log`], then at [`Entry`].

mod entry;
mod history;
mod line;
mod told;

use super::Request;
use crate::cli::Done;
use crate::cli::args::LogArguments;
use crate::cli::clearance::open_ledger;
use crate::cli::desk::Desk;
use crate::cli::outcome::{MOST_SHOWN, Outcome as Ending};
use crate::cli::whom::{self, Groups, Wanted, Whom};
use crate::diagnostic::{Diagnostic, Report};
use crate::ledger::{Fact, Record, Standings};
use crate::outreach::playbook::{Action, Playbooks};
use crate::roster::Roster;
use entry::Entry;
use serde::Serialize;

#[derive(Serialize)]
struct LogDocument<'a> {
    ok: bool,
    recorded: &'a Record,
    name: &'a str,
    /// Whether the action, this turn of it, is closed now.
    closed: bool,
    /// How many tries in a row reached nobody.
    tries: usize,
    findings: &'a [Diagnostic],
}

/// Records what came of a call, or shows what is recorded.
pub(crate) fn log(request: &Request<'_>, own: &LogArguments) -> Done {
    let (desk, report) = Desk::lay(request)?;
    // Without the table of contacts nobody can be told from a slip of the pen.
    let contacts = desk.roster.as_ref().map_or(0, Roster::about);
    if contacts == 0 && !own.contact.is_empty() && report.has_errors() {
        return Err(report.into());
    }
    let mut ledger = open_ledger(&desk)?;
    let mut records = Vec::new();
    let head = ledger.each(|record| records.push(record))?;
    let actions = actions(&desk);
    let actions = actions.as_deref();
    let Some(outcome) = own.outcome else {
        return history::show(request, &desk, own, actions, records, &head);
    };
    let before = Standings::of(records.iter().map(|record| &record.fact));
    let mut report = Report::new();
    let entry = Entry::read(&desk, own, outcome.into(), actions, &before, &mut report);
    let Some(entry) = entry.filter(|_| !report.has_errors()) else { return Err(report.into()) };
    records.extend(ledger.append(desk.now, &[Fact::Touch(entry.touch.clone())])?);
    let after = Standings::of(records.iter().map(|record| &record.fact));
    let come_to = told::ComeTo::of(&entry.touch, &before, &after);
    let ui = request.ui;
    if let Some(recorded) = records.last() {
        ui.document(&LogDocument {
            ok: true,
            recorded,
            name: &entry.whom.name,
            closed: come_to.closed,
            tries: come_to.tries,
            findings: report.kept(),
        })?;
    }
    if let Some(rehearsal) = desk.rehearsal() {
        ui.advise(&rehearsal)?;
    }
    ui.say(&told::told(&desk, &entry, &come_to))?;
    ui.findings(&report, MOST_SHOWN)?;
    ui.advise("Next: hearten plan")?;
    Ok(Ending::of(&report))
}

/// The actions of the crisis at hand; none while brief or playbooks cannot be read. `hearten check`
/// and `hearten plan` tell why; a call that was made is recorded all the same.
fn actions(desk: &Desk<'_>) -> Option<Vec<Action>> {
    let kind = desk.brief.as_ref()?.kind;
    let config = &desk.workspace.config;
    let read = Playbooks::open(&desk.workspace.assets, kind, &config.languages);
    read.ok().map(|(playbooks, _)| playbooks.merged.actions)
}

/// Whom it is about.
fn whom(roster: &Roster, own: &LogArguments, actions: Option<&[Action]>) -> Result<Whom, Report> {
    let typed = own.contact.join(" ");
    let line = |whom: &str| line::line(own, Some(whom), "");
    let groups = actions.map_or(Groups::Unread, Groups::Of);
    whom::find(roster, &Wanted { typed: &typed, line: &line }, groups)
}
