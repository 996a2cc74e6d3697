//! Everything a letter is made from, set out once; then letters, one by one or by the thousand.

use super::html;
use super::language_desk::{LanguageDesk, mailbox};
use super::markdown;
use super::message_id::MessageId;
use super::mime::{self, Head};
use super::press::Press;
use super::rendered::Rendered;
use super::shared::{Scratch, SharedMessage};
use super::templates::Templates;
use super::text::{self, Passage};
use super::wording::{self, Columns, MOST_COLUMNS, Values, WordingKey};
use super::{Fact, Facts, Letter, LetterFault, WordingId};
use crate::crisis::Brief;
use crate::diagnostic::{Diagnostic, Place, Report};
use crate::locale::Language;
use crate::outreach::Recipient;
use crate::roster::view::Field;
use crate::workspace::{Assets, Config};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use tera::{Context, Tera};

/// How many wordings are kept ready; beyond that the oldest are made again when they are needed.
pub(super) const MOST_WORDINGS: usize = 1024;

/// The template of the mail around the letter.
const SHELL: &str = "shells/email.html";

/// What a composer needs.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The workspace's settings.
    pub config: &'a Config,
    /// Templates and language forms, built in or the company's own.
    pub assets: &'a Assets,
    /// The facts of the crisis.
    pub brief: &'a Brief,
    /// The name of the crisis: its folder.
    pub crisis: &'a str,
    /// The languages that letters are needed in.
    pub languages: &'a [Language],
    /// The names of the roster's `letter_…` columns, without `letter_`.
    pub letter_columns: &'a [Arc<str>],
    /// The name of a member of the team in a language, by id.
    pub member_name: &'a dyn Fn(&str, Language) -> Option<String>,
    /// The time of the letter.
    pub now: Timestamp,
}

/// Makes letters: everything is parsed, checked and set out.
#[derive(Debug)]
pub struct Composer {
    pub(super) templates: Arc<Templates>,
    shell: Tera,
    desks: BTreeMap<Language, LanguageDesk>,
    pub(super) columns: Vec<Arc<str>>,
    message_id: MessageId,
    ready: Mutex<HashMap<(Language, WordingKey), Arc<Wording>>>,
}

/// A letter's parts as they read, before they become HTML and plain text.
#[derive(Debug)]
struct Draft {
    subject: String,
    html: String,
    passages: Vec<Passage>,
    /// Raw HTML in a template that was left out.
    dropped: Option<String>,
}

/// A wording, set out for filling.
#[derive(Debug)]
pub(super) struct Wording {
    pub(super) id: WordingId,
    /// None when a letter filled and a letter written whole would differ.
    pub(super) message: Option<SharedMessage>,
}

impl Composer {
    /// Sets out everything, or reports all that stands in the way.
    pub fn new(inputs: Inputs<'_>) -> Result<(Self, Report), Report> {
        let mut report = Report::new();
        let templates = match Templates::load(inputs.assets, inputs.brief.kind) {
            Ok(templates) => Some(Arc::new(templates)),
            Err(found) => {
                report.append(found);
                None
            }
        };
        let shell = match load_shell(inputs.assets) {
            Ok(shell) => Some(shell),
            Err(found) => {
                report.push(found);
                None
            }
        };
        if inputs.letter_columns.len() > MOST_COLUMNS {
            report.push(
                Diagnostic::error(format!("more than {MOST_COLUMNS} `letter_` columns"))
                    .hint("keep the columns that the letter uses, then run `hearten check`"),
            );
        }
        let mut desks = BTreeMap::new();
        if let Some(templates) = &templates {
            for language in inputs.languages {
                match LanguageDesk::new(*language, inputs, templates) {
                    Ok(desk) => {
                        desks.insert(*language, desk);
                    }
                    Err(found) => report.append(found),
                }
            }
        }
        match (templates, shell) {
            (Some(templates), Some(shell)) if !report.has_errors() => {
                let composer = Self {
                    templates,
                    shell,
                    desks,
                    columns: inputs.letter_columns.to_vec(),
                    message_id: MessageId {
                        crisis: inputs.crisis.to_owned(),
                        revision: inputs.brief.revision,
                        domain: inputs.config.sender.email.domain().to_owned(),
                    },
                    ready: Mutex::default(),
                };
                Ok((composer, report))
            }
            _ => Err(report),
        }
    }

