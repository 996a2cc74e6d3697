use super::{Coverage, Day, Frailty, Freshness, Load, Move, Person, Score, Tally, Weakness};
use crate::roster::{Account, Directory};
use serde::Serialize;

/// How the relation with one account stands, with everybody in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Relation<'a> {
    /// The account.
    pub account: &'a Account,
    /// Its people, in the order of the file.
    pub people: Vec<Person>,
    /// Friends, enemies, and what they weigh (S-47, S-09).
    pub score: Score,
    /// Whether there is somebody at each place on which a decision stands.
    pub coverage: Coverage,
    /// How long ago we spoke (S-10).
    pub freshness: Freshness,
    /// What the relation hangs on: their side first, then ours (S-15, S-17).
    pub frailties: Vec<Frailty>,
    /// The weakest point; none when nothing stands out.
    pub weakest: Option<Weakness>,
    /// What to do next: at most three, the most important first.
    pub moves: Vec<Move>,
}

impl<'a> Relation<'a> {
    /// Judges an account by its people; `load` says how many accounts hang on each of ours.
    pub fn of(
        account: &'a Account,
        people: Vec<Person>,
        directory: &'a Directory,
        day: &Day,
        load: &Load,
    ) -> Self {
        let outline = Outline::of(account, &Tally::of(&people), directory, day, load);
        let moves = Move::next(&outline, &people, directory, day);
        let Outline { score, coverage, freshness, frailties, weakest, .. } = outline;
        Self { account, people, score, coverage, freshness, frailties, weakest, moves }
    }
}

/// How the relation with one account stands, in numbers alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outline<'a> {
    /// The account.
    pub account: &'a Account,
    /// How many people of it are in the roster.
    pub people: usize,
    /// Friends, enemies, and what they weigh (S-47, S-09).
    pub score: Score,
    /// Whether there is somebody at each place on which a decision stands.
    pub coverage: Coverage,
    /// How long ago we spoke (S-10).
    pub freshness: Freshness,
    /// What the relation hangs on: their side first, then ours (S-15, S-17).
    pub frailties: Vec<Frailty>,
    /// The weakest point; none when nothing stands out.
    pub weakest: Option<Weakness>,
}

impl<'a> Outline<'a> {
    /// Judges an account by what its people add up to.
    pub fn of(
        account: &'a Account,
        tally: &Tally,
        directory: &Directory,
        day: &Day,
        load: &Load,
    ) -> Self {
        let frailties = Frailty::all(account, tally, directory, day, load);
        Self {
            account,
            people: tally.score.people(),
            score: tally.score.clone(),
            coverage: tally.coverage.clone(),
            freshness: tally.freshness.clone(),
            weakest: Weakness::of(tally, &frailties),
            frailties,
        }
    }
}
