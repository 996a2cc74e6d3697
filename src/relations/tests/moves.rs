use super::{Row, row, sample, strategic};

fn named(rule: &'static str, id: &str) -> (&'static str, Option<String>) {
    (rule, Some(id.to_owned()))
}

/// The texts of the moves for `a-1`.
fn texts(rows: &[Row]) -> Vec<String> {
    strategic(rows).relation().moves.into_iter().map(|it| it.text).collect()
}

#[test]
fn s49_a_weak_evaluator_is_visited_by_an_executive_first() {
    let rows = [row("c-1", "D", "1"), row("c-2", "E", "-1"), row("c-3", "A", "0")];
    let sample = strategic(&rows);
    assert_eq!(sample.moves()[0], named("S-49", "c-2"));
    let text = &sample.relation().moves[0].text;
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
    assert!(at("visit by Cho (t-3)") < at("an exhibition or an online demo"));
    assert!(at("online demo") < at("a visit to our company"));
    assert!(text.contains("Not on the first day of a crisis"), "{text}");
}

#[test]
fn s49_friends_and_light_voices_get_no_axes_nor_does_who_wants_nothing() {
    let silent = Row { do_not_contact: "asked", ..row("c-4", "E", "-1") };
    let rows = [row("c-1", "D", "1"), row("c-2", "E", "1"), row("c-3", "I", "-1"), silent.clone()];
    assert!(strategic(&rows).moves().iter().all(|it| it.0 != "S-49"));
    assert!(strategic(&[silent]).moves().iter().all(|it| it.1.is_none()));
}

#[test]
fn s34_the_coach_is_asked_before_anything_else() {
    let rows = [row("c-1", "E", "-1"), row("c-2", "D", "2"), row("c-3", "S", "3")];
    let moves = strategic(&rows).moves();
    assert_eq!(moves, [named("S-34", "c-3"), named("S-49", "c-1"), named("S-50", "c-2")]);
    let rows = [row("c-1", "D", "2"), row("c-2", "E", "2")];
    assert!(strategic(&rows).moves().iter().all(|it| it.0 != "S-34"));
    let gone = Row { email: false, phone: "", ..row("c-3", "S", "3") };
    let [first, second] = rows;
    assert!(strategic(&[first, second, gone]).moves().iter().all(|it| it.0 != "S-34"));
}

#[test]
fn s50_a_strong_friend_whose_word_weighs_carries_our_voice() {
    let rows = [row("c-1", "D", "2"), row("c-2", "E", "1")];
    assert_eq!(strategic(&rows).moves()[0], named("S-50", "c-1"));
    let rows = [row("c-1", "D", "1"), row("c-2", "E", "2")];
    assert!(strategic(&rows).moves().iter().all(|it| it.0 != "S-50"));
}

#[test]
fn s10_who_was_neglected_is_spoken_with() {
    let rows = [
        row("c-1", "D", "1"),
        Row { last_contact: "2026-10-01", ..row("c-2", "E", "1") },
        Row { last_contact: "2026-09-01", ..row("c-3", "I", "0") },
    ];
    let moves = strategic(&rows).moves();
    assert_eq!(moves, [named("S-10", "c-2"), named("S-10", "c-3")]);
    assert!(texts(&rows)[0].contains("54 days since the last one, 30 is the limit"));
    let [fresh, ..] = rows;
    assert!(strategic(&[fresh, row("c-2", "E", "1")]).moves().is_empty());
}

