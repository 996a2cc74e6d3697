use super::reply::Reply;

/// What the server says it can do (EHLO).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one extension, offered or not")]
pub struct Offers {
    /// The name it gave itself.
    pub name: String,
    /// Whether it knows EHLO at all; one that knows only HELO offers nothing.
    pub extended: bool,
    /// SIZE (RFC 1870): the longest message; 0 when it names no limit.
    pub size: Option<u64>,
    /// 8BITMIME (RFC 6152).
    pub eight_bit: bool,
    /// SMTPUTF8 (RFC 6531).
    pub smtputf8: bool,
    /// PIPELINING (RFC 2920).
    pub pipelining: bool,
    /// STARTTLS (RFC 3207).
    pub starttls: bool,
    /// DSN (RFC 3461).
    pub dsn: bool,
    /// ENHANCEDSTATUSCODES (RFC 2034).
    pub enhanced_codes: bool,
    /// AUTH (RFC 4954): the ways to log in, in capitals.
    pub auth: Vec<String>,
    /// LIMITS MAILMAX (RFC 9422): how many letters it takes over one connection.
    pub mail_max: Option<u32>,
}

impl Offers {
    /// Reads the reply to EHLO.
    pub fn read(reply: &Reply) -> Self {
        let mut lines = reply.lines();
        let mut offers = Self { name: first_word(lines.next()), extended: true, ..Self::default() };
        for line in lines {
            offers.take(line);
        }
        offers
    }

    /// Reads the reply to HELO.
    pub(super) fn plain(reply: &Reply) -> Self {
        Self { name: first_word(reply.lines().next()), ..Self::default() }
    }

    fn take(&mut self, line: &str) {
        let mut words = line.split_ascii_whitespace();
        let Some(keyword) = words.next() else { return };
        match keyword.to_ascii_uppercase().as_str() {
            "SIZE" => {
                // A limit that is no number cannot be kept; the server then tells by itself.
                self.size = Some(words.next().and_then(|word| word.parse().ok()).unwrap_or(0));
            }
            "8BITMIME" => self.eight_bit = true,
            "SMTPUTF8" => self.smtputf8 = true,
            "PIPELINING" => self.pipelining = true,
            "STARTTLS" => self.starttls = true,
            "DSN" => self.dsn = true,
            "ENHANCEDSTATUSCODES" => self.enhanced_codes = true,
            "AUTH" => self.add_logins(words),
            "LIMITS" => {
                for word in words {
                    if let Some(("MAILMAX", most)) = word.split_once('=') {
                        // None would be no connection at all: such a limit is a mistake.
                        self.mail_max = most.parse().ok().filter(|most| *most > 0);
                    }
                }
            }
            // Written by servers of the last century beside the line without `=`.
            other => {
                if let Some(first) = other.strip_prefix("AUTH=") {
                    self.add_logins(std::iter::once(first).chain(words));
                }
            }
        }
    }

    fn add_logins<'a>(&mut self, ways: impl Iterator<Item = &'a str>) {
        for way in ways.map(str::to_ascii_uppercase).filter(|way| !way.is_empty()) {
            if !self.auth.contains(&way) {
                self.auth.push(way);
            }
        }
    }
}

fn first_word(line: Option<&str>) -> String {
    line.and_then(|line| line.split_ascii_whitespace().next()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::Offers;
    use crate::delivery::smtp::Reply;

    fn read(text: &str) -> Offers {
        Offers::read(&Reply::of(250, text))
    }

    #[test]
    fn what_a_server_offers_is_read_line_by_line() {
        let offers = read(
            "mx.firm.example at your service\nPIPELINING\nsize 10240000\n8BITMIME\nSMTPUTF8\nDSN\n\
             ENHANCEDSTATUSCODES\nSTARTTLS\nAUTH PLAIN login\nAUTH=LOGIN XOAUTH2\n\
             LIMITS RCPTMAX=50 MAILMAX=20\nCHUNKING",
        );
        let expected = Offers {
            name: "mx.firm.example".to_owned(),
            extended: true,
            size: Some(10_240_000),
            eight_bit: true,
            smtputf8: true,
            pipelining: true,
            starttls: true,
            dsn: true,
            enhanced_codes: true,
            auth: ["PLAIN", "LOGIN", "XOAUTH2"].map(str::to_owned).to_vec(),
            mail_max: Some(20),
        };
        assert_eq!(offers, expected);
    }

    #[test]
    fn odd_limits_are_no_limits() {
        assert_eq!(read("mx\nSIZE").size, Some(0));
        assert_eq!(read("mx\nSIZE 99999999999999999999999").size, Some(0));
        assert_eq!(read("mx\nLIMITS MAILMAX=0").mail_max, None);
        assert_eq!(read("mx\nLIMITS MAILMAX=many").mail_max, None);
        assert_eq!(read("\n\n \nAUTH\nAUTH=").auth, [""; 0]);
    }
}
