use super::account::repeated_id;
use super::flaw::Flaw;
use super::header::{Header, Slot};
use super::name::{check_titles, name_flaws};
use super::record::Record;
use super::repeat::Repeated;
use super::row_check::{RowCheck, yes_no};
use super::table::Table;
use super::team::{email, language};
use super::{
    Attitude, Contact, ContactId, Directory, Ladder, Level, Role, Row, Tier, Tiers, Zones, script,
};
use crate::diagnostic::{List, nearest};
use crate::locale::{Gender, NameOrder, PersonName};

const GENDERS: [&str; 2] = ["female", "male"];
const ORDERS: [&str; 2] = ["family-first", "given-first"];
const ATTITUDE: (&str, Option<&str>) = ("attitude", Some("S-39"));

/// Turns rows into contacts and says what is wrong with them. Several threads share one.
pub(crate) struct ContactReader<'a> {
    table: &'a Table,
    directory: &'a Directory,
    zones: &'a Zones,
    slots: Slots,
}

impl<'a> ContactReader<'a> {
    pub(crate) fn new(table: &'a Table, directory: &'a Directory, zones: &'a Zones) -> Self {
        Self { table, directory, zones, slots: Slots::of(&table.header) }
    }

    /// Reads one row. `repeats` says which values an earlier row has, and in which line.
    pub(crate) fn read(&self, record: &Record<'_>, repeats: &[(Repeated, usize)]) -> Row {
        let number = record.number;
        let mut row = match RowCheck::new(self.table, record, self.slots.id) {
            Ok(row) => row,
            Err(broken) => {
                let name_hint = format!("row {number}");
                return Row { number, contact: None, name_hint, findings: vec![*broken] };
            }
        };
        self.report_repeats(&mut row, repeats);
        let contact = self.contact(&mut row);
        let name_hint = match row.text(self.slots.id) {
            "" => row.label(),
            id => id.to_owned(),
        };
        let (findings, failed) = row.finish();
        Row { number, contact: contact.filter(|_| !failed), name_hint, findings }
    }

    fn report_repeats(&self, row: &mut RowCheck<'_>, repeats: &[(Repeated, usize)]) {
        for (what, line) in repeats {
            match what {
                Repeated::Id => {
                    row.flaw(
                        self.slots.id,
                        repeated_id(row.text(self.slots.id), &row.earlier(*line)),
                    );
                }
                Repeated::Address => {
                    let text = row.text(self.slots.email);
                    let flaw =
                        Flaw::error(0..text.len(), format!("the address `{text}` is there twice"))
                            .rule("E-13")
                            .why(format!(
                                "{} has it already; case and invisible characters make no \
                             difference. One person would get two letters.",
                                row.earlier(*line)
                            ))
                            .hint(
                                "keep the address in one of the two rows and leave the other empty",
                            );
                    row.flaw(self.slots.email, flaw);
                }
            }
        }
    }

    fn contact(&self, row: &mut RowCheck<'_>) -> Option<Contact> {
        let slots = &self.slots;
        let id = row.own_id(slots.id).and_then(ContactId::new);
        let account = self.directory.accounts.named(row, self.slots.account);
        let name = self.name(row);
        check_titles(
            row,
            [slots.academic_title, slots.position, slots.department, slots.salutation],
        );
        let gender = row.word(slots.gender, ("gender", None), &GENDERS, gender);
        let email = email(row, slots.email);
        let stated = row.required(slots.language, "language").is_some();
        let language = if stated { language(row, slots.language) } else { None };
        let tiers = self.tiers(row);
        let role = row.word(slots.role, ("role", Some("S-42")), &Role::WORDS, Role::parse);
        let attitude = row.word(slots.attitude, ATTITUDE, &Attitude::WORDS, Attitude::parse);
        let competitor_attitude =
            row.word(slots.competitor_attitude, ATTITUDE, &Attitude::WORDS, Attitude::parse);
        let ladder =
            row.word(slots.ladder, ("ladder step", Some("S-40")), &Ladder::WORDS, Ladder::parse);
        let level = row.word(slots.level, ("level", Some("P-05")), &Level::WORDS, Level::parse);
        let reports_to = manager(row, slots.reports_to, id.as_ref());
        let (owner, backup) = self.owners(row);
        let do_not_contact = self.do_not_contact(row);
        // Each reads its own column and may add to the findings, so they stand outside the closure.
        let phone = row.phone(slots.phone);
        let time_zone = row.zone(slots.time_zone, self.zones);
        let country = row.country(slots.country);
        let contacted = row.yes_no(slots.contacted);
        let attitude_date = row.date(slots.attitude_date);
        let official = row.yes_no(slots.official).unwrap_or(false);
        let last_contact = row.date(slots.last_contact);
        let birthday = row.birthday(slots.birthday);
        let star = row.yes_no(slots.star).unwrap_or(false);
        Some(Contact {
            id: id?,
            account: account?,
            name,
            academic_title: row.optional(slots.academic_title),
            position: row.optional(slots.position),
            department: row.optional(slots.department),
            gender,
            salutation: row.optional(slots.salutation),
            email,
            phone,
            language: language?,
            time_zone,
            country,
            tiers,
            role,
            attitude,
            contacted,
            attitude_date,
            competitor_attitude,
            ladder,
            level,
            reports_to,
            official,
            owner,
            backup,
            last_contact,
            birthday,
            star,
            do_not_contact,
            concerns: row.optional(slots.concerns),
            interests: row.optional(slots.interests),
            notes: row.optional(slots.notes),
            letter: row.others(&self.table.header.letters),
            extra: row.others(&self.table.header.extras),
        })
    }

