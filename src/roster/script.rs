use crate::locale::is_han;
use std::ops::Range;

/// The first word that mixes Latin letters with Cyrillic or Greek ones (E-15).
///
/// Such a word is nearly always a look-alike: `Аnna` with a Cyrillic first letter.
pub(crate) fn mixed(text: &str) -> Option<Range<usize>> {
    if text.is_ascii() {
        return None;
    }
    text.split(|c: char| !c.is_alphanumeric()).find(|word| is_mixed(word)).map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    })
}

/// Whether a text has a Chinese character.
pub(crate) fn has_han(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_han)
}

fn is_mixed(word: &str) -> bool {
    let latin = |c: char| {
        c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
    };
    let other = |c: char| matches!(c, '\u{370}'..='\u{52f}' | '\u{1f00}'..='\u{1fff}');
    word.chars().any(latin) && word.chars().any(other)
}

#[cfg(test)]
mod tests {
    use super::{has_han, mixed};

    #[test]
    fn e15_a_word_of_two_alphabets_is_found() {
        assert_eq!(mixed("Herr \u{410}nna X"), Some(5..10));
        for text in ["Anna", "Анна Schmidt", "Łukasz", "王Anna", "Ελένη"] {
            assert_eq!(mixed(text), None, "{text}");
        }
    }

    #[test]
    fn chinese_characters_are_told_from_others() {
        assert!(has_han("王 A") && has_han("𠮷"));
        assert!(!has_han("Anna") && !has_han("ひらがな") && !has_han("한국"));
    }
}
