use crate::crisis::{Due, Fact, Status};
use crate::diagnostic::Severity;
use crate::letter::Words;
use crate::lint::case::Case;
use crate::lint::figure::{Day, Figure, figures};
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;
use crate::lint::sentence::Sentence;
use jiff::civil::{Date, Weekday};

/// Days and figures agree with the calendar, the clock and the facts (T-12).
pub(super) const RULE: Rule = Rule::new("L-18", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    for (spot, words) in case.everything() {
        for stated in figures(&words.text) {
            if let Figure::Date(day) = stated.figure
                && let Some(title) =
                    wrong_weekday(day, &words.text[stated.span.clone()], case.today())
            {
                let spot = spot.clone().narrowed(stated.span);
                let hint = "find out which of the two is meant; the brief writes weekday and date together";
                marks.add(Mark::new(spot, title).weighs(Severity::Error).hint(hint));
            }
        }
    }
    for sentence in case.sentences() {
        gone_by(case, &sentence, marks);
    }
    overdue(case, marks);
    let subject = (Spot::subject(&case.reading.subject), &case.reading.subject);
    let prose = case.paragraphs().map(|(spot, _, words)| (spot, words));
    for (spot, words) in std::iter::once(subject).chain(prose) {
        typed(case, &spot, words, marks);
    }
}

fn wrong_weekday(day: Day, words: &str, today: Date) -> Option<String> {
    let said = day.weekday?;
    let Some(date) = day.date(today) else {
        return Some(format!("`{words}` is no day of the calendar"));
    };
    (date.weekday() != said).then(|| format!("`{words}` is a {}", name(date.weekday())))
}

const fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// A day that has passed, in a sentence that asks or promises something until then.
fn gone_by(case: &Case<'_>, sentence: &Sentence<'_>, marks: &mut Marks) {
    let text = sentence.text();
    let ahead = case.lists.find_in(ListName::Ahead, text).next().is_some();
    if !ahead {
        return;
    }
    for stated in figures(text) {
        let Figure::Date(day) = stated.figure else { continue };
        let passed = day.date(case.today()).is_some_and(|date| date < case.today());
        if passed && is_limit(text, &stated.span) {
            let title = format!(
                "`{}` has passed, and the letter speaks of it as still to come",
                &text[stated.span.clone()]
            );
            let start = sentence.span.start;
            let span = stated.span.start + start..stated.span.end + start;
            let hint = "set the day that holds now";
            marks.add(Mark::new(sentence.spot.clone().narrowed(span), title).hint(hint));
        }
    }
}

/// Whether a day is a limit: `by 4 December`, 12月4日前.
fn is_limit(text: &str, span: &std::ops::Range<usize>) -> bool {
    let before = text[..span.start].trim_end_matches([' ', '*']).to_ascii_lowercase();
    let behind = text[span.end..].trim_start_matches([' ', '*']);
    let limited = [" by", " until", " before", " no later than", " from", " starting"];
    limited.iter().any(|word| before.ends_with(word) || before == word.trim_start())
        || ["将于", "將於", "将在", "將在", "会在", "會在", "会于", "會於"]
            .iter()
            .any(|word| before.ends_with(word))
        || ["前", "之前", "以前", "起"].iter().any(|word| behind.starts_with(word))
}

/// A measure that should be done by now, and is not. One that was due before all began is told where the brief is
/// read.
fn overdue(case: &Case<'_>, marks: &mut Marks) {
    let today = case.today();
    for measure in case.brief.measures.iter().filter(|measure| measure.status != Some(Status::Done))
    {
        let Some(due) = measure.due.as_ref().map(Due::date) else { continue };
        let begun = case.brief.started_at.as_ref().is_none_or(|start| start.date() <= due);
        if due >= today || !begun {
            continue;
        }
        let place = case
            .position(&measure.text)
            .and_then(|(at, _)| Some((at, &case.reading.body.get(at)?.1)));
        let Some((at, words)) = place else { continue };
        let stated = figures(&words.text).into_iter().find(
            |stated| matches!(stated.figure, Figure::Date(day) if day.date(today) == Some(due)),
        );
        if let Some(stated) = stated {
            let title = format!(
                "`{}` has passed, and the measure is not done",
                &words.text[stated.span.clone()]
            );
            let hint = "set a new day, or `status = \"done\"`";
            marks.add(Mark::new(Spot::Passage(at, stated.span), title).hint(hint));
        }
    }
}

