use super::clock::WaveClock;
use super::groups::{Blocker, Groups};
use super::person::Person;
use crate::ledger::Standing;
use crate::outreach::playbook::{Action, Anchor};
use crate::outreach::{Ground, Offset, Reason};
use jiff::Timestamp;

/// What the window of a person's action is computed from.
pub(super) struct Times<'t, 'a> {
    pub(super) clock: &'t WaveClock,
    pub(super) ground: &'t Ground<'a>,
    pub(super) person: &'t Person<'a>,
    pub(super) groups: &'t Groups,
}

impl Times<'_, '_> {
    /// What an action has to wait for (stop rule).
    fn blocker(&self, action: &Action) -> Option<&Blocker> {
        self.groups.blockers.iter().find(|blocker| blocker.blocks(action))
    }

    pub(super) fn held(&self, action: &Action) -> Option<String> {
        self.blocker(action).map(|blocker| blocker.action.id.clone())
    }

    /// The moment that an action counts from, or why there is none.
    pub(super) fn anchor(&self, anchor: &Anchor) -> Result<Timestamp, Reason> {
        let brief = self.ground.brief;
        let moment = |moment: &Option<jiff::ZonedDateTime>| {
            moment.as_ref().map(jiff::ZonedDateTime::timestamp)
        };
        match anchor {
            Anchor::Start => Ok(moment(&brief.started_at).unwrap_or(self.ground.now)),
            Anchor::Wave => {
                self.clock.opening(self.person).ok_or_else(|| Reason::new("P-27", "no-wave"))
            }
            Anchor::NextUpdate => {
                moment(&brief.next_update_at).ok_or_else(|| Reason::new("P-34", "no-next-update"))
            }
            Anchor::Resolution => {
                moment(&brief.resolved_at).ok_or_else(|| Reason::new("P-35", "not-over-yet"))
            }
            Anchor::Reply => {
                let since = self.person.standing.and_then(Standing::waiting_since);
                since.ok_or_else(|| Reason::new("P-14", "no-reply"))
            }
            Anchor::Action(_) => Ok(self.ground.now),
        }
    }

    /// From when to when: a working day ends with its hours, and where nobody can be reached before
    /// the end, the first hours in which they can count (P-10).
    pub(super) fn window(
        &self,
        action: &Action,
        base: Timestamp,
        turn: usize,
    ) -> (Timestamp, Timestamp) {
        let almanac = &self.person.almanac;
        let again = turn.checked_sub(2).and_then(|at| action.again.get(at)).copied();
        let shifted = |offset: Offset| {
            let at = almanac.shift(base, offset);
            again.map_or(at, |again| almanac.shift(at, again))
        };
        let mut from = shifted(action.from);
        let by = shifted(action.by);
        let mut latest = match (action.by, again) {
            (Offset::WorkingDays(_), _) | (_, Some(Offset::WorkingDays(_))) => {
                almanac.end_of_working_day(by)
            }
            _ => by,
        };
        if let Some(blocker) = self.blocker(action) {
            from = from.max(blocker.end);
        }
        // Nobody hears before their wave opens, but for notices of harm and for who is asked before
        // it (P-02, P-03, P-29).
        let early = action.exempt || action.after == Anchor::Wave;
        if !early && let Some(start) = self.clock.opening(self.person) {
            from = from.max(start);
        }
        // What the letter promises by a day is planned by that day (P-12).
        if let Some(promised) = self.groups.promised.get(&action.id).copied() {
            latest = latest.min(promised);
        }
        if !action.exempt && action.channel.minutes() > 0 {
            let first = if action.channel.is_talk() {
                almanac.call_spans(from).next().map(|span| span.end)
            } else {
                Some(almanac.end_of_working_day(almanac.letter_at(from)))
            };
            latest = latest.max(first.unwrap_or(latest));
        }
        (from, latest.max(from))
    }
}
