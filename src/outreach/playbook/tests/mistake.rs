use super::{SAMPLE, finding, findings, place, read};
use crate::crisis::Kind;
use crate::outreach::playbook::{Anchor, Blocks, Playbook, Target};
use crate::outreach::{Channel, Duty, Offset};

#[test]
fn the_sample_is_read_whole() {
    let (playbook, report) = read(SAMPLE).unwrap();
    assert!(report.is_empty(), "{report:#?}");
    assert_eq!(
        (playbook.kinds.as_slice(), playbook.bars.as_slice()),
        (&[][..], &[Channel::Meal][..])
    );
    let [first, second] = playbook.actions.as_slice() else { panic!() };
    assert_eq!((first.id.as_str(), first.slot.as_deref()), ("OWN-1", Some("first-call")));
    assert!(matches!(&first.target, Target::Contacts(audience) if audience.any.len() == 2));
    assert_eq!((first.except.any.len(), first.owner), (1, Duty::AccountManager));
    assert_eq!((first.from, first.by), (Offset::Minutes(60), Offset::Minutes(240)));
    assert_eq!(first.again, [Offset::WorkingDays(2), Offset::WorkingDays(5)]);
    assert_eq!(first.points.values().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
    assert_eq!(first.blocks, Blocks::Actions(vec!["OWN-2".to_owned()]));
    assert!(matches!(&second.target, Target::Group { name, wave: 1, .. } if name == "guards"));
    assert_eq!(second.after, Anchor::Action("OWN-1".to_owned()));
    assert_eq!(second.unless, ["OWN-1"]);
}

/// What is typed in place of what, the title of the one finding, where it points, and the hint.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const CASES: [Case; 32] = [
    ("bars =", "bar =", "unknown key `bar`", "3:1", "bar", "did you mean `bars`?"),
    (
        "\"meal\"",
        "\"meel\"",
        "unknown value `meel` for `bars`",
        "3:9",
        "\"meel\"",
        "did you mean `meal`?",
    ),
    (
        "title.en = \"Site work\"\n",
        "",
        "`title.en` is missing",
        "1:1",
        "title",
        "add `title.en = \"…\"`",
    ),
    (
        "rules = ",
        "ruels = ",
        "unknown key `ruels` in `action[1]`",
        "8:1",
        "ruels",
        "did you mean `rules`?",
    ),
    (
        "\"OWN-1\"",
        "\"own 1\"",
        "`own 1` cannot be the id of an action",
        "6:6",
        "\"own 1\"",
        "begin with a capital letter and write letters, digits and `-`, such as `PB-OWN-1`",
    ),
    (
        "id = \"OWN-2\"",
        "id = \"OWN-1\"",
        "the id `OWN-1` is there twice",
        "39:6",
        "\"OWN-1\"",
        "give one of the two another id",
    ),
    (
        "id = \"OWN-2\"\n",
        "",
        "`action[2].id` is missing",
        "38:1",
        "[[action]]",
        "add it, such as `id = \"PB-OWN-1\"`",
    ),
    (
        "slot = \"first-call\"",
        "slot = \"First call\"",
        "`First call` is no single word for `action[1].slot`",
        "7:8",
        "\"First call\"",
        "write small letters, digits and `-`, such as `first-call`",
    ),
    (
        "name.zh-CN = \"致电现场\"\n",
        "",
        "`action[1].name.zh-CN` is missing",
        "9:1",
        "name",
        "add `name.zh-CN = \"…\"`",
    ),
    (
        "name.en = \"Tell the guards\"\nname.zh-CN = \"告知门岗\"\n",
        "",
        "`action[2].name` is missing",
        "38:1",
        "[[action]]",
        "add `name.en = \"…\"`, one line for each language",
    ),
    (
        "group = \"guards\"\n",
        "",
        "`action[2]` is for nobody: `audience` or `group` is missing",
        "38:1",
        "[[action]]",
        "write `audience = { partner = \"strategic\" }`, or `group = \"staff\"` with `wave` and `who`",
    ),
    (
        "except =",
        "group = \"x\"\nexcept =",
        "`action[1]` has both `audience` and `group`",
        "11:1",
        "audience",
        "write `audience = { partner = \"strategic\" }`, or `group = \"staff\"` with `wave` and `who`",
    ),
    (
        "except =",
        "wave = 1\nexcept =",
        "`action[1].wave` is only for a `group`",
        "12:1",
        "wave",
        "delete it, or write `group` in place of `audience`",
    ),
    (
        "wave = 1\n",
        "",
        "`action[2].wave` is missing",
        "38:1",
        "[[action]]",
        "add it, such as `wave = 1`",
    ),
    (
        "wave = 1\n",
        "wave = 3\n",
        "wave 3 is not for groups",
        "43:8",
        "3",
        "write one of these numbers",
    ),
    (
        "who.en = \"Guards at the gate\"\nwho.zh-CN = \"门岗人员\"\n",
        "",
        "`action[2].who` is missing",
        "38:1",
        "[[action]]",
        "add `who.en = \"…\"`, one line for each language",
    ),
    (
        "unless = \"OWN-1\"",
        "except = { tag = \"star\" }",
        "`action[2].except` is only for an `audience`",
        "57:1",
        "except",
        "delete it, or name a smaller group",
    ),
    (
        "\"strategic\", role",
        "\"stratgic\", role",
        "unknown value `stratgic` for `action[1].audience[1].partner`",
        "11:25",
        "\"stratgic\"",
        "did you mean `strategic`?",
    ),
    (
        "function = ",
        "functoin = ",
        "unknown key `functoin` in `action[1].audience[2]`",
        "11:61",
        "functoin",
        "did you mean `function`?",
    ),
    (
        "[-1]",
        "[-2]",
        "unknown value `-2` for `action[1].except.attitude`",
        "12:24",
        "-2",
        "choose from `-1`, `0`, `1`, `2`, `3` and `unknown`",
    ),
    (
        "\"account-manager\"",
        "\"acount_manager\"",
        "unknown value `acount_manager` for `action[1].owner`",
        "13:9",
        "\"acount_manager\"",
        "did you mean `account-manager`?",
    ),
    (
        "owner = \"service\"\n",
        "",
        "`action[2].owner` is missing",
        "38:1",
        "[[action]]",
        "add it, such as `owner = \"account-manager\"`",
    ),
    (
        "level_match = true",
        "level_match = 1",
        "`action[1].level_match` is a whole number, expected `true` or `false`",
        "14:15",
        "1",
        "write `action[1].level_match = true`",
    ),
    (
        "from = \"1h\"",
        "from = \"1 hour\"",
        "`1 hour` is no distance in time: `action[1].from`",
        "16:8",
        "\"1 hour\"",
        "write minutes, hours or working days of at most a year: `-30m`, `4h`, `2d`",
    ),
    (
        "by = \"4h\"",
        "by = \"30m\"",
        "`by` is 30m, which is before `from`, 1h",
        "17:6",
        "\"30m\"",
        "exchange the two, or correct one",
    ),
    (
        "[\"2d\", \"5d\"]",
        "[\"2d\", \"-5d\"]",
        "`again` is not later: `-5d`",
        "18:16",
        "\"-5d\"",
        "write a distance such as `5d`",
    ),
    (
        "\"phone\"",
        "\"phon\"",
        "unknown value `phon` for `action[1].channel`",
        "19:11",
        "\"phon\"",
        "did you mean `phone`?",
    ),
    (
        "objective.en = \"They know what stops and what goes on.\"\nobjective.zh-CN = \"让对方知道哪些停、哪些照常。\"\n",
        "",
        "`action[1].objective` is missing",
        "5:1",
        "[[action]]",
        "add `objective.en = \"…\"`, one line for each language",
    ),
    (
        "done_when.en = \"Told\"\ndone_when.zh-CN = \"已告知\"\n",
        "",
        "`action[2].done_when` is missing",
        "38:1",
        "[[action]]",
        "add `done_when.en = \"…\"`, one line for each language",
    ),
    (
        "material.en = \"List",
        "material.en = \"<<fill: the list>> List",
        "`action[1].material.en` still waits to be filled",
        "31:15",
        "\"<<fill: the list>> List of open orders\"",
        "write it in place of the text between << and >>",
    ),
    (
        "points.en = [\"Let visitors of this list in.\"]",
        "points.en = \"Let visitors\"\npoints.de = [\"…\"]",
        "unknown language `de` in `points`",
        "54:8",
        "de",
        "write one of `en`, `zh-CN` and `zh-TW`",
    ),
    (
        "blocks = [\"OWN-2\"]",
        "blocks = []",
        "`action[1].blocks` names nothing",
        "36:10",
        "[]",
        "write at least one word, or delete the key to mean all",
    ),
];

