use super::profile::{Function, Profile, Tag};
use crate::diagnostic::{Diagnostic, List, nearest};
use crate::document::{Node, Reader};
use crate::locale::Language;
use crate::roster::{Attitude, Country, Partner, Role, Tier};
use std::fmt::{self, Display, Formatter};
use toml::de::DeValue;

/// Whom a wave or a care action is for: fits a person when one of its clauses does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selector {
    /// Any of them.
    pub any: Vec<Clause>,
}

/// Every key that is given must fit; of the words of one key, any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clause {
    /// Strategic or general partners.
    pub partner: Vec<Partner>,
    /// Layers; a person in two layers fits both (S-59).
    pub tiers: Vec<Tier>,
    /// Parts in decisions.
    pub roles: Vec<Role>,
    /// Attitudes; `None` is unknown, which is not 0.
    pub attitudes: Vec<Option<Attitude>>,
    /// Marks.
    pub tags: Vec<Tag>,
    /// What the person works on.
    pub functions: Vec<Function>,
    /// Countries, by their two capital letters.
    pub countries: Vec<Country>,
    /// Languages of letters.
    pub languages: Vec<Language>,
    /// Sales regions, as the roster writes them.
    pub regions: Vec<String>,
    /// Accounts, by id.
    pub accounts: Vec<String>,
    /// Contacts, by id.
    pub contacts: Vec<String>,
}

impl Selector {
    /// Fits everybody.
    pub fn everybody() -> Self {
        Self { any: vec![Clause::default()] }
    }

    /// Whether a person fits.
    pub fn fits(&self, person: &Profile<'_>) -> bool {
        self.any.iter().any(|clause| clause.fits(person))
    }
}

impl Clause {
    fn fits(&self, person: &Profile<'_>) -> bool {
        fn among<T>(wanted: &[T], is: impl Fn(&T) -> bool) -> bool {
            wanted.is_empty() || wanted.iter().any(is)
        }
        let (contact, account) = (person.contact, person.account);
        among(&self.partner, |partner| *partner == account.partner)
            && among(&self.tiers, |tier| contact.tiers.contains(*tier))
            && among(&self.roles, |role| contact.role == Some(*role))
            && among(&self.attitudes, |attitude| person.attitude == *attitude)
            && among(&self.tags, |tag| person.tags.contains(*tag))
            && among(&self.functions, |function| person.functions.contains(*function))
            && among(&self.languages, |language| contact.language == *language)
            && among(&self.countries, |country| person.country() == Some(country))
            && among(&self.regions, |region| account.region.as_ref() == Some(region))
            && among(&self.accounts, |id| account.id.as_str() == id)
            && among(&self.contacts, |id| contact.id.as_str() == id)
    }
}

impl Display for Selector {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, clause) in self.any.iter().enumerate() {
            if at > 0 {
                f.write_str(", or ")?;
            }
            write!(f, "{clause}")?;
        }
        Ok(())
    }
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        let mut add = |key: &str, words: Vec<String>| {
            if !words.is_empty() {
                let blank = if key.is_empty() { "" } else { " " };
                parts.push(format!("{key}{blank}{}", words.join("/")));
            }
        };
        add("", self.partner.iter().map(|it| it.name().to_owned()).collect());
        add("tier", self.tiers.iter().map(|it| it.name().to_owned()).collect());
        add("role", self.roles.iter().map(|it| it.letter().to_owned()).collect());
        let grade = |it: &Option<Attitude>| it.map_or("unknown".to_owned(), |it| it.to_string());
        add("attitude", self.attitudes.iter().map(grade).collect());
        add("", self.tags.iter().map(|it| it.tag().to_owned()).collect());
        add("", self.functions.iter().map(|it| it.tag().to_owned()).collect());
        add("in", self.countries.iter().map(|it| it.code().to_owned()).collect());
        add("reading", self.languages.iter().map(|it| it.tag().to_owned()).collect());
        add("region", self.regions.clone());
        add("account", self.accounts.clone());
        add("contact", self.contacts.clone());
        f.write_str(if parts.is_empty() { "everybody" } else { "" })?;
        f.write_str(&parts.join(" "))
    }
}

const KEYS: [&str; 11] = [
    "partner", "tier", "role", "attitude", "tag", "function", "country", "language", "region",
    "account", "contact",
];

impl Reader<'_> {
    /// Whom something is for: one table, or a list of tables of which any may fit.
    pub(super) fn selector(&mut self, node: &Node<'_>) -> Selector {
        let nodes = match node.value.get_ref() {
            DeValue::Array(_) => self.items(node),
            _ => vec![node.clone()],
        };
        Selector { any: nodes.iter().filter_map(|node| self.clause(node)).collect() }
    }

    fn clause(&mut self, node: &Node<'_>) -> Option<Clause> {
        let fields = self.fields(node, &KEYS)?;
        let mut clause = Clause::default();
        for (key, node) in fields.iter_all() {
            match key {
                "partner" => clause.partner = self.words(&node, &Partner::WORDS, Partner::parse),
                "tier" => clause.tiers = self.words(&node, &Tier::WORDS, Tier::parse),
                "role" => clause.roles = self.words(&node, &Role::WORDS, Role::parse),
                "attitude" => {
                    let words = ["-1", "0", "1", "2", "3", "unknown"];
                    clause.attitudes = self.words(&node, &words, |word| match word {
                        "unknown" => Some(None),
                        grade => Attitude::parse(grade).map(Some),
                    });
                }
                "tag" => clause.tags = self.words(&node, &Tag::WORDS, Tag::parse),
                "function" => {
                    clause.functions = self.words(&node, &Function::WORDS, Function::parse);
                }
                "country" => clause.countries = self.words(&node, &[], Country::parse),
                "language" => {
                    let tags = Language::ALL.map(Language::tag);
                    clause.languages = self.words(&node, &tags, Language::parse);
                }
                "region" => clause.regions = self.words(&node, &[], |word| Some(word.to_owned())),
                "account" => clause.accounts = self.words(&node, &[], |word| Some(word.to_owned())),
                "contact" => clause.contacts = self.words(&node, &[], |word| Some(word.to_owned())),
                _ => {}
            }
        }
        Some(clause)
    }

    /// One word or a list of words out of a set; whole numbers count as words. `known` names the
    /// set in a hint; it is empty where words are free.
    pub(super) fn words<T>(
        &mut self,
        node: &Node<'_>,
        known: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let values: Vec<Node<'_>> = match node.value.get_ref() {
            DeValue::Array(items) => {
                let item =
                    |value| Node { name: node.name.clone(), key_at: node.key_at.clone(), value };
                items.iter().map(item).collect()
            }
            _ => vec![node.clone()],
        };
        if values.is_empty() {
            let finding = Diagnostic::error(format!("`{}` names nothing", node.name))
                .why("An empty list fits nobody.")
                .hint("write at least one word, or delete the key to mean all");
            self.reject(node, finding);
        }
        let mut words = Vec::new();
        for value in values {
            let word = match value.value.get_ref() {
                DeValue::Integer(number) => number.as_str().to_owned(),
                _ => match self.text(&value) {
                    Some(word) => word.trim().to_owned(),
                    None => continue,
                },
            };
            if let Some(word) = parse(&word) {
                words.push(word);
                continue;
            }
            let hint = match nearest(&word, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "see the roster for what is there".to_owned(),
                None => format!("choose from {}", List(known)),
            };
            let title = format!("unknown value `{}` for `{}`", word.escape_debug(), node.name);
            self.reject(&value, Diagnostic::error(title).hint(hint));
        }
        words
    }
}
