use super::{Band, Burden, Frailty, Load, Named, Outline};
use crate::roster::{Directory, Partner};
use serde::Serialize;
use std::cmp::Reverse;

/// How many accounts hang on one of our people (S-17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Concentration {
    /// Who it is.
    pub owner: Named,
    /// How many accounts.
    #[serde(flatten)]
    pub burden: Burden,
    /// Whether these are more strategic accounts than one person can carry.
    pub too_many: bool,
}

/// What holds over all accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Portfolio {
    /// How many accounts there are.
    pub accounts: usize,
    /// How many of them are strategic.
    pub strategic: usize,
    /// The share of these in per cent, rounded; none without accounts.
    pub share_percent: Option<u32>,
    /// Where the share lies (S-25, Q-03).
    pub band: Band,
    /// Accounts in which one person alone supports us (S-17).
    pub one_supporter: usize,
    /// Accounts that one of us alone looks after, and nobody stands in (S-17).
    pub one_owner: usize,
    /// Strategic accounts for which no executive of ours stands (S-15).
    pub without_sponsor: usize,
    /// Accounts with an owner who has left (S-17).
    pub owner_left: usize,
    /// How many strategic accounts one person can carry.
    pub most_strategic: usize,
    /// Our people by how many accounts hang on them, the most first.
    pub concentration: Vec<Concentration>,
}

impl Portfolio {
    /// Counts over the outlines of all accounts.
    pub(super) fn of(outlines: &[Outline<'_>], directory: &Directory, load: &Load) -> Self {
        let accounts = outlines.len();
        let strategic =
            outlines.iter().filter(|it| it.account.partner == Partner::Strategic).count();
        let with = |is: fn(&Frailty) -> bool| {
            outlines.iter().filter(|outline| outline.frailties.iter().any(is)).count()
        };
        Self {
            accounts,
            strategic,
            share_percent: share(strategic, accounts),
            band: Band::of(strategic, accounts),
            one_supporter: with(|it| matches!(it, Frailty::OneSupporter { .. })),
            one_owner: with(|it| matches!(it, Frailty::OneOwner { .. })),
            without_sponsor: with(|it| {
                matches!(it, Frailty::NoSponsor | Frailty::SponsorLeft { .. })
            }),
            owner_left: with(|it| matches!(it, Frailty::OwnerLeft { .. })),
            most_strategic: load.most(),
            concentration: concentration(directory, load),
        }
    }

    /// How many single points of failure there are: only supporters and only owners (S-17).
    pub const fn single_points(&self) -> usize {
        self.one_supporter + self.one_owner
    }
}

fn share(strategic: usize, accounts: usize) -> Option<u32> {
    let percent = (strategic * 200 + accounts).checked_div(accounts * 2)?;
    u32::try_from(percent).ok()
}

/// Most accounts first; equal ones in the order of ids.
fn concentration(directory: &Directory, load: &Load) -> Vec<Concentration> {
    let owners = load.iter().filter_map(|(id, burden)| {
        let owner = Named::from(directory.team.get(id.as_str())?);
        let too_many = load.too_many(id.as_str()).is_some();
        Some(Concentration { owner, burden: *burden, too_many })
    });
    let mut owners: Vec<_> = owners.collect();
    owners.sort_by_key(|it| Reverse((it.burden.accounts, it.burden.strategic)));
    owners
}
