use super::flaw::Flaw;
use super::kind;
use super::placing::column_letters;
use super::record::CellKind;
use calamine::{Data, ExcelDateTime, Reader, Sheets, open_workbook_auto_from_rs};
use std::io::Cursor;
use std::sync::Arc;

/// A cell's value as text, and what it was.
pub(crate) type Cell = (String, CellKind);

/// The greatest number of columns that is read.
const MOST_COLUMNS: usize = 1024;

/// One sheet with everything that stands in it. A spreadsheet is held in memory: its format cannot
/// be read any other way.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Row of the header, from 1.
    pub(crate) header_row: usize,
    /// The rows behind the header.
    pub(crate) rows: Vec<SheetRow>,
    pub(crate) header: Vec<Cell>,
}

/// One row of a sheet.
#[derive(Debug)]
pub(crate) struct SheetRow {
    /// As the spreadsheet counts, from 1.
    pub(crate) number: usize,
    pub(crate) cells: Vec<Cell>,
}

/// An opened spreadsheet.
pub(crate) struct Workbook {
    sheets: Sheets<Cursor<Arc<[u8]>>>,
}

impl Workbook {
    /// Opens the bytes of an xlsx, xlsb, xls or ods file.
    pub(crate) fn open(name: &str, bytes: Vec<u8>) -> Result<Self, Flaw> {
        let bytes: Arc<[u8]> = bytes.into();
        match open_workbook_auto_from_rs(Cursor::new(Arc::clone(&bytes))) {
            Ok(sheets) => Ok(Self { sheets }),
            Err(_) => Err(unreadable(name, &bytes)),
        }
    }

    /// The names of its sheets, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        self.sheets.sheet_names()
    }

    /// Reads one sheet.
    pub(crate) fn sheet(&mut self, file: &str, name: &str) -> Result<Sheet, Flaw> {
        let mut rows = self.rows(file, name)?;
        for row in &mut rows {
            let filled = row.cells.iter().rposition(|cell| !cell.0.trim().is_empty());
            row.cells.truncate(filled.map_or(0, |at| at + 1));
        }
        rows.retain(|row| !row.cells.is_empty());
        if rows.is_empty() {
            return Err(Flaw::error(0..0, format!("the sheet `{name}` of `{file}` is empty"))
                .why("A sheet needs a first row with the names of its columns.")
                .hint("fill the sheet, or start from `hearten init`"));
        }
        let header = rows.remove(0);
        for row in &mut rows {
            let width = row.cells.len().max(header.cells.len());
            row.cells.resize(width, (String::new(), CellKind::Text));
        }
        Ok(Sheet { header_row: header.number, rows, header: header.cells })
    }

    fn rows(&mut self, file: &str, name: &str) -> Result<Vec<SheetRow>, Flaw> {
        let damaged = |detail: &dyn std::fmt::Display| {
            Flaw::error(0..0, format!("the sheet `{name}` of `{file}` cannot be read"))
                .why(format!("The spreadsheet is damaged there: {detail}."))
                .hint("open it in the spreadsheet program and save it again")
        };
        let mut rows = Rows::default();
        if let Sheets::Xlsx(book) = &mut self.sheets {
            // Cell by cell: one stray cell far below must not make a table of a billion cells.
            let mut cells = book.worksheet_cells_reader(name).map_err(|it| damaged(&it))?;
            while let Some(cell) = cells.next_cell().map_err(|it| damaged(&it))? {
                let (row, column) = cell.get_position();
                rows.put(row, column, &Data::from(cell.get_value().clone()));
            }
        } else {
            let range = self.sheets.worksheet_range(name).map_err(|it| damaged(&it))?;
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, value) in range.used_cells() {
                let row = u32::try_from(row).unwrap_or(u32::MAX);
                let column = u32::try_from(column).unwrap_or(u32::MAX);
                rows.put(top.saturating_add(row), left.saturating_add(column), value);
            }
        }
        if let Some(column) = rows.beyond {
            let column = column_letters(column);
            return Err(Flaw::error(0..0, format!("the sheet `{name}` of `{file}` is too wide"))
                .why(format!("A value stands in column {column}; {MOST_COLUMNS} columns are read."))
                .hint("remove what stands far to the right of the table"));
        }
        rows.list.sort_by_key(|row| row.number);
        Ok(rows.list)
    }
}

