use super::Kind;
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Node, Reader};
use std::collections::HashSet;
use toml::de::DeValue;

/// Whom the crisis itself touches: their orders, their data, their own people.
#[derive(Debug, Clone, Default)]
pub struct Affected {
    /// Accounts, by id, each with its place in the file.
    pub(super) accounts: Vec<(String, Span)>,
    /// The same by id: each contact asks.
    ids: HashSet<String>,
    /// Countries: two capital letters.
    pub countries: Vec<String>,
    /// Sales regions, as the roster writes them.
    pub regions: Vec<String>,
    /// For how many days nothing is asked of them (P-32); none means as the kind has it.
    pub quiet_days: Option<u8>,
}

impl Affected {
    /// Whether an account is among them: by its id, its country or its region.
    pub fn contains(&self, account: &str, country: Option<&str>, region: Option<&str>) -> bool {
        self.ids.contains(account)
            || country.is_some_and(|code| self.countries.iter().any(|known| known == code))
            || region.is_some_and(|name| self.regions.iter().any(|known| known == name))
    }

    /// For how many days after the start nothing is asked of them (P-32): two after a disaster that
    /// hit the people themselves, none where only orders are late.
    pub fn quiet_days(&self, kind: Kind) -> u8 {
        let of_kind = if kind == Kind::NaturalDisaster { 2 } else { 0 };
        self.quiet_days.unwrap_or(of_kind)
    }
}

impl Reader<'_> {
    pub(super) fn affected(&mut self, node: &Node<'_>) -> Affected {
        let keys = ["accounts", "countries", "regions", "quiet_days"];
        let Some(fields) = self.fields(node, &keys) else { return Affected::default() };
        let mut affected = Affected::default();
        for (key, node) in fields.iter_all() {
            match key {
                "accounts" => {
                    affected.accounts = self.list_of_texts(&node);
                    affected.ids = affected.accounts.iter().map(|(id, _)| id.clone()).collect();
                }
                "countries" => {
                    let codes = self.nodes(&node);
                    affected.countries = codes.iter().filter_map(|n| self.country(n)).collect();
                }
                "regions" => {
                    let regions = self.list_of_texts(&node);
                    affected.regions = regions.into_iter().map(|(region, _)| region).collect();
                }
                "quiet_days" => affected.quiet_days = self.quiet_days(&node),
                _ => {}
            }
        }
        affected
    }

    fn quiet_days(&mut self, node: &Node<'_>) -> Option<u8> {
        let number = self.integer(node)?;
        let days = u8::try_from(number).ok().filter(|days| *days <= 30);
        if days.is_none() {
            let title = format!("`{number}` is no number of quiet days");
            let hint = "write a number from 0 to 30";
            self.reject(node, Diagnostic::error(title).rule("P-32").hint(hint));
        }
        days
    }

    fn list_of_texts(&mut self, node: &Node<'_>) -> Vec<(String, Span)> {
        let nodes = self.nodes(node);
        nodes.iter().filter_map(|node| Some((self.text(node)?, node.at()))).collect()
    }

    fn nodes<'a>(&mut self, node: &Node<'a>) -> Vec<Node<'a>> {
        let DeValue::Array(items) = node.value.get_ref() else {
            let key = node.name.rsplit('.').next().unwrap_or_default();
            self.wrong(node, "a list of texts", format!("write `{key} = [\"…\"]`"));
            return Vec::new();
        };
        let item = |value| Node { name: node.name.clone(), key_at: node.key_at.clone(), value };
        items.iter().map(item).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::crisis::{Brief, Kind};

    #[test]
    fn p32_people_hit_by_a_disaster_are_asked_nothing_for_two_days() {
        let text =
            "[affected]\naccounts = [\"a-01\"]\ncountries = [\"tw\"]\nregions = [\"Europe\"]\n";
        let (brief, _) = Brief::read("brief.toml", text).unwrap();
        let affected = &brief.affected;
        assert!(affected.contains("a-01", None, None));
        assert!(affected.contains("a-09", Some("TW"), None));
        assert!(affected.contains("a-09", None, Some("Europe")));
        assert!(!affected.contains("a-09", Some("DE"), Some("Asia")));
        assert_eq!(affected.quiet_days(Kind::NaturalDisaster), 2);
        assert_eq!(affected.quiet_days(Kind::SupplyDisruption), 0);
        let (brief, _) = Brief::read("brief.toml", "[affected]\nquiet_days = 5\n").unwrap();
        assert_eq!(brief.affected.quiet_days(Kind::Recall), 5);
    }

    #[test]
    fn what_is_no_list_of_affected_accounts_is_told() {
        let text = "[affected]\naccounts = \"a-01\"\ncountries = [\"China\"]\nquiet_days = 99\n";
        let (_, report) = Brief::read("brief.toml", text).unwrap();
        let titles: Vec<&str> = report.kept().iter().map(|f| f.title.as_str()).collect();
        assert!(
            titles.contains(&"`affected.accounts` is a text, expected a list of texts"),
            "{titles:?}"
        );
        assert!(titles.contains(&"`China` is no country code"));
        assert!(titles.contains(&"`99` is no number of quiet days"));
    }
}
