use super::Illegal;
use super::chain::{Break, Flaw};
use super::run::Loss;
use super::store::Trouble;
use crate::diagnostic::{Count, Diagnostic, Place};
use std::fmt::Write as _;

/// What is wrong with the ledger, why that matters, and what to type next.
pub(super) fn of(trouble: Trouble, shown: &str) -> Diagnostic {
    let wrote = is_of_writing(&trouble);
    let (title, why, hint) = words(trouble, shown);
    let why = if wrote { format!("{why} Nothing was recorded.") } else { why };
    Diagnostic::error(title).at(Place::file(shown)).why(why).hint(hint)
}

/// Whether somebody who was about to record something is told so.
fn is_of_writing(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Foreign
        | Trouble::Newer(_)
        | Trouble::Unknown(_)
        | Trouble::Broken(_)
        | Trouble::Apart(..) => false,
        Trouble::Illegal(seq, _) => *seq == 0,
        _ => true,
    }
}

/// How many letters are named one by one.
const NAMED: usize = 20;

/// Why a run could not go on recording; what it has recorded, and what not.
pub(super) fn of_loss(loss: Loss, shown: &str) -> Diagnostic {
    let Loss { trouble, claims, outcomes, lost } = loss;
    let (title, why, hint) = words(trouble, shown);
    let (claims, outcomes) = (Count(claims, "claim"), Count(outcomes, "outcome"));
    let mut told = format!("The run recorded {claims} and {outcomes} before it.");
    if !lost.is_empty() {
        let names: Vec<&str> = lost.iter().take(NAMED).map(|it| it.contact.as_str()).collect();
        let more = if lost.len() > NAMED { " …" } else { "" };
        let _ = write!(
            told,
            " What came of {} could not be recorded, so they will stand as unknown: {}{more}.",
            Count(lost.len(), "more letter"),
            names.join(", ")
        );
    }
    let why = format!("{why} {told} No letter leaves without a record.");
    let hint = format!("see where each letter stands with `hearten status`, then {hint}");
    Diagnostic::error(title).at(Place::file(shown)).why(why).hint(hint)
}

fn words(trouble: Trouble, shown: &str) -> (String, String, String) {
    let folder = shown.rsplit_once('/').map_or(".", |(folder, _)| folder);
    let aside = format!("{}-aside.sqlite", shown.trim_end_matches(".sqlite"));
    let from_backup = format!(
        "keep it with `mv {shown} {aside}`, copy the last backup to {shown}, \
         then see what it holds with `hearten log --list`"
    );
    match trouble {
        Trouble::Foreign => (
            "this file is no ledger of hearten".to_owned(),
            "It was made by another program, or was cut short. It is left as it is.".to_owned(),
            from_backup,
        ),
        Trouble::Damaged(words) => {
            ("the ledger is damaged".to_owned(), format!("SQLite says: {words}."), from_backup)
        }
        Trouble::Newer(layout) => (
            "the ledger was written by a later version of hearten".to_owned(),
            format!("Its layout is number {layout}, which this version does not know."),
            "install that version, or a later one; `hearten --version` shows this one".to_owned(),
        ),
        Trouble::Unknown(seq) => (
            format!("fact {seq} of the ledger is of a kind that this version does not know"),
            "The row is whole, so a later version wrote it. Without it the rest may mislead."
                .to_owned(),
            "install that version, or a later one; `hearten --version` shows this one".to_owned(),
        ),
        Trouble::Broken(Break { seq, flaw }) => {
            let title = match flaw {
                Flaw::Missing => format!("fact {seq} is missing from the ledger"),
                Flaw::Changed => {
                    format!("fact {seq} of the ledger was changed after it was written")
                }
                Flaw::Astray => format!("fact {seq} of the ledger does not follow the one before"),
            };
            let whole = match seq {
                0 | 1 => "No fact before it is there to rely on.".to_owned(),
                2 => "Fact 1 is as it was written.".to_owned(),
                _ => format!("Facts 1 to {} are as they were written.", seq - 1),
            };
            let why = format!("{whole} hearten never edits a fact, so another program did.");
            (title, why, from_backup)
        }
        Trouble::Illegal(seq, step) => {
            let Illegal { contact, from, to, .. } = &step;
            let title = format!("the letter to `{contact}` is {from} and cannot become {to}");
            let (why, hint) = match seq {
                0 => (
                    "A letter takes only the steps of its own, so that none goes twice.".to_owned(),
                    "see where it stands with `hearten status`".to_owned(),
                ),
                seq => (
                    format!(
                        "Fact {seq} says so. hearten writes no such fact; another program did."
                    ),
                    from_backup,
                ),
            };
            (title, why, hint)
        }
        Trouble::Apart(revision, contact) => (
            format!(
                "the ledger's table says something else of the letter to `{contact}` than its facts"
            ),
            format!(
                "The facts are whole, so another program changed the table (revision {revision}). \
                 A letter might go twice if it were believed."
            ),
            from_backup,
        ),
        Trouble::Held(holder) => {
            let who = holder.map_or_else(|| "another program".to_owned(), |it| it.to_string());
            (
                "somebody else is writing to the ledger".to_owned(),
                format!("It is {who}."),
                "let it end, then run the command again".to_owned(),
            )
        }
        Trouble::Full => (
            "there is no room left for the ledger".to_owned(),
            "What was there before is unchanged.".to_owned(),
            "free some space (`df -h` shows where), then run the command again".to_owned(),
        ),
        Trouble::Denied => (
            "the system does not let you use the ledger".to_owned(),
            "The ledger and its folder belong to whoever made them.".to_owned(),
            format!("see who may with `ls -la {folder}`"),
        ),
        Trouble::Unopened => (
            "the ledger cannot be opened".to_owned(),
            "Its folder is not there, or something else has its name.".to_owned(),
            format!("see what is there with `ls -la {folder}`"),
        ),
        Trouble::Other(words) => (
            "the ledger cannot be used".to_owned(),
            format!("The system says: {words}."),
            "run the command again; if it stays so, copy the folder of the crisis elsewhere first"
                .to_owned(),
        ),
    }
}
