//! One pass over the roster: every contact is checked, placed, and their letter printed.

use super::desk::Desk;
use super::ui::Progress;
use crate::diagnostic::{Count, Diagnostic, List, Place, Report, Severity, nearest};
use crate::letter::{Composer, Press};
use crate::locale::{self, Language};
use crate::outreach::{Audience, LeftOut, Placement, Recipient, Wave};
use crate::proof::{Missed, Print};
use crate::roster::{Batch, Contact, Roster, Row};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Mutex, PoisonError};

/// Which contacts a pass is for; empty lists mean all.
#[derive(Debug, Default)]
pub(super) struct Pick {
    pub(super) contacts: Vec<String>,
    pub(super) waves: Vec<Wave>,
}

impl Pick {
    fn wants(&self, contact: &Contact) -> bool {
        self.contacts.is_empty() || self.contacts.iter().any(|id| id == contact.id.as_str())
    }
}

/// What came of one row; a letter comes with what was made of its message.
#[derive(Debug)]
pub(super) enum Met<K> {
    Printed(Box<Contact>, Print, K),
    LeftOut(Box<Contact>, LeftOut),
    Failed(Missed),
}

/// What to say when nobody whom a pass was for has a letter.
pub(super) fn nobody(pick: &Pick, roster: Option<&Roster>, command: &str) -> Diagnostic {
    match pick.contacts.first() {
        Some(id) => {
            let finding = Diagnostic::error(format!("there is no contact `{id}` in the roster"));
            let (contacts, _) = roster.map(Roster::collect).unwrap_or_default();
            let known = contacts.iter().map(|contact| contact.id.as_str());
            finding.hint(match nearest(id, known) {
                Some(near) => format!("type `hearten {command} --contact {near}`"),
                None => "see the ids with `hearten roster`".to_owned(),
            })
        }
        None => Diagnostic::error("nobody in the roster matches")
            .hint("see who is in it with `hearten roster`"),
    }
}

