//! Who drafted, who approved which bytes for whom, what each person received and when, who was left out
//! and why; and whether every byte of it is still what was recorded.

mod evidence;
mod story;
mod telling;

use super::Request;
use crate::cli::Done;
use crate::cli::desk::Desk;
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::diagnostic::Report;
use story::Story;

/// Verifies the ledger and every proof it names, and tells what happened.
pub(crate) fn audit(request: &Request<'_>) -> Done {
    // What is wrong with brief or roster today is no matter of what happened.
    let (desk, _) = Desk::lay(request)?;
    let mut problems = Report::new();
    let story = Story::gather(request, &desk, &mut problems)?;
    let story = Story { ok: !problems.has_errors(), problems: problems.kept().to_vec(), ..story };
    request.ui.document(&story)?;
    telling::tell(request.ui, &desk, &story)?;
    request.ui.findings(&problems, MOST_SHOWN)?;
    Ok(Outcome::of(&problems))
}
