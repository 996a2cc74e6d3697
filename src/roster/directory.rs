use super::{Accounts, KeyEvents, Resources, Team};

/// The small tables, kept in memory: partner companies, our own people, and what may be there too.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    /// The partner companies.
    pub accounts: Accounts,
    /// Our own people.
    pub team: Team,
    /// What can be handed out (S-35).
    pub resources: Resources,
    /// Days that decide something for an account (S-33).
    pub key_events: KeyEvents,
}
