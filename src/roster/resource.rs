use super::flaw::Flaw;
use super::header::{Header, Slot};
use super::name::check_titles;
use super::record::Record;
use super::row_check::RowCheck;
use super::table::Table;
use super::{ResourceId, id};
use crate::diagnostic::{Diagnostic, Report};
use crate::locale::Language;
use serde::Serialize;
use std::collections::HashMap;

/// Something that we can hand out in a crisis, and how much of it there is (S-35).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resource {
    /// Its id.
    pub id: ResourceId,
    /// What it is called.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// Its name in simplified Chinese.
    pub name_zh_cn: Option<String>,
    /// Its name in traditional Chinese.
    pub name_zh_tw: Option<String>,
    /// The word by which playbooks ask for it, such as `protective-goods`.
    pub category: String,
    /// How many units there are.
    pub stock: u32,
    /// What is counted.
    pub unit: Option<String>,
    /// The unit in English.
    pub unit_en: Option<String>,
    /// The unit in simplified Chinese.
    pub unit_zh_cn: Option<String>,
    /// The unit in traditional Chinese.
    pub unit_zh_tw: Option<String>,
    /// What a unit is worth to the one who gets it, in hundredths of the policy's currency (S-48).
    pub unit_value_cents: i64,
    /// How many units one account gets.
    pub per_account: u32,
}

impl Resource {
    /// Its name for a reader of a language.
    pub fn name_in(&self, language: Language) -> &str {
        let own = language.pick([&self.name_en, &self.name_zh_cn, &self.name_zh_tw]);
        own.as_deref().unwrap_or(&self.name)
    }

    /// The unit for a reader of a language; empty when none is stated.
    pub fn unit_in(&self, language: Language) -> &str {
        let own = language.pick([&self.unit_en, &self.unit_zh_cn, &self.unit_zh_tw]);
        own.as_ref().or(self.unit.as_ref()).map_or("", String::as_str)
    }
}

/// All resources, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Resources {
    list: Vec<Resource>,
    index: HashMap<ResourceId, usize>,
}

impl Resources {
    /// One of them.
    pub fn get(&self, id: &str) -> Option<&Resource> {
        self.index.get(id).map(|at| &self.list[*at])
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Resource> {
        self.list.iter()
    }

    /// Those of a category, in the order of the file.
    pub fn of_category<'a>(&'a self, category: &'a str) -> impl Iterator<Item = &'a Resource> {
        self.list.iter().filter(move |resource| resource.category == category)
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
    pub(crate) fn read(table: &Table, report: &mut Report) -> Self {
        let slots = Slots::of(&table.header);
        let mut resources = Self::default();
        let mut first = HashMap::new();
        let read = table.each_record(|record| {
            let (resource, findings) = slots.read(table, record, &mut first);
            report.extend(findings);
            if let Some(resource) = resource {
                resources.index.insert(resource.id.clone(), resources.list.len());
                resources.list.push(resource);
            }
        });
        if let Err(broken) = read {
            report.push(*broken);
        }
        resources
    }
}

impl<'a> IntoIterator for &'a Resources {
    type Item = &'a Resource;
    type IntoIter = std::slice::Iter<'a, Resource>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

struct Slots {
    id: Slot,
    /// The name, then in English and in the two scripts of Chinese.
    names: [Slot; 4],
    category: Slot,
    stock: Slot,
    /// The unit, then in English and in the two scripts of Chinese.
    units: [Slot; 4],
    unit_value: Slot,
    per_account: Slot,
}

impl Slots {
    fn of(header: &Header) -> Self {
        Self {
            id: header.find("id"),
            names: ["name", "name_en", "name_zh_cn", "name_zh_tw"].map(|it| header.find(it)),
            category: header.find("category"),
            stock: header.find("stock"),
            units: ["unit", "unit_en", "unit_zh_cn", "unit_zh_tw"].map(|it| header.find(it)),
            unit_value: header.find("unit_value"),
            per_account: header.find("per_account"),
        }
    }

    fn read(
        &self,
        table: &Table,
        record: &Record<'_>,
        first: &mut HashMap<String, usize>,
    ) -> (Option<Resource>, Vec<Diagnostic>) {
        let mut row = match RowCheck::new(table, record, self.id) {
            Ok(row) => row,
            Err(broken) => return (None, vec![*broken]),
        };
        let id = row.own_id(self.id).and_then(ResourceId::new);
        row.once(self.id, first);
        let [name, name_en, name_zh_cn, name_zh_tw] = self.names;
        let own_name = row.required(name, "name").map(str::to_owned);
        check_titles(&mut row, self.names);
        let category = self.category(&mut row);
        row.required(self.stock, "stock");
        let stock = row.whole(self.stock, ("stock", Some("S-35")), (0, 1_000_000));
        row.required(self.unit_value, "unit_value");
        let value = row.cents(self.unit_value, ("value of a unit", Some("S-48")));
        let quota = ("number of units for one account", Some("S-35"));
        let per_account = row.whole(self.per_account, quota, (1, 1_000_000)).unwrap_or(1);
        let [unit, unit_en, unit_zh_cn, unit_zh_tw] = self.units.map(|slot| row.optional(slot));
        let parts = id.zip(own_name).zip(category).zip(stock.zip(value));
        let resource = parts.map(|(((id, name), category), (stock, unit_value_cents))| Resource {
            id,
            name,
            name_en: row.optional(name_en),
            name_zh_cn: row.optional(name_zh_cn),
            name_zh_tw: row.optional(name_zh_tw),
            category,
            stock,
            unit,
            unit_en,
            unit_zh_cn,
            unit_zh_tw,
            unit_value_cents,
            per_account,
        });
        let (findings, failed) = row.finish();
        (resource.filter(|_| !failed), findings)
    }

    /// A word that playbooks can write in quotes.
    fn category(&self, row: &mut RowCheck<'_>) -> Option<String> {
        let text = row.required(self.category, "category")?;
        if let Some(span) = id::fault(text) {
            let better: String = text.split_whitespace().collect::<Vec<_>>().join("-");
            let flaw = Flaw::error(span, format!("`{text}` is no category"))
                .rule("S-35")
                .why("Playbooks ask for it by this word: letters a-z, digits, `.`, `_` and `-`.")
                .hint(match id::fault(&better) {
                    None => format!("write `{}`", better.to_lowercase()),
                    Some(_) => "choose a word such as `protective-goods`".to_owned(),
                });
            row.flaw(self.category, flaw);
            return None;
        }
        Some(text.to_lowercase())
    }
}
