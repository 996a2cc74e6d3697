use super::signers::Signers;
use jiff::Timestamp;
use ssh_key::{Algorithm, HashAlg, LineEnding, PrivateKey, PublicKey, SshSig};

/// What a signature is for: one made for something else does not count.
pub const NAMESPACE: &str = "hearten-approval";

/// Why nothing was signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignFault {
    /// The file is no private key of OpenSSH.
    #[error("the file is no private key of OpenSSH")]
    NoKey,
    /// It is locked and no passphrase was given.
    #[error("the key is locked with a passphrase")]
    Locked,
    /// The passphrase does not open it.
    #[error("the passphrase does not open the key")]
    WrongPassphrase,
    /// A kind of key that cannot be used here.
    #[error("keys of the kind `{0}` are signed with by ssh-keygen")]
    Kind(String),
}

/// The text that is signed: the digest with a line break, so that `echo DIGEST > file` makes it.
pub fn signed_text(digest: &str) -> String {
    format!("{digest}\n")
}

/// Signs a digest with a private key of OpenSSH. Gives the key's fingerprint and the signature.
pub fn sign(
    key: &str,
    passphrase: Option<&str>,
    digest: &str,
) -> Result<(String, String), SignFault> {
    let mut key = PrivateKey::from_openssh(key).map_err(|_| SignFault::NoKey)?;
    if key.is_encrypted() {
        let passphrase = passphrase.ok_or(SignFault::Locked)?;
        key = key.decrypt(passphrase).map_err(|_| SignFault::WrongPassphrase)?;
    }
    let kind = |_| SignFault::Kind(key.algorithm().to_string());
    let signature =
        key.sign(NAMESPACE, HashAlg::Sha512, signed_text(digest).as_bytes()).map_err(kind)?;
    let armored = signature.to_pem(LineEnding::LF).map_err(kind)?;
    Ok((fingerprint(key.public_key()), armored))
}

/// Reads a signature that another program made, and gives the fingerprint of its key.
pub fn read(armored: &str) -> Option<String> {
    let signature = SshSig::from_pem(armored).ok()?;
    Some(fingerprint(&PublicKey::from(signature.public_key().clone())))
}

/// Verifies a signature of a digest by a key of somebody whom `is_person` knows, as the keys were at
/// that moment. Gives the fingerprint, or why it does not count.
pub fn verify(
    armored: &str,
    digest: &str,
    signers: &Signers,
    is_person: &dyn Fn(&str) -> bool,
    at: Timestamp,
) -> Result<String, String> {
    let signature =
        SshSig::from_pem(armored).map_err(|_| "its signature cannot be read".to_owned())?;
    let key = PublicKey::from(signature.public_key().clone());
    signers.allow(&key, is_person, at)?;
    if matches!(key.algorithm(), Algorithm::Rsa { .. } | Algorithm::Dsa) {
        return Err(format!("keys of the kind `{}` are not verified here", key.algorithm()));
    }
    key.verify(NAMESPACE, signed_text(digest).as_bytes(), &signature)
        .map_err(|_| "its signature is not one of these letters".to_owned())?;
    Ok(fingerprint(&key))
}

fn fingerprint(key: &PublicKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}
