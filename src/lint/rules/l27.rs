use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks};
use crate::lint::rule::Rule;

/// Promises without limit (T-01, T-13).
pub(super) const RULE: Rule = Rule::new("L-27", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    for found in case.found(ListName::Absolute) {
        if !case.denied(&found) {
            let title = format!("`{}` promises more than anybody can keep", found.text());
            marks.add(Mark::new(found.spot, title));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{fires, silent};

    #[test]
    fn l27_absolutes_are_found() {
        fires("L-27", "en", "This will happen never again.", "never again");
        fires("L-27", "en", "Your data are 100% safe.", "100% safe");
        fires("L-27", "en", "We guarantee your delivery.", "We guarantee");
        fires("L-27", "zh-CN", "此类事故绝不再发生。", "绝不再");
        fires("L-27", "zh-CN", "产品绝对安全。", "绝对");
        fires("L-27", "zh-CN", "我们保证按时交货。", "保证");
        fires("L-27", "zh-CN", "我们提供最安全的产品。", "最安全");
        fires("L-27", "zh-TW", "此類事故絕不再發生。", "絕不再");
        fires("L-27", "zh-TW", "產品絕對安全。", "絕對");
        fires("L-27", "zh-TW", "我們保證準時交貨。", "保證");
        fires("L-27", "zh-TW", "我們提供最安全的產品。", "最安全");
    }

    #[test]
    fn l27_a_no_to_something_else_limits_no_promise() {
        fires("L-27", "en", "Without fail we guarantee your delivery.", "we guarantee");
        fires("L-27", "zh-CN", "为避免延误我们保证按时交货。", "保证");
        fires("L-27", "zh-TW", "為避免延誤我們保證準時交貨。", "保證");
        silent("L-27", "en", "We have always paid our suppliers within 30 days.");
        silent("L-27", "zh-CN", "我们会尽力保证供应。");
        silent("L-27", "zh-TW", "我們會盡力保證供應。");
    }

    #[test]
    fn l27_limits_and_harmless_relatives_are_not() {
        silent("L-27", "en", "We cannot say that anything is guaranteed. As always, call us.");
        silent("L-27", "en", "We refund 100% of the price. You can always reach us.");
        silent("L-27", "en", "Under no circumstances use these bearings.");
        silent("L-27", "zh-CN", "最近一次检查是最后一步，最迟周五完成，最受影响的订单最先处理。");
        silent("L-27", "zh-CN", "我们不能保证日期。这是第一批，第一时间报告，质量保证部负责。");
        silent("L-27", "zh-CN", "我们永远怀念他。为保证供应，已另行采购。");
        silent("L-27", "zh-TW", "最近一次檢查是最後一步，最遲週五完成，最受影響的訂單最先處理。");
        silent("L-27", "zh-TW", "我們不能保證日期。這是第一批，第一時間報告，品質保證部負責。");
        silent("L-27", "zh-TW", "我們永遠懷念他。為保證供應，已另行採購。");
    }
}
