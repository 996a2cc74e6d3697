use crate::diagnostic::Severity;
use crate::document::Wordings;
use crate::lint::case::Case;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// First the situation, then the measures, then the appeal (S-29), whatever a template has put into which part.
pub(super) const RULE: Rule = Rule::new("L-02", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    let brief = case.brief;
    let place = |wordings: Option<&Wordings>| wordings.and_then(|text| case.position(text));
    let measures = brief.measures.iter().filter_map(|measure| case.position(&measure.text)).min();
    let in_order = [
        ("situation", place(brief.situation.as_ref())),
        ("measures", measures),
        ("appeal", place(brief.appeal.as_ref())),
    ];
    let present: Vec<_> = in_order.into_iter().filter_map(|(name, at)| Some((name, at?))).collect();
    for pair in present.windows(2) {
        let [(earlier, first), (later, second)] = pair else { continue };
        if second < first {
            let spot =
                case.reading.body.get(second.0).map(|(_, words)| Spot::passage(second.0, words));
            let stand = if *later == "measures" { "stand" } else { "stands" };
            let title = format!("the {later} {stand} before the {earlier}");
            marks.add(Mark::new(spot.unwrap_or(Spot::Letter), title));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName::{Appeal, Measures, Situation};
    use crate::lint::tests::{BRIEF, letter, titles};

    const TEXTS: [(&str, [&str; 3]); 3] = [
        (
            "en",
            [
                "On Friday, the mill that supplies our Taichung plant with 100Cr6 bearing steel shut down its furnace after a technical failure. Since then, 3",
                "We are checking every open order and setting its new delivery date.",
                "You planned on us, and we mean to deserve that. Give us your priorities, and we will work through them with you, order by order. Thank you for standing by us.",
            ],
        ),
        (
            "zh-CN",
            [
                "星期五，为我们台中工厂供应100Cr6轴承钢的钢厂因设备故障停炉。该厂8条套圈生产线中，已有3条降速运行。",
                "逐张检查未交订单，确定新的交期。",
                "您的计划里一直有我们，我们不想辜负这份信任。请把您的先后次序告诉我们，我们与您一张一张地落实，直到您的产线用上所需的轴承。谢谢您与我们一起解决这件事。",
            ],
        ),
        (
            "zh-TW",
            [
                "星期五，供應我們台中廠100Cr6軸承鋼的鋼廠因設備故障停爐。該廠8條套圈產線中，已有3條降速運轉。",
                "逐張清查未交訂單，訂出新的交期。",
                "您的計畫裡一直有我們，我們不願辜負這份信任。請把您的優先順序告訴我們，我們會與您一張一張地落實，直到您的產線拿到所需的軸承。謝謝您和我們一起處理這件事。",
            ],
        ),
    ];

    #[test]
    fn l02_parts_in_another_order_are_found() {
        for (language, [situation, measure, appeal]) in TEXTS {
            let found = |parts: &[_]| titles("L-02", &letter(language, parts), BRIEF);
            assert_eq!(
                found(&[(Situation, measure), (Measures, situation), (Appeal, appeal)]),
                ["the measures stand before the situation"]
            );
            assert_eq!(
                found(&[(Situation, situation), (Measures, appeal), (Appeal, measure)]),
                ["the appeal stands before the measures"]
            );
        }
    }

    #[test]
    fn l02_the_order_of_the_method_and_a_letter_without_a_part_are_not() {
        for (language, [situation, measure, appeal]) in TEXTS {
            let found = |parts: &[_]| titles("L-02", &letter(language, parts), BRIEF);
            assert!(
                found(&[(Situation, situation), (Measures, measure), (Appeal, appeal)]).is_empty()
            );
            assert!(found(&[(Situation, situation), (Appeal, appeal)]).is_empty());
        }
    }
}
