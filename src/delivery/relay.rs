//! The settings of a mail server and what is kept secret about it, made ready for a conversation.

use super::smtp::dkim::Signer;
use super::smtp::{Mechanism, Relay, Secrets, Security, Times};
use crate::diagnostic::{Diagnostic, Place};
use crate::workspace::{self, DkimKey, LoginKind, MailServer};
use crate::world::{Fault, World};
use std::path::Path;

/// A mail server as the settings describe it, without its secret.
///
/// Paths are relative to `root`, the folder of the workspace; `own_domain` is the name by which this
/// side greets when the settings name none.
pub fn relay(
    world: &dyn World,
    root: &Path,
    server: &MailServer,
    own_domain: &str,
) -> Result<Relay, Diagnostic> {
    let security = match server.security {
        workspace::Security::Tls => Security::Tls,
        workspace::Security::StartTls => Security::StartTls,
        workspace::Security::Loopback => Security::Loopback,
    };
    let mut relay = Relay::new(&server.server, server.port, security);
    relay.hello = Some(server.hello.clone().unwrap_or_else(|| own_domain.to_owned()));
    relay.times = times(server);
    if let Some(login) = &server.login {
        let mechanism = match login.kind {
            LoginKind::Plain => Mechanism::Plain,
            LoginKind::Login => Mechanism::Login,
            LoginKind::Xoauth2 => Mechanism::XOAuth2,
        };
        relay = relay.with_login(mechanism, &login.user);
    }
    if let Some(path) = &server.ca {
        let pem = world
            .read(&root.join(path))
            .map_err(|fault| Fault { path: path.clone(), ..fault })
            .map_err(|fault| {
                let hint = format!(
                    "correct `ca` below [{}], or delete it when the server's certificate is a public one",
                    server.section
                );
                Diagnostic::from(fault).rule("E-27").hint(hint)
            })?;
        relay = relay.with_ca(pem);
    }
    Ok(relay)
}

/// What the server wants to be told in secret; nothing without a login (E-36).
///
/// It is asked for once a run: a command may want a person to unlock something.
pub fn secrets(world: &dyn World, root: &Path, server: &MailServer) -> Result<Secrets, Diagnostic> {
    match &server.login {
        None => Ok(Secrets::none()),
        Some(login) => Ok(Secrets::password(world.secret(&login.secret, root)?)),
    }
}

/// The key that signs letters (DKIM), read and found strong enough.
pub fn signer(world: &dyn World, root: &Path, dkim: &DkimKey) -> Result<Signer, Diagnostic> {
    let pem = world
        .read(&root.join(&dkim.key))
        .map_err(|fault| Fault { path: dkim.key.clone(), ..fault })?;
    let pem = zeroize::Zeroizing::new(pem);
    Signer::new(&dkim.domain, &dkim.selector, &pem).map_err(|unusable| {
        Diagnostic::error("the key of `[mail.dkim]` cannot sign letters")
            .at(Place::file(dkim.key.display().to_string()))
            .why(format!("It says no: {unusable}."))
            .hint("make one with `openssl genrsa -out dkim.pem 2048`; docs/mail.md shows the rest")
    })
}

fn times(server: &MailServer) -> Times {
    let set = server.timeouts;
    Times {
        connect: set.connect,
        greeting: set.reply,
        hello: set.reply,
        mail: set.reply,
        rcpt: set.reply,
        data: set.reply,
        body: set.data,
        dot: set.end,
        ..Times::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{relay, secrets, signer};
    use crate::workspace::{Config, MailServer};
    use crate::world::MemoryWorld;
    use jiff::Timestamp;
    use std::path::Path;
    use std::time::Duration;

    const SAMPLE: &str = include_str!("../../templates/hearten.toml");

    fn config(section: &str) -> Config {
        Config::read("hearten.toml", &format!("{SAMPLE}\n{section}")).unwrap().0
    }

    fn server(section: &str) -> MailServer {
        config(section).mail.first.unwrap()
    }

    fn world() -> MemoryWorld {
        MemoryWorld::new(Timestamp::UNIX_EPOCH, [("/w/own.pem", "no certificate")])
            .with_variable("MAIL_PASSWORD", "tulip-42")
    }

    const LOGIN: &str = "[mail]\nserver = \"smtp.a.example\"\nuser = \"u\"\n\
                         password = { env = \"MAIL_PASSWORD\" }\n";

    #[test]
    fn e_36_settings_become_a_relay_that_shows_no_secret() {
        let server = server(&format!("{LOGIN}timeouts = {{ end = \"11m\", reply = \"2s\" }}"));
        let made = relay(&world(), Path::new("/w"), &server, "lingchuan.example").unwrap();
        assert_eq!(made.name(), "smtp.a.example:465");
        assert_eq!(made.hello.as_deref(), Some("lingchuan.example"));
        assert_eq!(made.times.dot, Duration::from_mins(11));
        assert_eq!(made.times.greeting, Duration::from_secs(2));
        let secrets = secrets(&world(), Path::new("/w"), &server).unwrap();
        assert!(!format!("{made:?} {secrets:?}").contains("tulip"));
    }

    #[test]
    fn e_36_a_secret_that_is_not_there_is_told() {
        let server = server(&LOGIN.replace("MAIL_PASSWORD", "OTHER"));
        let finding = secrets(&world(), Path::new("/w"), &server).unwrap_err();
        assert_eq!(finding.title, "the variable `OTHER` gives no secret");
    }

    #[test]
    fn files_that_are_not_there_are_named_as_they_are_typed() {
        let server = server(&format!("{LOGIN}ca = \"certs/ca.pem\""));
        let finding = relay(&world(), Path::new("/w"), &server, "a.example").unwrap_err();
        assert_eq!(finding.title, "cannot read certs/ca.pem");
        let config = config(&format!("{LOGIN}[mail.dkim]\nselector = \"k\"\nkey = \"own.pem\"\n"));
        let dkim = config.mail.dkim.unwrap();
        let finding = signer(&world(), Path::new("/w"), &dkim).unwrap_err();
        assert_eq!(finding.title, "the key of `[mail.dkim]` cannot sign letters");
        assert!(finding.why.contains("no private key"));
    }
}
