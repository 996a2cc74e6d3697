use crate::diagnostic::Severity;
use crate::letter::PartName;
use crate::lint::case::Case;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::{Given, Line, Rule};
use crate::locale::Language;
use crate::locale::is_han;

/// The reader is addressed as a formal letter does (domain 2.5).
pub(super) const RULE: Rule =
    Rule::new("L-30", Severity::Warning).on_wording(check).on_line(salutation);

fn check(case: &Case<'_>, marks: &mut Marks) {
    for (spot, words) in case.everything() {
        for (spot, hit) in case.hits_in(ListName::Familiar, &spot, words) {
            let (title, hint) = match hit.text {
                "您们" | "您們" => {
                    (format!("`{}` is no form of address", hit.text), "write 您, or 各位")
                }
                "你" => ("`你` is too familiar for this letter".to_owned(), "write 您"),
                _ => (format!("`{}` is too familiar for this letter", hit.text), ""),
            };
            marks.add(Mark::new(spot, title).hint(hint));
        }
    }
    for (spot, part, words) in case.passages() {
        if !matches!(part, PartName::Salutation | PartName::Greeting) {
            continue;
        }
        // What is a value here is one reader's own, and is looked at for each of them.
        for (spot, hit) in case.hits_in(ListName::FirstLine, &spot, words) {
            marks.add(Mark::new(spot, too_familiar(hit.text)));
        }
    }
}

/// A first line that the roster gives for one reader. Those that the program writes are right.
fn salutation(line: &Line<'_>, marks: &mut Marks) {
    if line.kind != Given::Salutation {
        return;
    }
    for hit in line.lists.find_in(ListName::FirstLine, line.text) {
        marks.add(Mark::new(Spot::Letter, too_familiar(hit.text)));
    }
    if let Some((name, hint)) = bare(line.text.trim(), line.language) {
        let title = format!("`{name}` is greeted without a form of address");
        marks.add(Mark::new(Spot::Letter, title).hint(hint));
    }
}

fn too_familiar(words: &str) -> String {
    format!("`{words}` is too familiar for the first line")
}

/// The name in a first line, when it stands there alone.
fn bare(line: &str, language: Language) -> Option<(&str, &'static str)> {
    match language {
        Language::En => {
            let name = line.strip_prefix("Dear ")?.trim_end_matches([',', ':']).trim();
            let alone =
                name.chars().all(char::is_alphabetic) && name.starts_with(char::is_uppercase);
            (alone && !name.is_empty())
                .then_some((name, "write `Dear Mr …,`, `Dear Ms …,` or the full name"))
        }
        Language::ZhCn => {
            let name =
                line.strip_prefix("尊敬的").unwrap_or(line).trim_end_matches(['：', ':']).trim();
            let familiar = name.starts_with(['小', '老', '阿']) && name.chars().count() == 2;
            let given = !familiar && !starts_with_family_name(name);
            let short = (1..=3).contains(&name.chars().count()) && name.chars().all(is_han);
            (short && !is_titled(name) && (familiar || given || name.chars().count() == 1))
                .then_some((name, "write 先生, 女士 or the position behind the family name"))
        }
        Language::ZhTw => {
            let line = line.trim_end_matches(['：', ':']).trim();
            let name = REGARDS.iter().find_map(|regard| line.strip_suffix(regard))?.trim();
            let short = (1..=3).contains(&name.chars().count()) && name.chars().all(is_han);
            (short && !is_titled(name))
                .then_some((name, "write 先生, 女士, 君 or the position behind the name"))
        }
    }
}

/// Words of respect behind the name, in Taiwan.
const REGARDS: [&str; 6] = ["台鑒", "鈞鑒", "道鑒", "大鑒", "惠鑒", "賜鑒"];

/// The last character of a position or a form of address.
fn is_titled(name: &str) -> bool {
    const LAST: &str =
        "总總工董长長任理监監师師生士授记記席问問表官使伴户戶友仁者员員编編君授博律医醫姐坊主";
    name.chars().count() > 1 && name.chars().next_back().is_some_and(|last| LAST.contains(last))
}

/// Whether a name begins with a family name. The list has those of nearly all people in China; whoever bears
/// another is met by title or gender in most letters.
fn starts_with_family_name(name: &str) -> bool {
    const TWO: [&str; 14] = [
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "司徒",
        "夏侯", "端木", "宇文",
    ];
    const ONE: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁都芮普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由";
    TWO.iter().any(|family| name.starts_with(family) && name.len() > family.len())
        || (name.chars().count() > 1 && name.starts_with(|c| ONE.contains(c)))
}

