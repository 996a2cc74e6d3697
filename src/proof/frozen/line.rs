use super::digest::{Fingerprint, hex};
use crate::letter::Composer;
use crate::outreach::Recipient;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write as _;

/// One letter in the index: whom it goes to, when, and which bytes.
///
/// Addresses stand here and in the letters themselves, and nowhere else (E-37).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The contact's id.
    pub contact: String,
    /// The reader's name; may be empty.
    pub name: String,
    /// The account's name, in the reader's language.
    pub account: String,
    /// The one address of the envelope (E-12).
    pub to: String,
    /// The wave.
    pub wave: u8,
    /// The language of the letter.
    pub language: String,
    /// The subject as it reads.
    pub subject: String,
    /// The identifier, the same for each attempt (E-18).
    pub message_id: String,
    /// How long the message is.
    pub length: u32,
    /// The digest of the message.
    pub sha256: Fingerprint,
    /// Where the message begins in `letters.dat`.
    pub offset: u64,
    /// Not before this moment (P-10, P-31, Q-06).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// The first digits of the SHA-256 of the line as far as it stands before this key, so that an
    /// edited line is found by itself.
    pub check: String,
}

/// What a line says of whether and when its letter goes: all that counting them takes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Slip<'l> {
    /// The contact's id.
    #[serde(borrow)]
    pub contact: Cow<'l, str>,
    /// The wave.
    pub wave: u8,
    /// Not before this moment.
    #[serde(default)]
    pub not_before: Option<Timestamp>,
}

impl Line {
    /// Whether and when it goes.
    pub fn slip(&self) -> Slip<'_> {
        let Self { contact, wave, not_before, .. } = self;
        Slip { contact: Cow::Borrowed(contact), wave: *wave, not_before: *not_before }
    }
}

/// What is known of a line when its message has been printed.
#[derive(Serialize)]
struct Opening<'a> {
    contact: &'a str,
    name: &'a str,
    account: &'a str,
    to: &'a str,
    wave: u8,
    language: &'static str,
    subject: &'a str,
    message_id: &'a str,
    length: usize,
    sha256: Fingerprint,
}

/// The beginning of a line; what is known only later is put behind it.
pub(super) fn opening(
    composer: &Composer,
    recipient: &Recipient<'_>,
    subject: &str,
    message: &[u8],
) -> String {
    let opening = Opening {
        contact: recipient.id,
        name: recipient.name(),
        account: recipient.account_name(),
        to: AsRef::<str>::as_ref(recipient.address),
        wave: recipient.wave.number(),
        language: recipient.view.language.tag(),
        subject,
        message_id: &composer.message_id(recipient.id),
        length: message.len(),
        sha256: Fingerprint::of(message),
    };
    // A struct of texts and numbers can always be written.
    let mut text = serde_json::to_string(&opening).unwrap_or_default();
    text.pop();
    text
}

/// Ends a line: its message begins at `offset`.
pub(super) fn place(line: &mut String, offset: u64) {
    let _ = write!(line, ",\"offset\":{offset}");
}

/// Ends a line for good, with its line break.
pub(super) fn close(line: &mut String, not_before: Option<Timestamp>) {
    if let Some(at) = not_before {
        let _ = write!(line, ",\"not_before\":\"{at}\"");
    }
    let check = hex(&check(line));
    let _ = writeln!(line, "{CHECK}{check}\"}}");
}

/// What stands before the digits of the check.
const CHECK: &str = ",\"check\":\"";

/// Reads a line, which must be the one that was written.
pub(super) fn read(text: &str) -> Option<Line> {
    is_whole(text).then(|| serde_json::from_str(text).ok())?
}

/// Reads whether and when the letter of a line goes; the line must be the one that was written.
pub(super) fn read_slip(text: &str) -> Option<Slip<'_>> {
    is_whole(text).then(|| serde_json::from_str(text).ok())?
}

/// Whether a line ends with the check of what stands before it.
fn is_whole(text: &str) -> bool {
    let Some(rest) = text.strip_suffix("\"}") else { return false };
    let split = rest.len().checked_sub(2 * CHECKED).and_then(|at| rest.split_at_checked(at));
    let Some((body, digits)) = split.and_then(|(body, it)| Some((body.strip_suffix(CHECK)?, it)))
    else {
        return false;
    };
    let mut expected = [0; 2 * CHECKED];
    base16ct::lower::encode(&check(body), &mut expected).is_ok_and(|it| it == digits.as_bytes())
}

/// How many bytes of the SHA-256 a line bears.
const CHECKED: usize = 8;

fn check(body: &str) -> [u8; CHECKED] {
    let mut first = [0; CHECKED];
    first.copy_from_slice(&Sha256::digest(body)[..CHECKED]);
    first
}

#[cfg(test)]
mod tests {
    use super::{close, place, read};
    use jiff::Timestamp;

    fn line(not_before: Option<Timestamp>) -> String {
        let mut line = concat!(
            r#"{"contact":"c-1","name":"王建国","account":"A","to":"a@b.example","wave":3,"#,
            r#""language":"zh-CN","subject":"s","message_id":"<m>","length":7,"sha256":"00""#
        )
        .to_owned();
        place(&mut line, 70);
        close(&mut line, not_before);
        line
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let at = "2026-11-20T02:00:00Z".parse().ok();
        let read = read(line(at).trim_end()).unwrap();
        assert_eq!((read.name.as_str(), read.offset, read.not_before), ("王建国", 70, at));
        assert!(line(None).ends_with("\"}\n") && !line(None).contains("not_before"));
    }

    #[test]
    fn e37_any_changed_character_of_a_line_is_found() {
        let text = line(None);
        let text = text.trim_end();
        for (at, c) in text.char_indices() {
            let mut changed = text.to_owned();
            changed.replace_range(at..at + c.len_utf8(), if c == 'x' { "y" } else { "x" });
            assert_eq!(read(&changed), None, "{changed}");
        }
    }
}
