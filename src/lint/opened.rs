//! A finished message taken apart again, by a library that did not write it: what is said of it is said of
//! the bytes that leave.

use super::finding::Quote;
use super::plain_html::{entities_read, visible};
use crate::diagnostic::Span;
use crate::letter::PartName;
use mail_parser::parsers::MessageStream;
use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser, MimeHeaders};

/// What a mail program would find in a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Opened {
    /// The subject, decoded.
    pub(super) subject: String,
    /// Names, addresses and texts of all other headers, decoded, one a line; names of attachments too.
    pub(super) headers: String,
    /// The HTML as it stands.
    pub(super) source: String,
    /// The same with its entities read: comments, attributes and all.
    pub(super) html: String,
    /// The words that are shown of it, without the tags that may stand between them.
    pub(super) shown: String,
    /// The plain text, its lines joined again.
    pub(super) text: String,
    /// What is attached, by name.
    pub(super) attachments: Vec<String>,
}

/// Where in a message something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Subject,
    Headers,
    Html,
    Shown,
    Text,
}

impl Field {
    pub(super) const ALL: [Self; 5] =
        [Self::Subject, Self::Headers, Self::Html, Self::Shown, Self::Text];
}

/// How much of a long text is shown around the words.
const SHOWN: usize = 120;

impl Opened {
    /// Takes a message apart; none when it cannot be read.
    pub(super) fn of(message: &[u8]) -> Option<Self> {
        let parsed = MessageParser::default().parse(message)?;
        let bodies = |count, body: &dyn Fn(usize) -> Option<String>| {
            (0..count).filter_map(body).collect::<Vec<_>>().join("\n")
        };
        let source = bodies(parsed.html_body_count(), &|at| Some(parsed.body_html(at)?.into()));
        let text = bodies(parsed.text_body_count(), &|at| Some(parsed.body_text(at)?.into()));
        let attachments = parsed
            .attachments()
            .map(|part| part.attachment_name().unwrap_or("without a name").to_owned());
        Some(Self {
            subject: parsed.subject().unwrap_or_default().to_owned(),
            headers: headers(&parsed, message),
            attachments: attachments.collect(),
            text: joined(&text),
            ..Self::of_html(&source)
        })
    }

    /// Fields of the head of a message, by themselves. None when one of them would be read together with what
    /// follows it, as an encoded word that has no end is.
    pub(super) fn of_head(fields: &[&str]) -> Option<Self> {
        const NEXT: &str = "X-Next: -\r\n";
        let head = [&fields.concat(), NEXT, "\r\n"].concat();
        let parsed = MessageParser::default().parse_headers(&head)?;
        if parsed.headers().len() != fields.len() + 1 {
            return None;
        }
        let subject = parsed.subject().unwrap_or_default().to_owned();
        let headers = headers(&parsed, head.as_bytes()).strip_suffix("X-Next: -\n\n")?.to_owned();
        Some(Self { subject, headers, ..Self::default() })
    }

    /// A piece of the plain text of a message, by itself.
    pub(super) fn of_text(text: &str) -> Self {
        Self { text: joined(text), ..Self::default() }
    }

    /// A piece of the HTML of a message, by itself. A line ends with one character, so that a name goes on behind it.
    pub(super) fn of_html(source: &str) -> Self {
        let source = source.replace("\r\n", "\n");
        Self { html: entities_read(&source), shown: visible(&source), source, ..Self::default() }
    }

    /// Every text of the message; what both bodies say is met first in the HTML.
    pub(super) fn fields(&self) -> [(Field, &str); 5] {
        Field::ALL.map(|field| (field, self.field(field)))
    }

    fn field(&self, field: Field) -> &str {
        match field {
            Field::Subject => &self.subject,
            Field::Headers => &self.headers,
            Field::Html => &self.html,
            Field::Shown => &self.shown,
            Field::Text => &self.text,
        }
    }

    /// The words at a place, with what stands around them.
    pub(super) fn quote(&self, field: Field, span: &Span) -> Quote {
        let text = self.field(field);
        let (before, behind) = (&text[..span.start], &text[span.end..]);
        let edge = |c: char| c == '\n' || (field == Field::Html && (c == '<' || c == '>'));
        let start = before.rfind(edge).map_or(0, |at| at + 1);
        let start = start.max(text.floor_char_boundary(span.start.saturating_sub(SHOWN)));
        let end = behind.find(edge).map_or(text.len(), |at| span.end + at);
        let end = end.min(text.ceil_char_boundary((span.end + SHOWN).min(text.len())));
        let part = match field {
            Field::Subject | Field::Headers => None,
            Field::Html => part_at(before),
            Field::Shown | Field::Text => {
                let words = text[span.clone()].trim();
                self.html.find(words).and_then(|at| part_at(&self.html[..at]))
            }
        };
        Quote {
            part: if field == Field::Subject { None } else { part.or(Some(PartName::Situation)) },
            text: text[start..end].to_owned(),
            span: (span.start - start..span.end - start).into(),
        }
    }
}

