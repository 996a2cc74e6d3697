use super::evidence::short;
use super::story::{Letter, ProofStory, Story};
use crate::cli::desk::Desk;
use crate::cli::ui::Ui;
use crate::diagnostic::Count;
use jiff::Timestamp;
use std::fmt::Write;
use std::io;

/// How many people of one list are named on the screen.
const NAMED: usize = 200;

/// The story for people.
pub(super) fn tell(ui: Ui, desk: &Desk<'_>, story: &Story) -> io::Result<()> {
    if ui.is_json() {
        return Ok(());
    }
    if let Some(rehearsal) = desk.rehearsal() {
        ui.say(&rehearsal)?;
    }
    let chain = &story.ledger;
    ui.say(&match (chain.whole, chain.facts) {
        (true, 0) => format!(
            "{}: the ledger is empty. Nothing was approved, and nothing was sent.",
            story.crisis
        ),
        (true, facts) => format!(
            "{}: the ledger is whole, {}. Keep the last digest elsewhere: {}",
            story.crisis,
            Count(facts, "fact"),
            chain.last
        ),
        (false, facts) => format!(
            "{}: THE LEDGER IS NOT WHOLE. What follows rests on the {} before the break.",
            story.crisis,
            Count(facts, "fact")
        ),
    })?;
    for proof in &story.proofs {
        ui.say(&of_proof(desk, proof))?;
    }
    if !story.said.is_empty() {
        ui.say("\nWhat was said, in its order:")?;
        for said in &story.said {
            let by = if said.by.is_empty() {
                String::new()
            } else {
                format!(" by {}", name(desk, &said.by))
            };
            let reason = said.reason.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
            let at = shown(desk, said.at);
            ui.say(&format!(
                "  {:>4}  {at}  {} {}{by}{reason}",
                said.seq,
                short(&said.digest),
                said.what
            ))?;
        }
    }
    for run in &story.runs {
        let letters = Count(usize::try_from(run.letters).unwrap_or(usize::MAX), "letter");
        let end = match (&run.ended_at, &run.why) {
            (Some(at), Some(why)) => format!("ended {}: {why}", shown(desk, *at)),
            _ => "its end is not recorded".to_owned(),
        };
        let by = run.by.as_deref().map(|by| format!(" by {}", name(desk, by))).unwrap_or_default();
        let began = format!("{}{by}", shown(desk, run.began_at));
        ui.say(&format!(
            "\nRun {}: {letters} of {} due, began {began}, {end}.",
            run.run,
            short(&run.digest)
        ))?;
    }
    letters(ui, desk, "Received", &story.received)?;
    letters(ui, desk, "Not received, or not known", &story.not_received)?;
    if !story.suppressed.is_empty() {
        ui.say("\nNot to be written to any more:")?;
        for (contact, reason) in &story.suppressed {
            ui.say(&format!("  {contact}  {reason}"))?;
        }
    }
    ui.say(if story.ok {
        "\nEverything agrees."
    } else {
        "\nNOT EVERYTHING AGREES. What does not stands below."
    })
}

fn of_proof(desk: &Desk<'_>, proof: &ProofStory) -> String {
    let letters = Count(usize::try_from(proof.letters).unwrap_or(usize::MAX), "letter");
    let whole = if proof.whole { "every byte is what was frozen" } else { "NOT WHAT WAS FROZEN" };
    let mut text = format!(
        "\nProof {}: {letters}, revision {}{}; {whole}.\n  digest      {}\n  frozen      {}{}",
        short(&proof.digest),
        proof.revision,
        proof.mode.as_ref().map(|mode| format!(", {mode} mode")).unwrap_or_default(),
        proof.digest,
        shown(desk, proof.frozen_at),
        proof.frozen_by.as_ref().map(|by| format!(", for {}", name(desk, by))).unwrap_or_default(),
    );
    if let Some(drafter) = &proof.drafter {
        let _ = write!(text, "\n  drafted by  {}", name(desk, drafter));
    }
    for (number, wave, letters) in &proof.waves {
        let _ = write!(text, "\n  W{number}          {letters} to {}", wave.to_lowercase());
    }
    for one in &proof.approvals {
        let signed = one
            .key
            .as_ref()
            .map(|key| format!(", signed with {key}, verified"))
            .unwrap_or_default();
        let flaw =
            one.flaw.as_ref().map(|flaw| format!("; does not count: {flaw}")).unwrap_or_default();
        let _ = write!(
            text,
            "\n  approved by {}, {}{signed}{flaw}",
            name(desk, &one.by),
            shown(desk, one.at)
        );
        for warning in &one.acknowledged {
            let _ = write!(text, "\n              knowing: {warning}");
        }
    }
    if !proof.approved {
        text.push_str("\n  approvals   not enough");
    }
    for sample in &proof.samples {
        let to: Vec<String> = sample.to.iter().map(|id| name(desk, id)).collect();
        let count = Count(usize::try_from(sample.letters).unwrap_or(usize::MAX), "letter");
        let failed = match sample.failures {
            0 => String::new(),
            failures => format!("; {failures} did not arrive"),
        };
        let _ = write!(
            text,
            "\n  samples     {count} to {}, {}{failed}",
            to.join(", "),
            shown(desk, sample.at)
        );
    }
    for (contact, rule, reason) in proof.left_out.iter().take(NAMED) {
        let _ = write!(text, "\n  left out    {contact}  {rule}  {reason}");
    }
    if proof.left_out.len() > NAMED {
        let _ = write!(
            text,
            "\n  left out    … and {} more; `--format json` names all",
            proof.left_out.len() - NAMED
        );
    }
    text
}

fn letters(ui: Ui, desk: &Desk<'_>, title: &str, letters: &[Letter]) -> io::Result<()> {
    if letters.is_empty() {
        return Ok(());
    }
    ui.say(&format!("\n{title}: {}", Count(letters.len(), "letter")))?;
    for letter in letters.iter().take(NAMED) {
        let how = match (&letter.by_hand, &letter.relay) {
            (Some(by), _) => format!("by hand, {by}"),
            (None, Some(relay)) => format!("{relay}: {}", letter.words),
            (None, None) => letter.words.clone(),
        };
        let print =
            letter.sha256.as_deref().map(|it| format!("  {}", short(it))).unwrap_or_default();
        ui.say(&format!(
            "  {:<8} {}  {}  {}  {how}{print}",
            letter.contact,
            letter.name,
            shown(desk, letter.at),
            letter.state.tag(),
        ))?;
    }
    if letters.len() > NAMED {
        ui.say(&format!("  … and {} more; `--format json` has all", letters.len() - NAMED))?;
    }
    Ok(())
}

fn shown(desk: &Desk<'_>, at: Timestamp) -> String {
    at.to_zoned_datetime(desk.zone()).strftime("%Y-%m-%d %H:%M:%S %Q").to_string()
}

/// Somebody of ours by name and id.
fn name(desk: &Desk<'_>, id: &str) -> String {
    let member = desk.roster.as_ref().and_then(|roster| roster.directory().team.get(id));
    member.map_or_else(|| id.to_owned(), |member| format!("{} ({id})", member.name))
}
