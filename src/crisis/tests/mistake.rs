use super::{finding, findings, read};
use crate::crisis::Brief;
use crate::crisis::sample::LETTER;

#[test]
fn unknown_keys_name_the_nearest() {
    let found = finding("[appeal]", "[apeal]");
    assert_eq!(found.title, "unknown key `apeal`");
    assert_eq!(found.hint, "did you mean `appeal`?");
    assert_eq!(finding("owner = \"t-03\"", "ownr = \"t-03\"").hint, "did you mean `owner`?");
    let found = findings("text.en = \"The cause.\"", "en = \"The cause.\"");
    assert_eq!(found[0].hint, "write `text.en`");
    let found = finding("[ask]\n", "[ask]\nnothing_open = true\n");
    assert_eq!(found.hint, "move `nothing_open` to the top of the file, above the first `[table]`");
}

#[test]
fn unknown_values_name_the_nearest() {
    let hint = |from, to| finding(from, to).hint;
    assert_eq!(
        hint("\"workplace-accident\"", "\"workplace_acident\""),
        "did you mean `workplace-accident`?"
    );
    assert_eq!(hint("\"planned\"", "\"Planned\""), "did you mean `planned`?");
    assert_eq!(hint("\"planned\"", "\"maybe\""), "choose one of `done`, `under-way` and `planned`");
    assert_eq!(hint("tier = \"key\"", "tier = \"organisation\""), "did you mean `organization`?");
    assert_eq!(
        hint("country = \"DE\"", "country = \"Germany\""),
        "write a code such as `DE`, `CN` or `TW`"
    );
    assert_eq!(
        hint("fallback_language = \"en\"", "fallback_language = \"zh-China\""),
        "did you mean `zh-CN`?"
    );
}

#[test]
fn wrong_types_say_what_is_expected() {
    let title = |from, to| finding(from, to).title;
    assert_eq!(
        title("revision = 2", "revision = \"2\""),
        "`revision` is a text, expected a whole number"
    );
    assert_eq!(title("revision = 2", "revision = 0"), "`0` is no number of a revision");
    assert_eq!(
        title("kind = \"workplace-accident\"", "kind = 3"),
        "`kind` is a whole number, expected a word in quotes"
    );
    assert_eq!(
        title("hall = \"B2\"", "hall = true"),
        "`facts.hall` is true or false, expected a text, a number, a date or a name for each language"
    );
    let found = finding("[[certain]]", "[certain]");
    assert_eq!(
        (found.title.as_str(), found.hint.as_str()),
        ("`certain` is a table, expected a list of tables", "write `[[certain]]`")
    );
    let found = finding("[ask]", "[[ask]]");
    assert_eq!(found.hint, "write `[ask]` in place of `[[ask]]`");
    let found = Brief::read("b", "situation = \"Fire\"").unwrap().1.kept()[0].clone();
    assert_eq!(found.title, "`situation` is a text, expected a table");
    let found = Brief::read("b", "situation.text = \"Fire\"").unwrap().1.kept()[0].clone();
    assert_eq!(found.hint, "write `text.en = \"...\"`, one line for each language");
}

#[test]
fn all_mistakes_are_found_at_once_in_the_order_of_the_file() {
    let text = LETTER
        .replace("\"letter\"", "\"leter\"")
        .replace("hall = \"B2\"", "hall = []")
        .replace("[verification]", "[verifcation]");
    let report = read(&text).1;
    let lines: Vec<_> =
        report.kept().iter().map(|found| found.place.as_ref().unwrap().line).collect();
    assert_eq!(lines, [Some(2), Some(11), Some(113), None]);
    assert_eq!(report.errors(), 3);
}

#[test]
fn languages_that_do_not_exist_are_named() {
    let found = finding("text.zh-CN = \"原因。\"", "text.zh = \"原因。\"");
    assert_eq!(found.title, "unknown language `zh` in `unknown[1].text`");
    assert_eq!(found.hint, "write `zh-CN` for simplified or `zh-TW` for traditional script");
    assert_eq!(
        finding("text.en = \"The cause.\"", "text.eng = \"The cause.\"").hint,
        "did you mean `en`?"
    );
    let found =
        finding("text.zh-CN = \"原因。\"", "text.zh-CN = \"原因。\"\ntext.zh_Hans = \"原因。\"");
    assert_eq!(found.title, "`unknown[1].text.zh_Hans` gives zh-CN a second time");
    assert!(findings("text.zh-CN = \"原因。\"", "text.zh-hans = \"原因。\"").is_empty());
}

#[test]
fn names_hold_only_what_a_template_can_name() {
    let found = finding("stopped_lines = 12345", "stopped-lines = 12345");
    assert_eq!(found.hint, "write `stopped_lines`");
    assert_eq!(finding("hall = \"B2\"", "\"厂房\" = \"B2\"").hint, "choose a name such as `hall`");
    assert_eq!(finding("hall = \"B2\"", "\"2nd hall\" = \"B2\"").hint, "write `nd_hall`");
}

#[test]
fn an_empty_text_is_an_error() {
    let found = finding("\"The cause.\"", "\"  \"");
    assert_eq!(found.title, "`unknown[1].text.en` is empty");
}

#[test]
fn broken_toml_is_shown_at_every_place() {
    let report = |text: &str| Brief::read("brief.toml", text).unwrap_err();
    let found = report("kind = recall\nphase = “letter”\nzone = \"UTC\"\nzone = \"UTC\"\n");
    let told: Vec<_> = found
        .kept()
        .iter()
        .map(|found| (found.place.as_ref().unwrap().line.unwrap(), found.hint.as_str()))
        .collect();
    assert_eq!(told[0], (1, "put the text between straight quotes: `\"recall\"`"));
    assert_eq!(told[1], (2, "use straight quotes in place of the curly ones: `\"letter\"`"));
    assert!(told[2].1.starts_with("each key"));
    assert!(report("text.en = \"open\nkind = 1\n").kept()[0].hint.starts_with("close the text"));
}

#[test]
fn hidden_characters_are_errors_at_their_place_e_14_e_15() {
    for (typed, rule, title) in [
        ("The \\u0000cause.", "E-14", "a control character in `unknown[1].text.en`: U+0000"),
        ("The \\rcause.", "E-14", "a control character in `unknown[1].text.en`: U+000D"),
        (
            "The \u{202E}cause.",
            "E-15",
            "a mark that turns the direction of reading in `unknown[1].text.en`: U+202E",
        ),
        (
            "The \u{200B}cause\u{200B}.",
            "E-15",
            "an invisible character in `unknown[1].text.en`: U+200B",
        ),
        ("The \u{E123}cause.", "E-15", "a private-use character in `unknown[1].text.en`: U+E123"),
    ] {
        let found = finding("The cause.", typed);
        assert_eq!((found.rule, found.title.as_str()), (Some(rule), title));
        assert_eq!(found.place.unwrap().column, Some(16));
    }
    assert!(findings("The cause.", "The cause \u{2014} \u{201C}we\u{201D}\\tsee 😀.").is_empty());
    assert_eq!(finding("\"B2\"", "\"B\u{200D}2\"").rule, Some("E-15"));
    assert_eq!(finding("\"a-012\"", "\"a-\u{200B}012\"").rule, Some("E-15"));
}

#[test]
fn a_subject_is_one_line_e_14() {
    let from = "\"Accident at our plant in {{ facts.site }}\"";
    assert_eq!(finding(from, "\"A\\nBcc: x@example.com\"").rule, Some("E-14"));
    assert!(findings(from, "\"\"\"\nAccident\n\"\"\"").is_empty());
}
