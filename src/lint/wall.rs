//! The names and addresses of everybody in the roster, so that none of them stands in somebody else's letter
//! (L-31).
//!
//! Kept as hashes of 64 bits, so that a million people fit into memory; a text is looked through once, whatever
//! the number of people.

use crate::diagnostic::Span;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// More words or characters than this has no name.
const LONGEST: usize = 31;

/// What belongs to whom; built once from the whole roster.
#[derive(Debug, Default)]
pub struct Wall {
    known: HashSet<u64>,
    /// So short, or so common, that they say little in running text: they count in headers alone.
    weak: HashSet<u64>,
    /// The first word or character of a name, with a bit for each length that begins so.
    first: HashMap<u64, u32>,
}

/// Names and addresses of one reader, which may stand in that reader's letter.
pub(super) struct Own(Vec<u64>);

impl Own {
    pub(super) fn of(texts: &[String]) -> Self {
        let key = |text: &String| {
            if text.contains('@') { address(text) } else { key(text).map_or(0, |it| it.0) }
        };
        Self(texts.iter().map(key).collect())
    }
}

/// What is said of a name or address that is somebody else's.
pub(super) fn stranger(words: &str) -> String {
    format!("`{words}` belongs to somebody else")
}

/// A piece of a text that a name can begin or end with: a word, or one Chinese character.
#[derive(Debug, Clone)]
struct Unit<'t> {
    text: &'t str,
    at: usize,
    han: bool,
}

impl Wall {
    /// Adds a name of a person or a company, as letters print it.
    pub fn add_name(&mut self, name: &str) {
        let Some((key, count, first, han)) = key(name) else { return };
        // One word alone is a word of the language as often as a name: Will, Mark, May, Target.
        if !(2..=LONGEST).contains(&count) {
            return;
        }
        self.known.insert(key);
        if han && count == 2 {
            self.weak.insert(key);
        }
        *self.first.entry(first).or_default() |= 1 << count;
    }

    /// Adds an address.
    pub fn add_address(&mut self, text: &str) {
        self.known.insert(address(text));
    }

    /// Whether nobody is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Where a text names somebody who is not the reader; the longest name at each place.
    pub(super) fn strangers(&self, text: &str, own: &Own, in_header: bool) -> Vec<Span> {
        let mut found = self.addresses(text, own);
        let units = units(text);
        let mut at = 0;
        while at < units.len() {
            let step = self.name_at(&units[at..], own, in_header);
            match step {
                Some((count, true)) => {
                    let last = &units[at + count - 1];
                    found.push(units[at].at..last.at + last.text.len());
                    at += count;
                }
                Some((count, false)) => at += count,
                None => at += 1,
            }
        }
        found
    }

