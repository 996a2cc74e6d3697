use super::body::{self, Body};
use super::courier::{AsMail, Outcome, Step};
use super::offers::Offers;
use super::reply::Reply;
use std::borrow::Cow;
use std::fmt::Write as _;

/// The longest address (RFC 5321 section 4.5.3.1.3, without the angle brackets).
const LONGEST_PATH: usize = 254;

/// The three commands of one letter, and what is to be known of its body.
#[derive(Debug)]
pub(super) struct Envelope {
    commands: String,
    /// Where MAIL and RCPT end.
    borders: [usize; 2],
    pub(super) body: Body,
}

impl Envelope {
    /// Looks at a letter before anything is said; a letter that cannot go gets its outcome at once.
    pub(super) fn of(letter: &impl AsMail, offers: &Offers) -> Result<Self, Outcome> {
        let unsent = |why: String| Outcome::NotSent { step: Step::Check, why };
        let body = body::examine(letter.head(), letter.message())
            .map_err(|misfit| unsent(format!("the message cannot be sent: {misfit}")))?;
        let sender = match letter.sender() {
            "" => Cow::Borrowed(""),
            sender => path(sender, offers).map_err(|odd| odd.outcome("the sender"))?,
        };
        let recipient =
            path(letter.recipient(), offers).map_err(|odd| odd.outcome("the recipient"))?;
        if body.eight_bit && !offers.eight_bit {
            let words = "5.6.3 the server does not offer 8BITMIME, which this letter needs";
            return Err(refused(554, words));
        }
        if let Some(most) = offers.size
            && most > 0
            && body.size as u64 > most
        {
            let words = format!(
                "5.3.4 the server takes letters of at most {most} bytes; this one has {}",
                body.size
            );
            return Err(refused(552, &words));
        }
        let mut commands = String::with_capacity(sender.len() + recipient.len() + 80);
        let _ = write!(commands, "MAIL FROM:<{sender}>");
        if offers.size.is_some() {
            let _ = write!(commands, " SIZE={}", body.size);
        }
        if body.eight_bit {
            commands.push_str(" BODY=8BITMIME");
        }
        if !sender.is_ascii() || !recipient.is_ascii() {
            commands.push_str(" SMTPUTF8");
        }
        commands.push_str("\r\n");
        let mail = commands.len();
        let _ = write!(commands, "RCPT TO:<{recipient}>\r\n");
        let rcpt = commands.len();
        commands.push_str("DATA\r\n");
        Ok(Self { commands, borders: [mail, rcpt], body })
    }

    /// All commands at once.
    pub(super) fn all(&self) -> &[u8] {
        self.commands.as_bytes()
    }

    /// The command of one step.
    pub(super) fn command(&self, step: Step) -> &[u8] {
        let [mail, rcpt] = self.borders;
        match step {
            Step::Mail => &self.all()[..mail],
            Step::Rcpt => &self.all()[mail..rcpt],
            _ => &self.all()[rcpt..],
        }
    }
}

/// Why an address cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Odd {
    Malformed(&'static str),
    NoUtf8,
}

impl Odd {
    fn outcome(self, whose: &str) -> Outcome {
        match self {
            Self::Malformed(why) => {
                Outcome::NotSent { step: Step::Check, why: format!("the address of {whose} {why}") }
            }
            Self::NoUtf8 => {
                let words = format!(
                    "5.6.7 the server does not offer SMTPUTF8, which the address of {whose} needs"
                );
                refused(553, &words)
            }
        }
    }
}

/// A refusal that the server need not be asked for, with the code it would give.
fn refused(code: u16, words: &str) -> Outcome {
    Outcome::Refused { step: Step::Check, reply: Reply::of(code, words) }
}

