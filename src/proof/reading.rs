use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The two bodies of a finished message, as they read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The plain text.
    pub text: String,
    /// The letter as mail HTML.
    pub html: String,
}

impl Reading {
    /// Reads a message of this program: two alternative parts, each encoded line by line. None when it
    /// is something else.
    pub fn of(message: &[u8]) -> Option<Self> {
        let message = std::str::from_utf8(message).ok()?;
        let (head, _) = message.split_once("\r\n\r\n")?;
        let (_, rest) = head.split_once("boundary=\"")?;
        let (boundary, _) = rest.split_once('"')?;
        let border = format!("--{boundary}\r\n");
        let mut parts = message.split(border.as_str()).skip(1);
        let (text, html) = (parts.next()?, parts.next()?);
        let end = format!("\r\n--{boundary}--");
        let body = |part: &str| {
            let part = part.strip_suffix("\r\n").unwrap_or(part);
            decode(part.split(&end).next()?)
        };
        Some(Self { text: body(text)?, html: body(html)? })
    }
}

/// The body of one part, decoded as its head says, with plain line ends.
fn decode(part: &str) -> Option<String> {
    let (head, body) = part.split_once("\r\n\r\n")?;
    let head = head.to_ascii_lowercase();
    let bytes = if head.contains("content-transfer-encoding: base64") {
        STANDARD.decode(body.split_ascii_whitespace().collect::<String>()).ok()?
    } else if head.contains("content-transfer-encoding: quoted-printable") {
        quoted_printable::decode(body, quoted_printable::ParseMode::Strict).ok()?
    } else {
        body.as_bytes().to_vec()
    };
    String::from_utf8(bytes).ok().map(|text| text.replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::Reading;

    #[test]
    fn both_parts_are_read_whatever_their_encoding() {
        let message = "From: a\r\nContent-Type: multipart/alternative;\r\n boundary=\"=_x\"\r\n\r\n\
            --=_x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            caf=C3=A9 =\r\nso\r\n\r\nend\r\n--=_x\r\nContent-Transfer-Encoding: base64\r\n\r\n\
            PGI+546L\r\nPC9iPg==\r\n--=_x--\r\n";
        let reading = Reading::of(message.as_bytes()).unwrap();
        assert_eq!(reading.text, "café so\n\nend");
        assert_eq!(reading.html, "<b>王</b>");
    }

    #[test]
    fn other_bytes_are_no_letter() {
        for bytes in ["", "To: a\r\n\r\nA", "x boundary=\"y\"\r\n\r\n--y\r\n"] {
            assert_eq!(Reading::of(bytes.as_bytes()), None);
        }
    }
}
