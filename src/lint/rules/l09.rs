use crate::diagnostic::Severity;
use crate::document::Wordings;
use crate::lint::case::Case;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// What is known and what is not stand in the letter, apart from each other (T-01, T-13). That the brief has both is
/// seen to where it is read; this sees a template that leaves one out. The note within the hour has neither list.
pub(super) const RULE: Rule = Rule::new("L-09", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    if !case.is_letter() {
        return;
    }
    let missing =
        |texts: &[Wordings]| !texts.is_empty() && !texts.iter().any(|text| case.says(text));
    if missing(&case.brief.known) {
        let hint = "let the template print `brief.known`";
        marks.add(Mark::new(Spot::Letter, "the letter leaves out what is known").hint(hint));
    }
    if missing(&case.brief.unknown) {
        let hint = "let the template print `brief.unknown`";
        marks
            .add(Mark::new(Spot::Letter, "the letter leaves out what is not known yet").hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName::Situation;
    use crate::lint::tests::{BRIEF, letter, titles};

    const TEXTS: [(&str, &str, &str); 3] = [
        (
            "en",
            "Suzhou and Brno use other mills and run as planned.",
            "The mill has not named a date for its restart.",
        ),
        ("zh-CN", "苏州和布尔诺两家工厂由其他钢厂供货，按计划生产。", "钢厂尚未给出复产日期。"),
        ("zh-TW", "蘇州與布爾諾兩廠由其他鋼廠供料，照計畫生產。", "鋼廠尚未提出復工日期。"),
    ];

    #[test]
    fn l09_what_a_template_leaves_out_is_found() {
        for (language, known, unknown) in TEXTS {
            let found = |text: &str| titles("L-09", &letter(language, &[(Situation, text)]), BRIEF);
            assert_eq!(found(known), ["the letter leaves out what is not known yet"]);
            assert_eq!(found(unknown), ["the letter leaves out what is known"]);
            assert_eq!(found("…").len(), 2);
        }
    }

    #[test]
    fn l09_both_together_and_a_brief_with_nothing_open_are_not() {
        for (language, known, unknown) in TEXTS {
            let both = letter(language, &[(Situation, known), (Situation, unknown)]);
            assert!(titles("L-09", &both, BRIEF).is_empty());
        }
        let holding = BRIEF.replace("phase = \"letter\"", "phase = \"holding\"");
        assert!(titles("L-09", &letter("en", &[(Situation, "…")]), &holding).is_empty());
    }
}
