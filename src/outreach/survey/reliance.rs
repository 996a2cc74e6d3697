use super::ground::{AccountName, ContactName, Ground, MemberName, some_of};
use crate::diagnostic::{Count, Diagnostic};
use crate::roster::Attitude;
use serde::Serialize;

/// An account in which one person alone supports us (S-17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SingleSupporter {
    /// The account.
    pub account: AccountName,
    /// The supporter.
    pub contact: ContactName,
}

/// An account that one of us alone looks after, and nobody stands in (S-17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SingleOwner {
    /// The account.
    pub account: AccountName,
    /// Who looks after it.
    pub owner: MemberName,
}

/// Accounts that would have no supporter left if one person went (S-17). Where nobody supports us
/// there is nobody to lose.
pub(super) fn supporters(ground: &Ground<'_>) -> Vec<SingleSupporter> {
    let accounts = ground.sides.iter().filter_map(|side| {
        let mut supporters =
            side.open().filter(|contact| contact.attitude >= Some(Attitude::Supports));
        let one = supporters.next()?;
        let alone = supporters.next().is_none();
        alone.then(|| SingleSupporter { account: side.account.into(), contact: one.into() })
    });
    accounts.collect()
}

pub(super) fn supporters_finding(accounts: &[SingleSupporter]) -> Option<Diagnostic> {
    let first = accounts.first()?;
    let verb = if accounts.len() == 1 { "has" } else { "have" };
    let names = some_of(accounts, |it| format!("{} (only {})", it.account, it.contact));
    Some(
        Diagnostic::warning(format!(
            "{} {verb} a single supporter",
            Count(accounts.len(), "account")
        ))
        .rule("S-17")
        .why(format!("When that person moves on, the relation goes with them: {names}."))
        .hint(format!(
            "see who else is there with `hearten roster --account {}`, and plan a first talk with one of them",
            first.account.id
        )),
    )
}

/// Accounts that one of us alone looks after, with nobody to stand in for anyone there (S-17).
pub(super) fn owners(ground: &Ground<'_>) -> Vec<SingleOwner> {
    let accounts = ground.sides.iter().filter_map(|side| {
        let mut owners = side.open().filter_map(|contact| contact.owner.as_ref());
        let owner = owners.next()?;
        if owners.any(|other| other != owner) {
            return None;
        }
        let backed = side.open().any(|contact| {
            contact.backup.as_ref() != Some(owner)
                && ground.present(contact.backup.as_ref()).is_some()
        });
        let member = ground.present(Some(owner)).filter(|_| !backed)?;
        Some(SingleOwner { account: side.account.into(), owner: member.into() })
    });
    accounts.collect()
}

pub(super) fn owners_finding(accounts: &[SingleOwner]) -> Option<Diagnostic> {
    let first = accounts.first()?;
    let verb = if accounts.len() == 1 { "depends" } else { "depend" };
    let names = some_of(accounts, |it| format!("{} ({})", it.account, it.owner.name));
    Some(
        Diagnostic::warning(format!(
            "{} {verb} on one of our people alone",
            Count(accounts.len(), "account")
        ))
        .rule("S-17")
        .why(format!("They have one owner and nobody who stands in: {names}."))
        .hint(format!(
            "fill `backup` for the people of `{}` in the contacts; `hearten roster --account {}` lists them",
            first.account.id, first.account.id
        )),
    )
}
