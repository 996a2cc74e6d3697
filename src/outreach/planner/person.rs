use crate::ledger::Standing;
use crate::locale::zone;
use crate::outreach::hours::{Almanac, Almanacs};
use crate::outreach::{LeftOut, Placing, Profile, Wave};
use crate::roster::{Contact, Country, Partner, Role};
use jiff::Timestamp;
use std::sync::Arc;

/// A contact with everything that the plan needs to know of them.
#[derive(Debug)]
pub(super) struct Person<'a> {
    /// The place among the contacts as they came.
    pub(super) row: usize,
    pub(super) profile: Profile<'a>,
    /// When the person can be reached.
    pub(super) almanac: Arc<Almanac>,
    pub(super) wave: Option<Wave>,
    pub(super) left_out: Option<LeftOut>,
    pub(super) score: u32,
    pub(super) standing: Option<&'a Standing>,
    /// When the letter went.
    pub(super) gone: Option<Timestamp>,
}

impl<'a> Person<'a> {
    /// None when the roster has no such account, which reading it has told.
    pub(super) fn of(
        placing: &'a Placing<'_>,
        almanacs: &Almanacs,
        row: usize,
        contact: &'a Contact,
    ) -> Option<Self> {
        let ground = placing.ground();
        let profile = placing.profile(contact)?;
        // Without a zone of their own people are taken to work where the crisis is managed.
        let own_zone = contact.time_zone.as_deref().and_then(zone);
        let own_zone = own_zone.unwrap_or_else(|| ground.brief.zone.clone());
        Some(Self {
            row,
            almanac: almanacs.of(profile.country().map(Country::code), &own_zone),
            wave: placing.wave(&profile).map(|rule| rule.wave),
            left_out: placing.left_out(&profile),
            score: super::order::score(placing, &profile),
            standing: ground.standings.get(contact.id.as_str()),
            profile,
            gone: None,
        })
    }

    pub(super) fn contact(&self) -> &'a Contact {
        self.profile.contact
    }

    pub(super) fn id(&self) -> &'a str {
        self.profile.contact.id.as_str()
    }

    pub(super) fn is_strategic(&self) -> bool {
        self.profile.account.partner == Partner::Strategic
    }

    /// Approver or decider of a strategic partner: called first, by an equal (P-05, Q-06).
    pub(super) fn is_strategic_head(&self) -> bool {
        self.is_strategic() && matches!(self.contact().role, Some(Role::A | Role::D))
    }

    /// Whether somebody may speak with the person at all.
    pub(super) fn may_be_called(&self) -> bool {
        !self.left_out.as_ref().is_some_and(LeftOut::bars_calls)
    }

    pub(super) fn gets_letter(&self) -> bool {
        self.left_out.is_none() && self.wave.is_some()
    }

    /// Whether a letter goes to the person, or went before there was a reason against it.
    pub(super) fn has_letter(&self) -> bool {
        self.gets_letter() || self.gone.is_some()
    }
}
