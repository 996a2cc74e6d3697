use super::{Day, Load, Outline, Person, Portfolio, Relation, Tally};
use crate::ledger::Standing;
use crate::roster::{Contact, Directory, Partner};
use std::collections::HashMap;

/// Reads everybody once and groups them by account, in the order of the file.
///
/// Of each account only a [`Tally`] is kept, so memory grows with the accounts and not with the
/// contacts; the people of the one account that was asked for are kept whole.
#[derive(Debug)]
pub struct Gathering<'a> {
    directory: &'a Directory,
    day: Day,
    asked: Option<&'a str>,
    places: HashMap<&'a str, usize>,
    /// In the order of the accounts.
    tallies: Vec<Tally>,
    people: Vec<Person>,
    most: usize,
}

impl<'a> Gathering<'a> {
    /// Begins with nobody; more strategic accounts than `most` are too many for one owner (S-17).
    pub fn new(directory: &'a Directory, day: Day, most: usize) -> Self {
        let ids = directory.accounts.iter().enumerate();
        Self {
            directory,
            day,
            asked: None,
            places: ids.map(|(at, account)| (account.id.as_str(), at)).collect(),
            tallies: vec![Tally::default(); directory.accounts.len()],
            people: Vec::new(),
            most,
        }
    }

    /// Keeps the people of this account, by id.
    pub fn asking(self, account: &'a str) -> Self {
        Self { asked: Some(account), ..self }
    }

    /// Takes one contact, and what the ledger knows of them; gives the person back unless the account is
    /// the one that was asked for, whose people are kept here. Somebody of an account that is not in the
    /// directory is passed over; reading the roster has told of them.
    pub fn add(&mut self, contact: Contact, standing: Option<&Standing>) -> Option<Person> {
        let at = self.places.get(contact.account.as_str()).copied()?;
        let asked = self.asked == Some(contact.account.as_str());
        let strategic = self.partner(at) == Partner::Strategic;
        let person = Person::of(contact, standing, strategic, &self.day);
        self.tallies[at].add(&person);
        if asked {
            self.people.push(person);
            return None;
        }
        Some(person)
    }

    fn partner(&self, at: usize) -> Partner {
        self.directory.accounts.iter().as_slice()[at].partner
    }

    /// How many accounts hang on each of ours (S-17), once everybody has been added.
    pub fn load(&self) -> Load {
        let mut load = Load::new(self.most);
        for (account, tally) in self.directory.accounts.iter().zip(&self.tallies) {
            load.add(account.partner, tally.owners.iter());
        }
        load
    }

    /// How every account stands: strategic ones first, then those in which we lead least (S-09, S-12).
    pub fn outlines(&self) -> Vec<Outline<'a>> {
        let load = self.load();
        let accounts = self.directory.accounts.iter().zip(&self.tallies);
        let mut outlines: Vec<Outline<'a>> = accounts
            .map(|(account, tally)| Outline::of(account, tally, self.directory, &self.day, &load))
            .collect();
        // Stable: equal ones stay in the order of the file.
        outlines.sort_by_key(|it| (it.account.partner, it.score.margin(), it.score.points));
        outlines
    }

    /// What holds over all accounts, of which these are the outlines.
    pub fn portfolio(&self, outlines: &[Outline<'_>]) -> Portfolio {
        Portfolio::of(outlines, self.directory, &self.load())
    }

    /// The account that was asked for, with its people; none when nobody asked or it is not there.
    pub fn relation(self) -> Option<Relation<'a>> {
        let account = self.directory.accounts.get(self.asked?)?;
        let load = self.load();
        Some(Relation::of(account, self.people, self.directory, &self.day, &load))
    }
}
