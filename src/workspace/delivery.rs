use super::amount::Share;
use super::config::SettingsReader;
use super::mail::MailServer;
use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Fields, Node, Reader};
use lettre::Address;
use std::collections::BTreeMap;
use std::time::Duration;

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const WEEK: Duration = Duration::from_hours(7 * 24);

/// How a wave leaves, and what stops it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRules {
    /// How long a start can be taken back before the first letter leaves (P-25).
    pub undo: Duration,
    /// The part of a wave that leaves first (P-16).
    pub canary: Share,
    /// How many letters leave first at the least (P-16).
    pub canary_least: u32,
    /// How long is watched behind them (P-16).
    pub canary_watch: Duration,
    /// How long is watched between two waves (P-15).
    pub wave_watch: Duration,
    /// The share of refused letters beyond which a wave stops (P-15).
    pub refused_share: Share,
    /// How many refused ones among the first 50 stop it (P-15).
    pub refused_of_first_50: u32,
    /// How many refusals by policy (5.7.x) stop it (E-28).
    pub policy_refusals: u32,
    /// After which times a letter that was deferred is tried again, one after the other (E-28).
    pub again_after: Vec<Duration>,
    /// Who of us receives samples before the first wave (P-18), by ids of the team; the approvers when
    /// nobody is named.
    pub seeds: Vec<String>,
    /// Where each of them is named, by id.
    pub(super) places: BTreeMap<String, Place>,
}

impl Default for DeliveryRules {
    fn default() -> Self {
        Self {
            undo: 2 * MINUTE,
            canary: Share::hundredths(200),
            canary_least: 5,
            canary_watch: 10 * MINUTE,
            wave_watch: 20 * MINUTE,
            refused_share: Share::hundredths(200),
            refused_of_first_50: 3,
            policy_refusals: 3,
            again_after: vec![15 * MINUTE, HOUR, 4 * HOUR],
            seeds: Vec::new(),
            places: BTreeMap::new(),
        }
    }
}

/// What a drill may reach (P-24).
#[derive(Debug, Clone, Default)]
pub struct DrillRules {
    /// The only domains that letters of a drill may go to, in lower case.
    pub domains: Vec<String>,
    /// The mail server of a drill, if it may use one.
    pub mail: Option<MailServer>,
}

impl DrillRules {
    /// Whether a drill may write to this address: its domain is named, or one above it is.
    pub fn allows(&self, address: &Address) -> bool {
        let domain = address.domain().to_lowercase();
        self.domains.iter().any(|allowed| is_within(&domain, &allowed.to_lowercase()))
    }
}

/// Whether a domain is another one, or below it. Both are in lower case.
pub fn is_within(domain: &str, other: &str) -> bool {
    domain.strip_suffix(other).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Sets a value where one was read.
fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

impl SettingsReader<'_> {
    /// `approvers` receive the samples while nobody else is named (P-18).
    pub(super) fn delivery(&mut self, top: &Fields<'_>, approvers: &[String]) -> DeliveryRules {
        let mut rules = DeliveryRules { seeds: approvers.to_vec(), ..DeliveryRules::default() };
        let keys = [
            "undo",
            "canary",
            "canary_least",
            "canary_watch",
            "wave_watch",
            "refused_share",
            "refused_of_first_50",
            "policy_refusals",
            "again_after",
            "seeds",
        ];
        let reader = &mut self.reader;
        let fields = top.get("delivery").and_then(|node| reader.fields(&node, &keys));
        for (key, node) in fields.iter().flat_map(Fields::iter_all) {
            let watch = Duration::ZERO..=24 * HOUR;
            match key {
                "undo" => set(&mut rules.undo, reader.length(&node, Duration::ZERO..=HOUR)),
                "canary" => set(&mut rules.canary, reader.share(&node)),
                "canary_least" => {
                    set(&mut rules.canary_least, reader.bounded(&node, 0..=1_000_000));
                }
                "canary_watch" => set(&mut rules.canary_watch, reader.length(&node, watch)),
                "wave_watch" => set(&mut rules.wave_watch, reader.length(&node, watch)),
                "refused_share" => set(&mut rules.refused_share, reader.share(&node)),
                "refused_of_first_50" => {
                    set(&mut rules.refused_of_first_50, reader.bounded(&node, 1..=50));
                }
                "policy_refusals" => {
                    set(&mut rules.policy_refusals, reader.bounded(&node, 1..=1000));
                }
                "again_after" => {
                    let read = |reader: &mut Reader<'_>, node: &Node<'_>| {
                        reader.length(node, Duration::from_secs(1)..=WEEK)
                    };
                    rules.again_after = reader.each(&node, read);
                }
                _ => {}
            }
        }
        if let Some(node) = fields.as_ref().and_then(|fields| fields.get("seeds")) {
            let twice = ("P-18", "Each of us receives the samples once.");
            rules.seeds = self.people(&node, &twice, &mut rules.places);
        }
        rules
    }

    pub(super) fn drill(&mut self, top: &Fields<'_>) -> DrillRules {
        let mut rules = DrillRules::default();
        let Some(node) = top.get("drill") else { return rules };
        let Some(fields) = self.reader.fields(&node, &["domains", "mail"]) else { return rules };
        if let Some(node) = fields.get("domains") {
            rules.domains = self.reader.each(&node, Reader::drill_domain);
        }
        rules.mail = fields.get("mail").and_then(|node| self.mail_server(&node, &[]));
        if rules.mail.is_some() && rules.domains.is_empty() {
            let finding =
                Diagnostic::error("a drill with a mail server needs domains it may reach")
                    .rule("P-24")
                    .why("Letters of a drill go only to addresses in domains that are named.")
                    .hint("write `domains = [\"test.company.example\"]` below `[drill]`");
            self.reader.found(node.key_at, finding);
        }
        rules
    }
}

impl Reader<'_> {
    fn drill_domain(&mut self, node: &Node<'_>) -> Option<String> {
        let typed = self.text(node)?;
        let domain = typed.trim_start_matches('@').to_lowercase();
        if domain.contains('.') && Address::new("x", &domain).is_ok() {
            return Some(domain);
        }
        let title = format!("`{}` is no domain", typed.escape_debug());
        let finding = Diagnostic::error(title)
            .rule("P-24")
            .hint("write the part of the addresses behind the `@`, such as `test.company.example`");
        self.reject(node, finding);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::DrillRules;

    #[test]
    fn p_24_a_drill_reaches_the_named_domains_and_what_is_below_them() {
        let rules = DrillRules { domains: vec!["test.example".into()], mail: None };
        let allows = |text: &str| rules.allows(&text.parse().unwrap());
        assert!(allows("a@test.example") && allows("a@x.Test.example"));
        assert!(
            !allows("a@mytest.example") && !allows("a@example") && !allows("a@test.example.org")
        );
        assert!(!DrillRules::default().allows(&"a@test.example".parse().unwrap()));
    }
}
