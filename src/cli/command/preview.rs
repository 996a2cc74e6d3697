use super::Request;
use crate::cli::Done;
use crate::cli::Failure;
use crate::cli::args::PreviewArguments;
use crate::cli::desk::Desk;
use crate::cli::linting::{self, Linting};
use crate::cli::mail_run::{Met, Pick, missed, nobody, pass, reader, without_echoes};
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::cli::ui::Ui;
use crate::diagnostic::{Count, Diagnostic, Report, Severity};
use crate::letter::Composer;
use crate::lint::{Findings, Settings};
use crate::locale::Language;
use crate::outreach::policy::WaveRule;
use crate::outreach::{Audience, Recipient, Wave};
use crate::proof::{
    Crisis, EMBEDDED, Entry, Frame, Gathered, Gathering, Preview, Remark, SharedFact, Totals,
};
use crate::roster::Contact;
use crate::world::{Staging, Stopwatch};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct PreviewDocument<'a> {
    ok: bool,
    complete: bool,
    page: Option<String>,
    totals: Totals,
    seconds: f64,
    findings: &'a [Diagnostic],
}

/// Renders every letter and writes the page to read them.
pub(crate) fn preview(request: &Request<'_>, own: &PreviewArguments) -> Done {
    let (desk, mut report) = Desk::lay(request)?;
    let pick = Pick { contacts: own.contact.clone(), waves: waves(&own.wave, &desk)? };
    let watch = Stopwatch::start();
    let (composer, audience, found) = match desk.compose() {
        Ok(composed) => composed,
        Err(found) => {
            report.append(found);
            return Err(incomplete_brief(&desk, report).into());
        }
    };
    report.append(found);
    let Some(roster) = &desk.roster else { return Err(report.into()) };
    let limit = if own.no_page { 0 } else { EMBEDDED };
    let mut gathering = Gathering::new(limit);
    let mut progress = request.ui.progress("letters");
    let settings = linting::settings(&desk).unwrap_or_else(|found| {
        report.append(found);
        Settings::default()
    });
    // What cannot be read is told by the pass below.
    let everybody = linting::everybody(&desk, drop).unwrap_or_default();
    let linting = Linting::new(&desk, &settings, &composer, &audience, &everybody, &mut report);
    let mut read_over = Findings::default();
    let each = |row, met| match met {
        Met::Printed(contact, print, found) => {
            if let Some(linting) = &linting {
                linting.met(&contact, &print, found, &mut read_over);
            }
            gathering.printed(row, contact, print);
        }
        Met::LeftOut(contact, why) => gathering.left_out(|| missed(&contact, why.to_string())),
        Met::Failed(missed) => gathering.failed(|| missed),
    };
    let make = |contact: &Contact, reader: &Recipient<'_>, _: &str, message: &[u8]| {
        linting::letter(linting.as_ref(), contact, reader, message)
    };
    let found = pass(roster, &composer, &audience, &pick, &mut progress, &make, each);
    let told = report.has_errors();
    report.append(without_echoes(found, told));
    let read_over = linting.map(|linting| linting.finish(read_over)).unwrap_or_default();
    report.extend(linting::told(read_over.iter()));
    drop(progress);
    let gathered = gathering.finish();
    let seconds = watch.elapsed().as_secs_f64();
    if gathered.totals.contacts == 0 {
        report.push(nobody(&pick, desk.roster.as_ref(), "preview"));
        return Err(report.into());
    }
    let page = if own.no_page {
        None
    } else {
        Some(write(&desk, &composer, &audience, &gathered, &linting::remarks(&read_over))?)
    };
    request.ui.document(&PreviewDocument {
        ok: !report.has_errors(),
        complete: gathered.totals.failed == 0,
        page: page.clone(),
        totals: gathered.totals,
        seconds,
        findings: report.kept(),
    })?;
    request.ui.findings(&report, MOST_SHOWN)?;
    if pick.contacts.len() == 1 {
        show_letter(request.ui, &composer, &audience, &gathered)?;
    }
    if let Some(rehearsal) = desk.rehearsal() {
        request.ui.say(&rehearsal)?;
    }
    let errors = read_over.iter().filter(|it| it.severity == Severity::Error).count();
    tell(request.ui, &gathered.totals, errors, page.as_deref(), seconds)?;
    if own.open
        && let Some(page) = &page
    {
        super::open(page)?;
    }
    Ok(Outcome::of(&report))
}

