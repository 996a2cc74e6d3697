use super::{LANGUAGES, assets, place};
use crate::crisis::Kind;
use crate::diagnostic::{Diagnostic, Report};
use crate::outreach::playbook::{Anchor, Blocks, Playbooks};

/// A small base set with three slots.
const BASE: &str = r#"title = { en = "Base", zh-CN = "通用" }
"#;

/// One action with these further lines.
fn action(id: &str, lines: &str) -> String {
    let channel = if lines.contains("channel") { "" } else { "channel = \"phone\"\n" };
    format!(
        r#"
[[action]]
id = "{id}"
name = {{ en = "a", zh-CN = "一" }}
audience = {{ partner = "strategic" }}
owner = "sponsor"
from = "1h"
by = "4h"
{channel}objective = {{ en = "a", zh-CN = "一" }}
points = {{ en = ["a"], zh-CN = ["一"] }}
done_when = {{ en = "a", zh-CN = "一" }}
{lines}"#
    )
}

fn base() -> String {
    let actions = [
        action("B-1", "slot = \"first-call\"\n"),
        action(
            "B-2",
            "slot = \"letter\"\nafter = \"B-1\"\nunless = [\"B-1\"]\nblocks = [\"B-1\"]\n",
        ),
        action("B-3", "slot = \"thanks\"\n"),
    ];
    [BASE, &actions.concat()].concat()
}

fn open(own: &[(&str, &str)], kind: Kind) -> Result<(Playbooks, Report), Report> {
    Playbooks::open(&assets(own), kind, &LANGUAGES)
}

fn ids(playbooks: &Playbooks) -> Vec<&str> {
    playbooks.merged.actions.iter().map(|action| action.id.as_str()).collect()
}

fn errors(own: &[(&str, &str)], kind: Kind) -> Vec<Diagnostic> {
    open(own, kind).unwrap_err().kept().to_vec()
}

const OTHER: Kind = Kind::Other;

#[test]
fn an_action_with_the_same_slot_takes_the_place_of_the_base_action() {
    let kind = [
        BASE,
        "bars = [\"event\"]\n",
        &action("K-1", ""),
        &action("K-2", "slot = \"first-call\"\n"),
        &action("K-3", "slot = \"first-call\"\n"),
    ]
    .concat();
    let own = [
        BASE,
        "bars = [\"event\", \"meal\"]\n",
        &action("A-1", "slot = \"thanks\"\n"),
        &action("A-2", "slot = \"a-new-one\"\n"),
    ]
    .concat();
    let (playbooks, report) =
        open(&[("base.toml", &base()), ("other.toml", &kind), ("ours.toml", &own)], OTHER).unwrap();
    assert!(report.is_empty(), "{report:#?}");
    assert_eq!(ids(&playbooks), ["K-2", "K-3", "B-2", "A-1", "K-1", "A-2"]);
    assert_eq!(playbooks.merged.bars.len(), 2);
    // Who named the one that gave way means those that stand there now.
    let follower = &playbooks.merged.actions[2];
    assert_eq!(follower.after, Anchor::Action("K-2".to_owned()));
    assert_eq!(follower.unless, ["K-2", "K-3"]);
    assert_eq!(follower.blocks, Blocks::Actions(vec!["K-2".to_owned(), "K-3".to_owned()]));
    assert_eq!(playbooks.replaced_by("K-3"), ["B-1"]);
    assert_eq!(playbooks.replaced_by("A-1"), ["B-3"]);
    assert!(playbooks.replaced_by("B-2").is_empty());
}

#[test]
fn an_action_can_be_named_by_its_slot() {
    let own = [
        BASE,
        &action("A-1", "slot = \"first-call\"\n"),
        &action("A-2", "slot = \"first-call\"\nunless = \"first-call\"\n"),
        &action("A-3", "after = \"first-call\"\nblocks = [\"letter\", \"first-call\"]\n"),
    ]
    .concat();
    let (playbooks, report) = open(&[("base.toml", &base()), ("ours.toml", &own)], OTHER).unwrap();
    assert!(report.is_empty(), "{report:#?}");
    let of = |id: &str| playbooks.merged.actions.iter().find(|action| action.id == id).unwrap();
    assert_eq!(of("A-3").after, Anchor::Action("A-1".to_owned()));
    let waiting = ["B-2", "A-1", "A-2"].map(str::to_owned).to_vec();
    assert_eq!(of("A-3").blocks, Blocks::Actions(waiting));
    assert_eq!(of("A-2").unless, ["A-1"]);
}

