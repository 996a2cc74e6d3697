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
use crate::cli::relating;
use crate::diagnostic::{Count, Diagnostic};
use crate::relations::{Gathering, Outline, Portfolio, Relation};
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
    let day = relating::day(&desk, rules);
    let today = day.today;
    let mut gathering = Gathering::new(directory, day, rules.policy.strategic_accounts_per_owner);
    if let Some(id) = &own.account {
        if directory.accounts.get(id).is_none() {
            return Err(relating::no_such_account(&directory.accounts, id, "relations").into());
        }
        gathering = gathering.asking(id);
    }
    let unread_rows =
        relating::each(request.ui, &desk, roster, &mut report, |contact, standing| {
            gathering.add(contact, standing);
        });
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
