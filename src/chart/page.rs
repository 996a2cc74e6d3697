use super::canvas::{Drawing, STYLE, escaped};
use crate::diagnostic::Diagnostic;
use serde::Serialize;
use tera::{Context, Tera};

/// A drawing with its heading, as a page shows it.
#[derive(Debug, Clone)]
pub struct Charted {
    /// What kind of drawing it is, such as `power-map`; with a number when there are several.
    pub kind: String,
    /// Its heading.
    pub heading: String,
    /// How to read it, in a sentence.
    pub reading: &'static str,
    /// The drawing.
    pub drawing: Drawing,
}

/// A page of drawings.
#[derive(Debug, Clone)]
pub struct Page {
    /// Of what it is: an account, or all of them.
    pub title: String,
    /// When it was made.
    pub made: String,
    /// The page above this one.
    pub above: Option<Link>,
    /// Pages of single accounts.
    pub accounts: Vec<Link>,
    /// What the numbers say, in sentences.
    pub words: Vec<String>,
    /// The drawings, in their order.
    pub charts: Vec<Charted>,
}

#[derive(Serialize)]
struct Figure<'f> {
    id: &'f str,
    heading: &'f str,
    reading: &'f str,
    /// Whether it is longer than a sheet of paper, and goes on on the next one.
    tall: bool,
    svg: String,
}

/// Where another page is.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// Its file.
    pub file: String,
    /// What it is called.
    pub name: String,
    /// A few words on it; may be empty.
    pub words: String,
}

/// The template `pages/charts.html`, read once for all pages.
#[derive(Debug)]
pub struct Pages {
    tera: Tera,
}

const PAGE: &str = "charts.html";

impl Pages {
    /// Reads the template.
    pub fn of(template: &str) -> Result<Self, Diagnostic> {
        let mut tera = Tera::default();
        tera.add_raw_template(PAGE, template).map_err(|error| unwritten(&error))?;
        Ok(Self { tera })
    }

    /// A page as HTML that opens without a network.
    pub fn html(&self, page: &Page) -> Result<String, Diagnostic> {
        let figures: Vec<Figure<'_>> = page
            .charts
            .iter()
            .map(|chart| Figure {
                id: &chart.kind,
                heading: &chart.heading,
                reading: chart.reading,
                tall: chart.drawing.height > 1000.0,
                svg: chart.drawing.within_page(&escaped(&chart.kind)),
            })
            .collect();
        let mut context = Context::new();
        context.insert("title", &page.title);
        context.insert("made", &page.made);
        context.insert("above", &page.above);
        context.insert("accounts", &page.accounts);
        context.insert("words", &page.words);
        context.insert("style", STYLE);
        context.insert("figures", &figures);
        self.tera.render(PAGE, &context).map_err(|error| unwritten(&error))
    }
}

fn unwritten(error: &tera::Error) -> Diagnostic {
    Diagnostic::error("the page of charts cannot be written").why(error.to_string())
}
