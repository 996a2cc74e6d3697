use std::iter::Peekable;
use std::str::CharIndices;

/// The characters of a TOML string as it stands between its quotes, each with its place in bytes.
///
/// Escapes are one character; a backslash at a line's end takes the blanks after it along;
/// `\r\n` is one line end.
pub(crate) struct Characters<'a> {
    raw: &'a str,
    chars: Peekable<CharIndices<'a>>,
    escapes: bool,
}

impl<'a> Characters<'a> {
    /// `escapes` is whether a backslash has a meaning: in `"…"` it has, in `'…'` it has not.
    pub(crate) fn new(raw: &'a str, escapes: bool) -> Self {
        Self { raw, chars: raw.char_indices().peekable(), escapes }
    }

    fn escape(&mut self) -> Option<char> {
        let (at, c) = self.chars.next()?;
        Some(match c {
            'b' => '\u{8}',
            't' => '\t',
            'n' => '\n',
            'f' => '\u{C}',
            'r' => '\r',
            'e' => '\u{1B}',
            'x' => self.code(at + 1, 2),
            'u' => self.code(at + 1, 4),
            'U' => self.code(at + 1, 8),
            c if c.is_whitespace() => {
                while self.chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                return None;
            }
            c => c,
        })
    }

    fn code(&mut self, start: usize, digits: usize) -> char {
        let code = self.raw.get(start..start + digits);
        for _ in 0..code.map_or(0, str::len) {
            self.chars.next();
        }
        code.and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32)
            .unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

impl Iterator for Characters<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (at, c) = self.chars.next()?;
            match c {
                '\\' if self.escapes => {
                    if let Some(c) = self.escape() {
                        return Some((at, c));
                    }
                }
                '\r' if self.chars.peek().is_some_and(|(_, next)| *next == '\n') => {}
                c => return Some((at, c)),
            }
        }
    }
}

/// What is wrong with a character in a letter, and the rule that bars it.
pub(crate) fn barred(c: char) -> Option<(&'static str, &'static str)> {
    match c {
        '\n' | '\t' => None,
        c if c.is_control() => Some(("E-14", "a control character")),
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            Some(("E-15", "a mark that turns the direction of reading"))
        }
        '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => {
            Some(("E-15", "an invisible character"))
        }
        '\u{2028}' | '\u{2029}' => Some(("E-15", "an invisible line separator")),
        '\u{E0000}'..='\u{E007F}' => Some(("E-15", "an invisible tag character")),
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => {
            Some(("E-15", "a private-use character"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Characters, barred};

    fn read(raw: &str, escapes: bool) -> (String, Vec<usize>) {
        Characters::new(raw, escapes).map(|(at, c)| (c, at)).unzip()
    }

    #[test]
    fn escapes_are_one_character_each() {
        assert_eq!(read(r"a\n\u4E2Db", true), ("a\n中b".into(), vec![0, 1, 3, 9]));
        assert_eq!(read("a\\  \n  b", true), ("ab".into(), vec![0, 7]));
        assert_eq!(read(r"a\n", false).0, r"a\n");
        assert_eq!(read("a\r\nb", true), ("a\nb".into(), vec![0, 2, 3]));
        assert_eq!(read(r"\uZZ", true).0, "\u{FFFD}ZZ");
    }

    #[test]
    fn characters_that_hide_or_inject_are_barred_e_14_e_15() {
        for (c, rule) in [
            ('\0', "E-14"),
            ('\r', "E-14"),
            ('\u{1B}', "E-14"),
            ('\u{202E}', "E-15"),
            ('\u{2066}', "E-15"),
            ('\u{200B}', "E-15"),
            ('\u{FEFF}', "E-15"),
            ('\u{E000}', "E-15"),
            ('\u{F8FF}', "E-15"),
            ('\u{10FFFD}', "E-15"),
        ] {
            assert_eq!(barred(c).unwrap().0, rule, "{c:?}");
        }
        for c in ['\n', '\t', ' ', '\u{3000}', '\u{A0}', '中', 'é', '😀', '\u{2014}', '\u{FF0C}']
        {
            assert_eq!(barred(c), None, "{c:?}");
        }
    }
}
