use super::Request;
use crate::cli::args::PlanArguments;
use crate::cli::desk::Desk;
use crate::cli::gone::Gone;
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::cli::planning::Planning;
use crate::cli::ui::Ui;
use crate::cli::{Done, Failure};
use crate::diagnostic::{Count, Diagnostic, Place, Report, nearest};
use crate::locale::Language;
use crate::outreach::paper::{Line, Maps, Papers, PlanDocument};
use crate::outreach::survey::Survey;
use crate::outreach::{CheckIn, Countdown, Subject, WavePlan};
use crate::roster::Contact;
use crate::world::{Entry, Staging};
use comfy_table::{ContentArrangement, Table, presets};
use jiff::civil::Date;
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    countdown: Option<Countdown>,
    files: Vec<String>,
    plan: PlanDocument<'a>,
    survey: &'a Survey,
    roster_findings: &'a [Diagnostic],
}

/// How many check-ins are listed on the screen; the page has them all.
const LISTED: usize = 60;

/// Shows who hears when and who calls whom, and writes sheets and calendars.
pub(crate) fn plan(request: &Request<'_>, own: &PlanArguments) -> Done {
    make(request, own, Shown::Everything)
}

/// Makes the plan and writes its papers, and shows the waves alone.
pub(crate) fn plan_briefly(request: &Request<'_>, own: &PlanArguments) -> Done {
    make(request, own, Shown::Waves)
}

/// How much of the plan stands on the screen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Everything,
    Waves,
}

fn make(request: &Request<'_>, own: &PlanArguments, shown: Shown) -> Done {
    let (desk, mut report) = Desk::lay(request)?;
    let contacts = contacts(&desk, &mut report);
    report.extend(desk.missing_facts());
    // A plan from broken input would be wrong, and would take the place of the good one.
    if report.has_errors() {
        return Err(kept(&desk, report).into());
    }
    let gone = Gone::read(&desk)?;
    let planning = match Planning::make(&desk, contacts, &gone) {
        Ok(planning) => planning,
        Err(found) => {
            report.append(found);
            return Err(not_yet(report).into());
        }
    };
    let maps = if own.no_files { Maps::default() } else { planning.maps(&desk) };
    let Some(papers) = planning.papers(&desk, &maps) else { return Err(not_yet(report).into()) };
    let pick = Pick::of(own, &desk, &planning)?;
    let files = if own.no_files { Vec::new() } else { write(&desk, &papers)? };
    let ui = request.ui;
    let mut all = report.clone();
    all.append(planning.findings.clone());
    let countdown = gone.countdown(&desk);
    if ui.is_json() {
        ui.document(&Document {
            ok: !all.has_errors(),
            countdown,
            files,
            plan: papers.document(&|check| pick.wants(check, &papers)),
            survey: &planning.survey,
            roster_findings: report.kept(),
        })?;
        return Ok(Outcome::of(&all));
    }
    if let Some(rehearsal) = desk.rehearsal() {
        ui.say(&rehearsal)?;
    }
    if let Some(line) = countdown.as_ref().and_then(Countdown::line) {
        ui.say(&format!("{line}\n"))?;
    }
    if pick.is_all() {
        ui.say(&waves(&papers))?;
        ui.say("")?;
    }
    if shown == Shown::Everything {
        list(ui, &papers, &pick, own.why)?;
        ui.findings(&all, MOST_SHOWN)?;
    } else if !all.is_empty() {
        let count = all.errors() + all.warnings();
        ui.say(&format!(
            "{} to look at, such as days that are too full: hearten plan",
            Count(count, "finding")
        ))?;
    }
    tell(ui, &papers, files.first())?;
    if own.open
        && let Some(page) = files.first()
    {
        super::open(page)?;
    }
    Ok(Outcome::of(&all))
}

/// Every contact whose row can be used.
pub(crate) fn contacts(desk: &Desk<'_>, report: &mut Report) -> Vec<Contact> {
    let Some(roster) = &desk.roster else { return Vec::new() };
    let (contacts, found) = roster.collect();
    report.append(found);
    contacts
}

/// What is wrong, and that the plan before still stands.
fn kept(desk: &Desk<'_>, mut report: Report) -> Report {
    let folder = desk.workspace.out_folder().join("plan");
    if desk.world.entry(&folder) == Entry::Folder {
        let shown = desk.workspace.shown(&folder);
        report.push(
            Diagnostic::info("no new plan was made; the one before still stands")
                .at(Place::file(shown))
                .hint("correct the errors, then run `hearten plan` again"),
        );
    }
    report
}

