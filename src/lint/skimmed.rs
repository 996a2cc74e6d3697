//! A finished message in exactly the shape that letters have, taken apart without a library: every header
//! field, the plain text, the HTML. Whatever has another shape is left to the library.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use memchr::{memchr, memchr3, memmem};

/// The three texts of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Skimmed<'m> {
    /// The fields of its head, each with its line ends, not decoded. Whether a field can be read by itself is for
    /// the library to say.
    pub(super) head: Vec<&'m str>,
    /// The plain text, decoded.
    pub(super) text: String,
    /// The HTML, decoded.
    pub(super) html: String,
}

const LINE_END: &[u8] = b"\r\n";
const HEAD_END: &[u8] = b"\r\n\r\n";

impl<'m> Skimmed<'m> {
    /// Takes a message apart: two parts of one text in UTF-8, plain and HTML, in quoted-printable or base64
    /// (RFC 2045, RFC 2046), and nothing before, between or behind them. None for any other message.
    pub(super) fn of(message: &'m [u8]) -> Option<Self> {
        let end = memmem::find(message, HEAD_END)?;
        let head = std::str::from_utf8(&message[..end + LINE_END.len()]).ok()?;
        let head = fields(head)?;
        let boundary = boundary(&head)?;
        let body = &message[end + HEAD_END.len()..];
        let dashed = ["--", boundary].concat();
        let mut at = memmem::find_iter(body, dashed.as_bytes());
        let (Some(0), Some(second), Some(last), None) =
            (at.next(), at.next(), at.next(), at.next())
        else {
            return None;
        };
        let part = |from: usize, to: usize, kind| {
            let inner = body[from + dashed.len()..to].strip_prefix(LINE_END)?;
            decoded(inner.strip_suffix(LINE_END)?, kind)
        };
        let (text, html) = (part(0, second, "plain")?, part(second, last, "html")?);
        (body[last + dashed.len()..] == *b"--\r\n").then_some(Self { head, text, html })
    }
}

/// The fields of a head, each of another name.
fn fields(head: &str) -> Option<Vec<&str>> {
    let mut fields = Vec::with_capacity(12);
    let mut rest = head;
    while !rest.is_empty() {
        let mut end = 0;
        loop {
            end += memchr(b'\n', &rest.as_bytes()[end..])? + 1;
            if !rest[end..].starts_with([' ', '\t']) {
                break;
            }
        }
        let (field, others) = rest.split_at(end);
        let name = name(field)?;
        let begins = |known: &&str| {
            let begin = known.as_bytes().get(..name.len());
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(name.as_bytes()))
        };
        if fields.iter().any(begins) {
            return None;
        }
        fields.push(field);
        rest = others;
    }
    Some(fields)
}

/// The name of a header field with its colon.
fn name(field: &str) -> Option<&str> {
    let name = &field[..=field.find(':')?];
    (!name.contains(|c: char| c.is_ascii_whitespace())).then_some(name)
}

/// What stands between the parts.
fn boundary<'f>(head: &[&'f str]) -> Option<&'f str> {
    const KIND: &str = "Content-Type: multipart/alternative; boundary=\"";
    let value = head.iter().find_map(|field| field.strip_prefix(KIND))?;
    let boundary = value.strip_suffix("\"\r\n")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "_=-.+".contains(c);
    (!boundary.is_empty() && boundary.chars().all(plain)).then_some(boundary)
}

/// The text of a part of this kind.
fn decoded(part: &[u8], kind: &str) -> Option<String> {
    let end = memmem::find(part, HEAD_END)?;
    let head = std::str::from_utf8(&part[..end]).ok()?;
    let (first, encoding) = head.split_once("\r\n")?;
    let kind = first.strip_prefix("Content-Type: text/")?.strip_prefix(kind)?;
    if kind != "; charset=utf-8" {
        return None;
    }
    let body = &part[end + HEAD_END.len()..];
    let bytes = match encoding.strip_prefix("Content-Transfer-Encoding: ")? {
        "quoted-printable" => from_quoted_printable(body)?,
        "base64" => from_base64(body)?,
        _ => return None,
    };
    String::from_utf8(bytes).ok()
}

/// Reads quoted-printable (RFC 2045 6.7) as it is written: no blanks at the end of a line, no lone CR or LF.
fn from_quoted_printable(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = memchr3(b'=', b'\r', b'\n', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = match &rest[at..] {
            [b'=', b'\r', b'\n', rest @ ..] => rest,
            [b'=', high, low, rest @ ..] => {
                out.push(digit(*high)? << 4 | digit(*low)?);
                rest
            }
            [b'\r', b'\n', behind @ ..]
                if !rest[..at].ends_with(b" ") && !rest[..at].ends_with(b"\t") =>
            {
                out.extend_from_slice(LINE_END);
                behind
            }
            _ => return None,
        };
    }
    out.extend_from_slice(rest);
    (!rest.ends_with(b" ") && !rest.ends_with(b"\t")).then_some(out)
}

