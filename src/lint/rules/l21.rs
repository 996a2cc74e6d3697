use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks};
use crate::lint::rule::Rule;

/// Orders a feeling, or reassures with a hedge (T-18, I-26).
pub(super) const RULE: Rule = Rule::new("L-21", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    for found in case.found(ListName::Calm) {
        let title = format!("`{}` tells the reader what to feel", found.text());
        marks.add(Mark::new(found.spot, title));
    }
    for found in case.found(ListName::Assurance) {
        // Beside a quantity or a date it is a promise that can be held against us.
        if !found.sentence_text().contains(|c: char| c.is_ascii_digit()) {
            let title = format!("`{}` reassures without a fact", found.text());
            marks.add(Mark::new(found.spot, title));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{fires, silent};

    #[test]
    fn l21_orders_and_hedged_reassurance_are_found() {
        fires("L-21", "en", "Please stay calm.", "stay calm");
        fires("L-21", "en", "There’s no need to panic.", "no need to panic");
        fires("L-21", "en", "All orders are safe, with one exception.", "with one exception");
        fires("L-21", "en", "Rest assured that we are strong.", "Rest assured");
        fires("L-21", "zh-CN", "请勿恐慌。", "请勿恐慌");
        fires("L-21", "zh-CN", "请您放心，一切正常。", "请您放心");
        fires("L-21", "zh-CN", "目前总体可控。", "总体可控");
        fires("L-21", "zh-TW", "請勿恐慌。", "請勿恐慌");
        fires("L-21", "zh-TW", "請您放心，一切正常。", "請您放心");
        fires("L-21", "zh-TW", "目前總體可控。", "總體可控");
    }

    #[test]
    fn l21_facts_that_calm_are_not() {
        silent("L-21", "en", "Rest assured that the stock of 4,000 pieces is yours.");
        silent("L-21", "en", "We understand your worry.");
        silent("L-21", "en", "All plants run, with one exception: line 3 in Brno.");
        silent("L-21", "zh-CN", "我们理解您的担忧。");
        silent("L-21", "zh-CN", "请放心，4000套库存已为您预留。");
        silent("L-21", "zh-TW", "我們理解您的擔憂。");
        silent("L-21", "zh-TW", "請放心，4000套庫存已為您預留。");
    }

    /// A bank told its clients to stay calm, and that there was enough, with one exception.
    #[test]
    fn i26_stay_calm_and_a_hedge_are_found() {
        fires("L-21", "en", "I ask every client to stay calm.", "stay calm");
        fires(
            "L-21",
            "en",
            "We have enough cash to support you, with one exception: if everybody withdraws at once.",
            "with one exception",
        );
        fires("L-21", "zh-CN", "资金充足，请保持冷静。", "请保持冷静");
        fires("L-21", "zh-CN", "资金安全，除个别情况外。", "除个别情况外");
        fires("L-21", "zh-TW", "資金充足，請保持冷靜。", "請保持冷靜");
        fires("L-21", "zh-TW", "資金安全，除個別情況外。", "除個別情況外");
    }
}
