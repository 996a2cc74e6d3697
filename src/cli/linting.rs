//! Reads letters over while they are printed: each wording once, each letter as its bytes leave.

use super::desk::Desk;
use super::mail_run::reader;
use crate::diagnostic::{Diagnostic, List, Place, Report};
use crate::letter::{Composer, PartName};
use crate::lint::{Clarity, Finding, Findings, Inputs, Linter, Member, Settings};
use crate::outreach::Audience;
use crate::proof::{Passage, Print, Remark};
use crate::roster::Contact;
use crate::workspace::{SETTINGS, text_of};

/// The rules at work on the letters of one pass.
pub(super) struct Linting<'d> {
    linter: Linter<'d>,
    composer: &'d Composer,
    audience: &'d Audience<'d>,
}

/// What `[lint]` of the settings says.
pub(super) fn settings(desk: &Desk<'_>) -> Result<Settings, Report> {
    let path = desk.workspace.root.join(SETTINGS);
    Settings::read(&text_of(desk.world, &path, SETTINGS).unwrap_or_default())
}

impl<'d> Linting<'d> {
    /// Sets the rules out. Without a brief there is nothing to read over.
    pub(super) fn new(
        desk: &'d Desk<'_>,
        settings: &Settings,
        composer: &'d Composer,
        audience: &'d Audience<'d>,
        report: &mut Report,
    ) -> Option<Self> {
        let languages = desk.languages();
        let outcome = Linter::new(Inputs {
            brief: desk.brief.as_ref()?,
            config: &desk.workspace.config,
            assets: &desk.workspace.assets,
            settings,
            languages: &languages,
            now: desk.now,
        });
        match outcome {
            Ok((linter, found)) => {
                report.append(found);
                Some(Self { linter, composer, audience })
            }
            Err(found) => {
                report.append(found);
                None
            }
        }
    }

    /// Takes note of a printed letter, and reads its wording over when it is new.
    pub(super) fn met(&self, contact: &Contact, print: &Print, findings: &mut Findings) {
        let id = contact.id.as_str();
        if let Some(own) = &contact.salutation {
            findings.add_to_letter(id, self.linter.salutation(own, contact.language));
        }
        let is_new = !findings.knows(print.wording);
        findings.letter(print.wording, contact.language, id);
        if !is_new {
            return;
        }
        // It was printed a moment ago, so that it can be read; a fault has been told by then.
        let Some(reader) = reader(self.audience, contact) else { return };
        let Ok(reading) = self.composer.reading(&reader) else { return };
        let mut found = self.linter.wording(&reading, self.composer);
        if let Ok(letter) = self.composer.letter(&reader) {
            found.extend(self.linter.message(&reading, &letter, self.composer));
        }
        findings.add_to_wording(print.wording, found);
        findings.keep(Member {
            wording: print.wording,
            reading,
            impact: reader.impact,
            partner: reader.view.partner.to_string(),
        });
    }

    /// How clearly each language is written: the score of the wording that was met first in it.
    pub(super) fn clarity(&self, findings: &Findings) -> Vec<Clarity> {
        let mut scores: Vec<Clarity> = Vec::new();
        for member in findings.members() {
            if scores.iter().all(|score| score.language != member.reading.language) {
                scores.extend(self.linter.clarity(&member.reading));
            }
        }
        scores.sort_by_key(|score| score.language);
        scores
    }

    /// Holds all wordings against each other, then gives all findings.
    pub(super) fn finish(&self, mut findings: Findings) -> Vec<Finding> {
        for (wording, finding) in self.linter.set(findings.members(), self.composer) {
            findings.add_to_wording(wording, vec![finding]);
        }
        findings.finish()
    }
}

/// Findings as other commands tell them: with how many letters they meet.
pub(super) fn told<'f>(
    findings: impl Iterator<Item = &'f Finding>,
) -> impl Iterator<Item = Diagnostic> {
    findings.map(|finding| {
        let mut told = Diagnostic::from(finding);
        let who = readers(finding);
        if !who.is_empty() {
            told.why = format!("{} {who}", told.why);
        }
        told
    })
}

/// Findings as the page marks them in the letters.
pub(super) fn remarks(findings: &[Finding]) -> Vec<Remark> {
    findings.iter().map(remark).collect()
}

fn remark(finding: &Finding) -> Remark {
    let source = match &finding.place {
        Some(Place { file, line: Some(line), column: Some(column), .. }) => {
            format!("{file}:{line}:{column}")
        }
        Some(place) => place.file.clone(),
        None => String::new(),
    };
    let passage = finding.quote.as_ref().map(|quote| {
        let (before, rest) = quote.text.split_at(quote.span.start);
        let (words, behind) = rest.split_at(quote.span.end - quote.span.start);
        let owned = str::to_owned;
        Passage { before: owned(before), words: owned(words), behind: owned(behind) }
    });
    Remark {
        rule: finding.rule,
        severity: finding.severity,
        title: finding.title.clone(),
        why: finding.why.clone(),
        hint: finding.hint.clone(),
        source,
        part: finding.quote.as_ref().and_then(|quote| quote.part).map_or("", PartName::name),
        passage,
        wordings: finding.wordings.clone(),
        contacts: finding.contacts.clone(),
        letters: finding.letters,
    }
}

/// Who reads a finding: how many letters, and the first of them.
pub(super) fn readers(finding: &Finding) -> String {
    let named = List(&finding.contacts).to_string();
    match (finding.letters, finding.contacts.len()) {
        (_, 0) => String::new(),
        (1, _) => format!("It is in the letter to {named}."),
        (many, some) if many == some => format!("It is in the letters to {named}."),
        (many, _) => format!("It is in {many} letters, such as those to {named}."),
    }
}
