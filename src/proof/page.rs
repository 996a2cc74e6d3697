use super::gathering::{Gathered, Missed, Totals};
use super::remark::RemarkLine;
use super::{Entry, Remark, SharedFact};
use crate::diagnostic::Diagnostic;
use crate::workspace::Assets;
use serde::Serialize;
use tera::{Context, Tera};

/// The template of the page.
const PAGE: &str = "pages/proof.html";

/// What stands at the head of the page.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// The page's title.
    pub title: String,
    /// Whose letters these are.
    pub organisation: String,
    /// What happened.
    pub crisis: Crisis,
    /// When the page was made.
    pub made_at: String,
}

/// The crisis in words.
#[derive(Debug, Clone, Serialize)]
pub struct Crisis {
    /// Its folder.
    pub name: String,
    /// What kind of crisis it is.
    pub kind: String,
    /// Which phase the letters are for.
    pub phase: String,
    /// Whose doing it is.
    pub responsibility: String,
    /// Since when.
    pub started_at: String,
    /// When readers hear again.
    pub next_update: String,
}

/// The preview: one page, and each shown letter with its finished message.
#[derive(Debug)]
pub struct Preview {
    /// The page.
    pub index: String,
    /// Relative path and bytes of each file beside it.
    pub files: Vec<(String, Vec<u8>)>,
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    frame: &'a Frame,
    mode: &'static str,
    complete: bool,
    totals: PageTotals,
    failed: &'a [Missed],
    left_out: &'a [Missed],
    wordings: Vec<WordingLine>,
    extremes: Vec<ExtremeLine>,
    letters: Vec<&'a Entry>,
    facts: &'a [SharedFact],
    remarks: Vec<RemarkLine<'a>>,
}

#[derive(Serialize)]
struct PageTotals {
    #[serde(flatten)]
    totals: Totals,
    embedded: usize,
}

#[derive(Serialize)]
struct WordingLine {
    id: String,
    language: &'static str,
    count: usize,
    first: String,
    summary: String,
}

#[derive(Serialize)]
struct ExtremeLine {
    label: &'static str,
    id: String,
}

impl Preview {
    /// Lays out the page, with what was remarked on the letters. `show` writes one kept letter, with its message, under its wording's
    /// name; a letter that cannot be shown again is the program's own fault and ends the page.
    pub fn new<T>(
        frame: &Frame,
        facts: &[SharedFact],
        remarks: &[Remark],
        gathered: &Gathered<T>,
        assets: &Assets,
        mut show: impl FnMut(&T, String) -> Result<(Entry, Vec<u8>), Diagnostic>,
    ) -> Result<Self, Diagnostic> {
        let names: std::collections::BTreeMap<_, _> = gathered
            .wordings
            .iter()
            .enumerate()
            .map(|(at, (id, ..))| (*id, format!("w{}", at + 1)))
            .collect();
        let mut entries = std::collections::BTreeMap::new();
        let mut files = Vec::with_capacity(gathered.kept.len() * 3);
        for (row, kept) in &gathered.kept {
            let name = names.get(&kept.print.wording).cloned().unwrap_or_default();
            let (entry, message) = show(&kept.subject, name)?;
            files.push((format!("letters/{}.html", entry.id), entry.html.clone().into_bytes()));
            files.push((format!("letters/{}.txt", entry.id), entry.text.clone().into_bytes()));
            files.push((format!("letters/{}.eml", entry.id), message));
            entries.insert(*row, entry);
        }
        let wordings = gathered
            .wordings
            .iter()
            .filter_map(|(id, count, first)| {
                let entry = entries.get(first)?;
                Some(WordingLine {
                    id: names.get(id)?.clone(),
                    language: entry.language,
                    count: *count,
                    first: entry.id.clone(),
                    summary: summary(entry),
                })
            })
            .collect();
        let extremes = gathered
            .extremes
            .iter()
            .filter_map(|(label, row)| {
                Some(ExtremeLine { label, id: entries.get(row)?.id.clone() })
            })
            .collect();
        let document = Document {
            frame,
            mode: "preview",
            complete: gathered.totals.failed == 0,
            totals: PageTotals { totals: gathered.totals, embedded: entries.len() },
            failed: &gathered.failed,
            left_out: &gathered.left_out,
            wordings,
            extremes,
            letters: entries.values().collect(),
            facts,
            remarks: remarks.iter().map(|remark| remark.line(&names)).collect(),
        };
        Ok(Self { index: page(&frame.title, &document, assets)?, files })
    }
}

/// What sets a wording apart, in a few words.
fn summary(entry: &Entry) -> String {
    let mut words = vec![entry.language_name.to_owned(), entry.partner.clone()];
    words.extend(entry.facts.iter().filter(|fact| fact.distinct).map(|fact| fact.label.clone()));
    words.join(" · ")
}

fn page(title: &str, document: &Document<'_>, assets: &Assets) -> Result<String, Diagnostic> {
    let fault = |reason: String| {
        Diagnostic::error("the preview page cannot be written")
            .at(crate::diagnostic::Place::file(format!("templates/{PAGE}")))
            .why(reason)
    };
    // `</script>` in a letter must not end the data.
    let data = serde_json::to_string(document)
        .map_err(|error| fault(error.to_string()))?
        .replace('<', "\\u003c");
    let mut tera = Tera::new();
    let text = assets.get(PAGE).map(|asset| asset.text.as_str()).unwrap_or_default();
    tera.add_raw_template(PAGE, text).map_err(|error| fault(error.to_string()))?;
    let mut context = Context::new();
    context.insert("title", title);
    context.insert("lang", "en");
    context.insert("data", &data);
    tera.render(PAGE, &context).map_err(|error| fault(error.to_string()))
}
