use crate::world::Secret;

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
