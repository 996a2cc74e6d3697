use super::case::Case;
use super::census::Census;
use super::clarity::Clarity;
use super::desk::Desk;
use super::finding::{Finding, Quote};
use super::finished::Finished;
use super::letter_case::LetterCase;
use super::locate::Sources;
use super::mark::{Mark, Marks, Spot};
use super::opened::{Field, Opened};
use super::page::Page;
use super::rule::{Given, Line, Rule};
use super::rules::{self, RULES};
use super::set::{Member, Set, SetMarks};
use super::settings::{Level, Settings};
use super::stretch::{Stretch, StretchCase};
use super::wall::{Own, Wall};
use crate::crisis::Brief;
use crate::diagnostic::{Place, Report, Severity};
use crate::letter::{Composer, Letter, PartName, Reading, WordingId};
use crate::locale::{Addressee, Language, SalutationSource};
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
    /// The subjects of earlier crises' letters (L-34).
    pub earlier: &'a [String],
    /// The names and addresses of everybody in the roster (L-31).
    pub wall: Option<&'a Wall>,
}

/// Reads letters over, by all rules that are not switched off.
#[derive(Debug)]
pub struct Linter<'a> {
    brief: &'a Brief,
    config: &'a Config,
    now: Timestamp,
    pub(super) desks: BTreeMap<Language, Desk>,
    pub(super) asked: Vec<Asked>,
    earlier: &'a [String],
    pub(super) wall: Option<&'a Wall>,
    /// The company itself, and whom it allows to be named in anybody's letter.
    pub(super) may_name: Own,
    /// The company's own domain, and those that it allows.
    pub(super) domains: Vec<String>,
    /// The share of letters that may greet nobody by name, in percent.
    most_general: u32,
}

/// The rule of who is addressed.
const ADDRESSED: &str = "L-16";

/// More letters than this, in percent, should not greet their readers by no name.
const MOST_GENERAL: u32 = 10;

/// The rule of what nobody sees.
const HIDDEN: &str = "L-32";

/// A rule that is asked, with its weight and its page.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) rule: &'static Rule,
    /// What the company has set; none leaves it to the rule.
    level: Option<Severity>,
    page: Option<Page>,
}

impl<'a> Linter<'a> {
    /// Sets out the rules and the word lists.
    pub fn new(inputs: Inputs<'a, '_>) -> Result<(Self, Report), Report> {
        let (desks, report) = Desk::all(inputs.assets, inputs.languages);
        let asked = RULES.iter().filter_map(|rule| {
            let level = match inputs.settings.level(rule.id) {
                Some(Level::Off) => return None,
                Some(Level::On(severity)) => Some(severity),
                None => None,
            };
            Some(Asked { rule, level, page: Page::of(rule.id) })
        });
        let Inputs { brief, config, now, earlier, wall, settings, .. } = inputs;
        let ours = desks.keys().map(|language| config.organisation.name.get(*language));
        let may_name = Own::of(settings.may_name.iter().map(String::as_str).chain(ours));
        let mut domains = vec![config.organisation.domain.to_lowercase()];
        domains.extend(settings.domains.iter().cloned());
        let asked = asked.collect();
        let most_general = settings.generic_salutations.unwrap_or(MOST_GENERAL);
        let linter = Self {
            brief,
            config,
            now,
            desks,
            asked,
            earlier,
            wall,
            may_name,
            domains,
            most_general,
        };
        if report.has_errors() { Err(report) } else { Ok((linter, report)) }
    }

    /// Reads one wording over. What does not depend on the reader is found here once for all.
    pub fn wording(&self, reading: &Reading, composer: &Composer) -> Vec<Finding> {
        let Some(case) = self.case(reading) else { return Vec::new() };
        let sources = self.sources(reading.language, composer);
        let found = self.marked(|rule, marks| rule.on_wording.map(|check| check(&case, marks)));
        found.map(|(asked, mark)| asked.finding(mark, reading, &sources)).collect()
    }

