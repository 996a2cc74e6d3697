use crate::roster::{Partner, TeamId};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many accounts hang on one of our people (S-17).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Burden {
    /// The accounts in which the person owns somebody.
    pub accounts: usize,
    /// The strategic ones among them.
    pub strategic: usize,
    /// Those in which nobody else owns anybody.
    pub alone: usize,
}

/// How many accounts hang on each of our people, and how many strategic ones are too many (S-17).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    most: usize,
    by_owner: BTreeMap<TeamId, Burden>,
}

impl Default for Load {
    /// Nobody has an account yet; five strategic ones are the limit.
    fn default() -> Self {
        Self::new(5)
    }
}

impl Load {
    /// An empty load; more strategic accounts than `most` are too many for one person.
    pub fn new(most: usize) -> Self {
        Self { most, by_owner: BTreeMap::new() }
    }

    /// Adds an account with everybody who owns somebody there.
    pub(super) fn add<'o>(
        &mut self,
        partner: Partner,
        owners: impl ExactSizeIterator<Item = &'o TeamId>,
    ) {
        let alone = usize::from(owners.len() == 1);
        for owner in owners {
            let burden = self.by_owner.entry(owner.clone()).or_default();
            burden.accounts += 1;
            burden.strategic += usize::from(partner == Partner::Strategic);
            burden.alone += alone;
        }
    }

    /// How many strategic accounts one person can carry.
    pub fn most(&self) -> usize {
        self.most
    }

    /// What hangs on one of our people.
    pub fn of(&self, owner: &str) -> Burden {
        self.by_owner.get(owner).copied().unwrap_or_default()
    }

    /// How many strategic accounts somebody has, when they are too many.
    pub fn too_many(&self, owner: &str) -> Option<usize> {
        Some(self.of(owner).strategic).filter(|strategic| *strategic > self.most)
    }

    /// Everybody who owns somebody, in the order of ids.
    pub fn iter(&self) -> impl Iterator<Item = (&TeamId, &Burden)> {
        self.by_owner.iter()
    }
}
