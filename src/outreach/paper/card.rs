use super::wording::say;
use super::{Line, Papers};
use crate::locale::{self, Language};
use crate::outreach::{Channel, CheckIn, Subject};
use crate::roster::TeamMember;
use serde::Serialize;

/// A check-in on a sheet: its line, and how the page writes it.
#[derive(Serialize)]
pub(super) struct Card {
    #[serde(flatten)]
    pub(super) line: Line,
    /// `10:30–11:00`.
    span: String,
    /// The time on the contact's clock, in words.
    pub(super) their_time: Option<String>,
    latest_words: String,
    /// The language of the name and the position, where it is not that of the sheet.
    name_lang: Option<&'static str>,
    position_lang: Option<&'static str>,
    account_lang: Option<&'static str>,
    /// What a telephone dials.
    tel: Option<String>,
    mailto: Option<String>,
    /// Said when somebody is to be called whose number nobody knows.
    no_phone: bool,
    pub(super) gift: Option<String>,
    /// Whether two people speak with each other, so that there is an outcome to tick.
    is_talk: bool,
    /// What to type once it is done; none for what stands in the roster under no name.
    log: Option<String>,
}

impl Papers<'_> {
    /// The cards of an owner, in the owner's language.
    pub(super) fn cards<'c>(
        &self,
        owner: Option<&TeamMember>,
        checks: &[&'c CheckIn],
    ) -> Vec<(&'c CheckIn, Card)> {
        let language = self.language_of(owner);
        checks.iter().map(|check| (*check, self.card(check, language))).collect()
    }

    fn card(&self, check: &CheckIn, language: Language) -> Card {
        let (words, forms) = (self.words(language), self.forms(language));
        let line = self.line(check);
        let zone = self.zone_of(self.member(check.owner));
        let start = check.start.to_zoned_datetime(zone.clone());
        let end = check.end.to_zoned_datetime(zone.clone());
        let latest = check.latest.to_zoned_datetime(zone);
        let from = forms.time(start.time());
        let span = if end > start {
            say(words, "span", &[("from", &from), ("until", &forms.time(end.time()))])
        } else {
            from
        };
        let their_time = self.there(check, &start).map(|there| {
            let key = if there.date() == start.date() { "their_time" } else { "their_day" };
            let (time, zone) = (forms.time(there.time()), forms.zone(&there));
            let day = forms.weekday_date(there.date());
            say(words, key, &[("time", &time), ("zone", &zone), ("day", &day)])
        });
        let time = forms.time(latest.time());
        let latest = if latest.date() == start.date() {
            time
        } else {
            format!("{} {time}", forms.weekday_date(latest.date()))
        };
        let theirs = self.contact(check.subject).map(|(contact, _)| contact.language);
        let gift = self.gift(check, language).map(|(resource, quantity, unit)| {
            let quantity = forms.number(i64::from(quantity));
            let values = [("quantity", quantity.as_str()), ("unit", unit), ("resource", resource)];
            // A resource may have no unit.
            say(words, "units", &values).replace("  ", " ")
        });
        let other = |text: &str| other_language(text, language, theirs);
        Card {
            span,
            their_time,
            latest_words: say(words, "latest", &[("time", &latest)]),
            name_lang: other(&line.whom),
            position_lang: other(&line.position),
            account_lang: other(&line.account),
            tel: dialled(&line.phone),
            mailto: (!line.email.is_empty()).then(|| address(&line.email)),
            no_phone: line.phone.is_empty()
                && check.channel == Channel::Phone
                && matches!(check.subject, Subject::Contact(_)),
            gift,
            is_talk: check.channel.is_talk() && matches!(check.subject, Subject::Contact(_)),
            log: log_command(check, &line),
            line,
        }
    }
}

