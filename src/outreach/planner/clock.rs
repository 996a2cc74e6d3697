use super::begun::Begun;
use super::groups::Blocker;
use super::letters::named;
use super::person::Person;
use crate::diagnostic::{Count, Diagnostic};
use crate::outreach::playbook::{Anchor, Playbook};
use crate::outreach::policy::WaveRule;
use crate::outreach::{CheckIn, Ground, Offset, Reason, Wave, WavePlan};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// The wave of the public and the press (domain 3.1).
pub(super) const PUBLIC: u8 = 6;
/// The wave of our own people.
const INSIDE: u8 = 1;
/// How long our own people have before the first partner hears (P-02).
const HEAD_START: SignedDuration = SignedDuration::from_mins(15);

/// How long the public waits for the last strategic partner at most.
const MOST_PUBLIC_WAIT: SignedDuration = SignedDuration::from_hours(12);

/// When each wave begins.
#[derive(Debug)]
pub(super) struct WaveClock {
    waves: Vec<WavePlan>,
    /// Those that have begun. What is left of them keeps to the same limits as ever.
    begun: Begun,
    /// The moment by which strategic partners have heard, because the press hears soon after.
    pub(super) deadline: Option<Timestamp>,
}

impl WaveClock {
    /// Counts from the start of the crisis; what has not begun by now begins now, in the same order
    /// and with the same distances. Once letters have gone, the distances count from them.
    pub(super) fn set(ground: &Ground<'_>, begun: Begun) -> Self {
        let now = ground.now;
        let started = ground.brief.started_at.as_ref().map_or(now, jiff::ZonedDateTime::timestamp);
        let press = ground.brief.press_at.as_ref().map(jiff::ZonedDateTime::timestamp);
        let deadline = press.map(|press| press - ground.policy.before_press);
        let nominal = |rule: &WaveRule| started + clock_time(rule.start);
        let first = ground.policy.waves.iter().map(|rule| nominal(rule)).min().unwrap_or(now);
        let last = begun.last;
        let lag = last.and_then(|(wave, at)| {
            let rule = ground.policy.waves.iter().find(|rule| rule.wave == wave)?;
            Some(at.duration_since(nominal(rule)))
        });
        let lag = lag.unwrap_or_else(|| now.duration_since(first)).max(SignedDuration::ZERO);
        let mut waves: Vec<WavePlan> = Vec::new();
        for rule in &ground.policy.waves {
            let mut start = nominal(rule) + lag;
            // What comes before the first partner is over; whoever still waits hears from now on.
            let is_over = rule.audience.is_none() && last.is_some_and(|(last, _)| rule.wave < last);
            if !is_over {
                start = start.max(now);
            }
            let key = if start > nominal(rule) { "wave-late" } else { "wave-nominal" };
            let mut why = vec![Reason::new("P-01", key).with("start", &rule.start)];
            let number = rule.wave.number();
            if number == PUBLIC
                && let Some(press) = press
            {
                start = press.max(now);
                why = vec![Reason::new("P-03", "wave-press")];
            }
            if rule.audience.is_some() {
                if let Some(deadline) = deadline
                    && start > deadline
                    && number < PUBLIC
                {
                    start = deadline.max(now);
                    why.push(Reason::new("P-03", "wave-before-press"));
                }
                let inside = waves.iter().find(|wave| wave.rule.wave.number() == INSIDE);
                if let Some(inside) = inside
                    && start < inside.start + HEAD_START
                {
                    start = inside.start + HEAD_START;
                    why.push(Reason::new("P-02", "wave-inside-first"));
                }
            }
            if let Some(before) = &rule.not_before
                && start < before.timestamp()
            {
                start = before.timestamp();
                why.push(Reason::new("P-15", "wave-not-before"));
            }
            let earlier = waves.iter().filter(|wave| wave.rule.audience.is_some());
            if rule.audience.is_some()
                && let Some(previous) = earlier.map(|wave| wave.start).max()
                && start < previous
            {
                start = previous;
                why.push(Reason::new("P-15", "wave-in-order"));
            }
            waves.push(WavePlan {
                rule: Arc::clone(rule),
                start,
                end: start,
                held: None,
                letters: 0,
                gone: 0,
                check_ins: 0,
                why,
            });
        }
        Self { waves, begun, deadline }
    }

    /// The press must not be first (P-03, T-05): `late` are the strategic partners whose letters
    /// cannot go before the press hears.
    pub(super) fn press_finding(&self, late: &[&str]) -> Option<Diagnostic> {
        self.deadline?;
        (!late.is_empty()).then(|| {
            Diagnostic::error(format!(
                "the press would hear before {} of strategic partners",
                Count(late.len(), "contact")
            ))
            .rule("P-03")
            .why(format!(
                "Their hours, or the order of the waves, come later than `press_at` allows: {}. Partners who read it in the news take every later word for an excuse.",
                named(late)
            ))
            .hint("move `press_at` in the brief, or begin the first wave of partners earlier in `[[outreach.waves]]`")
        })
    }

    /// When a wave opens for a person: for who waits for the letter from now on, for all others when the first letter
    /// of it went.
    pub(super) fn opening(&self, person: &Person<'_>) -> Option<Timestamp> {
        let wave = person.wave?;
        let waits = person.gets_letter() && person.gone.is_none();
        self.begun.at(wave).filter(|_| !waits).or_else(|| self.start(wave))
    }

