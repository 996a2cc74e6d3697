//! `hearten chart` on the sample: which files there are, what they say, and what is refused.

use crate::export::{approve, live};
use crate::golden::assert_golden;
use crate::sandbox::{Sandbox, repository};
use std::fs;

const CHARTS: &str = "demo/crises/2026-11-suzhou-fire/out/charts";

/// The pictures of docs/charts.md: the kind, its account, and the name of the file that is drawn.
const PICTURES: [(&str, Option<&str>, &str); 6] = [
    ("power-map", Some("a-01"), "power-map-a-01.svg"),
    ("ladder", Some("a-01"), "ladder-a-01.svg"),
    ("fishbone", Some("a-01"), "fishbone-e-01-a-01.svg"),
    ("house", Some("a-01"), "house-a-01.svg"),
    ("waves", None, "waves.svg"),
    ("portfolio", None, "portfolio.svg"),
];

#[test]
fn the_pictures_of_the_document_are_those_of_the_sample() {
    let sandbox = Sandbox::with_demo();
    for (kind, account, file) in PICTURES {
        let arguments: Vec<&str> = ["chart", kind].into_iter().chain(account).collect();
        let ran = sandbox.run_in("demo", &arguments).assert_done();
        assert!(ran.stdout.contains(file), "{ran:?}");
        assert_golden(
            &format!("../../docs/pictures/{kind}.svg"),
            &sandbox.read(&format!("{CHARTS}/{file}")),
        );
        let page = fs::read_to_string(repository("docs/charts.md")).unwrap();
        assert!(page.contains(&format!("(pictures/{kind}.svg)")), "{kind}");
    }
}

#[test]
fn everything_is_a_page_over_all_and_one_for_each_account() {
    let sandbox = Sandbox::with_demo();
    let ran = sandbox.run_in("demo", &["chart"]).assert_done();
    assert!(ran.stdout.contains("index.html and 24 other files"), "{ran:?}");
    let index = sandbox.read(&format!("{CHARTS}/index.html"));
    for said in ["id=\"house\"", "id=\"portfolio\"", "id=\"waves\"", "href=\"a-24.html\"", "25 %"] {
        assert!(index.contains(said), "{said}");
    }
    let one = sandbox.read(&format!("{CHARTS}/a-01.html"));
    for said in [
        "id=\"power-map\"",
        "id=\"ladder\"",
        "id=\"fishbone-e-01\"",
        "id=\"house\"",
        "Weakest point",
        "Next (S-",
        "欧阳静姝",
    ] {
        assert!(one.contains(said), "{said}");
    }
    // A single drawing lies beside the pages, and stays when these are made anew.
    sandbox.run_in("demo", &["chart", "ladder", "a-02"]).assert_done();
    assert!(sandbox.read(&format!("{CHARTS}/ladder-a-02.svg")).contains("贺绍棠"));
    sandbox.run_in("demo", &["chart"]).assert_done();
    assert!(sandbox.path(format!("{CHARTS}/ladder-a-02.svg")).exists());
}

#[test]
fn a_picture_needs_fonts_and_says_which_characters_lack_one() {
    let sandbox = Sandbox::with_demo();
    let png = ["chart", "portfolio", "--format", "png", "--scale", "1"];
    let ran = sandbox.run_in("demo", &png);
    if ran.code == 0 {
        let bytes = fs::read(sandbox.path(format!("{CHARTS}/portfolio.png"))).unwrap();
        assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.len() > 10_000);
    } else {
        ran.assert_code(1).complains(&["cannot be made a picture", "font", "--fonts DIR"]);
    }
}

#[test]
fn s41_the_map_follows_the_roster_and_what_was_logged() {
    let sandbox = Sandbox::with_demo();
    let log = ["log", "c-010", "--outcome", "reached", "--attitude", "1", "--note", "saw the data"];
    sandbox.run_in("demo", &log).assert_done();
    sandbox.run_in("demo", &["chart", "ladder", "a-02"]).assert_done();
    let ladder = sandbox.read(&format!("{CHARTS}/ladder-a-02.svg"));
    assert!(ladder.contains("\u{25b2}曲文澜") && ladder.contains("before: \u{2212}1"), "{ladder}");
}

