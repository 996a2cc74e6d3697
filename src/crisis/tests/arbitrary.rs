use crate::crisis::Brief;
use crate::crisis::sample::LETTER;
use crate::locale::Language;
use jiff::Timestamp;
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_oneof, proptest};
use proptest::sample::Index;
use std::collections::BTreeMap;

/// Reads a brief and asks it everything; what it answers does not matter here.
fn exercise(text: &str) {
    let Ok((brief, _)) = Brief::read("brief.toml", text) else { return };
    let _ = brief.check_clock(Timestamp::UNIX_EPOCH);
    let _ = brief.missing(&Language::ALL);
    let _ = brief.summary();
    let _ = brief.account_ids().count() + brief.measure_owners().count();
    let _ = brief.impact.choose("a-012", "strategic", &["key"], Some("DE"));
    for wordings in brief.wordings() {
        for (_, wording) in wordings.iter() {
            let _ = brief.source().inside(wording, 2, 3);
            let _ = brief.source().inside(wording, usize::MAX, usize::MAX);
        }
    }
}

/// Scraps that break a brief in ways a hand on a keyboard does.
fn scraps() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,6}",
        r#"("|"""|'|'''|\[|\]|\[\[|\{|\}|=|\.|#|\n|\r|<<|>>|\\|\\u|-|:|T|Z|,|_)"#,
        "(text|text.en|zh-CN|account|due|kind|measures|true|nan|inf|1e999|0x_1|9999999999999999999)",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?)?",
        any::<char>().prop_map(String::from),
    ]
}

/// A place in the sample and up to thirty bytes there to replace.
fn replaced(text: &str, at: Index, length: usize, scrap: &str) -> String {
    let start = text.floor_char_boundary(at.index(text.len() + 1));
    let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
    [&text[..start], scrap, &text[end..]].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn reading_any_text_never_panics(text in r#"\PC{0,300}|[\[\]a-z.="' \n0-9:<-]{0,200}"#) {
        exercise(&text);
    }

    #[test]
    fn reading_a_changed_brief_never_panics(
        edits in proptest::collection::vec((any::<Index>(), 0_usize..30, scraps()), 1..6),
    ) {
        let change = |text: String, (at, length, scrap): (Index, usize, String)| {
            replaced(&text, at, length, &scrap)
        };
        exercise(&edits.into_iter().fold(LETTER.to_owned(), change));
    }

    #[test]
    fn every_finding_has_a_place_and_a_hint(
        at in any::<Index>(), length in 0_usize..30, scrap in scraps(),
    ) {
        let text = replaced(LETTER, at, length, &scrap);
        let report = Brief::read("brief.toml", &text).map_or_else(|report| report, |read| read.1);
        for found in report.kept() {
            prop_assert!(found.place.is_some() && !found.hint.is_empty(), "{found:#?}");
            prop_assert!(!found.title.ends_with('.'), "{}", found.title);
        }
    }

    #[test]
    fn every_character_of_a_text_is_found_in_the_file(text in "[a-z\u{4E00}-\u{4E10} \n\t\"]{1,40}") {
        let texts: BTreeMap<_, _> = [("en", &text)].into();
        let file = format!("[subject.text]\n{}", toml::to_string(&texts).unwrap());
        let (brief, _) = Brief::read("brief.toml", &file).unwrap();
        let Some(wording) = brief.subject.as_ref().and_then(|subject| subject.get(Language::En)) else {
            return Ok(()); // all blank
        };
        for (line, content) in wording.text.split('\n').enumerate() {
            for (column, c) in content.chars().enumerate() {
                let place = brief.source().inside(wording, line + 1, column + 1);
                let shown = &place.text[place.span.unwrap()];
                prop_assert!(shown.starts_with(c) || shown == "\\", "{c:?} is not {shown:?}");
            }
        }
    }
}
