use crate::crisis::Phase;
use crate::diagnostic::Severity;
use crate::letter::{PartName, Words};
use crate::lint::case::Case;
use crate::lint::figure::{Figure, figures};
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;
use jiff::ZonedDateTime;

/// The letter promises the next word for a day, a time and a zone (T-11). That the brief has one, and that it is
/// still to come, is seen to where the brief is read.
pub(super) const RULE: Rule = Rule::new("L-07", Severity::Error).on_wording(check);

/// What of a moment a passage states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Promised {
    Nothing,
    Day,
    DayAndTime,
    Whole,
}

fn check(case: &Case<'_>, marks: &mut Marks) {
    let Some(next) = &case.brief.next_update_at else { return };
    let best = case
        .paragraphs()
        .map(|(spot, _, words)| (promised(case, next, words), spot))
        .max_by_key(|(it, _)| *it);
    let Some((promised, spot)) = best else { return };
    let severity = match case.brief.phase {
        Phase::Holding | Phase::Letter => Severity::Error,
    };
    let moment = case.forms.moment(next);
    let (title, spot) = match promised {
        Promised::Whole => return,
        Promised::DayAndTime => ("the time of the next word has no zone".to_owned(), spot),
        Promised::Day => ("the day of the next word has no time".to_owned(), spot),
        Promised::Nothing => match vague(case) {
            Some((spot, word)) => (format!("`{word}` is no time for the next word"), spot),
            None => (
                "the letter does not say when its reader hears more".to_owned(),
                Spot::Part(PartName::Appeal),
            ),
        },
    };
    let hint = format!("let the letter print `{{{{ crisis.next_update }}}}`: {moment}");
    marks.add(Mark::new(spot, title).weighs(severity).hint(hint));
}

fn promised(case: &Case<'_>, next: &ZonedDateTime, words: &Words) -> Promised {
    if words.text.contains(&case.forms.moment(next)) {
        return Promised::Whole;
    }
    let found = figures(&words.text);
    let day = found.iter().any(|it| match &it.figure {
        Figure::Date(day) => day.date(case.today()) == Some(next.date()),
        _ => false,
    });
    let time = found.iter().any(|it| it.figure == Figure::Time(next.hour(), next.minute()));
    let zone = case.forms.zone(next);
    let place = zone.split([',', '，']).next().unwrap_or(&zone);
    match (day, time) {
        (false, _) => Promised::Nothing,
        (true, false) => Promised::Day,
        (true, true)
            if words.text.contains(place)
                || words.text.contains("UTC")
                || words.text.contains("GMT") =>
        {
            Promised::Whole
        }
        (true, true) => Promised::DayAndTime,
    }
}

/// A word that stands where the time should: the last one, since the promise closes a letter.
fn vague<'c>(case: &Case<'c>) -> Option<(Spot, &'c str)> {
    case.hits(ListName::Vague).pop().map(|(spot, hit)| (spot, hit.text))
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName::Appeal;
    use crate::lint::tests::{BRIEF, fires, letter, silent, titles};

    #[test]
    fn l07_a_word_that_is_no_time_is_found() {
        fires("L-07", "en", "You will hear from us soon.", "soon");
        fires("L-07", "en", "We will write again in due course.", "in due course");
        fires("L-07", "zh-CN", "我们会尽快再次通报。", "尽快");
        fires("L-07", "zh-CN", "详情将于近期公布。", "近期");
        fires("L-07", "zh-TW", "我們會盡快再次說明。", "盡快");
        fires("L-07", "zh-TW", "詳情將於近期公布。", "近期");
    }

    #[test]
    fn l07_half_a_time_and_another_one_are_found() {
        for (language, text, expected) in [
            (
                "en",
                "Our next update comes on 24 November 2026.",
                "the day of the next word has no time",
            ),
            (
                "en",
                "Our next update comes on 24 November 2026, 18:00.",
                "the time of the next word has no zone",
            ),
            (
                "en",
                "Our next update comes on 25 November 2026, 18:00 (Taipei time).",
                "the letter does not say when its reader hears more",
            ),
            ("zh-CN", "我们会在11月24日再次通报。", "the day of the next word has no time"),
            ("zh-CN", "我们会在11月24日18:00再次通报。", "the time of the next word has no zone"),
            ("zh-TW", "我們會在11月24日再次說明。", "the day of the next word has no time"),
            ("zh-TW", "我們會再次說明。", "the letter does not say when its reader hears more"),
        ] {
            assert_eq!(
                titles("L-07", &letter(language, &[(Appeal, text)]), BRIEF),
                [expected],
                "{text}"
            );
        }
    }

    #[test]
    fn l07_the_promised_moment_is_met_however_it_is_written() {
        silent(
            "L-07",
            "en",
            "Our next update will reach you by Tuesday 24 November 2026, 18:00 (Taipei time, UTC+8).",
        );
        silent(
            "L-07",
            "en",
            "We write again on November 24 at 6 p.m. Taipei time, as soon as possible before.",
        );
        silent(
            "L-07",
            "zh-CN",
            "我们会在2026年11月24日（星期二）18:00（台北时间，UTC+8）之前再次通报。",
        );
        silent("L-07", "zh-CN", "下次通报：11月24日18:00，台北时间。");
        silent(
            "L-07",
            "zh-TW",
            "我們會在2026年11月24日（星期二）18:00（台北時間，UTC+8）之前再次說明。",
        );
        silent("L-07", "zh-TW", "下次說明：11月24日18:00，台北時間。");
    }
}