    /// The longest name that begins here, and whether it is a stranger's.
    fn name_at(&self, units: &[Unit<'_>], own: &Own, in_header: bool) -> Option<(usize, bool)> {
        let lengths = *self.first.get(&hash(&[units.first()?.text]))?;
        let most = units.len().min(LONGEST);
        (2..=most).rev().filter(|count| lengths & 1 << count != 0).find_map(|count| {
            let name: Vec<&str> = units[..count].iter().map(|unit| unit.text).collect();
            let key = hash(&name);
            if own.0.contains(&key) {
                return Some((count, false));
            }
            let counts = self.known.contains(&key) && (in_header || !self.weak.contains(&key));
            (counts && together(&units[..count])).then_some((count, true))
        })
    }

    fn addresses(&self, text: &str, own: &Own) -> Vec<Span> {
        let inner = |c: char| c.is_alphanumeric() || ".-_+%'".contains(c);
        let spans = text.match_indices('@').map(|(at, _)| {
            let start = text[..at].char_indices().rev().take_while(|(_, c)| inner(*c)).last();
            let end = text[at + 1..].char_indices().take_while(|(_, c)| inner(*c)).last();
            let end = end.map_or(at + 1, |(offset, c)| at + 1 + offset + c.len_utf8());
            let end = at + text[at..end].trim_end_matches(['.', '-']).len();
            start.map_or(at, |(at, _)| at)..end
        });
        spans
            .filter(|span| {
                let key = address(&text[span.clone()]);
                self.known.contains(&key) && !own.0.contains(&key)
            })
            .collect()
    }
}

/// Chinese characters of a name stand side by side; words of one have blanks between them and nothing else.
fn together(units: &[Unit<'_>]) -> bool {
    units.windows(2).all(|two| {
        let end = two[0].at + two[0].text.len();
        let apart = two[1].at - end;
        if two[0].han && two[1].han {
            return apart == 0;
        }
        // Behind an initial stands its period as well.
        apart == 1 || (apart == 2 && two[0].text.chars().count() <= 3)
    })
}

/// The hash of a name, how many units it has, the hash of the first, and whether all are Chinese.
fn key(name: &str) -> Option<(u64, usize, u64, bool)> {
    let units = units(name);
    let texts: Vec<&str> = units.iter().map(|unit| unit.text).collect();
    let first = hash(&[texts.first()?]);
    Some((hash(&texts), texts.len(), first, units.iter().all(|unit| unit.han)))
}

fn hash(texts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    texts.hash(&mut hasher);
    hasher.finish()
}

fn address(text: &str) -> u64 {
    hash(&["@", &text.trim().to_lowercase()])
}

/// Words without the marks around them, and Chinese characters one by one.
fn units(text: &str) -> Vec<Unit<'_>> {
    let spelled = |c: char| c.is_alphanumeric() || "-'\u{2019}.&".contains(c);
    let mut units = Vec::with_capacity(text.len() / 4);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_han(c) {
            units.push(Unit { text: &text[at..at + c.len_utf8()], at, han: true });
            continue;
        }
        if !spelled(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((next, c)) = chars.next_if(|(_, c)| spelled(*c) && !is_han(*c)) {
            end = next + c.len_utf8();
        }
        let word = text[at..end].trim_matches(['.', '-', '\'', '\u{2019}']);
        if !word.is_empty() {
            let at = at + text[at..end].find(word).unwrap_or(0);
            units.push(Unit { text: word, at, han: false });
        }
    }
    units
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::{Own, Wall};
    use proptest::prelude::{prop_assert, proptest};

    fn wall() -> Wall {
        let mut wall = Wall::default();
        for name in [
            "Anna Schmidt",
            "M\u{fc}ller & S\u{f6}hne Ltd.",
            "\u{6b27}\u{9633}\u{9759}\u{59dd}",
            "\u{9ad8}\u{5cf0}",
            "Will",
            "\u{738b}\u{4f1f}",
        ] {
            wall.add_name(name);
        }
        wall.add_address("Ana.Reyes@Partner.example");
        wall
    }

    fn found(text: &str, own: &[&str], in_header: bool) -> Vec<String> {
        let own: Vec<String> = own.iter().map(ToString::to_string).collect();
        let spans = wall().strangers(text, &Own::of(&own), in_header);
        spans.into_iter().map(|span| text[span].to_owned()).collect()
    }

    #[test]
    fn l31_others_are_found_in_any_text() {
        assert_eq!(found("Dear Bo, as Anna Schmidt said.", &[], false), ["Anna Schmidt"]);
        assert_eq!(found("<p title=\"Anna Schmidt\">", &[], false), ["Anna Schmidt"]);
        assert_eq!(
            found("to M\u{fc}ller & S\u{f6}hne Ltd, and", &[], false),
            ["M\u{fc}ller & S\u{f6}hne Ltd"]
        );
        assert_eq!(
            found("\u{8bf7}\u{6b27}\u{9633}\u{9759}\u{59dd}\u{8f6c}\u{4ea4}", &[], false),
            ["\u{6b27}\u{9633}\u{9759}\u{59dd}"]
        );
        assert_eq!(
            found("mail ana.reyes@partner.example.", &[], false),
            ["ana.reyes@partner.example"]
        );
    }

    #[test]
    fn l31_the_reader_s_own_and_common_words_are_not() {
        assert_eq!(found("Dear Anna Schmidt,", &["Anna Schmidt"], false), [""; 0]);
        assert_eq!(found("We will mark it; Will and May agree.", &[], false), [""; 0]);
        // Two characters are a word as often as a name: at the height of the season.
        assert_eq!(found("\u{9500}\u{552e}\u{9ad8}\u{5cf0}\u{671f}", &[], false), [""; 0]);
        assert_eq!(found("\u{9ad8}\u{5cf0}", &[], true), ["\u{9ad8}\u{5cf0}"]);
        assert_eq!(found("Anna, Schmidt is here", &[], false), [""; 0]);
    }

    proptest! {
        #[test]
        fn a_stranger_stands_where_it_is_said(text in "[a-zA-Z @.\u{738b}\u{4f1f}<>\"]{0,40}(Anna Schmidt)?\\PC{0,20}") {
            for span in wall().strangers(&text, &Own::of(&[]), true) {
                prop_assert!(text.get(span).is_some_and(|words| !words.is_empty()));
            }
        }
    }
}
