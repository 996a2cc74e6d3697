use super::flaw::Flaw;
use super::header::{Header, Slot};
use super::name::check_titles;
use super::record::Record;
use super::row_check::RowCheck;
use super::table::Table;
use super::{EmailAddress, Level, TeamId, Zones, address};
use crate::diagnostic::{Diagnostic, Report};
use crate::locale::Language;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// One of our own people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TeamMember {
    /// The person's id.
    pub id: TeamId,
    /// The whole name, as the person writes it.
    pub name: String,
    /// The name in English.
    pub name_en: Option<String>,
    /// The name in simplified Chinese.
    pub name_zh_cn: Option<String>,
    /// The name in traditional Chinese.
    pub name_zh_tw: Option<String>,
    /// What the person is.
    pub position: Option<String>,
    /// The position in English.
    pub position_en: Option<String>,
    /// The position in simplified Chinese.
    pub position_zh_cn: Option<String>,
    /// The position in traditional Chinese.
    pub position_zh_tw: Option<String>,
    /// For calls between equals (P-05).
    pub level: Option<Level>,
    /// The person's address.
    pub email: Option<EmailAddress>,
    /// The person's telephone.
    pub phone: Option<String>,
    /// The language the person speaks with partners.
    pub language: Option<Language>,
    /// Where the person's working day lies.
    pub time_zone: Option<String>,
    /// Whom the person reports to.
    pub manager: Option<TeamId>,
    /// The day the person left us (S-17).
    pub left_on: Option<Date>,
    /// How many calls a day the person can make (P-12).
    pub calls_per_day: Option<u16>,
}

impl TeamMember {
    /// The name for a reader of a language.
    pub fn name_in(&self, language: Language) -> &str {
        let own = language.pick([&self.name_en, &self.name_zh_cn, &self.name_zh_tw]);
        own.as_deref().unwrap_or(&self.name)
    }

    /// The position for a reader of a language.
    pub fn position_in(&self, language: Language) -> Option<&str> {
        let own = language.pick([&self.position_en, &self.position_zh_cn, &self.position_zh_tw]);
        own.as_deref().or(self.position.as_deref())
    }
}

/// All our own people, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Team {
    list: Vec<TeamMember>,
    index: HashMap<TeamId, usize>,
    /// Ids of rows with errors: naming one of them is not one more error.
    spoiled: HashSet<String>,
    /// The file they were read from; `None` when it could not be read.
    file: Option<String>,
}

