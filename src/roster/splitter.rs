use super::encoding::Decoder;
use std::io;

/// The greatest length of one field, in bytes.
pub(crate) const LONGEST_FIELD: usize = 64 * 1024;
/// The greatest length of one row, in bytes.
const LONGEST_RECORD: usize = 1024 * 1024;
/// How many rows make a block, and from which size on it is full with fewer. Several blocks are on their
/// way at once, and each row may have become a letter of ten thousand bytes by then.
const BLOCK_ROWS: usize = 100;
/// Rows of the first block. Each next one is twice as long, so that a small roster keeps all cores
/// busy too.
const FIRST_BLOCK_ROWS: usize = 16;
const BLOCK_BYTES: usize = 512 * 1024;
/// So many quotes may stay open before the rest of the file is left alone.
const MOST_OPEN_QUOTES: usize = 100;

/// Why a row cannot be taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Break {
    /// A quote opens at this byte of the row and is never closed, or closed before other text.
    OpenQuote(usize),
    /// Text follows a closing quote, at this byte.
    TextAfterQuote(usize),
    /// A field that begins at this byte is longer than 64 KB.
    LongField(usize),
    /// The row is longer than a megabyte.
    LongRecord,
}

/// One row's place in the text of its block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Split {
    /// Number of the data row, from 1; blank lines count.
    pub(crate) number: usize,
    /// Line of the file that it begins in, from 1.
    pub(crate) line: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Its fields' ends are `ends[first..first + fields]`, each relative to `start`.
    pub(crate) first: usize,
    pub(crate) fields: usize,
    pub(crate) fault: Option<Break>,
}

/// Some rows with the text they stand in.
#[derive(Debug, Default)]
pub(crate) struct TextBlock {
    pub(crate) text: String,
    pub(crate) splits: Vec<Split>,
    pub(crate) ends: Vec<u32>,
}

/// Finds the rows and fields of a table while it streams by; never holds more than a block.
///
/// It looks at each byte once and decides only where things end. What a field means is decided
/// later, on all cores.
pub(crate) struct Splitter {
    separator: u8,
    /// Rows to pass over at the beginning: what stands before the header, and the header.
    skip: usize,
    text: String,
    /// The next row begins here.
    at: usize,
    line: usize,
    seen: usize,
    ended: bool,
    /// Inside a row that is too long: everything up to the next line break is dropped.
    dropping: bool,
    open_quotes: usize,
    /// How many rows the next block has.
    rows: usize,
}

impl Splitter {
    pub(crate) fn new(separator: u8, skip: usize) -> Self {
        Self {
            separator,
            skip,
            text: String::new(),
            at: 0,
            line: 1,
            seen: 0,
            ended: false,
            dropping: false,
            open_quotes: 0,
            rows: FIRST_BLOCK_ROWS,
        }
    }

    /// Whether so many quotes stayed open that reading on would only add noise.
    pub(crate) fn gave_up(&self) -> bool {
        self.open_quotes >= MOST_OPEN_QUOTES
    }

    /// The next rows, or nothing at the end of the file.
    pub(crate) fn next_block(&mut self, decoder: &mut Decoder) -> io::Result<Option<TextBlock>> {
        let mut block = TextBlock::default();
        while block.splits.len() < self.rows && self.at < BLOCK_BYTES && !self.gave_up() {
            if self.step(&mut block) {
                continue;
            }
            if self.ended {
                break;
            }
            self.ended = !decoder.read_into(&mut self.text)?;
        }
        if block.splits.is_empty() && (self.gave_up() || (self.ended && self.at >= self.text.len()))
        {
            return Ok(None);
        }
        self.rows = (self.rows * 2).min(BLOCK_ROWS);
        let rest = self.text.split_off(self.at);
        block.text = std::mem::replace(&mut self.text, rest);
        self.at = 0;
        Ok(Some(block))
    }

    /// Takes one more row; false when the text at hand does not hold a whole one.
    fn step(&mut self, block: &mut TextBlock) -> bool {
        if self.dropping && !self.drop_line() {
            return false;
        }
        if self.at >= self.text.len() {
            return false;
        }
        let first = block.ends.len();
        let bytes = &self.text.as_bytes()[self.at..];
        let scan = scan(bytes, self.separator, self.ended, &mut block.ends);
        let Some(scan) = scan else {
            block.ends.truncate(first);
            return false;
        };
        if matches!(scan.fault, Some(Break::OpenQuote(_))) {
            self.open_quotes += 1;
        }
        if matches!(scan.fault, Some(Break::OpenQuote(_) | Break::LongRecord)) {
            block.ends.truncate(first);
        }
        self.dropping = scan.cut;
        if self.seen >= self.skip {
            block.splits.push(Split {
                number: self.seen - self.skip + 1,
                line: self.line,
                start: self.at,
                end: self.at + self.text[self.at..].floor_char_boundary(scan.end),
                first,
                fields: block.ends.len() - first,
                fault: scan.fault,
            });
        }
        self.seen += 1;
        self.line += scan.lines;
        self.at += self.text[self.at..].floor_char_boundary(scan.next);
        true
    }

    /// Drops the rest of an over-long row; false when its end is not in sight.
    fn drop_line(&mut self) -> bool {
        let bytes = &self.text.as_bytes()[self.at..];
        match bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            Some(end) if end + 1 < bytes.len() || self.ended || bytes[end] == b'\n' => {
                self.at += end + line_break(bytes, end);
                self.line += 1;
                self.dropping = false;
                true
            }
            Some(_) => false,
            None => {
                self.at = self.text.len();
                false
            }
        }
    }
}