/// What is made of each finished message while it is at hand, on the thread that printed it: the
/// contact, the same as reader of the letter, the subject, the bytes.
pub(super) type Make<'m, K> = &'m (dyn Fn(&Contact, &Recipient<'_>, &str, &[u8]) -> K + Sync);

/// The outcome of a batch: rows with what came of them, and all findings.
struct Sorted<K> {
    met: Vec<(usize, Met<K>)>,
    findings: Vec<Diagnostic>,
    faults: Vec<Diagnostic>,
    unwritten: Vec<(Language, String)>,
    rows: usize,
}

/// Passes over all contacts on all cores; `each` meets them in the order of the roster.
pub(super) fn pass<K: Send>(
    roster: &Roster,
    composer: &Composer,
    audience: &Audience<'_>,
    pick: &Pick,
    progress: &mut Progress,
    make: Make<'_, K>,
    mut each: impl FnMut(usize, Met<K>),
) -> Report {
    let presses: Mutex<Vec<Press<'_>>> = Mutex::default();
    let mut tally = Tally::default();
    let mut report = Report::new();
    let mut rows = 0;
    let outcome = roster.each_batch(
        |batch| {
            let free = presses.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut press = free.unwrap_or_else(|| composer.press());
            let sorted = sort(batch, &mut press, audience, pick, make);
            presses.lock().unwrap_or_else(PoisonError::into_inner).push(press);
            sorted
        },
        |sorted| {
            rows += sorted.rows;
            progress.at(rows);
            report.extend(sorted.findings);
            sorted.faults.into_iter().for_each(|fault| tally.fault(fault));
            sorted.unwritten.into_iter().for_each(|(language, id)| tally.unwritten(language, id));
            for (row, met) in sorted.met {
                each(row, met);
            }
        },
    );
    if let Err(broken) = outcome {
        report.append(broken);
    }
    report.extend(tally.into_findings());
    report
}

/// Checks the rows alone, when letters cannot be printed yet.
pub(super) fn check_rows(desk: &Desk<'_>, progress: &mut Progress) -> Report {
    let mut report = Report::new();
    let Some(roster) = &desk.roster else { return report };
    let mut rows = 0;
    let outcome = roster.each_batch(
        |batch| (batch.rows.len(), batch.rows.into_iter().flat_map(|row| row.findings).collect()),
        |(count, findings): (usize, Vec<Diagnostic>)| {
            rows += count;
            progress.at(rows);
            report.extend(findings);
        },
    );
    if let Err(broken) = outcome {
        report.append(broken);
    }
    report
}

fn sort<K>(
    batch: Batch,
    press: &mut Press<'_>,
    audience: &Audience<'_>,
    pick: &Pick,
    make: Make<'_, K>,
) -> Sorted<K> {
    let mut sorted = Sorted {
        met: Vec::with_capacity(batch.rows.len()),
        findings: Vec::new(),
        faults: Vec::new(),
        unwritten: Vec::new(),
        rows: batch.rows.len(),
    };
    let mut message = Vec::with_capacity(16 * 1024);
    for row in batch.rows {
        let Row { number, contact, name_hint, findings } = row;
        let wrong = findings.iter().find(|found| found.severity == Severity::Error);
        let reason = wrong.map(|found| found.title.clone());
        sorted.findings.extend(findings);
        let Some(contact) = contact else {
            let reason = reason.unwrap_or_else(|| "the row has an error".to_owned());
            let (id, account) = (name_hint, String::new());
            let missed = Missed { name: id.clone(), id, account, reason };
            sorted.met.push((number, Met::Failed(missed)));
            continue;
        };
        if !pick.wants(&contact) {
            continue;
        }
        let missed = |reason: String| missed(&contact, reason);
        let met = match audience.place(&contact) {
            Placement::LeftOut(why) => Met::LeftOut(Box::new(contact), why),
            Placement::NoAccount => {
                Met::Failed(missed("its account is not in the roster".to_owned()))
            }
            Placement::NoWording(language) => {
                sorted.unwritten.push((language, contact.id.to_string()));
                Met::Failed(missed(format!("the brief has no wording in {language}")))
            }
            Placement::Reader(reader) => {
                if !pick.waves.is_empty() && !pick.waves.contains(&reader.wave) {
                    continue;
                }
                message.clear();
                match press.print_with_subject(&reader, &mut message) {
                    Ok((wording, subject)) => {
                        let print = Print {
                            wording,
                            bytes: message.len(),
                            name_width: locale::width(reader.name()),
                            empty_fields: reader.open_field_count(),
                        };
                        let kept = make(&contact, &reader, &subject, &message);
                        drop(reader);
                        Met::Printed(Box::new(contact), print, kept)
                    }
                    Err(fault) => {
                        let finding = fault.into_finding();
                        let missed = missed(finding.title.clone());
                        sorted.faults.push(finding);
                        Met::Failed(missed)
                    }
                }
            }
        };
        sorted.met.push((number, met));
    }
    sorted
}

/// Somebody who gets no letter.
pub(super) fn missed(contact: &Contact, reason: String) -> Missed {
    Missed {
        id: contact.id.to_string(),
        name: contact.name.to_string(),
        account: contact.account.to_string(),
        reason,
    }
}

/// What makes two faults the same: title, file and line.
type FaultKey = (String, Option<(String, Option<usize>)>);

/// Puts together what many letters have in common: one finding, with how many more it meets.
#[derive(Default)]
struct Tally {
    /// The first of each fault, and how many letters it meets.
    faults: BTreeMap<FaultKey, (Diagnostic, usize)>,
    unwritten: BTreeMap<Language, Vec<String>>,
}

impl Tally {
    fn fault(&mut self, finding: Diagnostic) {
        let place = finding.place.as_ref().map(|place| (place.file.clone(), place.line));
        match self.faults.entry((finding.title.clone(), place)) {
            Entry::Vacant(vacant) => {
                vacant.insert((finding, 1));
            }
            Entry::Occupied(mut occupied) => occupied.get_mut().1 += 1,
        }
    }

    fn unwritten(&mut self, language: Language, id: String) {
        self.unwritten.entry(language).or_default().push(id);
    }

    fn into_findings(self) -> impl Iterator<Item = Diagnostic> {
        let faults = self.faults.into_values().map(|(mut finding, count)| {
            if count > 1 {
                let more = Count(count - 1, "more letter");
                finding.why.push_str(" The same in ");
                finding.why.push_str(&more.to_string());
                finding.why.push('.');
            }
            finding
        });
        let unwritten = self.unwritten.into_iter().map(|(language, ids)| {
            let named = List(&ids[..ids.len().min(3)]).to_string();
            let named = match ids.len() {
                0..=3 => named,
                many => format!("{} and {} more", named.replace(" and ", ", "), many - 3),
            };
            let (verb, who) = if ids.len() == 1 { ("needs", "It is") } else { ("need", "They are") };
            Diagnostic::error(format!(
                "the brief is not complete in `{language}`, which {} {verb}",
                Count(ids.len(), "contact")
            ))
            .why(format!("{who} {named}."))
            .hint(format!(
                "write each `text.{language}` in the brief, or name another language there with `fallback_language = \"en\"`"
            ))
        });
        faults.chain(unwritten)
    }
}

/// A built-in template fails only for what the brief lacks; where that has been told, it is no news.
pub(super) fn without_echoes(mut found: Report, told: bool) -> Report {
    if told {
        let built_in = |place: &Place| place.file.ends_with("(built in)");
        found.retain(|finding| !finding.place.as_ref().is_some_and(built_in));
    }
    found
}

/// The letter of one kept contact, once more and whole, for showing it.
pub(super) fn reader<'c>(
    audience: &'c Audience<'_>,
    contact: &'c Contact,
) -> Option<Box<Recipient<'c>>> {
    match audience.place(contact) {
        Placement::Reader(reader) => Some(reader),
        _ => None,
    }
}
