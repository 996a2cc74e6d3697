use crate::document::Names;

/// Where a reader reaches us in this crisis (E-J, L-08).
#[derive(Debug, Clone, Default)]
pub struct ContactPoint {
    /// Who or what answers.
    pub name: Option<Names>,
    /// As it is dialled.
    pub phone: Option<String>,
    /// A watched mailbox.
    pub email: Option<String>,
    /// When somebody answers.
    pub hours: Option<Names>,
}
