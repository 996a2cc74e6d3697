use crate::crisis::Responsibility;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks};
use crate::lint::rule::Rule;

/// Makes harm small (T-02).
pub(super) const RULE: Rule = Rule::new("L-28", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    if case.brief.responsibility == Responsibility::Victim {
        return;
    }
    for found in case.found(ListName::Minimising) {
        let around =
            if is_common(&found, case.chinese()) { found.clause() } else { found.sentence() };
        let harm = case.lists.find_in(ListName::Harm, &found.words.text[around]).next();
        if let Some(harm) = harm
            && !case.denied(&found)
        {
            let title = format!("`{}` makes `{}` sound small", found.text(), harm.text);
            marks.add(Mark::new(found.spot, title));
        }
    }
}

/// A word such as *only* or 仅 means its own clause; a phrase such as *isolated incident* the sentence.
fn is_common(found: &Found<'_>, chinese: bool) -> bool {
    if chinese { found.text().chars().count() <= 2 } else { !found.text().contains(' ') }
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName;
    use crate::lint::tests::{BRIEF, fires, marks, reading, silent};

    #[test]
    fn l28_small_words_beside_harm_are_found() {
        fires("L-28", "en", "Only three people were injured.", "Only");
        fires(
            "L-28",
            "en",
            "It was an isolated incident, and the damage is being repaired.",
            "isolated incident",
        );
        fires("L-28", "en", "There was a minor leak.", "minor");
        fires("L-28", "zh-CN", "仅有三人受伤。", "仅");
        fires("L-28", "zh-CN", "此次泄露影响不大。", "影响不大");
        fires("L-28", "zh-CN", "设备轻微损坏。", "轻微");
        fires("L-28", "zh-TW", "僅有三人受傷。", "僅");
        fires("L-28", "zh-TW", "此次外洩影響不大。", "影響不大");
        fires("L-28", "zh-TW", "設備輕微損壞。", "輕微");
    }

    #[test]
    fn l28_limits_beside_harm_are_not() {
        silent("L-28", "en", "Please return only the affected lots. The leak is closed.");
        silent("L-28", "en", "The hall was damaged, and only trained staff may enter.");
        silent("L-28", "en", "This is not a minor delay. Not only the hall was damaged.");
        silent("L-28", "zh-CN", "厂房受损，仅限专业人员进入。不仅延误交货，还影响排产。");
        silent("L-28", "zh-CN", "这不是小问题。库存仅够一周，可能影响交货。");
        silent("L-28", "zh-CN", "受影响的客户由专人个别联系。");
        silent("L-28", "zh-TW", "廠房受損，僅限專業人員進入。不僅延誤交貨，還影響排程。");
        silent("L-28", "zh-TW", "這不是小問題。庫存僅夠一週，可能影響交貨。");
        silent("L-28", "zh-TW", "受影響的客戶由專人個別聯繫。");
    }

    #[test]
    fn l28_who_was_hit_may_say_how_little_it_was() {
        let brief = BRIEF.replace("\"accidental\"", "\"victim\"");
        for (language, text) in [
            ("en", "Only three machines were damaged."),
            ("zh-CN", "仅三台设备损坏。"),
            ("zh-TW", "僅三台設備損壞。"),
        ] {
            let letter = reading(language, PartName::Situation, text);
            assert!(marks("L-28", &letter, &brief).is_empty(), "{text}");
        }
    }

    #[test]
    fn l28_who_is_meant_and_how_old_he_is_makes_nothing_small() {
        silent("L-28", "en", "Only employees whose data leaked receive this letter.");
        silent("L-28", "en", "A minor aged 17 was injured.");
        silent("L-28", "zh-CN", "检查时偶然发现了这一缺陷。");
        silent("L-28", "zh-TW", "檢查時偶然發現了這一缺陷。");
    }
}
