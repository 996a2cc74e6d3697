use super::Request;
use crate::cli::Done;
use crate::cli::args::CheckArguments;
use crate::cli::desk::Desk;
use crate::cli::mail_run::{Met, Pick, check_rows, pass, without_echoes};
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::diagnostic::{Count, Diagnostic, Report};
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
    let (desk, mut report) = Desk::lay(request)?;
    let missing = missing_facts(&desk, &mut report);
    // While the brief is not whole, letters would only repeat what is missing in other words.
    let whole = missing.is_empty() && !desk.brief_has_errors;
    let mut progress = request.ui.progress("contacts checked");
    let (mut letters, mut left_out) = (0, 0);
    match desk.compose() {
        Ok((composer, audience, found)) => {
            report.append(found);
            if !whole {
                report.append(check_rows(&desk, &mut progress));
            } else if let Some(roster) = &desk.roster {
                let pick = Pick::default();
                let found =
                    pass(roster, &composer, &audience, &pick, &mut progress, |_, met| match met {
                        Met::Printed(..) => letters += 1,
                        Met::LeftOut(_) => left_out += 1,
                        Met::Failed(_) => {}
                    });
                let told = report.has_errors();
                report.append(without_echoes(found, told));
            }
        }
        Err(found) => {
            report.append(found);
            report.append(check_rows(&desk, &mut progress));
        }
    }
    drop(progress);
    if let Some(rehearsal) = desk.rehearsal() {
        request.ui.advise(&rehearsal)?;
    }
    show(request, own, &report, &missing, letters, left_out)?;
    Ok(Outcome::of(&report))
}

/// Puts each open fact into the report, and gives their names.
fn missing_facts(desk: &Desk<'_>, report: &mut Report) -> Vec<String> {
    let Some(brief) = &desk.brief else { return Vec::new() };
    let missing = brief.missing(&desk.workspace.config.languages);
    let names = missing.iter().map(|fact| fact.name.clone()).collect();
    report.extend(missing.into_iter().map(Diagnostic::from));
    names
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
        if !missing.is_empty() {
            ui.say(&format!("{} still missing from the brief:", Count(missing.len(), "fact")))?;
            for name in missing {
                ui.say(&format!("  {name}"))?;
            }
        }
        return ui.advise("Correct these, then run `hearten check` again. Nothing was sent.");
    }
    ui.say(&format!(
        "All is in order: {} can be written, {} left out by rule.",
        Count(letters, "letter"),
        Count(left_out, "contact"),
    ))
}
