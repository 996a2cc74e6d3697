use serde::Serialize;

/// Where the share of strategic partners lies (S-25).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Band {
    /// Less than 20 %: partners who carry us are missed.
    Below,
    /// From 20 to 30 %, borders included.
    Within,
    /// More than 30 %: nobody comes first.
    Above,
    /// With fewer than five accounts a share says nothing.
    TooFew,
}

impl Band {
    /// Where so many strategic accounts of so many lie. Accounts are counted, not contacts.
    pub const fn of(strategic: usize, accounts: usize) -> Self {
        if accounts < 5 {
            Self::TooFew
        } else if strategic * 100 < accounts * 20 {
            Self::Below
        } else if strategic * 100 > accounts * 30 {
            Self::Above
        } else {
            Self::Within
        }
    }
}
