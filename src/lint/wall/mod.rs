//! The names and addresses of everybody in the roster, so that none of them stands in somebody else's letter
//! (L-31).
//!
//! Kept as hashes of 64 bits, so that a million people fit into memory; a text is looked through once, whatever
//! the number of people.

mod entries;
mod keys;
mod named;
mod short;
mod units;
mod weight;

use super::mark::{Mark, Spot};
use crate::diagnostic::{Severity, Span};
pub use entries::Entries;
use entries::{Name, address, keys_of, named, phone};
use keys::{Keys, Lengths};
use short::short_names;
use units::{Unit, units};
use weight::weight;

/// No name has more words or characters than this.
const LONGEST: usize = 31;

/// What belongs to whom; built once from the whole roster.
#[derive(Debug, Default)]
pub struct Wall {
    known: Keys,
    /// What we noted of people.
    notes: Keys,
    /// The first word or character of a name, with a bit for each length that begins so.
    first: Lengths,
}

/// Names and addresses that may stand in a letter: the reader's, and those that the company allows.
#[derive(Debug, Default, Clone)]
pub(super) struct Own {
    keys: Vec<u64>,
    first: Vec<(u64, u32)>,
}

/// Words that name somebody who is not the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stranger {
    /// Where they stand.
    pub(super) span: Span,
    /// Whether they are a note of ours, and no name.
    pub(super) noted: bool,
    /// Whether they can hardly be anything else: 高建设 is a person, and stands in 提高建设水平 as well.
    pub(super) sure: bool,
}

impl Stranger {
    /// What is said of it, at the place where it stands in the text.
    pub(super) fn mark(&self, text: &str, spot: Spot) -> Mark {
        let words = &text[self.span.clone()];
        if self.noted {
            Mark::new(spot, format!("`{words}` is a note of ours"))
        } else if self.sure {
            Mark::new(spot, format!("`{words}` belongs to somebody else"))
        } else {
            Mark::new(spot, format!("`{words}` is also the name of somebody else"))
                .weighs(Severity::Warning)
        }
    }
}

impl Own {
    /// `texts` are names of people and companies, and addresses.
    pub(super) fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        Self::default().and(texts)
    }

    /// The same, and some more.
    pub(super) fn and<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut own = self.clone();
        for text in texts {
            if text.contains('@') {
                own.keys.push(address(text));
                continue;
            }
            own.keys.extend(phone(text));
            for name in std::iter::once(text).chain(short_names(text)) {
                if let Some(Name { key, first, count }) = named(name, true) {
                    own.keys.push(key);
                    own.first.push((first, 1 << count));
                }
            }
        }
        own
    }

    /// Adds what somebody else may name.
    pub(super) fn add(&mut self, other: &Self) {
        self.keys.extend_from_slice(&other.keys);
        self.first.extend_from_slice(&other.first);
    }

    /// Whether all that these keys stand for belongs to the reader.
    pub(super) fn owns_all(&self, keys: &[u64]) -> bool {
        keys.iter().all(|key| self.keys.contains(key))
    }

    fn lengths(&self, first: u64) -> u32 {
        self.first.iter().filter(|(known, _)| *known == first).fold(0, |bits, it| bits | it.1)
    }
}

impl Wall {
    /// Adds what is to be kept apart.
    pub fn add(&mut self, entries: Entries) {
        let Entries { known, notes, first } = entries;
        for key in known {
            self.known.add(key);
        }
        for key in notes {
            self.notes.add(key);
        }
        for (first, length) in first {
            self.first.add(first, length);
        }
    }

    /// Whether nobody is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Where a text names somebody who is not the reader; the longest name at each place.
    pub(super) fn strangers(&self, text: &str, own: &Own, in_header: bool) -> Vec<Stranger> {
        let mut found = self.addresses(text, own);
        let units = units(text);
        let mut at = 0;
        while at < units.len() {
            let Some((count, whose)) = self.name_at(text, &units[at..], own) else {
                at += 1;
                continue;
            };
            let span = units[at].span.start..units[at + count - 1].span.end;
            let noted = whose == Whose::Ours;
            if noted {
                found.push(Stranger { span, noted, sure: true });
            } else if whose == Whose::Stranger
                && let Some(sure) = weight(text, &units[at..at + count], &span, in_header)
            {
                found.push(Stranger { span, noted, sure });
            }
            at += count;
        }
        found
    }

