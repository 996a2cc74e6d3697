use super::flaw::Flaw;
use super::header::{Header, Slot};
use super::name::check_titles;
use super::record::Record;
use super::row_check::RowCheck;
use super::table::Table;
use super::{AccountId, Country, Partner, Stage, Team, TeamId};
use crate::diagnostic::{Diagnostic, Report};
use crate::locale::Language;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// A partner company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its name, in whatever language it calls itself.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// Its name in simplified Chinese.
    pub name_zh_cn: Option<String>,
    /// Its name in traditional Chinese.
    pub name_zh_tw: Option<String>,
    /// Strategic or general (S-25).
    pub partner: Partner,
    /// The sales region, in the company's own words.
    pub region: Option<String>,
    /// Where it is.
    pub country: Option<Country>,
    /// The executive of ours who stands for the relation (S-15).
    pub sponsor: Option<TeamId>,
    /// How far the two companies have come together (S-18).
    pub stage: Option<Stage>,
}

impl Account {
    /// Its name for a reader of a language; the one it calls itself when there is no other.
    pub fn name_in(&self, language: Language) -> &str {
        let own = language.pick([&self.name_en, &self.name_zh_cn, &self.name_zh_tw]);
        own.as_deref().unwrap_or(&self.name)
    }
}

/// All partner companies, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    list: Vec<Account>,
    index: HashMap<AccountId, usize>,
    /// Ids of rows with errors: naming one of them is not one more error.
    spoiled: HashSet<String>,
    /// The file they were read from; `None` when it could not be read.
    file: Option<String>,
}

impl Accounts {
    /// One of them.
    pub fn get(&self, id: &str) -> Option<&Account> {
        self.index.get(id).map(|at| &self.list[*at])
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Account> {
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

    /// Reads a field that must name one of them.
    pub(crate) fn named(&self, row: &mut RowCheck<'_>, slot: Slot) -> Option<AccountId> {
        let text = row.required(slot, "account")?;
        let Some(file) = &self.file else { return AccountId::new(text) };
        if let Some((id, _)) = self.index.get_key_value(text) {
            return Some(id.clone());
        }
        if self.spoiled.contains(text) {
            row.fail();
        } else {
            row.unknown(slot, "account", file, self.list.iter().map(|it| it.id.as_str()));
        }
        None
    }

    /// Reads the table.
    pub(crate) fn read(table: &Table, team: &Team, report: &mut Report) -> Self {
        let slots = Slots::of(&table.header);
        let mut accounts = Self { file: Some(table.name.clone()), ..Self::default() };
        let mut first: HashMap<String, (usize, Option<Partner>)> = HashMap::new();
        let read = table.each_record(|record| {
            let (account, findings) = slots.read(table, record, team, &mut first);
            report.extend(findings);
            if let Some(account) = account {
                accounts.put(account);
            } else {
                let id = slots.id.and_then(|at| record.fields.get(at));
                accounts.spoiled.extend(id.map(|field| field.text.to_string()));
            }
        });
        if let Err(broken) = read {
            report.push(*broken);
        }
        accounts
    }

    fn put(&mut self, account: Account) {
        self.index.insert(account.id.clone(), self.list.len());
        self.list.push(account);
    }
}

impl<'a> IntoIterator for &'a Accounts {
    type Item = &'a Account;
    type IntoIter = std::slice::Iter<'a, Account>;

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
    partner: Slot,
    region: Slot,
    country: Slot,
    sponsor: Slot,
    stage: Slot,
}

impl Slots {
    fn of(header: &Header) -> Self {
        Self {
            id: header.find("id"),
            name: header.find("name"),
            name_en: header.find("name_en"),
            name_zh_cn: header.find("name_zh_cn"),
            name_zh_tw: header.find("name_zh_tw"),
            partner: header.find("partner"),
            region: header.find("region"),
            country: header.find("country"),
            sponsor: header.find("sponsor"),
            stage: header.find("stage"),
        }
    }

    fn read(
        &self,
        table: &Table,
        record: &Record<'_>,
        team: &Team,
        first: &mut HashMap<String, (usize, Option<Partner>)>,
    ) -> (Option<Account>, Vec<Diagnostic>) {
        let mut row = match RowCheck::new(table, record, self.id) {
            Ok(row) => row,
            Err(broken) => return (None, vec![*broken]),
        };
        let id = row.own_id(self.id).and_then(AccountId::new);
        let name = row.required(self.name, "name").map(str::to_owned);
        check_titles(&mut row, [self.name, self.name_en, self.name_zh_cn, self.name_zh_tw]);
        let partner = self.partner(&mut row);
        self.check_repeated(&mut row, record.line, partner, first);
        let country = row.country(self.country);
        let sponsor = team.named(&mut row, self.sponsor, "member of the team");
        let stage = row.word(self.stage, ("stage", Some("S-18")), &Stage::WORDS, Stage::parse);
        let account = id.zip(name).zip(partner).map(|((id, name), partner)| Account {
            id,
            name,
            name_en: row.optional(self.name_en),
            name_zh_cn: row.optional(self.name_zh_cn),
            name_zh_tw: row.optional(self.name_zh_tw),
            partner,
            region: row.optional(self.region),
            country,
            sponsor,
            stage,
        });
        let (findings, failed) = row.finish();
        (account.filter(|_| !failed), findings)
    }

    fn partner(&self, row: &mut RowCheck<'_>) -> Option<Partner> {
        let text = row.required(self.partner, "partner")?;
        let both: Vec<_> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(Partner::parse)
            .collect();
        if both.contains(&Some(Partner::Strategic)) && both.contains(&Some(Partner::General)) {
            row.flaw(self.partner, both_flaw(text, "The field says both."));
            return None;
        }
        row.word(self.partner, ("partner status", Some("S-25")), &Partner::WORDS, Partner::parse)
    }

    /// One account has one row: twice the same id is an error, and a worse one with two statuses.
    fn check_repeated(
        &self,
        row: &mut RowCheck<'_>,
        line: usize,
        partner: Option<Partner>,
        first: &mut HashMap<String, (usize, Option<Partner>)>,
    ) {
        let Some(id) = row.sound(self.id) else { return };
        let Some((line, other)) = first.get(&id.to_lowercase()).copied() else {
            first.insert(id.to_lowercase(), (line, partner));
            return;
        };
        if partner.is_some() && other.is_some() && partner != other {
            let text = row.text(self.partner);
            row.flaw(
                self.partner,
                both_flaw(text, &format!("{} says otherwise.", row.earlier(line))),
            );
        } else {
            row.flaw(self.id, repeated_id(id, &row.earlier(line)));
        }
    }
}

fn both_flaw(text: &str, why: &str) -> Flaw {
    Flaw::error(0..text.len(), "an account is both strategic and general")
        .rule("S-25")
        .why(format!("{why} Which wave it belongs to would be a guess."))
        .hint("keep one row for the account, with one of `strategic` and `general`")
}

/// The error about an id that an earlier row has.
pub(crate) fn repeated_id(id: &str, earlier: &str) -> Flaw {
    Flaw::error(0..id.len(), format!("the id `{id}` is there twice"))
        .why(format!("{earlier} has it already; upper and lower case count as the same."))
        .hint("give each row an id of its own, or remove one of the two rows")
}
