use serde::Serialize;

/// Something a letter says, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Its name in the brief or the roster.
    pub name: String,
    /// Its value as the letter's language writes it.
    pub value: String,
    /// File and line, or file and row.
    pub source: String,
    /// What sets letters with it apart, in a few words; empty when it does not.
    #[serde(skip)]
    pub label: String,
    /// Whether letters with it read differently from those without.
    #[serde(skip)]
    pub distinct: bool,
}

impl Fact {
    /// A fact of one reader, still without its value.
    pub(super) fn of_reader(name: &str, label: &str, distinct: bool) -> Self {
        let (value, source) = (String::new(), String::new());
        Self { name: name.to_owned(), value, source, label: label.to_owned(), distinct }
    }
}

/// The facts of one language, in the order of the brief.
pub type Facts = Vec<Fact>;
