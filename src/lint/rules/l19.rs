use crate::diagnostic::Severity;
use crate::letter::{Letter, PartName};
use crate::lint::case::Case;
use crate::lint::figure::figures;
use crate::lint::locate::in_brief_text;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::plain_html;
use crate::lint::rule::Rule;
use crate::lint::said::{self, Said, Statements};
use crate::lint::set::{Member, Set, SetMarks};
use crate::locale::Language;
use std::collections::{BTreeMap, BTreeSet};

/// All letters say the same: in each language, to each kind of reader, and in both parts of a message (T-12).
pub(super) const RULE: Rule = Rule::new("L-19", Severity::Error).on_set(set).on_message(message);

fn set(set: &Set<'_>, marks: &mut SetMarks) {
    let told = briefs(set, marks);
    languages(set, &told, marks);
    readers(set, &told, marks);
}

/// Each text of the brief states the same days, shares and amounts in each language.
fn briefs(set: &Set<'_>, marks: &mut SetMarks) -> BTreeSet<Said> {
    let mut told = BTreeSet::new();
    let Some((_, case)) = set.cases().first() else { return told };
    let mut first_of: BTreeMap<Language, usize> = BTreeMap::new();
    for (at, (_, case)) in set.cases().iter().enumerate() {
        first_of.entry(case.reading.language).or_insert(at);
    }
    for wordings in case.brief.wordings() {
        let own = |language| {
            wordings.get(language).map(|it| said::in_wording(it, case.brief, case.today()))
        };
        let mut base: Option<(Language, Statements)> = None;
        for (language, at) in &first_of {
            let (Some(here), Some(wording)) = (own(*language), wordings.get(*language)) else {
                continue;
            };
            let Some((other, there)) = &base else {
                base = Some((*language, here));
                continue;
            };
            for (theirs, ours) in said::conflicts(there, &here) {
                let (Some(span), Some(their_text)) = (here.get(&ours), wordings.get(*other)) else {
                    continue;
                };
                let their_span = there.get(&theirs).cloned().unwrap_or_default();
                let title = format!(
                    "`{}` in {} is another {} than `{}` in {}",
                    &wording.text[span.clone()],
                    language.english_name(),
                    ours.kind(),
                    &their_text.text[their_span],
                    other.english_name(),
                );
                let place = in_brief_text(case.brief, wording, span.clone());
                // It stands in the letters that say this text.
                let sayers = set.cases().iter().enumerate().filter(|(_, (_, case))| {
                    case.reading.language == *language && case.says(wordings)
                });
                let mut sayers: Vec<usize> = sayers.map(|(at, _)| at).collect();
                if sayers.is_empty() {
                    sayers.push(*at);
                }
                for at in sayers {
                    marks.add(at, Mark::new(Spot::File(place.clone()), title.clone()));
                }
                told.extend([theirs, ours]);
            }
        }
    }
    told
}

/// Where a letter states something: the passage and the words.
type Stated = BTreeMap<Said, (usize, Spot, String)>;

/// What the letters of several wordings state in some parts. What only one reader's own values hold is left out.
fn stated<'s>(members: impl Iterator<Item = (usize, &'s Case<'s>)>, parts: &[PartName]) -> Stated {
    let mut all = Stated::new();
    for (at, case) in members {
        let known = said::in_brief(case.brief);
        for (spot, part, words) in case.passages() {
            if !parts.contains(&part) {
                continue;
            }
            for (one, span) in said::in_words(&words.text, case.today()) {
                if words.touches_value(&span) && !known.contains(&one) {
                    continue;
                }
                let text = words.text[span.clone()].to_owned();
                all.entry(one).or_insert_with(|| (at, spot.clone().narrowed(span), text));
            }
        }
    }
    all
}

/// The same without the places.
fn statements(stated: &Stated) -> Statements {
    stated.keys().map(|one| (*one, 0..0)).collect()
}

/// A kind of reader: which impact, and whether strategic.
type Kind<'s> = (Option<usize>, &'s str);

/// Letters of two languages to the same kind of reader state the same, whatever their templates hold.
fn languages(set: &Set<'_>, told: &BTreeSet<Said>, marks: &mut SetMarks) {
    const PARTS: [PartName; 3] = [PartName::Situation, PartName::Measures, PartName::Appeal];
    let mut kinds: BTreeMap<Kind<'_>, BTreeMap<Language, Vec<usize>>> = BTreeMap::new();
    for (at, (member, case)) in set.cases().iter().enumerate() {
        let kind = (member.impact, member.partner.as_str());
        kinds.entry(kind).or_default().entry(case.reading.language).or_default().push(at);
    }
    let of = |own: &[usize]| {
        stated(own.iter().filter_map(|at| Some((*at, &set.cases().get(*at)?.1))), &PARTS)
    };
    let mut seen = told.clone();
    for by_language in kinds.values() {
        let mut by_language = by_language.iter();
        let Some((other, first)) = by_language.next() else { continue };
        let there = of(first);
        for (language, own) in by_language {
            let here = of(own);
            let where_else = format!("in {}", other.english_name());
            let here_named = language.english_name();
            compare((&there, &here), &mut seen, (here_named, &where_else), marks);
        }
    }
}

