use super::flaw::Flaw;

/// Whether a field is one line or may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    One,
    Many,
}

/// Characters that may stand in no field (E-14, E-15): each kind is told once a field.
///
/// Control characters could add a header to a mail; direction marks and characters without width
/// make a text read differently from what is sent; private-use characters have no meaning outside
/// one machine and are kept for the renderer.
pub(crate) fn flaws(text: &str, lines: Lines) -> Vec<Flaw> {
    let mut flaws: Vec<Flaw> = Vec::new();
    let mut told = [false; KINDS];
    for (at, c) in text.char_indices() {
        let Some(kind) = Kind::of(c, lines) else { continue };
        if !std::mem::replace(&mut told[kind as usize], true) {
            flaws.push(kind.flaw(at, c));
        }
    }
    flaws
}

/// Whether a text can hold such a character at all: looks at bytes only, so that nearly every
/// field is done with here.
pub(crate) fn suspicious(text: &str) -> bool {
    text.bytes().any(|byte| SUSPECT[byte as usize])
}

/// Bytes that such a character begins with.
const SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte < 0x20
            || matches!(byte, 0x7f | 0xc2 | 0xcd | 0xd8 | 0xe1 | 0xe2 | 0xe3 | 0xee | 0xef)
            || byte >= 0xf0;
        byte += 1;
    }
    table
};

const KINDS: usize = 6;

#[derive(Clone, Copy)]
enum Kind {
    Break,
    Control,
    Direction,
    NoWidth,
    PrivateUse,
    Replacement,
}

impl Kind {
    fn of(c: char, lines: Lines) -> Option<Self> {
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => {
                (lines == Lines::One).then_some(Self::Break)
            }
            '\t' if lines == Lines::Many => None,
            _ if c.is_control() => Some(Self::Control),
            '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => Some(Self::Direction),
            '\u{ad}'
            | '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{2064}'
            | '\u{206a}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}' => Some(Self::NoWidth),
            '\u{fffd}' => Some(Self::Replacement),
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Some(Self::PrivateUse),
            _ if (c as u32) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}') => {
                Some(Self::PrivateUse)
            }
            _ => None,
        }
    }

    fn flaw(self, at: usize, c: char) -> Flaw {
        let code = format!("U+{:04X}", c as u32);
        let (rule, title, why) = match self {
            Self::Break => (
                "E-14",
                "a line break stands where only one line may stand".to_owned(),
                "In a name, address or title a line break could add a header to the mail. Only \
                 `concerns`, `interests`, `notes` and `letter_…` columns may have several lines.",
            ),
            Self::Control => (
                "E-14",
                format!("the control character {code} stands in a field"),
                "Control characters cannot be seen and could add a header to the mail.",
            ),
            Self::Direction => (
                "E-15",
                format!("the direction mark {code} stands in a field"),
                "It changes the order in which a text is shown, so that it reads differently from \
                 what is sent.",
            ),
            Self::NoWidth => (
                "E-15",
                format!("the invisible character {code} stands in a field"),
                "It cannot be seen, and two values that look the same would differ.",
            ),
            Self::PrivateUse => (
                "E-15",
                format!("the private-use character {code} stands in a field"),
                "It has no meaning outside the machine that wrote it, so a reader would see a box.",
            ),
            Self::Replacement => (
                "E-15",
                "a character of this field cannot be read".to_owned(),
                "Its bytes are no character in the encoding of the file, or the text was damaged \
                 before.",
            ),
        };
        let hint = match self {
            Self::Break => "put the text on one line",
            Self::Replacement => "type the word again and save the file as UTF-8",
            _ => "delete the field and type it again by hand",
        };
        Flaw::error(at..at + c.len_utf8(), title).rule(rule).why(why).hint(hint)
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, flaws, suspicious};

    fn rules(text: &str, lines: Lines) -> Vec<&'static str> {
        flaws(text, lines).iter().filter_map(|flaw| flaw.rule).collect()
    }

    #[test]
    fn e14_control_characters_are_errors_and_lines_only_where_allowed() {
        assert_eq!(rules("Wang\r\nBcc: x@y", Lines::One), ["E-14"]);
        assert_eq!(rules("two\nlines\tand a tab", Lines::Many), [""; 0]);
        for text in ["a\0b", "a\u{7f}", "a\u{1b}[31m", "a\u{9b}b"] {
            assert_eq!(rules(text, Lines::Many), ["E-14"], "{text:?}");
        }
    }

    #[test]
    fn e15_hidden_characters_are_errors_with_their_place() {
        for c in
            ['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}', '\u{e000}', '\u{10fffd}', '\u{fffd}']
        {
            let text = format!("王{c}x");
            let found = flaws(&text, Lines::Many);
            assert_eq!((found.len(), found[0].rule), (1, Some("E-15")), "{c:?}");
            assert_eq!(found[0].span, 3..3 + c.len_utf8());
        }
    }

    #[test]
    fn e15_ordinary_text_of_all_languages_is_left_alone() {
        for text in
            ["O’Neill — “x” … 10 €", "王建国(总经理),您好!", "Łukasz Ãé", "한국 ひらがな", "😀👍🏽"]
        {
            assert_eq!(flaws(text, Lines::One), [], "{text}");
        }
    }

    #[test]
    fn the_quick_look_misses_no_character() {
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            if !flaws(c.encode_utf8(&mut [0; 4]), Lines::One).is_empty() {
                assert!(suspicious(c.encode_utf8(&mut [0; 4])), "{c:?}");
            }
        }
        assert!(!suspicious("Anna Schmidt, Zürich"));
    }
}
