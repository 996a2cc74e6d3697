use std::fmt::{self, Debug, Formatter};
use std::io::{self, Cursor, Read};
use std::sync::Arc;

/// Opens the bytes of a source from their beginning, as often as asked.
pub type Open = Box<dyn Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync>;

/// One file of the roster, as this room sees it: a name to show and a way to read it again.
///
/// A roster is read twice, once to tell its encoding and once for its rows, so a source must give
/// the same bytes each time.
pub struct Source {
    /// The name as the user knows it, such as `contacts/contacts.csv`.
    pub name: String,
    /// Opens it.
    pub open: Open,
}

impl Source {
    /// A source whose bytes are in memory.
    pub fn memory(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes: Arc<[u8]> = bytes.into().into();
        Self {
            name: name.into(),
            open: Box::new(move || Ok(Box::new(Cursor::new(Arc::clone(&bytes))))),
        }
    }
}

impl Debug for Source {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Where a roster comes from.
#[derive(Debug)]
pub enum Sources {
    /// Three tables as text.
    Tables {
        /// The partner companies.
        accounts: Source,
        /// The persons in them.
        contacts: Source,
        /// Our own people.
        team: Source,
    },
    /// One spreadsheet with the sheets `accounts`, `contacts` and `team`.
    Workbook(Source),
}

/// Tables that a roster may have beside accounts, contacts and team; none of them must be there.
#[derive(Debug, Default)]
pub struct Beside {
    /// What can be handed out. A workbook has it as the sheet `resources`.
    pub resources: Option<Source>,
    /// Days that decide something. A workbook has them as the sheet `key-events`.
    pub key_events: Option<Source>,
    /// Public holidays: one table a country, named after it, such as `contacts/holidays/DE.csv`.
    pub holidays: Vec<Source>,
}
