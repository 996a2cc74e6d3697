use serde::Serialize;
use std::ops::Range;

/// A byte range in a text, on character borders.
pub type Span = Range<usize>;

/// Where a finding is: a file, a line and column in it, and the text to show.
///
/// `text` is what is drawn above the caret: one field of a table or one or more whole lines of a
/// file. `span` marks the offending part of `text`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file as the user knows it, relative to the workspace; a sheet follows as `file#sheet`.
    pub file: String,
    /// Line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column in the line, in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// For a table: which record and field, such as ``row `c-014`, column `email` ``.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// The text to show.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The offending part of `text`, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

impl Place {
    /// A whole file or folder.
    pub fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: None,
            column: None,
            cell: None,
            text: String::new(),
            span: None,
        }
    }

    /// A byte range of a text file: shows the lines that the range touches.
    ///
    /// A range beyond the text or off a character border is moved to the nearest place within.
    pub fn range(file: impl Into<String>, source: &str, range: Span) -> Self {
        let start = floor_border(source, range.start);
        let end = floor_border(source, range.end.max(start));
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source[end..].find('\n').map_or(source.len(), |at| end + at);
        let first_end =
            source[start..line_end].find('\n').map_or(line_end, |at| (start + at).max(line_start));
        let text = source[line_start..first_end].trim_end_matches('\r');
        let from = (start - line_start).min(text.len());
        let to = (end - line_start).clamp(from, text.len());
        Self {
            file: file.into(),
            line: Some(source[..start].matches('\n').count() + 1),
            column: Some(source[line_start..start].chars().count() + 1),
            cell: None,
            text: text.to_owned(),
            span: Some(from..to),
        }
    }

    /// A line and column (both from 1) of a text file, with the line's text.
    pub fn line(
        file: impl Into<String>,
        line: usize,
        column: usize,
        text: impl Into<String>,
    ) -> Self {
        let text = text.into();
        let at =
            text.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(byte, _)| byte);
        let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        Self {
            file: file.into(),
            line: Some(line),
            column: Some(column),
            cell: None,
            text,
            span: Some(at..end),
        }
    }

    /// Names the record and field.
    pub fn cell(mut self, cell: impl Into<String>) -> Self {
        self.cell = Some(cell.into());
        self
    }

    /// Marks a part of the text that is shown.
    pub fn span(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}

/// The greatest character border that is not beyond `at`.
fn floor_border(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_range_counts_characters_and_keeps_the_first_line() {
        let source = "kind = \"x\"\nname = \"王建国\"\nnext = 1\n";
        let at = source.find("建").unwrap();
        let place = Place::range("brief.toml", source, at..source.len());
        assert_eq!((place.line, place.column), (Some(2), Some(10)));
        assert_eq!(place.text, "name = \"王建国\"");
        assert_eq!(&place.text[place.span.unwrap()], "建国\"");
    }

    #[test]
    fn a_range_beyond_the_text_is_moved_within() {
        let place = Place::range("a", "短", 1..99);
        assert_eq!(place.span, Some(0..3));
        assert_eq!(Place::range("a", "", 5..9).line, Some(1));
    }
}
