//! The command line: what was typed becomes a request, the rooms work in their order, the screen
//! shows what came of it.
//!
//! *In*: arguments. *Out*: text, files, an exit code. *Never*: holds a rule of the domain.
//! *Start reading* at [`run`]; each command has a file in `command/`.

mod args;
mod clearance;
mod command;
mod desk;
mod freezing;
mod gone;
mod input_files;
mod letters;
mod linting;
mod mail_run;
mod outcome;
mod planning;
mod queue;
mod relating;
mod typed;
mod ui;
mod vote_line;
mod who;
mod whom;

use crate::diagnostic::Report;
use crate::world::SystemWorld;
use args::{Arguments, Command};
use clap::{CommandFactory, Parser};
use outcome::Outcome;
use std::ffi::OsString;
use std::io;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use ui::Ui;

/// Runs the program with these arguments, the program's own name first, and gives its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    std::panic::set_hook(Box::new(|panic| outcome::apologise(&panic.to_string())));
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to standard output and are no failure.
            let code = if error.use_stderr() { outcome::USAGE } else { outcome::DONE };
            return match error.print() {
                Ok(()) => ExitCode::from(code),
                Err(error) => outcome::of_screen(&error),
            };
        }
    };
    if let Some(reason) = arguments.no_such_format() {
        let error = Arguments::command().error(clap::error::ErrorKind::InvalidValue, reason);
        return match error.print() {
            Ok(()) => ExitCode::from(outcome::USAGE),
            Err(error) => outcome::of_screen(&error),
        };
    }
    let world = SystemWorld::new(arguments.global.now);
    let ui = Ui::new(&arguments.global);
    let request = command::Request { world: &world, ui, global: &arguments.global };
    // Nothing of this run is used after a panic.
    let done = std::panic::catch_unwind(AssertUnwindSafe(|| match &arguments.command {
        Command::Demo(own) => command::demo(&request, own),
        Command::Init(own) => command::init(&request, own),
        Command::Check(own) => command::check(&request, own),
        Command::Lint(own) => command::lint(&request, own),
        Command::Preview(own) => command::preview(&request, own),
        Command::Plan(own) => command::plan(&request, own),
        Command::Send(own) => command::send(&request, own),
        Command::Log(own) => command::log(&request, own),
        Command::Status(own) => command::status(&request, own),
        Command::Settle(own) => command::settle(&request, own),
        Command::Retry(own) => command::retry(&request, own),
        Command::Suppress(own) => command::suppress(&request, own),
        Command::Unsuppress(own) => command::unsuppress(&request, own),
        Command::LogSent(own) => command::log_sent(&request, own),
        Command::Next => command::next(&request),
        Command::Doctor(own) => command::doctor(&request, own),
        Command::Approve(own) => command::approve(&request, own),
        Command::Return(own) => command::send_back(&request, own),
        Command::Export(own) => command::export(&request, own),
        Command::Audit => command::audit(&request),
        Command::Playbooks(own) => command::playbooks(&request, own),
        Command::Roster(own) => command::roster(&request, own),
        Command::Chart(own) => command::chart(&request, own),
        Command::Relations(own) => command::relations(&request, own),
        Command::Completions(own) => command::completions(own),
        Command::Man => command::man(),
    }));
    match done {
        Ok(Ok(outcome)) => ExitCode::from(outcome.code()),
        Ok(Err(failure)) => failure.show(ui),
        Err(_) => ExitCode::from(outcome::OUR_FAULT),
    }
}

/// Why a command ended early.
#[derive(Debug)]
enum Failure {
    /// What is wrong with the input.
    Findings(Box<Report>),
    /// What is missing or void of the approval.
    Unapproved(Box<Report>),
    /// Letters that are due could not leave.
    Unsent(Box<Report>),
    /// The screen or the pipe behind it is gone.
    Screen(io::Error),
}

impl Failure {
    fn show(self, ui: Ui) -> ExitCode {
        match self {
            Self::Findings(report) => outcome::of_findings(&report, outcome::INPUT, ui),
            Self::Unapproved(report) => outcome::of_findings(&report, outcome::UNAPPROVED, ui),
            Self::Unsent(report) => outcome::of_findings(&report, outcome::UNSENT, ui),
            Self::Screen(error) => outcome::of_screen(&error),
        }
    }
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Self::Findings(Box::new(report))
    }
}

impl From<crate::diagnostic::Diagnostic> for Failure {
    fn from(finding: crate::diagnostic::Diagnostic) -> Self {
        Report::from(finding).into()
    }
}

impl From<crate::world::Fault> for Failure {
    fn from(fault: crate::world::Fault) -> Self {
        crate::diagnostic::Diagnostic::from(fault).into()
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Screen(error)
    }
}

/// What a command gives back.
type Done = Result<Outcome, Failure>;
