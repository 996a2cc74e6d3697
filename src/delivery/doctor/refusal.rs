//! What a refusal means, in plain words, and what to do about it.

use crate::delivery::smtp::Reply;

/// Why a login was refused, and what to do; `account` is who tried, at `server`.
pub(super) fn login(reply: &Reply, server: &str, account: &str, token: bool) -> (String, String) {
    let said = reply.to_string().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let microsoft = says(&["outlook.com", "5.7.139", "office365"]) || server.contains("office365");
    let google = says(&["gsmtp", "google"]) || server.contains("gmail");
    let files = "until then `hearten export` writes the approved letters as files";
    if says(&["smtpclientauthentication is disabled"]) {
        let whose =
            if said.contains("for the tenant") { "the whole company" } else { "this mailbox" };
        return (
            format!(
                "Microsoft 365 does not let programs log in to send: \"Authenticated SMTP\" is switched off for {whose}"
            ),
            format!(
                "ask the administrator to allow it for this mailbox alone (Exchange admin centre, or \
                 `Set-CASMailbox {account} -SmtpClientAuthenticationDisabled $false`); it takes effect within the hour; {files}"
            ),
        );
    }
    if says(&["basic authentication is disabled", "basic authentication is not supported"]) {
        return (
            "Microsoft 365 takes no passwords from programs any more".to_owned(),
            format!(
                "write `login = \"xoauth2\"` and let `password = {{ command = \"…\" }}` print an access token; {files}"
            ),
        );
    }
    if microsoft && says(&["did not meet the criteria", "conditional access", "security defaults"])
    {
        return (
            "Microsoft 365 refuses this login by a rule of the company (security defaults or conditional access)".to_owned(),
            format!("ask the administrator to make an exception for {account}, or use `login = \"xoauth2\"`; {files}"),
        );
    }
    if says(&["application-specific password", "app password", "5.7.9"]) || (google && !token) {
        return (
            "Google takes no ordinary password from programs".to_owned(),
            "switch on 2-step verification for the account, make an app password \
             (myaccount.google.com/apppasswords) and use that one; a Workspace may also allow its relay \
             without any login, see docs/mail.md"
                .to_owned(),
        );
    }
    if says(&["authorization code", "authorisation code", "授权码", "\u{6388}\u{6b0a}\u{78bc}"])
    {
        return (
            "the provider wants an authorization code (授权码) in place of the password".to_owned(),
            "make one in the settings of the mailbox, under POP3/SMTP, and use it as the password"
                .to_owned(),
        );
    }
    if token {
        return (
            "the server does not accept the access token".to_owned(),
            "tokens live about an hour: let `password = { command = \"…\" }` print a fresh one, made for \
             sending mail, and see that it belongs to `user`"
                .to_owned(),
        );
    }
    if reply.is_transient() {
        return (
            "the server does not take logins for now".to_owned(),
            "too many tries may be the cause: wait a quarter of an hour, then run `hearten doctor` again"
                .to_owned(),
        );
    }
    (
        format!("the server does not accept the password of {account}"),
        "check `user` and the place that `password` names; some providers want a password of its own for programs"
            .to_owned(),
    )
}

/// Why our sender was refused, and what to do.
pub(super) fn sender(reply: &Reply, from: &str, account: Option<&str>) -> (String, String) {
    let said = reply.to_string().to_lowercase();
    let owned =
        ["sendas", "send as", "not owned", "5.7.60", "not allowed to send", "not permitted"];
    match account.filter(|account| *account != from && owned.iter().any(|word| said.contains(word)))
    {
        Some(account) => (
            format!("the account {account} may not send as {from}"),
            format!(
                "ask the administrator to let it (\"Send As\" in Microsoft 365, an alias in Google), or log in as {from}"
            ),
        ),
        None => (
            format!("the server does not take letters from {from}"),
            "ask whoever runs the server to allow this sender, or correct `email` below [sender]"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{login, sender};
    use crate::delivery::smtp::Reply;

    fn words(code: u16, text: &str, token: bool) -> String {
        login(&Reply::of(code, text), "smtp.a.example", "letters@a.example", token).0
    }

    #[test]
    fn row_24_what_providers_mean_is_said_in_plain_words() {
        for (text, expected) in [
            (
                "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled",
                "switched off for the whole company",
            ),
            (
                "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.",
                "switched off for this mailbox",
            ),
            (
                "5.7.139 Authentication unsuccessful, basic authentication is disabled.",
                "no passwords",
            ),
            (
                "5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.",
                "by a rule of the company",
            ),
            ("5.7.8 Username and Password not accepted. x - gsmtp", "no ordinary password"),
            ("5.7.9 Application-specific password required.", "no ordinary password"),
            ("Login fail. Please enter your authorization code to login.", "授权码"),
            ("5.7.8 Error: authentication failed", "the password of letters@a.example"),
        ] {
            assert!(
                words(535, text, false).contains(expected),
                "{text}: {}",
                words(535, text, false)
            );
        }
        assert!(words(535, "5.7.8 no", true).contains("access token"));
        assert!(words(454, "4.7.0 Too many login attempts", false).contains("for now"));
    }

    #[test]
    fn a_sender_that_the_account_does_not_own_is_told() {
        let told = |text: &str, account| sender(&Reply::of(553, text), "ceo@a.example", account).0;
        let reply = "5.7.1 Sender address rejected: not owned by user letters";
        assert_eq!(
            told(reply, Some("letters")),
            "the account letters may not send as ceo@a.example"
        );
        assert_eq!(told(reply, None), "the server does not take letters from ceo@a.example");
        assert!(told("5.1.8 unknown domain", Some("letters")).starts_with("the server does not"));
    }
}
