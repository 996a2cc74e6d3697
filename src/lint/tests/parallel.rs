//! Both Chinese scripts are read alike: their word lists hold the same phrases, and the same text in either is
//! met by the same rules.

use super::{BRIEF, reading, with_case};
use crate::letter::PartName;
use crate::lint::list_name::ListName;
use crate::lint::mark::Marks;
use crate::lint::rule::Rule;
use crate::lint::rules::RULES;
use crate::lint::script::is_foreign;
use crate::locale::Language;
use crate::workspace::Assets;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Each traditional character of the lists, and behind it the simplified one.
const PAIRS: &str = "\
並并佔占來来係系個个們们偽伪備备傷伤僅仅價价儘尽償偿優优兌兑內内別别創创動动務务\
勢势匯汇區区協协員员問问啟启單单嘍喽嚴严囉啰國国團团執执報报場场壓压壞坏夠够實实\
寫写將将專专對对導导層层屬属帳帐帶带幣币廠厂廢废強强彌弥後后從从復复惡恶愛爱慚惭\
慮虑憂忧憑凭懇恳應应懷怀戶户掃扫掛挂換换損损搶抢摯挚撥拨擁拥擇择擊击擔担據据擾扰\
攜携數数斷断於于時时暫暂書书會会桿杆業业極极榮荣構构標标樣样機机檢检權权歡欢歸归\
決决沒没況况洩泄減减測测溝沟滿满濟济瀏浏災灾為为無无煩烦熱热爭争牽牵狀状獎奖獨独\
獲获現现當当發发盜盗盡尽眾众確确碼码礙碍礪砺禮礼稅税積积竊窃競竞範范簡简約约級级\
終终組组結结絕绝絡络給给統统經经維维網网緊紧編编總总繫系義义聯联職职臨临與与舊旧\
艱艰萬万著着薦荐處处號号術术補补裝装見见視视親亲覽览訂订計计訊讯記记訪访設设訴诉\
註注詐诈試试話话該该認认誠诚誤误說说談谈請请諒谅諾诺謝谢謠谣謹谨證证議议譽誉變变\
讓让負负貨货責责貴贵買买貸贷費费資资賠赔賣卖質质賬账賴赖購购贈赠軍军較较輕轻輝辉\
輪轮輸输轉转辦办辭辞這这連连進进過过違违遠远適适遲迟選选遺遗還还郵邮鄭郑銀银銘铭\
銷销鋒锋錄录錯错鎮镇鏈链鑑鉴長长門门閉闭開开間间關关隊队險险離离難难電电靜静響响營营\
頂顶項项須须領领頭头題题風风颱台馬马馳驰騙骗驗验驚惊體体點点龍龙";

type Phrases = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn phrases(language: Language) -> Phrases {
    let name = format!("locales/{language}.words.toml");
    toml::from_str(&Assets::built_in().get(&name).unwrap().text).unwrap()
}

fn simplified(text: &str) -> String {
    let pairs: Vec<char> = PAIRS.chars().collect();
    let pair = |c: char| pairs.chunks(2).find(|pair| pair[0] == c).map_or(c, |pair| pair[1]);
    text.chars().map(pair).collect()
}

/// The rules that point at something in a letter of one paragraph.
fn rules_met(language: Language, text: &str, brief: &str) -> BTreeSet<&'static str> {
    let letter = reading(language.tag(), PartName::Situation, text);
    with_case(&letter, brief, |case| {
        let meets = |rule: &&Rule| {
            let mut marks = Marks::default();
            rule.on_wording.is_some_and(|check| {
                check(case, &mut marks);
                !marks.into_vec().is_empty()
            })
        };
        RULES.iter().filter(meets).map(|rule| rule.id).collect()
    })
}

#[test]
fn the_lists_of_both_scripts_hold_the_same_phrases() {
    let (own, other) = (phrases(Language::ZhCn), phrases(Language::ZhTw));
    assert!(own.keys().eq(other.keys()));
    for (list, kinds) in &other {
        let of = |phrases: &Phrases, kind: &str| -> BTreeSet<String> {
            phrases[list].get(kind).into_iter().flatten().cloned().collect()
        };
        for kind in ["words", "allow"] {
            // Two traditional spellings, such as 儘快 and 盡快, may share a simplified one.
            let told: BTreeSet<String> = of(&other, kind).iter().map(|it| simplified(it)).collect();
            let known = of(&own, kind);
            assert!(
                told == known,
                "{list}, {kind}: {:?}",
                told.symmetric_difference(&known).collect::<Vec<_>>()
            );
        }
        assert!(kinds.keys().all(|kind| kind == "words" || kind == "allow"), "{list}");
    }
}

#[test]
fn the_page_of_the_lists_names_each_of_them() {
    let page = include_str!("../../../docs/lint-words.md");
    let table = page.split("## The lists").nth(1).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    let told: BTreeSet<&str> =
        rows.flat_map(|names| names.split(", ")).map(|name| name.trim_matches('`')).collect();
    assert_eq!(told, ListName::names().into_iter().collect());
}

#[test]
fn every_phrase_stands_once_and_in_its_own_script() {
    for language in Language::ALL {
        for (list, kinds) in phrases(language) {
            for phrases in kinds.values() {
                let mut seen = BTreeSet::new();
                for phrase in phrases {
                    assert!(
                        seen.insert(phrase.to_lowercase()),
                        "{language} {list}: {phrase} twice"
                    );
                    assert_eq!(phrase.trim(), phrase, "{language} {list}");
                    let foreign = phrase.chars().find(|c| is_foreign(*c, language));
                    assert_eq!(foreign, None, "{language} {list}: {phrase}");
                }
            }
        }
    }
}

#[test]
fn each_phrase_is_met_by_the_same_rules_in_either_script() {
    for (list, kinds) in phrases(Language::ZhTw) {
        if list == "company" || list == "note" {
            continue;
        }
        let all: Vec<String> = kinds.into_values().flatten().collect();
        for some in all.chunks(3) {
            let text = format!("{}。我們的損失，{}。", some.join("，"), some.join("的"));
            assert_eq!(
                rules_met(Language::ZhTw, &text, BRIEF),
                rules_met(Language::ZhCn, &simplified(&text), BRIEF),
                "{list}: {text}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever is put together from the lists, in whichever responsibility.
    #[test]
    fn the_same_text_in_either_script_is_met_by_the_same_rules(
        picked in proptest::collection::vec((0..ListName::ALL.len(), 0usize..400, "[，。、；]|的|我們|不會"), 1..12),
        responsibility in prop::sample::select(vec!["victim", "accidental", "preventable"]),
    ) {
        let lists = phrases(Language::ZhTw);
        let mut text = String::new();
        for (list, at, mark) in picked {
            let words = &lists[ListName::ALL[list].0]["words"];
            text.push_str(&words[at % words.len()]);
            text.push_str(&mark);
        }
        let brief = BRIEF.replace("\"accidental\"", &format!("\"{responsibility}\""));
        prop_assert_eq!(
            rules_met(Language::ZhTw, &text, &brief),
            rules_met(Language::ZhCn, &simplified(&text), &brief),
            "{}", text
        );
    }
}
