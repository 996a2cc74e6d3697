use super::{SAMPLE, assets, read};
use crate::crisis::Kind;
use crate::diagnostic::{Diagnostic, Report};
use crate::outreach::playbook::{Playbook, Playbooks};
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_oneof, proptest};
use proptest::sample::Index;

fn report(read: Result<(Playbook, Report), Report>) -> Report {
    read.map_or_else(|report| report, |read| read.1)
}

/// Scraps that break a playbook in ways a hand on a keyboard does.
fn scraps() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,6}",
        r#"("|"""|'|\[|\]|\[\[|\{|\}|=|\.|#|\n|\r|<<|>>|\\|\\u|-|,|_)"#,
        r"(\{\{|\}\}|\{%|%\}|\{#|if|endif|else|for|contact\.|facts\.|\||and|is defined)",
        "(points|audience|group|wave|after|OWN-1|-5d|4h|true|nan|9999999999999999999)",
        any::<char>().prop_map(String::from),
    ]
}

/// A place in the sample and up to thirty bytes there to replace.
fn replaced(text: &str, at: Index, length: usize, scrap: &str) -> String {
    let start = text.floor_char_boundary(at.index(text.len() + 1));
    let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
    [&text[..start], scrap, &text[end..]].concat()
}

/// Whether a finding points into the text it was made from.
fn lies_within(found: &Diagnostic, text: &str) -> bool {
    let Some(place) = &found.place else { return false };
    let Some(line) = place.line else { return place.column.is_none() };
    let Some(shown) = text.split('\n').nth(line - 1) else { return false };
    let shown = shown.trim_end_matches('\r');
    place.text == shown
        && place.column.is_some_and(|column| column <= shown.chars().count() + 1)
        && place.span.clone().is_some_and(|span| shown.get(span).is_some())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn reading_any_text_never_panics(text in r#"\PC{0,300}|[\[\]a-z.="' \n0-9:<{%-]{0,200}"#) {
        let _ = report(read(&text));
    }

    #[test]
    fn a_changed_playbook_is_told_within_its_text(
        edits in proptest::collection::vec((any::<Index>(), 0_usize..30, scraps()), 1..6),
    ) {
        let change = |text: String, (at, length, scrap): (Index, usize, String)| {
            replaced(&text, at, length, &scrap)
        };
        let text = edits.into_iter().fold(SAMPLE.to_owned(), change);
        for found in report(read(&text)).kept() {
            prop_assert!(lies_within(found, &text), "{found:#?}");
            prop_assert!(!found.hint.is_empty() && !found.title.ends_with('.'), "{found:#?}");
        }
    }

    #[test]
    fn any_point_is_told_within_its_text(
        scraps in proptest::collection::vec(scraps(), 1..8),
    ) {
        let point: String = scraps.concat().replace(['\'', '\n', '\r'], " ");
        let text = SAMPLE.replacen("\"Let visitors of this list in.\"", &format!("'{point}'"), 1);
        for found in report(read(&text)).kept() {
            prop_assert!(lies_within(found, &text), "{found:#?}");
        }
    }

    #[test]
    fn merging_never_panics(
        edits in proptest::collection::vec((any::<Index>(), 0_usize..12, scraps()), 0..3),
    ) {
        let change = |text: String, (at, length, scrap): (Index, usize, String)| {
            replaced(&text, at, length, &scrap)
        };
        let text = edits.into_iter().fold(SAMPLE.to_owned(), change);
        let assets = assets(&[("ours.toml", &text)]);
        let _ = Playbooks::open(&assets, Kind::Other, &super::LANGUAGES);
    }
}
