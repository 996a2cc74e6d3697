use crate::diagnostic::Severity;
use crate::letter::PartName;
use crate::lint::case::Case;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// Fewer digits are no number that can be dialled.
const DIALLED: usize = 7;

/// The letter opens a dialogue (S-30): it gives a number or an address that a person answers, and does not ask for
/// silence. The address that answers go to is seen to where the settings are read (E-16).
pub(super) const RULE: Rule = Rule::new("L-08", Severity::Error).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    let contact = case.brief.contact.as_ref();
    let own = contact.into_iter().flat_map(|it| [&it.phone, &it.email]).flatten();
    let stands = |words: &str| case.passages().any(|(_, _, own)| own.text.contains(words));
    let another = || {
        let inner = case
            .passages()
            .filter(|(_, part, _)| !matches!(part, PartName::Title | PartName::Footer));
        inner
            .into_iter()
            .any(|(_, _, words)| holds_address(&words.text) || holds_number(&words.text))
    };
    let own: Vec<&String> = own.collect();
    if !own.iter().any(|it| stands(it)) && !another() {
        let title = "the letter gives no number and no address that somebody answers";
        marks.add(Mark::new(Spot::Part(PartName::Appeal), title));
    }
    for address in own.iter().filter(|it| it.contains('@') && is_mute(it)) {
        for (spot, words) in case.everything() {
            if let Some(at) = words.text.find(address.as_str()) {
                let title = format!("`{address}` is an address that nobody reads");
                marks.add(Mark::new(spot.narrowed(at..at + address.len()), title));
            }
        }
    }
    for (spot, _, words) in case.passages() {
        for (spot, hit) in case.hits_in(ListName::NoReply, &spot, words) {
            marks.add(Mark::new(spot, format!("`{}` closes the door", hit.text)));
        }
    }
}

fn is_mute(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default().to_ascii_lowercase();
    let bare: String = local.chars().filter(char::is_ascii_alphanumeric).collect();
    bare.starts_with("noreply") || bare.starts_with("donotreply")
}

fn holds_address(text: &str) -> bool {
    let spelled = |c: char| c.is_ascii_alphanumeric();
    text.match_indices('@')
        .any(|(at, _)| text[..at].ends_with(spelled) && text[at + 1..].starts_with(spelled))
}

/// Seven digits or more, with nothing between them but what stands in a number to dial.
fn holds_number(text: &str) -> bool {
    let mut digits = 0;
    for c in text.chars() {
        match c {
            '0'..='9' => digits += 1,
            ' ' | '-' | '(' | ')' | '+' | '/' | '\u{a0}' => {}
            _ => digits = 0,
        }
        if digits >= DIALLED {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName::{Appeal, Footer};
    use crate::lint::tests::{BRIEF, fires, letter, silent, titles};

    #[test]
    fn l08_i25_a_letter_that_names_nobody_to_turn_to_is_found() {
        for (language, text) in [
            ("en", "We are here for you on 20 November 2026."),
            ("en", "Please reach out to whoever you trust."),
            ("zh-CN", "我们始终与您在一起。"),
            ("zh-CN", "如有需要，请联系我们。"),
            ("zh-TW", "我們始終與您在一起。"),
            ("zh-TW", "如有需要，請聯絡我們。"),
        ] {
            let parts = [(Appeal, text), (Footer, "18 Lingchuan Road, +86 512 0555 0100")];
            let found = titles("L-08", &letter(language, &parts), BRIEF);
            assert_eq!(found, ["the letter gives no number and no address that somebody answers"]);
        }
    }

    #[test]
    fn l08_a_closed_door_is_found() {
        fires(
            "L-08",
            "en",
            "Call +886 4 5550 0199. Please do not reply to this e-mail.",
            "do not reply to this",
        );
        fires("L-08", "zh-CN", "请致电 +886 4 5550 0199，请勿回复本邮件。", "请勿回复本");
        fires("L-08", "zh-TW", "請致電 +886 4 5550 0199，請勿回覆本郵件。", "請勿回覆本");
        let brief = BRIEF.replace("partners@lingchuan.example", "no-reply@lingchuan.example");
        let reading = letter("en", &[(Appeal, "Write to no-reply@lingchuan.example.")]);
        assert_eq!(
            titles("L-08", &reading, &brief),
            ["`no-reply@lingchuan.example` is an address that nobody reads"]
        );
    }

    #[test]
    fn l08_a_number_or_an_address_is_enough() {
        for language in ["en", "zh-CN", "zh-TW"] {
            silent("L-08", language, "+886 4 5550 0199");
            silent("L-08", language, "peng.jiahe@lingchuan.example");
        }
        silent(
            "L-08",
            "en",
            "Your account manager: Li Na, 0512 555-0107. If somebody asks for a password, do not reply to them.",
        );
        silent("L-08", "zh-CN", "您的客户经理电话 0512-55500107。可疑邮件请勿回复。");
    }
}
