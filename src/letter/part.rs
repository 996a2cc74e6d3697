use serde::Serialize;

/// A part of a letter, in the order in which they stand. Each is a block of the letter template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PartName {
    /// A heading, where the letter form has one.
    Title,
    /// `Dear Dr Wang,`
    Salutation,
    /// `您好!`
    Greeting,
    /// First paragraph: the situation (S-29).
    Situation,
    /// Second paragraph: the measures (S-29).
    Measures,
    /// Third paragraph: the appeal (S-29).
    Appeal,
    /// `Yours sincerely,`
    Closing,
    /// Who signs.
    Signature,
    /// How to verify the letter, and the postal address (E-07, E-20).
    Footer,
}

impl PartName {
    /// All parts in their order.
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::Salutation,
        Self::Greeting,
        Self::Situation,
        Self::Measures,
        Self::Appeal,
        Self::Closing,
        Self::Signature,
        Self::Footer,
    ];

    /// The name of the template block.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Salutation => "salutation",
            Self::Greeting => "greeting",
            Self::Situation => "situation",
            Self::Measures => "measures",
            Self::Appeal => "appeal",
            Self::Closing => "closing",
            Self::Signature => "signature",
            Self::Footer => "footer",
        }
    }

    /// Whether paragraphs of this part are indented where the letter form asks for it.
    /// The closing counts: 此致 is indented, 敬礼 on its next line is not (domain 2.5).
    pub const fn is_indented(self) -> bool {
        matches!(
            self,
            Self::Greeting | Self::Situation | Self::Measures | Self::Appeal | Self::Closing
        )
    }
}
