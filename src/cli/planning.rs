//! Lays everything out that a plan needs, and makes it.

use super::desk::{Desk, Rules};
use super::gone::Gone;
use super::relating;
use crate::chart::{STYLE, Scene, small_power_map};
use crate::crisis::Kind;
use crate::diagnostic::Report;
use crate::locale::{Forms, Language};
use crate::outreach::hours::{Almanacs, Weekends};
use crate::outreach::paper::{Maps, Papers, Sources};
use crate::outreach::planner::{self, Inputs};
use crate::outreach::playbook::{Playbook, Playbooks, Talk, TalkGround};
use crate::outreach::survey::{Survey, SurveyPolicy};
use crate::outreach::{Placing, Plan, Words};
use crate::relations::Person;
use crate::roster::{Contact, Partner, Roster};
use jiff::Span;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How far before and after today is planned, in days.
const BEFORE: i32 = 60;
const AFTER: i32 = 200;

/// A plan with all that its papers draw on.
pub(super) struct Planning {
    pub(super) plan: Plan,
    /// What the roster's own state says (S-10 to S-47).
    pub(super) survey: Survey,
    pub(super) words: BTreeMap<Language, Words>,
    pub(super) forms: BTreeMap<Language, Forms>,
    pub(super) talk: Talk,
    /// What does not fit, and what the roster's own state says.
    pub(super) findings: Report,
    /// Of these, what may lie on a partner's desk: nothing on who supports us and who does not.
    pub(super) on_paper: Report,
}

impl Planning {
    /// Makes the plan. The error is what is wrong with its inputs.
    pub(super) fn make(
        desk: &Desk<'_>,
        contacts: Vec<Contact>,
        gone: &Gone,
    ) -> Result<Self, Report> {
        let (Some(roster), Some(brief), Some(placing), Some(rules)) =
            (&desk.roster, &desk.brief, desk.placing(), &desk.rules)
        else {
            return Err(Report::new());
        };
        let config = &desk.workspace.config;
        let assets = &desk.workspace.assets;
        let mut report = Report::new();
        let playbooks = Playbooks::open(assets, brief.kind, &config.languages);
        let playbooks = take(playbooks, &mut report);
        let (almanacs, found) = almanacs(desk, roster, rules, placing.today());
        report.append(found);
        let mut words = BTreeMap::new();
        let mut forms = BTreeMap::new();
        for language in &config.languages {
            match (Words::read(assets, *language), assets.forms(*language)) {
                (Ok(read), Ok(form)) => {
                    words.insert(*language, read);
                    forms.insert(*language, form);
                }
                (read, form) => {
                    read.err().into_iter().for_each(|found| report.append(found));
                    form.err().into_iter().for_each(|found| report.append(found));
                }
            }
        }
        let Some(playbooks) = playbooks else { return Err(report) };
        let ground = TalkGround { brief, config, directory: roster.directory() };
        let talk = Talk::prepare(&playbooks.merged.actions, ground, &forms)
            .map_err(|found| report.append(found))
            .ok();
        let Some(talk) = talk.filter(|_| !report.has_errors()) else { return Err(report) };
        let sender = config.sender.email.to_string();
        let contacts: Vec<Contact> =
            contacts.into_iter().map(|contact| placing.current(contact)).collect();
        let survey_policy = SurveyPolicy::from(&rules.policy);
        let survey = Survey::of(&contacts, roster.directory(), placing.today(), &survey_policy);
        let (plan, findings) = planner::plan(Inputs {
            placing: &placing,
            contacts,
            playbook: &playbooks.merged,
            almanacs: &almanacs,
            sender: &sender,
            gone: &gone.letters,
        });
        report.append(findings);
        let survey = survey.with_missing_years(almanacs.missing_years());
        let mut on_paper = report.clone();
        on_paper.extend(survey.on_paper());
        report.append(survey.report());
        Ok(Self { plan, survey, words, forms, talk, findings: report, on_paper })
    }

