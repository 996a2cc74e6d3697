//! How hard a letter is to read, by what can be counted (domain 2.6).

use super::case::Case;
use super::sentence::Sentence;
use crate::locale::is_han;

/// Stands for a value: a name, a date, a number, each read as one word.
const VALUE: char = '\u{FFFC}';

/// Syllables that a value is reckoned with.
const SYLLABLES_OF_A_VALUE: usize = 2;

/// What was counted in the prose of one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    pub(super) sentences: usize,
    /// Words in English, characters in Chinese.
    pub(super) words: usize,
    pub(super) syllables: usize,
    pub(super) passive: usize,
}

impl Counts {
    /// Counts the prose of a letter.
    pub(super) fn of(case: &Case<'_>) -> Self {
        let mut counts = Self::default();
        for sentence in prose(case) {
            let text = plain(&sentence);
            counts.sentences += 1;
            if case.chinese() {
                counts.words += characters(&text);
            } else {
                counts.words += words(&text).count();
                counts.syllables += words(&text).map(syllables).sum::<usize>();
                counts.passive += usize::from(is_passive(&text));
            }
        }
        counts
    }

    /// Words, or characters, of the mean sentence.
    pub(super) fn mean(self) -> f64 {
        ratio(self.words, self.sentences)
    }

    /// Flesch reading ease: 50 and more is read with ease.
    pub(super) fn reading_ease(self) -> f64 {
        206.835 - 1.015 * self.mean() - 84.6 * ratio(self.syllables, self.words)
    }

    /// Flesch-Kincaid grade: the years of school that the text asks for.
    pub(super) fn grade(self) -> f64 {
        0.39 * self.mean() + 11.8 * ratio(self.syllables, self.words) - 15.59
    }
}

/// A share of small counts.
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    let small = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    small(part) / small(whole.max(1))
}

/// The sentences that are read as such. The line of a measure below its text, with who and when, is none.
pub(super) fn prose<'c>(case: &Case<'c>) -> impl Iterator<Item = Sentence<'c>> + use<'c> {
    let below = |sentence: &Sentence<'_>| {
        sentence.words.item && sentence.words.text[..sentence.span.start].contains('\n')
    };
    case.sentences().into_iter().filter(move |sentence| !below(sentence))
}

/// The text of a sentence, each value of it as one word.
pub(super) fn plain(sentence: &Sentence<'_>) -> String {
    let mut out = String::new();
    let mut at = sentence.span.start;
    let inside = |value: &&crate::diagnostic::Span| {
        value.start >= sentence.span.start && value.end <= sentence.span.end
    };
    for value in sentence.words.values.iter().filter(inside) {
        out.push_str(&sentence.words.text[at..value.start.max(at)]);
        out.push(VALUE);
        at = value.end.max(at);
    }
    out.push_str(&sentence.words.text[at..sentence.span.end]);
    out
}

/// The words of an English text.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\n', '\u{2014}', '\u{2013}'])
        .filter(|word| word.contains(|c: char| c.is_alphanumeric() || c == VALUE))
}

/// The length of a Chinese text in characters; a value counts as one.
pub(super) fn characters(text: &str) -> usize {
    text.chars().filter(|c| is_han(*c) || *c == VALUE).count()
}

/// The syllables of an English word, reckoned from its groups of vowels.
fn syllables(word: &str) -> usize {
    if word.contains(VALUE) {
        return SYLLABLES_OF_A_VALUE;
    }
    let word: String =
        word.chars().filter(|c| c.is_alphabetic()).map(|c| c.to_ascii_lowercase()).collect();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let (mut groups, mut inside) = (0, false);
    for c in word.chars() {
        groups += usize::from(is_vowel(c) && !inside);
        inside = is_vowel(c);
    }
    // The e of `make`, `closed` and `moves` is silent; that of `table`, `wanted` and `services` is not.
    let silent = word.ends_with('e') && !word.ends_with("le") && !word.ends_with("ee")
        || word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded")
        || word.ends_with("es")
            && !["ses", "zes", "ces", "ges", "xes", "shes", "ches"]
                .iter()
                .any(|end| word.ends_with(end));
    if silent && groups > 1 { groups - 1 } else { groups.max(1) }
}

const BE: [&str; 8] = ["am", "is", "are", "was", "were", "be", "been", "being"];

/// Participles that do not end in `-ed`.
const IRREGULAR: [&str; 58] = [
    "beaten",
    "begun",
    "bought",
    "bound",
    "broken",
    "brought",
    "built",
    "caught",
    "chosen",
    "cut",
    "dealt",
    "done",
    "drawn",
    "driven",
    "felt",
    "found",
    "forgotten",
    "frozen",
    "given",
    "gone",
    "heard",
    "held",
    "hidden",
    "hit",
    "hurt",
    "kept",
    "known",
    "laid",
    "led",
    "left",
    "lent",
    "lost",
    "made",
    "meant",
    "met",
    "paid",
    "put",
    "read",
    "run",
    "seen",
    "sent",
    "set",
    "shown",
    "shut",
    "sold",
    "spent",
    "spoken",
    "stolen",
    "struck",
    "taken",
    "taught",
    "thought",
    "told",
    "understood",
    "withdrawn",
    "won",
    "worn",
    "written",
];

/// Words that look like participles and are none, or tell a feeling rather than a deed.
const NO_PARTICIPLE: [&str; 9] =
    ["need", "indeed", "concerned", "pleased", "worried", "red", "speed", "committed", "united"];

/// Whether an English sentence has a form of `be` before a participle, an adverb between them or not.
pub(super) fn is_passive(sentence: &str) -> bool {
    let words: Vec<String> = words(sentence)
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase())
        .collect();
    words.iter().enumerate().any(|(at, word)| {
        BE.contains(&word.as_str())
            && words[at + 1..]
                .iter()
                .take(3)
                .find(|word| !is_adverb(word))
                .is_some_and(|word| is_participle(word))
    })
}

fn is_adverb(word: &str) -> bool {
    word.ends_with("ly")
        || [
            "not", "now", "also", "still", "already", "never", "often", "always", "being", "been",
            "all", "both", "only",
        ]
        .contains(&word)
}

fn is_participle(word: &str) -> bool {
    let regular = word.len() > 4 && word.ends_with("ed");
    (regular || IRREGULAR.contains(&word)) && !NO_PARTICIPLE.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::{is_passive, syllables, words};

    #[test]
    fn syllables_are_near_the_spoken_ones() {
        for (word, count) in [
            ("fire", 1),
            ("orders", 2),
            ("table", 2),
            ("closed", 1),
            ("wanted", 2),
            ("delivery", 4),
            ("the", 1),
            ("we", 1),
            ("services", 3),
            ("investigation", 5),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    #[test]
    fn the_passive_is_told_from_the_active() {
        for passive in [
            "The hall was closed.",
            "Every order is being checked.",
            "It has not been found.",
            "Mistakes were also made.",
            "The data were fully restored.",
        ] {
            assert!(is_passive(passive), "{passive}");
        }
        for active in [
            "We closed the hall.",
            "We are checking every order.",
            "The stock is yours.",
            "I am worried.",
            "The line is in need of steel.",
        ] {
            assert!(!is_passive(active), "{active}");
        }
    }

    #[test]
    fn words_are_counted_as_they_are_read() {
        assert_eq!(words("We ship 1,200 bearings - at once - by part-load.").count(), 8);
    }
}