    fn name(&self, row: &mut RowCheck<'_>) -> PersonName {
        let slots = &self.slots;
        for slot in [slots.family_name, slots.given_name] {
            if let Some(text) = row.sound(slot) {
                row.flaws(slot, name_flaws(text));
            }
        }
        let (family, given) = (row.text(slots.family_name), row.text(slots.given_name));
        if family.is_empty() && given.is_empty() && row.text(slots.salutation).is_empty() {
            let flaw = Flaw::warning(0..0, format!("{} has no name", row.label()))
                .rule("L-16")
                .why("The letter can only open with the form for everybody.")
                .hint("fill `family_name` and `given_name`, or `salutation`");
            row.flaw(slots.family_name, flaw);
        }
        let stated = row.word(slots.name_order, ("name order", None), &ORDERS, name_order);
        let chinese = script::has_han(family) || script::has_han(given);
        let usual = if chinese { NameOrder::FamilyFirst } else { NameOrder::GivenFirst };
        PersonName {
            family: family.to_owned(),
            given: given.to_owned(),
            order: stated.unwrap_or(usual),
        }
    }

    fn tiers(&self, row: &mut RowCheck<'_>) -> Tiers {
        let Some(text) = row.sound(self.slots.tier) else { return Tiers::default() };
        match Tiers::parse(text) {
            Ok(tiers) => tiers,
            Err(span) => {
                let word = &text[span.clone()];
                let flaw = Flaw::error(span, format!("`{word}` is no tier"))
                    .rule("S-59")
                    .why(format!("A person serves in one or more of {}.", List(&Tier::WORDS)))
                    .hint(match nearest(word, Tier::WORDS) {
                        Some(meant) => format!("write `{meant}` if that is meant"),
                        None => "write one or more of these words with `;` between them".to_owned(),
                    });
                row.flaw(self.slots.tier, flaw);
                Tiers::default()
            }
        }
    }

    fn owners(&self, row: &mut RowCheck<'_>) -> (Option<super::TeamId>, Option<super::TeamId>) {
        let team = &self.directory.team;
        let owner = team.named(row, self.slots.owner, "owner");
        let backup = team.named(row, self.slots.backup, "backup");
        if let Some(both) = owner.as_ref().filter(|owner| backup.as_ref() == Some(*owner)) {
            let flaw =
                Flaw::warning(0..both.as_str().len(), format!("`{both}` is owner and backup"))
                    .rule("S-17")
                    .why("When the owner is away, nobody stands in.")
                    .hint("name another member of the team as backup, or leave it empty");
            row.flaw(self.slots.backup, flaw);
        }
        (owner, backup)
    }

    fn do_not_contact(&self, row: &mut RowCheck<'_>) -> Option<String> {
        let text = row.sound(self.slots.do_not_contact)?;
        match yes_no(text) {
            Some(false) => None,
            Some(true) => {
                let flaw = Flaw::warning(0..text.len(), "no reason is given for not writing")
                    .rule("P-21")
                    .why("Later nobody will know whether it still holds.")
                    .hint("write the reason in this field, such as `asked us not to, May 2026`");
                row.flaw(self.slots.do_not_contact, flaw);
                Some(text.to_owned())
            }
            None => Some(text.to_owned()),
        }
    }
}

/// Whom somebody reports to (S-41). Whether the roster has that person is seen where the map is drawn: it may stand
/// further down in the file.
fn manager(row: &mut RowCheck<'_>, slot: Slot, own: Option<&ContactId>) -> Option<ContactId> {
    let text = row.sound(slot)?;
    let Some(id) = ContactId::new(text) else {
        let flaw = Flaw::error(0..text.len(), format!("`{text}` is not the id of a contact"))
            .rule("S-41")
            .why("The power map joins people by their ids; a name can belong to two of them.")
            .hint("write the id of the manager's row, such as `c-014`, or leave it empty");
        row.flaw(slot, flaw);
        return None;
    };
    if own == Some(&id) {
        let flaw = Flaw::warning(0..text.len(), format!("`{id}` reports to themselves"))
            .rule("S-41")
            .why("The map then has nobody above this person.")
            .hint("write the id of the manager's row, or leave it empty");
        row.flaw(slot, flaw);
        return None;
    }
    Some(id)
}

fn gender(text: &str) -> Option<Gender> {
    let is = |words: [&str; 4]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["female", "f", "woman", "女"]) {
        Some(Gender::Female)
    } else {
        is(["male", "m", "man", "男"]).then_some(Gender::Male)
    }
}

fn name_order(text: &str) -> Option<NameOrder> {
    match super::column::squashed(text).as_str() {
        "familyfirst" | "family" | "surnamefirst" | "lastfirst" => Some(NameOrder::FamilyFirst),
        "givenfirst" | "given" | "firstnamefirst" => Some(NameOrder::GivenFirst),
        _ => None,
    }
}

macro_rules! slots {
    ($($name:ident),* $(,)?) => {
        /// Where each column of the contacts table stands.
        struct Slots { $($name: Slot,)* }

        impl Slots {
            fn of(header: &Header) -> Self {
                Self { $($name: header.find(stringify!($name)),)* }
            }
        }
    };
}

slots! {
    id, account, family_name, given_name, name_order, academic_title, position, department, gender,
    salutation, email, phone, language, time_zone, country, tier, role, attitude, contacted,
    attitude_date, competitor_attitude, ladder, level, reports_to, official, owner, backup, last_contact,
    birthday, star, do_not_contact, concerns, interests, notes,
}
