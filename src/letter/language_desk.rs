use super::Facts;
use super::composer::Inputs;
use super::context::{self, Impact};
use super::mime::{self, Sender};
use super::style::Style;
use super::templates::Templates;
use super::wording::{closed_slots, mentioned_slots};
use crate::diagnostic::Report;
use crate::locale::{Forms, Language};
use lettre::Address;
use lettre::message::Mailbox;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tera::Context;

/// What letters of one language are made from.
#[derive(Debug)]
pub(super) struct LanguageDesk {
    pub(super) forms: Arc<Forms>,
    pub(super) style: Style,
    pub(super) template: String,
    /// Whether the template was given up because it does not end; then nobody waits for it again.
    pub(super) endless: AtomicBool,
    pub(super) organisation: String,
    pub(super) context: Context,
    /// Texts of the impact, by number.
    pub(super) impacts: BTreeMap<usize, Impact>,
    pub(super) sender: Sender,
    pub(super) facts: Facts,
    pub(super) by_partner: bool,
    pub(super) by_tiers: bool,
    pub(super) mentioned: u64,
    pub(super) closed: Vec<usize>,
}

impl LanguageDesk {
    /// Sets out one language.
    pub(super) fn new(
        language: Language,
        inputs: Inputs<'_>,
        templates: &Templates,
    ) -> Result<Self, Report> {
        let forms = Arc::new(inputs.assets.forms(language)?);
        let context = context::build(inputs, &forms)?;
        let template = templates.choose(language, inputs.brief.kind, inputs.brief.phase);
        let usage = templates.usage(language);
        let name = inputs.config.sender.name.get(language);
        let sender = &inputs.config.sender;
        let reply_to = sender.reply_to.as_ref().unwrap_or(&sender.email);
        Ok(Self {
            style: Style::of(&forms),
            template,
            endless: AtomicBool::new(false),
            organisation: inputs.config.organisation.name.get(language).to_owned(),
            context: context.base,
            impacts: context.impacts,
            facts: context.facts,
            sender: Sender {
                from: mailbox(name, &sender.email),
                reply_to: mailbox(name, reply_to),
                language: language.tag(),
                encoding: mime::encoding(language.is_chinese()),
            },
            by_partner: usage.mentions("partner"),
            by_tiers: usage.mentions("tiers"),
            mentioned: mentioned_slots(&usage, inputs.letter_columns),
            closed: closed_slots(&usage, inputs.letter_columns),
            forms,
        })
    }

    /// The text of an impact, for the template.
    pub(super) fn impact(&self, number: Option<usize>) -> Option<&str> {
        number.and_then(|number| self.impacts.get(&number)).map(|impact| impact.text.as_str())
    }
}

/// A name and an address; without a name the address alone.
pub(super) fn mailbox(name: &str, address: &Address) -> Mailbox {
    Mailbox::new((!name.is_empty()).then(|| name.to_owned()), address.clone())
}
