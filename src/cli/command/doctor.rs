use super::Request;
use super::check::readiness;
use crate::cli::Done;
use crate::cli::args::DoctorArguments;
use crate::cli::clearance::open_ledger;
use crate::cli::desk::Desk;
use crate::cli::mail_run::{Met, Pick, pass};
use crate::cli::outcome::Outcome;
use crate::delivery::doctor::{Case, Check, Hours, Mark, Post, Which, examine};
use crate::diagnostic::{Count, Diagnostic, Report};
use crate::outreach::Recipient;
use crate::roster::Contact;
use jiff::{Timestamp, ZonedDateTime};
use lettre::Address;
use serde::Serialize;

/// How many contacts are named.
const NAMED: usize = 5;

#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    section: &'a str,
    server: Option<String>,
    works: usize,
    look: usize,
    fails: usize,
    untried: usize,
    checks: &'a [Check],
}

/// Logs in to the mail server early and says what works and what will not.
pub(crate) fn doctor(request: &Request<'_>, own: &DoctorArguments) -> Done {
    let (desk, found) = Desk::lay(request)?;
    let config = &desk.workspace.config;
    let recipient = match &own.recipient {
        Some(typed) => Some(of_ours(typed, &config.organisation.domain)?),
        None => None,
    };
    let which = match (own.second, own.drill) {
        (true, _) => Which::Second,
        (_, true) => Which::Drill,
        _ => Which::First,
    };
    let post = if found.has_errors() { None } else { post(request, &desk) };
    let server = which.server(config).map(crate::workspace::MailServer::shown);
    if let Some(server) = &server {
        request.ui.advise(&format!("Trying {server}. No letter is handed over.\n"))?;
    }
    let checks = examine(&Case {
        world: request.world,
        root: &desk.workspace.root,
        config,
        which,
        readiness: readiness(&desk),
        post,
        hours: hours(request, &desk)?,
        recipient,
    });
    let count = |mark| checks.iter().filter(|check| check.mark == mark).count();
    let document = Document {
        ok: count(Mark::Fails) == 0,
        section: which.section(),
        server,
        works: count(Mark::Works),
        look: count(Mark::Look),
        fails: count(Mark::Fails),
        untried: count(Mark::Untried),
        checks: &checks,
    };
    request.ui.document(&document)?;
    request.ui.checks(&checks)?;
    let mut sum = vec![format!("{} in order", Count(document.works, "check"))];
    if document.look > 0 {
        sum.push(format!("{} to look at", document.look));
    }
    if document.untried > 0 {
        sum.push(format!("{} could not be tried", document.untried));
    }
    let fails = match document.fails {
        0 => "nothing was found that will not work".to_owned(),
        1 => "1 thing will not work".to_owned(),
        many => format!("{many} things will not work"),
    };
    request.ui.say(&format!("\n{}; {fails}. No letter was handed over.", sum.join(", ")))?;
    Ok(if document.ok { Outcome::Done } else { Outcome::Wrong })
}

/// An address at our own domain: partners are never used to try a server (P-24).
fn of_ours(typed: &str, domain: &str) -> Result<String, Diagnostic> {
    let address = typed.parse::<Address>().ok();
    let own = |address: &Address| {
        let theirs = address.domain().to_ascii_lowercase();
        theirs == domain || theirs.ends_with(&format!(".{domain}"))
    };
    match address.filter(own) {
        Some(address) => Ok(address.to_string()),
        None => Err(Diagnostic::error(format!(
            "`{}` is no address at `{domain}`",
            typed.escape_debug()
        ))
        .rule("P-24")
        .why("A mail server is tried with our own addresses only.")
        .hint(format!("write `--recipient you@{domain}`"))),
    }
}

/// What the letters need, when they can be written.
fn post(request: &Request<'_>, desk: &Desk<'_>) -> Option<Post> {
    let roster = desk.roster.as_ref()?;
    let (composer, audience, _) = desk.compose().ok()?;
    let mut progress = request.ui.progress("letters measured");
    let capacity = desk.rules.as_ref().map(|rules| &rules.policy.capacity);
    let mut post = Post {
        planned_per_minute: capacity.map_or(0, |capacity| capacity.letters_per_minute),
        ..Post::default()
    };
    let mut failed = false;
    let pick = Pick::default();
    let make = &|_: &Contact, _: &Recipient<'_>, _: &str, message: &[u8]| message.len() as u64;
    let found =
        pass(roster, &composer, &audience, &pick, &mut progress, make, |_, met| match met {
            Met::Printed(contact, _, bytes) => {
                post.letters += 1;
                post.largest = post.largest.max(bytes);
                let needs = contact.email.as_ref().is_some_and(|email| !email.as_str().is_ascii());
                if needs {
                    post.internationals += 1;
                    if post.international.len() < NAMED {
                        post.international.push(contact.id.to_string());
                    }
                }
            }
            Met::LeftOut(..) => {}
            Met::Failed(_) => failed = true,
        });
    drop(progress);
    (!failed && !found.has_errors()).then_some(post)
}

/// What the machine's clock must not be behind.
fn hours(request: &Request<'_>, desk: &Desk<'_>) -> Result<Hours, Report> {
    let ledger = open_ledger(desk)?;
    let mut last_fact: Option<Timestamp> = None;
    ledger.each(|record| last_fact = last_fact.max(Some(record.recorded_at)))?;
    let started = desk.brief.as_ref().and_then(|brief| brief.started_at.as_ref());
    Ok(Hours {
        now: desk.now,
        held: request.global.now.is_some() || desk.workspace.config.rehearsal.is_some(),
        started_at: started.map(ZonedDateTime::timestamp),
        last_fact,
    })
}
