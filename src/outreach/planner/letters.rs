use super::booking::Booking;
use super::clock::WaveClock;
use super::person::Person;
use crate::crisis::Phase;
use crate::diagnostic::{Count, Diagnostic, Report};
use crate::outreach::{Ground, Wave};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, HashMap};

/// When each letter goes; none for people who get none. In the order of people.
///
/// A letter leaves at the pace of the mail server (P-17), arrives in the reader's hours (P-10), follows
/// the call to an approver or decider of a strategic partner, and keeps to the window of its
/// account (P-31). Holding notes do not wait for hours.
pub(super) fn times(
    people: &[Person<'_>],
    clock: &mut WaveClock,
    booking: &Booking<'_>,
    ground: &Ground<'_>,
    report: &mut Report,
) -> Vec<Option<Timestamp>> {
    let calls = booking.first_calls();
    let holding = ground.brief.phase == Phase::Holding;
    let mut places: HashMap<Wave, u32> = HashMap::new();
    let mut letters: Vec<Option<Timestamp>> = Vec::with_capacity(people.len());
    for (at, person) in people.iter().enumerate() {
        let start = person.wave.filter(|_| person.gets_letter()).and_then(|wave| clock.start(wave));
        let (Some(start), Some(wave)) = (start, person.wave) else {
            letters.push(None);
            continue;
        };
        let place = places.entry(wave).or_default();
        let mut time = start.max(ground.now) + pace(*place, ground);
        *place += 1;
        if !holding {
            time = person.almanac.letter_at(time);
            if person.is_strategic_head() {
                time = after_call(time, calls.get(&at).copied(), clock, person, ground);
            }
        }
        letters.push(Some(time));
    }
    if !holding {
        keep_accounts_together(people, &mut letters, ground, report);
    }
    let strategic = people.iter().zip(&letters).filter(|(person, _)| person.is_strategic());
    if let Some(served) = strategic.filter_map(|(_, at)| *at).max() {
        clock.public_after(served, clock.deadline.is_some());
    }
    if let Some(deadline) = clock.deadline {
        let late = people
            .iter()
            .zip(&letters)
            .filter(|(person, at)| person.is_strategic() && at.is_some_and(|at| at > deadline));
        let late: Vec<&str> = late.map(|(person, _)| person.id()).collect();
        report.extend(clock.press_finding(&late));
    }
    report.extend(too_late(people, &letters, clock));
    letters
}

/// How long after its wave's start a letter leaves, by its place in the wave.
fn pace(place: u32, ground: &Ground<'_>) -> SignedDuration {
    let capacity = &ground.policy.capacity;
    let days = place / capacity.letters_per_day;
    let minutes = place % capacity.letters_per_day / capacity.letters_per_minute;
    SignedDuration::from_hours(24 * i64::from(days)) + SignedDuration::from_mins(minutes.into())
}

/// A letter to somebody who is called first: half an hour after the call begins, whatever came of it,
/// but in time before the press.
fn after_call(
    letter: Timestamp,
    call: Option<Timestamp>,
    clock: &WaveClock,
    person: &Person<'_>,
    ground: &Ground<'_>,
) -> Timestamp {
    let Some(call) = call else { return letter };
    // A call that cannot be made for days does not keep the letter back for days.
    let one_day = person.almanac.end_of_working_day(letter);
    let after = person.almanac.letter_at(call + ground.policy.call_to_letter);
    let waits = letter.max(if after <= one_day { after } else { letter });
    match clock.deadline {
        Some(deadline) if waits > deadline => letter.max(deadline.min(waits)),
        _ => waits,
    }
}

/// Colleagues compare letters: what goes to one account leaves within one window (P-31).
fn keep_accounts_together(
    people: &[Person<'_>],
    letters: &mut [Option<Timestamp>],
    ground: &Ground<'_>,
    report: &mut Report,
) {
    let window = ground.policy.one_account_within;
    let mut last: BTreeMap<&str, Timestamp> = BTreeMap::new();
    for (person, letter) in people.iter().zip(letters.iter()) {
        if let Some(letter) = letter {
            let account = person.profile.account.id.as_str();
            let last = last.entry(account).or_insert(*letter);
            *last = (*letter).max(*last);
        }
    }
    let mut apart: Vec<&str> = Vec::new();
    for (person, letter) in people.iter().zip(letters.iter_mut()) {
        let (Some(at), Some(last)) = (*letter, last.get(person.profile.account.id.as_str())) else {
            continue;
        };
        let earliest = *last - window;
        if at < earliest {
            let moved = person.almanac.letter_at(earliest);
            // Where hours do not meet, the letter keeps its own time.
            *letter = Some(if moved <= *last { moved } else { at });
            if moved > *last {
                apart.push(person.profile.account.id.as_str());
            }
        }
    }
    apart.sort_unstable();
    apart.dedup();
    if let Some(first) = apart.first() {
        report.push(
            Diagnostic::info(format!(
                "letters to {} leave further apart than planned",
                Count(apart.len(), "account")
            ))
            .rule("P-31")
            .why(format!("Their people work at different hours: {}.", named(&apart)))
            .hint(format!(
                "tell whoever looks after `{first}`: colleagues there read the letter at different times"
            )),
        );
    }
}

/// Letters beyond the end of their wave.
fn too_late(
    people: &[Person<'_>],
    letters: &[Option<Timestamp>],
    clock: &WaveClock,
) -> Vec<Diagnostic> {
    let mut late: BTreeMap<Wave, usize> = BTreeMap::new();
    for (person, letter) in people.iter().zip(letters) {
        let Some((wave, letter)) = person.wave.zip(*letter) else { continue };
        if clock.not_after(wave).is_some_and(|end| letter > end) {
            *late.entry(wave).or_default() += 1;
        }
    }
    late.into_iter()
        .map(|(wave, count)| {
            Diagnostic::warning(format!(
                "{} of {wave} cannot go before `not_after`",
                Count(count, "letter")
            ))
            .rule("P-10")
            .why("Hours, holidays or the pace of the mail server push them beyond the end of the wave.")
            .hint("set `not_after` of the wave later, or start it earlier, in `[[outreach.waves]]`")
        })
        .collect()
}

/// At most three of them by name.
pub(super) fn named(ids: &[&str]) -> String {
    match ids {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, three, rest @ ..] => format!("{one}, {two}, {three} and {} more", rest.len()),
    }
}
