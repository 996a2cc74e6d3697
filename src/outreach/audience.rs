use super::placing::Placing;
use super::{LeftOut, Recipient};
use crate::crisis::ImpactId;
use crate::locale::{Forms, Language};
use crate::roster::view::RecipientView;
use crate::roster::{Contact, Country, Tier};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Places each contact: a reader in a wave, or left out with the reason.
#[derive(Debug)]
pub struct Audience<'a> {
    placing: Placing<'a>,
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

impl<'a> Audience<'a> {
    /// An audience of the roster's contacts. `forms` are those of the languages that the brief is
    /// written in.
    pub fn new(placing: Placing<'a>, forms: BTreeMap<Language, Arc<Forms>>) -> Self {
        Self { placing, forms }
    }

    /// Places one contact.
    pub fn place<'c>(&'c self, contact: &'c Contact) -> Placement<'c> {
        let ground = self.placing.ground();
        let Some(profile) = self.placing.profile(contact) else { return Placement::NoAccount };
        if let Some(left_out) = self.placing.left_out(&profile) {
            return Placement::LeftOut(left_out);
        }
        let (Some(email), Some(rule)) = (&contact.email, self.placing.wave(&profile)) else {
            return Placement::LeftOut(LeftOut::NoWave);
        };
        let forms = self.forms.get(&contact.language).or_else(|| {
            ground.brief.fallback_language.and_then(|language| self.forms.get(&language))
        });
        let Some(forms) = forms else {
            return Placement::NoWording(contact.language);
        };
        let account = profile.account;
        let view = RecipientView::of(contact, account, ground.directory, forms);
        let tiers: Vec<&str> = contact.tiers.iter().map(Tier::name).collect();
        let chosen = ground.brief.impact.choose(
            account.id.as_str(),
            account.partner.name(),
            &tiers,
            profile.country().map(Country::code),
        );
        Placement::Reader(Box::new(Recipient {
            id: contact.id.as_str(),
            account_id: account.id.as_str(),
            address: email.address(),
            wave: rule.wave,
            view,
            impact: chosen.map(|(ImpactId(number), _)| number),
        }))
    }
}
