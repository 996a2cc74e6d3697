//! What the templates of one language can draw on: the facts once, in that language's own form.

use super::composer::Inputs;
use super::fact::{Fact, Facts};
use super::markdown::words;
use super::templates::Templates;
use crate::crisis::{Brief, ImpactId};
use crate::diagnostic::Report;
use crate::document::{Names, Wording, Wordings};
use crate::locale::{Forms, Language};
use std::collections::BTreeMap;
use tera::{Context, Map, Value};

/// What letters of one language share.
pub(super) struct LanguageContext {
    /// Everything but the recipient.
    pub(super) base: Context,
    /// The impact texts, by number.
    pub(super) impacts: BTreeMap<usize, Impact>,
    /// The facts, for showing them beside the letters.
    pub(super) facts: Facts,
}

/// One text of the impact.
#[derive(Debug)]
pub(super) struct Impact {
    /// Markdown, as templates get it.
    pub(super) text: String,
    /// As people read it.
    pub(super) value: String,
    /// File and line.
    pub(super) source: String,
    /// For whom it is, in a few words.
    pub(super) label: String,
}

/// Renders the brief's wordings in one language. All mistakes are reported at once.
pub(super) fn build(inputs: Inputs<'_>, forms: &Forms) -> Result<LanguageContext, Report> {
    let brief = inputs.brief;
    let language = forms.language();
    let mut writer = Writer::new(inputs, forms);
    let mut facts = writer.shared_facts();

    let mut own = Map::new();
    let single = [
        ("subject", &brief.subject),
        ("situation", &brief.situation),
        ("empathy", &brief.empathy),
        ("responsibility", &brief.responsibility_statement),
        ("ask", &brief.ask),
        ("appeal", &brief.appeal),
        ("verification", &brief.verification),
    ];
    for (name, wordings) in single {
        if let Some(text) = wordings.as_ref().and_then(|wordings| writer.text(wordings)) {
            own.insert(name.into(), Value::safe_string(&text));
        }
    }
    for (name, list) in
        [("known", &brief.known), ("unknown", &brief.unknown), ("certain", &brief.certain)]
    {
        let texts: Vec<Value> = list
            .iter()
            .filter_map(|wordings| writer.text(wordings))
            .map(|text| Value::safe_string(&text))
            .collect();
        own.insert(name.into(), texts.into());
    }
    own.insert("nothing_open".into(), brief.nothing_open.into());
    own.insert("measures".into(), writer.measures(&mut facts).into());
    if let Some(contact) = writer.contact() {
        own.insert("contact".into(), contact.into());
    }
    let mut details = Map::new();
    for (name, wordings) in &brief.details {
        if let Some(text) = writer.text(wordings) {
            details.insert(name.clone().into(), Value::safe_string(&text));
        }
    }
    own.insert("details".into(), details.into());
    let impacts = brief
        .impact
        .iter()
        .filter_map(|(id, wordings)| Some((id.0, writer.impact(id, wordings)?)))
        .collect();

    let Writer { mut context, report, .. } = writer;
    if report.has_errors() {
        return Err(report);
    }
    context.insert_value("brief", own.into());
    let zone = brief.zone.clone();
    context.insert("date", &forms.date(inputs.now.to_zoned_datetime(zone).date()));
    let mut sender = Map::new();
    sender.insert("name".into(), inputs.config.sender.name.get(language).into());
    sender.insert("title".into(), inputs.config.sender.title.get(language).into());
    context.insert_value("sender", sender.into());
    Ok(LanguageContext { base: context, impacts, facts })
}

/// Renders wordings of one language and remembers what is wrong with them.
struct Writer<'a> {
    inputs: Inputs<'a>,
    forms: &'a Forms,
    /// What wordings may draw on: facts, crisis, organisation.
    context: Context,
    report: Report,
}

impl<'a> Writer<'a> {
    fn new(inputs: Inputs<'a>, forms: &'a Forms) -> Self {
        let brief = inputs.brief;
        let mut context = Context::new();
        context.insert("facts", &brief.facts.formatted(forms));
        let mut crisis = Map::new();
        crisis.insert("kind".into(), brief.kind.tag().into());
        crisis.insert("phase".into(), brief.phase.tag().into());
        crisis.insert("responsibility".into(), brief.responsibility.tag().into());
        if let Some(moment) = &brief.started_at {
            crisis.insert("started_at".into(), forms.moment(moment).into());
        }
        if let Some(moment) = &brief.next_update_at {
            crisis.insert("next_update".into(), forms.moment(moment).into());
        }
        context.insert_value("crisis", crisis.into());
        context.insert_value("organisation", organisation(inputs, forms.language()).into());
        Self { inputs, forms, context, report: Report::new() }
    }

