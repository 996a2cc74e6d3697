//! What can be typed about letters that were sent, or are to be.

use super::ways;
use clap::Args;

/// Show where each letter stands: who has got it, who has not, and what the mail server said
///
/// One line a contact, in the order in which the letters go. A letter is accepted once the mail server
/// has taken it; unknown means that nobody can tell, and only a person may settle it (E-23).
#[derive(Debug, Args)]
#[command(after_help = STATUS_HELP)]
pub(crate) struct StatusArguments {
    /// Only those who have not got it
    #[arg(long)]
    pub(crate) missing: bool,
    /// The letters of the last drill instead of those that were sent
    #[arg(long)]
    pub(crate) drill: bool,
}

const STATUS_HELP: &str = "\
States:
  queued     it waits; nothing of it has left
  sending    it is on its way in a run that goes on
  accepted   the mail server has taken it, or somebody of us saw to it
  refused    the mail server will not take it
  deferred   the mail server wants to be asked again; it goes again by itself
  not-sent   it was to go, and surely nothing of it was taken; it goes again by itself
  unknown    nobody knows whether it was taken; it never goes again by itself

Examples:
  hearten status                          where each letter stands
  hearten status --missing                who has not got it
  hearten status --format csv > list.csv  the same for a spreadsheet

Exit codes:   0 everybody has got it   3 letters are unsent or unknown   1 input or settings wrong";

/// Say what came of a letter of which nobody knows
///
/// When the connection broke after the last byte of a letter, the mail server may have taken it or
/// not. hearten never sends such a letter again by itself. Ask the reader, or look into the mail
/// server's log, and then say what you found.
#[derive(Debug, Args)]
#[command(after_help = SETTLE_HELP)]
pub(crate) struct SettleArguments {
    /// The contact's id or full name
    #[arg(value_name = "CONTACT", required = true)]
    pub(crate) contact: Vec<String>,
    /// It has arrived
    #[arg(long, required_unless_present = "send_again", conflicts_with = "send_again")]
    pub(crate) arrived: bool,
    /// It has not arrived and goes again with the next run
    #[arg(long)]
    pub(crate) send_again: bool,
    /// Who found out: a team id or full name
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) by: String,
    /// How you know
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// A letter of the last drill
    #[arg(long)]
    pub(crate) drill: bool,
}

const SETTLE_HELP: &str = "\
Examples:
  hearten settle c-017 --arrived --as t-07 --reason \"she answered it\"
  hearten settle c-017 --send-again --as t-07 --reason \"not in the server's log\"
  hearten status --missing                which letters are unknown";

/// Let letters go again that the mail server has put off or refused
///
/// Letters that were put off go again by themselves at their time; this makes it at once. A refusal is
/// for good by the rules of mail (E-28), so a refused letter goes again only when it is asked for: the
/// mailbox was full, or the server has mended its ways. A wrong address is corrected in the roster and
/// approved anew.
#[derive(Debug, Args)]
#[command(after_help = RETRY_HELP)]
pub(crate) struct RetryArguments {
    /// Only these, by id or full name, refused ones among them
    #[arg(value_name = "CONTACT")]
    pub(crate) contacts: Vec<String>,
    /// All refused ones too
    #[arg(long, conflicts_with = "contacts")]
    pub(crate) refused: bool,
    /// Who wants it: a team id or full name
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Letters of the last drill
    #[arg(long)]
    pub(crate) drill: bool,
}

const RETRY_HELP: &str = "\
Examples:
  hearten retry                           all that were put off, at once
  hearten retry c-021 c-044               these two, put off or refused
  hearten retry --refused --as t-07       the refused ones too";

/// Send a contact no letters until further notice
///
/// Letters that were approved are not sent to them either; no new approval is needed for that (P-21).
#[derive(Debug, Args)]
#[command(after_help = SUPPRESS_HELP)]
pub(crate) struct SuppressArguments {
    /// The contact's id or full name
    #[arg(value_name = "CONTACT", required = true)]
    pub(crate) contact: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// Who wants it: a team id or full name
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) by: Option<String>,
}

const SUPPRESS_HELP: &str = "\
Examples:
  hearten suppress c-017 --reason \"bereaved this week\"
  hearten unsuppress c-017 --reason \"asked for the letter\"

For good, fill in the column `do_not_contact` of the roster.";

/// Record a letter that was sent by another way than by this program
///
/// When no mail can be had, the approved letters are printed, faxed or read out (P-33). Who is
/// recorded here gets none by mail any more.
#[derive(Debug, Args)]
#[command(after_help = LOG_SENT_HELP)]
pub(crate) struct LogSentArguments {
    /// The contact's id or full name
    #[arg(value_name = "CONTACT", required = true)]
    pub(crate) contact: Vec<String>,
    /// Who of us sent it: a team id or full name
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
    /// When, such as 09:40 for today, or "2026-11-20 09:40"
    #[arg(long, value_name = "TIME")]
    pub(crate) at: String,
    /// By which way
    #[arg(long, value_name = "WAY", value_parser = ways())]
    pub(crate) way: Option<String>,
}

const LOG_SENT_HELP: &str = "\
Examples:
  hearten log-sent c-017 --by t-07 --at 09:40 --way letter
  hearten status --missing                who has not got it yet";

/// Read every letter over as a careful reader would, and point at the words
///
/// Thirty-six rules look at the three paragraphs, at tone, facts, form of address and links, and at the
/// final bytes of each letter: nothing of a reader's attitude, of other people or of our notes may be in
/// it. An error blocks sending; an approver acknowledges a warning by name; an information blocks
/// nothing. Rules are lowered or switched off below `[lint]` of hearten.toml, but for those that guard
/// against what can never be taken back. `hearten check`, `preview` and `approve` read letters over too.
#[derive(Debug, Default, Args)]
#[command(after_help = LINT_HELP)]
pub(crate) struct LintArguments {
    /// Explain a rule: what it looks at, why, and the same thing said badly and well
    #[arg(long, value_name = "RULE", conflicts_with_all = ["rules", "contact"])]
    pub(crate) explain: Option<String>,
    /// Show all rules, one a line
    #[arg(long, conflicts_with = "contact")]
    pub(crate) rules: bool,
    /// Only the letters of these contacts, by id; may be given more than once
    #[arg(long, value_name = "ID")]
    pub(crate) contact: Vec<String>,
    /// Show every finding, not only the first 50
    #[arg(long)]
    pub(crate) all: bool,
}

const LINT_HELP: &str = "\
Examples:
  hearten lint                            all letters
  hearten lint --explain L-21             why nobody should be told to stay calm
  hearten lint --rules                    all rules, and how much each one weighs
  hearten lint --format sarif > lint.sarif  for editors and review tools

Exit code 1 when there is an error. Nothing is ever sent.";
