//! The approved bytes on another way than the mail server's (P-33): files for any mail program, a
//! mailbox, or paper.
//!
//! *In*: letters of a proof, one at a time. *Out*: each with its `Date`, whole; a mailbox written bit
//! by bit; sheets to print. *Never*: renders; changes a byte of a letter that is not marked as a drill.
//! *Start reading* at [`Stamp`].

mod mailbox;
mod sheets;

pub use mailbox::Mailbox;
pub use sheets::{SheetLetter, Sheets, SheetsFrame};

/// What is put in front of a message when it is exported.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// The value of `Date`.
    pub date: &'a str,
    /// Whether nobody approved it: then it says so in its head and in its subject (P-24).
    pub unapproved: bool,
}

/// Where the subject begins in a head.
const SUBJECT: &[u8] = b"\r\nSubject: ";

/// What an unapproved letter bears wherever a person can see it.
pub const UNAPPROVED: &str = "NOT APPROVED";

impl Stamp<'_> {
    /// Appends the whole message: the approved bytes behind their `Date`.
    pub fn write(self, message: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(format!("Date: {}\r\n", self.date).as_bytes());
        if !self.unapproved {
            out.extend_from_slice(message);
            return;
        }
        out.extend_from_slice(format!("X-Hearten: {UNAPPROVED}, an exercise\r\n").as_bytes());
        let at = memchr::memmem::find(message, SUBJECT).map_or(0, |at| at + SUBJECT.len());
        out.extend_from_slice(&message[..at]);
        if at > 0 {
            // A line of its own, so that no line grows too long (RFC 5322 2.1.1).
            out.extend_from_slice(format!("[{UNAPPROVED}]\r\n ").as_bytes());
        }
        out.extend_from_slice(&message[at..]);
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    const MESSAGE: &[u8] = b"From: a\r\nSubject: =?utf-8?b?5bKt?=\r\n\r\nSubject: no\r\n";

    fn stamped(unapproved: bool) -> String {
        let mut out = Vec::new();
        Stamp { date: "Fri, 20 Nov 2026 02:00:00 +0000", unapproved }.write(MESSAGE, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_approved_letter_is_the_approved_bytes_behind_its_date() {
        let date = "Date: Fri, 20 Nov 2026 02:00:00 +0000\r\n";
        assert_eq!(stamped(false).as_bytes(), [date.as_bytes(), MESSAGE].concat());
    }

    #[test]
    fn p24_an_unapproved_letter_says_so_in_head_and_subject() {
        let text = stamped(true);
        assert!(text.contains("\r\nX-Hearten: NOT APPROVED, an exercise\r\n"));
        assert!(
            text.contains("\r\nSubject: [NOT APPROVED]\r\n =?utf-8?b?5bKt?=\r\n\r\nSubject: no")
        );
        let read = mail_parser::MessageParser::default().parse(text.as_bytes()).unwrap();
        assert_eq!(read.subject(), Some("[NOT APPROVED] 岭"));
    }
}
