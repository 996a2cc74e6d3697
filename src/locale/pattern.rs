/// A text with named gaps, such as `Dear {title} {family},`.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
enum Part {
    Text(String),
    /// Index into the names the pattern was parsed with.
    Gap(usize),
}

/// What is wrong with a pattern: the text between braces, and its place in the pattern in bytes.
#[derive(Debug)]
pub(crate) struct BadGap {
    pub(crate) name: String,
}

impl Pattern {
    /// Reads a pattern; `names` are the gaps that can be filled.
    pub(crate) fn parse(text: &str, names: &[&str]) -> Result<Self, BadGap> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            if open > 0 {
                parts.push(Part::Text(rest[..open].to_owned()));
            }
            let inner = &rest[open + 1..];
            let close = inner.find('}').unwrap_or(inner.len());
            let name = &inner[..close];
            let Some(gap) = names.iter().position(|known| *known == name) else {
                return Err(BadGap { name: name.to_owned() });
            };
            parts.push(Part::Gap(gap));
            rest = inner.get(close + 1..).unwrap_or("");
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self { parts })
    }

    /// Fills the gaps; `values` stand in the order of the names it was parsed with.
    pub(crate) fn fill(&self, values: &[&str]) -> String {
        let mut out = String::new();
        for part in &self.parts {
            out.push_str(part.text(values));
        }
        out
    }

    /// Fills the gaps and keeps a blank between Chinese characters and other letters.
    pub(crate) fn fill_spaced(&self, values: &[&str]) -> String {
        let mut out = String::new();
        for part in &self.parts {
            push_spaced(&mut out, part.text(values));
        }
        out
    }
}

impl Part {
    fn text<'a>(&'a self, values: &[&'a str]) -> &'a str {
        match self {
            Self::Text(text) => text,
            Self::Gap(gap) => values.get(*gap).copied().unwrap_or(""),
        }
    }
}

/// Appends a text, with a blank in between where Chinese characters meet other letters.
pub(crate) fn push_spaced(out: &mut String, text: &str) {
    if let (Some(before), Some(after)) = (out.chars().next_back(), text.chars().next())
        && ((is_han(before) && is_other_letter(after))
            || (is_other_letter(before) && is_han(after)))
    {
        out.push(' ');
    }
    out.push_str(text);
}

/// Whether a character is a Chinese one (also as used in Japanese names).
pub(crate) fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' | '々' | '〇')
}

/// A letter or digit of a script that is set with blanks between words, or the dot of `Jr.`.
fn is_other_letter(c: char) -> bool {
    c == '.' || (c.is_alphanumeric() && !is_han(c))
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn gaps_are_filled_in_any_order() {
        let pattern = Pattern::parse("Dear {title} {family},", &["family", "title"]).unwrap();
        assert_eq!(pattern.fill(&["Wang", "Dr"]), "Dear Dr Wang,");
    }

    #[test]
    fn an_unknown_or_open_gap_is_refused_by_name() {
        assert_eq!(Pattern::parse("a {fmily}", &["family"]).unwrap_err().name, "fmily");
        assert_eq!(Pattern::parse("a {family", &["fam"]).unwrap_err().name, "family");
        assert_eq!(Pattern::parse("{", &["family"]).unwrap_err().name, "");
    }

    #[test]
    fn blanks_stand_around_latin_letters_in_chinese() {
        let pattern = Pattern::parse("尊敬的{name}女士:", &["name"]).unwrap();
        assert_eq!(pattern.fill_spaced(&["Anna Schmidt"]), "尊敬的 Anna Schmidt 女士:");
        assert_eq!(pattern.fill_spaced(&["李明"]), "尊敬的李明女士:");
        let bare = Pattern::parse("尊敬的{name}:", &["name"]).unwrap();
        assert_eq!(bare.fill_spaced(&["Tom Baker Jr."]), "尊敬的 Tom Baker Jr.:");
    }
}
