use super::characters::{Characters, barred};
use super::source_text::SourceText;
use super::wording::Wording;
use crate::diagnostic::{Diagnostic, List, Place, Report, Span, nearest};
use crate::locale::Language;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::DeValue;

/// A field that still waits to be filled: its text holds `<<`.
#[derive(Debug, Clone)]
pub(crate) struct OpenField {
    pub(crate) name: String,
    /// What the mark asks for; empty when it says nothing.
    pub(crate) asks: String,
    pub(crate) at: Span,
    pub(crate) language: Option<Language>,
}

/// A value of the document under its full name.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    pub(crate) name: String,
    /// Where its key or table header stands.
    pub(crate) key_at: Span,
    pub(crate) value: &'a Spanned<DeValue<'a>>,
}

impl Node<'_> {
    pub(crate) fn at(&self) -> Span {
        self.value.span()
    }

    /// The text, when it is one.
    pub(crate) fn str(&self) -> Option<&str> {
        self.value.get_ref().as_str()
    }
}

/// Reads values and keeps every mistake and every open field it meets.
pub(crate) struct Reader<'s> {
    pub(crate) source: &'s SourceText,
    /// The keys at the top of such a document, to tell one that slipped into a table.
    pub(crate) top: &'static [&'static str],
    /// The zone of the document; none while it is unknown.
    pub(crate) zone: Option<TimeZone>,
    found: Vec<(usize, Diagnostic)>,
    open: Vec<OpenField>,
    rejected: BTreeSet<String>,
}

