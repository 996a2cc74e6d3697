//! Reads letters over while they are printed: each wording once, each letter as its bytes leave.

use super::desk::Desk;
use super::input_files::other_briefs;
use super::mail_run::reader;
use crate::crisis::Brief;
use crate::diagnostic::{Diagnostic, List, Place, Report};
use crate::letter::{Composer, PartName};
use crate::lint::{
    Census, Clarity, Entries, Finding, Findings, Finished, Given, Inputs, Linter, Member, Settings,
    Wall,
};
use crate::locale::{self, Language, NameOrder, PersonName};
use crate::outreach::{Audience, Recipient};
use crate::proof::{Passage, Print, Remark};
use crate::roster::view::Field;
use crate::roster::{Account, Accounts, Contact};
use crate::workspace::{SETTINGS, text_of};

/// The rules at work on the letters of one pass.
pub(super) struct Linting<'d> {
    linter: Linter<'d>,
    composer: &'d Composer,
    audience: &'d Audience<'d>,
    accounts: &'d Accounts,
    census: &'d Census,
}

/// Everybody in the roster, whether they are written to or not, and what they were written before.
#[derive(Default)]
pub(super) struct Everybody {
    /// Their names and addresses, for keeping them apart (L-31).
    wall: Wall,
    /// Who they are side by side (L-16).
    census: Census,
    /// The subjects of earlier crises' letters (L-34).
    earlier: Vec<String>,
}

/// Looks at everybody in the roster once, and hands each contact on. The error says why not everybody could be
/// read.
pub(super) fn everybody(
    desk: &Desk<'_>,
    mut met: impl FnMut(Contact),
) -> Result<Everybody, Report> {
    let mut everybody = Everybody::default();
    let Everybody { wall, census, earlier } = &mut everybody;
    *earlier = earlier_subjects(desk);
    let Some(roster) = &desk.roster else { return Ok(everybody) };
    let mut companies = Entries::default();
    for account in &roster.directory().accounts {
        account_names(account).for_each(|name| companies.add_company(name));
    }
    wall.add(companies);
    roster.each_batch(
        |batch| {
            let contacts = batch.rows.into_iter().filter_map(|row| row.contact);
            let contacts: Vec<Contact> = contacts.collect();
            let mut entries = Entries::default();
            for contact in &contacts {
                add_person(contact, &mut entries);
            }
            (entries, contacts)
        },
        |(entries, contacts)| {
            wall.add(entries);
            for contact in contacts {
                if let Some(address) = &contact.email {
                    let name = contact.name.to_string();
                    let (id, account) = (contact.id.as_str(), contact.account.as_str());
                    census.add(id, account, &name, address.as_str());
                }
                met(contact);
            }
        },
    )?;
    census.close();
    Ok(everybody)
}

/// What stands in nobody else's letter of a person: names, telephones, address, and what we noted.
fn add_person(contact: &Contact, entries: &mut Entries) {
    orders(&contact.name).for_each(|name| entries.add_person(&name));
    contact.phone.iter().for_each(|phone| entries.add_phone(phone));
    noted(contact).flat_map(clauses).for_each(|clause| entries.add_note(clause));
    contact.email.iter().for_each(|address| entries.add_address(address.as_str()));
}

/// The subjects in the briefs of other crises, in all their languages. A brief that cannot be read has none.
fn earlier_subjects(desk: &Desk<'_>) -> Vec<String> {
    let briefs = other_briefs(desk.world, &desk.workspace);
    let texts = briefs.iter().filter_map(|path| {
        let shown = desk.workspace.shown(path);
        Brief::read(&shown, &text_of(desk.world, path, &shown).ok()?).ok()
    });
    let subjects = texts.filter_map(|(brief, _)| brief.subject);
    subjects
        .flat_map(|subject| {
            Language::ALL
                .map(|language| Some(subject.get(language)?.text.clone()))
                .into_iter()
                .flatten()
        })
        .collect()
}

/// A name as letters print it, in the other order, and as lists print it, with a comma.
fn orders(name: &PersonName) -> impl Iterator<Item = String> {
    let whole = !name.family.is_empty() && !name.given.is_empty();
    let order = match name.order {
        NameOrder::FamilyFirst => NameOrder::GivenFirst,
        NameOrder::GivenFirst => NameOrder::FamilyFirst,
    };
    let turned = whole.then(|| PersonName { order, ..name.clone() }.to_string());
    let listed = whole.then(|| format!("{}, {}", name.family, name.given));
    std::iter::once(name.to_string()).chain(turned).chain(listed)
}

/// A company's name in each language.
fn account_names(account: &Account) -> impl Iterator<Item = &str> {
    let others = [&account.name_en, &account.name_zh_cn, &account.name_zh_tw];
    std::iter::once(account.name.as_str())
        .chain(others.into_iter().filter_map(|name| name.as_deref()))
}

/// A note whole, and sentence by sentence when it has several; short words say nothing by themselves.
fn pieces(note: &str) -> impl Iterator<Item = &str> {
    const ENDS: [char; 7] = ['.', ';', '\n', '。', '；', '！', '!'];
    let note = note.trim();
    let sentences = note.split(ENDS).map(str::trim).filter(|it| locale::width(it) >= 16);
    let several = note.trim_end_matches(ENDS).contains(ENDS);
    let whole = std::iter::once(note).filter(|note| locale::width(note) >= 10);
    whole.chain(sentences.filter(move |_| several))
}

