use super::column::{ACCOUNTS, CONTACTS, Column, KEY_EVENTS, RESOURCES, TEAM};
use super::contact_reader::ContactReader;
use super::flaw::Flaw;
use super::placing::placed;
use super::record::Block;
use super::repeat::{Finder, Found, Repeat, Repeats};
use super::source::{Beside, Source, Sources};
use super::stream;
use super::table::{Table, unreadable};
use super::workbook::Workbook;
use super::{Accounts, Batch, Contact, Directory, Holidays, KeyEvents, Resources, Team, Zones};
use crate::diagnostic::{Diagnostic, List, Place, Report, nearest};
use std::io::{self, Read};
use std::sync::Arc;

/// A sheet of a workbook: its name, other names for it, whether it must be there, its columns.
type SheetKind = (&'static str, &'static [&'static str], bool, &'static [Column]);

const SHEETS: [SheetKind; 5] = [
    ("accounts", &["account", "companies", "客户", "客戶", "公司"], true, ACCOUNTS),
    ("contacts", &["contact", "people", "persons", "联系人", "聯絡人"], true, CONTACTS),
    ("team", &["our team", "staff", "团队", "團隊"], true, TEAM),
    ("resources", &["resource", "资源", "資源"], false, RESOURCES),
    (
        "key-events",
        &["key events", "key_events", "keyevents", "events", "关键事件", "關鍵事件"],
        false,
        KEY_EVENTS,
    ),
];

/// An opened roster: the small tables in memory, contacts ready to be streamed.
#[derive(Debug)]
pub struct Roster {
    directory: Directory,
    holidays: Holidays,
    contacts: Option<Table>,
    repeats: Found,
    zones: Zones,
}

impl Roster {
    /// Opens a roster that has nothing beside its three tables, like [`Self::open_with`].
    pub fn open(sources: Sources) -> Result<(Self, Report), Report> {
        Self::open_with(sources, Beside::default())
    }

    /// Opens a roster and reads everything but the contacts.
    ///
    /// The report has everything found so far: how the files were read, what is wrong with
    /// the small tables and the headers. A file that cannot be read at all leaves the others to be
    /// checked; the error comes only when nothing can be read.
    pub fn open_with(sources: Sources, beside: Beside) -> Result<(Self, Report), Report> {
        let mut report = Report::new();
        let [accounts, contacts, team, resources, key_events] = match sources {
            Sources::Tables { accounts, contacts, team } => [
                Table::open(accounts, ACCOUNTS, &mut report),
                Table::open(contacts, CONTACTS, &mut report),
                Table::open(team, TEAM, &mut report),
                None,
                None,
            ],
            Sources::Workbook(source) => sheets(&source, &mut report),
        };
        let mut or_beside = |table: Option<Table>, source: Option<Source>, columns| {
            table.or_else(|| Table::open(source?, columns, &mut report))
        };
        let resources = or_beside(resources, beside.resources, RESOURCES);
        let key_events = or_beside(key_events, beside.key_events, KEY_EVENTS);
        let holidays = Holidays::read(beside.holidays, &mut report);
        if accounts.is_none() && contacts.is_none() && team.is_none() {
            return Err(report);
        }
        let zones = Zones::new();
        let team = match &team {
            Some(table) => Team::read(table, &zones, &mut report),
            None => Team::default(),
        };
        let accounts = match &accounts {
            Some(table) => Accounts::read(table, &team, &mut report),
            None => Accounts::default(),
        };
        if let Some(table) = &contacts {
            report_empty(table, &mut report);
        }
        let resources = resources.map(|table| Resources::read(&table, &mut report));
        let key_events = key_events.map(|table| KeyEvents::read(&table, &accounts, &mut report));
        let directory = Directory {
            accounts,
            team,
            resources: resources.unwrap_or_default(),
            key_events: key_events.unwrap_or_default(),
        };
        let repeats = Found::new();
        Ok((Self { directory, holidays, contacts, repeats, zones }, report))
    }

    /// Everything but contacts and holidays.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Public holidays and made-up working days (P-11).
    pub fn holidays(&self) -> &Holidays {
        &self.holidays
    }

    /// About how many contacts there are: line breaks inside fields count too. For progress bars.
    pub fn about(&self) -> usize {
        self.contacts.as_ref().map_or(0, |table| table.lines)
    }

    /// The names of the `letter_…` columns of the contacts, without `letter_`.
    pub fn letter_columns(&self) -> Vec<Arc<str>> {
        let letters = self.contacts.iter().flat_map(|table| &table.header.letters);
        letters.map(|(_, name)| Arc::clone(name)).collect()
    }

    /// Streams all contacts in the order of the file, some 100 rows at a time, through `work`
    /// on all cores, and hands the results to `sink` in the same order on the calling thread.
    ///
    /// The error is a file that broke midway; what is wrong with single rows stands in the rows.
    /// A panic in `work` or `sink` is passed on.
    pub fn each_batch<T: Send>(
        &self,
        work: impl Fn(Batch) -> T + Sync,
        sink: impl FnMut(T),
    ) -> Result<(), Report> {
        let Some(table) = &self.contacts else { return Ok(()) };
        let mut blocks = table.blocks().map_err(|error| unreadable(&table.name, &error))?;
        let header = &table.header;
        let new = || Repeats::new(header.names.len(), header.find("id"), header.find("email"));
        let mut finder = Finder::new(&self.repeats, new);
        let mut ended = false;
        let reader = ContactReader::new(table, &self.directory, &self.zones);
        let mut broken: Option<Box<Diagnostic>> = None;
        stream::in_order(
            || match blocks.next_block(&table.name) {
                Ok(Some(block)) => Some((finder.next(&block), block)),
                Ok(None) => {
                    ended = true;
                    None
                }
                Err(error) => {
                    broken = Some(error);
                    None
                }
            },
            |(repeats, block)| work(batch(&reader, &block, &repeats)),
            sink,
        );
        if ended {
            finder.keep(&self.repeats);
        }
        broken.map_or(Ok(()), |error| Err((*error).into()))
    }

    /// All contacts at once, with everything that was found in their rows: for small rosters.
    pub fn collect(&self) -> (Vec<Contact>, Report) {
        let (mut contacts, mut report) = (Vec::new(), Report::new());
        let read = self.each_batch(
            |batch| batch,
            |batch| {
                for row in batch.rows {
                    report.extend(row.findings);
                    contacts.extend(row.contact);
                }
            },
        );
        if let Err(broken) = read {
            report.append(broken);
        }
        (contacts, report)
    }
}

fn batch(reader: &ContactReader<'_>, block: &Block, repeats: &[Repeat]) -> Batch {
    let mut repeats = repeats.iter().peekable();
    let mut rows = Vec::with_capacity(block.len());
    for at in 0..block.len() {
        let mut here = Vec::new();
        while let Some(repeat) = repeats.next_if(|repeat| repeat.row == at) {
            here.push((repeat.what, repeat.first));
        }
        let record = block.record(at);
        if !record.is_blank() {
            rows.push(reader.read(&record, &here));
        }
    }
    Batch { rows }
}

fn report_empty(table: &Table, report: &mut Report) {
    match table.has_rows() {
        Ok(true) => {}
        Ok(false) => {
            let name = &table.name;
            let flaw = Flaw::error(0..0, format!("`{name}` has no contacts"))
                .why("Only the header is there, so nobody would be written to.")
                .hint("add one row for each person");
            report.push(placed(flaw, Place::file(name)));
        }
        Err(broken) => report.push(*broken),
    }
}

/// Opens the sheets of a workbook.
fn sheets(source: &Source, report: &mut Report) -> [Option<Table>; 5] {
    let file = &source.name;
    let bytes = match read_all(source) {
        Ok(bytes) => bytes,
        Err(error) => {
            report.push(unreadable(file, &error));
            return Default::default();
        }
    };
    match Workbook::open(file, bytes) {
        Ok(mut workbook) => SHEETS.map(|kind| sheet(&mut workbook, file, kind, report)),
        Err(flaw) => {
            report.push(placed(flaw, Place::file(file)));
            Default::default()
        }
    }
}

fn sheet(
    workbook: &mut Workbook,
    file: &str,
    (wanted, other, must, columns): SheetKind,
    report: &mut Report,
) -> Option<Table> {
    let names = workbook.names();
    let is = |name: &&String| {
        let name = name.trim().to_lowercase();
        name == wanted || other.contains(&name.as_str())
    };
    let Some(name) = names.iter().find(is) else {
        if must {
            report.push(no_sheet(file, wanted, &names));
        }
        return None;
    };
    let shown = format!("{file}#{name}");
    match workbook.sheet(file, name) {
        Ok(sheet) => Table::of_sheet(shown, sheet, columns, report),
        Err(flaw) => {
            report.push(placed(flaw, Place::file(shown)));
            None
        }
    }
}

fn no_sheet(file: &str, wanted: &str, names: &[String]) -> Diagnostic {
    Diagnostic::error(format!("`{file}` has no sheet `{wanted}`"))
        .at(Place::file(file))
        .why(format!("Its sheets are {}.", List(names)))
        .hint(match nearest(wanted, names.iter().map(String::as_str)) {
            Some(like) => format!("rename the sheet `{like}` to `{wanted}`"),
            None => format!("add a sheet `{wanted}`"),
        })
}

fn read_all(source: &Source) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    (source.open)()?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
