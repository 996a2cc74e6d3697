use super::ladder;
use super::{Candidate, Ground, Urge};
use crate::relations::person::stance;
use crate::relations::{Frailty, Named, Person, weight};
use crate::roster::{Attitude, Partner, Role};

/// Every move that one person calls for.
pub(super) fn of(ground: &Ground<'_>, person: &Person) -> Vec<Candidate> {
    let strategic = ground.outline.account.partner == Partner::Strategic;
    let found = [
        coach(person),
        weak(ground, person),
        overdue(ground, person, strategic),
        unknown(person),
        voice(person),
        ladder::step(person),
    ];
    found.into_iter().flatten().collect()
}

/// The coach tells what not to do and whom to see, so is asked first (S-34).
fn coach(person: &Person) -> Option<Candidate> {
    (person.attitude == Some(Attitude::Coach)).then(|| {
        let text = format!(
            "Ask {}, our coach, before anything else: what not to say or do, and whom to see first.",
            person.spoken()
        );
        Candidate::about(Urge::Coach, "S-34", person, text)
    })
}

/// The three axes for an evaluator, decider or approver who is not with us, in their order, the
/// executive visit first (S-49). Never on the first day of a crisis (P-30).
fn weak(ground: &Ground<'_>, person: &Person) -> Option<Candidate> {
    let attitude = person.attitude.filter(|it| *it <= Attitude::Neutral)?;
    if !person.weighs() {
        return None;
    }
    let sponsor = ground.day.present(ground.outline.account.sponsor.as_ref(), ground.directory);
    let executive = sponsor
        .map_or_else(|| "one of our executives".to_owned(), |it| Named::from(it).to_string());
    let text = format!(
        "Arrange a visit by {executive} to {}, who {}; then an exhibition or an online demo, then a \
         visit to our company. Not on the first day of a crisis.",
        person.spoken(),
        stance(attitude)
    );
    // Who opposes comes before who is neutral; above all an evaluator.
    let order = i64::from(attitude.grade()) * 10 + i64::from(super::order(person.contact.role));
    Some(Candidate::about(Urge::Weak, "S-49", person, text).ordered(order))
}

/// A talk with whoever has not heard from us for too long (S-10).
fn overdue(ground: &Ground<'_>, person: &Person, strategic: bool) -> Option<Candidate> {
    let days = person.days.filter(|_| person.overdue)?;
    let limit = ground.day.limit(&person.contact, strategic);
    let owner = ground.day.present(person.contact.owner.as_ref(), ground.directory);
    let who = owner.map_or_else(String::new, |it| format!(" by {}", Named::from(it)));
    let text = format!(
        "A talk{who} with {}: {days} days since the last one, {limit} is the limit.",
        person.spoken()
    );
    let close = person.weighs() || person.is_friend();
    let urge = if close { Urge::Neglected } else { Urge::Quiet };
    // The longest silence first.
    Some(Candidate::about(urge, "S-10", person, text).ordered(-days))
}

/// Unknown is not neutral: find out.
fn unknown(person: &Person) -> Option<Candidate> {
    if person.attitude.is_some() {
        return None;
    }
    let text = format!(
        "Find out in a talk how {} stands towards us, and note it: `hearten log {} --outcome reached \
         --attitude GRADE --note \"...\"`.",
        person.spoken_within(),
        person.contact.id
    );
    let weighty = person.weighs() || person.is_technical();
    let urge = if weighty { Urge::Unknown } else { Urge::Unjudged };
    Some(Candidate::about(urge, "Q-04", person, text))
}

/// A strong friend whose word weighs carries our voice to colleagues (S-50).
fn voice(person: &Person) -> Option<Candidate> {
    let weighty = matches!(person.contact.role, Some(Role::A | Role::D | Role::S));
    let strong = person.attitude.filter(|it| *it >= Attitude::SupportsOnlyUs)?;
    weighty.then(|| {
        let text = format!(
            "Brief {}, who {}, with a fact sheet that may be quoted, before colleagues there hear it \
             from others.",
            person.spoken(),
            stance(strong)
        );
        Candidate::about(Urge::Voice, "S-50", person, text)
    })
}

/// Somebody who could support us beside the only supporter (S-17): the heaviest voice that does not
/// oppose us.
pub(super) fn second_supporter(ground: &Ground<'_>) -> Option<Candidate> {
    let one = ground.outline.frailties.iter().find_map(|it| match it {
        Frailty::OneSupporter { name } => Some(name),
        _ => None,
    })?;
    let open = ground.reachable().filter(|person| {
        matches!(person.attitude, None | Some(Attitude::Neutral)) && person.contact.role.is_some()
    });
    let next = open
        .min_by_key(|person| (-weight(person.contact.role), super::order(person.contact.role)))?;
    let text = format!(
        "Win a second supporter beside {one}, who stands alone: begin with {}.",
        next.spoken()
    );
    Some(Candidate::about(Urge::SecondSupporter, "S-17", next, text))
}