fn not_yet(mut report: Report) -> Report {
    if report.is_empty() {
        report.push(
            Diagnostic::error("no plan can be made yet").hint("run `hearten check` to see why"),
        );
    }
    report
}

/// Which check-ins are shown.
struct Pick {
    owner: Option<usize>,
    account: Option<String>,
    day: Option<Date>,
}

impl Pick {
    fn of(own: &PlanArguments, desk: &Desk<'_>, planning: &Planning) -> Result<Self, Failure> {
        let mut report = Report::new();
        let directory = desk.roster.as_ref().map(crate::roster::Roster::directory);
        let owner = own.owner.as_deref().and_then(|id| {
            let team = &directory?.team;
            let at = team.iter().position(|member| member.id.as_str() == id);
            if at.is_none() {
                let known = team.iter().map(|member| member.id.as_str());
                let hint = match nearest(id, known) {
                    Some(near) => format!("type `hearten plan --owner {near}`"),
                    None => "see the ids in the team table".to_owned(),
                };
                let title = format!("nobody in the team has the id `{id}`");
                report.push(Diagnostic::error(title).hint(hint));
            }
            at
        });
        if let (Some(id), Some(directory)) = (own.account.as_deref(), directory)
            && directory.accounts.get(id).is_none()
        {
            let known = directory.accounts.iter().map(|account| account.id.as_str());
            let hint = match nearest(id, known) {
                Some(near) => format!("type `hearten plan --account {near}`"),
                None => "see the accounts with `hearten roster`".to_owned(),
            };
            let title = format!("there is no account `{id}` in the roster");
            report.push(Diagnostic::error(title).hint(hint));
        }
        let zone = desk.brief.as_ref().map(|brief| brief.zone.clone());
        let today =
            planning.plan.now.to_zoned_datetime(zone.unwrap_or(jiff::tz::TimeZone::UTC)).date();
        let day = match own.day.as_deref() {
            None => None,
            Some("today") => Some(today),
            Some("tomorrow") => today.tomorrow().ok(),
            Some(typed) => {
                let day = typed.parse().ok();
                if day.is_none() {
                    let title = format!("`{typed}` is no day");
                    let hint = format!("type `--day {today}`, `--day today` or `--day tomorrow`");
                    report.push(Diagnostic::error(title).hint(hint));
                }
                day
            }
        };
        if report.has_errors() {
            return Err(report.into());
        }
        Ok(Self { owner, account: own.account.clone(), day })
    }

    fn is_all(&self) -> bool {
        self.owner.is_none() && self.account.is_none() && self.day.is_none()
    }

    fn wants(&self, check: &CheckIn, papers: &Papers<'_>) -> bool {
        let account = || match check.subject {
            Subject::Contact(at) => Some(papers.plan.contacts[at].contact.account.as_str()),
            Subject::Group | Subject::Readers(_) => None,
        };
        self.owner.is_none_or(|owner| check.owner == Some(owner))
            && self.account.as_deref().is_none_or(|wanted| account() == Some(wanted))
            && self.day.is_none_or(|day| papers.day(check) == day)
    }
}

/// Writes every paper, whole or not at all; the page comes first in the list of files.
fn write(desk: &Desk<'_>, papers: &Papers<'_>) -> Result<Vec<String>, Failure> {
    let folder = desk.workspace.out_folder().join("plan");
    let staging = Staging::begin(desk.world, &folder)?;
    let names =
        papers.make_all(|name, bytes| -> Result<(), Failure> { Ok(staging.put(name, bytes)?) })?;
    staging.publish()?;
    Ok(names.iter().map(|name| folder.join(name).display().to_string()).collect())
}

/// The waves as a table.
fn waves(papers: &Papers<'_>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["wave", "who", "from", "way", "letters", "check-ins", "opens when"]);
    for wave in &papers.plan.waves {
        let start = wave.start.to_zoned_datetime(papers.brief.zone.clone());
        let held = wave.held.as_ref().map(|id| format!(" (waits for {id})")).unwrap_or_default();
        table.add_row([
            wave.rule.wave.to_string(),
            wave.rule.name_in(Language::En).to_owned(),
            format!("{}{held}", start.strftime("%a %m-%d %H:%M")),
            wave.rule.channel.to_string(),
            letters(wave),
            wave.check_ins.to_string(),
            if wave.gone > 0 { "has begun" } else { wave.rule.gate_in(Language::En) }.to_owned(),
        ]);
    }
    let zone = papers.brief.zone.iana_name().unwrap_or("UTC");
    format!("Waves ({zone})\n{}", table.trim_fmt())
}

