use super::event::{Event, Pause};
use super::pace::Pace;
use super::parcel;
use super::run::{Ground, Order};
use super::smtp::{AsMail, Courier, Ended, Outcome, Step};
use super::told::Told;
use super::watch::Tally;
use crate::diagnostic::Diagnostic;
use crate::proof::frozen::Line;
use std::collections::VecDeque;
use std::time::Duration;

/// After so many samples that did not arrive no more are tried: something is wrong with the way.
const MOST_LOST: usize = 3;

/// After so many connections that broke the samples are given up.
const MOST_BROKEN: u32 = 3;

/// How long the server is left alone when it asks for a rest (E-28).
const REST: Duration = Duration::from_mins(1);

/// What our own people receive before the first wave: letters exactly as they were frozen (P-18).
#[derive(Debug, Clone, Copy)]
pub struct Seeds<'r> {
    /// Whose letters are the samples.
    pub lines: &'r [Line],
    /// Who receives each of them.
    pub readers: &'r [SeedReader],
}

/// Somebody of ours who receives the samples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedReader {
    /// The id in the team.
    pub id: String,
    /// The one address of the envelope.
    pub address: String,
}

/// What became of the samples.
#[derive(Debug, Default)]
pub struct Seeded {
    /// What the server said, over all samples.
    pub tally: Tally,
    /// Those that did not arrive, as far as is known.
    pub lost: Vec<LostSeed>,
    /// When each left, on the clock of the run: they count for the provider's limits (P-17).
    pub left_at: Vec<Duration>,
    /// The frozen letters could not be read, or not be signed.
    pub broken: Option<Diagnostic>,
}

/// A sample that did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostSeed {
    /// Who was to get it: the id in the team.
    pub reader: String,
    /// The server's words, or why there are none.
    pub words: String,
}

/// Hands the samples over, on one connection. It ends early when somebody asks to stop, and when
/// samples do not arrive: the letters would not either.
pub fn seed(order: Order<'_>, seeds: Seeds<'_>, ground: Ground<'_>) -> Seeded {
    let each = |line| seeds.readers.iter().map(move |reader| (line, reader));
    let mut pace = Pace::new(order.rates);
    pace.remember(order.earlier.iter().copied());
    let queue: VecDeque<_> = seeds.lines.iter().flat_map(each).collect();
    (ground.waiting.watcher)(Event::Samples {
        letters: queue.len() as u64,
        readers: seeds.readers.len(),
    });
    let mut sower = Sower { order, ground, queue, pace, seeded: Seeded::default() };
    let mut broken = 0;
    while sower.has_more() {
        let words = match order.way.deliver(&mut sower) {
            Ok(Ended::Drained | Ended::Spent) => continue,
            Ok(Ended::BackOff(reply)) => {
                let words = format!("the server asks for a rest: {reply}");
                (ground.waiting.watcher)(Event::Trouble(&words));
                (ground.waiting.watcher)(Event::Pause { what: Pause::BackOff, left: REST });
                ground.waiting.stop.wait(REST);
                words
            }
            Ok(Ended::Lost(fault)) | Err(fault) => {
                let words = fault.to_string();
                (ground.waiting.watcher)(Event::Trouble(&words));
                // What cannot pass is not tried again.
                broken += if fault.may_pass() { 0 } else { MOST_BROKEN };
                words
            }
        };
        broken += 1;
        if broken >= MOST_BROKEN {
            sower.give_up(&words);
        }
    }
    sower.seeded
}

/// Brings the samples to the server and keeps what it says.
struct Sower<'r> {
    order: Order<'r>,
    ground: Ground<'r>,
    queue: VecDeque<(&'r Line, &'r SeedReader)>,
    pace: Pace,
    seeded: Seeded,
}

/// A sample on its way: the letter of a partner in an envelope to one of us.
struct Sample<'r> {
    line: &'r Line,
    reader: &'r SeedReader,
    sender: &'r str,
    head: Vec<u8>,
    message: Vec<u8>,
}

impl AsMail for Sample<'_> {
    fn sender(&self) -> &str {
        self.sender
    }

    fn recipient(&self) -> &str {
        &self.reader.address
    }

    fn head(&self) -> &[u8] {
        &self.head
    }

    fn message(&self) -> &[u8] {
        &self.message
    }
}

impl<'r> Sower<'r> {
    fn has_more(&self) -> bool {
        !self.queue.is_empty()
            && self.seeded.lost.len() < MOST_LOST
            && self.seeded.broken.is_none()
            && self.ground.waiting.stop.asked().is_none()
    }

    fn give_up(&mut self, words: &str) {
        if let Some((_, reader)) = self.queue.front() {
            let (reader, words) = (reader.id.clone(), words.to_owned());
            self.seeded.lost.push(LostSeed { reader, words });
        }
        self.queue.clear();
    }

    fn sample(&mut self, line: &'r Line, reader: &'r SeedReader) -> Option<Sample<'r>> {
        let frozen = self.order.cleared.frozen();
        let mut message = Vec::new();
        let now = (self.ground.clock)();
        let head = match frozen.message(line, &mut message) {
            Ok(()) => self.order.way.head(now, &parcel::date(now), &message),
            Err(damage) => {
                self.seeded.broken = Some(damage.into());
                return None;
            }
        };
        match head {
            Ok(head) => {
                let sender = frozen.manifest.envelope_sender.as_str();
                Some(Sample { line, reader, sender, head, message })
            }
            Err(unusable) => {
                self.seeded.broken = Some(super::run::unsigned(unusable));
                None
            }
        }
    }
}

impl<'r> Courier for Sower<'r> {
    type Letter = Sample<'r>;

    fn next(&mut self, ahead: bool) -> Option<Self::Letter> {
        // Samples go one by one: the first that does not arrive may be the reason to stop.
        if ahead || !self.has_more() {
            return None;
        }
        loop {
            let now = (self.ground.elapsed)();
            let left = self.pace.wait(now);
            if left.is_zero() {
                let (line, reader) = self.queue.pop_front()?;
                self.pace.note(now);
                self.seeded.left_at.push(now);
                return self.sample(line, reader);
            }
            (self.ground.waiting.watcher)(Event::Pause { what: Pause::Pace, left });
            if !self.ground.waiting.stop.wait(left) {
                return None;
            }
        }
    }

    fn claimed(&mut self, _: &Self::Letter) -> bool {
        // Nobody outside gets it: the ledger has nothing to claim.
        true
    }

    fn outcome(&mut self, sample: Self::Letter, outcome: Outcome) {
        let told = Told::from(&outcome);
        match outcome {
            Outcome::NotSent { step, .. } if step != Step::Check => {
                self.queue.push_front((sample.line, sample.reader));
                return;
            }
            Outcome::Accepted(_) => {}
            _ => {
                let (reader, words) = (sample.reader.id.clone(), told.words.clone());
                self.seeded.lost.push(LostSeed { reader, words });
            }
        }
        self.seeded.tally.note(&told);
        (self.ground.waiting.watcher)(Event::Handed {
            contact: &sample.line.contact,
            state: told.state,
            words: &told.words,
            tally: self.seeded.tally,
        });
    }
}
