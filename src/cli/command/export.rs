use super::Request;
use crate::cli::args::ExportArguments;
use crate::cli::clearance::{self, AtHand};
use crate::cli::desk::Desk;
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::cli::ui::Ui;
use crate::cli::{Done, Failure};
use crate::diagnostic::{Count, Diagnostic, Place, Report};
use crate::ledger::DeliveryState;
use crate::proof::export::{Mailbox, SheetLetter, Sheets, SheetsFrame, Stamp, UNAPPROVED};
use crate::proof::frozen::{Frozen, Line};
use crate::world::{Entry, Fault, Output, Staging};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// How many people who are left out are named on the screen.
const NAMED: usize = 20;
/// The mailbox in the folder.
const MBOX: &str = "letters.mbox";

#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    approved: bool,
    digest: &'a str,
    folder: &'a str,
    letters: usize,
    files: &'a [String],
    left_out: &'a [LeftOut],
}

/// Somebody whose letter is not exported, and why.
#[derive(Serialize)]
struct LeftOut {
    contact: String,
    why: String,
}

/// Writes the approved letters by another way than mail (P-33).
pub(crate) fn export(request: &Request<'_>, own: &ExportArguments) -> Done {
    let (desk, found) = Desk::lay(request)?;
    let (frozen, approved) = letters(request, &desk, own, found)?;
    let target = target(request, &desk, own)?;
    let shown = desk.workspace.shown(&target);
    let staging = Staging::begin(request.world, &target)?;
    let (lines, left_out) = due(&desk, &frozen)?;
    let office = Office { desk: &desk, own, frozen: &frozen, approved: &approved };
    let files = office.write(&staging, &shown, &lines)?;
    if lines.is_empty() {
        return Err(nobody_left(&left_out).into());
    }
    staging.publish()?;
    let ui = request.ui;
    ui.document(&Document {
        ok: true,
        approved: approved.is_some(),
        digest: frozen.digest.as_str(),
        folder: &target.display().to_string(),
        letters: lines.len(),
        files: &files,
        left_out: &left_out,
    })?;
    tell(ui, &target, &lines, &left_out, approved.as_deref(), &files)?;
    if own.open
        && let Some(page) = files.iter().find(|file| has_ending(file, "html"))
    {
        super::open(&target.join(page).display().to_string())?;
    }
    Ok(Outcome::Done)
}

/// The letters, and how they came to be approved; a drill takes what nobody approved.
fn letters(
    request: &Request<'_>,
    desk: &Desk<'_>,
    own: &ExportArguments,
    found: Report,
) -> Result<(Frozen, Option<String>), Failure> {
    if own.drill {
        let AtHand { frozen, found, .. } = clearance::at_hand(request, desk, found, None)?;
        request.ui.findings(&found, MOST_SHOWN)?;
        return Ok((frozen, None));
    }
    let approved = clearance::approved(request, desk)?;
    let told = match approved.broke_glass() {
        Some(by) => format!("BREAK-GLASS: on the word of {} alone", name_of(desk, by)),
        None => {
            let names: Vec<String> = approved.by().iter().map(|by| name_of(desk, by)).collect();
            format!("approved by {}", names.join(", "))
        }
    };
    let frozen = approved.into_frozen();
    if frozen.manifest.mode != "live" {
        return Err(clearance::unapproved(
            Diagnostic::error("these letters were approved for a drill")
                .rule("P-24")
                .why("The approvers were told that no letter goes to a partner.")
                .hint("write `mode = \"live\"` in hearten.toml and have them approved again, or export them marked with `--drill`"),
        ));
    }
    Ok((frozen, Some(told)))
}

/// Somebody of ours as paper names them.
fn name_of(desk: &Desk<'_>, id: &str) -> String {
    let member = desk.roster.as_ref().and_then(|roster| roster.directory().team.get(id));
    member.map_or_else(|| id.to_owned(), |member| format!("{} ({id})", member.name))
}

/// Where the files go: the usual folder is made anew, one that was named must not hold anything.
fn target(
    request: &Request<'_>,
    desk: &Desk<'_>,
    own: &ExportArguments,
) -> Result<PathBuf, Failure> {
    let Some(to) = &own.to else {
        return Ok(desk.workspace.out_folder().join("export"));
    };
    let target = request.folder()?.join(to);
    let empty = match request.world.entry(&target) {
        Entry::Nothing => true,
        Entry::Folder => request.world.files_below(&target)?.is_empty(),
        Entry::File => false,
    };
    if empty {
        return Ok(target);
    }
    Err(Diagnostic::error("the folder to export to is not empty")
        .at(Place::file(to.display().to_string()))
        .why("Files of an earlier export, or of somebody else, would be mixed with these letters.")
        .hint("name a folder that is not there yet, such as `--to letters-of-today`")
        .into())
}

