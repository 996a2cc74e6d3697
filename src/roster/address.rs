use super::flaw::Flaw;
use lettre::Address;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

const LONGEST_LOCAL: usize = 64;
const LONGEST_DOMAIN: usize = 255;
const LONGEST_LABEL: usize = 63;

/// An address that a mail server takes, in the form that goes over the wire (E-13).
///
/// The domain is in its ASCII form; the part before the `@` is as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct EmailAddress(Address);

impl EmailAddress {
    /// Reads an address; `None` when it is malformed.
    pub fn parse(text: &str) -> Option<Self> {
        read(text).ok().map(|(address, _)| address)
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// The address as mail needs it.
    pub fn address(&self) -> &Address {
        &self.0
    }

    /// The part behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.domain()
    }
}

impl Display for EmailAddress {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Reads an address; a warning may come with a good one.
pub(crate) fn read(text: &str) -> Result<(EmailAddress, Option<Flaw>), Flaw> {
    let (local, domain) = split(text)?;
    check_local(text, local)?;
    let at = local.len() + 1;
    let ascii = if domain.is_ascii() {
        Cow::Borrowed(domain)
    } else {
        Cow::Owned(idna::domain_to_ascii(domain).map_err(|_| {
            malformed(text, at..text.len(), "its domain is no international domain name")
        })?)
    };
    check_domain(text, at, &ascii)?;
    let address = Address::new(local, &ascii)
        .map_err(|_| malformed(text, 0..text.len(), "a mail server would refuse it"))?;
    let warning = note(text, local, domain);
    Ok((EmailAddress(address), warning))
}

/// The address in the form in which two equal ones are equal: no case, no characters without
/// width, the domain in its ASCII form.
pub(crate) fn normalised(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return lower_ascii(text);
    }
    let hidden =
        |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
    let plain: String = text.chars().filter(hidden).flat_map(char::to_lowercase).collect();
    match plain.rsplit_once('@') {
        Some((local, domain)) if !domain.is_ascii() => match idna::domain_to_ascii(domain) {
            Ok(domain) => Cow::Owned(format!("{local}@{domain}")),
            Err(_) => Cow::Owned(plain),
        },
        _ => Cow::Owned(plain),
    }
}

/// The text with its ASCII letters in lower case.
pub(crate) fn lower_ascii(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

fn split(text: &str) -> Result<(&str, &str), Flaw> {
    let whole = 0..text.len();
    if let Some(at) = text.find(['<', '>']) {
        return Err(malformed(text, at..at + 1, "it has a name or brackets around it")
            .hint("keep the bare address, such as `anna@firm.example`"));
    }
    if text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:")) {
        return Err(malformed(text, 0..7, "it is a link").hint("remove `mailto:`"));
    }
    if let Some(at) = text.find([';', ',']) {
        return Err(malformed(text, at..at + 1, "it looks like more than one").hint(
            "keep one address in a row; every person gets a letter of their own in a row of \
             their own",
        ));
    }
    if let Some((at, c)) = text.char_indices().find(|(_, c)| c.is_whitespace()) {
        return Err(malformed(text, at..at + c.len_utf8(), "it has a blank in it"));
    }
    let Some((local, domain)) = text.rsplit_once('@') else {
        return Err(malformed(text, whole, "it has no `@`"));
    };
    if let Some(at) = local.find('@') {
        return Err(malformed(text, at..at + 1, "it has more than one `@`"));
    }
    Ok((local, domain))
}

fn check_local(text: &str, local: &str) -> Result<(), Flaw> {
    if local.is_empty() {
        return Err(malformed(text, 0..1, "nothing stands before the `@`"));
    }
    if local.len() > LONGEST_LOCAL {
        let from = local.floor_char_boundary(LONGEST_LOCAL);
        return Err(malformed(
            text,
            from..local.len(),
            "the part before the `@` is longer than 64 bytes",
        ));
    }
    dots(text, 0, local)?;
    let odd = |c: &(usize, char)| {
        c.1.is_ascii() && !c.1.is_ascii_alphanumeric() && !"!#$%&'*+-/=?^_`{|}~.".contains(c.1)
    };
    match local.char_indices().find(odd) {
        Some((at, c)) => {
            Err(malformed(text, at..at + 1, &format!("`{c}` may not stand before the `@`")))
        }
        None => Ok(()),
    }
}