    /// The facts that letters of a language draw on, for showing them beside the letter.
    pub fn facts(&self, language: Language) -> Option<&Facts> {
        self.desks.get(&language).map(|desk| &desk.facts)
    }

    /// The name of the template that letters of a language are written with.
    pub fn template(&self, language: Language) -> Option<String> {
        self.desks.get(&language).map(|desk| self.templates.shown(&desk.template))
    }

    /// The identifier of a contact's message: the same for each attempt (E-18).
    pub fn message_id(&self, contact: &str) -> String {
        self.message_id.of(contact)
    }

    /// Who letters of a language come from, and where answers go.
    pub fn from_and_reply_to(&self, language: Language) -> Option<(String, String)> {
        let sender = &self.desks.get(&language)?.sender;
        Some((sender.from.to_string(), sender.reply_to.to_string()))
    }

    /// Writes one letter whole: every value in its place from the start.
    pub fn letter(&self, recipient: &Recipient<'_>) -> Result<Letter, LetterFault> {
        let desk = self.desk(recipient)?;
        let impact = recipient.impact;
        let value = wording::recipient(
            &recipient.view,
            desk.impact(impact),
            desk,
            &self.columns,
            Values::Own,
        );
        let draft = self.draft(desk, value).map_err(|fault| fault.of(recipient))?;
        let mut text = String::new();
        for passage in &draft.passages {
            text::write(passage, &passage.words, "\n", &mut text);
        }
        let message_id = self.message_id.of(recipient.id);
        let head = Head {
            to_name: recipient.view.value(Field::Name).unwrap_or_default(),
            to: recipient.address,
            message_id: &message_id,
        };
        let message = mime::build(&desk.sender, head, &draft.subject, &text, &draft.html)
            .map_err(|error| LetterFault::mail(recipient, &error))?;
        Ok(Letter {
            from: desk.sender.from.to_string(),
            reply_to: desk.sender.reply_to.to_string(),
            to: mailbox(head.to_name, head.to).to_string(),
            subject: draft.subject,
            message_id,
            html: draft.html,
            text,
            message,
        })
    }

    /// What is particular to one letter, and where it comes from.
    pub fn particulars(&self, recipient: &Recipient<'_>) -> Vec<Fact> {
        let Some(desk) = self.desks.get(&recipient.view.language) else { return Vec::new() };
        let mut facts = Vec::new();
        if let Some(number) = recipient.impact
            && let Some(impact) = desk.impacts.get(&number)
        {
            facts.push(Fact {
                value: impact.value.clone(),
                source: impact.source.clone(),
                ..Fact::of_reader("impact", &impact.label, desk.impacts.len() > 1)
            });
        }
        for field in [Field::OwnerName, Field::OwnerPhone, Field::OwnerEmail] {
            if let Some(value) = recipient.view.value(field) {
                let fact = Fact::of_reader(field.path(), "", false);
                facts.push(Fact { value: value.to_owned(), source: "team".to_owned(), ..fact });
            }
        }
        for (name, value) in recipient.view.letter() {
            let fact = Fact::of_reader(&format!("letter_{name}"), &format!("with {name}"), true);
            let source = format!("contacts, {}", recipient.id);
            facts.push(Fact { value: value.to_owned(), source, ..fact });
        }
        facts
    }

    /// How many wordings are filled and how many are written whole each time.
    #[cfg(test)]
    pub(super) fn shared_and_whole(&self) -> (usize, usize) {
        let ready = self.ready();
        let shared = ready.values().filter(|wording| wording.message.is_some()).count();
        (shared, ready.len() - shared)
    }

