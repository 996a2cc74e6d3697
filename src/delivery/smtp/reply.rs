use std::fmt::{self, Display, Formatter};

/// The longest line of a reply; RFC 5321 allows 512 bytes, some servers explain at greater length.
const LONGEST_LINE: usize = 4096;
/// The longest reply with all its lines.
const LONGEST_REPLY: usize = 64 * 1024;

/// What the server answered: a number and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    code: u16,
    text: String,
}

/// The finer code of RFC 3463, such as `5.1.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Enhanced {
    /// 2 success, 4 for now, 5 for good.
    pub class: u8,
    /// What it is about: 1 address, 2 mailbox, 3 mail system, 4 network, 5 protocol, 6 content, 7 policy.
    pub subject: u16,
    /// What exactly.
    pub detail: u16,
}

impl Display for Enhanced {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

impl Reply {
    /// A reply of one's own making; lines are parted by `\n`.
    pub fn of(code: u16, text: impl Into<String>) -> Self {
        Self { code, text: text.into() }
    }

    /// The number.
    pub fn code(&self) -> u16 {
        self.code
    }

    /// The words, line by line, without numbers; characters that would disturb a screen are replaced.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.split('\n')
    }

    /// The finer code, when there is one that agrees with the number.
    pub fn enhanced(&self) -> Option<Enhanced> {
        enhanced(self.lines().next()?).filter(|it| u16::from(it.class) == self.code / 100)
    }

    /// 2xx.
    pub fn is_positive(&self) -> bool {
        self.code / 100 == 2
    }

    /// 4xx: not now (E-28).
    pub fn is_transient(&self) -> bool {
        self.code / 100 == 4
    }

    /// 5xx: not at all (E-28).
    pub fn is_permanent(&self) -> bool {
        self.code / 100 == 5
    }

    /// 421: the server is about to hang up.
    pub fn is_back_off(&self) -> bool {
        self.code == 421
    }

    /// X.7.X, or words of policy in a number that has no finer code: the sender, not the letter, is unwelcome (E-28).
    pub fn is_policy(&self) -> bool {
        self.enhanced().is_some_and(|it| it.subject == 7)
    }

    /// The same reply without these words, should the server have repeated them (E-36).
    pub(super) fn without(mut self, words: &[&str]) -> Self {
        for word in words.iter().filter(|word| !word.is_empty()) {
            if self.text.contains(word) {
                self.text = self.text.replace(word, "(removed)");
            }
        }
        self
    }
}

/// `550 5.1.1 no such user`: all lines in one, the finer code only once.
impl Display for Reply {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        let finer = self.enhanced().map(|it| it.to_string());
        for (at, line) in self.lines().enumerate() {
            let rest = match &finer {
                Some(finer) if at > 0 => line.strip_prefix(finer.as_str()).unwrap_or(line).trim(),
                _ => line.trim(),
            };
            if !rest.is_empty() {
                write!(f, " {rest}")?;
            }
        }
        Ok(())
    }
}

fn enhanced(line: &str) -> Option<Enhanced> {
    let mut parts = line.split_ascii_whitespace().next()?.splitn(3, '.');
    let mut number = |most: usize| {
        let part = parts.next()?;
        let digits = part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.parse::<u16>().ok() } else { None }
    };
    let class = u8::try_from(number(1)?).ok()?;
    Some(Enhanced { class, subject: number(3)?, detail: number(3)? })
}

/// What came was no reply of a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Garbled {
    /// A line does not begin with a number from 200 to 599 and a blank or hyphen.
    #[error("a line of its answer does not begin with a reply code")]
    NoCode,
    /// The lines of one reply have different numbers.
    #[error("the lines of its answer have different reply codes")]
    Mixed,
    /// A line goes on and on.
    #[error("a line of its answer is longer than {LONGEST_LINE} bytes")]
    LongLine,
    /// The lines go on and on.
    #[error("its answer is longer than {LONGEST_REPLY} bytes")]
    Long,
}

