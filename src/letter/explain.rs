//! Errors of the template engine as findings: at their place, in calm words, with what to do.

use super::templates::TemplateSource;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::roster::view::Field;
use std::collections::BTreeMap;
use std::ops::Range;
use tera::ErrorKind;

/// What ends each hint.
const AGAIN: &str = "then run `hearten check`";

/// Filters that a template can use, for naming the nearest.
const FILTERS: [&str; 22] = [
    "abs",
    "capitalize",
    "default",
    "first",
    "float",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "nth",
    "pairs",
    "replace",
    "reverse",
    "round",
    "sort",
    "split",
    "title",
    "trim",
    "upper",
];

/// What each block of a letter needs that stands alone.
const WHOLE: &str =
    "begin the file with `{% extends \"letters/en/base.md\" %}`, or write all ten blocks";

type TemplateSources = BTreeMap<String, TemplateSource>;

/// Turns an error into a finding at its place. `name` is the template that was asked for.
pub(super) fn explain(error: &tera::Error, name: &str, sources: &TemplateSources) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let file = if report.filename().is_empty() { name } else { report.filename() };
            let range = report.span().range.clone();
            match sources.get(file) {
                Some(source) => told(report.message(), Some((source, range)), sources),
                None => told(report.message(), None, sources).at(Place::file(file)),
            }
        }
        ErrorKind::CircularInclude { tpl, include_chain: chain }
        | ErrorKind::CircularExtend { tpl, inheritance_chain: chain } => {
            let chain: Vec<&str> = chain.iter().map(String::as_str).collect();
            circle(tpl, &chain, sources)
        }
        ErrorKind::MissingParent { current, parent } => {
            let finding = told(&format!("Unknown template `{parent}`"), None, sources);
            match sources.get(current) {
                Some(source) => {
                    let at = source.text.find(parent.as_str()).unwrap_or_default();
                    finding.at(place(source, at..at + parent.len()))
                }
                None => finding.at(Place::file(current.as_str())),
            }
        }
        _ => {
            let text = error.to_string();
            let finding = told(text.lines().next().unwrap_or_default(), None, sources);
            finding.at(Place::file(sources.get(name).map_or(name, |source| &source.shown)))
        }
    }
}

/// Turns an error about several templates into a finding for each.
pub(super) fn all(error: &tera::Error, sources: &TemplateSources) -> Vec<Diagnostic> {
    let ErrorKind::Msg(text) = error.kind() else {
        return vec![explain(error, "templates/letters", sources)];
    };
    // Each part reads `error: Unknown filter `x``, then `--> [letters/en/base.md:1:25]`.
    let parts = text.split("error: ").map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| one_of_many(part, sources)).collect()
}

fn one_of_many(part: &str, sources: &TemplateSources) -> Diagnostic {
    let message = part.lines().next().unwrap_or_default();
    let Some((file, line, column)) = position(part) else {
        return told(message, None, sources).at(Place::file("templates/letters"));
    };
    let Some(source) = sources.get(file) else {
        return told(message, None, sources).at(Place::file(file));
    };
    let start = offset(&source.text, line, column);
    let rest = &source.text[start..];
    let name = between(message).unwrap_or_default();
    // The span of an include begins at its quote.
    let lead = usize::from(rest.starts_with(['"', '\'']));
    let (start, length) = if rest.get(lead..).is_some_and(|rest| rest.starts_with(name)) {
        (start + lead, name.len())
    } else {
        (start, 1)
    };
    told(message, Some((source, start..start + length)), sources)
}

/// Reads `--> [letters/en/base.md:1:25]`.
fn position(text: &str) -> Option<(&str, usize, usize)> {
    let line = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let mut parts = line.trim_matches(['[', ']', ' ']).rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some((parts.next()?, line, column))
}

/// The byte of a line and column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let own = text[start..].lines().next().unwrap_or_default();
    start + own.char_indices().nth(column.saturating_sub(1)).map_or(own.len(), |(at, _)| at)
}

fn place(source: &TemplateSource, range: Range<usize>) -> Place {
    Place::range(source.shown.clone(), &source.text, range)
}

fn circle(name: &str, chain: &[&str], sources: &TemplateSources) -> Diagnostic {
    // The last of the chain is the template itself again.
    let others: Vec<&str> = chain.iter().copied().filter(|one| *one != name).collect();
    let why = match others.as_slice() {
        [] => "It names itself in an `include` or `extends`, so it would never end.".to_owned(),
        others => format!("It comes back to itself by way of {}.", others.join(", ")),
    };
    let at = match sources.get(name) {
        Some(source) => {
            let next = chain.get(1).copied().unwrap_or(name);
            match source.text.find(next) {
                Some(at) => place(source, at..at + next.len()),
                None => Place::file(source.shown.clone()),
            }
        }
        None => Place::file(name),
    };
    Diagnostic::error("a template includes itself")
        .at(at)
        .why(why)
        .hint(format!("remove one `include` or `extends` of the circle, {AGAIN}"))
}

