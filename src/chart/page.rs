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
    /// The page above this one: file and name.
    pub above: Option<(String, String)>,
    /// Pages of single accounts: file, name, and a few words.
    pub accounts: Vec<(String, String, String)>,
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

#[derive(Serialize)]
struct Link<'l> {
    file: &'l str,
    name: &'l str,
    words: &'l str,
}

impl Page {
    /// The page as HTML that opens without a network, by the template `pages/charts.html`.
    pub fn html(&self, template: &str) -> Result<String, Diagnostic> {
        let figures: Vec<Figure<'_>> = self
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
        let link = |(file, name, words): &'_ (String, String, String)| {
            (file.clone(), name.clone(), words.clone())
        };
        let accounts: Vec<(String, String, String)> = self.accounts.iter().map(link).collect();
        let accounts: Vec<Link<'_>> =
            accounts.iter().map(|(file, name, words)| Link { file, name, words }).collect();
        let mut context = Context::new();
        context.insert("title", &self.title);
        context.insert("made", &self.made);
        context.insert("above", &self.above);
        context.insert("accounts", &accounts);
        context.insert("words", &self.words);
        context.insert("style", STYLE);
        context.insert("figures", &figures);
        let mut tera = Tera::default();
        let rendered = tera
            .add_raw_template("charts.html", template)
            .and_then(|()| tera.render("charts.html", &context));
        rendered.map_err(|error| {
            Diagnostic::error("the page of charts cannot be written").why(error.to_string())
        })
    }
}
