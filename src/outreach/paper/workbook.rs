use super::overview::{PersonRow, WaveRow};
use super::wording::say;
use super::{Line, Papers};
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::Language;
use crate::outreach::CheckIn;
use crate::roster::TeamMember;
use jiff::ZonedDateTime;
use jiff::tz::TimeZone;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};
use std::collections::BTreeSet;

/// More owners, or more check-ins, than this have no sheet of their own here: the first sheet can be
/// filtered, and each owner has a page and a calendar.
const MOST_SHEETS: usize = 40;
const MOST_ROWS: usize = 20_000;
/// The most characters of a cell.
const LONGEST: usize = 32_767;
/// A4, as a workbook numbers paper.
const A4: u8 = 9;

/// The columns of check-ins: the word above, the width in characters, and what stands there.
const COLUMNS: [(&str, f64, Cell); 22] = [
    ("", 4.0, Cell::Tick),
    ("day", 12.0, Cell::Day),
    ("start", 8.0, Cell::From),
    ("until", 8.0, Cell::Until),
    ("zone", 15.0, Cell::Text(|line| &line.zone)),
    ("there", 17.0, Cell::There),
    ("owner", 18.0, Cell::Text(|line| &line.owner)),
    ("way", 11.0, Cell::Text(|line| &line.way)),
    ("contact", 22.0, Cell::Text(|line| &line.whom)),
    ("position", 20.0, Cell::Text(|line| &line.position)),
    ("account", 26.0, Cell::Text(|line| &line.account)),
    ("phone", 19.0, Cell::Text(|line| &line.phone)),
    ("email", 30.0, Cell::Text(|line| &line.email)),
    ("action", 26.0, Cell::Text(|line| &line.purpose)),
    ("points", 60.0, Cell::Points),
    ("material", 24.0, Cell::Text(|line| &line.material)),
    ("done_when", 30.0, Cell::Text(|line| &line.done_when)),
    ("state", 16.0, Cell::Text(|line| &line.state_words)),
    ("deadline", 17.0, Cell::Latest),
    ("why", 40.0, Cell::Why),
    ("notes", 40.0, Cell::Tick),
    ("number", 22.0, Cell::Text(|line| &line.id)),
];

/// What stands in a cell of a check-in.
#[derive(Clone, Copy)]
enum Cell {
    /// Nothing yet: a person writes there.
    Tick,
    Day,
    From,
    Until,
    There,
    Latest,
    Points,
    Why,
    Text(fn(&Line) -> &String),
}

