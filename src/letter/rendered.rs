//! A letter's blocks as its template writes them, before their Markdown is read.

use super::composer::Composer;
use super::fault::LetterFault;
use super::guard;
use super::language_desk::LanguageDesk;
use super::part::PartName;
use crate::diagnostic::Diagnostic;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Subject and parts as Markdown; values are hidden in it (see `opaque`).
pub(super) struct Rendered {
    pub(super) subject: String,
    pub(super) parts: Vec<(PartName, String)>,
}

impl Composer {
    /// Renders all parts on a guarded thread.
    pub(super) fn rendered(
        &self,
        desk: &LanguageDesk,
        recipient: tera::Value,
    ) -> Result<Rendered, LetterFault> {
        let endless = || LetterFault::endless(self.templates.shown(&desk.template));
        if desk.endless.load(Ordering::Relaxed) {
            return Err(endless());
        }
        let mut context = desk.context.clone();
        context.insert_value("recipient", recipient);
        let (templates, template) = (Arc::clone(&self.templates), desk.template.clone());
        let rendered = guard::within_time(move || {
            let subject = templates.block(&template, "subject", &context)?;
            let parts: Result<Vec<_>, Diagnostic> = PartName::ALL
                .iter()
                .map(|part| Ok((*part, templates.block(&template, part.name(), &context)?)))
                .collect();
            Ok(Rendered { subject, parts: parts? })
        });
        match rendered {
            Some(outcome) => outcome.map_err(LetterFault::new),
            None => {
                desk.endless.store(true, Ordering::Relaxed);
                Err(endless())
            }
        }
    }
}
