//! The plan on paper: a page with one sheet per owner, tables, calendars, and a document for programs.
//!
//! *In*: a [`Plan`], the words of each language, and the talking points. *Out*: the bytes of each
//! file. *Never*: shows attitude, role, concerns or objective on anything that may lie on a partner's
//! table (domain 4, talking-point rule 3), nor a rule of the method that tells them; only the document
//! for programs holds those. *Start reading* at [`Papers`], then at `line.rs`, which says what a
//! check-in shows.

mod calendar;
mod card;
mod document;
mod fold;
mod line;
mod overview;
mod page;
mod press;
mod sheet;
mod table;
#[cfg(test)]
mod tests;
mod time_zone;
mod wording;
mod workbook;

pub use document::PlanDocument;
pub use line::{Line, Why};

use super::playbook::{Action, Talk, Telling};
use super::{CheckIn, Plan, Reason, Subject, Words};
use crate::crisis::Brief;
use crate::diagnostic::Diagnostic;
use crate::locale::{Forms, Language, zone};
use crate::roster::{Account, Contact, Directory, TeamMember};
use crate::workspace::{Assets, Config};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashMap};

/// Everything that papers are made from.
#[derive(Debug)]
pub struct Sources<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Accounts and our own people.
    pub directory: &'a Directory,
    /// The facts of the crisis.
    pub brief: &'a Brief,
    /// Who we are; the first of its languages is that of the overview.
    pub config: &'a Config,
    /// Templates.
    pub assets: &'a Assets,
    /// The words of each language.
    pub words: &'a BTreeMap<Language, Words>,
    /// The forms of each language.
    pub forms: &'a BTreeMap<Language, Forms>,
    /// The talking points.
    pub talk: &'a Talk,
    /// What does not fit, and what the roster says of itself; for the document.
    pub findings: &'a [Diagnostic],
    /// Of these, what the pages show.
    pub on_paper: &'a [Diagnostic],
    /// The small power maps of the accounts, and how they are styled; for the screen alone.
    pub maps: &'a Maps,
    /// How many facts the ledger holds: calendars count their versions by it.
    pub sequence: u64,
    /// Whether the clock is held still.
    pub rehearsal: bool,
}

/// Drawings that stand beside the people of an account on a sheet (S-41). They say how we see people, so they are
/// shown on the screen and never printed: a sheet of paper may lie on a partner's desk.
#[derive(Debug, Clone, Default)]
pub struct Maps {
    /// The style sheet of the drawings.
    pub style: &'static str,
    /// The drawing of each account by its id. [`Maps::ID`] stands in it for a name that is its own on the page.
    pub by_account: BTreeMap<String, String>,
}

impl Maps {
    /// What stands for the id of a drawing.
    pub const ID: &'static str = "map-of-an-account";
}

/// The papers of one plan: the same bytes for the same sources (P-35).
#[derive(Debug)]
pub struct Papers<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The facts of the crisis.
    pub brief: &'a Brief,
    sources: Sources<'a>,
    /// The actions of the plan by their id, to name one that another waits for.
    actions: HashMap<&'a str, &'a Action>,
}

impl<'a> Papers<'a> {
    /// Papers of a plan, or of a part of it.
    pub fn new(sources: Sources<'a>) -> Self {
        let (plan, brief) = (sources.plan, sources.brief);
        let planned = plan.check_ins.iter().map(|check| &*check.action);
        let dropped = plan.dropped.iter().map(|dropped| &*dropped.action);
        let actions = planned.chain(dropped).map(|action| (action.id.as_str(), action)).collect();
        Self { plan, brief, sources, actions }
    }

    /// Our own people in the order of their file, as the plan counts them.
    fn member(&self, owner: Option<usize>) -> Option<&'a TeamMember> {
        self.sources.directory.team.iter().nth(owner?)
    }

    /// The language of the overview.
    fn first_language(&self) -> Language {
        let known = self.sources.config.languages.iter().copied();
        known
            .into_iter()
            .find(|language| self.sources.words.contains_key(language))
            .unwrap_or(Language::En)
    }

    /// Programs read English where there is any.
    fn english(&self) -> Language {
        let has_english = self.sources.words.contains_key(&Language::En);
        if has_english { Language::En } else { self.first_language() }
    }

    /// The language in which somebody of ours reads.
    fn language_of(&self, owner: Option<&TeamMember>) -> Language {
        let own = owner.and_then(|owner| owner.language);
        own.filter(|language| self.sources.words.contains_key(language))
            .unwrap_or(self.first_language())
    }

    fn words(&self, language: Language) -> &'a Words {
        &self.sources.words[&language]
    }

    fn forms(&self, language: Language) -> &'a Forms {
        &self.sources.forms[&language]
    }

    fn zone_of(&self, owner: Option<&TeamMember>) -> TimeZone {
        let own = owner.and_then(|owner| owner.time_zone.as_deref()).and_then(zone);
        own.unwrap_or_else(|| self.brief.zone.clone())
    }

    /// The check-ins of each owner, by the team's order; those of nobody come last.
    fn by_owner(&self) -> Vec<(Option<&'a TeamMember>, Vec<&'a CheckIn>)> {
        let mut by_owner: BTreeMap<usize, Vec<&CheckIn>> = BTreeMap::new();
        for check in &self.plan.check_ins {
            by_owner.entry(check.owner.unwrap_or(usize::MAX)).or_default().push(check);
        }
        by_owner.into_iter().map(|(at, checks)| (self.member(Some(at)), checks)).collect()
    }

    fn contact(&self, subject: Subject) -> Option<(&'a Contact, &'a Account)> {
        let Subject::Contact(at) = subject else { return None };
        let contact = &self.plan.contacts.get(at)?.contact;
        Some((contact, self.sources.directory.accounts.get(contact.account.as_str())?))
    }

    /// What is handed out: its name, how many, and of what unit.
    fn gift(&self, check: &CheckIn, language: Language) -> Option<(&'a str, u32, &'a str)> {
        let gift = check.gift.as_ref()?;
        let resource = self.sources.directory.resources.get(&gift.resource)?;
        Some((resource.name_in(language), gift.quantity, resource.unit_in(language)))
    }

    fn points(
        &self,
        check: &CheckIn,
        owner: Option<&TeamMember>,
        language: Language,
    ) -> Vec<String> {
        let (contact, account) = self.contact(check.subject).unzip();
        let gift = self.gift(check, language);
        let today = self.plan.now.to_zoned_datetime(self.brief.zone.clone()).date();
        let event = account.and_then(|account| {
            let mut events = self.sources.directory.key_events.of(account.id.as_str());
            events.find(|event| event.date >= today)
        });
        let event = event.map(|event| event.name_in(language));
        let telling =
            Telling { contact, account, owner, resource: gift, event, at: Some(check.start) };
        self.sources.talk.points(&check.action, language, &telling)
    }

    fn why(&self, reasons: &[Reason], language: Language) -> Vec<Why> {
        let Some(words) = self.sources.words.get(&language) else { return Vec::new() };
        let of = |reason: &Reason| Why { rule: reason.rule.to_string(), words: words.why(reason) };
        reasons.iter().map(of).collect()
    }

    /// The name of an action by its id; the id itself when the plan does not know it.
    fn action_name<'i>(&self, id: &'i str, language: Language) -> &'i str
    where
        'a: 'i,
    {
        self.actions.get(id).map_or(id, |action| line::text(&action.name, language))
    }
}