impl Papers<'_> {
    /// `plan.xlsx`: waves, all check-ins, one sheet for each owner, and who is left out.
    pub fn workbook(&self) -> Result<Vec<u8>, Diagnostic> {
        self.book().map_err(|error| {
            Diagnostic::error("`plan.xlsx` cannot be written")
                .at(Place::file("plan.xlsx"))
                .why(error.to_string())
        })
    }

    fn book(&self) -> Result<Vec<u8>, XlsxError> {
        let language = self.first_language();
        let word = |key: &str| say(self.words(language), key, &[]);
        let mut book = Workbook::new();
        // The same plan gives the same bytes: the workbook is dated by the plan, not by the clock.
        let made = excel(&self.plan.now.to_zoned_datetime(TimeZone::UTC))?;
        let title = format!("{} · {}", word("title"), self.sources.config.crisis);
        let properties = DocProperties::new().set_title(title).set_creation_datetime(&made);
        book.set_properties(&properties);
        let formats = Formats::new();
        let mut names = BTreeSet::new();
        let mut add = |book: &mut Workbook, name: &str, id: &str| -> Result<usize, XlsxError> {
            let at = book.worksheets().len();
            book.add_worksheet().set_name(sheet_name(name, id, &mut names))?;
            Ok(at)
        };
        let waves = add(&mut book, &word("waves"), "waves")?;
        write_waves(book.worksheet_from_index(waves)?, &self.wave_rows(language), &word, &formats)?;
        let all = add(&mut book, &word("check_ins"), "check-ins")?;
        let checks: Vec<&CheckIn> = self.plan.check_ins.iter().collect();
        self.write_checks(book.worksheet_from_index(all)?, &checks, language, &formats)?;
        let owners = self.by_owner();
        if owners.len() <= MOST_SHEETS && checks.len() <= MOST_ROWS {
            for (owner, checks) in owners {
                let language = self.language_of(owner);
                let name = self.owner_name(owner, language);
                let id = owner.map_or("", |owner| owner.id.as_str());
                let at = add(&mut book, &name, id)?;
                self.write_checks(book.worksheet_from_index(at)?, &checks, language, &formats)?;
            }
        }
        let left_out = add(&mut book, &word("left_out"), "left out")?;
        let rows = self.left_out_rows(language);
        write_left_out(book.worksheet_from_index(left_out)?, &rows, &word, &formats)?;
        book.save_to_buffer()
    }

    fn owner_name(&self, owner: Option<&TeamMember>, language: Language) -> String {
        owner.map_or_else(
            || say(self.words(language), "nobody", &[]),
            |owner| owner.name_in(language).to_owned(),
        )
    }

    /// The check-ins as rows, with a column to tick and one for notes.
    fn write_checks(
        &self,
        sheet: &mut Worksheet,
        checks: &[&CheckIn],
        language: Language,
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        for (at, (key, width, cell)) in (0..).zip(COLUMNS) {
            let head = match cell {
                Cell::Tick if key.is_empty() => "\u{2713}".to_owned(),
                _ => say(self.words(language), key, &[]),
            };
            sheet.write_string_with_format(0, at, head, &formats.head)?;
            sheet.set_column_width(at, width)?;
        }
        for (row, check) in (1..).zip(checks) {
            let line = self.line(check);
            let zone = self.zone_of(self.member(check.owner));
            let start = check.start.to_zoned_datetime(zone.clone());
            for (at, (_, _, cell)) in (0..).zip(COLUMNS) {
                let moment = |moment: jiff::Timestamp| moment.to_zoned_datetime(zone.clone());
                let (value, format) = match cell {
                    Cell::Tick => {
                        sheet.write_blank(row, at, &formats.empty)?;
                        continue;
                    }
                    Cell::Text(of) => {
                        write_text(sheet, (row, at), of(&line), formats)?;
                        continue;
                    }
                    Cell::Points => {
                        write_text(sheet, (row, at), &line.points.join("\n"), formats)?;
                        continue;
                    }
                    Cell::Why => {
                        let why = line.why.iter().map(|why| match why.words.as_str() {
                            "" => why.rule.clone(),
                            words => format!("{}: {words}", why.rule),
                        });
                        let why: Vec<String> = why.collect();
                        write_text(sheet, (row, at), &why.join("\n"), formats)?;
                        continue;
                    }
                    Cell::There => match self.there(check, &start) {
                        Some(there) => (there, &formats.moment),
                        None => {
                            sheet.write_blank(row, at, &formats.text)?;
                            continue;
                        }
                    },
                    // Without a time, so that a filter finds the day.
                    Cell::Day => (start.start_of_day().unwrap_or(start.clone()), &formats.day),
                    Cell::From => (start.clone(), &formats.time),
                    Cell::Until => (moment(check.end), &formats.time),
                    Cell::Latest => (moment(check.latest), &formats.moment),
                };
                sheet.write_datetime_with_format(row, at, &excel(&value)?, format)?;
            }
        }
        let last = (u32::try_from(checks.len()).unwrap_or(u32::MAX), last_column(COLUMNS.len()));
        sheet.autofilter(0, 0, last.0, last.1)?;
        sheet.set_freeze_panes(1, 4)?;
        print_setup(sheet)
    }
}

/// How cells look.
struct Formats {
    head: Format,
    text: Format,
    empty: Format,
    number: Format,
    day: Format,
    time: Format,
    moment: Format,
}

impl Formats {
    fn new() -> Self {
        let line = Color::RGB(0x00DE_DAD1);
        let cell = Format::new()
            .set_align(FormatAlign::Top)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_color(line);
        let dated =
            |pattern: &str| cell.clone().set_num_format(pattern).set_align(FormatAlign::Left);
        Self {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_background_color(Color::RGB(0x00E2_EBEB))
                .set_border_bottom(FormatBorder::Medium)
                .set_border_color(Color::RGB(0x0017_505F))
                .set_align(FormatAlign::VerticalCenter),
            text: cell.clone().set_text_wrap(),
            empty: cell
                .clone()
                .set_border_left(FormatBorder::Thin)
                .set_border_right(FormatBorder::Thin),
            number: cell.clone().set_num_format("#,##0"),
            day: dated("yyyy-mm-dd"),
            time: dated("hh:mm"),
            moment: dated("yyyy-mm-dd hh:mm"),
        }
    }
}

fn write_waves(
    sheet: &mut Worksheet,
    waves: &[WaveRow],
    word: &dyn Fn(&str) -> String,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let columns = [
        ("wave", 8.0),
        ("who", 34.0),
        ("start", 18.0),
        ("until", 18.0),
        ("way", 16.0),
        ("gate", 60.0),
        ("letters", 12.0),
        ("check_ins", 12.0),
        ("why", 50.0),
    ];
    write_head(sheet, &columns, word, formats)?;
    for (row, wave) in (1..).zip(waves) {
        let gate: Vec<&str> = [wave.gate.as_str()]
            .into_iter()
            .chain(wave.gone.as_deref())
            .chain(wave.limits.iter().map(String::as_str))
            .collect();
        write_text(sheet, (row, 0), &wave.wave, formats)?;
        write_text(sheet, (row, 1), &wave.who, formats)?;
        for (at, text) in [(2, &wave.start), (3, &wave.end)] {
            match ExcelDateTime::parse_from_str(text) {
                Ok(moment) if !text.is_empty() => {
                    sheet.write_datetime_with_format(row, at, &moment, &formats.moment)?;
                }
                _ => write_text(sheet, (row, at), text, formats)?,
            }
        }
        write_text(sheet, (row, 4), &wave.way, formats)?;
        write_text(sheet, (row, 5), &gate.join("\n"), formats)?;
        for (at, count) in [(6, wave.letters), (7, wave.check_ins)] {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            sheet.write_number_with_format(row, at, count, &formats.number)?;
        }
        write_text(sheet, (row, 8), &wave.why.join("\n"), formats)?;
    }
    print_setup(sheet)
}