    /// The small power map of every account that somebody is called in (S-41).
    pub(super) fn maps(&self, desk: &Desk<'_>) -> Maps {
        let (Some(roster), Some(rules)) = (&desk.roster, &desk.rules) else {
            return Maps::default();
        };
        let directory = roster.directory();
        let day = relating::day(desk, rules);
        let mut people: BTreeMap<&str, Vec<Person>> = BTreeMap::new();
        for planned in &self.plan.contacts {
            let contact = &planned.contact;
            let Some(account) = directory.accounts.get(contact.account.as_str()) else { continue };
            let strategic = account.partner == Partner::Strategic;
            let standing = desk.standings.get(contact.id.as_str());
            let person = Person::of(contact.clone(), standing, strategic, &day);
            people.entry(account.id.as_str()).or_default().push(person);
        }
        let map = |(id, people): (&str, Vec<Person>)| {
            let account = directory.accounts.get(id)?;
            let scene = Scene { account, people: &people, directory, today: day.today };
            Some((id.to_owned(), small_power_map(&scene).within_page(Maps::ID)))
        };
        Maps { style: STYLE, by_account: people.into_iter().filter_map(map).collect() }
    }

    /// The plan on paper, with maps beside the people.
    pub(super) fn papers<'a>(&'a self, desk: &'a Desk<'_>, maps: &'a Maps) -> Option<Papers<'a>> {
        Some(Papers::new(Sources {
            plan: &self.plan,
            directory: desk.roster.as_ref()?.directory(),
            brief: desk.brief.as_ref()?,
            config: &desk.workspace.config,
            assets: &desk.workspace.assets,
            words: &self.words,
            forms: &self.forms,
            talk: &self.talk,
            findings: self.findings.kept(),
            on_paper: self.on_paper.kept(),
            maps,
            sequence: desk.facts,
            rehearsal: desk.rehearsal().is_some(),
        }))
    }
}

/// What the order and the times of letters come from: neither papers nor what the roster's own state
/// says.
pub(super) struct Basis {
    pub(super) playbook: Playbook,
    pub(super) almanacs: Almanacs,
    /// The address of the leader who signs.
    pub(super) sender: String,
}

impl Basis {
    /// Reads playbooks and hours.
    pub(super) fn read(desk: &Desk<'_>, placing: &Placing<'_>) -> Result<(Self, Report), Report> {
        let (Some(roster), Some(brief), Some(rules)) = (&desk.roster, &desk.brief, &desk.rules)
        else {
            return Err(Report::new());
        };
        let config = &desk.workspace.config;
        let (playbooks, mut report) =
            Playbooks::open(&desk.workspace.assets, brief.kind, &config.languages)?;
        let (almanacs, found) = almanacs(desk, roster, rules, placing.today());
        report.append(found);
        let sender = config.sender.email.to_string();
        Ok((Self { playbook: playbooks.merged, almanacs, sender }, report))
    }
}

fn almanacs(desk: &Desk<'_>, roster: &Roster, rules: &Rules, today: Date) -> (Almanacs, Report) {
    let (weekends, found) = Weekends::read(&desk.workspace.assets);
    let day = |days: i32| today.checked_add(Span::new().days(days)).unwrap_or(Date::MAX);
    let holidays = roster.holidays().clone();
    let days = day(-BEFORE)..day(AFTER);
    (Almanacs::new(rules.policy.hours.clone(), weekends, holidays, days), found)
}

/// What is wrong with the playbooks: those of the crisis at hand, and the company's own of any kind.
pub(super) fn check_playbooks(desk: &Desk<'_>) -> Report {
    let config = &desk.workspace.config;
    let assets = &desk.workspace.assets;
    let kind = desk.brief.as_ref().map_or(Kind::Other, |brief| brief.kind);
    let (playbooks, mut report) = match Playbooks::open(assets, kind, &config.languages) {
        Ok(opened) => opened,
        Err(found) => return found,
    };
    // Facts that talking points name are held against a brief that is sound.
    if let (Some(roster), Some(brief), false) = (&desk.roster, &desk.brief, desk.brief_has_errors) {
        let of = |language: &Language| Some((*language, assets.forms(*language).ok()?));
        let forms = config.languages.iter().filter_map(of).collect();
        let ground = TalkGround { brief, config, directory: roster.directory() };
        if let Err(found) = Talk::prepare(&playbooks.merged.actions, ground, &forms) {
            report.append(found);
        }
    }
    report
}

/// The value, with what was found put into the report.
pub(super) fn take<T>(read: Result<(T, Report), Report>, report: &mut Report) -> Option<T> {
    match read {
        Ok((value, found)) => {
            report.append(found);
            Some(value)
        }
        Err(found) => {
            report.append(found);
            None
        }
    }
}
