//! Mistakes of the template engine in a talking point: at their place, in calm words.

use super::sample::Sample;
use super::telling::names;
use crate::diagnostic::{Diagnostic, List, Place, nearest};
use crate::document::{SourceText, Wording};
use std::ops::Range;
use tera::{Error, ErrorKind};

const AGAIN: &str = "then run `hearten check`";

/// A point that cannot be parsed.
pub(super) fn parsing(error: &Error, source: &SourceText, point: &Wording) -> Diagnostic {
    let (message, range) = told(error, &point.text);
    let name = between(&message).unwrap_or_default();
    let unknown = ["filter", "function", "test", "template"]
        .into_iter()
        .find(|what| message.starts_with(&format!("Unknown {what}")));
    let finding = match unknown {
        Some("template") => Diagnostic::error("a talking point cannot draw in another text")
            .hint(format!("write the words here in place of the `include`, {AGAIN}")),
        Some(what) => Diagnostic::error(format!("there is no {what} `{name}`"))
            .hint(format!("remove it, {AGAIN}")),
        None if matches!(error.kind(), ErrorKind::MissingParent { .. }) => {
            Diagnostic::error("a talking point cannot draw in another text")
                .hint(format!("remove the `extends`, {AGAIN}"))
        }
        None => syntax(&message),
    };
    finding.at(place(source, point, range))
}

/// A point that fails even when everything is known: a name that leads nowhere.
pub(super) fn unknown(
    error: &Error,
    sample: Sample,
    source: &SourceText,
    point: &Wording,
) -> Diagnostic {
    let (message, range) = told(error, &point.text);
    let at = place(source, point, range.clone());
    if !message.contains("is not defined") {
        return other(&message).at(at);
    }
    let path = path(&point.text, range);
    let (table, field) = path.rsplit_once('.').unwrap_or((path, ""));
    if !sample.contact && ["contact", "account", "impact"].contains(&table) {
        return Diagnostic::error(format!("`{path}` is not there"))
            .at(at)
            .why("This action is for a `group`, of whom the roster knows nobody by name.")
            .hint(format!("say it without `{table}`, {AGAIN}"));
    }
    let (known, typed) = match names::fields(table) {
        Some(fields) if !field.is_empty() => (fields, field),
        _ => (&names::TOP[..], table),
    };
    let hint = match nearest(typed, known.iter().copied()) {
        Some(near) => format!("write `{near}`, {AGAIN}"),
        None => format!("these exist: {}; {AGAIN}", List(known)),
    };
    Diagnostic::error(format!("`{path}` is not there")).at(at).hint(hint)
}

/// A point that fails for a person of whom little is known.
pub(super) fn optional(error: &Error, source: &SourceText, point: &Wording) -> Diagnostic {
    let (message, range) = told(error, &point.text);
    let path = path(&point.text, range.clone());
    let why = match path {
        "impact" => "The brief may say nothing on what it means for this reader.",
        "event" => "Not every account has a key event near.",
        path if path.starts_with("resource") => "Not everybody is given something.",
        path if path.starts_with("measures") => "A brief may have no measure yet.",
        _ => "The roster does not know it of everybody.",
    };
    let path = if path.is_empty() { "…" } else { path };
    let title = if message.contains("is not defined") {
        format!("`{path}` is not always there")
    } else {
        format!("this needs a value that is not always there: `{path}`")
    };
    Diagnostic::error(title).at(place(source, point, range)).why(why).hint(format!(
        "put `{{% if {path} %}} … {{% endif %}}` around the words that need it, {AGAIN}"
    ))
}

/// A fact that the brief at hand does not have. None for its clock: that it is missing is told
/// where the brief is read.
pub(super) fn fact(error: &Error, source: &SourceText, point: &Wording) -> Option<Diagnostic> {
    let (message, range) = told(error, &point.text);
    let at = place(source, point, range.clone());
    let path = path(&point.text, range);
    if path.starts_with("crisis") {
        return None;
    }
    if !message.contains("is not defined") {
        return Some(other(&message).at(at));
    }
    let finding = Diagnostic::error(format!("`{path}` is not there"))
        .at(at)
        .why("The brief of this crisis has no such fact.")
        .hint(format!(
            "add it to `[facts]` of the brief, or put `{{% if {path} %}} … {{% endif %}}` around the words that need it"
        ));
    Some(finding)
}

