use super::{
    AccountId, Attitude, ContactId, Country, EmailAddress, Ladder, Level, MonthDay, Role, TeamId,
    Tiers,
};
use crate::locale::{Addressee, Gender, Language, PersonName};
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// A person in the context of one account.
///
/// What is not stated is `None` or empty; nothing is guessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Names this person in this account.
    pub id: ContactId,
    /// The partner company.
    pub account: AccountId,
    /// The name in two parts; both may be empty when a salutation is given.
    pub name: PersonName,
    /// `Dr.`, `Prof.`, `博士`.
    pub academic_title: Option<String>,
    /// What the person is in the company.
    pub position: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// Only as stated.
    pub gender: Option<Gender>,
    /// A salutation to use as it is.
    pub salutation: Option<String>,
    /// Where letters go; a person without it keeps their place in the roster.
    pub email: Option<EmailAddress>,
    /// The telephone.
    pub phone: Option<String>,
    /// The language of the letter.
    pub language: Language,
    /// The zone of the person's working day, by its IANA name.
    pub time_zone: Option<String>,
    /// Where the person works.
    pub country: Option<Country>,
    /// The layers the person serves in (S-59).
    pub tiers: Tiers,
    /// The person's part in decisions.
    pub role: Option<Role>,
    /// How the person stands towards us; `None` is unknown, which is not 0.
    pub attitude: Option<Attitude>,
    /// Whether we have met the person at all.
    pub contacted: Option<bool>,
    /// When the attitude was judged.
    pub attitude_date: Option<Date>,
    /// How the person stands towards our strongest competitor (S-09).
    pub competitor_attitude: Option<Attitude>,
    /// The step of the relation.
    pub ladder: Option<Ladder>,
    /// For calls between equals.
    pub level: Option<Level>,
    /// Whom the person reports to in their company (S-41): the id of a contact, who need not be in the roster.
    pub reports_to: Option<ContactId>,
    /// Works for a public body (S-48).
    pub official: bool,
    /// Who of us looks after the person.
    pub owner: Option<TeamId>,
    /// Who stands in for the owner.
    pub backup: Option<TeamId>,
    /// When we last spoke.
    pub last_contact: Option<Date>,
    /// The birthday, without the year.
    pub birthday: Option<MonthDay>,
    /// A star of tomorrow (S-58).
    pub star: bool,
    /// Why the person must not be written to; `None` when they may.
    pub do_not_contact: Option<String>,
    /// What worries the person.
    pub concerns: Option<String>,
    /// What the person likes.
    pub interests: Option<String>,
    /// Anything else we noted.
    pub notes: Option<String>,
    /// Values of the columns `letter_<name>` that are filled, by name.
    #[serde(serialize_with = "as_map")]
    pub letter: Vec<(Arc<str>, String)>,
    /// Values of unknown columns that are filled, by the header as written.
    #[serde(serialize_with = "as_map")]
    pub extra: Vec<(Arc<str>, String)>,
}

impl Contact {
    /// What the form of address depends on.
    pub fn addressee(&self) -> Addressee<'_> {
        let named = !(self.name.family.is_empty() && self.name.given.is_empty());
        Addressee {
            name: named.then_some(&self.name),
            academic_title: self.academic_title.as_deref(),
            position: self.position.as_deref(),
            gender: self.gender,
            salutation_override: self.salutation.as_deref(),
        }
    }
}

/// One row of the contacts table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Number of the data row, from 1; blank rows count, so a spreadsheet shows it one below.
    pub number: usize,
    /// The contact, unless the row has an error.
    pub contact: Option<Contact>,
    /// What to call the row in a message: its id, or the best other label.
    pub name_hint: String,
    /// What is wrong or odd in it.
    pub findings: Vec<crate::diagnostic::Diagnostic>,
}

/// Some rows of the contacts table, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The rows, without blank ones.
    pub rows: Vec<Row>,
}

fn as_map<S: Serializer>(pairs: &[(Arc<str>, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, value)| (name.as_ref(), value)))
}
