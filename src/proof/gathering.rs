use crate::letter::WordingId;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many people who get no letter are named in full.
const NAMED: usize = 2000;

/// What is known of a letter once it is printed.
#[derive(Debug, Clone, Copy)]
pub struct Print {
    /// Which wording it is.
    pub wording: WordingId,
    /// The size of the finished message in bytes.
    pub bytes: usize,
    /// How wide the reader's name is, in columns.
    pub name_width: usize,
    /// How many of the reader's values are missing.
    pub empty_fields: usize,
}

/// Someone who gets no letter, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missed {
    /// The contact's id.
    pub id: String,
    /// The name, as far as it is known.
    pub name: String,
    /// The account's name or id.
    pub account: String,
    /// Why.
    pub reason: String,
}

/// Counts of a whole run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Totals {
    /// Rows of the roster that were looked at.
    pub contacts: usize,
    /// Letters that were printed.
    pub letters: usize,
    /// Distinct wordings among them.
    pub wordings: usize,
    /// Contacts who get none, by rule.
    pub left_out: usize,
    /// Contacts whose letter or row has an error.
    pub failed: usize,
    /// Bytes of all messages together.
    pub bytes: u64,
}

/// Picks, letter by letter, those that a person should see, in bounded memory.
///
/// `T` is whatever the caller needs to show a letter again later. Up to `limit` letters are all
/// kept; beyond it, the first of each wording and the extremes (design: peers 5, ask 13).
#[derive(Debug)]
pub struct Gathering<T> {
    limit: usize,
    all: Option<BTreeMap<usize, Kept<T>>>,
    firsts: BTreeMap<usize, Kept<T>>,
    wordings: BTreeMap<WordingId, (usize, usize)>,
    extremes: [Option<(usize, Kept<T>)>; Extreme::ALL.len()],
    left_out: Vec<Missed>,
    failed: Vec<Missed>,
    totals: Totals,
}

/// A letter that is shown.
#[derive(Debug, Clone)]
pub struct Kept<T> {
    /// What the caller gave.
    pub subject: T,
    /// What the press said of it.
    pub print: Print,
}

/// A letter worth a look because it is at an edge (P-18, G-09).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extreme {
    LongestName,
    ShortestName,
    MostEmptyFields,
    LongestLetter,
    ShortestLetter,
}

impl Extreme {
    pub(super) const ALL: [Self; 5] = [
        Self::LongestName,
        Self::ShortestName,
        Self::MostEmptyFields,
        Self::LongestLetter,
        Self::ShortestLetter,
    ];

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::LongestName => "longest name",
            Self::ShortestName => "shortest name",
            Self::MostEmptyFields => "most empty fields",
            Self::LongestLetter => "longest letter",
            Self::ShortestLetter => "shortest letter",
        }
    }

    /// How far out a letter is; the first of equals stays.
    pub(super) fn measure(self, print: Print) -> usize {
        match self {
            Self::LongestName => print.name_width,
            Self::ShortestName => usize::MAX - print.name_width,
            Self::MostEmptyFields => print.empty_fields,
            Self::LongestLetter => print.bytes,
            Self::ShortestLetter => usize::MAX - print.bytes,
        }
    }
}

