use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// The subject line (E-04).
pub(super) const RULE: Rule = Rule::new("L-34", Severity::Warning).on_wording(check);

/// Beginnings of answers and forwarded mail, which a letter is not.
const ANSWERS: [&str; 9] = [
    "re:",
    "re\u{ff1a}",
    "fw:",
    "fwd:",
    "aw:",
    "\u{56de}\u{590d}\u{ff1a}",
    "\u{8f6c}\u{53d1}\u{ff1a}",
    "\u{56de}\u{8986}\u{ff1a}",
    "\u{8f49}\u{5bc4}\u{ff1a}",
];

fn check(case: &Case<'_>, marks: &mut Marks) {
    let words = &case.reading.subject;
    let text = words.text.trim();
    if text.is_empty() {
        return;
    }
    let whole = || Spot::subject(words);
    let small = text.to_lowercase();
    if let Some(answer) = ANSWERS.iter().find(|answer| small.starts_with(*answer)) {
        let title = format!("`{}` makes the letter look like an answer", &text[..answer.len()]);
        marks.add(Mark::new(whole(), title).weighs(Severity::Error));
    }
    let (count, most, least) =
        if case.chinese() { (text.chars().count(), 45, 6) } else { (text.chars().count(), 78, 10) };
    if count > most {
        marks.add(Mark::new(
            whole(),
            format!("the subject has {count} characters, and {most} are shown everywhere"),
        ));
    } else if count < least {
        marks.add(Mark::new(
            whole(),
            format!("the subject has {count} characters and says too little"),
        ));
    }
    let letters = text.chars().filter(|c| c.is_alphabetic());
    if letters.clone().count() > 5 && letters.clone().all(char::is_uppercase) {
        marks.add(Mark::new(whole(), "the subject is written in capitals"));
    }
    if let Some(c) =
        text.chars().find(|c| matches!(c, '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}'))
    {
        marks.add(Mark::new(whole(), format!("`{c}` stands in the subject")));
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::{PartName, Words};
    use crate::lint::tests::{BRIEF, marks, reading};

    fn said(language: &str, subject: &str) -> Vec<String> {
        let mut letter = reading(language, PartName::Situation, "x");
        letter.subject = Words::plain(subject);
        marks("L-34", &letter, BRIEF).into_iter().map(|mark| mark.title).collect()
    }

    #[test]
    fn l34_subjects_that_say_too_little_or_shout_are_found() {
        for (language, subject) in [
            ("en", "Re: Lingchuan, your orders"),
            ("en", "LINGCHUAN URGENT LETTER"),
            ("zh-CN", "回复：岭川精密部件火灾情况"),
            ("zh-CN", "通知"),
            ("zh-TW", "轉寄：嶺川精密部件火災情況"),
            ("zh-TW", "通知"),
        ] {
            assert_eq!(
                said(language, subject).len(),
                1,
                "{subject}: {:?}",
                said(language, subject)
            );
        }
    }

    #[test]
    fn l34_subjects_that_say_who_and_what_are_not() {
        for (language, subject) in [
            ("en", "Lingchuan Precision Components: fire at our Suzhou plant"),
            ("en", "Lingchuan urgent recall: bearing LC 6208"),
            ("zh-CN", "岭川精密部件：苏州工厂火灾情况及对您订单的影响"),
            ("zh-CN", "岭川精密部件紧急召回"),
            ("zh-TW", "嶺川精密部件：蘇州廠火災情況"),
            ("zh-TW", "嶺川精密部件緊急召回"),
        ] {
            assert!(said(language, subject).is_empty(), "{subject}: {:?}", said(language, subject));
        }
    }
}