/// The part of the letter whose element was opened last.
fn part_at(before: &str) -> Option<PartName> {
    const CLASS: &str = "<div class=\"";
    let at = before.rfind(CLASS)? + CLASS.len();
    PartName::ALL.into_iter().find(|part| before[at..].starts_with(part.name()))
}

/// What all headers but the subject say, those of the parts too.
fn headers(parsed: &Message<'_>, message: &[u8]) -> String {
    let mut out = String::new();
    for part in &parsed.parts {
        for header in part.headers.iter().filter(|header| header.name != HeaderName::Subject) {
            let raw = message.get(header.offset_start as usize..header.offset_end as usize);
            written(header.name(), &header.value, raw.unwrap_or_default(), &mut out);
            // No name goes on from one header to the next.
            out.push('\n');
        }
    }
    out
}

/// What a header says, as people would read it, with the name of one that is not known.
fn written(name: &str, value: &HeaderValue<'_>, raw: &[u8], out: &mut String) {
    let line = |text: &str, out: &mut String| {
        out.push_str(text);
        out.push('\n');
    };
    match value {
        HeaderValue::Address(address) => {
            let each = |one: &mail_parser::Addr<'_>, out: &mut String| {
                line(one.name().unwrap_or_default(), out);
                line(one.address().unwrap_or_default(), out);
            };
            match address {
                Address::List(list) => list.iter().for_each(|one| each(one, out)),
                Address::Group(groups) => {
                    for group in groups {
                        line(group.name.as_deref().unwrap_or_default(), out);
                        group.addresses.iter().for_each(|one| each(one, out));
                    }
                }
            }
        }
        HeaderValue::ContentType(kind) => {
            let values = kind.attributes().into_iter().flatten();
            values.filter(|it| it.name != "boundary").for_each(|it| line(&it.value, out));
        }
        // A signature is no text, and might spell anything.
        _ if name.eq_ignore_ascii_case("DKIM-Signature") => {}
        // Whatever the header is, words in it can be encoded.
        _ => match MessageStream::new(raw).parse_unstructured() {
            HeaderValue::Text(text) if name.starts_with("X-") => {
                line(&format!("{name}: {text}"), out);
            }
            HeaderValue::Text(text) => line(&text, out),
            _ => {}
        },
    }
}

/// A wrapped text with the lines of each paragraph in one, and a blank line between paragraphs.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            out.push_str("\n\n");
            continue;
        }
        let wide = |c: Option<char>| {
            c.is_some_and(|c| unicode_width::UnicodeWidthChar::width(c) == Some(2))
        };
        let last = out.chars().next_back();
        let open = last.is_some_and(|c| c != '\n');
        if open && !(wide(last) && wide(line.chars().next())) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Field, Opened};

    const MESSAGE: &[u8] = b"From: =?utf-8?B?546L?= <w@own.example>\r\nTo: Ana <ana@p.example>\r\n\
        Subject: =?utf-8?Q?Fire_=E2=80=93_Suzhou?=\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\nfirst\r\nsecond =\r\nhalf\r\n\r\nnext\r\n--x\r\n\
        Content-Type: text/html; charset=utf-8\r\n\r\n<div class=\"appeal\"><p>A &amp; B<!-- hid --></p></div>\r\n--x--\r\n";

    #[test]
    fn a_message_is_read_as_a_mail_program_reads_it() {
        let opened = Opened::of(MESSAGE).unwrap();
        assert_eq!(opened.subject, "Fire \u{2013} Suzhou");
        assert!(opened.headers.contains("\u{738b}\nw@own.example\n"), "{}", opened.headers);
        assert!(opened.html.contains("A & B<!-- hid -->"), "{}", opened.html);
        assert!(opened.text.starts_with("first second half"), "{:?}", opened.text);
        let at = opened.html.find("hid").unwrap();
        let quote = opened.quote(Field::Html, &(at..at + 3));
        assert_eq!(quote.part.map(crate::letter::PartName::name), Some("appeal"));
        assert_eq!(&quote.text[quote.span.start..quote.span.end], "hid");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_taken_apart_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
            let _ = Opened::of(&bytes);
        }
    }
}
