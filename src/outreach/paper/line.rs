use super::Papers;
use super::wording::say;
use crate::document::Wordings;
use crate::locale::Language;
use crate::outreach::playbook::Target;
use crate::outreach::{CheckIn, State, Subject};
use crate::roster::TeamMember;
use jiff::ZonedDateTime;
use jiff::civil::Date;
use serde::Serialize;

/// The sentence of a reason that a rule of the method gives (see `templates/outreach/words`).
const METHOD: &str = "rule";

/// What a check-in shows to whoever makes it, in their language and time.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Stable over plans.
    pub id: String,
    /// The day, where the owner is: `2026-11-20`.
    pub day: String,
    /// From when to when, where the owner is: `10:30-11:00`.
    pub time: String,
    /// The owner's zone.
    pub zone: String,
    /// The time where the contact is, when it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_time: Option<String>,
    /// Who does it: the id in the team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// By name.
    pub owner: String,
    /// Whom it is for: the contact's id, or the name of the group.
    pub whom_id: String,
    /// By name.
    pub whom: String,
    /// What the person is in the company.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub position: String,
    /// The company's id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub account_id: String,
    /// The company.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub account: String,
    /// The telephone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// The address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// The way, as a word for programs.
    pub channel: String,
    /// The way, in words.
    pub way: String,
    /// The action.
    pub action: String,
    /// Its name.
    pub purpose: String,
    /// What to say and to ask.
    pub points: Vec<String>,
    /// What to have at hand.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub material: String,
    /// When it is done.
    pub done_when: String,
    /// Why it is there, why this person, why then.
    pub why: Vec<Why>,
    /// How far it is, as a word for programs.
    pub state: &'static str,
    /// How far it is, in words.
    pub state_words: String,
    /// The latest moment, where the owner is.
    pub latest: String,
    /// The wave.
    pub wave: u8,
}

/// A reason with its rule.
#[derive(Debug, Clone, Serialize)]
pub struct Why {
    /// The rule.
    pub rule: String,
    /// In words; empty on paper for a rule of the method.
    pub words: String,
}

/// A text in a language, or in English, or in whatever there is.
pub(super) fn text(texts: &Wordings, language: Language) -> &str {
    let own = texts.get(language).or_else(|| texts.get(Language::En));
    own.or_else(|| texts.iter().next().map(|(_, text)| text)).map_or("", |text| text.text.as_str())
}

/// A moment to the minute: `2026-11-20 10:30`.
pub(super) fn minute(at: &ZonedDateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

impl Papers<'_> {
    /// What a check-in shows on paper, in the language of its owner.
    ///
    /// Rules of the method stand there by their number alone: `S-36` in words says how we see a
    /// person, and a sheet may come to lie on that person's table.
    pub(super) fn line(&self, check: &CheckIn) -> Line {
        let owner = self.member(check.owner);
        let mut line = self.line_in(check, owner, self.language_of(owner));
        if matches!(check.subject, Subject::Contact(_)) {
            for (why, reason) in line.why.iter_mut().zip(&check.why) {
                if reason.key == METHOD {
                    why.words.clear();
                }
            }
        }
        line
    }

    /// The whole of it in English, as the screen has it.
    pub fn line_in_english(&self, check: &CheckIn) -> Line {
        self.line_in(check, self.member(check.owner), self.english())
    }

    /// The day on which it is, where its owner is.
    pub fn day(&self, check: &CheckIn) -> Date {
        check.start.to_zoned_datetime(self.zone_of(self.member(check.owner))).date()
    }

    pub(super) fn line_in(
        &self,
        check: &CheckIn,
        owner: Option<&TeamMember>,
        language: Language,
    ) -> Line {
        let words = self.words(language);
        let zone = self.zone_of(owner);
        let start = check.start.to_zoned_datetime(zone.clone());
        let end = check.end.to_zoned_datetime(zone.clone());
        let latest = check.latest.to_zoned_datetime(zone);
        let action = &check.action;
        let mut line = Line {
            id: check.id.clone(),
            day: start.date().to_string(),
            time: span(&start, &end),
            zone: start.time_zone().iana_name().unwrap_or("UTC").to_owned(),
            contact_time: None,
            owner_id: owner.map(|owner| owner.id.to_string()),
            owner: owner.map_or_else(
                || say(words, "nobody", &[]),
                |owner| owner.name_in(language).to_owned(),
            ),
            whom_id: String::new(),
            whom: String::new(),
            position: String::new(),
            account_id: String::new(),
            account: String::new(),
            phone: String::new(),
            email: String::new(),
            channel: check.channel.tag().to_owned(),
            way: words.channel(check.channel).to_owned(),
            action: action.id.clone(),
            purpose: text(&action.name, language).to_owned(),
            points: self.points(check, owner, language),
            material: action.material.as_ref().map_or("", |it| text(it, language)).to_owned(),
            done_when: text(&action.done_when, language).to_owned(),
            why: self.why(&check.why, language),
            state: match &check.state {
                State::Open => "open",
                State::Late => "late",
                State::Held(_) => "held",
                State::Tried(_) => "tried",
            },
            state_words: match &check.state {
                State::Held(action) => {
                    say(words, "held", &[("action", self.action_name(action, language))])
                }
                state => words.state(state),
            },
            latest: minute(&latest),
            wave: check.wave,
        };
        self.name(&mut line, check, &start, language);
        line
    }

    /// Whom it is for.
    fn name(&self, line: &mut Line, check: &CheckIn, start: &ZonedDateTime, language: Language) {
        match (check.subject, &check.action.target) {
            (Subject::Readers(count), _) => {
                "readers".clone_into(&mut line.whom_id);
                let count = self.forms(language).number(i64::try_from(count).unwrap_or(i64::MAX));
                line.whom = say(self.words(language), "readers", &[("count", &count)]);
            }
            (Subject::Group, Target::Group { name, who, .. }) => {
                line.whom_id.clone_from(name);
                text(who, language).clone_into(&mut line.whom);
            }
            (Subject::Group, Target::Contacts(_)) => {}
            (Subject::Contact(_), _) => {
                let Some((contact, account)) = self.contact(check.subject) else { return };
                line.whom_id = contact.id.to_string();
                line.whom = self.forms(language).full_name(&contact.name);
                line.position = contact.position.clone().unwrap_or_default();
                line.account_id = account.id.to_string();
                account.name_in(language).clone_into(&mut line.account);
                line.phone = contact.phone.clone().unwrap_or_default();
                line.email =
                    contact.email.as_ref().map(|it| it.as_str().to_owned()).unwrap_or_default();
                line.contact_time = self.there(check, start).map(|there| minute(&there));
            }
        }
    }

    /// The start on the contact's clock, when that shows another time than the owner's.
    pub(super) fn there(&self, check: &CheckIn, start: &ZonedDateTime) -> Option<ZonedDateTime> {
        let (contact, _) = self.contact(check.subject)?;
        let zone = contact.time_zone.as_deref().and_then(crate::locale::zone)?;
        let there = check.start.to_zoned_datetime(zone);
        (there.offset() != start.offset()).then_some(there)
    }
}

/// `10:30-11:00`; `10:30` for what takes no time; with the day where it ends on another one.
fn span(start: &ZonedDateTime, end: &ZonedDateTime) -> String {
    let from = start.strftime("%H:%M");
    if end <= start {
        from.to_string()
    } else if end.date() == start.date() {
        format!("{from}-{}", end.strftime("%H:%M"))
    } else {
        format!("{from}-{}", end.strftime("%Y-%m-%d %H:%M"))
    }
}