#[cfg(test)]
mod tests {
    use crate::letter::PartName::Salutation as FirstLine;
    use crate::lint::mark::Marks;
    use crate::lint::rule::{Given, Line};
    use crate::lint::tests::{BRIEF, fires, letter, silent, titles, with_case};

    #[test]
    fn l30_a_first_line_of_a_template_is_read_and_a_value_in_it_is_not() {
        let mut reading = letter("en", &[(FirstLine, "Hi Ms Tay,")]);
        assert_eq!(titles("L-30", &reading, BRIEF), ["`Hi` is too familiar for the first line"]);
        reading.body[0].1.values.push(0..10);
        assert!(titles("L-30", &reading, BRIEF).is_empty());
    }

    /// What is said of a first line that the roster gives.
    fn greeted(language: &str, line: &str) -> Vec<String> {
        let mut marks = Marks::default();
        with_case(&letter(language, &[]), BRIEF, |case| {
            let (language, lists) = (case.reading.language, case.lists);
            super::salutation(
                &Line { kind: Given::Salutation, text: line, language, lists },
                &mut marks,
            );
        });
        let titles = marks.into_vec().into_iter().map(|mark| mark.title);
        titles.map(|title| title.split('`').nth(1).unwrap().to_owned()).collect()
    }

    #[test]
    fn l30_forms_that_are_none_or_too_familiar_are_found() {
        fires("L-30", "zh-CN", "感谢您们的理解。", "您们");
        fires("L-30", "zh-CN", "你的订单不受影响。", "你");
        fires("L-30", "zh-TW", "感謝您們的理解。", "您們");
        fires("L-30", "zh-TW", "你的訂單不受影響。", "你");
        fires("L-30", "en", "Thank you guys for your patience.", "you guys");
        fires("L-30", "en", "Bear with us, folks.", "folks");
    }

    #[test]
    fn l30_careful_address_is_not() {
        silent("L-30", "zh-CN", "感谢您的理解，迷你轴承不受影响。");
        silent("L-30", "zh-CN", "各位的订单不受影响。");
        silent("L-30", "zh-TW", "感謝您的理解，迷你軸承不受影響。");
        silent("L-30", "zh-TW", "各位的訂單不受影響。");
        silent("L-30", "en", "Thank you, and all at your plant.");
        silent("L-30", "en", "We say hello to nobody in the middle of a letter.");
    }

    #[test]
    fn l30_bare_names_and_familiar_first_lines_are_found() {
        for (language, line, words) in [
            ("en", "Dear Casey,", "Casey"),
            ("en", "Hi Ms Tay,", "Hi"),
            ("zh-CN", "尊敬的亚楠：", "亚楠"),
            ("zh-CN", "尊敬的小王：", "小王"),
            ("zh-CN", "亲爱的王总：", "亲爱的"),
            ("zh-TW", "王小明台鑒：", "王小明"),
            ("zh-TW", "小明鈞鑒：", "小明"),
        ] {
            assert_eq!(greeted(language, line), [words], "{line}");
        }
    }

    #[test]
    fn l30_first_lines_that_the_program_writes_are_not() {
        for (language, lines) in [
            (
                "en",
                vec![
                    "Dear Ms Utsunomiya,",
                    "Dear Casey Lindgren,",
                    "Dear partner,",
                    "Dear Dr von Hohenstein-Wolkersdorff,",
                    "Dear Boon Keat,",
                ],
            ),
            (
                "zh-CN",
                vec![
                    "尊敬的韦总：",
                    "尊敬的佟亚楠：",
                    "尊敬的蒲洋：",
                    "尊敬的欧阳董事长：",
                    "尊敬的聂博士：",
                    "尊敬的合作伙伴：",
                    "尊敬的安娜·施密特女士：",
                ],
            ),
            (
                "zh-TW",
                vec![
                    "王總經理鈞鑒：",
                    "王小明君台鑒：",
                    "王小明先生台鑒：",
                    "敬啟者：",
                    "林主任台鑒：",
                ],
            ),
        ] {
            for line in lines {
                assert!(greeted(language, line).is_empty(), "{line}");
            }
        }
    }
}
