//! What a person wants to know of a server's certificate (X.509, RFC 5280).
//!
//! Whether it is to be trusted is decided in the handshake; here it is only read, and what cannot be
//! read is left out.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const OBJECT: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const VERSION: u8 = 0xa0;
const COMMON_NAME: [u8; 3] = [0x55, 0x04, 0x03];
const ORGANISATION: [u8; 3] = [0x55, 0x04, 0x0a];

/// The certificate that a server has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Who has issued it; empty when it does not say.
    pub issuer: String,
    /// Until when it is valid.
    pub valid_until: Timestamp,
}

impl Certificate {
    /// Reads one out of its DER form.
    pub fn read(der: &[u8]) -> Option<Self> {
        let (whole, _) = Piece::read(der)?;
        let mut fields = whole.of(SEQUENCE)?.pieces();
        let mut fields = fields.next()?.of(SEQUENCE)?.pieces().peekable();
        fields.next_if(|piece| piece.tag == VERSION);
        fields.next()?.of(INTEGER)?;
        // The signature's algorithm.
        fields.next()?.of(SEQUENCE)?;
        let issuer = fields.next()?.of(SEQUENCE)?;
        let mut validity = fields.next()?.of(SEQUENCE)?.pieces();
        validity.next()?;
        let valid_until = time(validity.next()?)?;
        Some(Self { issuer: name(issuer), valid_until })
    }
}

/// Organisation and common name, or what there is of them.
fn name(issuer: Piece<'_>) -> String {
    let mut found: [Option<String>; 2] = [None, None];
    let parts = issuer.pieces().filter_map(|set| set.of(SET)).flat_map(Piece::pieces);
    for part in parts.filter_map(|part| part.of(SEQUENCE)) {
        let mut pair = part.pieces();
        let (Some(kind), Some(value)) = (pair.next().and_then(|kind| kind.of(OBJECT)), pair.next())
        else {
            continue;
        };
        let place = match kind.content {
            kind if kind == ORGANISATION => &mut found[0],
            kind if kind == COMMON_NAME => &mut found[1],
            _ => continue,
        };
        // Whatever the kind of string: what is not UTF-8 shows as such.
        let text = String::from_utf8_lossy(value.content);
        let text: String = text.chars().filter(|c| !c.is_control()).take(100).collect();
        place.get_or_insert(text);
    }
    let parts: Vec<String> =
        found.into_iter().flatten().filter(|text| !text.trim().is_empty()).collect();
    parts.join(", ")
}

fn time(piece: Piece<'_>) -> Option<Timestamp> {
    let text = std::str::from_utf8(piece.content).ok()?.strip_suffix('Z')?;
    let whole = match piece.tag {
        // RFC 5280 4.1.2.5.1: 50 and later means the last century.
        UTC_TIME if text.get(..2)? >= "50" => format!("19{text}"),
        UTC_TIME => format!("20{text}"),
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    let civil = DateTime::strptime("%Y%m%d%H%M%S", &whole).ok()?;
    TimeZone::UTC.to_timestamp(civil).ok()
}

/// One value of the encoding: a tag and what it holds.
#[derive(Clone, Copy)]
struct Piece<'a> {
    tag: u8,
    content: &'a [u8],
}

impl<'a> Piece<'a> {
    /// The first value, and what follows it.
    fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (tag, rest) = bytes.split_first()?;
        let (first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            short @ 0..=0x7f => (usize::from(*short), rest),
            long @ 0x81..=0x83 => {
                let (digits, rest) = rest.split_at_checked(usize::from(long & 0x7f))?;
                (digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        Some((Self { tag: *tag, content }, rest))
    }

    fn of(self, tag: u8) -> Option<Self> {
        (self.tag == tag).then_some(self)
    }

    /// The values within, as far as they can be read.
    fn pieces(self) -> impl Iterator<Item = Self> {
        let mut rest = self.content;
        std::iter::from_fn(move || {
            let (piece, behind) = Self::read(rest)?;
            rest = behind;
            Some(piece)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Certificate;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    /// Made with `openssl req -x509`, valid until 2081: a time of the long kind.
    const LONG: &str = "MIIBzTCCAXOgAwIBAgICEmcwCgYIKoZIzj0EAwIwRDELMAkGA1UEBhMCQ04xHDAaBgNVBAoME0xpbmdjaHVhbiBQcmVjaXNpb24xFzAVBgNVBAMMDkxpbmdjaHVhbiBtYWlsMCAXDTI2MTEyNDEzMTMyMloYDzIwODEwODI3MTMxMzIyWjBEMQswCQYDVQQGEwJDTjEcMBoGA1UECgwTTGluZ2NodWFuIFByZWNpc2lvbjEXMBUGA1UEAwwOTGluZ2NodWFuIG1haWwwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARd81obpWt1AfuaDRdl30BQgS6b8w4n4NX+5EMApeRaHzTWT8TZqFcThbKLPBEvcjezHiqeDkhJtHgEqzQ7e0Cno1MwUTAdBgNVHQ4EFgQUeietaGfVubnhxm4w89RNviBnyxMwHwYDVR0jBBgwFoAUeietaGfVubnhxm4w89RNviBnyxMwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEArB3lP/oIxey5x3fDpqDIjzsUh0eR0Lqg+hyZtUF4sVQCIDXNcbt/z+wBSkY3OdzFZq6/i7HA+u6WOijKSdJBExrC";
    const CHINESE: &str = "MIIBeDCCAR2gAwIBAgIUPwmDs0XOCRUePPf+IobA2pgW6ycwCgYIKoZIzj0EAwIwETEPMA0GA1UEAwwG5bKt5bedMB4XDTI2MTEyNDEzMTMyM1oXDTM1MDIxMDEzMTMyM1owETEPMA0GA1UEAwwG5bKt5bedMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAESf9MTR63OWCMjQs9w9omnpJU6fN0M4yXBLnxWdBgthUbg1UBcXNYAABM3vmujJU12gMyQ8G3rqhA0SxBSXlUB6NTMFEwHQYDVR0OBBYEFP8dqF2DI8oCoqrdOhOEP1FqDnNhMB8GA1UdIwQYMBaAFP8dqF2DI8oCoqrdOhOEP1FqDnNhMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAOsL0hKWhRhPB7kNlfw+o4PJd3tVQRqK+yycCTZMI7nnAiEAxF7hz8hPN0E+tZRUSQ97zUP6GKkk88gWTi03c/dhbSo=";

    fn read(text: &str) -> Certificate {
        Certificate::read(&STANDARD.decode(text).unwrap()).unwrap()
    }

    #[test]
    fn issuer_and_end_are_read() {
        let long = read(LONG);
        assert_eq!(long.issuer, "Lingchuan Precision, Lingchuan mail");
        assert_eq!(long.valid_until.to_string(), "2081-08-27T13:13:22Z");
        let chinese = read(CHINESE);
        assert_eq!(chinese.issuer, "岭川");
        assert_eq!(chinese.valid_until.to_string(), "2035-02-10T13:13:23Z");
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_certificate_or_none(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            at in 0_usize..400,
            byte: u8,
        ) {
            let _ = Certificate::read(&bytes);
            let mut spoilt = STANDARD.decode(LONG).unwrap();
            spoilt[at] = byte;
            let _ = Certificate::read(&spoilt);
        }
    }
}
