use super::Print;
use super::frozen::SeedLine;
use super::gathering::Extreme;
use crate::letter::WordingId;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

/// How many kinds of letters are sampled at the most: those with the most readers.
const KINDS: usize = 60;

/// How many kinds are counted. Templates that differ from reader to reader have as many as readers; the
/// first ones stand for them.
const COUNTED: usize = 4096;

/// The letters at the edges that are samples too (P-18).
const EDGES: [Extreme; 3] = [Extreme::LongestName, Extreme::ShortestName, Extreme::MostEmptyFields];

/// Picks, letter by letter, the samples that our own people receive before the first wave (P-18): one
/// letter of each kind, and those at the edges. `G` is what makes two letters of one wording different
/// kinds: language, and the highest tier.
#[derive(Debug)]
pub struct Samples<G> {
    kinds: HashMap<(G, WordingId), Kind>,
    edges: [Option<(usize, String)>; EDGES.len()],
    met: usize,
}

#[derive(Debug)]
struct Kind {
    /// The number of its first letter.
    first: usize,
    contact: String,
    letters: usize,
}

impl<G> Default for Samples<G> {
    fn default() -> Self {
        Self { kinds: HashMap::new(), edges: Default::default(), met: 0 }
    }
}

impl<G: Eq + Hash> Samples<G> {
    /// A letter was printed.
    pub fn meet(&mut self, contact: &str, group: G, print: Print) {
        for (edge, held) in EDGES.into_iter().zip(&mut self.edges) {
            let far = edge.measure(print);
            if held.as_ref().is_none_or(|(held, _)| far > *held) {
                *held = Some((far, contact.to_owned()));
            }
        }
        let full = self.kinds.len() >= COUNTED;
        match self.kinds.entry((group, print.wording)) {
            Entry::Occupied(mut known) => known.get_mut().letters += 1,
            Entry::Vacant(_) if full => {}
            Entry::Vacant(new) => {
                let (first, contact) = (self.met, contact.to_owned());
                new.insert(Kind { first, contact, letters: 1 });
            }
        }
        self.met += 1;
    }

    /// The samples, the kinds with the most readers first; each letter once, with all reasons.
    pub fn finish(self) -> Vec<SeedLine> {
        let mut kinds: Vec<Kind> = self.kinds.into_values().collect();
        kinds.sort_unstable_by_key(|kind| (Reverse(kind.letters), kind.first));
        kinds.truncate(KINDS);
        let mut seeds: Vec<SeedLine> = Vec::new();
        let kinds = kinds.into_iter().map(|kind| {
            let why = match kind.letters {
                1 => "the only one of its kind".to_owned(),
                letters => format!("one of {letters} alike"),
            };
            (kind.contact, why)
        });
        let edges = EDGES.into_iter().zip(self.edges);
        let edges = edges.filter_map(|(edge, held)| Some((held?.1, edge.label().to_owned())));
        for (contact, why) in kinds.chain(edges) {
            match seeds.iter_mut().find(|seed| seed.contact == contact) {
                Some(seed) => seed.why = format!("{}, {why}", seed.why),
                None => seeds.push(SeedLine { contact, why }),
            }
        }
        seeds
    }
}

#[cfg(test)]
mod tests {
    use super::{COUNTED, KINDS, Samples};
    use crate::letter::WordingId;
    use crate::proof::Print;

    fn print(wording: u64, name_width: usize, empty_fields: usize) -> Print {
        Print { wording: WordingId(wording), bytes: 100, name_width, empty_fields }
    }

    #[test]
    fn p18_one_of_each_language_tier_and_wording_and_the_edges_are_samples() {
        let mut samples = Samples::default();
        for (contact, group, print) in [
            ("a", ("en", "key"), print(1, 5, 0)),
            ("b", ("en", "general"), print(1, 5, 0)),
            ("c", ("en", "general"), print(1, 9, 0)),
            ("d", ("en", "general"), print(2, 5, 0)),
            ("e", ("zh-CN", "general"), print(3, 5, 0)),
            ("f", ("en", "general"), print(1, 2, 4)),
        ] {
            samples.meet(contact, group, print);
        }
        let picked = samples.finish();
        let picked: Vec<(&str, &str)> =
            picked.iter().map(|seed| (seed.contact.as_str(), seed.why.as_str())).collect();
        assert_eq!(
            picked,
            [
                ("b", "one of 3 alike"),
                ("a", "the only one of its kind"),
                ("d", "the only one of its kind"),
                ("e", "the only one of its kind"),
                ("c", "longest name"),
                ("f", "shortest name, most empty fields"),
            ]
        );
    }

    #[test]
    fn p18_where_each_reader_has_a_wording_of_their_own_the_samples_stay_few() {
        let mut samples = Samples::default();
        for reader in 0..COUNTED as u64 + 10 {
            samples.meet(&format!("c-{reader}"), "en", print(reader, 5, 0));
        }
        samples.meet("c-0", "en", print(7, 5, 0));
        let picked = samples.finish();
        assert_eq!(picked.len(), KINDS);
        assert_eq!((picked[0].contact.as_str(), picked[0].why.as_str()), ("c-7", "one of 2 alike"));
        assert!(Samples::<()>::default().finish().is_empty());
    }
}
