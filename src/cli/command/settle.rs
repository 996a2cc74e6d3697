//! `hearten settle`, `retry` and `log-sent`: what a person says of single letters.

use super::Request;
use crate::cli::args::{LogSentArguments, RetryArguments, SettleArguments};
use crate::cli::desk::Desk;
use crate::cli::letters::{Letters, named};
use crate::cli::outcome::Outcome;
use crate::cli::typed;
use crate::cli::who::{self, quoted};
use crate::cli::whom::Wanted;
use crate::cli::{Done, Failure};
use crate::diagnostic::{Count, Diagnostic, Report};
use crate::ledger::{DeliveryState, Fact, Record, Requeued, SentByHand, Settled};
use serde::Serialize;
use std::collections::BTreeMap;

/// Letters in one fact.
const TOGETHER: usize = 1000;

#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    recorded: &'a [Record],
}

/// Says what came of a letter of which nobody knows (E-23).
pub(crate) fn settle(request: &Request<'_>, own: &SettleArguments) -> Done {
    let (desk, _) = Desk::lay(request)?;
    let mut letters = Letters::open(&desk, own.drill, &mut Report::new())?;
    let found = if own.arrived { "--arrived" } else { "--send-again" };
    let line = |whom: &str| {
        format!(
            "hearten settle {} {found} --as {} --reason {}",
            quoted(whom),
            quoted(&own.by),
            quoted(&own.reason)
        )
    };
    let typed = own.contact.join(" ");
    let (contact, name) = letters.whom(&desk, &Wanted { typed: &typed, line: &line })?;
    let by = member(&desk, "--as", &own.by)?;
    let reason = reason(&own.reason)?;
    letters.ledger.close_runs(desk.now)?;
    let is_unknown = |state| state == DeliveryState::Unknown;
    let Some(revision) = letters.revision_of(&contact, is_unknown) else {
        return Err(nothing_to_settle(&letters, &contact, &name).into());
    };
    let (contact_id, arrived) = (contact.clone(), own.arrived);
    let fact = Settled { revision, contact: contact_id, arrived, by, reason };
    let recorded = letters.ledger.append(desk.now, &[Fact::Settled(fact)])?;
    let whom = named(&contact, &name);
    let told = if own.arrived {
        format!("Recorded: the letter to {whom} has arrived. It does not go again.")
    } else {
        format!("Recorded: the letter to {whom} has not arrived. It goes with the next run.")
    };
    tell(request, &desk, &recorded, &told)?;
    request.ui.advise(if own.arrived { "Next: hearten status" } else { "Next: hearten send" })?;
    Ok(Outcome::Done)
}

fn nothing_to_settle(letters: &Letters<'_>, contact: &str, name: &str) -> Diagnostic {
    let revision = letters.revision.unwrap_or_default();
    let state = letters.deliveries.state(revision, contact);
    let whom = named(contact, name);
    let (why, hint) = match state {
        DeliveryState::Queued => ("Nothing of it has left.", "send it with `hearten send`".into()),
        DeliveryState::Deferred | DeliveryState::Refused => (
            "What the mail server said is known.",
            format!("let it go again with `hearten retry {contact}`"),
        ),
        DeliveryState::NotSent => {
            ("Surely nothing of it was taken.", "it goes again with `hearten send`".into())
        }
        _ => ("What came of it is known.", "see where each stands with `hearten status`".into()),
    };
    Diagnostic::error(format!("the letter to {whom} is {state}, so there is nothing to settle"))
        .rule("E-23")
        .why(why)
        .hint(hint)
}

/// Lets letters go again that were put off or refused (E-28).
pub(crate) fn retry(request: &Request<'_>, own: &RetryArguments) -> Done {
    let (desk, _) = Desk::lay(request)?;
    let mut letters = Letters::open(&desk, own.drill, &mut Report::new())?;
    let by = own.by.as_deref().map(|by| member(&desk, "--as", by)).transpose()?;
    letters.ledger.close_runs(desk.now)?;
    let wanted = if own.contacts.is_empty() {
        all(&letters, own.refused)
    } else {
        these(&desk, &letters, &own.contacts)?
    };
    let count: usize = wanted.values().map(Vec::len).sum();
    let facts = wanted.into_iter().flat_map(|(revision, contacts)| {
        let by = by.clone();
        let facts = contacts.chunks(TOGETHER).map(move |contacts| {
            let (contacts, by) = (contacts.to_vec(), by.clone());
            Fact::Requeued(Requeued { revision, contacts, by })
        });
        facts.collect::<Vec<_>>()
    });
    let facts: Vec<Fact> = facts.collect();
    if facts.is_empty() {
        tell(request, &desk, &[], "No letter was put off. Nothing was recorded.")?;
        let refused = all(&letters, true).values().map(Vec::len).sum::<usize>();
        if refused > 0 {
            let refused = Count(refused, "letter");
            request.ui.advise(&format!("{refused} refused; to send them again, name them."))?;
        }
        return Ok(Outcome::Done);
    }
    let recorded = letters.ledger.append(desk.now, &facts)?;
    let verb = if count == 1 { "goes" } else { "go" };
    let told = format!("{} {verb} again with the next run.", Count(count, "letter"));
    tell(request, &desk, &recorded, &told)?;
    request.ui.advise("Next: hearten send")?;
    Ok(Outcome::Done)
}

