//! Reads all letters over, or explains a rule.

mod explain;
mod sarif;

use super::Request;
use crate::cli::args::{Format, LintArguments};
use crate::cli::desk::Desk;
use crate::cli::linting::{self, Linting};
use crate::cli::mail_run::{Met, Pick, nobody, pass, without_echoes};
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::cli::ui::Ui;
use crate::cli::{Done, Failure};
use crate::diagnostic::{Count, Diagnostic, Report, Severity};
use crate::lint::{Clarity, Finding, Findings};
use crate::outreach::Recipient;
use crate::roster::Contact;
use serde::Serialize;

#[derive(Serialize)]
struct LintDocument<'a> {
    ok: bool,
    errors: usize,
    warnings: usize,
    letters: usize,
    wordings: usize,
    findings: &'a [Finding],
    /// How clearly the letters are written: a hint, never a finding.
    clarity: &'a [Clarity],
    /// What stood in the way of reading some letters over.
    problems: &'a [Diagnostic],
}

/// Prints what a careful reader would point at in the letters.
pub(crate) fn lint(request: &Request<'_>, own: &LintArguments) -> Done {
    if own.rules {
        return explain::all(request);
    }
    if let Some(id) = &own.explain {
        return explain::one(request, id);
    }
    let (desk, mut report) = Desk::lay(request)?;
    let settings = match linting::settings(&desk) {
        Ok(settings) => settings,
        Err(found) => {
            report.append(found);
            return Err(report.into());
        }
    };
    let (composer, audience, found) = match desk.compose() {
        Ok(composed) => composed,
        Err(found) => {
            report.append(found);
            return Err(incomplete(&desk, report));
        }
    };
    report.append(found);
    // What cannot be read is told by the pass below.
    let everybody = linting::everybody(&desk, drop).unwrap_or_default();
    let linting = Linting::new(&desk, &settings, &composer, &audience, &everybody, &mut report);
    let (Some(linting), Some(roster)) = (linting, &desk.roster) else { return Err(report.into()) };
    let mut findings = Findings::default();
    let (mut letters, mut left_out) = (0, Vec::new());
    let mut progress = request.ui.progress("letters");
    let each = |_, met| match met {
        Met::Printed(contact, print, found) => {
            letters += 1;
            linting.met(&contact, &print, found, &mut findings);
        }
        Met::LeftOut(contact, why) if !own.contact.is_empty() => {
            left_out.push(Diagnostic::warning(format!("`{}` gets no letter: {why}", contact.id)));
        }
        Met::LeftOut(..) | Met::Failed(_) => {}
    };
    let pick = Pick { contacts: own.contact.clone(), ..Pick::default() };
    let make = |contact: &Contact, reader: &Recipient<'_>, _: &str, message: &[u8]| {
        linting.letter(contact, reader, message)
    };
    let found = pass(roster, &composer, &audience, &pick, &mut progress, &make, each);
    drop(progress);
    let told = report.has_errors();
    report.append(without_echoes(found, told));
    if letters == 0 && left_out.is_empty() && !own.contact.is_empty() && !report.has_errors() {
        report.push(nobody(&pick, Some(roster), "lint"));
        return Err(report.into());
    }
    report.extend(left_out);
    let wordings = findings.wordings();
    let clarity = linting.clarity(&findings);
    let found = linting.finish(findings);
    if request.global.format == Format::Sarif {
        Ui::raw(sarif::document(&found).as_bytes())?;
        return Ok(outcome(&found, &report));
    }
    let (errors, warnings) = (count(&found, Severity::Error), count(&found, Severity::Warning));
    request.ui.document(&LintDocument {
        ok: errors == 0 && !report.has_errors(),
        errors,
        warnings,
        letters,
        wordings,
        findings: &found,
        clarity: &clarity,
        problems: report.kept(),
    })?;
    show(request, own, &found, &report)?;
    for score in &clarity {
        request.ui.say(&clear(score))?;
    }
    tell(request.ui, letters, wordings, &found)?;
    Ok(outcome(&found, &report))
}

fn outcome(found: &[Finding], report: &Report) -> Outcome {
    let wrong = found.iter().any(|finding| finding.severity == Severity::Error);
    if wrong { Outcome::Wrong } else { Outcome::of(report) }
}

/// While facts are missing no letter can be read over; then these are what to say.
fn incomplete(desk: &Desk<'_>, mut report: Report) -> Failure {
    report.extend(desk.missing_facts());
    report.into()
}

/// The findings by who reads them: those of all letters first, each group with its errors first.
fn show(
    request: &Request<'_>,
    own: &LintArguments,
    found: &[Finding],
    report: &Report,
) -> std::io::Result<()> {
    let most = if own.all { usize::MAX } else { MOST_SHOWN };
    request.ui.findings(report, most)?;
    let mut groups: Vec<(String, Vec<&Finding>)> = Vec::new();
    for finding in found {
        let group = group(finding);
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, members)) => members.push(finding),
            None => groups.push((group, vec![finding])),
        }
    }
    for (group, members) in groups {
        request.ui.heading(&group)?;
        let mut report = Report::new();
        report.extend(linting::told(members.into_iter()));
        request.ui.findings(&report, most)?;
    }
    Ok(())
}

/// Whose letters a finding is in.
fn group(finding: &Finding) -> String {
    let languages: Vec<&str> =
        finding.languages.iter().map(|language| language.english_name()).collect();
    let letters = Count(finding.letters, "letter");
    match languages.as_slice() {
        [] => "All letters".to_owned(),
        some => format!("{letters} in {}", some.join(" and ")),
    }
}

/// The clarity of one language, as a line.
fn clear(score: &Clarity) -> String {
    let parts: Vec<String> = score
        .parts
        .iter()
        .map(|part| format!("{} {} ({})", part.name, part.points, part.found))
        .collect();
    let language = score.language.english_name();
    format!("Clarity of {language}: {} of 100, as a hint. {}.", score.score, parts.join(", "))
}

fn tell(ui: Ui, letters: usize, wordings: usize, found: &[Finding]) -> std::io::Result<()> {
    let read = format!("{} in {} read over", Count(letters, "letter"), Count(wordings, "wording"));
    let (errors, warnings) = (count(found, Severity::Error), count(found, Severity::Warning));
    let Some(first) = found.iter().find(|it| it.severity != Severity::Info) else {
        return ui.say(&match letters {
            0 => "No letter was read over.".to_owned(),
            _ => format!("{read}: nothing stands in the way."),
        });
    };
    let (errors_said, warnings_said) = (Count(errors, "error"), Count(warnings, "warning"));
    ui.say(&format!("{read}: {errors_said}, {warnings_said}."))?;
    let weight = if errors > 0 {
        "An error blocks sending."
    } else {
        "An approver acknowledges each warning by name, or the text is changed."
    };
    ui.advise(&format!("{weight} Learn about a rule with `hearten lint --explain {}`.", first.rule))
}

fn count(found: &[Finding], severity: Severity) -> usize {
    found.iter().filter(|it| it.severity == severity).count()
}
