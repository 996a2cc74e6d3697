//! What names, addresses, telephones and notes are kept as: worked out on whatever thread reads the roster.

use super::LONGEST;
use super::short::short_names;
use super::units::{Kind, Unit, together, units};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Names and addresses of some people, on their way into a [`Wall`](super::Wall).
#[derive(Debug, Default)]
pub struct Entries {
    pub(super) known: Vec<u64>,
    pub(super) notes: Vec<u64>,
    /// The first word or character of each, with its length.
    pub(super) first: Vec<(u64, usize)>,
}

impl Entries {
    /// Adds a name of a person, as letters print it. One word alone is a word of the language as often as
    /// a name: Will, Mark, May.
    pub fn add_person(&mut self, name: &str) {
        self.add_name(name, false);
    }

    /// Adds a name of a company, with and without the form of the company.
    pub fn add_company(&mut self, name: &str) {
        self.add_name(name, true);
        for short in short_names(name) {
            self.add_name(short, true);
        }
    }

    fn add_name(&mut self, name: &str, alone: bool) {
        if let Some(Name { key, first, count }) = named(name, alone) {
            self.known.push(key);
            self.first.push((first, count));
        }
    }

    /// Adds an address.
    pub fn add_address(&mut self, text: &str) {
        self.known.push(address(text));
    }

    /// Adds a telephone number.
    pub fn add_phone(&mut self, number: &str) {
        if let Some(key) = phone(number) {
            self.known.push(key);
        }
    }

    /// Adds a piece of a note of ours, as long as it says something by itself. It may stand in nobody's letter.
    pub fn add_note(&mut self, piece: &str) {
        let units = units(piece);
        let joined = units.windows(2).all(|pair| together(piece, &pair[0], &pair[1]));
        let han = units.iter().filter(|unit| unit.kind == Kind::Han).count();
        if !joined || (units.len() < 5 || (han > 0 && units.len() < 8)) {
            return;
        }
        let units = &units[..units.len().min(LONGEST)];
        self.notes.push(joined_key(units));
        self.first.push((units[0].hash, units.len()));
    }
}

/// One name as it is kept.
pub(super) struct Name {
    pub(super) key: u64,
    pub(super) first: u64,
    pub(super) count: usize,
}

/// The keys of names of these lengths, as bits, that begin with the first of the units: each with how many it has.
pub(super) fn keys_of<'u>(
    text: &'u str,
    units: &'u [Unit],
    lengths: u32,
) -> impl Iterator<Item = (usize, u64)> + 'u {
    let mut hasher = FxHasher::default();
    let goes_on = move |(at, unit): &(usize, &Unit)| {
        let longer = u32::try_from(at + 1).ok().and_then(|count| lengths.checked_shr(count));
        longer.is_some_and(|longer| longer != 0)
            && (*at == 0 || together(text, &units[at - 1], unit))
    };
    units.iter().enumerate().take_while(goes_on).filter_map(move |(at, unit)| {
        hasher.write_u64(unit.hash);
        let count = at + 1;
        let key = || if count == 1 { exact(&text[unit.span.clone()]) } else { hasher.finish() };
        (lengths & 1 << count != 0).then(|| (count, key()))
    })
}

/// A name as it is kept, and once more with what a letter may leave out. `alone` keeps names of one word too.
pub(super) fn named(name: &str, alone: bool) -> Option<Name> {
    let units = units(name);
    let first = units.first()?;
    let count = units.len();
    if count == 1 {
        let word = &name[first.span.clone()];
        let told = first.kind == Kind::Word
            && word.chars().count() >= 3
            && word.starts_with(char::is_uppercase);
        return (alone && told).then(|| Name { key: exact(word), first: first.hash, count });
    }
    if count > LONGEST {
        return None;
    }
    Some(Name { key: joined_key(&units), first: first.hash, count })
}

/// The key of several words or characters in a row.
fn joined_key(units: &[Unit]) -> u64 {
    let mut hasher = FxHasher::default();
    for unit in units {
        hasher.write_u64(unit.hash);
    }
    hasher.finish()
}

/// The key of a name of one word, which counts as it is written.
fn exact(word: &str) -> u64 {
    keyed('1', word)
}

pub(super) fn address(text: &str) -> u64 {
    keyed('@', &text.trim().to_lowercase())
}

/// The key of a telephone number: its digits, when they are enough for one.
pub(super) fn phone(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= 8).then(|| keyed('#', digits.trim_start_matches('0')))
}

fn keyed(kind: char, text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u32(u32::from(kind));
    hasher.write(text.as_bytes());
    hasher.finish()
}
