use super::affected::Affected;
use super::contact_point::ContactPoint;
use super::fact::Facts;
use super::impact::Impact;
use super::kind::{Kind, Phase, Responsibility};
use super::measure::{Measure, Status};
use crate::diagnostic::{Count, Place, Span};
use crate::document::{Names, OpenField, SourceText, Wordings};
use crate::locale::Language;
use jiff::ZonedDateTime;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// The facts of a crisis and how they are worded in each language.
///
/// A brief may be unfinished: [`Brief::missing`] says what it still lacks. Fields that are open or
/// absent have the value named at each field.
#[derive(Debug, Clone)]
pub struct Brief {
    /// What kind of crisis it is; `other` while it is missing.
    pub kind: Kind,
    /// Which message it is; `letter` while it is missing.
    pub phase: Phase,
    /// Whose fault it is; by default that of the kind.
    pub responsibility: Responsibility,
    /// Counts the versions of this message, from 1.
    pub revision: u32,
    /// The zone in which letters show times; UTC while it is missing.
    pub zone: TimeZone,
    /// When it began.
    pub started_at: Option<ZonedDateTime>,
    /// When readers hear more (E-I, L-07).
    pub next_update_at: Option<ZonedDateTime>,
    /// When the press is told; the partners must have heard before (P-03).
    pub press_at: Option<ZonedDateTime>,
    /// When it was over; actions that follow the end wait for it.
    pub resolved_at: Option<ZonedDateTime>,
    /// Whom the crisis itself touches (P-04, P-32).
    pub affected: Affected,
    /// The language for readers whose own the brief lacks.
    pub fallback_language: Option<Language>,
    /// Values that every language formats in its own way.
    pub facts: Facts,
    /// The subject line.
    pub subject: Option<Wordings>,
    /// What happened (E-B).
    pub situation: Option<Wordings>,
    /// That we see the harm (E-D).
    pub empathy: Option<Wordings>,
    /// What we answer for (E-E).
    pub responsibility_statement: Option<Wordings>,
    /// What is known (L-09).
    pub known: Vec<Wordings>,
    /// What is not known yet (L-09).
    pub unknown: Vec<Wordings>,
    /// Said on purpose: no question is open.
    pub nothing_open: bool,
    /// What it means for the reader (E-C).
    pub impact: Impact,
    /// What we do (E-F).
    pub measures: Vec<Measure>,
    /// What stays certain (E-G, S-03).
    pub certain: Vec<Wordings>,
    /// What we ask of the reader (E-H).
    pub ask: Option<Wordings>,
    /// Where the reader reaches us (E-J).
    pub contact: Option<ContactPoint>,
    /// The appeal and thanks (E-K).
    pub appeal: Option<Wordings>,
    /// How the reader tells that the letter is real (E-L, L-36).
    pub verification: Option<Wordings>,
    /// Texts that only some kinds have (L-10).
    pub details: BTreeMap<String, Wordings>,
    pub(super) source: SourceText,
    pub(super) open: Vec<OpenField>,
    /// Fields that are given but cannot be used; the report says why.
    pub(super) rejected: BTreeSet<String>,
    /// Which keys stand at the top of the file.
    pub(super) given: Vec<String>,
    pub(super) started_at_place: Span,
    pub(super) next_update_at_place: Span,
}

impl Brief {
    /// The file the brief was read from, to make places of lines and columns.
    pub fn source(&self) -> &SourceText {
        &self.source
    }

    /// The ids of the accounts that the brief names, each with its place.
    pub fn account_ids(&self) -> impl Iterator<Item = (&str, Place)> {
        let own = self.impact.accounts.iter();
        own.map(|impact| (&impact.account, &impact.account_at))
            .chain(self.affected.accounts.iter().map(|(id, at)| (id, at)))
            .filter(|(id, _)| !id.is_empty())
            .map(|(id, at)| (id.as_str(), self.source.place(at.clone())))
    }

    /// The measures that a care action keeps, with the place where it is named.
    pub fn kept_promises(&self) -> impl Iterator<Item = (&Measure, &str, Place)> {
        self.measures.iter().filter_map(|measure| {
            let action = measure.kept_by.as_deref()?;
            Some((measure, action, self.source.place(measure.kept_by_at.clone())))
        })
    }

    /// The owners of the measures, each with its place: ids of team members or free text.
    pub fn measure_owners(&self) -> impl Iterator<Item = (&str, Place)> {
        self.measures.iter().filter_map(|measure| {
            let owner = measure.owner.as_deref()?;
            Some((owner, self.source.place(measure.owner_at.clone())))
        })
    }

    /// Every text of the brief that is written per language, in the order of a letter.
    pub fn wordings(&self) -> impl Iterator<Item = &Wordings> {
        let facts = self.facts.iter().filter_map(|(_, fact)| match fact {
            super::Fact::Names(names) => Some(names),
            _ => None,
        });
        let names = self.contact.iter().flat_map(|contact| [&contact.name, &contact.hours]);
        facts
            .chain(&self.subject)
            .chain(&self.situation)
            .chain(&self.empathy)
            .chain(&self.responsibility_statement)
            .chain(&self.known)
            .chain(&self.unknown)
            .chain(self.impact.iter().map(|(_, text)| text))
            .chain(self.measures.iter().map(|measure| &measure.text))
            .chain(self.details.values())
            .chain(&self.certain)
            .chain(&self.ask)
            .chain(names.flatten().filter_map(Names::wordings))
            .chain(&self.appeal)
            .chain(&self.verification)
    }

    /// The brief in a few lines for a person: what it is called and what it says.
    pub fn summary(&self) -> Vec<(&'static str, String)> {
        let time = |moment: &Option<ZonedDateTime>| match moment {
            Some(moment) => moment.strftime("%Y-%m-%d %H:%M %:Q").to_string(),
            None => "not given".to_owned(),
        };
        let languages: Vec<&str> = self.languages().into_iter().map(Language::tag).collect();
        let done = self.measures.iter().filter(|m| m.status == Some(Status::Done)).count();
        vec![
            ("kind", self.kind.name().to_owned()),
            ("phase", format!("{}, revision {}", self.phase.tag(), self.revision)),
            ("responsibility", self.responsibility.tag().to_owned()),
            ("started", time(&self.started_at)),
            ("next update", time(&self.next_update_at)),
            ("measures", format!("{}, {done} done", Count(self.measures.len(), "measure"))),
            (
                "complete in",
                if languages.is_empty() {
                    "no language yet".to_owned()
                } else {
                    languages.join(", ")
                },
            ),
        ]
    }
}
