//! Which script a Chinese character belongs to: characters that only simplified or only traditional texts have.
//!
//! docs/decisions/scripts.md tells where the two tables come from and what they leave out on purpose.

use crate::locale::Language;

/// Characters of simplified texts alone: rows of forty, in the order of their code points.
const SIMPLIFIED: &str = include_str!("script/simplified.txt");

/// Characters of traditional texts alone, in the same way.
const TRADITIONAL: &str = include_str!("script/traditional.txt");

/// Characters of a row.
const ROW: usize = 40;

/// Bytes of a character: all of them lie in the basic plane beyond U+0800.
const BYTES: usize = 3;

/// Whether a character stands in texts of the other script only, as seen from a Chinese language.
pub(super) fn is_foreign(c: char, language: Language) -> bool {
    match language {
        Language::ZhCn => holds(TRADITIONAL, c),
        Language::ZhTw => holds(SIMPLIFIED, c),
        Language::En => false,
    }
}

/// Whether a character stands in texts of this script only.
pub(super) fn is_own(c: char, language: Language) -> bool {
    match language {
        Language::ZhCn => holds(SIMPLIFIED, c),
        Language::ZhTw => holds(TRADITIONAL, c),
        Language::En => false,
    }
}

/// Looks a character up by halves.
fn holds(table: &str, c: char) -> bool {
    if c < '\u{4E00}' {
        return false;
    }
    let (mut low, mut high) = (0, count(table));
    while low < high {
        let middle = low.midpoint(high);
        match nth(table, middle) {
            Some(found) if found == c => return true,
            Some(found) if found < c => low = middle + 1,
            _ => high = middle,
        }
    }
    false
}

fn count(table: &str) -> usize {
    let row = ROW * BYTES + 1;
    table.len() / row * ROW + table.len() % row / BYTES
}

fn nth(table: &str, at: usize) -> Option<char> {
    let start = at / ROW * (ROW * BYTES + 1) + at % ROW * BYTES;
    table.get(start..)?.chars().next()
}

#[cfg(test)]
mod tests {
    use super::{SIMPLIFIED, TRADITIONAL, count, holds, is_foreign, is_own};
    use crate::locale::Language;
    use encoding_rs::{BIG5, GBK};

    fn characters(table: &str) -> Vec<char> {
        table.chars().filter(|c| *c != '\n').collect()
    }

    /// Whether GB 2312 has a character: it is the part of GBK with both bytes from A1 and rows up to F7.
    fn in_gb2312(c: char) -> bool {
        let text = c.to_string();
        let (bytes, _, lost) = GBK.encode(&text);
        !lost && matches!(bytes.as_ref(), [0xB0..=0xF7, 0xA1..=0xFE])
    }

    fn in_big5(c: char) -> bool {
        let text = c.to_string();
        let (bytes, _, lost) = BIG5.encode(&text);
        !lost && matches!(bytes.as_ref(), [0xA4..=0xF9, _])
    }

    #[test]
    fn every_character_of_the_tables_is_found_and_no_other() {
        for table in [SIMPLIFIED, TRADITIONAL] {
            let all = characters(table);
            assert_eq!(all.len(), count(table));
            assert!(all.is_sorted() && all.iter().all(|c| holds(table, *c)));
        }
        let all = ('\u{4E00}'..='\u{9FFF}').filter(|c| holds(SIMPLIFIED, *c)).count();
        assert_eq!(all, count(SIMPLIFIED));
        assert!(!characters(SIMPLIFIED).iter().any(|c| holds(TRADITIONAL, *c)));
    }

    #[test]
    fn the_tables_agree_with_the_character_sets_of_either_side() {
        assert!(characters(TRADITIONAL).iter().all(|c| in_big5(*c) && !in_gb2312(*c)));
        let simplified = characters(SIMPLIFIED);
        assert!(simplified.iter().all(|c| in_gb2312(*c)));
        let also_in_big5: String = simplified.iter().filter(|c| in_big5(**c)).collect();
        assert_eq!(also_in_big5, "与优体儿冈听圣坏复宁异怀怜惊扑扰无机构气洁离网触赶隶");
    }

    #[test]
    fn what_both_scripts_write_is_foreign_to_neither() {
        for c in "后里台面只群峰床秘着著恒玥昇祐的".chars() {
            assert!(!is_foreign(c, Language::ZhCn) && !is_foreign(c, Language::ZhTw), "{c}");
        }
        assert!(is_foreign('後', Language::ZhCn) || is_foreign('裡', Language::ZhCn));
        assert!(is_foreign('这', Language::ZhTw) && is_own('这', Language::ZhCn));
    }
}