fn digit(hex: u8) -> Option<u8> {
    char::from(hex).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Reads base64 in lines (RFC 2045 6.8).
fn from_base64(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = memchr(b'\r', rest) {
        joined.extend_from_slice(&rest[..at]);
        rest = rest[at..].strip_prefix(LINE_END)?;
    }
    joined.extend_from_slice(rest);
    STANDARD.decode(&joined).ok()
}

#[cfg(test)]
mod tests {
    use super::{Skimmed, fields};
    use crate::lint::opened::Opened;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use lettre::message::header::{ContentTransferEncoding, ContentType};
    use lettre::message::{Body, MultiPart, SinglePart};
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    fn message(text: &str, html: &str, base64: bool) -> Vec<u8> {
        let part = |kind, words: &str| {
            let words = words.replace('\n', "\r\n");
            let (encoding, body) = if base64 {
                let lines = STANDARD.encode(words);
                let lines: Vec<&[u8]> = lines.as_bytes().chunks(76).collect();
                (ContentTransferEncoding::Base64, lines.join(&b"\r\n"[..]))
            } else {
                (ContentTransferEncoding::QuotedPrintable, quoted_printable::encode(words))
            };
            let body = Body::dangerous_pre_encoded(body, encoding);
            SinglePart::builder().header(kind).body(body)
        };
        let message = lettre::Message::builder()
            .from("Wáng <w@own.example>".parse().unwrap())
            .to("Ana <ana@p.example>".parse().unwrap())
            .subject("Fire – Suzhou")
            .multipart(
                MultiPart::alternative()
                    .boundary("=_x")
                    .singlepart(part(ContentType::TEXT_PLAIN, text))
                    .singlepart(part(ContentType::TEXT_HTML, html)),
            );
        message.unwrap().formatted()
    }

    #[test]
    fn fields_and_bodies_are_told_apart() {
        let message = message("Dear Ána,\n\nall = well\n", "<p>Dear Ána</p>\n", false);
        let skimmed = Skimmed::of(&message).unwrap();
        assert!(skimmed.head.contains(&"To: Ana <ana@p.example>\r\n"), "{:?}", skimmed.head);
        assert_eq!(skimmed.text, "Dear Ána,\r\n\r\nall = well\r\n");
        assert_eq!(skimmed.html, "<p>Dear Ána</p>\r\n");
    }

    #[test]
    fn a_name_may_end_within_a_character_of_another_field() {
        assert_eq!(fields("To: \u{e9}\r\nAbcd: x\r\n").map(|fields| fields.len()), Some(2));
    }

    #[test]
    fn any_other_shape_is_left_to_the_library() {
        let whole = String::from_utf8(message("a\n", "<p>b</p>\n", false)).unwrap();
        assert!(Skimmed::of(whole.as_bytes()).is_some());
        for (from, to) in [
            ("Subject:", "subject: x\r\nSubject:"),
            ("multipart/alternative", "multipart/mixed"),
            ("text/plain; charset=utf-8", "text/plain; charset=gbk"),
            ("text/plain", "text/calendar"),
            (
                "Content-Transfer-Encoding",
                "Content-Disposition: attachment\r\nContent-Transfer-Encoding",
            ),
            ("a\r\n", "a \r\n"),
            ("a\r\n", "a\n"),
            ("a\r\n", "a--=_x\r\n"),
            ("a\r\n", "a=0G\r\n"),
            ("a\r\n", "a=FF\r\n"),
            ("--=_x--\r\n", "--=_x--\r\nmore"),
            ("\r\n\r\n--=_x", "\r\n\r\nbefore\r\n--=_x"),
            ("quoted-printable", "8bit"),
            ("To: Ana", "Abc: \u{e9}\r\nTo: Ana\r\nto: Ana"),
        ] {
            let other = whole.replacen(from, to, 1);
            assert_ne!(other, whole, "{from}");
            assert_eq!(Skimmed::of(other.as_bytes()), None, "{to}");
        }
    }

    proptest! {
        /// The library reads the same words out of the same bytes.
        #[test]
        fn it_reads_as_the_library_reads(
            text in "[a-z=é王. \t\n-]{0,200}", html in "[a-z=<>é王&;. \n-]{0,200}", base64 in any::<bool>(),
        ) {
            let message = message(&text, &html, base64);
            if let Some(skimmed) = Skimmed::of(&message) {
                let opened = Opened::of(&message).unwrap();
                prop_assert_eq!(&opened.source, &Opened::of_html(&skimmed.html).source);
                prop_assert_eq!(&opened.text, &Opened::of_text(&skimmed.text).text);
            }
        }

        /// One byte changed anywhere never makes it read what the library does not.
        #[test]
        fn a_changed_byte_is_read_alike_or_not_at_all(at in any::<proptest::sample::Index>(), byte in any::<u8>(), base64 in any::<bool>()) {
            let mut message = message("Dear Ána,\n\nall = well\n", "<p>Dear Ána</p>\n", base64);
            let at = at.index(message.len());
            message[at] = byte;
            let heads_are_read = |skimmed: &Skimmed<'_>| skimmed.head.iter().all(|field| Opened::of_head(&[*field]).is_some());
            if let Some(skimmed) = Skimmed::of(&message).filter(heads_are_read) {
                let opened = Opened::of(&message).unwrap();
                prop_assert_eq!(&opened.source, &Opened::of_html(&skimmed.html).source);
                prop_assert_eq!(&opened.text, &Opened::of_text(&skimmed.text).text);
                prop_assert!(opened.attachments.is_empty());
            }
        }

        #[test]
        fn any_bytes_are_taken_apart_or_left(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Skimmed::of(&bytes);
        }
    }
}