#[test]
fn what_gave_way_can_give_way_again() {
    let kind = [BASE, &action("K-1", "slot = \"first-call\"\n")].concat();
    let own = [BASE, &action("A-1", "slot = \"first-call\"\n")].concat();
    let (playbooks, _) =
        open(&[("base.toml", &base()), ("other.toml", &kind), ("ours.toml", &own)], OTHER).unwrap();
    assert_eq!(ids(&playbooks), ["A-1", "B-2", "B-3"]);
    assert_eq!(playbooks.merged.actions[1].after, Anchor::Action("A-1".to_owned()));
    assert_eq!(playbooks.replaced_by("A-1"), ["K-1"]);
}

#[test]
fn ids_are_unique_over_all_playbooks() {
    let own = [BASE, &action("B-3", "")].concat();
    let found = &errors(&[("base.toml", &base()), ("ours.toml", &own)], OTHER)[0];
    assert_eq!(found.title, "the id `B-3` is there twice");
    assert_eq!(place(found), ("4:6".to_owned(), "\"B-3\"".to_owned()));
    assert_eq!(found.place.as_ref().unwrap().file, "templates/playbooks/ours.toml");
    assert!(
        found.why.starts_with("It is there already at templates/playbooks/base.toml:"),
        "{}",
        found.why
    );
}

#[test]
fn what_an_action_names_must_be_there() {
    for (line, title, at, marked, hint) in [
        (
            "after = \"B-9\"",
            "`after` of A-1 names no action: `B-9`",
            "14:9",
            "\"B-9\"",
            "did you mean `B-3`?",
        ),
        (
            "after = \"strat\"",
            "`after` of A-1 names no action: `strat`",
            "14:9",
            "\"strat\"",
            "did you mean `start`?",
        ),
        (
            "unless = [\"B-1\", \"X\"]",
            "`unless` of A-1 names no action: `X`",
            "14:18",
            "\"X\"",
            "see the ids with `hearten playbooks`",
        ),
        (
            "unless = \"A-1\"",
            "`unless` of A-1 names itself",
            "14:10",
            "\"A-1\"",
            "name another action, or delete the line",
        ),
        (
            "blocks = \"externl\"",
            "`blocks` of A-1 names no action: `externl`",
            "14:10",
            "\"externl\"",
            "did you mean `external`?",
        ),
    ] {
        let own = [BASE, &action("A-1", &format!("{line}\n"))].concat();
        let found = errors(&[("base.toml", &base()), ("ours.toml", &own)], OTHER);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].title, title);
        assert_eq!(place(&found[0]), (at.to_owned(), marked.to_owned()), "{line}");
        assert_eq!(found[0].hint.replace("B-1", "B-3").replace("B-2", "B-3"), hint, "{line}");
    }
    let fine = [BASE, &action("A-1", "after = \"B-2\"\nunless = \"B-1\"\nblocks = \"external\"\n")]
        .concat();
    assert!(open(&[("base.toml", &base()), ("ours.toml", &fine)], OTHER).is_ok());
}

#[test]
fn the_base_set_may_except_who_gets_an_action_of_some_kind() {
    let base = [BASE, &action("B-1", "unless = \"PB-PAN-1\"\n")].concat();
    assert!(open(&[("base.toml", &base)], OTHER).is_ok());
    let base = [BASE, &action("B-1", "after = \"PB-PAN-1\"\n")].concat();
    assert!(open(&[("base.toml", &base)], OTHER).is_err());
}

#[test]
fn a_mistake_that_counts_for_several_kinds_is_told_once() {
    let own = [
        BASE,
        "kinds = [\"pandemic\", \"recall\", \"data-breach\"]\n",
        &action("A-1", "after = \"A-9\"\n"),
    ]
    .concat();
    assert_eq!(errors(&[("ours.toml", &own)], OTHER).len(), 1);
    assert_eq!(errors(&[("ours.toml", &own)], Kind::Recall).len(), 1);
}