/// The engine's message in calm words.
fn told(
    message: &str,
    at: Option<(&TemplateSource, Range<usize>)>,
    sources: &TemplateSources,
) -> Diagnostic {
    let message = message.trim_end_matches('.');
    let typed = at.as_ref().and_then(|(source, range)| source.text.get(range.clone()));
    let name = between(message).unwrap_or_default();
    let finding = if message.contains("is not defined") {
        let path = at.as_ref().map(|(source, range)| path(&source.text, range.clone()));
        not_there(message, name, path.unwrap_or(name))
    } else if message.starts_with("Unknown filter") {
        let hint = near(name, FILTERS.into_iter(), "remove it");
        Diagnostic::error(format!("there is no filter `{name}`")).hint(hint)
    } else if message.starts_with("Unknown template") {
        let hint = near(name, sources.keys().map(String::as_str), "name a template that exists");
        Diagnostic::error(format!("there is no template `{name}`")).hint(hint)
    } else if message.starts_with("Unknown tag") {
        unknown_tag(typed.unwrap_or_default())
    } else if message.starts_with("Block ") && message.contains("not found") {
        Diagnostic::error(format!("the letter has no block `{name}`"))
            .why("A letter is made of ten blocks, and this file has not all of them.")
            .hint(format!("{WHOLE}, {AGAIN}"))
    } else {
        let (title, hint) = syntax(message);
        Diagnostic::error(title).hint(format!("{hint}, {AGAIN}"))
    };
    match at {
        Some((source, range)) => finding.at(place(source, range)),
        None => finding,
    }
}

fn near<'n>(name: &str, known: impl Iterator<Item = &'n str>, otherwise: &str) -> String {
    match nearest(name, known) {
        Some(near) => format!("write `{near}`, {AGAIN}"),
        None => format!("{otherwise}, {AGAIN}"),
    }
}

/// A name that leads nowhere: a slip of the pen, or a value that not everybody has.
fn not_there(message: &str, name: &str, path: &str) -> Diagnostic {
    let known: Vec<&str> = message
        .split_once("Available fields: ")
        .map(|(_, list)| list.split(", ").collect())
        .unwrap_or_default();
    let own = path.strip_prefix("recipient.").unwrap_or_default();
    let optional =
        own == "impact" || own == "owner" || Field::ALL.iter().any(|field| field.path() == own);
    let title = format!("`{name}` is not there");
    let guard = format!("`{{% if {path} %}} … {{% endif %}}`");
    if optional {
        return Diagnostic::error(title)
            .why("Not every reader has it.")
            .hint(format!("put {guard} around the words that need it, {AGAIN}"));
    }
    if let Some(column) = own.strip_prefix("letter.") {
        return Diagnostic::error(title)
            .why(format!("It comes from the column `letter_{column}`, which this reader lacks."))
            .hint(format!("put {guard} around the words that need it, {AGAIN}"));
    }
    let hint = match (nearest(name, known.iter().copied()), known.is_empty()) {
        (Some(near), _) => {
            format!("write `{near}`, or see which exist: {}; {AGAIN}", known.join(", "))
        }
        (None, false) => format!("these exist: {}; {AGAIN}", known.join(", ")),
        (None, true) => format!("use a name that exists, or put {guard} around it, {AGAIN}"),
    };
    Diagnostic::error(title).hint(hint)
}

/// The whole path that ends with the name at `range`, such as `recipient.owner.phone`.
fn path(text: &str, range: Range<usize>) -> &str {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let end = text.floor_char_boundary(range.end.min(text.len()));
    let before = &text[..end];
    let start = before.char_indices().rev().take_while(|(_, c)| is_path(*c)).last();
    start.map_or("", |(start, _)| &before[start..])
}

fn unknown_tag(typed: &str) -> Diagnostic {
    let title = format!("the tag `{typed}` has no place here");
    let again = |hint: &str| format!("{hint}, {AGAIN}");
    match typed.strip_prefix("end") {
        Some("block") => Diagnostic::error(title)
            .why("An `if`, `for` or `set` of this block is still open.")
            .hint(again("close it with `{% endif %}`, `{% endfor %}` or `{% endset %}`")),
        Some(opener) => Diagnostic::error(title)
            .why(format!("No `{opener}` is open that it could close."))
            .hint(again(&format!("remove it, or open it with `{{% {opener} … %}}`"))),
        None => {
            let tags = ["if", "elif", "else", "for", "set", "block", "include", "extends"];
            Diagnostic::error(title).hint(near(typed, tags.into_iter(), "remove it"))
        }
    }
}

/// Title and hint of a message about how the template is written.
fn syntax(message: &str) -> (String, &'static str) {
    let known: [(&str, &str, &str); 7] = [
        (
            "Unexpected character",
            "a character that has no place in a tag",
            "use the letters a to z, digits and `_` in names, and close each tag with `}}` or `%}`",
        ),
        ("expected }}", "a tag is not closed", "close it with `}}`"),
        ("expected %}", "a tag is not closed, or says more than it may", "close it with `%}`"),
        (
            "Unexpected end of input",
            "the file ends inside a tag or a block",
            "close each `{% block %}`, `{% if %}` and `{% for %}`",
        ),
        ("nesting is too deep", "the blocks stand too deep in one another", "make them simpler"),
        ("too complex", "this expression is too complex", "make it simpler"),
        ("variable that is undefined", "this value is not there", "use a name that exists"),
    ];
    if let Some((_, title, hint)) = known.iter().find(|(part, ..)| message.contains(part)) {
        return ((*title).to_owned(), hint);
    }
    let mut chars = message.chars();
    let title =
        chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect());
    (title, "correct it")
}

fn between(text: &str) -> Option<&str> {
    text.split('`').nth(1)
}

#[cfg(test)]
mod tests {
    use super::{offset, path, position};

    #[test]
    fn a_place_is_read_out_of_a_message() {
        let text = "Unknown filter `x`\n  --> [letters/en/base.md:12:25]\n   |";
        assert_eq!(position(text), Some(("letters/en/base.md", 12, 25)));
        assert_eq!(position("no place"), None);
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(offset("一\n王{{ x }}", 2, 2), "一\n王".len());
        assert_eq!(offset("a", 9, 9), 1);
    }

    #[test]
    fn a_path_is_read_backwards() {
        let text = "王{{ recipient.owner.fax | upper }}";
        let end = text.find(" |").unwrap();
        assert_eq!(path(text, end - 3..end), "recipient.owner.fax");
    }
}
