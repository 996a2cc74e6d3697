use super::{Case, Check, Post, refusal};
use crate::delivery::smtp::{Fault, Kind, Offers, Reply, Session, Step};
use crate::delivery::{relay, secrets};
use crate::diagnostic::{Count, Diagnostic};
use crate::workspace::{LoginKind, MailServer};
use jiff::Timestamp;
use std::time::Duration;

/// How long a check-up waits for a reply; a letter waits as long as the settings say.
const PATIENCE: Duration = Duration::from_mins(1);
/// So many days before its end a certificate should be looked at.
const SOON: i64 = 14;

/// Talks to the server. The words of its greeting go into `greeting`.
pub(super) fn examine(
    case: &Case<'_>,
    server: &MailServer,
    greeting: &mut Option<String>,
) -> Vec<Check> {
    let own_domain = &case.config.organisation.domain;
    let made = relay(case.world, case.root, server, own_domain);
    let mut relay = match made {
        Ok(relay) => relay,
        Err(finding) => return vec![Check::of("settings", finding)],
    };
    let times = &mut relay.times;
    for time in [&mut times.greeting, &mut times.hello, &mut times.mail, &mut times.rcpt] {
        *time = (*time).min(PATIENCE);
    }
    let mut checks = Vec::new();
    let secrets = match secrets(case.world, case.root, server) {
        Ok(secrets) => {
            if let Some(login) = &server.login {
                checks.push(Check::works(
                    "secret",
                    format!("{} gives one; it is shown nowhere", login.secret),
                ));
            }
            secrets
        }
        Err(finding) => {
            checks.push(Check::of("secret", finding));
            checks.push(Check::untried("login", "the server is not tried without a password"));
            return checks;
        }
    };
    let mut session = match Session::open(&relay, &secrets) {
        Ok(session) => session,
        Err(fault) => {
            checks.extend(passed(server, &fault));
            checks.push(failed(server, fault));
            checks.push(Check::untried(
                "letters",
                "what the server takes, and from whom, can be asked once all above works",
            ));
            return checks;
        }
    };
    *greeting = Some(session.greeting().to_string());
    checks.push(Check::works("connect", format!("{} was found and answers", server.shown())));
    checks.extend(private(server, &session, case.hours.now));
    if let Some(login) = &server.login {
        let words = format!("login with {} as {} is accepted", login.kind.mechanism(), login.user);
        checks.push(Check::works("login", words));
    } else {
        checks.push(Check::works("login", "none is asked for in the settings"));
    }
    checks.extend(offers(session.offers(), case.post.as_ref(), server));
    checks.extend(envelope(case, server, &mut session));
    session.quit();
    checks
}

/// The steps that went well before the one that did not.
fn passed(server: &MailServer, fault: &Fault) -> Vec<Check> {
    let mut checks = Vec::new();
    if !matches!(fault.step, Step::Check | Step::Connect) {
        checks.push(Check::works("connect", format!("{} was found and answers", server.shown())));
    }
    let private = matches!(fault.step, Step::Login)
        || (fault.step == Step::Greeting && server.security.word() == "tls");
    if private && server.security.word() != "loopback" && !matches!(fault.kind, Kind::NoStartTls) {
        checks.push(Check::works(
            "tls",
            "the connection is private, and the certificate is accepted",
        ));
    }
    checks
}

/// The step at which it ended.
fn failed(server: &MailServer, fault: Fault) -> Check {
    let name = match fault.step {
        Step::Check => "settings",
        Step::Connect | Step::Greeting | Step::Hello => "connect",
        Step::Tls | Step::StartTls => "tls",
        Step::Login => "login",
        _ => "letters",
    };
    if let (Step::Login, Kind::Said(reply), Some(login)) = (fault.step, &fault.kind, &server.login)
    {
        let token = login.kind == LoginKind::Xoauth2;
        let (words, hint) = refusal::login(reply, &server.server, &login.user, token);
        return Check::fails(name, format!("{words}. It said: `{reply}`"), hint);
    }
    let finding = Diagnostic::from(fault);
    // The doctor is at work: nobody needs to be sent to it.
    let hint = finding.hint.clone();
    let hint = hint.replace(", then see whether all is well with `hearten doctor`", "");
    let section = format!("[{}]", server.section);
    let hint = hint.replace("[mail]", &section).replace(
        "run the command again; what the server took is not sent twice",
        "see whether the server is up, and whether something on the way cuts connections",
    );
    Check::of(name, finding.hint(hint))
}

