use super::column::Column;
use super::encoding::{Decoder, Survey};
use super::flaw::Flaw;
use super::header::Header;
use super::kind;
use super::placing::placed;
use super::record::{Block, Field, Record, first_values};
use super::source::Source;
use super::splitter::{Break, Splitter, TextBlock, first_row};
use super::workbook::Sheet;
use crate::diagnostic::{Diagnostic, Place, Report};
use encoding_rs::Encoding;
use std::borrow::Cow;
use std::io::{self, ErrorKind};
use std::sync::Arc;

/// What may separate fields, the most usual first.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// How far the header is looked for.
const HEADER_WITHIN: usize = 1024 * 1024;
/// How many rows of a sheet make a block.
const SHEET_BLOCK: usize = 100;

/// A table whose header is known, ready to be read as often as asked.
#[derive(Debug)]
pub(crate) struct Table {
    /// The file's name; for a sheet `file#sheet`.
    pub(crate) name: String,
    pub(crate) header: Header,
    /// About how many rows it has.
    pub(crate) lines: usize,
    body: Body,
}

#[derive(Debug)]
enum Body {
    Text { source: Source, encoding: &'static Encoding, separator: u8, skip: usize },
    Sheet(Arc<Sheet>),
}

impl Table {
    /// Opens a table of text; what is wrong with it goes to the report. Without a required column
    /// it is of no use, and nothing comes back.
    pub(crate) fn open(
        source: Source,
        columns: &'static [Column],
        report: &mut Report,
    ) -> Option<Self> {
        let name = source.name.clone();
        match Self::try_open(source, columns, report) {
            Ok(table) => table,
            Err(error) => {
                report.push(unreadable(&name, &error));
                None
            }
        }
    }

    fn try_open(
        source: Source,
        columns: &'static [Column],
        report: &mut Report,
    ) -> io::Result<Option<Self>> {
        let survey = Survey::of(&source)?;
        let name = source.name.clone();
        if let Some(is) = survey.foreign {
            report.push(placed(kind::foreign_flaw(&name, is), Place::file(&name)));
            return Ok(None);
        }
        if survey.blank {
            let flaw = Flaw::error(0..0, format!("`{name}` is empty"))
                .why("A table needs a first row with the names of its columns.")
                .hint("fill it, or start from `hearten init`");
            report.push(placed(flaw, Place::file(&name)));
            return Ok(None);
        }
        report.extend(survey_notes(&name, &survey));
        let start = Start::read(&source, survey.encoding, columns)?;
        let record = Block::Text(start.block);
        let record = Record { line: start.skip, ..record.record(0) };
        if let Some(fault) = record.fault {
            report.push(broken_row(&name, &record, fault, "header"));
            return Ok(None);
        }
        let Some(header) = checked_header(&name, &record, columns, report) else { return Ok(None) };
        let body = Body::Text {
            source,
            encoding: survey.encoding,
            separator: start.separator,
            skip: start.skip,
        };
        Ok(Some(Self { name, header, lines: survey.lines, body }))
    }

    /// Takes a sheet of a workbook.
    pub(crate) fn of_sheet(
        name: String,
        sheet: Sheet,
        columns: &'static [Column],
        report: &mut Report,
    ) -> Option<Self> {
        let field = |cell: &(String, _)| Field::of_cell(Cow::Owned(cell.0.clone()), cell.1);
        let record = Record {
            number: 0,
            line: sheet.header_row,
            raw: None,
            fields: sheet.header.iter().map(field).collect(),
            fault: None,
        };
        let header = checked_header(&name, &record, columns, report)?;
        drop(record);
        let lines = sheet.rows.len();
        Some(Self { name, header, lines, body: Body::Sheet(Arc::new(sheet)) })
    }

    /// Reads it from the first row behind the header.
    pub(crate) fn blocks(&self) -> io::Result<Blocks> {
        Ok(match &self.body {
            Body::Text { source, encoding, separator, skip } => Blocks::Text {
                decoder: Decoder::new(source, encoding)?,
                splitter: Splitter::new(*separator, *skip),
            },
            Body::Sheet(sheet) => Blocks::Sheet { sheet: Arc::clone(sheet), at: 0 },
        })
    }

