use crate::crisis::Responsibility;
use crate::diagnostic::{Severity, Span};
use crate::letter::PartName;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;
use std::collections::BTreeSet;

/// Praises itself (T-19, I-27).
pub(super) const RULE: Rule = Rule::new("L-20", Severity::Warning).on_wording(check);

/// More than so many sentences in a hundred are too many.
const MOST_IN_HUNDRED: usize = 15;

fn check(case: &Case<'_>, marks: &mut Marks) {
    let found = case.found(ListName::Praise);
    let own_fault = case.brief.responsibility == Responsibility::Preventable;
    let opening = |found: &&Found<'_>| match &found.spot {
        Spot::Passage(at, _) => {
            case.reading.body.get(*at).is_some_and(|(part, _)| *part == PartName::Situation)
        }
        Spot::Subject(_) => true,
        _ => false,
    };
    if own_fault {
        for found in found.iter().filter(opening) {
            marks.add(Mark::new(
                found.spot.clone(),
                format!("`{}` praises us where we have to answer for a fault", found.text()),
            ));
        }
    }
    let praised: BTreeSet<(usize, (usize, usize))> = found.iter().filter_map(sentence).collect();
    let (praised, all) = (praised.len(), case.sentences().len());
    // One sentence may remind the reader of good work, and a short letter may hold it (domain 2.2).
    let too_many = praised > 1 && (own_fault || praised * 100 > all * MOST_IN_HUNDRED);
    let last = found.iter().rfind(|found| !(own_fault && opening(found)));
    if too_many && let Some(found) = last {
        marks.add(Mark::new(
            found.spot.clone(),
            format!("`{}`: {praised} of {all} sentences praise ourselves", found.text()),
        ));
    }
}

/// The sentence that something stands in; none for the subject.
fn sentence(found: &Found<'_>) -> Option<(usize, (usize, usize))> {
    let Span { start, end } = found.sentence();
    match found.spot {
        Spot::Passage(at, _) => Some((at, (start, end))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName;
    use crate::lint::tests::{BRIEF, fires, marks, reading, silent};

    #[test]
    fn l20_praise_beyond_a_sixth_is_found() {
        fires(
            "L-20",
            "en",
            "A furnace failed. We are an award-winning company. Our patents are renowned.",
            "renowned",
        );
        fires(
            "L-20",
            "en",
            "We are proud of our charity. We pioneer safety. Orders are late.",
            "pioneer",
        );
        fires("L-20", "zh-CN", "我们荣获多项奖项。我们热心公益。订单将晚到。", "公益");
        fires("L-20", "zh-CN", "我们的质量行业第一。我们引领市场。", "引领");
        fires("L-20", "zh-TW", "我們榮獲多項獎項。我們熱心公益。訂單將晚到。", "公益");
        fires("L-20", "zh-TW", "我們的品質業界第一。我們引領市場。", "引領");
    }

    #[test]
    fn l20_one_sentence_and_plain_words_are_not() {
        silent(
            "L-20",
            "en",
            "A furnace failed. We have supplied you for 20 years and are proud of it.",
        );
        silent(
            "L-20",
            "en",
            "Mr Li is leading the repair. The court hears the patent case. The contract award is due.",
        );
        silent("L-20", "zh-CN", "设备故障。多年来我们的口碑靠交货。订单将晚到。");
        silent("L-20", "zh-CN", "本案涉及专利侵权。法院将审理专利诉讼。请关闭水龙头。");
        silent("L-20", "zh-TW", "設備故障。多年來我們的口碑靠交貨。訂單將晚到。");
        silent("L-20", "zh-TW", "本案涉及專利侵權。法院將審理專利訴訟。請關閉水龍頭。");
    }

    #[test]
    fn l20_our_own_fault_leaves_no_room_in_the_first_paragraph() {
        let brief = BRIEF.replace("\"accidental\"", "\"preventable\"");
        for (language, text) in [
            ("en", "Our award-winning portal had a gap."),
            ("zh-CN", "我们一流的门户出现漏洞。"),
            ("zh-TW", "我們一流的入口網站出現漏洞。"),
        ] {
            let first = reading(language, PartName::Situation, text);
            assert_eq!(marks("L-20", &first, &brief).len(), 1, "{text}");
            assert!(marks("L-20", &first, BRIEF).is_empty(), "{text}");
            let third = reading(language, PartName::Appeal, text);
            assert!(marks("L-20", &third, &brief).is_empty(), "{text}");
        }
    }

    /// A cotton company apologised on two pages, of which one and a half praised the company.
    #[test]
    fn i27_an_apology_of_which_three_quarters_are_praise_is_found() {
        let brief = BRIEF.replace("\"accidental\"", "\"preventable\"");
        for (language, text) in [
            (
                "en",
                "Our film hurt people, and we apologise. Our company is a pioneer of cotton. It holds patents \
                 by the dozen. It donated 3 million masks.",
            ),
            (
                "zh-CN",
                "视频冒犯了大家，我们郑重道歉。我们开创了全新工艺，拥有多项专利。产品一流，口碑良好。我们捐赠口罩300万只。",
            ),
            (
                "zh-TW",
                "影片冒犯了大家，我們鄭重道歉。我們開創了全新工藝，擁有多項專利。產品一流，口碑良好。我們捐贈口罩300萬片。",
            ),
        ] {
            let letter = reading(language, PartName::Appeal, text);
            let found = marks("L-20", &letter, &brief);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].title.contains("3 of 4 sentences"), "{found:?}");
        }
    }
}