/// All letters of the revision at hand that were put off, and those refused when asked for.
fn all(letters: &Letters<'_>, refused: bool) -> BTreeMap<u32, Vec<String>> {
    let Some(revision) = letters.revision else { return BTreeMap::new() };
    let fits =
        |state| state == DeliveryState::Deferred || (refused && state == DeliveryState::Refused);
    let those = letters.deliveries.iter(revision).filter(|(_, letter)| fits(letter.state));
    let those: Vec<String> = those.map(|(contact, _)| contact.to_owned()).collect();
    if those.is_empty() { BTreeMap::new() } else { BTreeMap::from([(revision, those)]) }
}

/// The letters to these contacts; all that cannot go again are told at once.
fn these(
    desk: &Desk<'_>,
    letters: &Letters<'_>,
    typed: &[String],
) -> Result<BTreeMap<u32, Vec<String>>, Report> {
    let revision = letters.revision()?;
    let mut report = Report::new();
    let mut those: Vec<String> = Vec::new();
    for typed in typed {
        let line = |whom: &str| format!("hearten retry {}", quoted(whom));
        let (contact, name) = match letters.whom(desk, &Wanted { typed, line: &line }) {
            Ok(found) => found,
            Err(found) => {
                report.append(found);
                continue;
            }
        };
        match letters.deliveries.state(revision, &contact) {
            DeliveryState::Deferred | DeliveryState::Refused => {
                if !those.contains(&contact) {
                    those.push(contact);
                }
            }
            state => report.push(cannot_go(state, &contact, &name)),
        }
    }
    if report.has_errors() { Err(report) } else { Ok(BTreeMap::from([(revision, those)])) }
}

fn cannot_go(state: DeliveryState, contact: &str, name: &str) -> Diagnostic {
    let whom = named(contact, name);
    let (why, hint) = match state {
        DeliveryState::Unknown => (
            "The mail server may have it, and nobody gets a letter twice.",
            format!(
                "find out, then type `hearten settle {contact} --send-again --as NAME --reason …`"
            ),
        ),
        DeliveryState::Accepted => {
            ("It has got there, and nobody gets a letter twice.", "leave it out".to_owned())
        }
        DeliveryState::Sending => ("It is on its way.", "wait until the run has ended".to_owned()),
        _ => ("It waits, and goes with the next run anyway.", "leave it out".to_owned()),
    };
    Diagnostic::error(format!("the letter to {whom} is {state} and is not sent again"))
        .rule(if state == DeliveryState::Unknown { "E-23" } else { "E-28" })
        .why(why)
        .hint(hint)
}

/// Records a letter that was sent by another way (P-33).
pub(crate) fn log_sent(request: &Request<'_>, own: &LogSentArguments) -> Done {
    let (desk, _) = Desk::lay(request)?;
    let mut letters = Letters::open(&desk, false, &mut Report::new())?;
    let line = |whom: &str| {
        format!(
            "hearten log-sent {} --by {} --at {}",
            quoted(whom),
            quoted(&own.by),
            quoted(&own.at)
        )
    };
    let typed = own.contact.join(" ");
    let (contact, name) = letters.whom(&desk, &Wanted { typed: &typed, line: &line })?;
    let by = member(&desk, "--by", &own.by)?;
    let at = typed::past(&desk, &own.at)?;
    let revision = letters.revision()?;
    letters.ledger.close_runs(desk.now)?;
    if let Some(letter) = letters.deliveries.get(revision, &contact)
        && letter.state == DeliveryState::Accepted
    {
        let whom = named(&contact, &name);
        let how = match &letter.by_hand {
            Some(by) => format!("It was sent by another way, by {by}"),
            None => "The mail server has taken it".to_owned(),
        };
        return Err(Diagnostic::error(format!("{whom} has got the letter already"))
            .why(format!("{how}. What is recorded is never changed."))
            .hint("see who has not got it with `hearten status --missing`")
            .into());
    }
    let (id, way) = (contact.clone(), own.way.clone());
    let fact = Fact::SentByHand(SentByHand { revision, contact: id, by, at, way });
    let recorded = letters.ledger.append(desk.now, &[fact])?;
    let told = format!(
        "Recorded: {} has got the letter by another way. None goes to them by mail.",
        named(&contact, &name)
    );
    tell(request, &desk, &recorded, &told)?;
    request.ui.advise("Next: hearten status --missing")?;
    Ok(Outcome::Done)
}

/// Who of us says so.
pub(super) fn member(desk: &Desk<'_>, option: &str, typed: &str) -> Result<String, Failure> {
    let Some(roster) = &desk.roster else {
        return Err(Diagnostic::error("the team table cannot be read")
            .why("It must be clear who of us says so.")
            .hint("see what is wrong with `hearten check`")
            .into());
    };
    let why = "It must be clear who of us says so.";
    let member = who::named(&roster.directory().team, typed, option, why)?;
    Ok(member.id.to_string())
}

/// A reason that says something.
pub(super) fn reason(typed: &str) -> Result<String, Diagnostic> {
    let reason = typed.trim();
    if reason.is_empty() {
        return Err(Diagnostic::error("it needs a reason")
            .why("Others will rely on it when nobody remembers any more.")
            .hint("write it behind `--reason`"));
    }
    Ok(reason.to_owned())
}

/// Tells people and programs what was recorded.
pub(super) fn tell(
    request: &Request<'_>,
    desk: &Desk<'_>,
    recorded: &[Record],
    told: &str,
) -> std::io::Result<()> {
    request.ui.document(&Document { ok: true, recorded })?;
    if let Some(rehearsal) = desk.rehearsal() {
        request.ui.advise(&rehearsal)?;
    }
    request.ui.say(told)
}