/// What was gathered, in the order of the roster.
#[derive(Debug)]
pub struct Gathered<T> {
    /// Letters to show, by row.
    pub kept: BTreeMap<usize, Kept<T>>,
    /// Each wording with how many letters it has and the row of its first, most letters first.
    pub wordings: Vec<(WordingId, usize, usize)>,
    /// Label and row of each extreme.
    pub extremes: Vec<(&'static str, usize)>,
    /// Contacts who get no letter, by rule.
    pub left_out: Vec<Missed>,
    /// Contacts whose letter or row has an error.
    pub failed: Vec<Missed>,
    /// The counts.
    pub totals: Totals,
}

impl<T: Clone> Gathering<T> {
    /// An empty one that keeps all letters up to `limit`.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            all: Some(BTreeMap::new()),
            firsts: BTreeMap::new(),
            wordings: BTreeMap::new(),
            extremes: Default::default(),
            left_out: Vec::new(),
            failed: Vec::new(),
            totals: Totals::default(),
        }
    }

    /// A letter was printed for the contact in this row.
    pub fn printed(&mut self, row: usize, subject: T, print: Print) {
        self.totals.contacts += 1;
        self.totals.letters += 1;
        self.totals.bytes += print.bytes as u64;
        for (extreme, held) in Extreme::ALL.into_iter().zip(&mut self.extremes) {
            let better = held
                .as_ref()
                .is_none_or(|(_, kept)| extreme.measure(print) > extreme.measure(kept.print));
            if better {
                *held = Some((row, Kept { subject: subject.clone(), print }));
            }
        }
        let seen = self.wordings.entry(print.wording).or_insert((0, row));
        seen.0 += 1;
        if seen.0 == 1 && self.firsts.len() < self.limit {
            self.firsts.insert(row, Kept { subject: subject.clone(), print });
        }
        if let Some(all) = &mut self.all {
            all.insert(row, Kept { subject, print });
            if all.len() > self.limit {
                self.all = None;
            }
        }
    }

    /// A contact gets no letter, by rule.
    pub fn left_out(&mut self, missed: impl FnOnce() -> Missed) {
        self.totals.contacts += 1;
        self.totals.left_out += 1;
        if self.left_out.len() < NAMED {
            self.left_out.push(missed());
        }
    }

    /// A contact's row or letter has an error.
    pub fn failed(&mut self, missed: impl FnOnce() -> Missed) {
        self.totals.contacts += 1;
        self.totals.failed += 1;
        if self.failed.len() < NAMED {
            self.failed.push(missed());
        }
    }

    /// Ends the gathering.
    pub fn finish(mut self) -> Gathered<T> {
        self.totals.wordings = self.wordings.len();
        let extremes = Extreme::ALL
            .into_iter()
            .zip(&self.extremes)
            .filter_map(|(extreme, held)| Some((extreme.label(), held.as_ref()?.0)))
            .collect();
        let mut kept = self.all.unwrap_or(self.firsts);
        for (row, one) in self.extremes.into_iter().flatten() {
            kept.entry(row).or_insert(one);
        }
        let mut wordings: Vec<_> = self
            .wordings
            .into_iter()
            .filter(|(_, (_, first))| kept.contains_key(first))
            .map(|(id, (count, first))| (id, count, first))
            .collect();
        wordings.sort_by_key(|(_, count, first)| (std::cmp::Reverse(*count), *first));
        Gathered {
            kept,
            wordings,
            extremes,
            left_out: self.left_out,
            failed: self.failed,
            totals: self.totals,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Gathering, Print};
    use crate::letter::WordingId;

    fn print(wording: u64, bytes: usize) -> Print {
        Print { wording: WordingId(wording), bytes, name_width: 4, empty_fields: 0 }
    }

    #[test]
    fn few_letters_are_all_kept() {
        let mut gathering = Gathering::new(3);
        for row in 1..=3 {
            gathering.printed(row, row, print(1, 100));
        }
        let gathered = gathering.finish();
        assert_eq!(gathered.kept.keys().copied().collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(gathered.wordings, [(WordingId(1), 3, 1)]);
    }

    #[test]
    fn of_many_letters_firsts_and_extremes_are_kept() {
        let mut gathering = Gathering::new(3);
        for row in 1..=100 {
            let bytes = if row == 77 { 900 } else { 100 };
            gathering.printed(row, row, print(u64::from(row > 50), bytes));
        }
        gathering.left_out(|| unreachable_name("x"));
        let gathered = gathering.finish();
        assert_eq!(gathered.kept.keys().copied().collect::<Vec<_>>(), [1, 51, 77]);
        assert_eq!(gathered.totals.letters, 100);
        assert_eq!((gathered.totals.contacts, gathered.totals.left_out), (101, 1));
        assert!(gathered.extremes.contains(&("longest letter", 77)));
    }

    fn unreachable_name(id: &str) -> super::Missed {
        super::Missed {
            id: id.to_owned(),
            name: String::new(),
            account: String::new(),
            reason: "no address".to_owned(),
        }
    }
}
