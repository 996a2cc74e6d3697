use super::brief::Brief;
use super::kind::{Phase, Responsibility};
use crate::diagnostic::{Diagnostic, Place, Span};
use crate::document::Wordings;
use crate::locale::Language;
use serde::Serialize;
use std::collections::BTreeSet;

/// A fact that the brief still lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingFact {
    /// How the brief names it: `measures[2].text.zh-CN`; items of a list count from 1.
    pub name: String,
    /// What it is, in plain words.
    pub what: String,
    /// Where it belongs: its line, its table, or only the file.
    pub place: Place,
}

impl From<MissingFact> for Diagnostic {
    fn from(fact: MissingFact) -> Self {
        Self::error(format!("the brief still lacks `{}`", fact.name))
            .at(fact.place)
            .why(format!("Letters need {}.", fact.what))
            .hint("fill it in, then run `hearten check`")
    }
}

/// A gap before it has a place on the screen.
struct Gap {
    name: String,
    what: String,
    at: Option<Span>,
    /// Whether it depends on the languages of the readers.
    wording: bool,
}

impl Brief {
    /// What is still missing for letters in these languages: every open field and everything that
    /// the phase, the kind (L-10) and the responsibility require, in the order of the file.
    ///
    /// A text that stands in one language must stand in all of `languages`. An open text in another
    /// language does not count. What is given but cannot be used is not missing: the report of
    /// [`Brief::read`] has it.
    pub fn missing(&self, languages: &[Language]) -> Vec<MissingFact> {
        let mut gaps = self.gaps(languages);
        gaps.retain(|gap| !self.is_rejected(&gap.name));
        let end = self.source.text().len();
        gaps.sort_by_key(|gap| gap.at.as_ref().map_or(end, |at| at.start));
        gaps.into_iter()
            .map(|gap| MissingFact {
                place: match gap.at {
                    Some(at) => self.source.place(at),
                    None => Place::file(self.source.file()),
                },
                name: gap.name,
                what: gap.what,
            })
            .collect()
    }

    /// The languages in which no text is missing.
    pub fn languages(&self) -> Vec<Language> {
        let complete = |language: &Language| !self.gaps(&[*language]).iter().any(|gap| gap.wording);
        Language::ALL.into_iter().filter(complete).collect()
    }

    /// Whether a field, or what it belongs to, is given but cannot be used.
    fn is_rejected(&self, name: &str) -> bool {
        let parents = name.match_indices('.').map(|(at, _)| &name[..at]);
        parents.chain([name]).any(|part| self.rejected.contains(part))
            || (name == "contact"
                && self.rejected.iter().any(|field| field.starts_with("contact.")))
    }

