use crate::diagnostic::Severity;
use crate::letter::PartName;
use crate::lint::case::{Case, PARAGRAPHS};
use crate::lint::found::Found;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// Worn phrases: more than two, or one at the opening (T-17, I-28).
pub(super) const RULE: Rule = Rule::new("L-22", Severity::Warning).on_wording(check);

/// So many may pass, if none opens the letter.
const MOST: usize = 2;

fn check(case: &Case<'_>, marks: &mut Marks) {
    let subject = (Spot::subject(&case.reading.subject), &case.reading.subject);
    let prose = case
        .passages()
        .filter(|(_, part, _)| *part == PartName::Greeting || PARAGRAPHS.contains(part))
        .map(|(spot, _, words)| (spot, words));
    let found = case.found_in(ListName::Cliche, std::iter::once(subject).chain(prose));
    let first = case.sentences().into_iter().next();
    let opens = |found: &Found<'_>| match (&found.spot, &first) {
        (Spot::Subject(_), _) => true,
        (Spot::Passage(at, _), Some(first)) => match &first.spot {
            Spot::Passage(first_at, _) if first_at == at => found.span.start < first.span.end,
            // Before the first paragraph stands the greeting.
            Spot::Passage(first_at, _) => at < first_at,
            _ => false,
        },
        _ => false,
    };
    let count = found.len();
    for found in found {
        let words = found.text();
        if opens(&found) {
            let title = format!("`{words}` opens the letter with a worn phrase");
            marks.add(Mark::new(found.spot, title));
        } else if count > MOST {
            let title = format!("`{words}` is one of {count} worn phrases");
            marks.add(Mark::new(found.spot, title));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName;
    use crate::lint::tests::{BRIEF, fires, marks, reading, silent};

    fn count(language: &str, text: &str) -> usize {
        marks("L-22", &reading(language, PartName::Situation, text), BRIEF).len()
    }

    #[test]
    fn l22_more_than_two_worn_phrases_are_found() {
        assert_eq!(
            count(
                "en",
                "A furnace failed. Now more than ever we need you. Safety is our top priority. We take this very \
                 seriously."
            ),
            3
        );
        assert_eq!(count("zh-CN", "设备故障。我们高度重视，万众一心，砥砺前行。"), 3);
        assert_eq!(count("zh-TW", "設備故障。我們高度重視，萬眾一心，砥礪前行。"), 3);
    }

    #[test]
    fn l22_two_behind_the_opening_and_plain_words_are_not() {
        silent("L-22", "en", "A furnace failed. We are committed to you, now more than ever.");
        silent(
            "L-22",
            "en",
            "We hope that you and your colleagues are safe. The pump is the new normal model.",
        );
        silent("L-22", "zh-CN", "设备故障。我们高度重视。感谢您一如既往的支持。");
        silent("L-22", "zh-CN", "11月20日，台中钢厂停炉，三条产线降速。");
        silent("L-22", "zh-TW", "設備故障。我們高度重視。感謝您一如既往的支持。");
        silent("L-22", "zh-TW", "11月20日，台中鋼廠停爐，三條產線降速。");
    }

    /// In March 2020 everybody heard from firms that hoped to find them well in unprecedented times.
    #[test]
    fn i28_a_worn_phrase_that_opens_the_letter_is_found() {
        fires(
            "L-22",
            "en",
            "I hope this message finds you well. A furnace failed.",
            "hope this message finds you well",
        );
        fires(
            "L-22",
            "en",
            "In these unprecedented times, we write to you.",
            "In these unprecedented times",
        );
        fires("L-22", "zh-CN", "值此特殊时期，我们写信给您。", "值此特殊时期");
        fires("L-22", "zh-CN", "众所周知，疫情仍在蔓延。", "众所周知");
        fires("L-22", "zh-TW", "值此特殊時期，我們寫信給您。", "值此特殊時期");
        fires("L-22", "zh-TW", "眾所周知，疫情仍在蔓延。", "眾所周知");
        for (language, text) in
            [("en", "Hope you are well!"), ("zh-CN", "见信好！"), ("zh-TW", "見信好！")]
        {
            let mut letter = reading(language, PartName::Greeting, text);
            let situation = reading(language, PartName::Situation, "A furnace failed. 设备故障。");
            letter.body.extend(situation.body);
            assert_eq!(marks("L-22", &letter, BRIEF).len(), 1, "{text}");
        }
    }
}
