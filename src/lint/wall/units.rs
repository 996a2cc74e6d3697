//! Texts as names see them: words, Chinese characters, and the comma of `Sandvall, Henrik`.

use crate::diagnostic::Span;
use crate::locale::is_han;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// A piece of a text that a name can begin or end with.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Where it stands.
    pub(super) span: Span,
    pub(super) kind: Kind,
    /// What it is known by, in capitals or not.
    pub(super) hash: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// One Chinese character.
    Han,
    Comma,
}

/// Words without the marks around them, Chinese characters one by one, and commas.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let mut units = Vec::with_capacity(text.len() / 4);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_han(c) {
            units.push(unit(text, at..at + c.len_utf8(), Kind::Han));
        } else if c == ',' {
            units.push(unit(text, at..at + 1, Kind::Comma));
        }
        if is_han(c) || !is_spelled(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((next, c)) = chars.next_if(|(_, c)| is_spelled(*c) && !is_han(*c)) {
            end = next + c.len_utf8();
        }
        let whole = &text[at..end];
        let start = at + whole.len() - whole.trim_start_matches(BESIDE).len();
        let word = whole.trim_matches(BESIDE);
        if !word.is_empty() {
            units.push(unit(text, start..start + word.len(), Kind::Word));
        }
    }
    units
}

fn unit(text: &str, span: Span, kind: Kind) -> Unit {
    let hash = folded(&text[span.clone()]);
    Unit { span, kind, hash }
}

/// Marks that stand within words, and beside them.
const BESIDE: [char; 4] = ['.', '-', '\'', '\u{2019}'];

fn is_spelled(c: char) -> bool {
    c.is_alphanumeric() || c == '&' || BESIDE.contains(&c)
}

/// A word without regard to capitals behind its first letter: `SANDVALL` is `Sandvall`, and `best` is not `Best`.
fn folded(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for (at, c) in word.chars().enumerate() {
        let small = if at == 0 { c } else { c.to_lowercase().next().unwrap_or(c) };
        hasher.write_u32(u32::from(small));
    }
    hasher.finish()
}

/// Whether two pieces can be parts of one name: Chinese characters side by side, words with one blank between
/// them, and the period of an abbreviation before either.
pub(super) fn together(text: &str, one: &Unit, next: &Unit) -> bool {
    let gap = &text[one.span.end..next.span.start];
    let gap = gap.strip_prefix('.').unwrap_or(gap);
    let blank = || {
        let mut chars = gap.chars();
        chars.next().is_some_and(char::is_whitespace) && chars.next().is_none()
    };
    match (one.kind, next.kind) {
        (Kind::Han, Kind::Han) | (_, Kind::Comma) => gap.is_empty(),
        (Kind::Han, _) | (_, Kind::Han) => gap.is_empty() || blank(),
        _ => blank(),
    }
}

#[cfg(test)]
mod tests {
    use super::{folded, units};

    fn words(text: &str) -> Vec<&str> {
        units(text).into_iter().map(|unit| &text[unit.span]).collect()
    }

    #[test]
    fn words_characters_and_commas_come_one_by_one() {
        assert_eq!(words("Hai Tong Co., Ltd."), ["Hai", "Tong", "Co", ",", "Ltd"]);
        assert_eq!(words("请O'Brien-Li转交。"), ["请", "O'Brien-Li", "转", "交"]);
        assert_eq!(words("<p title=\"A & B\">"), ["p", "title", "A", "&", "B"]);
    }

    #[test]
    fn capitals_behind_the_first_letter_do_not_count() {
        assert_eq!(folded("SANDVALL"), folded("Sandvall"));
        assert_ne!(folded("sandvall"), folded("Sandvall"));
    }
}
