use crate::delivery::{Event, Pause, Tally};
use crate::diagnostic::Count;
use crate::outreach::Wave;
use crate::workspace::Mode;
use crate::world::Stopwatch;
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often the line on a terminal changes at most.
const REDRAW: Duration = Duration::from_millis(100);

/// How often a line is written where there is no terminal, as in a file of a log.
const LINE: Duration = Duration::from_secs(10);

/// Shows how a run goes: counts, pace, time left, and the server's last words. On a terminal it is one
/// line that changes; elsewhere a line now and then.
#[derive(Debug)]
pub(crate) struct Sending {
    mode: Mode,
    quiet: bool,
    terminal: bool,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    bar: Option<ProgressBar>,
    wave: u8,
    letters: u64,
    /// What is being done beside sending, such as to watch the first letters.
    doing: Option<Pause>,
    since: Stopwatch,
    drawn: Option<Stopwatch>,
    words: String,
    tally: Tally,
}

impl Sending {
    pub(super) fn new(mode: Mode, quiet: bool) -> Self {
        let state = State {
            bar: None,
            wave: 0,
            letters: 0,
            doing: None,
            since: Stopwatch::start(),
            drawn: None,
            words: String::new(),
            tally: Tally::default(),
        };
        let terminal = io::stderr().is_terminal();
        Self { mode, quiet, terminal, state: Mutex::new(state) }
    }

    /// Shows what has just happened.
    pub(crate) fn note(&self, event: &Event<'_>) {
        if self.quiet {
            return;
        }
        let mut state = self.state();
        match event {
            Event::Samples { letters, readers } => {
                (state.wave, state.letters) = (0, *letters);
                let letters = Count(usize::try_from(*letters).unwrap_or(usize::MAX), "sample");
                let text = format!("{letters} go to {readers} of our own people first (P-18).");
                Self::line(&mut state, &text);
            }
            Event::Wave { number, letters } => {
                (state.wave, state.letters) = (*number, *letters);
                state.tally = Tally::default();
                state.since = Stopwatch::start();
                state.doing = None;
                let wave = Wave::new(*number);
                let letters = Count(usize::try_from(*letters).unwrap_or(usize::MAX), "letter");
                Self::line(&mut state, &format!("{} {wave}: {letters}", self.mode.shout()));
            }
            Event::Batch { letters, canary: true } => {
                let first = Count(usize::try_from(*letters).unwrap_or(usize::MAX), "letter");
                Self::line(&mut state, &format!("The first {first} go, and are watched (P-16)."));
            }
            Event::Batch { .. } => state.doing = None,
            Event::Handed { words, tally, .. } => {
                state.tally = *tally;
                state.doing = None;
                if state.is_due(if self.terminal { REDRAW } else { LINE }) {
                    (*words).clone_into(&mut state.words);
                    self.draw(&mut state);
                }
            }
            Event::Pause { what, left } => self.pause(&mut state, *what, *left),
            Event::Trouble(words) => Self::line(&mut state, &format!("The connection: {words}.")),
            Event::Halted(why) => Self::line(&mut state, &format!("Stopped: {why}.")),
        }
    }

    fn pause(&self, state: &mut State, what: Pause, left: Duration) {
        let new = state.doing != Some(what);
        state.doing = Some(what);
        let text = format!("{}: {} left. {}", words(what), clock(left), how_to_stop(what));
        if self.terminal {
            if new || state.is_due(REDRAW) {
                self.bar(state).set_message(text);
            }
        } else if new && what != Pause::Pace {
            Self::line(state, &text);
        }
    }

    /// The line of counts, pace and time left.
    fn draw(&self, state: &mut State) {
        let seconds = state.since.elapsed().as_secs_f64().max(1e-3);
        let (done, all) = (state.tally.handed(), state.letters);
        // Counts beyond 2^52 letters do not occur.
        #[expect(clippy::cast_precision_loss, reason = "shown as a whole number")]
        let (rate, open) = (done as f64 / seconds, all.saturating_sub(done) as f64);
        let mut text = format!("{} of {all} letters", done.min(all));
        if rate >= 10.0 {
            let _ = write!(text, ", {rate:.0} a second");
        } else {
            let _ = write!(text, ", {:.0} a minute", rate * 60.0);
        }
        if open > 0.0 && rate > 0.0 {
            let left = Duration::try_from_secs_f64(open / rate).unwrap_or_default();
            let _ = write!(text, ", {} left", clock(left));
        }
        let tally = state.tally;
        for (count, name) in [
            (tally.refused, "refused"),
            (tally.deferred, "put off"),
            (tally.not_sent, "not sent"),
            (tally.unknown, "unknown"),
        ] {
            if count > 0 {
                let _ = write!(text, ", {count} {name}");
            }
        }
        if !state.words.is_empty() {
            let _ = write!(text, ". Last: {}", state.words);
        }
        if self.terminal {
            let bar = self.bar(state);
            bar.set_length(all);
            bar.set_position(done);
            bar.set_message(text);
        } else {
            Self::line(state, &text);
        }
    }

    fn bar<'s>(&self, state: &'s mut State) -> &'s ProgressBar {
        let (wave, mode) = (state.wave, self.mode);
        state.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(0);
            if let Ok(style) = ProgressStyle::with_template("{prefix} [{bar:24}] {wide_msg}") {
                bar.set_style(style.progress_chars("=> "));
            }
            bar.set_prefix(format!("{} {}", mode.shout(), Wave::new(wave)));
            bar
        })
    }

    /// A line that stays.
    fn line(state: &mut State, text: &str) {
        if let Some(bar) = state.bar.take() {
            bar.finish_and_clear();
        }
        // What cannot be shown is in the ledger all the same.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        if let Some(bar) = self.state().bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl State {
    fn is_due(&mut self, after: Duration) -> bool {
        let due = self.drawn.is_none_or(|drawn| drawn.elapsed() >= after);
        if due {
            self.drawn = Some(Stopwatch::start());
        }
        due
    }
}

const fn words(what: Pause) -> &'static str {
    match what {
        Pause::Undo => "Nothing has gone to partners yet. It begins when this time is up (P-25)",
        Pause::Canary => "The first letters are watched (P-16)",
        Pause::Gate => "The wave is watched before the next one opens (P-15)",
        Pause::Pace => "The provider's limit is reached (P-17)",
        Pause::BackOff => "The mail server asked for a rest (E-28)",
    }
}

const fn how_to_stop(what: Pause) -> &'static str {
    match what {
        Pause::Undo => "Ctrl-C: nothing leaves.",
        _ => "Ctrl-C: nothing more leaves.",
    }
}

/// A span on a clock: `9:58`, `1:02:03`.
fn clock(left: Duration) -> String {
    let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::clock;
    use std::time::Duration;

    #[test]
    fn time_left_is_read_like_a_clock() {
        let left = [0, 59, 60, 598, 3723].map(|seconds| clock(Duration::from_secs(seconds)));
        assert_eq!(left, ["0:00", "0:59", "1:00", "9:58", "1:02:03"]);
        assert_eq!(clock(Duration::from_millis(1)), "0:01");
    }
}