/// Reads a reply from bytes as they come, however they are cut.
#[derive(Debug, Default)]
pub struct ReplyReader {
    /// The beginning of a line whose end has not come yet.
    line: Vec<u8>,
    code: Option<u16>,
    text: String,
    total: usize,
}

impl ReplyReader {
    /// An empty reader.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes bytes up to the end of the reply; says how many, and the reply once it is whole.
    ///
    /// After a reply or an error the reader is used up.
    pub fn take(&mut self, input: &[u8]) -> Result<(usize, Option<Reply>), Garbled> {
        let mut used = 0;
        while used < input.len() {
            let rest = &input[used..];
            let end = memchr::memchr(b'\n', rest);
            let piece = &rest[..end.map_or(rest.len(), |at| at + 1)];
            self.total += piece.len();
            if self.line.len() + piece.len() > LONGEST_LINE {
                return Err(Garbled::LongLine);
            }
            if self.total > LONGEST_REPLY {
                return Err(Garbled::Long);
            }
            used += piece.len();
            let last = if end.is_none() {
                self.line.extend_from_slice(piece);
                // What is no reply from its first bytes on need not be waited for.
                begins(&self.line)?;
                break;
            } else if self.line.is_empty() {
                self.end_line(piece)?
            } else {
                let mut line = std::mem::take(&mut self.line);
                line.extend_from_slice(piece);
                self.end_line(&line)?
            };
            if let Some(code) = last {
                let text = std::mem::take(&mut self.text);
                return Ok((used, Some(Reply { code, text })));
            }
        }
        Ok((used, None))
    }

    /// Takes one whole line; gives the number when it is the last.
    fn end_line(&mut self, line: &[u8]) -> Result<Option<u16>, Garbled> {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        begins(line)?;
        let Some((digits, rest)) = line.split_at_checked(3) else { return Err(Garbled::NoCode) };
        let code = digits.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
        match self.code.replace(code) {
            None => {}
            Some(before) if before == code => self.text.push('\n'),
            Some(_) => return Err(Garbled::Mixed),
        }
        let (more, words) = match rest.split_first() {
            None => (false, rest),
            Some((mark, words)) => (*mark == b'-', words),
        };
        self.text.extend(String::from_utf8_lossy(words).chars().map(calm));
        Ok((!more).then_some(code))
    }
}

/// Whether a line, or as much of it as there is, begins like a reply.
fn begins(line: &[u8]) -> Result<(), Garbled> {
    let fits = |(at, byte): (usize, &u8)| match at {
        0 => matches!(byte, b'2'..=b'5'),
        1 | 2 => byte.is_ascii_digit(),
        // A line that is only a number may end in CRLF.
        _ => matches!(byte, b' ' | b'-' | b'\r'),
    };
    if line.iter().take(4).enumerate().all(fits) { Ok(()) } else { Err(Garbled::NoCode) }
}

