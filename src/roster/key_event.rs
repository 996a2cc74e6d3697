use super::account::repeated_id;
use super::flaw::Flaw;
use super::header::{Header, Slot};
use super::name::check_titles;
use super::record::Record;
use super::row_check::RowCheck;
use super::table::Table;
use super::{AccountId, Accounts, KeyEventId};
use crate::diagnostic::{Diagnostic, Report};
use crate::locale::Language;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;

/// A day that decides something for an account: a bid, a negotiation, a contract (S-33).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyEvent {
    /// Its id.
    pub id: KeyEventId,
    /// The account.
    pub account: AccountId,
    /// What it is called.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// Its name in simplified Chinese.
    pub name_zh_cn: Option<String>,
    /// Its name in traditional Chinese.
    pub name_zh_tw: Option<String>,
    /// When it is.
    pub date: Date,
    /// Who has a say in it, in the order of the file (S-37).
    pub people: Vec<EventPerson>,
}

/// A person who has a say in a key event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventPerson {
    /// The person: the id of a contact, or a name when the roster does not have them.
    pub person: String,
    /// The group that the person sits in, such as the technical evaluation.
    pub group: Option<String>,
    /// Which group comes first: from the start of the event to its end.
    pub group_order: Option<u32>,
    /// How far from the decision: the nearest has most to say.
    pub distance: Option<u32>,
}

impl KeyEvent {
    /// Its name for a reader of a language.
    pub fn name_in(&self, language: Language) -> &str {
        let own = language.pick([&self.name_en, &self.name_zh_cn, &self.name_zh_tw]);
        own.as_deref().unwrap_or(&self.name)
    }
}

/// All key events, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct KeyEvents {
    list: Vec<KeyEvent>,
    by_account: HashMap<AccountId, Vec<usize>>,
}

