//! `hearten chart`: pictures of the relations, for our own people.
//!
//! *In*: roster, policy, ledger, and for the waves the plan. *Out*: SVG, PNG, or pages in `out/charts/`. *Never*: judges;
//! the numbers come from [`crate::relations`] and the plan.

mod album;
mod timeline;

use super::Request;
use crate::chart::{Charted, Drawing, Fonts, Page, Pages, png};
use crate::cli::args::{ChartArguments, ChartKind, Format};
use crate::cli::desk::Desk;
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::cli::{Done, Failure};
use crate::diagnostic::{Count, Diagnostic};
use crate::world::Entry;
use album::Album;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The template of the pages.
const PAGE: &str = "pages/charts.html";

#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    files: &'a [String],
    findings: &'a [Diagnostic],
}

/// A file that is drawn: its name in `out/charts/`, and what is in it.
struct Drawn {
    name: String,
    bytes: Vec<u8>,
}

/// Draws what was asked for.
pub(crate) fn chart(request: &Request<'_>, own: &ChartArguments) -> Done {
    refuse(request, own)?;
    let fonts = fonts_folder(request, own)?;
    let (desk, mut report) = Desk::lay_relations(request)?;
    let album = Album::read(request, &desk, own.account.as_deref(), &mut report)?;
    if let (Some(kind), Some(_)) = (own.kind, &own.account)
        && kind.is_of_all()
    {
        return Err(Diagnostic::error(format!("`{}` is drawn over all accounts", kind.tag()))
            .hint(format!("type `hearten chart {}`", kind.tag()))
            .into());
    }
    let timeline = match own.kind {
        Some(ChartKind::Waves) => Some(timeline::of(request)?),
        None if own.account.is_none() => match timeline::of(request) {
            Ok(timeline) => Some(timeline),
            Err(_) => {
                report.push(
                    Diagnostic::info("the waves are not drawn: there is no plan yet")
                        .hint("see what is missing with `hearten plan`"),
                );
                None
            }
        },
        _ => None,
    };
    let folder = desk.workspace.out_folder().join("charts");
    let template = desk.workspace.assets.get(PAGE).map(|asset| asset.text.clone());
    let pages = Pages::of(&template.unwrap_or_default())?;
    let html = |name: String, page: &Page| {
        Ok::<_, Diagnostic>(Drawn { name, bytes: pages.html(page)?.into_bytes() })
    };
    let drawn = match own.kind {
        None => {
            let pages = album.pages(timeline.as_ref()).into_iter();
            pages.map(|(name, page)| html(name, &page)).collect::<Result<Vec<_>, _>>()?
        }
        Some(kind) => {
            let charts = album.charts(kind, timeline.as_ref());
            if charts.is_empty() {
                return Err(nothing(kind).into());
            }
            match request.global.format {
                Format::Html => {
                    let title = format!("{}: {}", kind.tag(), album.title());
                    let page = album.page(title, charts.into_iter().map(|(_, it)| it).collect());
                    vec![html(format!("{}.html", album.file(kind)), &page)?]
                }
                Format::Png => pictures(own.scale, fonts.as_deref(), &charts)?,
                _ => charts.iter().map(|(name, it)| svg(name, &it.drawing)).collect(),
            }
        }
    };
    let files = put(&desk, &folder, &drawn)?;
    let ui = request.ui;
    let ok = !report.has_errors();
    ui.document(&Document { ok, files: &files, findings: report.kept() })?;
    tell(request, &files)?;
    ui.findings(&report, MOST_SHOWN)?;
    if own.open
        && let Some(first) = files.first()
    {
        super::open(first)?;
    }
    Ok(Outcome::of(&report))
}

/// What cannot be meant.
fn refuse(request: &Request<'_>, own: &ChartArguments) -> Result<(), Failure> {
    if own.kind.is_none() && matches!(request.global.format, Format::Svg | Format::Png) {
        return Err(Diagnostic::error("everything is drawn as pages, and not as single pictures")
            .hint("name a kind, such as `hearten chart power-map --format png`, or leave `--format` out")
            .into());
    }
    Ok(())
}

/// The folder of fonts that was named, seen from where the command works.
fn fonts_folder(request: &Request<'_>, own: &ChartArguments) -> Result<Option<PathBuf>, Failure> {
    let Some(named) = &own.fonts else { return Ok(None) };
    let folder = request.folder()?.join(named);
    if request.world.entry(&folder) != Entry::Folder {
        return Err(Diagnostic::error(format!("there is no folder `{}`", named.display()))
            .hint("name a folder of fonts with `--fonts DIR`, or leave it out")
            .into());
    }
    Ok(Some(folder))
}

fn svg(name: &str, drawing: &Drawing) -> Drawn {
    Drawn { name: format!("{name}.svg"), bytes: drawing.document().into_bytes() }
}

/// Pictures, all of them or none: a character without a font is said before anything is written.
fn pictures(
    scale: u8,
    fonts: Option<&Path>,
    charts: &[(String, Charted)],
) -> Result<Vec<Drawn>, Diagnostic> {
    let fonts = Fonts::of_machine(fonts);
    let mut drawn = Vec::new();
    for (name, chart) in charts {
        let bytes = png(&chart.drawing, &fonts, f32::from(scale)).map_err(|error| {
            Diagnostic::error(format!("`{name}` cannot be made a picture: {error}"))
                .why("A picture holds the shapes of its characters; without a font there would be empty boxes.")
                .hint("install a font that has them, such as the package fonts-noto-cjk, name a folder with `--fonts DIR`, or take `--format svg`")
        })?;
        drawn.push(Drawn { name: format!("{name}.png"), bytes });
    }
    Ok(drawn)
}

/// Some files beside what is there.
fn put(desk: &Desk<'_>, folder: &Path, drawn: &[Drawn]) -> Result<Vec<String>, Failure> {
    let mut files = Vec::new();
    for Drawn { name, bytes } in drawn {
        let path = folder.join(name);
        desk.world.put(&path, bytes)?;
        files.push(shown(&path));
    }
    Ok(files)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn nothing(kind: ChartKind) -> Diagnostic {
    match kind {
        ChartKind::Fishbone => Diagnostic::error("there is no key event to draw")
            .rule("S-37")
            .why("The fishbone shows who decides a bid or a contract.")
            .hint("add events with their groups and people in contacts/key-events.csv"),
        _ => Diagnostic::error("there is no account to draw")
            .hint("see who is in the roster with `hearten roster`"),
    }
}

fn tell(request: &Request<'_>, files: &[String]) -> std::io::Result<()> {
    let Some(first) = files.first() else { return Ok(()) };
    request.ui.say(&match files.len() {
        1 => format!("Drawn: {first}"),
        many => format!("Drawn: {first} and {}", Count(many - 1, "other file")),
    })?;
    request.ui.advise("For our own people alone; nothing of it is part of any letter.")
}
