use crate::diagnostic::{Severity, Span};
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// Asks for money, secrecy or haste, as fraud does, or names bank details (E-20, T-17).
pub(super) const RULE: Rule = Rule::new("L-24", Severity::Warning).on_wording(check);

/// The number of an account has so many digits at least, and that of a phone is announced otherwise.
const FEWEST_DIGITS: usize = 8;

/// An IBAN has so many characters.
const IBAN: std::ops::RangeInclusive<usize> = 15..=34;

/// What may stand between `account` and its number.
const FILLERS: [&str; 13] =
    ["number", "no.", "is", "are", ":", "：", "#", "号码", "號碼", "号", "號", "为", "為"];

fn check(case: &Case<'_>, marks: &mut Marks) {
    for found in case.found_anywhere(ListName::Bank) {
        if !warns_of(case, &found) {
            add(
                marks,
                found.spot.clone(),
                format!("`{}` tells partners to pay elsewhere", found.text()),
            );
        }
    }
    for found in case.found_anywhere(ListName::Account) {
        if let Some(number) = number_behind(&found) {
            let title =
                format!("`{}` names an account to pay to", &found.words.text[number.clone()]);
            add(marks, found.spot.clone().narrowed(number), title);
        }
    }
    for found in case.found_anywhere(ListName::Fraud) {
        if !warns_of(case, &found) {
            marks.add(Mark::new(
                found.spot.clone(),
                format!("`{}` sounds like fraud", found.text()),
            ));
        }
    }
}

fn add(marks: &mut Marks, spot: Spot, title: String) {
    let mark = Mark::new(spot, title).weighs(Severity::Error).hint(
        "leave bank details out of this letter; tell a change by contract and by a call to a known number",
    );
    marks.add(mark);
}

/// Whether the letter says that nothing of the kind is asked, or that whoever asks it is not us.
fn warns_of(case: &Case<'_>, found: &Found<'_>) -> bool {
    // *Do not pay to the old account and use the new one* denies the old one only.
    let denied = case.denied(found) && !case.speaks(ListName::Former, found.before());
    denied || case.speaks(ListName::Disowning, found.with_next_sentence())
}

/// The number that an account is announced with, if one follows.
fn number_behind(found: &Found<'_>) -> Option<Span> {
    let text = found.words.text.as_str();
    let mut rest = &text[found.span.end..];
    loop {
        let trimmed = rest.trim_start();
        let lower =
            trimmed.get(..6.min(trimmed.len())).map(str::to_ascii_lowercase).unwrap_or_default();
        let filler = FILLERS
            .iter()
            .find(|filler| trimmed.starts_with(**filler) || lower.starts_with(**filler));
        match filler {
            Some(filler) => rest = &trimmed[filler.len()..],
            None => {
                rest = trimmed;
                break;
            }
        }
    }
    let start = text.len() - rest.len();
    let run = rest
        .char_indices()
        .find(|(_, c)| !(c.is_ascii_digit() || c.is_ascii_uppercase() || matches!(c, ' ' | '-')))
        .map_or(rest.len(), |(at, _)| at);
    let number = rest[..run].trim_end_matches([' ', '-']);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    (digits >= FEWEST_DIGITS || is_iban(number)).then(|| start..start + number.len())
}

