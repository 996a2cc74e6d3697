use super::{Request, plan};
use crate::cli::desk::Desk;
use crate::cli::gone::Gone;
use crate::cli::outcome::Outcome;
use crate::cli::planning::Planning;
use crate::cli::ui::Ui;
use crate::cli::{Done, Failure, clearance, freezing};
use crate::diagnostic::{Count, Diagnostic, Report};
use crate::outreach::{CheckIn, Countdown, Duty, Plan, State};
use crate::workspace::{Mode, OPEN, SETTINGS, Workspace};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    countdown: &'a Option<Countdown>,
    steps: &'a [Step],
}

/// One thing to do, in the order in which it has to be done.
#[derive(Serialize)]
struct Step {
    done: bool,
    what: String,
    /// Who has to act.
    who: String,
    /// What to type, or to do.
    how: String,
}

/// Shows the hours since the start, what is still missing before a letter can go, and who must act.
pub(crate) fn next(request: &Request<'_>) -> Done {
    let (desk, mut report) = match Desk::lay(request) {
        Ok(laid) => laid,
        Err(Failure::Findings(found)) => return settings_first(request, &found),
        Err(failure) => return Err(failure),
    };
    let gone = Gone::read(&desk)?;
    let countdown = gone.countdown(&desk);
    let mut steps = vec![brief_step(&desk), roster_step(&desk, &mut report)];
    let ready = steps.iter().all(|step| step.done);
    let planning = if ready {
        let contacts = plan::contacts(&desk, &mut Report::new());
        Planning::make(&desk, contacts, &gone).ok()
    } else {
        None
    };
    steps.push(letters_step(&desk, ready, &report));
    steps.extend(plan_steps(&desk, planning.as_ref()));
    let approval = approval_step(request, &desk)?;
    let approved = approval.done;
    steps.push(approval);
    if let Some(planning) = &planning {
        steps.push(sending_step(&desk, &planning.plan, gone.stuck, approved));
        steps.push(calls_step(&desk, &planning.plan));
    }
    let ui = request.ui;
    let ok = steps.iter().all(|step| step.done);
    ui.document(&Document { ok, countdown: &countdown, steps: &steps })?;
    if let Some(rehearsal) = desk.rehearsal() {
        ui.say(&rehearsal)?;
    }
    match countdown.as_ref().and_then(Countdown::line) {
        Some(line) => ui.say(&format!("{line}\n"))?,
        None => ui.say("The clock does not run yet: `started_at` is missing from the brief.\n")?,
    }
    list(ui, &steps)?;
    Ok(Outcome::Done)
}

/// The settings are not whole, so that nothing else can be read yet: what comes first, and what then.
fn settings_first(request: &Request<'_>, found: &Report) -> Done {
    if !Workspace::is_there(request.world, &request.folder()?) {
        return Err(found.clone().into());
    }
    let open = found.kept().iter().filter(|finding| finding.title.ends_with(OPEN)).count();
    let what = match (open, found.errors()) {
        (0, errors) => format!("{SETTINGS} has {} to correct", Count(errors, "error")),
        (open, _) => format!("{SETTINGS}: {} to fill", Count(open, "field")),
    };
    let step = |what: &str, who: &str, how: &str| Step {
        done: false,
        what: what.to_owned(),
        who: who.to_owned(),
        how: how.to_owned(),
    };
    let steps = [
        step(&what, "communications", "`hearten check` shows each with its line"),
        step("The roster", "whoever keeps it", "put your partners and team into contacts/"),
        step("The brief", "communications", "write the facts into crises/…/brief.toml"),
        step("The letters", "communications", "then read them: `hearten preview --open`"),
        step("The approvals", "the approvers", "then each types `hearten approve --as NAME`"),
    ];
    let ui = request.ui;
    ui.document(&Document { ok: false, countdown: &None, steps: &steps })?;
    list(ui, &steps)?;
    Ok(Outcome::Done)
}

/// The steps, numbered, with who has to act on those that are open.
fn list(ui: Ui, steps: &[Step]) -> std::io::Result<()> {
    let open = steps.iter().filter(|step| !step.done).count();
    for (number, step) in (1..).zip(steps) {
        let mark = if step.done { "done" } else { "OPEN" };
        ui.say(&format!("{number}. [{mark}] {}", step.what))?;
        if !step.done {
            ui.say(&format!("          {}: {}", step.who, step.how))?;
        }
    }
    let told = match open {
        0 => "Nothing is missing.".to_owned(),
        open => format!("{} open.", Count(open, "step")),
    };
    ui.say(&format!("\n{told} Nothing was sent by this command."))
}

/// Who holds a duty, by name.
fn holder(desk: &Desk<'_>, duty: Duty, otherwise: &str) -> String {
    let named = || {
        let (id, _) = desk.rules.as_ref()?.policy.duties.get(&duty)?;
        let member = desk.roster.as_ref()?.directory().team.get(id)?;
        Some(member.name.clone())
    };
    named().unwrap_or_else(|| otherwise.to_owned())
}

