//! Freezes all letters of the crisis at hand: printed once, in the order of sending, under one digest.

use super::Failure;
use super::command::Request;
use super::desk::Desk;
use super::linting::{self, Linting};
use super::mail_run::{Met, Pick, pass, without_echoes};
use super::planning::Basis;
use super::queue::{Few, Ground, Queue};
use super::ui::Progress;
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::lint::Findings;
use crate::locale::Language;
use crate::outreach::{Recipient, WavePlan};
use crate::proof::Samples;
use crate::proof::frozen::{
    FORMAT, Freezer, Frozen, Inputs, LeftOutLine, Manifest, ManifestCounts, Sealed, SendingPolicy,
    WaveLine,
};
use crate::roster::Contact;
use crate::workspace::{Config, Length};
use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ScopedJoinHandle};

#[expect(clippy::too_many_lines, reason = "one pass from its beginning to its end")]
/// Freezes the letters, and says what is to be known about them. The error says why there are none:
/// letters are frozen only when nothing at all is wrong.
pub(super) fn freeze(
    desk: &Desk<'_>,
    mut report: Report,
    progress: &mut Progress,
) -> Result<(Frozen, Report), Report> {
    let before = fingerprints(desk)?;
    let (composer, audience, found) = match desk.compose() {
        Ok(composed) => composed,
        Err(found) => return Err(with(report, found)),
    };
    report.append(found);
    let Some(roster) = &desk.roster else { return Err(report) };
    let Some(placing) = desk.placing() else { return Err(report) };
    let basis = match Basis::read(desk, &placing) {
        Ok((basis, found)) => {
            report.append(found);
            basis
        }
        Err(found) => return Err(with(report, found)),
    };
    let proofs = desk.workspace.proofs_folder();
    let mut freezer = Freezer::begin(desk.world, &proofs).map_err(Diagnostic::from)?;
    freezer.expect(roster.about());
    let mut left_out = Vec::new();
    let mut samples = Samples::default();
    let mut broken = None;
    let settings = linting::settings(desk)?;
    let mut few = Few::default();
    let everybody = match linting::everybody(desk, |contact| few.add(contact)) {
        Ok(everybody) => everybody,
        Err(found) => return Err(with(report, found)),
    };
    let ground = Ground { placing: &placing, basis: &basis, many: few.are_many() };
    let mut queue = Queue::new(&ground, roster.about());
    let linting = Linting::new(desk, &settings, &composer, &audience, &everybody, &mut report);
    let mut read_over = Findings::default();
    // The memory of letters that were written serves those that follow.
    let spare: Mutex<Vec<Vec<u8>>> = Mutex::default();
    let spare = || spare.lock().unwrap_or_else(PoisonError::into_inner);
    let make = |contact: &Contact, reader: &Recipient<'_>, subject: &str, message: &[u8]| {
        let kind = (reader.view.language.tag(), reader.view.tiers.iter().next());
        let found = linting::letter(linting.as_ref(), contact, reader, message);
        let memory = spare().pop().unwrap_or_default();
        let sealed = Sealed::new(&composer, reader, subject, message, memory);
        (sealed, ground.place(contact), kind, found)
    };
    let each = |_, met| match met {
        Met::Printed(contact, print, (mut sealed, place, kind, found)) => {
            if let Some(linting) = &linting {
                linting.met(&contact, &print, found, &mut read_over);
            }
            match freezer.add(&mut sealed) {
                Ok(number) => {
                    spare().push(sealed.into_memory());
                    samples.meet(contact.id.as_str(), kind, print);
                    queue.add(Some(number), *contact, place);
                }
                Err(fault) => {
                    broken.get_or_insert(fault);
                }
            }
        }
        Met::LeftOut(contact, why) => {
            left_out.push(LeftOutLine {
                contact: contact.id.to_string(),
                rule: why.rule().to_owned(),
                reason: why.on_record(),
            });
            queue.add(None, *contact, None);
        }
        Met::Failed(_) => {}
    };
    let (found, ahead) = thread::scope(|scope| {
        // When each letter goes does not depend on its words, and is planned while they are printed.
        let planned = few.all().map(|contacts| scope.spawn(|| ground.plan(contacts)));
        let found = pass(roster, &composer, &audience, &Pick::default(), progress, &make, each);
        let joined = |plan: ScopedJoinHandle<'_, _>| {
            plan.join().unwrap_or_else(|panic| resume_unwind(panic))
        };
        (found, planned.map(joined))
    });
    let told = report.has_errors();
    report.append(without_echoes(found, told));
    let found = linting.map(|linting| linting.finish(read_over)).unwrap_or_default();
    report.extend(linting::told(found.iter()));
    // The letters were read over; their order is found in the memory that this took.
    drop(everybody);
    if let Some(fault) = broken {
        return Err(Diagnostic::from(fault).into());
    }
    if report.has_errors() {
        return Err(report);
    }
    freezer.all_added().map_err(Diagnostic::from)?;
    let contacts = queue.met() as u64;
    let (queued, found) = queue.finish(ahead);
    report.append(found);
    if freezer.count() == 0 {
        report.push(nobody());
    }
    if report.has_errors() {
        return Err(report);
    }
    let counts = ManifestCounts {
        contacts,
        letters: freezer.count().into(),
        left_out: left_out.len() as u64,
        bytes: freezer.bytes(),
    };
    let mut manifest = manifest(desk, queued.waves());
    (manifest.counts, manifest.left_out) = (counts, left_out);
    if !desk.workspace.config.delivery.seeds.is_empty() {
        manifest.seeds = samples.finish();
    }
    for language in desk.languages() {
        if let Some((from, reply_to)) = composer.from_and_reply_to(language) {
            manifest.from.insert(language.tag().to_owned(), from);
            manifest.reply_to.insert(language.tag().to_owned(), reply_to);
        }
    }
    if fingerprints(desk)? != before {
        return Err(changed().into());
    }
    let inputs = Inputs {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        now: desk.now,
        ledger_seq: desk.facts,
        other_ledgers: desk.other_facts.clone(),
        files: before,
        warnings: warnings(&report),
    };
    let frozen = freezer.finish(queued.order(), manifest, &inputs).map_err(Diagnostic::from)?;
    Ok((frozen, report))
}

