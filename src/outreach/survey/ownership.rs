use super::ground::{AccountName, Ground, MemberName, Side, some_of};
use crate::diagnostic::{Count, Diagnostic};
use crate::roster::{Level, Partner, TeamMember};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A strategic account whose owner is junior to that of a general account (S-14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JuniorOwner {
    /// The strategic account.
    pub account: AccountName,
    /// Who looks after most of its people.
    pub owner: MemberName,
    /// That person's level.
    pub level: Level,
    /// Who of higher level looks after a general account.
    pub senior: MemberName,
    /// That person's level.
    pub senior_level: Level,
    /// The general account.
    pub general_account: AccountName,
}

/// Who looks after most of an account's people; between equals the more senior, then by id. People
/// who have left do not count.
fn lead<'a>(ground: &Ground<'a>, side: &Side<'a>) -> Option<&'a TeamMember> {
    let mut counts: BTreeMap<&str, (usize, &TeamMember)> = BTreeMap::new();
    for contact in side.open() {
        if let Some(owner) = ground.present(contact.owner.as_ref()) {
            counts.entry(owner.id.as_str()).or_insert((0, owner)).0 += 1;
        }
    }
    let most = counts
        .into_values()
        .max_by_key(|(count, member)| (*count, member.level, Reverse(member.id.clone())));
    most.map(|(_, member)| member)
}

/// Strategic accounts whose owner is junior to that of a general account (S-14). An owner without
/// a level is not compared.
pub(super) fn junior(ground: &Ground<'_>) -> Vec<JuniorOwner> {
    let general = ground.sides.iter().filter(|side| side.account.partner == Partner::General);
    let seniors = general.filter_map(|side| {
        let member = lead(ground, side)?;
        Some((member.level?, side.account, member))
    });
    // The first of the most senior ones, in the order of the accounts.
    let senior = seniors.reduce(|best, next| if next.0 > best.0 { next } else { best });
    let Some((senior_level, general_account, senior)) = senior else { return Vec::new() };
    let juniors = ground.strategic().filter_map(|side| {
        let owner = lead(ground, side)?;
        let level = owner.level.filter(|level| *level < senior_level)?;
        Some(JuniorOwner {
            account: side.account.into(),
            owner: owner.into(),
            level,
            senior: senior.into(),
            senior_level,
            general_account: general_account.into(),
        })
    });
    juniors.collect()
}

pub(super) fn junior_finding(accounts: &[JuniorOwner]) -> Option<Diagnostic> {
    let first = accounts.first()?;
    let verb = if accounts.len() == 1 { "has" } else { "have" };
    let count = Count(accounts.len(), "strategic account");
    let names = some_of(accounts, |it| format!("{} ({}, {})", it.account, it.owner.name, it.level));
    Some(
        Diagnostic::warning(format!("{count} {verb} an owner junior to that of a general account"))
            .rule("S-14")
            .why(format!(
                "Priority partners get our best people. {} ({}) looks after the general account {}, \
                 but not after {names}.",
                first.senior.name, first.senior_level, first.general_account
            ))
            .hint(format!(
                "see `hearten roster --account {}`, and give its people a more senior `owner` in the contacts",
                first.account.id
            )),
    )
}

/// Strategic accounts in which nobody has an owner who is still with us (S-14).
pub(super) fn without_any(ground: &Ground<'_>) -> Vec<AccountName> {
    let accounts = ground.strategic().filter(|side| lead(ground, side).is_none());
    accounts.map(|side| side.account.into()).collect()
}

pub(super) fn without_any_finding(accounts: &[AccountName]) -> Option<Diagnostic> {
    let first = accounts.first()?;
    let verb = if accounts.len() == 1 { "has" } else { "have" };
    let count = Count(accounts.len(), "strategic account");
    Some(
        Diagnostic::warning(format!("{count} {verb} no owner at all"))
            .rule("S-14")
            .why(format!(
                "None of our people who are still here looks after anybody there: {}.",
                some_of(accounts, ToString::to_string)
            ))
            .hint(format!(
                "fill `owner` for the people of `{}` in the contacts; `hearten roster --account {}` lists them",
                first.id, first.id
            )),
    )
}

/// Strategic accounts without one of our executives, or with one who has left (S-15).
pub(super) fn without_sponsor(ground: &Ground<'_>) -> Vec<AccountName> {
    let accounts = ground.strategic();
    let accounts = accounts.filter(|side| ground.present(side.account.sponsor.as_ref()).is_none());
    accounts.map(|side| side.account.into()).collect()
}

pub(super) fn without_sponsor_finding(accounts: &[AccountName]) -> Option<Diagnostic> {
    let first = accounts.first()?;
    let verb = if accounts.len() == 1 { "has" } else { "have" };
    let count = Count(accounts.len(), "strategic account");
    Some(
        Diagnostic::warning(format!("{count} {verb} no executive sponsor"))
            .rule("S-15")
            .why(format!(
                "Two companies are joined by executives on both sides. Nobody of ours stands for {}.",
                some_of(accounts, ToString::to_string)
            ))
            .hint(format!(
                "fill `sponsor` of `{}` in the accounts with an executive of the team",
                first.id
            )),
    )
}
