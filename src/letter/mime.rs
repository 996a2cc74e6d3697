//! The letter as a message (RFC 5322, RFC 2046): built whole by lettre, or filled from encoded
//! parts that all letters of one wording share. Both give the same bytes.
//!
//! The `Date` header is left open: it is set at hand-over (design rule 4).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use std::time::SystemTime;

/// Neither quoted-printable nor base64 can hold `=_`, so this never occurs in a part (RFC 2045 6.7).
const BOUNDARY: &str = "=_hearten";

/// The end of a line in a message (RFC 5322).
pub(super) const CRLF: &str = "\r\n";

/// Bytes of one base64 line before and after encoding (RFC 2045 6.8).
const BASE64_LINE: usize = 57;

/// What is the same in the head of every message of one language.
#[derive(Debug, Clone)]
pub(super) struct Sender {
    pub(super) from: Mailbox,
    pub(super) reply_to: Mailbox,
    pub(super) language: &'static str,
    pub(super) encoding: ContentTransferEncoding,
}

/// What differs in the head of each message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'a> {
    pub(super) to_name: &'a str,
    pub(super) to: &'a Address,
    pub(super) message_id: &'a str,
}

/// How a language's bodies are encoded: base64 where most characters are beyond ASCII.
pub(super) fn encoding(chinese: bool) -> ContentTransferEncoding {
    if chinese { ContentTransferEncoding::Base64 } else { ContentTransferEncoding::QuotedPrintable }
}

/// Builds a whole message with lettre.
pub(super) fn build(
    sender: &Sender,
    head: Head<'_>,
    subject: &str,
    text: &str,
    html: &str,
) -> Result<Vec<u8>, lettre::error::Error> {
    let encoded = |content: &str| {
        let content = content.replace('\n', "\r\n");
        match sender.encoding {
            ContentTransferEncoding::Base64 => {
                let mut out = Vec::new();
                encode_base64(content.as_bytes(), &mut out);
                out
            }
            _ => quoted_printable::encode(content),
        }
    };
    build_encoded(sender, head, subject, encoded(text), encoded(html))
}

pub(super) fn build_encoded(
    sender: &Sender,
    head: Head<'_>,
    subject: &str,
    text: Vec<u8>,
    html: Vec<u8>,
) -> Result<Vec<u8>, lettre::error::Error> {
    let part = |kind, body| {
        let body = Body::dangerous_pre_encoded(body, sender.encoding);
        SinglePart::builder().header(kind).body(body)
    };
    let message = Message::builder()
        .date(SystemTime::UNIX_EPOCH)
        .from(sender.from.clone())
        .to(mailbox(head))
        .reply_to(sender.reply_to.clone())
        .subject(subject)
        .message_id(Some(head.message_id.to_owned()))
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Content-Language"),
            sender.language.to_owned(),
        ))
        .multipart(
            MultiPart::alternative()
                .boundary(BOUNDARY)
                .singlepart(part(ContentType::TEXT_PLAIN, text))
                .singlepart(part(ContentType::TEXT_HTML, html)),
        )?;
    let bytes = message.formatted();
    // The date stands first; all behind its line is the message as it is approved.
    let end = find(&bytes, b"\r\n").map_or(0, |at| at + 2);
    Ok(bytes[end..].to_vec())
}

pub(super) fn mailbox(head: Head<'_>) -> Mailbox {
    let name = (!head.to_name.is_empty()).then(|| head.to_name.to_owned());
    Mailbox::new(name, head.to.clone())
}

pub(super) fn encode_base64(bytes: &[u8], out: &mut Vec<u8>) {
    out.reserve(bytes.len() * 4 / 3 + bytes.len() / BASE64_LINE * 2 + 8);
    let mut line = [0; 76];
    for (at, chunk) in bytes.chunks(BASE64_LINE).enumerate() {
        if at > 0 {
            out.extend_from_slice(CRLF.as_bytes());
        }
        if let Ok(length) = STANDARD.encode_slice(chunk, &mut line) {
            out.extend_from_slice(&line[..length]);
        }
    }
}

pub(super) fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Encodes one line with its end. A hard line break ends every state of the encoding, so lines
/// encoded one by one are the same as the whole.
pub(super) fn encode_line(line: &str, out: &mut Vec<u8>) {
    let plain = line.len() <= 75
        && !line.ends_with([' ', '\t'])
        && line.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t') && byte != b'=');
    if plain {
        out.extend_from_slice(line.as_bytes());
        out.extend_from_slice(b"\r\n");
    } else {
        out.extend_from_slice(&quoted_printable::encode(format!("{line}\r\n")));
    }
}
