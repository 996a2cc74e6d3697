use super::card::Card;
use super::wording::{counted, say};
use super::{Maps, Papers};
use crate::outreach::CheckIn;
use crate::roster::TeamMember;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What stands in an id and a file name for nobody; no id of the team has an `@`.
const NOBODY: &str = "nobody";

/// One owner's sheet, in the owner's language and on the owner's clock.
#[derive(Serialize)]
pub(super) struct Sheet<'a> {
    lang: &'static str,
    words: &'a BTreeMap<String, String>,
    pub(super) owner_id: String,
    anchor: String,
    title: String,
    position: String,
    clock: String,
    made: String,
    is_nobody: bool,
    days: Vec<Day>,
    maps: Vec<Map>,
    #[serde(flatten)]
    entry: SheetEntry,
}

/// The map of one account.
#[derive(Serialize)]
struct Map {
    name: String,
    svg: String,
}

/// A sheet in the list of sheets, in the language of the overview.
#[derive(Serialize, Clone)]
pub(super) struct SheetEntry {
    pub(super) file: String,
    href: String,
    name: String,
    pub(super) count: usize,
    counted: String,
    first: String,
}

#[derive(Serialize)]
struct Day {
    date: String,
    name: String,
    cards: Vec<Card>,
}

impl<'a> Papers<'a> {
    /// A sheet in the list of sheets; `beside` when it is a page of its own.
    pub(super) fn sheet_entry(
        &self,
        owner: Option<&TeamMember>,
        checks: &[&CheckIn],
        beside: bool,
    ) -> SheetEntry {
        let language = self.first_language();
        let (words, forms) = (self.words(language), self.forms(language));
        let file =
            owner.map_or(format!("{NOBODY}.html"), |owner| format!("plan-{}.html", owner.id));
        let first = checks.first().map_or(String::new(), |check| {
            let start = check.start.to_zoned_datetime(self.zone_of(owner));
            format!("{} {}", forms.weekday_date(start.date()), forms.time(start.time()))
        });
        SheetEntry {
            href: if beside { file.clone() } else { format!("#{}", anchor(owner)) },
            file,
            name: owner.map_or_else(
                || say(words, "nobody", &[]),
                |owner| owner.name_in(language).to_owned(),
            ),
            count: checks.len(),
            counted: counted(words, checks.len()),
            first,
        }
    }

    pub(super) fn sheet(
        &self,
        owner: Option<&TeamMember>,
        cards: Vec<(&CheckIn, Card)>,
        entry: SheetEntry,
    ) -> Sheet<'a> {
        let language = self.language_of(owner);
        let (words, forms) = (self.words(language), self.forms(language));
        let zone = self.zone_of(owner);
        let counted = counted(words, cards.len());
        let maps = self.maps(owner, cards.iter().map(|(check, _)| *check));
        let mut days: Vec<Day> = Vec::new();
        for (check, card) in cards {
            let date = check.start.to_zoned_datetime(zone.clone()).date();
            let day = date.to_string();
            if days.last().is_none_or(|last| last.date != day) {
                days.push(Day { date: day, name: forms.weekday_date(date), cards: Vec::new() });
            }
            if let Some(last) = days.last_mut() {
                last.cards.push(card);
            }
        }
        let now = self.plan.now.to_zoned_datetime(zone);
        let title = owner.map_or_else(
            || say(words, "nobody", &[]),
            |owner| say(words, "sheet", &[("owner", owner.name_in(language))]),
        );
        let position = owner.and_then(|owner| owner.position_in(language)).unwrap_or_default();
        Sheet {
            lang: language.tag(),
            words: &words.page,
            owner_id: owner.map_or(NOBODY.to_owned(), |owner| owner.id.to_string()),
            anchor: anchor(owner),
            title,
            position: position.to_owned(),
            clock: say(words, "clock", &[("zone", &forms.zone(&now))]),
            made: say(words, "made", &[("time", &forms.moment(&now))]),
            is_nobody: owner.is_none(),
            days,
            maps,
            entry: SheetEntry { counted, ..entry },
        }
    }

    /// The maps of the accounts that a sheet leads to, each once.
    fn maps<'c>(
        &self,
        owner: Option<&TeamMember>,
        checks: impl Iterator<Item = &'c CheckIn>,
    ) -> Vec<Map> {
        let language = self.language_of(owner);
        let mut maps: Vec<Map> = Vec::new();
        let mut known = BTreeSet::new();
        for check in checks {
            let Some((_, account)) = self.contact(check.subject) else { continue };
            let Some(svg) = self.sources.maps.by_account.get(account.id.as_str()) else { continue };
            if known.insert(account.id.clone()) {
                let id = format!("{}-{}", anchor(owner), account.id);
                let svg = svg.replace(Maps::ID, &id);
                maps.push(Map { name: account.name_in(language).to_owned(), svg });
            }
        }
        maps
    }

    /// How many check-ins there are in all, and the accounts and days that can be chosen from.
    pub(super) fn choices(&self, checks: &[&CheckIn]) -> Choices {
        let language = self.first_language();
        let mut accounts = BTreeMap::new();
        let mut days = BTreeMap::new();
        for check in checks {
            if let Some((_, account)) = self.contact(check.subject) {
                accounts.insert(account.name_in(language).to_owned(), account.id.to_string());
            }
            let day = self.day(check);
            days.entry(day).or_insert_with(|| self.forms(language).weekday_date(day));
        }
        Choices {
            accounts: accounts.into_iter().map(|(name, id)| (id, name)).collect(),
            days: days.into_iter().map(|(day, name)| (day.to_string(), name)).collect(),
        }
    }
}

/// What the filters offer: value and name.
#[derive(Serialize)]
pub(super) struct Choices {
    accounts: Vec<(String, String)>,
    days: Vec<(String, String)>,
}

fn anchor(owner: Option<&TeamMember>) -> String {
    owner.map_or(format!("sheet@{NOBODY}"), |owner| format!("sheet-{}", owner.id))
}
