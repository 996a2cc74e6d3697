use super::SharedAction;
use super::booking::Gifts;
use super::clock::WaveClock;
use super::groups::Groups;
use super::person::Person;
use super::silence::{self, Next};
use super::times::Times;
use crate::ledger::Standing;
use crate::outreach::playbook::{Action, Anchor, Blocks, Playbook, Target};
use crate::outreach::{Channel, Ground, Reason, Tag};
use crate::roster::Attitude;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The slot of the talk in which an objection is heard.
const OBJECTION: &str = "objection";
/// Whom `hearten log` names for a piece of writing that went to many.
pub(super) const READERS: &str = "readers";
/// Slots of the base set that the waves themselves fulfil: the leader's letter.
const LETTER_SLOTS: [&str; 2] = ["letter", "letter-general"];

/// One action wanted for one person, with the window that the playbook gives it.
#[derive(Debug, Clone)]
pub(super) struct Want {
    pub(super) person: usize,
    pub(super) action: usize,
    /// Which time of a repeated action, from 1.
    pub(super) turn: usize,
    pub(super) from: Timestamp,
    pub(super) latest: Timestamp,
    /// What silence so far asks for (P-13).
    pub(super) next: Next,
    /// The action that has to be done first (stop rule).
    pub(super) held: Option<String>,
}

/// One action for many readers at once: a later letter, a mailing, a page.
#[derive(Debug)]
pub(super) struct Mailing {
    pub(super) action: usize,
    pub(super) turn: usize,
    pub(super) readers: usize,
    /// The first of the readers, whose place in the order the whole mailing takes.
    pub(super) first: usize,
    pub(super) from: Timestamp,
    pub(super) latest: Timestamp,
    pub(super) held: Option<String>,
}

/// Everything that the playbook asks for.
#[derive(Debug)]
pub(super) struct Wants {
    pub(super) actions: Vec<SharedAction>,
    pub(super) ready: Vec<Want>,
    /// Those that count from another action of the same person, by person and that action.
    pub(super) waiting: BTreeMap<(usize, usize), Vec<usize>>,
    /// By action and turn.
    pub(super) mailings: BTreeMap<(usize, usize), Mailing>,
    /// What is not planned, and why: action, person.
    pub(super) dropped: Vec<(usize, usize, Reason)>,
}

