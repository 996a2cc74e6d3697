use super::{Accounts, Team};

/// The small tables, kept in memory: partner companies and our own people.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    /// The partner companies.
    pub accounts: Accounts,
    /// Our own people.
    pub team: Team,
}
