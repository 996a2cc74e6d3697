use crate::diagnostic::{Severity, Span};
use crate::lint::opened::Field;
use crate::lint::rule::Rule;
use crate::lint::stretch::{StretchCase, Suspect};
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// A placeholder that nobody filled (I-06, I-18, G-03).
pub(super) const RULE: Rule = Rule::new("L-15", Severity::Error).locked().on_stretch(check);

/// What stands for words that were to come.
const SIGNS: [(&str, Sign); 37] = [
    ("{{", Sign::Anywhere),
    ("}}", Sign::Anywhere),
    ("{%", Sign::Anywhere),
    ("%}", Sign::Anywhere),
    ("${", Sign::Anywhere),
    ("%%", Sign::Anywhere),
    ("<<", Sign::Anywhere),
    (">>", Sign::Anywhere),
    ("Lorem ipsum", Sign::Anywhere),
    ("lorem ipsum", Sign::Anywhere),
    ("TODO", Sign::Word),
    ("FIXME", Sign::Word),
    ("TBD", Sign::Word),
    ("TBC", Sign::Word),
    ("TBA", Sign::Word),
    ("XXX", Sign::Word),
    ("XXXX", Sign::Word),
    ("PENDING", Sign::Word),
    ("NaN", Sign::Word),
    ("null", Sign::WordBut(&[], &[" and void", " hypothesis", " result"])),
    ("undefined", Sign::WordBut(&["an ", "is ", "are ", "left ", "yet ", "still ", "as "], &[])),
    ("None", Sign::Within),
    (
        "待定",
        Sign::Not(
            &["等", "对", "對", "招", "接", "看", "优", "優", "善"],
            &["夺", "奪", "期", "制"],
        ),
    ),
    ("期待补", Sign::Never),
    ("期待補", Sign::Never),
    ("日期待补", Sign::Anywhere),
    ("日期待補", Sign::Anywhere),
    ("待补", Sign::Not(&["等"], &["偿", "发", "货", "贴", "缴", "办"])),
    ("待補", Sign::Not(&["等"], &["償", "發", "貨", "貼", "繳", "辦"])),
    ("待填", Sign::Not(&[], &["补", "補"])),
    ("某某", Sign::Anywhere),
    ("○○", Sign::Anywhere),
    ("〇〇", Sign::Not(&["二", "一"], &["一", "二", "三", "四", "五", "六", "七", "八", "九"])),
    ("××", Sign::Anywhere),
    ("此处填写", Sign::Anywhere),
    ("此處填寫", Sign::Anywhere),
    ("____", Sign::Anywhere),
];

/// How a sign counts.
#[derive(Debug, Clone, Copy)]
enum Sign {
    Anywhere,
    /// Longer than another one, and means something else.
    Never,
    /// As a whole word.
    Word,
    /// As a whole word, but neither behind nor before these.
    WordBut(&'static [&'static str], &'static [&'static str]),
    /// As a whole word that does not open a sentence: *Dear None,*.
    Within,
    /// Neither behind nor before these.
    Not(&'static [&'static str], &'static [&'static str]),
}

/// In brackets, and yet meant: zones of time, and *so it stands*.
const MEANT: [&str; 22] = [
    "SIC", "GMT", "UTC", "CET", "CEST", "EET", "EEST", "EST", "EDT", "CST", "CDT", "MST", "MDT",
    "PST", "PDT", "BST", "IST", "JST", "KST", "HKT", "SGT", "AEST",
];

/// What a form calls its gaps, in brackets of any kind.
const GAPS: [&str; 38] = [
    "name",
    "first name",
    "last name",
    "full name",
    "surname",
    "company",
    "company name",
    "date",
    "title",
    "amount",
    "address",
    "number",
    "phone",
    "email",
    "e-mail",
    "position",
    "city",
    "recipient",
    "signature",
    "your name",
    "your company",
    "your title",
    "姓名",
    "名字",
    "称呼",
    "稱呼",
    "公司",
    "公司名",
    "公司名称",
    "公司名稱",
    "日期",
    "职务",
    "職務",
    "金额",
    "金額",
    "电话",
    "電話",
    "地址",
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let builder = &mut AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostLongest).build(SIGNS.iter().map(|(sign, _)| sign)).ok()
});

fn check(case: &StretchCase<'_>, suspects: &mut Vec<Suspect>) {
    let bracketed = gaps(case.text, case.field == Field::Html);
    suspects.extend(signs(case.text).chain(bracketed).map(|span| {
        let title = format!("`{}` waits to be filled", &case.text[span.clone()]);
        Suspect::new(span, title)
    }));
}

