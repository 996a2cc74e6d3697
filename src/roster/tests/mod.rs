//! The room as a whole: text in, contacts and findings out.

mod beside;
mod contacts;
mod directory;
mod files;
mod properties;
mod saved;
mod tables;

use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::roster::{Contact, Roster, Source, Sources};

pub(super) const ACCOUNTS: &str = "id,name,partner\na-1,Firm One,strategic\na-2,Firm Two,general\n";
pub(super) const TEAM: &str = "id,name\nt-1,Li Na\nt-2,Tom Novak\n";
pub(super) const HEAD: &str = "id,account,family_name,given_name,email,language";
pub(super) const ROW: &str = "c-1,a-1,Schmidt,Anna,anna@firm.example,en";

pub(super) fn tables(
    accounts: impl Into<Vec<u8>>,
    contacts: impl Into<Vec<u8>>,
    team: impl Into<Vec<u8>>,
) -> Sources {
    Sources::Tables {
        accounts: Source::memory("accounts.csv", accounts),
        contacts: Source::memory("contacts.csv", contacts),
        team: Source::memory("team.csv", team),
    }
}

/// Reads a roster whose accounts and team are the small ones above.
pub(super) fn read(contacts: impl Into<Vec<u8>>) -> (Vec<Contact>, Vec<Diagnostic>) {
    read_all(tables(ACCOUNTS, contacts, TEAM))
}

pub(super) fn read_all(sources: Sources) -> (Vec<Contact>, Vec<Diagnostic>) {
    match Roster::open(sources) {
        Ok((roster, mut report)) => {
            let (contacts, more) = roster.collect();
            report.append(more);
            (contacts, kept(&report))
        }
        Err(report) => (Vec::new(), kept(&report)),
    }
}

fn kept(report: &Report) -> Vec<Diagnostic> {
    assert_eq!(report.beyond(), 0);
    report.kept().to_vec()
}

/// Reads one contact with one more column.
pub(super) fn read_with(column: &str, value: &str) -> (Vec<Contact>, Vec<Diagnostic>) {
    read(format!("{HEAD},{column}\n{ROW},{value}\n"))
}

/// A finding as one line: weight, rule, marked text.
pub(super) fn brief(finding: &Diagnostic) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let place = finding.place.as_ref();
    let marked = place
        .and_then(|place| place.span.clone().map(|span| &place.text[span]))
        .unwrap_or_default();
    format!("{severity} {} [{marked}]", finding.rule.unwrap_or("-"))
}

pub(super) fn briefs(findings: &[Diagnostic]) -> Vec<String> {
    findings.iter().map(brief).collect()
}
