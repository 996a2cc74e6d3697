use crate::world::Stopwatch;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// How long work may take before it is worth a line.
const PATIENCE: Duration = Duration::from_millis(500);

/// Shows how far work has come, once it has taken half a second.
#[derive(Debug)]
pub(crate) struct Progress {
    what: &'static str,
    shown: bool,
    started: Stopwatch,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(super) fn new(what: &'static str, shown: bool) -> Self {
        Self { what, shown, started: Stopwatch::start(), bar: None }
    }

    /// So many are done. How many there will be is not known before the roster has been read.
    pub(crate) fn at(&mut self, done: usize) {
        if !self.shown || self.started.elapsed() < PATIENCE {
            return;
        }
        let what = self.what;
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) =
                ProgressStyle::with_template("{spinner} {human_pos} {msg}, {per_sec}, {elapsed}")
            {
                bar.set_style(style);
            }
            bar.set_message(what);
            bar
        });
        bar.set_position(done as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
