use serde::Serialize;
use std::fmt::{self, Display, Formatter};

/// How a person or a group hears from us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// A call.
    Phone,
    /// A call with pictures.
    Video,
    /// We go to them.
    Visit,
    /// Several people at one table.
    Meeting,
    /// A dinner, a banquet.
    Meal,
    /// A fair, a celebration, a match.
    Event,
    /// We speak to our own people.
    Briefing,
    /// The letter of the leader, which this program sends.
    Letter,
    /// A mail that a person writes.
    #[serde(rename = "e-mail")]
    Mail,
    /// A short message.
    Message,
    /// Goods that are brought.
    Courier,
    /// A formal notice, or a form of an authority.
    Notice,
    /// A page of our main site, or the status page.
    Page,
    /// Something stops: greetings, marketing, gifts.
    Freeze,
}

impl Channel {
    /// Every channel, with the word for it.
    pub const WORDS: [(&'static str, Self); 14] = [
        ("phone", Self::Phone),
        ("video", Self::Video),
        ("visit", Self::Visit),
        ("meeting", Self::Meeting),
        ("meal", Self::Meal),
        ("event", Self::Event),
        ("briefing", Self::Briefing),
        ("letter", Self::Letter),
        ("e-mail", Self::Mail),
        ("message", Self::Message),
        ("courier", Self::Courier),
        ("notice", Self::Notice),
        ("page", Self::Page),
        ("freeze", Self::Freeze),
    ];

    /// The word for it.
    pub fn tag(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    /// Whether two people speak with each other, so that hours and capacity count (P-10, P-12).
    pub const fn is_talk(self) -> bool {
        matches!(
            self,
            Self::Phone
                | Self::Video
                | Self::Visit
                | Self::Meeting
                | Self::Meal
                | Self::Event
                | Self::Briefing
        )
    }

    /// Whether somebody travels; three of these fill a day (P-12).
    pub const fn is_visit(self) -> bool {
        matches!(self, Self::Visit | Self::Meal | Self::Event)
    }

    /// How much of the owner's day it takes, in minutes; what is written takes one slot of 15, and
    /// the letter, a page or a stop take nothing from the plan.
    pub const fn minutes(self) -> i64 {
        match self {
            Self::Phone | Self::Briefing => 30,
            Self::Video => 45,
            Self::Meeting => 60,
            Self::Visit | Self::Meal | Self::Event => 120,
            Self::Mail | Self::Message | Self::Courier | Self::Notice => 15,
            Self::Letter | Self::Page | Self::Freeze => 0,
        }
    }

    /// What takes its place where a kind of crisis bars it (S-40, S-49): a way that needs no travel
    /// and no table. What only celebrates has none (S-54 to S-56).
    pub const fn safe_equivalent(self) -> Option<Self> {
        match self {
            Self::Visit | Self::Meeting => Some(Self::Video),
            Self::Meal => Some(Self::Phone),
            Self::Event => None,
            other => Some(other),
        }
    }

    /// The other way to try when one stays silent (P-13).
    pub const fn other_way(self) -> Self {
        match self {
            Self::Phone => Self::Message,
            _ => Self::Phone,
        }
    }
}

impl Display for Channel {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(self.tag())
    }
}
