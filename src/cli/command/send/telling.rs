use super::due::{Overview, letters};
use super::errand::Errand;
use super::sampling::Sampling;
use crate::cli::Done;
use crate::cli::outcome::Outcome;
use crate::delivery::{Stop, Summary, Tally};
use crate::diagnostic::{Count, Diagnostic};
use crate::outreach::span;
use crate::workspace::Mode;
use serde::Serialize;

/// How many of those who are held back are named.
const NAMED: usize = 5;

/// What a program is told of a run.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    ok: bool,
    mode: &'static str,
    digest: &'a str,
    /// None when nothing was due.
    tally: Option<Tally>,
    /// Letters that are still to go, or whose state is not known.
    left: u64,
    seconds: Option<f64>,
    /// Why it ended before its last letter.
    stopped: Option<String>,
}

impl<'a> Document<'a> {
    pub(super) fn new(
        errand: &'a Errand<'_>,
        summary: Option<&Summary>,
        left: u64,
        seconds: Option<f64>,
    ) -> Self {
        Self {
            ok: left == 0,
            mode: errand.mode().word(),
            digest: errand.frozen().digest.as_str(),
            tally: summary.map(|summary| summary.tally),
            left,
            seconds,
            stopped: summary.and_then(|summary| summary.ended.as_ref()).map(ToString::to_string),
        }
    }
}

/// What is about to be done.
pub(super) fn opening(errand: &Errand<'_>, overview: &Overview, sampling: &Sampling) -> String {
    let manifest = &errand.frozen().manifest;
    let mut lines = vec![match errand.mode() {
        Mode::Live => "LIVE: letters go to partners.".to_owned(),
        Mode::Drill => match &errand.way.server {
            None => "DRILL: letters become files; nothing leaves this machine.".to_owned(),
            Some(server) => format!(
                "DRILL: letters become files, and go to {} for the domains of the drill only.",
                server.name
            ),
        },
    }];
    lines.push(format!(
        "\nCrisis {}, {} of revision {}, digest {}.",
        manifest.crisis,
        manifest.phase,
        manifest.revision,
        errand.frozen().digest.short()
    ));
    lines.push(errand.cleared.told());
    lines.extend(sampling.told(errand));
    lines.extend(overview.lines(errand.desk));
    if !overview.barred.is_empty() {
        lines.push(format!("Held back since the approval (P-21): {}.", barred(&overview.barred)));
    }
    let due = overview.sum(|counts| counts.due);
    let least = errand.rates.iter().map(|rate| rate.time_for(due)).max().unwrap_or_default();
    if !least.is_zero() && due > 0 {
        let rates: Vec<String> = errand.rates.iter().map(ToString::to_string).collect();
        let minutes = i64::try_from(least.as_secs().div_ceil(60)).unwrap_or(i64::MAX);
        lines.push(format!("At {} it takes {} at the least.", rates.join(" and "), span(minutes)));
    }
    lines.join("\n")
}

fn barred(barred: &[(String, String)]) -> String {
    let named = barred.iter().take(NAMED).map(|(contact, reason)| format!("{contact} ({reason})"));
    let mut named: Vec<String> = named.collect();
    if barred.len() > NAMED {
        named.push(format!("{} more", barred.len() - NAMED));
    }
    named.join(", ")
}

/// Nothing can go at the moment, and why.
pub(super) fn nothing(errand: &Errand<'_>, overview: &Overview) -> String {
    let mut lines = vec!["\nNothing is due. Nothing was sent.".to_owned()];
    lines.extend(open_ends(errand, overview));
    lines.join("\n")
}

/// The undo window was used.
pub(super) fn undone(errand: &Errand<'_>, stop: &Stop<'_>, seeded: bool) -> Done {
    let why = stop.asked().map_or_else(String::new, |why| format!(" ({why})"));
    let what = if seeded {
        "Samples went to our own people, and nothing to partners."
    } else {
        "Nothing was sent."
    };
    errand.request.ui.say(&format!("Taken back{why}. {what}"))?;
    Ok(Outcome::Unsent)
}

