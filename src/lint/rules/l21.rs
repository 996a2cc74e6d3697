use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks};
use crate::lint::rule::Rule;

/// Orders a feeling, or reassures with a hedge (T-18, I-26).
pub(super) const RULE: Rule = Rule::new("L-21", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    for (spot, hit) in case.hits(ListName::Calm) {
        marks.add(Mark::new(spot, format!("`{}` tells the reader what to feel", hit.text)));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{fires, silent};

    #[test]
    fn l21_orders_and_hedged_reassurance_are_found() {
        fires("L-21", "en", "Please stay calm.", "stay calm");
        fires("L-21", "en", "All orders are safe, with one exception.", "with one exception");
        fires("L-21", "zh-CN", "请勿恐慌。", "请勿恐慌");
        fires("L-21", "zh-TW", "請勿恐慌。", "請勿恐慌");
    }

    #[test]
    fn l21_facts_that_calm_are_not() {
        silent("L-21", "en", "Rest assured that the stock of 4,000 pieces is yours.");
        silent("L-21", "en", "We understand your worry.");
        silent("L-21", "zh-CN", "我们理解您的担忧。");
        silent("L-21", "zh-TW", "我們理解您的擔憂。");
    }
}