#[test]
fn s40_the_next_step_is_one_more_and_private_ones_need_the_rules() {
    let rows = |ladder, official, attitude| {
        let climber = Row { ladder, official, ..row("c-1", "D", attitude) };
        [climber, row("c-2", "E", "1"), row("c-3", "I", "1")]
    };
    let of = |ladder, official, attitude| texts(&rows(ladder, official, attitude)).pop();
    let text = of("1", "no", "1").unwrap();
    assert!(text.contains("regular visits at the office (step 2 of 5)"), "{text}");
    let text = of("2", "no", "1").unwrap();
    assert!(text.contains("(step 3 of 5)") && text.contains("rules on gifts"), "{text}");
    // Nothing private for officials, nothing beyond the last step, nothing without a step.
    assert_eq!(of("2", "yes", "1"), None);
    assert!(of("1", "yes", "1").is_some());
    assert_eq!(of("5", "no", "1"), None);
    assert_eq!(of("", "no", "1"), None);
    assert!(!of("0", "no", "-1").unwrap().contains("step 1"));
}

#[test]
fn q04_who_is_unknown_is_asked_and_heavy_voices_first() {
    let rows = [row("c-1", "D", "1"), row("c-2", "I", ""), row("c-3", "E", "")];
    let found = strategic(&rows).moves();
    assert_eq!(found[0], named("Q-04", "c-3"));
    let text = &texts(&rows)[0];
    assert!(text.contains("c-3), evaluator, stands") && text.contains("hearten log c-3"), "{text}");
    assert!(strategic(&[row("c-1", "D", "0")]).moves().iter().all(|it| it.0 != "Q-04"));
}

#[test]
fn s15_s17_s52_what_is_missing_on_our_side_is_named() {
    let two = [row("c-1", "D", "1"), row("c-2", "E", "1")];
    let of = |account: &str, rows: &[Row]| {
        sample(&[account], rows).moves().into_iter().map(|it| it.0).collect::<Vec<_>>()
    };
    assert_eq!(of("a-1,Firm,strategic,", &two), ["S-15"]);
    assert_eq!(of("a-1,Firm,general,", &two), [""; 0]);
    let left = two.clone().map(|row| Row { owner: "t-9", ..row });
    assert_eq!(of("a-1,Firm,general,", &left), ["S-17"]);
    let alone = two.clone().map(|row| Row { backup: "", ..row });
    assert_eq!(of("a-1,Firm,general,", &alone), ["S-17"]);
    let none = two.map(|row| Row { owner: "", ..row });
    assert_eq!(of("a-1,Firm,general,", &none), ["S-52"]);
}

#[test]
fn s43_s45_a_friend_introduces_us_where_nobody_is_known() {
    let text = texts(&[row("c-1", "D", "1"), row("c-2", "I", "2")]);
    assert!(text[0].contains("Ask Jo Smith (c-2), influencer, to introduce us"), "{text:?}");
    assert!(text[0].contains("evaluates"), "{text:?}");
    let text = texts(&[row("c-2", "E", "0")]).join("\n");
    assert!(text.contains("Find out who decides at Firm"), "{text}");
    let text = texts(&[row("c-1", "D", "1"), row("c-2", "E", "1")]).join("\n");
    assert!(!text.contains("introduce"), "{text}");
}

#[test]
fn s17_a_second_supporter_is_won_from_those_who_are_not_against_us() {
    let light = [row("c-1", "D", "1"), row("c-2", "S", "0"), row("c-3", "I", "-1")];
    let found = strategic(&light).moves();
    assert!(found.contains(&named("S-17", "c-2")), "{found:?}");
    let against = [row("c-1", "D", "1"), row("c-2", "S", "-1")];
    assert!(strategic(&against).moves().iter().all(|it| it.0 != "S-17"));
}

#[test]
fn one_rule_does_not_crowd_out_the_others() {
    let weak = |id: &str| row(id, "E", "0");
    let late = Row { last_contact: "2026-09-01", ..row("c-9", "D", "1") };
    let rows = [weak("c-1"), weak("c-2"), weak("c-3"), weak("c-4"), late];
    let rules: Vec<_> = strategic(&rows).moves().into_iter().map(|it| it.0).collect();
    // What would win a second supporter is said of the first one already.
    assert_eq!(rules, ["S-49", "S-49", "S-10"]);
}