impl<'s> Reader<'s> {
    pub(crate) fn new(source: &'s SourceText, top: &'static [&'static str]) -> Self {
        Self {
            source,
            top,
            zone: None,
            found: Vec::new(),
            open: Vec::new(),
            rejected: BTreeSet::new(),
        }
    }

    /// Everything found, in the order of the file, the open fields, and the names of the fields that
    /// are given but cannot be used.
    pub(crate) fn finish(mut self) -> (Report, Vec<OpenField>, BTreeSet<String>) {
        self.found.sort_by_key(|(at, _)| *at);
        let mut report = Report::new();
        report.extend(self.found.into_iter().map(|(_, diagnostic)| diagnostic));
        (report, self.open, self.rejected)
    }

    /// Adds a finding at its place.
    pub(crate) fn found(&mut self, at: Span, diagnostic: Diagnostic) {
        self.found.push((at.start, diagnostic.at(self.source.place(at))));
    }

    /// Adds a finding that has its place already, inside of `at`.
    pub(crate) fn found_within(&mut self, at: &Span, diagnostic: Diagnostic) {
        self.found.push((at.start, diagnostic));
    }

    /// Adds a finding about a value that cannot be used; the field then does not count as missing.
    pub(crate) fn reject(&mut self, node: &Node<'_>, diagnostic: Diagnostic) {
        self.rejected.insert(node.name.clone());
        self.found(node.at(), diagnostic);
    }

    /// Whether a field is given but cannot be used, or is given under a name with a slip.
    pub(crate) fn is_rejected(&self, name: &str) -> bool {
        self.rejected.contains(name)
    }

    /// Takes a field as given, though under a name with a slip.
    pub(crate) fn meant(&mut self, name: String) {
        self.rejected.insert(name);
    }

    /// Adds a finding about something that is nowhere in the file.
    pub(crate) fn found_in_file(&mut self, diagnostic: Diagnostic) {
        let place = Place::file(self.source.file());
        self.found.push((usize::MAX, diagnostic.at(place)));
    }

    /// Adds a finding about a value of the wrong type.
    pub(crate) fn wrong(&mut self, node: &Node<'_>, expected: &str, hint: impl Into<String>) {
        let title =
            format!("`{}` is {}, expected {expected}", node.name, type_of(node.value.get_ref()));
        self.reject(node, Diagnostic::error(title).hint(hint));
    }

    /// Whether the field is still to be filled; if so it is kept as open.
    pub(crate) fn is_open(&mut self, node: &Node<'_>, language: Option<Language>) -> bool {
        let Some((_, mark)) = node.str().and_then(|text| text.split_once("<<")) else {
            return false;
        };
        let asks = mark.split(">>").next().unwrap_or_default().trim();
        let asks = ["fill", "填写", "填寫"]
            .iter()
            .find_map(|word| asks.strip_prefix(word))
            .unwrap_or(asks)
            .trim_start_matches([':', '\u{FF1A}'])
            .trim();
        self.open.push(OpenField {
            name: node.name.clone(),
            asks: asks.split_whitespace().collect::<Vec<_>>().join(" "),
            at: node.at(),
            language,
        });
        true
    }

    /// A text of any length, without characters that a letter must not hold.
    pub(crate) fn text(&mut self, node: &Node<'_>) -> Option<String> {
        if self.is_open(node, None) {
            return None;
        }
        self.filled(node, "a text in quotes")
    }

    /// One wording in one language.
    pub(crate) fn wording(&mut self, node: &Node<'_>, language: Language) -> Option<Wording> {
        if self.is_open(node, Some(language)) {
            return None;
        }
        let text = self.filled(node, "a text in quotes")?;
        let (raw, escapes) = self.between_quotes(node);
        let at = self.source.position(raw.start);
        Some(Wording::new(text, at, raw, escapes))
    }

    fn filled(&mut self, node: &Node<'_>, expected: &str) -> Option<String> {
        let Some(text) = node.str() else {
            self.wrong(node, expected, format!("write `{} = \"...\"`", last(&node.name)));
            return None;
        };
        if text.trim().is_empty() {
            let diagnostic = Diagnostic::error(format!("`{}` is empty", node.name))
                .why("An empty text would leave a hole in the letter.")
                .hint("write the text, delete the line, or mark it `<<fill: what is missing>>`");
            self.reject(node, diagnostic);
            return None;
        }
        self.check_characters(node);
        Some(text.replace("\r\n", "\n"))
    }

    /// The bytes between the quotes of a text, and whether escapes count in it.
    fn between_quotes(&self, node: &Node<'_>) -> (Span, bool) {
        let at = node.at();
        let token = self.source.text().get(at.clone()).unwrap_or_default();
        let escapes = token.starts_with('"');
        let quotes = if token.starts_with("\"\"\"") || token.starts_with("'''") { 3 } else { 1 };
        let mut start = quotes.min(token.len());
        if quotes == 3 {
            let rest = &token[start..];
            start += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
        }
        let end = token.len().saturating_sub(quotes).max(start);
        (at.start + start..at.start + end, escapes)
    }

    /// Finds characters that hide, turn or inject (E-14, E-15), each kind once a text.
    fn check_characters(&mut self, node: &Node<'_>) {
        let (raw, escapes) = self.between_quotes(node);
        let source = self.source;
        let mut seen = Vec::new();
        let mut characters = Characters::new(&source.text()[raw.clone()], escapes).peekable();
        while let Some((offset, c)) = characters.next() {
            let Some((rule, what)) = barred(c) else { continue };
            if seen.contains(&c) {
                continue;
            }
            seen.push(c);
            let end = characters.peek().map_or(raw.end, |(next, _)| raw.start + next);
            let diagnostic =
                Diagnostic::error(format!("{what} in `{}`: U+{:04X}", node.name, u32::from(c)))
                    .rule(rule)
                    .why("Readers do not see it, or see something else than you; mail that hides something is taken for fraud.")
                    .hint("delete it: it often comes along when text is copied from a page or a chat");
            self.found(raw.start + offset..end, diagnostic);
        }
    }

    /// One word out of a fixed set.
    pub(crate) fn word<T: Copy>(&mut self, node: &Node<'_>, words: &[(&str, T)]) -> Option<T> {
        if self.is_open(node, None) {
            return None;
        }
        let tags: Vec<&str> = words.iter().map(|(tag, _)| *tag).collect();
        let Some(typed) = node.str() else {
            self.wrong(node, "a word in quotes", format!("choose one of {}", List(&tags)));
            return None;
        };
        let found = words.iter().find(|(tag, _)| *tag == typed).map(|(_, value)| *value);
        if found.is_none() {
            let title = format!("unknown value `{}` for `{}`", typed.escape_debug(), node.name);
            let like = typed.trim().to_lowercase().replace([' ', '_'], "-");
            let hint = match nearest(&like, tags.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("choose one of {}", List(&tags)),
            };
            self.reject(node, Diagnostic::error(title).hint(hint));
        }
        found
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self, node: &Node<'_>) -> Option<bool> {
        if self.is_open(node, None) {
            return None;
        }
        let value = node.value.get_ref().as_bool();
        if value.is_none() {
            self.wrong(node, "`true` or `false`", format!("write `{} = true`", node.name));
        }
        value
    }

    /// A whole number.
    pub(crate) fn integer(&mut self, node: &Node<'_>) -> Option<i64> {
        if self.is_open(node, None) {
            return None;
        }
        let Some(integer) = node.value.get_ref().as_integer() else {
            self.wrong(node, "a whole number", format!("write `{} = 1`", node.name));
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        if number.is_none() {
            let title = format!("`{}` is too large a number", node.name);
            let hint = "write it as a text in quotes, if it must be that large";
            self.found(node.at(), Diagnostic::error(title).hint(hint));
        }
        number
    }

    /// A whole number within bounds.
    pub(crate) fn bounded<T: TryFrom<i64>>(
        &mut self,
        node: &Node<'_>,
        bounds: RangeInclusive<i64>,
    ) -> Option<T> {
        let number = self.integer(node)?;
        if bounds.contains(&number) {
            return T::try_from(number).ok();
        }
        let title = format!("`{number}` is out of bounds for `{}`", node.name);
        let hint = format!("write a number from {} to {}", bounds.start(), bounds.end());
        self.reject(node, Diagnostic::error(title).hint(hint));
        None
    }

    /// A list, each item read by `read`; one value alone counts as a list of one.
    pub(crate) fn each<T>(
        &mut self,
        node: &Node<'_>,
        read: impl Fn(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Vec<T> {
        let item = |value| Node { name: node.name.clone(), key_at: node.key_at.clone(), value };
        match node.value.get_ref() {
            DeValue::Array(items) => {
                items.iter().filter_map(|value| read(self, &item(value))).collect()
            }
            _ => read(self, node).into_iter().collect(),
        }
    }
}

/// What a value is, in plain words.
fn type_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(at) => match (at.date, at.time) {
            (Some(_), Some(_)) => "a date with time",
            (Some(_), None) => "a date",
            _ => "a time of day",
        },
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The last part of a name: `text.en` of `measures[2].text.en`.
fn last(name: &str) -> &str {
    match name.find(".text.") {
        Some(at) => &name[at + 1..],
        None => name.rsplit('.').next().unwrap_or(name),
    }
}
