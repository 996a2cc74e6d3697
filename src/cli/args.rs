//! What can be typed. Doc comments here are the help texts; nothing is decided here.

mod approval;
mod chart;
mod delivery;
mod letters;
mod relations;

pub(crate) use approval::{ApproveArguments, ExportArguments, ReturnArguments};
pub(crate) use chart::{ChartArguments, ChartKind};
pub(crate) use delivery::{DoctorArguments, SendArguments};
pub(crate) use letters::{
    LintArguments, LogSentArguments, RetryArguments, SettleArguments, StatusArguments,
    SuppressArguments,
};
pub(crate) use relations::RelationsArguments;

use crate::outreach::Channel;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use std::path::PathBuf;

/// Write to every partner, one personal letter each, and see all of them before anything leaves
///
/// In a crisis the leader must be heard. hearten takes a roster of people and the facts of a
/// crisis, and shows every personal letter as it would leave: situation, measures, appeal.
#[derive(Debug, Parser)]
#[command(name = "hearten", version, propagate_version = true, after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: Global,
}

impl Arguments {
    /// Why the command has no output in the format that was typed; none when it has.
    pub(crate) fn no_such_format(&self) -> Option<&'static str> {
        match (self.global.format, &self.command) {
            (Format::Csv, command) if !matches!(command, Command::Status(_)) => Some(
                "only `hearten status` prints a table; leave `--format csv` out, or write `json`",
            ),
            (Format::Sarif, command) if !matches!(command, Command::Lint(_)) => Some(
                "only `hearten lint` prints SARIF; leave `--format sarif` out, or write `json`",
            ),
            (Format::Svg | Format::Png | Format::Html, command)
                if !matches!(command, Command::Chart(_)) =>
            {
                Some("only `hearten chart` draws; leave `--format` out, or write `json`")
            }
            _ => None,
        }
    }
}

const AFTER_HELP: &str = "\
First time:   hearten demo                    the whole story on sample data, in seconds
For real:     hearten init my-company         a workspace with every open field marked
              hearten check                   all that is wrong or missing, at once
              hearten lint                    what a careful reader would point at
              hearten preview --open          every letter as it would leave
              hearten plan --open             who hears when, and who calls whom
              hearten next                    what is still missing, and who must act
              hearten doctor                  whether the mail server will take the letters
              hearten approve --as NAME       say yes to these letters and no others
              hearten send                    a drill to files, or in live mode to partners
              hearten status                  who has got the letter, and who has not

Exit codes:   0 done   1 input or settings wrong   2 wrong usage
              3 stopped with letters unsent or unknown   4 approval missing or void
              70 a fault of the program
No letter leaves but with `hearten send` in live mode, approved, each exactly once.";

/// Options that every command takes
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// Stand in this folder; hearten.toml is looked for here and above
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    pub(crate) directory: Option<PathBuf>,
    /// Hold the clock still, for tests and rehearsals, such as 2026-11-20T09:00:00+08:00
    #[arg(long, value_name = "RFC 3339", global = true)]
    pub(crate) now: Option<Timestamp>,
    /// Print for people or for programs
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", global = true)]
    pub(crate) format: Format,
    /// Show no progress and no closing advice; errors stay
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Colour: auto follows the terminal and the variable `NO_COLOR`
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", global = true)]
    pub(crate) color: ColorChoice,
}

/// How results are printed
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// Text and tables
    #[default]
    Human,
    /// One JSON document on standard output
    Json,
    /// A table for a spreadsheet; only `hearten status` has one
    Csv,
    /// SARIF 2.1.0 for editors and review tools; only `hearten lint` has it
    Sarif,
    /// A drawing; only `hearten chart` has one
    Svg,
    /// A picture; only `hearten chart` has one
    Png,
    /// A page; only `hearten chart` has one
    Html,
}