#[derive(Default)]
struct Rows {
    list: Vec<SheetRow>,
    beyond: Option<usize>,
}

impl Rows {
    fn put(&mut self, row: u32, column: u32, value: &Data) {
        let cell = cell(value);
        if cell.0.is_empty() {
            return;
        }
        let (number, column) = (row as usize + 1, column as usize);
        if column >= MOST_COLUMNS {
            self.beyond = Some(column);
            return;
        }
        if self.list.last().is_none_or(|last| last.number != number) {
            self.list.push(SheetRow { number, cells: Vec::new() });
        }
        let Some(last) = self.list.last_mut() else { return };
        if last.cells.len() <= column {
            last.cells.resize(column + 1, (String::new(), CellKind::Text));
        }
        last.cells[column] = cell;
    }
}

/// A cell as the text that a person would have typed.
fn cell(value: &Data) -> Cell {
    match value {
        Data::Int(number) => (number.to_string(), CellKind::Number),
        Data::Float(number) => (number_text(*number), CellKind::Number),
        Data::Bool(yes) => (if *yes { "yes" } else { "no" }.to_owned(), CellKind::Text),
        Data::DateTime(date) if date.is_datetime() => (date_text(date), CellKind::Date),
        Data::DateTime(duration) => (number_text(duration.as_f64()), CellKind::Number),
        Data::DateTimeIso(text) => {
            (text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(), CellKind::Date)
        }
        Data::Empty => (String::new(), CellKind::Text),
        other => (other.to_string(), CellKind::Text),
    }
}

/// Whole numbers without a point: ids, phones and grades come as numbers.
fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{number:.0}")
    } else {
        number.to_string()
    }
}

fn date_text(date: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
    }
}

fn unreadable(name: &str, bytes: &[u8]) -> Flaw {
    let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return if holds(&encrypted) {
            Flaw::error(0..0, format!("`{name}` is protected by a password"))
                .why("An encrypted workbook cannot be read.")
                .hint("save a copy without a password, or as CSV")
        } else {
            Flaw::error(0..0, format!("`{name}` is no spreadsheet that can be read"))
                .why("It is an old Office file: encrypted, damaged, or no workbook at all.")
                .hint("save it from the spreadsheet program as .xlsx without a password")
        };
    }
    if bytes.is_empty() {
        return Flaw::error(0..0, format!("`{name}` is empty"))
            .why("It has no bytes at all.")
            .hint("save the roster again, or start from `hearten init`");
    }
    let flaw = Flaw::error(0..0, format!("`{name}` is no spreadsheet"));
    match kind::foreign(&bytes[..bytes.len().min(64 * 1024)]) {
        Some(is) if is.contains("workbook") => flaw
            .why(format!("It begins like {is} but is damaged further on."))
            .hint("open it in the spreadsheet program and save it again"),
        Some(is) => flaw
            .why(format!("Its bytes are those of {is}."))
            .hint("save the roster from the spreadsheet program as .xlsx"),
        None => flaw
            .why("Its bytes are plain text or something unknown.")
            .hint("when it is a table of text, name it `.csv`"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Workbook, cell, number_text};
    use crate::roster::record::CellKind;
    use calamine::Data;

    #[test]
    fn numbers_read_as_typed() {
        assert_eq!(number_text(4_930_123_456.0), "4930123456");
        assert_eq!(number_text(-1.0), "-1");
        assert_eq!(number_text(1.5), "1.5");
        assert_eq!(cell(&Data::Bool(true)), ("yes".to_owned(), CellKind::Text));
        assert_eq!(
            cell(&Data::DateTimeIso("2026-03-01T00:00:00".to_owned())),
            ("2026-03-01".to_owned(), CellKind::Date)
        );
    }

    #[test]
    fn what_is_no_workbook_is_told_apart() {
        let title = |bytes: &[u8]| Workbook::open("r.xlsx", bytes.to_vec()).err().unwrap();
        assert!(title(b"").title.ends_with("is empty"));
        assert!(title(b"id,name\n1,2\n").hint.contains(".csv"));
        assert!(title(b"%PDF-1.7").why.contains("a PDF document"));
        assert!(title(b"\xd0\xcf\x11\xe0 some").title.contains("no spreadsheet that can be read"));
        let mut locked = b"\xd0\xcf\x11\xe0".to_vec();
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert!(title(&locked).title.contains("password"));
    }
}