/// The clauses of a note, which may be copied without the rest.
fn clauses(note: &str) -> impl Iterator<Item = &str> {
    note.split(['.', ',', ';', ':', '!', '?', '\n', '。', '，', '；', '：', '！', '？', '、'])
        .map(str::trim)
}

/// What we noted of a person, note by note.
fn noted(contact: &Contact) -> impl Iterator<Item = &str> {
    let notes = [&contact.notes, &contact.concerns, &contact.interests, &contact.do_not_contact];
    let notes = notes.into_iter().flatten().map(String::as_str);
    notes.chain(contact.extra.iter().map(|(_, value)| value.as_str()))
}

/// The same in the pieces that no letter to the person may hold.
fn internal(contact: &Contact) -> Vec<String> {
    noted(contact).flat_map(pieces).map(str::to_owned).collect()
}

/// What is found in one letter, when letters are read over.
pub(super) fn letter(
    linting: Option<&Linting<'_>>,
    contact: &Contact,
    reader: &Recipient<'_>,
    message: &[u8],
) -> Vec<Finding> {
    linting.map(|linting| linting.letter(contact, reader, message)).unwrap_or_default()
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
        everybody: &'d Everybody,
        report: &mut Report,
    ) -> Option<Self> {
        let accounts = &desk.roster.as_ref()?.directory().accounts;
        let languages = desk.languages();
        let outcome = Linter::new(Inputs {
            brief: desk.brief.as_ref()?,
            config: &desk.workspace.config,
            assets: &desk.workspace.assets,
            settings,
            languages: &languages,
            now: desk.now,
            earlier: &everybody.earlier,
            wall: Some(&everybody.wall),
        });
        match outcome {
            Ok((linter, found)) => {
                report.append(found);
                let census = &everybody.census;
                Some(Self { linter, composer, audience, accounts, census })
            }
            Err(found) => {
                report.append(found);
                None
            }
        }
    }

    /// Reads the final bytes of one letter over, on the thread that printed it.
    pub(super) fn letter(
        &self,
        contact: &Contact,
        reader: &Recipient<'_>,
        message: &[u8],
    ) -> Vec<Finding> {
        let (own, internal) = (self.own(contact, reader), internal(contact));
        let language = reader.view.language;
        let letter = Finished { language, own: &own, internal: &internal, message };
        self.linter.letter(letter, self.composer)
    }

    /// What belongs to the reader, and to whoever of us looks after them.
    fn own(&self, contact: &Contact, reader: &Recipient<'_>) -> Vec<String> {
        let mut own = vec![reader.address.to_string()];
        let fields =
            [Field::Name, Field::Account, Field::OwnerName, Field::OwnerEmail, Field::OwnerPhone];
        own.extend(
            fields.into_iter().filter_map(|field| reader.view.value(field).map(str::to_owned)),
        );
        own.extend(orders(&contact.name));
        own.extend(contact.phone.clone());
        if let Some(account) = self.accounts.get(contact.account.as_str()) {
            own.extend(account_names(account).map(str::to_owned));
        }
        own
    }

    /// Takes note of a printed letter and of what was found in it, and reads its wording over when it is new.
    pub(super) fn met(
        &self,
        contact: &Contact,
        print: &Print,
        in_letter: Vec<Finding>,
        findings: &mut Findings,
    ) {
        self.read_wording(contact, print, findings);
        findings.add_beyond(print.wording, contact.id.as_str(), in_letter);
    }

    fn read_wording(&self, contact: &Contact, print: &Print, findings: &mut Findings) {
        let id = contact.id.as_str();
        let is_new = !findings.knows(print.wording);
        let reader =
            (is_new || contact.salutation.is_some()).then(|| reader(self.audience, contact));
        let reader = reader.flatten();
        // A contact whose language the brief lacks reads the one that it names instead.
        let language = reader.as_ref().map_or(contact.language, |reader| reader.view.language);
        for (kind, text) in self.given(contact, language) {
            findings.add_to_letter(print.wording, id, self.linter.given(kind, text, language));
        }
        if self.linter.is_general(&contact.addressee(), language) {
            findings.add_general();
        }
        findings.letter(print.wording, language, id);
        if !is_new {
            return;
        }
        // It was printed a moment ago, so that it can be read; a fault has been told by then.
        let Some(reader) = reader else { return };
        let Ok(reading) = self.composer.reading(&reader) else { return };
        let mut found = self.linter.wording(&reading, self.composer);
        if let Ok(letter) = self.composer.letter(&reader) {
            found.extend(self.linter.message(&reading, &letter, self.composer));
        }
        findings.add_said(print.wording, found);
        findings.keep(Member {
            wording: print.wording,
            reading,
            impact: reader.impact,
            partner: reader.view.partner.to_string(),
        });
    }

    /// What the roster gives for one reader, and the letter prints as it stands.
    fn given<'c>(&'c self, contact: &'c Contact, language: Language) -> Vec<(Given, &'c str)> {
        let company = self.accounts.get(contact.account.as_str());
        let company = company.map(|account| (Given::Company, account.name_in(language)));
        let line = contact.salutation.as_deref().map(|line| (Given::Salutation, line));
        let values = contact.letter.iter().map(|(_, value)| (Given::Value, value.as_str()));
        company.into_iter().chain(line).chain(values).collect()
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
        let (general, letters) = findings.general();
        let general = self.linter.general(general, letters);
        findings.add(self.linter.roster(self.census).into_iter().chain(general).collect());
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
