//! The signature of the sending domain (RFC 6376, RFC 8463), over the final bytes of a letter.
//!
//! Canonicalisation is relaxed for header and body. From, To, Subject and Date are signed once
//! more than they occur, so that a second one cannot be added on the way.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use std::fmt::{self, Debug, Formatter};

/// Fields that are always covered, and once more than they occur.
const SEALED: [&str; 4] = ["from", "to", "subject", "date"];
/// Fields that are covered where they occur.
const COVERED: [&str; 7] = [
    "reply-to",
    "message-id",
    "mime-version",
    "content-type",
    "content-language",
    "list-unsubscribe",
    "list-unsubscribe-post",
];
/// The object identifier of RSA keys with its empty parameter, in DER.
const RSA_ENCRYPTION: [u8; 15] =
    [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
/// How long a line of the signature is.
const LINE: usize = 72;

/// A key that cannot sign, or a name that cannot be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// No private key in PEM form.
    #[error("there is no private key in PEM form in it")]
    NoKey,
    /// Neither RSA nor Ed25519, encrypted, or an RSA key that is too short.
    #[error("it is no unencrypted RSA key of 2048 to 4096 bits and no Ed25519 key")]
    WrongKind,
    /// The domain or selector is none.
    #[error("the domain or the selector has characters that no domain has")]
    Name,
    /// The key did not sign.
    #[error("the key did not sign")]
    Failed,
}

/// Signs letters for one domain. Neither the key nor its parts can be printed.
pub struct Signer {
    domain: String,
    selector: String,
    key: Key,
}

enum Key {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Box<Ed25519KeyPair>),
}

impl Debug for Signer {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { domain, selector, .. } = self;
        f.debug_struct("Signer").field("domain", domain).field("selector", selector).finish()
    }
}

impl Signer {
    /// A signer with the private key in these bytes of a PEM file.
    pub fn new(domain: &str, selector: &str, pem: &[u8]) -> Result<Self, Unusable> {
        let domain = idna::domain_to_ascii(domain).map_err(|_| Unusable::Name)?;
        let fits = |name: &str| {
            let odd = |byte: u8| !(byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
            !name.is_empty() && !name.bytes().any(odd)
        };
        if !fits(&domain) || !fits(selector) {
            return Err(Unusable::Name);
        }
        let key = match PrivateKeyDer::from_pem_slice(pem).map_err(|_| Unusable::NoKey)? {
            PrivateKeyDer::Pkcs1(der) => rsa(RsaKeyPair::from_der(der.secret_pkcs1_der()))?,
            PrivateKeyDer::Pkcs8(der) => {
                let der = der.secret_pkcs8_der();
                match Ed25519KeyPair::from_pkcs8_maybe_unchecked(der) {
                    Ok(pair) => Key::Ed25519(Box::new(pair)),
                    Err(_) => rsa(RsaKeyPair::from_pkcs8(der))?,
                }
            }
            _ => return Err(Unusable::WrongKind),
        };
        Ok(Self { domain, selector: selector.to_owned(), key })
    }

    /// Where the public key must stand in the DNS, and the text that must stand there.
    pub fn record(&self) -> (String, String) {
        let place = format!("{}._domainkey.{}", self.selector, self.domain);
        let (kind, bytes) = match &self.key {
            Key::Rsa(pair) => ("rsa", public_info(pair.public_key().as_ref())),
            Key::Ed25519(pair) => ("ed25519", pair.public_key().as_ref().to_vec()),
        };
        (place, format!("v=DKIM1; k={kind}; p={}", STANDARD.encode(bytes)))
    }

    /// The header line to put in front of a letter whose bytes are `head` and `message`.
    pub fn sign(&self, head: &[u8], message: &[u8], at: Timestamp) -> Result<Vec<u8>, Unusable> {
        let fields = Fields::of(head, message);
        let mut covered = Vec::new();
        let mut input = Vec::new();
        for name in SEALED.into_iter().chain(COVERED) {
            // The last one first, as the verifier takes them.
            for field in fields.named(name) {
                covered.push(name);
                relax_field(field, &mut input);
                input.extend_from_slice(b"\r\n");
            }
            if SEALED.contains(&name) {
                covered.push(name);
            }
        }
        let mut body = Vec::with_capacity(fields.body.len());
        relax_body(fields.body, &mut body);
        let mut line = format!(
            "DKIM-Signature: v=1; a={}; c=relaxed/relaxed; d={};\r\n\ts={}; t={};\r\n\th={};\r\n\tbh={};\r\n\tb=",
            match self.key {
                Key::Rsa(_) => "rsa-sha256",
                Key::Ed25519(_) => "ed25519-sha256",
            },
            self.domain,
            self.selector,
            at.as_second(),
            folded_list(&covered),
            STANDARD.encode(digest(&SHA256, &body)),
        );
        relax_field(line.as_bytes(), &mut input);
        let signature = self.key.sign(&input)?;
        for piece in STANDARD.encode(signature).as_bytes().chunks(LINE) {
            line.push_str("\r\n\t");
            line.extend(piece.iter().map(|byte| char::from(*byte)));
        }
        line.push_str("\r\n");
        Ok(line.into_bytes())
    }
}

impl Key {
    fn sign(&self, input: &[u8]) -> Result<Vec<u8>, Unusable> {
        match self {
            Self::Rsa(pair) => {
                let mut out = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), input, &mut out)
                    .map_err(|_| Unusable::Failed)?;
                Ok(out)
            }
            // RFC 8463: what is signed is the hash.
            Self::Ed25519(pair) => Ok(pair.sign(digest(&SHA256, input).as_ref()).as_ref().to_vec()),
        }
    }
}

