use sha2::{Digest, Sha256};

/// What stands before the first row.
pub(super) const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What is to be written: a fact with when and where it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When it is recorded, RFC 3339 in UTC.
    pub recorded_at: String,
    /// The machine that records it.
    pub machine: String,
    /// The fact as JSON, in one line.
    pub body: String,
}

/// An entry in its place: numbered, and bound to the row before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1, without gaps.
    pub seq: u64,
    /// What was written.
    pub entry: Entry,
    /// The digest of the row before, in hexadecimal.
    pub previous: String,
    /// The digest of this row, in hexadecimal.
    pub hash: String,
}

/// Where a chain stops being whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// The first row that cannot be relied on.
    pub seq: u64,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What can be wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It is not there, though a later one is.
    Missing,
    /// It holds something else than was written.
    Changed,
    /// It is whole, and does not follow the row before it.
    Astray,
}

/// The end of a chain, so far as it was followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How many rows there are.
    pub seq: u64,
    /// The digest of the last row; zeros when there is none.
    pub hash: String,
}

impl Default for Head {
    fn default() -> Self {
        Self { seq: 0, hash: START.to_owned() }
    }
}

impl Head {
    /// Puts an entry behind the last row, and moves on to it.
    pub fn link(&mut self, entry: Entry) -> Row {
        let seq = self.seq + 1;
        let previous = std::mem::take(&mut self.hash);
        let hash = digest(&previous, seq, &entry);
        *self = Self { seq, hash: hash.clone() };
        Row { seq, entry, previous, hash }
    }

    /// Follows the chain to its next row, which must be the one that was written.
    pub fn follow(&mut self, row: &Row) -> Result<(), Break> {
        let seq = self.seq + 1;
        if row.seq != seq {
            // A number that was there before cannot come from the table's key.
            let flaw = if row.seq > seq { Flaw::Missing } else { Flaw::Changed };
            return Err(Break { seq, flaw });
        }
        let Entry { recorded_at, machine, .. } = &row.entry;
        let forged = [&row.previous, recorded_at, machine].iter().any(|line| line.contains('\n'));
        if forged || row.hash != digest(&row.previous, seq, &row.entry) {
            return Err(Break { seq, flaw: Flaw::Changed });
        }
        if row.previous != self.hash {
            return Err(Break { seq, flaw: Flaw::Astray });
        }
        self.seq = seq;
        self.hash.clone_from(&row.hash);
        Ok(())
    }
}

/// SHA-256 over five lines: the digest before, number, time, machine, fact.
///
/// Only the last of them may hold a line break, so that no two rows read alike.
fn digest(previous: &str, seq: u64, entry: &Entry) -> String {
    let Entry { recorded_at, machine, body } = entry;
    let mut hasher = Sha256::new();
    for line in [previous, &seq.to_string(), recorded_at, machine] {
        hasher.update(line);
        hasher.update("\n");
    }
    hasher.update(body);
    base16ct::lower::encode_string(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::{Break, Entry, Flaw, Head, Row, START};

    fn rows(count: usize) -> Vec<Row> {
        let mut head = Head::default();
        let entry = |n: usize| Entry {
            recorded_at: format!("2026-11-20T02:00:{n:02}Z"),
            machine: "0011223344556677".to_owned(),
            body: format!("{{\"fact\":\"{n}\"}}"),
        };
        (0..count).map(|n| head.link(entry(n))).collect()
    }

    fn follow(rows: &[Row]) -> Result<Head, Break> {
        let mut head = Head::default();
        rows.iter().try_for_each(|row| head.follow(row))?;
        Ok(head)
    }

    #[test]
    fn a_whole_chain_is_followed_to_its_end() {
        let rows = rows(9);
        let head = follow(&rows).unwrap();
        assert_eq!((head.seq, &head.hash), (9, &rows[8].hash));
        assert_eq!(rows[0].previous, START);
        assert_eq!(follow(&[]).unwrap(), Head::default());
    }

    #[test]
    fn the_digest_can_be_made_again_by_any_other_program() {
        // printf '%s\n' 000…0 1 2026-11-20T02:00:00Z 0011223344556677 | (cat; printf '{"fact":"0"}') | sha256sum
        assert_eq!(
            rows(1)[0].hash,
            "a9eee016fd5cf3de3f6386c202e923dd03022680ea8a72f39696470a508ff917"
        );
    }

    #[test]
    fn each_way_to_tamper_is_found_at_its_row() {
        let changes: [fn(&mut Row); 5] = [
            |row| row.entry.body.push(' '),
            |row| row.entry.recorded_at = "2026-11-20T02:00:59Z".to_owned(),
            |row| row.entry.machine.insert(0, '0'),
            |row| row.hash.replace_range(..1, "x"),
            |row| row.previous = START.to_owned(),
        ];
        for change in changes {
            let mut rows = rows(6);
            change(&mut rows[3]);
            assert_eq!(follow(&rows), Err(Break { seq: 4, flaw: Flaw::Changed }));
        }
    }

    #[test]
    fn a_row_taken_out_or_put_in_is_found() {
        let mut gone = rows(6);
        gone.remove(2);
        assert_eq!(follow(&gone), Err(Break { seq: 3, flaw: Flaw::Missing }));
        let mut twice = rows(6);
        twice.insert(2, twice[1].clone());
        assert_eq!(follow(&twice), Err(Break { seq: 3, flaw: Flaw::Changed }));
        // A row that is made anew with a digest of its own does not fit the one behind it.
        let mut forged = rows(6);
        let mut head = Head { seq: 2, hash: forged[1].hash.clone() };
        let entry = Entry { body: "{}".to_owned(), ..forged[2].entry.clone() };
        forged[2] = head.link(entry);
        assert_eq!(follow(&forged), Err(Break { seq: 4, flaw: Flaw::Astray }));
    }

    #[test]
    fn a_line_break_cannot_move_words_from_one_part_to_the_next() {
        let mut rows = rows(1);
        let entry = &mut rows[0].entry;
        entry.recorded_at = format!("{}\n{}", entry.recorded_at, entry.machine);
        (entry.machine, entry.body) = entry
            .body
            .split_once(':')
            .map_or_else(|| unreachable!(), |(left, right)| (left.to_owned(), right.to_owned()));
        assert_eq!(follow(&rows), Err(Break { seq: 1, flaw: Flaw::Changed }));
    }
}
