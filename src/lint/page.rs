use crate::locale::Language;
use crate::workspace::Assets;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a rule says of itself: one file a rule, `templates/lint/<rule>.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// A short name, such as `orders a feeling`.
    pub name: String,
    /// What is looked at, in one or two sentences.
    pub what: String,
    /// Why, in one or two sentences, for the line below a finding.
    pub why: String,
    /// Where that comes from, or the incident that taught it, with the identifiers of the method.
    pub source: String,
    /// What to do about a finding.
    pub mend: String,
    /// Examples, a bad text and a good one for each language.
    pub examples: BTreeMap<String, Example>,
}

/// The same thing said badly and well.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What is found.
    pub bad: String,
    /// What is not.
    pub good: String,
}

impl Page {
    /// The page of a rule; none when there is no such rule.
    pub fn of(id: &str) -> Option<Self> {
        let assets = Assets::built_in();
        toml::from_str(&assets.get(&format!("lint/{id}.toml"))?.text).ok()
    }

    /// The example in a language.
    pub fn example(&self, language: Language) -> Option<&Example> {
        self.examples.get(language.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::Page;
    use crate::letter::PartName::{self, Appeal, Footer, Measures, Situation};
    use crate::lint::rules::RULES;
    use crate::lint::tests::{BRIEF, letter, titles};
    use crate::locale::Language;

    /// The rules whose examples can be tried as they stand, each with the part they are of.
    const PLAIN: [(&str, PartName); 20] = [
        ("L-03", Measures),
        ("L-06", Measures),
        ("L-07", Appeal),
        ("L-08", Appeal),
        ("L-11", Situation),
        ("L-12", Situation),
        ("L-14", Situation),
        ("L-18", Situation),
        ("L-20", Situation),
        ("L-21", Situation),
        ("L-22", Situation),
        ("L-23", Situation),
        ("L-24", Situation),
        ("L-25", Situation),
        ("L-26", Situation),
        ("L-27", Situation),
        ("L-28", Situation),
        ("L-29", Situation),
        ("L-30", Situation),
        ("L-36", Footer),
    ];

    #[test]
    fn every_rule_has_a_page_that_is_filled_in_every_language() {
        for rule in RULES {
            let page = Page::of(rule.id).unwrap_or_else(|| panic!("{} has no page", rule.id));
            let texts = [&page.name, &page.what, &page.why, &page.source, &page.mend];
            assert!(texts.iter().all(|text| !text.is_empty()), "{}", rule.id);
            let hint = page.mend.chars().next().is_some_and(char::is_lowercase);
            assert!(hint && !page.mend.ends_with('.'), "{}: {}", rule.id, page.mend);
            for language in Language::ALL {
                let example = page.example(language);
                assert!(
                    example.is_some_and(|it| !it.bad.is_empty() && !it.good.is_empty()),
                    "{}",
                    rule.id
                );
            }
        }
    }

    #[test]
    fn bad_examples_are_found_and_good_ones_are_not() {
        for (id, part) in PLAIN {
            let page = Page::of(id).unwrap();
            for language in Language::ALL {
                let example = page.example(language).unwrap();
                let found =
                    |text: &str| titles(id, &letter(language.tag(), &[(part, text)]), BRIEF);
                assert!(!found(&example.bad).is_empty(), "{id} {language}: {}", example.bad);
                let good = found(&example.good);
                assert!(good.is_empty(), "{id} {language}: {good:?}");
            }
        }
    }
}
