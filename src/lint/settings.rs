use super::rules::RULES;
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::document::{Fields, Node, Reader, SourceText};
use crate::workspace::SETTINGS;
use std::collections::BTreeMap;
use toml::de::DeTable;

/// How much a rule weighs in a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It is not asked.
    Off,
    /// It is asked, and its findings weigh so much.
    On(Severity),
}

const LEVELS: [(&str, Level); 4] = [
    ("off", Level::Off),
    ("info", Level::On(Severity::Info)),
    ("warning", Level::On(Severity::Warning)),
    ("error", Level::On(Severity::Error)),
];

/// What `[lint]` of the settings says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    levels: BTreeMap<&'static str, Level>,
    /// Whom letters to others may name, such as an authority or a parent company (L-31).
    pub(super) may_name: Vec<String>,
    /// Domains besides our own that letters may lead to (L-33).
    pub(super) domains: Vec<String>,
    /// The share of letters with a general first line above which it is pointed out, in percent (L-16).
    pub(super) generic_salutations: Option<u32>,
}

/// The keys of `[lint]` besides the rules.
const KEYS: [&str; 3] = ["may_name", "domains", "generic_salutations"];

impl Settings {
    /// Reads `[lint]` of `hearten.toml`: each rule by its identifier, and three keys of its own. All
    /// mistakes come at once.
    pub fn read(text: &str) -> Result<Self, Report> {
        let source = SourceText::new(SETTINGS, text);
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            // The workspace has told what is wrong with the settings.
            return Ok(Self::default());
        }
        let mut reader = Reader::new(&source, &[]);
        let mut levels = BTreeMap::new();
        let root = Fields::root(table.get_ref());
        let known: Vec<&str> = RULES.iter().map(|rule| rule.id).chain(KEYS).collect();
        let fields = root.get("lint").and_then(|node| reader.fields(&node, &known));
        let mut texts = |key: &str| {
            let node = fields.as_ref().and_then(|fields| fields.get(key));
            let read = |reader: &mut Reader<'_>, node: &Node<'_>| reader.text(node);
            node.map(|node| reader.each(&node, read)).unwrap_or_default()
        };
        let (may_name, domains) = (texts("may_name"), texts("domains"));
        let domains = domains.iter().map(|domain| domain.to_lowercase()).collect();
        let generic = fields.as_ref().and_then(|fields| fields.get("generic_salutations"));
        let generic_salutations = generic.and_then(|node| reader.bounded(&node, 0..=100));
        for rule in RULES {
            let Some(node) = fields.as_ref().and_then(|fields| fields.get(rule.id)) else {
                continue;
            };
            let Some(level) = reader.word(&node, &LEVELS) else { continue };
            if rule.locked && level != Level::On(rule.severity) {
                let finding = Diagnostic::error(format!("`{}` cannot be lowered", rule.id))
                    .rule(rule.id)
                    .why("What it finds must never reach a partner, whatever the hurry.")
                    .hint("delete this line, and mend what the rule finds");
                reader.reject(&node, finding);
                continue;
            }
            levels.insert(rule.id, level);
        }
        let report = reader.finish().0;
        if report.has_errors() {
            Err(report)
        } else {
            Ok(Self { levels, may_name, domains, generic_salutations })
        }
    }

    /// How much a rule weighs; none when the company has not said.
    pub fn level(&self, id: &str) -> Option<Level> {
        self.levels.get(id).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Settings};
    use crate::diagnostic::Severity;

    #[test]
    fn a_company_raises_lowers_and_switches_off() {
        let settings = Settings::read("[lint]\nL-21 = \"off\"\nL-22 = \"error\"\n").unwrap();
        assert_eq!(settings.level("L-21"), Some(Level::Off));
        assert_eq!(settings.level("L-22"), Some(Level::On(Severity::Error)));
        assert_eq!(settings.level("L-23"), None);
    }

    #[test]
    fn an_unknown_rule_or_level_is_told_with_the_nearest() {
        let report = Settings::read("[lint]\nL-210 = \"off\"\nL-22 = \"of\"\n").unwrap_err();
        assert_eq!(report.errors(), 2);
        assert!(report.kept()[1].hint.contains("`off`"), "{report:?}");
    }
}
