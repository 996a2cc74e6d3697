use super::config::SettingsReader;
use crate::diagnostic::Diagnostic;
use crate::document::{Fields, Node, Wordings};
use crate::locale::Language;
use lettre::Address;
use std::collections::BTreeMap;
use toml::de::DeValue;

/// A text in each language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts(BTreeMap<Language, String>);

impl Texts {
    /// The text in a language; a checked text has one for each language of the settings.
    pub fn get(&self, language: Language) -> &str {
        self.0.get(&language).or_else(|| self.0.values().next()).map_or("", String::as_str)
    }
}

/// The company that writes.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Its name.
    pub name: Texts,
    /// Its postal address (E-07).
    pub address: Texts,
    /// Its main site.
    pub website: Option<String>,
    /// Its main number.
    pub phone: Option<String>,
    /// The domain that its letters come from.
    pub domain: String,
}

/// The leader who signs (S-27).
#[derive(Debug, Clone)]
pub struct Sender {
    /// The name.
    pub name: Texts,
    /// The title.
    pub title: Texts,
    /// The address that letters come from.
    pub email: Address,
    /// The address that a person reads; the sender's own without one.
    pub reply_to: Option<Address>,
}

impl SettingsReader<'_> {
    pub(super) fn organisation(&mut self, fields: &Fields<'_>) -> Option<Organisation> {
        self.reader.check_keys(fields, &["name", "address", "website", "phone", "domain"]);
        let name = self.texts(fields, "name");
        let address = self.texts(fields, "address");
        let website = fields.get("website").and_then(|node| self.reader.text(&node));
        let phone = fields.get("phone").and_then(|node| self.reader.text(&node));
        let domain = self.required(fields, "domain").and_then(|node| self.domain(&node));
        Some(Organisation { name: name?, address: address?, website, phone, domain: domain? })
    }

    pub(super) fn sender(&mut self, fields: &Fields<'_>, domain: Option<&str>) -> Option<Sender> {
        self.reader.check_keys(fields, &["name", "title", "email", "reply_to"]);
        let name = self.texts(fields, "name");
        let title = self.texts(fields, "title");
        let email = self.required(fields, "email").and_then(|node| self.address(&node, domain));
        let reply_to = fields.get("reply_to").map(|node| self.address(&node, domain));
        let reply_to = match reply_to {
            Some(address) => Some(address?),
            None => None,
        };
        Some(Sender { name: name?, title: title?, email: email?, reply_to })
    }

    /// One text for each language of the letters.
    fn texts(&mut self, fields: &Fields<'_>, key: &str) -> Option<Texts> {
        let node = self.required(fields, key)?;
        let wordings: Wordings = self.reader.by_language(&node, fields.at.clone());
        let texts = wordings.iter().map(|(language, text)| (language, text.text.clone())).collect();
        // A language whose text is still open is reported as open, not as missing.
        let given: Vec<Language> = match node.value.get_ref() {
            DeValue::Table(table) => {
                table.keys().filter_map(|tag| Language::parse(tag.get_ref())).collect()
            }
            _ => return None,
        };
        for language in self.languages.clone() {
            if !given.contains(&language) {
                let finding = Diagnostic::error(format!("`{}.{language}` is missing", node.name))
                    .why(format!("Letters are written in {}.", language.name()))
                    .hint(format!(
                        "add `{key}.{language} = \"…\"`, or take `{language}` out of `languages`"
                    ));
                self.reader.found(node.key_at.clone(), finding);
            }
        }
        Some(Texts(texts))
    }

    fn domain(&mut self, node: &Node<'_>) -> Option<String> {
        let typed = self.reader.text(node)?;
        if typed.contains('.') && Address::new("x", &typed).is_ok() {
            return Some(typed.to_ascii_lowercase());
        }
        let finding = Diagnostic::error(format!("`{}` is no domain", typed.escape_debug()))
            .hint("write the part of your addresses behind the `@`, such as `company.example`");
        self.reader.found(node.at(), finding);
        None
    }

    /// An address at our own domain: another one looks like fraud (E-16, E-20).
    fn address(&mut self, node: &Node<'_>, domain: Option<&str>) -> Option<Address> {
        let typed = self.reader.text(node)?;
        let Ok(address) = typed.parse::<Address>() else {
            let finding = Diagnostic::error(format!("`{}` is no address", typed.escape_debug()))
                .rule("E-13")
                .hint("write it like `name@company.example`, without a display name");
            self.reader.found(node.at(), finding);
            return None;
        };
        let local = address.user().to_ascii_lowercase().replace(['-', '_', '.'], "");
        if local.starts_with("noreply") || local.starts_with("donotreply") {
            let finding = Diagnostic::error(format!("`{typed}` is an address that nobody reads"))
                .rule("E-16")
                .why("A letter in a crisis opens a dialogue; partners must be able to answer it.")
                .hint("name an address that a person reads");
            self.reader.found(node.at(), finding);
        }
        if let Some(domain) = domain {
            let own = address.domain().to_ascii_lowercase();
            if own != domain && !own.ends_with(&format!(".{domain}")) {
                let finding = Diagnostic::error(format!("`{typed}` is not at `{domain}`"))
                    .rule("E-16")
                    .why("Sender and answers at another domain are a sign by which fraud is known.")
                    .hint(format!(
                        "use an address at `{domain}`, or correct `organisation.domain`"
                    ));
                self.reader.found(node.at(), finding);
            }
        }
        Some(address)
    }
}
