//! `hearten suppress` and `unsuppress`: who gets no letters for now (P-21).

use super::Request;
use super::settle::{member, reason, tell};
use crate::cli::Done;
use crate::cli::args::SuppressArguments;
use crate::cli::clearance::open_ledger;
use crate::cli::desk::Desk;
use crate::cli::letters::{in_roster, named};
use crate::cli::outcome::Outcome;
use crate::cli::who::quoted;
use crate::cli::whom::Wanted;
use crate::diagnostic::{Diagnostic, Report};
use crate::ledger::{Fact, Suppressed, Unsuppressed};

/// Sends a contact no letters until further notice.
pub(crate) fn suppress(request: &Request<'_>, own: &SuppressArguments) -> Done {
    let change = Change::read(request, own, "suppress")?;
    let Change { desk, contact, name, by, reason } = change;
    if let Some(before) = desk.standings.suppressed(&contact) {
        let title = format!("{} gets no letters already", named(&contact, &name));
        return Err(Diagnostic::error(title)
            .rule("P-21")
            .why(format!("The reason on record: {before}."))
            .hint("nothing is to be done")
            .into());
    }
    let fact = Fact::Suppressed(Suppressed { contact: contact.clone(), by, reason });
    let whom = named(&contact, &name);
    record(request, &desk, fact, &format!("Recorded: {whom} gets no letters for now."))?;
    request.ui.advise(&format!(
        "To take it back: hearten unsuppress {} --reason \"…\"",
        quoted(&contact)
    ))?;
    Ok(Outcome::Done)
}

/// Lets a contact get letters again.
pub(crate) fn unsuppress(request: &Request<'_>, own: &SuppressArguments) -> Done {
    let change = Change::read(request, own, "unsuppress")?;
    let Change { desk, contact, name, by, reason } = change;
    if desk.standings.suppressed(&contact).is_none() {
        let title = format!("{} is not suppressed", named(&contact, &name));
        return Err(Diagnostic::error(title)
            .rule("P-21")
            .why("Whoever gets no letter for another reason is left out by the roster or a rule.")
            .hint("see who is left out, and why, with `hearten preview`")
            .into());
    }
    let fact = Fact::Unsuppressed(Unsuppressed { contact: contact.clone(), by, reason });
    let whom = named(&contact, &name);
    record(request, &desk, fact, &format!("Recorded: {whom} may get letters again."))?;
    request.ui.advise("Next: hearten status --missing")?;
    Ok(Outcome::Done)
}

/// What was typed, checked whole.
struct Change<'a> {
    desk: Desk<'a>,
    contact: String,
    name: String,
    by: Option<String>,
    reason: String,
}

impl<'a> Change<'a> {
    fn read(
        request: &Request<'a>,
        own: &SuppressArguments,
        verb: &str,
    ) -> Result<Self, crate::cli::Failure> {
        let (desk, _) = Desk::lay(request)?;
        let typed = own.contact.join(" ");
        let said = quoted(&own.reason);
        let line = |whom: &str| format!("hearten {verb} {} --reason {said}", quoted(whom));
        let wanted = Wanted { typed: &typed, line: &line };
        // Who has left the roster may still be suppressed.
        let known = desk.standings.suppressed(typed.trim()).map(|_| typed.trim().to_owned());
        let (contact, name) = match in_roster(&desk, &wanted) {
            Ok(found) => found,
            Err(found) => known.map(|id| (id.clone(), id)).ok_or::<Report>(found)?,
        };
        let by = own.by.as_deref().map(|by| member(&desk, "--as", by)).transpose()?;
        let reason = reason(&own.reason)?;
        Ok(Self { desk, contact, name, by, reason })
    }
}

fn record(
    request: &Request<'_>,
    desk: &Desk<'_>,
    fact: Fact,
    told: &str,
) -> Result<(), crate::cli::Failure> {
    let mut ledger = open_ledger(desk)?;
    let recorded = ledger.append(desk.now, &[fact])?;
    Ok(tell(request, desk, &recorded, told)?)
}
