use super::account::repeated_id;
use super::character;
use super::date::{DateText, date, month_day};
use super::flaw::Flaw;
use super::header::{Header, Slot};
use super::placing::placed;
use super::record::{CellKind, Record};
use super::table::{Table, broken_row};
use super::{Country, MonthDay, Zones, id};
use crate::diagnostic::{Count, Diagnostic, List, Severity, nearest};
use crate::locale::zone_meant;
use jiff::civil::Date;
use std::collections::HashMap;

/// One row under examination: gives its values and collects what is wrong with them.
pub(crate) struct RowCheck<'r> {
    file: &'r str,
    header: &'r Header,
    record: &'r Record<'r>,
    id: Slot,
    findings: Vec<Diagnostic>,
    failed: bool,
    /// Fields in which characters stand that may stand nowhere: nothing more is said about them.
    spoiled: Vec<usize>,
}

/// Errors that a spreadsheet writes into a cell in place of a value.
const CELL_ERRORS: [&str; 8] =
    ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"];

impl<'r> RowCheck<'r> {
    /// Begins with what holds for every row: it can be taken apart, it has as many fields as the
    /// header, and no field has characters that may stand nowhere. A row without that has no
    /// values, and only the finding remains.
    pub(crate) fn new(
        table: &'r Table,
        record: &'r Record<'r>,
        id: Slot,
    ) -> Result<Self, Box<Diagnostic>> {
        let mut row = Self {
            file: &table.name,
            header: &table.header,
            record,
            id,
            findings: Vec::new(),
            failed: false,
            spoiled: Vec::new(),
        };
        if let Some(fault) = record.fault {
            return Err(Box::new(broken_row(row.file, record, fault, &row.label())));
        }
        if record.fields.len() != row.header.names.len() {
            return Err(Box::new(row.wrong_length()));
        }
        for (at, field) in record.fields.iter().enumerate() {
            let text = field.text.as_ref();
            if text.starts_with('#') && CELL_ERRORS.contains(&text) {
                row.cell_error(at, text);
            }
            if character::suspicious(text) {
                for flaw in character::flaws(text, row.header.lines[at]) {
                    row.spoiled.push(at);
                    row.flaw(Some(at), flaw);
                }
            }
        }
        Ok(row)
    }

    /// What was found, and whether an error is among it.
    pub(crate) fn finish(self) -> (Vec<Diagnostic>, bool) {
        (self.findings, self.failed)
    }

    /// How messages call this row: its id, or its number.
    pub(crate) fn label(&self) -> String {
        let first =
            || self.record.raw?.split([',', ';', '\t']).next().filter(|it| id::fault(it).is_none());
        let text = match self.text(self.id) {
            // A row that cannot be taken apart still begins with its id in nearly every table.
            "" if self.record.fault.is_some() && self.id == Some(0) => first().unwrap_or_default(),
            text => text,
        };
        match text {
            "" => format!("row {}", self.record.number),
            id => {
                let end = id.floor_char_boundary(id::LONGEST);
                format!("row `{}`", &id[..end])
            }
        }
    }

    /// How messages call an earlier row of the same table.
    pub(crate) fn earlier(&self, line: usize) -> String {
        let word = if self.record.raw.is_some() { "Line" } else { "Row" };
        format!("{word} {line}")
    }

