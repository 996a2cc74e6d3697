//! Exit codes, and the last words of a run.

use super::ui::Ui;
use crate::diagnostic::{Diagnostic, Report};
use serde::Serialize;
use std::io::{self, Write};
use std::process::ExitCode;

/// Done.
pub(super) const DONE: u8 = 0;
/// Input or settings are wrong.
pub(super) const INPUT: u8 = 1;
/// Wrong usage.
pub(super) const USAGE: u8 = 2;
/// It stopped with letters unsent or unknown.
pub(super) const UNSENT: u8 = 3;
/// Approval is missing or void.
pub(super) const UNAPPROVED: u8 = 4;
/// A fault of the program.
pub(super) const OUR_FAULT: u8 = 70;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All is well.
    Done,
    /// It did its work, and something in the input is wrong.
    Wrong,
    /// Letters are unsent, or nobody knows whether they arrived.
    Unsent,
    /// It did its work, and the letters are not approved.
    Unapproved,
}

impl Outcome {
    pub(super) fn of(report: &Report) -> Self {
        if report.has_errors() { Self::Wrong } else { Self::Done }
    }

    pub(super) const fn code(self) -> u8 {
        match self {
            Self::Done => DONE,
            Self::Wrong => INPUT,
            Self::Unsent => UNSENT,
            Self::Unapproved => UNAPPROVED,
        }
    }
}

/// How many findings are shown unless all are asked for.
pub(super) const MOST_SHOWN: usize = 50;

/// The document of a command that ended early.
#[derive(Serialize)]
struct FailureDocument<'a> {
    ok: bool,
    errors: usize,
    warnings: usize,
    findings: &'a [Diagnostic],
}

pub(super) fn of_findings(report: &Report, code: u8, ui: Ui) -> ExitCode {
    let document = FailureDocument {
        ok: false,
        errors: report.errors(),
        warnings: report.warnings(),
        findings: report.kept(),
    };
    match ui.document(&document).and_then(|()| ui.findings(report, MOST_SHOWN)) {
        Ok(()) => ExitCode::from(code),
        Err(error) => of_screen(&error),
    }
}

/// A closed pipe, as in `hearten roster | head`, is no failure.
pub(super) fn of_screen(error: &io::Error) -> ExitCode {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ExitCode::from(DONE);
    }
    // The screen is what failed; nothing is left to say it on but this.
    let _ = writeln!(io::stderr(), "error: cannot write the result: {error}");
    ExitCode::from(INPUT)
}

/// The program broke: says so, and that nothing was sent.
pub(super) fn apologise(reason: &str) {
    // A panic while printing must not panic again.
    let _ = writeln!(
        io::stderr(),
        "error: hearten has a fault of its own\n\
         We are sorry. Nothing was sent, and no file of yours was changed.\n\
         hint: report it with this text and the command you typed\n\
         \x20 version {}, {} {}\n  {reason}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
    );
}
