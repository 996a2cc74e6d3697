use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt::{self, Display, Formatter};
use std::io::{self, Read};

/// SHA-256 of some bytes, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::finish(Sha256::new().chain_update(bytes))
    }

    /// The fingerprint of all that a reader gives.
    pub fn read(reader: &mut dyn Read) -> io::Result<Self> {
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match reader.read(&mut buffer)? {
                0 => return Ok(Self::finish(hasher)),
                read => hasher.update(&buffer[..read]),
            }
        }
    }

    /// The fingerprint of all that a hasher was given.
    pub(super) fn finish(hasher: Sha256) -> Self {
        Self(hex(&hasher.finalize()))
    }

    /// 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for Fingerprint {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an approval binds to: one digest over who gets which bytes, when and by which policy
/// (design rule 4, P-22).
///
/// `sha256("hearten proof 1\n" + hex(sha256(proof.json)) + "\n" + hex(sha256(letters.jsonl)) + "\n")`:
/// anybody can make it again with `sha256sum`. Each line of the index holds the digest of its message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// How many digits name the folder, and stand on the screen.
    const SHORT: usize = 16;

    /// The digest of a proof with these two files.
    pub fn of(manifest: &Fingerprint, index: &Fingerprint) -> Self {
        let text = format!("hearten proof 1\n{manifest}\n{index}\n");
        Self(hex(&Sha256::digest(text)))
    }

    /// Reads 64 hexadecimal digits, such as a ledger holds them.
    pub fn parse(text: &str) -> Option<Self> {
        let sound =
            text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        sound.then(|| Self(text.to_owned()))
    }

    /// 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first digits: the name of the folder.
    pub fn short(&self) -> &str {
        &self.0[..Self::SHORT]
    }
}

impl Display for Digest {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Digest, Fingerprint};

    #[test]
    fn p22_the_digest_can_be_made_again_with_sha256sum() {
        // printf abc | sha256sum; printf def | sha256sum; then both behind the first line | sha256sum
        let (manifest, index) = (Fingerprint::of(b"abc"), Fingerprint::of(b"def"));
        assert_eq!(
            manifest.as_str(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        let digest = Digest::of(&manifest, &index);
        assert_eq!(digest.as_str(), EXPECTED);
        assert_eq!(digest.short(), &EXPECTED[..16]);
        assert_eq!(Digest::parse(EXPECTED), Some(digest));
        assert_eq!(Digest::parse(&EXPECTED[1..]), None);
        assert_eq!(Digest::parse(&EXPECTED.to_uppercase()), None);
    }

    const EXPECTED: &str = "69d599578ebce8d313a4dc84979a21c08bf558c17116ae9e3f60cb66ea80f7a5";
}
