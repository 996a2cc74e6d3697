use super::policy::{Policy, WaveRule};
use super::{FunctionWords, LeftOut, Profile, Tag, Tags};
use crate::crisis::Brief;
use crate::ledger::{Standing, Standings};
use crate::roster::{Attitude, Contact, Directory};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use std::collections::HashSet;
use std::sync::Arc;

/// What the place of a contact depends on.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Accounts and our own people.
    pub directory: &'a Directory,
    /// The facts of the crisis.
    pub brief: &'a Brief,
    /// What the company has decided.
    pub policy: &'a Policy,
    /// The words by which functions are told.
    pub functions: &'a FunctionWords,
    /// What the ledger says.
    pub standings: &'a Standings,
    /// The time of this run.
    pub now: Timestamp,
}

/// Says which wave a contact is in, or why the contact gets no letter: always one of the two (P-27).
#[derive(Debug)]
pub struct Placing<'a> {
    ground: Ground<'a>,
    today: Date,
    /// Accounts with a key event near (S-33).
    eventful: HashSet<&'a str>,
}

impl<'a> Placing<'a> {
    /// Prepares what is the same for all contacts.
    pub fn new(ground: Ground<'a>) -> Self {
        let today = ground.now.to_zoned_datetime(ground.brief.zone.clone()).date();
        let last =
            today.checked_add(Span::new().days(ground.policy.key_event_days)).unwrap_or(Date::MAX);
        let near =
            ground.directory.key_events.iter().filter(|event| (today..=last).contains(&event.date));
        let eventful = near.map(|event| event.account.as_str()).collect();
        Self { ground, today, eventful }
    }

    /// What the place is computed from.
    pub fn ground(&self) -> &Ground<'a> {
        &self.ground
    }

    /// The day of this run, where the crisis is.
    pub fn today(&self) -> Date {
        self.today
    }

    /// A contact as it stands now: attitude and last talk as the ledger has them, where it does.
    pub fn current(&self, mut contact: Contact) -> Contact {
        let standing = self.ground.standings.get(contact.id.as_str());
        contact.attitude = attitude(&contact, standing);
        let talk = standing.and_then(Standing::last_talk);
        let day = |at: Timestamp| at.to_zoned_datetime(self.ground.brief.zone.clone()).date();
        contact.last_contact = contact.last_contact.max(talk.map(|talk| day(talk.at)));
        contact
    }

    /// What selectors can know of a contact; none when the roster has no such account.
    pub fn profile<'c>(&'c self, contact: &'c Contact) -> Option<Profile<'c>> {
        let ground = &self.ground;
        let account = ground.directory.accounts.get(contact.account.as_str())?;
        let standing = ground.standings.get(contact.id.as_str());
        let country = contact.country.as_ref().or(account.country.as_ref());
        let affected = ground.brief.affected.contains(
            account.id.as_str(),
            country.map(crate::roster::Country::code),
            account.region.as_deref(),
        );
        let mut tags = Tags::default();
        for (tag, is) in [
            (Tag::Star, contact.star),
            (Tag::Official, contact.official),
            (Tag::Affected, affected),
            (Tag::KeyEvent, self.eventful.contains(account.id.as_str())),
            (Tag::Reached, standing.is_some_and(|standing| standing.last_talk().is_some())),
        ] {
            if is {
                tags.insert(tag);
            }
        }
        Some(Profile {
            contact,
            account,
            attitude: attitude(contact, standing),
            tags,
            functions: ground
                .functions
                .of(contact.position.as_deref(), contact.department.as_deref()),
        })
    }

    /// The first wave that fits.
    pub fn wave(&self, profile: &Profile<'_>) -> Option<&'a Arc<WaveRule>> {
        self.ground.policy.contact_waves().find(|rule| {
            rule.audience.as_ref().is_some_and(|audience| audience.fits(profile))
                && !rule.except.fits(profile)
        })
    }

    /// Why a contact gets no letter now; none when they get one.
    pub fn left_out(&self, profile: &Profile<'_>) -> Option<LeftOut> {
        let (contact, ground) = (profile.contact, &self.ground);
        let standing = ground.standings.get(contact.id.as_str());
        if let Some(reason) = &contact.do_not_contact {
            return Some(LeftOut::DoNotContact(reason.clone()));
        }
        if let Some(reason) = ground.standings.suppressed(contact.id.as_str()) {
            return Some(LeftOut::Suppressed(reason.to_owned()));
        }
        if standing.is_some_and(Standing::wrong_person) {
            return Some(LeftOut::WrongPerson);
        }
        if let Some(lapsed) = self.lapsed(profile) {
            return Some(lapsed);
        }
        if contact.email.is_none() {
            return Some(LeftOut::NoAddress);
        }
        if profile.attitude == Some(Attitude::Opposes) && !profile.tags.contains(Tag::Reached) {
            return Some(LeftOut::Opposes);
        }
        if let Some(until) = self.quiet_until(profile) {
            return Some(LeftOut::Quiet(until));
        }
        self.wave(profile).is_none().then_some(LeftOut::NoWave)
    }

    /// The relation gate (P-19): a letter of a company one hardly knows is what readers hated most.
    /// Strategic partners have a contract; who has just been spoken with has a relation.
    fn lapsed(&self, profile: &Profile<'_>) -> Option<LeftOut> {
        let contact = profile.contact;
        let strategic = profile.account.partner == crate::roster::Partner::Strategic;
        if strategic || profile.tags.contains(Tag::Reached) {
            return None;
        }
        let oldest = Span::new().months(self.ground.policy.living_months);
        let oldest = self.today.checked_sub(oldest).unwrap_or(Date::MIN);
        match contact.last_contact {
            Some(last) if last < oldest => Some(LeftOut::Lapsed(Some(last))),
            None if contact.contacted == Some(false) => Some(LeftOut::Lapsed(None)),
            _ => None,
        }
    }

    /// Until when nothing is asked of people whom the crisis itself has hit (P-32).
    fn quiet_until(&self, profile: &Profile<'_>) -> Option<Date> {
        let brief = self.ground.brief;
        let days = brief.affected.quiet_days(brief.kind);
        if days == 0 || !profile.tags.contains(Tag::Affected) {
            return None;
        }
        let started = brief.started_at.as_ref()?.date();
        let until = started.checked_add(Span::new().days(i64::from(days) + 1)).ok()?;
        (self.today < until).then_some(until)
    }
}

/// As last logged, else as the roster has it.
fn attitude(contact: &Contact, standing: Option<&Standing>) -> Option<Attitude> {
    let logged = standing.and_then(Standing::attitude).and_then(|(grade, _)| {
        Attitude::ALL.into_iter().find(|attitude| attitude.grade() == grade)
    });
    logged.or(contact.attitude)
}
