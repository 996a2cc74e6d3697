use super::weakness::Ranked;
use super::{Coverage, Freshness, Named, Person, Score};
use crate::roster::TeamId;
use std::collections::BTreeSet;

/// What the people of one account add up to, without keeping them: a roster may hold a million.
///
/// People are added in the order of the file; only the weakest of them and the first supporter leave
/// their names.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub(super) score: Score,
    pub(super) coverage: Coverage,
    pub(super) freshness: Freshness,
    /// How many can be reached and support us.
    pub(super) supporters: usize,
    /// The first of them.
    pub(super) supporter: Option<Named>,
    /// Who of us looks after somebody with whom we may speak.
    pub(super) owners: BTreeSet<TeamId>,
    /// Who of us stands in for an owner.
    pub(super) backups: BTreeSet<TeamId>,
    /// How many have no owner, of those with whom we may speak.
    pub(super) without_owner: usize,
    pub(super) weakest: Option<Ranked>,
}

impl Tally {
    /// Counts one person more.
    pub fn add(&mut self, person: &Person) {
        self.score.add(person);
        self.coverage.add(person);
        self.freshness.add(person);
        if person.reachable && person.is_friend() {
            self.supporters += 1;
            self.supporter.get_or_insert_with(|| person.named());
        }
        if person.is_open() {
            match &person.contact.owner {
                Some(owner) => keep(&mut self.owners, owner),
                None => self.without_owner += 1,
            }
            if let Some(backup) = &person.contact.backup {
                keep(&mut self.backups, backup);
            }
        }
        Ranked::keep(&mut self.weakest, person);
    }

    /// Counts these people.
    pub fn of<'p>(people: impl IntoIterator<Item = &'p Person>) -> Self {
        let mut tally = Self::default();
        people.into_iter().for_each(|person| tally.add(person));
        tally
    }
}

/// Adds an id; asks first, since it is nearly always there.
fn keep(ids: &mut BTreeSet<TeamId>, id: &TeamId) {
    if !ids.contains(id) {
        ids.insert(id.clone());
    }
}
