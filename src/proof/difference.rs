//! What changed between two proofs, letter by letter (P-22).

use super::Reading;
use super::frozen::{Damage, Frozen, Line, Manifest};
use serde::Serialize;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeMap;

/// How many different changes of wording are told apart; personal values can make each letter its own.
const TOLD: usize = 50;

/// What is different in the letters of today from those of then.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Who gets a letter now and did not then.
    pub added: Vec<String>,
    /// Who got one then and does not now.
    pub removed: Vec<String>,
    /// Whose letter goes to another address: contact, then, now.
    pub readdressed: Vec<(String, String, String)>,
    /// Whose letter goes in another wave: contact, then, now.
    pub rewaved: Vec<(String, u8, u8)>,
    /// Letters that read otherwise, those with the same change together.
    pub reworded: Vec<Reworded>,
    /// Letters that read otherwise in still other ways.
    pub reworded_more: usize,
    /// Letters whose words are the same and whose bytes are not: the head or the layout.
    pub other_bytes: Vec<String>,
    /// How many letters go at another time.
    pub retimed: usize,
    /// What else changed: key, then, now.
    pub policy: Vec<(String, String, String)>,
    /// How many lines of the index of then are the same now.
    pub same: usize,
}

/// One change of wording and whose letters have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reworded {
    /// Lines that went begin with `-`, those that came with `+`.
    pub lines: Vec<String>,
    /// The contacts.
    pub contacts: Vec<String>,
}

impl Difference {
    /// Compares the letters of then with those of now.
    pub fn between(then: &Frozen, now: &Frozen) -> Result<Self, Damage> {
        let mut found = Self { policy: policy(&then.manifest, &now.manifest), ..Self::default() };
        // Of the letters of then only the places are kept: there may be a million.
        let mut places: BTreeMap<String, (u64, usize)> = BTreeMap::new();
        let mut lines = then.letters();
        while let Some(line) = lines.next() {
            places.insert(line?.contact, lines.place());
        }
        let mut reworded: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
        for line in now.letters() {
            let line = line?;
            match places.remove(&line.contact) {
                None => found.added.push(line.contact),
                Some(place) => {
                    let before = then.line_at(place)?;
                    found.compare((then, before), (now, line), &mut reworded)?;
                }
            }
        }
        found.removed = places.into_keys().collect();
        let reworded = reworded.into_iter().map(|(lines, contacts)| Reworded { lines, contacts });
        found.reworded = reworded.collect();
        found.reworded.sort_by_key(|one| std::cmp::Reverse(one.contacts.len()));
        Ok(found)
    }

    /// Whether nothing that an approver would care for is different.
    pub fn is_empty(&self) -> bool {
        *self == Self { same: self.same, retimed: self.retimed, ..Self::default() }
    }

    fn compare(
        &mut self,
        (then, before): (&Frozen, Line),
        (now, line): (&Frozen, Line),
        reworded: &mut BTreeMap<Vec<String>, Vec<String>>,
    ) -> Result<(), Damage> {
        if before.to != line.to {
            self.readdressed.push((line.contact.clone(), before.to.clone(), line.to.clone()));
        }
        if before.wave != line.wave {
            self.rewaved.push((line.contact.clone(), before.wave, line.wave));
        }
        self.retimed += usize::from(before.not_before != line.not_before);
        if before.sha256 == line.sha256 {
            self.same += 1;
            return Ok(());
        }
        let (old, new) = (words(then, &before)?, words(now, &line)?);
        if old == new {
            self.other_bytes.push(line.contact);
            return Ok(());
        }
        let lines = changed_lines(&old, &new);
        if let Some(contacts) = reworded.get_mut(&lines) {
            contacts.push(line.contact);
        } else if reworded.len() < TOLD {
            reworded.insert(lines, vec![line.contact]);
        } else {
            self.reworded_more += 1;
        }
        Ok(())
    }
}