/// The command that records what came of a check-in; none for writing that goes to many at once.
pub(super) fn log_command(check: &CheckIn, line: &Line) -> Option<String> {
    if matches!(check.subject, Subject::Readers(_)) {
        return None;
    }
    // The second time of a repeated action has `.2` behind its id.
    let first = format!("{}.{}.", line.action, line.whom_id);
    let turn = line.id.strip_prefix(&first).map(|turn| format!("--turn {turn}"));
    let owner = line.owner_id.as_ref().map(|owner| format!("--by {owner}"));
    let outcome = match (check.channel.is_talk(), check.action.channel.is_talk()) {
        (true, _) => "reached",
        // A message in place of a call that nobody answered does not close the call.
        (false, true) => "left-message",
        (false, false) => "done",
    };
    let parts = [
        Some(format!("hearten log {} --action {}", line.whom_id, line.action)),
        turn,
        owner,
        Some(format!("--outcome {outcome} --note \"…\"")),
    ];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// The language of a text that is not in that of the sheet around it, so that the right font and
/// voice are taken. Only Han is told apart, and whose Han it is by the person's language.
fn other_language(text: &str, around: Language, theirs: Option<Language>) -> Option<&'static str> {
    let own = match theirs {
        Some(theirs) if theirs.is_chinese() => theirs.tag(),
        _ => "zh",
    };
    (text.contains(locale::is_han) && !around.is_chinese()).then_some(own)
}

/// What a telephone dials (RFC 3966): the digits, with an extension behind them; none when the text
/// says something else.
fn dialled(phone: &str) -> Option<String> {
    let lower = phone.to_lowercase();
    let (number, extension) = ["ext.", "ext", "x", "转", "轉", "#"]
        .into_iter()
        .find_map(|mark| lower.split_once(mark))
        .map_or((lower.as_str(), None), |(number, extension)| (number, Some(extension)));
    // The zero in brackets is dialled inside a country only.
    let number = number.replace("(0)", "");
    let is_odd = |c: char| !(c.is_ascii_digit() || " +-()./\u{a0}".contains(c));
    if number.contains(is_odd) {
        return None;
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let own = digits(&number);
    if own.len() < 3 {
        return None;
    }
    let plus = if number.trim_start().starts_with('+') { "+" } else { "" };
    let extension = extension.map(digits).filter(|extension| !extension.is_empty());
    let extension = extension.map_or(String::new(), |extension| format!(";ext={extension}"));
    Some(format!("{plus}{own}{extension}"))
}

/// An address as a link takes it (RFC 6068).
fn address(email: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@.-_~+!$'*".contains(&byte);
    let bytes = email.bytes().map(|byte| match byte {
        plain if is_plain(plain) => char::from(plain).to_string(),
        other => format!("%{other:02X}"),
    });
    bytes.collect()
}

#[cfg(test)]
mod tests {
    use super::{address, dialled, other_language};
    use crate::locale::Language;

    #[test]
    fn telephones_dial_what_people_write() {
        let dial = |text: &str| dialled(text).unwrap_or_default();
        assert_eq!(dial("+86 512 0555 0101"), "+8651205550101");
        assert_eq!(dial("+49 (0)30 / 555-77"), "+493055577");
        assert_eq!(dial("021 5550 0117 转 205"), "02155500117;ext=205");
        assert_eq!(dial("+1 212 555 0100 ext. 7"), "+12125550100;ext=7");
        for text in ["", "ask at the gate", "n/a", "12"] {
            assert_eq!(dialled(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_cannot_add_a_field_to_a_link() {
        assert_eq!(address("o'neil+x@a.example"), "o'neil+x@a.example");
        assert_eq!(address("a?cc=b&c@a.example"), "a%3Fcc%3Db%26c@a.example");
    }

    #[test]
    fn han_outside_a_chinese_sheet_is_marked() {
        let zh = Some(Language::ZhTw);
        assert_eq!(other_language("簡文昭", Language::En, zh), Some("zh-TW"));
        assert_eq!(other_language("簡文昭", Language::En, Some(Language::En)), Some("zh"));
        assert_eq!(other_language("簡文昭", Language::ZhCn, zh), None);
        assert_eq!(other_language("Anna", Language::En, None), None);
    }
}
