//! Care actions as data: who does what for whom, when, by which way, and what it is to achieve.
//!
//! *In*: the texts of `templates/playbooks/`: the base set, the kind at hand, what a company adds.
//! *Out*: one [`Playbook`], all of them merged (domain 4.0), and [`Talk`], which fills the talking
//! points for one person after the other. *Never*: picks people out of the roster, knows the time,
//! or writes a letter. *Start reading* at [`Action`]; `read.rs` and `action.rs` read the files,
//! `limits.rs` and `trial.rs` try the points, `merge.rs` and `references.rs` put playbooks together.

mod action;
mod explain;
mod limits;
mod merge;
mod plain;
mod points;
mod read;
mod references;
mod sample;
mod shelf;
mod talk;
mod telling;
#[cfg(test)]
mod tests;
mod trial;

pub use shelf::{Listed, Playbooks};
pub use talk::Talk;
pub use telling::{Ground as TalkGround, Telling};

use super::{Channel, Duty, Offset, Selector};
use crate::crisis::Kind;
use crate::diagnostic::{Place, Span};
use crate::document::{SourceText, Wording, Wordings};
use crate::locale::Language;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

/// The actions for one kind of crisis, or the base set for all.
#[derive(Debug, Clone)]
pub struct Playbook {
    /// The kinds it is for; empty means every kind. A merged one has the kind at hand.
    pub kinds: Vec<Kind>,
    /// What it is called.
    pub title: Wordings,
    /// Ways that this kind bars.
    pub bars: Vec<Channel>,
    /// The actions, in the order of the file; after a merge the base's first.
    pub actions: Vec<Action>,
}

/// One step of care.
#[derive(Debug, Clone)]
pub struct Action {
    /// Its id, unique over all playbooks, such as `PB-BASE-2`.
    pub id: String,
    /// The file it stands in, to make places.
    pub source: Arc<SourceText>,
    spans: Spans,
    /// What it replaces in the base set.
    pub slot: Option<String>,
    /// Rules of the method that ask for it, such as `S-49`.
    pub rules: Vec<String>,
    /// A short name.
    pub name: Wordings,
    /// Whom it is for.
    pub target: Target,
    /// Who is left out of those.
    pub except: Selector,
    /// Not for people who get one of these actions.
    pub unless: Vec<String>,
    /// Who of us does it.
    pub owner: Duty,
    /// Whether the levels of both sides must match (P-05).
    pub level_match: bool,
    /// What its time counts from.
    pub after: Anchor,
    /// The earliest moment.
    pub from: Offset,
    /// The latest moment.
    pub by: Offset,
    /// The same once more, each so much later.
    pub again: Vec<Offset>,
    /// How.
    pub channel: Channel,
    /// Not bound to working hours: a notice of harm (P-10).
    pub exempt: bool,
    /// What it is to achieve; internal, never in a letter (S-07).
    pub objective: Wordings,
    /// What to say or to ask, at most three, as templates.
    pub points: BTreeMap<Language, Vec<Wording>>,
    /// What to have at hand.
    pub material: Option<Wordings>,
    /// The category of resources that is handed out (S-35).
    pub gives: Option<String>,
    /// When it counts as done: what leaves evidence (S-08).
    pub done_when: Wordings,
    /// What has to wait until it is done.
    pub blocks: Blocks,
}

impl Action {
    /// Where it stands.
    pub fn place(&self) -> Place {
        self.source.place(self.spans.id.clone())
    }
}

/// Where the parts of an action stand that are checked once playbooks are merged.
#[derive(Debug, Clone, Default)]
struct Spans {
    id: Span,
    channel: Span,
    after: Span,
    /// One for each id, in their order.
    unless: Vec<Span>,
    blocks: Vec<Span>,
}

/// Whom an action is for.
#[derive(Debug, Clone)]
pub enum Target {
    /// People of the roster.
    Contacts(Selector),
    /// People who are not in the roster.
    Group {
        /// The word that `hearten log` takes.
        name: String,
        /// The wave in which they hear: 0, 1, 2 or 6.
        wave: u8,
        /// Who they are.
        who: Wordings,
    },
}

/// What the time of an action counts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// The start of the crisis.
    Start,
    /// The start of the wave in which the contact hears.
    Wave,
    /// The moment promised for the next word (P-34).
    NextUpdate,
    /// The end of the crisis.
    Resolution,
    /// The moment at which the person came back to us and waits for an answer (P-14).
    Reply,
    /// Another action for the same person: its time, or the time it was done.
    Action(String),
}

/// What has to wait until an action is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Blocks {
    /// Nothing.
    #[default]
    Nothing,
    /// Everything that people outside would notice.
    External,
    /// These actions.
    Actions(Vec<String>),
}

impl Display for Anchor {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Start => "start",
            Self::Wave => "wave",
            Self::NextUpdate => "next-update",
            Self::Resolution => "resolution",
            Self::Reply => "reply",
            Self::Action(id) => id,
        })
    }
}