fn write_left_out(
    sheet: &mut Worksheet,
    rows: &[PersonRow],
    word: &dyn Fn(&str) -> String,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let columns =
        [("number", 14.0), ("contact", 28.0), ("account", 30.0), ("rule", 8.0), ("reason", 70.0)];
    write_head(sheet, &columns, word, formats)?;
    for (row, person) in (1..).zip(rows) {
        let texts = [&person.id, &person.name, &person.account, &person.rule, &person.why];
        for (at, text) in (0..).zip(texts) {
            write_text(sheet, (row, at), text, formats)?;
        }
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    sheet.autofilter(0, 0, last, last_column(columns.len()))?;
    print_setup(sheet)
}

fn write_head(
    sheet: &mut Worksheet,
    columns: &[(&str, f64)],
    word: &dyn Fn(&str) -> String,
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (at, (key, width)) in (0..).zip(columns) {
        sheet.write_string_with_format(0, at, word(key), &formats.head)?;
        sheet.set_column_width(at, *width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// A text is written as a text, so none is ever a formula; what no cell holds is cut.
fn write_text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    formats: &Formats,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        sheet.write_blank(row, column, &formats.text)?;
    } else if text.chars().count() > LONGEST {
        let cut: String = text.chars().take(LONGEST).collect();
        sheet.write_string_with_format(row, column, cut, &formats.text)?;
    } else {
        sheet.write_string_with_format(row, column, text, &formats.text)?;
    }
    Ok(())
}

/// Landscape A4, as wide as the sheet, with the head on every page.
fn print_setup(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer("&L&A&R&P / &N");
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// A moment as the clock on the wall shows it; a workbook knows no zones.
fn excel(moment: &ZonedDateTime) -> Result<ExcelDateTime, XlsxError> {
    let wall = moment.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    ExcelDateTime::parse_from_str(&wall)
}

fn last_column(count: usize) -> u16 {
    u16::try_from(count.saturating_sub(1)).unwrap_or(u16::MAX)
}

/// A name that a workbook takes and that is not there yet: at most 31 characters, none of
/// `[]:*?/\`, no apostrophe, not the reserved `History`.
fn sheet_name(name: &str, id: &str, taken: &mut BTreeSet<String>) -> String {
    let clean = |text: &str, most: usize| -> String {
        let kept =
            text.chars().map(|c| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c });
        let mut units = 0;
        let kept = kept.take_while(|c| {
            units += c.len_utf16();
            units <= most
        });
        kept.collect::<String>().trim().to_owned()
    };
    let own = [clean(name, 31), clean(&format!("{id} {name}"), 31)];
    let counted = (2..).map(|count| format!("{} ({count})", clean(name, 24)));
    let is_free = |name: &String| {
        let lower = name.to_lowercase();
        !name.is_empty() && lower != "history" && !taken.contains(&lower)
    };
    let chosen = own.into_iter().chain(counted).find(is_free).unwrap_or_default();
    taken.insert(chosen.to_lowercase());
    chosen
}

#[cfg(test)]
mod tests {
    use super::sheet_name;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn sheets_have_names_that_a_workbook_takes() {
        let mut taken = BTreeSet::new();
        assert_eq!(sheet_name("A/B: [x]*?", "t-1", &mut taken), "A B   x");
        assert_eq!(sheet_name("A/B: [x]*?", "t-2", &mut taken), "t-2 A B   x");
        assert_eq!(sheet_name("History", "t-3", &mut taken), "t-3 History");
        assert!(sheet_name(&"长".repeat(60), "t-3", &mut taken).chars().count() <= 31);
    }

    proptest! {
        #[test]
        fn any_names_become_different_legal_ones(names in proptest::collection::vec("\\PC{0,40}", 1..30)) {
            let mut taken = BTreeSet::new();
            for name in &names {
                let made = sheet_name(name, "t-1", &mut taken);
                prop_assert!(!made.is_empty() && made.encode_utf16().count() <= 31, "{made}");
                prop_assert!(!made.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']));
            }
            prop_assert_eq!(taken.len(), names.len());
        }
    }
}