    /// A press of one's own, for one thread.
    pub fn press(&self) -> Press<'_> {
        Press::new(self)
    }

    pub(super) fn desk(&self, recipient: &Recipient<'_>) -> Result<&LanguageDesk, LetterFault> {
        self.desks
            .get(&recipient.view.language)
            .ok_or_else(|| LetterFault::language(recipient, recipient.view.language))
    }

    /// Renders all parts, then reads their Markdown.
    fn draft(&self, desk: &LanguageDesk, recipient: tera::Value) -> Result<Draft, LetterFault> {
        let Rendered { subject, parts } = self.rendered(desk, recipient)?;
        let mut body = String::new();
        let mut passages = Vec::new();
        let mut dropped = None;
        for (part, source) in &parts {
            if source.trim().is_empty() {
                continue;
            }
            let (blocks, html) = markdown::parse(source.trim());
            dropped = dropped.or(html);
            html::write(*part, &blocks, desk.style, &mut body);
            passages.extend(text::passages(*part, &blocks, desk.style));
        }
        if let Some(last) = passages.last_mut() {
            last.gap = false;
        }
        let subject = one_line(&subject, desk.style.chinese);
        let html = self.in_shell(desk, &body).map_err(LetterFault::new)?;
        Ok(Draft { subject, html, passages, dropped })
    }

    /// The subject stays out of the shell: it is a header, and stands there once.
    fn in_shell(&self, desk: &LanguageDesk, body: &str) -> Result<String, Diagnostic> {
        let mut context = Context::new();
        context.insert("lang", desk.forms.language().tag());
        context.insert("organisation", &desk.organisation);
        context.insert_value("body", tera::Value::safe_string(body));
        let html = self.shell.render(SHELL, &context).map_err(|error| shell_fault(&error))?;
        let mut html = html.trim().to_owned();
        html.push('\n');
        Ok(html)
    }

    /// The wording of a reader: ready already, or made now and held against the letter written
    /// whole.
    pub(super) fn wording(&self, recipient: &Recipient<'_>) -> Result<Arc<Wording>, LetterFault> {
        let desk = self.desk(recipient)?;
        let key = WordingKey::of(&recipient.view, recipient.impact, desk, &self.columns);
        let key = (recipient.view.language, key);
        if let Some(wording) = self.ready().get(&key) {
            return Ok(Arc::clone(wording));
        }
        let value = wording::recipient(
            &recipient.view,
            desk.impact(recipient.impact),
            desk,
            &self.columns,
            Values::Gaps,
        );
        let draft = self.draft(desk, value).map_err(|fault| fault.of(recipient))?;
        if let Some(html) = &draft.dropped {
            let template = self.templates.shown(&desk.template);
            return Err(LetterFault::raw_html(recipient, html, template));
        }
        let id = WordingId::of(&draft.subject, &draft.html);
        let shared = SharedMessage::new(&desk.sender, &draft.subject, draft.passages, &draft.html)
            .map_err(|error| LetterFault::mail(recipient, &error))?;
        let mut filled = Vec::new();
        self.fill(&shared, recipient, &mut Scratch::default(), &mut filled);
        let whole = self.letter(recipient)?;
        let wording =
            Arc::new(Wording { id, message: (filled == whole.message).then_some(shared) });
        let mut ready = self.ready();
        if ready.len() >= MOST_WORDINGS {
            ready.clear();
        }
        ready.insert(key, Arc::clone(&wording));
        Ok(wording)
    }

    fn ready(&self) -> std::sync::MutexGuard<'_, HashMap<(Language, WordingKey), Arc<Wording>>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The subject of one letter of a shared wording.
    pub(super) fn subject(&self, shared: &SharedMessage, recipient: &Recipient<'_>) -> String {
        shared.subject(&|slot: usize| wording::value(&recipient.view, &self.columns, slot))
    }

    pub(super) fn fill(
        &self,
        shared: &SharedMessage,
        recipient: &Recipient<'_>,
        scratch: &mut Scratch,
        out: &mut Vec<u8>,
    ) {
        let columns: &Columns = &self.columns;
        let message_id = self.message_id.of(recipient.id);
        let head = Head {
            to_name: recipient.view.value(Field::Name).unwrap_or_default(),
            to: recipient.address,
            message_id: &message_id,
        };
        let value = |slot: usize| wording::value(&recipient.view, columns, slot);
        shared.fill(head, &value, scratch, out);
    }
}

/// A subject is one line without markup.
fn one_line(subject: &str, chinese: bool) -> String {
    markdown::words(subject.trim(), chinese).replace('\n', " ")
}

fn load_shell(assets: &Assets) -> Result<Tera, Diagnostic> {
    let mut shell = Tera::new();
    let text = assets.get(SHELL).map(|asset| asset.text.as_str()).unwrap_or_default();
    shell.add_raw_template(SHELL, text).map_err(|error| shell_fault(&error))?;
    Ok(shell)
}

fn shell_fault(error: &tera::Error) -> Diagnostic {
    Diagnostic::error("the mail around the letter cannot be written")
        .at(Place::file(format!("templates/{SHELL}")))
        .why(error.to_string())
        .hint("correct it, then run `hearten check`")
}
