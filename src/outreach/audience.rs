use super::{Recipient, Wave};
use crate::crisis::{Brief, ImpactId};
use crate::locale::{Forms, Language};
use crate::roster::view::RecipientView;
use crate::roster::{Contact, Country, Directory, Tier};
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

/// Places each contact: a reader in a wave, or left out with the reason.
#[derive(Debug)]
pub struct Audience<'a> {
    directory: &'a Directory,
    brief: &'a Brief,
    forms: BTreeMap<Language, Arc<Forms>>,
}

/// Where a contact stands.
#[derive(Debug)]
pub enum Placement<'a> {
    /// Gets a letter.
    Reader(Box<Recipient<'a>>),
    /// Gets none, and why.
    LeftOut(LeftOut),
    /// The brief is not written in the contact's language and names no other to fall back to.
    NoWording(Language),
    /// The roster has no such account; reading it has told so.
    NoAccount,
}

/// Why a contact gets no letter (P-21, P-27).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOut {
    /// The roster says not to, and why.
    DoNotContact(String),
    /// There is no address to write to.
    NoAddress,
}

impl Display for LeftOut {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::DoNotContact(reason) => write!(f, "do not contact: {reason}"),
            Self::NoAddress => f.write_str("no e-mail address; reach this person by telephone"),
        }
    }
}

impl<'a> Audience<'a> {
    /// An audience of the roster's contacts. `forms` are those of the languages that the brief is
    /// written in.
    pub fn new(
        directory: &'a Directory,
        brief: &'a Brief,
        forms: BTreeMap<Language, Arc<Forms>>,
    ) -> Self {
        Self { directory, brief, forms }
    }

    /// Places one contact.
    pub fn place<'c>(&'c self, contact: &'c Contact) -> Placement<'c> {
        if let Some(reason) = &contact.do_not_contact {
            return Placement::LeftOut(LeftOut::DoNotContact(reason.clone()));
        }
        let Some(email) = &contact.email else {
            return Placement::LeftOut(LeftOut::NoAddress);
        };
        let forms = self.forms.get(&contact.language).or_else(|| {
            self.brief.fallback_language.and_then(|language| self.forms.get(&language))
        });
        let Some(account) = self.directory.accounts.get(contact.account.as_str()) else {
            return Placement::NoAccount;
        };
        let Some(forms) = forms else {
            return Placement::NoWording(contact.language);
        };
        let view = RecipientView::of(contact, account, self.directory, forms);
        let tiers: Vec<&str> = contact.tiers.iter().map(Tier::name).collect();
        let country = contact.country.as_ref().or(account.country.as_ref());
        let chosen = self.brief.impact.choose(
            account.id.as_str(),
            account.partner.name(),
            &tiers,
            country.map(Country::code),
        );
        Placement::Reader(Box::new(Recipient {
            id: contact.id.as_str(),
            account_id: account.id.as_str(),
            address: email.address(),
            wave: Wave::of(contact, account),
            view,
            impact: chosen.map(|(ImpactId(number), _)| number),
        }))
    }
}