    /// A value; empty when the column is not there.
    pub(crate) fn text(&self, slot: Slot) -> &'r str {
        slot.and_then(|at| self.record.fields.get(at)).map_or("", |field| field.text.as_ref())
    }

    /// A value, when there is one.
    pub(crate) fn optional(&self, slot: Slot) -> Option<String> {
        let text = self.text(slot);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Whether a value is there and has no characters that may stand nowhere.
    pub(crate) fn sound(&self, slot: Slot) -> Option<&'r str> {
        let text = self.text(slot);
        let spoiled = slot.is_some_and(|at| self.spoiled.contains(&at));
        (!text.is_empty() && !spoiled).then_some(text)
    }

    /// What the cell of a spreadsheet was.
    pub(crate) fn kind(&self, slot: Slot) -> CellKind {
        slot.and_then(|at| self.record.fields.get(at)).map_or(CellKind::Text, |field| field.kind)
    }

    /// Adds a flaw of one value.
    pub(crate) fn flaw(&mut self, slot: Slot, flaw: Flaw) {
        let at = slot.unwrap_or(0);
        self.failed |= flaw.severity == Severity::Error;
        let column = self.header.names.get(at).map_or("", String::as_str);
        let label = format!("{}, column `{column}`", self.label());
        let place = self.record.place(self.file, at, flaw.span.clone(), label);
        self.findings.push(placed(flaw, place));
    }

    /// Adds each flaw of one value.
    pub(crate) fn flaws(&mut self, slot: Slot, flaws: Vec<Flaw>) {
        for flaw in flaws {
            self.flaw(slot, flaw);
        }
    }

    /// Notes an id that an earlier row has; `first` holds the line of each.
    pub(crate) fn once(&mut self, slot: Slot, first: &mut HashMap<String, usize>) {
        let Some(text) = self.sound(slot) else { return };
        match first.get(&text.to_lowercase()) {
            Some(line) => self.flaw(slot, repeated_id(text, &self.earlier(*line))),
            None => _ = first.insert(text.to_lowercase(), self.record.line),
        }
    }

    /// Notes that a row has an error that is told elsewhere.
    pub(crate) fn fail(&mut self) {
        self.failed = true;
    }

    /// A value that must be there.
    pub(crate) fn required(&mut self, slot: Slot, column: &str) -> Option<&'r str> {
        let text = self.text(slot);
        if text.is_empty() {
            let title = format!("{} has no `{column}`", self.label());
            let flaw = Flaw::error(0..0, title)
                .why("A missing value is never guessed.")
                .hint(format!("fill the field `{column}`"));
            self.flaw(slot, flaw);
            return None;
        }
        self.sound(slot)
    }

    /// An id that must be there and be safe in file names.
    pub(crate) fn own_id(&mut self, slot: Slot) -> Option<&'r str> {
        let text = self.required(slot, "id")?;
        let Some(span) = id::fault(text) else { return Some(text) };
        let title = if span.start == id::LONGEST {
            format!("an id here is longer than {} characters", id::LONGEST)
        } else {
            format!("`{text}` is not an id")
        };
        let flaw = Flaw::error(span, title)
            .why("Ids become names of files: 1 to 64 of the letters a-z, digits, `.`, `_` and `-`.")
            .hint("choose a short id such as `c-014`");
        self.flaw(slot, flaw);
        None
    }

    /// A value out of a short list of words.
    pub(crate) fn word<T>(
        &mut self,
        slot: Slot,
        what: (&str, Option<&'static str>),
        words: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.sound(slot)?;
        let value = parse(text);
        if value.is_none() {
            let (noun, rule) = what;
            let mut flaw = Flaw::error(0..text.len(), format!("`{text}` is no {noun}"))
                .why(format!("The {noun} is one of {}.", List(words)))
                .hint(match nearest(text, words.iter().copied()) {
                    Some(meant) => format!("write `{meant}` if that is meant"),
                    None => "write one of these, or leave the field empty".to_owned(),
                });
            flaw.rule = rule;
            self.flaw(slot, flaw);
        }
        value
    }

    /// Yes or no; nothing when it is not stated.
    pub(crate) fn yes_no(&mut self, slot: Slot) -> Option<bool> {
        self.word(slot, ("yes or no", None), &["yes", "no"], yes_no)
    }

    /// A date with the year first.
    pub(crate) fn date(&mut self, slot: Slot) -> Option<Date> {
        let text = self.sound(slot)?;
        let flaw = match date(text) {
            DateText::Sure(date) => return Some(date),
            DateText::NoSuchDay => Flaw::error(0..text.len(), format!("there is no day `{text}`"))
                .why("The day, the month or both are not in the calendar.")
                .hint("write the date as year-month-day, such as `2026-11-20`"),
            DateText::Ambiguous(readings) => {
                let mut days: Vec<_> = readings.into_iter().flatten().collect();
                days.sort_unstable();
                days.dedup();
                Flaw::error(0..text.len(), format!("the date `{text}` is ambiguous"))
                    .why("Countries read day, month and year in different orders.")
                    .hint(format!("write {} if that is meant", or_list(&days)))
            }
            DateText::Strange => Flaw::error(0..text.len(), format!("`{text}` is no date"))
                .why("A date here has a year, a month and a day.")
                .hint("write the date as year-month-day, such as `2026-11-20`"),
        };
        self.flaw(slot, flaw);
        None
    }

    /// A birthday: month and day.
    pub(crate) fn birthday(&mut self, slot: Slot) -> Option<MonthDay> {
        let text = self.sound(slot)?;
        let Some((day, year)) = month_day(text) else {
            let flaw = Flaw::error(0..text.len(), format!("`{text}` is no birthday"))
                .why("A birthday has a month and a day, in this order.")
                .hint("write it as month-day, such as `03-14`");
            self.flaw(slot, flaw);
            return None;
        };
        // A spreadsheet adds the current year to every day by itself.
        if year.is_some() && self.kind(slot) != CellKind::Date {
            let flaw = Flaw::warning(0..text.len(), "the year of birth is not needed")
                .rule("E-10")
                .why("Only month and day are kept; data about a person is best kept small.")
                .hint(format!("write `{day}`"));
            self.flaw(slot, flaw);
        }
        Some(day)
    }

    /// A country by its code.
    pub(crate) fn country(&mut self, slot: Slot) -> Option<Country> {
        let text = self.sound(slot)?;
        let country = Country::parse(text);
        if country.is_none() {
            let flaw = Flaw::error(0..text.len(), format!("`{text}` is no country code"))
                .why("Countries are written as two letters by ISO 3166, such as `DE` or `CN`.")
                .hint(match Country::meant(text) {
                    Some(meant) => format!("write `{meant}` if {} is meant", meant.name()),
                    None => "write the two letters of the country".to_owned(),
                });
            self.flaw(slot, flaw);
        }
        country
    }

    /// A time zone by its name.
    pub(crate) fn zone(&mut self, slot: Slot, zones: &Zones) -> Option<String> {
        let text = self.sound(slot)?;
        let zone = zones.get(text);
        if zone.is_none() {
            let hint = match zone_meant(text) {
                Some(meant) => format!("write `{meant}` if that is meant"),
                None => "write a name such as `Europe/Berlin` or `Asia/Shanghai`".to_owned(),
            };
            let flaw = Flaw::error(0..text.len(), format!("`{text}` is no time zone"))
                .why("Zones are named by continent and city, as in the IANA list.")
                .hint(hint);
            self.flaw(slot, flaw);
        }
        zone
    }

    /// A telephone number, loosely: it is dialled by people.
    pub(crate) fn phone(&mut self, slot: Slot) -> Option<String> {
        let text = self.sound(slot)?;
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let shortened = text.parse::<f64>().is_ok() && text.contains(['e', 'E']);
        if shortened {
            let flaw = Flaw::error(
                0..text.len(),
                format!("`{text}` is a number that a spreadsheet shortened"),
            )
            .why("The last digits of the telephone number are lost.")
            .hint("format the column as text in the spreadsheet and type the number again");
            self.flaw(slot, flaw);
        } else if digits < 3 {
            let flaw =
                Flaw::warning(0..text.len(), format!("`{text}` is hardly a telephone number"))
                    .why("It has fewer than three digits.")
                    .hint("write it with the country, such as `+49 30 1234567`");
            self.flaw(slot, flaw);
        } else if self.kind(slot) == CellKind::Number {
            let flaw = Flaw::warning(
                0..text.len(),
                format!("the telephone number `{text}` is stored as a number"),
            )
            .why("A leading `+` or `0` is lost that way.")
            .hint("format the column as text in the spreadsheet and look at the number again");
            self.flaw(slot, flaw);
        }
        Some(text.to_owned())
    }

    /// The error about a name that is in no table.
    pub(crate) fn unknown<'n>(
        &mut self,
        slot: Slot,
        noun: &str,
        file: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let text = self.text(slot);
        let hint = match nearest(text, known) {
            Some(meant) => format!("write `{meant}` if that is meant"),
            None => format!("add the row `{text}` to `{file}`, or correct the id here"),
        };
        let flaw = Flaw::error(0..text.len(), format!("`{text}` is no known {noun}"))
            .why(format!("No row of `{file}` has this id."))
            .hint(hint);
        self.flaw(slot, flaw);
    }

    /// Columns that this room does not know, with their values.
    pub(crate) fn others(
        &self,
        columns: &[(usize, std::sync::Arc<str>)],
    ) -> Vec<(std::sync::Arc<str>, String)> {
        let filled = columns.iter().filter(|(at, _)| !self.text(Some(*at)).is_empty());
        filled.map(|(at, name)| (name.clone(), self.text(Some(*at)).to_owned())).collect()
    }

    fn wrong_length(&self) -> Diagnostic {
        let (has, wants) = (self.record.fields.len(), self.header.names.len());
        let title = format!("{} has {}, the header has {wants}", self.label(), Count(has, "field"));
        let (first, hint) = if has > wants {
            (wants, "put a field that holds the separator itself in double quotes")
        } else {
            (has.saturating_sub(1), "add the missing separators, or the field that was lost")
        };
        let end = self.record.fields.get(first).map_or(0, |field| field.text.len());
        let place = self.record.place(self.file, first, 0..end, self.label());
        Diagnostic::error(title)
            .at(place)
            .rule("I-07")
            .why("Its values cannot be told apart, so none of them is used. Other rows are not touched.")
            .hint(hint)
    }

    fn cell_error(&mut self, at: usize, text: &str) {
        self.spoiled.push(at);
        let flaw =
            Flaw::error(0..text.len(), format!("the field holds the spreadsheet error `{text}`"))
                .why("A formula there could not be computed.")
                .hint("correct the formula or type the value");
        self.flaw(Some(at), flaw);
    }
}

/// Reads yes or no as people write it.
pub(crate) fn yes_no(text: &str) -> Option<bool> {
    let is = |words: [&str; 5]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["yes", "y", "true", "1", "是"]) {
        Some(true)
    } else {
        is(["no", "n", "false", "0", "否"]).then_some(false)
    }
}

fn or_list(days: &[Date]) -> String {
    let words: Vec<_> = days.iter().map(|day| format!("`{day}`")).collect();
    words.join(" or ")
}
