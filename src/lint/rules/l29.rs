use crate::crisis::Fact;
use crate::diagnostic::Severity;
use crate::letter::Words;
use crate::lint::case::Case;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;
use crate::lint::script::{is_foreign, is_own};
use crate::locale::Language;
use crate::locale::is_han;

/// How many places of one letter are told, one by one.
const MOST: usize = 8;

/// So many words or characters of another language make a passage foreign, when its own are fewer.
const MANY: usize = 5;

/// So many characters of the other script make a letter foreign, when those of its own are fewer.
const MANY_OF_A_SCRIPT: usize = 4;

/// The text is in the language and the script of its reader, with that language's own marks (domain 2.5).
pub(super) const RULE: Rule = Rule::new("L-29", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    let language = case.reading.language;
    let mut told = Vec::new();
    let mut foreign = 0;
    for (spot, words) in case.everything().filter(|(_, words)| is_foreign_passage(words, language))
    {
        foreign += 1;
        let title = format!("`{}` is not in {}", shortened(&words.text), language.english_name());
        told.push(Mark::new(spot, title).weighs(Severity::Error));
    }
    if case.chinese() && is_other_script(case) {
        let other = if language == Language::ZhCn { "traditional" } else { "simplified" };
        let title = format!("the letter is written in {other} characters");
        marks.add(Mark::new(Spot::Letter, title).weighs(Severity::Error));
    } else {
        for (spot, words) in case.everything() {
            scripts(case, &spot, words, &mut told);
            if case.chinese() {
                half_width(&spot, words, &mut told);
            }
            if foreign == 0 {
                quotes(language, &spot, words, &mut told);
            }
        }
    }
    told.truncate(MOST);
    for mark in told {
        marks.add(mark);
    }
}

/// The characters of a passage that are no value, each with its place.
fn own(words: &Words) -> impl Iterator<Item = (usize, char)> {
    words.text.char_indices().filter(|(at, _)| !words.values.iter().any(|value| value.contains(at)))
}

/// Whether a passage is written in another language, whatever names stand in it.
fn is_foreign_passage(words: &Words, language: Language) -> bool {
    let own: String = own(words).map(|(_, c)| c).collect();
    let han = own.chars().filter(|c| is_han(*c)).count();
    let latin = own
        .split(|c: char| c.is_whitespace() || is_han(c))
        .map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation()))
        .filter(|word| word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic()))
        .count();
    if language.is_chinese() {
        latin >= MANY && han < latin
    } else {
        han >= MANY && latin * 2 < han
    }
}

/// Whether most characters that tell the scripts apart are of the other one.
fn is_other_script(case: &Case<'_>) -> bool {
    let language = case.reading.language;
    let (mut foreign, mut right) = (0, 0);
    for (_, _, words) in case.paragraphs() {
        for (_, c) in own(words) {
            foreign += usize::from(is_foreign(c, language));
            right += usize::from(is_own(c, language));
        }
    }
    foreign >= MANY_OF_A_SCRIPT && foreign > right
}

/// Characters of the other script, run by run. A name of a person keeps its script; a fact of ours does not.
fn scripts(case: &Case<'_>, spot: &Spot, words: &Words, told: &mut Vec<Mark>) {
    let language = case.reading.language;
    let named = |text: &str| {
        case.brief.facts.iter().any(|(_, fact)| matches!(fact, Fact::Text(own) if own == text))
    };
    let reads = |at: usize| {
        let value = words.values.iter().find(|value| value.contains(&at));
        value.is_none_or(|value| words.text.get(value.clone()).is_some_and(named))
    };
    let strange = |c: char| is_foreign(c, language) || (language == Language::En && is_han(c));
    if language == Language::En && is_foreign_passage(words, language) {
        return;
    }
    let mut run: Option<(usize, usize)> = None;
    let mut close = |run: &mut Option<(usize, usize)>| {
        let Some((start, end)) = run.take() else { return };
        let text = &words.text[start..end];
        let title = match language {
            Language::ZhCn => format!("`{text}` is written in traditional characters"),
            Language::ZhTw => format!("`{text}` is written in simplified characters"),
            Language::En => format!("`{text}` is not in English"),
        };
        told.push(Mark::new(spot.clone().narrowed(start..end), title));
    };
    for (at, c) in words.text.char_indices() {
        if strange(c) && reads(at) {
            let start = run.map_or(at, |(start, _)| start);
            run = Some((start, at + c.len_utf8()));
        } else {
            close(&mut run);
        }
    }
    close(&mut run);
}

/// Half-width marks beside Chinese characters.
fn half_width(spot: &Spot, words: &Words, told: &mut Vec<Mark>) {
    let text = words.text.as_str();
    for (at, c) in own(words) {
        let Some(full) = full_width(c) else { continue };
        let before = text[..at].chars().next_back().is_some_and(is_han);
        let behind = text[at + 1..].chars().next().is_some_and(is_han);
        // In brackets that hold no Chinese, as around a number, they belong to what they hold.
        let wrong = match c {
            '.' | ')' => before,
            '(' => behind,
            _ => before || behind,
        };
        if wrong {
            let title = format!("`{c}` is half-width in Chinese text");
            let spot = spot.clone().narrowed(at..at + 1);
            told.push(Mark::new(spot, title).hint(format!("write `{full}`")));
        }
    }
}

const fn full_width(c: char) -> Option<char> {
    Some(match c {
        ',' => '，',
        '.' => '。',
        ':' => '：',
        ';' => '；',
        '!' => '！',
        '?' => '？',
        '(' => '（',
        ')' => '）',
        _ => return None,
    })
}