/// Letters of one language promise the same measures and the same next word to all their readers.
fn readers(set: &Set<'_>, told: &BTreeSet<Said>, marks: &mut SetMarks) {
    const PARTS: [PartName; 2] = [PartName::Measures, PartName::Appeal];
    let mut firsts: BTreeMap<Language, (&Member, Stated)> = BTreeMap::new();
    let mut seen = told.clone();
    for (at, (member, case)) in set.cases().iter().enumerate() {
        let here = stated(std::iter::once((at, case)), &PARTS);
        match firsts.get(&case.reading.language) {
            None => {
                firsts.insert(case.reading.language, (member, here));
            }
            Some((_, there)) => {
                compare(
                    (there, &here),
                    &mut seen,
                    ("these letters", "in letters to other readers"),
                    marks,
                );
            }
        }
    }
}

fn compare(
    (there, here): (&Stated, &Stated),
    seen: &mut BTreeSet<Said>,
    (here_named, where_else): (&str, &str),
    marks: &mut SetMarks,
) {
    for (theirs, ours) in said::conflicts(&statements(there), &statements(here)) {
        if seen.contains(&ours) {
            continue;
        }
        let (Some((_, _, their_text)), Some((at, spot, text))) =
            (there.get(&theirs), here.get(&ours))
        else {
            continue;
        };
        let kind = ours.kind();
        let title =
            format!("`{text}` in {here_named} is another {kind} than `{their_text}` {where_else}");
        marks.add(*at, Mark::new(spot.clone(), title));
        seen.extend([theirs, ours]);
    }
}

/// The plain text and the HTML of a message hold the same words. Both come from one tree; what stands around it
/// comes from the company's shell.
fn message(case: &Case<'_>, letter: &Letter, marks: &mut Marks) {
    let (text, html) = (squeezed(&letter.text), squeezed(&plain_html::visible(&letter.html)));
    let mut around = html.clone();
    for (spot, _, words) in case.passages() {
        let own = squeezed(&words.text);
        if own.is_empty() {
            continue;
        }
        // Behind a link, the plain text has its target.
        if words.links.is_empty() && !text.contains(&own) {
            marks.add(Mark::new(spot.clone(), "the plain text of the message leaves this out"));
        }
        if html.contains(&own) {
            around = around.replacen(&own, "\n", 1);
        } else {
            marks.add(Mark::new(spot, "the HTML of the message leaves this out"));
        }
    }
    let name = squeezed(case.config.organisation.name.get(case.reading.language));
    for line in plain_html::visible(&letter.html).lines().map(str::trim) {
        let own = squeezed(line);
        let extra = own.contains(char::is_alphanumeric) && own != name && !text.contains(&own);
        if extra && around.contains(&own) {
            let title =
                format!("the HTML of the message says `{line}`, and its plain text does not");
            let severity =
                if figures(line).is_empty() { Severity::Warning } else { Severity::Error };
            let hint = "write it into the letter template, so that both parts have it";
            marks.add(Mark::new(Spot::Letter, title).weighs(severity).hint(hint));
        }
    }
}

/// A text without blanks, line ends and marks of quoting.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '>').collect()
}

#[cfg(test)]
mod tests {
    use crate::letter::{
        Letter,
        PartName::{Appeal, Measures, Situation},
        Reading,
    };
    use crate::lint::mark::Marks;
    use crate::lint::tests::{BRIEF, letter, set_marks, with_case};

    fn titles(readings: &[(&str, Reading)], brief: &str) -> Vec<String> {
        set_marks("L-19", readings, brief).into_iter().map(|(_, title)| title).collect()
    }

    fn all_languages() -> Vec<(&'static str, Reading)> {
        ["en", "zh-CN", "zh-TW"]
            .map(|language| ("general", letter(language, &[(Situation, "…")])))
            .to_vec()
    }

    #[test]
    fn l19_a_brief_that_promises_other_dates_in_another_language_is_found() {
        let brief = BRIEF.replace(
            "请您在{{ facts.answer_by }}前告诉我们",
            "请您在{{ facts.dates_by }}前告诉我们",
        );
        assert_ne!(brief, BRIEF);
        assert_eq!(
            titles(&all_languages(), &brief),
            [
                "`{{ facts.dates_by }}` in Simplified Chinese is another day than `{{ facts.answer_by }}` in English"
            ]
        );
        let brief = BRIEF.replace(
            "text.zh-TW = \"請您在{{ facts.answer_by }}前",
            "text.zh-TW = \"請您在11月25日前",
        );
        assert_eq!(
            titles(&all_languages(), &brief),
            [
                "`11月25日` in Traditional Chinese is another day than `{{ facts.answer_by }}` in English"
            ]
        );
        let brief = BRIEF.replace("调运{{ facts.first_tonnes }}吨", "调运420吨");
        assert_eq!(
            titles(&all_languages(), &brief),
            [
                "`420吨` in Simplified Chinese is another amount than `{{ facts.first_tonnes }}` in English"
            ]
        );
    }

