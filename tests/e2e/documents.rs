//! What the documents say is what the program does.

use crate::sandbox::{Sandbox, repository};
use std::collections::BTreeSet;
use std::fs;

/// The shell blocks of the README, one command a line.
fn readme_commands() -> Vec<String> {
    let readme = fs::read_to_string(repository("README.md")).unwrap();
    readme
        .split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .flat_map(str::lines)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_commands_of_the_readme_run_one_after_another() {
    let sandbox = Sandbox::new();
    let mut folder = ".".to_owned();
    let mut ran = BTreeSet::new();
    for line in readme_commands() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let arguments: Vec<&str> = match words.as_slice() {
            ["cd", to] => {
                folder = format!("{folder}/{to}");
                continue;
            }
            // This is what runs these very tests.
            ["tests/run"] => continue,
            ["cargo", "run", "--release", "--", rest @ ..] | ["hearten", rest @ ..] => {
                // A browser is not part of the test.
                rest.iter().copied().filter(|word| *word != "--open").collect()
            }
            _ => panic!("the README has a command that is not tested: {line}"),
        };
        let outcome = sandbox.run_in(&folder, &arguments);
        ran.insert(arguments[0].to_owned());
        // A new workspace still has open fields, and says so.
        let expected = i32::from(matches!(arguments[0], "check" | "preview"));
        assert_eq!(outcome.code, expected, "{line}\n{outcome:#?}");
    }
    let expected = ["check", "demo", "init", "preview"].map(str::to_owned);
    assert_eq!(ran, BTreeSet::from(expected));
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let mut broken = Vec::new();
    let mut documents = vec!["README.md".to_owned(), "CONTRIBUTING.md".to_owned()];
    for entry in fs::read_dir(repository("docs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "md") {
            documents.push(format!("docs/{}", path.file_name().unwrap().to_str().unwrap()));
        }
    }
    for document in &documents {
        let text = fs::read_to_string(repository(document)).unwrap();
        let folder = repository(document).parent().unwrap().to_owned();
        for part in text.split("](").skip(1) {
            let target = part.split(')').next().unwrap();
            if !target.starts_with("http") && !folder.join(target).exists() {
                broken.push(format!("{document}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_document_can_be_found_from_the_readme() {
    let readme = fs::read_to_string(repository("README.md")).unwrap();
    for entry in fs::read_dir(repository("docs")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(path.is_dir() || readme.contains(&format!("docs/{name}")), "{name}");
    }
    for picture in fs::read_dir(repository("docs/pictures")).unwrap() {
        let name = picture.unwrap().file_name().into_string().unwrap();
        assert!(readme.contains(&name), "{name} is shown nowhere");
    }
}

#[test]
fn the_roster_document_names_every_column_of_the_sample() {
    let document = fs::read_to_string(repository("docs/roster.md")).unwrap();
    for table in ["accounts", "contacts", "team"] {
        let text = fs::read_to_string(repository(&format!("contacts/{table}.csv"))).unwrap();
        for column in text.lines().next().unwrap().split(',') {
            let stem = column.trim_end_matches("_en").trim_end_matches("_zh_cn");
            let stem = stem.trim_end_matches("_zh_tw");
            let known = document.contains(&format!("`{column}`"))
                || document.contains(&format!("`{stem}`"))
                || column.starts_with("letter_");
            assert!(known, "{table}: {column}");
        }
    }
}

#[test]
fn the_changelog_has_a_place_for_what_comes() {
    let changelog = fs::read_to_string(repository("CHANGELOG.md")).unwrap();
    assert!(changelog.contains("## Unreleased"));
}