/// Quote marks of another language.
fn quotes(language: Language, spot: &Spot, words: &Words, told: &mut Vec<Mark>) {
    let text = words.text.as_str();
    for (at, c) in own(words) {
        let beside_han = || {
            text[..at].chars().next_back().is_some_and(is_han)
                || text[at + c.len_utf8()..].chars().next().is_some_and(is_han)
        };
        let wrong = match (language, c) {
            (Language::ZhCn | Language::En, '「' | '」' | '『' | '』')
            | (Language::En, '„' | '«' | '»') => true,
            (Language::En, c) => "，。：；！？（）、".contains(c),
            (Language::ZhTw, '“' | '”' | '‘' | '’') | (_, '"') => beside_han(),
            _ => false,
        };
        if !wrong {
            continue;
        }
        let right = match language {
            Language::En if "，。：；！？（）、".contains(c) => "the English mark",
            Language::ZhTw => "「 」",
            Language::En | Language::ZhCn => "“ ”",
        };
        let title = format!("`{c}` is no mark of {}", language.english_name());
        let spot = spot.clone().narrowed(at..at + c.len_utf8());
        told.push(Mark::new(spot, title).hint(format!("write {right}")));
    }
}

/// The first words of a passage.
fn shortened(text: &str) -> String {
    const MOST: usize = 30;
    let first: String = text.chars().take(MOST).collect();
    if first.len() < text.len() { format!("{}…", first.trim_end()) } else { first }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::letter::PartName::Situation;
    use crate::lint::tests::{BRIEF, fires, letter, marks, silent, titles};

    #[test]
    fn l29_characters_of_the_other_script_are_found() {
        fires("L-29", "zh-CN", "昨夜车间起火，现场處理已经结束，我们会尽快通知您。", "處");
        fires("L-29", "zh-CN", "我们的库存数量足够，機械设备没有损坏。", "機");
        fires("L-29", "zh-TW", "昨夜廠房起火，現場处理已經結束，我們會儘快通知您。", "处");
        fires("L-29", "zh-TW", "我們的庫存數量足夠，机械設備沒有損壞。", "机");
        fires("L-29", "en", "The 召回 began today.", "召回");
    }

    #[test]
    fn l29_a_letter_in_another_script_or_language_is_an_error() {
        for (language, text) in [
            ("zh-CN", "我們深知，軸承晚到，您的組裝排程就得重來。"),
            ("zh-TW", "我们深知，轴承晚到，您的装配计划就要重排。"),
            ("zh-CN", "We understand what a late bearing does to your plan."),
            ("zh-TW", "We understand what a late bearing does to your plan."),
            ("en", "我们深知，轴承晚到，您的装配计划就要重排。"),
        ] {
            let found = marks("L-29", &letter(language, &[(Situation, text)]), BRIEF);
            let [mark] = &found[..] else { panic!("{language} {text}: {found:?}") };
            assert_eq!(mark.severity, Some(Severity::Error));
        }
        let mixed = letter("en", &[(Situation, "We are sorry.\n\n我们深知您的担忧。")]);
        assert_eq!(titles("L-29", &mixed, BRIEF), ["`我们深知您的担忧。` is not in English"]);
    }

    #[test]
    fn l29_half_width_marks_and_foreign_quotes_are_found() {
        fires("L-29", "zh-CN", "车间起火,无人受伤。", ",");
        fires("L-29", "zh-CN", "我们称之为「快速通道」。".replace('」', "”").as_str(), "「");
        fires("L-29", "zh-TW", "廠房起火,無人受傷。", ",");
        fires("L-29", "zh-TW", "我們稱之為“快速通道」。", "“");
        fires("L-29", "en", "We call it «fast lane.", "«");
        fires("L-29", "en", "The fire is out，nobody was hurt.", "，");
    }

    #[test]
    fn l29_careful_text_is_not() {
        silent(
            "L-29",
            "zh-CN",
            "“快速通道”每天8:00至20:00开放，电话 +86 512 0555 0107，见 www.lingchuan.example/notices，共1,150套（LC 6208-2RS）。",
        );
        silent("L-29", "zh-CN", "着手处理后续事宜，皇后大道与里弄不受影响；(1)先检查。");
        silent(
            "L-29",
            "zh-TW",
            "「快速通道」每日8:00至20:00開放，電話 +886 4 5550 0199，見 www.lingchuan.example/notices，共1,150顆（LC 6208-2RS）。",
        );
        silent("L-29", "zh-TW", "台中廠與臺北辦公室照常，群組裡的同仁已著手處理，峰值在12月4日。");
        silent("L-29", "en", "We call it “fast lane”; it's open from 8:00, at O'Brien's.");
        silent("L-29", "en", "Lucie Havránková of Mizumori Seiki Co., Ltd. calls you.");
    }

    #[test]
    fn l29_names_keep_their_script_and_our_own_facts_do_not() {
        let mut reading =
            letter("zh-CN", &[(Situation, "請聯絡陳國棟先生，我们会尽快答复您的询问。")]);
        reading.body[0].1.values.push(0.."請聯絡陳國棟".len());
        assert!(titles("L-29", &reading, BRIEF).is_empty());
        let brief = BRIEF.replace("steel = \"100Cr6\"", "steel = \"軸承鋼\"");
        let mut reading = letter("zh-CN", &[(Situation, "軸承鋼短缺，我们会尽快答复您的询问。")]);
        reading.body[0].1.values.push(0.."軸承鋼".len());
        assert_eq!(
            titles("L-29", &reading, &brief),
            [
                "`軸` is written in traditional characters",
                "`鋼` is written in traditional characters"
            ]
        );
    }
}
