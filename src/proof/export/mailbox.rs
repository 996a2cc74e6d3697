use std::io::{self, Write};

/// A mailbox in the form `mboxrd`, which every mail program can open: a line `From …` before each
/// message, and a `>` before each line of it that looks like one.
pub struct Mailbox<W> {
    out: W,
    line: Vec<u8>,
}

impl<W: Write> Mailbox<W> {
    /// An empty mailbox.
    pub fn new(out: W) -> Self {
        Self { out, line: Vec::new() }
    }

    /// Adds a whole message. `sender` is that of the envelope, `asctime` the moment as in
    /// `Fri Nov 20 02:00:00 2026`.
    pub fn add(&mut self, sender: &str, asctime: &str, message: &[u8]) -> io::Result<()> {
        writeln!(self.out, "From {sender} {asctime}")?;
        let message = message.strip_suffix(b"\n").unwrap_or(message);
        for line in message.split(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            self.line.clear();
            let quotes = line.iter().take_while(|byte| **byte == b'>').count();
            if line[quotes..].starts_with(b"From ") {
                self.line.push(b'>');
            }
            self.line.extend_from_slice(line);
            self.line.push(b'\n');
            self.out.write_all(&self.line)?;
        }
        self.out.write_all(b"\n")
    }

    /// The end: gives back where it was written.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::Mailbox;

    #[test]
    fn lines_that_look_like_the_next_message_are_quoted() {
        let mut mailbox = Mailbox::new(Vec::new());
        let when = "Fri Nov 20 02:00:00 2026";
        mailbox
            .add("a@b.example", when, b"Subject: x\r\n\r\nFrom here\r\n>From\r\n>>From you\r\n")
            .unwrap();
        mailbox.add("a@b.example", when, b"Subject: y\r\n\r\nend").unwrap();
        let text = String::from_utf8(mailbox.finish().unwrap()).unwrap();
        assert_eq!(
            text,
            "From a@b.example Fri Nov 20 02:00:00 2026\nSubject: x\n\n>From here\n>From\n>>>From you\n\n\
             From a@b.example Fri Nov 20 02:00:00 2026\nSubject: y\n\nend\n\n"
        );
    }
}
