use super::letters::named;
use super::person::Person;
use super::promise;
use super::team::Staff;
use crate::diagnostic::{Count, Diagnostic, Report};
use crate::outreach::playbook::Playbook;
use crate::outreach::{CheckIn, Dropped, Duty, Ground, State};
use crate::roster::Partner;
use std::collections::{BTreeMap, BTreeSet};

/// What of the plan does not fit: calls that capacity cannot hold, promises that are not kept, people
/// without an owner, duties that nobody holds.
pub(super) fn of(
    ground: &Ground<'_>,
    staff: &Staff<'_>,
    playbook: &Playbook,
    people: &[Person<'_>],
    check_ins: &[CheckIn],
    dropped: &[Dropped],
) -> Report {
    let mut report = Report::new();
    report.extend(promise::broken(ground, playbook, people, check_ins, dropped));
    report.extend(capacity(staff, check_ins, dropped));
    report.extend(staff.gaps(wanted_duties(check_ins)));
    report.extend(split_accounts(people));
    report
}

fn wanted_duties(check_ins: &[CheckIn]) -> BTreeSet<Duty> {
    check_ins.iter().map(|check| check.action.owner).collect()
}

/// What the days of our people cannot hold (P-12), by owner.
fn capacity(staff: &Staff<'_>, check_ins: &[CheckIn], dropped: &[Dropped]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let late: Vec<&CheckIn> = check_ins
        .iter()
        .filter(|check| check.state == State::Late && check.why.iter().any(|why| why.key == "late"))
        .collect();
    if !late.is_empty() {
        let mut by_owner: BTreeMap<usize, usize> = BTreeMap::new();
        for check in &late {
            if let Some(owner) = check.owner {
                *by_owner.entry(owner).or_default() += 1;
            }
        }
        let mut owners: Vec<_> = by_owner.into_iter().collect();
        owners.sort_by_key(|(owner, count)| (std::cmp::Reverse(*count), *owner));
        let owners: Vec<String> = owners
            .iter()
            .take(3)
            .map(|(owner, count)| format!("{} {count}", staff.members[*owner].name))
            .collect();
        findings.push(
            Diagnostic::warning(format!(
                "{} later than the playbook wants",
                come(late.len(), "check-in")
            ))
            .rule("P-12")
            .why(format!("The days of their owners are full, or hours do not meet: {}.", owners.join(", ")))
            .hint("see who with `hearten plan`; name a backup in the roster, or raise `calls_per_day` of the team"),
        );
    }
    let key = |key: &'static str| {
        check_ins.iter().filter(move |check| check.why.iter().any(|why| why.key == key)).count()
    };
    let lightened = key("lightened");
    if lightened > 0 {
        findings.push(
            Diagnostic::info(format!("{} written as a message", were(lightened, "call")))
                .rule("P-12")
                .why("No day of the owner or of who stands in for them had room for the call in time.")
                .hint("the sheet says for whom; call them when the week gets lighter"),
        );
    }
    let lost = dropped.iter().filter(|dropped| dropped.why.key == "no-capacity").count();
    if lost > 0 {
        findings.push(
            Diagnostic::warning(format!("{} be planned at all", cannot(lost, "check-in")))
                .rule("P-12")
                .why("Even days later nobody has room for them. Their letters go all the same.")
                .hint("see them under `dropped` with `hearten plan --format json`; add people or backups"),
        );
    }
    findings
}

fn come(count: usize, noun: &str) -> String {
    format!("{} {}", Count(count, noun), if count == 1 { "comes" } else { "come" })
}

fn were(count: usize, noun: &str) -> String {
    format!("{} {}", Count(count, noun), if count == 1 { "is" } else { "are" })
}

fn cannot(count: usize, noun: &str) -> String {
    format!("{} cannot", Count(count, noun))
}

/// One strategic partner, one wave (P-03): colleagues who hear hours apart ask why.
fn split_accounts(people: &[Person<'_>]) -> Option<Diagnostic> {
    let mut waves: BTreeMap<&str, BTreeSet<_>> = BTreeMap::new();
    for person in people {
        if person.profile.account.partner == Partner::Strategic && person.gets_letter() {
            waves.entry(person.profile.account.id.as_str()).or_default().insert(person.wave);
        }
    }
    let split: Vec<&str> =
        waves.into_iter().filter(|(_, waves)| waves.len() > 1).map(|(id, _)| id).collect();
    (!split.is_empty()).then(|| {
        Diagnostic::warning(format!(
            "{} split over two waves",
            were(split.len(), "strategic account")
        ))
        .rule("P-03")
        .why(format!("People of one company would hear hours apart: {}.", named(&split)))
        .hint("widen the audience of the first of the waves in `[[outreach.waves]]`")
    })
}
