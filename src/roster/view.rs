//! What a letter may know of its reader: the allow-list, and nothing beside it (design rule 3).
//!
//! Role, attitude, ladder, level, notes, concerns, interests and all other judgements of a person
//! have no place here, so no template can reach them.

pub use super::{Partner, Tiers};

use super::{Account, Contact, Country, Directory, EmailAddress, TeamMember};
use crate::locale::{Forms, Language, Salutation};
use std::borrow::Cow;
use std::sync::Arc;

/// A value of one reader that a letter may print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// `Dear Dr Wang,`
    Salutation,
    /// The full name in the reader's order.
    Name,
    /// The family name.
    FamilyName,
    /// The given name.
    GivenName,
    /// `Dr`, `Prof`.
    AcademicTitle,
    /// The position as the roster has it.
    Position,
    /// The department.
    Department,
    /// The reader's company, in the reader's language.
    Account,
    /// The country code.
    Country,
    /// Our person for this reader.
    OwnerName,
    /// Our person's position, in the reader's language.
    OwnerPosition,
    /// Our person's telephone.
    OwnerPhone,
    /// Our person's address.
    OwnerEmail,
}

impl Field {
    /// All fields, in the order of [`Field::index`].
    pub const ALL: [Self; 13] = [
        Self::Salutation,
        Self::Name,
        Self::FamilyName,
        Self::GivenName,
        Self::AcademicTitle,
        Self::Position,
        Self::Department,
        Self::Account,
        Self::Country,
        Self::OwnerName,
        Self::OwnerPosition,
        Self::OwnerPhone,
        Self::OwnerEmail,
    ];

    /// The path in a template, behind `recipient.`.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Salutation => "salutation",
            Self::Name => "name",
            Self::FamilyName => "family_name",
            Self::GivenName => "given_name",
            Self::AcademicTitle => "academic_title",
            Self::Position => "position",
            Self::Department => "department",
            Self::Account => "account",
            Self::Country => "country",
            Self::OwnerName => "owner.name",
            Self::OwnerPosition => "owner.position",
            Self::OwnerPhone => "owner.phone",
            Self::OwnerEmail => "owner.email",
        }
    }

    /// Its place in [`Field::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// One reader, as a letter may see them.
#[derive(Debug, Clone)]
pub struct RecipientView<'a> {
    /// The language of the letter.
    pub language: Language,
    /// How the reader is greeted.
    pub salutation: Salutation,
    /// The account's standing; for choosing a sentence, never for a different fact (L-19).
    pub partner: Partner,
    /// The layers the reader belongs to.
    pub tiers: Tiers,
    values: [Option<Cow<'a, str>>; Field::ALL.len()],
    letter: &'a [(Arc<str>, String)],
}

impl<'a> RecipientView<'a> {
    /// The view of one contact, for a letter in the language of `forms`.
    pub fn of(
        contact: &'a Contact,
        account: &'a Account,
        directory: &'a Directory,
        forms: &Forms,
    ) -> Self {
        let language = forms.language();
        let salutation = forms.salutation(&contact.addressee());
        let owner = contact.owner.as_ref().and_then(|id| directory.team.get(id.as_str()));
        let written = |text: String| (!text.is_empty()).then_some(Cow::Owned(text));
        let present =
            |text: Option<&'a str>| text.filter(|text| !text.is_empty()).map(Cow::Borrowed);
        let of_owner = |value: fn(&'a TeamMember, Language) -> Option<&'a str>| {
            present(owner.and_then(|owner| value(owner, language)))
        };
        let values = Field::ALL.map(|field| match field {
            Field::Salutation => written(salutation.text.clone()),
            Field::Name => written(forms.full_name(&contact.name)),
            Field::FamilyName => present(Some(&contact.name.family)),
            Field::GivenName => present(Some(&contact.name.given)),
            Field::AcademicTitle => present(contact.academic_title.as_deref()),
            Field::Position => present(contact.position.as_deref()),
            Field::Department => present(contact.department.as_deref()),
            Field::Account => present(Some(account.name_in(language))),
            Field::Country => present(contact.country.as_ref().map(Country::code)),
            Field::OwnerName => of_owner(|owner, language| Some(owner.name_in(language))),
            Field::OwnerPosition => of_owner(TeamMember::position_in),
            Field::OwnerPhone => of_owner(|owner, _| owner.phone.as_deref()),
            Field::OwnerEmail => {
                of_owner(|owner, _| owner.email.as_ref().map(EmailAddress::as_str))
            }
        });
        Self {
            language,
            salutation,
            partner: account.partner,
            tiers: contact.tiers,
            values,
            letter: &contact.letter,
        }
    }

    /// A value, when the reader has it.
    pub fn value(&self, field: Field) -> Option<&str> {
        self.values[field.index()].as_deref()
    }

    /// The values of the `letter_…` columns that hold something, by name without `letter_`.
    pub fn letter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.letter
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.as_ref(), value.as_str()))
    }

    /// The value of one `letter_…` column.
    pub fn letter_value(&self, name: &str) -> Option<&str> {
        self.letter().find(|(own, _)| *own == name).map(|(_, value)| value)
    }
}
