use crate::locale::Language;

/// A finished letter, with what is known of its reader.
#[derive(Debug, Clone, Copy)]
pub struct Finished<'l> {
    /// The language it is written in.
    pub language: Language,
    /// What belongs to the reader and to whoever looks after them, and may stand in it: names, addresses, telephones.
    pub own: &'l [String],
    /// What we noted of the reader, which never leaves.
    pub internal: &'l [String],
    /// Its final bytes.
    pub message: &'l [u8],
}