    /// The longest name that begins here, and whose it is.
    fn name_at(&self, text: &str, units: &[Unit], own: &Own) -> Option<(usize, Whose)> {
        let first = units.first()?.hash;
        let lengths = self.first.of(first) | own.lengths(first);
        if lengths == 0 {
            return None;
        }
        let mut longest = None;
        for (count, key) in keys_of(text, units, lengths) {
            if own.keys.contains(&key) {
                longest = Some((count, Whose::Reader));
            } else if self.known.contains(key) {
                longest = Some((count, Whose::Stranger));
            } else if self.notes.contains(key) {
                longest = Some((count, Whose::Ours));
            }
        }
        longest
    }

    fn addresses(&self, text: &str, own: &Own) -> Vec<Stranger> {
        let inner = |c: char| c.is_alphanumeric() || ".-_+%'".contains(c);
        let spans = text.match_indices('@').map(|(at, _)| {
            let start = text[..at].char_indices().rev().take_while(|(_, c)| inner(*c)).last();
            let end = text[at + 1..].char_indices().take_while(|(_, c)| inner(*c)).last();
            let end = end.map_or(at + 1, |(offset, c)| at + 1 + offset + c.len_utf8());
            let end = at + text[at..end].trim_end_matches(['.', '-']).len();
            start.map_or(at, |(at, _)| at)..end
        });
        let strangers = spans.filter(|span| {
            let key = address(&text[span.clone()]);
            self.known.contains(key) && !own.keys.contains(&key)
        });
        let strangers = strangers.chain(self.phones(text, own));
        strangers.map(|span| Stranger { span, noted: false, sure: true }).collect()
    }

    /// Telephone numbers, however their digits are set apart.
    fn phones<'s>(&'s self, text: &'s str, own: &'s Own) -> impl Iterator<Item = Span> + 's {
        let inner = |c: char| c.is_ascii_digit() || "+ -()/.\u{a0}".contains(c);
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(first) = text[at..].find(|c: char| c.is_ascii_digit() || c == '+') {
                let start = at + first;
                let end = text[start..].find(|c| !inner(c)).map_or(text.len(), |end| start + end);
                at = end.max(start + 1);
                let number = text[start..end].trim_end_matches(|c: char| !c.is_ascii_digit());
                let of_others = |key| self.known.contains(key) && !own.keys.contains(&key);
                if phone(number).is_some_and(of_others) {
                    return Some(start..start + number.len());
                }
            }
            None
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Reader,
    Stranger,
    Ours,
}

#[cfg(test)]
mod tests {
    use super::{Entries, Own, Wall};
    use proptest::prelude::{prop_assert, proptest};

    fn wall() -> Wall {
        let mut entries = Entries::default();
        for name in ["Anna Schmidt", "Schmidt, Anna", "欧阳静姝", "高峰", "高建设", "Will", "王伟"]
        {
            entries.add_person(name);
        }
        for name in [
            "Müller & Söhne Ltd.",
            "Hai Tong Co., Ltd.",
            "Target",
            "BASF SE",
            "Sandvall AB",
            "玄河机器人有限公司",
        ] {
            entries.add_company(name);
        }
        entries.add_address("Ana.Reyes@Partner.example");
        entries.add_phone("+86 21 0555 0117");
        entries.add_note("prefers to hear bad news by telephone");
        entries.add_note("董事会刚批准明年扩产");
        entries.add_note("likes tea");
        let mut wall = Wall::default();
        wall.add(entries);
        wall
    }

    fn all(text: &str, own: &[&str], in_header: bool) -> Vec<(String, bool)> {
        let found = wall().strangers(text, &Own::of(own.iter().copied()), in_header);
        found.into_iter().map(|it| (text[it.span].to_owned(), it.sure)).collect()
    }

    fn found(text: &str, own: &[&str], in_header: bool) -> Vec<String> {
        all(text, own, in_header).into_iter().filter(|it| it.1).map(|it| it.0).collect()
    }

    fn doubted(text: &str) -> Vec<String> {
        all(text, &[], false).into_iter().filter(|it| !it.1).map(|it| it.0).collect()
    }