    fn brief(&self) -> &'a Brief {
        self.inputs.brief
    }

    /// A text in this language, rendered; a mistake in it is remembered at its place.
    fn text(&mut self, wordings: &Wordings) -> Option<String> {
        let wording = wordings.get(self.forms.language())?;
        self.wording(wording)
    }

    fn wording(&mut self, wording: &Wording) -> Option<String> {
        match Templates::wording(&wording.text, &self.context) {
            Ok(text) => Some(text.trim().to_owned()),
            Err((finding, (line, column))) => {
                let place = self.brief().source().inside(wording, line, column);
                self.report.push(finding.at(place));
                None
            }
        }
    }

    fn impact(&mut self, id: ImpactId, wordings: &Wordings) -> Option<Impact> {
        let text = self.text(wordings)?;
        let language = self.forms.language();
        let source = self.fact(String::new(), String::new(), wordings.get(language)).source;
        let label = self.brief().impact.label(id);
        Some(Impact { value: words(&text, language.is_chinese()), text, source, label })
    }

    fn names(&mut self, names: &Names) -> Option<Value> {
        match names {
            Names::All(name) => Some(Value::normal_string(name)),
            Names::Each(wordings) => self.text(wordings).map(|text| Value::safe_string(&text)),
        }
    }

    fn measures(&mut self, facts: &mut Facts) -> Vec<Value> {
        let language = self.forms.language();
        let mut measures = Vec::new();
        for (at, measure) in self.brief().measures.iter().enumerate() {
            let Some(text) = self.text(&measure.text) else {
                continue;
            };
            let mut own = Map::new();
            own.insert("text".into(), Value::safe_string(&text));
            let mut said = Vec::new();
            if let Some(owner) = &measure.owner {
                let name = (self.inputs.member_name)(owner, language);
                let name = name.unwrap_or_else(|| owner.clone());
                own.insert("owner".into(), Value::normal_string(&name));
                said.push(name);
            }
            if let Some(due) = &measure.due {
                let due = due.formatted(self.forms);
                own.insert("due".into(), Value::normal_string(&due));
                said.push(due);
            }
            if let Some(status) = measure.status {
                own.insert("status".into(), status.tag().into());
                if let Some(word) = self.forms.status(status.tag()) {
                    own.insert("status_word".into(), word.into());
                    said.push(word.to_owned());
                }
            }
            measures.push(own.into());
            let name = format!("measures[{}]", at + 1);
            let source = measure.text.get(language);
            facts.push(self.fact(name, self.forms.list(&said), source));
        }
        measures
    }

    fn contact(&mut self) -> Option<Map> {
        let point = self.brief().contact.as_ref()?;
        let mut own = Map::new();
        if let Some(name) = point.name.as_ref().and_then(|names| self.names(names)) {
            own.insert("name".into(), name);
        }
        if let Some(hours) = point.hours.as_ref().and_then(|names| self.names(names)) {
            own.insert("hours".into(), hours);
        }
        if let Some(phone) = &point.phone {
            own.insert("phone".into(), Value::normal_string(phone));
        }
        if let Some(email) = &point.email {
            own.insert("email".into(), Value::normal_string(email));
        }
        Some(own)
    }

    /// Clock and named facts.
    fn shared_facts(&self) -> Facts {
        let brief = self.brief();
        let mut facts = Facts::new();
        for (name, moment) in
            [("started_at", &brief.started_at), ("next_update_at", &brief.next_update_at)]
        {
            if let Some(moment) = moment {
                facts.push(self.fact(name.to_owned(), self.forms.moment(moment), None));
            }
        }
        for (name, value) in brief.facts.formatted(self.forms) {
            facts.push(self.fact(format!("facts.{name}"), value, None));
        }
        facts
    }

    fn fact(&self, name: String, value: String, wording: Option<&Wording>) -> Fact {
        let file = self.brief().source().file();
        let line = wording.map(|wording| wording.line).or_else(|| self.line_of(&name));
        let source = line.map_or_else(|| file.to_owned(), |line| format!("{file}:{line}"));
        Fact { name, value, source, label: String::new(), distinct: false }
    }

    /// The line on which a key is written.
    fn line_of(&self, name: &str) -> Option<usize> {
        let key = name.rsplit('.').next()?;
        let text = self.brief().source().text();
        let is_key = |line: &str| {
            line.trim_start()
                .strip_prefix(key)
                .is_some_and(|rest| rest.trim_start().starts_with(['=', '.']))
        };
        text.lines().position(is_key).map(|at| at + 1)
    }
}

fn organisation(inputs: Inputs<'_>, language: Language) -> Map {
    let organisation = &inputs.config.organisation;
    let mut own = Map::new();
    own.insert("name".into(), organisation.name.get(language).into());
    own.insert("address".into(), organisation.address.get(language).into());
    if let Some(website) = &organisation.website {
        own.insert("website".into(), website.as_str().into());
    }
    if let Some(phone) = &organisation.phone {
        own.insert("phone".into(), phone.as_str().into());
    }
    own
}
