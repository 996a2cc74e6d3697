use super::case::Case;
use super::finding::{Finding, Quote};
use super::lists::Lists;
use super::locate::Sources;
use super::mark::{Mark, Marks, Spot};
use super::page::Page;
use super::rule::Rule;
use super::rules::RULES;
use super::settings::{Level, Settings};
use crate::crisis::Brief;
use crate::diagnostic::{Report, Severity};
use crate::letter::{Composer, PartName, Reading};
use crate::locale::Language;
use crate::workspace::{Assets, Config};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What a linter needs.
#[derive(Clone, Copy)]
pub struct Inputs<'a, 'i> {
    /// The facts of the crisis.
    pub brief: &'a Brief,
    /// The company's settings.
    pub config: &'a Config,
    /// Word lists, built in and the company's own.
    pub assets: &'i Assets,
    /// What the company has said of the rules.
    pub settings: &'i Settings,
    /// The languages that letters are needed in.
    pub languages: &'i [Language],
    /// The time of the letter.
    pub now: Timestamp,
}

/// Reads letters over, by all rules that are not switched off.
#[derive(Debug)]
pub struct Linter<'a> {
    brief: &'a Brief,
    config: &'a Config,
    now: Timestamp,
    lists: BTreeMap<Language, Lists>,
    asked: Vec<Asked>,
}

/// A rule that is asked, with its weight and its page.
#[derive(Debug)]
struct Asked {
    rule: &'static Rule,
    /// What the company has set; none leaves it to the rule.
    level: Option<Severity>,
    page: Option<Page>,
}

impl<'a> Linter<'a> {
    /// Sets out the rules and the word lists.
    pub fn new(inputs: Inputs<'a, '_>) -> Result<(Self, Report), Report> {
        let mut report = Report::new();
        let mut lists = BTreeMap::new();
        for language in inputs.languages {
            match Lists::read(inputs.assets, *language) {
                Ok((own, found)) => {
                    report.append(found);
                    lists.insert(*language, own);
                }
                Err(found) => report.append(found),
            }
        }
        let asked = RULES.iter().filter_map(|rule| {
            let level = match inputs.settings.level(rule.id) {
                Some(Level::Off) => return None,
                Some(Level::On(severity)) => Some(severity),
                None => None,
            };
            Some(Asked { rule, level, page: Page::of(rule.id) })
        });
        let Inputs { brief, config, now, .. } = inputs;
        let linter = Self { brief, config, now, lists, asked: asked.collect() };
        if report.has_errors() { Err(report) } else { Ok((linter, report)) }
    }

    /// Reads one wording over. What does not depend on the reader is found here once for all.
    pub fn wording(&self, reading: &Reading, composer: &Composer) -> Vec<Finding> {
        let Some(lists) = self.lists.get(&reading.language) else { return Vec::new() };
        let case = Case { reading, brief: self.brief, config: self.config, lists, now: self.now };
        let sources =
            Sources::new(self.brief, reading.language, composer.sources(reading.language));
        let mut found = Vec::new();
        for asked in &self.asked {
            let Some(check) = asked.rule.on_wording else { continue };
            let mut marks = Marks::default();
            check(&case, &mut marks);
            found.extend(
                marks.into_vec().into_iter().map(|mark| asked.finding(mark, reading, &sources)),
            );
        }
        found
    }
}

impl Asked {
    fn finding(&self, mark: Mark, reading: &Reading, sources: &Sources<'_>) -> Finding {
        let Mark { title, spot, severity, why, hint } = mark;
        let quote = quote(reading, &spot);
        let place = match spot {
            Spot::File(place) => Some(place),
            _ => quote
                .as_ref()
                .and_then(|quote| sources.place(&quote.text, &(quote.span.start..quote.span.end))),
        };
        let page = |field: fn(&Page) -> &String| {
            self.page.as_ref().map(field).cloned().unwrap_or_default()
        };
        Finding {
            rule: self.rule.id,
            severity: self.level.or(severity).unwrap_or(self.rule.severity),
            title,
            why: if why.is_empty() { page(|page| &page.why) } else { why },
            hint: if hint.is_empty() { page(|page| &page.mend) } else { hint },
            place,
            quote,
            letters: 0,
            contacts: Vec::new(),
            wordings: BTreeSet::new(),
            languages: BTreeSet::new(),
        }
    }
}

/// The words a spot points at.
fn quote(reading: &Reading, spot: &Spot) -> Option<Quote> {
    let (part, words, span) = match spot {
        Spot::Subject(span) => (None, &reading.subject, span.clone()),
        Spot::Passage(at, span) => {
            let (part, words) = reading.body.get(*at)?;
            (Some(*part), words, span.clone())
        }
        Spot::Part(name) => {
            let (part, words) = reading.body.iter().find(|(part, _)| part == name)?;
            (Some(*part), words, 0..words.text.len())
        }
        Spot::File(_) | Spot::Letter => return None,
    };
    Some(Quote {
        part: part.filter(|part| PartName::ALL.contains(part)),
        text: words.text.clone(),
        span: span.into(),
    })
}
