use crate::crisis::Responsibility;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks};
use crate::lint::rule::Rule;

/// Apologises without apologising (T-04).
pub(super) const RULE: Rule = Rule::new("L-25", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    let responsibility = case.brief.responsibility;
    let mut add = |found: Found<'_>, title: String, why: &str| {
        let mut mark = Mark::new(found.spot, title).why(why);
        if responsibility == Responsibility::Preventable {
            mark = mark.weighs(Severity::Error);
        }
        marks.add(mark);
    };
    for found in case.found(ListName::NonApology) {
        let title = format!("`{}` apologises without apologising", found.text());
        add(found, title, "");
    }
    for found in case.found(ListName::PassiveAdmission) {
        let own = if case.chinese() { found.before() } else { found.sentence_text() };
        if !case.speaks(ListName::ByUs, own) {
            let title = format!("`{}` admits without saying who", found.text());
            let why = "Mistakes that nobody made are mended by nobody; readers hear an excuse.";
            add(found, title, why);
        }
    }
    // Who was hit as others were may ask for forbearance, and so may who has answered for it.
    if responsibility != Responsibility::Victim && !case.holds(ListName::Responsibility) {
        for found in joined(case.found(ListName::HalfApology)) {
            let title =
                format!("`{}` asks for forbearance, and nobody answers for it", found.text());
            add(found, title, "");
        }
    }
}

/// Two halves in one sentence, as in 给您带来不便，敬请谅解, are one thing to point at.
fn joined(all: Vec<Found<'_>>) -> Vec<Found<'_>> {
    let mut joined: Vec<Found<'_>> = Vec::new();
    for found in all {
        match joined.last_mut() {
            Some(last)
                if std::ptr::eq(last.words, found.words) && last.sentence() == found.sentence() =>
            {
                *last = last.clone().until(found.span.end);
            }
            _ => joined.push(found),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::letter::PartName;
    use crate::lint::tests::{BRIEF, fires, marks, reading, silent};

    #[test]
    fn l25_conditions_on_the_reader_and_nameless_mistakes_are_found() {
        fires("L-25", "en", "We apologise if anyone was offended.", "We apologise if");
        fires("L-25", "en", "We regret any inconvenience.", "any inconvenience");
        fires("L-25", "en", "Mistakes were made.", "Mistakes were made");
        fires("L-25", "en", "We are sorry if you feel let down.", "sorry if");
        fires("L-25", "zh-CN", "如有冒犯，我们道歉。", "如有冒犯");
        fires("L-25", "zh-CN", "工作中出现了失误。", "出现了失误");
        fires("L-25", "zh-CN", "给您带来不便，敬请谅解。", "给您带来不便，敬请谅解");
        fires("L-25", "zh-TW", "如有冒犯，我們道歉。", "如有冒犯");
        fires("L-25", "zh-TW", "工作中出現了失誤。", "出現了失誤");
        fires("L-25", "zh-TW", "給您帶來不便，敬請見諒。", "給您帶來不便，敬請見諒");
    }

    #[test]
    fn l25_an_apology_that_is_one_is_not() {
        silent("L-25", "en", "The error was ours, and we apologise for the inconvenience.");
        silent(
            "L-25",
            "en",
            "We made mistakes. Mistakes were made by us, in the hall and at the desk.",
        );
        silent("L-25", "en", "I am sorry that your line stands still.");
        silent("L-25", "zh-CN", "责任在我们。给您带来不便，敬请谅解。");
        silent("L-25", "zh-CN", "是我们的检验出现了失误。");
        silent("L-25", "zh-CN", "为避免被误解，我们公布全文。");
        silent("L-25", "zh-TW", "責任在我們。給您帶來不便，敬請諒解。");
        silent("L-25", "zh-TW", "是我們的檢驗出現了失誤。");
        silent("L-25", "zh-TW", "為避免被誤解，我們公布全文。");
    }

    #[test]
    fn l25_who_was_hit_may_ask_for_forbearance() {
        let brief = BRIEF.replace("\"accidental\"", "\"victim\"");
        for (language, text) in [
            ("en", "The storm closed the port. We apologise for the inconvenience."),
            ("zh-CN", "台风封港，交货推迟，敬请谅解。"),
            ("zh-TW", "颱風封港，交貨延後，敬請見諒。"),
        ] {
            let letter = reading(language, PartName::Situation, text);
            assert!(marks("L-25", &letter, &brief).is_empty(), "{text}");
        }
    }

    #[test]
    fn l25_weighs_as_an_error_when_we_could_have_prevented_it() {
        let brief = BRIEF.replace("\"accidental\"", "\"preventable\"");
        for (language, text) in [
            ("en", "We regret any inconvenience."),
            ("zh-CN", "对此我们深表遗憾。"),
            ("zh-TW", "對此我們深表遺憾。"),
        ] {
            let letter = reading(language, PartName::Situation, text);
            let found = marks("L-25", &letter, &brief);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].severity, Some(Severity::Error));
        }
    }

    #[test]
    fn l25_to_ask_who_was_hurt_is_no_condition() {
        silent("L-25", "en", "We do not know if anyone was hurt.");
        fires("L-25", "zh-CN", "由此造成的不便，请见谅。", "造成的不便，请见谅");
        fires("L-25", "zh-TW", "由此造成的不便，請見諒。", "造成的不便，請見諒");
    }
}
