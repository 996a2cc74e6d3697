//! Values that Markdown cannot see.
//!
//! A value from the roster or the facts must never become markup (E-35). So each printed value is
//! written as private-use characters, one a byte, between two marks: the Markdown parser meets
//! ordinary letters and nothing else, whatever the value holds. After parsing the value is read
//! back and escaped for HTML. The roster and the brief refuse private-use characters (E-15), so
//! nothing else can look like one.

use std::io::{self, Write};

const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';
const FIRST_BYTE: u32 = 0xE100;
const FIRST_SLOT: u32 = 0xE200;

/// How many slots there are: places in a wording that each person's value fills.
pub(super) const SLOTS: usize = 0x100;

/// Tera's escape function: writes a printed value so that Markdown sees letters only.
pub(super) fn escape(value: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut buffer = String::with_capacity(value.len() * 3 + 6);
    buffer.push(OPEN);
    buffer.extend(value.bytes().filter_map(|byte| char::from_u32(FIRST_BYTE + u32::from(byte))));
    buffer.push(CLOSE);
    out.write_all(buffer.as_bytes())
}

/// Reads back every value in a text.
pub(super) fn reveal(text: &str) -> String {
    if !text.contains(OPEN) {
        return text.to_owned();
    }
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        let code = u32::from(c);
        match c {
            OPEN | CLOSE => {}
            _ if (FIRST_BYTE..FIRST_BYTE + 0x100).contains(&code) => {
                out.extend(u8::try_from(code - FIRST_BYTE));
            }
            _ => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Cuts a text at its first value: what is before it, the value, still hidden, and what follows.
pub(super) fn next_value(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find(OPEN)?;
    let end = start + text[start..].find(CLOSE)? + CLOSE.len_utf8();
    Some((&text[..start], &text[start..end], &text[end..]))
}

/// Whether a text holds a value or a slot.
pub(super) fn holds_value(text: &str) -> bool {
    text.contains(|c| c == OPEN || slot_of(c).is_some())
}

/// The character that stands for a person's value in a wording.
pub(super) fn slot(index: usize) -> Option<char> {
    let index = u32::try_from(index).ok()?;
    if index < u32::try_from(SLOTS).ok()? { char::from_u32(FIRST_SLOT + index) } else { None }
}

/// Which slot a character stands for.
pub(super) fn slot_of(c: char) -> Option<usize> {
    let index = usize::try_from(u32::from(c).checked_sub(FIRST_SLOT)?).ok()?;
    (index < SLOTS).then_some(index)
}

/// Whether a template or wording holds a character that is kept for this use.
pub(super) fn is_reserved(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::{escape, holds_value, reveal, slot, slot_of};
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    fn hidden(value: &str) -> String {
        let mut out = Vec::new();
        escape(value, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn slots_are_told_from_text() {
        assert_eq!(slot(7).and_then(slot_of), Some(7));
        assert_eq!(slot(super::SLOTS), None);
        assert_eq!(slot_of('王'), None);
        assert!(holds_value(&hidden("x")) && !holds_value("x"));
    }

    proptest! {
        #[test]
        fn any_value_comes_back_and_never_shows_markup(value in "\\PC*") {
            let text = hidden(&value);
            prop_assert!(text.chars().all(super::is_reserved));
            prop_assert_eq!(reveal(&format!("a{text}b")), format!("a{value}b"));
        }
    }
}