    #[test]
    fn l19_templates_that_promise_other_dates_in_another_language_are_found() {
        let pair = |en: &str, zh: &str| {
            [
                ("general", letter("en", &[(Appeal, en)])),
                ("general", letter("zh-CN", &[(Appeal, zh)])),
            ]
        };
        assert_eq!(
            titles(
                &pair("You hear more on 24 November 2026.", "我们将于11月25日再次通报。"),
                BRIEF
            ),
            ["`11月25日` in Simplified Chinese is another day than `24 November 2026` in English"]
        );
        assert_eq!(
            titles(&pair("We pay 30% at once.", "我们立即支付百分之三十五。"), BRIEF),
            ["`百分之三十五` in Simplified Chinese is another share than `30%` in English"]
        );
        for (en, zh) in [
            ("You hear more on 24 November 2026.", "我们将于十一月二十四日再次通报。"),
            ("We pay 1.2 million yuan.", "我们支付120万元。"),
            (
                "You hear more on 24 November 2026, and again on 25 November.",
                "我们将于11月24日再次通报。",
            ),
        ] {
            assert!(titles(&pair(en, zh), BRIEF).is_empty(), "{en} {zh}");
        }
    }

    #[test]
    fn l19_readers_who_are_promised_different_dates_are_found() {
        let pair = |language, one: &str, other: &str| {
            [
                ("general", letter(language, &[(Measures, one)])),
                ("strategic", letter(language, &[(Measures, other)])),
            ]
        };
        for (language, one, other) in [
            ("en", "We ship on 9 December 2026.", "We ship on 11 December 2026."),
            ("zh-CN", "12月9日发货。", "12月11日发货。"),
            ("zh-TW", "12月9日出貨。", "12月11日出貨。"),
        ] {
            let found = titles(&pair(language, one, other), BRIEF);
            assert!(
                found.len() == 1 && found[0].ends_with("in letters to other readers"),
                "{found:?}"
            );
            assert!(titles(&pair(language, one, one), BRIEF).is_empty());
            let more = format!("{one} {other}");
            assert!(
                titles(&pair(language, one, &more), BRIEF).is_empty(),
                "more is no contradiction"
            );
        }
    }

    #[test]
    fn l19_the_bundled_briefs_say_the_same_in_all_languages() {
        for brief in [
            BRIEF,
            include_str!("../../../contacts/brief.toml"),
            include_str!("../../../templates/briefs/examples/recall.toml"),
            include_str!("../../../templates/briefs/examples/financial-distress.toml"),
        ] {
            assert!(titles(&all_languages(), brief).is_empty());
        }
    }

    #[test]
    fn l19_what_one_reader_is_told_of_his_own_order_is_no_contradiction() {
        let mut readings =
            ["We ship your order on 3 December.", "We ship your order on 5 December."]
                .map(|text| ("general", letter("en", &[(Measures, text)])));
        for (_, reading) in &mut readings {
            reading.body[0].1.values.push(22..32);
        }
        assert!(titles(&readings, BRIEF).is_empty());
    }

    fn of_message(text: &str, html: &str) -> Vec<String> {
        let reading = letter("en", &[(Situation, "A fire broke out.\n\nWe are sorry.")]);
        let letter = Letter {
            from: String::new(),
            reply_to: String::new(),
            to: String::new(),
            subject: String::new(),
            message_id: String::new(),
            html: html.to_owned(),
            text: text.to_owned(),
            message: Vec::new(),
        };
        let mut marks = Marks::default();
        with_case(&reading, BRIEF, |case| super::message(case, &letter, &mut marks));
        marks.into_vec().into_iter().map(|mark| mark.title).collect()
    }

    #[test]
    fn l19_parts_of_a_message_that_differ_are_found() {
        let text = "A fire\nbroke out.\n\nWe are sorry.\n";
        let html = "<html><head><title>x</title></head><body><p>A fire <b>broke</b> out.</p><p>We are sorry.</p></body></html>";
        assert!(of_message(text, html).is_empty());
        assert_eq!(
            of_message("A fire broke out.", html),
            ["the plain text of the message leaves this out"]
        );
        assert_eq!(
            of_message(text, "<p>We are sorry.</p>"),
            ["the HTML of the message leaves this out"]
        );
        let shell = html.replace("</body>", "<div>Answer by 9 December 2026.</div></body>");
        assert_eq!(
            of_message(text, &shell),
            [
                "the HTML of the message says `Answer by 9 December 2026.`, and its plain text does not"
            ]
        );
        let named = html.replace("<body>", "<body><div>Lingchuan Precision Components</div>");
        assert!(of_message(text, &named).is_empty(), "the name of the house is its letterhead");
    }
}