#[test]
fn nothing_waits_in_a_circle() {
    let own = [
        BASE,
        &action("A-1", "after = \"A-3\"\n"),
        &action("A-2", "after = \"A-1\"\n"),
        &action("A-3", "after = \"A-2\"\n"),
        &action("A-4", "after = \"A-4\"\n"),
        &action("A-5", "after = \"A-1\"\n"),
    ]
    .concat();
    let found = errors(&[("base.toml", &base()), ("ours.toml", &own)], OTHER);
    let told: Vec<_> =
        found.iter().map(|found| (found.title.as_str(), found.why.as_str())).collect();
    assert_eq!(
        told,
        [
            ("`A-1` waits for itself", "Following `after` leads back to it by way of A-3, A-2."),
            ("`A-4` waits for itself", "`after` names the action itself, so it would never begin."),
        ]
    );
    assert_eq!(place(&found[0]), ("14:9".to_owned(), "\"A-3\"".to_owned()));
}

#[test]
fn a_circle_that_a_slot_closes_is_found() {
    // B-2 waits for B-1, whose place A-1 takes, which waits for B-2.
    let own = [BASE, &action("A-1", "slot = \"first-call\"\nafter = \"B-2\"\n")].concat();
    let found = errors(&[("base.toml", &base()), ("ours.toml", &own)], OTHER);
    assert_eq!(found[0].title, "`A-1` waits for itself");
}

#[test]
fn own_celebrations_are_errors_where_the_kind_bars_them_s_54() {
    let feast =
        [BASE, &action("A-1", "channel = \"event\"\n"), &action("A-2", "channel = \"visit\"\n")]
            .concat();
    let kind = [BASE, "bars = [\"event\", \"visit\"]\n", &action("K-1", "")].concat();
    let base = base();
    let with = |kind: &str| {
        open(&[("base.toml", &base), ("other.toml", kind), ("ours.toml", &feast)], OTHER)
    };
    let report = with(&kind).unwrap_err();
    let [found] = report.kept() else { panic!("{report:#?}") };
    assert_eq!(
        (found.rule, found.title.as_str()),
        (Some("S-54"), "no `event` in this kind of crisis: other crisis")
    );
    assert_eq!(place(found), ("13:11".to_owned(), "\"event\"".to_owned()));
    let kind = [BASE, "bars = [\"meal\"]\n", &action("K-1", "")].concat();
    assert!(with(&kind).is_ok());
}

#[test]
fn a_slot_that_is_nearly_one_is_pointed_out() {
    let own = [BASE, &action("A-1", "slot = \"frist-call\"\n")].concat();
    let (_, report) = open(&[("base.toml", &base()), ("ours.toml", &own)], OTHER).unwrap();
    assert_eq!((report.errors(), report.warnings()), (0, 1));
    assert!(report.kept()[0].hint.starts_with("write `slot = \"first-call\"`"));
}

#[test]
fn own_files_of_other_kinds_are_checked_before_their_day() {
    let bad = [BASE, &action("K-1", "after = \"B-7\"\n")].concat();
    let found = errors(&[("base.toml", &base()), ("pandemic.toml", &bad)], OTHER);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].place.as_ref().unwrap().file, "templates/playbooks/pandemic.toml");
    let unread = "title = 1\n";
    assert!(open(&[("base.toml", &base()), ("recall.toml", unread)], OTHER).is_err());
}

#[test]
fn an_added_file_fires_for_its_kinds_only() {
    let own = [BASE, "kinds = [\"pandemic\"]\n", &action("A-1", "")].concat();
    let files: [(&str, &str); 3] = [
        ("base.toml", &base()),
        ("pandemic.toml", &[BASE, &action("K-1", "")].concat()),
        ("ours.toml", &own),
    ];
    let used = |kind| {
        let (playbooks, _) = open(&files, kind).unwrap();
        playbooks.merged.actions.iter().any(|action| action.id == "A-1")
    };
    assert!(used(Kind::Pandemic) && !used(OTHER));
    let (playbooks, _) = open(&files, Kind::Pandemic).unwrap();
    assert!(playbooks.merged.actions.iter().all(|action| playbooks.is_own(action)));
    assert_eq!(playbooks.merged.title.get(crate::locale::Language::En).unwrap().text, "Base");
    let base = [base().as_str(), "\n"].concat().replacen(
        "[[action]]",
        "kinds = [\"recall\"]\n[[action]]",
        1,
    );
    let found = errors(&[("base.toml", &base)], OTHER);
    assert_eq!(found[0].title, "`kinds` has no effect in the base set");
}