#[test]
fn s41_a_circle_and_a_manager_who_is_not_there_are_drawn_as_gaps() {
    let sandbox = Sandbox::with_demo();
    let table = sandbox.read("demo/contacts/contacts.csv");
    let column = table.lines().next().unwrap().split(',').position(|name| name == "reports_to");
    let changed = table.lines().map(|line| {
        let mut cells: Vec<&str> = line.split(',').collect();
        let manager = [("c-001", "c-002"), ("c-006", "c-999")];
        if let Some((_, manager)) = manager.iter().find(|(id, _)| *id == cells[0]) {
            cells[column.unwrap()] = manager;
        }
        cells.join(",")
    });
    sandbox.write("demo/contacts/contacts.csv", changed.collect::<Vec<_>>().join("\n"));
    sandbox.run_in("demo", &["chart", "power-map", "a-01"]).assert_done();
    let map = sandbox.read(&format!("{CHARTS}/power-map-a-01.svg"));
    for said in ["A circle of reports", "c-999 is not in this account", "above 卜一"] {
        assert!(map.contains(said), "{said}: {map}");
    }
    assert_eq!(map.matches("<g class=\"person\">").count(), 7, "everybody once");
}

/// Planned beside actual: what went stands below what was planned.
#[test]
fn after_sending_the_time_line_shows_what_went() {
    let sandbox = live();
    let evening = ["--now", "2026-11-20T18:00:00+08:00"];
    let draw = || {
        sandbox.run_in("demo", &[&["chart", "waves"], &evening[..]].concat()).assert_done();
        sandbox.read(&format!("{CHARTS}/waves.svg"))
    };
    assert!(!draw().contains("class=\"done\""));
    approve(&sandbox);
    for (contact, at) in [("c-001", "16:10"), ("c-002", "16:40")] {
        let log = ["log-sent", contact, "--by", "t-07", "--at", at];
        sandbox.run_in("demo", &[&log[..], &evening].concat()).assert_done();
    }
    let drawn = draw();
    assert_eq!(drawn.matches("class=\"done\"").count(), 1, "one wave has begun");
    assert!(drawn.contains("went 2026-11-20 16:10 to 2026-11-20 16:40: 2 letters"), "{drawn}");
}

#[test]
fn a_drill_on_the_time_line_is_called_one() {
    let sandbox = Sandbox::with_demo();
    approve(&sandbox);
    sandbox.run_in("demo", &["send", "--any-hour", "--quiet"]).assert_done();
    sandbox.run_in("demo", &["chart", "waves"]).assert_done();
    let drawn = sandbox.read(&format!("{CHARTS}/waves.svg"));
    assert!(drawn.contains("THE LAST DRILL") && drawn.contains("class=\"done\""), "{drawn}");
}

#[test]
fn what_cannot_be_drawn_is_said_with_the_next_command() {
    let sandbox = Sandbox::with_demo();
    let refused = |arguments: &[&str], words: &[&str]| {
        sandbox.run_in("demo", arguments).assert_code(1).complains(words);
    };
    refused(
        &["chart", "power-map", "a-1"],
        &["there is no account `a-1`", "type `hearten chart power-map a-"],
    );
    refused(&["chart", "--format", "png"], &["as pages", "hearten chart power-map --format png"]);
    refused(&["chart", "house", "--fonts", "gone"], &["there is no folder `gone`"]);
    refused(&["chart", "waves", "a-01"], &["over all accounts", "type `hearten chart waves`"]);
    refused(&["chart", "fishbone", "a-24"], &["no key event", "key-events.csv"]);
    sandbox.run_in("demo", &["check", "--format", "svg"]).assert_code(2);
    sandbox.write("demo/crises/2026-11-suzhou-fire/brief.toml", "kind = \"recall\"\n");
    refused(&["chart", "waves"], &["error"]);
    // Without a plan everything else is drawn.
    let ran = sandbox.run_in("demo", &["chart"]).assert_done();
    assert!(ran.stderr.contains("the waves are not drawn"), "{ran:?}");
}

/// What the charts show stands in no letter and on no printed paper.
#[test]
fn s07_no_drawing_reaches_a_letter_or_a_printed_sheet() {
    let sandbox = Sandbox::with_demo();
    sandbox.run_in("demo", &["preview"]).assert_done();
    let page = sandbox.read("demo/crises/2026-11-suzhou-fire/out/proof/index.html");
    assert!(!page.contains("class=\"chart") && !page.contains("<svg"));
    let _ = sandbox.run_in("demo", &["plan"]);
    let plan = sandbox.read("demo/crises/2026-11-suzhou-fire/out/plan/plan.html");
    assert!(plan.contains("<details class=\"maps\"") && plan.contains("class=\"chart\""));
    let print = plan.split("@media print").nth(1).unwrap();
    assert!(
        print.trim_start().starts_with("{\n  .maps { display: none !important; }"),
        "{}",
        &print[..80]
    );
}
