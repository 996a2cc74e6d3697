use super::flaw::Flaw;
use super::header::{Header, Slot};
use super::placing::placed;
use super::record::Record;
use super::row_check::RowCheck;
use super::source::Source;
use super::table::Table;
use super::{Country, Holidays, SpecialDay, column};
use crate::diagnostic::{Diagnostic, Place, Report};
use jiff::civil::Date;
use std::collections::HashMap;

/// What a row says of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Off,
    Work,
}

const WORDS: [&str; 2] = ["off", "work"];

impl Said {
    fn parse(text: &str) -> Option<Self> {
        match text.to_lowercase().as_str() {
            "off" | "holiday" | "free" | "closed" | "休" | "休息" | "休假" | "放假" | "假期"
            | "假日" | "节假日" | "節假日" => Some(Self::Off),
            "work" | "working" | "workday" | "working day" | "made up" | "made-up" | "班"
            | "上班" | "工作" | "工作日" | "调休" | "調休" | "补班" | "補班" => {
                Some(Self::Work)
            }
            _ => None,
        }
    }
}

impl Holidays {
    /// Reads the tables of all countries; each file is named after its country, as `DE.csv`.
    pub(crate) fn read(sources: Vec<Source>, report: &mut Report) -> Self {
        let mut holidays = Self::default();
        for source in sources {
            match country_of(&source.name) {
                Ok(country) => {
                    if let Some(table) = Table::open(source, column::HOLIDAYS, report) {
                        holidays.learn(country, &table, report);
                    }
                }
                Err(flaw) => report.push(placed(flaw, Place::file(&source.name))),
            }
        }
        holidays
    }

    fn learn(&mut self, country: Country, table: &Table, report: &mut Report) {
        let slots = Slots::of(&table.header);
        let mut first: HashMap<Date, (usize, Said)> = HashMap::new();
        let read = table.each_record(|record| {
            let (day, findings) = slots.read(table, record, &mut first);
            report.extend(findings);
            if let Some((date, day)) = day {
                self.insert(country, date, day);
            }
        });
        if let Err(broken) = read {
            report.push(*broken);
        }
    }
}

/// The country that a file is named after.
fn country_of(file: &str) -> Result<Country, Flaw> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    if !ending.eq_ignore_ascii_case("csv") {
        return Err(Flaw::warning(0..0, "this file is not read")
            .rule("P-11")
            .why("A table of holidays is a CSV file named after its country, such as `DE.csv`.")
            .hint("save it as CSV with the columns `date`, `name` and `kind`, or move it away"));
    }
    Country::parse(stem).ok_or_else(|| {
        Flaw::error(0..0, format!("`{stem}` is no country code"))
            .rule("P-11")
            .why("A table of holidays is named after its country, so that nobody has to guess where they hold.")
            .hint(match Country::meant(stem) {
                Some(meant) => format!("rename the file to `{meant}.csv` if {} is meant", meant.name()),
                None => "rename the file to the two letters of ISO 3166, such as `DE.csv`".to_owned(),
            })
    })
}

struct Slots {
    date: Slot,
    name: Slot,
    kind: Slot,
    is_off_day: Slot,
}

impl Slots {
    fn of(header: &Header) -> Self {
        Self {
            date: header.find("date"),
            name: header.find("name"),
            kind: header.find("kind"),
            is_off_day: header.find("is_off_day"),
        }
    }

    fn read(
        &self,
        table: &Table,
        record: &Record<'_>,
        first: &mut HashMap<Date, (usize, Said)>,
    ) -> (Option<(Date, SpecialDay)>, Vec<Diagnostic>) {
        let mut row = match RowCheck::new(table, record, self.date) {
            Ok(row) => row,
            Err(broken) => return (None, vec![*broken]),
        };
        row.required(self.date, "date");
        let date = row.date(self.date);
        let said = self.said(&mut row);
        let again = date.zip(said).and_then(|(date, said)| {
            let earlier = first.get(&date).copied();
            first.entry(date).or_insert((record.line, said));
            earlier.filter(|(_, other)| *other != said).map(|(line, _)| line)
        });
        if let Some(line) = again {
            let text = row.text(self.date);
            let flaw = Flaw::error(0..text.len(), format!("`{text}` is both free and worked"))
                .rule("P-11")
                .why(format!("{} says otherwise.", row.earlier(line)))
                .hint("keep one of the two rows");
            row.flaw(self.date, flaw);
        }
        let name = if said == Some(Said::Off) && self.name.is_some() {
            row.required(self.name, "name").unwrap_or_default()
        } else {
            row.text(self.name)
        };
        let day = date.zip(said).map(|(date, said)| match said {
            Said::Off => (date, SpecialDay::Off(name.into())),
            Said::Work => (date, SpecialDay::Work),
        });
        let (findings, failed) = row.finish();
        (day.filter(|_| !failed), findings)
    }

    /// Free, unless one of the two columns says that people work.
    fn said(&self, row: &mut RowCheck<'_>) -> Option<Said> {
        let kind = row.word(self.kind, ("kind of day", Some("P-11")), &WORDS, Said::parse);
        let off = row.yes_no(self.is_off_day).map(|off| if off { Said::Off } else { Said::Work });
        let wrong = |slot: Slot, said: Option<Said>| row.sound(slot).is_some() && said.is_none();
        if wrong(self.kind, kind) || wrong(self.is_off_day, off) {
            return None;
        }
        match (kind, off) {
            (Some(kind), Some(off)) if kind != off => {
                let text = row.text(self.kind);
                let header = "the two columns for the kind of day contradict each other";
                let flaw = Flaw::error(0..text.len(), header)
                    .rule("P-11")
                    .why("One says that the day is free, the other that it is worked.")
                    .hint("keep one of the two columns");
                row.flaw(self.kind, flaw);
                None
            }
            (kind, off) => Some(kind.or(off).unwrap_or(Said::Off)),
        }
    }
}
