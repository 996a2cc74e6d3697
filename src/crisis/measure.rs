use crate::diagnostic::Span;
use crate::document::{Stamp, Wordings};
use crate::locale::Forms;
use jiff::ZonedDateTime;
use jiff::civil::Date;
use serde::Serialize;

/// One thing that we do, with who answers for it and by when (S-29, L-03).
#[derive(Debug, Clone)]
pub struct Measure {
    /// What is done.
    pub text: Wordings,
    /// The id of a person of the team, or free text.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<Due>,
    /// How far it is.
    pub status: Option<Status>,
    /// The care action whose check-ins keep this promise (P-12).
    pub kept_by: Option<String>,
    pub(super) kept_by_at: Span,
    pub(super) at: Span,
    pub(super) owner_at: Span,
    pub(super) due_at: Span,
}

/// By when a measure is done.
#[derive(Debug, Clone)]
pub enum Due {
    /// By the end of a day.
    Date(Date),
    /// By a moment, in the zone of the brief.
    Moment(ZonedDateTime),
}

impl From<Stamp> for Due {
    fn from(stamp: Stamp) -> Self {
        match stamp {
            Stamp::Date(date) => Self::Date(date),
            Stamp::Moment(moment) => Self::Moment(moment),
        }
    }
}

impl Due {
    /// As a language writes it.
    pub fn formatted(&self, forms: &Forms) -> String {
        match self {
            Self::Date(date) => forms.date(*date),
            Self::Moment(moment) => forms.moment(moment),
        }
    }

    /// The day it falls on.
    pub fn date(&self) -> Date {
        match self {
            Self::Date(date) => *date,
            Self::Moment(moment) => moment.date(),
        }
    }
}

/// How far a measure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is finished.
    Done,
    /// It has begun.
    UnderWay,
    /// It will begin.
    Planned,
}

impl Status {
    /// Every state, the furthest first.
    pub const ALL: [Self; 3] = [Self::Done, Self::UnderWay, Self::Planned];

    /// As a brief writes it; [`Forms::status`] has the word for a letter.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::UnderWay => "under-way",
            Self::Planned => "planned",
        }
    }
}