impl KeyEvents {
    /// Those of an account, in the order of the file.
    pub fn of(&self, account: &str) -> impl Iterator<Item = &KeyEvent> {
        self.by_account.get(account).into_iter().flatten().map(|at| &self.list[*at])
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, KeyEvent> {
        self.list.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Reads the table.
    pub(crate) fn read(table: &Table, accounts: &Accounts, report: &mut Report) -> Self {
        let slots = Slots::of(&table.header);
        let mut events = Self::default();
        let mut first: HashMap<String, First> = HashMap::new();
        let read = table.each_record(|record| {
            let (read, findings) = slots.read(table, record, accounts, &mut first);
            report.extend(findings);
            match read {
                Some(Read::Event(event)) => {
                    let at = events.list.len();
                    if let Some(first) = first.get_mut(&event.id.as_str().to_lowercase()) {
                        first.at = Some(at);
                    }
                    events.by_account.entry(event.account.clone()).or_default().push(at);
                    events.list.push(event);
                }
                Some(Read::Person(at, person)) => events.list[at].people.push(person),
                None => {}
            }
        });
        if let Err(broken) = read {
            report.push(*broken);
        }
        events
    }
}

impl<'a> IntoIterator for &'a KeyEvents {
    type Item = &'a KeyEvent;
    type IntoIter = std::slice::Iter<'a, KeyEvent>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What a row says: an event, perhaps with its first person, or one more person of an event.
enum Read {
    Event(KeyEvent),
    Person(usize, EventPerson),
}

/// The first row of an event.
struct First {
    line: usize,
    account: String,
    date: String,
    /// Its place among the events; none when its row has errors.
    at: Option<usize>,
}

struct Slots {
    id: Slot,
    account: Slot,
    /// The name, then in English and in the two scripts of Chinese.
    names: [Slot; 4],
    date: Slot,
    group: Slot,
    group_order: Slot,
    person: Slot,
    distance: Slot,
}

impl Slots {
    fn of(header: &Header) -> Self {
        Self {
            id: header.find("id"),
            account: header.find("account"),
            names: ["name", "name_en", "name_zh_cn", "name_zh_tw"].map(|it| header.find(it)),
            date: header.find("date"),
            group: header.find("group"),
            group_order: header.find("group_order"),
            person: header.find("person"),
            distance: header.find("distance"),
        }
    }

    fn read(
        &self,
        table: &Table,
        record: &Record<'_>,
        accounts: &Accounts,
        first: &mut HashMap<String, First>,
    ) -> (Option<Read>, Vec<Diagnostic>) {
        let mut row = match RowCheck::new(table, record, self.id) {
            Ok(row) => row,
            Err(broken) => return (None, vec![*broken]),
        };
        let id = row.own_id(self.id).and_then(KeyEventId::new);
        let person = self.person(&mut row);
        let key = id.as_ref().map(|id| id.as_str().to_lowercase());
        let known = key.as_ref().and_then(|key| first.get(key));
        let read = match known {
            Some(known) => {
                self.check_again(&mut row, known, person.is_some());
                known.at.zip(person).map(|(at, person)| Read::Person(at, person))
            }
            None => {
                if let Some(key) = key {
                    let [account, date] = [self.account, self.date].map(|it| row.text(it).into());
                    first.insert(key, First { line: record.line, account, date, at: None });
                }
                self.event(&mut row, id, accounts, person).map(Read::Event)
            }
        };
        let (findings, failed) = row.finish();
        (read.filter(|_| !failed), findings)
    }

    fn event(
        &self,
        row: &mut RowCheck<'_>,
        id: Option<KeyEventId>,
        accounts: &Accounts,
        person: Option<EventPerson>,
    ) -> Option<KeyEvent> {
        let account = accounts.named(row, self.account);
        let [name, name_en, name_zh_cn, name_zh_tw] = self.names;
        let own_name = row.required(name, "name").map(str::to_owned);
        check_titles(row, self.names);
        row.required(self.date, "date");
        let date = row.date(self.date);
        id.zip(account).zip(own_name.zip(date)).map(|((id, account), (name, date))| KeyEvent {
            id,
            account,
            name,
            name_en: row.optional(name_en),
            name_zh_cn: row.optional(name_zh_cn),
            name_zh_tw: row.optional(name_zh_tw),
            date,
            people: person.into_iter().collect(),
        })
    }

    fn person(&self, row: &mut RowCheck<'_>) -> Option<EventPerson> {
        let place = ("place of a group", Some("S-37"));
        let group_order = row.whole(self.group_order, place, (1, 99));
        let distance = row.whole(self.distance, ("distance", Some("S-37")), (0, 99));
        let Some(person) = row.sound(self.person) else {
            if let Some(text) = row.sound(self.distance) {
                let flaw = Flaw::error(0..text.len(), "a distance without a person")
                    .rule("S-37")
                    .why("It says how near a person is to the decision.")
                    .hint("fill the field `person`, or leave this one empty");
                row.flaw(self.distance, flaw);
            }
            return None;
        };
        let person = person.to_owned();
        Some(EventPerson { person, group: row.optional(self.group), group_order, distance })
    }

    /// A further row of an event brings one more person and says nothing else than the first.
    fn check_again(&self, row: &mut RowCheck<'_>, first: &First, has_person: bool) {
        let earlier = row.earlier(first.line);
        if !has_person {
            let id = row.text(self.id).to_owned();
            return row.flaw(self.id, repeated_id(&id, &earlier));
        }
        for (slot, noun, said) in
            [(self.account, "account", &first.account), (self.date, "date", &first.date)]
        {
            let text = row.text(slot);
            if !text.is_empty() && text != said {
                let flaw = Flaw::error(0..text.len(), format!("an event has one {noun}"))
                    .rule("S-33")
                    .why(format!("{earlier} has `{said}` for the same event."))
                    .hint(format!("write `{said}`, or give this event an id of its own"));
                row.flaw(slot, flaw);
            }
        }
    }
}
