//! The letter templates: found, parsed, and asked for one block at a time.

use super::explain::{self, explain};
use super::guard::Limited;
use super::opaque::{self, is_reserved};
use super::usage::Usage;
use crate::crisis::{Kind, Phase};
use crate::diagnostic::{Diagnostic, Place, Report};
use crate::locale::Language;
use crate::workspace::Assets;
use std::collections::BTreeMap;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

/// Folder of the letter templates among the assets.
const FOLDER: &str = "letters/";

/// The name under which a wording of the brief is parsed.
const WORDING: &str = "wording.md";

/// The most that one `range` may count to in a letter.
const RANGE_LIMIT: i64 = 1000;

/// Parsed letter templates of all languages, with their sources for messages.
#[derive(Debug)]
pub(super) struct Templates {
    tera: Tera,
    sources: BTreeMap<String, TemplateSource>,
    usage: BTreeMap<Language, Usage>,
}

/// The text of a template and the name under which the user knows it.
#[derive(Debug, Clone)]
pub(super) struct TemplateSource {
    pub(super) shown: String,
    pub(super) text: String,
}

impl Templates {
    /// Parses the letter templates that this kind of crisis can need. All mistakes are reported at
    /// once. When the company has templates of its own, all are parsed, since they may build on any.
    pub(super) fn load(assets: &Assets, kind: Kind) -> Result<Self, Report> {
        let mut templates =
            Self { tera: new_tera(), sources: BTreeMap::new(), usage: BTreeMap::new() };
        let mut report = Report::new();
        let mut texts = Vec::new();
        let own = assets.below(FOLDER).any(|(_, asset)| asset.own);
        let needed = format!("/kinds/{}.", kind.tag());
        for (name, asset) in assets.below(FOLDER) {
            if !own && name.contains("/kinds/") && !name.contains(&needed) {
                continue;
            }
            let source = TemplateSource { shown: asset.shown.clone(), text: asset.text.clone() };
            if let Some((at, c)) = asset.text.char_indices().find(|(_, c)| is_reserved(*c)) {
                report.push(reserved(&source, at, c));
            }
            templates.sources.insert(name.to_owned(), source);
            texts.push((name.to_owned(), asset.text.clone()));
        }
        templates.usage = usage(&texts);
        // Together they are parsed fast; one by one the mistakes of each are found.
        if templates.tera.add_raw_templates(texts.clone()).is_err() {
            let before = report.errors();
            for (name, text) in &texts {
                let mut alone = new_tera();
                if let Err(error) = alone.add_raw_template(name, text)
                    && matches!(error.kind(), ErrorKind::SyntaxError(_) | ErrorKind::Msg(_))
                {
                    report.push(templates.explain(&error, name));
                }
            }
            if report.errors() == before
                && let Err(error) = templates.tera.add_raw_templates(texts)
            {
                report.extend(explain::all(&error, &templates.sources));
            }
        }
        if report.has_errors() { Err(report) } else { Ok(templates) }
    }

    /// How a language's templates use the recipient's values.
    pub(super) fn usage(&self, language: Language) -> Usage {
        self.usage.get(&language).cloned().unwrap_or_default()
    }

    /// The template for a letter: the kind's own for this phase, or the base.
    pub(super) fn choose(&self, language: Language, kind: Kind, phase: Phase) -> String {
        let (own, base) = match phase {
            Phase::Letter => (format!("kinds/{}.md", kind.tag()), "base.md"),
            Phase::Holding => (format!("kinds/{}.holding.md", kind.tag()), "holding.md"),
        };
        let own = format!("{FOLDER}{language}/{own}");
        if self.tera.contains_template(&own) { own } else { format!("{FOLDER}{language}/{base}") }
    }

    /// The name under which the user knows a template.
    pub(super) fn shown(&self, name: &str) -> String {
        self.sources.get(name).map_or_else(|| name.to_owned(), |source| source.shown.clone())
    }

    /// The templates of a language, as the user knows them.
    pub(super) fn texts(&self, language: Language) -> impl Iterator<Item = (&str, &str)> {
        let own = self.sources.iter().filter(move |(name, _)| language_of(name) == Some(language));
        own.map(|(_, source)| (source.shown.as_str(), source.text.as_str()))
    }

