use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks};
use crate::lint::rule::Rule;

/// Sells (S-07, T-16, T-17): a letter that does is advertising by law (E-08).
pub(super) const RULE: Rule = Rule::new("L-23", Severity::Error).on_wording(check);

/// How links of campaigns are told from others.
const CAMPAIGN_CODES: [&str; 5] = ["utm_", "gclid=", "fbclid=", "mc_cid=", "mc_eid="];

fn check(case: &Case<'_>, marks: &mut Marks) {
    for found in case.found_anywhere(ListName::Sales) {
        if !case.denied(&found) {
            let title = format!("`{}` sells", found.text());
            marks.add(Mark::new(found.spot, title));
        }
    }
    for (spot, words) in case.everything() {
        for code in CAMPAIGN_CODES {
            let behind = |target: &str| {
                target.find(['?', '&', '#']).is_some_and(|at| target[at..].contains(code))
            };
            let typed = words.text.find(code).filter(|_| behind(&words.text));
            let spot = match typed {
                Some(at) => spot.clone().narrowed(at..at + code.len()),
                None if words.links.iter().any(|target| behind(target)) => spot.clone(),
                None => continue,
            };
            marks.add(Mark::new(spot, format!("a link carries the campaign code `{code}`")).hint(
                "write the plain address of the page, without what follows the question mark",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::{PartName, Words};
    use crate::lint::tests::{BRIEF, fires, marks, pointed, reading, silent};

    #[test]
    fn l23_sales_talk_is_found() {
        fires("L-23", "en", "From today there is a discount of 5%.", "discount");
        fires("L-23", "en", "This special offer ends on Friday.", "special offer");
        fires("L-23", "zh-CN", "我们推出限时优惠。", "限时优惠");
        fires("L-23", "zh-CN", "欢迎参加年末促销。", "促销");
        fires("L-23", "zh-TW", "我們推出限時優惠。", "限時優惠");
        fires("L-23", "zh-TW", "歡迎參加年末促銷。", "促銷");
    }

    #[test]
    fn l23_plain_business_and_what_is_stopped_are_not() {
        silent(
            "L-23",
            "en",
            "Her promotion to head of the plant stands. We offer you a part delivery.",
        );
        silent(
            "L-23",
            "en",
            "The plant is closed for a limited time. Please order now what you need until March.",
        );
        silent("L-23", "en", "We have stopped all discounts and advertising.");
        silent("L-23", "zh-CN", "我们将为您更换为全新品。整改须限时完成。");
        silent("L-23", "zh-CN", "我们已暂停全部促销活动，以免引发恐慌性抢购。税收优惠政策不变。");
        silent("L-23", "zh-TW", "我們將為您更換為全新品。改善須限時完成。");
        silent("L-23", "zh-TW", "我們已暫停全部促銷活動，以免引發恐慌性搶購。稅收優惠政策不變。");
    }

    #[test]
    fn l23_links_with_campaign_codes_are_found() {
        let mut letter = reading("en", PartName::Situation, "See our notices.");
        letter.body[0].1.links.push("https://lingchuan.example/n?utm_source=letter".to_owned());
        assert_eq!(marks("L-23", &letter, BRIEF).len(), 1);
        let typed = "https://lingchuan.example/n?gclid=7";
        fires("L-23", "en", &format!("See {typed} today."), "gclid=");
        let plain = Words {
            links: vec!["https://lingchuan.example/n?id=7".to_owned()],
            ..Words::plain("See.")
        };
        letter.body[0].1 = plain;
        let found = marks("L-23", &letter, BRIEF);
        assert!(
            found.is_empty(),
            "{:?}",
            found.iter().map(|mark| pointed(&letter, mark)).collect::<Vec<_>>()
        );
    }

    #[test]
    fn l23_who_must_not_miss_an_offer_is_sold_to() {
        fires("L-23", "en", "Do not miss our special offer.", "special offer");
        fires("L-23", "zh-CN", "不要错过限时优惠。", "限时优惠");
        fires("L-23", "zh-TW", "不要錯過限時優惠。", "限時優惠");
        silent("L-23", "en", "This letter is not a special offer.");
        silent("L-23", "zh-CN", "我们暂停一切折扣活动。");
        silent("L-23", "zh-TW", "我們暫停一切折扣活動。");
    }
}