fn check_domain(text: &str, at: usize, domain: &str) -> Result<(), Flaw> {
    let whole = at..text.len();
    if domain.is_empty() {
        return Err(malformed(text, at - 1..at, "nothing stands behind the `@`"));
    }
    if domain.starts_with('[') {
        return Err(malformed(text, whole, "it names a machine by number, not a domain"));
    }
    if domain.len() > LONGEST_DOMAIN {
        return Err(malformed(text, whole, "its domain is longer than 255 characters"));
    }
    // An international domain has no byte-to-byte place in the text: the whole of it is marked.
    let same = text.len() - at == domain.len();
    let part = |from: usize, to: usize| if same { at + from..at + to } else { whole.clone() };
    if same {
        dots(text, at, domain)?;
    }
    if !domain.contains('.') {
        return Err(malformed(text, whole, "its domain has no dot")
            .hint("write the whole domain, such as `firm.example`"));
    }
    let mut from = 0;
    for label in domain.split('.') {
        let to = from + label.len();
        if label.is_empty() {
            return Err(malformed(text, part(from, to), "its domain has an empty part"));
        }
        if label.len() > LONGEST_LABEL {
            return Err(malformed(
                text,
                part(from, to),
                "a part of its domain is longer than 63 characters",
            ));
        }
        if let Some(odd) = label.bytes().position(|b| !(b.is_ascii_alphanumeric() || b == b'-')) {
            let why = "only letters, digits and `-` may stand in a domain";
            return Err(malformed(text, part(from + odd, from + odd + 1), why));
        }
        if label.starts_with('-') || label.ends_with('-') {
            let why = "a part of its domain begins or ends with `-`";
            return Err(malformed(text, part(from, to), why));
        }
        from = to + 1;
    }
    let last = domain.rsplit('.').next().unwrap_or_default();
    if last.bytes().all(|b| b.is_ascii_digit()) {
        return Err(malformed(text, whole, "it names a machine by number, not a domain"));
    }
    Ok(())
}

fn dots(text: &str, at: usize, part: &str) -> Result<(), Flaw> {
    let place = if let Some(double) = part.as_bytes().windows(2).position(|pair| pair == b"..") {
        double..double + 2
    } else if part.starts_with('.') {
        0..1
    } else if part.ends_with('.') {
        part.len() - 1..part.len()
    } else {
        return Ok(());
    };
    Err(malformed(text, at + place.start..at + place.end, "a dot stands where none may stand"))
}

/// What is worth knowing about an address that is well formed.
fn note(text: &str, local: &str, domain: &str) -> Option<Flaw> {
    if !local.is_ascii() {
        let why = "The part before the `@` has letters beyond ASCII; only a mail server that \
                   offers SMTPUTF8 can take it.";
        return Some(
            Flaw::warning(0..local.len(), format!("`{text}` needs a mail server with SMTPUTF8"))
                .rule("E-13")
                .why(why)
                .hint("ask for an address in plain letters, or check the relay before sending"),
        );
    }
    let bare: Vec<u8> =
        local.bytes().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase()).collect();
    if matches!(bare.as_slice(), b"noreply" | b"donotreply" | b"mailerdaemon") {
        return Some(
            Flaw::warning(0..local.len(), format!("nobody reads `{text}`"))
                .rule("E-13")
                .why("Its name says that letters to it are thrown away.")
                .hint("ask the account's owner for the person's own address"),
        );
    }
    let at = local.len() + 1;
    super::script::mixed(domain).map(|word| {
        Flaw::warning(at + word.start..at + word.end, format!("`{text}` mixes alphabets"))
            .rule("E-15")
            .why("Letters of two alphabets in one word are the mark of a look-alike domain.")
            .hint("compare it with the company's own web page")
    })
}

