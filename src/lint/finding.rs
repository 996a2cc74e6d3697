use super::set::Member;
use crate::diagnostic::{Diagnostic, Place, Severity, Span};
use crate::letter::{PartName, WordingId};
use crate::locale::Language;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many readers of a letter are named below a finding.
const NAMED: usize = 3;

/// How many wordings are kept, to be held against each other. Real runs have a few dozen.
const MOST_KEPT: usize = 256;

/// Words of a letter that a rule points at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Quote {
    /// The part they stand in; none for the subject.
    pub part: Option<PartName>,
    /// The passage.
    pub text: String,
    /// The words, in bytes of `text`.
    pub span: Marked,
}

/// A byte range that can be ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Marked {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl From<Span> for Marked {
    fn from(span: Span) -> Self {
        Self { start: span.start, end: span.end }
    }
}

/// One thing that a careful reader would point at, in one letter or in many.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// The rule, such as `L-21`.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, with the letter's words in backticks.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub hint: String,
    /// Where the words were written, when a file holds them.
    pub place: Option<Place>,
    /// The words in the letter, when the finding is about words.
    pub quote: Option<Quote>,
    /// How many letters it meets.
    pub letters: usize,
    /// The first few of their readers, by id.
    pub contacts: Vec<String>,
    /// The wordings it stands in.
    pub wordings: BTreeSet<WordingId>,
    /// The languages of these.
    pub languages: BTreeSet<Language>,
}

