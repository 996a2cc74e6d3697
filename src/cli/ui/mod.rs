//! Talks to the person: results on standard output, everything else on standard error.
//!
//! Colour only repeats what the words say. With `--format json` standard output holds one document
//! and nothing else.

mod checks;
mod findings;
mod progress;
mod sending;

pub(crate) use progress::Progress;
pub(crate) use sending::Sending;

use super::args::{ColorChoice, Format, Global};
use crate::delivery::doctor::Check;
use crate::diagnostic::Report;
use crate::workspace::Mode;
use crate::world::Secret;
use anstream::AutoStream;
use serde::Serialize;
use std::io::{self, BufRead, IsTerminal, Write};

/// How to talk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ui {
    format: Format,
    quiet: bool,
    color: anstream::ColorChoice,
}

impl Ui {
    pub(crate) fn new(global: &Global) -> Self {
        let color = match global.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        // Drawings go to files; what is said of them is for people.
        let format = match global.format {
            Format::Svg | Format::Png | Format::Html => Format::Human,
            other => other,
        };
        Self { format, quiet: global.quiet, color }
    }

    /// Whether results go to programs.
    pub(crate) fn is_json(self) -> bool {
        self.format == Format::Json
    }

    /// Whether results go to a spreadsheet.
    pub(crate) fn is_csv(self) -> bool {
        self.format == Format::Csv
    }

    /// Prints the table of a command for a spreadsheet.
    pub(crate) fn table(self, text: &[u8]) -> io::Result<()> {
        if self.is_csv() { Self::raw(text) } else { Ok(()) }
    }

    /// Prints a result for people; programs get theirs by [`Ui::document`].
    pub(crate) fn say(self, text: &str) -> io::Result<()> {
        if self.format != Format::Human {
            return Ok(());
        }
        let mut out = AutoStream::new(io::stdout(), self.color).lock();
        writeln!(out, "{text}")?;
        out.flush()
    }

    /// Prints what a check-up found, for people.
    pub(crate) fn checks(self, checks: &[Check]) -> io::Result<()> {
        if self.is_json() {
            return Ok(());
        }
        let mut out = AutoStream::new(io::stdout(), self.color).lock();
        out.write_all(checks::draw(checks).as_bytes())?;
        out.flush()
    }

    /// Prints text as it is, for both people and programs.
    pub(crate) fn raw(text: &[u8]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text)?;
        out.flush()
    }

    /// Prints a heading above findings, where these go.
    pub(crate) fn heading(self, text: &str) -> io::Result<()> {
        if self.format != Format::Human {
            return Ok(());
        }
        let strong = anstyle::Style::new().bold().underline();
        let mut err = AutoStream::new(io::stderr(), self.color).lock();
        writeln!(err, "{strong}{text}{strong:#}\n")
    }

    /// Prints closing advice for people, unless they asked for quiet.
    pub(crate) fn advise(self, text: &str) -> io::Result<()> {
        if self.quiet { Ok(()) } else { self.say(text) }
    }

    /// Prints the one document of a command for programs.
    pub(crate) fn document<T: Serialize>(self, value: &T) -> io::Result<()> {
        if !self.is_json() {
            return Ok(());
        }
        let mut text = serde_json::to_string_pretty(value)?;
        text.push('\n');
        Self::raw(text.as_bytes())
    }

    /// Prints findings to standard error, at most `most` of them, and what they add up to.
    ///
    /// Programs get them inside their document.
    pub(crate) fn findings(self, report: &Report, most: usize) -> io::Result<()> {
        if self.format != Format::Human && self.format != Format::Csv || report.is_empty() {
            return Ok(());
        }
        let mut err = AutoStream::new(io::stderr(), self.color).lock();
        err.write_all(findings::draw(report, most, self.quiet).as_bytes())?;
        err.flush()
    }

    /// Asks a question and gives the line that is typed; none when nobody answers.
    pub(crate) fn ask(self, question: &str) -> io::Result<Option<String>> {
        let mut err = AutoStream::new(io::stderr(), self.color).lock();
        write!(err, "{question}")?;
        err.flush()?;
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line)?;
        Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// Shows how a run of sending goes.
    pub(crate) fn sending(self, mode: Mode) -> Sending {
        Sending::new(mode, self.quiet || self.is_json())
    }

    /// Asks for a secret, which is not shown while it is typed; none when nobody is there.
    pub(crate) fn ask_hidden(question: &str) -> io::Result<Option<Secret>> {
        if !Self::is_attended() {
            return Ok(None);
        }
        rpassword::prompt_password(question).map(|typed| Some(Secret::new(typed)))
    }

    /// Whether a person sits at the keyboard.
    pub(crate) fn is_attended() -> bool {
        io::stdin().is_terminal()
    }

    /// A line that shows how far long work has come, when a terminal is there.
    pub(crate) fn progress(self, what: &'static str) -> Progress {
        let shown = !self.quiet && self.format == Format::Human && io::stderr().is_terminal();
        Progress::new(what, shown)
    }
}
