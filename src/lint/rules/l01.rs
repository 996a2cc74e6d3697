use crate::diagnostic::Severity;
use crate::letter::PartName;
use crate::lint::case::{Case, PARAGRAPHS};
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// Three parts: situation, measures, appeal (S-29). What the brief lacks is told before; this sees a template
/// that leaves a part out.
pub(super) const RULE: Rule = Rule::new("L-01", Severity::Error).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    for part in PARAGRAPHS {
        let said = case.reading.part(part).any(|words| words.text.contains(char::is_alphanumeric));
        if !said {
            marks.add(Mark::new(Spot::Letter, format!("the letter has no {}", name(part))));
        }
    }
}

fn name(part: PartName) -> &'static str {
    match part {
        PartName::Measures => "measures: the second part, what we do",
        PartName::Appeal => "appeal: the third part, what we ask of the reader",
        _ => "situation: the first part, what happened",
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName::{Appeal, Measures, Situation};
    use crate::lint::tests::{BRIEF, letter, titles};

    #[test]
    fn l01_a_part_that_is_missing_or_empty_is_named() {
        let texts = |language| match language {
            "en" => ["A fire broke out.", "We check every order.", "Please tell us."],
            "zh-CN" => ["工厂起火。", "逐单核对。", "请告诉我们。"],
            _ => ["工廠起火。", "逐單核對。", "請告訴我們。"],
        };
        for language in ["en", "zh-CN", "zh-TW"] {
            let [situation, measures, appeal] = texts(language);
            let found = |parts: &[_]| titles("L-01", &letter(language, parts), BRIEF);
            let none = found(&[(Situation, situation), (Measures, measures), (Appeal, appeal)]);
            assert!(none.is_empty(), "{none:?}");
            assert_eq!(found(&[(Situation, situation), (Appeal, appeal)]).len(), 1);
            assert_eq!(
                found(&[(Situation, situation), (Measures, "…"), (Appeal, appeal)]).len(),
                1
            );
            assert_eq!(found(&[(Measures, measures)]).len(), 2);
        }
    }
}