/// When to use colour
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ColorChoice {
    /// When a terminal is there and `NO_COLOR` is not set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the whole story on sample data, offline: make a workspace, check it, render every letter
    Demo(DemoArguments),
    /// Make a new workspace with sample roster and a brief whose open fields are marked
    Init(InitArguments),
    /// Find everything that is wrong or missing in roster, settings, brief and templates
    Check(CheckArguments),
    /// Read every letter over as a careful reader would, and point at the words
    Lint(LintArguments),
    /// Render every letter and write a page to read them, out/proof/index.html
    Preview(PreviewArguments),
    /// Show who hears when and who calls whom, and write sheets and calendars, out/plan/plan.html
    Plan(PlanArguments),
    /// Log in to the mail server early, and say what works and what will not
    Doctor(DoctorArguments),
    /// Approve the letters: these bytes, to these people, by this policy, and no others
    Approve(ApproveArguments),
    /// Send the letters back to whoever drafts them, with a reason that all approvers see
    Return(ReturnArguments),
    /// Write the approved letters as files, mailbox or sheets to print, when mail cannot be sent
    Export(ExportArguments),
    /// Verify ledger and letters to the byte, and tell who approved what and who received it
    Audit,
    /// Hand the letters over: in a drill to files, in live mode to partners, each exactly once
    Send(SendArguments),
    /// Record what came of a call, so that the next plan follows from it
    Log(LogArguments),
    /// Show where each letter stands: who has got it, who has not, and what the mail server said
    Status(StatusArguments),
    /// Say what came of a letter of which nobody knows
    Settle(SettleArguments),
    /// Let letters go again that the mail server has put off or refused
    Retry(RetryArguments),
    /// Send a contact no letters until further notice
    Suppress(SuppressArguments),
    /// Let a contact get letters again
    Unsuppress(SuppressArguments),
    /// Record a letter that was sent by another way than by this program
    LogSent(LogSentArguments),
    /// Show the one-hour clock: what is still missing before a letter can go, and who must act
    Next,
    /// Show the care actions: what is there, and for how many each one fires
    Playbooks(PlaybooksArguments),
    /// Show who is in the roster, with counts by tier, partner status and language
    Roster(RosterArguments),
    /// Draw the relations: power map, ladder grid, fishbone, house, waves, portfolio
    Chart(ChartArguments),
    /// Show how each relation stands, what it hangs on, and the next three moves for an account
    Relations(RelationsArguments),
    /// Print a completion script for a shell
    Completions(CompletionsArguments),
    /// Print the manual page (view it with `hearten man | man -l -`)
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// Where to make the workspace
    #[arg(default_value = "hearten-demo")]
    pub(crate) dir: PathBuf,
    /// Show another kind of crisis than the sample's fire
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Show the short holding note instead of the letter
    #[arg(long)]
    pub(crate) holding: bool,
    /// Open the page when it is done
    #[arg(long)]
    pub(crate) open: bool,
}

