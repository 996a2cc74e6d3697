use super::source_text::SourceText;
use crate::diagnostic::{Diagnostic, Report, Span};

/// The places where a text is no TOML, one finding a line: what follows on a broken line is noise.
pub(crate) fn report(source: &SourceText, errors: &[toml::de::Error]) -> Report {
    let mut found: Vec<_> = errors
        .iter()
        .map(|error| {
            let span = error.span().unwrap_or(0..0);
            (source.position(span.start).0, span.start, error)
        })
        .collect();
    found.sort_by_key(|(line, start, _)| (*line, *start));
    found.dedup_by_key(|(line, _, _)| *line);
    found.into_iter().map(|(_, _, error)| mistake(source, error)).fold(
        Report::new(),
        |mut report, diagnostic| {
            report.push(diagnostic);
            report
        },
    )
}

fn mistake(source: &SourceText, error: &toml::de::Error) -> Diagnostic {
    let message = error.message();
    let span = error.span().unwrap_or(0..0);
    if source.holds_secret(span.start) {
        return secret_in_file(source, span);
    }
    let typed = source.text().get(span.clone()).unwrap_or_default();
    Diagnostic::error(message.trim_end_matches('.'))
        .at(source.place(span))
        .why("This file is read strictly as TOML, so that no value is taken for another.")
        .hint(hint(message, typed))
}

/// A line that is broken and holds a secret: neither the message nor the hint may repeat it (E-36).
fn secret_in_file(source: &SourceText, span: Span) -> Diagnostic {
    Diagnostic::error("this line cannot be read, and it holds a secret")
        .rule("E-36")
        .at(source.place(span))
        .why("Files of a workspace are copied, sent and printed; a secret in them is soon known to many.")
        .hint("take the secret out; name the place where it is kept: `password = { env = \"NAME\" }`")
}

/// What to type instead, for the slips that people make.
fn hint(message: &str, typed: &str) -> String {
    let typed = typed.trim();
    let known = [
        (
            "duplicate key",
            "each key and each `[table]` stands once; for one more item of a list write `[[...]]`",
        ),
        ("multi-line", "a text over several lines ends with the three quotes it began with"),
        (
            "invalid basic string",
            "close the text with `\"`; a text over several lines stands between `\"\"\"` and `\"\"\"`",
        ),
        (
            "invalid literal string",
            "close the text with `'`; a text over several lines stands between `'''` and `'''`",
        ),
        ("escaped value", "write a backslash twice, or put the text between single quotes"),
        ("key with no value", "a line reads `key = value`"),
        ("unclosed table", "close the name with `]`"),
        ("boolean", "write `true` or `false`"),
        ("date", "a moment reads `2026-11-24T18:00:00+08:00`, a day `2026-11-24`"),
        ("time", "a moment reads `2026-11-24T18:00:00+08:00`"),
        ("unquoted key", "a key holds letters, digits, `-` and `_`; other names stand in quotes"),
    ];
    if message.contains("must be quoted") {
        let bare = typed.trim_matches(|c| "“”„‟«»\u{FF02}‘’".contains(c));
        return if bare.len() == typed.len() {
            format!("put the text between straight quotes: `\"{bare}\"`")
        } else {
            format!("use straight quotes in place of the curly ones: `\"{bare}\"`")
        };
    }
    known
        .iter()
        .find(|(part, _)| message.contains(part))
        .map_or("correct the line, then run `hearten check` again", |(_, hint)| *hint)
        .to_owned()
}