fn brief_step(desk: &Desk<'_>) -> Step {
    let missing = desk.brief.as_ref().map(|brief| brief.missing(&desk.workspace.config.languages));
    let done = !desk.brief_has_errors && missing.as_ref().is_some_and(Vec::is_empty);
    let what = match &missing {
        None => "The brief can be read".to_owned(),
        Some(missing) if missing.is_empty() => {
            "The brief has every fact that letters need".to_owned()
        }
        Some(missing) => {
            let names: Vec<&str> = missing.iter().take(3).map(|fact| fact.name.as_str()).collect();
            format!("The brief lacks {}: {} …", Count(missing.len(), "fact"), names.join(", "))
        }
    };
    Step {
        done,
        what,
        who: holder(desk, Duty::Communications, "communications"),
        how: "fill them in; `hearten check` shows each with its line".to_owned(),
    }
}

fn roster_step(desk: &Desk<'_>, report: &mut Report) -> Step {
    let before = report.errors();
    let count = desk.roster.as_ref().map_or(0, |roster| {
        let (contacts, found) = roster.collect();
        report.append(found);
        contacts.len()
    });
    let wrong = report.errors();
    Step {
        done: wrong == 0 && count > 0,
        what: match wrong {
            0 => format!("The roster is sound: {}", Count(count, "contact")),
            _ if before == wrong => {
                format!("Roster, settings or brief: {} to correct", Count(wrong, "error"))
            }
            wrong => format!("Roster, settings or brief: {} to correct", Count(wrong, "error")),
        },
        who: "whoever keeps the roster".to_owned(),
        how: "run `hearten check`".to_owned(),
    }
}

fn letters_step(desk: &Desk<'_>, ready: bool, report: &Report) -> Step {
    let page = desk.workspace.out_folder().join("proof").join("index.html");
    let made = desk.world.entry(&page) == crate::world::Entry::File;
    let composed = ready && !report.has_errors() && desk.compose().is_ok();
    Step {
        done: composed && made,
        what: if composed {
            "Every letter can be written and has a preview"
        } else {
            "The letters cannot be written yet"
        }
        .to_owned(),
        who: holder(desk, Duty::Communications, "communications"),
        how: "run `hearten preview --open` and read them".to_owned(),
    }
}

/// Who has to approve (P-22): the letters that were frozen last count while they are still those that
/// the workspace gives.
fn approval_step(request: &Request<'_>, desk: &Desk<'_>) -> Result<Step, Failure> {
    let rules = &desk.workspace.config.approval;
    let mut step = Step {
        done: false,
        what: format!("{} to the letters", Count(rules.needed.into(), "approval")),
        who: names(desk, &rules.eligible().map(str::to_owned).collect::<Vec<_>>()),
        how: "look at the letters and approve them: hearten approve --as NAME".to_owned(),
    };
    let approvals = clearance::approvals(desk)?;
    let Ok(Some(frozen)) = clearance::last_frozen(desk, &approvals) else { return Ok(step) };
    let tally = clearance::tally(desk, &approvals, &frozen)?;
    let mut progress = request.ui.progress("letters");
    if !matches!(freezing::holds(request, &frozen, &mut progress), Ok(true)) {
        if !tally.counted().is_empty() {
            step.what = format!("{}, since the letters have changed", step.what);
            step.how = format!("see what changed with `hearten approve --diff`; {}", step.how);
        }
        return Ok(step);
    }
    match tally.missing() {
        None if tally.broke_glass().is_some() => {
            step.done = true;
            "BREAK-GLASS: the letters go on the word of one person".clone_into(&mut step.what);
        }
        None => {
            step.done = true;
            step.what = format!("The letters are approved, digest {}", frozen.digest.short());
        }
        Some(missing) => {
            step.what = format!("{}: {}", step.what, missing.title);
            step.who = names(desk, tally.open());
            step.how = missing.hint;
        }
    }
    Ok(step)
}

/// People by name.
fn names(desk: &Desk<'_>, ids: &[String]) -> String {
    let team = desk.roster.as_ref().map(|roster| &roster.directory().team);
    let name = |id: &String| {
        team.and_then(|team| team.get(id)).map_or_else(|| id.clone(), |member| member.name.clone())
    };
    match ids {
        [] => "the approvers, whom `[approval]` of hearten.toml does not name yet".to_owned(),
        some => some.iter().map(name).collect::<Vec<_>>().join(" or "),
    }
}

