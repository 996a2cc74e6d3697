use super::letters::named;
use super::person::Person;
use crate::crisis::{Due, Status};
use crate::diagnostic::{Count, Diagnostic};
use crate::outreach::playbook::Playbook;
use crate::outreach::{CheckIn, Dropped, Ground, Subject};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// By when the brief promises what an action does, by its id.
pub(super) fn ends(ground: &Ground<'_>) -> HashMap<String, Timestamp> {
    let mut ends: HashMap<String, Timestamp> = HashMap::new();
    for (measure, id, _) in ground.brief.kept_promises() {
        let Some(due) = &measure.due else { continue };
        if measure.status != Some(Status::Done) {
            let end = ends.entry(id.to_owned()).or_insert(Timestamp::MAX);
            *end = moment(due, ground).min(*end);
        }
    }
    ends
}

/// A letter that promises a call by a day, and a plan that cannot keep it, is worse than no promise
/// (P-12).
pub(super) fn broken(
    ground: &Ground<'_>,
    playbook: &Playbook,
    people: &[Person<'_>],
    check_ins: &[CheckIn],
    dropped: &[Dropped],
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (measure, id, place) in ground.brief.kept_promises() {
        if measure.status == Some(Status::Done) {
            continue;
        }
        if !playbook.actions.iter().any(|action| action.id == id) {
            findings.push(
                Diagnostic::error(format!("no playbook has the action `{id}`"))
                    .rule("P-12")
                    .at(place)
                    .why("The measure says that this action keeps its promise.")
                    .hint("see the actions with `hearten playbooks`"),
            );
            continue;
        }
        let Some(due) = &measure.due else { continue };
        let end = moment(due, ground);
        // The first time counts; what comes again later is no part of the promise.
        let mut first: BTreeMap<String, Timestamp> = BTreeMap::new();
        for check in check_ins.iter().filter(|check| check.action.id == id) {
            let at = first.entry(whom(check.subject, people)).or_insert(check.start);
            *at = check.start.min(*at);
        }
        let done = |whom: &str| ground.standings.get(whom).is_some_and(|it| it.is_done(id, 1));
        let late = first.iter().filter(|(whom, at)| **at > end && !done(whom));
        let mut broken: BTreeSet<String> = late.map(|(whom, _)| whom.clone()).collect();
        let lost = dropped.iter().filter(|lost| lost.action.id == id);
        broken.extend(lost.map(|lost| whom(lost.subject, people)));
        let carried_out = ground.standings.iter().any(|(_, it)| it.is_done(id, 1));
        if first.is_empty() && broken.is_empty() && !carried_out {
            findings.push(
                Diagnostic::error(format!(
                    "nothing in the plan keeps a promise: `{id}` fits nobody"
                ))
                .rule("P-12")
                .at(place)
                .why("The measure says that this action keeps its promise.")
                .hint(format!("see for whom it is with `hearten playbooks {id}`")),
            );
            continue;
        }
        if broken.is_empty() {
            continue;
        }
        let broken: Vec<&str> = broken.iter().map(String::as_str).collect();
        findings.push(
            Diagnostic::error(format!(
                "the plan cannot keep a promise of the brief for {}",
                Count(broken.len(), "contact")
            ))
            .rule("P-12")
            .at(place)
            .why(format!(
                "`{id}` should be done by {}; it comes later for {}. To offer a call and not to make it is worse than no offer.",
                due.date(),
                named(&broken)
            ))
            .hint("move `due` to a day that can be kept, give the owners help, or promise it to fewer"),
        );
    }
    findings
}

fn moment(due: &Due, ground: &Ground<'_>) -> Timestamp {
    match due {
        Due::Moment(moment) => moment.timestamp(),
        Due::Date(date) => date
            .tomorrow()
            .and_then(|day| day.to_zoned_datetime(ground.brief.zone.clone()))
            .map_or(Timestamp::MAX, |end| end.timestamp()),
    }
}

/// Whom something is for, in a word.
fn whom(subject: Subject, people: &[Person<'_>]) -> String {
    match subject {
        Subject::Contact(at) => people[at].id().to_owned(),
        Subject::Group => "the group".to_owned(),
        Subject::Readers(_) => super::wants::READERS.to_owned(),
    }
}
