use super::SurveyPolicy;
use crate::locale::Language;
use crate::roster::{
    Account, AccountId, Contact, ContactId, Directory, Partner, TeamId, TeamMember,
};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;
use std::fmt::{self, Display, Formatter};

/// The roster, account by account.
pub(super) struct Ground<'a> {
    /// Strategic accounts first, each group by id.
    pub(super) sides: Vec<Side<'a>>,
    pub(super) directory: &'a Directory,
    pub(super) today: Date,
    pub(super) policy: &'a SurveyPolicy,
}

/// An account with its people, by id.
pub(super) struct Side<'a> {
    pub(super) account: &'a Account,
    pub(super) people: Vec<&'a Contact>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(
        contacts: impl IntoIterator<Item = &'a Contact>,
        directory: &'a Directory,
        today: Date,
        policy: &'a SurveyPolicy,
    ) -> Self {
        let mut sides: Vec<Side<'a>> =
            directory.accounts.iter().map(|account| Side { account, people: Vec::new() }).collect();
        sides.sort_by(|a, b| key(a.account).cmp(&key(b.account)));
        let places: HashMap<&str, usize> =
            sides.iter().enumerate().map(|(at, side)| (side.account.id.as_str(), at)).collect();
        for contact in contacts {
            if let Some(at) = places.get(contact.account.as_str()) {
                sides[*at].people.push(contact);
            }
        }
        for side in &mut sides {
            side.people.sort_by(|a, b| a.id.cmp(&b.id));
        }
        Self { sides, directory, today, policy }
    }

    /// The strategic accounts.
    pub(super) fn strategic(&self) -> impl Iterator<Item = &Side<'a>> {
        self.sides.iter().filter(|side| side.account.partner == Partner::Strategic)
    }

    /// Whether somebody still works with us.
    pub(super) fn is_here(&self, member: &TeamMember) -> bool {
        member.left_on.is_none_or(|day| day > self.today)
    }

    /// One of our people, unless they have left.
    pub(super) fn present(&self, id: Option<&TeamId>) -> Option<&'a TeamMember> {
        self.directory.team.get(id?.as_str()).filter(|member| self.is_here(member))
    }
}

impl<'a> Side<'a> {
    /// The people that we may speak with.
    pub(super) fn open(&self) -> impl Iterator<Item = &'a Contact> {
        self.people.iter().copied().filter(|contact| contact.do_not_contact.is_none())
    }

    /// The people that we may speak with and can reach.
    pub(super) fn reachable(&self) -> impl Iterator<Item = &'a Contact> {
        self.open().filter(|contact| contact.email.is_some() || contact.phone.is_some())
    }
}

fn key(account: &Account) -> (Partner, &AccountId) {
    (account.partner, &account.id)
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $id:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name {
            /// The id.
            pub id: $id,
            /// The name, to be read by our own people.
            pub name: String,
        }

        impl Display for $name {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                write!(f, "`{}`", self.id)?;
                if self.name.is_empty() { Ok(()) } else { write!(f, " {}", self.name) }
            }
        }
    };
}

named! {
    /// An account by id and English name.
    AccountName, AccountId
}
named! {
    /// A contact by id and name.
    ContactName, ContactId
}
named! {
    /// One of our own people by id and English name.
    MemberName, TeamId
}

impl From<&Account> for AccountName {
    fn from(account: &Account) -> Self {
        Self { id: account.id.clone(), name: account.name_in(Language::En).to_owned() }
    }
}

impl From<&Contact> for ContactName {
    fn from(contact: &Contact) -> Self {
        Self { id: contact.id.clone(), name: contact.name.to_string() }
    }
}

impl From<&TeamMember> for MemberName {
    fn from(member: &TeamMember) -> Self {
        Self { id: member.id.clone(), name: member.name_in(Language::En).to_owned() }
    }
}

/// How many are named before the rest is only counted.
const NAMED: usize = 3;

/// Names at most three, and counts the others: `a, b, c and 4 more`.
pub(super) fn some_of<T>(list: &[T], name: impl Fn(&T) -> String) -> String {
    let named: Vec<String> = list.iter().take(NAMED).map(name).collect();
    match (named.as_slice(), list.len().saturating_sub(NAMED)) {
        ([before @ .., end], 0) if !before.is_empty() => {
            format!("{} and {end}", before.join(", "))
        }
        (_, 0) => named.join(""),
        (_, more) => format!("{} and {more} more", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::some_of;

    #[test]
    fn at_most_three_are_named() {
        let list = |count: usize| some_of(&(1..=count).collect::<Vec<_>>(), ToString::to_string);
        assert_eq!([list(0), list(1), list(2), list(3)], ["", "1", "1 and 2", "1, 2 and 3"]);
        assert_eq!(list(7), "1, 2, 3 and 4 more");
    }
}
