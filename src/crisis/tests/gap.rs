use super::{finding, missing, read, without};
use crate::crisis::sample::LETTER;
use crate::diagnostic::Severity;
use crate::locale::Language;

#[test]
fn known_and_unknown_are_both_said_l_09() {
    let text = without("[[unknown]]");
    assert_eq!(missing(&text, &Language::ALL), ["unknown"]);
    let said = text.replace("revision = 2", "nothing_open = true");
    assert!(missing(&said, &Language::ALL).is_empty());
    let both = finding("revision = 2", "nothing_open = true");
    assert_eq!((both.rule, both.severity), (Some("L-09"), Severity::Error));
}

#[test]
fn what_the_phase_requires_is_missing_by_name() {
    let bare = "kind = \"pandemic\"\nphase = \"holding\"\n";
    assert_eq!(
        missing(bare, &Language::ALL),
        ["zone", "started_at", "next_update_at", "subject", "situation", "measures", "contact"]
    );
    let letter = bare.replace("holding", "letter");
    assert_eq!(
        missing(&letter, &[])[3..],
        [
            "subject",
            "situation",
            "empathy",
            "known",
            "unknown",
            "impact.text",
            "measures",
            "ask",
            "appeal",
            "contact"
        ]
    );
    assert_eq!(missing("", &[])[..2], ["kind", "phase"]);
}

#[test]
fn a_statement_is_required_unless_we_are_the_victim_of_it_t_02() {
    let text = without("[responsibility_statement]");
    assert_eq!(missing(&text, &Language::ALL), ["responsibility_statement"]);
    let victim = text.replace("\"accidental\"", "\"victim\"");
    assert!(missing(&victim, &Language::ALL).is_empty());
    let holding = text.replace("\"letter\"", "\"holding\"");
    assert!(missing(&holding, &Language::ALL).is_empty());
}

#[test]
fn the_law_on_a_kind_requires_its_details_l_10() {
    let breach = LETTER.replace("\"workplace-accident\"", "\"data-breach\"");
    let names =
        ["details.data_kinds", "details.cause", "details.consequences", "details.what_you_can_do"];
    assert_eq!(missing(&breach, &Language::ALL), names);
    assert!(missing(&breach.replace("\"letter\"", "\"holding\""), &Language::ALL).is_empty());
    let recall = LETTER.replace("\"workplace-accident\"", "\"recall\"");
    assert_eq!(missing(&recall, &Language::ALL).len(), 5);
    let slip = breach.replace("[details.hall]", "[details.data_kind]");
    assert_eq!(read(&slip).1.kept()[0].hint, "did you mean `data_kinds`?");
}

#[test]
fn open_fields_are_missing_by_name_and_say_what_they_ask() {
    let text = LETTER
        .replace(
            "\"The hall is inspected.\"",
            "\"<<fill: what is\n inspected>>\"".replace('\n', "").as_str(),
        )
        .replace("\"Asia/Shanghai\"", "\"<<fill: the zone of the plant>>\"")
        .replace("started_at = 2026-11-20T03:10:00+08:00", "started_at = \"<<fill>>\"")
        .replace("\"t-03\"", "\"<<>>\"")
        .replace("text.zh-TW = \"原因。\"", "text.zh-TW = \"<<填写\u{FF1A}翻译>>\"")
        .replace("\"The cause.\"", "\"The cause is <<which>>.\"");
    let (brief, report) = read(&text);
    assert!(report.is_empty(), "{report:#?}");
    let facts = brief.missing(&[Language::En, Language::ZhCn]);
    let told: Vec<_> = facts.iter().map(|fact| (fact.name.as_str(), fact.what.as_str())).collect();
    assert_eq!(
        told,
        [
            ("zone", "the zone of the plant"),
            ("started_at", "when it began"),
            ("unknown[1].text.en", "which"),
            ("measures[1].owner", "who answers for the measure"),
            ("measures[2].text.en", "what is inspected"),
        ]
    );
    assert_eq!(facts[4].place.line, Some(83));
    let all = brief.missing(&Language::ALL);
    assert_eq!(all.iter().find(|fact| fact.name.ends_with("zh-TW")).unwrap().what, "翻译");
    assert_eq!(brief.languages(), [Language::ZhCn]);
}

#[test]
fn a_text_in_one_language_is_wanted_in_all_that_are_needed() {
    let text =
        LETTER.replace("text.zh-CN = \"厂房检查。\"\n", "").replace("zh-CN = \"苏州\", ", "");
    let (brief, _) = read(&text);
    assert!(brief.missing(&[Language::En, Language::ZhTw]).is_empty());
    let facts = brief.missing(&Language::ALL);
    let names: Vec<_> = facts.iter().map(|fact| fact.name.as_str()).collect();
    assert_eq!(names, ["facts.site.zh-CN", "measures[2].text.zh-CN"]);
    assert_eq!(facts[1].what, "what we do about it, in 简体中文");
    assert_eq!(facts[1].place.text, "[[measures]]");
    assert_eq!(brief.languages(), [Language::En, Language::ZhTw]);
}
