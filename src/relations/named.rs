use crate::locale::Language;
use crate::roster::{Contact, TeamMember};
use serde::Serialize;
use std::fmt::{self, Display, Formatter};

/// Somebody by id and name, as our own people say it: `Peng Jiahe (t-07)`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Named {
    /// The id in the roster.
    pub id: String,
    /// The name; empty for a contact who has a salutation alone.
    pub name: String,
}

impl Display for Named {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() {
            return f.write_str(&self.id);
        }
        write!(f, "{} ({})", self.name, self.id)
    }
}

impl From<&Contact> for Named {
    fn from(contact: &Contact) -> Self {
        Self { id: contact.id.to_string(), name: contact.name.to_string() }
    }
}

impl From<&TeamMember> for Named {
    fn from(member: &TeamMember) -> Self {
        Self { id: member.id.to_string(), name: member.name_in(Language::En).to_owned() }
    }
}