#[derive(Debug, Args)]
pub(crate) struct InitArguments {
    /// The folder of the new workspace; files that exist are never overwritten
    pub(crate) dir: PathBuf,
    /// What kind of crisis the brief is for
    #[arg(long, value_name = "KIND", default_value = "other")]
    pub(crate) kind: String,
    /// The languages that letters are written in
    #[arg(long, value_name = "LANGUAGES", value_delimiter = ',', default_value = "en,zh-CN,zh-TW")]
    pub(crate) languages: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// Show every finding, not only the first 50
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Default, Args)]
pub(crate) struct PreviewArguments {
    /// Only these contacts, by id; may be given more than once
    #[arg(long, value_name = "ID")]
    pub(crate) contact: Vec<String>,
    /// Only these waves, such as 3 or 3,4
    #[arg(long, value_name = "WAVE", value_delimiter = ',')]
    pub(crate) wave: Vec<String>,
    /// Open the page when it is done
    #[arg(long)]
    pub(crate) open: bool,
    /// Render every letter to its finished bytes and write nothing: how many, how large, how fast
    #[arg(long, conflicts_with_all = ["open", "contact"])]
    pub(crate) no_page: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RosterArguments {
    /// Only this account, by id
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<String>,
    /// Show the counts without the table of people
    #[arg(long)]
    pub(crate) counts: bool,
}

#[derive(Debug, Default, Args)]
pub(crate) struct PlanArguments {
    /// Show only what this person of ours does, by id
    #[arg(long, value_name = "ID")]
    pub(crate) owner: Option<String>,
    /// Show only this account, by id
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<String>,
    /// Show only this day, such as 2026-11-23, or `today` or `tomorrow`
    #[arg(long, value_name = "DATE")]
    pub(crate) day: Option<String>,
    /// Show the rule behind each check-in and each wave
    #[arg(long)]
    pub(crate) why: bool,
    /// Make the plan and write nothing
    #[arg(long)]
    pub(crate) no_files: bool,
    /// Open the page when it is done
    #[arg(long, conflicts_with = "no_files")]
    pub(crate) open: bool,
}

/// Record what came of a call, so that the next plan follows from it
///
/// The sheet and the calendar entry of a check-in hold the line to type. A call that was answered
/// closes its action; one that was not comes back by another way, then one level up (P-13). Nothing
/// that is recorded is ever changed. Without an outcome the history is shown, the latest first.
#[derive(Debug, Args)]
#[command(after_help = LOG_HELP)]
pub(crate) struct LogArguments {
    /// The contact's id or full name, or the word of a group such as families
    #[arg(value_name = "CONTACT")]
    pub(crate) contact: Vec<String>,
    /// What came of it
    #[arg(long, value_enum, value_name = "OUTCOME", requires = "contact")]
    pub(crate) outcome: Option<LogOutcome>,
    /// What was said, promised or heard; a talk or a deed needs one
    #[arg(long, value_name = "TEXT", requires = "outcome")]
    pub(crate) note: Option<String>,
    /// The care action that was carried out, such as PB-BASE-2
    #[arg(long, value_name = "ID", requires = "outcome")]
    pub(crate) action: Option<String>,
    /// Which time of a repeated action, from 1; the first open one when it is not said
    #[arg(long, value_name = "N", requires = "action", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) turn: Option<u16>,
    /// How the person stands towards us now: -1 opposes, 0 neutral, 1 supports, 2 only us, 3 coach
    #[arg(long, value_name = "GRADE", requires = "outcome", allow_negative_numbers = true)]
    pub(crate) attitude: Option<i8>,
    /// Who of us did it, by id or full name; the contact's owner when it is not said
    #[arg(long, value_name = "TEAM_ID", requires = "outcome")]
    pub(crate) by: Option<String>,
    /// When it was, such as 09:40 for today, or "2026-11-20 09:40"; now when it is not said
    #[arg(long, value_name = "TIME", requires = "outcome")]
    pub(crate) at: Option<String>,
    /// By which way; that of the action when it is not said
    #[arg(long, value_name = "WAY", requires = "outcome", value_parser = ways())]
    pub(crate) channel: Option<String>,
    /// What was handed out is worth so much, in the currency of the gift rules
    #[arg(long, value_name = "AMOUNT", requires = "outcome", allow_negative_numbers = true)]
    pub(crate) gift: Option<String>,
    /// Show the history of this contact, or of all
    #[arg(long, conflicts_with = "outcome")]
    pub(crate) list: bool,
}

const LOG_HELP: &str = "\
Examples:
  hearten log c-002 --action PB-SUP-1 --outcome reached --note \"fears a stop in week 50\"
  hearten log c-002 --action PB-SUP-1 --outcome no-answer
  hearten log Anna Schmidt --outcome reached --attitude 0 --note \"wants the raw test data\"
  hearten log staff --action PB-BASE-1 --outcome done --note \"212 of 220 attended\"
  hearten log c-002                       what is recorded of this person
  hearten log --list                      what is recorded of all";

/// The words for the ways to reach somebody.
fn ways() -> PossibleValuesParser {
    PossibleValuesParser::new(Channel::WORDS.map(|(word, _)| word))
}

/// What came of a try
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogOutcome {
    /// We spoke with each other; closes the action
    Reached,
    /// Nobody answered; the next try goes another way, then one level up
    NoAnswer,
    /// A message was left; counts as a try without an answer
    LeftMessage,
    /// The person does not want it; closes the action
    Declined,
    /// It is somebody else, or they are no longer there; no more letters and calls
    WrongPerson,
    /// What the action asks for is done; closes the action
    Done,
    /// The person came back to us; we owe an answer
    Replied,
}

/// Show the care actions: what is there, and for how many each one fires
///
/// A playbook is a list of actions: who of us does what for whom, when, by which way, and what it is
/// to achieve. The base set is for every crisis; each kind of crisis has its own, and a company adds
/// or replaces actions with files in templates/playbooks/ of its workspace.
#[derive(Debug, Args)]
pub(crate) struct PlaybooksArguments {
    /// Show one action whole, by id: objective, talking points, when it is done
    pub(crate) id: Option<String>,
    /// Show the playbook of another kind of crisis
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}
