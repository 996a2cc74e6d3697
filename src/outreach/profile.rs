use crate::roster::{Account, Attitude, Contact, Country};

/// What a selector can know of a person: the roster's row, and what the plan found out beside it.
#[derive(Debug, Clone, Copy)]
pub struct Profile<'a> {
    /// The person.
    pub contact: &'a Contact,
    /// The person's company.
    pub account: &'a Account,
    /// How the person stands towards us now: as last logged, else as the roster has it.
    pub attitude: Option<Attitude>,
    /// The marks.
    pub tags: Tags,
    /// What the person works on.
    pub functions: Functions,
}

impl Profile<'_> {
    /// Where the person works: their own country before that of the company.
    pub fn country(&self) -> Option<&Country> {
        self.contact.country.as_ref().or(self.account.country.as_ref())
    }
}

macro_rules! set {
    ($(#[$doc:meta])* $one:ident, $(#[$set_doc:meta])* $set:ident, $count:literal,
     $($(#[$each:meta])* $name:ident = $word:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $one { $($(#[$each])* $name),+ }

        impl $one {
            /// Every one of them.
            pub const ALL: [Self; $count] = [$(Self::$name),+];
            /// The words that stand for them.
            pub const WORDS: [&'static str; $count] = [$($word),+];

            /// Reads the word.
            pub fn parse(text: &str) -> Option<Self> {
                let at = Self::WORDS.iter().position(|word| *word == text)?;
                Some(Self::ALL[at])
            }

            /// The word for it.
            pub const fn tag(self) -> &'static str {
                Self::WORDS[self as usize]
            }
        }

        $(#[$set_doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct $set(u16);

        impl $set {
            /// Adds one.
            pub fn insert(&mut self, one: $one) {
                self.0 |= 1 << one as u16;
            }

            /// Whether it is among them.
            pub const fn contains(self, one: $one) -> bool {
                self.0 & (1 << one as u16) != 0
            }

            /// Those in the set.
            pub fn iter(self) -> impl Iterator<Item = $one> {
                $one::ALL.into_iter().filter(move |one| self.contains(*one))
            }
        }
    };
}

set! {
    /// A mark that selectors can ask for.
    Tag,
    /// The marks of a person.
    Tags, 7,
    /// A star of tomorrow (S-58).
    Star = "star",
    /// Works for a public body (S-48).
    Official = "official",
    /// The crisis touches the person's company (P-04, P-32): the brief says so.
    Affected = "affected",
    /// The company has a key event within the next 60 days (S-33).
    KeyEvent = "key-event",
    /// A resource goes to the person (S-35).
    Given = "given",
    /// No resource goes to the person (S-36).
    NotGiven = "not-given",
    /// Somebody has spoken with the person in this crisis.
    Reached = "reached",
}

set! {
    /// What a person works on, told from position and department.
    Function,
    /// What a person works on; one can do several things.
    Functions, 10,
    /// Buying.
    Purchasing = "purchasing",
    /// Making, running.
    Operations = "operations",
    /// Designing, developing.
    Technical = "technical",
    /// Testing, approving.
    Quality = "quality",
    /// Health and safety at work.
    Safety = "safety",
    /// Information security.
    Security = "security",
    /// Law and compliance.
    Legal = "legal",
    /// Money.
    Finance = "finance",
    /// Moving and storing.
    Logistics = "logistics",
    /// Speaking for the company.
    Communications = "communications",
}
