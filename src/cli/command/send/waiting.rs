//! Staying until letters may go that could not go at once: their readers' day has not begun (P-10), or the
//! server has put them off (E-28).

use super::errand::STOP;
use crate::cli::Failure;
use crate::cli::command::Request;
use crate::cli::desk::Desk;
use crate::delivery::Stop;
use crate::world::listen_to_signals;
use jiff::Timestamp;
use std::time::Duration;

/// Each wait is a little longer than it must be, so that the letters are due when it is over.
const MARGIN: Duration = Duration::from_secs(1);

/// Waits until `at`. Gives whether sending goes on: nobody has stopped it meanwhile.
pub(super) fn until(
    request: &Request<'_>,
    desk: &Desk<'_>,
    at: Timestamp,
) -> Result<bool, Failure> {
    let ui = request.ui;
    ui.say(&format!(
        "\nWaiting until {}. Ctrl-C ends it; nothing is lost, and `hearten send` goes on later.",
        desk.shown(at)
    ))?;
    let signal = listen_to_signals()?;
    let stop = Stop::new(desk.world, desk.workspace.crisis_folder().join(STOP), &signal);
    // The clock may be set while we wait: it is asked again and again.
    loop {
        let left: Duration = at.duration_since(desk.world.now()).try_into().unwrap_or_default();
        if left.is_zero() {
            return Ok(stop.wait(MARGIN));
        }
        if !stop.wait(left.min(LOOK)) {
            let why = stop.asked().map(|why| format!(" ({why})")).unwrap_or_default();
            ui.say(&format!("Ended{why}. Type `hearten send` to go on."))?;
            return Ok(false);
        }
    }
}

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(20);
