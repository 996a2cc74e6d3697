use super::errand::Errand;
use crate::cli::args::SendArguments;
use crate::cli::clearance;
use crate::cli::command::Request;
use crate::cli::desk::Desk;
use crate::cli::{Failure, freezing};
use crate::delivery::{self, Cleared, Outbox, Server, Way};
use crate::diagnostic::{Diagnostic, Report};
use crate::ledger::{Fact, Ledger};
use crate::workspace::{DrillRules, MailServer, SETTINGS};
use std::collections::BTreeMap;
use std::path::PathBuf;

impl<'a> Errand<'a> {
    /// A drill: the letters as they stand now, approved or not, into files.
    pub(super) fn drill(
        request: &'a Request<'a>,
        own: &'a SendArguments,
        desk: &'a Desk<'a>,
        report: Report,
    ) -> Result<Self, Failure> {
        let mut progress = request.ui.progress("letters");
        let (frozen, _) = freezing::freeze(desk, report, &mut progress)?;
        drop(progress);
        let workspace = &desk.workspace;
        let ledger = named(desk, workspace.drill_ledger_path());
        let folder = workspace.outbox_folder();
        if own.again || is_over(desk, &ledger, frozen.digest.as_str())? {
            desk.world.remove_folder(&workspace.drill_folder())?;
            desk.world.remove_folder(&folder)?;
        }
        let outbox = Outbox::new(desk.world, folder.clone(), workspace.shown(&folder));
        let rules = &workspace.config.drill;
        let server = if own.server {
            let settings = rules.mail.as_ref().filter(|_| !rules.domains.is_empty());
            let settings = settings.ok_or_else(no_drill_server)?;
            Some(server(desk, settings, Some(rules.clone()))?)
        } else {
            None
        };
        let rates = rules.mail.as_ref().filter(|_| own.server).map(|mail| mail.rates.clone());
        Ok(Self {
            request,
            own,
            desk,
            cleared: Cleared::Drill(frozen),
            ledger,
            way: Way { server, outbox: Some(outbox) },
            rates: rates.unwrap_or_default(),
            barred: barred(desk),
        })
    }

    /// In earnest: the letters that were approved, and only these.
    pub(super) fn live(
        request: &'a Request<'a>,
        own: &'a SendArguments,
        desk: &'a Desk<'a>,
    ) -> Result<Self, Failure> {
        let config = &desk.workspace.config;
        let mail = if own.second { &config.mail.second } else { &config.mail.first };
        let mail = mail.as_ref().ok_or_else(|| no_server(own.second))?;
        let approved = clearance::approved(request, desk)?;
        Ok(Self {
            request,
            own,
            desk,
            cleared: Cleared::Live(approved),
            ledger: named(desk, desk.workspace.ledger_path()),
            way: Way { server: Some(server(desk, mail, None)?), outbox: None },
            rates: mail.rates.clone(),
            barred: barred(desk),
        })
    }
}

fn named(desk: &Desk<'_>, path: PathBuf) -> (PathBuf, String) {
    let shown = desk.workspace.shown(&path);
    (path, shown)
}

/// A mail server with its secrets, which are asked for now and once.
fn server(
    desk: &Desk<'_>,
    settings: &MailServer,
    drill: Option<DrillRules>,
) -> Result<Server, Failure> {
    let (world, root) = (desk.world, &desk.workspace.root);
    let config = &desk.workspace.config;
    let dkim = config.mail.dkim.as_ref().map(|key| delivery::signer(world, root, key));
    Ok(Server {
        relay: delivery::relay(world, root, settings, &config.organisation.domain)?,
        secrets: delivery::secrets(world, root, settings)?,
        name: settings.shown(),
        connections: settings.connections,
        dkim: dkim.transpose()?,
        drill,
    })
}

/// Who may not be written to any more, with the reason: suppressed, or logged as the wrong person (P-21).
fn barred(desk: &Desk<'_>) -> BTreeMap<String, String> {
    let mut barred = desk.standings.suppressions().clone();
    for (id, _) in desk.standings.iter().filter(|(_, standing)| standing.wrong_person()) {
        barred.entry(id.to_owned()).or_insert_with(|| "logged as the wrong person".to_owned());
    }
    barred
}

/// Whether the last drill is complete, or was of other letters: then the next one begins anew.
fn is_over(desk: &Desk<'_>, ledger: &(PathBuf, String), digest: &str) -> Result<bool, Failure> {
    let ledger = Ledger::open(desk.world, &ledger.0, &ledger.1)?;
    let (mut last, mut open) = (None, true);
    ledger.each(|record| match record.fact {
        Fact::Began(began) => last = Some(began.digest),
        Fact::Drilled(_) => open = false,
        _ => {}
    })?;
    Ok(last.is_some_and(|last| last != digest) || !open)
}

fn no_server(second: bool) -> Diagnostic {
    let (section, title) = if second {
        ("[mail.second]", "there is no second mail server")
    } else {
        ("[mail]", "there is no mail server to send with")
    };
    Diagnostic::error(title)
        .rule("E-33")
        .why(format!("{SETTINGS} has no section {section}. Nothing was sent."))
        .hint("write it as docs/mail.md shows, then run `hearten doctor`; `hearten export` needs none")
}

fn no_drill_server() -> Diagnostic {
    Diagnostic::error("there is no mail server for drills")
        .rule("P-24")
        .why(format!(
            "A drill reaches only the domains that [drill] of {SETTINGS} names, by the server below [drill.mail]."
        ))
        .hint("add both as docs/mail.md shows, or leave out `--server`: letters become files")
}
