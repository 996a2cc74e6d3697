use super::mail::{Login, LoginKind};
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{Fields, Node, Reader, is_secret_key};
use crate::world::SecretSource;
use toml::de::DeValue;

const KEPT: &str = "name the place where it is kept: `password = { env = \"HEARTEN_PASSWORD\" }`, \
                    `{ command = \"…\" }` or `{ keyring = \"hearten\" }`";

/// Something is wrong, and has been told.
pub(super) struct Told;

impl Reader<'_> {
    /// Finds secrets that stand in the file themselves (E-36), and gives their keys.
    pub(super) fn secrets_in_file(&mut self, fields: &Fields<'_>) -> Vec<String> {
        let mut keys = Vec::new();
        for (key, node) in fields.iter_all().filter(|(key, _)| is_secret_key(key)) {
            keys.push(key.to_owned());
            if let DeValue::Table(_) = node.value.get_ref() {
                if key != "password" {
                    let title = format!("unknown key `{key}` in `{}`", fields.name);
                    let place = self.source.key_alone(node.key_at.clone());
                    let finding = Diagnostic::error(title)
                        .at(place)
                        .why("Password and token are both named by the key `password`.")
                        .hint("write `password` in its place");
                    self.found_within(&node.key_at, finding);
                }
                continue;
            }
            if self.is_open(&node, None) {
                continue;
            }
            let finding = Diagnostic::error(format!("`{}` holds a secret itself", node.name))
                .rule("E-36")
                .at(self.source.key_alone(node.key_at.clone()))
                .why("Files of a workspace are copied, sent and printed; a secret in them is soon known to many. Take this one as known, and have it changed.")
                .hint(KEPT);
            self.meant(node.name.clone());
            self.found_within(&node.key_at, finding);
        }
        keys
    }

    /// Who logs in, if anybody does.
    pub(super) fn login(
        &mut self,
        fields: &Fields<'_>,
        secrets: &[String],
    ) -> Result<Option<Login>, Told> {
        let kind = match fields.get("login") {
            Some(node) => self.word(&node, &LoginKind::WORDS),
            None => Some(LoginKind::default()),
        };
        let user = fields.get("user").map(|node| self.text(&node));
        let password = fields.get("password");
        let is_table =
            password.as_ref().is_some_and(|node| matches!(node.value.get_ref(), DeValue::Table(_)));
        let account = user.clone().flatten();
        let secret = match &password {
            Some(node) if is_table => Some(self.secret_source(node, account.as_deref())),
            Some(_) => Some(None),
            None => None,
        };
        let section = &fields.name;
        match (&user, &secret) {
            (Some(_), None) if secrets.is_empty() => {
                let at = fields.get("user").map_or(fields.at.clone(), |node| node.key_at);
                let finding = Diagnostic::error(format!("`{section}.password` is missing"))
                    .rule("E-36")
                    .why("A user logs in with a password or a token.")
                    .hint(KEPT);
                self.found(at, finding);
                return Err(Told);
            }
            (None, Some(_)) => {
                let at = password.map_or(fields.at.clone(), |node| node.key_at);
                let finding = Diagnostic::error(format!("`{section}.user` is missing"))
                    .why("A password is of no use without the name of its account.")
                    .hint("add `user = \"letters@company.example\"`, or take the password out");
                self.found(at, finding);
                return Err(Told);
            }
            (None, None) => {
                if let Some(node) = fields.get("login") {
                    let finding = Diagnostic::error(format!("`{section}.user` is missing"))
                        .why("A login needs a user and a password.")
                        .hint("add `user` and `password`, or delete the line `login`");
                    self.found(node.key_at, finding);
                    return Err(Told);
                }
                return if secrets.is_empty() { Ok(None) } else { Err(Told) };
            }
            _ => {}
        }
        match (kind, account, secret.flatten()) {
            (Some(kind), Some(user), Some(secret)) => Ok(Some(Login { kind, user, secret })),
            _ => Err(Told),
        }
    }

    /// The place where a secret is kept.
    fn secret_source(&mut self, node: &Node<'_>, account: Option<&str>) -> Option<SecretSource> {
        const SOURCES: [&str; 4] = ["env", "command", "keyring", "user"];
        let fields = self.any_fields(node)?;
        let mut wrong = false;
        for (key, node) in fields.iter_all().filter(|(key, _)| !SOURCES.contains(key)) {
            // What stands behind a wrong key may be the secret itself, so it is not shown.
            let hint = match nearest(key, SOURCES) {
                Some(near) => format!("did you mean `{near}`?"),
                None => KEPT.to_owned(),
            };
            let title = format!("unknown key `{}` in `{}`", key.escape_debug(), fields.name);
            let finding = Diagnostic::error(title)
                .rule("E-36")
                .at(self.source.key_alone(node.key_at.clone()))
                .why("Only the place where the secret is kept may stand here.")
                .hint(hint);
            self.found_within(&node.key_at, finding);
            wrong = true;
        }
        let text = |reader: &mut Self, key: &str| fields.get(key).map(|node| reader.text(&node));
        let (env, command) = (text(self, "env"), text(self, "command"));
        let (keyring, user) = (text(self, "keyring"), text(self, "user"));
        let given = [&env, &command, &keyring].into_iter().flatten().count();
        if given != 1 {
            if !wrong {
                let title = match given {
                    0 => format!("`{}` does not say where the secret is kept", fields.name),
                    _ => format!("`{}` names more than one place", fields.name),
                };
                let finding = Diagnostic::error(title).rule("E-36").hint(KEPT);
                self.reject(node, finding);
            }
            return None;
        }
        if let (Some(_), None) = (&user, &keyring) {
            let place = fields.get("user").map_or(node.at(), |node| node.key_at);
            let finding =
                Diagnostic::error(format!("`{}.user` goes with `keyring` only", fields.name))
                    .hint("delete it here; the user of the login stands beside `server`");
            self.found(place, finding);
        }
        if let Some(name) = env {
            let name = name?;
            return self.variable(&fields, name).map(SecretSource::Environment);
        }
        if let Some(line) = command {
            return line.map(SecretSource::Command);
        }
        let user = match user {
            Some(user) => user?,
            None => account.unwrap_or_default().to_owned(),
        };
        Some(SecretSource::Keyring { service: keyring??, user })
    }

    fn variable(&mut self, fields: &Fields<'_>, name: String) -> Option<String> {
        let fine = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.chars().all(fine) && !name.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(name);
        }
        let node = fields.get("env")?;
        // It may be the password itself, typed in the wrong place: it is not repeated.
        let finding = Diagnostic::error(format!("`{}` is no name of a variable", node.name))
            .rule("E-36")
            .at(self.source.key_alone(node.key_at.clone()))
            .why("It holds the name of the variable, and not the secret.")
            .hint("write `env = \"HEARTEN_PASSWORD\"`, and set that variable before you start");
        self.found_within(&node.key_at, finding);
        None
    }
}