    /// Renders one block of a template, within the ceiling on output.
    pub(super) fn block(
        &self,
        name: &str,
        block: &str,
        context: &Context,
    ) -> Result<String, Diagnostic> {
        let mut out = Limited::default();
        match self.tera.render_block_to(name, block, context, &mut out) {
            Ok(()) => Ok(out.into_text()),
            Err(_) if out.is_full() => Err(Diagnostic::error(format!(
                "the block `{block}` never stops writing"
            ))
            .at(Place::file(self.shown(name)))
            .why("It wrote more than 256 KB, so it was ended. A loop in the template runs too often.")
            .hint("look at the loops in this template, then run `hearten check`")),
            Err(error) => Err(self.explain(&error, name)),
        }
    }

    /// Renders a wording of the brief. A finding comes with its line and column in the wording,
    /// both from 1.
    pub(super) fn wording(
        text: &str,
        context: &Context,
    ) -> Result<String, (Diagnostic, (usize, usize))> {
        if !text.contains(['{', '}']) {
            return Ok(text.to_owned());
        }
        let mut tera = new_tera();
        let mut out = Limited::default();
        let outcome = tera
            .add_raw_template(WORDING, text)
            .and_then(|()| tera.render_to(WORDING, context, &mut out));
        match outcome {
            Ok(()) => Ok(out.into_text()),
            Err(error) => {
                let source = TemplateSource { shown: WORDING.to_owned(), text: text.to_owned() };
                let mut finding =
                    explain(&error, WORDING, &BTreeMap::from([(WORDING.to_owned(), source)]));
                let place = finding.place.take();
                let line = place.as_ref().and_then(|place| place.line).unwrap_or(1);
                let column = place.and_then(|place| place.column).unwrap_or(1);
                Err((finding, (line, column)))
            }
        }
    }

    fn explain(&self, error: &tera::Error, name: &str) -> Diagnostic {
        explain(error, name, &self.sources)
    }
}

/// An empty set of templates in which values are hidden from Markdown.
fn new_tera() -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".md"]);
    tera.set_escape_fn(opaque::escape);
    tera.register_function("range", range);
    tera
}

/// Tera's `range`, with a lower ceiling: a letter never counts far.
#[expect(clippy::needless_pass_by_value, reason = "Tera calls it so")]
fn range(kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let start = kwargs.get::<i64>("start")?.unwrap_or(0);
    let end = kwargs.must_get::<i64>("end")?;
    if end.saturating_sub(start) > RANGE_LIMIT {
        return Err(tera::Error::message(format!(
            "`range` counts to at most {RANGE_LIMIT} in a letter"
        )));
    }
    Ok((start..end).collect::<Vec<i64>>().into())
}

/// How each language's templates use the recipient's values. Where one draws on a template of
/// another language, all count for all: a use that is missed would give readers others' words.
fn usage(texts: &[(String, String)]) -> BTreeMap<Language, Usage> {
    let crosses = |name: &str, text: &str| {
        let own = language_of(name);
        let mut others = Language::ALL.iter().filter(|language| Some(**language) != own);
        others.any(|language| text.contains(&format!("{FOLDER}{language}/")))
    };
    let mixed = texts.iter().any(|(name, text)| crosses(name, text));
    let mut usage: BTreeMap<Language, Usage> = BTreeMap::new();
    for language in Language::ALL {
        let own = texts.iter().filter(|(name, _)| mixed || language_of(name) == Some(language));
        own.for_each(|(_, text)| usage.entry(language).or_default().scan(text));
    }
    usage
}

/// `letters/en/base.md` -> English.
fn language_of(name: &str) -> Option<Language> {
    let rest = name.strip_prefix(FOLDER)?;
    Language::parse(rest.split('/').next()?)
}

fn reserved(source: &TemplateSource, at: usize, c: char) -> Diagnostic {
    Diagnostic::error(format!("a private-use character (U+{:04X})", u32::from(c)))
        .rule("E-15")
        .at(Place::range(source.shown.clone(), &source.text, at..at + c.len_utf8()))
        .why("Such characters have no meaning of their own, and the program keeps them for itself.")
        .hint("delete it, then run `hearten check`")
}
