use super::document::local;
use super::wording::{left_out, say};
use super::{Papers, line};
use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::Language;
use crate::outreach::{Dropped, Reason, Subject, WavePlan};
use jiff::ZonedDateTime;
use serde::Serialize;
use std::collections::HashMap;

/// So many rows of a list are shown; `plan.json` has all.
const MOST_ROWS: usize = 300;
/// So many people are named in a row of what is not planned.
const MOST_NAMES: usize = 12;

/// What concerns the whole plan and stays inside.
#[derive(Serialize)]
pub(super) struct Overview {
    since: Option<String>,
    next_update: Option<String>,
    waves: Vec<WaveRow>,
    findings: Vec<FindingRow>,
    left_out: Vec<PersonRow>,
    more_left_out: Option<String>,
    dropped: Vec<DroppedRow>,
    more_dropped: Option<String>,
    advice: Vec<PersonRow>,
    more_advice: Option<String>,
}

/// One wave on the clock of the crisis.
#[derive(Serialize)]
pub(super) struct WaveRow {
    pub(super) wave: String,
    pub(super) who: String,
    pub(super) start: String,
    pub(super) end: String,
    pub(super) way: String,
    pub(super) gate: String,
    /// What else bounds it.
    pub(super) limits: Vec<String>,
    pub(super) letters: usize,
    /// How many of them have gone, in words.
    pub(super) gone: Option<String>,
    pub(super) check_ins: usize,
    pub(super) why: Vec<String>,
}

#[derive(Serialize)]
struct FindingRow {
    severity: &'static str,
    severity_words: String,
    rule: &'static str,
    title: Vec<Piece>,
    why: Vec<Piece>,
    hint: Vec<Piece>,
}

/// A part of a message; what a person types stands in backticks there.
#[derive(Serialize, PartialEq, Eq, Debug)]
struct Piece {
    text: String,
    code: bool,
}

/// A person, and what is said of them.
#[derive(Serialize)]
pub(super) struct PersonRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) account: String,
    pub(super) rule: String,
    pub(super) why: String,
}

/// An action that is not planned, for all whom the same reason holds.
#[derive(Serialize)]
struct DroppedRow {
    action: String,
    name: String,
    people: Vec<String>,
    more: usize,
    rule: String,
    why: String,
}

