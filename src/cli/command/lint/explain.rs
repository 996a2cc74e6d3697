use super::Request;
use crate::cli::Done;
use crate::cli::outcome::Outcome;
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::lint::{Page, RULES, Rule};
use serde::Serialize;
use std::fmt::Write;

#[derive(Serialize)]
struct RuleDocument<'a> {
    rule: &'a str,
    severity: Severity,
    locked: bool,
    #[serde(flatten)]
    page: Page,
}

/// Explains one rule: what it looks at, why, and how the same thing is said badly and well.
pub(super) fn one(request: &Request<'_>, typed: &str) -> Done {
    let wanted = typed.trim().to_uppercase();
    // A number alone says as much.
    let wanted = match wanted.parse::<u8>() {
        Ok(number) => format!("L-{number:02}"),
        Err(_) => wanted,
    };
    let rule = RULES.iter().find(|rule| rule.id == wanted);
    let Some((rule, page)) = rule.and_then(|rule| Some((rule, Page::of(rule.id)?))) else {
        let finding = Diagnostic::error(format!("there is no rule `{}`", typed.escape_debug()));
        return Err(finding
            .hint(match nearest(&wanted, RULES.iter().map(|rule| rule.id)) {
                Some(near) => format!(
                    "type `hearten lint --explain {near}`; `hearten lint --rules` shows all"
                ),
                None => "see all rules with `hearten lint --rules`".to_owned(),
            })
            .into());
    };
    request.ui.document(&RuleDocument {
        rule: rule.id,
        severity: rule.severity,
        locked: rule.locked,
        page: page.clone(),
    })?;
    request.ui.say(&text(rule, &page))?;
    Ok(Outcome::Done)
}

/// All rules, one a line.
pub(super) fn all(request: &Request<'_>) -> Done {
    let documents: Vec<RuleDocument<'_>> = RULES
        .iter()
        .filter_map(|rule| {
            let (severity, locked) = (rule.severity, rule.locked);
            Some(RuleDocument { rule: rule.id, severity, locked, page: Page::of(rule.id)? })
        })
        .collect();
    request.ui.document(&documents)?;
    let mut out = String::new();
    for RuleDocument { rule, severity, locked, page } in &documents {
        let lock = if *locked { "locked" } else { "" };
        let _ = writeln!(out, "{rule}  {:7} {lock:6}  {}", word(*severity), page.name);
    }
    request.ui.say(out.trim_end())?;
    request.ui.advise("\nMore about one: `hearten lint --explain L-21`")?;
    Ok(Outcome::Done)
}

const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn text(rule: &Rule, page: &Page) -> String {
    let mut out = String::new();
    let weight = match rule.severity {
        Severity::Error => "an error: it blocks sending",
        Severity::Warning => "a warning: an approver acknowledges it by name",
        Severity::Info => "an information: it blocks nothing",
    };
    let _ = writeln!(out, "{} {}\n", rule.id, page.name);
    let _ = writeln!(out, "What    {}", page.what);
    let _ = writeln!(out, "Why     {}", page.why);
    let _ = writeln!(out, "Source  {}", page.source);
    let _ = writeln!(out, "Do      {}", page.mend);
    let _ = writeln!(out, "Weight  {weight}");
    for (language, example) in &page.examples {
        let _ = writeln!(out, "\n{language}");
        let _ = writeln!(out, "  bad   {}", indented(&example.bad));
        let _ = writeln!(out, "  good  {}", indented(&example.good));
    }
    out.push('\n');
    if rule.locked {
        let _ = write!(out, "This rule cannot be lowered or switched off.");
    } else {
        let _ = write!(
            out,
            "To switch it off, write in hearten.toml:\n  [lint]\n  {} = \"off\"      or \"info\", \"warning\", \"error\"",
            rule.id
        );
    }
    out
}

fn indented(text: &str) -> String {
    text.trim().replace('\n', "\n        ")
}
