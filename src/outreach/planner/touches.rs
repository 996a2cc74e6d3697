use crate::ledger::{Outcome, Standing};
use crate::outreach::Channel;
use crate::outreach::hours::Almanac;
use crate::outreach::policy::CoolDown;
use jiff::{SignedDuration, Timestamp};

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// When one person has heard from us and will hear, over all owners (P-06, P-09).
#[derive(Debug, Default, Clone)]
pub(super) struct Touches {
    list: Vec<Touch>,
}

#[derive(Debug, Clone)]
struct Touch {
    at: Timestamp,
    channel: Option<Channel>,
    /// A place in the team; none for what the ledger knows of somebody else.
    owner: Option<usize>,
    planned: bool,
}

impl Touches {
    /// What the ledger knows: talks since the person last came back to us, for a reply resets the
    /// cool-down; a call that nobody answered did not touch anyone.
    pub(super) fn logged(standing: Option<&Standing>) -> Self {
        let touches = standing.map(|standing| standing.touches.as_slice()).unwrap_or_default();
        let since = touches.iter().rposition(|touch| touch.outcome == Outcome::Replied);
        let list = touches[since.map_or(0, |at| at + 1)..]
            .iter()
            .filter(|touch| {
                use Outcome::{Declined, Done, LeftMessage, Reached};
                matches!(touch.outcome, Reached | Done | LeftMessage | Declined)
            })
            .map(|touch| Touch {
                at: touch.at,
                channel: touch.channel.as_deref().and_then(channel),
                owner: None,
                planned: false,
            })
            .collect();
        Self { list }
    }

    /// Adds one; what needed no cool-down itself still makes the next wait.
    pub(super) fn add(&mut self, at: Timestamp, channel: Channel, owner: usize) {
        self.list.push(Touch { at, channel: Some(channel), owner: Some(owner), planned: true });
        self.list.sort_by_key(|touch| touch.at);
    }

    /// Who looks after the person on a day, when somebody does already (P-06).
    pub(super) fn owner_on(&self, almanac: &Almanac, at: Timestamp) -> Option<usize> {
        let day = almanac.date(at);
        let on_day = |touch: &&Touch| touch.planned && almanac.date(touch.at) == day;
        self.list.iter().find(on_day).and_then(|touch| touch.owner)
    }

    /// The first moment from `at` on at which one more touch keeps every rule.
    pub(super) fn allowed(
        &self,
        mut at: Timestamp,
        channel: Channel,
        owner: usize,
        almanac: &Almanac,
        rules: &CoolDown,
    ) -> Timestamp {
        // Each step moves past one touch, or past a week of them.
        for _ in 0..4 * self.list.len() + 4 {
            let Some(later) = self.clash(at, channel, owner, almanac, rules) else { break };
            at = later;
        }
        at
    }

    /// The moment to which a clash moves a touch; none when nothing clashes.
    fn clash(
        &self,
        at: Timestamp,
        channel: Channel,
        owner: usize,
        almanac: &Almanac,
        rules: &CoolDown,
    ) -> Option<Timestamp> {
        for touch in &self.list {
            let same = touch.channel == Some(channel);
            let apart = if same { rules.same_channel } else { rules.any_channel };
            if at.duration_since(touch.at).abs() < apart {
                return Some(touch.at + apart);
            }
        }
        if self.owner_on(almanac, at).is_some_and(|other| other != owner) {
            return Some(almanac.next_day(at));
        }
        self.week_clash(at, rules.per_week)
    }

    /// No seven days hold more than `most` touches.
    fn week_clash(&self, at: Timestamp, most: usize) -> Option<Timestamp> {
        let mut times: Vec<Timestamp> = self.list.iter().map(|touch| touch.at).collect();
        let place = times.partition_point(|other| *other <= at);
        times.insert(place, at);
        let full = times
            .windows(most + 1)
            .find(|window| window.contains(&at) && window[most].duration_since(window[0]) < WEEK)?;
        // Past the first of the week; when that is the new one itself, past the next.
        let first = if full[0] == at { full.get(1).copied().unwrap_or(at) } else { full[0] };
        Some((first + WEEK).max(at + DAY))
    }
}

fn channel(word: &str) -> Option<Channel> {
    Channel::WORDS.iter().find(|(tag, _)| *tag == word).map(|(_, channel)| *channel)
}