    /// When a wave begins, or goes on.
    pub(super) fn start(&self, wave: Wave) -> Option<Timestamp> {
        self.waves.iter().find(|planned| planned.rule.wave == wave).map(|planned| planned.start)
    }

    /// The moment after which nothing of a wave may go.
    pub(super) fn not_after(&self, wave: Wave) -> Option<Timestamp> {
        let planned = self.waves.iter().find(|planned| planned.rule.wave == wave)?;
        planned.rule.not_after.as_ref().map(jiff::ZonedDateTime::timestamp)
    }

    /// Waves that people outside would notice wait for what holds them back.
    pub(super) fn hold(&mut self, blockers: &[Blocker]) {
        let Some(Blocker { action, end }) = blockers.iter().find(|b| b.is_external()) else {
            return;
        };
        for wave in &mut self.waves {
            if wave.rule.wave.number() > INSIDE {
                wave.held = Some(action.id.clone());
                wave.start = wave.start.max(*end);
                wave.why.push(Reason::new(action.id.clone(), "held").with("action", &action.id));
            }
        }
    }

    /// Partners hear when our own people have been briefed (P-02), and no earlier wave of partners
    /// is overtaken.
    pub(super) fn after_briefing(&mut self, briefed: Option<Timestamp>) {
        let Some(briefed) = briefed else { return };
        self.partners_not_before(briefed, &Reason::new("P-02", "wave-inside-first"));
    }

    /// A playbook may want the leader's letter later than the waves would send it.
    pub(super) fn letters_from(&mut self, playbook: &Playbook, ground: &Ground<'_>) {
        let started = ground.brief.started_at.as_ref().map(jiff::ZonedDateTime::timestamp);
        let mut letters = playbook.actions.iter().filter(|action| {
            action.slot.as_deref() == Some("letter") && action.after == Anchor::Start
        });
        if let (Some(started), Some(letter)) = (started, letters.next()) {
            let why = Reason::new(letter.id.clone(), "playbook");
            self.partners_not_before(started + clock_time(letter.from), &why);
        }
    }

    fn partners_not_before(&mut self, first: Timestamp, why: &Reason) {
        let partners = self.waves.iter_mut().filter(|wave| wave.rule.audience.is_some());
        for wave in partners.filter(|wave| wave.start < first) {
            wave.start = first;
            wave.why.push(why.clone());
        }
    }

    /// The public waits until strategic partners are served (P-03), unless the press clock forces it.
    ///
    /// One reader on holiday does not keep the public waiting for days: half a day is the limit.
    pub(super) fn public_after(&mut self, served: Timestamp, forced: bool) {
        let partners = self.waves.iter().find(|wave| wave.rule.audience.is_some());
        let began = |wave: &WavePlan| self.begun.at(wave.rule.wave).unwrap_or(wave.start);
        let limit = partners.map_or(served, |wave| began(wave) + MOST_PUBLIC_WAIT);
        let served = served.min(limit);
        let public = self.waves.iter_mut().find(|wave| wave.rule.wave.number() == PUBLIC);
        if let Some(public) = public
            && !forced
            && public.start < served
        {
            public.start = served;
            public.why.push(Reason::new("P-03", "wave-public-last"));
        }
    }

    /// The waves, with nothing planned in them yet.
    pub(super) fn into_waves(self) -> Vec<WavePlan> {
        self.waves
    }

    /// The waves with what is planned in each.
    pub(super) fn waves(
        mut self,
        people: &[Person<'_>],
        letters: &[Option<Timestamp>],
        check_ins: &[CheckIn],
    ) -> Vec<WavePlan> {
        for planned in &mut self.waves {
            let wave = planned.rule.wave;
            let own = people.iter().zip(letters).filter(|(person, _)| person.wave == Some(wave));
            let own: Vec<(&Person<'_>, Timestamp)> =
                own.filter_map(|(person, at)| Some((person, (*at)?))).collect();
            planned.letters = own.len();
            planned.gone = own.iter().filter(|(person, _)| person.gone.is_some()).count();
            if let Some(first) = self.begun.at(wave) {
                planned.start = first;
                planned.why.insert(0, Reason::new("P-15", "wave-begun"));
            }
            // Nothing of it can be held back or moved any more.
            if planned.gone > 0 && planned.gone == planned.letters {
                planned.held = None;
                planned.why.truncate(1);
            }
            let end = own.into_iter().map(|(_, at)| at).max();
            planned.end = end.unwrap_or(planned.start).max(planned.start);
            let number = wave.number();
            planned.check_ins = check_ins.iter().filter(|check| check.wave == number).count();
        }
        self.waves
    }
}

/// A wave's distance from the start, on the clock; a working day counts as 24 hours here, since the
/// crisis itself keeps no working hours.
fn clock_time(offset: Offset) -> SignedDuration {
    match offset {
        Offset::Minutes(minutes) => SignedDuration::from_mins(minutes.into()),
        Offset::WorkingDays(days) => SignedDuration::from_hours(24 * i64::from(days)),
    }
}