fn private(server: &MailServer, session: &Session, now: Timestamp) -> Vec<Check> {
    let Some(version) = session.protection() else {
        return vec![Check::works(
            "tls",
            "none, and none is needed: the server is on this machine",
        )];
    };
    let how = match server.security {
        crate::workspace::Security::StartTls => " after STARTTLS",
        _ => "",
    };
    let mut checks =
        vec![Check::works("tls", format!("the connection is private: {version}{how}"))];
    let Some(certificate) = session.certificate() else {
        return checks;
    };
    let until = certificate.valid_until;
    let days = (until.as_second() - now.as_second()).div_euclid(24 * 60 * 60);
    let issuer = if certificate.issuer.is_empty() {
        String::new()
    } else {
        format!(", issued by {}", certificate.issuer)
    };
    let words =
        format!("the certificate is accepted, valid until {}{issuer}", until.strftime("%Y-%m-%d"));
    checks.push(if days < SOON {
        let left = Count(usize::try_from(days.max(0)).unwrap_or_default(), "day");
        Check::look(
            "tls",
            format!("{words}: {left} left"),
            "ask whoever runs the server to renew it in time",
        )
    } else {
        Check::works("tls", words)
    });
    checks
}

/// What the server can do, against what the letters need.
fn offers(offers: &Offers, post: Option<&Post>, server: &MailServer) -> Vec<Check> {
    let mut checks = vec![size(offers, post), international(offers, post)];
    checks.push(Check::works(
        "8bitmime",
        if offers.eight_bit {
            "8BITMIME is offered; letters are written in ASCII and do not need it"
        } else {
            "8BITMIME is not offered, and not needed: letters are written in ASCII"
        },
    ));
    checks.push(if offers.pipelining {
        Check::works("pipelining", "PIPELINING is offered: a letter takes one round trip")
    } else {
        Check::works("pipelining", "PIPELINING is not offered: a letter takes several round trips")
    });
    match offers.mail_max {
        Some(most) => checks.push(Check::works(
            "limits",
            format!(
                "the server takes {} over one connection, then a new one is opened",
                Count(usize::try_from(most).unwrap_or(usize::MAX), "letter")
            ),
        )),
        None if server.connections > 1 => checks.push(Check::works(
            "limits",
            format!("the server tells no limit; {} connections are set", server.connections),
        )),
        None => checks.push(Check::works("limits", "the server tells no limit for a connection")),
    }
    checks
}

fn size(offers: &Offers, post: Option<&Post>) -> Check {
    let largest = post.map(|post| post.largest).filter(|largest| *largest > 0);
    match (offers.size.filter(|most| *most > 0), largest) {
        (Some(most), Some(largest)) if largest > most => Check::fails(
            "size",
            format!(
                "the longest letter has {}, and the server takes {}",
                bytes(largest),
                bytes(most)
            ),
            "make it shorter, or ask whoever runs the server to take more",
        ),
        (Some(most), Some(largest)) => Check::works(
            "size",
            format!("the server takes {}; the longest letter has {}", bytes(most), bytes(largest)),
        ),
        (Some(most), None) => {
            Check::works("size", format!("the server takes letters of up to {}", bytes(most)))
        }
        (None, _) => Check::works("size", "the server tells no limit for the length of a letter"),
    }
}

