//! Sends what is due: in a drill to files, in earnest to partners.

mod ask;
mod due;
mod errand;
mod laying;
mod sampling;
mod telling;
mod waiting;

use super::Request;
use crate::cli::args::SendArguments;
use crate::cli::desk::Desk;
use crate::cli::outcome::Outcome;
use crate::cli::{Done, Failure};
use crate::diagnostic::Diagnostic;
use crate::outreach::Wave;
use crate::workspace::Mode;
use errand::Errand;

/// Hands the letters over.
pub(crate) fn send(request: &Request<'_>, own: &SendArguments) -> Done {
    let wave = own.wave.as_deref().map(wave).transpose()?;
    let mut confirmed = None;
    loop {
        // Everything is read again after each wait: what was logged or changed meanwhile counts.
        let (desk, report) = Desk::lay(request)?;
        let errand = match desk.workspace.config.mode {
            Mode::Drill => Errand::drill(request, own, &desk, report)?,
            Mode::Live => {
                if report.has_errors() {
                    return Err(report.into());
                }
                refuse_a_held_clock(request, &desk)?;
                Errand::live(request, own, &desk)?
            }
        };
        let digest = errand.frozen().digest.as_str().to_owned();
        if confirmed.as_ref().is_some_and(|before| *before != digest) {
            return Err(others(&digest).into());
        }
        let turn = errand.go(wave, confirmed.is_some())?;
        match turn.next {
            Some(at) if own.wait && waiting::until(request, &desk, at)? => confirmed = Some(digest),
            _ => return Ok(turn.outcome),
        }
    }
}

/// While we waited, other letters were approved; nobody has confirmed these here.
fn others(digest: &str) -> Diagnostic {
    let short = digest.get(..16).unwrap_or(digest);
    Diagnostic::error("other letters were approved meanwhile")
        .rule("P-22")
        .why(format!("They have the digest {short}. What had left before is in the ledger; nothing of these was sent."))
        .hint("look at them, then run `hearten send` again")
}

fn wave(typed: &str) -> Result<Wave, Failure> {
    Wave::parse(typed).ok_or_else(|| {
        Diagnostic::error(format!("`{}` is no wave", typed.escape_debug()))
            .hint("type its number, such as `--wave 3`; `hearten plan` shows the waves")
            .into()
    })
}

/// With a clock that stands still letters would carry a wrong date, and the limits of the provider would
/// be counted wrongly.
fn refuse_a_held_clock(request: &Request<'_>, desk: &Desk<'_>) -> Result<(), Failure> {
    let (place, hint) = if request.global.now.is_some() {
        ("`--now`", "leave out `--now`")
    } else if desk.workspace.config.rehearsal.is_some() {
        ("`rehearsal` in hearten.toml", "delete the line `rehearsal = …` in hearten.toml")
    } else {
        return Ok(());
    };
    Err(Diagnostic::error("nothing is sent in earnest while the clock stands still")
        .rule("P-24")
        .why(format!(
            "The time comes from {place}. Letters would carry a wrong date. Nothing was sent."
        ))
        .hint(format!("{hint}, then run `hearten approve` and `hearten send` again"))
        .into())
}

/// What the command ends with: letters that are still to go are worth a code of their own.
fn ended(left: u64) -> Outcome {
    if left == 0 { Outcome::Done } else { Outcome::Unsent }
}