fn rsa<E>(pair: Result<RsaKeyPair, E>) -> Result<Key, Unusable> {
    pair.map(|pair| Key::Rsa(Box::new(pair))).map_err(|_| Unusable::WrongKind)
}

/// The public key as the DNS wants it: with the name of its kind around it.
fn public_info(key: &[u8]) -> Vec<u8> {
    let bits = der(0x03, &[&[0], key].concat());
    der(0x30, &[&RSA_ENCRYPTION, bits.as_slice()].concat())
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let first = length.iter().position(|byte| *byte > 0).unwrap_or(length.len() - 1);
    let length = &length[first..];
    let mut out = vec![tag];
    if content.len() >= 0x80 {
        out.push(0x80 | u8::try_from(length.len()).unwrap_or(0));
    }
    out.extend_from_slice(length);
    out.extend_from_slice(content);
    out
}

/// Names joined by colons, on lines that are not too long.
fn folded_list(names: &[&str]) -> String {
    let mut out = String::new();
    let mut width = 2;
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            out.push(':');
        }
        if width + name.len() > LINE {
            out.push_str("\r\n\t ");
            width = 1;
        }
        out.push_str(name);
        width += name.len() + 1;
    }
    out
}

/// The header fields of a letter, with their folds, and its body.
struct Fields<'a> {
    fields: Vec<&'a [u8]>,
    body: &'a [u8],
}

impl<'a> Fields<'a> {
    fn of(head: &'a [u8], message: &'a [u8]) -> Self {
        let mut fields = Vec::new();
        cut(head, &mut fields);
        let body = cut(message, &mut fields);
        Self { fields, body }
    }

    /// The fields of this name, the last one first.
    fn named(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.fields.iter().rev().copied().filter(move |field| {
            let end = memchr::memchr(b':', field).unwrap_or(0);
            field[..end].trim_ascii_end().eq_ignore_ascii_case(name.as_bytes())
        })
    }
}