/// The warnings, those alike put together: a roster can have the same one in each row.
fn warnings(report: &Report) -> Vec<String> {
    let mut alike: Vec<(String, String, usize)> = Vec::new();
    for found in report.kept().iter().filter(|found| found.severity == Severity::Warning) {
        let kind = found.title.split('`').step_by(2).collect::<Vec<_>>().join("`");
        let kind = format!("{} {kind}", found.rule.unwrap_or_default());
        match alike.iter_mut().find(|(known, ..)| *known == kind) {
            Some((_, _, count)) => *count += 1,
            None => {
                let rule = found.rule.map(|rule| format!("{rule}: ")).unwrap_or_default();
                alike.push((kind, format!("{rule}{}", found.title), 1));
            }
        }
    }
    let told = alike.into_iter().map(|(_, first, count)| match count {
        1 => first,
        _ => format!("{first} (and {} more like it)", count - 1),
    });
    told.collect()
}

/// Whether the workspace still gives these letters (P-22): at once when no file was changed, else by
/// freezing once more at the time of then, with the facts of then. What was logged since does not
/// matter; who must not be written to any more is left out when letters are sent (P-21).
///
/// The error says what is wrong with the workspace, so that nothing can be frozen at all.
pub(super) fn holds(
    request: &Request<'_>,
    frozen: &Frozen,
    progress: &mut Progress,
) -> Result<bool, Failure> {
    let Some(inputs) = frozen.inputs(request.world) else { return Ok(false) };
    let (desk, report) = Desk::lay_as_of(request, Some(&inputs))?;
    let same_program = inputs.program == env!("CARGO_PKG_VERSION");
    if same_program && !report.has_errors() && desk.fingerprints()? == inputs.files {
        return Ok(true);
    }
    let (again, _) = freeze(&desk, report, progress)?;
    let same = again.digest == frozen.digest;
    if !same {
        request.world.remove_folder(&again.folder)?;
    }
    Ok(same)
}