/// The engine's message, and where in the point it is.
fn told(error: &Error, text: &str) -> (String, Range<usize>) {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.message().trim().trim_end_matches('.').to_owned(), report.span().range.clone())
        }
        ErrorKind::Msg(message) => {
            // It reads `error: Unknown filter `x``, then `--> point:1:25`.
            let first = message.lines().next().unwrap_or_default();
            let first = first.trim_start_matches("error: ").to_owned();
            let start = position(message).map_or(0, |(line, column)| offset(text, line, column));
            let length = between(&first).map_or(0, str::len);
            (first, start..start + length)
        }
        _ => (error.to_string(), 0..0),
    }
}

/// Reads `--> point:1:25`.
fn position(message: &str) -> Option<(usize, usize)> {
    let line = message.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let mut parts = line.trim_matches(['[', ']', ' ']).rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    Some((parts.next()?.parse().ok()?, column))
}

/// The byte of a line and column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let own = text[start..].split('\n').next().unwrap_or_default();
    start + own.char_indices().nth(column.saturating_sub(1)).map_or(own.len(), |(at, _)| at)
}

/// Where bytes of a point stand in the file.
fn place(source: &SourceText, point: &Wording, range: Range<usize>) -> Place {
    let at = |byte: usize| {
        let before = &point.text[..point.text.floor_char_boundary(byte)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        source.inside(point, line, before[line_start..].chars().count() + 1)
    };
    let mut place = at(range.start);
    let end = at(range.end);
    if let (Some(span), Some(end_span)) = (&place.span, &end.span)
        && place.line == end.line
        && span.start < end_span.start
    {
        place.span = Some(span.start..end_span.start);
    }
    place
}

/// The whole path that ends with the name at `range`, such as `contact.concerns`.
fn path(text: &str, range: Range<usize>) -> &str {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let start = text.floor_char_boundary(range.start);
    let begin = text[..start].char_indices().rev().take_while(|(_, c)| is_path(*c)).last();
    let begin = begin.map_or(start, |(at, _)| at);
    let rest = &text[start..];
    let end = rest.find(|c| !is_path(c)).unwrap_or(rest.len());
    text[begin..start + end].trim_matches('.')
}

fn other(message: &str) -> Diagnostic {
    let mut chars = message.chars();
    let title: String =
        chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect());
    Diagnostic::error(title).hint(format!("make the sentence simpler, {AGAIN}"))
}

/// How the point is written is the mistake.
fn syntax(message: &str) -> Diagnostic {
    let known: [(&str, &str, &str); 5] = [
        (
            "Unexpected end of input",
            "a tag or an `{% if %}` is not closed",
            "close each tag with `}}` or `%}`, and each `{% if %}` with `{% endif %}`",
        ),
        ("expected }}", "a tag is not closed", "close it with `}}`"),
        ("expected %}", "a tag is not closed, or says more than it may", "close it with `%}`"),
        (
            "Unknown tag",
            "this tag has no place here",
            "use `if`, `elif`, `else`, `endif` and `for`",
        ),
        (
            "Unexpected character",
            "a character that has no place in a tag",
            "use the letters a to z, digits and `_` in names, and close each tag with `}}` or `%}`",
        ),
    ];
    match known.iter().find(|(part, ..)| message.contains(part)) {
        Some((_, title, hint)) => Diagnostic::error(*title).hint(format!("{hint}, {AGAIN}")),
        None => other(message),
    }
}

fn between(text: &str) -> Option<&str> {
    text.split('`').nth(1)
}

#[cfg(test)]
mod tests {
    use super::{offset, path, position};

    #[test]
    fn a_place_is_read_out_of_a_message() {
        assert_eq!(position("Unknown filter `x`\n --> point:12:25\n"), Some((12, 25)));
        assert_eq!(position("no place"), None);
        assert_eq!(offset("一\n王{{ x }}", 2, 2), "一\n王".len());
        assert_eq!(offset("a", 9, 9), 1);
    }

    #[test]
    fn a_path_is_read_around_its_place() {
        let text = "王{{ contact.concern | upper }}";
        let end = text.find(" |").unwrap();
        assert_eq!(path(text, end - 3..end), "contact.concern");
        let start = text.find("contact").unwrap();
        assert_eq!(path(text, start..start + 7), "contact.concern");
        assert_eq!(path("{{ }}", 0..1), "");
    }
}
