//! What is noticed when everybody in the roster is looked at side by side.

use crate::roster::{Dense, DenseTable};
use crate::workspace::is_within;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many people are named below a finding.
const NAMED: usize = 3;

/// Some people, the first of them by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Crowd {
    pub(super) count: usize,
    pub(super) first: Vec<String>,
}

impl Crowd {
    pub(super) fn add(&mut self, id: &str) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(id.to_owned());
        }
    }

    fn take(&mut self, other: Self) {
        self.count += other.count;
        self.first.extend(other.first);
        self.first.truncate(NAMED);
    }
}

/// Who is in which company, and where their mail goes.
#[derive(Debug, Default)]
pub struct Census {
    /// The address of each name of each company.
    addresses: DenseTable<Named>,
    /// The domains of each company.
    domains: BTreeMap<String, Vec<(String, Crowd)>>,
    pub(super) twice: Crowd,
}

/// A name in a company with its first address, as hashes.
#[derive(Debug, Clone, Copy, Default)]
struct Named {
    name: u64,
    address: u64,
}

impl Dense for Named {
    fn spread(&self) -> u64 {
        self.name
    }

    fn is_empty(&self) -> bool {
        self.name == 0
    }
}

impl Census {
    /// Forgets what is needed only to add more, when everybody was added.
    pub fn close(&mut self) {
        self.addresses = DenseTable::default();
    }

    /// Takes note of somebody: id, company, name, and address.
    pub fn add(&mut self, id: &str, account: &str, name: &str, address: &str) {
        let address = address.to_lowercase();
        if !name.is_empty() {
            let named = Named { name: hash(&(account, name)).max(1), address: hash(&address) };
            match self.addresses.find(named.name, |_| true) {
                Some(known) if known.address != named.address => self.twice.add(id),
                Some(_) => {}
                None => self.addresses.add(named),
            }
        }
        let Some((_, domain)) = address.rsplit_once('@') else { return };
        let domains = self.domains.entry(account.to_owned()).or_default();
        match domains
            .iter_mut()
            .find(|(known, _)| is_within(known, domain) || is_within(domain, known))
        {
            Some((_, crowd)) => crowd.add(id),
            None => {
                let mut crowd = Crowd::default();
                crowd.add(id);
                domains.push((domain.to_owned(), crowd));
            }
        }
    }

    /// Those whose domain is another than that of nearly everybody in their company.
    pub(super) fn misfits(&self) -> Crowd {
        let mut misfits = Crowd::default();
        for domains in self.domains.values() {
            let Some(own) = domains.iter().map(|(_, crowd)| crowd.count).max() else { continue };
            for (_, crowd) in domains {
                // Of two or three nobody can say who is right.
                if own >= 3 && crowd.count * 4 <= own {
                    misfits.take(crowd.clone());
                }
            }
        }
        misfits
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::Census;

    fn census(people: &[(&str, &str, &str)]) -> Census {
        let mut census = Census::default();
        for (at, (account, name, address)) in people.iter().enumerate() {
            census.add(&format!("c-{at}"), account, name, address);
        }
        census
    }

    #[test]
    fn l16_a_name_with_two_addresses_is_noticed_in_its_company() {
        let two = census(&[
            ("a", "Anna Schmidt", "anna@a.example"),
            ("a", "Anna Schmidt", "ANNA@A.example"),
            ("b", "Anna Schmidt", "anna@b.example"),
            ("a", "Anna Schmidt", "a.schmidt@a.example"),
            ("a", "", "x@a.example"),
            ("a", "", "y@a.example"),
        ]);
        assert_eq!((two.twice.count, two.twice.first.as_slice()), (1, &["c-3".to_owned()][..]));
    }

    #[test]
    fn l16_a_domain_that_nobody_else_of_the_company_has_is_noticed() {
        let people: Vec<(&str, String, String)> = (0..5)
            .map(|at| ("a", format!("n{at}"), format!("n{at}@a.example")))
            .chain([("a", "n9".into(), "n9@mail.example".into())])
            .chain([("a", "n8".into(), "n8@de.a.example".into())])
            .collect();
        let people: Vec<(&str, &str, &str)> = people
            .iter()
            .map(|(account, name, address)| (*account, name.as_str(), address.as_str()))
            .collect();
        let misfits = census(&people).misfits();
        assert_eq!((misfits.count, misfits.first.as_slice()), (1, &["c-5".to_owned()][..]));
        let few = [("b", "x", "x@one.example"), ("b", "y", "y@two.example")];
        assert_eq!(census(&few).misfits().count, 0);
    }
}
