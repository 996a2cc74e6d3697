/// Where a secret is kept: never in a file of the workspace (E-36).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// A variable of the environment, by its name.
    Environment(String),
    /// A command whose first line of output it is.
    Command(String),
    /// The keyring of the system.
    Keyring {
        /// Under which service it is kept there.
        service: String,
        /// Under which user.
        user: String,
    },
}