/// Letters that are still to reach somebody, in their order; and who is left out, with the reason.
fn due(desk: &Desk<'_>, frozen: &Frozen) -> Result<(Vec<Line>, Vec<LeftOut>), Failure> {
    let deliveries = clearance::open_ledger(desk)?.deliveries()?;
    let suppressed = desk.standings.suppressions();
    let wrong: BTreeSet<&str> =
        desk.standings.iter().filter(|(_, it)| it.wrong_person()).map(|(id, _)| id).collect();
    let (mut due, mut left_out) = (Vec::new(), Vec::new());
    for line in frozen.letters() {
        let line = line.map_err(Diagnostic::from)?;
        let contact = line.contact.as_str();
        let why = match deliveries.state(frozen.manifest.revision, contact) {
            DeliveryState::Accepted => Some("has the letter already".to_owned()),
            DeliveryState::Unknown | DeliveryState::Sending => Some(format!(
                "may have the letter already: find out, then `hearten settle {contact}`"
            )),
            _ => match suppressed.get(contact) {
                Some(reason) => Some(format!("must not be written to: {reason}")),
                None if wrong.contains(contact) => {
                    Some("logged as the wrong person; correct the roster".to_owned())
                }
                None => None,
            },
        };
        match why {
            Some(why) => left_out.push(LeftOut { contact: line.contact, why }),
            None => due.push(line),
        }
    }
    Ok((due, left_out))
}

/// What the files are written from.
struct Office<'a> {
    desk: &'a Desk<'a>,
    own: &'a ExportArguments,
    frozen: &'a Frozen,
    approved: &'a Option<String>,
}

impl Office<'_> {
    /// Writes what was asked for, and gives the names of files and folders.
    fn write(
        &self,
        staging: &Staging<'_>,
        shown: &str,
        lines: &[Line],
    ) -> Result<Vec<String>, Failure> {
        let own = self.own;
        let mut files = Vec::new();
        if own.mbox {
            let mailbox = Mailbox::new(writer(staging, MBOX)?);
            self.mailbox(mailbox, lines, &format!("{shown}/{MBOX}"))?;
            files.push(MBOX.to_owned());
        }
        if own.print {
            files.extend(self.sheets(staging, lines)?);
        }
        if own.eml || !(own.mbox || own.print) {
            self.each(lines, |line, message| {
                let mark = if self.approved.is_some() { "" } else { "NOT-APPROVED-" };
                let name = format!("eml/{mark}{}.eml", line.contact);
                Ok(finish(&mut writer(staging, &name)?, message, &name)?)
            })?;
            files.push("eml".to_owned());
        }
        Ok(files)
    }

    /// Meets every letter with its whole message.
    fn each(
        &self,
        lines: &[Line],
        mut meet: impl FnMut(&Line, &[u8]) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let date = self.desk.now.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
        let stamp = Stamp { date: &date, unapproved: self.approved.is_none() };
        let (mut message, mut whole) = (Vec::new(), Vec::new());
        for line in lines {
            self.frozen.message(line, &mut message).map_err(Diagnostic::from)?;
            whole.clear();
            stamp.write(&message, &mut whole);
            meet(line, &whole)?;
        }
        Ok(())
    }

    fn mailbox(
        &self,
        mut mailbox: Mailbox<Out>,
        lines: &[Line],
        shown: &str,
    ) -> Result<(), Failure> {
        let asctime = self.desk.now.strftime("%a %b %e %H:%M:%S %Y").to_string();
        let sender = &self.frozen.manifest.envelope_sender;
        let fault = |error| Fault::new("write", Path::new(shown), error);
        self.each(lines, |_, message| {
            mailbox.add(sender, &asctime, message).map_err(|error| fault(error).into())
        })?;
        Ok(mailbox.finish().map(drop).map_err(fault)?)
    }

    /// The sheets, in files of so many letters.
    fn sheets(&self, staging: &Staging<'_>, lines: &[Line]) -> Result<Vec<String>, Failure> {
        let volumes = lines.len().div_ceil(Sheets::VOLUME);
        let sheets = Sheets::new(&self.desk.workspace.assets, self.frame(lines.len(), volumes))?;
        let mut names = Vec::new();
        for (at, part) in lines.chunks(Sheets::VOLUME).enumerate() {
            let mut letters = Vec::with_capacity(part.len());
            for (line, number) in part.iter().zip(at * Sheets::VOLUME + 1..) {
                letters.push(self.sheet(line, number)?);
            }
            let name = match volumes {
                1 => "letters.html".to_owned(),
                _ => format!("letters-{:03}.html", at + 1),
            };
            let page = sheets.volume(at + 1, &letters)?;
            finish(&mut writer(staging, &name)?, page.as_bytes(), &name)?;
            names.push(name);
        }
        Ok(names)
    }

    fn frame(&self, letters: usize, volumes: usize) -> SheetsFrame {
        let manifest = &self.frozen.manifest;
        let first = manifest.languages.first().and_then(|tag| manifest.organisation.get(tag));
        let approved = self.approved.clone();
        SheetsFrame {
            organisation: first.cloned().unwrap_or_default(),
            crisis: manifest.crisis.clone(),
            digest: self.frozen.digest.to_string(),
            approved: approved.unwrap_or_else(|| format!("{UNAPPROVED}: an exercise")),
            unapproved: self.approved.is_none(),
            exported_at: self.desk.shown(self.desk.now),
            letters,
            volumes,
        }
    }

    fn sheet(&self, line: &Line, number: usize) -> Result<SheetLetter, Failure> {
        let mut message = Vec::new();
        self.frozen.message(line, &mut message).map_err(Diagnostic::from)?;
        let body = SheetLetter::body_of(&message).ok_or_else(|| {
            Diagnostic::error(format!("the letter to `{}` has no body to print", line.contact))
                .why("The shell of the company's own writes no `<body>`.")
                .hint("correct `templates/shells/email.html`, or export with `--eml`")
        })?;
        Ok(SheetLetter {
            number,
            contact: line.contact.clone(),
            name: line.name.clone(),
            account: line.account.clone(),
            to: line.to.clone(),
            wave: line.wave,
            language: line.language.clone(),
            subject: line.subject.clone(),
            body,
        })
    }
}

