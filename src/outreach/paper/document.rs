use super::line::{minute, text};
use super::{Line, Papers, Why};
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::Language;
use crate::outreach::{CheckIn, Dropped, State, Subject};
use jiff::Timestamp;
use serde::{Serialize, Serializer};

/// `plan.json`: the whole plan for programs, in English, with ids in place of names where there are.
#[derive(Serialize)]
pub struct PlanDocument<'a> {
    now: String,
    crisis: &'a str,
    rehearsal: bool,
    /// How many facts of the ledger it rests on; calendars carry it as `SEQUENCE`.
    facts: u64,
    waves: Vec<WaveLine>,
    check_ins: InternalLines<'a>,
    contacts: Vec<ContactLine<'a>>,
    dropped: Vec<DroppedLine>,
    advice: Vec<AdviceLine<'a>>,
    findings: &'a [Diagnostic],
}

#[derive(Debug, Serialize)]
struct WaveLine {
    wave: u8,
    name: String,
    start: String,
    end: String,
    channel: &'static str,
    gate: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<String>,
    letters: usize,
    gone: usize,
    check_ins: usize,
    why: Vec<Why>,
}

/// The check-ins, each made when it is written: all at once would be the most of a large plan's
/// memory.
struct InternalLines<'a> {
    papers: &'a Papers<'a>,
    only: &'a dyn Fn(&CheckIn) -> bool,
}

impl Serialize for InternalLines<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let wanted = self.papers.plan.check_ins.iter().filter(|check| (self.only)(check));
        serializer.collect_seq(wanted.map(|check| self.papers.internal_line(check)))
    }
}

/// What only our own people see: the objective is part of it (S-07).
#[derive(Debug, Serialize)]
struct InternalLine {
    #[serde(flatten)]
    line: Line,
    start: String,
    end: String,
    latest_at: String,
    /// The action that has to be logged as done before.
    #[serde(skip_serializing_if = "Option::is_none")]
    held_by: Option<String>,
    objective: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    gift: Option<crate::outreach::Gift>,
}

#[derive(Debug, Serialize)]
struct ContactLine<'a> {
    id: &'a str,
    account: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    wave: Option<u8>,
    score: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    letter_at: Option<String>,
    letter_gone: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<LeftOutLine>,
}

#[derive(Debug, Serialize)]
struct LeftOutLine {
    rule: &'static str,
    reason: String,
}

#[derive(Debug, Serialize)]
struct DroppedLine {
    action: String,
    whom: String,
    rule: String,
    why: String,
}

#[derive(Debug, Serialize)]
struct AdviceLine<'a> {
    contact: &'a str,
    rule: String,
    words: String,
}

impl<'a> Papers<'a> {
    /// The plan for programs; `only` picks the check-ins.
    pub fn document(&'a self, only: &'a dyn Fn(&CheckIn) -> bool) -> PlanDocument<'a> {
        let at = |moment| self.in_crisis_zone(moment);
        let english = self.english();
        let waves = self.plan.waves.iter().map(|wave| WaveLine {
            wave: wave.rule.wave.number(),
            name: wave.rule.name_in(english).to_owned(),
            start: at(wave.start),
            end: at(wave.end),
            channel: wave.rule.channel.tag(),
            gate: wave.rule.gate_in(english).to_owned(),
            held: wave.held.clone(),
            letters: wave.letters,
            gone: wave.gone,
            check_ins: wave.check_ins,
            why: self.why(&wave.why, english),
        });
        let contacts = self.plan.contacts.iter().map(|planned| ContactLine {
            id: planned.contact.id.as_str(),
            account: planned.contact.account.as_str(),
            wave: planned.wave.map(crate::outreach::Wave::number),
            score: planned.score,
            letter_at: planned.letter_at.map(at),
            letter_gone: planned.gone,
            left_out: planned.left_out.as_ref().map(|left_out| LeftOutLine {
                rule: left_out.rule(),
                reason: left_out.to_string(),
            }),
        });
        let advice = self.plan.advice.iter().map(|(at, reason)| AdviceLine {
            contact: self.plan.contacts[*at].contact.id.as_str(),
            rule: reason.rule.to_string(),
            words: self.words(english).why(reason),
        });
        PlanDocument {
            now: at(self.plan.now),
            crisis: &self.sources.config.crisis,
            rehearsal: self.sources.rehearsal,
            facts: self.sources.sequence,
            waves: waves.collect(),
            check_ins: InternalLines { papers: self, only },
            contacts: contacts.collect(),
            dropped: self.plan.dropped.iter().map(|it| self.dropped(it, english)).collect(),
            advice: advice.collect(),
            findings: self.sources.findings,
        }
    }

    /// `plan.json`.
    pub fn json(&self) -> Result<Vec<u8>, Diagnostic> {
        serde_json::to_vec_pretty(&self.document(&|_| true)).map_err(|error| {
            Diagnostic::error("`plan.json` cannot be written")
                .at(Place::file("plan.json"))
                .why(error.to_string())
        })
    }

    fn internal_line(&self, check: &CheckIn) -> InternalLine {
        let english = self.english();
        InternalLine {
            line: self.line_in(check, self.member(check.owner), english),
            start: self.in_crisis_zone(check.start),
            end: self.in_crisis_zone(check.end),
            latest_at: self.in_crisis_zone(check.latest),
            held_by: match &check.state {
                State::Held(action) => Some(action.clone()),
                _ => None,
            },
            objective: text(&check.action.objective, english).to_owned(),
            gift: check.gift.clone(),
        }
    }

    fn in_crisis_zone(&self, moment: Timestamp) -> String {
        let there = moment.to_zoned_datetime(self.brief.zone.clone());
        there.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    fn dropped(&self, dropped: &Dropped, language: Language) -> DroppedLine {
        let whom = match dropped.subject {
            Subject::Contact(at) => self.plan.contacts[at].contact.id.to_string(),
            Subject::Group => "group".to_owned(),
            Subject::Readers(_) => "readers".to_owned(),
        };
        DroppedLine {
            action: dropped.action.id.clone(),
            whom,
            rule: dropped.why.rule.to_string(),
            why: self.words(language).why(&dropped.why),
        }
    }
}

/// A moment in a zone, to the minute.
pub(super) fn local(at: jiff::Timestamp, zone: &jiff::tz::TimeZone) -> String {
    minute(&at.to_zoned_datetime(zone.clone()))
}
