use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::clarity::{bounds, length_of, measure};
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// The letter is long enough to say what it must, and short enough to be read (domain 2.6, T-17).
pub(super) const RULE: Rule = Rule::new("L-13", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    let (count, unit, (least, most)) = (length_of(case), measure(case), bounds(case));
    if count > most {
        let title = format!("the letter has {count} {unit}, and {most} are enough");
        marks.add(Mark::new(Spot::Letter, title));
    } else if count < least {
        let title = format!("the letter has {count} {unit} only, and needs {least}");
        let hint =
            "say what happened, what it means for the reader, what is done, and what is asked";
        marks.add(Mark::new(Spot::Letter, title).hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName::{Footer, Measures};
    use crate::lint::tests::{BRIEF, letter, titles};

    fn found(language: &str, word: &str, times: usize, brief: &str) -> Vec<String> {
        let text = word.repeat(times);
        titles(
            "L-13",
            &letter(language, &[(Measures, &text), (Footer, &"foot ".repeat(900))]),
            brief,
        )
    }

    #[test]
    fn l13_too_long_and_too_short_are_found() {
        assert_eq!(
            found("en", "word ", 451, BRIEF),
            ["the letter has 451 words, and 450 are enough"]
        );
        assert_eq!(
            found("en", "word ", 149, BRIEF),
            ["the letter has 149 words only, and needs 150"]
        );
        for (language, word) in [("zh-CN", "这，"), ("zh-TW", "這，")] {
            assert_eq!(
                found(language, word, 901, BRIEF),
                ["the letter has 901 characters, and 900 are enough"]
            );
            assert_eq!(
                found(language, word, 299, BRIEF),
                ["the letter has 299 characters only, and needs 300"]
            );
        }
        let holding = BRIEF.replace("phase = \"letter\"", "phase = \"holding\"");
        assert_eq!(found("en", "word ", 121, &holding).len(), 1);
        assert_eq!(found("zh-CN", "这", 251, &holding).len(), 1);
        assert_eq!(found("zh-TW", "這", 251, &holding).len(), 1);
    }

    #[test]
    fn l13_the_borders_themselves_are_not() {
        let holding = BRIEF.replace("phase = \"letter\"", "phase = \"holding\"");
        for (language, word, bounds, short) in [
            ("en", "word ", [150, 450], 120),
            ("zh-CN", "这", [300, 900], 250),
            ("zh-TW", "這", [300, 900], 250),
        ] {
            for times in bounds {
                assert!(found(language, word, times, BRIEF).is_empty(), "{language} {times}");
            }
            assert!(found(language, word, short, &holding).is_empty());
            assert!(found(language, word, 3, &holding).is_empty());
        }
    }
}
