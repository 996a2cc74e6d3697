//! Expected texts as files, so that a person can read them case by case.
//!
//! `HEARTEN_BLESS=1 cargo test` writes what the program says now; the difference is then reviewed
//! like code.

use crate::sandbox::repository;
use std::fs;

/// What is different from the file below `tests/fixtures/`, if anything is.
pub(crate) fn difference(fixture: &str, actual: &str) -> Option<String> {
    let path = repository("tests/fixtures").join(fixture);
    if std::env::var_os("HEARTEN_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, actual).unwrap();
        return None;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected == actual {
        return None;
    }
    let (mut lines, mut old) = (Vec::new(), expected.split('\n'));
    let mut new = actual.split('\n');
    for number in 1.. {
        match (old.next(), new.next()) {
            (None, None) => break,
            (was, is) if was == is => {}
            (was, is) => {
                let line =
                    |sign, text: Option<&str>| text.map(|t| format!("{number:>4} {sign} {t}"));
                lines.extend([line('-', was), line('+', is)].into_iter().flatten());
            }
        }
    }
    lines.truncate(24);
    Some(format!(
        "{fixture} is not what the program says (HEARTEN_BLESS=1 accepts it):\n{}",
        lines.join("\n")
    ))
}

/// Fails unless the file holds exactly this.
pub(crate) fn assert_golden(fixture: &str, actual: &str) {
    if let Some(difference) = difference(fixture, actual) {
        panic!("{difference}");
    }
}