impl Wants {
    /// What each person is to get.
    pub(super) fn of(
        playbook: &Playbook,
        people: &[Person<'_>],
        clock: &WaveClock,
        groups: &Groups,
        gifts: &Gifts,
        ground: &Ground<'_>,
    ) -> Self {
        let actions: Vec<SharedAction> = playbook.actions.iter().cloned().map(Arc::new).collect();
        let index: HashMap<&str, usize> = playbook
            .actions
            .iter()
            .enumerate()
            .map(|(at, action)| (action.id.as_str(), at))
            .collect();
        let mut wants = Self {
            actions,
            ready: Vec::new(),
            waiting: BTreeMap::new(),
            mailings: BTreeMap::new(),
            dropped: Vec::new(),
        };
        for (at, person) in people.iter().enumerate() {
            let mut fitting = fitting(playbook, person);
            // Goods are promised only to whom they go; help that needs no goods is for all.
            fitting.retain(|action| {
                let goods = playbook.actions[*action].channel == Channel::Courier;
                !goods || gifts.contains_key(&(at, *action))
            });
            for &action_at in &fitting {
                let action = &playbook.actions[action_at];
                let times = Times { clock, ground, person, groups };
                // Nobody writes to somebody who opposes us before they have been heard (P-28).
                if let Some(heard) = heard_first(playbook, person, &fitting)
                    && heard != action_at
                    && !action.exempt
                {
                    wants.waiting.entry((at, heard)).or_default().push(action_at);
                    continue;
                }
                match &action.after {
                    Anchor::Action(first) => {
                        let first = index.get(first.as_str()).copied();
                        wants.wait(playbook, action_at, at, first, &fitting, &times);
                    }
                    anchor => match times.anchor(anchor) {
                        Ok(base) => wants.put(action, action_at, at, base, None, &times),
                        Err(why) => wants.dropped.push((action_at, at, why)),
                    },
                }
            }
        }
        wants
    }

    /// Each turn of an action that is still to be done.
    fn put(
        &mut self,
        action: &Action,
        action_at: usize,
        person: usize,
        base: Timestamp,
        not_before: Option<Timestamp>,
        times: &Times<'_, '_>,
    ) {
        let readers = times.ground.standings.get(READERS);
        for turn in 1..=action.again.len() + 1 {
            let (from, latest) = times.window(action, base, turn);
            let from = not_before.map_or(from, |first| first.max(from));
            let latest = latest.max(from);
            if is_mailing(action) {
                if readers.is_some_and(|readers| readers.is_done(&action.id, turn)) {
                    continue;
                }
                let held = times.held(action);
                let mailing = self.mailings.entry((action_at, turn)).or_insert(Mailing {
                    action: action_at,
                    turn,
                    readers: 0,
                    first: person,
                    from,
                    latest,
                    held,
                });
                mailing.readers += 1;
                continue;
            }
            match silence::next(action, turn, times.person, times.ground) {
                Next::Closed => {}
                Next::GiveUp(why) => self.dropped.push((action_at, person, why)),
                next => self.ready.push(Want {
                    person,
                    action: action_at,
                    turn,
                    from: next.not_before().map_or(from, |at| at.max(from)),
                    latest: next.not_before().map_or(latest, |at| {
                        latest.max(times.person.almanac.end_of_working_day(at))
                    }),
                    next,
                    held: times.held(action),
                }),
            }
        }
    }

    /// An action that follows another: at once when that one is done, else when it is planned.
    fn wait(
        &mut self,
        playbook: &Playbook,
        action_at: usize,
        person: usize,
        first: Option<usize>,
        fitting: &[usize],
        times: &Times<'_, '_>,
    ) {
        let action = &playbook.actions[action_at];
        let Anchor::Action(id) = &action.after else { return };
        let group = first.and_then(|first| match &playbook.actions[first].target {
            Target::Group { name, .. } => times.ground.standings.get(name),
            Target::Contacts(_) if is_mailing(&playbook.actions[first]) => {
                times.ground.standings.get(READERS)
            }
            Target::Contacts(_) => None,
        });
        let of = |standing: &Standing| standing.done_at(id, 1);
        let done = times.person.standing.and_then(of).or_else(|| group.and_then(of));
        if let Some(base) = done {
            self.put(action, action_at, person, base, None, times);
            return;
        }
        let group = first.and_then(|first| times.groups.ends.get(&playbook.actions[first].id));
        if let Some(base) = group {
            self.put(action, action_at, person, *base, None, times);
            return;
        }
        match first {
            Some(first) if fitting.contains(&first) => {
                self.waiting.entry((person, first)).or_default().push(action_at);
            }
            _ => {
                let why = Reason::new(action.id.clone(), "first-step-missing").with("first", &id);
                self.dropped.push((action_at, person, why));
            }
        }
    }

    /// Who has something that follows a mailing; only its first turn is followed.
    pub(super) fn waiting_for(&self, mailing: &Mailing) -> Vec<usize> {
        let keys = self.waiting.keys().filter(|(_, first)| *first == mailing.action);
        if mailing.turn == 1 { keys.map(|(person, _)| *person).collect() } else { Vec::new() }
    }

    /// Makes ready what follows an action of a person, now that its end is known.
    pub(super) fn follow(
        &mut self,
        playbook: &[SharedAction],
        person: usize,
        first: usize,
        end: Timestamp,
        times: &Times<'_, '_>,
    ) {
        for action_at in self.waiting.remove(&(person, first)).unwrap_or_default() {
            let action = Arc::clone(&playbook[action_at]);
            match &action.after {
                Anchor::Action(_) => self.put(&action, action_at, person, end, None, times),
                // It only waited for the person to be heard, and counts from its own moment.
                anchor => match times.anchor(anchor) {
                    Ok(base) => self.put(&action, action_at, person, base, Some(end), times),
                    Err(why) => self.dropped.push((action_at, person, why)),
                },
            }
        }
    }
}

/// The talk in which somebody who opposes us is heard, when it is still to come.
fn heard_first(playbook: &Playbook, person: &Person<'_>, fitting: &[usize]) -> Option<usize> {
    let opposes = person.profile.attitude == Some(Attitude::Opposes);
    if !opposes || person.profile.tags.contains(Tag::Reached) {
        return None;
    }
    let slot = |at: &&usize| playbook.actions[**at].slot.as_deref() == Some(OBJECTION);
    fitting.iter().find(slot).copied()
}

/// One piece of writing serves all its readers when the leader signs it or when one of our
/// departments writes to many; what an account manager or a sponsor writes is personal.
fn is_mailing(action: &Action) -> bool {
    use crate::outreach::Duty::{AccountManager, Sponsor};
    match action.channel {
        Channel::Letter | Channel::Page | Channel::Freeze => true,
        Channel::Mail | Channel::Notice => !matches!(action.owner, AccountManager | Sponsor),
        _ => false,
    }
}

/// The actions that a person is to get, in the order of the playbook.
fn fitting(playbook: &Playbook, person: &Person<'_>) -> Vec<usize> {
    if !person.may_be_called() {
        return Vec::new();
    }
    let fits = |action: &Action| match &action.target {
        Target::Contacts(audience) => {
            audience.fits(&person.profile)
                && !action.except.fits(&person.profile)
                && !is_the_letter(action)
        }
        Target::Group { .. } => false,
    };
    let gets_mail = person.gets_letter() && !person.standing.is_some_and(Standing::declined);
    let fitting: Vec<usize> = (0..playbook.actions.len())
        .filter(|at| {
            let action = &playbook.actions[*at];
            // What goes to many keeps to the same rules as the letter.
            let is_mail = matches!(action.channel, Channel::Letter | Channel::Mail);
            fits(action) && (gets_mail || !is_mail || !is_mailing(action))
        })
        .collect();
    // An open dialogue stops what would go out by itself (P-14); only the answer is planned.
    let is_waiting = person.standing.is_some_and(Standing::is_waiting);
    let has = |id: &String| fitting.iter().any(|at| playbook.actions[*at].id == *id);
    fitting
        .iter()
        .copied()
        .filter(|at| {
            let action = &playbook.actions[*at];
            let answers = action.after == Anchor::Reply;
            !action.unless.iter().any(has) && answers == is_waiting
        })
        .collect()
}

/// Whether the waves send it: the letter of the leader.
fn is_the_letter(action: &Action) -> bool {
    action.channel == Channel::Letter
        && action.slot.as_deref().is_some_and(|slot| LETTER_SLOTS.contains(&slot))
}

/// Whether an action holds others back.
pub(super) fn blocks(blocker: &Action, other: &Action) -> bool {
    if blocker.id == other.id {
        return false;
    }
    match &blocker.blocks {
        Blocks::Nothing => false,
        // A notice of harm or to an authority has a clock of its own, and is spared.
        Blocks::External if other.exempt => false,
        Blocks::External => match &other.target {
            Target::Contacts(_) => true,
            Target::Group { wave, .. } => *wave > 1,
        },
        Blocks::Actions(ids) => ids.contains(&other.id),
    }
}
