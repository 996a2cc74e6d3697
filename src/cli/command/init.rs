use super::Request;
use crate::cli::args::InitArguments;
use crate::cli::outcome::Outcome;
use crate::cli::{Done, Failure};
use crate::crisis::Kind;
use crate::diagnostic::{Diagnostic, List, Place, Report, nearest};
use crate::locale::Language;
use crate::workspace::starter::{self, StarterFile};
use crate::world::Entry;
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
struct InitDocument<'a> {
    ok: bool,
    workspace: String,
    files: Vec<&'a str>,
}

/// Makes a new workspace.
pub(crate) fn init(request: &Request<'_>, own: &InitArguments) -> Done {
    let mut report = Report::new();
    let kind = kind(&own.kind).map_err(|finding| report.push(finding)).ok();
    let languages = languages(&own.languages, &mut report);
    let (Some(kind), false) = (kind, report.has_errors()) else { return Err(report.into()) };
    let Some(files) = starter::blank(kind.tag(), &languages) else {
        return Err(no_kind(&own.kind).into());
    };
    let root = request.folder()?.join(&own.dir);
    write_new(request, &root, &files)?;
    request.ui.document(&InitDocument {
        ok: true,
        workspace: root.display().to_string(),
        files: files.iter().map(|file| file.path.as_str()).collect(),
    })?;
    let dir = own.dir.display();
    request.ui.say(&format!("Made a workspace in {dir}:"))?;
    for file in &files {
        request.ui.say(&format!("  {}", file.path))?;
    }
    request.ui.advise(&format!(
        "\nNext:\n\
         \x20 1. Fill what begins with << in hearten.toml and crises/new-crisis/brief.toml.\n\
         \x20 2. Put your people into contacts/; the sample shows every column.\n\
         \x20 3. cd {dir} && hearten check"
    ))?;
    Ok(Outcome::Done)
}

/// Reads a kind of crisis, or says which there are.
pub(super) fn kind(typed: &str) -> Result<Kind, Diagnostic> {
    Kind::ALL.into_iter().find(|kind| kind.tag() == typed.trim()).ok_or_else(|| no_kind(typed))
}

fn no_kind(typed: &str) -> Diagnostic {
    let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.tag()).collect();
    let hint = match nearest(typed, names.iter().copied()) {
        Some(near) => format!("type `--kind {near}`"),
        None => format!("choose one of {}", List(&names)),
    };
    Diagnostic::error(format!("there is no kind of crisis `{typed}`")).hint(hint)
}

fn languages(typed: &[String], report: &mut Report) -> Vec<Language> {
    let mut languages = Vec::new();
    for tag in typed {
        match Language::parse(tag) {
            Some(language) if !languages.contains(&language) => languages.push(language),
            Some(_) => {}
            None => report.push(
                Diagnostic::error(format!("letters cannot be written in `{tag}`"))
                    .hint("choose from `en`, `zh-CN` and `zh-TW`, separated by commas"),
            ),
        }
    }
    languages
}

/// Writes the files of a new workspace, all or none: none when one of them exists already, and none
/// is left when one cannot be written.
pub(super) fn write_new(
    request: &Request<'_>,
    root: &Path,
    files: &[StarterFile],
) -> Result<(), Failure> {
    let taken: Vec<&str> = files
        .iter()
        .map(|file| file.path.as_str())
        .filter(|path| request.world.entry(&root.join(path)) != Entry::Nothing)
        .collect();
    if !taken.is_empty() {
        return Err(Diagnostic::error(format!("{} there already", are(&taken)))
            .at(Place::file(root.display().to_string()))
            .why("A new workspace never overwrites a file. Nothing was written.")
            .hint("name another folder, or move these files away")
            .into());
    }
    for (at, file) in files.iter().enumerate() {
        if let Err(fault) = request.world.write(&root.join(&file.path), file.text.as_bytes()) {
            for written in &files[..at] {
                // Nothing better can be done when this fails too; the fault that is told is the first.
                let _ = request.world.remove_file(&root.join(&written.path));
            }
            return Err(fault.into());
        }
    }
    Ok(())
}

fn are(paths: &[&str]) -> String {
    format!("{} {}", List(paths), if paths.len() == 1 { "is" } else { "are" })
}
