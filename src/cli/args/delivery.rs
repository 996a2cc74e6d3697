//! What can be typed about handing letters over.

use clap::Args;

/// Hand the letters over: in a drill to files, in live mode to partners, each exactly once
///
/// In drill mode, the default, letters become files that any mail program opens, and nothing leaves this
/// machine. In live mode the approved letters go to the mail server, wave by wave: after an undo window
/// (P-25), a few first and watched (P-16), then the rest, and each wave watched before the next one opens
/// (P-15). Ctrl-C, or a file named `stop` in the folder of the crisis, ends it after the letter at hand;
/// the same command goes on where it stopped. No letter goes twice, whatever breaks: one of unknown state
/// waits for `hearten settle`.
#[derive(Debug, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option that is typed or not")]
#[command(after_help = SEND_HELP)]
pub(crate) struct SendArguments {
    /// Only this wave, such as 3
    #[arg(long, value_name = "WAVE")]
    pub(crate) wave: Option<String>,
    /// At most so many letters
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) limit: Option<u64>,
    /// Confirm without being asked, for scripts: the digest that `hearten approve` shows
    #[arg(long, value_name = "DIGEST")]
    pub(crate) yes_send: Option<String>,
    /// Who sends, by team id or name; kept in the ledger
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) sender: Option<String>,
    /// Do not wait for the readers' working hours and the calls before letters (P-10, Q-06)
    #[arg(long)]
    pub(crate) any_hour: bool,
    /// Stay until letters may go that could not go at once: put off by the server (E-28), or early (P-10)
    #[arg(long)]
    pub(crate) wait: bool,
    /// Use the second mail server, below [mail.second] (E-33)
    #[arg(long)]
    pub(crate) second: bool,
    /// In a drill: also hand the letters for the drill's domains to the drill's mail server (P-24)
    #[arg(long)]
    pub(crate) server: bool,
    /// In a drill: begin again though the last drill is not complete
    #[arg(long)]
    pub(crate) again: bool,
    /// Go on from this folder though letters were sent from another one; say why
    #[arg(long, value_name = "REASON", requires = "sender")]
    pub(crate) take_over: Option<String>,
}

const SEND_HELP: &str = "\
Examples:
  hearten send                            what is due, wave by wave
  hearten send --wait                     stay for those that go later; Ctrl-C ends it
  hearten send --wave 3                   strategic partners alone
  hearten send --wave 3 --limit 5         the first five of them
  hearten send --yes-send 3f2a9c0d51e7b846   in a script, with the digest of the approval
  hearten status --missing                who did not get it, and why

Exit codes: 0 all is done   3 letters are unsent or unknown   4 the approval is missing or void";
/// Log in to the mail server early, and say what works and what will not
///
/// It looks at settings, password, connection, certificate, login, size of letters, sender, signature,
/// pace and clock, and talks to the server as far as it can without handing over a letter. Run it
/// while there is no crisis: what it finds takes an administrator, and time.
#[derive(Debug, Args)]
#[command(after_help = DOCTOR_HELP)]
pub(crate) struct DoctorArguments {
    /// Try the second mail server, of [mail.second]
    #[arg(long, conflicts_with = "drill")]
    pub(crate) second: bool,
    /// Try the mail server for drills, of [drill.mail]
    #[arg(long)]
    pub(crate) drill: bool,
    /// Ask whether the server would take a letter to this address of ours; none is sent
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) recipient: Option<String>,
}

const DOCTOR_HELP: &str = "\
Examples:
  hearten doctor
  hearten doctor --recipient me@company.example
  hearten doctor --second --format json

Exit code 1 when something will not work. No letter is ever handed over.";