/// How many letters, and how many of them have gone.
fn letters(wave: &WavePlan) -> String {
    let WavePlan { letters, gone, .. } = *wave;
    match gone {
        0 => letters.to_string(),
        _ if gone == letters => format!("{letters}, all gone"),
        _ => format!("{letters}, {gone} gone"),
    }
}

/// The check-ins, day by day.
fn list(ui: Ui, papers: &Papers<'_>, pick: &Pick, why: bool) -> std::io::Result<()> {
    let wanted: Vec<&CheckIn> =
        papers.plan.check_ins.iter().filter(|check| pick.wants(check, papers)).collect();
    ui.say(&format!("{}:", Count(wanted.len(), "check-in")))?;
    // By the clocks that are shown: each owner reads their own.
    let shown = wanted.iter().take(LISTED);
    let mut lines: Vec<Line> = shown.map(|check| papers.line_in_english(check)).collect();
    lines.sort_by(|a, b| (&a.day, &a.time).cmp(&(&b.day, &b.time)));
    if lines.windows(2).any(|two| two[0].zone != two[1].zone) {
        ui.say("Days and times are those of the owner.")?;
    }
    let mut day = String::new();
    let mut table = new_table();
    for line in lines {
        if line.day != day {
            flush(ui, &mut table, &day)?;
            line.day.clone_into(&mut day);
        }
        let mut rules: Vec<&str> = Vec::new();
        for why in &line.why {
            if !rules.contains(&why.rule.as_str()) {
                rules.push(&why.rule);
            }
        }
        table.add_row([
            format!("  {}", line.time),
            line.owner.clone(),
            line.way.clone(),
            whom(&line),
            line.purpose.clone(),
            if line.state == "open" { String::new() } else { line.state_words.clone() },
            rules.join(" "),
        ]);
        if why {
            for why in &line.why {
                let words = format!("{}: {}", why.rule, why.words);
                table.add_row(["", "", "", "", words.as_str(), "", ""]);
            }
        }
    }
    flush(ui, &mut table, &day)?;
    if wanted.len() > LISTED {
        ui.say(&format!(
            "The first {LISTED} of {}. Narrow the list with --owner, --account or --day.",
            Count(wanted.len(), "check-in")
        ))?;
    }
    Ok(())
}

fn new_table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table
}

fn flush(ui: Ui, table: &mut Table, day: &str) -> std::io::Result<()> {
    if table.row_count() > 0 {
        ui.say(&format!("\n{day}\n{}", table.trim_fmt()))?;
        *table = new_table();
    }
    Ok(())
}

fn whom(line: &Line) -> String {
    if line.account.is_empty() {
        line.whom.clone()
    } else {
        format!("{} ({}), {}", line.whom, line.whom_id, line.account)
    }
}

fn tell(ui: Ui, papers: &Papers<'_>, page: Option<&String>) -> std::io::Result<()> {
    let left_out = papers.plan.contacts.iter().filter(|it| it.left_out.is_some()).count();
    let (letters, gone) = (papers.plan.letters(), papers.plan.gone());
    let of_them = match gone {
        0 => String::new(),
        _ if gone == letters => ", all of them gone".to_owned(),
        _ => format!(", {gone} of them gone"),
    };
    ui.say(&format!(
        "\n{} in waves{of_them}, {}, {} left out by rule.",
        Count(letters, "letter"),
        Count(papers.plan.check_ins.len(), "check-in"),
        Count(left_out, "contact"),
    ))?;
    match page {
        Some(page) => {
            let folder = Path::new(page).parent().unwrap_or(Path::new("")).display();
            ui.say(&format!(
                "Sheets to print: {page}\nCalendars and tables: {folder}/ (<owner>.ics, plan.csv, plan.xlsx, plan.json)"
            ))?;
        }
        None => ui.say("Nothing was written.")?,
    }
    ui.say(if gone > 0 { "Nothing was sent by this command." } else { "Nothing was sent." })
}