/// What became of it.
pub(super) fn closing(
    errand: &Errand<'_>,
    summary: &Summary,
    overview: &Overview,
    seconds: f64,
) -> String {
    let tally = &summary.tally;
    let (did, place) = match errand.mode() {
        Mode::Live => ("accepted by the mail server", String::new()),
        Mode::Drill => ("delivered in the drill", errand.outbox()),
    };
    let mut lines = vec![format!(
        "\n{}: {} {did} in {}.{place}",
        errand.mode().shout(),
        letters(tally.accepted),
        time(seconds),
    )];
    for (count, what) in [
        (tally.refused, "refused"),
        (tally.deferred, "put off by the server"),
        (tally.not_sent, "not sent; the connection broke first"),
        (tally.unknown, "of unknown state"),
    ] {
        if count > 0 {
            lines.push(format!("  {count} {what}"));
        }
    }
    if let Some(why) = &summary.ended {
        lines.push(format!("Stopped: {why}."));
    }
    if let Some(trouble) = &summary.trouble {
        lines.push(format!(
            "The ledger cannot be written any more: {trouble}. What had left and could not be recorded is unknown."
        ));
    }
    lines.extend(open_ends(errand, overview));
    lines.join("\n")
}

/// What is still open, with the next command for each.
fn open_ends(errand: &Errand<'_>, overview: &Overview) -> Vec<String> {
    let mut lines = Vec::new();
    let drill = if errand.mode() == Mode::Drill { " --drill" } else { "" };
    let sum = |of: fn(&super::due::Counts) -> u64| overview.sum(of);
    let (due, later) = (sum(|counts| counts.due), sum(|counts| counts.later));
    let (unknown, refused) = (sum(|counts| counts.unknown), sum(|counts| counts.refused));
    if due > 0 {
        lines.push(format!(
            "{} still to go: `hearten send` goes on where it stopped.",
            letters(due)
        ));
    }
    if later > 0 {
        let from = overview.next_at().map(|at| errand.desk.shown(at));
        let from = from.map_or_else(String::new, |from| format!(", the first at {from}"));
        let stays = errand.own.wait && errand.cleared.is_live();
        let how = if stays {
            ""
        } else {
            ": run `hearten send` again then, or let it stay with `--wait`"
        };
        lines.push(format!("{} later{from}{how}.", letters(later)));
        if overview.sum(|counts| counts.early) > 0 {
            lines.push(
                "Their readers' working day has not begun, or a call comes first (P-10); `--any-hour` does not wait for that."
                    .to_owned(),
            );
        }
    }
    if unknown > 0 {
        lines.push(format!(
            "{} of unknown state: look for them, then `hearten settle CONTACT --arrived` or `--send-again`.",
            letters(unknown)
        ));
    }
    if refused > 0 {
        lines.push(format!(
            "{} refused: `hearten status --missing{drill}` shows why; call these people.",
            letters(refused)
        ));
    }
    if lines.is_empty() {
        let all = Count(
            usize::try_from(overview.sum(|counts| counts.accepted)).unwrap_or(usize::MAX),
            "letter",
        );
        lines.push(format!("All is done: {all}. `hearten status{drill}` shows each."));
    }
    lines
}

/// What the ledger keeps of why a run ended.
pub(super) fn why(summary: &Summary) -> String {
    match (&summary.ended, &summary.trouble) {
        (Some(why), _) => why.to_string(),
        (None, Some(trouble)) => trouble.to_string(),
        (None, None) => "all that was due".to_owned(),
    }
}

/// A server that does not let us in.
pub(super) fn no_server(fault: &crate::delivery::smtp::Fault) -> Diagnostic {
    Diagnostic::error("the mail server does not let us in")
        .rule("E-27")
        .why(format!("{fault}. Nothing was sent."))
        .hint("see what is wrong with `hearten doctor`; without a server, `hearten export` writes the letters")
}

/// `0.4 s`, `12 s`, `5 min`.
fn time(seconds: f64) -> String {
    if seconds < 10.0 {
        format!("{seconds:.1} s")
    } else if seconds < 120.0 {
        format!("{seconds:.0} s")
    } else {
        format!("{:.0} min", seconds / 60.0)
    }
}
