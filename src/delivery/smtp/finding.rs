use super::courier::Step;
use super::fault::{Fault, Kind};
use super::reply::Reply;
use crate::diagnostic::{Diagnostic, List};

/// What is wrong with the mail server, why, and what to do next.
///
/// What has been sent so far is known to the run, which says it.
impl From<Fault> for Diagnostic {
    fn from(fault: Fault) -> Self {
        let Fault { relay, step, kind } = fault;
        let (title, why, hint) = words(&relay, step, kind);
        let rule = match step {
            Step::Tls | Step::StartTls => Some("E-27"),
            Step::Login => Some("E-36"),
            _ => None,
        };
        let finding = Self::error(title).why(why).hint(hint);
        match rule {
            Some(rule) => finding.rule(rule),
            None => finding,
        }
    }
}

fn words(relay: &str, step: Step, kind: Kind) -> (String, String, String) {
    let doctor = "then see whether all is well with `hearten doctor`";
    match kind {
        Kind::Unresolved(words) => (
            format!("the mail server `{relay}` cannot be found"),
            format!("The system says: {words}."),
            format!("check `server` under [mail] in hearten.toml and the network, {doctor}"),
        ),
        Kind::Unreachable(words) => (
            format!("the mail server `{relay}` cannot be reached"),
            format!("The system says: {words}."),
            format!("check `server` and `port` under [mail] in hearten.toml, and whether a firewall stands between, {doctor}"),
        ),
        Kind::NotLoopback(address) => (
            format!("`{relay}` is not this machine"),
            format!(
                "`security = \"loopback\"` sends without encryption, which is only safe within one machine; \
                 {address} is another one."
            ),
            format!("write `security = \"tls\"` or `security = \"starttls\"`, {doctor}"),
        ),
        Kind::Late(_) | Kind::Dropped(_) | Kind::Unasked | Kind::Withheld => (
            format!("the mail server `{relay}` was lost at {step}"),
            sentence(&kind.to_string()),
            "run the command again; what the server took is not sent twice".to_owned(),
        ),
        Kind::Garbled(_) | Kind::Unfit(_) => (
            format!("the mail server `{relay}` did not answer like a mail server at {step}"),
            sentence(&kind.to_string()),
            format!("check that `port` belongs to a mail server and fits `security`, {doctor}"),
        ),
        Kind::Said(reply) => said(relay, step, &reply, doctor),
        Kind::NoStartTls => (
            format!("the mail server `{relay}` does not offer STARTTLS"),
            "Letters and password would go over the network in plain text. Either the server is not set up \
             for it, or somebody between here and there took the offer away."
                .to_owned(),
            format!("use `security = \"tls\"` with `port = 465` if the server has it, {doctor}"),
        ),
        Kind::Injected => (
            format!("somebody may be listening on the way to `{relay}`"),
            "Plain text came together with the answer to STARTTLS, where none may stand. It would have been \
             taken for the server's private words, so the connection was dropped."
                .to_owned(),
            format!("use `security = \"tls\"` with `port = 465`, or another network, {doctor}"),
        ),
        Kind::Certificate(words) => (
            format!("the certificate of `{relay}` is not accepted"),
            sentence(&words),
            format!(
                "check the name under `server`, the clock of this machine, and for a server of your own \
                 name its authority's file with `ca` under [mail], {doctor}"
            ),
        ),
        Kind::Tls(words) => (
            format!("no private connection to `{relay}` came about"),
            sentence(&words),
            format!("port 465 goes with `security = \"tls\"`, port 587 with `\"starttls\"`; {doctor}"),
        ),
        Kind::Ca(words) => (
            "the extra certificates cannot be used".to_owned(),
            sentence(&words),
            "`ca` under [mail] names a PEM file, which begins with `-----BEGIN CERTIFICATE-----`".to_owned(),
        ),
        Kind::NoRoots => (
            "this machine has no trusted certificates".to_owned(),
            "Without them no server's certificate can be checked.".to_owned(),
            "install the package `ca-certificates`, or name a file with `ca` under [mail]".to_owned(),
        ),
        Kind::NoLogin { wanted, offered } => (
            format!("the mail server `{relay}` does not log in with {wanted}"),
            if offered.is_empty() {
                "It offers no login at all on this port.".to_owned()
            } else {
                format!("It offers {}.", List(&offered))
            },
            format!("choose one of them with `login` under [mail] in hearten.toml, {doctor}"),
        ),
        Kind::NoSecret(user) => (
            format!("there is no password for `{user}` at `{relay}`"),
            "The settings name a user and no password was found.".to_owned(),
            "set `password` under [mail] in hearten.toml: a variable, a command, or the keyring".to_owned(),
        ),
        Kind::Setting(name, why) => (
            format!("`{name}` under [mail] cannot be used"),
            sentence(why),
            format!("correct it in hearten.toml, {doctor}"),
        ),
    }
}

fn said(relay: &str, step: Step, reply: &Reply, doctor: &str) -> (String, String, String) {
    let why = format!("It said: `{reply}`.");
    if reply.is_transient() {
        let hint = "wait some minutes, then run the command again; it goes on where it stopped";
        return (format!("the mail server `{relay}` is not ready"), why, hint.to_owned());
    }
    match step {
        Step::Login => (
            format!("the mail server `{relay}` refused the login"),
            why,
            format!(
                "check `user`, `login` and the password under [mail] in hearten.toml, {doctor}"
            ),
        ),
        _ => (
            format!("the mail server `{relay}` refused at {step}"),
            why,
            format!("ask whoever runs the server what it wants, {doctor}"),
        ),
    }
}

/// Words of others as a sentence.
fn sentence(words: &str) -> String {
    let mut text: String = words.trim_end_matches('.').to_owned();
    if let Some(first) = text.get(..1) {
        let first = first.to_ascii_uppercase();
        text.replace_range(..1, &first);
    }
    text.push('.');
    text
}

#[cfg(test)]
mod tests {
    use super::{Fault, Kind, Step};
    use crate::delivery::smtp::Reply;
    use crate::diagnostic::Diagnostic;
    use std::time::Duration;

    fn drawn(step: Step, kind: Kind) -> String {
        let finding = Diagnostic::from(Fault::new("mx.firm.example:465".to_owned(), step, kind));
        format!("{}\n{}\n{}", finding.title, finding.why, finding.hint)
    }

    #[test]
    fn a_refused_login_names_the_settings() {
        let kind = Kind::Said(Reply::of(535, "5.7.8 authentication failed"));
        insta::assert_snapshot!(drawn(Step::Login, kind), @r"
        the mail server `mx.firm.example:465` refused the login
        It said: `535 5.7.8 authentication failed`.
        check `user`, `login` and the password under [mail] in hearten.toml, then see whether all is well with `hearten doctor`
        ");
    }

    #[test]
    fn a_silent_server_is_told_with_the_step_and_the_time() {
        insta::assert_snapshot!(drawn(Step::Data, Kind::Late(Duration::from_mins(2))), @r"
        the mail server `mx.firm.example:465` was lost at DATA
        It did not answer within 2 minutes.
        run the command again; what the server took is not sent twice
        ");
    }
}
