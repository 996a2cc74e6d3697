use super::person::Person;
use crate::ledger::Standing;
use crate::outreach::{Placing, Profile, Tag, Wave};
use crate::roster::{AccountId, Contact, ContactId, Partner, Role};
use jiff::civil::Date;
use std::cmp::Reverse;

/// Puts people into the order in which they are served: by wave, inside it by score (P-04), and where
/// that is the same by account, name and id, so that the order of rows does not matter (P-35).
pub(super) fn sort(people: &mut [Person<'_>]) {
    people.sort_by(|one, other| {
        let key = |person: &Person<'_>| {
            let wave = person.wave.map_or(u8::MAX, Wave::number);
            (wave, Reverse(person.score))
        };
        key(one).cmp(&key(other)).then_with(|| tie(one).cmp(&tie(other)))
    });
}

fn tie<'a>(person: &Person<'a>) -> (&'a AccountId, &'a str, &'a str, &'a ContactId) {
    let Contact { account, name, id, .. } = person.contact();
    (account, &name.family, &name.given, id)
}

/// What the place inside a wave comes from (P-04): the partner status, the role, a key event near,
/// being touched by the crisis, a star of tomorrow, and how long we have not spoken.
pub(super) fn score(placing: &Placing<'_>, profile: &Profile<'_>) -> u32 {
    let strategic = u32::from(profile.account.partner == Partner::Strategic);
    let mark = |tag| u32::from(profile.tags.contains(tag));
    let standing = placing.ground().standings.get(profile.contact.id.as_str());
    let silent = days_silent(placing.today(), profile.contact, standing);
    100 * strategic
        + 10 * profile.contact.role.map_or(0, weight)
        + 8 * mark(Tag::KeyEvent)
        + 5 * mark(Tag::Affected)
        + 4 * mark(Tag::Star)
        + silent.map_or(10, |days| (days / 3).min(10))
}

/// The weight of a role (S-47).
const fn weight(role: Role) -> u32 {
    match role {
        Role::A | Role::D => 5,
        Role::S | Role::E => 3,
        Role::I => 1,
    }
}

/// For how many days we have not spoken; none when we never did.
fn days_silent(today: Date, contact: &Contact, standing: Option<&Standing>) -> Option<u32> {
    let logged = standing
        .and_then(Standing::last_talk)
        .map(|touch| touch.at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date());
    let last = contact.last_contact.max(logged)?;
    let days = last.until(today).ok()?.get_days();
    Some(u32::try_from(days).unwrap_or(0))
}