/// What the plan says has to be done first: our own people, the calls before the letter, promises.
fn plan_steps(desk: &Desk<'_>, planning: Option<&Planning>) -> Vec<Step> {
    let Some(planning) = planning else {
        return vec![Step {
            done: false,
            what: "The plan can be made".to_owned(),
            who: holder(desk, Duty::Communications, "communications"),
            how: "when the steps above are done, run `hearten plan`".to_owned(),
        }];
    };
    let broken: Vec<&Diagnostic> = planning
        .findings
        .kept()
        .iter()
        .filter(|found| found.severity == crate::diagnostic::Severity::Error)
        .collect();
    let plan = &planning.plan;
    let team = desk.roster.as_ref().map(|roster| &roster.directory().team);
    let name = |owner: Option<usize>| {
        let member = team.and_then(|team| team.iter().nth(owner?));
        member.map_or("nobody yet".to_owned(), |member| member.name.clone())
    };
    let mut steps = vec![Step {
        done: broken.is_empty(),
        what: match broken.first() {
            None => "The plan keeps every promise of the brief".to_owned(),
            Some(first) => format!("The plan does not hold: {}", first.title),
        },
        who: holder(desk, Duty::Leader, "the leader"),
        how: broken.first().map(|first| first.hint.clone()).unwrap_or_default(),
    }];
    let held = plan.waves.iter().find_map(|wave| wave.held.clone());
    if let Some(blocker) = held {
        let check = plan.check_ins.iter().find(|check| check.action.id == blocker);
        steps.push(Step {
            done: false,
            what: format!("{blocker} comes before every word to people outside"),
            who: name(check.and_then(|check| check.owner)),
            how: format!(
                "when it is done: hearten log {} --action {blocker} --outcome done --note \"…\"",
                group(check)
            ),
        });
    }
    let briefing = |check: &&CheckIn| check.action.slot.as_deref() == Some("staff-briefing");
    for check in plan.check_ins.iter().filter(briefing) {
        steps.push(Step {
            done: false,
            what: format!("Our own people hear first ({})", check.action.id),
            who: name(check.owner),
            how: format!(
                "then: hearten log {} --action {} --outcome done --note \"…\"",
                group(Some(check)),
                check.action.id
            ),
        });
    }
    steps
}

/// The letters that are still here, by the next wave of them; of `stuck` ones a person decides.
fn sending_step(desk: &Desk<'_>, plan: &Plan, stuck: usize, approved: bool) -> Step {
    let (letters, gone) = (plan.letters(), plan.gone());
    let who = holder(desk, Duty::Communications, "communications");
    let step = |done, what: String, how: String| Step { done, what, who, how };
    let Some(wave) = plan.waves.iter().find(|wave| wave.gone < wave.letters) else {
        return match letters {
            0 => {
                let how = "see why: `hearten preview`".to_owned();
                step(false, "Nobody gets a letter".to_owned(), how)
            }
            _ => step(true, format!("All letters have gone: {letters}"), String::new()),
        };
    };
    let zone = desk.brief.as_ref().map_or(jiff::tz::TimeZone::UTC, |brief| brief.zone.clone());
    let opens = match wave.gone {
        0 => wave.start.to_zoned_datetime(zone).strftime("opens %a %H:%M").to_string(),
        _ => "goes on".to_owned(),
    };
    let left = Count(wave.letters - wave.gone, "letter");
    let next = format!("{} {opens} with {left}", wave.rule.wave);
    let send = match desk.workspace.config.mode {
        Mode::Live if approved => "run `hearten send`",
        Mode::Live => "when they are approved, run `hearten send`",
        Mode::Drill => {
            "rehearse with `hearten send`; in earnest with `mode = \"live\"` in hearten.toml"
        }
    };
    let how = match stuck {
        0 => send.to_owned(),
        _ => format!(
            "{} refused or unknown: `hearten status --missing`, then `hearten retry` or `hearten settle`; the others: {send}",
            Count(stuck, "letter")
        ),
    };
    let letters = Count(letters, "letter");
    let what = match gone {
        0 => next,
        1 => format!("1 of {letters} has gone; {next}"),
        _ => format!("{gone} of {letters} have gone; {next}"),
    };
    step(false, what, how)
}

/// The calls and other check-ins of the plan.
fn calls_step(desk: &Desk<'_>, plan: &Plan) -> Step {
    let late = plan.check_ins.iter().filter(|check| check.state == State::Late).count();
    let count = Count(plan.check_ins.len(), "check-in");
    Step {
        done: plan.check_ins.is_empty(),
        what: match plan.check_ins.len() {
            0 => "No check-in is open".to_owned(),
            _ => format!("{count} planned, {late} of them late"),
        },
        who: holder(desk, Duty::Leader, "the leader"),
        how: "see who calls whom with `hearten plan --open`".to_owned(),
    }
}

fn group(check: Option<&crate::outreach::CheckIn>) -> String {
    match check.map(|check| &check.action.target) {
        Some(crate::outreach::playbook::Target::Group { name, .. }) => name.clone(),
        _ => "CONTACT".to_owned(),
    }
}
