use crate::cli::Done;
use crate::cli::args::Arguments;
use crate::cli::outcome::Outcome;
use crate::cli::ui::Ui;
use clap::CommandFactory;

/// Prints the manual page, with the commands' own pages behind the program's.
pub(crate) fn man() -> Done {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        clap_mangen::Man::new(inner.clone()).render(&mut page)?;
    }
    Ui::raw(&page)?;
    Ok(Outcome::Done)
}
