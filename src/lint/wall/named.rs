use super::entries::{address, exact, phone};
use super::units::{Unit, together, units};
use super::weight::weight;
use super::{Own, Wall};
use rustc_hash::FxHasher;
use std::hash::Hasher;

impl Wall {
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
        let lengths = units.first().map_or(0, |unit| self.first.of(unit.hash));
        let mut hasher = FxHasher::default();
        for (at, unit) in units.iter().enumerate() {
            let count = at + 1;
            if lengths >> count == 0 || (at > 0 && !together(text, &units[at - 1], unit)) {
                break;
            }
            hasher.write_u64(unit.hash);
            if lengths & 1 << count == 0 {
                continue;
            }
            let key = if count == 1 { exact(&text[unit.span.clone()]) } else { hasher.finish() };
            let span = units[0].span.start..unit.span.end;
            let told = || weight(text, &units[..count], &span, in_header).is_some();
            if self.notes.contains(key) || (self.known.contains(key) && told()) {
                keys.push(key);
            }
        }
    }
}
