//! All wordings of one run, to be held against each other.

use super::case::Case;
use super::mark::Mark;
use crate::letter::{Reading, WordingId};

/// One wording, and who reads it.
#[derive(Debug, Clone)]
pub struct Member {
    /// The wording.
    pub wording: WordingId,
    /// Its words, as one reader of it meets them.
    pub reading: Reading,
    /// The number of the brief's impact text in it.
    pub impact: Option<usize>,
    /// Whether its readers are strategic partners, as the roster writes it.
    pub partner: String,
}

/// All wordings, each as a rule sees one.
#[derive(Debug)]
pub struct Set<'s>(Vec<(&'s Member, Case<'s>)>);

impl<'s> Set<'s> {
    pub(super) fn new(cases: Vec<(&'s Member, Case<'s>)>) -> Self {
        Self(cases)
    }

    /// The wordings, in the order of the run.
    pub(super) fn cases(&self) -> &[(&'s Member, Case<'s>)] {
        &self.0
    }
}

/// What one rule finds in a set: the number of the wording, and what is wrong there.
#[derive(Debug, Default)]
pub(super) struct SetMarks(Vec<(usize, Mark)>);

impl SetMarks {
    pub(super) fn add(&mut self, wording: usize, mark: Mark) {
        self.0.push((wording, mark));
    }

    pub(super) fn into_vec(self) -> Vec<(usize, Mark)> {
        self.0
    }
}
