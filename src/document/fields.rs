use super::reader::{Node, Reader};
use super::wording::{Names, Wordings};
use crate::diagnostic::{Diagnostic, List, Span, nearest};
use crate::locale::Language;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// The fields of one table.
pub(crate) struct Fields<'a> {
    pub(crate) name: String,
    pub(crate) at: Span,
    table: &'a DeTable<'a>,
}

impl<'a> Fields<'a> {
    pub(crate) fn root(table: &'a DeTable<'a>) -> Self {
        Self { name: String::new(), at: 0..0, table }
    }

    /// A field, if it is there.
    pub(crate) fn get(&self, key: &str) -> Option<Node<'a>> {
        let (key, value) = self.table.iter().find(|(known, _)| &**known.get_ref() == key)?;
        Some(self.node(key, value))
    }

    /// Every field with its key.
    pub(crate) fn iter_all(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> {
        self.table.iter().map(|(key, value)| (&**key.get_ref(), self.node(key, value)))
    }

    fn node(&self, key: &Spanned<DeString<'_>>, value: &'a Spanned<DeValue<'a>>) -> Node<'a> {
        let dot = if self.name.is_empty() { "" } else { "." };
        Node { name: [&self.name, dot, key.get_ref()].concat(), key_at: key.span(), value }
    }
}

impl Reader<'_> {
    /// The fields of a table, with a finding for each key that is not among `known`.
    pub(crate) fn fields<'a>(&mut self, node: &Node<'a>, known: &[&str]) -> Option<Fields<'a>> {
        let fields = self.any_fields(node)?;
        self.check_keys(&fields, known);
        Some(fields)
    }

    /// The fields of a table that may have any key.
    pub(crate) fn any_fields<'a>(&mut self, node: &Node<'a>) -> Option<Fields<'a>> {
        if self.is_open(node, None) {
            return None;
        }
        match node.value.get_ref() {
            DeValue::Table(table) => Some(Fields { name: node.name.clone(), at: node.at(), table }),
            DeValue::Array(_) => {
                let hint = format!("write `[{0}]` in place of `[[{0}]]`", node.name);
                self.wrong(node, "one table", hint);
                None
            }
            _ => {
                self.wrong(node, "a table", format!("write it as `[{}]`", node.name));
                None
            }
        }
    }

    /// Finds keys that the brief does not know.
    pub(crate) fn check_keys(&mut self, fields: &Fields<'_>, known: &[&str]) {
        for (key, node) in fields.iter_all() {
            if known.contains(&key) {
                continue;
            }
            let key = key.escape_debug().to_string();
            let title = match fields.name.as_str() {
                "" => format!("unknown key `{key}`"),
                table => format!("unknown key `{key}` in `{table}`"),
            };
            let hint = if known.contains(&"text") && Language::parse(&key).is_some() {
                self.meant([&fields.name, ".text"].concat());
                format!("write `text.{key}`")
            } else if let Some(near) = nearest(&key, known.iter().copied()) {
                let dot = if fields.name.is_empty() { "" } else { "." };
                self.meant([&fields.name, dot, near].concat());
                format!("did you mean `{near}`?")
            } else if !fields.name.is_empty() && self.top.contains(&key.as_str()) {
                format!("move `{key}` to the top of the file, above the first `[table]`")
            } else {
                format!("the keys here are {}", List(known))
            };
            let diagnostic = Diagnostic::error(title)
                .why("A key that the program does not know would be left out in silence.")
                .hint(hint);
            self.found(node.key_at, diagnostic);
        }
    }

    /// The items of a list of tables, numbered from 1.
    ///
    /// A single table where a list belongs is a mistake, but still read as its one item.
    pub(crate) fn items<'a>(&mut self, node: &Node<'a>) -> Vec<Node<'a>> {
        let item = |at: usize, value| Node {
            name: format!("{}[{}]", node.name, at + 1),
            key_at: node.key_at.clone(),
            value,
        };
        if self.is_open(node, None) {
            return Vec::new();
        }
        match node.value.get_ref() {
            DeValue::Array(items) => {
                items.iter().enumerate().map(|(at, value)| item(at, value)).collect()
            }
            DeValue::Table(_) => {
                self.wrong(node, "a list of tables", format!("write `[[{}]]`", node.name));
                vec![item(0, node.value)]
            }
            _ => {
                self.wrong(node, "a list of tables", format!("write `[[{}]]`", node.name));
                Vec::new()
            }
        }
    }

    /// A table that holds nothing but `text`.
    pub(crate) fn texts(&mut self, node: &Node<'_>) -> Option<Wordings> {
        let fields = self.fields(node, &["text"])?;
        Some(self.wordings(&fields))
    }

    /// The `text` of a table; without one the texts are empty, and so reported as missing.
    pub(crate) fn wordings(&mut self, fields: &Fields<'_>) -> Wordings {
        if let Some(node) = fields.get("text") {
            return self.by_language(&node, fields.at.clone());
        }
        Wordings::new([&fields.name, ".text"].concat(), fields.at.clone(), BTreeMap::new())
    }

    /// One text per language; `at` is where its table stands.
    pub(crate) fn by_language(&mut self, node: &Node<'_>, at: Span) -> Wordings {
        let mut texts = BTreeMap::new();
        if let DeValue::Table(_) = node.value.get_ref() {
            let fields = self.any_fields(node);
            for (key, node) in fields.iter().flat_map(Fields::iter_all) {
                let Some(language) = Language::parse(key) else {
                    self.unknown_language(key, &node);
                    continue;
                };
                if let Some(wording) = self.wording(&node, language)
                    && texts.insert(language, wording).is_some()
                {
                    let title = format!("`{}` gives {language} a second time", node.name);
                    let hint = "keep one of the two texts";
                    self.found(node.key_at, Diagnostic::error(title).hint(hint));
                }
            }
        } else if !self.is_open(node, None) {
            let key = node.name.rsplit('.').next().unwrap_or_default();
            let hint = format!("write `{key}.en = \"...\"`, one line for each language");
            self.wrong(node, "one text for each language", hint);
        }
        Wordings::new(node.name.clone(), at, texts)
    }

    fn unknown_language(&mut self, key: &str, node: &Node<'_>) {
        let title =
            format!("unknown language `{}` in `{}`", key.escape_debug(), parent(&node.name));
        self.found(node.key_at.clone(), Diagnostic::error(title).hint(language_meant(key)));
    }

    /// A language as the value of a field.
    pub(crate) fn language(&mut self, node: &Node<'_>) -> Option<Language> {
        let tag = self.text(node)?;
        let language = Language::parse(&tag);
        if language.is_none() {
            let title = format!("unknown language `{}` for `{}`", tag.escape_debug(), node.name);
            self.found(node.at(), Diagnostic::error(title).hint(language_meant(&tag)));
        }
        language
    }

    /// A name: one text for all languages, or one for each.
    pub(crate) fn names(&mut self, node: &Node<'_>) -> Option<Names> {
        match node.value.get_ref() {
            DeValue::Table(_) => Some(Names::Each(self.by_language(node, node.at()))),
            _ => self.text(node).map(Names::All),
        }
    }

    /// Whether a name can be used in a template: `{{ facts.hall }}`.
    pub(crate) fn check_identifier(&mut self, key: &str, node: &Node<'_>) -> bool {
        let fine = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let good = key.chars().all(fine) && key.starts_with(|c: char| !c.is_ascii_digit());
        if !good {
            let better: String =
                key.chars().map(|c| if fine(c) { c.to_ascii_lowercase() } else { '_' }).collect();
            let title = format!("`{}` cannot be named in a text", node.name.escape_debug());
            let hint = if better.contains(|c: char| c.is_ascii_alphabetic()) {
                format!("write `{}`", better.trim_start_matches(|c: char| c.is_ascii_digit()))
            } else {
                "choose a name such as `hall`".to_owned()
            };
            let diagnostic = Diagnostic::error(title)
                .why("Texts draw it in by its name, and such a name holds only the letters a to z, digits and `_`.")
                .hint(hint);
            self.found(node.key_at.clone(), diagnostic);
        }
        good
    }
}

/// Which language was meant by a tag that is none; the script is not guessed.
fn language_meant(tag: &str) -> String {
    let tags = Language::ALL.map(Language::tag);
    match (tag.trim().to_ascii_lowercase().as_str(), nearest(tag, tags)) {
        ("zh" | "cn" | "tw" | "chinese" | "中文", _) => {
            "write `zh-CN` for simplified or `zh-TW` for traditional script".to_owned()
        }
        ("english", _) => "did you mean `en`?".to_owned(),
        (_, Some(near)) => format!("did you mean `{near}`?"),
        _ => format!("letters can be written in {}", List(&tags)),
    }
}

/// A name without its last part.
fn parent(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(parent, _)| parent)
}