    #[test]
    fn l31_others_are_found_in_any_text() {
        assert_eq!(found("Dear Bo, as Anna Schmidt said.", &[], false), ["Anna Schmidt"]);
        assert_eq!(found("<p title=\"Anna Schmidt\">", &[], false), ["Anna Schmidt"]);
        assert_eq!(found("to ANNA\nSCHMIDT", &[], false), ["ANNA\nSCHMIDT"]);
        assert_eq!(found("by Schmidt, Anna.", &[], false), ["Schmidt, Anna"]);
        assert_eq!(found("to Müller & Söhne Ltd, and", &[], false), ["Müller & Söhne Ltd"]);
        assert_eq!(found("to Müller & Söhne today", &[], false), ["Müller & Söhne"]);
        assert_eq!(found("at Hai Tong Co., Ltd. now", &[], false), ["Hai Tong Co., Ltd"]);
        assert_eq!(found("from Hai Tong.", &[], false), ["Hai Tong"]);
        assert_eq!(found("请欧阳静姝转交", &[], false), ["欧阳静姝"]);
        assert_eq!(found("玄河机器人已确认", &[], false), ["玄河机器人"]);
        assert_eq!(found("请找王伟先生。已告知高建设。", &[], false), ["王伟", "高建设"]);
        assert_eq!(
            found("mail ana.reyes@partner.example.", &[], false),
            ["ana.reyes@partner.example"]
        );
    }

    #[test]
    fn l31_a_long_note_is_found_by_its_beginning() {
        let note: String = ('\u{4e10}'..).take(40).collect();
        let mut entries = Entries::default();
        entries.add_note(&note);
        let mut wall = Wall::default();
        wall.add(entries);
        for (text, count) in [(note.as_str(), 1), (&note[..120 - 3], 1), (&note[..3 * 30], 0)] {
            assert_eq!(wall.strangers(text, &Own::default(), false).len(), count);
            let mut keys = Vec::new();
            wall.keys_in(text, false, &mut keys);
            assert_eq!(keys.len(), count);
        }
    }

    #[test]
    fn l31_companies_of_one_word_are_found_where_they_are_no_word_of_the_language() {
        assert_eq!(found("as BASF told us", &[], false), ["BASF"]);
        assert_eq!(doubted("as Sandvall told us"), ["Sandvall"]);
        assert_eq!(doubted("we met Target."), ["Target"]);
        assert_eq!(doubted("Target dates are a target."), [""; 0]);
        assert_eq!(found("Target", &[], true), ["Target"]);
        assert_eq!(all("as Sandvall told us", &["Sandvall AB"], false), []);
    }

    #[test]
    fn l31_the_reader_s_own_and_common_words_are_not() {
        assert_eq!(all("Dear Anna Schmidt,", &["Anna Schmidt"], false), []);
        assert_eq!(all("We will mark it; Will and May agree.", &[], false), []);
        // Two characters are a word as often as a name: at the height of the season.
        assert_eq!(all("销售高峰期", &[], false), []);
        assert_eq!(found("高峰", &[], true), ["高峰"]);
        assert_eq!(doubted("提高建设水平"), ["高建设"]);
        assert_eq!(all("Anna, Schmidt is here", &[], false), []);
        assert_eq!(all("the anna schmidt", &[], false), []);
        // What belongs to the reader may hold what belongs to somebody else.
        assert_eq!(all("to New Hai Tong Works", &["New Hai Tong Works"], false), []);
    }

    #[test]
    fn l31_notes_and_telephones_of_others_are_found() {
        assert_eq!(
            found("She prefers to hear bad news by telephone, always.", &[], false),
            ["prefers to hear bad news by telephone"]
        );
        assert_eq!(found("听说董事会刚批准明年扩产。", &[], false), ["董事会刚批准明年扩产"]);
        assert_eq!(found("call +86 (21) 0555-0117.", &[], false), ["+86 (21) 0555-0117"]);
        assert_eq!(all("call +86 21 0555 0117", &["+86 21 0555 0117"], false), []);
        assert_eq!(all("She likes tea, on 2026-11-20, order 0555 0118.", &[], false), []);
    }

    proptest! {
        #[test]
        fn a_stranger_stands_where_it_is_said(text in "[a-zA-Z @.,王伟高建设<>\"]{0,40}(Anna Schmidt)?\\PC{0,20}") {
            for stranger in wall().strangers(&text, &Own::of([]), true) {
                prop_assert!(text.get(stranger.span).is_some_and(|words| !words.is_empty()));
            }
        }
    }
}
