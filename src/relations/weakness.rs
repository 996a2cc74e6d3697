use super::person::stance;
use super::{Coverage, Frailty, Person, Tally};
use crate::roster::{Attitude, Role};
use serde::Serialize;
use std::cmp::Reverse;

/// The weakest point of a relation: a person or a gap (S-49).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weakness {
    /// The rule that makes it one.
    pub rule: &'static str,
    /// Which person or gap, and how it stands, in a few words.
    pub what: String,
    /// Why it matters, in a sentence.
    pub why: String,
    /// The person's id; none for a gap.
    pub contact: Option<String>,
}

/// How grave a weakness is; the smaller, the graver. *Above all an evaluator who is not with us.*
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    Nobody,
    Opposes,
    NoDecider,
    NoSupporter,
    Neutral,
    Behind,
    NoTechnical,
    Unknown,
    OpposesAside,
    Overdue,
    Hangs,
}

/// Graver first; then who is further behind the competitor (S-09), evaluator before decider before
/// approver (S-49), the longer silence. Equal ones stay in the order of the file.
type Key = (Grade, Reverse<i64>, u8, Reverse<i64>);

/// A person's weakness with its place among the others.
#[derive(Debug, Clone)]
pub(super) struct Ranked {
    key: Key,
    weakness: Weakness,
}

impl Ranked {
    /// Keeps the graver of the one so far and a person's own.
    pub(super) fn keep(so_far: &mut Option<Self>, person: &Person) {
        let Some(grade) = grade(person) else { return };
        let behind = Reverse(person.behind().unwrap_or(0));
        let key = (grade, behind, order(person.contact.role), Reverse(person.days.unwrap_or(0)));
        if so_far.as_ref().is_none_or(|best| key < best.key) {
            *so_far = Some(Self { key, weakness: Weakness::of_person(person, grade) });
        }
    }
}

impl Weakness {
    /// The weakest point of all: the graver of the weakest person and the gaps.
    pub(super) fn of(tally: &Tally, frailties: &[Frailty]) -> Option<Self> {
        let person = tally.weakest.as_ref().map(|it| (it.key.0, it.weakness.clone()));
        let gap = gap(tally.score.people(), &tally.coverage, frailties);
        match (person, gap) {
            (Some(person), Some(gap)) => Some(if gap.0 < person.0 { gap.1 } else { person.1 }),
            (one, other) => one.or(other).map(|it| it.1),
        }
    }

    fn of_person(person: &Person, grade: Grade) -> Self {
        let contact = Some(person.contact.id.to_string());
        let who = person.spoken();
        let (rule, what, why) = match (grade, person.attitude) {
            (Grade::Unknown, _) | (_, None) => {
                let why =
                    "Nobody has judged how this person stands, which is not the same as neutral.";
                ("Q-04", format!("{who}: attitude unknown"), why.to_owned())
            }
            (Grade::Behind, Some(_)) => {
                let why = "A relation is good or bad only beside the competitor's.".to_owned();
                ("S-09", format!("{who}, stands closer to the competitor"), why)
            }
            (Grade::Overdue, _) => {
                let why = "Neglect loses even the best friend.".to_owned();
                ("S-10", format!("{who}, has not heard from us for long"), why)
            }
            (_, Some(attitude)) => {
                ("S-49", format!("{who}, {}", stance(attitude)), part(person.contact.role))
            }
        };
        Self { rule, what, why: joined(why, person), contact }
    }
}

/// What the role does, so that one sees what is at stake (S-42 to S-46).
fn part(role: Option<Role>) -> String {
    let part = match role {
        Some(Role::A) => "Without an approver's signature nothing goes.",
        Some(Role::D) => "A decider holds the final decision.",
        Some(Role::S) => "Deciders listen to this person's advice.",
        Some(Role::E) => "An evaluator writes the report and ranks the vendors.",
        Some(Role::I) | None => "Even a light voice is heard.",
    };
    part.to_owned()
}

/// Adds what is known of the competitor and of the last talk.
fn joined(why: String, person: &Person) -> String {
    let beside = person.attitude.zip(person.contact.competitor_attitude);
    let beside =
        beside.map(|(ours, theirs)| format!("Towards the competitor {theirs}, towards us {ours}."));
    let silent = person.days.filter(|_| person.overdue);
    let silent = silent.map(|days| format!("{days} days since the last talk."));
    [Some(why), beside, silent].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// How weak a point a person is; none when they are none, or when we cannot speak with them.
fn grade(person: &Person) -> Option<Grade> {
    if !person.reachable {
        return None;
    }
    let behind = person.behind().is_some_and(|behind| behind > 0);
    match (person.weighs(), person.attitude) {
        (true, Some(Attitude::Opposes)) => Some(Grade::Opposes),
        (false, Some(Attitude::Opposes)) => Some(Grade::OpposesAside),
        (true, Some(Attitude::Neutral)) => Some(Grade::Neutral),
        (true, None) => Some(Grade::Unknown),
        (true, Some(_)) if behind => Some(Grade::Behind),
        (true, Some(_)) if person.overdue => Some(Grade::Overdue),
        _ => None,
    }
}

/// Evaluator, decider, approver, then the others (S-49).
pub(super) fn order(role: Option<Role>) -> u8 {
    match role {
        Some(Role::E) => 0,
        Some(Role::D) => 1,
        Some(Role::A) => 2,
        Some(Role::S) => 3,
        Some(Role::I) => 4,
        None => 5,
    }
}

/// The gravest gap.
fn gap(people: usize, coverage: &Coverage, frailties: &[Frailty]) -> Option<(Grade, Weakness)> {
    let gap = |grade, rule, what: &str, why: &str| {
        let (what, why) = (what.to_owned(), why.to_owned());
        Some((grade, Weakness { rule, what, why, contact: None }))
    };
    if people == 0 {
        let why = "The roster has no contact here, so nobody would be written to or called.";
        return gap(Grade::Nobody, "S-52", "nobody of the account is known", why);
    }
    if !coverage.decider {
        let why = "Neither approver nor decider can be reached; others would decide without us.";
        return gap(Grade::NoDecider, "S-43", "nobody who decides can be reached", why);
    }
    if !coverage.supporter {
        let why = "Nobody there would speak for us.";
        return gap(Grade::NoSupporter, "S-47", "nobody supports us", why);
    }
    if !coverage.technical {
        let why =
            "Neither evaluator nor adviser can be reached; who writes the report is a stranger.";
        return gap(Grade::NoTechnical, "S-45", "nobody who evaluates can be reached", why);
    }
    let first = frailties.first()?;
    let why = "When that changes, the relation goes with it.";
    gap(Grade::Hangs, first.rule(), &first.to_string(), why)
}
