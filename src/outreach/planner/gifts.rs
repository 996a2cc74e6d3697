use super::booking::Gifts;
use super::letters::named;
use super::person::Person;
use crate::diagnostic::{Count, Diagnostic, Report};
use crate::outreach::playbook::{Action, Playbook, Target};
use crate::outreach::{Gift, Ground, Tag};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Hands out resources within stock and policy, and marks who gets one.
///
/// Stock goes to the people in the order in which they are served: strategic partners first, then
/// by role and need (S-12, S-35); one person of an account gets what the account gets. What would
/// exceed the limit of a person and year is not planned, and is an error (S-48).
pub(super) fn allot(
    ground: &Ground<'_>,
    playbook: &Playbook,
    people: &mut [Person<'_>],
    report: &mut Report,
) -> Gifts {
    let mut gifts = Gifts::new();
    let mut stock: HashMap<&str, u32> = ground
        .directory
        .resources
        .iter()
        .map(|resource| (resource.id.as_str(), resource.stock))
        .collect();
    // What each person would get by this plan, over all actions.
    let mut worth: HashMap<usize, i64> = HashMap::new();
    let mut beyond: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let giving = playbook.actions.iter().enumerate();
    for (at, action) in giving.filter(|(_, action)| action.gives.is_some()) {
        let mut served: HashSet<&str> = HashSet::new();
        // What was handed out has left the store, though the table of stock may still hold it.
        let done = |person: &&Person<'_>| {
            person.standing.is_some_and(|standing| standing.carried_out(&action.id, 1))
        };
        for person in people.iter().filter(done) {
            if let Some(gift) = next(ground, action, &stock) {
                take(&mut stock, &gift);
            }
            served.insert(person.profile.account.id.as_str());
        }
        for (person_at, person) in people.iter().enumerate() {
            let account = person.profile.account.id.as_str();
            if !is_for(action, person) || served.contains(account) {
                continue;
            }
            let Some(gift) = next(ground, action, &stock) else { continue };
            let planned = worth.get(&person_at).copied().unwrap_or(0);
            if planned + gift.value_cents > left_this_year(ground, person) {
                beyond.entry(&action.id).or_default().push(person.id());
                continue;
            }
            take(&mut stock, &gift);
            served.insert(account);
            *worth.entry(person_at).or_default() += gift.value_cents;
            gifts.insert((person_at, at), gift);
        }
    }
    report.extend(beyond.into_iter().map(|(action, ids)| {
        Diagnostic::error(format!(
            "{action} would give more than the rules allow to {}",
            Count(ids.len(), "contact")
        ))
        .rule("S-48")
        .why(format!(
            "Crisis goods count in full, and officials get nothing by default: {}. Nothing is planned for them.",
            named(&ids)
        ))
        .hint("give less (`per_account` of contacts/resources.csv), leave officials out (`except = { tag = \"official\" }`), or change `[outreach.gifts]` with whoever answers for it")
    }));
    let given: HashSet<usize> = gifts.keys().map(|(person, _)| *person).collect();
    let had = |person: &Person<'_>| {
        let giving = playbook.actions.iter().filter(|action| action.gives.is_some());
        let carried_out = |id: &str| person.standing.is_some_and(|it| it.carried_out(id, 1));
        giving.into_iter().any(|action| carried_out(&action.id))
    };
    for (at, person) in people.iter_mut().enumerate() {
        let tag = if given.contains(&at) || had(person) { Tag::Given } else { Tag::NotGiven };
        person.profile.tags.insert(tag);
    }
    gifts
}

fn take(stock: &mut HashMap<&str, u32>, gift: &Gift) {
    if let Some(left) = stock.get_mut(gift.resource.as_str()) {
        *left = left.saturating_sub(gift.quantity);
    }
}

fn is_for(action: &Action, person: &Person<'_>) -> bool {
    match &action.target {
        Target::Contacts(audience) => {
            person.may_be_called()
                && audience.fits(&person.profile)
                && !action.except.fits(&person.profile)
        }
        Target::Group { .. } => false,
    }
}

/// The first resource of the category of which there is enough for one account.
fn next(ground: &Ground<'_>, action: &Action, stock: &HashMap<&str, u32>) -> Option<Gift> {
    let category = action.gives.as_deref()?;
    let mut fitting = ground.directory.resources.of_category(category);
    let resource = fitting.find(|resource| {
        stock.get(resource.id.as_str()).is_some_and(|left| *left >= resource.per_account)
            && resource.per_account > 0
    })?;
    Some(Gift {
        resource: resource.id.to_string(),
        quantity: resource.per_account,
        value_cents: resource.unit_value_cents * i64::from(resource.per_account),
    })
}

/// What may still be given to a person in this calendar year.
fn left_this_year(ground: &Ground<'_>, person: &Person<'_>) -> i64 {
    let policy = &ground.policy.gifts;
    let limit =
        if person.contact().official { policy.officials_cents } else { policy.per_person_cents };
    let year = ground.now.to_zoned_datetime(ground.brief.zone.clone()).year();
    limit - ground.standings.gift_cents_in(person.id(), year)
}