    /// Calls back for each row that is not blank, in order; for the small tables.
    pub(crate) fn each_record(
        &self,
        mut visit: impl FnMut(&Record<'_>),
    ) -> Result<(), Box<Diagnostic>> {
        let mut blocks = self.blocks().map_err(|error| Box::new(unreadable(&self.name, &error)))?;
        while let Some(block) = blocks.next_block(&self.name)? {
            for at in 0..block.len() {
                let record = block.record(at);
                if !record.is_blank() {
                    visit(&record);
                }
            }
        }
        Ok(())
    }

    /// Whether a row that is not blank follows the header.
    pub(crate) fn has_rows(&self) -> Result<bool, Box<Diagnostic>> {
        let mut blocks = self.blocks().map_err(|error| Box::new(unreadable(&self.name, &error)))?;
        while let Some(block) = blocks.next_block(&self.name)? {
            if (0..block.len()).any(|at| !block.record(at).is_blank()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A table being read.
pub(crate) enum Blocks {
    Text { decoder: Decoder, splitter: Splitter },
    Sheet { sheet: Arc<Sheet>, at: usize },
}

impl Blocks {
    /// The next rows, or nothing at the end.
    pub(crate) fn next_block(&mut self, name: &str) -> Result<Option<Block>, Box<Diagnostic>> {
        match self {
            Self::Text { decoder, splitter } => {
                let block =
                    splitter.next_block(decoder).map_err(|it| Box::new(unreadable(name, &it)))?;
                if block.is_none() && splitter.gave_up() {
                    let error = Diagnostic::error(format!("`{name}` has too many open quotes"))
                        .at(Place::file(name))
                        .why("Behind so many of them rows cannot be told apart any more.")
                        .hint("close the first of them, then check again");
                    return Err(Box::new(error));
                }
                Ok(block.map(Block::Text))
            }
            Self::Sheet { sheet, at } => {
                let from = *at;
                *at = (from + SHEET_BLOCK).min(sheet.rows.len());
                Ok((from < *at).then(|| Block::Sheet(Arc::clone(sheet), from..*at)))
            }
        }
    }
}

/// The header row as found at the start of a file.
struct Start {
    separator: u8,
    /// Rows up to and with the header.
    skip: usize,
    block: TextBlock,
}

impl Start {
    fn read(
        source: &Source,
        encoding: &'static Encoding,
        columns: &'static [Column],
    ) -> io::Result<Self> {
        let mut decoder = Decoder::new(source, encoding)?;
        let mut text = String::new();
        loop {
            let more = decoder.read_into(&mut text)?;
            let last = !more || text.len() > HEADER_WITHIN;
            if let Some(start) = Self::find(&text, columns, last) {
                return Ok(start);
            }
        }
    }

    fn find(text: &str, columns: &'static [Column], last: bool) -> Option<Self> {
        let (mut rest, mut skip, mut declared) = (text, 1, None);
        while let Some((line, next)) = rest.split_once('\n') {
            let line = line.trim();
            // Excel writes `sep=;` as a first line of its own when told to.
            match line.strip_prefix("sep=").map(str::as_bytes) {
                Some([separator]) => declared = Some(*separator),
                None if line.is_empty() => {}
                _ => break,
            }
            (rest, skip) = (next, skip + 1);
        }
        let declared = declared.filter(|separator| SEPARATORS.contains(separator));
        let candidates = SEPARATORS.into_iter().filter(|it| declared.is_none_or(|d| d == *it));
        let mut best: Option<((usize, usize), Self)> = None;
        for separator in candidates {
            let block = first_row(rest, separator, last)?;
            let names = first_values(&block);
            let score = (Header::likeness(&names, columns), names.len());
            if best.as_ref().is_none_or(|(top, _)| score > *top) {
                best = Some((score, Self { separator, skip, block }));
            }
        }
        best.map(|(_, start)| start)
    }
}

/// Maps the header; a table that lacks a required column is of no use.
fn checked_header(
    name: &str,
    record: &Record<'_>,
    columns: &'static [Column],
    report: &mut Report,
) -> Option<Header> {
    let mut findings = Vec::new();
    let header = Header::map(name, record, columns, &mut findings);
    report.extend(findings);
    columns.iter().all(|it| !it.required || header.find(it.name).is_some()).then_some(header)
}

fn survey_notes(name: &str, survey: &Survey) -> Option<Diagnostic> {
    if survey.damaged {
        return Some(
            Diagnostic::warning(format!("`{name}` is UTF-8 with some damaged characters"))
                .at(Place::file(name))
                .why("Most of it reads well as UTF-8, but some bytes are no character.")
                .hint("look at the rows reported below, and save the file as UTF-8"),
        );
    }
    let said = survey.said()?;
    Some(
        Diagnostic::info(format!("`{name}` was read as {said}"))
            .at(Place::file(name))
            .why("The encoding is told from the letters themselves.")
            .hint("if names look wrong in the preview, save the file as UTF-8"),
    )
}

/// The finding about a row that cannot be taken apart.
pub(crate) fn broken_row(file: &str, record: &Record<'_>, fault: Break, label: &str) -> Diagnostic {
    let (at, title, why, hint) = match fault {
        Break::OpenQuote(at) => (
            at,
            "a quote is opened here and never closed".to_owned(),
            "Everything behind it would be read as one field. The rows below are read as if this \
             one ended with its line.",
            "close the quote, or write `\"\"` for a quote that belongs to the text",
        ),
        Break::TextAfterQuote(at) => (
            at,
            "text follows a closing quote".to_owned(),
            "A field in quotes must end with its closing quote.",
            "write `\"\"` for a quote that belongs to the text",
        ),
        Break::LongField(at) => (
            at,
            "a field is longer than 64 KB".to_owned(),
            "No value of a roster is that long: something else has been pasted here.",
            "shorten it",
        ),
        Break::LongRecord => (
            0,
            "a row is longer than a megabyte".to_owned(),
            "No row of a roster is that long: line breaks are probably lost.",
            "export the list again as CSV in UTF-8",
        ),
    };
    let end = record
        .raw
        .map_or(0, |raw| raw[at.min(raw.len())..].chars().next().map_or(0, char::len_utf8));
    let place = record.place_in_row(file, at..at + end, label.to_owned());
    Diagnostic::error(title).at(place).why(why).hint(hint)
}

/// The finding about a file that the system does not give.
pub(crate) fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let (title, why, hint) = match error.kind() {
        ErrorKind::NotFound => (
            "is not there",
            "The roster is not whole without it.".to_owned(),
            "put it there; `hearten init sample` makes one that shows every column".to_owned(),
        ),
        ErrorKind::PermissionDenied => (
            "may not be read",
            "The system does not allow it.".to_owned(),
            format!("see who may read it with `ls -l {name}`"),
        ),
        ErrorKind::IsADirectory => (
            "is a folder",
            "A table is a file.".to_owned(),
            "move the folder away and put the file in its place".to_owned(),
        ),
        _ => (
            "cannot be read",
            format!("The system says: {error}."),
            "check the disk and try again".to_owned(),
        ),
    };
    Diagnostic::error(format!("`{name}` {title}")).at(Place::file(name)).why(why).hint(hint)
}
