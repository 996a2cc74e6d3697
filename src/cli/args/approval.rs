//! What can be typed about approving letters.

use clap::Args;
use std::path::PathBuf;

/// Approve the letters: these bytes, to these people, by this policy, and no others
///
/// Freezes all letters under one digest, shows what is to be approved, and asks for the number of
/// recipients to be typed. Who may approve, and how many must, stands below `approval` in hearten.toml;
/// who drafts the letters does not approve them. Any change of a letter, an address, a wave or the policy
/// voids the approval. Without --as it shows who has approved and who is missing.
#[derive(Debug, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option that is typed or not")]
#[command(after_help = APPROVE_HELP)]
pub(crate) struct ApproveArguments {
    /// Who you are, by id or full name of the team table
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) who: Option<String>,
    /// For scripts: the number of recipients, in place of typing it; with --break-glass the crisis name
    #[arg(long, value_name = "COUNT", requires = "who")]
    pub(crate) yes: Option<String>,
    /// Acknowledge the open warnings, all of them
    #[arg(long, value_name = "WHICH", requires = "who", value_parser = ["all"])]
    pub(crate) acknowledge: Option<String>,
    /// Take your approval back
    #[arg(long, requires = "who", conflicts_with_all = ["yes", "acknowledge"])]
    pub(crate) withdraw: bool,
    /// Answer for the letters alone when nobody else can be reached: recorded, and said loudly
    #[arg(long, requires_all = ["who", "reason"], conflicts_with = "withdraw")]
    pub(crate) break_glass: bool,
    /// Why, with --withdraw or --break-glass
    #[arg(long, value_name = "TEXT", requires = "who")]
    pub(crate) reason: Option<String>,
    /// Show what changed since the last approval, letter by letter
    #[arg(long, conflicts_with_all = ["who", "letters"])]
    pub(crate) diff: bool,
    /// Show the ten letters to look at in full
    #[arg(long)]
    pub(crate) letters: bool,
    /// Sign with this private key of OpenSSH; its passphrase is asked for
    #[arg(long, value_name = "KEYFILE", requires = "who")]
    pub(crate) sign: Option<PathBuf>,
    /// Take a signature that ssh-keygen made over the digest: for agents and hardware keys
    #[arg(long, value_name = "FILE", requires = "who", conflicts_with = "sign")]
    pub(crate) signature: Option<PathBuf>,
}

const APPROVE_HELP: &str = "\
Examples:
  hearten approve                           who has approved, and who is missing
  hearten approve --as t-01                 look at the letters and approve them
  hearten approve --as t-01 --sign ~/.ssh/id_ed25519
  hearten approve --diff                    what changed since the last approval
  hearten approve --withdraw --as t-01      take it back
  hearten return --as t-13 --reason \"the date in the second paragraph is wrong\"
  hearten approve --break-glass --as t-01 --reason \"t-13 cannot be reached, press at 18:00\"

Exit codes:   0 approved, or enough approvals are there   1 something is wrong   4 approvals are missing";

/// Send the letters back to whoever drafts them, with a reason that all approvers see
#[derive(Debug, Args)]
pub(crate) struct ReturnArguments {
    /// Who you are, by id or full name of the team table
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) who: String,
    /// What is to be changed
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
}

/// Write the approved letters as files, mailbox or sheets to print, when mail cannot be sent
///
/// The same bytes that were approved, with the date of the export. Who must not be written to any more, and
/// who has the letter already, is left out and named. What goes out by hand is recorded with
/// `hearten log-sent`, so that nobody gets it twice.
#[derive(Debug, Default, Args)]
#[command(after_help = EXPORT_HELP)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option that is typed or not")]
pub(crate) struct ExportArguments {
    /// One .eml file for each letter; this is done when nothing else is asked for
    #[arg(long)]
    pub(crate) eml: bool,
    /// One mailbox (mboxrd) that mail programs import
    #[arg(long)]
    pub(crate) mbox: bool,
    /// Sheets to print, with a list of addresses in front
    #[arg(long)]
    pub(crate) print: bool,
    /// Where to; a folder that is not there yet, or empty
    #[arg(long, value_name = "DIR")]
    pub(crate) to: Option<PathBuf>,
    /// Letters that nobody approved, each marked as such, for an exercise
    #[arg(long)]
    pub(crate) drill: bool,
    /// Open the sheets when they are done
    #[arg(long, requires = "print")]
    pub(crate) open: bool,
}

const EXPORT_HELP: &str = "\
Examples:
  hearten export --print --open             sheets for the printer, the address list first
  hearten export --eml --mbox --to /media/stick/letters
  hearten log-sent c-002 --by t-07 --at 14:30   record what was handed over";
