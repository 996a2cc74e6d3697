//! Who reports to whom over the whole roster (S-41): what can only be seen once everybody has been read.

use super::{Contact, ContactId};
use crate::diagnostic::{Count, Diagnostic, List};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};

/// How many people are named below a finding.
const NAMED: usize = 3;

/// So many managers are looked at. A roster in which more are filled in comes from a system that keeps them.
const MOST: usize = 200_000;

/// The managers of a roster, noted while it is read.
#[derive(Debug, Default)]
pub struct Reporting {
    /// Everybody's account, by id: both as hashes, so that a million people fit into memory.
    accounts: HashMap<u64, u64>,
    /// Who reports to whom, in the order of the file.
    managers: Vec<(ContactId, ContactId)>,
}

impl Reporting {
    /// Takes note of one contact.
    pub fn add(&mut self, contact: &Contact) {
        self.note(&contact.id, contact.account.as_str(), contact.reports_to.as_ref());
    }

    fn note(&mut self, id: &ContactId, account: &str, manager: Option<&ContactId>) {
        self.accounts.insert(hash(id.as_str()), hash(account));
        if let Some(manager) = manager.filter(|_| self.managers.len() < MOST) {
            self.managers.push((id.clone(), manager.clone()));
        }
    }

    /// What is odd: managers whom the roster does not have, or has in another account, and circles.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let account = |id: &ContactId| self.accounts.get(&hash(id.as_str()));
        let unknown: Vec<_> =
            self.managers.iter().filter(|(_, manager)| account(manager).is_none()).collect();
        let elsewhere: Vec<_> = self
            .managers
            .iter()
            .filter(|(who, manager)| account(manager).is_some_and(|it| Some(it) != account(who)))
            .collect();
        let circle = self.circle();
        let told = |all: &[&(ContactId, ContactId)]| {
            let some = all.iter().take(NAMED);
            let some: Vec<String> =
                some.map(|(who, manager)| format!("{who} to {manager}")).collect();
            let more = if all.len() > NAMED { " and others" } else { "" };
            format!("{}{more}", List(&some))
        };
        let mut found = Vec::new();
        if !unknown.is_empty() {
            let title = format!("{} to somebody who is not in the roster", reports(unknown.len()));
            found.push(odd(title, &told(&unknown)));
        }
        if !elsewhere.is_empty() {
            let title = format!("{} to somebody in another account", reports(elsewhere.len()));
            found.push(odd(title, &told(&elsewhere)));
        }
        if let Some(circle) = circle {
            let title =
                format!("{} report to each other in a circle", Count(circle.len(), "contact"));
            let some: Vec<String> = circle.iter().take(NAMED).map(ToString::to_string).collect();
            found.push(odd(title, &List(&some).to_string()));
        }
        found
    }

    /// The first circle.
    fn circle(&self) -> Option<Vec<&ContactId>> {
        let numbers: HashMap<&ContactId, usize> =
            self.managers.iter().enumerate().map(|(at, (who, _))| (who, at)).collect();
        let managers = self.managers.iter().map(|(_, manager)| numbers.get(manager).copied());
        let circle = circles_of(&managers.collect::<Vec<_>>()).into_iter().next()?;
        Some(circle.into_iter().map(|at| &self.managers[at].0).collect())
    }
}

/// The circles among people of whom each names the place of their manager, if anybody: each circle once, from whoever
/// of it is met first.
pub fn circles_of(managers: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; managers.len()];
    let mut circles = Vec::new();
    for first in 0..managers.len() {
        let mut way = Vec::new();
        let mut at = Some(first);
        while let Some(here) = at.filter(|here| !seen[*here]) {
            seen[here] = true;
            way.push(here);
            at = managers[here];
        }
        // Back on this very way, and not on an earlier one.
        if let Some(from) = at.and_then(|at| way.iter().position(|known| *known == at)) {
            circles.push(way.split_off(from));
        }
    }
    circles
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

fn reports(count: usize) -> String {
    if count == 1 { "1 contact reports".to_owned() } else { format!("{count} contacts report") }
}

fn odd(title: String, who: &str) -> Diagnostic {
    Diagnostic::warning(title)
        .rule("S-41")
        .why(format!("The power map has a gap there: {who}."))
        .hint("correct the column `reports_to` in the contacts, or leave it empty")
}

#[cfg(test)]
mod tests {
    use super::Reporting;
    use crate::roster::ContactId;

    fn titles(people: &[(&str, &str, &str)]) -> Vec<String> {
        let id = |text: &str| ContactId::new(text).unwrap();
        let mut reporting = Reporting::default();
        for (who, account, manager) in people {
            let manager = (!manager.is_empty()).then(|| id(manager));
            reporting.note(&id(who), account, manager.as_ref());
        }
        reporting.findings().into_iter().map(|it| format!("{} {}", it.title, it.why)).collect()
    }

    #[test]
    fn s41_managers_who_are_not_there_or_elsewhere_are_found() {
        let found = titles(&[
            ("c-1", "a", ""),
            ("c-2", "a", "c-9"),
            ("c-3", "a", "c-4"),
            ("c-4", "b", ""),
            ("c-5", "a", "c-1"),
        ]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("1 contact reports to somebody who is not in the roster"));
        assert!(found[0].contains("c-2 to c-9") && found[1].contains("c-3 to c-4"));
    }

    #[test]
    fn s41_a_circle_is_found_wherever_it_begins() {
        let found = titles(&[
            ("c-0", "a", "c-1"),
            ("c-1", "a", "c-2"),
            ("c-2", "a", "c-3"),
            ("c-3", "a", "c-1"),
            ("c-4", "a", "c-0"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("3 contacts report to each other in a circle"), "{found:?}");
    }

    #[test]
    fn s41_an_order_without_gaps_is_not() {
        assert_eq!(titles(&[("c-1", "a", ""), ("c-2", "a", "c-1"), ("c-3", "a", "c-2")]), [""; 0]);
        assert_eq!(titles(&[("c-1", "a", ""), ("c-2", "b", "")]), [""; 0]);
    }
}
