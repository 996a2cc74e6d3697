//! What is to be over when the letter goes: advice on it, which a friend in the house gives (P-29).

use super::person::Person;
use crate::outreach::playbook::{Action, Anchor};
use crate::outreach::{CheckIn, Dropped, Offset, Reason, Subject};
use jiff::Timestamp;

/// Whether an action ends before its wave opens.
fn precedes_the_letter(action: &Action) -> bool {
    let by = matches!(action.by, Offset::Minutes(..=0) | Offset::WorkingDays(..0));
    action.after == Anchor::Wave && by
}

/// Why an action no longer helps a person whose letter has gone.
pub(super) fn moot(action: &Action, person: &Person<'_>) -> Option<Reason> {
    let moot = person.gone.is_some() && precedes_the_letter(action);
    moot.then(|| Reason::new("P-29", "letter-gone"))
}

/// Takes out what could only be done when the letter has gone. `letters` are by person.
pub(super) fn take_late(
    check_ins: &mut Vec<CheckIn>,
    letters: &[Option<Timestamp>],
) -> Vec<Dropped> {
    let is_late = |check: &CheckIn| {
        let Subject::Contact(person) = check.subject else { return false };
        let letter = letters.get(person).copied().flatten();
        precedes_the_letter(&check.action) && letter.is_some_and(|letter| check.start >= letter)
    };
    let late = check_ins.extract_if(.., |check| is_late(check));
    late.map(|CheckIn { action, subject, .. }| Dropped {
        action,
        subject,
        why: Reason::new("P-29", "no-time-before-letter"),
    })
    .collect()
}