fn international(offers: &Offers, post: Option<&Post>) -> Check {
    let needed = post.map_or(0, |post| post.internationals);
    let who = Count(usize::try_from(needed).unwrap_or(usize::MAX), "contact");
    let need = if needed == 1 { "needs" } else { "need" };
    match (offers.smtputf8, needed) {
        (true, 0) => Check::works("smtputf8", "SMTPUTF8 is offered; no address needs it"),
        (true, _) => Check::works("smtputf8", format!("SMTPUTF8 is offered; {who} {need} it")),
        (false, 0) => Check::works("smtputf8", "SMTPUTF8 is not offered, and no address needs it"),
        (false, _) => {
            let ids = post.map(|post| post.international.join(", ")).unwrap_or_default();
            Check::fails(
                "smtputf8",
                format!(
                    "the server does not offer SMTPUTF8; {who} {need} it for the address: {ids}"
                ),
                "ask them for an address in plain letters, or hand these letters over another way",
            )
        }
    }
}

/// Whether our sender, and one recipient of ours, would be taken. No letter is sent.
fn envelope(case: &Case<'_>, server: &MailServer, session: &mut Session) -> Vec<Check> {
    let from = case.config.sender.email.to_string();
    let replies = match session.would_take(&from, case.recipient.as_deref()) {
        Ok(replies) => replies,
        Err(fault) => return vec![failed(server, fault)],
    };
    let mut checks = Vec::new();
    let account = server.login.as_ref().map(|login| login.user.as_str());
    match replies.first() {
        Some(reply) if reply.is_positive() => {
            checks.push(Check::works("sender", format!("the server takes letters from {from}")));
        }
        Some(reply) => {
            let (words, hint) = refusal::sender(reply, &from, account);
            checks.push(Check::fails("sender", format!("{words}. It said: `{reply}`"), hint));
        }
        None => {}
    }
    let Some(to) = &case.recipient else {
        return checks;
    };
    checks.push(match replies.get(1) {
        Some(reply) if reply.is_positive() => Check::works(
            "recipient",
            format!("the server would take a letter to {to}; none was sent"),
        ),
        Some(reply) => recipient_refused(to, reply),
        None => Check::untried("recipient", format!("{to} can be asked once the sender is taken")),
    });
    checks
}

fn recipient_refused(to: &str, reply: &Reply) -> Check {
    let words = format!("the server would not take a letter to {to}. It said: `{reply}`");
    if reply.is_transient() {
        return Check::look("recipient", words, "wait a quarter of an hour, then try it again");
    }
    Check::fails("recipient", words, "check the address, then ask whoever runs the server")
}

/// A number of bytes as people say it.
fn bytes(count: u64) -> String {
    match count {
        0..=9_999 => format!("{count} bytes"),
        10_000..=9_999_999 => format!("{} kB", count / 1000),
        _ => format!("{} MB", count / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Mark, Post};
    use super::{international, size};
    use crate::delivery::smtp::Offers;

    #[test]
    fn the_longest_letter_is_held_against_the_limit() {
        let offers = |size| Offers { size, ..Offers::default() };
        let post = Post { letters: 2, largest: 20_000, ..Post::default() };
        assert_eq!(size(&offers(Some(10_000)), Some(&post)).mark, Mark::Fails);
        let fits = size(&offers(Some(25_000_000)), Some(&post));
        assert_eq!(fits.words, "the server takes 25 MB; the longest letter has 20 kB");
        assert_eq!(size(&offers(Some(0)), Some(&post)).mark, Mark::Works);
        assert_eq!(size(&offers(None), None).mark, Mark::Works);
    }

    #[test]
    fn addresses_that_need_smtputf8_are_counted_and_named() {
        let post = Post { international: vec!["c-1".into()], internationals: 1, ..Post::default() };
        let lacking = international(&Offers::default(), Some(&post));
        assert_eq!(lacking.mark, Mark::Fails);
        assert!(lacking.words.contains("1 contact needs it"), "{}", lacking.words);
        let offered = Offers { smtputf8: true, ..Offers::default() };
        assert_eq!(international(&offered, Some(&post)).mark, Mark::Works);
        assert_eq!(international(&Offers::default(), None).mark, Mark::Works);
    }
}
