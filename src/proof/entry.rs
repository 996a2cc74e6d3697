use crate::letter::{Fact, Letter};
use crate::outreach::Recipient;
use serde::Serialize;
use std::collections::BTreeMap;

/// One letter as the page shows it.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// The contact's id.
    pub id: String,
    /// The reader's name.
    pub name: String,
    /// The account's name, in the reader's language.
    pub account: String,
    /// The account's id.
    pub account_id: String,
    /// `strategic` or `general`.
    pub partner: String,
    /// The layers the reader belongs to.
    pub tiers: Vec<String>,
    /// The language of the letter.
    pub language: &'static str,
    /// The language as English names it.
    #[serde(skip)]
    pub language_name: &'static str,
    /// The wave in which it goes.
    pub wave: u8,
    /// The wording, `w1` being the one with the most letters.
    pub wording: String,
    /// Which link of the chain gave the salutation.
    pub salutation_source: String,
    /// The envelope.
    pub from: String,
    /// Where it goes.
    pub to: String,
    /// Where answers go.
    pub reply_to: String,
    /// The subject.
    pub subject: String,
    /// The identifier.
    pub message_id: String,
    /// The size of the finished message.
    pub bytes: usize,
    /// The letter as mail HTML.
    pub html: String,
    /// The letter as plain text.
    pub text: String,
    /// What is particular to this letter and where it comes from.
    pub facts: Vec<Fact>,
    /// Values that the reader lacks.
    pub open_fields: Vec<&'static str>,
}

/// A fact that all letters share, with its value in each language.
#[derive(Debug, Clone, Serialize)]
pub struct SharedFact {
    /// Its name in the brief.
    pub name: String,
    /// Its value as each language writes it.
    pub values: BTreeMap<&'static str, String>,
    /// File and line.
    pub source: String,
}

impl Entry {
    /// The entry of one letter. `facts` is what is particular to it.
    pub fn new(
        recipient: &Recipient<'_>,
        letter: &Letter,
        wording: String,
        facts: Vec<Fact>,
    ) -> Self {
        let view = &recipient.view;
        Self {
            id: recipient.id.to_owned(),
            name: recipient.name().to_owned(),
            account: recipient.account_name().to_owned(),
            account_id: recipient.account_id.to_owned(),
            partner: view.partner.to_string(),
            tiers: view.tiers.iter().map(|tier| tier.to_string()).collect(),
            language: view.language.tag(),
            language_name: view.language.english_name(),
            wave: recipient.wave.number(),
            wording,
            salutation_source: view.salutation.source.name().to_owned(),
            from: letter.from.clone(),
            to: letter.to.clone(),
            reply_to: letter.reply_to.clone(),
            subject: letter.subject.clone(),
            message_id: letter.message_id.clone(),
            bytes: letter.message.len(),
            html: letter.html.clone(),
            text: letter.text.clone(),
            facts,
            open_fields: recipient.open_fields(),
        }
    }
}
