use super::address;
use super::dense::{Dense, DenseTable};
use super::header::Slot;
use super::record::Block;
use std::hash::{DefaultHasher, Hasher};
use std::sync::OnceLock;

/// Which value of a contact was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeated {
    Id,
    Address,
}

/// A value that an earlier row has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repeat {
    /// Index of the row in its block.
    pub(crate) row: usize,
    pub(crate) what: Repeated,
    /// The line of the row that had it first.
    pub(crate) first: usize,
}

/// What repeats in a table, once it was read to its end: the number of the block, and where in it.
///
/// A source gives the same bytes each time, so that only the first pass needs the memory to find out.
pub(crate) type Found = OnceLock<Vec<(usize, Repeat)>>;

/// Tells for one block after the other what repeats in it.
pub(crate) enum Finder<'f> {
    First { repeats: Repeats, met: Vec<(usize, Repeat)>, blocks: usize },
    Again { left: &'f [(usize, Repeat)], blocks: usize },
}

impl<'f> Finder<'f> {
    /// Knows what was found before, or finds it with these.
    pub(crate) fn new(found: &'f Found, repeats: impl FnOnce() -> Repeats) -> Self {
        match found.get() {
            Some(left) => Self::Again { left, blocks: 0 },
            None => Self::First { repeats: repeats(), met: Vec::new(), blocks: 0 },
        }
    }

    /// The repeats of the next block.
    pub(crate) fn next(&mut self, block: &Block) -> Vec<Repeat> {
        match self {
            Self::First { repeats, met, blocks } => {
                let found = repeats.find(block);
                met.extend(found.iter().map(|repeat| (*blocks, *repeat)));
                *blocks += 1;
                found
            }
            Self::Again { left, blocks } => {
                let here = left.partition_point(|(number, _)| number <= blocks);
                let (found, rest) = left.split_at(here);
                *left = rest;
                *blocks += 1;
                found.iter().map(|(_, repeat)| *repeat).collect()
            }
        }
    }

    /// Keeps what was found, when all blocks were met.
    pub(crate) fn keep(self, found: &Found) {
        if let Self::First { met, .. } = self {
            // Another thread may have read the table as well, and found the same.
            let _ = found.set(met);
        }
    }
}

/// Finds ids and addresses that stand in more than one row.
///
/// It keeps 16 bytes a value instead of the value: at a million contacts the texts would fill the
/// memory. Two different values share a 96-bit digest once in 10^17 such rosters.
pub(crate) struct Repeats {
    id: Slot,
    email: Slot,
    fields: usize,
    ids: DenseTable<Seen>,
    addresses: DenseTable<Seen>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    digest: [u32; 3],
    /// From 1.
    line: u32,
}

impl Dense for Seen {
    fn spread(&self) -> u64 {
        u64::from(self.digest[0]) << 32 | u64::from(self.digest[1])
    }

    fn is_empty(&self) -> bool {
        self.line == 0
    }
}

impl Repeats {
    /// For a table with so many fields a row, and the places of the two columns.
    pub(crate) fn new(fields: usize, id: Slot, email: Slot) -> Self {
        Self { id, email, fields, ids: DenseTable::default(), addresses: DenseTable::default() }
    }

    /// Takes the next rows and tells which of them repeat an earlier one.
    pub(crate) fn find(&mut self, block: &Block) -> Vec<Repeat> {
        let mut found = Vec::new();
        for row in 0..block.len() {
            let line = block.line(row);
            if let Some(id) = self.id.and_then(|at| block.value(row, self.fields, at)) {
                let plain = address::lower_ascii(&id);
                let first = see(&mut self.ids, plain.as_bytes(), line);
                found.extend(first.map(|first| Repeat { row, what: Repeated::Id, first }));
            }
            if let Some(email) = self.email.and_then(|at| block.value(row, self.fields, at)) {
                let plain = address::normalised(&email);
                let first = see(&mut self.addresses, plain.as_bytes(), line);
                found.extend(first.map(|first| Repeat { row, what: Repeated::Address, first }));
            }
        }
        found
    }
}

fn see(table: &mut DenseTable<Seen>, value: &[u8], line: usize) -> Option<usize> {
    if value.is_empty() {
        return None;
    }
    let line = u32::try_from(line).unwrap_or(u32::MAX).max(1);
    let seen = Seen { digest: digest(value), line };
    let first = table.find(seen.spread(), |other| other.digest == seen.digest);
    if let Some(first) = first {
        return Some(first.line as usize);
    }
    table.add(seen);
    None
}

fn digest(value: &[u8]) -> [u32; 3] {
    let hash = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(salt);
        hasher.write(value);
        hasher.finish()
    };
    let (one, two) = (hash(1).to_le_bytes(), hash(2).to_le_bytes());
    [
        u32::from_le_bytes([one[0], one[1], one[2], one[3]]),
        u32::from_le_bytes([one[4], one[5], one[6], one[7]]),
        u32::from_le_bytes([two[0], two[1], two[2], two[3]]),
    ]
}

#[cfg(test)]
mod tests {
    use super::{Repeat, Repeated, Repeats};
    use crate::roster::record::Block;
    use crate::roster::splitter::first_row;

    fn row(text: &str) -> Block {
        Block::Text(first_row(text, b',', true).unwrap())
    }

    #[test]
    fn a_value_that_differs_only_in_case_or_hidden_marks_is_the_same() {
        let mut repeats = Repeats::new(2, Some(0), Some(1));
        assert_eq!(repeats.find(&row("c-1,anna@firm.example")), []);
        assert_eq!(
            repeats.find(&row("C-1,ANNA\u{200b}@firm.example")),
            [
                Repeat { row: 0, what: Repeated::Id, first: 1 },
                Repeat { row: 0, what: Repeated::Address, first: 1 }
            ]
        );
        assert_eq!(repeats.find(&row("c-2,anne@firm.example")), []);
    }

    #[test]
    fn empty_values_and_rows_of_another_length_repeat_nothing() {
        let mut repeats = Repeats::new(2, Some(0), Some(1));
        for text in ["c-1,", "c-2,", ",", ",", "c-1,x,y", "c-1"] {
            assert_eq!(repeats.find(&row(text)), [], "{text}");
        }
    }
}
