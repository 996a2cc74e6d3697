use super::Named;
use crate::ledger::Standing;
use crate::roster::{Attitude, Contact, Directory, Role, TeamId, TeamMember, Tier};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

/// The day, and after how many days a relation is overdue (S-10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day of this run, where the crisis is.
    pub today: Date,
    /// The zone in which the times of the ledger are days.
    pub zone: TimeZone,
    /// So many days may pass with people of strategic accounts and with key people.
    pub close_days: i64,
    /// The same with everybody else.
    pub other_days: i64,
}

impl Day {
    /// The day of a moment.
    fn of(&self, at: Timestamp) -> Date {
        at.to_zoned_datetime(self.zone.clone()).date()
    }

    /// Whether somebody of ours still works with us (S-17).
    pub(super) fn is_here(&self, member: &TeamMember) -> bool {
        member.left_on.is_none_or(|left| left > self.today)
    }

    /// One of our people, unless they have left.
    pub(super) fn present<'d>(
        &self,
        id: Option<&TeamId>,
        directory: &'d Directory,
    ) -> Option<&'d TeamMember> {
        directory.team.get(id?.as_str()).filter(|member| self.is_here(member))
    }

    /// How many days may pass since the last talk with this person (S-10).
    pub(super) fn limit(&self, contact: &Contact, strategic: bool) -> i64 {
        let close = strategic || contact.tiers.contains(Tier::Key);
        if close { self.close_days } else { self.other_days }
    }
}

/// A contact as the method sees them on one day: roster and ledger together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The person as the roster has them.
    pub contact: Contact,
    /// How the person stands towards us: the newer of the roster's and the ledger's judgement
    /// (S-39). `None` is unknown, which is not 0.
    pub attitude: Option<Attitude>,
    /// Where the person comes from: the older judgement, when both are dated and they differ (S-10).
    pub moved_from: Option<Attitude>,
    /// When the attitude was judged.
    pub judged_on: Option<Date>,
    /// When we last spoke, by roster or ledger, whichever is later.
    pub last_contact: Option<Date>,
    /// How many days ago that is.
    pub days: Option<i64>,
    /// More days than the limit (S-10). Without a date, and with somebody who wants to hear nothing,
    /// it is never overdue.
    pub overdue: bool,
    /// We can speak with the person: there is e-mail or phone, they may be contacted, and the ledger
    /// does not say that it is somebody else (P-21).
    pub reachable: bool,
}

impl Person {
    /// Takes a contact, and what the ledger knows of them; `strategic` is whether their account is.
    pub fn of(contact: Contact, standing: Option<&Standing>, strategic: bool, day: &Day) -> Self {
        let (attitude, judged_on, moved_from) = judgement(&contact, standing, day);
        let talk = standing.and_then(Standing::last_talk).map(|talk| day.of(talk.at));
        let last_contact = contact.last_contact.max(talk);
        let days = last_contact.map(|last| day.today.duration_since(last).as_hours() / 24);
        let may = contact.do_not_contact.is_none();
        let overdue = may && days.is_some_and(|days| days > day.limit(&contact, strategic));
        let way = contact.email.is_some() || contact.phone.is_some();
        let gone = standing.is_some_and(Standing::wrong_person);
        let reachable = may && way && !gone;
        Self { contact, attitude, moved_from, judged_on, last_contact, days, overdue, reachable }
    }

    /// Whether we may speak with the person at all.
    pub fn is_open(&self) -> bool {
        self.contact.do_not_contact.is_none()
    }

    /// Whether the person supports us: 1 and more (S-47).
    pub fn is_friend(&self) -> bool {
        self.attitude >= Some(Attitude::Supports)
    }

    /// Whether the person decides: approver or decider (S-42, S-43).
    pub fn decides(&self) -> bool {
        matches!(self.contact.role, Some(Role::A | Role::D))
    }

    /// Whether the decision hangs on the person: evaluator, decider or approver (S-49).
    pub fn weighs(&self) -> bool {
        self.decides() || self.contact.role == Some(Role::E)
    }

    /// Whether the person knows the matter: evaluator or supporter of the decision (S-44, S-45).
    pub fn is_technical(&self) -> bool {
        matches!(self.contact.role, Some(Role::E | Role::S))
    }

    /// By how much the competitor is ahead of us with this person; none while one of the two
    /// attitudes is unknown (S-09).
    pub fn behind(&self) -> Option<i64> {
        let competitor = i64::from(self.contact.competitor_attitude?.grade());
        Some(competitor - i64::from(self.attitude?.grade()))
    }

    /// The person by id and name.
    pub fn named(&self) -> Named {
        Named::from(&self.contact)
    }

    /// The person with their part, as a sentence says it: `Wei (c-002), decider`.
    pub(super) fn spoken(&self) -> String {
        match self.contact.role {
            Some(Role::S) => format!("{}, supporter of the decision", self.named()),
            Some(role) => format!("{}, {}", self.named(), role.name()),
            None => self.named().to_string(),
        }
    }

    /// The same in the middle of a sentence, where the part ends with a comma.
    pub(super) fn spoken_within(&self) -> String {
        let comma = if self.contact.role.is_some() { "," } else { "" };
        self.spoken() + comma
    }
}

/// The newer judgement, when it was made, and the older one when it was another. A judgement of the
/// ledger has always a date and comes before one of the roster that has none.
fn judgement(
    contact: &Contact,
    standing: Option<&Standing>,
    day: &Day,
) -> (Option<Attitude>, Option<Date>, Option<Attitude>) {
    let noted = contact.attitude.map(|attitude| (attitude, contact.attitude_date));
    let logged = standing.and_then(Standing::attitude).and_then(|(grade, at)| {
        let attitude = Attitude::ALL.into_iter().find(|it| it.grade() == grade)?;
        Some((attitude, Some(day.of(at))))
    });
    match (noted, logged) {
        (Some(noted), Some(logged)) => {
            let (new, old) = if noted.1 > logged.1 { (noted, logged) } else { (logged, noted) };
            (Some(new.0), new.1, old.1.and(Some(old.0)).filter(|old| *old != new.0))
        }
        (one, other) => {
            let only = one.or(other);
            (only.map(|it| it.0), only.and_then(|it| it.1), None)
        }
    }
}

/// What an attitude means, in the words of the scale (S-39), to follow a name.
pub(super) const fn stance(attitude: Attitude) -> &'static str {
    match attitude {
        Attitude::Opposes => "opposes us",
        Attitude::Neutral => "is neutral",
        Attitude::Supports => "supports us and others",
        Attitude::SupportsOnlyUs => "supports only us",
        Attitude::Coach => "is our coach",
    }
}
