//! A message with gaps: encoded as far as it is the same for everyone who shares a wording.

use super::line_cache::LineCache;
use super::mime::{CRLF, Head, Sender, build_encoded, encode_base64, encode_line, find, mailbox};
use super::pieces::{self, Piece, fill, has_slot};
use super::text::{self, Passage};
use lettre::Address;
use lettre::message::Mailboxes;
use lettre::message::header::{self, ContentTransferEncoding, Header, Headers};

/// The HTML body of a wording, encoded as far as it is the same for everyone.
#[derive(Debug)]
enum SharedHtml {
    /// Quoted-printable: each line stands alone, so only lines with a gap wait.
    Lines(Vec<SharedLine>),
    /// Base64: one gap shifts all that follows, so the whole waits.
    Whole(Vec<Piece>),
}

#[derive(Debug)]
enum SharedLine {
    Encoded(Vec<u8>),
    Open(Vec<Piece>),
}

/// A passage of the plain text: lines that are ready, or words with gaps.
///
/// Ready lines are encoded already where lines are encoded one by one; for base64 they are plain.
#[derive(Debug)]
enum SharedPassage {
    Ready(Vec<u8>),
    Open(Passage, Vec<Piece>),
}

/// The message of a wording with gaps for each person's values.
#[derive(Debug)]
pub(super) struct SharedMessage {
    /// The bytes around `To`, `Subject`, `Message-ID`, the text and the HTML.
    frame: [Vec<u8>; 6],
    /// The encoded subject line when it holds no gap.
    subject_line: Option<Vec<u8>>,
    subject: Vec<Piece>,
    text: Vec<SharedPassage>,
    html: SharedHtml,
    encoding: ContentTransferEncoding,
}

/// Buffers that are used again for each letter.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    words: String,
    text: String,
    plain: Vec<u8>,
    html: String,
    passages: LineCache,
    markup: LineCache,
}

impl SharedMessage {
    /// Prepares a wording. Subject, passages and HTML hold slot characters where values belong.
    pub(super) fn new(
        sender: &Sender,
        subject: &str,
        passages: Vec<Passage>,
        html: &str,
    ) -> Result<Self, lettre::error::Error> {
        let html = match sender.encoding {
            ContentTransferEncoding::Base64 => {
                SharedHtml::Whole(pieces::cut(&html.replace('\n', "\r\n")))
            }
            _ => SharedHtml::Lines(shared_lines(html)),
        };
        let text = passages
            .into_iter()
            .map(|passage| {
                if has_slot(&passage.words) {
                    let pieces = pieces::cut(&passage.words);
                    SharedPassage::Open(passage, pieces)
                } else {
                    let mut lines = String::new();
                    text::write(&passage, &passage.words, CRLF, &mut lines);
                    match sender.encoding {
                        ContentTransferEncoding::Base64 => SharedPassage::Ready(lines.into_bytes()),
                        _ => SharedPassage::Ready(quoted_printable::encode(lines)),
                    }
                }
            })
            .collect();
        Ok(Self {
            frame: frame(sender)?,
            subject_line: (!has_slot(subject))
                .then(|| header_line(header::Subject::from(subject.to_owned()))),
            subject: pieces::cut(subject),
            text,
            html,
            encoding: sender.encoding,
        })
    }

