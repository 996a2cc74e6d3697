use super::playbook::Action;
use super::policy::WaveRule;
use super::{Channel, LeftOut, Wave};
use crate::roster::Contact;
use jiff::Timestamp;
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;

/// Who hears when, and who of us calls whom: the same for the same inputs and time (P-35).
///
/// Indices point into the lists that the plan was made from: `contact` into [`Plan::contacts`],
/// `owner` into the team in the order of its file.
#[derive(Debug)]
pub struct Plan {
    /// The moment it was made for.
    pub now: Timestamp,
    /// Every contact, in the order in which they are served (P-04).
    pub contacts: Vec<Planned>,
    /// The waves, in their order.
    pub waves: Vec<WavePlan>,
    /// What is to be done, by time, then owner, then contact.
    pub check_ins: Vec<CheckIn>,
    /// What a playbook asks for and the plan does not hold, with the reason.
    pub dropped: Vec<Dropped>,
    /// What the method advises beside the check-ins: the next step of a relation (S-40), a greeting
    /// that pauses (S-55). Places in [`Plan::contacts`].
    pub advice: Vec<(usize, Reason)>,
}

impl Plan {
    /// How many letters go in all waves, those that have gone among them.
    pub fn letters(&self) -> usize {
        self.waves.iter().map(|wave| wave.letters).sum()
    }

    /// How many have gone.
    pub fn gone(&self) -> usize {
        self.waves.iter().map(|wave| wave.gone).sum()
    }
}

/// One contact with their place in the plan.
#[derive(Debug)]
pub struct Planned {
    /// The person.
    pub contact: Contact,
    /// The wave whose selector fits; none when no wave's does.
    pub wave: Option<Wave>,
    /// Why the person gets no letter.
    pub left_out: Option<LeftOut>,
    /// What the order inside the wave comes from (P-04).
    pub score: u32,
    /// When the letter goes, or when it went; none for those left out.
    pub letter_at: Option<Timestamp>,
    /// Whether it has gone.
    pub gone: bool,
}

/// One wave.
#[derive(Debug, Clone)]
pub struct WavePlan {
    /// What the policy says of it.
    pub rule: Arc<WaveRule>,
    /// When it begins; for one of which letters have gone, when the first of them went.
    pub start: Timestamp,
    /// When its last letter goes, at the pace of the policy.
    pub end: Timestamp,
    /// The action that has to be done before anything in it may go out.
    pub held: Option<String>,
    /// How many letters go, those that have gone among them.
    pub letters: usize,
    /// How many have gone.
    pub gone: usize,
    /// How many check-ins belong to it.
    pub check_ins: usize,
    /// Why it begins then.
    pub why: Vec<Reason>,
}

/// A care action planned for one contact or group, with owner, time and way.
#[derive(Debug, Clone)]
pub struct CheckIn {
    /// Stable over plans: `PB-BASE-2.c-002`, with `.2` for the second time.
    pub id: String,
    /// The action.
    pub action: Arc<Action>,
    /// Whom it is for.
    pub subject: Subject,
    /// Who does it: a place in the team; none when nobody can be found.
    pub owner: Option<usize>,
    /// The wave it belongs to, as a number.
    pub wave: u8,
    /// When.
    pub start: Timestamp,
    /// Until when.
    pub end: Timestamp,
    /// The latest moment by which the playbook wants it.
    pub latest: Timestamp,
    /// How; may differ from the action's own way.
    pub channel: Channel,
    /// Why it is there, why this person does it, and why then.
    pub why: Vec<Reason>,
    /// How far it is.
    pub state: State,
    /// What is handed out.
    pub gift: Option<Gift>,
}

impl CheckIn {
    /// Whether it is the talk that the letter to an approver or decider waits for.
    pub fn is_first_call(&self) -> bool {
        let first = self.action.slot.as_deref() == Some("first-call");
        self.channel.is_talk() && (self.action.level_match || first)
    }
}

/// Whom a check-in is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A place in [`Plan::contacts`].
    Contact(usize),
    /// The group that the action names.
    Group,
    /// One piece of writing for so many contacts: a later letter, a mailing, a page.
    Readers(usize),
}

/// How far a check-in is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// To be done.
    Open,
    /// To be done, and later than the playbook wants.
    Late,
    /// Waits until another action is logged as done: its id.
    Held(String),
    /// Tried without reaching the person, to be tried again: how often so far.
    Tried(usize),
}

/// What is handed out, within stock and policy (S-35, S-48).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gift {
    /// The resource's id.
    pub resource: String,
    /// How many units.
    pub quantity: u32,
    /// What it is worth, in hundredths of the policy's currency.
    pub value_cents: i64,
}

/// Something that the playbook asks for and the plan does not hold.
#[derive(Debug, Clone)]
pub struct Dropped {
    /// The action.
    pub action: Arc<Action>,
    /// For whom.
    pub subject: Subject,
    /// Why not.
    pub why: Reason,
}

/// Why something is as it is: the rule that fired, and the words for it.
///
/// `key` names a sentence in `templates/outreach/why/<language>.toml`; `values` fill its braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The rule, such as `P-05` or `PB-BASE-2`.
    pub rule: Cow<'static, str>,
    /// Which sentence.
    pub key: &'static str,
    /// What fills its braces.
    pub values: Vec<(&'static str, String)>,
}

impl Reason {
    /// A reason by rule and sentence.
    pub fn new(rule: impl Into<Cow<'static, str>>, key: &'static str) -> Self {
        Self { rule: rule.into(), key, values: Vec::new() }
    }

    /// Fills a brace of the sentence.
    pub fn with<T: ToString + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}
