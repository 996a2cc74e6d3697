use super::SurveyPolicy;
use super::ground::{AccountName, Ground, some_of};
use crate::diagnostic::{Count, Diagnostic};
use crate::roster::{Tier, Tiers};
use serde::Serialize;
use std::collections::HashSet;

/// A strategic account in which a layer has nobody (S-11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingTiers {
    /// The account.
    pub account: AccountName,
    /// The layers without a person.
    pub tiers: Tiers,
}

/// A strategic account that we know too narrowly (P-26).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Breadth {
    /// The account.
    pub account: AccountName,
    /// How many people we can reach.
    pub people: usize,
    /// In how many departments.
    pub departments: usize,
    /// Layers that have people, but none whom we can reach.
    pub unreachable: Tiers,
}

/// Strategic accounts that lack a layer (S-11).
pub(super) fn missing_tiers(ground: &Ground<'_>) -> Vec<MissingTiers> {
    let accounts = ground.strategic().map(|side| MissingTiers {
        account: side.account.into(),
        tiers: all_but(side.open().map(|contact| contact.tiers)),
    });
    accounts.filter(|it| !it.tiers.is_empty()).collect()
}

pub(super) fn missing_tiers_finding(accounts: &[MissingTiers]) -> Option<Diagnostic> {
    let first = accounts.first()?;
    let verb = if accounts.len() == 1 { "lacks" } else { "lack" };
    let count = Count(accounts.len(), "strategic account");
    let names = some_of(accounts, |it| format!("{} ({})", it.account, it.tiers));
    Some(
        Diagnostic::warning(format!("{count} {verb} a layer of the relation"))
            .rule("S-11")
            .why(format!(
                "A relation stands on people who work with us, pillars and a roof. Nobody is in: {names}."
            ))
            .hint(format!(
                "see who is there with `hearten roster --account {}`, and fill `tier` in the contacts",
                first.account.id
            )),
    )
}

/// Strategic accounts in which we reach too few people, departments or layers (P-26).
///
/// Layers that have nobody at all are told by S-11 alone.
pub(super) fn breadth(ground: &Ground<'_>) -> Vec<Breadth> {
    let accounts = ground.strategic().map(|side| {
        let departments: HashSet<String> = side
            .reachable()
            .filter_map(|contact| contact.department.as_deref())
            .map(|name| name.trim().to_lowercase())
            .collect();
        let nobody = all_but(side.open().map(|contact| contact.tiers));
        let unreached = all_but(side.reachable().map(|contact| contact.tiers));
        Breadth {
            account: side.account.into(),
            people: side.reachable().count(),
            departments: departments.len(),
            unreachable: unreached.iter().filter(|tier| !nobody.contains(*tier)).collect(),
        }
    });
    let narrow = |it: &Breadth| {
        it.people < ground.policy.people
            || it.departments < ground.policy.departments
            || !it.unreachable.is_empty()
    };
    accounts.filter(narrow).collect()
}

pub(super) fn breadth_finding(accounts: &[Breadth], policy: &SurveyPolicy) -> Option<Diagnostic> {
    let first = accounts.first()?;
    let verb = if accounts.len() == 1 { "is" } else { "are" };
    let count = Count(accounts.len(), "strategic account");
    let names = some_of(accounts, |it| {
        let layers = if it.unreachable.is_empty() {
            String::new()
        } else {
            format!(", nobody to be reached in {}", it.unreachable)
        };
        let (people, departments) = (it.people, Count(it.departments, "department"));
        format!("{} ({people} reachable in {departments}{layers})", it.account)
    });
    Some(
        Diagnostic::warning(format!("{count} {verb} known too narrowly"))
            .rule("P-26")
            .why(format!(
                "In hard times more people decide. At least {} people in {}, and somebody of each layer \
                 that has people, should be within reach. Below it: {names}.",
                policy.people,
                Count(policy.departments, "department"),
            ))
            .hint(format!(
                "ask the owner whom else we know, and add them to the contacts; `hearten roster \
                 --account {}` shows who is there",
                first.account.id
            )),
    )
}

/// The layers that none of these sets has.
fn all_but(present: impl Iterator<Item = Tiers>) -> Tiers {
    let present: Tiers = present.flat_map(Tiers::iter).collect();
    Tier::ALL.into_iter().filter(|tier| !present.contains(*tier)).collect()
}
