use super::familiar::Familiar;
use super::lists::Lists;
use super::stretch::Clean;
use crate::diagnostic::Report;
use crate::locale::{Forms, Language};
use crate::workspace::Assets;
use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread;

/// What letters of one language are read with.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) lists: Lists,
    pub(super) forms: Forms,
    /// What needs no second look in the letters of the language.
    pub(super) clean: Clean,
    /// What is known of whole blocks: each thread that reads a letter takes one of these, or makes one.
    pub(super) familiar: Mutex<Vec<Familiar>>,
}

impl Desk {
    /// Reads word lists and forms of these languages, each on a thread of its own, and says what is wrong with any.
    pub(super) fn all(
        assets: &Assets,
        languages: &[Language],
    ) -> (BTreeMap<Language, Self>, Report) {
        let read: Vec<_> = thread::scope(|scope| {
            let start = |language: &Language| {
                let language = *language;
                (language, scope.spawn(move || Self::read(assets, language)))
            };
            let started: Vec<_> = languages.iter().map(start).collect();
            let joined = started.into_iter().map(|(language, desk)| {
                (language, desk.join().unwrap_or_else(|panic| resume_unwind(panic)))
            });
            joined.collect()
        });
        let mut report = Report::new();
        let mut desks = BTreeMap::new();
        for (language, desk) in read {
            match desk {
                Ok((desk, found)) => {
                    desks.insert(language, desk);
                    report.append(found);
                }
                Err(found) => report.append(found),
            }
        }
        (desks, report)
    }

    /// Reads word lists and forms of a language.
    fn read(assets: &Assets, language: Language) -> Result<(Self, Report), Report> {
        let (lists, found) = Lists::read(assets, language)?;
        let forms = assets.forms(language)?;
        let (clean, familiar) = (Clean::default(), Mutex::default());
        Ok((Self { lists, forms, clean, familiar }, found))
    }
}
