use crate::proof::approval::Approved;
use crate::proof::frozen::Frozen;

/// Letters that may be handed over, and to whom.
#[derive(Debug)]
pub enum Cleared {
    /// Approved: to partners.
    Live(Approved),
    /// Approved or not: to files, and to a mail server only for the domains of the drill (P-24).
    Drill(Frozen),
}

impl Cleared {
    /// The letters.
    pub fn frozen(&self) -> &Frozen {
        match self {
            Self::Live(approved) => approved.frozen(),
            Self::Drill(frozen) => frozen,
        }
    }

    /// Whether they go to partners.
    pub const fn is_live(&self) -> bool {
        matches!(self, Self::Live(_))
    }

    /// Who stands behind them, in a sentence.
    pub fn told(&self) -> String {
        match self {
            Self::Live(approved) => approved.told(),
            Self::Drill(_) => "A drill needs no approval, and counts as none.".to_owned(),
        }
    }
}
