use crate::diagnostic::{Diagnostic, List, Place, nearest};
use std::collections::BTreeMap;
use toml::Spanned;

/// A table of words that must have exactly these keys.
pub(crate) fn words(
    file: &str,
    text: &str,
    table: &str,
    read: BTreeMap<Spanned<String>, String>,
    keys: &[&str],
) -> Result<BTreeMap<String, String>, Diagnostic> {
    if let Some(key) = read.keys().find(|key| !keys.contains(&key.get_ref().as_str())) {
        let name = key.get_ref();
        return Err(Diagnostic::error(format!("unknown key `{name}` in `{table}`"))
            .at(Place::range(file, text, key.span()))
            .hint(match nearest(name, keys.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys here are {}", List(keys)),
            }));
    }
    let words: BTreeMap<String, String> =
        read.into_iter().map(|(key, word)| (key.into_inner(), word)).collect();
    match keys.iter().find(|key| !words.contains_key(**key)) {
        Some(key) => Err(Diagnostic::error(format!("`{table}.{key}` is missing"))
            .at(Place::file(file))
            .why("letters in this language need the word")
            .hint(format!("add `{key} = \"...\"` below `[{table}]`"))),
        None => Ok(words),
    }
}

/// A file that TOML or the set of its keys refuses.
pub(crate) fn unreadable(file: &str, text: &str, error: &toml::de::Error) -> Diagnostic {
    let message = error.message().trim_end_matches('.');
    let mut words = message.split('`').skip(1).step_by(2);
    let typed = words.next().unwrap_or_default();
    let near = message.starts_with("unknown field").then(|| nearest(typed, words)).flatten();
    let place = match error.span() {
        Some(span) => Place::range(file, text, span),
        None => Place::file(file),
    };
    Diagnostic::error(message)
        .at(place)
        .why("the forms of a language are read as a whole, so that no letter goes out half translated")
        .hint(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "correct the line; or delete the file, and the built-in one is used".to_owned(),
        })
}

/// A pattern with a gap that the program cannot fill.
pub(crate) fn bad_gap(
    file: &str,
    text: &str,
    pattern: &Spanned<String>,
    name: &str,
    gaps: &[&str],
) -> Diagnostic {
    Diagnostic::error(format!("unknown gap `{{{name}}}`"))
        .at(Place::range(file, text, pattern.span()))
        .why("the program fills the words in braces, and it has no value for this one")
        .hint(match nearest(name, gaps.iter().copied()) {
            Some(near) => format!("did you mean `{{{near}}}`?"),
            None => format!("the gaps here are {}", List(gaps)),
        })
}