/// An address as it stands between the angle brackets; the domain in its ASCII form (E-13, E-14).
pub(super) fn path<'a>(address: &'a str, offers: &Offers) -> Result<Cow<'a, str>, Odd> {
    // Whatever could end the brackets or the line would let an address give commands.
    if address.contains(|c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>')) {
        return Err(Odd::Malformed("has a character that no address may have"));
    }
    let Some((local, domain)) = address.rsplit_once('@') else {
        return Err(Odd::Malformed("has no `@`"));
    };
    if local.is_empty() || domain.is_empty() {
        return Err(Odd::Malformed("has nothing before or behind the `@`"));
    }
    let address = if domain.is_ascii() {
        Cow::Borrowed(address)
    } else {
        let domain = idna::domain_to_ascii(domain)
            .map_err(|_| Odd::Malformed("has a domain that is no international domain name"))?;
        Cow::Owned(format!("{local}@{domain}"))
    };
    if address.len() > LONGEST_PATH {
        return Err(Odd::Malformed("is longer than 254 bytes"));
    }
    if !address.is_ascii() && !offers.smtputf8 {
        return Err(Odd::NoUtf8);
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::{Envelope, Odd, path};
    use crate::delivery::smtp::{AsMail, Offers, Outcome, Step};
    use proptest::prelude::*;

    struct Mail<'a>(&'a str, &'a str, &'a [u8]);

    impl AsMail for Mail<'_> {
        fn sender(&self) -> &str {
            self.0
        }
        fn recipient(&self) -> &str {
            self.1
        }
        fn head(&self) -> &[u8] {
            b"Date: x\r\n"
        }
        fn message(&self) -> &[u8] {
            self.2
        }
    }

    fn all() -> Offers {
        Offers { size: Some(1000), eight_bit: true, smtputf8: true, ..Offers::default() }
    }

    fn text(mail: &Mail, offers: &Offers) -> String {
        String::from_utf8(Envelope::of(mail, offers).unwrap().all().to_vec()).unwrap()
    }

    #[test]
    fn e26_one_sender_and_one_recipient_with_what_the_server_offers() {
        let mail = Mail("a@firm.example", "b@x.example", b"hello\r\n");
        assert_eq!(
            text(&mail, &Offers::default()),
            "MAIL FROM:<a@firm.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n"
        );
        assert!(text(&mail, &all()).starts_with("MAIL FROM:<a@firm.example> SIZE=16\r\n"));
        let envelope = Envelope::of(&mail, &all()).unwrap();
        let steps = [Step::Mail, Step::Rcpt, Step::Data].map(|step| envelope.command(step));
        assert_eq!(steps.concat(), envelope.all());
        assert_eq!(steps[1], b"RCPT TO:<b@x.example>\r\n");
    }

    #[test]
    fn e26_extensions_are_asked_for_only_where_needed() {
        let mail = Mail("", "b@m\u{fc}nchen.example", "\u{e4}".as_bytes());
        let text = text(&mail, &all());
        assert!(text.starts_with("MAIL FROM:<> SIZE=13 BODY=8BITMIME\r\n"), "{text}");
        assert!(text.contains("RCPT TO:<b@xn--mnchen-3ya.example>\r\n"), "{text}");
        let mail = Mail("a@firm.example", "\u{738b}@firm.example", b"hello\r\n");
        assert!(self::text(&mail, &all()).contains(" SIZE=16 SMTPUTF8\r\n"));
    }

    #[test]
    fn what_the_server_cannot_take_is_refused_before_anything_is_said() {
        let code = |mail: Mail, offers: &Offers| match Envelope::of(&mail, offers).unwrap_err() {
            Outcome::Refused { step: Step::Check, reply } => reply.to_string(),
            other => panic!("{other:?}"),
        };
        let long = vec![b'\r'; 0].into_iter().chain(b"a\r\n".repeat(400)).collect::<Vec<u8>>();
        let (a, b) = ("a@firm.example", "b@firm.example");
        assert!(code(Mail(a, b, &long), &all()).starts_with("552 5.3.4 "));
        assert!(
            code(Mail(a, b, "\u{e4}".as_bytes()), &Offers::default()).starts_with("554 5.6.3 ")
        );
        assert!(
            code(Mail(a, "\u{738b}@x.example", b""), &Offers::default()).starts_with("553 5.6.7 ")
        );
        let unlimited = Offers { size: Some(0), ..Offers::default() };
        assert!(Envelope::of(&Mail(a, b, &long), &unlimited).is_ok());
    }

    #[test]
    fn e14_an_address_cannot_give_commands() {
        for bad in [
            "b@x.example\r\nRCPT TO:<c@x.example",
            "b@x.example> BODY=7BIT",
            "b\u{0}@x.example",
            "b\u{85}@x.example",
            "b @x.example",
            "b@x.example\n",
            "b",
            "@x.example",
            "b@",
        ] {
            assert!(matches!(path(bad, &all()), Err(Odd::Malformed(_))), "{bad:?}");
            let outcome = Envelope::of(&Mail("a@firm.example", bad, b""), &all()).unwrap_err();
            assert!(matches!(outcome, Outcome::NotSent { step: Step::Check, .. }));
        }
        assert!(path(&format!("{}@x.example", "a".repeat(250)), &all()).is_err());
    }

    proptest! {
        #[test]
        fn e14_commands_are_three_lines_whatever_the_addresses(
            sender in any::<String>(), recipient in "[\\PC\r\n<> @.a-z]{0,12}@[\\PC\r\na-z.>]{1,12}",
        ) {
            if let Ok(envelope) = Envelope::of(&Mail(&sender, &recipient, b""), &all()) {
                let count = |byte| memchr::memchr_iter(byte, envelope.all()).count();
                prop_assert_eq!([b'\n', b'\r', b'>'].map(count), [3, 3, 2]);
            }
        }
    }
}
