use super::SurveyPolicy;
use super::ground::{AccountName, Ground, MemberName, Side, some_of};
use crate::diagnostic::{Count, Diagnostic};
use crate::roster::TeamId;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// Who looks after more strategic accounts than one person can (S-17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StrategicLoad {
    /// The owner.
    pub owner: MemberName,
    /// The strategic accounts with somebody of theirs.
    pub accounts: Vec<AccountName>,
}

/// Who has left and still stands at contacts (S-17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Departed {
    /// The person.
    pub member: MemberName,
    /// Since when.
    pub left_on: Date,
    /// How many contacts still have them as owner.
    pub owned: usize,
    /// How many contacts still have them as backup.
    pub backed: usize,
}

/// Owners with more strategic accounts than the policy allows (S-17), in the order of the team.
pub(super) fn overloaded(ground: &Ground<'_>) -> Vec<StrategicLoad> {
    let mut accounts: HashMap<&str, Vec<AccountName>> = HashMap::new();
    for side in ground.strategic() {
        let owners: BTreeSet<&str> =
            side.open().filter_map(|contact| contact.owner.as_ref()).map(TeamId::as_str).collect();
        for owner in owners {
            accounts.entry(owner).or_default().push(side.account.into());
        }
    }
    let here = ground.directory.team.iter().filter(|member| ground.is_here(member));
    let loads = here.filter_map(|member| {
        let accounts = accounts.remove(member.id.as_str())?;
        Some(StrategicLoad { owner: member.into(), accounts })
    });
    loads.filter(|load| load.accounts.len() > ground.policy.strategic_accounts_per_owner).collect()
}

pub(super) fn overloaded_finding(
    owners: &[StrategicLoad],
    policy: &SurveyPolicy,
) -> Option<Diagnostic> {
    let first = owners.first()?;
    let most = policy.strategic_accounts_per_owner;
    let count = Count(owners.len(), "owner");
    let verb = if owners.len() == 1 { "has" } else { "have" };
    let names = some_of(owners, |it| format!("{} ({})", it.owner, it.accounts.len()));
    Some(
        Diagnostic::warning(format!(
            "{count} {verb} more than {}",
            Count(most, "strategic account")
        ))
        .rule("S-17")
        .why(format!("If one of them goes, many relations are shaken at once: {names}."))
        .hint(format!(
            "hand `{}` or another account over to somebody else: `owner` in the contacts",
            first.accounts.last().map_or("", |account| account.id.as_str())
        )),
    )
}

/// People of ours who have left and still stand at contacts (S-17), in the order of the team.
pub(super) fn departed(ground: &Ground<'_>) -> Vec<Departed> {
    let mut counts: HashMap<&str, [usize; 2]> = HashMap::new();
    for contact in ground.sides.iter().flat_map(Side::open) {
        for (at, id) in [&contact.owner, &contact.backup].into_iter().enumerate() {
            if let Some(id) = id {
                counts.entry(id.as_str()).or_default()[at] += 1;
            }
        }
    }
    let gone = ground.directory.team.iter().filter(|member| !ground.is_here(member));
    let departed = gone.filter_map(|member| {
        let [owned, backed] = *counts.get(member.id.as_str())?;
        Some(Departed { member: member.into(), left_on: member.left_on?, owned, backed })
    });
    departed.collect()
}

pub(super) fn departed_finding(members: &[Departed]) -> Option<Diagnostic> {
    let first = members.first()?;
    let verb = if members.len() == 1 { "stands" } else { "stand" };
    let names = some_of(members, |it| {
        let (owned, backed) = (Count(it.owned, "contact"), it.backed);
        format!("{} left on {}: owner of {owned}, backup of {backed}", it.member, it.left_on)
    });
    let column = if first.owned > 0 { "owner" } else { "backup" };
    Some(
        Diagnostic::warning(format!(
            "{} who left still {verb} in the contacts",
            Count(members.len(), "colleague")
        ))
        .rule("S-17")
        .why(format!("The plan goes to whoever stands in, or finds nobody. {names}."))
        .hint(format!(
            "put somebody else in place of `{}` in the column `{column}`",
            first.member.id
        )),
    )
}