/// A character as it may stand on a screen and in the ledger (E-15).
fn calm(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Enhanced, Garbled, Reply, ReplyReader};
    use proptest::prelude::*;
    use std::fmt::Write as _;

    fn read(text: &[u8]) -> Result<(usize, Option<Reply>), Garbled> {
        ReplyReader::new().take(text)
    }

    fn whole(text: &str) -> Reply {
        let (used, reply) = read(text.as_bytes()).unwrap();
        assert_eq!(used, text.len());
        reply.unwrap()
    }

    #[test]
    fn a_reply_of_one_line_and_of_many() {
        let reply = whole("250 2.1.0 Ok\r\n");
        assert_eq!((reply.code(), reply.to_string().as_str()), (250, "250 2.1.0 Ok"));
        let reply = whole("250-mx.firm.example\r\n250-SIZE 1\r\n250\r\n");
        assert_eq!(reply.lines().collect::<Vec<_>>(), ["mx.firm.example", "SIZE 1", ""]);
        assert_eq!(whole("354\n").to_string(), "354");
    }

    #[test]
    fn e28_the_finer_code_is_told_once_and_must_agree() {
        let reply = whole("550-5.1.1 The mailbox\r\n550 5.1.1 does not exist\r\n");
        assert_eq!(reply.enhanced(), Some(Enhanced { class: 5, subject: 1, detail: 1 }));
        assert_eq!(reply.to_string(), "550 5.1.1 The mailbox does not exist");
        assert!(reply.is_permanent() && !reply.is_policy());
        assert!(whole("550 5.7.26 unauthenticated\r\n").is_policy());
        for text in ["550 2.1.1 x\r\n", "550 5.1 x\r\n", "550 5.1.1.1 x\r\n", "550 5.+1.1 x\r\n"] {
            assert_eq!(whole(text).enhanced(), None, "{text}");
        }
    }

    #[test]
    fn what_comes_behind_a_reply_is_left_alone() {
        let (used, reply) = read(b"250 a\r\n354 b\r\n").unwrap();
        assert_eq!((used, reply.unwrap().to_string().as_str()), (7, "250 a"));
    }

    #[test]
    fn garbage_is_known_from_its_first_bytes() {
        for text in
            ["HTTP/1.1 400\r\n", "H", "\r\n", "99", "25x", "250_", "250*ok\r\n", "600 a\r\n"]
        {
            assert_eq!(read(text.as_bytes()), Err(Garbled::NoCode), "{text:?}");
        }
        assert_eq!(read(b"250-a\r\n251 b\r\n"), Err(Garbled::Mixed));
        assert_eq!(read(b"\x16\x03\x01"), Err(Garbled::NoCode));
    }

    #[test]
    fn megabytes_end_early() {
        let line = [b"250-", vec![b'a'; 1 << 20].as_slice()].concat();
        assert_eq!(read(&line), Err(Garbled::LongLine));
        assert_eq!(read("250-go on\r\n".repeat(100_000).as_bytes()), Err(Garbled::Long));
    }

    #[test]
    fn e15_words_cannot_disturb_a_screen() {
        let reply = whole("550 \u{1b}[2J\u{202e}a\tb\u{7}\r\n");
        assert_eq!(reply.to_string(), "550 \u{fffd}[2J\u{fffd}a b\u{fffd}");
    }

    #[test]
    fn e36_a_secret_that_is_repeated_is_removed() {
        let reply = Reply::of(535, "5.7.8 tulip-42 is wrong").without(&["", "tulip-42"]);
        assert_eq!(reply.to_string(), "535 5.7.8 (removed) is wrong");
    }

    proptest! {
        #[test]
        fn how_the_bytes_are_cut_does_not_matter(
            text in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..60),
                "(250[- ][a-z0-9. ]{0,8}\r?\n){0,5}".prop_map(String::into_bytes),
            ],
            cuts in proptest::collection::vec(1usize..7, 1..60),
        ) {
            let at_once = read(&text);
            let mut reader = ReplyReader::new();
            let (mut used, mut found) = (0, Ok(None));
            for cut in cuts.iter().cycle() {
                let end = (used + cut).min(text.len());
                match reader.take(&text[used..end]) {
                    Err(garbled) => { found = Err(garbled); break }
                    Ok((taken, reply)) => {
                        used += taken;
                        if reply.is_some() || used == text.len() { found = Ok(reply); break }
                    }
                }
            }
            match at_once {
                Ok((taken, reply)) => prop_assert_eq!((Ok(reply), taken), (found, used)),
                Err(garbled) => prop_assert_eq!(Err(garbled), found),
            }
        }

        #[test]
        fn a_reply_that_is_written_is_read_back(
            code in 200u16..600,
            lines in proptest::collection::vec("[ -~]{0,70}", 1..6),
        ) {
            let mut text = String::new();
            for (at, line) in lines.iter().enumerate() {
                let mark = if at + 1 == lines.len() { ' ' } else { '-' };
                write!(text, "{code}{mark}{line}\r\n").unwrap();
            }
            let reply = whole(&text);
            prop_assert_eq!(reply.code(), code);
            prop_assert_eq!(reply.lines().collect::<Vec<_>>(), lines);
        }
    }
}