#[test]
fn each_mistake_is_told_at_its_place() {
    let mut wrong = Vec::new();
    for (from, to, title, at, marked, hint) in CASES {
        let found = finding(from, to);
        let (is_at, is_marked) = place(&found);
        let told = (found.title.as_str(), is_at.as_str(), is_marked.as_str(), found.hint.as_str());
        if told != (title, at, marked, hint) {
            wrong.push(format!("{told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn all_mistakes_come_at_once_in_the_order_of_the_file() {
    let text = SAMPLE
        .replacen("\"phone\"", "\"phon\"", 1)
        .replacen("\"service\"", "\"servic\"", 1)
        .replacen("by = \"1d\"", "by = \"1 day\"", 1)
        .replacen("bars = [\"meal\"]", "bars = [\"feast\"]", 1);
    let report = read(&text).unwrap_err();
    let lines: Vec<_> =
        report.kept().iter().map(|found| found.place.as_ref().unwrap().line.unwrap()).collect();
    assert_eq!(lines, [3, 19, 46, 49]);
}

#[test]
fn an_objective_is_required_s_07() {
    let objective = "objective.en = \"Nobody is sent away by mistake.\"\nobjective.zh-CN = \"不误拦任何人。\"\n";
    assert_eq!(finding(objective, "").rule, Some("S-07"));
}

#[test]
fn a_mark_of_done_is_required_s_08() {
    let done = "done_when.en = \"Told\"\ndone_when.zh-CN = \"已告知\"\n";
    assert_eq!(finding(done, "").rule, Some("S-08"));
}

#[test]
fn an_action_comes_again_twelve_times_at_most_p_09() {
    let list = |count: i32| {
        let days: Vec<String> = (1..=count).map(|day| format!("\"{day}d\"")).collect();
        format!("[{}]", days.join(", "))
    };
    let found = finding("[\"2d\", \"5d\"]", &list(13));
    assert_eq!(
        (found.rule, found.title.as_str()),
        (Some("P-09"), "`action[1].again` names 13 times")
    );
    assert!(findings("[\"2d\", \"5d\"]", &list(12)).is_empty());
}

#[test]
fn windows_over_units_are_left_alone_unless_they_are_surely_wrong() {
    assert!(findings("by = \"4h\"", "by = \"1d\"").is_empty());
    assert!(findings("from = \"1h\"", "from = \"-3d\"").is_empty());
    assert_eq!(findings("from = \"1h\"", "from = \"2d\"").len(), 1);
}

#[test]
fn the_anchor_has_words_or_is_an_id() {
    for (word, anchor) in [
        ("start", Anchor::Start),
        ("wave", Anchor::Wave),
        ("next-update", Anchor::NextUpdate),
        ("resolution", Anchor::Resolution),
        ("reply", Anchor::Reply),
        ("OWN-2", Anchor::Action("OWN-2".to_owned())),
    ] {
        let text = SAMPLE.replacen("after = \"start\"", &format!("after = \"{word}\""), 1);
        assert_eq!(read(&text).unwrap().0.actions[0].after, anchor);
    }
    assert_eq!(
        read(&SAMPLE.replacen("after = \"start\"\n", "", 1)).unwrap().0.actions[0].after,
        Anchor::Start
    );
}

#[test]
fn kinds_are_for_files_that_are_not_named_like_one() {
    let text = format!("kinds = [\"pandemic\", \"recall\"]\n{SAMPLE}");
    assert_eq!(read(&text).unwrap().0.kinds, [Kind::Pandemic, Kind::Recall]);
    let named =
        |text: &str| Playbook::read("recall.toml", text, Some(Kind::Recall), &super::LANGUAGES);
    let report = named(&text).unwrap_err();
    assert_eq!(report.kept()[0].title, "`kinds` has no effect here");
    assert_eq!(place(&report.kept()[0]).0, "1:1");
    assert_eq!(named(SAMPLE).unwrap().0.kinds, [Kind::Recall]);
    let report = read(&text.replacen("\"recall\"", "\"recal\"", 1)).unwrap_err();
    assert_eq!(report.kept()[0].hint, "did you mean `recall`?");
}

#[test]
fn a_slip_in_a_key_is_not_told_twice() {
    for (from, to) in [
        ("owner = \"service\"", "ownr = \"service\""),
        ("audience = [", "audiance = ["),
        ("by = \"4h\"", "bye = \"4h\""),
        ("objective.", "objectve."),
    ] {
        let text = SAMPLE.replace(from, to);
        let report = read(&text).unwrap_err();
        assert!(
            report.kept().iter().all(|found| found.title.starts_with("unknown key")),
            "{report:#?}"
        );
    }
}

#[test]
fn what_is_no_toml_is_shown_at_every_place() {
    let report = read("title.en = “Site”\n[[action]\nid = \"A\"\n").unwrap_err();
    let lines: Vec<_> = report.kept().iter().map(|found| place(found).0).collect();
    assert_eq!(lines[0], "1:12");
    assert!(report.errors() >= 2);
}

#[test]
fn an_empty_file_lacks_a_title_and_an_action() {
    let report = read("").unwrap_err();
    let titles: Vec<_> = report.kept().iter().map(|found| found.title.as_str()).collect();
    assert_eq!(titles, ["`title` is missing", "there is no action"]);
}
