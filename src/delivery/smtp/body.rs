//! The body of a letter: whether it may go over the wire, and how (E-13, E-14).

/// The longest line, without its end (RFC 5321 section 4.5.3.1.6).
const LONGEST_LINE: usize = 998;

/// Why a message may not go over the wire. It is our own fault and trying again does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Misfit {
    #[error("line {0} is longer than {LONGEST_LINE} bytes")]
    LongLine(usize),
    #[error("there is a line end that is not CR LF in or before line {0}")]
    BareEnd(usize),
    #[error("there is a NUL byte in it")]
    Nul,
    #[error("the added header lines do not end with a line end")]
    OpenHead,
}

/// What is to be known about a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Body {
    /// Its size as SIZE counts it, with a closing line end.
    pub(super) size: usize,
    /// Whether it has bytes beyond ASCII.
    pub(super) eight_bit: bool,
    /// Whether its last line needs an end.
    pub(super) open_line: bool,
    /// Whether a line begins with a dot.
    dots: bool,
}

/// Examines a letter's bytes.
pub(super) fn examine(head: &[u8], message: &[u8]) -> Result<Body, Misfit> {
    if !head.is_empty() && !head.ends_with(b"\r\n") {
        return Err(Misfit::OpenHead);
    }
    let dots = lines(head)? | lines(message)?;
    let open_line = !message.is_empty() && !message.ends_with(b"\r\n");
    Ok(Body {
        size: head.len() + message.len() + if open_line { 2 } else { 0 },
        eight_bit: !head.is_ascii() || !message.is_ascii(),
        open_line,
        dots,
    })
}

/// Checks the lines; whether one begins with a dot.
fn lines(text: &[u8]) -> Result<bool, Misfit> {
    if memchr::memchr(0, text).is_some() {
        return Err(Misfit::Nul);
    }
    let mut dots = text.first() == Some(&b'.');
    let (mut start, mut count) = (0, 0);
    for end in memchr::memchr_iter(b'\n', text) {
        count += 1;
        if end == start || text[end - 1] != b'\r' {
            return Err(Misfit::BareEnd(count));
        }
        if end - 1 - start > LONGEST_LINE {
            return Err(Misfit::LongLine(count));
        }
        start = end + 1;
        dots |= text.get(start) == Some(&b'.');
    }
    if text.len() - start > LONGEST_LINE {
        return Err(Misfit::LongLine(count + 1));
    }
    // Each LF has a CR before it: a CR too many stands alone.
    if memchr::memchr_iter(b'\r', text).count() != count {
        return Err(Misfit::BareEnd(count + 1));
    }
    Ok(dots)
}

impl Body {
    /// Gives the body as it goes over the wire, piece by piece: a dot is put before each line
    /// that begins with one (RFC 5321 section 4.5.2).
    pub(super) fn pieces<'a>(&self, text: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        let dots = self.dots;
        let mut rest = text;
        let mut at_start = true;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            if dots && at_start && rest[0] == b'.' {
                at_start = false;
                return Some(&b"."[..]);
            }
            let end = if dots { next_dot(rest) } else { rest.len() };
            let piece;
            (piece, rest) = rest.split_at(end);
            at_start = true;
            Some(piece)
        })
    }
}

/// Where the next line that begins with a dot begins, behind the first byte.
fn next_dot(text: &[u8]) -> usize {
    memchr::memmem::find(text, b"\n.").map_or(text.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::{Misfit, examine};
    use proptest::prelude::*;

    fn wire(head: &[u8], message: &[u8]) -> Vec<u8> {
        let body = examine(head, message).unwrap();
        let mut out: Vec<u8> =
            body.pieces(head).chain(body.pieces(message)).flatten().copied().collect();
        if body.open_line {
            out.extend_from_slice(b"\r\n");
        }
        out
    }

    #[test]
    fn lines_that_begin_with_a_dot_get_another_one() {
        let text = b".\r\n..a\r\nb.\r\n.\r\n";
        assert_eq!(wire(b"", text), b"..\r\n...a\r\nb.\r\n..\r\n");
        assert_eq!(wire(b".h\r\n", b".m"), b"..h\r\n..m\r\n");
        assert_eq!(wire(b"Date: x\r\n", b"a\r\n"), b"Date: x\r\na\r\n");
    }

    #[test]
    fn e13_lines_have_998_bytes_at_most() {
        let line = |length| [vec![b'a'; length].as_slice(), b"\r\n"].concat();
        assert!(examine(b"", &line(998)).is_ok());
        assert_eq!(examine(b"", &line(999)), Err(Misfit::LongLine(1)));
        assert_eq!(
            examine(b"", &[b"a\r\n", vec![b'a'; 999].as_slice()].concat()),
            Err(Misfit::LongLine(2))
        );
    }

    #[test]
    fn e14_bare_line_ends_and_nul_stay_here() {
        for text in [&b"a\nb"[..], b"a\r\nb\rc\r\n", b"a\r", b"\n", b"\r\r\n", b"a\r\n\n.\r\n"] {
            assert!(matches!(examine(b"", text), Err(Misfit::BareEnd(_))), "{text:?}");
        }
        assert_eq!(examine(b"", b"a\0"), Err(Misfit::Nul));
        assert_eq!(examine(b"Date: x", b"a"), Err(Misfit::OpenHead));
    }

    #[test]
    fn what_is_to_be_known_is_told() {
        let body = examine(b"D: x\r\n", b"\xc3\xa4").unwrap();
        assert_eq!((body.size, body.eight_bit, body.open_line), (10, true, true));
        let body = examine(b"", b"").unwrap();
        assert_eq!((body.size, body.eight_bit, body.open_line), (0, false, false));
    }

    proptest! {
        /// What a server takes apart is what was put in, and no body can end itself early.
        #[test]
        fn a_body_comes_back_as_it_was(text in "([.a\u{e4}]{0,3}\r\n){0,8}[.a]{0,2}") {
            let sent = wire(b"", text.as_bytes());
            let mut back = Vec::new();
            for line in sent.split_inclusive(|byte| *byte == b'\n') {
                prop_assert_ne!(line, b".\r\n");
                back.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
            }
            let mut whole = text.into_bytes();
            if !whole.is_empty() && !whole.ends_with(b"\r\n") { whole.extend_from_slice(b"\r\n"); }
            prop_assert_eq!(back, whole);
        }

        #[test]
        fn any_bytes_at_all_are_examined(head in any::<Vec<u8>>(), text in any::<Vec<u8>>()) {
            let _ = examine(&head, &text);
        }
    }
}
