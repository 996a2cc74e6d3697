use crate::cli::clearance::{approvals, last_frozen, remove_unnamed, stored};
use crate::cli::command::Request;
use crate::cli::desk::Desk;
use crate::cli::outcome::Outcome;
use crate::cli::ui::Ui;
use crate::cli::{Done, Failure, freezing};
use crate::diagnostic::{Count, Diagnostic, Report};
use crate::proof::frozen::{Digest, Frozen};
use crate::proof::{Difference, Reworded};
use serde::Serialize;
use std::fmt::Write;

/// How many contacts are named in one line.
const NAMED: usize = 12;
/// How many lines of a list are shown.
const LISTED: usize = 200;

#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    then: &'a Digest,
    now: &'a Digest,
    difference: &'a Difference,
}

/// Shows what changed since the last approval, letter by letter.
pub(super) fn show(request: &Request<'_>, desk: &Desk<'_>, found: Report) -> Done {
    let known = approvals(desk)?;
    let Some(last) = known.last_approved(None) else {
        return Err(Diagnostic::error("nothing has been approved yet")
            .why("What changed is told against the letters that were approved last.")
            .hint("see where approval stands with `hearten approve`")
            .into());
    };
    let then = stored(desk, last).map_err(Diagnostic::from)?;
    let mut progress = request.ui.progress("letters");
    let held = match last_frozen(desk, &known) {
        Ok(Some(frozen)) if freezing::holds(request, &frozen, &mut progress)? => Some(frozen),
        _ => None,
    };
    // What is frozen only to be compared is named by no fact, and goes again.
    let now = match held {
        Some(frozen) => frozen,
        None => freezing::freeze(desk, found, &mut progress)?.0,
    };
    drop(progress);
    let difference = Difference::between(&then, &now).map_err(Diagnostic::from);
    remove_unnamed(desk)?;
    let difference = difference?;
    let (then, now) = (&then.digest, &now.digest);
    let ok = then == now || difference.is_empty();
    request.ui.document(&Document { ok, then, now, difference: &difference })?;
    if then == now {
        request.ui.say(&format!(
            "Nothing changed: these are the letters that were approved, {}.",
            then.short()
        ))?;
        return Ok(Outcome::Done);
    }
    request.ui.say(&format!("Approved last: {}. Now: {}.", then.short(), now.short()))?;
    for line in lines(&difference) {
        request.ui.say(&line)?;
    }
    request.ui.advise("An approval of the old letters does not count for the new ones. Next: hearten approve --as NAME")?;
    Ok(Outcome::Done)
}

/// In short, for who is about to approve.
pub(super) fn since_last_approval(
    ui: Ui,
    desk: &Desk<'_>,
    frozen: &Frozen,
    fresh: bool,
) -> Result<(), Failure> {
    let known = approvals(desk)?;
    let Some(last) = known.last_approved(Some(frozen.digest.as_str())) else {
        return Ok(ui.say("No other letters were approved before in this crisis.\n")?);
    };
    let short = last.get(..16).unwrap_or(last);
    let then = match stored(desk, last) {
        Ok(then) => then,
        Err(damage) => {
            let why = damage.what;
            return Ok(ui.say(&format!("What changed since {short} cannot be told: {why}.\n"))?);
        }
    };
    if let Some(warning) = many_more(&then, frozen) {
        ui.say(&warning)?;
    }
    let difference = Difference::between(&then, frozen).map_err(Diagnostic::from)?;
    let void = if fresh { " Its approval does not count for these." } else { "" };
    ui.say(&format!(
        "Changed since {short}, which was approved before:{void}\n{}\n",
        sum(&difference)
    ))?;
    Ok(ui.say("See each change with `hearten approve --diff`.\n")?)
}

/// A list far longer than the last one is seldom meant (P-23, G-07).
fn many_more(then: &Frozen, now: &Frozen) -> Option<String> {
    let (before, letters) = (then.manifest.counts.letters, now.manifest.counts.letters);
    (letters > before.saturating_mul(3)).then(|| {
        format!("LOOK AGAIN (P-23): {letters} recipients, and {before} when letters were approved before.\n")
    })
}

/// The counts of a difference.
fn sum(difference: &Difference) -> String {
    let reworded: usize = difference.reworded.iter().map(|one| one.contacts.len()).sum();
    let parts = [
        (reworded + difference.reworded_more, "letter", "with other words"),
        (difference.other_bytes.len(), "letter", "with the same words in another layout"),
        (difference.added.len(), "letter", "more"),
        (difference.removed.len(), "letter", "fewer"),
        (difference.readdressed.len(), "letter", "to another address"),
        (difference.rewaved.len(), "letter", "in another wave"),
        (difference.retimed, "letter", "at another time"),
        (difference.policy.len(), "other value", "changed"),
    ];
    let told = parts.into_iter().filter(|(count, ..)| *count > 0);
    let told: Vec<String> =
        told.map(|(count, noun, what)| format!("  {} {what}", Count(count, noun))).collect();
    if told.is_empty() { "  nothing but the time of freezing".to_owned() } else { told.join("\n") }
}

/// Each change in a line or a small block.
fn lines(difference: &Difference) -> Vec<String> {
    let mut out = vec![format!("{}\n", sum(difference))];
    let mut list = |title: &str, items: Vec<String>| {
        if items.is_empty() {
            return;
        }
        let more = items.len().saturating_sub(LISTED);
        let mut text = format!("{title}:");
        for item in items.into_iter().take(LISTED) {
            text.push_str("\n  ");
            text.push_str(&item);
        }
        if more > 0 {
            let _ = write!(text, "\n  … and {more} more; `--format json` has all");
        }
        out.push(text + "\n");
    };
    let arrow =
        |what: &str, then: &str, now: &str| format!("{what}: {} -> {}", shown(then), shown(now));
    list("Get a letter now and did not before", difference.added.clone());
    list("Got a letter before and do not now", difference.removed.clone());
    let readdressed = difference.readdressed.iter();
    list(
        "Go to another address",
        readdressed.map(|(id, then, now)| arrow(id, then, now)).collect(),
    );
    let rewaved = difference.rewaved.iter();
    list(
        "Go in another wave",
        rewaved.map(|(id, then, now)| arrow(id, &format!("W{then}"), &format!("W{now}"))).collect(),
    );
    list("Same words, other head or layout", difference.other_bytes.clone());
    let policy = difference.policy.iter();
    list("Beside the letters", policy.map(|(key, then, now)| arrow(key, then, now)).collect());
    out.extend(difference.reworded.iter().map(reworded));
    if difference.reworded_more > 0 {
        let more = Count(difference.reworded_more, "more letter");
        out.push(format!("{more} read otherwise, each in its own way.\n"));
    }
    out
}

fn reworded(one: &Reworded) -> String {
    let named = one.contacts.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = one.contacts.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!(
        "{}, {named}{more}:\n  {}\n",
        Count(one.contacts.len(), "letter"),
        one.lines.join("\n  ")
    )
}

fn shown(value: &str) -> &str {
    if value.is_empty() { "(none)" } else { value }
}
