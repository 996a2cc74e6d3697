use crate::crisis::Responsibility;
use crate::diagnostic::{Severity, Span};
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks};
use crate::lint::rule::Rule;

/// Blames or attacks somebody else, or guesses (T-02, T-12, T-13).
pub(super) const RULE: Rule = Rule::new("L-26", Severity::Warning).on_wording(check);

/// A name that is blamed stands so near, in characters.
const NEAR: usize = 40;

/// Phrases that end so are followed by the name; others follow it.
const NAME_COMES: [&str; 4] = [" by", " of", "于", "於"];

fn check(case: &Case<'_>, marks: &mut Marks) {
    for found in case.found(ListName::Blame) {
        if !case.denied(&found) {
            let title = format!("`{}` points at somebody else, or guesses", found.text());
            marks.add(Mark::new(found.spot, title));
        }
    }
    if case.brief.responsibility == Responsibility::Victim {
        // Whoever was hit may name the cause; attacks are on the list above (domain 2.2).
        return;
    }
    for found in case.found(ListName::Fault) {
        if let Some(name) = blamed(case, &found)
            && !case.denied(&found)
        {
            let span = name.start.min(found.span.start)..name.end.max(found.span.end);
            let title = format!("`{}` blames somebody by name", &found.words.text[span.clone()]);
            marks.add(Mark::new(found.spot.clone().narrowed(span), title));
        }
    }
}

/// The name of somebody else beside a word of blame: a value, or words that end like a company's name.
fn blamed(case: &Case<'_>, found: &Found<'_>) -> Option<Span> {
    let text = found.words.text.as_str();
    let clause = found.clause();
    let comes = NAME_COMES.iter().any(|end| found.text().to_ascii_lowercase().ends_with(end));
    let own = case.config.organisation.name.get(case.reading.language);
    let is_name = |value: &Span| {
        let value = &text[value.clone()];
        value != own && !value.contains(|c: char| c.is_numeric())
    };
    let values = found.words.values.iter().filter(|value| is_name(value));
    if comes {
        let near: usize =
            text[found.span.end..clause.end].chars().take(NEAR).map(char::len_utf8).sum();
        let behind = found.span.end..found.span.end + near;
        let value = values.clone().find(|value| {
            value.start >= behind.start && text[behind.start..value.start].trim().is_empty()
        });
        return value.cloned().or_else(|| company(case, found, behind));
    }
    let before = &text[clause.start..found.span.start];
    let end = clause.start
        + before.trim_end_matches(['的', ' ']).trim_end_matches("'s").trim_end_matches("’s").len();
    let value = values.clone().find(|value| value.end == end);
    value.cloned().or_else(|| {
        let near: usize =
            text[clause.start..end].chars().rev().take(NEAR).map(char::len_utf8).sum();
        company(case, found, end - near..end).filter(|name| name.end == end)
    })
}

/// The last word of a company's name in a range, such as `Ltd`.
fn company(case: &Case<'_>, found: &Found<'_>, range: Span) -> Option<Span> {
    let hit = case.lists.find_in(ListName::Company, &found.words.text[range.clone()]).last()?;
    Some(hit.span.start + range.start..hit.span.end + range.start)
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName;
    use crate::lint::tests::{BRIEF, fires, marks, reading, silent};

    #[test]
    fn l26_blame_attack_and_guesses_are_found() {
        fires("L-26", "en", "The stop was caused by our supplier.", "caused by our supplier");
        fires("L-26", "en", "This is the work of malicious rumours.", "malicious rumours");
        fires("L-26", "en", "The cause was probably a cable.", "probably");
        fires("L-26", "zh-CN", "由于供应商原因，交货推迟。", "由于供应商原因");
        fires("L-26", "zh-CN", "有人别有用心。", "别有用心");
        fires("L-26", "zh-CN", "我们猜测是线路老化。", "我们猜测");
        fires("L-26", "zh-TW", "由於供應商原因，交貨延後。", "由於供應商原因");
        fires("L-26", "zh-TW", "有人別有用心。", "別有用心");
        fires("L-26", "zh-TW", "我們猜測是線路老化。", "我們猜測");
    }

    #[test]
    fn l26_a_name_beside_a_fault_is_found() {
        fires("L-26", "en", "It was the fault of Nordmill Ltd.", "the fault of Nordmill Ltd");
        fires("L-26", "en", "Nordmill Ltd failed to deliver.", "Ltd failed to deliver");
        fires("L-26", "zh-CN", "这是北方钢铁公司的失误。", "公司的失误");
        fires("L-26", "zh-TW", "這是北方鋼鐵公司的失誤。", "公司的失誤");
        let mut letter = reading("en", PartName::Situation, "Nordmill failed to deliver.");
        letter.body[0].1.values.push(0..8);
        assert_eq!(marks("L-26", &letter, BRIEF).len(), 1);
    }

    #[test]
    fn l26_our_own_part_and_facts_are_not() {
        silent(
            "L-26",
            "en",
            "The mill that supplies us shut down its furnace after a technical failure.",
        );
        silent(
            "L-26",
            "en",
            "We failed to deliver, and we have asked our competitors for 40 tonnes.",
        );
        silent("L-26", "en", "Questions from the media go to our press desk.");
        silent("L-26", "zh-CN", "钢厂因设备故障停炉。这是本公司的失误。");
        silent("L-26", "zh-CN", "我们不会把您的数据交给竞争对手。");
        silent("L-26", "zh-TW", "鋼廠因設備故障停爐。這是本公司的失誤。");
        silent("L-26", "zh-TW", "我們不會把您的資料交給競爭對手。");
    }

    #[test]
    fn l26_a_call_not_to_believe_them_attacks_all_the_same() {
        fires("L-26", "en", "Do not believe the malicious rumours.", "malicious rumours");
        fires("L-26", "zh-CN", "请勿相信别有用心的传言。", "别有用心");
        fires("L-26", "zh-TW", "請勿相信別有用心的傳言。", "別有用心");
    }
}
