//! Reads everybody with what the ledger knows of them, for commands about relations.

use super::desk::{Desk, Rules};
use super::ui::Ui;
use crate::diagnostic::{Diagnostic, Report, nearest};
use crate::ledger::Standing;
use crate::relations::Day;
use crate::roster::{Accounts, Contact, Roster};

/// The day of this run where the crisis is, with the limits of the policy (S-10).
pub(super) fn day(desk: &Desk<'_>, rules: &Rules) -> Day {
    let zone = desk.zone();
    Day {
        today: desk.now.to_zoned_datetime(zone.clone()).date(),
        zone,
        close_days: rules.policy.overdue_days_strategic.into(),
        other_days: rules.policy.overdue_days_general.into(),
    }
}

/// Reads everybody once; gives how many rows have errors. Their findings go into the report, since
/// these people are missing from every number.
pub(super) fn each(
    ui: Ui,
    desk: &Desk<'_>,
    roster: &Roster,
    report: &mut Report,
    mut meet: impl FnMut(Contact, Option<&Standing>),
) -> usize {
    let mut progress = ui.progress("contacts");
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
                meet(contact, standing);
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

/// What to say of an account that is not there; `command` is what was typed before it.
pub(super) fn no_such_account(accounts: &Accounts, id: &str, command: &str) -> Diagnostic {
    let known = accounts.iter().map(|account| account.id.as_str());
    let hint = match nearest(id, known) {
        Some(near) => format!("type `hearten {command} {near}`"),
        None => "see the accounts with `hearten relations`".to_owned(),
    };
    Diagnostic::error(format!("there is no account `{id}` in the roster")).hint(hint)
}
