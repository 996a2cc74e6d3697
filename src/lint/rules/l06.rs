use crate::diagnostic::Severity;
use crate::letter::PartName;
use crate::lint::case::Case;
use crate::lint::figure::{Figure, figures};
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// The second part holds one certainty at least: a day (S-02). The note within the hour promises a time for the
/// next word instead (L-07).
pub(super) const RULE: Rule = Rule::new("L-06", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    if !case.is_letter() {
        return;
    }
    let mut measures = case.reading.part(PartName::Measures).peekable();
    let dated = |text: &str| figures(text).iter().any(|it| matches!(it.figure, Figure::Date(_)));
    if measures.peek().is_some() && !measures.any(|words| dated(&words.text)) {
        let title = "no measure and no promise in the second part has a day";
        marks.add(Mark::new(Spot::Part(PartName::Measures), title));
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName::{Appeal, Measures};
    use crate::lint::tests::{BRIEF, letter, titles};

    #[test]
    fn l06_measures_without_a_day_are_found() {
        for (language, text) in [
            ("en", "We are doing everything we can.\n\nOur stock lasts for some weeks."),
            ("en", "We check 240 orders each day at 09:00."),
            ("zh-CN", "我们正在全力处理。"),
            ("zh-CN", "每天9:00逐单核对。"),
            ("zh-TW", "我們正在全力處理。"),
            ("zh-TW", "每天9:00逐單核對。"),
        ] {
            let parts = [(Measures, text), (Appeal, "20 November 2026")];
            assert_eq!(titles("L-06", &letter(language, &parts), BRIEF).len(), 1, "{text}");
        }
    }

    #[test]
    fn l06_one_day_is_enough() {
        for (language, text) in [
            ("en", "We are doing what we can.\n\nOur stock lasts until 4 December."),
            ("en", "New dates by 2026-11-24."),
            ("zh-CN", "库存可用到12月4日。"),
            ("zh-CN", "十二月四日前完成。"),
            ("zh-TW", "庫存可用到12月4日。"),
            ("zh-TW", "十二月四日前完成。"),
        ] {
            assert!(
                titles("L-06", &letter(language, &[(Measures, text)]), BRIEF).is_empty(),
                "{text}"
            );
        }
    }
}