impl Papers<'_> {
    pub(super) fn overview(&self, language: Language) -> Overview {
        let forms = self.forms(language);
        let moment = |at: &ZonedDateTime| forms.moment(&at.with_time_zone(self.brief.zone.clone()));
        let left_out = self.left_out_rows(language);
        let advice = self.plan.advice.iter();
        let dropped = self.dropped_rows(language);
        let more = |count: usize| {
            let beyond = count.checked_sub(MOST_ROWS).filter(|beyond| *beyond > 0)?;
            Some(say(self.words(language), "more", &[("count", &beyond.to_string())]))
        };
        Overview {
            since: self.brief.started_at.as_ref().map(moment),
            next_update: self.brief.next_update_at.as_ref().map(moment),
            waves: self.wave_rows(language),
            findings: self.finding_rows(language),
            more_left_out: more(left_out.len()),
            left_out: left_out.into_iter().take(MOST_ROWS).collect(),
            more_dropped: more(dropped.len()),
            dropped: dropped.into_iter().take(MOST_ROWS).collect(),
            more_advice: more(advice.len()),
            advice: advice.take(MOST_ROWS).map(|it| self.advice_row(it, language)).collect(),
        }
    }

    pub(super) fn wave_rows(&self, language: Language) -> Vec<WaveRow> {
        self.plan.waves.iter().map(|wave| self.wave_row(wave, language)).collect()
    }

    fn wave_row(&self, wave: &WavePlan, language: Language) -> WaveRow {
        let (words, zone) = (self.words(language), &self.brief.zone);
        let bound = |key: &str, at: &Option<ZonedDateTime>| {
            let at = at.as_ref()?.timestamp();
            Some(say(words, key, &[("time", &local(at, zone))]))
        };
        let held = wave
            .held
            .as_ref()
            .map(|action| say(words, "held", &[("action", self.action_name(action, language))]));
        let (letters, gone) = (wave.letters.to_string(), wave.gone.to_string());
        let gone = match wave.gone {
            0 => None,
            all if all == wave.letters => Some(say(words, "all_gone", &[])),
            _ => Some(say(words, "gone", &[("letters", &letters), ("gone", &gone)])),
        };
        let limits = [
            held,
            bound("not_before", &wave.rule.not_before),
            bound("not_after", &wave.rule.not_after),
        ];
        WaveRow {
            wave: wave.rule.wave.to_string(),
            who: wave.rule.name_in(language).to_owned(),
            start: local(wave.start, zone),
            end: if wave.end > wave.start { local(wave.end, zone) } else { String::new() },
            way: words.channel(wave.rule.channel).to_owned(),
            gate: wave.rule.gate_in(language).to_owned(),
            limits: limits.into_iter().flatten().collect(),
            letters: wave.letters,
            gone,
            check_ins: wave.check_ins,
            why: wave.why.iter().map(|why| words.why(why)).collect(),
        }
    }

    fn finding_rows(&self, language: Language) -> Vec<FindingRow> {
        let row = |finding: &Diagnostic| {
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            };
            FindingRow {
                severity,
                severity_words: say(self.words(language), severity, &[]),
                rule: finding.rule.unwrap_or_default(),
                title: pieces(&finding.title),
                why: pieces(&finding.why),
                hint: pieces(&finding.hint),
            }
        };
        self.sources.on_paper.iter().map(row).collect()
    }

    /// Everybody who gets no letter.
    pub(super) fn left_out_rows(&self, language: Language) -> Vec<PersonRow> {
        let (words, forms) = (self.words(language), self.forms(language));
        let left_out = self.plan.contacts.iter().enumerate().filter_map(|(at, planned)| {
            let why = planned.left_out.as_ref()?;
            let words = left_out(words, forms, why);
            Some(self.person_row(at, why.rule().to_owned(), words, language))
        });
        left_out.collect()
    }

    fn person_row(&self, at: usize, rule: String, why: String, language: Language) -> PersonRow {
        let contact = &self.plan.contacts[at].contact;
        let account = self.sources.directory.accounts.get(contact.account.as_str());
        PersonRow {
            id: contact.id.to_string(),
            name: self.forms(language).full_name(&contact.name),
            account: account.map_or("", |account| account.name_in(language)).to_owned(),
            rule,
            why,
        }
    }

    fn advice_row(&self, (at, reason): &(usize, Reason), language: Language) -> PersonRow {
        let words = self.words(language).why(reason);
        self.person_row(*at, reason.rule.to_string(), words, language)
    }

    /// What should have been planned and is not. What waits for the end or for a reply is no news.
    fn dropped_rows(&self, language: Language) -> Vec<DroppedRow> {
        let words = self.words(language);
        let mut rows: Vec<DroppedRow> = Vec::new();
        let mut places: HashMap<(&str, String), usize> = HashMap::new();
        let is_news = |dropped: &&Dropped| {
            !matches!(dropped.why.key, "not-over-yet" | "no-reply" | "no-next-update")
        };
        for dropped in self.plan.dropped.iter().filter(is_news) {
            let why = words.why(&dropped.why);
            let place = *places.entry((&dropped.action.id, why.clone())).or_insert(rows.len());
            if place == rows.len() {
                rows.push(DroppedRow {
                    action: dropped.action.id.clone(),
                    name: line::text(&dropped.action.name, language).to_owned(),
                    people: Vec::new(),
                    more: 0,
                    rule: dropped.why.rule.to_string(),
                    why,
                });
            }
            let row = &mut rows[place];
            let Subject::Contact(at) = dropped.subject else { continue };
            if row.people.len() < MOST_NAMES {
                let contact = &self.plan.contacts[at].contact;
                row.people.push(self.forms(language).full_name(&contact.name));
            } else {
                row.more += 1;
            }
        }
        rows
    }
}

/// A message as a sentence, with what stands in backticks told apart.
fn pieces(message: &str) -> Vec<Piece> {
    let mut rest = message.chars();
    let first = rest.next().map(|first| first.to_uppercase().collect::<String>());
    let sentence = first.unwrap_or_default() + rest.as_str();
    let parts = sentence.split('`').enumerate();
    parts
        .filter(|(_, text)| !text.is_empty())
        .map(|(at, text)| Piece { text: text.to_owned(), code: at % 2 == 1 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn what_a_person_types_is_told_apart() {
        let piece = |text: &str, code| Piece { text: text.to_owned(), code };
        assert_eq!(
            pieces("run `a b` now"),
            [piece("Run ", false), piece("a b", true), piece(" now", false)]
        );
        assert_eq!(pieces(""), []);
    }
}