type Out = BufWriter<Box<dyn Output>>;

fn writer(staging: &Staging<'_>, name: &str) -> Result<Out, Fault> {
    Ok(BufWriter::new(staging.create(name)?))
}

fn finish(out: &mut Out, bytes: &[u8], name: &str) -> Result<(), Fault> {
    let written: io::Result<()> = out.write_all(bytes).and_then(|()| out.flush());
    written.map_err(|error| Fault::new("write", Path::new(name), error))
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|it| it == ending)
}

fn nobody_left(left_out: &[LeftOut]) -> Diagnostic {
    Diagnostic::error("no letter is left to export")
        .why(format!(
            "Each of {} is left out; the first: {}.",
            Count(left_out.len(), "reader"),
            left_out
                .first()
                .map(|one| format!("`{}` {}", one.contact, one.why))
                .unwrap_or_default()
        ))
        .hint("see where each letter stands with `hearten status`")
}

fn tell(
    ui: Ui,
    target: &Path,
    lines: &[Line],
    left_out: &[LeftOut],
    approved: Option<&str>,
    files: &[String],
) -> io::Result<()> {
    let count = Count(lines.len(), "letter");
    let names: Vec<String> =
        files.iter().map(|file| format!("  {}", target.join(file).display())).collect();
    match approved {
        Some(told) => ui.say(&format!("{count}, {told}:\n{}", names.join("\n")))?,
        None => ui.say(&format!(
            "DRILL. {count} that nobody approved, each marked {UNAPPROVED}:\n{}",
            names.join("\n")
        ))?,
    }
    if !left_out.is_empty() {
        ui.say(&format!("{} left out:", Count(left_out.len(), "reader")))?;
        for one in left_out.iter().take(NAMED) {
            ui.say(&format!("  {} {}", one.contact, one.why))?;
        }
        if left_out.len() > NAMED {
            ui.say(&format!("  … and {} more; `--format json` names all", left_out.len() - NAMED))?;
        }
    }
    ui.say("Nothing was sent. These files hold people's addresses: keep them private, delete them when they are used.")?;
    if approved.is_some() {
        ui.advise("Record each that goes out, so that nobody gets it twice: hearten log-sent CONTACT --by NAME --at TIME")?;
    }
    Ok(())
}
