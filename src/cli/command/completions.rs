use crate::cli::Done;
use crate::cli::args::{Arguments, CompletionsArguments};
use crate::cli::outcome::Outcome;
use crate::cli::ui::Ui;
use clap::CommandFactory;

/// Prints a completion script.
pub(crate) fn completions(own: &CompletionsArguments) -> Done {
    let mut script = Vec::new();
    clap_complete::generate(own.shell, &mut Arguments::command(), "hearten", &mut script);
    Ui::raw(&script)?;
    Ok(Outcome::Done)
}
