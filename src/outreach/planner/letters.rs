use super::booking::Booking;
use super::clock::WaveClock;
use super::person::Person;
use crate::crisis::Phase;
use crate::diagnostic::{Count, Diagnostic, Report};
use crate::outreach::hours::Almanac;
use crate::outreach::{Ground, Wave};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, HashMap};

/// One reader as the times of letters see them, in the order of serving.
pub(super) struct Reader<'r> {
    /// The wave; none for who gets no letter.
    pub(super) letter: Option<Wave>,
    pub(super) is_strategic: bool,
    /// Approver or decider of a strategic partner: called first.
    pub(super) is_head: bool,
    pub(super) account: &'r str,
    pub(super) almanac: &'r Almanac,
    /// When the first call begins, if one is planned.
    pub(super) call: Option<Timestamp>,
    /// When the letter went, if it has.
    pub(super) gone: Option<Timestamp>,
}

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
    let reader = |at: usize| {
        let person = &people[at];
        Reader {
            letter: person.wave.filter(|_| person.has_letter()),
            is_strategic: person.is_strategic(),
            is_head: person.is_strategic_head(),
            account: person.profile.account.id.as_str(),
            almanac: &person.almanac,
            call: calls.get(&at).copied(),
            gone: person.gone,
        }
    };
    let mut letters: Vec<Option<Timestamp>> = vec![None; people.len()];
    let late = set(&reader, &mut letters, clock, ground, report);
    let late: Vec<&str> = late.into_iter().map(|at| people[at].id()).collect();
    report.extend(clock.press_finding(&late));
    let still_here = people.iter().zip(&letters).filter(|(person, _)| person.gone.is_none());
    report.extend(too_late(still_here.map(|(person, at)| (person.wave, *at)), clock));
    letters
}

/// Where the time of each letter is kept: a million of them need a tight place.
pub(super) trait Times {
    fn count(&self) -> usize;
    fn get(&self, at: usize) -> Option<Timestamp>;
    fn put(&mut self, at: usize, time: Timestamp);
}

impl Times for Vec<Option<Timestamp>> {
    fn count(&self) -> usize {
        self.len()
    }

    fn get(&self, at: usize) -> Option<Timestamp> {
        self[at]
    }

    fn put(&mut self, at: usize, time: Timestamp) {
        self[at] = Some(time);
    }
}

/// Sets the time of each letter, and gives the strategic readers who would hear after the press.
pub(super) fn set<'r>(
    reader: &dyn Fn(usize) -> Reader<'r>,
    letters: &mut impl Times,
    clock: &mut WaveClock,
    ground: &Ground<'_>,
    report: &mut Report,
) -> Vec<usize> {
    let holding = ground.brief.phase == Phase::Holding;
    let mut places: HashMap<Wave, u32> = HashMap::new();
    for at in 0..letters.count() {
        let reader = reader(at);
        let Some(wave) = reader.letter else { continue };
        if let Some(gone) = reader.gone {
            letters.put(at, gone);
            continue;
        }
        let Some(start) = clock.start(wave) else { continue };
        let place = places.entry(wave).or_default();
        let mut time = start.max(ground.now) + pace(*place, ground);
        *place += 1;
        if !holding {
            time = reader.almanac.letter_at(time);
            if reader.is_head {
                time = after_call(time, &reader, clock, ground);
            }
        }
        letters.put(at, time);
    }
    if !holding {
        keep_accounts_together(reader, letters, ground, report);
    }
    let strategic = |at: &usize| reader(*at).is_strategic;
    let served = (0..letters.count()).filter(strategic).filter_map(|at| letters.get(at)).max();
    if let Some(served) = served {
        clock.public_after(served, clock.deadline.is_some());
    }
    let Some(deadline) = clock.deadline else { return Vec::new() };
    let late = |at: &usize| letters.get(*at).is_some_and(|at| at > deadline);
    let still_here = |at: &usize| reader(*at).gone.is_none();
    (0..letters.count()).filter(late).filter(strategic).filter(still_here).collect()
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
    reader: &Reader<'_>,
    clock: &WaveClock,
    ground: &Ground<'_>,
) -> Timestamp {
    let Some(call) = reader.call else { return letter };
    // A call that cannot be made for days does not keep the letter back for days.
    let one_day = reader.almanac.end_of_working_day(letter);
    let after = reader.almanac.letter_at(call + ground.policy.call_to_letter);
    let waits = letter.max(if after <= one_day { after } else { letter });
    match clock.deadline {
        Some(deadline) if waits > deadline => letter.max(deadline.min(waits)),
        _ => waits,
    }
}

/// Colleagues compare letters: what goes to one account leaves within one window (P-31).
fn keep_accounts_together<'r>(
    reader: &dyn Fn(usize) -> Reader<'r>,
    letters: &mut impl Times,
    ground: &Ground<'_>,
    report: &mut Report,
) {
    let window = ground.policy.one_account_within;
    let mut last: BTreeMap<&str, Timestamp> = BTreeMap::new();
    for at in 0..letters.count() {
        if let Some(letter) = letters.get(at) {
            let last = last.entry(reader(at).account).or_insert(letter);
            *last = letter.max(*last);
        }
    }
    let mut apart: Vec<&str> = Vec::new();
    for at in 0..letters.count() {
        let Reader { account, almanac, gone, .. } = reader(at);
        if gone.is_some() {
            continue;
        }
        let (Some(time), Some(last)) = (letters.get(at), last.get(account)) else { continue };
        let earliest = *last - window;
        if time < earliest {
            let moved = almanac.letter_at(earliest);
            // Where hours do not meet, the letter keeps its own time.
            if moved <= *last {
                letters.put(at, moved);
            } else {
                apart.push(account);
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
pub(super) fn too_late(
    letters: impl Iterator<Item = (Option<Wave>, Option<Timestamp>)>,
    clock: &WaveClock,
) -> Vec<Diagnostic> {
    let mut late: BTreeMap<Wave, usize> = BTreeMap::new();
    for (wave, letter) in letters {
        let Some((wave, letter)) = wave.zip(letter) else { continue };
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
