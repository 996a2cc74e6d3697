use super::SurveyPolicy;
use super::ground::{AccountName, ContactName, Ground, Side, some_of};
use crate::diagnostic::{Count, Diagnostic};
use crate::roster::{Partner, Tier};
use jiff::civil::Date;
use serde::Serialize;

/// A person we have not spoken with for too long (S-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overdue {
    /// The person.
    pub contact: ContactName,
    /// The person's company.
    pub account: AccountName,
    /// When we last spoke.
    pub last_contact: Date,
    /// How many days ago that is.
    pub days: i64,
    /// How many days may pass.
    pub limit: i32,
}

/// The people who are overdue, the furthest beyond their limit first, and those without a date
/// (S-10).
pub(super) fn overdue(ground: &Ground<'_>) -> (Vec<Overdue>, Vec<ContactName>) {
    let (mut overdue, mut undated) = (Vec::new(), Vec::new());
    for side in &ground.sides {
        for contact in side.open() {
            let Some(last_contact) = contact.last_contact else {
                undated.push(contact.into());
                continue;
            };
            let strategic = side.account.partner == Partner::Strategic;
            let close = strategic || contact.tiers.contains(Tier::Key);
            let policy = ground.policy;
            let limit = if close { policy.days_close } else { policy.days_general };
            let days = ground.today.duration_since(last_contact).as_hours() / 24;
            if days > i64::from(limit) {
                let (contact, account) = (contact.into(), side.account.into());
                overdue.push(Overdue { contact, account, last_contact, days, limit });
            }
        }
    }
    // Stable: within the same delay strategic accounts stay first.
    overdue.sort_by_key(|it| std::cmp::Reverse(it.days - i64::from(it.limit)));
    (overdue, undated)
}

pub(super) fn overdue_finding(
    overdue: &[Overdue],
    undated: usize,
    policy: &SurveyPolicy,
) -> Option<Diagnostic> {
    let first = overdue.first()?;
    let verb = if overdue.len() == 1 { "is" } else { "are" };
    let names = some_of(overdue, |it| format!("{} ({} days)", it.contact, it.days));
    let unknown = match undated {
        0 => String::new(),
        one => format!(" Of {} no date is known.", Count(one, "other contact")),
    };
    Some(
        Diagnostic::warning(format!("{} {verb} overdue", Count(overdue.len(), "contact")))
            .rule("S-10")
            .why(format!(
                "Nobody has spoken for more than {} days with strategic and key people, or {} with \
                 others: {names}.{unknown}",
                policy.days_close, policy.days_general
            ))
            .hint(format!(
                "speak with them and note it: `hearten log {} --outcome reached --note \"...\"`",
                first.contact.id
            )),
    )
}

/// The people nobody of us looks after (P-06).
pub(super) fn without_owner(ground: &Ground<'_>) -> Vec<ContactName> {
    let people = ground.sides.iter().flat_map(Side::open);
    people.filter(|contact| contact.owner.is_none()).map(ContactName::from).collect()
}

pub(super) fn without_owner_finding(contacts: &[ContactName]) -> Option<Diagnostic> {
    let first = contacts.first()?;
    let verb = if contacts.len() == 1 { "has" } else { "have" };
    Some(
        Diagnostic::warning(format!("{} {verb} no owner", Count(contacts.len(), "contact")))
            .rule("P-06")
            .why(format!(
                "Each contact has one of us who answers for them. Without one: {}.",
                some_of(contacts, ToString::to_string)
            ))
            .hint(format!("fill `owner` of `{}` in the contacts with an id of the team", first.id)),
    )
}