/// The waves that were typed; each must be one in which contacts of the roster hear.
fn waves(typed: &[String], desk: &Desk<'_>) -> Result<Vec<Wave>, Failure> {
    let rules = desk.rules.as_ref().map(|rules| &rules.policy);
    let known: Option<Vec<&WaveRule>> =
        rules.map(|policy| policy.contact_waves().map(AsRef::as_ref).collect());
    let is_known =
        |wave: Wave| known.as_ref().is_none_or(|known| known.iter().any(|rule| rule.wave == wave));
    let mut report = Report::new();
    let mut waves = Vec::new();
    for text in typed {
        match Wave::parse(text).filter(|wave| is_known(*wave)) {
            Some(wave) => waves.push(wave),
            None => report.push(no_wave(text, known.as_deref().unwrap_or_default())),
        }
    }
    if report.has_errors() { Err(report.into()) } else { Ok(waves) }
}

fn no_wave(text: &str, known: &[&WaveRule]) -> Diagnostic {
    let finding = Diagnostic::error(format!("there is no wave `{text}` of partners"));
    let Some(first) = known.first() else {
        return finding
            .hint("give a wave an `audience` below `[[outreach.waves]]` in hearten.toml");
    };
    let named: Vec<String> = known
        .iter()
        .map(|rule| format!("{} ({})", rule.wave, rule.name_in(Language::En).to_lowercase()))
        .collect();
    finding
        .why(format!("Partners hear in these waves: {}.", named.join(", ")))
        .hint(format!("type `--wave {}`; several are separated by commas", first.wave.number()))
}

/// When nothing can be rendered, the missing facts are most likely why.
fn incomplete_brief(desk: &Desk<'_>, mut report: Report) -> Report {
    report.extend(desk.missing_facts());
    if report.is_empty() {
        report.push(
            Diagnostic::error("no letter can be written yet")
                .hint("run `hearten check` to see why"),
        );
    }
    report
}

/// Writes the page and the letters beside it, whole or not at all.
fn write(
    desk: &Desk<'_>,
    composer: &Composer,
    audience: &Audience<'_>,
    gathered: &Gathered<Box<Contact>>,
    remarks: &[Remark],
) -> Result<String, Failure> {
    let preview = Preview::new(
        &frame(desk),
        &shared_facts(desk, composer),
        remarks,
        gathered,
        &desk.workspace.assets,
        |contact, wording| show(composer, audience, contact, wording),
    )?;
    let folder = desk.workspace.out_folder().join("proof");
    let staging = Staging::begin(desk.world, &folder)?;
    for (path, bytes) in &preview.files {
        staging.put(path, bytes)?;
    }
    staging.put("index.html", preview.index.as_bytes())?;
    staging.publish()?;
    Ok(folder.join("index.html").display().to_string())
}

/// One kept letter, written whole this time.
fn show(
    composer: &Composer,
    audience: &Audience<'_>,
    contact: &Contact,
    wording: String,
) -> Result<(Entry, Vec<u8>), Diagnostic> {
    let reader = reader(audience, contact)
        .ok_or_else(|| Diagnostic::error(format!("contact `{}` has no place", contact.id)))?;
    let letter = composer.letter(&reader).map_err(crate::letter::LetterFault::into_finding)?;
    let facts = composer.particulars(&reader);
    let entry = Entry::new(&reader, &letter, wording, facts);
    Ok((entry, letter.message))
}

