use clap::Args;

/// Show how each relation stands, what it hangs on, and the next three moves for an account
///
/// Roster and ledger together, by the method: friends and enemies by the weight of their voice, the
/// lead over the competitor, who cannot be reached, who has not heard from us for long, and what one
/// change of person would break. For our own people alone: no letter can hold any of it.
#[derive(Debug, Args)]
#[command(after_help = RELATIONS_HELP)]
pub(crate) struct RelationsArguments {
    /// Show everything about this account, by id
    pub(crate) account: Option<String>,
    /// Show every account, not only the first 40
    #[arg(long, conflicts_with = "account")]
    pub(crate) all: bool,
}

const RELATIONS_HELP: &str = "\
Examples:
  hearten relations                       every account, where we lead least first
  hearten relations a-02                  one account: people, weakest point, next moves
  hearten log c-010 --outcome reached --attitude 0 --note \"...\"";
