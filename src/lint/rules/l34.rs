use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;
use crate::locale::{Language, is_han};
use crate::workspace::Texts;

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
    if !names(&case.config.organisation.name, text) {
        marks.add(Mark::new(whole(), "the subject does not say whose letter it is"));
    }
    if case.earlier.iter().any(|earlier| earlier.trim().to_lowercase() == small) {
        marks.add(
            Mark::new(whole(), "an earlier crisis had the same subject")
                .why("Mail programs put both letters into one thread, and readers take the new one for the old.")
                .hint("say in the subject what is new"),
        );
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

/// Whether a subject names us, by the first word of our name in any language; of a Chinese name two characters
/// will do.
fn names(organisation: &Texts, subject: &str) -> bool {
    let small = subject.to_lowercase();
    Language::ALL.into_iter().any(|language| {
        let name = organisation.get(language).to_lowercase();
        let word = name.split_whitespace().next().unwrap_or_default();
        let short: String =
            if word.contains(is_han) { word.chars().take(2).collect() } else { word.to_owned() };
        !short.is_empty() && small.contains(&short)
    })
}

#[cfg(test)]
mod tests {
    use crate::letter::{PartName, Words};
    use crate::lint::case::Case;
    use crate::lint::mark::Marks;
    use crate::lint::tests::{BRIEF, marks, reading, with_case};

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
            ("zh-CN", "岭川通知"),
            ("zh-TW", "轉寄：嶺川精密部件火災情況"),
            ("zh-TW", "嶺川通知"),
            ("en", "Fire at our Suzhou plant"),
            ("zh-CN", "苏州工厂火灾情况通报"),
            ("zh-TW", "蘇州廠火災情況通報"),
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
    fn l34_a_subject_of_an_earlier_crisis_is_found() {
        for (language, subject) in [
            ("en", "Lingchuan: fire at our plant"),
            ("zh-CN", "岭川精密部件：工厂火灾情况"),
            ("zh-TW", "嶺川精密部件：工廠火災情況"),
        ] {
            let mut letter = reading(language, PartName::Situation, "x");
            letter.subject = Words::plain(subject);
            let said = |earlier: &[String]| {
                let mut marks = Marks::default();
                with_case(&letter, BRIEF, |case| {
                    super::check(&Case { earlier, ..*case }, &mut marks);
                });
                marks.into_vec().len()
            };
            assert_eq!(said(&[subject.to_uppercase()]), 1, "{subject}");
            assert_eq!(said(&[format!("{subject} 2")]), 0, "{subject}");
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
