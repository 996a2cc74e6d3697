use super::name_of;
use crate::cli::Failure;
use crate::cli::desk::Desk;
use crate::cli::ui::Ui;
use crate::diagnostic::{Count, Diagnostic};
use crate::locale::Language;
use crate::proof::frozen::{Frozen, Manifest};
use crate::proof::{Picked, Reading, sample};
use comfy_table::{Table, presets};
use jiff::Timestamp;
use std::fmt::Write;

/// How many people without a letter are named.
const NAMED: usize = 20;

/// Shows what is to be approved: all that the digest stands for, in short.
pub(super) fn show(ui: Ui, desk: &Desk<'_>, frozen: &Frozen, in_full: bool) -> Result<(), Failure> {
    let manifest = &frozen.manifest;
    let first = manifest.languages.first().map_or("en", String::as_str);
    let in_first = |texts: &std::collections::BTreeMap<String, String>| {
        texts.get(first).cloned().unwrap_or_default()
    };
    let rows = [
        ("Crisis", format!("{}, {}", manifest.crisis, kind(desk, manifest))),
        ("Message", format!("{}, revision {}", manifest.phase, manifest.revision)),
        ("Mode", mode(manifest).to_owned()),
        ("From", in_first(&manifest.from)),
        ("Answers to", in_first(&manifest.reply_to)),
        ("Languages", languages(manifest)),
        ("Frozen", shown(desk, manifest.frozen_at)),
        ("Digest", frozen.digest.to_string()),
    ];
    let lines: Vec<String> =
        rows.iter().map(|(name, value)| format!("  {name:<11}{value}")).collect();
    ui.say(&format!("To be approved:\n\n{}\n", lines.join("\n")))?;
    ui.say(&recipients(desk, manifest))?;
    ui.say(&left_out(manifest))?;
    ui.say(&policy(manifest))?;
    ui.say(&samples(desk, manifest))?;
    letters(ui, frozen, in_full)
}

/// In words that no one can take for the other mode (P-24, I-24).
fn mode(manifest: &Manifest) -> &'static str {
    match manifest.mode.as_str() {
        "live" => "LIVE: these letters go to partners",
        _ => "DRILL: an exercise, no letter goes to a partner",
    }
}

fn kind(desk: &Desk<'_>, manifest: &Manifest) -> String {
    let brief = desk.brief.as_ref();
    brief.map_or_else(|| manifest.kind.clone(), |brief| brief.kind.name().to_lowercase())
}

fn languages(manifest: &Manifest) -> String {
    let named = manifest
        .languages
        .iter()
        .map(|tag| Language::parse(tag).map_or(tag.as_str(), |language| language.english_name()));
    named.collect::<Vec<_>>().join(", ")
}

/// A moment as the people of the crisis read it.
pub(super) fn shown(desk: &Desk<'_>, at: Timestamp) -> String {
    at.to_zoned_datetime(desk.zone()).strftime("%a %Y-%m-%d %H:%M %Q").to_string()
}

fn recipients(desk: &Desk<'_>, manifest: &Manifest) -> String {
    let letters = usize::try_from(manifest.counts.letters).unwrap_or(usize::MAX);
    let mut text =
        format!("{} in {}:", Count(letters, "recipient"), Count(manifest.waves.len(), "wave"));
    for wave in &manifest.waves {
        let start = wave.start.map(|at| format!("from {}", shown(desk, at))).unwrap_or_default();
        let held =
            wave.held.as_ref().map(|id| format!(", held until {id} is done")).unwrap_or_default();
        let _ = write!(
            text,
            "\n  W{} {:<32} {:>7}  {start}{held}",
            wave.number, wave.name, wave.letters
        );
    }
    text.push('\n');
    text
}

fn left_out(manifest: &Manifest) -> String {
    if manifest.left_out.is_empty() {
        return "Nobody is left out.\n".to_owned();
    }
    let mut text = format!("{} left out:", Count(manifest.left_out.len(), "contact"));
    for one in manifest.left_out.iter().take(NAMED) {
        let _ = write!(text, "\n  {:<10} {}  {}", one.contact, one.rule, one.reason);
    }
    if manifest.left_out.len() > NAMED {
        let more = manifest.left_out.len() - NAMED;
        let _ = write!(text, "\n  … and {more} more; `proof.json` names all of them");
    }
    text.push('\n');
    text
}

fn policy(manifest: &Manifest) -> String {
    let policy = &manifest.policy;
    let of = |key: &str| policy.delivery.get(key).map_or("–", String::as_str);
    let rate = policy.delivery.get("rate").cloned();
    let rate = rate.unwrap_or_else(|| format!("{} per 1m", policy.letters_per_minute));
    format!(
        "Policy: {rate}; canary {} (at least {}), watched {}; {} between waves; a wave stops at {} refused; {} to take it back.\nNo attachments.\n",
        of("canary"),
        of("canary_least"),
        of("canary_watch"),
        of("wave_watch"),
        of("refused_share"),
        of("undo"),
    )
}

/// Who of us receives which letters before partners do (P-18).
fn samples(desk: &Desk<'_>, manifest: &Manifest) -> String {
    let to = manifest.policy.delivery.get("seeds").map_or("", String::as_str);
    if manifest.seeds.is_empty() {
        return "No samples go to our own people first (P-18).\n".to_owned();
    }
    let to: Vec<String> = to.split(", ").map(|id| name_of(desk, id)).collect();
    format!(
        "Before the first wave {} of these letters go to each of {} (P-18); `proof.json` names them.\n",
        Count(manifest.seeds.len(), "sample"),
        to.join(", ")
    )
}

/// Five letters by lot and five at the edges (G-08): in a table, and in full when that is asked for.
fn letters(ui: Ui, frozen: &Frozen, in_full: bool) -> Result<(), Failure> {
    let picked = sample(frozen).map_err(Diagnostic::from)?;
    ui.say("Letters to look at, five at the edges and five by lot:\n")?;
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["why", "id", "name", "company", "address", "wave"]);
    for Picked { why, line } in &picked {
        let wave = format!("W{}", line.wave);
        let (contact, to) = (line.contact.as_str(), line.to.as_str());
        table.add_row([*why, contact, &line.name, &line.account, to, &wave]);
    }
    ui.say(&table.to_string())?;
    if !in_full {
        return Ok(ui.say("\nRead them in full with `--letters`; read all in the page of `hearten preview --open`.\n")?);
    }
    let mut message = Vec::new();
    for Picked { why, line } in &picked {
        frozen.message(line, &mut message).map_err(Diagnostic::from)?;
        let text = Reading::of(&message).map(|reading| reading.text).unwrap_or_default();
        ui.say(&format!(
            "\n──── {} ({why}) ────\nTo:      {} <{}>\nSubject: {}\n\n{text}",
            line.contact, line.name, line.to, line.subject
        ))?;
    }
    Ok(())
}
