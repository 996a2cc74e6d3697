use super::{Day, Load, Named, Tally};
use crate::diagnostic::Count;
use crate::roster::{Account, Directory, Partner};
use serde::Serialize;
use std::fmt::{self, Display, Formatter};

/// On which side of a relation it can break (S-17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Theirs: who supports us there.
    Theirs,
    /// Ours: who of us looks after them.
    Ours,
}

/// What a relation hangs on, so that one change of person breaks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Frailty {
    /// One person alone supports us (S-17).
    OneSupporter {
        /// Who it is.
        name: Named,
    },
    /// Nobody who can be reached supports us (S-47).
    NobodySupports,
    /// One of us alone looks after the account, and nobody stands in (S-17).
    OneOwner {
        /// Who it is.
        owner: Named,
    },
    /// People whom nobody of us looks after (S-52).
    NoOwner {
        /// How many they are.
        contacts: usize,
    },
    /// Who has left us is still an owner (S-17).
    OwnerLeft {
        /// Who it is.
        owner: Named,
    },
    /// The owner has more strategic accounts than one person can carry (S-17).
    OwnerOverloaded {
        /// Who it is.
        owner: Named,
        /// How many strategic accounts that person has.
        accounts: usize,
    },
    /// No executive of ours stands for a strategic account (S-15).
    NoSponsor,
    /// The executive who stood for a strategic account has left us (S-15).
    SponsorLeft {
        /// Who it is.
        sponsor: Named,
    },
}

impl Frailty {
    /// Everything that an account hangs on: their side first, then ours.
    pub(super) fn all(
        account: &Account,
        tally: &Tally,
        directory: &Directory,
        day: &Day,
        load: &Load,
    ) -> Vec<Self> {
        let mut found: Vec<Self> = Self::of_supporters(tally).into_iter().collect();
        found.extend(Self::of_owners(tally, directory, day, load));
        found.extend(Self::of_sponsor(account, directory, day));
        found
    }

    fn of_supporters(tally: &Tally) -> Option<Self> {
        match (&tally.supporter, tally.supporters) {
            (None, _) => Some(Self::NobodySupports),
            (Some(name), 1) => Some(Self::OneSupporter { name: name.clone() }),
            _ => None,
        }
    }

    fn of_owners(tally: &Tally, directory: &Directory, day: &Day, load: &Load) -> Vec<Self> {
        let owners: Vec<_> =
            tally.owners.iter().filter_map(|id| directory.team.get(id.as_str())).collect();
        let (here, gone): (Vec<_>, Vec<_>) =
            owners.into_iter().partition(|member| day.is_here(member));
        let mut found: Vec<Self> =
            gone.into_iter().map(|it| Self::OwnerLeft { owner: it.into() }).collect();
        if tally.without_owner > 0 {
            found.push(Self::NoOwner { contacts: tally.without_owner });
        }
        if let ([only], 1) = (here.as_slice(), tally.owners.len()) {
            let mut others = tally.backups.iter().filter(|backup| **backup != only.id);
            let backed = others.any(|id| day.present(Some(id), directory).is_some());
            if !backed {
                found.push(Self::OneOwner { owner: (*only).into() });
            }
        }
        found.extend(here.into_iter().filter_map(|member| {
            let accounts = load.too_many(member.id.as_str())?;
            Some(Self::OwnerOverloaded { owner: member.into(), accounts })
        }));
        found
    }

    fn of_sponsor(account: &Account, directory: &Directory, day: &Day) -> Option<Self> {
        if account.partner != Partner::Strategic {
            return None;
        }
        match account.sponsor.as_ref().and_then(|id| directory.team.get(id.as_str())) {
            None => Some(Self::NoSponsor),
            Some(sponsor) if day.is_here(sponsor) => None,
            Some(sponsor) => Some(Self::SponsorLeft { sponsor: sponsor.into() }),
        }
    }

    /// The rule behind it.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::OneSupporter { .. }
            | Self::OneOwner { .. }
            | Self::OwnerLeft { .. }
            | Self::OwnerOverloaded { .. } => "S-17",
            Self::NobodySupports => "S-47",
            Self::NoOwner { .. } => "S-52",
            Self::NoSponsor | Self::SponsorLeft { .. } => "S-15",
        }
    }

    /// On which side it lies.
    pub const fn side(&self) -> Side {
        match self {
            Self::OneSupporter { .. } | Self::NobodySupports => Side::Theirs,
            _ => Side::Ours,
        }
    }

    /// Whether one person alone holds the relation: their only supporter, our only owner (S-17). The
    /// others are gaps, or a burden that is counted by owner.
    pub const fn is_single_point(&self) -> bool {
        matches!(self, Self::OneSupporter { .. } | Self::OneOwner { .. })
    }
}

impl Display for Frailty {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::OneSupporter { name } => write!(f, "{name} alone supports us"),
            Self::NobodySupports => f.write_str("nobody whom we can reach supports us"),
            Self::OneOwner { owner } => {
                write!(f, "{owner} alone looks after everybody, and nobody stands in")
            }
            Self::NoOwner { contacts } => {
                let verb = if *contacts == 1 { "has" } else { "have" };
                write!(f, "{} {verb} no owner", Count(*contacts, "contact"))
            }
            Self::OwnerLeft { owner } => write!(f, "{owner} has left and is still an owner here"),
            Self::OwnerOverloaded { owner, accounts } => {
                write!(f, "{owner} looks after {}", Count(*accounts, "strategic account"))?;
                f.write_str(", more than one person can carry")
            }
            Self::NoSponsor => f.write_str("no executive of ours stands for the account"),
            Self::SponsorLeft { sponsor } => {
                write!(f, "{sponsor}, who stands for the account, has left us")
            }
        }
    }
}
