use super::characters::Characters;
use super::secrets::{masked, secret_from};
use super::wording::Wording;
use crate::diagnostic::{Place, Span};
use std::sync::Arc;

/// A file's name and text, with its lines counted once.
#[derive(Debug, Clone)]
pub struct SourceText {
    file: Arc<str>,
    text: Arc<str>,
    /// Where each line starts, in bytes.
    lines: Arc<[usize]>,
}

impl SourceText {
    /// Takes a file as the user knows it and its text.
    pub fn new(file: &str, text: &str) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            file: file.into(),
            text: text.into(),
            lines: std::iter::once(0).chain(starts).collect(),
        }
    }

    /// The file's name, as it was given.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of a byte range: its first line is shown.
    pub fn place(&self, range: Span) -> Place {
        let start = self.text.floor_char_boundary(range.start);
        let (line, column) = self.position(start);
        let text = masked(self.line(line));
        let from = start - self.lines[line - 1];
        let end = self.text.floor_char_boundary(range.end.max(start)) - self.lines[line - 1];
        let from = from.min(text.len());
        let span = from..end.clamp(from, text.len());
        let mut place = Place::line(&*self.file, line, column, text);
        place.span = Some(span);
        place
    }

    /// The place of a line and column, both from 1, in characters.
    pub fn at(&self, line: usize, column: usize) -> Place {
        Place::line(&*self.file, line, column, masked(self.line(line)))
    }

    /// Whether a secret stands in the line at which a byte is; such a line is never shown whole.
    pub(crate) fn holds_secret(&self, offset: usize) -> bool {
        secret_from(self.line(self.position(offset).0)).is_some()
    }

    /// The place of a key, without the value behind it.
    pub(crate) fn key_alone(&self, key: Span) -> Place {
        let mut place = self.place(key);
        if let Some(span) = &place.span {
            place.text.truncate(span.end);
        }
        place
    }

    /// The place in the file of a line and column in a wording's text, both from 1, in characters.
    ///
    /// It walks the text as it stands in the file, so that it is exact for texts over several
    /// lines and for texts with escapes such as `\n` or `\u4E2D` too. A column beyond the end of
    /// its line is moved to that end, a line beyond the text to the end of the text.
    pub fn inside(&self, wording: &Wording, line: usize, column: usize) -> Place {
        let raw = wording.raw();
        let mut at = (1, 1);
        let mut found = raw.end;
        for (offset, c) in Characters::new(&self.text[raw.clone()], wording.has_escapes()) {
            if at == (line, column) || (at.0 == line && c == '\n' && column > at.1) {
                found = raw.start + offset;
                break;
            }
            at = if c == '\n' { (at.0 + 1, 1) } else { (at.0, at.1 + 1) };
        }
        let (line, column) = self.position(found);
        self.at(line, column)
    }

    /// Line and column of a byte, both from 1, in characters. What ends a line belongs to its end.
    pub(crate) fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        let start = self.lines[line - 1];
        let within = offset.min(start + self.line(line).len());
        (line, self.text[start..within].chars().count() + 1)
    }

    fn line(&self, line: usize) -> &str {
        let start = line.checked_sub(1).and_then(|at| self.lines.get(at)).copied();
        let rest = &self.text[start.unwrap_or(self.text.len())..];
        rest.split('\n').next().unwrap_or_default().trim_end_matches('\r')
    }
}

#[cfg(test)]
mod tests {
    use super::SourceText;

    #[test]
    fn places_count_characters_and_survive_any_offset() {
        let source = SourceText::new("brief.toml", "a = 1\r\nname = \"王建国\"\n");
        let at = source.text().find("建").unwrap();
        let place = source.place(at..source.text().len());
        assert_eq!((place.line, place.column), (Some(2), Some(10)));
        assert_eq!(place.text, "name = \"王建国\"");
        assert_eq!(&place.text[place.span.unwrap()], "建国\"");
        assert_eq!(source.place(0..99).text, "a = 1");
        assert_eq!(source.place(500..900).line, Some(3));
        assert_eq!(source.at(99, 99).text, "");
        // The end of a line that no line follows is still within the text that is shown.
        let cut = SourceText::new("a", "a = 1\r").place(7..7);
        assert_eq!((cut.column, cut.text.as_str(), cut.span), (Some(6), "a = 1", Some(5..5)));
        assert_eq!(SourceText::new("a", "").place(0..0).line, Some(1));
    }
}
