//! `hearten relations`: how each relation stands, for our own people.
//!
//! *In*: roster, policy and ledger. *Out*: a table of accounts, or all about one of them. *Never*:
//! judges anything itself; that is the room [`crate::relations`].

mod account;
mod overview;

use super::Request;
use crate::cli::Done;
use crate::cli::args::RelationsArguments;
use crate::cli::desk::Desk;
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::diagnostic::{Count, Diagnostic, Report, nearest};
use crate::relations::{Day, Gathering, Outline, Portfolio, Relation};
use crate::roster::{Accounts, Roster};
use jiff::civil::Date;
use serde::Serialize;

#[derive(Serialize)]
struct OverviewDocument<'a> {
    ok: bool,
    /// The day for which it holds.
    today: Date,
    portfolio: &'a Portfolio,
    accounts: &'a [Outline<'a>],
    /// Rows of the contacts that have errors and are not counted.
    unread_rows: usize,
    findings: &'a [Diagnostic],
}

#[derive(Serialize)]
struct AccountDocument<'a> {
    ok: bool,
    /// The day for which it holds.
    today: Date,
    relation: &'a Relation<'a>,
    /// Rows of the contacts that have errors and are not counted.
    unread_rows: usize,
    findings: &'a [Diagnostic],
}

/// Shows how relations stand: all in short, or one whole.
pub(crate) fn relations(request: &Request<'_>, own: &RelationsArguments) -> Done {
    let (desk, mut report) = Desk::lay_relations(request)?;
    let (Some(roster), Some(rules)) = (&desk.roster, &desk.rules) else {
        return Err(report.into());
    };
    let directory = roster.directory();
    let policy = &rules.policy;
    let zone = desk.zone();
    let today = desk.now.to_zoned_datetime(zone.clone()).date();
    let day = Day {
        today,
        zone,
        close_days: policy.overdue_days_strategic.into(),
        other_days: policy.overdue_days_general.into(),
    };
    let mut gathering = Gathering::new(directory, day, policy.strategic_accounts_per_owner);
    if let Some(id) = &own.account {
        if directory.accounts.get(id).is_none() {
            return Err(no_such_account(&directory.accounts, id).into());
        }
        gathering = gathering.asking(id);
    }
    let unread_rows = gather(request, &desk, roster, &mut gathering, &mut report);
    let ok = !report.has_errors();
    let findings = report.kept();
    let ui = request.ui;
    if own.account.is_some() {
        if let Some(relation) = gathering.relation() {
            let relation = &relation;
            ui.document(&AccountDocument { ok, today, relation, unread_rows, findings })?;
            ui.say(&account::screen(relation, directory))?;
        }
    } else {
        let outlines = gathering.outlines();
        let portfolio = gathering.portfolio(&outlines);
        let (accounts, portfolio) = (&outlines[..], &portfolio);
        ui.document(&OverviewDocument { ok, today, portfolio, accounts, unread_rows, findings })?;
        ui.say(&overview::screen(portfolio, accounts, own.all))?;
        if let Some(first) = accounts.first() {
            let id = &first.account.id;
            ui.advise(&format!("\nNext: hearten relations {id}"))?;
        }
    }
    if unread_rows > 0 {
        ui.say(&format!(
            "\n{} could not be read and are not counted; `hearten check` shows why.",
            Count(unread_rows, "row")
        ))?;
    }
    ui.findings(&report, MOST_SHOWN)?;
    Ok(Outcome::of(&report))
}

/// Reads everybody once; gives how many rows have errors. Their findings go into the report, since
/// these people are missing from every number.
fn gather(
    request: &Request<'_>,
    desk: &Desk<'_>,
    roster: &Roster,
    gathering: &mut Gathering<'_>,
    report: &mut Report,
) -> usize {
    let mut progress = request.ui.progress("contacts");
    let (mut read, mut unread) = (0, 0);
    let streamed = roster.each_batch(
        |batch| batch,
        |batch| {
            for row in batch.rows {
                let Some(contact) = row.contact else {
                    unread += 1;
                    report.extend(row.findings);
                    continue;
                };
                read += 1;
                let standing = desk.standings.get(contact.id.as_str());
                gathering.add(contact, standing);
            }
            progress.at(read);
        },
    );
    drop(progress);
    if let Err(broken) = streamed {
        report.append(broken);
    }
    unread
}

fn no_such_account(accounts: &Accounts, id: &str) -> Diagnostic {
    let known = accounts.iter().map(|account| account.id.as_str());
    let hint = match nearest(id, known) {
        Some(near) => format!("type `hearten relations {near}`"),
        None => "see the accounts with `hearten relations`".to_owned(),
    };
    Diagnostic::error(format!("there is no account `{id}` in the roster")).hint(hint)
}
