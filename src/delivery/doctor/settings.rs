use super::{Case, Check};
use crate::delivery::signer;
use crate::diagnostic::Count;
use crate::workspace::{Length, MailServer, Timeouts};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// How long a wave may take before somebody should know: the leader is to be heard within the hour.
const LONG: Duration = Duration::from_hours(1);

/// What can be told without talking to anybody.
pub(super) fn examine(case: &Case<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    let section = case.which.section();
    match case.which.server(case.config) {
        Some(server) => checks.push(described(server)),
        None => checks.push(Check::fails(
            "settings",
            format!(
                "there is no section `[{section}]` in hearten.toml: letters have nowhere to go"
            ),
            "add it with `server`, `user` and `password`; docs/mail.md shows examples",
        )),
    }
    let told = case.which.server(case.config).is_some();
    let readiness = case.readiness.iter().filter(|finding| told || finding.rule != Some("P-24"));
    checks.extend(readiness.cloned().map(|finding| Check::of("settings", finding)));
    checks.push(sender(case));
    checks.push(signature(case));
    checks
}

fn described(server: &MailServer) -> Check {
    let login = match &server.login {
        Some(login) => format!("login {} as {}", login.kind.mechanism(), login.user),
        None => "no login".to_owned(),
    };
    let words = format!(
        "[{}] {}, {}, {login}, {}",
        server.section,
        server.shown(),
        server.security.word(),
        Count(usize::from(server.connections), "connection"),
    );
    let usual = Timeouts::default();
    if server.timeouts.end < usual.end {
        return Check::look(
            "settings",
            words,
            format!(
                "`timeouts.end` is {}: a server that is slower leaves letters unknown; RFC 5321 asks for {} (E-23)",
                Length(server.timeouts.end),
                Length(usual.end)
            ),
        );
    }
    Check::works("settings", words)
}

/// From and answers at one domain of ours (E-16, E-20); that they are is checked when settings are read.
fn sender(case: &Case<'_>) -> Check {
    let sender = &case.config.sender;
    let from = &sender.email;
    let words = match &sender.reply_to {
        Some(reply_to) if reply_to != from => {
            format!("letters come from {from}, answers go to {reply_to}: both at our own domain")
        }
        _ => format!("letters come from {from}, at our own domain, and answers go there too"),
    };
    Check::works("from", words)
}

fn signature(case: &Case<'_>) -> Check {
    let Some(dkim) = &case.config.mail.dkim else {
        return Check::untried(
            "dkim",
            "letters are not signed here (no [mail.dkim]): see that the mail server signs them",
        );
    };
    let signer = match signer(case.world, case.root, dkim) {
        Ok(signer) => signer,
        Err(finding) => return Check::of("dkim", finding),
    };
    let (place, text) = signer.record();
    let kind = if text.contains("k=rsa") { "RSA" } else { "Ed25519" };
    let words =
        format!("letters are signed for {} with an {kind} key that is strong enough", dkim.domain);
    if lies_within(case.root, &dkim.key) {
        return Check::look(
            "dkim",
            format!("{words}, and the key lies in the workspace, which people copy and share"),
            "move it elsewhere, readable for this account alone, and name its whole path in `key`",
        );
    }
    Check {
        hint: format!("see that the DNS says so: `dig +short TXT {place}` gives `{text}`"),
        ..Check::works("dkim", words)
    }
}

/// Whether a path leads into the workspace, by its words alone.
fn lies_within(root: &Path, key: &Path) -> bool {
    let mut plain = PathBuf::new();
    for part in root.join(key).components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain.starts_with(root)
}

/// How long the letters take at the server's rates (P-17).
pub(super) fn pace(case: &Case<'_>, server: &MailServer) -> Vec<Check> {
    let Some(post) = &case.post else {
        return vec![Check::untried(
            "pace",
            "how long it takes cannot be told while letters cannot be written: see `hearten check`",
        )];
    };
    let letters = Count(usize::try_from(post.letters).unwrap_or(usize::MAX), "letter");
    if server.rates.is_empty() {
        return vec![Check::works("pace", format!("{letters}, without a limit in the settings"))];
    }
    let rates: Vec<String> = server.rates.iter().map(ToString::to_string).collect();
    let rates = rates.join(", ");
    let longest = server.rates.iter().map(|rate| rate.time_for(post.letters)).max();
    let longest = longest.unwrap_or_default();
    let mut checks = Vec::new();
    if longest > LONG {
        checks.push(Check::look(
            "pace",
            format!("{letters} take at least {} at {rates}", spell(longest)),
            "ask the provider for more and raise `rate`, or begin with the waves that matter most",
        ));
    } else if longest.is_zero() {
        checks.push(Check::works("pace", format!("{letters} leave within minutes at {rates}")));
    } else {
        let words = format!("{letters} take at least {} at {rates}", spell(longest));
        checks.push(Check::works("pace", words));
    }
    let minute = server.rates.iter().find(|rate| rate.per == Duration::from_mins(1));
    if let Some(minute) = minute.filter(|rate| rate.count < post.planned_per_minute) {
        checks.push(Check::look(
            "pace",
            format!(
                "the plan counts on {} letters a minute, and the server takes {}",
                post.planned_per_minute, minute.count
            ),
            format!("write `letters_per_minute = {}` below [outreach.capacity]", minute.count),
        ));
    }
    checks
}

/// A length of time in words.
fn spell(time: Duration) -> String {
    let minutes = time.as_secs().div_ceil(60);
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let count =
        |number: u64, noun| Count(usize::try_from(number).unwrap_or(usize::MAX), noun).to_string();
    match (days, hours, rest) {
        (0, 0, rest) => count(rest, "minute"),
        (0, hours, 0) => count(hours, "hour"),
        (0, hours, rest) => format!("{} and {}", count(hours, "hour"), count(rest, "minute")),
        (days, 0, _) => count(days, "day"),
        (days, hours, _) => format!("{} and {}", count(days, "day"), count(hours, "hour")),
    }
}

#[cfg(test)]
mod tests {
    use super::{lies_within, spell};
    use std::path::Path;
    use std::time::Duration;

    #[test]
    fn a_key_in_the_workspace_is_told_from_one_beside_it() {
        let within = |key: &str| lies_within(Path::new("/w/own"), Path::new(key));
        assert!(within("dkim.pem") && within("keys/../dkim.pem") && within("/w/own/k.pem"));
        assert!(!within("../dkim.pem") && !within("/etc/dkim.pem") && !within("../own2/k.pem"));
    }

    #[test]
    fn lengths_of_time_read_as_a_person_says_them() {
        for (minutes, words) in [
            (1, "1 minute"),
            (59, "59 minutes"),
            (60, "1 hour"),
            (61, "1 hour and 1 minute"),
            (1440, "1 day"),
            (2 * 1440 + 180, "2 days and 3 hours"),
        ] {
            assert_eq!(spell(Duration::from_mins(minutes)), words);
        }
        assert_eq!(spell(Duration::from_secs(61)), "2 minutes");
    }
}
