use super::due::Overview;
use super::sampling::Sampling;
use super::{ask, ended, telling};
use crate::cli::args::SendArguments;
use crate::cli::clearance::open_ledger;
use crate::cli::command::Request;
use crate::cli::desk::Desk;
use crate::cli::outcome::Outcome;
use crate::cli::{Failure, who};
use crate::delivery::{self, Cleared, Due, Ground, Order, Sieve, Stop, Summary, Way, Why};
use crate::diagnostic::{Diagnostic, Place};
use crate::ledger::{Began, Deliveries, Drilled, Ended, Fact, Ledger, Recorder, TakenOver};
use crate::outreach::Wave;
use crate::proof::frozen::Frozen;
use crate::workspace::{Mode, Rate};
use crate::world::{Stopwatch, listen_to_signals};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// The file that stops a run, in the folder of the crisis.
pub(super) const STOP: &str = "stop";

/// What goes on around a run.
#[derive(Clone, Copy)]
pub(super) struct Around<'r> {
    pub(super) clock: &'r (dyn Fn() -> Timestamp + Sync),
    pub(super) elapsed: &'r (dyn Fn() -> Duration + Sync),
    pub(super) waiting: delivery::Waiting<'r>,
}

impl<'r> Around<'r> {
    pub(super) fn ground(self, recorder: &'r Recorder) -> Ground<'r> {
        let Self { clock, elapsed, waiting } = self;
        Ground { recorder, clock, elapsed, waiting }
    }
}

/// One command: which letters, by which way, into which ledger.
pub(super) struct Errand<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) own: &'a SendArguments,
    pub(super) desk: &'a Desk<'a>,
    pub(super) cleared: Cleared,
    /// The ledger of this mode: the path, and how the user knows it.
    pub(super) ledger: (PathBuf, String),
    pub(super) way: Way<'a>,
    pub(super) rates: Vec<Rate>,
    /// Who may not be written to any more, with the reason (P-21).
    pub(super) barred: BTreeMap<String, String>,
}

/// What came of one turn.
pub(super) struct Turn {
    pub(super) outcome: Outcome,
    /// When the next letter may go that could not go now; none when nothing waits for a time.
    pub(super) next: Option<Timestamp>,
    /// Whether somebody has confirmed these letters, now or in an earlier turn: then another may follow.
    pub(super) confirmed: bool,
}

