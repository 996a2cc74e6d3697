use super::read;
use crate::crisis::sample::LETTER;
use crate::crisis::{Brief, Due, Fact, ImpactId, Kind, Phase, Responsibility};
use crate::locale::{Language, built_in};

#[test]
fn a_whole_brief_has_nothing_to_say_against_it() {
    let (brief, report) = read(LETTER);
    assert!(report.is_empty(), "{report:#?}");
    assert_eq!(brief.missing(&Language::ALL), []);
    assert_eq!(brief.languages(), Language::ALL);
    assert_eq!(brief.kind, Kind::WorkplaceAccident);
    assert_eq!((brief.phase, brief.responsibility), (Phase::Letter, Responsibility::Accidental));
    assert_eq!((brief.revision, brief.fallback_language), (2, Some(Language::En)));
    assert!(matches!(brief.measures[1].due, Some(Due::Moment(_))));
    assert!(matches!(brief.facts.get("hall"), Some(Fact::Text(_))));
    let owners: Vec<_> = brief.measure_owners().map(|(owner, place)| (owner, place.line)).collect();
    assert_eq!(owners, [("t-03", Some(78)), ("the fire brigade", Some(86))]);
    let (id, place) = brief.account_ids().next().unwrap();
    assert_eq!((id, place.text.as_str()), ("a-012", "account = \"a-012\""));
    assert_eq!(brief.summary()[4].1, "2026-11-24 18:00 Asia/Shanghai");
    assert_eq!(brief.wordings().count(), 19);
}

#[test]
fn facts_are_written_as_each_language_does() {
    let (brief, _) = read(LETTER);
    let en = brief.facts.formatted(&built_in(Language::En));
    let zh = brief.facts.formatted(&built_in(Language::ZhTw));
    assert_eq!(en["stopped_lines"], "12,345");
    assert_eq!(en["share"], "0.25");
    assert_eq!(en["inspection_on"], "25 November 2026");
    assert_eq!(en["restart_at"], "Tuesday 1 December 2026, 08:00 (China time, UTC+8)");
    assert_eq!((en["site"].as_str(), zh["site"].as_str()), ("Suzhou", "蘇州"));
    assert_eq!(zh["inspection_on"], "2026年11月25日");
}

#[test]
fn the_impact_is_that_of_the_account_then_the_segment_then_all_l_05() {
    let (brief, _) = read(LETTER);
    let choose = |account, partner, tiers: &[&str], country| {
        let (id, text) = brief.impact.choose(account, partner, tiers, country).unwrap();
        (id.0, text.get(Language::En).unwrap().text.chars().take(6).collect::<String>())
    };
    assert_eq!(choose("a-012", "strategic", &["key"], Some("DE")), (3, "Your o".into()));
    assert_eq!(choose("a-001", "strategic", &["key"], Some("DE")), (1, "Your o".into()));
    assert_eq!(choose("a-001", "strategic", &["general"], Some("de")), (2, "Our st".into()));
    assert_eq!(choose("a-001", "strategic", &[], None), (0, "Delive".into()));
    assert_eq!(brief.impact.iter().count(), 4);
    assert!(brief.impact.get(ImpactId(4)).is_none());
}

#[test]
fn a_wording_knows_where_each_of_its_characters_stands() {
    let (brief, _) = read(LETTER);
    let situation = brief.situation.as_ref().unwrap().get(Language::En).unwrap();
    assert_eq!((situation.line, situation.column), (25, 1));
    let place = brief.source().inside(situation, 2, 5);
    assert_eq!((place.line, place.column), (Some(26), Some(5)));
    let subject = brief.subject.as_ref().unwrap().get(Language::ZhCn).unwrap();
    assert_eq!((subject.line, subject.column), (20, 15));
    let place = brief.source().inside(subject, 1, 3);
    assert_eq!(&place.text[place.span.unwrap()], "{");
    let escaped = r#"subject.text.en = "a\tb\u4E2D {{ x }}""#;
    let brief = Brief::read("b", escaped).unwrap().0;
    let subject = brief.subject.as_ref().unwrap().get(Language::En).unwrap();
    assert_eq!(subject.text, "a\tb中 {{ x }}");
    let place = brief.source().inside(subject, 1, 6);
    assert_eq!(place.text[place.span.unwrap().start..].chars().next(), Some('{'));
    assert_eq!(brief.source().inside(subject, 9, 9).column, Some(38));
}

#[test]
fn windows_line_ends_and_a_mark_at_the_start_change_nothing() {
    let text = format!("\u{FEFF}{}", LETTER.replace('\n', "\r\n"));
    let (brief, report) = read(&text);
    assert!(report.is_empty(), "{report:#?}");
    let situation = brief.situation.as_ref().unwrap().get(Language::En).unwrap();
    assert!(situation.text.contains(".\nTwo"));
    assert_eq!(brief.source().inside(situation, 2, 1).line, Some(26));
}
