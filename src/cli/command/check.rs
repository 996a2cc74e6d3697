use super::Request;
use crate::cli::args::CheckArguments;
use crate::cli::desk::Desk;
use crate::cli::linting::{self, Linting};
use crate::cli::mail_run::{Met, Pick, check_rows, missed, pass, without_echoes};
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::cli::planning;
use crate::cli::{Done, Failure};
use crate::crisis::Brief;
use crate::diagnostic::{Count, Diagnostic, Report};
use crate::lint::{Findings, Settings};
use crate::locale::Language;
use crate::outreach::Recipient;
use crate::proof::Missed;
use crate::roster::{Contact, Reporting};
use crate::workspace::{OPEN, SETTINGS, Workspace, text_of};
use serde::Serialize;

#[derive(Serialize)]
struct CheckDocument<'a> {
    ok: bool,
    errors: usize,
    warnings: usize,
    letters: usize,
    left_out: usize,
    missing_facts: Vec<&'a str>,
    findings: &'a [Diagnostic],
}

/// Finds everything that is wrong or missing.
pub(crate) fn check(request: &Request<'_>, own: &CheckArguments) -> Done {
    let (desk, mut report) = match Desk::lay(request) {
        Ok(laid) => laid,
        Err(Failure::Findings(report)) => return check_brief_alone(request, own, *report),
        Err(failure) => return Err(failure),
    };
    let missing = match &desk.brief {
        Some(brief) => missing_facts(brief, &desk.workspace.config.languages, &mut report),
        None => Vec::new(),
    };
    report.append(planning::check_playbooks(&desk));
    report.extend(readiness(&desk));
    // While the brief is not whole, letters would only repeat what is missing in other words.
    let whole = missing.is_empty() && !desk.brief_has_errors;
    let mut progress = request.ui.progress("contacts checked");
    let (mut letters, mut left_out) = (0, 0);
    let mut first = None;
    let settings = linting::settings(&desk).unwrap_or_else(|found| {
        report.append(found);
        Settings::default()
    });
    match desk.compose() {
        Ok((composer, audience, found)) => {
            report.append(found);
            // What cannot be read is told by the pass below.
            let everybody = whole.then(|| linting::everybody(&desk, drop)).and_then(Result::ok);
            let everybody = everybody.unwrap_or_default();
            let linting =
                Linting::new(&desk, &settings, &composer, &audience, &everybody, &mut report);
            let mut read_over = Findings::default();
            let mut reporting = Reporting::default();
            if !whole {
                report.append(check_rows(&desk, &mut progress));
            } else if let Some(roster) = &desk.roster {
                let pick = Pick::default();
                let each = |_, met| match met {
                    Met::Printed(contact, print, found) => {
                        letters += 1;
                        reporting.add(&contact);
                        if let Some(linting) = &linting {
                            linting.met(&contact, &print, found, &mut read_over);
                        }
                    }
                    Met::LeftOut(contact, why) => {
                        left_out += 1;
                        reporting.add(&contact);
                        first.get_or_insert_with(|| missed(&contact, why.to_string()));
                    }
                    Met::Failed(_) => {}
                };
                let make = |contact: &Contact, reader: &Recipient<'_>, _: &str, message: &[u8]| {
                    linting::letter(linting.as_ref(), contact, reader, message)
                };
                let found = pass(roster, &composer, &audience, &pick, &mut progress, &make, each);
                let told = report.has_errors();
                report.append(without_echoes(found, told));
                let found = linting.map(|linting| linting.finish(read_over)).unwrap_or_default();
                report.extend(linting::told(found.iter()));
                // Of rows with errors nothing is known, and whoever is named might stand there.
                if !report.has_errors() {
                    report.extend(reporting.findings());
                }
            }
        }
        Err(found) => {
            report.append(found);
            report.append(check_rows(&desk, &mut progress));
        }
    }
    drop(progress);
    if let Some(first) = first.filter(|_| letters == 0 && !report.has_errors()) {
        report.push(nobody(&first));
    }
    if let Some(rehearsal) = desk.rehearsal() {
        request.ui.advise(&rehearsal)?;
    }
    show(request, own, &report, &missing, letters, left_out)?;
    Ok(Outcome::of(&report))
}

