//! What can be typed. Doc comments here are the help texts; nothing is decided here.

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

const AFTER_HELP: &str = "\
First time:   hearten demo                    the whole story on sample data, in seconds
For real:     hearten init my-company         a workspace with every open field marked
              hearten check                   all that is wrong or missing, at once
              hearten preview --open          every letter as it would leave

Exit codes:   0 done   1 input or settings wrong   2 wrong usage   70 a fault of the program
Nothing is ever sent by the commands of this version.";

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
    /// Render every letter and write a page to read them, out/proof/index.html
    Preview(PreviewArguments),
    /// Show who is in the roster, with counts by tier, partner status and language
    Roster(RosterArguments),
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

#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}
