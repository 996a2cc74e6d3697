//! The numbers and selectors of the waves and of what people can do: the defaults of domain section
//! 3, changed key by key for one company.
//!
//! *In*: the text of `templates/outreach/policy.toml`, and `[outreach]` of `hearten.toml`. *Out*: one
//! [`Policy`], with every mistake at its place. *Never*: knows who is in the roster, or the time.
//! *Start reading* at [`Policy`].

mod amount;
mod read;
mod waves;

pub use waves::WaveRule;

use super::hours::DayHours;
use super::{Duty, Wave};
use crate::diagnostic::Place;
use jiff::SignedDuration;
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a company has decided about waves, hours, capacity and gifts.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Who answers for what: ids of the team, each with the place where it is written.
    pub duties: BTreeMap<Duty, (String, Place)>,
    /// Days on which a person of ours is away, by id (P-08).
    pub absences: Vec<Absence>,
    /// Working hours (P-10).
    pub hours: DayHours,
    /// What people and the mail server can do (P-12, P-17).
    pub capacity: Capacity,
    /// The shortest times between two touches of one person (P-09).
    pub cool_down: CoolDown,
    /// After how long silence is answered (P-13).
    pub silence: Silence,
    /// A letter follows the call it waits for after this time.
    pub call_to_letter: SignedDuration,
    /// Partners have heard this long before the press (P-03).
    pub before_press: SignedDuration,
    /// All letters to one account leave within this time (P-31).
    pub one_account_within: SignedDuration,
    /// After so many months without contact a relation no longer lives (P-19).
    pub living_months: i32,
    /// How many days ahead a key event counts (S-33).
    pub key_event_days: i32,
    /// How far below a person's level the caller's may be (P-05).
    pub level_gap: u8,
    /// How many strategic accounts one owner can have without being a risk (S-17).
    pub strategic_accounts_per_owner: usize,
    /// How many people of a strategic account must be reached (P-26).
    pub people_per_strategic_account: usize,
    /// In how many departments (P-26).
    pub departments_per_strategic_account: usize,
    /// After how many days strategic and key contacts are overdue (S-10).
    pub overdue_days_strategic: i32,
    /// After how many days all others are (S-10).
    pub overdue_days_general: i32,
    /// What may be given (S-48).
    pub gifts: GiftPolicy,
    /// The waves by number.
    pub waves: Vec<Arc<WaveRule>>,
}

/// Days on which a person is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// The id of the team.
    pub member: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// What one person can do on a day, and what the mail server takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// Calls, for people to whom the team table gives no number.
    pub calls_per_day: u16,
    /// Visits.
    pub visits_per_day: u16,
    /// What a person writes by hand.
    pub written_per_day: u16,
    /// Letters a minute.
    pub letters_per_minute: u32,
    /// Letters a day.
    pub letters_per_day: u32,
    /// How many working days too late is still worth planning.
    pub patience: i16,
}

/// The shortest times between two touches of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoolDown {
    /// By whatever way.
    pub any_channel: SignedDuration,
    /// By the same way.
    pub same_channel: SignedDuration,
    /// At most so many in seven days.
    pub per_week: usize,
}

/// After how long silence is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// Approvers and deciders of strategic partners: another way (working hours), the sponsor, the
    /// leader.
    pub strategic: Vec<super::Offset>,
    /// All others: a second and a third try.
    pub others: Vec<super::Offset>,
}

/// What one person may be given in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftPolicy {
    /// The currency of all values.
    pub currency: String,
    /// In hundredths.
    pub per_person_cents: i64,
    /// To people who work for a public body, in hundredths.
    pub officials_cents: i64,
}

impl Policy {
    /// The rule of a wave.
    pub fn wave(&self, wave: Wave) -> Option<&Arc<WaveRule>> {
        self.waves.iter().find(|rule| rule.wave == wave)
    }

    /// The waves in which contacts of the roster hear.
    pub fn contact_waves(&self) -> impl Iterator<Item = &Arc<WaveRule>> {
        self.waves.iter().filter(|rule| rule.audience.is_some())
    }

    /// Whether a person is away on a day.
    pub fn is_away(&self, member: &str, day: Date) -> bool {
        self.absences
            .iter()
            .any(|away| away.member == member && (away.from..=away.to).contains(&day))
    }

    /// Nothing decided yet: the file of defaults fills it.
    fn blank() -> Self {
        let none = Time::midnight();
        Self {
            duties: BTreeMap::new(),
            absences: Vec::new(),
            hours: DayHours {
                letters: none..none,
                calls: Vec::new(),
                quiet_before_weekend: 0,
                team: none..none,
            },
            capacity: Capacity {
                calls_per_day: 0,
                visits_per_day: 0,
                written_per_day: 0,
                letters_per_minute: 1,
                letters_per_day: 1,
                patience: 0,
            },
            cool_down: CoolDown {
                any_channel: SignedDuration::ZERO,
                same_channel: SignedDuration::ZERO,
                per_week: 1,
            },
            silence: Silence { strategic: Vec::new(), others: Vec::new() },
            call_to_letter: SignedDuration::ZERO,
            before_press: SignedDuration::ZERO,
            one_account_within: SignedDuration::ZERO,
            living_months: 0,
            key_event_days: 0,
            level_gap: 0,
            strategic_accounts_per_owner: 0,
            people_per_strategic_account: 0,
            departments_per_strategic_account: 0,
            overdue_days_strategic: 0,
            overdue_days_general: 0,
            gifts: GiftPolicy { currency: String::new(), per_person_cents: 0, officials_cents: 0 },
            waves: Vec::new(),
        }
    }
}