/// A letter as it reads, with its subject.
fn words(frozen: &Frozen, line: &Line) -> Result<String, Damage> {
    let mut message = Vec::new();
    frozen.message(line, &mut message)?;
    let text = match Reading::of(&message) {
        Some(reading) => reading.text,
        None => String::from_utf8_lossy(&message).into_owned(),
    };
    Ok(format!("Subject: {}\n\n{text}", line.subject))
}

fn changed_lines(old: &str, new: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(old, new);
    let changes = diff.iter_all_changes().filter_map(|change| {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => return None,
        };
        Some(format!("{sign} {}", change.value().trim_end()))
    });
    changes.collect()
}

/// What changed beside the letters: all of the manifest but what follows from the letters themselves.
fn policy(then: &Manifest, now: &Manifest) -> Vec<(String, String, String)> {
    let flat = |manifest: &Manifest| {
        let mut flat = BTreeMap::new();
        let mut manifest = manifest.clone();
        manifest.counts = super::frozen::ManifestCounts::default();
        let waves = std::mem::take(&mut manifest.waves);
        for wave in waves {
            let name = format!("wave {}", wave.number);
            flatten(&name, &serde_json::to_value(wave).unwrap_or_default(), &mut flat);
        }
        for one in std::mem::take(&mut manifest.left_out) {
            flat.insert(format!("left out {}", one.contact), one.reason);
        }
        flatten("", &serde_json::to_value(manifest).unwrap_or_default(), &mut flat);
        flat.remove("frozen_at");
        flat
    };
    let (then, now) = (flat(then), flat(now));
    let keys: std::collections::BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    let value =
        |flat: &BTreeMap<String, String>, key: &String| flat.get(key).cloned().unwrap_or_default();
    let changes = keys.into_iter().map(|key| (key.clone(), value(&then, key), value(&now, key)));
    changes.filter(|(_, then, now)| then != now).collect()
}

fn flatten(path: &str, value: &Value, flat: &mut BTreeMap<String, String>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path} {key}") };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| flatten(&below(key), value, flat)),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(plain).collect();
            flat.insert(path.to_owned(), items.join(", "));
        }
        other => {
            flat.insert(path.to_owned(), plain(other));
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::Difference;
    use crate::proof::frozen::tests::freeze_letters;
    use crate::world::MemoryWorld;
    use jiff::Timestamp;

    #[test]
    fn p22_every_kind_of_change_is_told() {
        let world = MemoryWorld::new(Timestamp::UNIX_EPOCH, []);
        let then = freeze_letters(
            &world,
            &[("a", 3, "x\none\nend"), ("b", 3, "x\none\nend"), ("c", 3, "same"), ("d", 4, "gone")],
            |_| {},
        );
        let now = freeze_letters(
            &world,
            &[("a", 3, "x\ntwo\nend"), ("b", 5, "x\ntwo\nend"), ("c", 3, "same"), ("e", 4, "new")],
            |manifest| {
                "live".clone_into(&mut manifest.mode);
                manifest.policy.letters_per_minute = 30;
            },
        );
        let found = Difference::between(&then, &now).unwrap();
        assert_eq!(
            (found.added.as_slice(), found.removed.as_slice()),
            (["e".to_owned()].as_slice(), ["d".to_owned()].as_slice())
        );
        assert_eq!(found.rewaved, [("b".to_owned(), 3, 5)]);
        assert_eq!(found.reworded.len(), 1);
        assert_eq!(found.reworded[0].lines, ["- one", "+ two"]);
        assert_eq!(found.reworded[0].contacts, ["a", "b"]);
        assert_eq!(found.same, 1);
        let policy: Vec<_> = found.policy.iter().map(|(key, ..)| key.as_str()).collect();
        assert_eq!(policy, ["mode", "policy letters_per_minute"]);
        assert!(!found.is_empty());
        assert!(Difference::between(&now, &now).unwrap().is_empty());
    }
}