/// Two findings with equal keys are one. What is in a file is told once, whichever passage shows it.
type Key =
    (Severity, &'static str, Option<(String, Option<usize>, Option<usize>)>, String, Option<Quote>);

impl Finding {
    fn key(&self) -> Key {
        let place = self.place.as_ref().map(|place| (place.file.clone(), place.line, place.column));
        let quote = if place.is_some() { None } else { self.quote.clone() };
        (self.severity, self.rule, place, self.title.clone(), quote)
    }
}

/// Those who read one wording.
#[derive(Debug)]
struct Readers {
    language: Language,
    count: usize,
    /// The first ones, with which letter of all each is.
    named: Vec<(usize, String)>,
}

/// A finding, the wordings all of whose readers it meets, and those of which it meets some letters.
#[derive(Debug)]
struct Kept {
    finding: Finding,
    whole: BTreeSet<WordingId>,
    partly: BTreeSet<WordingId>,
}

/// Findings over many letters, each told once.
#[derive(Debug, Default)]
pub struct Findings {
    by_key: BTreeMap<Key, Kept>,
    /// How many letters each wording has, and its first readers.
    readers: BTreeMap<WordingId, Readers>,
    /// What a wording says by itself, and is told of it once: titles.
    said: BTreeMap<WordingId, BTreeSet<String>>,
    /// How many letters have been met.
    letters: usize,
    /// How many of them greet their reader by no name.
    general: usize,
    /// The words of the first wordings.
    members: Vec<Member>,
}

impl Findings {
    /// Takes note of a letter, whatever is found in it.
    pub fn letter(&mut self, wording: WordingId, language: Language, contact: &str) {
        let none = || Readers { language, count: 0, named: Vec::new() };
        let readers = self.readers.entry(wording).or_insert_with(none);
        readers.count += 1;
        self.letters += 1;
        if readers.named.len() < NAMED {
            readers.named.push((self.letters, contact.to_owned()));
        }
    }

    /// Takes note that a letter greets its reader by no name.
    pub fn add_general(&mut self) {
        self.general += 1;
    }

    /// How many letters greet their readers by no name, and how many there are.
    pub fn general(&self) -> (usize, usize) {
        (self.general, self.letters)
    }

    /// How many wordings have been met.
    pub fn wordings(&self) -> usize {
        self.readers.len()
    }

    /// Whether a wording has been met.
    pub fn knows(&self, wording: WordingId) -> bool {
        self.readers.contains_key(&wording)
    }

    /// Keeps the words of a wording, to be held against the others at the end.
    pub fn keep(&mut self, member: Member) {
        if self.members.len() < MOST_KEPT {
            self.members.push(member);
        }
    }

    /// The wordings that were kept, in the order in which they were met.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Adds what was found in a wording: it meets all its readers.
    pub fn add_to_wording(&mut self, wording: WordingId, found: Vec<Finding>) {
        for finding in found {
            self.kept(finding).whole.insert(wording);
        }
    }

    /// Adds what a wording says by itself; the same in each of its letters is no news then.
    pub fn add_said(&mut self, wording: WordingId, found: Vec<Finding>) {
        let titles = found.iter().map(|finding| finding.title.clone());
        self.said.entry(wording).or_default().extend(titles);
        self.add_to_wording(wording, found);
    }

    /// Adds what was found in one letter of a wording, but for what the wording says by itself.
    pub fn add_beyond(&mut self, wording: WordingId, contact: &str, mut found: Vec<Finding>) {
        if let Some(said) = self.said.get(&wording) {
            found.retain(|finding| !said.contains(&finding.title));
        }
        self.add_to_letter(wording, contact, found);
    }

    /// Adds what was found in one letter alone.
    pub fn add_to_letter(&mut self, wording: WordingId, contact: &str, found: Vec<Finding>) {
        for finding in found {
            let Kept { finding, partly, .. } = self.kept(finding);
            partly.insert(wording);
            finding.letters += 1;
            if finding.contacts.len() < NAMED {
                finding.contacts.push(contact.to_owned());
            }
        }
    }

    fn kept(&mut self, finding: Finding) -> &mut Kept {
        let none = BTreeSet::new;
        let new = |finding| Kept { finding, whole: none(), partly: none() };
        self.by_key.entry(finding.key()).or_insert_with(|| new(finding))
    }

    /// Adds what was found in the letters as a whole.
    pub fn add(&mut self, found: Vec<Finding>) {
        for finding in found {
            self.kept(finding);
        }
    }

    /// All findings, errors first, then by rule and by where they stand.
    pub fn finish(self) -> Vec<Finding> {
        let Self { by_key, readers, .. } = self;
        let mut all = Vec::with_capacity(by_key.len());
        for Kept { mut finding, whole, partly } in by_key.into_values() {
            let mut named = Vec::new();
            for readers in whole.iter().filter_map(|wording| readers.get(wording)) {
                finding.letters += readers.count;
                named.extend(readers.named.iter().cloned());
            }
            let own = whole.iter().chain(&partly).filter_map(|wording| readers.get(wording));
            finding.languages.extend(own.map(|readers| readers.language));
            finding.wordings.extend(whole);
            // What a file holds stands in all letters of a wording, but for those whose readers it names.
            if finding.place.is_some() {
                finding.wordings.extend(partly);
            }
            // Those whom the roster names first, whatever the wordings' ids are.
            named.sort();
            let room = NAMED.saturating_sub(finding.contacts.len());
            finding.contacts.extend(named.into_iter().take(room).map(|(_, id)| id));
            all.push(finding);
        }
        all
    }
}

impl From<&Finding> for Diagnostic {
    fn from(finding: &Finding) -> Self {
        let place = finding.place.clone().or_else(|| {
            let quote = finding.quote.as_ref()?;
            let part = quote.part.map_or("subject", PartName::name);
            let mut place = Place::file(match finding.contacts.first() {
                Some(contact) => format!("letter to {contact}, {part}"),
                None => format!("letter, {part}"),
            });
            place.text.clone_from(&quote.text);
            place.span = Some(quote.span.start..quote.span.end);
            Some(place)
        });
        Self {
            severity: finding.severity,
            rule: Some(finding.rule),
            title: finding.title.clone(),
            place,
            why: finding.why.clone(),
            hint: finding.hint.clone(),
        }
    }
}
