use serde::{Deserialize, Serialize};

/// How a letter is laid out in a language (domain 2.5, line by line).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// How many characters the first line of a paragraph is moved in; the salutation never is.
    pub paragraph_indent: u8,
    /// On which side the signature stands, in HTML; plain text has it on the left.
    pub signature: Side,
    /// Where the date of the letter stands.
    pub date: DatePlace,
}

/// A side of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Where lines begin.
    Left,
    /// Where lines end.
    Right,
}

/// Where the date of a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DatePlace {
    /// Above the salutation.
    Head,
    /// Under the signature.
    BelowSignature,
}

impl Layout {
    /// The indent of a paragraph as plain text has it: ideographic blanks, two columns each.
    pub fn text_indent(&self) -> String {
        "\u{3000}".repeat(usize::from(self.paragraph_indent))
    }
}
