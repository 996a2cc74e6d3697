use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// By which part of the letter the reader must have been spoken to, in per cent.
const EARLY: usize = 40;

/// The letter says what it means for its reader (T-06), and speaks to the reader early.
pub(super) const RULE: Rule = Rule::new("L-05", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    if !case.is_letter() {
        return;
    }
    let impact = &case.brief.impact;
    if impact.iter().next().is_some() && !impact.iter().any(|(_, text)| case.says(text)) {
        let title = "the letter does not say what it means for its reader";
        let hint = "let the template print `{{ recipient.impact }}`";
        marks.add(Mark::new(Spot::Letter, title).hint(hint));
    }
    let size: usize = case.paragraphs().map(|(_, _, words)| words.text.chars().count()).sum();
    let mut before = 0;
    for (spot, _, words) in case.paragraphs() {
        if let Some((_, hit)) = case.hits_in(ListName::Reader, &spot, words).next() {
            before += words.text[..hit.span.start].chars().count();
            if before * 100 > size * EARLY {
                let title =
                    format!("the reader is first spoken to in `{}`, late in the letter", hit.text);
                marks.add(Mark::new(spot.narrowed(hit.span), title));
            }
            return;
        }
        before += words.text.chars().count();
    }
    if size > 0 {
        marks.add(Mark::new(Spot::Letter, "the letter never speaks to its reader"));
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName::{Measures, Situation};
    use crate::lint::tests::{BRIEF, letter, titles};

    /// The text of the impact that the brief has for everybody.
    const TEXTS: [(&str, &str, &str, &str); 3] = [
        (
            "en",
            "They may arrive late. You will have the new date for each order by",
            "The mill has stopped its furnace for now.",
            "your",
        ),
        ("zh-CN", "前，您会收到每张订单的新交期。", "钢厂已经停炉，目前没有复产。", "您"),
        ("zh-TW", "前，您會收到每張訂單的新交期。", "鋼廠已經停爐，目前尚未復工。", "您"),
    ];

    #[test]
    fn l05_a_letter_without_the_impact_or_without_its_reader_is_found() {
        for (language, _, other, you) in TEXTS {
            let found = |text: &str| titles("L-05", &letter(language, &[(Situation, text)]), BRIEF);
            assert_eq!(found(other).len(), 2, "{language}");
            assert_eq!(
                found(&format!("{you} {other}")),
                ["the letter does not say what it means for its reader"]
            );
        }
    }

    #[test]
    fn l05_a_reader_who_is_met_late_is_found() {
        for (language, impact, other, _) in TEXTS {
            let parts =
                [(Situation, other), (Situation, other), (Measures, other), (Measures, impact)];
            let found = titles("L-05", &letter(language, &parts), BRIEF);
            assert!(found.len() == 1 && found[0].ends_with("late in the letter"), "{found:?}");
        }
    }

    #[test]
    fn l05_a_letter_that_speaks_to_its_reader_is_not() {
        for (language, impact, other, _) in TEXTS {
            for parts in [
                [(Situation, impact), (Measures, other)],
                [(Situation, other), (Situation, impact)],
            ] {
                let whole = [&parts[..], &[(Measures, other), (Measures, other)]].concat();
                let found = titles("L-05", &letter(language, &whole), BRIEF);
                assert!(found.is_empty(), "{found:?}");
            }
        }
        let holding = BRIEF.replace("phase = \"letter\"", "phase = \"holding\"");
        assert!(
            titles("L-05", &letter("en", &[(Situation, "The mill stopped.")]), &holding).is_empty()
        );
    }
}
