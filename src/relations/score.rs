use super::Person;
use crate::roster::{Attitude, Role};
use serde::Serialize;

/// How much a voice counts: 5 for approver and decider, 3 for supporter and evaluator, 1 for an
/// influencer and for whoever has no role (S-47).
pub const fn weight(role: Option<Role>) -> i64 {
    match role {
        Some(Role::A | Role::D) => 5,
        Some(Role::S | Role::E) => 3,
        Some(Role::I) | None => 1,
    }
}

/// Friends, enemies, and what they weigh (S-47). An unknown attitude counts nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    /// The sum of weight times attitude.
    pub points: i64,
    /// The same for our strongest competitor, over those of whom it is known.
    pub competitor: Option<i64>,
    /// Our points less the competitor's, over the people of whom both are known (S-09): a relation is
    /// good or bad only beside another.
    pub lead: Option<i64>,
    /// People who support us: 1 and more.
    pub friends: usize,
    /// People who are neutral: 0.
    pub neutrals: usize,
    /// People who oppose us: -1.
    pub enemies: usize,
    /// People whose attitude nobody has judged.
    pub unknown: usize,
}

impl Score {
    /// Counts one person more.
    pub(super) fn add(&mut self, person: &Person) {
        let weight = weight(person.contact.role);
        let points = |attitude: Attitude| weight * i64::from(attitude.grade());
        self.points += person.attitude.map_or(0, points);
        if let Some(attitude) = person.contact.competitor_attitude {
            *self.competitor.get_or_insert(0) += points(attitude);
        }
        if let Some(behind) = person.behind() {
            *self.lead.get_or_insert(0) -= weight * behind;
        }
        let count = match person.attitude {
            None => &mut self.unknown,
            Some(Attitude::Opposes) => &mut self.enemies,
            Some(Attitude::Neutral) => &mut self.neutrals,
            Some(_) => &mut self.friends,
        };
        *count += 1;
    }

    /// How many people were counted.
    pub const fn people(&self) -> usize {
        self.friends + self.neutrals + self.enemies + self.unknown
    }

    /// What accounts are put in order by: the lead, or the points while no lead is known (S-09).
    pub fn margin(&self) -> i64 {
        self.lead.unwrap_or(self.points)
    }
}
