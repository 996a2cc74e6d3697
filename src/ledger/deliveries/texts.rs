use hashbrown::HashTable;
use std::hash::{BuildHasher, RandomState};

/// Texts, each kept once under a number, from 0 in the order of coming.
///
/// A million ids, and what a server says to each, would be as many small pieces of memory otherwise.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each text ends.
    ends: Vec<usize>,
    known: HashTable<u32>,
    hasher: RandomState,
}

impl Texts {
    /// The text of a number.
    pub(super) fn get(&self, number: u32) -> &str {
        text(&self.all, &self.ends, number)
    }

    /// The number of a text that is there.
    pub(super) fn find(&self, wanted: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(wanted);
        self.known.find(hash, |number| self.get(*number) == wanted).copied()
    }

    /// The number of a text, which is taken in when it is new.
    pub(super) fn number(&mut self, wanted: &str) -> u32 {
        let Self { all, ends, known, hasher } = self;
        let hash = hasher.hash_one(wanted);
        if let Some(number) = known.find(hash, |number| text(all, ends, *number) == wanted) {
            return *number;
        }
        let number = u32::try_from(ends.len()).unwrap_or(u32::MAX);
        all.push_str(wanted);
        ends.push(all.len());
        known.insert_unique(hash, number, |number| hasher.hash_one(text(all, ends, *number)));
        number
    }

    /// The numbers of all texts, in the order of the texts.
    pub(super) fn in_order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..).take(self.ends.len()).collect();
        order.sort_unstable_by(|one, other| self.get(*one).cmp(self.get(*other)));
        order
    }
}

fn text<'t>(all: &'t str, ends: &[usize], number: u32) -> &'t str {
    let at = number as usize;
    let start = at.checked_sub(1).map_or(0, |before| ends[before]);
    &all[start..ends[at]]
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn a_text_has_one_number_and_is_found_by_it() {
        let mut texts = Texts::default();
        assert_eq!(texts.find(""), None);
        let words = ["c-2", "", "c-10", "c-2", "王", ""];
        assert_eq!(words.map(|text| texts.number(text)), [0, 1, 2, 0, 3, 1]);
        assert_eq!([0, 1, 2, 3].map(|number| texts.get(number)), ["c-2", "", "c-10", "王"]);
        assert_eq!((texts.find("c-10"), texts.find("c-1")), (Some(2), None));
        assert_eq!(texts.in_order(), [1, 2, 0, 3]);
    }
}
