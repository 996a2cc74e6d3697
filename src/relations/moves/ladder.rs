use super::{Candidate, Urge};
use crate::relations::Person;
use crate::roster::Attitude;

/// The steps of the relation ladder, from the first (S-40).
const STEPS: [&str; 5] = [
    "a visit at the office about a project",
    "regular visits at the office",
    "something private for two, such as a meal",
    "an evening outside with friends or family",
    "a visit at home",
];

/// Beyond this step it becomes private: the rules on gifts and hospitality come first (S-40, S-48).
const LAST_AT_THE_OFFICE: usize = 2;

/// The next step with whoever is not against us: one more than now, never a jump (S-40). Nothing
/// private with people of public bodies (S-48); nothing while the step is unknown.
pub(super) fn step(person: &Person) -> Option<Candidate> {
    let now = usize::from(person.contact.ladder?.step());
    let what = STEPS.get(now)?;
    let next = now + 1;
    let private = next > LAST_AT_THE_OFFICE;
    if person.attitude.is_none_or(|it| it < Attitude::Neutral)
        || private && (person.contact.official || !person.is_friend())
    {
        return None;
    }
    let check = if private {
        " See first that the rules on gifts and hospitality allow it."
    } else {
        " In a crisis a call or a video talk does."
    };
    let text =
        format!("Go one step further with {}: {what} (step {next} of 5).{check}", person.spoken());
    Some(Candidate::about(Urge::Ladder, "S-40", person, text))
}
