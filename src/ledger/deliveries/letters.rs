use super::texts::Texts;
use super::{Delivery, WITHOUT_A_WORD};
use crate::ledger::{DeliveryState, Fact, Handed, Slot};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Where the letters of one revision stand: 32 bytes each beside the contact's id, and what is said of
/// many kept once.
#[derive(Debug, Clone, Default)]
pub(super) struct Letters {
    /// The number of a contact's id is that of their letter.
    contacts: Texts,
    places: Vec<Place>,
    /// What servers and people said, and which servers.
    said: Texts,
    /// What few letters have, by number.
    rare: BTreeMap<u32, Rare>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    seconds: i64,
    nanoseconds: i32,
    words: u32,
    relay: u32,
    run: u32,
    attempts: u16,
    state: DeliveryState,
}

#[derive(Debug, Clone, Default)]
struct Rare {
    again_at: Option<Timestamp>,
    by_hand: Option<String>,
}

/// Stands for a text that is not there.
const NONE: u32 = u32::MAX;

impl Place {
    fn new(slot: Slot, at: Timestamp) -> Self {
        Self {
            seconds: at.as_second(),
            nanoseconds: at.subsec_nanosecond(),
            words: NONE,
            relay: NONE,
            run: slot.run,
            attempts: slot.attempts,
            state: slot.state,
        }
    }
}

impl Letters {
    /// The letter to a contact; none when no fact speaks of it.
    pub(super) fn get(&self, contact: &str) -> Option<Delivery<'_>> {
        self.contacts.find(contact).map(|number| self.delivery(number))
    }

    /// Every letter, in the order of ids.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Delivery<'_>)> {
        let order = self.contacts.in_order().into_iter();
        order.map(|number| (self.contacts.get(number), self.delivery(number)))
    }

    fn delivery(&self, number: u32) -> Delivery<'_> {
        let place = self.places[number as usize];
        let rare = self.rare.get(&number);
        let text = |number: u32| (number != NONE).then(|| self.said.get(number));
        Delivery {
            state: place.state,
            attempts: place.attempts,
            // It was taken apart from one.
            at: Timestamp::new(place.seconds, place.nanoseconds).unwrap_or_default(),
            words: text(place.words).unwrap_or_default(),
            relay: text(place.relay),
            again_at: rare.and_then(|rare| rare.again_at),
            by_hand: rare.and_then(|rare| rare.by_hand.as_deref()),
            run: place.run,
        }
    }

    /// Takes a step for which this fact is the reason.
    pub(super) fn take(
        &mut self,
        contact: &str,
        slot: Slot,
        (recorded_at, fact): (Timestamp, &Fact),
        handed: Option<&Handed>,
    ) {
        let number = self.contacts.number(contact);
        let before = self.places.get(number as usize).copied();
        let mut next = Place::new(slot, recorded_at);
        let mut rare = Rare::default();
        match (fact, handed) {
            (_, Some(handed)) => {
                next = Place::new(slot, handed.at);
                next.words = self.said.number(&handed.words);
                next.relay = handed.relay.as_ref().map_or(NONE, |relay| self.said.number(relay));
                rare.again_at = handed.again_at;
            }
            (Fact::Settled(fact), _) => {
                let found = if fact.arrived { "arrived" } else { "to go again" };
                let words = format!("{found}, says {}: {}", fact.by, fact.reason);
                next.words = self.said.number(&words);
                next.relay = before.map_or(NONE, |before| before.relay);
            }
            (Fact::SentByHand(fact), _) => {
                next = Place::new(slot, fact.at);
                next.words = fact.way.as_ref().map_or(NONE, |way| self.said.number(way));
                rare.by_hand = Some(fact.by.clone());
            }
            // What the server said last still tells why it has to go again.
            (Fact::Requeued(_), _) => next.words = before.map_or(NONE, |before| before.words),
            _ => {}
        }
        if rare.again_at.is_some() || rare.by_hand.is_some() {
            self.rare.insert(number, rare);
        } else {
            self.rare.remove(&number);
        }
        match self.places.get_mut(number as usize) {
            Some(place) => *place = next,
            None => self.places.push(next),
        }
    }

    /// Claims of any run but the one that goes on become unknown.
    pub(super) fn close(&mut self, running: Option<u32>) {
        for place in &mut self.places {
            if place.state == DeliveryState::Sending && Some(place.run) != running {
                place.state = DeliveryState::Unknown;
                place.words = self.said.number(WITHOUT_A_WORD);
            }
        }
    }
}

impl PartialEq for Letters {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Letters {}
