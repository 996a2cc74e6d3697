//! Makes the plan: waves with their letters, and check-ins with owner, time and way.
//!
//! *In*: contacts, the ground they stand on ([`Placing`]), the playbook, working hours, and the time.
//! *Out*: a [`Plan`] and what does not fit, as findings. *Never*: asks the clock, draws lots, or
//! depends on the order of rows (P-35). *Start reading* at [`plan`]; `wants.rs` says who is to get
//! what, `booking.rs` finds owner and time.

mod advice;
mod barren;
mod beforehand;
mod begun;
mod booking;
mod clock;
mod diary;
mod finding;
mod fit;
mod gifts;
mod groups;
mod letters;
mod order;
mod person;
mod promise;
mod silence;
mod team;
#[cfg(test)]
mod tests;
mod ties;
mod times;
mod timetable;
mod touches;
mod wants;

pub use timetable::{Place, Timed, Timetable};

use super::hours::Almanacs;
use super::playbook::Playbook;
use super::{Placing, Plan, Planned};
use crate::diagnostic::Report;
use crate::roster::Contact;
use begun::Begun;
use booking::Booking;
use clock::WaveClock;
use jiff::Timestamp;
use person::Person;
use std::collections::BTreeMap;
use std::sync::Arc;
use team::Staff;
use wants::Wants;

/// What a plan is made from.
#[derive(Debug)]
pub struct Inputs<'a> {
    /// Which wave a contact is in, and why one is left out.
    pub placing: &'a Placing<'a>,
    /// Every contact of the roster, in any order.
    pub contacts: Vec<Contact>,
    /// The actions, base and kind merged.
    pub playbook: &'a Playbook,
    /// Working hours by place.
    pub almanacs: &'a Almanacs,
    /// The address of the leader who signs, to find them in the team.
    pub sender: &'a str,
    /// When the letter went to whoever has it, by the contact's id. Empty for the order in which letters are to go,
    /// which must not change while they do.
    pub gone: &'a BTreeMap<String, Timestamp>,
}

/// Makes the plan, and says what does not fit.
///
/// The same inputs give the same plan, whatever the order of the contacts (P-35). Time is linear in
/// contacts times actions.
pub fn plan(inputs: Inputs<'_>) -> (Plan, Report) {
    let Inputs { placing, contacts, playbook, almanacs, sender, gone } = inputs;
    let ground = placing.ground();
    let known = contacts.iter().enumerate();
    let known = known.filter_map(|(row, contact)| {
        let person = Person::of(placing, almanacs, row, contact)?;
        Some(Person { gone: gone.get(person.id()).copied(), ..person })
    });
    let mut people: Vec<Person<'_>> = known.collect();
    order::sort(&mut people);
    let staff = Staff::of(ground, almanacs, sender);
    let mut report = Report::new();
    report.extend(staff.findings());
    let mut clock = WaveClock::set(ground, Begun::of(&people));
    let gifts = gifts::allot(ground, playbook, &mut people, &mut report);
    let mut booking = Booking::new(ground, &staff, &playbook.bars);
    let groups = groups::book(&mut booking, playbook, &clock);
    clock.hold(&groups.blockers);
    clock.after_briefing(groups.briefed);
    clock.letters_from(playbook, ground);
    let wants = Wants::of(playbook, &people, &clock, &groups, &gifts, ground);
    booking.fulfil(wants, &people, &gifts, &clock, &groups);
    let letters = letters::times(&people, &mut clock, &booking, ground, &mut report);
    let (check_ins, dropped) = booking.finish(&letters);
    let waves = clock.waves(&people, &letters, &check_ins);
    let advice = advice::of(placing, &people);
    report.append(fit::of(ground, &staff, playbook, &people, &check_ins, &dropped));
    let places: Vec<_> = people
        .into_iter()
        .map(|person| {
            (person.row, person.wave, person.left_out, person.score, person.gone.is_some())
        })
        .collect();
    let mut rows: Vec<Option<Contact>> = contacts.into_iter().map(Some).collect();
    let planned = places.into_iter().zip(letters);
    let planned = planned.filter_map(|((row, wave, left_out, score, gone), letter_at)| {
        let contact = rows[row].take()?;
        Some(Planned { contact, wave, left_out, score, letter_at, gone })
    });
    let contacts = planned.collect();
    (Plan { now: ground.now, contacts, waves, check_ins, dropped, advice }, report)
}

/// The id of a check-in: stable over plans.
fn check_in_id(action: &str, whom: &str, turn: usize) -> String {
    if turn > 1 { format!("{action}.{whom}.{turn}") } else { format!("{action}.{whom}") }
}

/// Actions are shared among the check-ins they lead to.
type SharedAction = Arc<super::playbook::Action>;
