use crate::diagnostic::{Severity, Span};
use crate::lint::list_name::ListName;
use crate::lint::opened::Field;
use crate::lint::rule::Rule;
use crate::lint::stretch::{StretchCase, Suspect};

/// Left over from a test or a draft, or from a machine that wrote it (I-08, I-25, G-03).
pub(super) const RULE: Rule = Rule::new("L-17", Severity::Error).locked().on_stretch(check);

fn check(case: &StretchCase<'_>, suspects: &mut Vec<Suspect>) {
    if matches!(case.field, Field::Subject | Field::Shown)
        && let Some(span) = lone_test(case.text)
    {
        let title = format!("`{}` is left over from a test", &case.text[span.clone()]);
        suspects.push(Suspect::new(span, title));
    }
    suspects.extend(case.lists.find_in(ListName::Residue, case.text).map(|hit| {
        let title = format!("`{}` is left over from a test or a draft", hit.text);
        Suspect::new(hit.span, title)
    }));
}

/// A line or a sentence of nothing but *test*, or the word in capitals.
fn lone_test(text: &str) -> Option<Span> {
    const TESTS: [&str; 5] = ["test", "testing", "测试", "測試", "測試中"];
    let ends = ['.', '!', '。', '！', '\n', '，', ','];
    let mut at = 0;
    for piece in text.split_inclusive(ends) {
        let start = at;
        at += piece.len();
        let words = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let lead = piece.len() - piece.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        if TESTS.contains(&words.to_lowercase().as_str()) {
            return Some(start + lead..start + lead + words.len());
        }
    }
    let whole = |(at, word): (usize, &str)| {
        let beside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
        let alone = !beside(text[..at].chars().next_back())
            && !beside(text[at + word.len()..].chars().next());
        alone.then(|| at..at + word.len())
    };
    text.match_indices("TEST").find_map(whole)
}

#[cfg(test)]
mod tests {
    use super::lone_test;
    use crate::lint::tests::suspects;

    #[test]
    fn l17_the_word_alone_or_in_capitals_is_found() {
        for (text, word) in [
            ("Test.", "Test"),
            ("TEST TEST ignore.", "TEST"),
            ("Lingchuan TEST letter", "TEST"),
            ("测试。", "测试"),
            ("測試！", "測試"),
        ] {
            assert_eq!(lone_test(text).map(|span| &text[span]), Some(word), "{text}");
        }
        for text in
            ["We test each one.", "The TEST-7 rig", "Test results follow.", "测试结果正常。"]
        {
            assert_eq!(lone_test(text), None, "{text}");
        }
    }

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
