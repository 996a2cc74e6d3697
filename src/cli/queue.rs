//! The letters in the order in which they go, with the time of each.
//!
//! Up to [`PLANNED`] contacts the plan itself is made, and its order and times are taken. Beyond that a
//! plan of everybody would take gigabytes: then a timetable gives the same order, and the same times but
//! for what comes from calls, which it plans for those alone who are called first.

use super::planning::Basis;
use crate::diagnostic::Report;
use crate::outreach::planner::{Inputs, Place, Timed, Timetable, plan};
use crate::outreach::{Placing, Plan, WavePlan};
use crate::roster::Contact;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// Up to how many contacts the plan itself is made.
const PLANNED: usize = 25_000;

/// What the queue is made from, shared with those who print.
pub(super) struct Ground<'a> {
    pub(super) placing: &'a Placing<'a>,
    pub(super) basis: &'a Basis,
    /// Whether there are too many contacts for a plan.
    pub(super) many: bool,
}

impl Ground<'_> {
    /// The place of a contact, worked out on the thread that prints the letter; none while a plan will do.
    pub(super) fn place(&self, contact: &Contact) -> Option<Place> {
        if !self.many {
            return None;
        }
        self.placed(&self.placing.current(contact.clone()))
    }

    /// The plan of these contacts.
    pub(super) fn plan(&self, contacts: impl IntoIterator<Item = Contact>) -> (Plan, Report) {
        let Self { placing, basis, .. } = self;
        plan(Inputs {
            placing,
            contacts: contacts.into_iter().map(|contact| placing.current(contact)).collect(),
            playbook: &basis.playbook,
            almanacs: &basis.almanacs,
            sender: &basis.sender,
            // What has gone must not change the order of what still goes.
            gone: &BTreeMap::new(),
        })
    }

    fn placed(&self, contact: &Contact) -> Option<Place> {
        Place::of(self.placing, &self.basis.almanacs, contact)
    }
}

/// All contacts of a roster, kept as long as a plan can be made of them.
pub(super) struct Few(Option<Vec<Contact>>);

impl Default for Few {
    fn default() -> Self {
        Self(Some(Vec::new()))
    }
}

impl Few {
    /// One more.
    pub(super) fn add(&mut self, contact: Contact) {
        match &mut self.0 {
            Some(contacts) if contacts.len() < PLANNED => contacts.push(contact),
            _ => self.0 = None,
        }
    }

    /// Whether there were too many.
    pub(super) fn are_many(&self) -> bool {
        self.0.is_none()
    }

    /// All; none when there were too many.
    pub(super) fn all(self) -> Option<Vec<Contact>> {
        self.0
    }
}

/// Gathers contacts in the order of the roster, each with the number of their letter.
pub(super) struct Queue<'a> {
    ground: &'a Ground<'a>,
    met: usize,
    /// The number of each contact's letter, for finding it in a plan.
    numbers: HashMap<String, u32>,
    /// In place of a plan, where there are too many for one.
    table: Option<Timetable<'a>>,
}

/// The letters in their order.
pub(super) enum Queued {
    Planned(Plan, HashMap<String, u32>),
    Timed(Timed),
}

impl<'a> Queue<'a> {
    /// For about so many contacts.
    pub(super) fn new(ground: &'a Ground<'a>, about: usize) -> Self {
        let table = ground.many.then(|| {
            let Basis { playbook, almanacs, sender } = ground.basis;
            let mut table = Timetable::new(ground.placing, almanacs, playbook, sender);
            table.expect(about);
            table
        });
        Self { ground, met: 0, numbers: HashMap::new(), table }
    }

    /// How many contacts were met.
    pub(super) fn met(&self) -> usize {
        self.met
    }

    /// A contact, with the number of the letter, and the place when it is known already.
    pub(super) fn add(&mut self, number: Option<u32>, contact: Contact, place: Option<Place>) {
        self.met += 1;
        let Some(table) = &mut self.table else {
            self.numbers.extend(number.map(|number| (contact.id.to_string(), number)));
            return;
        };
        let contact = self.ground.placing.current(contact);
        let place = place.or_else(|| self.ground.placed(&contact));
        match number.zip(place) {
            Some((number, place)) => table.add(number, place, contact),
            None => table.left_out(contact),
        }
    }

    /// Puts them into their order: that of the plan, when one was made of them all.
    pub(super) fn finish(self, plan: Option<(Plan, Report)>) -> (Queued, Report) {
        if let Some(table) = self.table {
            let (timed, report) = table.finish();
            return (Queued::Timed(timed), report);
        }
        let (plan, report) = plan.unwrap_or_else(|| self.ground.plan([]));
        (Queued::Planned(plan, self.numbers), report)
    }
}

impl Queued {
    /// The waves with their letters.
    pub(super) fn waves(&self) -> &[WavePlan] {
        match self {
            Self::Planned(plan, _) => &plan.waves,
            Self::Timed(timed) => &timed.waves,
        }
    }

    /// Each letter by its number, with its time.
    pub(super) fn order(&self) -> Box<dyn Iterator<Item = (u32, Option<Timestamp>)> + '_> {
        match self {
            Self::Planned(plan, numbers) => Box::new(plan.contacts.iter().filter_map(|planned| {
                let number = numbers.get(planned.contact.id.as_str())?;
                Some((*number, planned.letter_at))
            })),
            Self::Timed(timed) => Box::new(timed.order()),
        }
    }
}
