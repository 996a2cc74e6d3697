use super::errand::{Around, Errand};
use crate::cli::Failure;
use crate::delivery::{self, LostSeed, Order, SeedReader, Seeded, Seeds};
use crate::diagnostic::{Count, Diagnostic, List};
use crate::ledger::{self, Fact, Ledger};
use crate::proof::frozen::Line;
use jiff::Timestamp;
use std::time::Duration;

/// How many samples that did not arrive are named.
const NAMED: usize = 3;

/// The samples that our own people receive before the first wave (P-18).
#[derive(Debug, Default)]
pub(super) struct Sampling {
    /// Whose letters they are.
    lines: Vec<Line>,
    readers: Vec<SeedReader>,
    /// Who is named and receives none: without an address, or beyond what a drill may reach (P-24).
    without: Vec<String>,
    /// When all of them had left, for these letters.
    done: Option<Timestamp>,
    /// When samples of any letters left, with their number: they count for the provider's limits.
    left: Vec<(Timestamp, u64)>,
}

impl Sampling {
    /// Whether samples go before the letters do.
    pub(super) fn is_due(&self) -> bool {
        self.done.is_none() && !self.readers.is_empty() && !self.lines.is_empty()
    }

    /// How long ago samples left.
    pub(super) fn ago(&self, now: Timestamp) -> impl Iterator<Item = Duration> {
        self.left.iter().flat_map(move |(at, letters)| {
            let ago = now.duration_since(*at).try_into().unwrap_or_default();
            std::iter::repeat_n(ago, usize::try_from(*letters).unwrap_or(usize::MAX))
        })
    }

    /// What is to be known of them before they go.
    pub(super) fn told(&self, errand: &Errand<'_>) -> Option<String> {
        if let Some(at) = self.done {
            return Some(format!(
                "Our own people received samples {} (P-18).",
                errand.desk.shown(at)
            ));
        }
        errand.way.server.as_ref()?;
        let mut text = if self.is_due() {
            let to: Vec<&str> = self.readers.iter().map(|reader| reader.id.as_str()).collect();
            format!("{} first, to {} each (P-18).", Count(self.lines.len(), "sample"), List(&to))
        } else {
            "No samples go to our own people first (P-18).".to_owned()
        };
        if !self.without.is_empty() {
            let without = format!(" None to {}: {}.", List(&self.without), errand.unreachable());
            text.push_str(&without);
        }
        Some(text)
    }
}

impl Errand<'_> {
    /// Which samples go to whom, and whether they went.
    pub(super) fn sampling(&self, ledger: &Ledger<'_>) -> Result<Sampling, Failure> {
        let mut sampling = Sampling::default();
        if self.way.server.is_none() {
            return Ok(sampling);
        }
        let digest = self.frozen().digest.as_str();
        ledger.each(|record| {
            if let Fact::Seeded(seeded) = record.fact {
                sampling.left.push((seeded.at, seeded.letters));
                if seeded.digest == digest && seeded.failures == 0 {
                    sampling.done = Some(seeded.at);
                }
            }
        })?;
        let seeds = &self.frozen().manifest.seeds;
        let named = &self.desk.workspace.config.delivery.seeds;
        if sampling.done.is_some() || seeds.is_empty() {
            return Ok(sampling);
        }
        for id in named {
            match self.address(id).filter(|it| self.way.takes(it, self.cleared.is_live())) {
                Some(address) => sampling.readers.push(SeedReader { id: id.clone(), address }),
                None => sampling.without.push(id.clone()),
            }
        }
        if sampling.readers.is_empty() && self.cleared.is_live() {
            return Err(nobody(&sampling.without).into());
        }
        for line in self.frozen().letters() {
            let line = line.map_err(Diagnostic::from)?;
            if seeds.iter().any(|seed| seed.contact == line.contact) {
                sampling.lines.push(line);
            }
        }
        Ok(sampling)
    }

    /// The address of somebody of ours who is still here.
    fn address(&self, id: &str) -> Option<String> {
        let member = self.desk.roster.as_ref()?.directory().team.get(id)?;
        let today = self.desk.now.to_zoned_datetime(self.desk.zone()).date();
        let here = member.left_on.is_none_or(|left| today < left);
        let address = member.email.as_ref().filter(|_| here)?;
        Some(address.address().to_string())
    }

    const fn unreachable(&self) -> &'static str {
        if self.cleared.is_live() {
            "the team table has no address of them, or they have left"
        } else {
            "their addresses are not in the domains of the drill (P-24)"
        }
    }

    /// Hands the samples over and puts on record that they went. Gives when each left; the error says
    /// why letters to partners stay here.
    pub(super) fn sow(
        &self,
        ledger: &mut Ledger<'_>,
        sampling: &Sampling,
        order: Order<'_>,
        around: Around<'_>,
    ) -> Result<Vec<Duration>, Failure> {
        let (lines, readers) = (sampling.lines.as_slice(), sampling.readers.as_slice());
        let seeded = ledger.run(around.clock, |recorder| {
            let seeded = delivery::seed(order, Seeds { lines, readers }, around.ground(recorder));
            let all = (lines.len() * readers.len()) as u64;
            let fact = Fact::Seeded(ledger::Seeded {
                digest: self.frozen().digest.as_str().to_owned(),
                to: readers.iter().map(|reader| reader.id.clone()).collect(),
                letters: seeded.tally.accepted,
                at: (around.clock)(),
                failures: all - seeded.tally.accepted,
            });
            if seeded.tally.handed() == 0 {
                return Ok(seeded);
            }
            recorder.record(fact).map(|()| seeded)
        })?;
        let Seeded { lost, broken, left_at, .. } =
            seeded.map_err(|trouble| unrecorded(&trouble))?;
        if let Some(broken) = broken {
            return Err(broken.into());
        }
        if !lost.is_empty() {
            return Err(Failure::Unsent(Box::new(not_arrived(&lost).into())));
        }
        Ok(left_at)
    }
}

fn nobody(without: &[String]) -> Diagnostic {
    Diagnostic::error("nobody of ours can receive the samples")
        .rule("P-18")
        .why(format!(
            "Samples go to {}: the team table has no address of them, or they have left. Nothing was sent.",
            List(without)
        ))
        .hint("write their addresses into the team table; or name others in `seeds` below `[delivery]`, and approve again")
}

fn not_arrived(lost: &[LostSeed]) -> Diagnostic {
    let named = lost.iter().take(NAMED).map(|one| format!("to `{}`: {}", one.reader, one.words));
    let named: Vec<String> = named.collect();
    Diagnostic::error(format!("{} did not arrive at our own people", Count(lost.len(), "sample")))
        .rule("P-18")
        .why(format!(
            "{}. Letters to partners would fare no better. Nothing has gone to partners.",
            named.join("; ")
        ))
        .hint("see what is wrong with `hearten doctor`, or correct the address in the team table, which keeps the approval; then run `hearten send` again: samples go once more")
}

fn unrecorded(trouble: &ledger::Trouble) -> Diagnostic {
    Diagnostic::error("the ledger cannot be written")
        .rule("E-23")
        .why(format!("{trouble}. Samples went to our own people; nothing has gone to partners."))
        .hint("make room, or correct the rights of the folder of the crisis; then run `hearten send` again")
}