/// The bytes that a field without quotes ends at.
const fn stops(separator: u8) -> [bool; 256] {
    let mut table = [false; 256];
    table[separator as usize] = true;
    table[b'\n' as usize] = true;
    table[b'\r' as usize] = true;
    table
}

const COMMA: [bool; 256] = stops(b',');
const SEMICOLON: [bool; 256] = stops(b';');
const TAB: [bool; 256] = stops(b'\t');

struct Scan {
    /// Where the row's text ends, where the next row begins, and how many line breaks lie between.
    end: usize,
    next: usize,
    lines: usize,
    fault: Option<Break>,
    /// The row goes on beyond what was looked at.
    cut: bool,
}

/// Finds the end of one row and of each of its fields; nothing when the text ends before it does.
fn scan(bytes: &[u8], separator: u8, last: bool, ends: &mut Vec<u32>) -> Option<Scan> {
    let stops = match separator {
        b';' => &SEMICOLON,
        b'\t' => &TAB,
        _ => &COMMA,
    };
    let mut at = 0;
    let mut inner_breaks = 0;
    let mut fault = None;
    loop {
        let start = at;
        if bytes.get(at) == Some(&b' ') || bytes.get(at) == Some(&b'"') {
            let open = at + bytes[at..].iter().position(|b| *b != b' ').unwrap_or(0);
            if bytes.get(open) == Some(&b'"') {
                match quoted(bytes, open, separator, last) {
                    Quoted::More => return None,
                    Quoted::Open => return Some(broken(bytes, open, last)),
                    Quoted::Closed { next, stray } => {
                        let breaks = count_breaks(&bytes[open..next]);
                        if stray && breaks > 0 {
                            return Some(broken(bytes, open, last));
                        }
                        inner_breaks += breaks;
                        if stray && fault.is_none() {
                            fault = Some(Break::TextAfterQuote(next));
                        }
                        at = next;
                    }
                }
            }
        }
        while let Some(byte) = bytes.get(at) {
            if stops[*byte as usize] {
                break;
            }
            at += 1;
        }
        let found = at < bytes.len();
        if at - start > LONGEST_FIELD && fault.is_none() {
            fault = Some(Break::LongField(start));
        }
        if at > LONGEST_RECORD {
            let fault = Some(fault.unwrap_or(Break::LongRecord));
            return Some(Scan { end: at, next: at, lines: inner_breaks, fault, cut: true });
        }
        if !found && !last {
            return None;
        }
        ends.push(u32::try_from(at).unwrap_or(u32::MAX));
        match bytes.get(at) {
            Some(b'\r') if at + 1 == bytes.len() && !last => return None,
            Some(byte) if *byte == separator => at += 1,
            Some(_) => {
                let next = at + line_break(bytes, at);
                return Some(Scan { end: at, next, lines: inner_breaks + 1, fault, cut: false });
            }
            None => {
                return Some(Scan { end: at, next: at, lines: inner_breaks, fault, cut: false });
            }
        }
    }
}

enum Quoted {
    More,
    Open,
    Closed { next: usize, stray: bool },
}

/// Finds the closing quote of a field; two quotes in it stand for one.
fn quoted(bytes: &[u8], open: usize, separator: u8, last: bool) -> Quoted {
    let mut at = open + 1;
    loop {
        let close = bytes[at..].iter().position(|byte| *byte == b'"').map(|found| at + found);
        if close.unwrap_or(bytes.len()) - open > LONGEST_FIELD {
            return Quoted::Open;
        }
        let Some(close) = close else { return if last { Quoted::Open } else { Quoted::More } };
        at = close + 1;
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            continue;
        }
        let blanks = bytes[at..].iter().position(|byte| *byte != b' ');
        let Some(blanks) = blanks else {
            return if last { Quoted::Closed { next: at, stray: false } } else { Quoted::More };
        };
        let after = bytes[at + blanks];
        let stray = after != separator && after != b'\n' && after != b'\r';
        return Quoted::Closed { next: at, stray };
    }
}

/// A row whose quote stays open: it ends with the line that the quote stands in, so that the rows
/// behind it keep their places.
fn broken(bytes: &[u8], open: usize, last: bool) -> Scan {
    let fault = Some(Break::OpenQuote(open));
    let lines = count_breaks(&bytes[..open]);
    match bytes[open..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
        Some(found) => {
            let end = open + found;
            let next = end + line_break(bytes, end);
            Scan { end, next, lines: lines + 1, fault, cut: false }
        }
        None => Scan { end: bytes.len(), next: bytes.len(), lines, fault, cut: !last },
    }
}

/// The length of the line break at a place: `\r\n` is one.
fn line_break(bytes: &[u8], at: usize) -> usize {
    if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 }
}

/// How many line breaks a text has: `\n`, `\r\n` or `\r`.
pub(crate) fn count_breaks(bytes: &[u8]) -> usize {
    let mut breaks = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let counts = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        breaks += usize::from(counts);
    }
    breaks
}

/// The fields of the first row of a text: for finding out what separates them.
pub(crate) fn first_row(text: &str, separator: u8, last: bool) -> Option<TextBlock> {
    let mut block = TextBlock::default();
    let scan = scan(text.as_bytes(), separator, last, &mut block.ends)?;
    let end = text.floor_char_boundary(scan.end);
    let fields = block.ends.len();
    block.splits.push(Split {
        number: 0,
        line: 1,
        start: 0,
        end,
        first: 0,
        fields,
        fault: scan.fault,
    });
    text.clone_into(&mut block.text);
    Some(block)
}
