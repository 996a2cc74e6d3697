use super::Papers;
use super::card::Card;
use super::overview::Overview;
use super::sheet::{Choices, Sheet, SheetEntry};
use super::wording::say;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::Language;
use crate::outreach::CheckIn;
use crate::roster::TeamMember;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::{Context, Tera};

/// The template of the page.
const PAGE: &str = "pages/plan.html";
/// Beyond so many check-ins each owner's sheet has a page of its own.
pub(super) const ONE_PAGE: usize = 2000;

#[derive(Serialize)]
struct Page<'a> {
    lang: &'static str,
    words: &'a BTreeMap<String, String>,
    organisation: &'a str,
    crisis: &'a str,
    made: String,
    rehearsal: bool,
    /// None on the page of one owner.
    overview: Option<Overview>,
    list: Vec<SheetEntry>,
    /// Whether the sheets stand in files beside this page.
    beside: bool,
    sheets: Vec<Sheet<'a>>,
    /// How the maps on the sheets are drawn.
    map_style: &'static str,
    choices: Choices,
    /// How many check-ins stand in this page.
    all: usize,
}

/// The pages of a plan, each made on its own.
pub(super) struct Pages<'p, 'a> {
    papers: &'p Papers<'a>,
    layout: Layout<'a>,
    owners: Vec<(Option<&'a TeamMember>, Vec<&'a CheckIn>)>,
    list: Vec<SheetEntry>,
    beside: bool,
}

impl<'p, 'a> Pages<'p, 'a> {
    pub(super) fn of(papers: &'p Papers<'a>) -> Result<Self, Diagnostic> {
        let layout = Layout::of(papers)?;
        let owners = papers.by_owner();
        let beside = papers.plan.check_ins.len() > ONE_PAGE;
        let entry =
            |(owner, checks): &(_, Vec<&CheckIn>)| papers.sheet_entry(*owner, checks, beside);
        let list = owners.iter().map(entry).collect();
        Ok(Self { papers, layout, owners, list, beside })
    }

    /// Whose check-ins there are.
    pub(super) fn owners(&self) -> &[(Option<&'a TeamMember>, Vec<&'a CheckIn>)] {
        &self.owners
    }

    /// `plan.html`.
    pub(super) fn first(&self) -> Result<(String, String), Diagnostic> {
        let papers = self.papers;
        let page = if self.beside {
            let page = papers.page(true, self.list.clone(), Vec::new(), &[]);
            Page { beside: true, ..page }
        } else {
            let owners = self.owners.iter().zip(&self.list);
            let sheets = owners.map(|((owner, checks), entry)| {
                papers.sheet(*owner, papers.cards(*owner, checks), entry.clone())
            });
            let all: Vec<&CheckIn> = papers.plan.check_ins.iter().collect();
            papers.page(true, self.list.clone(), sheets.collect(), &all)
        };
        Ok(("plan.html".to_owned(), self.layout.write(&page)?))
    }

    /// The page of an owner, by the place in [`Self::owners`]; none when all stands in the first one.
    pub(super) fn own(
        &self,
        at: usize,
        cards: Vec<(&CheckIn, Card)>,
    ) -> Result<Option<(String, String)>, Diagnostic> {
        if !self.beside {
            return Ok(None);
        }
        let ((owner, checks), entry) = (&self.owners[at], &self.list[at]);
        let sheet = self.papers.sheet(*owner, cards, entry.clone());
        let page = self.papers.page(false, Vec::new(), vec![sheet], checks);
        Ok(Some((entry.file.clone(), self.layout.write(&page)?)))
    }
}

impl<'a> Papers<'a> {
    /// `plan.html` with every sheet, and beyond what one page can hold `plan-<owner>.html` for each
    /// owner, with `nobody.html` for what has none: file names with their text.
    pub fn pages(&self) -> Result<Vec<(String, String)>, Diagnostic> {
        let pages = Pages::of(self)?;
        let mut made = vec![pages.first()?];
        for (at, (owner, checks)) in pages.owners().iter().enumerate() {
            made.extend(pages.own(at, self.cards(*owner, checks))?);
        }
        Ok(made)
    }

    fn page(
        &self,
        whole: bool,
        list: Vec<SheetEntry>,
        sheets: Vec<Sheet<'a>>,
        checks: &[&CheckIn],
    ) -> Page<'a> {
        // The page of one owner is the owner's as a whole.
        let language = match checks.first() {
            Some(first) if !whole => self.language_of(self.member(first.owner)),
            _ => self.first_language(),
        };
        let words = self.words(language);
        let made = self.plan.now.to_zoned_datetime(self.brief.zone.clone());
        Page {
            lang: Language::tag(language),
            words: &words.page,
            organisation: self.sources.config.organisation.name.get(language),
            crisis: &self.sources.config.crisis,
            made: say(words, "made", &[("time", &self.forms(language).moment(&made))]),
            rehearsal: self.sources.rehearsal,
            overview: whole.then(|| self.overview(language)),
            list,
            beside: false,
            sheets,
            map_style: self.sources.maps.style,
            choices: self.choices(checks),
            all: checks.len(),
        }
    }
}

/// The template, read once for all pages.
struct Layout<'a> {
    tera: Tera,
    shown: &'a str,
}

impl<'a> Layout<'a> {
    fn of(papers: &Papers<'a>) -> Result<Self, Diagnostic> {
        let Some(asset) = papers.sources.assets.get(PAGE) else {
            return Err(Diagnostic::error(format!("there is no `templates/{PAGE}`")));
        };
        let mut layout = Self { tera: Tera::new(), shown: &asset.shown };
        let read = layout.tera.add_raw_template(PAGE, &asset.text);
        read.map_err(|error| layout.fault(&error))?;
        Ok(layout)
    }

    fn write(&self, page: &Page<'_>) -> Result<String, Diagnostic> {
        let context = Context::from_serialize(page).map_err(|error| self.fault(&error))?;
        self.tera.render(PAGE, &context).map_err(|error| self.fault(&error))
    }

    fn fault(&self, error: &tera::Error) -> Diagnostic {
        Diagnostic::error("the page of the plan cannot be laid out")
            .at(Place::file(self.shown))
            .why(error.to_string().lines().map(str::trim).collect::<Vec<_>>().join(" "))
            .hint("compare it with the built-in one, or delete it to have that back")
    }
}
