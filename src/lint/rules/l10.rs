use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// What the law on the kind wants stands in the letter (T-16). That the brief has it is seen to where it is read;
/// this sees a template that leaves it out.
pub(super) const RULE: Rule = Rule::new("L-10", Severity::Error).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    if !case.is_letter() {
        return;
    }
    for detail in case.brief.kind.required_details() {
        let Some(text) = case.brief.details.get(detail.name) else { continue };
        if !case.says(text) {
            let title = format!("the letter leaves out {}", detail.what);
            let hint = format!("let the template print `{{{{ brief.details.{} }}}}`", detail.name);
            marks.add(Mark::new(Spot::Letter, title).hint(hint));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName::Situation;
    use crate::lint::tests::{BRIEF, letter, titles};
    use crate::locale::Language;

    const RECALL: &str = include_str!("../../../templates/briefs/examples/recall.toml");
    const BREACH: &str = include_str!("../../../templates/briefs/examples/data-breach.toml");

    /// The details of a brief in one language, as they read.
    fn details(brief: &str, language: &str) -> Vec<String> {
        let (brief, _) = crate::crisis::Brief::read("brief.toml", brief).unwrap();
        let language = Language::parse(language).unwrap();
        let texts = brief.details.values().filter_map(|text| text.get(language));
        texts.map(|text| text.text.replace("{{ facts.", "").replace(" }}", "")).collect()
    }

    #[test]
    fn l10_each_detail_that_is_left_out_is_named() {
        for language in ["en", "zh-CN", "zh-TW"] {
            for (brief, count) in [(RECALL, 5), (BREACH, 4)] {
                let found = titles("L-10", &letter(language, &[(Situation, "…")]), brief);
                assert_eq!(found.len(), count, "{found:?}");
            }
            let all = details(BREACH, language);
            let found =
                titles("L-10", &letter(language, &[(Situation, &all[1..].join("\n\n"))]), BREACH);
            assert_eq!(found, ["the letter leaves out the cause and nature of the breach"]);
        }
    }

    #[test]
    fn l10_a_whole_letter_and_another_kind_are_not() {
        for language in ["en", "zh-CN", "zh-TW"] {
            for brief in [RECALL, BREACH] {
                let reading =
                    letter(language, &[(Situation, &details(brief, language).join("\n\n"))]);
                assert!(titles("L-10", &reading, brief).is_empty());
            }
            assert!(titles("L-10", &letter(language, &[(Situation, "…")]), BRIEF).is_empty());
        }
    }
}
