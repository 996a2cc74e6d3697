use super::{finding, findings, missing, read, without};
use crate::crisis::sample::LETTER;
use crate::diagnostic::Severity;
use crate::locale::Language;

#[test]
fn a_moment_says_its_distance_to_utc_l_07() {
    let found = finding("2026-11-24T18:00:00+08:00", "2026-11-24T18:00:00");
    assert_eq!(found.title, "`next_update_at` does not say its distance to UTC");
    assert_eq!(
        found.hint,
        "write `next_update_at = 2026-11-24T18:00:00+08:00` if it is meant in Asia/Shanghai"
    );
    let found = finding("2026-11-24T18:00:00+08:00", "2026-11-24");
    assert_eq!(found.hint, "add the time, such as `2026-11-24T18:00:00+08:00`");
    let found = finding("2026-11-24T18:00:00+08:00", "\"2026-11-24T18:00:00+08:00\"");
    assert_eq!(found.hint, "take the quotes away: `next_update_at = 2026-11-24T18:00:00+08:00`");
    let found = finding("2026-11-24T18:00:00+08:00", "18:00:00");
    assert_eq!(
        found.title,
        "`next_update_at` is a time of day, expected a date and time with the distance to UTC"
    );
    assert!(findings("2026-11-24T18:00:00+08:00", "2026-11-24T10:00:00Z").is_empty());
    assert!(findings("2026-11-24T18:00:00+08:00", "2026-11-24 18:00:00+08:00").is_empty());
}

#[test]
fn a_distance_that_is_not_that_of_the_zone_is_shown_as_a_warning() {
    let found = finding("2026-11-24T18:00:00+08:00", "2026-11-24T18:00:00+01:00");
    assert_eq!(found.severity, Severity::Warning);
    assert_eq!(found.title, "the letter shows `next_update_at` as 2026-11-25 01:00");
    assert_eq!(
        found.hint,
        "if the time is meant in Asia/Shanghai, write `2026-11-24T18:00:00+08:00`"
    );
}

#[test]
fn a_zone_that_does_not_exist_names_the_nearest_l_07() {
    let found = finding("\"Asia/Shanghai\"", "\"Asia/Beijing\"");
    assert_eq!(
        (found.title.as_str(), found.hint.as_str()),
        ("unknown time zone `Asia/Beijing`", "did you mean `Asia/Shanghai`?")
    );
}

#[test]
fn the_next_update_comes_after_the_start_l_07() {
    let found = finding("next_update_at = 2026-11-24", "next_update_at = 2026-11-19");
    assert_eq!(found.title, "`next_update_at` is not after `started_at`");
    assert_eq!(found.rule, Some("L-07"));
}

#[test]
fn the_clock_bars_a_past_promise_and_a_future_start_l_07() {
    let (brief, _) = read(LETTER);
    let titles = |now: &str| {
        let report = brief.check_clock(now.parse().unwrap());
        report.kept().iter().map(|found| found.title.clone()).collect::<Vec<_>>()
    };
    assert!(titles("2026-11-20T09:00:00+08:00").is_empty());
    assert_eq!(
        titles("2026-11-24T18:00:00+08:00"),
        ["`next_update_at` has passed: 2026-11-24 18:00 Asia/Shanghai"]
    );
    assert_eq!(
        titles("2026-11-20T03:09:00+08:00"),
        ["`started_at` is in the future: 2026-11-20 03:10 Asia/Shanghai"]
    );
}

#[test]
fn a_measure_that_was_due_before_the_start_is_done_or_a_mistake() {
    let found = finding("due = 2026-11-25\n", "due = 2026-11-19\n");
    assert_eq!(found.severity, Severity::Warning);
    assert_eq!(found.title, "`measures[1].due` is before the crisis began");
    assert!(
        findings("due = 2026-11-25\nstatus = \"under-way\"", "due = 2026-11-19\nstatus = \"done\"")
            .is_empty()
    );
    assert!(findings("due = 2026-11-25\n", "due = 2026-11-20\n").is_empty());
}

#[test]
fn accounts_and_segments_speak_to_somebody_once() {
    let second = "[[impact.account]]\naccount = \"a-012\"\ntext.en = \"x\"\n\n[[measures]]";
    let found = finding("[[measures]]", second);
    assert_eq!(found.title, "a second text for the account `a-012`");
    let other = second.replace("a-012", "a-013");
    assert!(findings("[[measures]]", &other).is_empty());
    let found = finding("country = \"DE\"\n", "");
    assert_eq!(found.title, "`impact.segment[2]` does not say whom it is for");
    let found = finding(
        "country = \"DE\"\n",
        "partner = \"strategic\"\ntier = \"key\"\ncountry = \"CN\"\n",
    );
    assert_eq!(found.title, "`impact.segment[2]` is never used");
    let found = finding("account = \"a-012\"\n", "");
    assert_eq!(found.title, "`impact.account[1]` names no account");
    // a slip in the only selector does not open the text to everybody
    assert_eq!(findings("country = \"DE\"", "country = \"Germany\"").len(), 1);
}

#[test]
fn a_letter_says_what_stays_certain_and_how_to_check_it_s_03_l_36_l_03() {
    let rules = |text: &str| -> Vec<_> {
        read(text).1.kept().iter().map(|found| (found.severity, found.rule.unwrap())).collect()
    };
    assert_eq!(rules(&without("[[certain]]")), [(Severity::Warning, "S-03")]);
    assert_eq!(rules(&without("[verification]")), [(Severity::Warning, "L-36")]);
    assert_eq!(rules(&without("[[measures]]")), [(Severity::Info, "L-03")]);
    let holding = without("[[certain]]").replace("\"letter\"", "\"holding\"");
    assert!(rules(&holding).is_empty());
}

#[test]
fn contact_points_can_be_reached_l_08() {
    assert_eq!(finding("\"hotline@example.com\"", "\"hotline\"").rule, Some("L-08"));
    assert_eq!(finding("\"+86 512 5550 0100\"", "\"ask us\"").rule, Some("L-08"));
    let none = LETTER
        .replace("phone = \"+86 512 5550 0100\"\n", "")
        .replace("email = \"hotline@example.com\"\n", "");
    assert_eq!(missing(&none, &Language::ALL), ["contact"]);
    let one = LETTER.replace("phone = \"+86 512 5550 0100\"\n", "");
    assert!(missing(&one, &Language::ALL).is_empty());
}
