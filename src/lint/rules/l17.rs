use crate::diagnostic::Severity;
use crate::lint::list_name::ListName;
use crate::lint::rule::Rule;
use crate::lint::stretch::{StretchCase, Suspect};

/// Left over from a test or a draft, or from a machine that wrote it (I-08, I-25, G-03).
pub(super) const RULE: Rule = Rule::new("L-17", Severity::Error).locked().on_stretch(check);

fn check(case: &StretchCase<'_>, suspects: &mut Vec<Suspect>) {
    suspects.extend(case.lists.find_in(ListName::Residue, case.text).map(|hit| {
        let title = format!("`{}` is left over from a test or a draft", hit.text);
        Suspect::new(hit.span, title)
    }));
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::suspects;

    #[test]
    fn l17_what_a_test_or_a_draft_leaves_behind_is_found() {
        for (language, text, words) in [
            ("en", "This is a test. Please ignore it.", "This is a test"),
            ("en", "DRAFT for the board, 20 November", "DRAFT"),
            ("zh-CN", "这是测试，请忽略。", "这是测试"),
            ("zh-CN", "致伙伴的公开信（草稿）", "草稿"),
            ("zh-TW", "這是測試，請忽略。", "這是測試"),
            ("zh-TW", "致夥伴的公開信（草稿）", "草稿"),
        ] {
            assert_eq!(suspects("L-17", language, text), [words], "{text}");
        }
    }

    /// Thousands were sent a mail that was called an integration test (I-08).
    #[test]
    fn i08_an_integration_test_does_not_leave() {
        assert_eq!(suspects("L-17", "en", "Integration Test Email #1"), ["Integration Test"]);
    }

    #[test]
    fn l17_tests_that_a_letter_is_about_are_not() {
        for (language, text) in [
            ("en", "We test every bearing before it leaves, and the test report is yours."),
            ("en", "We will send you the draft contract. Please do not send money."),
            ("zh-CN", "我们对每一套轴承进行测试，测试报告随货附上。"),
            ("zh-CN", "请勿发送验证码给任何人。"),
            ("zh-TW", "我們對每一套軸承進行測試，測試報告隨貨附上。"),
            ("zh-TW", "請勿發送驗證碼給任何人。"),
        ] {
            assert_eq!(suspects("L-17", language, text), [""; 0], "{text}");
        }
    }
}