    /// Appends one person's message to `out`; `value` gives the value of a slot.
    pub(super) fn fill<'v>(
        &self,
        head: Head<'_>,
        value: &impl Fn(usize) -> &'v str,
        scratch: &mut Scratch,
        out: &mut Vec<u8>,
    ) {
        let [start, before_subject, before_id, before_text, before_html, end] = &self.frame;
        out.extend_from_slice(start);
        out.extend_from_slice(&header_line(header::To::from(Mailboxes::from(mailbox(head)))));
        out.extend_from_slice(before_subject);
        match &self.subject_line {
            Some(line) => out.extend_from_slice(line),
            None => {
                let subject = self.subject(value);
                out.extend_from_slice(&header_line(header::Subject::from(subject)));
            }
        }
        out.extend_from_slice(before_id);
        out.extend_from_slice(b"Message-ID: ");
        out.extend_from_slice(head.message_id.as_bytes());
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(before_text);
        self.encode_text(value, scratch, out);
        out.extend_from_slice(before_html);
        self.encode_html(value, scratch, out);
        out.extend_from_slice(end);
    }

    /// The subject with its gaps filled; it stays one line.
    pub(super) fn subject<'v>(&self, value: &impl Fn(usize) -> &'v str) -> String {
        let mut subject = String::new();
        fill(&self.subject, &mut subject, |slot, out| out.push_str(value(slot)));
        subject.replace('\n', " ")
    }

    fn encode_text<'v>(
        &self,
        value: &impl Fn(usize) -> &'v str,
        scratch: &mut Scratch,
        out: &mut Vec<u8>,
    ) {
        let Scratch { words, text, plain, passages, .. } = scratch;
        plain.clear();
        for passage in &self.text {
            match passage {
                SharedPassage::Ready(lines) => {
                    self.text_target(plain, out).extend_from_slice(lines);
                }
                SharedPassage::Open(passage, pieces) => {
                    words.clear();
                    words.push_str(&passage.first);
                    let lead = words.len();
                    fill(pieces, words, |slot, words| words.push_str(value(slot)));
                    let end = words.len();
                    // All that the lines depend on, so that no other passage is taken for this one.
                    words.push(if passage.gap { '\u{1}' } else { '\u{2}' });
                    words.push(if self.encoding == ContentTransferEncoding::Base64 {
                        'b'
                    } else {
                        'q'
                    });
                    words.push_str(&passage.rest);
                    passages.write(words, self.text_target(plain, out), |out| {
                        text.clear();
                        text::write(passage, &words[lead..end], CRLF, text);
                        match self.encoding {
                            ContentTransferEncoding::Base64 => {
                                out.extend_from_slice(text.as_bytes());
                            }
                            _ => text.lines().for_each(|line| encode_line(line, out)),
                        }
                    });
                }
            }
        }
        if self.encoding == ContentTransferEncoding::Base64 {
            encode_base64(plain, out);
        }
    }

    /// Base64 needs the whole text first; else encoded lines go straight into the message.
    fn text_target<'o>(&self, plain: &'o mut Vec<u8>, out: &'o mut Vec<u8>) -> &'o mut Vec<u8> {
        if self.encoding == ContentTransferEncoding::Base64 { plain } else { out }
    }

    fn encode_html<'v>(
        &self,
        value: &impl Fn(usize) -> &'v str,
        scratch: &mut Scratch,
        out: &mut Vec<u8>,
    ) {
        let html = &mut scratch.html;
        match &self.html {
            SharedHtml::Whole(pieces) => {
                html.clear();
                fill(pieces, html, |slot, html| {
                    let from = html.len();
                    super::html::escape(value(slot), html);
                    if html[from..].contains('\n') {
                        let escaped = html.split_off(from).replace('\n', "\r\n");
                        html.push_str(&escaped);
                    }
                });
                encode_base64(html.as_bytes(), out);
            }
            SharedHtml::Lines(lines) => {
                for line in lines {
                    match line {
                        SharedLine::Encoded(bytes) => out.extend_from_slice(bytes),
                        SharedLine::Open(pieces) => {
                            html.clear();
                            fill(pieces, html, |slot, html| {
                                super::html::escape(value(slot), html);
                            });
                            scratch.markup.write(html, out, |out| {
                                html.split('\n').for_each(|line| encode_line(line, out));
                            });
                        }
                    }
                }
            }
        }
    }
}

/// Cuts a message that lettre built at the places that differ from letter to letter.
fn frame(sender: &Sender) -> Result<[Vec<u8>; 6], lettre::error::Error> {
    let to = Address::new("to", "frame.example").map_err(|_| lettre::error::Error::MissingTo)?;
    let head = Head { to_name: "", to: &to, message_id: "<frame>" };
    let marks: [&[u8]; 5] = [
        b"To: to@frame.example\r\n",
        b"Subject: frame\r\n",
        b"Message-ID: <frame>\r\n",
        b"@text@",
        b"@html@",
    ];
    let built = build_encoded(sender, head, "frame", marks[3].to_vec(), marks[4].to_vec())?;
    let mut rest = built.as_slice();
    let mut frame: [Vec<u8>; 6] = Default::default();
    for (piece, mark) in frame.iter_mut().zip(marks) {
        let at = find(rest, mark).unwrap_or(rest.len());
        *piece = rest[..at].to_vec();
        rest = rest.get(at + mark.len()..).unwrap_or_default();
    }
    frame[5] = rest.to_vec();
    Ok(frame)
}

fn shared_lines(html: &str) -> Vec<SharedLine> {
    let mut lines = Vec::new();
    for line in html.lines() {
        if has_slot(line) {
            lines.push(SharedLine::Open(pieces::cut(line)));
        } else if let Some(SharedLine::Encoded(bytes)) = lines.last_mut() {
            encode_line(line, bytes);
        } else {
            let mut bytes = Vec::new();
            encode_line(line, &mut bytes);
            lines.push(SharedLine::Encoded(bytes));
        }
    }
    lines
}

/// A header as lettre writes it, with its line end.
fn header_line<H: Header>(header: H) -> Vec<u8> {
    let mut headers = Headers::with_capacity(1);
    headers.set(header);
    headers.to_string().into_bytes()
}
