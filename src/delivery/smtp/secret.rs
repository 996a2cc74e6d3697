use std::fmt::{self, Debug, Formatter};
use zeroize::Zeroizing;

/// A password or token. It cannot be printed, and its memory is wiped when it is dropped (E-36).
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a secret over.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The secret itself, for the one command that needs it.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl Debug for Secret {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// What a [`Relay`](super::Relay) needs to know and nobody may see.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    pub(super) password: Option<Secret>,
}

impl Secrets {
    /// For a relay without login.
    pub fn none() -> Self {
        Self::default()
    }

    /// With the password, or the access token of XOAUTH2.
    pub fn password(password: Secret) -> Self {
        Self { password: Some(password) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Secret, Secrets};

    #[test]
    fn e36_a_secret_does_not_show() {
        let secrets = Secrets::password(Secret::new("tulip-42".to_owned()));
        let shown = format!("{secrets:?} {secrets:#?}");
        assert!(!shown.contains("tulip"), "{shown}");
    }
}