fn frame(desk: &Desk<'_>) -> Frame {
    let config = &desk.workspace.config;
    let language = config.languages.first().copied().unwrap_or(Language::En);
    let moment = |at: Option<&jiff::ZonedDateTime>| at.map(ToString::to_string).unwrap_or_default();
    let organisation = config.organisation.name.get(language).to_owned();
    let brief = desk.brief.as_ref();
    Frame {
        title: format!("Letters of {organisation}"),
        organisation,
        crisis: Crisis {
            name: config.crisis.clone(),
            kind: brief.map(|brief| brief.kind.name().to_owned()).unwrap_or_default(),
            phase: brief.map(|brief| brief.phase.tag().to_owned()).unwrap_or_default(),
            responsibility: brief.map(|b| b.responsibility.tag().to_owned()).unwrap_or_default(),
            started_at: moment(brief.and_then(|brief| brief.started_at.as_ref())),
            next_update: moment(brief.and_then(|brief| brief.next_update_at.as_ref())),
        },
        made_at: match brief {
            Some(brief) => desk.now.to_zoned_datetime(brief.zone.clone()).to_string(),
            None => desk.now.to_string(),
        },
    }
}

/// The facts of the brief with their value in each language, in the order of the brief.
fn shared_facts(desk: &Desk<'_>, composer: &Composer) -> Vec<SharedFact> {
    let mut facts: Vec<SharedFact> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for language in desk.languages() {
        for fact in composer.facts(language).into_iter().flatten() {
            let at = *places.entry(fact.name.clone()).or_insert_with(|| {
                facts.push(SharedFact {
                    name: fact.name.clone(),
                    values: BTreeMap::new(),
                    source: fact.source.clone(),
                });
                facts.len() - 1
            });
            facts[at].values.insert(language.tag(), fact.value.clone());
        }
    }
    facts
}

/// The one letter that was asked for, on the screen.
fn show_letter(
    ui: Ui,
    composer: &Composer,
    audience: &Audience<'_>,
    gathered: &Gathered<Box<Contact>>,
) -> Result<(), Failure> {
    for kept in gathered.kept.values() {
        let (entry, _) = show(composer, audience, &kept.subject, String::new())?;
        ui.say(&format!(
            "From:     {}\nTo:       {}\nReply-To: {}\nSubject:  {}\n\n{}",
            entry.from, entry.to, entry.reply_to, entry.subject, entry.text
        ))?;
    }
    Ok(())
}

fn tell(
    ui: Ui,
    totals: &Totals,
    errors: usize,
    page: Option<&str>,
    seconds: f64,
) -> std::io::Result<()> {
    let mut lines = vec![format!(
        "{} in {}, {} left out by rule.",
        Count(totals.letters, "letter"),
        Count(totals.wordings, "wording"),
        Count(totals.left_out, "contact"),
    )];
    if totals.failed > 0 {
        lines.push(format!(
            "Incomplete: {} could not be written. See above.",
            Count(totals.failed, "letter")
        ));
    }
    match page {
        Some(page) => lines.push(format!("Read them in {page}")),
        None => {
            // Counts beyond 2^52 letters do not occur.
            #[expect(clippy::cast_precision_loss, reason = "shown to one digit")]
            let (letters, bytes) = (totals.letters as f64, totals.bytes as f64);
            lines.push(format!(
                "{:.1} MB of finished messages in {seconds:.2} s, {:.0} letters a second. Nothing was written.",
                bytes / 1e6,
                letters / seconds.max(1e-9),
            ));
        }
    }
    lines.push("Nothing was sent.".to_owned());
    ui.say(&lines.join("\n"))?;
    if page.is_some() && errors > 0 {
        ui.advise(&format!(
            "{} found in them. Nothing can be approved before that is mended.",
            Count(errors, "error")
        ))?;
    } else if page.is_some() && totals.failed == 0 {
        ui.advise("When they read well: hearten approve --as NAME")?;
    }
    Ok(())
}
