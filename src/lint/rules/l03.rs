use crate::crisis::Measure;
use crate::diagnostic::Severity;
use crate::letter::{PartName, Words};
use crate::lint::case::Case;
use crate::lint::figure::{Figure, figures};
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// Each measure says what is done, and who, when or how much (S-29, S-02). The note within the hour has not come
/// so far, and a single measure is told where the brief is read.
pub(super) const RULE: Rule = Rule::new("L-03", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    if !case.is_letter() {
        return;
    }
    for measure in &case.brief.measures {
        let Some((at, _)) = case.position(&measure.text) else { continue };
        let Some((_, words)) = case.reading.body.get(at) else { continue };
        concrete(case, measure, &Spot::passage(at, words), words, marks);
    }
    for (spot, part, words) in case.paragraphs() {
        let dated = || figures(&words.text).iter().any(|it| matches!(it.figure, Figure::Date(_)));
        if part != PartName::Measures || dated() {
            continue;
        }
        for (spot, hit) in case.hits_in(ListName::Vague, &spot, words) {
            let title = format!("`{}` in a measure names no day", hit.text);
            marks.add(Mark::new(spot, title));
        }
    }
}

fn concrete(case: &Case<'_>, measure: &Measure, spot: &Spot, words: &Words, marks: &mut Marks) {
    let wording = measure.text.get(case.reading.language).map(|wording| wording.text.trim());
    let first = words.text.lines().next().unwrap_or_default();
    let spot = spot.clone().narrowed(0..first.len());
    let named = words.values.iter().any(|value| {
        words
            .text
            .get(value.clone())
            .is_some_and(|value| case.status_words().all(|word| word != value))
    });
    if !named && !words.text.contains(|c: char| c.is_ascii_digit()) {
        let title = "a measure names nobody, no day and no number";
        marks.add(Mark::new(spot.clone(), title));
    }
    // Whole sentences have their verb. Of a headline it is known only when the list holds it.
    let whole =
        wording.is_none_or(|text| text.ends_with(['.', '!', '?', '。', '！', '？', '；', ';']));
    if !whole && case.hits_in(ListName::Measure, &spot, words).next().is_none() {
        let title = format!("`{first}` does not say what is done");
        marks.add(Mark::new(spot, title).hint("write a sentence: who does what"));
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName::Measures;
    use crate::lint::tests::{BRIEF, letter, pointed, titles};

    fn found(language: &str, text: &str, brief: &str) -> Vec<String> {
        titles("L-03", &letter(language, &[(Measures, text)]), brief)
    }

    #[test]
    fn l03_a_measure_without_who_when_or_how_much_is_found() {
        for (language, text) in [
            ("en", "We are checking every open order and setting its new delivery date."),
            ("zh-CN", "逐张检查未交订单，确定新的交期。"),
            ("zh-TW", "逐張清查未交訂單，訂出新的交期。"),
        ] {
            assert_eq!(
                found(language, text, BRIEF),
                ["a measure names nobody, no day and no number"]
            );
        }
    }

    #[test]
    fn l03_a_headline_without_a_verb_is_found() {
        for (language, from, to) in [
            (
                "en",
                "We are checking every open order and setting its new delivery date.",
                "Crisis team in Taichung",
            ),
            ("zh-CN", "逐张检查未交订单，确定新的交期。", "质量提升方案"),
            ("zh-TW", "逐張清查未交訂單，訂出新的交期。", "品質提升方案"),
        ] {
            let brief = BRIEF.replace(from, to);
            let own = format!("{to}\n4 December 2026");
            assert_eq!(
                found(language, &own, &brief),
                [format!("`{to}` does not say what is done")]
            );
        }
    }

    #[test]
    fn l03_words_that_name_no_day_are_found_where_no_date_stands() {
        for (language, text, words) in [
            ("en", "We deliver 3 lots as soon as possible.", "as soon as possible"),
            ("zh-CN", "尽快交付3批货物。", "尽快"),
            ("zh-TW", "盡快交付3批貨物。", "盡快"),
        ] {
            let reading = letter(language, &[(Measures, text)]);
            let marks = crate::lint::tests::marks("L-03", &reading, BRIEF);
            assert_eq!(
                marks.iter().map(|mark| pointed(&reading, mark)).collect::<Vec<_>>(),
                [words]
            );
        }
    }

    #[test]
    fn l03_concrete_measures_are_not() {
        for (language, text) in [
            (
                "en",
                "We are checking every open order and setting its new delivery date.\nby 24 November 2026",
            ),
            ("en", "Soon after 4 December 2026 the line runs."),
            ("zh-CN", "逐张检查未交订单，确定新的交期。\n期限：2026年11月24日。"),
            ("zh-CN", "安排3个班次，逐单核对。"),
            ("zh-TW", "逐張清查未交訂單，訂出新的交期。\n期限：2026年11月24日。"),
            ("zh-TW", "安排3個班次，逐單核對。"),
        ] {
            assert!(found(language, text, BRIEF).is_empty(), "{text}");
        }
        let holding = BRIEF.replace("phase = \"letter\"", "phase = \"holding\"");
        assert!(found("en", "We act as soon as possible.", &holding).is_empty());
    }
}