/// Cuts a header into fields; gives what stands behind the empty line.
fn cut<'a>(text: &'a [u8], fields: &mut Vec<&'a [u8]>) -> &'a [u8] {
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(body) = rest.strip_prefix(b"\r\n") {
            return body;
        }
        let mut end = 0;
        loop {
            end += memchr::memchr(b'\n', &rest[end..]).map_or(rest.len() - end, |at| at + 1);
            // A line that begins with a blank goes on with the field before it.
            if !matches!(rest.get(end), Some(b' ' | b'\t')) {
                break;
            }
        }
        let field;
        (field, rest) = rest.split_at(end);
        fields.push(field);
    }
    rest
}

/// A field without folds and needless blanks, its name in small letters; no line end.
fn relax_field(field: &[u8], out: &mut Vec<u8>) {
    let colon = memchr::memchr(b':', field).unwrap_or(field.len());
    let (name, value) = field.split_at(colon);
    out.extend(name.trim_ascii_end().iter().map(u8::to_ascii_lowercase));
    out.push(b':');
    let start = out.len();
    relax_blanks(value.get(1..).unwrap_or_default(), out);
    // Blanks at the beginning of the value go as well.
    if out.get(start) == Some(&b' ') {
        out.remove(start);
    }
}

/// A body without needless blanks and without empty lines at its end.
fn relax_body(body: &[u8], out: &mut Vec<u8>) {
    let mut empty = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let start = out.len();
        out.extend(std::iter::repeat_n(*b"\r\n", empty).flatten());
        let text = out.len();
        relax_blanks(line, out);
        if out.len() == text {
            out.truncate(start);
            empty += 1;
        } else {
            empty = 0;
            out.extend_from_slice(b"\r\n");
        }
    }
}

/// Each run of blanks becomes one; line ends go, and so do blanks before the end.
fn relax_blanks(text: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    let mut blank = false;
    for byte in text {
        match byte {
            b' ' | b'\t' => blank = true,
            b'\r' | b'\n' => {}
            _ => {
                if blank {
                    out.push(b' ');
                    blank = false;
                }
                out.push(*byte);
            }
        }
    }
    debug_assert!(out.len() == start || out.last() != Some(&b' '));
}

#[cfg(test)]
mod tests {
    use super::{Signer, Unusable, cut, relax_body, relax_field};
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;
    use ring::digest::{SHA256, digest};
    use ring::signature::{ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

    const RSA: &[u8] = include_bytes!("../../../tests/fixtures/dkim/rsa.pem");
    const RSA_PKCS1: &[u8] = include_bytes!("../../../tests/fixtures/dkim/rsa-pkcs1.pem");
    const ED25519_KEY: &[u8] = include_bytes!("../../../tests/fixtures/dkim/ed25519.pem");
    const HEAD: &[u8] = b"Date: Fri, 20 Nov 2026 10:00:00 +0800\r\n";
    const MESSAGE: &[u8] = b"From: Lin <lin@firm.example>\r\nTo: anna@x.example\r\nSUBJECT:  a\r\n  b\t c \r\n\
        Message-ID: <1@firm.example>\r\nContent-Type: text/plain\r\n\r\n Hello  there \r\n\r\n.dot\r\n\r\n\r\n";

    fn signed(pem: &[u8]) -> (Signer, String) {
        let signer = Signer::new("firm.example", "s1", pem).unwrap();
        let line = signer.sign(HEAD, MESSAGE, "2026-11-20T02:00:00Z".parse().unwrap()).unwrap();
        (signer, String::from_utf8(line).unwrap())
    }

    /// What a verifier hashes, put together by other means than the signer does.
    fn input(line: &str) -> Vec<u8> {
        let unfolded = line.replace("\r\n\t", " ").replace("\r\n", "");
        let (without, _) = unfolded.rsplit_once("b=").unwrap();
        let without = without.replacen("DKIM-Signature: ", "dkim-signature:", 1);
        let mut text = "from:Lin <lin@firm.example>\r\nto:anna@x.example\r\nsubject:a b c\r\n\
             date:Fri, 20 Nov 2026 10:00:00 +0800\r\nmessage-id:<1@firm.example>\r\n\
             content-type:text/plain\r\n"
            .to_owned();
        text.push_str(&without.split_whitespace().collect::<Vec<_>>().join(" "));
        text.push_str(" b=");
        text.into_bytes()
    }

    fn signature(line: &str) -> Vec<u8> {
        let (_, coded) = line.rsplit_once("b=").unwrap();
        STANDARD.decode(coded.split_whitespace().collect::<String>()).unwrap()
    }

    fn key(signer: &Signer) -> Vec<u8> {
        let (_, record) = signer.record();
        STANDARD.decode(record.rsplit_once("p=").unwrap().1).unwrap()
    }

    #[test]
    fn a_signature_of_each_kind_is_verified() {
        for pem in [RSA, RSA_PKCS1] {
            let (signer, line) = signed(pem);
            // Behind the 24 bytes that say what kind of key it is.
            let key =
                UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key(&signer)[24..].to_vec());
            key.verify(&input(&line), &signature(&line)).unwrap();
            assert!(key.verify(b"something else", &signature(&line)).is_err());
        }
        let (signer, line) = signed(ED25519_KEY);
        let key = UnparsedPublicKey::new(&ED25519, key(&signer));
        key.verify(digest(&SHA256, &input(&line)).as_ref(), &signature(&line)).unwrap();
    }

