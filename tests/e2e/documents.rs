//! What the documents say is what the program does.

use crate::sandbox::{Sandbox, repository};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

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
        let words = words_of(&line);
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
        let expected = i32::from(!matches!(arguments[0], "demo" | "init" | "next"));
        assert_eq!(outcome.code, expected, "{line}\n{outcome:#?}");
    }
    let expected = [
        "approve",
        "chart",
        "check",
        "demo",
        "doctor",
        "init",
        "lint",
        "log",
        "next",
        "plan",
        "preview",
        "relations",
        "send",
        "status",
    ];
    assert_eq!(ran, BTreeSet::from(expected.map(str::to_owned)));
}

/// The words of a line as a shell reads them: what stands in quotes is one.
fn words_of(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for (at, part) in line.split('"').enumerate() {
        if at % 2 == 0 {
            words.extend(part.split_whitespace());
        } else {
            words.push(part);
        }
    }
    words
}

#[test]
fn the_commands_of_the_readme_succeed_where_nothing_is_missing() {
    let sandbox = Sandbox::with_demo();
    let mut ran = 0;
    for line in readme_commands() {
        let words = words_of(&line);
        if let ["hearten", rest @ ..] = words.as_slice()
            // These need a person, a mail server, or letters that were sent; they have tests of their own.
            && !matches!(rest[0], "init" | "approve" | "doctor" | "status")
        {
            let arguments: Vec<&str> =
                rest.iter().copied().filter(|word| *word != "--open").collect();
            let _ = sandbox.run_in("demo", &arguments).assert_done();
            ran += 1;
        }
    }
    assert!(ran >= 5, "{ran}");
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
        let charts = fs::read_to_string(repository("docs/charts.md")).unwrap();
        assert!(readme.contains(&name) || charts.contains(&name), "{name} is shown nowhere");
    }
}

#[test]
fn the_roster_document_names_every_column_of_the_sample() {
    let document = fs::read_to_string(repository("docs/roster.md")).unwrap();
    for table in ["accounts", "contacts", "team", "resources", "key-events", "holidays/CN"] {
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

/// Every text block of a document that begins like a message of the program.
fn messages(document: &str) -> Vec<String> {
    let text = fs::read_to_string(repository(document)).unwrap();
    let blocks = text.split("```text\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.filter(|block| block.starts_with("error")).map(str::to_owned).collect()
}

/// Whether a message says what a document shows; `…` in the document stands for a rest of a line.
fn shows(stderr: &str, block: &str) -> Result<(), String> {
    for line in block.lines() {
        let start = line.split('…').next().unwrap();
        let found = if start == line {
            stderr.lines().any(|said| said == line)
        } else {
            stderr.lines().any(|said| said.starts_with(start))
        };
        if !found {
            return Err(format!("{line}\nis not in\n{stderr}"));
        }
    }
    Ok(())
}

#[test]
fn messages_in_the_documents_are_those_of_the_program() {
    let sandbox = Sandbox::with_demo();
    sandbox.edit("demo/contacts/contacts.csv", "ouyang@xuanhe", "ouyang@@xuanhe");
    let ran = sandbox.run_in("demo", &["check"]).assert_code(1);
    let [readme] = messages("README.md").try_into().unwrap();
    assert_eq!(shows(&ran.stderr, &readme), Ok(()));

    let sandbox = Sandbox::with_demo();
    let base = fs::read_to_string(repository("templates/letters/en/base.md")).unwrap();
    sandbox.write(
        "demo/templates/letters/en/base.md",
        base.replace("{{ recipient.salutation }}", "{{ recipient.nmae }}"),
    );
    let ran = sandbox.run_in("demo", &["check"]).assert_code(1);
    let [letters] = messages("docs/letters.md").try_into().unwrap();
    assert_eq!(shows(&ran.stderr, &letters), Ok(()));
}

#[test]
fn commands_and_options_in_the_documents_exist() {
    let sandbox = Sandbox::new();
    let mut wrong = Vec::new();
    let mut documents = vec!["README.md".to_owned(), "CONTRIBUTING.md".to_owned()];
    for entry in fs::read_dir(repository("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if Path::new(&name).extension().is_some_and(|ending| ending == "md") {
            documents.push(format!("docs/{name}"));
        }
    }
    for document in documents {
        let text = fs::read_to_string(repository(&document)).unwrap();
        for (at, _) in text.match_indices("`hearten ") {
            let typed = text[at + 1..].split('`').next().unwrap();
            let words: Vec<&str> = typed.split_whitespace().skip(1).collect();
            let command = words.iter().find(|word| word.starts_with(char::is_lowercase));
            let Some(command) = command else { continue };
            let help = sandbox.run(&[command, "--help"]);
            let options = words.iter().filter(|word| word.starts_with("--"));
            let known = |option: &&str| help.stdout.contains(option.split('=').next().unwrap());
            if help.code != 0 || !options.clone().all(known) {
                wrong.push(format!("{document}: {typed}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_settings_of_the_mail_document_read_as_they_stand() {
    let page = fs::read_to_string(repository("docs/mail.md")).unwrap();
    let blocks: Vec<&str> =
        page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() >= 8, "{}", blocks.len());
    for block in blocks {
        let sandbox = Sandbox::plain();
        let text = sandbox.read("plain/hearten.toml") + "\n" + block;
        sandbox
            .write("plain/hearten.toml", text.replace("company.example", "harbour-pumps.example"));
        let ran = sandbox.run_in("plain", &["check"]).assert_done();
        assert_eq!(ran.stderr, "", "{block}");
    }
}
