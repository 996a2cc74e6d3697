use super::entries::{address, keys_of, phone};
use super::units::{Unit, units};
use super::weight::weight;
use super::{Own, Wall};

impl Wall {
    /// Whether a text could name a stranger to anybody. Names within longer ones count too, since the longer
    /// one might be the reader's in part.
    pub(in crate::lint) fn knows_of(&self, text: &str, in_header: bool) -> bool {
        let mut keys = Vec::new();
        self.keys_in(text, in_header, &mut keys);
        !keys.is_empty()
    }

    /// The keys of all that a text names, whoever reads it: no letter may hold it but to somebody who owns them all.
    pub(in crate::lint) fn keys_in(&self, text: &str, in_header: bool, keys: &mut Vec<u64>) {
        for stranger in self.addresses(text, &Own::default()) {
            let words = &text[stranger.span];
            keys.extend(if words.contains('@') { Some(address(words)) } else { phone(words) });
        }
        let units = units(text);
        for at in 0..units.len() {
            self.keys_at(text, &units[at..], in_header, keys);
        }
    }

    /// The keys of names and notes of any length that begin with the first of these units.
    fn keys_at(&self, text: &str, units: &[Unit], in_header: bool, keys: &mut Vec<u64>) {
        let Some(first) = units.first() else { return };
        for (count, key) in keys_of(text, units, self.first.of(first.hash)) {
            let span = first.span.start..units[count - 1].span.end;
            let told = || weight(text, &units[..count], &span, in_header).is_some();
            if self.notes.contains(key) || (self.known.contains(key) && told()) {
                keys.push(key);
            }
        }
    }
}