    #[test]
    fn what_is_covered_and_sealed_is_said() {
        let (_, line) = signed(ED25519_KEY);
        assert!(line.starts_with("DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=firm.example;\r\n\ts=s1; t=1795140000;\r\n"));
        let flat = line.replace("\r\n\t ", "").replace("\r\n\t", " ");
        assert!(
            flat.contains("h=from:from:to:to:subject:subject:date:date:message-id:content-type;"),
            "{flat}"
        );
        assert!(line.lines().all(|line| line.len() <= 80), "{line}");
        let body = digest(&SHA256, b" Hello there\r\n\r\n.dot\r\n");
        assert!(line.contains(&format!("bh={};", STANDARD.encode(body))));
    }

    #[test]
    fn a_key_that_cannot_sign_is_told_before_anything_is_sent() {
        let new = |domain, selector, pem: &[u8]| Signer::new(domain, selector, pem).map(|_| ());
        assert_eq!(new("firm.example", "s1", b"no key"), Err(Unusable::NoKey));
        let odd = b"-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n";
        assert_eq!(new("firm.example", "s1", odd), Err(Unusable::WrongKind));
        assert_eq!(new("firm.example", "s 1", RSA), Err(Unusable::Name));
        assert_eq!(new("", "s1", RSA), Err(Unusable::Name));
        let shown = format!("{:?}", Signer::new("firm.example", "s1", RSA).unwrap());
        assert_eq!(shown, "Signer { domain: \"firm.example\", selector: \"s1\" }");
    }

    /// The examples of RFC 6376 section 3.4.5.
    #[test]
    fn the_examples_of_the_standard() {
        let text = b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n";
        let mut fields = Vec::new();
        let body = cut(text, &mut fields);
        let relaxed: Vec<String> = fields
            .into_iter()
            .map(|field| {
                let mut out = Vec::new();
                relax_field(field, &mut out);
                String::from_utf8(out).unwrap()
            })
            .collect();
        assert_eq!(relaxed, ["a:X", "b:Y Z"]);
        let mut out = Vec::new();
        relax_body(body, &mut out);
        assert_eq!(out, b" C\r\nD E\r\n");
        for (body, relaxed) in [(&b""[..], &b""[..]), (b"\r\n \r\n", b""), (b"a", b"a\r\n")] {
            out.clear();
            relax_body(body, &mut out);
            assert_eq!(out, relaxed);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_at_all_are_signed(head in any::<Vec<u8>>(), text in any::<Vec<u8>>()) {
            let signer = Signer::new("firm.example", "s1", ED25519_KEY).unwrap();
            let line = signer.sign(&head, &text, jiff::Timestamp::UNIX_EPOCH).unwrap();
            prop_assert!(line.ends_with(b"\r\n"));
        }
    }
}
