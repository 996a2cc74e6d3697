//! The wall around the papers of a plan: they may lie on a partner's table, so no judgement of a
//! person stands on them. Concerns may be told in talking points, and nowhere else.

use crate::plan::{Desk, OUT, text};
use crate::sandbox::repository;
use calamine::Reader as _;
use serde_json::Value;
use std::fs;

/// Columns of the roster that hold words about a person, with what is planted in every row.
const PLANTED: [(&str, &str); 3] =
    [("concerns", "PLANTED-CONCERN"), ("interests", "PLANTED-INTEREST"), ("notes", "PLANTED-NOTE")];

/// Rules whose sentence says what we think of a person.
const JUDGEMENTS: [&str; 11] =
    ["P-28", "P-29", "P-30", "S-31", "S-34", "S-42", "S-43", "S-44", "S-45", "S-49", "S-50"];

/// The demo with unmistakable words in every contact, planned and written.
fn planted() -> Desk {
    let desk = Desk::new();
    let rows = desk.0.read("demo/contacts/contacts.csv");
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let header = reader.headers().unwrap().clone();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for record in reader.records() {
        let record = record.unwrap();
        let values = header.iter().zip(&record).map(|(column, value)| {
            let word = PLANTED.iter().find(|(name, _)| *name == column);
            word.map_or(value, |(_, word)| *word)
        });
        writer.write_record(values).unwrap();
    }
    desk.0.write("demo/contacts/contacts.csv", writer.into_inner().unwrap());
    desk.run(&["plan"]).assert_done();
    desk
}

/// The tables as rows of cells by column.
fn table(desk: &Desk) -> Vec<Vec<(String, String)>> {
    let text = desk.0.read(&format!("{OUT}/plan.csv"));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().unwrap().clone();
    let cells = |record: csv::StringRecord| {
        header.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| cells(record.unwrap())).collect()
}

/// The sheets of the workbook, all cells as text.
fn workbook(desk: &Desk) -> Vec<(String, Vec<Vec<String>>)> {
    let path = desk.0.path(format!("{OUT}/plan.xlsx"));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let rows = |range: calamine::Range<calamine::Data>| {
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    };
    book.worksheets().into_iter().map(|(name, range)| (name, rows(range))).collect()
}

/// A calendar without its line folds.
fn unfolded(calendar: &str) -> String {
    calendar.replace("\r\n ", "").replace("\n ", "")
}

/// Every paper that may lie on a table, as text.
/// A page as it is printed: the maps beside the people are for the screen alone.
fn without_maps(page: &str) -> String {
    let mut parts = page.split("<details class=\"maps\"");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once("</details>").unwrap().1);
    }
    text
}

fn papers(desk: &Desk) -> Vec<(String, String)> {
    let mut papers: Vec<(String, String)> = Vec::new();
    for (name, bytes) in desk.0.tree(OUT) {
        let name = name.to_str().unwrap().to_owned();
        let text = match name.rsplit_once('.').unwrap().1 {
            "json" => continue,
            "xlsx" => workbook(desk).into_iter().flat_map(|(_, rows)| rows.concat()).collect(),
            "ics" => unfolded(&String::from_utf8(bytes).unwrap()),
            _ => without_maps(&String::from_utf8(bytes).unwrap()),
        };
        papers.push((name, text));
    }
    assert!(papers.len() > 10);
    papers
}

#[test]
fn no_column_about_a_person_reaches_a_paper_but_concerns_in_talking_points() {
    let desk = planted();
    for (name, text) in papers(&desk) {
        for (_, word) in &PLANTED[1..] {
            assert!(!text.contains(word), "{word} is in {name}");
        }
    }
    let concern = PLANTED[0].1;
    let told = table(&desk);
    let told: Vec<&str> = told
        .iter()
        .flatten()
        .filter(|(_, cell)| cell.contains(concern))
        .map(|(column, _)| column.as_str())
        .collect();
    assert!(!told.is_empty(), "some talking point tells a concern, so a leak would be seen");
    assert!(told.iter().all(|column| *column == "talking_points"), "{told:?}");
    for (sheet, rows) in workbook(&desk) {
        let titles = ["To say and to ask", "要说要问", "要說要問"];
        let at = |row: &Vec<String>| row.iter().position(|cell| titles.contains(&cell.as_str()));
        let points = rows.iter().find_map(at);
        for row in &rows {
            for (column, cell) in row.iter().enumerate() {
                assert!(!cell.contains(concern) || Some(column) == points, "{sheet}: {cell}");
            }
        }
    }
    for (name, text) in papers(&desk).iter().filter(|(name, _)| name.starts_with("t-")) {
        for line in text.lines().filter(|line| line.contains(concern)) {
            assert!(line.starts_with("DESCRIPTION:"), "{name}: {line}");
        }
    }
    // The document for programs keeps to the same: concerns only where the talking points are.
    let plan: Value = serde_json::from_str(&desk.0.read(&format!("{OUT}/plan.json"))).unwrap();
    for check in plan["check_ins"].as_array().unwrap() {
        let mut rest = check.clone();
        rest.as_object_mut().unwrap().remove("points");
        let rest = rest.to_string();
        assert!(PLANTED.iter().all(|(_, word)| !rest.contains(word)), "{rest}");
    }
    assert!(PLANTED[1..].iter().all(|(_, word)| !plan.to_string().contains(word)));
}

#[test]
fn no_objective_and_no_judgement_stands_on_a_paper() {
    let desk = planted();
    let plan: Value = serde_json::from_str(&desk.0.read(&format!("{OUT}/plan.json"))).unwrap();
    let mut banned: Vec<String> =
        ["competitor", "attitude", "态度", "態度", "PLANTED-NOTE"].map(str::to_owned).to_vec();
    // What each action is to achieve, in every language.
    let ids: std::collections::BTreeSet<&str> =
        plan["check_ins"].as_array().unwrap().iter().map(|check| text(check, "action")).collect();
    for id in ids {
        let shown = desk.run(&["playbooks", id, "--format", "json"]).assert_done().json();
        let objectives = shown["objective"].as_object().unwrap();
        banned.extend(objectives.values().map(|text| text.as_str().unwrap().to_owned()));
    }
    let of_actions = banned.len();
    assert!(of_actions > 30, "{banned:?}");
    // Why somebody is on the list, where that is what we think of them.
    for language in ["en", "zh-CN", "zh-TW"] {
        let words = repository(&format!("templates/outreach/words/{language}.toml"));
        let words = fs::read_to_string(words).unwrap();
        for rule in JUDGEMENTS {
            let start = format!("{rule} = \"");
            let line = words.lines().find_map(|line| line.strip_prefix(start.as_str()));
            banned.push(line.unwrap_or_else(|| panic!("{rule}")).trim_end_matches('"').to_owned());
        }
    }
    assert_eq!(banned.len(), of_actions + 3 * JUDGEMENTS.len());
    let mut leaks = Vec::new();
    for (name, text) in papers(&desk) {
        leaks.extend(
            banned
                .iter()
                .filter(|words| text.contains(words.as_str()))
                .map(|words| format!("{name}: {words}")),
        );
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}
