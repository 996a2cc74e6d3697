use super::signature::NAMESPACE;
use crate::diagnostic::{Diagnostic, Place, Report};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use ssh_key::PublicKey;

/// The file with the approvers' keys, in the workspace.
pub const SIGNERS: &str = "allowed_signers";

/// Whose signature each key is: the file that `ssh-keygen -Y verify` reads.
#[derive(Debug, Clone, Default)]
pub struct Signers {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    /// Ids of the team or addresses.
    principals: Vec<String>,
    namespaces: Option<Vec<String>>,
    valid_after: Option<Timestamp>,
    valid_before: Option<Timestamp>,
    key: PublicKey,
}

impl Signers {
    /// Reads the file: in each line one or more ids or addresses, options, and a public key.
    pub fn read(file: &str, text: &str) -> Result<Self, Report> {
        let mut signers = Self::default();
        let mut report = Report::new();
        for (number, line) in (1..).zip(text.lines()) {
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            match entry(trimmed) {
                Ok(entry) => signers.entries.push(entry),
                Err((why, hint)) => report.push(
                    Diagnostic::error("this line names no key that can be used")
                        .rule("P-22")
                        .at(Place::line(file, number, 1, line))
                        .why(why)
                        .hint(hint),
                ),
            }
        }
        if report.has_errors() { Err(report) } else { Ok(signers) }
    }

    /// Whether anybody of these names has a key.
    pub fn knows(&self, is_person: &dyn Fn(&str) -> bool) -> bool {
        self.entries.iter().any(|entry| entry.is_of(is_person))
    }

    /// Whether a key may sign approvals for somebody at that moment; the error says why not.
    pub(super) fn allow(
        &self,
        key: &PublicKey,
        is_person: &dyn Fn(&str) -> bool,
        at: Timestamp,
    ) -> Result<(), String> {
        let same = |entry: &&Entry| entry.key.key_data() == key.key_data();
        let mut known = self.entries.iter().filter(same).peekable();
        if known.peek().is_none() {
            return Err(format!("`{SIGNERS}` does not hold the key it is signed with"));
        }
        let mut flaw = format!("`{SIGNERS}` holds its key under another name");
        for entry in known.filter(|entry| entry.is_of(is_person)) {
            let for_us = entry
                .namespaces
                .as_ref()
                .is_none_or(|spaces| spaces.iter().any(|space| space == NAMESPACE));
            let early = entry.valid_after.is_some_and(|from| at < from);
            let late = entry.valid_before.is_some_and(|end| at >= end);
            match (for_us, early || late) {
                (true, false) => return Ok(()),
                (false, _) => {
                    flaw = format!("its key is not for approvals: the namespace is `{NAMESPACE}`");
                }
                (true, true) => "its key was not valid at that time".clone_into(&mut flaw),
            }
        }
        Err(flaw)
    }
}

impl Entry {
    fn is_of(&self, is_person: &dyn Fn(&str) -> bool) -> bool {
        self.principals.iter().any(|principal| is_person(principal))
    }
}

/// What is wrong with a line: why, and what to do.
type Wrong = (String, &'static str);

fn entry(line: &str) -> Result<Entry, Wrong> {
    const SHAPE: &str =
        "write `t-01 ssh-ed25519 AAAA…`: who, then the line of the file that ends in .pub";
    let (principals, rest) = word(line).ok_or_else(|| ("The key is missing.".to_owned(), SHAPE))?;
    let principals: Vec<String> =
        principals.trim_matches('"').split(',').map(|name| name.trim().to_owned()).collect();
    if principals.iter().any(|name| name.contains(['*', '?', '!']) || name.is_empty()) {
        return Err((
            "Patterns of names are not used here: each key is one person's.".to_owned(),
            "write ids of the team or addresses, separated by commas",
        ));
    }
    let mut entry = Entry {
        principals,
        namespaces: None,
        valid_after: None,
        valid_before: None,
        key: PublicKey::from_openssh(rest).or_else(|_| options(rest))?,
    };
    if PublicKey::from_openssh(rest).is_err()
        && let Some((options, _)) = word(rest)
    {
        entry.take(options)?;
    }
    Ok(entry)
}

/// The key behind the options.
fn options(rest: &str) -> Result<PublicKey, Wrong> {
    let key = word(rest).map(|(_, key)| key).unwrap_or_default();
    PublicKey::from_openssh(key).map_err(|_| {
        (
            "Behind the name stands no public key of OpenSSH.".to_owned(),
            "write `t-01 ssh-ed25519 AAAA…`: who, then the line of the file that ends in .pub",
        )
    })
}

impl Entry {
    fn take(&mut self, options: &str) -> Result<(), Wrong> {
        const KNOWN: &str = "`namespaces=\"hearten-approval\"`, `valid-after=\"…\"` and `valid-before=\"…\"` are known";
        for option in split_outside_quotes(options) {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            let value = value.trim_matches('"');
            match name.to_ascii_lowercase().as_str() {
                "namespaces" => {
                    let spaces = value.split(',').map(|space| space.trim().to_owned());
                    self.namespaces = Some(spaces.collect());
                }
                "valid-after" => self.valid_after = Some(moment(value)?),
                "valid-before" => self.valid_before = Some(moment(value)?),
                _ => return Err((format!("The option `{name}` is not used here."), KNOWN)),
            }
        }
        Ok(())
    }
}

/// `20270101Z` or `202701011830Z`; without the `Z` the time would depend on the machine.
fn moment(text: &str) -> Result<Timestamp, Wrong> {
    let parsed = text.strip_suffix('Z').and_then(|digits| {
        let at = match digits.len() {
            8 => Date::strptime("%Y%m%d", digits).ok()?.at(0, 0, 0, 0),
            12 => DateTime::strptime("%Y%m%d%H%M", digits).ok()?,
            14 => DateTime::strptime("%Y%m%d%H%M%S", digits).ok()?,
            _ => return None,
        };
        TimeZone::UTC.to_timestamp(at).ok()
    });
    parsed.ok_or_else(|| {
        (
            format!("`{text}` is no moment that is the same on every machine."),
            "write it in UTC with a Z at its end, such as `20270101Z`",
        )
    })
}

/// The first word, which may hold blanks within quotes, and the rest.
fn word(text: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let end = text.find(|c: char| {
        quoted ^= c == '"';
        c.is_whitespace() && !quoted
    })?;
    Some((&text[..end], text[end..].trim_start()))
}

fn split_outside_quotes(text: &str) -> Vec<&str> {
    let mut quoted = false;
    text.split(move |c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    })
    .collect()
}
