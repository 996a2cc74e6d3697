use sha2::{Digest, Sha256};
use std::path::Path;

/// Where a run of the program sits: which machine, whose account, which process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Names the machine and nothing else: 16 hexadecimal digits, the same in every run.
    pub machine: String,
    /// The name of the machine in its network.
    pub host: String,
    /// The account on that machine; empty when the system does not say.
    pub user: String,
    /// The number of the process.
    pub process: u32,
}

/// Files in which a Linux system keeps the number of its machine.
const MACHINE_FILES: [&str; 2] = ["/etc/machine-id", "/var/lib/dbus/machine-id"];

impl Seat {
    /// The seat of this run.
    pub(super) fn here() -> Self {
        let host = gethostname::gethostname().to_string_lossy().into_owned();
        let number = MACHINE_FILES.iter().find_map(|file| {
            let text = std::fs::read_to_string(file).ok()?;
            let number = text.trim();
            (!number.is_empty()).then(|| number.to_owned())
        });
        let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        Self {
            machine: fingerprint("machine", number.as_deref().unwrap_or(&host)),
            host,
            user: user.unwrap_or_default(),
            process: std::process::id(),
        }
    }

    /// Names a folder of this machine, by its path without detours.
    pub(super) fn place(&self, folder: &Path) -> String {
        let mut text = format!("{}\n", self.machine).into_bytes();
        text.extend_from_slice(folder.as_os_str().as_encoded_bytes());
        fingerprint("place", &text)
    }

    /// A seat for tests, on a machine of this name.
    pub fn named(host: &str) -> Self {
        Self {
            machine: fingerprint("machine", host),
            host: host.to_owned(),
            user: "tester".to_owned(),
            process: 1,
        }
    }
}

/// The number of a machine is a secret of its system, so only a digest of it goes into files.
fn fingerprint(what: &str, number: impl AsRef<[u8]>) -> String {
    let digest = Sha256::new()
        .chain_update(format!("hearten {what}\n"))
        .chain_update(number.as_ref())
        .finalize();
    let first = digest.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    format!("{first:016x}")
}

#[cfg(test)]
mod tests {
    use super::Seat;

    #[test]
    fn a_seat_names_the_machine_the_same_way_each_time() {
        let here = Seat::here();
        assert_eq!(here, Seat::here());
        assert_eq!(here.machine.len(), 16);
        assert!(here.machine.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_ne!(Seat::named("a").machine, Seat::named("b").machine);
    }
}