/// What stands in the way of sending, as far as settings and team can tell (P-22, P-24).
pub(super) fn readiness(desk: &Desk<'_>) -> Vec<Diagnostic> {
    let Some(roster) = &desk.roster else { return Vec::new() };
    let today = desk.now.to_zoned_datetime(desk.zone()).date();
    let team = roster.directory().team.iter();
    let team =
        team.map(|member| (member.id.as_str(), member.left_on.is_none_or(|left| today < left)));
    desk.workspace.config.readiness(&team.collect())
}

/// A roster in which the rules leave everybody out is seldom meant.
fn nobody(first: &Missed) -> Diagnostic {
    Diagnostic::warning("nobody gets a letter")
        .rule("P-27")
        .why(format!(
            "Each contact is left out by a rule; the first is `{}`: {}.",
            first.id, first.reason
        ))
        .hint("see each with its reason with `hearten preview --open`")
}

/// The settings are not whole: the brief can be checked all the same, so that all comes at once.
fn check_brief_alone(request: &Request<'_>, own: &CheckArguments, mut report: Report) -> Done {
    let (world, folder) = (request.world, request.folder()?);
    if !Workspace::is_there(world, &folder) {
        return Err(report.into());
    }
    let mut missing = Vec::new();
    if let Some((path, shown, languages)) = Workspace::glimpse(world, &folder) {
        let text = text_of(world, &path, &shown).map_err(Report::from);
        match text.and_then(|text| Brief::read(&shown, &text)) {
            Ok((brief, found)) => {
                report.append(found);
                missing = missing_facts(&brief, &languages, &mut report);
            }
            Err(found) => report.append(found),
        }
    }
    show(request, own, &report, &missing, 0, 0)?;
    Ok(Outcome::of(&report))
}

/// Puts each open fact into the report, and gives their names.
fn missing_facts(brief: &Brief, languages: &[Language], report: &mut Report) -> Vec<String> {
    let missing = brief.missing(languages);
    let names = missing.iter().map(|fact| fact.name.clone()).collect();
    report.extend(missing.into_iter().map(Diagnostic::from));
    names
}

/// The name of a field of the settings that a finding says is open.
fn open_field(finding: &Diagnostic) -> Option<&str> {
    finding.title.strip_suffix(OPEN).map(|name| name.trim_matches(['`', ' ']))
}

fn show(
    request: &Request<'_>,
    own: &CheckArguments,
    report: &Report,
    missing: &[String],
    letters: usize,
    left_out: usize,
) -> std::io::Result<()> {
    let ui = request.ui;
    ui.document(&CheckDocument {
        ok: !report.has_errors(),
        errors: report.errors(),
        warnings: report.warnings(),
        letters,
        left_out,
        missing_facts: missing.iter().map(String::as_str).collect(),
        findings: report.kept(),
    })?;
    ui.findings(report, if own.all { usize::MAX } else { MOST_SHOWN })?;
    if report.has_errors() {
        let open: Vec<&str> = report.kept().iter().filter_map(open_field).collect();
        if !open.is_empty() {
            ui.say(&format!("{} still to be filled in {SETTINGS}:", Count(open.len(), "field")))?;
            for name in open {
                ui.say(&format!("  {name}"))?;
            }
        }
        if !missing.is_empty() {
            ui.say(&format!("{} still missing from the brief:", Count(missing.len(), "fact")))?;
            for name in missing {
                ui.say(&format!("  {name}"))?;
            }
        }
        return ui.advise("Correct these, then run `hearten check` again. Nothing was sent.");
    }
    let left_out = Count(left_out, "contact");
    if letters == 0 {
        return ui.say(&format!("No letter can be written: {left_out} left out by rule."));
    }
    let letters = Count(letters, "letter");
    ui.say(&format!("All is in order: {letters} can be written, {left_out} left out by rule."))
}
