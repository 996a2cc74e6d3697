//! What to do next about one account: candidates by rule, of which three are chosen.
//!
//! *In*: an [`Outline`] and the people of the account. *Out*: at most three [`Move`]s. *Never*: two
//! moves for one person; a move for somebody we may not or cannot speak with; a second move by one
//! rule while another rule has something to say. *Start reading* at [`Move::next`].

mod ladder;
mod ours;
mod people;

use super::weakness::order;
use super::{Day, Outline, Person, weight};
use crate::roster::Directory;
use serde::Serialize;
use std::cmp::Reverse;

/// One thing to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Move {
    /// The rule that asks for it.
    pub rule: &'static str,
    /// What to do, in a sentence for an account manager.
    pub text: String,
    /// The id of the person it is about; none when it is about our own side or a gap.
    pub contact: Option<String>,
}

/// How many moves are enough for now.
const MOST: usize = 3;

/// Why something should be done, the most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urge {
    /// Ask the coach before anything else (S-34).
    Coach,
    /// Who looks after them has left (S-17).
    OwnerLeft,
    /// The decision hangs on somebody who is not with us (S-49).
    Weak,
    /// Nobody who decides can be reached (S-43).
    NoDecider,
    /// Nobody looks after them (S-52).
    NoOwner,
    /// Nobody of ours stands for the account (S-15).
    NoSponsor,
    /// Nobody who evaluates can be reached (S-45).
    NoTechnical,
    /// A weighty or a friendly person has not heard from us for long (S-10).
    Neglected,
    /// Nobody knows how a weighty person stands.
    Unknown,
    /// A strong friend can carry our voice (S-50).
    Voice,
    /// Nobody stands in for the only owner (S-17).
    NoBackup,
    /// The only supporter needs a second one beside them (S-17).
    SecondSupporter,
    /// Anybody else has not heard from us for long (S-10).
    Quiet,
    /// Nobody knows how anybody else stands.
    Unjudged,
    /// The next step of the ladder (S-40).
    Ladder,
}

/// A move with its place among the others.
#[derive(Debug)]
struct Candidate {
    urge: Urge,
    /// Among equal urges, smaller first.
    order: (i64, u8, Reverse<i64>),
    action: Move,
}

impl Candidate {
    /// A move about nobody in particular.
    fn plain(urge: Urge, rule: &'static str, text: String) -> Self {
        let action = Move { rule, text, contact: None };
        Self { urge, order: (0, 0, Reverse(0)), action }
    }

    /// A move about a person: the heavier voice first, evaluator before decider before approver, then
    /// the longer silence.
    fn about(urge: Urge, rule: &'static str, person: &Person, text: String) -> Self {
        let part = person.contact.role;
        let order = (-weight(part), order(part), Reverse(person.days.unwrap_or(0)));
        let contact = Some(person.contact.id.to_string());
        Self { urge, order, action: Move { rule, text, contact } }
    }

    fn ordered(self, first: i64) -> Self {
        Self { order: (first, self.order.1, self.order.2), ..self }
    }
}

/// What candidates are drawn from.
struct Ground<'g> {
    outline: &'g Outline<'g>,
    people: &'g [Person],
    directory: &'g Directory,
    day: &'g Day,
}

impl Ground<'_> {
    /// Those with whom we may and can speak.
    fn reachable(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.reachable)
    }
}

impl Move {
    /// The next moves of an account, at most three, the most important first.
    pub(super) fn next(
        outline: &Outline<'_>,
        people: &[Person],
        directory: &Directory,
        day: &Day,
    ) -> Vec<Self> {
        let ground = Ground { outline, people, directory, day };
        let mut candidates = ours::candidates(&ground);
        candidates.extend(ground.reachable().flat_map(|person| people::of(&ground, person)));
        candidates.extend(people::second_supporter(&ground));
        // Stable: equal ones stay in the order of the file.
        candidates.sort_by_key(|it| (it.urge, it.order));
        chosen(candidates)
    }
}

/// The first of each rule, then, while there is room, the next ones; one person comes once.
fn chosen(candidates: Vec<Candidate>) -> Vec<Move> {
    let mut taken: Vec<Candidate> = Vec::new();
    let mut rest = Vec::new();
    for candidate in candidates {
        let same_rule = taken.iter().any(|it| it.action.rule == candidate.action.rule);
        if same_rule || taken.len() == MOST {
            rest.push(candidate);
        } else if is_new(&taken, &candidate) {
            taken.push(candidate);
        }
    }
    for candidate in rest {
        if taken.len() < MOST && is_new(&taken, &candidate) {
            taken.push(candidate);
        }
    }
    taken.sort_by_key(|it| (it.urge, it.order));
    taken.into_iter().map(|it| it.action).collect()
}

/// Whether the person has no move yet.
fn is_new(taken: &[Candidate], candidate: &Candidate) -> bool {
    let contact = &candidate.action.contact;
    contact.is_none() || taken.iter().all(|it| it.action.contact != *contact)
}