fn malformed(text: &str, span: std::ops::Range<usize>, because: &str) -> Flaw {
    Flaw::error(span, format!("`{text}` is not an e-mail address: {because}"))
        .rule("E-13")
        .why("A letter to it could not be delivered.")
        .hint("correct it, or leave the field empty when the person has no address")
}

#[cfg(test)]
mod tests {
    use super::{EmailAddress, normalised, read};
    use crate::diagnostic::Severity;

    fn marked(text: &str) -> String {
        let flaw = read(text).expect_err(text);
        assert_eq!((flaw.severity, flaw.rule), (Severity::Error, Some("E-13")));
        text[flaw.span].to_owned()
    }

    #[test]
    fn e13_good_addresses_are_kept_as_typed() {
        for text in
            ["anna.schmidt+x@firm.example", "O'Neill@sub.firm-a.example", "a@b.co", "1@2.io"]
        {
            let (address, warning) = read(text).unwrap();
            assert_eq!((address.as_str(), warning), (text, None));
        }
    }

    #[test]
    fn e13_malformed_addresses_show_the_offending_part() {
        for (text, part) in [
            ("anna", "anna"),
            ("anna@firm", "firm"),
            ("a..b@firm.example", ".."),
            (".a@firm.example", "."),
            ("a@firm..example", ".."),
            ("a@firm.example.", "."),
            ("a@b@firm.example", "@"),
            ("@firm.example", "@"),
            ("a@", "@"),
            ("a b@firm.example", " "),
            ("a@firm.example; b@firm.example", ";"),
            ("Anna <a@firm.example>", "<"),
            ("mailto:a@firm.example", "mailto:"),
            ("a@[127.0.0.1]", "[127.0.0.1]"),
            ("a@127.0.0.1", "127.0.0.1"),
            ("a@fi_rm.example", "_"),
            ("a@-firm.example", "-firm"),
            ("\"a b\"@firm.example", " "),
            ("\"a\"@firm.example", "\""),
        ] {
            assert_eq!(marked(text), part, "{text}");
        }
    }

    #[test]
    fn e13_lengths_are_64_63_and_255() {
        assert!(read(&format!("{}@firm.example", "a".repeat(64))).is_ok());
        assert_eq!(marked(&format!("{}@firm.example", "a".repeat(65))), "a");
        assert!(read(&format!("a@{}.example", "b".repeat(63))).is_ok());
        assert_eq!(marked(&format!("a@{}.example", "b".repeat(64))), "b".repeat(64));
        assert!(read(&format!("a@{}example", "b.".repeat(130))).is_err());
    }

    #[test]
    fn e13_international_domains_go_out_in_ascii() {
        let (address, warning) = read("anna@münchen.example").unwrap();
        assert_eq!((address.as_str(), warning), ("anna@xn--mnchen-3ya.example", None));
        assert_eq!(address.domain(), "xn--mnchen-3ya.example");
        assert_eq!(EmailAddress::parse("王@firm.example").unwrap().as_str(), "王@firm.example");
    }

    #[test]
    fn e13_a_local_part_beyond_ascii_is_taken_with_a_warning() {
        let (_, warning) = read("王建国@firm.example").unwrap();
        let warning = warning.unwrap();
        assert_eq!((warning.severity, warning.span), (Severity::Warning, 0..9));
        assert!(read("no-reply@firm.example").unwrap().1.is_some());
    }

    #[test]
    fn equal_addresses_are_equal_after_normalisation() {
        for text in ["ANNA@Firm.Example", "anna\u{200b}@firm.example", "anna@firm.example\u{feff}"]
        {
            assert_eq!(normalised(text), "anna@firm.example");
        }
        assert_eq!(normalised("a@MÜNCHEN.example"), "a@xn--mnchen-3ya.example");
    }
}
