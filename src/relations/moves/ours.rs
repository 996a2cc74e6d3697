use super::{Candidate, Ground, Urge};
use crate::diagnostic::Count;
use crate::relations::{Frailty, Person};
use crate::roster::Attitude;

/// What is missing on our own side, and where nobody of theirs can be reached.
pub(super) fn candidates(ground: &Ground<'_>) -> Vec<Candidate> {
    let mut found: Vec<Candidate> =
        ground.outline.frailties.iter().filter_map(|it| of_frailty(ground, it)).collect();
    found.extend(gaps(ground));
    found
}

fn of_frailty(ground: &Ground<'_>, frailty: &Frailty) -> Option<Candidate> {
    let account = &ground.outline.account.id;
    let found = match frailty {
        Frailty::OwnerLeft { owner } => Candidate::plain(
            Urge::OwnerLeft,
            "S-17",
            format!(
                "Hand the people of {owner}, who has left us, to somebody else, who calls them first: \
                 `owner` in the contacts."
            ),
        ),
        Frailty::NoOwner { contacts } => Candidate::plain(
            Urge::NoOwner,
            "S-52",
            format!("Give an owner to {}: `owner` in the contacts.", Count(*contacts, "contact")),
        ),
        Frailty::NoSponsor => Candidate::plain(
            Urge::NoSponsor,
            "S-15",
            format!("Name an executive who stands for the account: `sponsor` of `{account}`."),
        ),
        Frailty::SponsorLeft { sponsor } => Candidate::plain(
            Urge::NoSponsor,
            "S-15",
            format!(
                "Name an executive in place of {sponsor}, who has left us: `sponsor` of `{account}`."
            ),
        ),
        Frailty::OneOwner { owner } => Candidate::plain(
            Urge::NoBackup,
            "S-17",
            format!(
                "Name somebody who stands in for {owner}, and introduce them: `backup` in the contacts."
            ),
        ),
        _ => return None,
    };
    Some(found)
}

/// Whoever trusts us introduces us where nobody knows us (S-32).
fn gaps(ground: &Ground<'_>) -> Vec<Candidate> {
    let missing = ground.outline.coverage.missing();
    let gaps = [
        ("decider", Urge::NoDecider, "S-43", "decides"),
        ("technical", Urge::NoTechnical, "S-45", "evaluates"),
    ];
    let gaps = gaps.into_iter().filter(|(place, ..)| missing.contains(place));
    let friend = friend(ground);
    gaps.map(|(_, urge, rule, does)| match friend {
        Some(friend) => {
            let text = format!(
                "Ask {} to introduce us to somebody who {does} there.",
                friend.spoken_within()
            );
            Candidate::about(urge, rule, friend, text)
        }
        None => {
            let name = ground.outline.account.name_in(crate::locale::Language::En);
            let text = format!("Find out who {does} at {name}, and put them into the roster.");
            Candidate::plain(urge, rule, text)
        }
    })
    .collect()
}

/// The warmest supporter we can reach; a coach, who is asked first anyway, only when there is no other.
fn friend<'g>(ground: &'g Ground<'_>) -> Option<&'g Person> {
    let friends = ground.reachable().filter(|person| person.is_friend());
    let warmth =
        |person: &Person| (person.attitude != Some(Attitude::Coach)).then_some(person.attitude);
    friends.reduce(|best, next| if warmth(next) > warmth(best) { next } else { best })
}