    fn gaps(&self, languages: &[Language]) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = self
            .open
            .iter()
            .filter(|open| open.language.is_none_or(|language| languages.contains(&language)))
            .map(|open| Gap {
                what: if open.asks.is_empty() { what(&open.name) } else { open.asks.clone() },
                name: open.name.clone(),
                at: Some(open.at.clone()),
                wording: open.language.is_some(),
            })
            .collect();
        let open: BTreeSet<&str> = self.open.iter().map(|open| open.name.as_str()).collect();
        let absent = |name: &str, wording| Gap {
            name: name.to_owned(),
            what: what(name),
            at: None,
            wording,
        };
        for key in ["kind", "phase", "zone", "started_at", "next_update_at"] {
            if !self.given.iter().any(|given| given == key) {
                gaps.push(absent(key, false));
            }
        }
        gaps.extend(
            self.absent_texts()
                .into_iter()
                .filter(|name| !open.contains(name.as_str()))
                .map(|name| absent(&name, true)),
        );
        if !self.has_contact(&open) {
            gaps.push(absent("contact", false));
        }
        for wordings in self.wordings() {
            gaps.extend(untranslated(wordings, languages, &open));
        }
        gaps
    }

    /// Required texts and lists that are not there at all.
    fn absent_texts(&self) -> Vec<String> {
        let letter = self.phase == Phase::Letter;
        let statement = letter && self.responsibility != Responsibility::Victim;
        let here =
            |given: bool, wanted: bool, name: &str| (wanted && !given).then(|| name.to_owned());
        let fixed = [
            here(self.subject.is_some(), true, "subject"),
            here(self.situation.is_some(), true, "situation"),
            here(self.empathy.is_some(), letter, "empathy"),
            here(self.responsibility_statement.is_some(), statement, "responsibility_statement"),
            here(!self.known.is_empty(), letter, "known"),
            here(!self.unknown.is_empty() || self.nothing_open, letter, "unknown"),
            here(self.impact.overall.is_some(), letter, "impact.text"),
            here(!self.measures.is_empty(), true, "measures"),
            here(self.ask.is_some(), letter, "ask"),
            here(self.appeal.is_some(), letter, "appeal"),
        ];
        let details = if letter { self.kind.required_details() } else { &[] };
        let details = details
            .iter()
            .filter(|detail| !self.details.contains_key(detail.name))
            .map(|detail| format!("details.{}", detail.name));
        fixed.into_iter().flatten().chain(details).collect()
    }

    fn has_contact(&self, open: &BTreeSet<&str>) -> bool {
        ["contact", "contact.phone", "contact.email"].iter().any(|name| open.contains(name))
            || self
                .contact
                .as_ref()
                .is_some_and(|contact| contact.phone.is_some() || contact.email.is_some())
    }
}

/// The languages that a text lacks, but for those that are open already.
fn untranslated(
    wordings: &Wordings,
    languages: &[Language],
    open: &BTreeSet<&str>,
) -> impl Iterator<Item = Gap> {
    languages
        .iter()
        .filter(|language| wordings.get(**language).is_none())
        .map(|language| format!("{}.{language}", wordings.name()))
        .filter(|name| !open.contains(name.as_str()) && !open.contains(wordings.name()))
        .map(|name| Gap { what: what(&name), name, at: Some(wordings.at()), wording: true })
}

/// What a field tells, in plain words; the last language of the name is added.
fn what(name: &str) -> String {
    let top = name.split(['.', '[']).next().unwrap_or_default();
    let what = match top {
        "kind" => "what kind of crisis it is",
        "phase" => "which message it is: `holding` or `letter`",
        "responsibility" => "whose fault it is: `victim`, `accidental` or `preventable`",
        "zone" => "the time zone of the letters, such as `Asia/Shanghai`",
        "started_at" => "when it began",
        "next_update_at" => "when readers hear more",
        "subject" => "the subject line",
        "situation" => "what happened, when and where, and how far it reaches",
        "empathy" => "that we see what it does to the reader",
        "responsibility_statement" => "what we answer for",
        "known" => "what is known, in short sentences",
        "unknown" => "what is not known yet, or `nothing_open = true` at the top",
        "impact" => "what it means for the reader",
        "measures" => match name.rsplit('.').next() {
            Some("owner") => "who answers for the measure",
            Some("due") => "by when it is done",
            Some("status") => "how far the measure is",
            _ => "what we do about it",
        },
        "certain" => "what stays certain",
        "ask" => "what we ask of the reader",
        "contact" => match name.split('.').nth(1) {
            Some("name") => "who answers",
            Some("hours") => "when somebody answers",
            _ => "a phone number or an e-mail address that a person answers",
        },
        "appeal" => "the appeal and the thanks",
        "verification" => "how to tell that the letter is real",
        "details" => super::Kind::ALL
            .iter()
            .flat_map(|kind| kind.required_details())
            .find(|detail| name.split('.').nth(1) == Some(detail.name))
            .map_or("a text that belongs to this kind of crisis", |detail| detail.what),
        _ => "a fact that the texts draw in",
    };
    match name.rsplit('.').next().and_then(Language::parse) {
        Some(language) if name.contains('.') => format!("{what}, in {}", language.name()),
        _ => what.to_owned(),
    }
}