/// Days, shares and amounts that are typed, where they could be drawn from the facts.
fn typed(case: &Case<'_>, spot: &Spot, words: &Words, marks: &mut Marks) {
    for stated in figures(&words.text) {
        if matches!(stated.figure, Figure::Time(..)) || words.touches_value(&stated.span) {
            continue;
        }
        let shown = &words.text[stated.span.clone()];
        let spot = spot.clone().narrowed(stated.span.clone());
        if stated.figure == Figure::Unclear {
            let title = format!("`{shown}` is read as two different days");
            marks.add(Mark::new(spot, title).hint("write the month as a word"));
            continue;
        }
        let mark = Mark::new(spot, format!("`{shown}` is typed, not drawn from the facts"));
        marks.add(match fact_like(case, &stated.figure) {
            Some(name) => mark.hint(format!("write `{{{{ {name} }}}}` in its place")),
            None => mark,
        });
    }
}

/// The name under which the brief has the same figure.
fn fact_like(case: &Case<'_>, figure: &Figure) -> Option<String> {
    let today = case.today();
    let same = |fact: &Fact| match (fact, figure) {
        (Fact::Date(date), Figure::Date(day)) => day.date(today) == Some(*date),
        (Fact::Moment(moment), Figure::Date(day)) => day.date(today) == Some(moment.date()),
        (Fact::Integer(number), Figure::Share(own) | Figure::Amount(own)) => {
            number.checked_mul(1_000) == Some(*own)
        }
        _ => false,
    };
    let (name, _) = case.brief.facts.iter().find(|(_, fact)| same(fact))?;
    Some(format!("facts.{name}"))
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName::{Measures, Situation};
    use crate::lint::tests::{BRIEF, fires, letter, marks, silent, titles};

    /// A text of which every figure is a value, as those that are drawn from the facts.
    fn drawn(language: &str, text: &str, brief: &str) -> Vec<String> {
        let mut reading = letter(language, &[(Situation, text)]);
        for (_, words) in &mut reading.body {
            words.values =
                crate::lint::figure::figures(&words.text).into_iter().map(|it| it.span).collect();
        }
        titles("L-18", &reading, brief)
    }

    #[test]
    fn l18_a_weekday_that_does_not_fit_its_date_is_an_error() {
        for (language, text, title) in [
            (
                "en",
                "On Friday 21 November 2026 the fire broke out.",
                "`Friday 21 November 2026` is a Saturday",
            ),
            ("en", "New dates by Thursday, 24 November.", "`Thursday, 24 November` is a Tuesday"),
            ("zh-CN", "2026年11月21日（星期五）起火。", "`2026年11月21日（星期五）` is a Saturday"),
            ("zh-CN", "周四（11月24日）前告知新交期。", "`周四（11月24日）` is a Tuesday"),
            ("zh-TW", "2026年11月21日（星期五）起火。", "`2026年11月21日（星期五）` is a Saturday"),
            ("zh-TW", "週四（11月24日）前告知新交期。", "`週四（11月24日）` is a Tuesday"),
        ] {
            assert_eq!(drawn(language, text, BRIEF), [title]);
        }
        let reading = letter("en", &[(Situation, "It was Friday, 31 November 2026.")]);
        assert_eq!(
            marks("L-18", &reading, BRIEF)[0].title,
            "`Friday, 31 November 2026` is no day of the calendar"
        );
    }

    #[test]
    fn l18_weekdays_that_fit_are_not() {
        for (language, text) in [
            ("en", "On Friday 20 November 2026 and by Tuesday (24 November 2026)."),
            (
                "en",
                "Monday to Friday from 09:00 to 18:00. On 20 November 2026, Saturday's shift was told.",
            ),
            ("zh-CN", "2026年11月20日（星期五），11月24日周二。"),
            ("zh-CN", "周一至周五9:00至18:00。"),
            ("zh-TW", "2026年11月20日（星期五），11月24日週二。"),
            ("zh-TW", "週一至週五9:00至18:00。"),
        ] {
            assert!(drawn(language, text, BRIEF).is_empty(), "{text}");
        }
    }

    #[test]
    fn l18_a_day_gone_by_that_is_promised_or_asked_for_is_found() {
        for (language, text, day) in [
            ("en", "You will have the new dates by 18 November 2026.", "18 November 2026"),
            ("en", "Please tell us before 1 October 2026.", "1 October 2026"),
            ("zh-CN", "我们将于2026年11月18日告知新交期。", "2026年11月18日"),
            ("zh-CN", "请在2026年10月1日前告诉我们。", "2026年10月1日"),
            ("zh-TW", "我們將於2026年11月18日告知新交期。", "2026年11月18日"),
            ("zh-TW", "請在2026年10月1日前告訴我們。", "2026年10月1日"),
        ] {
            assert_eq!(
                drawn(language, text, BRIEF),
                [format!("`{day}` has passed, and the letter speaks of it as still to come")]
            );
        }
    }

    #[test]
    fn l18_days_gone_by_that_are_told_as_such_are_not() {
        for (language, text) in [
            ("en", "The hall was closed by 18 November 2026."),
            ("en", "We will tell you what happened on 18 November 2026."),
            ("en", "You will have the new dates by 20 November 2026."),
            ("zh-CN", "工厂已于2026年11月18日停产。"),
            ("zh-CN", "请在2026年11月24日前告诉我们。"),
            ("zh-TW", "工廠已於2026年11月18日停工。"),
            ("zh-TW", "請在2026年11月24日前告訴我們。"),
        ] {
            assert!(drawn(language, text, BRIEF).is_empty(), "{text}");
        }
    }

    #[test]
    fn l18_a_measure_that_is_late_is_found() {
        let brief = BRIEF
            .replace("due = 2026-12-09", "due = 2026-11-19")
            .replace("2026-11-20T07:30:00+08:00", "2026-11-17T07:30:00+08:00");
        for (language, text) in [
            (
                "en",
                "tonnes of steel from a second, approved mill to Taichung.\nby 19 November 2026",
            ),
            ("zh-CN", "从另一家已通过认证的钢厂调运钢材。\n期限：2026年11月19日。"),
            ("zh-TW", "自另一家已通過認證的鋼廠調撥鋼材。\n期限：2026年11月19日。"),
        ] {
            let mut reading = letter(language, &[(Measures, text)]);
            reading.body[0].1.values.push(0..text.len());
            let found = titles("L-18", &reading, &brief);
            assert!(
                found.len() == 1 && found[0].ends_with("and the measure is not done"),
                "{found:?}"
            );
            let done = brief.replace("status = \"under-way\"", "status = \"done\"");
            assert!(titles("L-18", &reading, &done).is_empty());
        }
    }

    #[test]
    fn l18_figures_that_are_typed_are_found_with_the_fact_that_has_them() {
        fires("L-18", "en", "The stock lasts until 4 December 2026.", "4 December 2026");
        fires("L-18", "en", "About 30% of the lines stand still.", "30%");
        fires("L-18", "zh-CN", "库存可用到12月4日。", "12月4日");
        fires("L-18", "zh-CN", "约三分之一，即百分之三十停产。", "百分之三十");
        fires("L-18", "zh-TW", "庫存可用到12月4日。", "12月4日");
        fires("L-18", "zh-TW", "損失約120萬元。", "120萬元");
        let reading =
            letter("en", &[(Situation, "We ship 240 tonnes, on 9 December, by 02/03/20.")]);
        let hints: Vec<String> =
            marks("L-18", &reading, BRIEF).into_iter().map(|mark| mark.hint).collect();
        assert_eq!(
            hints,
            [
                "write `{{ facts.first_tonnes }}` in its place",
                "write `{{ facts.first_delivery_on }}` in its place",
                "write the month as a word"
            ]
        );
    }

    #[test]
    fn l18_numbers_that_name_things_are_not() {
        silent(
            "L-18",
            "en",
            "Call +886 4 5550 0199 within 24 hours, day and night, about LC 6208-2RS, lot T2609-114.",
        );
        silent(
            "L-18",
            "en",
            "1. First, 3 of 8 lines stop at 18:00; see www.lingchuan.example/2026-11-20 and ISO 9001.",
        );
        silent(
            "L-18",
            "zh-CN",
            "请于24小时内致电400 820 1234，8条生产线中3条停产，每天8:00至20:00。",
        );
        silent("L-18", "zh-CN", "第三季度报告，第1批，100Cr6轴承钢。");
        silent(
            "L-18",
            "zh-TW",
            "請於24小時內致電0800 123 456，8條產線中3條停工，每日8:00至20:00。",
        );
        silent("L-18", "zh-TW", "第三季報告，第1批，100Cr6軸承鋼。");
    }
}
