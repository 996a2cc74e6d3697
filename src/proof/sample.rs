use super::frozen::{Damage, Digest, Frozen, Line};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// How many letters are drawn by lot.
const DRAWN: u64 = 5;

/// A letter that an approver should look at, and why this one (G-08, P-18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picked {
    /// Why.
    pub why: &'static str,
    /// The letter.
    #[serde(flatten)]
    pub line: Line,
}

/// How far out a letter is.
type Measure = fn(&Line) -> usize;

const EXTREMES: [(&str, Measure); 5] = [
    ("longest name", |line| line.name.chars().count()),
    ("shortest name", |line| usize::MAX - line.name.chars().count()),
    ("longest letter", |line| line.length as usize),
    ("shortest letter", |line| usize::MAX - line.length as usize),
    ("longest subject", |line| line.subject.chars().count()),
];

/// Five letters at the edges, and five others by lot. The digest draws the lots: everybody who
/// approves the same letters looks at the same ones, and nobody can choose which.
pub fn sample(frozen: &Frozen) -> Result<Vec<Picked>, Damage> {
    let drawn = lots(&frozen.digest, frozen.manifest.counts.letters);
    let mut extremes: [Option<(usize, Line)>; EXTREMES.len()] = Default::default();
    let mut random: BTreeMap<u64, Line> = BTreeMap::new();
    for (number, line) in (0..).zip(frozen.letters()) {
        let line = line?;
        if drawn.contains(&number) {
            random.insert(number, line.clone());
        }
        for ((_, measure), held) in EXTREMES.iter().zip(&mut extremes) {
            let far = measure(&line);
            if held.as_ref().is_none_or(|(held, _)| far > *held) {
                *held = Some((far, line.clone()));
            }
        }
    }
    let random = random.into_values().map(|line| Picked { why: "drawn by lot", line });
    let extremes = EXTREMES.iter().zip(extremes);
    let extremes = extremes.filter_map(|((why, _), held)| Some(Picked { why, line: held?.1 }));
    Ok(extremes.chain(random).collect())
}

/// Different numbers below `letters`, as the digest draws them.
fn lots(digest: &Digest, letters: u64) -> Vec<u64> {
    let mut drawn = Vec::new();
    let wanted = usize::try_from(DRAWN.min(letters)).unwrap_or_default();
    let mut round = 0_u32;
    while drawn.len() < wanted {
        let hash = Sha256::digest(format!("{digest}\n{round}\n"));
        let number = hash.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        let number = number % letters;
        if !drawn.contains(&number) {
            drawn.push(number);
        }
        round += 1;
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::{lots, sample};
    use crate::proof::frozen::{Digest, tests::freeze};
    use crate::world::MemoryWorld;
    use jiff::Timestamp;
    use std::path::Path;

    #[test]
    fn g08_the_digest_draws_the_same_lots_each_time() {
        let digest = |c: &str| Digest::parse(&c.repeat(64)).unwrap();
        let drawn = lots(&digest("a"), 1000);
        assert_eq!((drawn.len(), &drawn), (5, &lots(&digest("a"), 1000)));
        assert_ne!(drawn, lots(&digest("b"), 1000));
        assert!(drawn.iter().all(|number| *number < 1000));
        let mut few = lots(&digest("a"), 3);
        few.sort_unstable();
        assert_eq!((few, lots(&digest("a"), 0)), (vec![0, 1, 2], Vec::new()));
    }

    #[test]
    fn p18_letters_at_the_edges_come_first() {
        let frozen = freeze(&MemoryWorld::new(Timestamp::UNIX_EPOCH, []), Path::new("/p"));
        let picked = sample(&frozen).unwrap();
        assert_eq!(picked.len(), 8);
        let longest = picked.iter().find(|one| one.why == "longest letter").unwrap();
        assert_eq!(longest.line.contact, "b");
        assert_eq!(picked.iter().filter(|one| one.why == "drawn by lot").count(), 3);
    }
}
