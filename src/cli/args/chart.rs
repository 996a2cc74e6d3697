use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Draw the relations: power map, ladder grid, fishbone, house, waves, portfolio
///
/// Without a kind, everything is drawn: one page over all accounts, out/charts/index.html, and one for each account.
/// With a kind, one drawing for each account, or for the account that is named. `house` and `portfolio` and `waves` without
/// an account are over all. These pictures are for our own people; no letter can hold any of them.
#[derive(Debug, Args)]
#[command(after_help = CHART_HELP)]
pub(crate) struct ChartArguments {
    /// What to draw; everything when it is left out
    #[arg(value_enum)]
    pub(crate) kind: Option<ChartKind>,
    /// Only this account, by id
    pub(crate) account: Option<String>,
    /// For pictures: take fonts from this folder too, before those of the machine
    #[arg(long, value_name = "DIR")]
    pub(crate) fonts: Option<PathBuf>,
    /// For pictures: so many pixels for each one of the drawing, from 1 to 6
    #[arg(long, default_value_t = 2, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=6))]
    pub(crate) scale: u8,
    /// Open what was drawn when it is done
    #[arg(long)]
    pub(crate) open: bool,
}

/// A kind of chart
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChartKind {
    /// Who decides what in an account, who reports to whom, and how they stand towards us
    PowerMap,
    /// Attitude against the five steps of a relation
    Ladder,
    /// A key event with the groups that decide it
    Fishbone,
    /// Roof, pillars and foundation: what is held and what is missing
    House,
    /// The waves on a time line, planned and sent
    Waves,
    /// All accounts with score, lead, coverage and freshness
    Portfolio,
}

impl ChartKind {
    /// Its name as it is typed, and as files are called.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::PowerMap => "power-map",
            Self::Ladder => "ladder",
            Self::Fishbone => "fishbone",
            Self::House => "house",
            Self::Waves => "waves",
            Self::Portfolio => "portfolio",
        }
    }

    /// Whether it can only be drawn over all accounts.
    pub(crate) const fn is_of_all(self) -> bool {
        matches!(self, Self::Waves | Self::Portfolio)
    }
}

const CHART_HELP: &str = "\
Examples:
  hearten chart --open                    everything, on pages that open in a browser
  hearten chart power-map a-01            one drawing: out/charts/power-map-a-01.svg
  hearten chart house --format png        the house over all accounts, as a picture
  hearten chart ladder a-01 --format html one page with one drawing

Formats:
  svg    the drawing itself, for a single kind (the default there)
  png    a picture, with the fonts of this machine
  html   a page that opens without a network (the default for everything)";
