use super::WordingId;
use super::composer::{Composer, MOST_WORDINGS, Wording};
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
        let wording = self.wording(recipient)?;
        match &wording.message {
            Some(shared) => self.composer.fill(shared, recipient, &mut self.scratch, out),
            None => out.extend_from_slice(&self.composer.letter(recipient)?.message),
        }
        Ok(wording.id)
    }

    /// Prints one letter as [`Press::print`] does, and gives its subject as the reader sees it.
    pub fn print_with_subject(
        &mut self,
        recipient: &Recipient<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(WordingId, String), LetterFault> {
        let wording = self.wording(recipient)?;
        let subject = match &wording.message {
            Some(shared) => {
                self.composer.fill(shared, recipient, &mut self.scratch, out);
                self.composer.subject(shared, recipient)
            }
            None => {
                let letter = self.composer.letter(recipient)?;
                out.extend_from_slice(&letter.message);
                letter.subject
            }
        };
        Ok((wording.id, subject))
    }

    fn wording(&mut self, recipient: &Recipient<'_>) -> Result<Arc<Wording>, LetterFault> {
        let desk = self.composer.desk(recipient)?;
        let key = WordingKey::of(&recipient.view, recipient.impact, desk, &self.composer.columns);
        let key = (recipient.view.language, key);
        if let Some(wording) = self.near.get(&key) {
            return Ok(Arc::clone(wording));
        }
        let wording = self.composer.wording(recipient)?;
        if self.near.len() >= MOST_WORDINGS {
            self.near.clear();
        }
        self.near.insert(key, Arc::clone(&wording));
        Ok(wording)
    }
}
