use crate::diagnostic::Severity;
use crate::letter::Words;
use crate::lint::case::Case;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// The letter tells how to check that it is real, without a click (E-20). That the leader's letter lacks such a text
/// in the brief is told where the brief is read.
pub(super) const RULE: Rule = Rule::new("L-36", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    let given = case.brief.verification.as_ref();
    let at = given.and_then(|text| case.position(text)).map(|(at, _)| at);
    let mut found = false;
    for (number, (spot, _, words)) in case.passages().enumerate() {
        let speaks =
            at == Some(number) || case.lists.find(ListName::Verify, words).next().is_some();
        if !speaks {
            continue;
        }
        found = true;
        if !names_a_way(case, words) {
            let title = "the letter asks to be checked, and names no page and no number for it";
            marks.add(Mark::new(spot.clone(), title));
        }
        for (spot, hit) in case.hits_in(ListName::Click, &spot, words) {
            let title = format!("`{}` asks for the very thing that fraud asks for", hit.text);
            marks.add(Mark::new(spot, title));
        }
    }
    let told = given.is_none() && case.is_letter();
    if !found && !told {
        let title = "nothing in the letter says how to tell that it is real";
        let hint = match given {
            Some(_) => "let the template print `brief.verification`",
            None => {
                "add `[verification]` to the brief, with a page or a number that partners already know"
            }
        };
        marks.add(Mark::new(Spot::Letter, title).hint(hint));
    }
}

/// A page, by its address, or words for a page or a number; a value counts as either.
fn names_a_way(case: &Case<'_>, words: &Words) -> bool {
    let address = words.text.match_indices('.').any(|(at, _)| {
        let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        joined(words.text[..at].chars().next_back()) && joined(words.text[at + 1..].chars().next())
    });
    address
        || !words.values.is_empty()
        || case.lists.find(ListName::Official, words).next().is_some()
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName::Footer;
    use crate::lint::tests::{BRIEF, letter, titles};

    fn found(language: &str, text: &str, brief: &str) -> Vec<String> {
        titles("L-36", &letter(language, &[(Footer, text)]), brief)
    }

    #[test]
    fn l36_a_letter_that_cannot_be_checked_is_found() {
        let holding = BRIEF.replace("phase = \"letter\"", "phase = \"holding\"");
        let without = holding.split("[verification]").next().unwrap();
        for (language, text) in
            [("en", "18 Lingchuan Road"), ("zh-CN", "岭川路18号"), ("zh-TW", "嶺川路18號")]
        {
            for brief in [BRIEF, without] {
                assert_eq!(
                    found(language, text, brief),
                    ["nothing in the letter says how to tell that it is real"]
                );
            }
        }
    }

    #[test]
    fn l36_a_click_and_a_way_that_is_not_named_are_found() {
        for (language, text, word) in [
            ("en", "To verify this letter, click here: www.lingchuan.example.", "click here"),
            ("zh-CN", "如需核实此信真伪，请点击 www.lingchuan.example。", "点击"),
            ("zh-TW", "如需確認此信真偽，請點擊 www.lingchuan.example。", "點擊"),
        ] {
            let title = format!("`{word}` asks for the very thing that fraud asks for");
            assert_eq!(found(language, text, BRIEF), [title]);
        }
        for (language, text) in [
            ("en", "Please verify this letter with care."),
            ("zh-CN", "请注意核实此信真伪。"),
            ("zh-TW", "請注意確認此信真偽。"),
        ] {
            let title = "the letter asks to be checked, and names no page and no number for it";
            assert_eq!(found(language, text, BRIEF), [title]);
        }
    }

    #[test]
    fn l36_a_page_or_a_number_that_is_known_is_not() {
        for (language, text) in [
            (
                "en",
                "To check that this letter is ours, visit www.lingchuan.example/notices or call the number on any earlier delivery note.",
            ),
            (
                "en",
                "Verify this letter by the number on your last invoice; never click a link for it.",
            ),
            (
                "zh-CN",
                "如需核实此信真伪，请自行打开 www.lingchuan.example/notices，或拨打您手中送货单上的电话。",
            ),
            ("zh-CN", "如需核实本信，请拨打合同上的电话，请勿点击任何链接。"),
            (
                "zh-TW",
                "如需確認此信真偽，請自行開啟 www.lingchuan.example/notices，或撥打您手邊出貨單上的電話。",
            ),
            ("zh-TW", "如需確認此信真偽，請撥打合約上的電話，請勿點擊任何連結。"),
        ] {
            assert!(found(language, text, BRIEF).is_empty(), "{text}");
        }
        let without = BRIEF.split("[verification]").next().unwrap();
        assert!(
            found("en", "18 Lingchuan Road", without).is_empty(),
            "the brief's reader has told it"
        );
    }
}
