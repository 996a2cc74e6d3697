//! The house as docs/architecture.md draws it, held against the code.

use crate::sandbox::repository;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Lines of a file beyond which a noun is missing. Tests beside the code do not count.
const MOST_LINES: usize = 400;

fn sources() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![repository("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && !path
                    .components()
                    .any(|part| part.as_os_str().to_string_lossy().starts_with("tests"))
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn relative(path: &Path) -> String {
    path.strip_prefix(repository("src")).unwrap().to_str().unwrap().to_owned()
}

/// The code without the tests beside it.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned()
}

/// The table of docs/architecture.md: each room with the rooms it may import.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(repository("docs/architecture.md")).unwrap();
    let mut rooms = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let room = cells[0].trim_matches(['`', '/']).to_owned();
        let may = cells.last().unwrap().split(", ").map(|name| name.trim_matches('`').to_owned());
        rooms.insert(room, may.collect());
    }
    rooms
}

/// The rooms that a file names, with `roster::view` told from `roster`.
fn imports(code: &str) -> BTreeSet<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    code.match_indices("crate::")
        .map(|(at, word)| {
            let rest = &code[at + word.len()..];
            let room: String = rest.chars().take_while(|c| is_word(*c)).collect();
            if rest.starts_with("roster::view") { "roster::view".to_owned() } else { room }
        })
        .collect()
}

#[test]
fn every_room_imports_only_what_the_picture_allows() {
    let table = table();
    assert!(table.len() >= 9, "the table of docs/architecture.md was not read: {table:?}");
    let rooms: BTreeSet<String> = fs::read_dir(repository("src"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(rooms, table.keys().cloned().collect(), "rooms in src/ and in the picture");
    let mut wrong = Vec::new();
    for path in sources() {
        let name = relative(&path);
        let Some((room, _)) = name.split_once('/') else { continue };
        for import in imports(&code(&path)) {
            let allowed = import == room
                || import.split("::").next().is_some_and(|own| own == room)
                || import.split("::").next().is_some_and(|own| table[room].contains(own))
                || table[room].contains(&import)
                || table[room].contains("all");
            if !allowed {
                wrong.push(format!("{name} imports {import}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_stay_small() {
    let long: Vec<String> = sources()
        .iter()
        .map(|path| (relative(path), code(path).lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(name, lines)| format!("{name}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
    let main = fs::read_to_string(repository("src/main.rs")).unwrap();
    assert!(main.lines().count() <= 30);
}

#[test]
fn no_real_domain_stands_in_the_repository() {
    let mut found = Vec::new();
    for folder in ["contacts", "templates"] {
        let mut folders = vec![repository(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = fs::read_to_string(&path).unwrap();
                for (at, _) in text.match_indices('@') {
                    let rest = &text[at + 1..];
                    let end = rest
                        .find(|c: char| !(c.is_ascii_alphanumeric() || ".-".contains(c)))
                        .unwrap_or(rest.len());
                    let domain = rest[..end].trim_end_matches('.');
                    if domain.contains('.') && !domain.ends_with(".example") {
                        found.push(format!("{}: {domain}", path.display()));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
