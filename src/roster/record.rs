use super::splitter::{Break, Split, TextBlock, count_breaks};
use super::workbook::Sheet;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// Some rows of a table, on their way to be checked.
#[derive(Debug)]
pub(crate) enum Block {
    /// Rows of a text file.
    Text(TextBlock),
    /// Rows of a sheet, by their index.
    Sheet(Arc<Sheet>, Range<usize>),
}

/// What a spreadsheet cell held; a field of a text file is always text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellKind {
    Text,
    Number,
    Date,
}

/// One field: its value without surrounding quotes and blanks, and where it came from.
#[derive(Debug, Clone)]
pub(crate) struct Field<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Where the raw field begins in the row's text.
    start: usize,
    pub(crate) kind: CellKind,
}

/// One row, taken apart.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub(crate) number: usize,
    pub(crate) line: usize,
    /// The row's own text in the file; `None` for a sheet.
    pub(crate) raw: Option<&'a str>,
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) fault: Option<Break>,
}

impl Block {
    /// How many rows it has.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(block) => block.splits.len(),
            Self::Sheet(_, rows) => rows.len(),
        }
    }

    /// One row, taken apart.
    pub(crate) fn record(&self, at: usize) -> Record<'_> {
        match self {
            Self::Text(block) => {
                let split = &block.splits[at];
                let fields = (0..split.fields).map(|field| text_field(block, split, field));
                Record {
                    number: split.number,
                    line: split.line,
                    raw: Some(&block.text[split.start..split.end]),
                    fields: fields.collect(),
                    fault: split.fault,
                }
            }
            Self::Sheet(sheet, rows) => {
                let row = &sheet.rows[rows.start + at];
                Record {
                    number: row.number - sheet.header_row,
                    line: row.number,
                    raw: None,
                    fields: row
                        .cells
                        .iter()
                        .map(|cell| Field::of_cell(Cow::Borrowed(cell.0.trim()), cell.1))
                        .collect(),
                    fault: None,
                }
            }
        }
    }

    /// The value of one field of a row that has the right number of fields.
    pub(crate) fn value(&self, at: usize, fields: usize, field: usize) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(block) => {
                let split = &block.splits[at];
                (split.fields == fields && split.fault.is_none())
                    .then(|| text_field(block, split, field).text)
            }
            Self::Sheet(sheet, rows) => {
                let row = &sheet.rows[rows.start + at];
                row.cells.get(field).map(|cell| Cow::Borrowed(cell.0.trim()))
            }
        }
    }

    /// The line that a row begins in.
    pub(crate) fn line(&self, at: usize) -> usize {
        match self {
            Self::Text(block) => block.splits[at].line,
            Self::Sheet(sheet, rows) => sheet.rows[rows.start + at].number,
        }
    }
}

impl Record<'_> {
    /// Whether nothing stands in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.fault.is_none() && self.fields.iter().all(|field| field.text.is_empty())
    }

    /// Line and column in the file of a byte of a field's value.
    pub(crate) fn position(&self, field: usize, offset: usize) -> (usize, usize) {
        let Some(raw) = self.raw else { return (self.line, 1) };
        let at = match self.fields.get(field) {
            Some(field) => field.offset(raw, offset),
            None => raw.len(),
        };
        self.position_in_row(at)
    }

    /// Line and column in the file of a byte of the row's text.
    pub(crate) fn position_in_row(&self, at: usize) -> (usize, usize) {
        let raw = self.raw.unwrap_or_default();
        let before = &raw[..raw.floor_char_boundary(at)];
        let column = before.rsplit(['\n', '\r']).next().unwrap_or_default().chars().count() + 1;
        (self.line + count_breaks(before.as_bytes()), column)
    }
}

impl<'a> Field<'a> {
    /// A cell of a sheet.
    pub(crate) fn of_cell(text: Cow<'a, str>, kind: CellKind) -> Self {
        Self { text, start: 0, kind }
    }

    /// Where a byte of the value stands in the row's text.
    fn offset(&self, raw: &str, offset: usize) -> usize {
        let field = &raw[self.start..];
        let blanks = field.len() - field.trim_start().len();
        if !field[blanks..].starts_with('"') {
            return self.start + blanks + offset;
        }
        let inner = &field[blanks + 1..];
        let mut at = inner.len() - inner.trim_start().len();
        let mut left = offset;
        // Two quotes in the file stand for one of the value.
        while left > 0 && at < inner.len() {
            let double = inner.as_bytes()[at..].starts_with(b"\"\"");
            at += if double { 2 } else { 1 };
            left -= 1;
        }
        self.start + blanks + 1 + at
    }
}

fn text_field<'a>(block: &'a TextBlock, split: &Split, field: usize) -> Field<'a> {
    let end_of = |field: usize| block.ends[split.first + field] as usize;
    let start = if field == 0 { 0 } else { end_of(field - 1) + 1 };
    let raw = &block.text[split.start + start..split.start + end_of(field)];
    Field { text: value(raw), start, kind: CellKind::Text }
}

/// The value of a raw field: surrounding blanks and quotes are no part of it.
fn value(raw: &str) -> Cow<'_, str> {
    // Nearly every field is empty or begins and ends with a printable ASCII character.
    let bare = |byte: &u8| byte.is_ascii_graphic() && *byte != b'"';
    if raw.as_bytes().first().is_none_or(bare) && raw.as_bytes().last().is_none_or(bare) {
        return Cow::Borrowed(raw);
    }
    let plain = raw.trim();
    let Some(inner) = plain.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Cow::Borrowed(plain);
    };
    let inner = inner.trim();
    if inner.contains('"') { Cow::Owned(inner.replace("\"\"", "\"")) } else { Cow::Borrowed(inner) }
}

/// The values of the first row of a block.
pub(crate) fn first_values(block: &TextBlock) -> Vec<String> {
    let Some(split) = block.splits.first() else { return Vec::new() };
    (0..split.fields).map(|field| text_field(block, split, field).text.into_owned()).collect()
}