impl Team {
    /// One of them.
    pub fn get(&self, id: &str) -> Option<&TeamMember> {
        self.index.get(id).map(|at| &self.list[*at])
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, TeamMember> {
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

    /// Reads a field that names one of them.
    pub(crate) fn named(&self, row: &mut RowCheck<'_>, slot: Slot, noun: &str) -> Option<TeamId> {
        let text = row.sound(slot)?;
        let Some(file) = &self.file else { return TeamId::new(text) };
        if let Some((id, _)) = self.index.get_key_value(text) {
            return Some(id.clone());
        }
        if self.spoiled.contains(text) {
            row.fail();
        } else {
            row.unknown(slot, noun, file, self.index.keys().map(TeamId::as_str));
        }
        None
    }

    /// Reads the table.
    pub(crate) fn read(table: &Table, zones: &Zones, report: &mut Report) -> Self {
        let slots = Slots::of(&table.header);
        let mut team = Self { file: Some(table.name.clone()), ..Self::default() };
        // Managers may stand below their people, so all ids are gathered first.
        let gathered = table.each_record(|record| {
            let id = slots.id.and_then(|at| record.fields.get(at));
            team.spoiled.extend(id.map(|field| field.text.to_string()));
        });
        if let Err(broken) = gathered {
            report.push(*broken);
            return team;
        }
        let ids = team.spoiled.clone();
        let mut first = HashMap::new();
        let mut managers = HashMap::new();
        let read = table.each_record(|record| {
            let (member, findings) =
                slots.read(table, record, zones, (&ids, &mut first, &mut managers));
            report.extend(findings);
            if let Some(member) = member {
                team.spoiled.remove(member.id.as_str());
                team.index.insert(member.id.clone(), team.list.len());
                team.list.push(member);
            }
        });
        if let Err(broken) = read {
            report.push(*broken);
        }
        team
    }
}

impl<'a> IntoIterator for &'a Team {
    type Item = &'a TeamMember;
    type IntoIter = std::slice::Iter<'a, TeamMember>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

struct Slots {
    id: Slot,
    name: Slot,
    name_en: Slot,
    name_zh_cn: Slot,
    name_zh_tw: Slot,
    position: Slot,
    position_en: Slot,
    position_zh_cn: Slot,
    position_zh_tw: Slot,
    level: Slot,
    email: Slot,
    phone: Slot,
    language: Slot,
    time_zone: Slot,
    manager: Slot,
    left_on: Slot,
    calls_per_day: Slot,
}

type Seen<'a> =
    (&'a HashSet<String>, &'a mut HashMap<String, usize>, &'a mut HashMap<String, String>);

impl Slots {
    fn of(header: &Header) -> Self {
        Self {
            id: header.find("id"),
            name: header.find("name"),
            name_en: header.find("name_en"),
            name_zh_cn: header.find("name_zh_cn"),
            name_zh_tw: header.find("name_zh_tw"),
            position: header.find("position"),
            position_en: header.find("position_en"),
            position_zh_cn: header.find("position_zh_cn"),
            position_zh_tw: header.find("position_zh_tw"),
            level: header.find("level"),
            email: header.find("email"),
            phone: header.find("phone"),
            language: header.find("language"),
            time_zone: header.find("time_zone"),
            manager: header.find("manager"),
            left_on: header.find("left_on"),
            calls_per_day: header.find("calls_per_day"),
        }
    }

    fn read(
        &self,
        table: &Table,
        record: &Record<'_>,
        zones: &Zones,
        (ids, first, managers): Seen<'_>,
    ) -> (Option<TeamMember>, Vec<Diagnostic>) {
        let mut row = match RowCheck::new(table, record, self.id) {
            Ok(row) => row,
            Err(broken) => return (None, vec![*broken]),
        };
        let id = row.own_id(self.id).and_then(TeamId::new);
        row.once(self.id, first);
        let name = row.required(self.name, "name").map(str::to_owned);
        check_titles(
            &mut row,
            [
                self.name,
                self.name_en,
                self.name_zh_cn,
                self.name_zh_tw,
                self.position,
                self.position_en,
                self.position_zh_cn,
                self.position_zh_tw,
            ],
        );
        let level = row.word(self.level, ("level", Some("P-05")), &Level::WORDS, Level::parse);
        let email = email(&mut row, self.email);
        let language = language(&mut row, self.language);
        let manager = self.manager(&mut row, table, ids, managers);
        let left_on = row.date(self.left_on);
        let phone = row.phone(self.phone);
        let time_zone = row.zone(self.time_zone, zones);
        let calls_per_day = self.calls(&mut row);
        let member = id.zip(name).map(|(id, name)| TeamMember {
            id,
            name,
            name_en: row.optional(self.name_en),
            name_zh_cn: row.optional(self.name_zh_cn),
            name_zh_tw: row.optional(self.name_zh_tw),
            position: row.optional(self.position),
            position_en: row.optional(self.position_en),
            position_zh_cn: row.optional(self.position_zh_cn),
            position_zh_tw: row.optional(self.position_zh_tw),
            level,
            email,
            phone,
            language,
            time_zone,
            manager,
            left_on,
            calls_per_day,
        });
        let (findings, failed) = row.finish();
        (member.filter(|_| !failed), findings)
    }

    /// The person above: known, and not in a circle.
    fn manager(
        &self,
        row: &mut RowCheck<'_>,
        table: &Table,
        ids: &HashSet<String>,
        managers: &mut HashMap<String, String>,
    ) -> Option<TeamId> {
        let text = row.sound(self.manager)?;
        if !ids.contains(text) {
            row.unknown(
                self.manager,
                "member of the team",
                &table.name,
                ids.iter().map(String::as_str),
            );
            return None;
        }
        let id = row.text(self.id);
        managers.insert(id.to_owned(), text.to_owned());
        let mut above = Some(text.to_owned());
        let mut steps = 0;
        while let Some(person) = above.filter(|_| steps <= managers.len()) {
            if person == id {
                let flaw =
                    Flaw::error(0..text.len(), format!("`{id}` reports to `{text}` in a circle"))
                        .why("An escalation up this line would never end.")
                        .hint("leave the field empty for the person at the top");
                row.flaw(self.manager, flaw);
                return None;
            }
            above = managers.get(&person).cloned();
            steps += 1;
        }
        TeamId::new(text)
    }

    fn calls(&self, row: &mut RowCheck<'_>) -> Option<u16> {
        let text = row.sound(self.calls_per_day)?;
        let calls = text.parse().ok().filter(|calls| *calls <= 200);
        if calls.is_none() {
            let title = format!("`{text}` is no number of calls a day");
            let flaw = Flaw::error(0..text.len(), title)
                .rule("P-12")
                .why("It is a whole number from 0 to 200.")
                .hint("write how many calls the person can make on one day, such as `8`");
            row.flaw(self.calls_per_day, flaw);
        }
        calls
    }
}

/// Reads an address field.
pub(crate) fn email(row: &mut RowCheck<'_>, slot: Slot) -> Option<EmailAddress> {
    match address::read(row.sound(slot)?) {
        Ok((email, warning)) => {
            row.flaws(slot, warning.into_iter().collect());
            Some(email)
        }
        Err(flaw) => {
            row.flaw(slot, flaw);
            None
        }
    }
}

/// Reads a language field.
pub(crate) fn language(row: &mut RowCheck<'_>, slot: Slot) -> Option<Language> {
    let text = row.sound(slot)?;
    let language = Language::parse(text);
    if language.is_none() {
        let chinese = ["zh", "cn", "chinese", "中文"].contains(&text.to_lowercase().as_str());
        let (why, hint) = if chinese {
            ("Chinese is written in two scripts.", "write `zh-CN` or `zh-TW`")
        } else {
            ("Letters are written in `en`, `zh-CN` and `zh-TW`.", "write one of these tags")
        };
        let flaw = Flaw::error(0..text.len(), format!("`{text}` is no language of the letters"));
        row.flaw(slot, flaw.why(why).hint(hint));
    }
    language
}
