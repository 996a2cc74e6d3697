use crate::crisis::Responsibility;
use crate::diagnostic::Severity;
use crate::letter::PartName;
use crate::lint::case::Case;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// Answers for what happened as much as the brief says that we have to (T-02, T-04, domain 2.2).
pub(super) const RULE: Rule = Rule::new("L-12", Severity::Error).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    // The first note commits us to tell more and admits nothing yet (T-13).
    if !case.is_letter() {
        return;
    }
    match case.brief.responsibility {
        Responsibility::Preventable => preventable(case, marks),
        Responsibility::Accidental => accidental(case, marks),
        Responsibility::Victim => victim(case, marks),
    }
}

fn preventable(case: &Case<'_>, marks: &mut Marks) {
    if !owned_up(case) {
        marks.add(
            Mark::new(
                Spot::Part(PartName::Situation),
                "nobody takes responsibility in the first person",
            )
            .hint("write who answers for it, as in `we are responsible` or `the error was ours`"),
        );
    }
    if !case.holds(ListName::Repair) {
        marks.add(
            Mark::new(Spot::Part(PartName::Measures), "nothing is offered to make it good")
                .hint("say what we repair, replace, refund or pay for, and until when"),
        );
    }
}

/// Whether we answer for it. *We apologise if anyone was offended* answers for nothing (L-25).
fn owned_up(case: &Case<'_>) -> bool {
    let excuses = case.found(ListName::NonApology);
    case.found(ListName::Responsibility).iter().any(|found| {
        !excuses.iter().any(|excuse| {
            std::ptr::eq(excuse.words, found.words)
                && excuse.span.start < found.span.end
                && found.span.start < excuse.span.end
        })
    })
}

/// Regret is due and an admission is not; either will do.
fn accidental(case: &Case<'_>, marks: &mut Marks) {
    if case.holds(ListName::Regret) || case.holds(ListName::Responsibility) {
        return;
    }
    marks.add(
        Mark::new(Spot::Part(PartName::Situation), "it happened with us, and nobody is sorry")
            .weighs(Severity::Info)
            .why("An accident in our own house is not our guilt, yet readers wait for a word of regret.")
            .hint("say in one sentence that we are sorry for what it costs the reader"),
    );
}

fn victim(case: &Case<'_>, marks: &mut Marks) {
    for found in case.found(ListName::Responsibility) {
        marks.add(
            Mark::new(
                found.spot.clone(),
                format!("`{}` takes on a guilt that the brief does not see", found.text()),
            )
            .weighs(Severity::Info)
            .why("The brief says that we were hit as others were; an admission here is read as one in court.")
            .hint("say what we do for the reader, or correct `responsibility` in the brief"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::letter::PartName;
    use crate::lint::mark::Mark;
    use crate::lint::tests::{BRIEF, marks, reading};

    fn said(responsibility: &str, language: &str, text: &str) -> Vec<Mark> {
        let brief = BRIEF.replace("\"accidental\"", &format!("\"{responsibility}\""));
        marks("L-12", &reading(language, PartName::Situation, text), &brief)
    }

    #[test]
    fn l12_preventable_needs_an_admission_and_an_offer() {
        for (language, text, missing) in [
            ("en", "An error occurred. It has been corrected.", 2),
            ("en", "The error was ours.", 1),
            ("en", "Mistakes were made. We will refund the price.", 1),
            ("en", "We apologise if anyone was offended. We will refund the price.", 1),
            ("zh-CN", "系统出现偏差，相关工作正在推进。", 2),
            ("zh-CN", "是我们没有做好。", 1),
            ("zh-TW", "系統出現偏差，相關工作正在推進。", 2),
            ("zh-TW", "我們將全額退款。", 1),
        ] {
            let found = said("preventable", language, text);
            assert_eq!(found.len(), missing, "{text}: {found:?}");
            assert!(found.iter().all(|mark| mark.severity.is_none()), "an error: {found:?}");
        }
    }

    #[test]
    fn l12_preventable_with_both_is_silent() {
        for (language, text) in [
            ("en", "The error was ours. We replace every piece at our cost."),
            ("en", "We take full responsibility and will compensate you."),
            ("zh-CN", "错误出在我们。我们逐一更换，费用由我们承担。"),
            ("zh-CN", "责任在我们，损失由我们赔偿。"),
            ("zh-TW", "錯誤出在我們。我們逐一更換，費用由我們負擔。"),
            ("zh-TW", "是我們沒有做好，損失由我們賠償。"),
        ] {
            let found = said("preventable", language, text);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn l12_an_admission_by_others_is_none() {
        let found = said("preventable", "zh-CN", "我们不承担责任，已退款。");
        assert_eq!(found.len(), 1, "{found:?}");
        let found =
            said("preventable", "en", "The supplier takes responsibility and will refund you.");
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn l12_a_victim_that_pleads_guilty_is_told_so() {
        for (language, text) in [
            ("en", "The earthquake closed two halls. We take full responsibility."),
            ("zh-CN", "地震后停产。我们承担全部责任。"),
            ("zh-TW", "地震後停產。我們承擔全部責任。"),
        ] {
            let found = said("victim", language, text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].severity, Some(Severity::Info));
            assert!(said("accidental", language, text).is_empty(), "{text}");
        }
        assert!(said("victim", "en", "We are sorry for what this costs you.").is_empty());
        assert!(said("victim", "zh-CN", "我们理解您的担忧。").is_empty());
        assert!(said("victim", "zh-TW", "我們理解您的擔憂。").is_empty());
    }

    #[test]
    fn l12_an_accident_wants_regret() {
        for (language, text) in [
            ("en", "A furnace failed. Your orders are late."),
            ("zh-CN", "设备故障，您的订单将晚到。"),
            ("zh-TW", "設備故障，您的訂單將晚到。"),
        ] {
            let found = said("accidental", language, text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].severity, Some(Severity::Info));
        }
        assert!(said("accidental", "en", "I am sorry that your orders are late.").is_empty());
        assert!(said("accidental", "zh-CN", "订单晚到，我心里不安，向您致歉。").is_empty());
        assert!(said("accidental", "zh-TW", "訂單晚到，我心裡不安，向您致歉。").is_empty());
    }

    #[test]
    fn l12_the_first_note_admits_nothing_yet() {
        let brief = BRIEF
            .replace("\"accidental\"", "\"preventable\"")
            .replace("phase = \"letter\"", "phase = \"holding\"");
        let note = reading("en", PartName::Situation, "Data were seen by others.");
        assert!(marks("L-12", &note, &brief).is_empty());
    }
}
