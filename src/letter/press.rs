use super::composer::{Composer, MOST_WORDINGS, Wording, WordingId};
use super::fault::LetterFault;
use super::shared::Scratch;
use super::wording::WordingKey;
use crate::locale::Language;
use crate::outreach::Recipient;
use std::collections::HashMap;
use std::sync::Arc;

/// Prints letters fast on one thread: letters of one wording share their parsed, encoded parts.
#[derive(Debug)]
pub struct Press<'c> {
    composer: &'c Composer,
    scratch: Scratch,
    near: HashMap<(Language, WordingKey), Arc<Wording>>,
}

impl<'c> Press<'c> {
    pub(super) fn new(composer: &'c Composer) -> Self {
        Self { composer, scratch: Scratch::default(), near: HashMap::new() }
    }

    /// Appends the finished message of one letter to `out`: the bytes that
    /// [`Composer::letter`] gives, without its parts.
    pub fn print(
        &mut self,
        recipient: &Recipient<'_>,
        out: &mut Vec<u8>,
    ) -> Result<WordingId, LetterFault> {
        let desk = self.composer.desk(recipient)?;
        let key = WordingKey::of(&recipient.view, recipient.impact, desk, &self.composer.columns);
        let key = (recipient.view.language, key);
        let wording = match self.near.get(&key) {
            Some(wording) => wording,
            None => {
                let wording = self.composer.wording(recipient)?;
                if self.near.len() >= MOST_WORDINGS {
                    self.near.clear();
                }
                self.near.entry(key).or_insert(wording)
            }
        };
        match &wording.message {
            Some(shared) => self.composer.fill(shared, recipient, &mut self.scratch, out),
            None => out.extend_from_slice(&self.composer.letter(recipient)?.message),
        }
        Ok(wording.id)
    }
}