    /// Reads over what one wording has become: the plain text and the HTML of its first letter.
    pub fn message(&self, reading: &Reading, letter: &Letter, composer: &Composer) -> Vec<Finding> {
        let Some(case) = self.case(reading) else { return Vec::new() };
        let sources = self.sources(reading.language, composer);
        let found =
            self.marked(|rule, marks| rule.on_message.map(|check| check(&case, letter, marks)));
        found.map(|(asked, mark)| asked.finding(mark, reading, &sources)).collect()
    }

    /// Reads one finished letter over: its final bytes, and nothing that was meant to become them.
    pub fn letter(&self, letter: Finished<'_>, composer: &Composer) -> Vec<Finding> {
        let Some(desk) = self.desks.get(&letter.language) else { return Vec::new() };
        if self.is_spotless(desk, letter) {
            return Vec::new();
        }
        self.read_whole(desk, letter, composer)
    }

    /// Looks at all that a letter holds.
    pub(super) fn read_whole(
        &self,
        Desk { lists, clean, .. }: &Desk,
        letter: Finished<'_>,
        composer: &Composer,
    ) -> Vec<Finding> {
        let Finished { language, own, internal, message } = letter;
        let Some(opened) = Opened::of(message) else { return self.unread() };
        let unknown = clean.unknown(&opened);
        let wall = self.wall.filter(|wall| !wall.is_empty());
        let tells = |stretch: &Stretch<'_>| {
            wall.is_some_and(|wall| wall.knows_of(stretch.text, stretch.field == Field::Headers))
        };
        let mut suspicious: Vec<bool> = unknown.iter().map(tells).collect();
        let named = unknown.iter().zip(&suspicious).filter(|(_, tells)| **tells);
        let named: Vec<&Stretch<'_>> = named.map(|(stretch, _)| stretch).collect();
        let may_name = self.may_name.and(own.iter().map(String::as_str));
        let case = LetterCase {
            opened: &opened,
            own,
            may_name: &may_name,
            internal,
            domains: &self.domains,
            named: &named,
            clean,
            wall,
        };
        let found = self.marked(|rule, marks| {
            if let Some(check) = rule.on_stretch {
                for (stretch, suspicious) in unknown.iter().zip(&mut suspicious) {
                    let Stretch { field, text, .. } = *stretch;
                    let mut suspects = Vec::new();
                    check(
                        &StretchCase { field, text, lists, domains: &self.domains },
                        &mut suspects,
                    );
                    *suspicious |= !suspects.is_empty();
                    let found = suspects.into_iter().filter_map(|it| case.mark_of(stretch, it));
                    found.for_each(|mark| marks.add_once(mark));
                }
            }
            rule.on_letter.map(|check| check(&case, marks))
        });
        let mut sources = None;
        let told = found.map(|(asked, mark)| match mark.spot.clone() {
            Spot::Read(quote) => {
                // Letters seldom hold anything, and then no file is looked through.
                let sources = sources.get_or_insert_with(|| self.sources(language, composer));
                let place = sources.place(&quote.text, &(quote.span.start..quote.span.end));
                asked.told(mark, place, Some(quote))
            }
            _ => asked.told(mark, None, None),
        });
        let told = told.collect();
        let spotless = unknown.iter().zip(&suspicious).filter(|(_, suspicious)| !**suspicious);
        clean.add(spotless.map(|(stretch, _)| stretch));
        told
    }

    /// Asks every rule that has something to say of such a thing, one after another.
    fn marked(
        &self,
        mut check: impl FnMut(&Rule, &mut Marks) -> Option<()>,
    ) -> impl Iterator<Item = (&Asked, Mark)> {
        self.asked.iter().flat_map(move |asked| {
            let mut marks = Marks::default();
            check(asked.rule, &mut marks);
            marks.into_vec().into_iter().map(move |mark| (asked, mark))
        })
    }

    /// A rule that is asked, by its number.
    fn asked(&self, id: &str) -> Option<&Asked> {
        self.asked.iter().find(|asked| asked.rule.id == id)
    }

    /// The files that words of a language come from.
    fn sources<'s>(&'s self, language: Language, composer: &'s Composer) -> Sources<'s> {
        Sources::new(self.brief, language, composer.sources(language))
    }

    /// A message that no mail program could show, and nobody can read over.
    fn unread(&self) -> Vec<Finding> {
        let mark = Mark::new(Spot::Letter, "the finished message cannot be taken apart again");
        self.asked(HIDDEN).map(|asked| asked.told(mark, None, None)).into_iter().collect()
    }

    /// Reads over what the roster gives for one reader: a first line, a company, a value for the letter.
    pub fn given(&self, kind: Given, text: &str, language: Language) -> Vec<Finding> {
        let Some(Desk { lists, .. }) = self.desks.get(&language) else { return Vec::new() };
        let line = Line { kind, text, language, lists };
        let found = self.marked(|rule, marks| rule.on_line.map(|check| check(&line, marks)));
        found.map(|(asked, mark)| asked.told(mark, None, None)).collect()
    }

    /// Holds all wordings of one run against each other (L-19). What is found comes with the wording that
    /// it stands in.
    pub fn set(&self, members: &[Member], composer: &Composer) -> Vec<(WordingId, Finding)> {
        let cases = members.iter().filter_map(|member| Some((member, self.case(&member.reading)?)));
        let set = Set::new(cases.collect());
        let mut found = Vec::new();
        for asked in &self.asked {
            let Some(check) = asked.rule.on_set else { continue };
            let mut marks = SetMarks::default();
            check(&set, &mut marks);
            for (at, mark) in marks.into_vec() {
                let Some((member, case)) = set.cases().get(at) else { continue };
                let sources = self.sources(case.reading.language, composer);
                found.push((member.wording, asked.finding(mark, case.reading, &sources)));
            }
        }
        found
    }

    /// Looks at everybody in the roster side by side.
    pub fn roster(&self, census: &Census) -> Vec<Finding> {
        let Some(asked) = self.asked(ADDRESSED) else { return Vec::new() };
        let marks = rules::l16::roster(census).into_iter();
        marks.map(|mark| asked.told(mark, None, None)).collect()
    }

    /// Whether a first line greets its reader by no name.
    pub fn is_general(&self, who: &Addressee<'_>, language: Language) -> bool {
        let desk = self.desks.get(&language);
        desk.is_some_and(|desk| desk.forms.salutation(who).source == SalutationSource::Generic)
    }

    /// What is said of a run in which so many letters greet nobody by name.
    pub fn general(&self, generic: usize, letters: usize) -> Option<Finding> {
        let mark = rules::l16::general(generic, letters, self.most_general)?;
        Some(self.asked(ADDRESSED)?.told(mark, None, None))
    }

    /// How clearly a letter is written. None when letters of its language are not read.
    pub fn clarity(&self, reading: &Reading) -> Option<Clarity> {
        self.case(reading).map(|case| Clarity::of(&case))
    }

    fn case<'c>(&'c self, reading: &'c Reading) -> Option<Case<'c>> {
        let Desk { lists, forms, .. } = self.desks.get(&reading.language)?;
        let Self { brief, config, now, earlier, .. } = *self;
        let domains = &self.domains;
        Some(Case { reading, brief, config, lists, forms, now, earlier, domains })
    }
}

impl Asked {
    fn finding(&self, mark: Mark, reading: &Reading, sources: &Sources<'_>) -> Finding {
        let quote = quote(reading, &mark.spot);
        let place = match &mark.spot {
            Spot::File(place) => Some(place.clone()),
            _ => quote
                .as_ref()
                .and_then(|quote| sources.place(&quote.text, &(quote.span.start..quote.span.end))),
        };
        self.told(mark, place, quote)
    }

    /// A finding out of a mark; what the mark leaves open, the page of the rule says.
    fn told(&self, mark: Mark, place: Option<Place>, quote: Option<Quote>) -> Finding {
        let Mark { title, severity, why, hint, .. } = mark;
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
        Spot::Read(quote) => return Some(quote.clone()),
        Spot::File(_) | Spot::Letter => return None,
    };
    Some(Quote {
        part: part.filter(|part| PartName::ALL.contains(part)),
        text: words.text.clone(),
        span: span.into(),
    })
}
