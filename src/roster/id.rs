use serde::{Serialize, Serializer};
use std::borrow::Borrow;
use std::fmt::{self, Display, Formatter};
use std::ops::Range;
use std::sync::Arc;

/// The greatest length of an id.
pub(crate) const LONGEST: usize = 64;

/// The first part of a text that may not stand in an id, or nothing when it is a good one.
///
/// Ids become file names and parts of a `Message-ID`: letters, digits, `.`, `_` and `-`, at least
/// one of them a letter or digit.
pub(crate) fn fault(text: &str) -> Option<Range<usize>> {
    let odd = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    if let Some((at, c)) = text.char_indices().find(|(_, c)| odd(*c)) {
        return Some(at..at + c.len_utf8());
    }
    if text.len() > LONGEST {
        return Some(LONGEST..text.len());
    }
    (!text.bytes().any(|b| b.is_ascii_alphanumeric())).then_some(0..text.len())
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes a text that is an id: 1 to 64 of `A-Z a-z 0-9 . _ -`.
            pub fn new(text: &str) -> Option<Self> {
                fault(text).is_none().then(|| Self(text.into()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Display for $name {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
}

id! {
    /// Names one partner company.
    AccountId
}
id! {
    /// Names one person in the context of one account.
    ContactId
}
id! {
    /// Names one of our own people.
    TeamId
}

id! {
    /// Names something that can be handed out.
    ResourceId
}
id! {
    /// Names one key event.
    KeyEventId
}

#[cfg(test)]
mod tests {
    use super::{ContactId, fault};

    #[test]
    fn ids_are_safe_as_file_names() {
        assert_eq!(
            ContactId::new("c-014.A_b").map(|id| id.to_string()).as_deref(),
            Some("c-014.A_b")
        );
        assert_eq!(fault("c 14"), Some(1..2));
        assert_eq!(fault("王1"), Some(0..3));
        assert_eq!(fault(".."), Some(0..2));
        assert_eq!(fault(""), Some(0..0));
        assert_eq!(fault(&"a".repeat(64)), None);
        assert_eq!(fault(&"a".repeat(65)), Some(64..65));
        assert_eq!(fault("a/b"), Some(1..2));
    }
}
