/// The most bytes of a line, without its end (RFC 5545, 3.1).
const MOST: usize = 75;

/// Adds one property of a calendar: folded at 75 bytes on a border of characters, ended with CRLF.
pub(super) fn push(out: &mut String, property: &str, value: &str) {
    let line = format!("{property}:{value}");
    let mut rest = line.as_str();
    let mut room = MOST;
    while rest.len() > room {
        let (head, tail) = rest.split_at(rest.floor_char_boundary(room));
        out.push_str(head);
        out.push_str("\r\n ");
        rest = tail;
        // The blank that marks a continued line counts.
        room = MOST - 1;
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

/// A text as a calendar holds it (RFC 5545, 3.3.11).
pub(super) fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{push, text};
    use proptest::prelude::*;

    #[test]
    fn texts_are_escaped() {
        assert_eq!(text("a, b; c\\d\ne\r"), "a\\, b\\; c\\\\d\\ne");
    }

    proptest! {
        #[test]
        fn lines_are_short_and_unfold_to_what_they_were(value in "[ -~一-龥äß😀]{0,300}") {
            let mut out = String::new();
            push(&mut out, "SUMMARY", &value);
            prop_assert!(out.ends_with("\r\n"));
            for line in out.trim_end_matches("\r\n").split("\r\n") {
                prop_assert!(line.len() <= 75, "{}", line.len());
            }
            let unfolded = out.trim_end_matches("\r\n").replace("\r\n ", "");
            prop_assert_eq!(unfolded, format!("SUMMARY:{value}"));
        }
    }
}