/// Where a sign stands and counts.
fn signs(text: &str) -> impl Iterator<Item = Span> + '_ {
    let found = FINDER.iter().flat_map(move |finder| finder.find_iter(text));
    found.filter_map(move |found| {
        let (before, behind) = (&text[..found.start()], &text[found.end()..]);
        let spelled = |c: char| c.is_alphanumeric() || c == '_';
        let whole = !before.ends_with(spelled) && !behind.starts_with(spelled);
        let beside = |left: &[&str], right: &[&str]| {
            left.iter().any(|word| before.ends_with(word))
                || right.iter().any(|word| behind.starts_with(word))
        };
        let counts = match SIGNS[found.pattern().as_usize()].1 {
            Sign::Anywhere => true,
            Sign::Never => false,
            Sign::Word => whole,
            Sign::WordBut(left, right) => whole && !beside(left, right),
            Sign::Within => whole && before.trim_end().ends_with(char::is_alphanumeric),
            Sign::Not(left, right) => !beside(left, right),
        };
        counts.then(|| found.span().into())
    })
}

/// `[FIRST_NAME]`, `{name}`, `【姓名】` and their like. In the source of a page, braces hold rules of style.
fn gaps(text: &str, is_source: bool) -> impl Iterator<Item = Span> + '_ {
    const PAIRS: [(char, char); 4] = [('[', ']'), ('{', '}'), ('【', '】'), ('［', '］')];
    text.match_indices(['[', '{', '【', '［']).filter_map(move |(at, open)| {
        let c = open.chars().next()?;
        let (_, close) = PAIRS.into_iter().find(|(open, _)| *open == c)?;
        let inner = text[at + c.len_utf8()..].split_once(close)?.0;
        let named = match c {
            '{' => !is_source && is_identifier(inner),
            _ => is_shouted(inner) || is_gap(inner),
        };
        named.then(|| at..at + c.len_utf8() + inner.len() + close.len_utf8())
    })
}

/// Whether brackets hold what a form calls its gaps, or an order to fill them: `[insert name]`.
fn is_gap(inner: &str) -> bool {
    let small = inner.trim().to_lowercase();
    let orders = [
        "insert ",
        "enter ",
        "your ",
        "fill in",
        "add your ",
        "请填",
        "請填",
        "填写",
        "填寫",
        "插入",
    ];
    GAPS.contains(&small.as_str())
        || (small.chars().count() < 40 && orders.iter().any(|order| small.starts_with(order)))
}

fn is_identifier(inner: &str) -> bool {
    let spelled = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    (2..40).contains(&inner.len())
        && inner.starts_with(|c: char| c.is_ascii_alphabetic())
        && inner.chars().all(spelled)
}

fn is_shouted(inner: &str) -> bool {
    (3..60).contains(&inner.len())
        && !MEANT.contains(&inner)
        && inner.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c == ' ')
        && inner.contains(|c: char| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::{gaps, signs};

    fn found(text: &str) -> Vec<&str> {
        signs(text).chain(gaps(text, false)).map(|span| &text[span]).collect()
    }

    #[test]
    fn l15_gaps_are_found() {
        for (text, gap) in [
            ("Dear [FIRST_NAME],", "[FIRST_NAME]"),
            ("Dear [First name],", "[First name]"),
            ("Dear {first_name},", "{first_name}"),
            ("Dear [insert name],", "[insert name]"),
            ("At [Your Name Here] we", "[Your Name Here]"),
            ("恢复生产的日期待定。", "待定"),
            ("恢復生產的日期待定。", "待定"),
            ("交货日期待补。", "日期待补"),
            ("Dear None,", "None"),
            ("Dear null,", "null"),
            ("Hello undefined", "undefined"),
            ("NaN pieces", "NaN"),
            ("PENDING LARRY QUOTE", "PENDING"),
            ("On XXX we met. lorem ipsum", "XXX"),
            ("lorem ipsum dolor", "lorem ipsum"),
            ("%%DC::Subject%", "%%"),
            ("尊敬的【姓名】：", "【姓名】"),
            ("尊敬的某某先生：", "某某"),
            ("时间待定。", "待定"),
            ("数据待补。", "待补"),
            ("時間待定。", "待定"),
            ("數據待補。", "待補"),
            ("尊敬的○○先生", "○○"),
        ] {
            assert_eq!(found(text).first(), Some(&gap), "{text}");
        }
    }

    #[test]
    fn l15_words_that_only_look_so_are_not() {
        for text in [
            "The contract is null and void.",
            "None of your orders is late. Of these, none.",
            "an undefined period",
            "at 18:00 [GMT], as he said [SIC]",
            "A pending order, and tbd in small letters",
            "待补偿的订单共 12 笔。",
            "待補償的訂單共 12 筆。",
            "正等待定夺。",
            "我们期待定期与您沟通。",
            "我們期待補充說明的機會。",
            "【通知】各位伙伴：",
            "二〇〇八年以来",
            "[1] see below",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
