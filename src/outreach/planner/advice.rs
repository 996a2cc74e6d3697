use super::person::Person;
use crate::outreach::{Placing, Reason};
use crate::roster::Ladder;
use jiff::Span;
use jiff::civil::Date;

/// How far ahead a greeting that pauses is shown.
const DAYS_AHEAD: i32 = 30;

/// What the method advises beside the check-ins: the next step of the relation for those who have
/// been reached (S-40), and the greetings that pause while the crisis is open (S-55, P-20).
pub(super) fn of(placing: &Placing<'_>, people: &[Person<'_>]) -> Vec<(usize, Reason)> {
    let mut advice = Vec::new();
    for (at, person) in people.iter().enumerate() {
        if let Some(step) = next_step(person) {
            advice.push((at, step));
        }
        if let Some(birthday) = birthday(placing, person) {
            let why = Reason::new("S-55", "greeting-pauses").with("day", &birthday);
            advice.push((at, why));
        }
    }
    advice
}

/// One step up and never a jump (S-40); while the crisis is open, by a way that needs no table.
fn next_step(person: &Person<'_>) -> Option<Reason> {
    const KEYS: [&str; 5] = ["ladder-1", "ladder-2", "ladder-3", "ladder-4", "ladder-5"];
    person.standing?.last_talk().filter(|_| person.may_be_called())?;
    let now = person.contact().ladder.map_or(0, Ladder::step);
    let key = KEYS.get(usize::from(now))?;
    Some(Reason::new("S-40", key).with("step", &now).with("next", &(now + 1)))
}

/// The person's birthday within the next weeks, when greetings pause.
fn birthday(placing: &Placing<'_>, person: &Person<'_>) -> Option<Date> {
    if placing.ground().brief.resolved_at.is_some() || !person.may_be_called() {
        return None;
    }
    let birthday = person.contact().birthday?;
    let today = placing.today();
    let end = today.checked_add(Span::new().days(DAYS_AHEAD)).ok()?;
    [today.year(), today.year() + 1]
        .into_iter()
        .filter_map(|year| birthday.in_year(year))
        .find(|day| (today..=end).contains(day))
}