impl Errand<'_> {
    /// Shows what is due, asks, waits, and hands the letters over. What was `confirmed` before is not
    /// asked again.
    pub(super) fn go(&self, wave: Option<Wave>, confirmed: bool) -> Result<Turn, Failure> {
        let by = self.sender()?;
        let ui = self.request.ui;
        let (path, shown) = &self.ledger;
        let mut ledger = Ledger::open(self.desk.world, path, shown)?;
        let before = ledger.deliveries()?;
        let overview = self.overview(&before, wave)?;
        let sampling = self.sampling(&ledger)?;
        ui.say(&telling::opening(self, &overview, &sampling))?;
        let due = overview.sum(|counts| counts.due);
        let due = self.own.limit.map_or(due, |limit| due.min(limit));
        if due == 0 {
            return self.nothing_due(&overview, confirmed);
        }
        let signal = listen_to_signals()?;
        let stop = self.desk.workspace.crisis_folder().join(STOP);
        let stop = Stop::new(self.desk.world, stop, &signal);
        if stop.asked() == Some(Why::File) {
            return Err(stop_file(self.desk).into());
        }
        if self.cleared.is_live() {
            let taken_over = self.check_place(&ledger, by.as_deref())?;
            if !confirmed {
                self.confirm(due)?;
            }
            if let Some(fact) = taken_over {
                ledger.append(self.now(), &[fact])?;
            }
        }
        // A server that does not let us in is found out before anything is waited for.
        if let Some(server) = &self.way.server {
            let session = delivery::smtp::Session::open(&server.relay, &server.secrets);
            let closed = |fault| Failure::Unsent(Box::new(telling::no_server(&fault).into()));
            session.map_err(closed)?.quit();
        }
        let watch = Stopwatch::start();
        let earlier = self.earlier(&before, &sampling);
        let screen = ui.sending(self.mode());
        let waiting = delivery::Waiting {
            stop: &stop,
            watcher: &|event| screen.note(&event),
            heard: &|| self.heard(),
        };
        let around = Around { clock: &|| self.now(), elapsed: &|| watch.elapsed(), waiting };
        let (waves, mut seeded) = (overview.due(), Vec::new());
        let mut order = self.order(&waves, &before, &earlier);
        if sampling.is_due() {
            seeded = self.sow(&mut ledger, &sampling, order, around)?;
        }
        order.seeded = &seeded;
        let rules = &self.desk.workspace.config.delivery;
        if stop.asked().is_some()
            || (self.cleared.is_live() && !confirmed && !delivery::undo_window(waiting, rules))
        {
            drop(screen);
            let outcome = telling::undone(self, &stop, !seeded.is_empty())?;
            return Ok(Turn { outcome, next: None, confirmed });
        }
        let place = ledger.place().to_owned();
        let summary = ledger.run(around.clock, |recorder| {
            self.record_and_run(order, around.ground(recorder), place, by)
        })?;
        drop((screen, before));
        self.close(&mut ledger, summary, wave, watch)
    }

    /// The folder of drills, as a sentence that ends the one before.
    pub(super) fn outbox(&self) -> String {
        let folder = self.desk.workspace.outbox_folder();
        format!(" Open them in {}", self.desk.workspace.shown(&folder))
    }

    /// Which mode it is.
    pub(super) fn mode(&self) -> Mode {
        if self.cleared.is_live() { Mode::Live } else { Mode::Drill }
    }

    /// A folder that was copied knows nothing of what is sent from the other one (E-25).
    /// Gives what is to be recorded when this one takes over.
    fn check_place(&self, ledger: &Ledger<'_>, by: Option<&str>) -> Result<Option<Fact>, Failure> {
        let here = ledger.place().to_owned();
        if ledger.last_place()?.is_none_or(|last| last == here) {
            return Ok(None);
        }
        let (Some(reason), Some(by)) = (&self.own.take_over, by) else {
            return Err(Diagnostic::error("letters of this crisis were sent from another folder")
                .rule("E-25")
                .why("This folder is a copy, or was moved. What is sent from the other one since is not known here, and a letter could go twice. Nothing was sent.")
                .hint("send from there; if that folder is gone for good, type `hearten send --take-over REASON --as NAME`")
                .into());
        };
        let (by, reason) = (by.to_owned(), reason.clone());
        Ok(Some(Fact::TakenOver(TakenOver { place: here, by, reason })))
    }

    /// Who sends, as the team knows them; kept in the ledger.
    fn sender(&self) -> Result<Option<String>, Failure> {
        let (Some(typed), Some(roster)) = (&self.own.sender, &self.desk.roster) else {
            return Ok(None);
        };
        let why = "Who sent letters is kept in the ledger, for whoever audits it later. Nothing was sent.";
        let member = who::named(&roster.directory().team, typed, "--as", why)?;
        Ok(Some(member.id.to_string()))
    }

    /// A drill that is complete is on record: in its own ledger, so that the next one begins anew, and in
    /// that of the crisis as evidence.
    fn note_drill(&self, ledger: &mut Ledger<'_>, overview: &Overview) -> Result<(), Failure> {
        let at = self.now();
        let drilled = Fact::Drilled(Drilled {
            digest: self.frozen().digest.as_str().to_owned(),
            letters: overview.sum(|counts| counts.accepted),
            at,
            failures: overview.sum(|counts| counts.refused + counts.unknown),
        });
        ledger.append(at, std::slice::from_ref(&drilled))?;
        open_ledger(self.desk)?.append(at, &[drilled])?;
        Ok(())
    }

    fn now(&self) -> Timestamp {
        if self.cleared.is_live() { self.desk.world.now() } else { self.desk.now }
    }

    /// The letters.
    pub(super) fn frozen(&self) -> &Frozen {
        self.cleared.frozen()
    }

    fn sieve<'s>(&'s self, deliveries: &'s Deliveries) -> Sieve<'s> {
        Sieve {
            now: self.now(),
            // A drill shows all letters; it does not wait for working hours.
            timed: self.cleared.is_live() && !self.own.any_hour,
            barred: &self.barred,
            revision: self.frozen().manifest.revision,
            deliveries,
        }
    }

    fn overview(&self, deliveries: &Deliveries, wave: Option<Wave>) -> Result<Overview, Failure> {
        let overview = Overview::of(self.frozen().letters(), &self.sieve(deliveries), wave)
            .map_err(Diagnostic::from)?;
        if let Some(wave) = wave.filter(|_| overview.waves.is_empty()) {
            let known: Vec<String> = self
                .frozen()
                .manifest
                .waves
                .iter()
                .map(|wave| format!("W{}", wave.number))
                .collect();
            return Err(Diagnostic::error(format!("no letter goes in {wave}"))
                .why(format!("Letters go in these waves: {}.", known.join(", ")))
                .hint("leave out `--wave` to send all of them in their order")
                .into());
        }
        Ok(overview)
    }

    /// In earnest the name of the crisis and the number of letters are typed (P-23).
    fn confirm(&self, due: u64) -> Result<(), Failure> {
        let digest = &self.frozen().digest;
        if let Some(typed) = &self.own.yes_send {
            let typed = typed.trim().to_ascii_lowercase();
            if typed == digest.as_str() || typed == digest.short() {
                return Ok(());
            }
            return Err(Diagnostic::error("this is not the digest of the approved letters")
                .rule("P-23")
                .why(format!("Approved is {}. Nothing was sent.", digest.short()))
                .hint(format!("type `hearten send --yes-send {}`", digest.short()))
                .into());
        }
        let ui = self.request.ui;
        let crisis = &self.desk.workspace.config.crisis;
        ask::exactly(ui, &format!("Type the name of the crisis, {crisis}: "), crisis)?;
        let question = format!("Type the number of letters that go now, {due}: ");
        ask::exactly(ui, &question, &due.to_string())
    }

    fn nothing_due(&self, overview: &Overview, confirmed: bool) -> Result<Turn, Failure> {
        let (left, next) = (overview.left(), overview.next_at());
        if !(confirmed && self.goes_on(next)) {
            self.request.ui.document(&telling::Document::new(self, None, left, None))?;
        }
        self.request.ui.say(&telling::nothing(self, overview))?;
        Ok(Turn { outcome: ended(left), next, confirmed })
    }

    /// Whether another turn follows: then the one document of the command is still to come.
    fn goes_on(&self, next: Option<Timestamp>) -> bool {
        self.own.wait && self.cleared.is_live() && next.is_some()
    }

    /// What a run is to do.
    fn order<'o>(
        &'o self,
        waves: &'o [Due],
        before: &'o Deliveries,
        earlier: &'o [Duration],
    ) -> Order<'o> {
        Order {
            cleared: &self.cleared,
            waves,
            limit: self.own.limit,
            sieve: self.sieve(before),
            way: &self.way,
            rules: &self.desk.workspace.config.delivery,
            rates: &self.rates,
            earlier,
            seeded: &[],
            watched: self.cleared.is_live(),
        }
    }

    fn record_and_run(
        &self,
        order: Order<'_>,
        ground: Ground<'_>,
        place: String,
        by: Option<String>,
    ) -> Summary {
        let run = ground.recorder.run();
        let began = Fact::Began(Began {
            run,
            digest: self.frozen().digest.as_str().to_owned(),
            revision: self.frozen().manifest.revision,
            letters: order.waves.iter().map(|due| due.letters).sum(),
            place,
            by,
        });
        if let Err(trouble) = ground.recorder.record(began) {
            return Summary::never_begun(trouble);
        }
        let summary = delivery::run(order, ground);
        let why = telling::why(&summary);
        // A ledger that cannot be written any more has told so already.
        let _ = ground.recorder.record(Fact::Ended(Ended { run, why }));
        summary
    }

    /// How long ago letters and samples left that count for the limits of the provider, the longest first.
    fn earlier(&self, before: &Deliveries, sampling: &Sampling) -> Vec<Duration> {
        let now = self.now();
        let longest = self.rates.iter().map(|rate| rate.per).max().unwrap_or_default();
        let mut earlier: Vec<Duration> = before
            .revisions()
            .flat_map(|revision| before.iter(revision))
            .filter(|(_, delivery)| delivery.by_hand.is_none() && delivery.attempts > 0)
            .map(|(_, delivery)| now.duration_since(delivery.at).try_into().unwrap_or_default())
            .chain(sampling.ago(now))
            .filter(|ago: &Duration| *ago < longest)
            .collect();
        earlier.sort_unstable_by(|a, b| b.cmp(a));
        earlier
    }

    /// What was logged since that ends a run: a wrong person, a complaint (P-15).
    fn heard(&self) -> Option<String> {
        if !self.cleared.is_live() {
            return None;
        }
        let (standings, _) = open_ledger(self.desk).ok()?.standings().ok()?;
        let wrong = standings
            .iter()
            .find(|(id, standing)| standing.wrong_person() && !self.barred.contains_key(*id))?;
        Some(format!("`{}` was logged as the wrong person (P-15)", wrong.0))
    }

    fn close(
        &self,
        ledger: &mut Ledger<'_>,
        summary: Summary,
        wave: Option<Wave>,
        watch: Stopwatch,
    ) -> Result<Turn, Failure> {
        let after = ledger.deliveries()?;
        let overview = self.overview(&after, wave)?;
        let left = overview.left();
        let all = wave.is_none() && overview.sum(|counts| counts.due + counts.later) == 0;
        if !self.cleared.is_live() && all {
            self.note_drill(ledger, &overview)?;
        }
        let ui = self.request.ui;
        let seconds = watch.elapsed().as_secs_f64();
        // A run that was stopped, or could not be recorded, does not begin again by itself.
        let next = overview.next_at();
        let next = next.filter(|_| summary.ended.is_none() && summary.trouble.is_none());
        if !self.goes_on(next) || summary.broken.is_some() {
            ui.document(&telling::Document::new(self, Some(&summary), left, Some(seconds)))?;
        }
        ui.say(&telling::closing(self, &summary, &overview, seconds))?;
        if let Some(broken) = summary.broken {
            return Err(broken.into());
        }
        Ok(Turn { outcome: ended(left), next, confirmed: self.cleared.is_live() })
    }
}

fn stop_file(desk: &Desk<'_>) -> Diagnostic {
    let path = desk.workspace.crisis_folder().join(STOP);
    let shown = desk.workspace.shown(&path);
    Diagnostic::error("a file named `stop` keeps letters from leaving")
        .rule("P-25")
        .at(Place::file(&shown))
        .why("Somebody put it there to stop the sending. Nothing was sent.")
        .hint(format!("ask who did, then delete it with `rm {shown}` and run `hearten send` again"))
}
