//! The waves of the plan, and what has gone of them.

use crate::chart::{TimedPlace, TimedWave, Timeline};
use crate::cli::Failure;
use crate::cli::command::Request;
use crate::cli::command::plan::contacts;
use crate::cli::desk::Desk;
use crate::cli::gone::Gone;
use crate::cli::planning::Planning;
use crate::diagnostic::{Diagnostic, Report};
use crate::ledger::{DeliveryState, Ledger};
use crate::locale::Language;
use crate::outreach::Planned;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The first and the last letter of a wave that was accepted, and how many.
type Sent = (Timestamp, Timestamp, usize);

/// Makes the plan again and puts what went beside it.
pub(super) fn of(request: &Request<'_>) -> Result<Timeline, Failure> {
    let (desk, mut report) = Desk::lay(request)?;
    let contacts = contacts(&desk, &mut report);
    report.extend(desk.missing_facts());
    if report.has_errors() {
        return Err(not_yet(report).into());
    }
    let gone = Gone::read(&desk)?;
    let planning = match Planning::make(&desk, contacts, &gone) {
        Ok(planning) => planning,
        Err(found) => {
            report.append(found);
            return Err(not_yet(report).into());
        }
    };
    let Some(brief) = &desk.brief else { return Err(not_yet(report).into()) };
    let (sent, drill) = sent(&desk, &planning.plan.contacts, &gone);
    let waves = planning.plan.waves.iter().map(|wave| TimedWave {
        label: format!("W{}", wave.rule.wave.number()),
        name: wave.rule.name_in(Language::En).to_owned(),
        gate: wave.rule.gate_in(Language::En).to_owned(),
        start: wave.start,
        end: wave.end,
        letters: wave.letters,
        check_ins: wave.check_ins,
        sent: sent.get(&wave.rule.wave.number()).copied(),
    });
    Ok(Timeline {
        zone: brief.zone.clone(),
        now: desk.now,
        drill,
        waves: waves.collect(),
        places: places(&planning.plan.contacts, &brief.zone),
        press: brief.press_at.as_ref().map(jiff::ZonedDateTime::timestamp),
        next_update: brief.next_update_at.as_ref().map(jiff::ZonedDateTime::timestamp),
    })
}

/// What went, by wave: by the ledger, and while that has nothing by the ledger of the last drill. Without either nothing
/// went.
fn sent(desk: &Desk<'_>, contacts: &[Planned], gone: &Gone) -> (BTreeMap<u8, Sent>, bool) {
    let live = by_wave(contacts, |contact| gone.letters.get(contact).copied());
    if live.is_empty() { (of_drill(desk, contacts), true) } else { (live, false) }
}

fn of_drill(desk: &Desk<'_>, contacts: &[Planned]) -> BTreeMap<u8, Sent> {
    let path = desk.workspace.drill_ledger_path();
    let ledger = Ledger::open(desk.world, &path, &desk.workspace.shown(&path));
    let Ok(deliveries) = ledger.and_then(|ledger| ledger.deliveries()) else {
        return BTreeMap::new();
    };
    let Some(revision) = deliveries.revisions().next_back() else { return BTreeMap::new() };
    by_wave(contacts, |contact| {
        let delivery = deliveries.get(revision, contact)?;
        (delivery.state == DeliveryState::Accepted).then_some(delivery.at)
    })
}

fn by_wave(contacts: &[Planned], went: impl Fn(&str) -> Option<Timestamp>) -> BTreeMap<u8, Sent> {
    let mut waves: BTreeMap<u8, Sent> = BTreeMap::new();
    for planned in contacts {
        let Some((wave, at)) = planned.wave.zip(went(planned.contact.id.as_str())) else {
            continue;
        };
        let wave = waves.entry(wave.number()).or_insert((at, at, 0));
        *wave = (wave.0.min(at), wave.1.max(at), wave.2 + 1);
    }
    waves
}

/// Where the readers are, those with most letters first; who names no zone lives in that of the crisis.
fn places(contacts: &[Planned], home: &TimeZone) -> Vec<TimedPlace> {
    let mut places: BTreeMap<String, TimedPlace> = BTreeMap::new();
    for planned in contacts {
        let Some(at) = planned.letter_at else { continue };
        let named = planned.contact.time_zone.as_deref();
        let zone = named.and_then(|name| TimeZone::get(name).ok()).unwrap_or_else(|| home.clone());
        let name = zone.iana_name().unwrap_or("headquarters").to_owned();
        let new = || TimedPlace { name: name.clone(), zone, letters: Vec::new() };
        places.entry(name.clone()).or_insert_with(new).letters.push(at);
    }
    let mut places: Vec<TimedPlace> = places.into_values().collect();
    for place in &mut places {
        place.letters.sort();
    }
    places.sort_by_key(|place| std::cmp::Reverse(place.letters.len()));
    places
}

fn not_yet(mut report: Report) -> Report {
    if !report.has_errors() {
        report.push(
            Diagnostic::error("the waves cannot be drawn yet")
                .why("They come from the plan, and there is none.")
                .hint("see what is missing with `hearten plan`"),
        );
    }
    report
}
