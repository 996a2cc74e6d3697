//! What the roster cannot carry: relations that hang on one person, people nobody looks after,
//! accounts that we hardly know. A plan stands on this ground, so it is said before the plan.
//!
//! *In*: the contacts with their accounts and our team, today's date, and the policy's limits.
//! *Out*: a [`Survey`]: for each rule whom it concerns, as data for the sheets, and one finding a rule
//! for the screen. *Never*: changes an order or an owner, or takes what is unknown for bad.
//! *Start reading* at [`Survey::of`]; each rule has a small function in the file of its subject.

mod attention;
mod balance;
mod coverage;
mod ground;
mod holidays;
mod ownership;
mod people;
mod reliance;
#[cfg(test)]
mod tests;

pub use attention::Overdue;
pub use balance::{Share, Stances};
pub use coverage::{Breadth, MissingTiers};
pub use ground::{AccountName, ContactName, MemberName};
pub use holidays::MissingYear;
pub use ownership::JuniorOwner;
pub use people::{Departed, StrategicLoad};
pub use reliance::{SingleOwner, SingleSupporter};

use super::policy::Policy;
use crate::diagnostic::{Diagnostic, Report};
use crate::roster::{Contact, Directory};
use ground::Ground;
use jiff::civil::Date;
use serde::Serialize;
use std::ops::RangeInclusive;

/// The limits of the policy that a survey holds the roster against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyPolicy {
    /// So many days may pass since we last spoke with people of strategic accounts and with key
    /// people (S-10).
    pub days_close: i32,
    /// The same for everyone else.
    pub days_general: i32,
    /// How many strategic accounts one of us can look after (S-17).
    pub strategic_accounts_per_owner: usize,
    /// Which share of the accounts should be strategic, in per cent (S-25).
    pub strategic_share: RangeInclusive<usize>,
    /// With fewer accounts a share says little.
    pub small_roster: usize,
    /// How many people of a strategic account we can reach at least (P-26).
    pub people: usize,
    /// In how many departments (P-26).
    pub departments: usize,
}

impl Default for SurveyPolicy {
    fn default() -> Self {
        Self {
            days_close: 30,
            days_general: 90,
            strategic_accounts_per_owner: 5,
            strategic_share: 20..=30,
            small_roster: 10,
            people: 3,
            departments: 2,
        }
    }
}

impl From<&Policy> for SurveyPolicy {
    /// The company's own numbers; the band of strategic accounts is the method's.
    fn from(policy: &Policy) -> Self {
        Self {
            days_close: policy.overdue_days_strategic,
            days_general: policy.overdue_days_general,
            strategic_accounts_per_owner: policy.strategic_accounts_per_owner,
            people: policy.people_per_strategic_account,
            departments: policy.departments_per_strategic_account,
            ..Self::default()
        }
    }
}

/// What was found, rule by rule. Lists begin with strategic accounts and go by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Survey {
    /// People we have not spoken with for too long, the furthest beyond their limit first (S-10).
    pub overdue: Vec<Overdue>,
    /// People of whom nobody noted when we last spoke; that is not the same as overdue.
    pub undated: Vec<ContactName>,
    /// People nobody of us looks after (P-06).
    pub without_owner: Vec<ContactName>,
    /// Strategic accounts in which a layer has nobody (S-11).
    pub missing_tiers: Vec<MissingTiers>,
    /// Strategic accounts that we know too narrowly (P-26).
    pub breadth: Vec<Breadth>,
    /// Strategic accounts whose owner is junior to that of a general account (S-14).
    pub junior_owners: Vec<JuniorOwner>,
    /// Strategic accounts in which nobody has an owner (S-14).
    pub without_any_owner: Vec<AccountName>,
    /// Strategic accounts without one of our executives (S-15).
    pub without_sponsor: Vec<AccountName>,
    /// Accounts in which one person alone supports us (S-17).
    pub single_supporters: Vec<SingleSupporter>,
    /// Accounts that one of us alone looks after, and nobody stands in (S-17).
    pub single_owners: Vec<SingleOwner>,
    /// Who looks after more strategic accounts than one person can (S-17).
    pub overloaded: Vec<StrategicLoad>,
    /// Who has left and still stands at contacts (S-17).
    pub departed: Vec<Departed>,
    /// How many of the accounts are strategic (S-25).
    pub share: Share,
    /// Friends, neutral people and enemies in all (S-47).
    pub stances: Stances,
    /// The same by account.
    pub stances_by_account: Vec<(AccountName, Stances)>,
    /// Countries and years whose holidays nobody has told us (P-11).
    pub missing_holidays: Vec<MissingYear>,
    #[serde(skip)]
    policy: SurveyPolicy,
}

impl Survey {
    /// Looks over the roster. Work and memory grow with the number of contacts.
    ///
    /// Attitude and last contact are taken as the contacts have them: who wants those of the ledger
    /// puts them there first. Contacts of accounts that are not in the directory are passed over; reading
    /// the roster has told of them.
    pub fn of<'a>(
        contacts: impl IntoIterator<Item = &'a Contact>,
        directory: &'a Directory,
        today: Date,
        policy: &'a SurveyPolicy,
    ) -> Self {
        let ground = Ground::new(contacts, directory, today, policy);
        let (stances, stances_by_account) = balance::stances(&ground);
        let (overdue, undated) = attention::overdue(&ground);
        Self {
            overdue,
            undated,
            without_owner: attention::without_owner(&ground),
            missing_tiers: coverage::missing_tiers(&ground),
            breadth: coverage::breadth(&ground),
            junior_owners: ownership::junior(&ground),
            without_any_owner: ownership::without_any(&ground),
            without_sponsor: ownership::without_sponsor(&ground),
            single_supporters: reliance::supporters(&ground),
            single_owners: reliance::owners(&ground),
            overloaded: people::overloaded(&ground),
            departed: people::departed(&ground),
            share: balance::share(&ground),
            stances,
            stances_by_account,
            missing_holidays: Vec::new(),
            policy: policy.clone(),
        }
    }

    /// Adds the countries and years without holidays, as [`Almanacs::missing_years`] has them once
    /// a plan is made.
    ///
    /// [`Almanacs::missing_years`]: crate::outreach::hours::Almanacs::missing_years
    pub fn with_missing_years(mut self, years: Vec<(String, i16)>) -> Self {
        let years = years.into_iter();
        self.missing_holidays =
            years.map(|(country, year)| MissingYear { country, year }).collect();
        self
    }

    /// What a plan on paper has to say of it: which holidays are missing. Who supports us, and who of us
    /// looks after whom, is for the screen.
    pub fn on_paper(&self) -> Option<Diagnostic> {
        holidays::finding(&self.missing_holidays)
    }

    /// One finding for each rule that has something to say.
    pub fn report(&self) -> Report {
        let policy = &self.policy;
        let findings = [
            attention::overdue_finding(&self.overdue, self.undated.len(), policy),
            attention::without_owner_finding(&self.without_owner),
            coverage::missing_tiers_finding(&self.missing_tiers),
            coverage::breadth_finding(&self.breadth, policy),
            ownership::junior_finding(&self.junior_owners),
            ownership::without_any_finding(&self.without_any_owner),
            ownership::without_sponsor_finding(&self.without_sponsor),
            reliance::supporters_finding(&self.single_supporters),
            reliance::owners_finding(&self.single_owners),
            people::overloaded_finding(&self.overloaded, policy),
            people::departed_finding(&self.departed),
            balance::share_finding(&self.share, policy),
            holidays::finding(&self.missing_holidays),
        ];
        let mut report = Report::new();
        report.extend(findings.into_iter().flatten());
        report
    }
}
