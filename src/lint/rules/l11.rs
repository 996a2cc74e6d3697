use crate::diagnostic::Severity;
use crate::letter::PartName;
use crate::lint::case::Case;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// Feels with the reader in the first third of the letter (T-01).
pub(super) const RULE: Rule = Rule::new("L-11", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    // The holding note has room for facts only (T-13); its template leaves the feeling to the letter.
    if !case.is_letter() {
        return;
    }
    let length: usize = case.paragraphs().map(|(_, _, words)| words.text.chars().count()).sum();
    let mut before = 0;
    let mut first = None;
    for (spot, _, words) in case.paragraphs() {
        let found = case.found_in(ListName::Empathy, std::iter::once((spot, words)));
        if let Some(found) = found.into_iter().next() {
            // A sentence counts from where it begins: the word for the feeling may close it.
            let at = before + words.text[..found.sentence().start].chars().count();
            first = Some((at, found));
            break;
        }
        before += words.text.chars().count();
    }
    match first {
        Some((at, _)) if at * 3 <= length => {}
        Some((_, found)) => marks.add(Mark::new(
            found.spot.clone(),
            format!(
                "`{}` is the first word for the reader's feelings, and it comes late",
                found.text()
            ),
        )),
        None if length > 0 => marks.add(Mark::new(
            Spot::Part(PartName::Situation),
            "no word of the letter feels with the reader",
        )),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName;
    use crate::lint::tests::{BRIEF, fires, marks, reading, silent};

    const REST: &str = "The mill has stopped. Our stock lasts until 4 December, and every date up to then \
        stands. The second mill sends 240 tonnes on 9 December. You have the new dates by Tuesday.";
    const CHINESE: &str = "钢厂已停炉。库存可用到12月4日，此前的交期全部有效。第二家钢厂12月9日发出240吨钢材。周二之前，您会收到新的交期。";

    #[test]
    fn l11_a_letter_that_feels_nothing_or_late_is_found() {
        let silent_letter = reading("en", PartName::Situation, REST);
        let found = marks("L-11", &silent_letter, BRIEF);
        assert_eq!(found.len(), 1);
        assert!(found[0].title.contains("no word"), "{found:?}");
        fires("L-11", "en", &format!("{REST} I am sorry."), "sorry");
        assert_eq!(marks("L-11", &reading("zh-CN", PartName::Situation, CHINESE), BRIEF).len(), 1);
        fires("L-11", "zh-CN", &format!("{CHINESE}感谢您的理解。"), "感谢您的理解");
        fires(
            "L-11",
            "zh-TW",
            "鋼廠已停爐。庫存可用到12月4日，此前的交期全部有效。感謝您的體諒。",
            "體諒",
        );
        let bare = reading("zh-TW", PartName::Situation, "鋼廠已停爐。交期全部有效。");
        assert_eq!(marks("L-11", &bare, BRIEF).len(), 1);
    }

    #[test]
    fn l11_an_order_not_to_feel_and_a_plea_to_understand_are_no_feeling() {
        for (language, text) in [
            ("en", "Please do not worry. The mill has stopped."),
            ("en", "We are sorry if anyone was offended."),
            ("zh-CN", "请勿担心。此举不安全，敬请理解。"),
            ("zh-TW", "請勿擔心。此舉不安全，敬請理解。"),
        ] {
            let found = marks("L-11", &reading(language, PartName::Situation, text), BRIEF);
            assert!(found.len() == 1 && found[0].title.contains("no word"), "{text}: {found:?}");
        }
    }

    #[test]
    fn l11_feeling_early_is_what_is_asked() {
        silent("L-11", "en", &format!("The mill has stopped. I understand your worry. {REST}"));
        silent("L-11", "en", &format!("We grieve with the family.\n\n{REST}"));
        silent("L-11", "zh-CN", &format!("钢厂停炉了。我深知这会打乱您的计划。{CHINESE}"));
        silent("L-11", "zh-CN", &format!("给您添了麻烦，心里过意不去。{CHINESE}"));
        silent("L-11", "zh-TW", "我深知這會打亂您的計畫。鋼廠已停爐。庫存可用到12月4日。");
        silent("L-11", "zh-TW", "這份擔憂，我感同身受。鋼廠已停爐，庫存可用到12月4日。");
    }

    #[test]
    fn l11_the_holding_note_is_for_facts() {
        let brief = BRIEF.replace("phase = \"letter\"", "phase = \"holding\"");
        assert!(marks("L-11", &reading("en", PartName::Situation, REST), &brief).is_empty());
    }
}
