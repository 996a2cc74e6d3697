//! What looks like a secret in a file that people write, and how such a line is shown (E-36).

use crate::diagnostic::nearest;
use std::borrow::Cow;

/// Keys whose values are secrets by their name.
const NAMES: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "pass",
    "pwd",
    "secret",
    "token",
    "api_key",
    "apikey",
    "access_token",
    "refresh_token",
    "client_secret",
    "app_password",
    "密码",
];

/// Keys below such a one that say where the secret is to be had; their values are no secrets.
const SOURCES: [&str; 4] = ["env", "command", "keyring", "user"];

/// What stands in place of a value that is not shown.
const MASK: &str = " ***";

/// Whether a value under this key is a secret by the key's name, or by a slip of it.
pub(crate) fn is_secret_key(key: &str) -> bool {
    let key = key.trim().trim_matches(['"', '\'']).to_lowercase().replace('-', "_");
    NAMES.contains(&key.as_str()) || nearest(&key, ["password", "passphrase"]).is_some()
}

/// The line without a secret that stands in it.
pub(super) fn masked(line: &str) -> Cow<'_, str> {
    match secret_from(line) {
        Some(at) => Cow::Owned([&line[..at], MASK].concat()),
        None => Cow::Borrowed(line),
    }
}

/// Where the value of a secret begins, if one stands in the line.
pub(super) fn secret_from(line: &str) -> Option<usize> {
    let mut below = false;
    let mut from = 0;
    for (at, _) in line.match_indices('=') {
        let key = line[from..at].rsplit(['.', '{', ',', ' ', '\t']).find(|word| !word.is_empty());
        let key = key.unwrap_or_default();
        from = at + 1;
        let table = line[from..].trim_start().starts_with('{');
        if is_secret_key(key) && table {
            below = true;
        } else if is_secret_key(key) || (below && !SOURCES.contains(&key)) {
            return Some(from);
        } else if line[from..].trim_start().starts_with(['"', '\'']) {
            // An equals sign within a text is no assignment: go on behind the text.
            let quote = if line[from..].trim_start().starts_with('"') { '"' } else { '\'' };
            let open = from + line[from..].find(quote).unwrap_or_default() + 1;
            let close = line[open..].find(quote).map_or(line.len(), |end| open + end + 1);
            if let Some(later) = secret_from(&line[close..]) {
                return Some(close + later);
            }
            if !below {
                return None;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{is_secret_key, masked};

    #[test]
    fn e_36_the_value_of_a_secret_is_never_shown() {
        for (line, shown) in [
            ("password = \"hunter2\"", "password = ***"),
            ("pasword = \"hunter2\"", "pasword = ***"),
            ("  password=hunter2", "  password= ***"),
            ("mail.password = 'hunter2' # mine", "mail.password = ***"),
            ("\"App-Password\" = \"hunter2\"", "\"App-Password\" = ***"),
            (
                "mail = { user = \"a\", password = \"hunter2\" }",
                "mail = { user = \"a\", password = ***",
            ),
            ("password = { value = \"hunter2\" }", "password = { value = ***"),
            ("token = \"a=hunter2\"", "token = ***"),
        ] {
            assert_eq!(masked(line), shown);
        }
    }

    #[test]
    fn e_36_where_a_secret_is_to_be_had_is_shown() {
        for line in [
            "password = { env = \"HEARTEN_PASSWORD\" }",
            "password = { keyring = \"hearten\", user = \"letters\" }",
            "password = { command = \"pass show mail\" }",
            "server = \"smtp.company.example\"",
            "text.en = \"the password = what you know\"",
            "# no value here",
        ] {
            assert_eq!(masked(line), line);
        }
        assert!(is_secret_key("Client-Secret") && !is_secret_key("selector"));
    }
}