/// Whether the check digits of an IBAN are right (ISO 13616).
fn is_iban(number: &str) -> bool {
    let packed: Vec<u8> = number.bytes().filter(u8::is_ascii_alphanumeric).collect();
    if !IBAN.contains(&packed.len()) {
        return false;
    }
    let rest = packed[4..].iter().chain(&packed[..4]).fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte.to_ascii_uppercase() - b'A') + 10) % 97,
    });
    rest == 1
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::letter::PartName;
    use crate::lint::tests::{BRIEF, fires, marks, reading, silent};

    fn weights(language: &str, text: &str) -> Vec<Option<Severity>> {
        let letter = reading(language, PartName::Appeal, text);
        marks("L-24", &letter, BRIEF).iter().map(|mark| mark.severity).collect()
    }

    #[test]
    fn l24_new_bank_details_are_an_error() {
        for (language, text) in [
            ("en", "Our bank details have changed; please do not use the old account."),
            ("en", "Please do not pay into the old account and use our new bank account."),
            ("en", "Please pay to the following account."),
            ("zh-CN", "我们的收款账户变更，请勿汇至原账户。"),
            ("zh-CN", "请勿付至原账户而是汇入以下账户。"),
            ("zh-CN", "今后货款请汇至新收款账户。"),
            ("zh-TW", "我們的收款帳戶變更，請勿匯至原帳戶。"),
            ("zh-TW", "請勿付至原帳戶而是匯入以下帳戶。"),
            ("zh-TW", "今後貨款請匯入新收款帳戶。"),
        ] {
            let found = weights(language, text);
            assert!(!found.is_empty(), "{text}");
            assert!(
                found.iter().all(|weight| *weight == Some(Severity::Error)),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn l24_the_number_of_an_account_is_found_even_as_a_value() {
        fires("L-24", "en", "IBAN: DE89 3704 0044 0532 0130 00.", "DE89 3704 0044 0532 0130 00");
        fires("L-24", "en", "Our account number is 400 123 4567 8901 today.", "400 123 4567 8901");
        fires("L-24", "zh-CN", "账号：6222 0202 0001 1234。", "6222 0202 0001 1234");
        fires("L-24", "zh-TW", "帳號：0123-456-789012。", "0123-456-789012");
        let mut letter = reading("en", PartName::Footer, "IBAN DE89370400440532013000");
        letter.body[0].1.values.push(5..27);
        assert_eq!(marks("L-24", &letter, BRIEF).len(), 1);
    }

    #[test]
    fn l24_what_else_fraud_sounds_like_is_a_warning() {
        for (language, text) in [
            ("en", "Please buy gift cards for the families."),
            ("en", "Keep this confidential and make an urgent payment."),
            ("zh-CN", "请点击验证您的身份。"),
            ("zh-CN", "请立即付款，并请保密。"),
            ("zh-TW", "請點擊驗證您的身分。"),
            ("zh-TW", "請立即付款，並請保密。"),
        ] {
            let found = weights(language, text);
            assert!(!found.is_empty() && found.iter().all(Option::is_none), "{text}: {found:?}");
        }
    }

    #[test]
    fn l24_a_letter_that_says_that_nothing_has_changed_is_silent() {
        for text in [
            "Our bank details have not changed.",
            "We have not changed our bank details, and we never ask for it by letter.",
            "There is no change of bank details.",
            "We will never ask you to pay into a new bank account.",
            "If a message names new bank details, it is not from us.",
            "Somebody may send you new payment details. Such a message is not from us.",
            "Please ignore any message about a new bank account and call us on +86 512 5550 0199.",
            "Names and IBAN numbers of 214 people could be seen; call +49 89 5550 0199 with questions.",
            "You will never have to confirm your password by a link.",
            "Your customer account number 10023456 stays as it is.",
        ] {
            silent("L-24", "en", text);
        }
    }

    #[test]
    fn l24_chinese_letters_that_warn_of_fraud_are_silent() {
        for (simplified, traditional) in [
            ("我们的收款账户没有变更。", "我們的收款帳戶沒有變更。"),
            ("我们不会变更收款账户。", "我們不會變更收款帳戶。"),
            ("凡称收款账户变更的通知，均非我们所发。", "凡稱收款帳戶變更的通知，均非我們所發。"),
            ("关于收款账户变更的消息不实。", "關於收款帳戶變更的消息不實。"),
            ("我们绝不会向您索要验证码。", "我們絕不會向您索要驗證碼。"),
            ("请用新账号登录门户。", "請用新帳號登入入口網站。"),
            (
                "如有人要求汇至新收款账户，请致电0512 5550 0199核实，切勿付款。",
                "若有人要求匯至新收款帳戶，請致電02 5550 0199查證，切勿付款。",
            ),
        ] {
            silent("L-24", "zh-CN", simplified);
            silent("L-24", "zh-TW", traditional);
        }
    }

    #[test]
    fn l24_a_no_to_something_else_denies_no_account() {
        for (language, text) in [
            ("en", "To avoid delays please use our new bank account."),
            ("en", "Do not hesitate to pay to our new bank account."),
            ("zh-CN", "为避免延误请汇至新收款账户。"),
            ("zh-CN", "因系统停止服务请汇入以下账户。"),
            ("zh-TW", "為避免延誤請匯至新收款帳戶。"),
            ("zh-TW", "因系統停止服務請匯入以下帳戶。"),
        ] {
            assert!(!weights(language, text).is_empty(), "{text}");
        }
        for (language, text) in [
            ("en", "Never pay to a new bank account without calling us."),
            ("en", "Do not believe anybody who sends you new payment details."),
            ("zh-CN", "请勿向新收款账户付款。"),
            ("zh-CN", "请勿相信收款账户变更的通知。"),
            ("zh-TW", "請勿向新收款帳戶付款。"),
            ("zh-TW", "請勿相信收款帳戶變更的通知。"),
        ] {
            silent("L-24", language, text);
        }
    }
}
