use crate::diagnostic::{Diagnostic, Place};
use crate::proof::Reading;
use crate::workspace::Assets;
use serde::Serialize;
use tera::{Context, Tera};

/// The template of the sheets.
const PAGE: &str = "pages/letters.html";

/// What stands at the head of the sheets.
#[derive(Debug, Clone, Serialize)]
pub struct SheetsFrame {
    /// Whose letters these are.
    pub organisation: String,
    /// The name of the crisis.
    pub crisis: String,
    /// The digest.
    pub digest: String,
    /// Who approved them, or that nobody did.
    pub approved: String,
    /// Whether nobody approved them: then every sheet says so.
    pub unapproved: bool,
    /// When they were exported.
    pub exported_at: String,
    /// How many letters there are in all volumes.
    pub letters: usize,
    /// How many volumes there are.
    pub volumes: usize,
}

/// One letter to print.
#[derive(Debug, Clone, Serialize)]
pub struct SheetLetter {
    /// Its number, from 1.
    pub number: usize,
    /// The contact's id.
    pub contact: String,
    /// The reader's name.
    pub name: String,
    /// The account's name.
    pub account: String,
    /// The address.
    pub to: String,
    /// The wave.
    pub wave: u8,
    /// The language of the letter.
    pub language: String,
    /// The subject.
    pub subject: String,
    /// The letter: what stands in the body of its mail HTML.
    pub body: String,
}

/// Lays letters out for paper: an address list, then each letter on sheets of its own.
#[derive(Debug)]
pub struct Sheets {
    tera: Tera,
    frame: SheetsFrame,
}

impl Sheets {
    /// How many letters one file holds: a browser prints that many in one go.
    pub const VOLUME: usize = 500;

    /// Prepares the template.
    pub fn new(assets: &Assets, frame: SheetsFrame) -> Result<Self, Diagnostic> {
        let mut tera = Tera::new();
        let text = assets.get(PAGE).map(|asset| asset.text.as_str()).unwrap_or_default();
        tera.add_raw_template(PAGE, text).map_err(|error| fault(&error))?;
        Ok(Self { tera, frame })
    }

    /// One file; `volume` counts from 1.
    pub fn volume(&self, volume: usize, letters: &[SheetLetter]) -> Result<String, Diagnostic> {
        let mut context = Context::new();
        context.insert("frame", &self.frame);
        context.insert("volume", &volume);
        context.insert("letters", letters);
        self.tera.render(PAGE, &context).map_err(|error| fault(&error))
    }
}

impl SheetLetter {
    /// What stands in the body of a message, for a sheet of paper.
    pub fn body_of(message: &[u8]) -> Option<String> {
        let html = Reading::of(message)?.html;
        let (_, rest) = html.split_once("<body")?;
        let (_, rest) = rest.split_once('>')?;
        let (body, _) = rest.rsplit_once("</body>")?;
        Some(body.trim().to_owned())
    }
}

fn fault(error: &tera::Error) -> Diagnostic {
    Diagnostic::error("the sheets cannot be written")
        .at(Place::file(format!("templates/{PAGE}")))
        .why(error.to_string())
        .hint("correct the template, or export with `--eml`")
}