fn manifest(desk: &Desk<'_>, waves: &[WavePlan]) -> Manifest {
    let config = &desk.workspace.config;
    let brief = desk.brief.as_ref();
    let name = |language: &Language| {
        (language.tag().to_owned(), config.organisation.name.get(*language).to_owned())
    };
    let waves = waves.iter().filter(|wave| wave.letters > 0);
    let capacity = desk.rules.as_ref().map(|rules| &rules.policy.capacity);
    Manifest {
        format: FORMAT.to_owned(),
        crisis: config.crisis.clone(),
        kind: brief.map(|brief| brief.kind.tag().to_owned()).unwrap_or_default(),
        phase: brief.map(|brief| brief.phase.tag().to_owned()).unwrap_or_default(),
        revision: brief.map_or(1, |brief| brief.revision),
        mode: config.mode.word().to_owned(),
        organisation: desk.languages().iter().map(name).collect(),
        from: BTreeMap::new(),
        reply_to: BTreeMap::new(),
        envelope_sender: config.sender.email.to_string(),
        languages: desk.languages().iter().map(|it| it.tag().to_owned()).collect(),
        drafter: config.approval.drafter.clone(),
        frozen_at: desk.now,
        counts: ManifestCounts::default(),
        waves: waves.map(wave_line).collect(),
        policy: SendingPolicy {
            letters_per_minute: capacity.map_or(0, |capacity| capacity.letters_per_minute),
            letters_per_day: capacity.map_or(0, |capacity| capacity.letters_per_day),
            delivery: delivery(config),
        },
        seeds: Vec::new(),
        attachments: Vec::new(),
        left_out: Vec::new(),
    }
}

/// What bears on how letters leave (P-15 to P-17, P-25): the servers themselves may change.
fn delivery(config: &Config) -> BTreeMap<String, String> {
    let rules = &config.delivery;
    let length = |time| Length(time).to_string();
    let list = |items: Vec<String>| items.join(", ");
    let mut policy = BTreeMap::from([
        ("undo".to_owned(), length(rules.undo)),
        ("canary".to_owned(), rules.canary.to_string()),
        ("canary_least".to_owned(), rules.canary_least.to_string()),
        ("canary_watch".to_owned(), length(rules.canary_watch)),
        ("wave_watch".to_owned(), length(rules.wave_watch)),
        ("refused_share".to_owned(), rules.refused_share.to_string()),
        ("refused_of_first_50".to_owned(), rules.refused_of_first_50.to_string()),
        ("seeds".to_owned(), list(rules.seeds.clone())),
        ("policy_refusals".to_owned(), rules.policy_refusals.to_string()),
        ("again_after".to_owned(), list(rules.again_after.iter().map(|it| length(*it)).collect())),
    ]);
    if let Some(server) = &config.mail.first {
        let rates = server.rates.iter().map(ToString::to_string).collect();
        policy.insert("rate".to_owned(), list(rates));
        policy.insert("connections".to_owned(), server.connections.to_string());
    }
    policy
}

fn wave_line(wave: &WavePlan) -> WaveLine {
    let rule = &wave.rule;
    WaveLine {
        number: rule.wave.number(),
        name: rule.name_in(Language::En).to_owned(),
        letters: wave.letters as u64,
        start: Some(wave.start),
        not_after: rule.not_after.as_ref().map(jiff::ZonedDateTime::timestamp),
        held: wave.held.clone(),
        gate: rule.gate_in(Language::En).to_owned(),
    }
}

fn fingerprints(desk: &Desk<'_>) -> Result<BTreeMap<String, String>, Diagnostic> {
    desk.fingerprints().map_err(Diagnostic::from)
}

fn with(mut report: Report, more: Report) -> Report {
    report.append(more);
    report
}

fn nobody() -> Diagnostic {
    Diagnostic::error("nobody gets a letter")
        .rule("P-27")
        .why("Each contact is left out by a rule, so there is nothing to approve.")
        .hint("see each with its reason with `hearten preview --open`")
}

fn changed() -> Diagnostic {
    Diagnostic::error("a file was saved while the letters were being frozen")
        .rule("P-22")
        .why("Some letters might have been written from the old text and some from the new one. Nothing was kept.")
        .hint("run the command again")
}
