use super::flaw::Flaw;
use super::record::Record;
use crate::diagnostic::{Diagnostic, Place, Severity, Span};

/// So much of a field is shown on either side of the offending part.
const SHOWN: usize = 120;

/// A flaw with the place it was found at.
pub(crate) fn placed(flaw: Flaw, place: Place) -> Diagnostic {
    let new = match flaw.severity {
        Severity::Error => Diagnostic::error(flaw.title),
        Severity::Warning => Diagnostic::warning(flaw.title),
        Severity::Info => Diagnostic::info(flaw.title),
    };
    let new = new.at(place).why(flaw.why).hint(flaw.hint);
    match flaw.rule {
        Some(rule) => new.rule(rule),
        None => new,
    }
}

impl Record<'_> {
    /// The place of a part of one field. `label` says which row and column in the user's words.
    pub(crate) fn place(&self, file: &str, field: usize, span: Span, label: String) -> Place {
        let value = self.fields.get(field).map_or("", |field| field.text.as_ref());
        let start = value.floor_char_boundary(span.start);
        let (text, span) = excerpt(value, &span);
        if self.raw.is_none() {
            let cell = format!("{}{} ({label})", column_letters(field), self.line);
            return Place { text, span: Some(span), ..Place::file(file).cell(cell) };
        }
        let (line, column) = self.position(field, start);
        Place {
            line: Some(line),
            column: Some(column),
            text,
            span: Some(span),
            ..Place::file(file).cell(label)
        }
    }

    /// The place of a byte of the row's own text, where its fields cannot be told apart.
    pub(crate) fn place_in_row(&self, file: &str, span: Span, label: String) -> Place {
        let raw = self.raw.unwrap_or_default();
        let (line, column) = self.position_in_row(span.start);
        let (text, span) = excerpt(raw, &span);
        Place {
            line: Some(line),
            column: Some(column),
            text,
            span: Some(span),
            ..Place::file(file).cell(label)
        }
    }
}

/// A part of a long text around what is marked in it: no message grows with the field.
fn excerpt(text: &str, span: &Span) -> (String, Span) {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.floor_char_boundary(span.end.clamp(start, start.saturating_add(SHOWN)));
    let from = text.floor_char_boundary(start.saturating_sub(SHOWN));
    let to = text.floor_char_boundary(end.saturating_add(SHOWN));
    (text[from..to].to_owned(), start - from..end - from)
}

/// The letters by which a spreadsheet names a column: 0 is `A`, 26 is `AA`.
pub(crate) fn column_letters(at: usize) -> String {
    let mut letters = Vec::new();
    let mut left = at + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::{column_letters, excerpt};

    #[test]
    fn columns_are_named_as_spreadsheets_do() {
        let names: Vec<_> = [0, 25, 26, 51, 701, 702].map(column_letters).into();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
    }

    #[test]
    fn a_long_field_is_shown_around_its_mark() {
        let text = format!("{}王{}", "é".repeat(500), "x".repeat(500));
        let (shown, span) = excerpt(&text, &(1000..1003));
        assert_eq!((&shown[span], shown.len()), ("王", 243));
        assert_eq!(excerpt("short", &(1..3)), ("short".to_owned(), 1..3));
        assert_eq!(excerpt("", &(4..9)), (String::new(), 0..0));
    }
}
