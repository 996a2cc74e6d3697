use super::{Action, Playbook};
use crate::crisis::Kind;
use crate::diagnostic::{Diagnostic, Report};
use crate::document::{Fields, Node, Reader, SourceText, Wordings, syntax_report};
use crate::locale::Language;
use crate::outreach::Channel;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// The keys at the top of a playbook.
const TOP: [&str; 4] = ["title", "bars", "kinds", "action"];

impl Playbook {
    /// Reads a playbook; `file` is its name as the user knows it, `kind` the kind that its place says
    /// it is for, and `languages` those of the settings, in which each text has to be there.
    ///
    /// All mistakes are found at once, each at its place. What actions say of each other is checked
    /// when playbooks are merged, in [`Playbooks::open`](super::Playbooks::open).
    pub fn read(
        file: &str,
        text: &str,
        kind: Option<Kind>,
        languages: &[Language],
    ) -> Result<(Self, Report), Report> {
        let source = Arc::new(SourceText::new(file, text));
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            return Err(syntax_report(&source, &errors));
        }
        let mut reader = Reader::new(&source, &TOP);
        let top = Fields::root(table.get_ref());
        reader.check_keys(&top, &TOP);
        let playbook = Self {
            kinds: reader.kinds(&top, kind),
            title: reader.title(&top, languages),
            bars: top
                .get("bars")
                .map_or_else(Vec::new, |node| reader.each_word(&node, &Channel::WORDS)),
            actions: reader.actions(&top, &source, languages),
        };
        let (mut report, open, _) = reader.finish();
        report.extend(open.into_iter().map(|field| {
            let asks = if field.asks.is_empty() { "a value".to_owned() } else { field.asks };
            Diagnostic::error(format!("`{}` still waits to be filled", field.name))
                .at(source.place(field.at))
                .why(format!("It asks for: {asks}."))
                .hint("write it in place of the text between << and >>")
        }));
        if report.has_errors() { Err(report) } else { Ok((playbook, report)) }
    }
}

impl Reader<'_> {
    /// Which kinds of crisis a playbook is for.
    fn kinds(&mut self, top: &Fields<'_>, by_place: Option<Kind>) -> Vec<Kind> {
        let words = Kind::ALL.map(|kind| (kind.tag(), kind));
        let Some(node) = top.get("kinds") else { return by_place.into_iter().collect() };
        let kinds = self.each_word(&node, &words);
        let Some(kind) = by_place else { return kinds };
        let finding = Diagnostic::error("`kinds` has no effect here")
            .why(format!("By its name this file is for one kind: {}.", kind.name()))
            .hint("delete the line, or give the file another name");
        self.found(node.key_at, finding);
        vec![kind]
    }

    fn title(&mut self, top: &Fields<'_>, languages: &[Language]) -> Wordings {
        if let Some(node) = top.get("title") {
            return self.texts_in(&node, languages);
        }
        self.found_in_file(
            Diagnostic::error("`title` is missing")
                .why("Sheets and lists name the playbook by it.")
                .hint(
                    "write `title.en = \"…\"` at the top of the file, one line for each language",
                ),
        );
        Wordings::new("title".to_owned(), 0..0, BTreeMap::new())
    }

    fn actions(
        &mut self,
        top: &Fields<'_>,
        source: &Arc<SourceText>,
        languages: &[Language],
    ) -> Vec<Action> {
        let Some(node) = top.get("action") else {
            self.found_in_file(
                Diagnostic::error("there is no action")
                    .why("A playbook is a list of actions.")
                    .hint("write `[[action]]`; docs/playbooks.md has a whole example"),
            );
            return Vec::new();
        };
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut actions = Vec::new();
        for item in self.items(&node) {
            let Some(fields) = self.action_fields(&item) else { continue };
            if let Some((id, node)) = self.action_id(&fields) {
                let line = source.position(node.at().start).0;
                if let Some(first) = seen.insert(id.clone(), line) {
                    let finding = Diagnostic::error(format!("the id `{id}` is there twice"))
                        .why(format!(
                            "Line {first} has it already. What is logged names an action by its id."
                        ))
                        .hint("give one of the two another id");
                    self.reject(&node, finding);
                }
            }
            actions.extend(self.action(&fields, source, languages));
        }
        actions
    }

    /// Words out of a fixed set, one or a list.
    pub(super) fn each_word<T: Copy>(&mut self, node: &Node<'_>, words: &[(&str, T)]) -> Vec<T> {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        self.words(node, &known, |word| {
            words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
        })
    }

    /// A text in every language of the settings.
    pub(super) fn texts_in(&mut self, node: &Node<'_>, languages: &[Language]) -> Wordings {
        let texts = self.by_language(node, node.key_at.clone());
        if let DeValue::Table(table) = node.value.get_ref() {
            // What is given and cannot be used has been told; it is not missing on top.
            let given: Vec<Language> =
                table.keys().filter_map(|tag| Language::parse(tag.get_ref())).collect();
            self.lacking(node, languages, &given);
        }
        texts
    }

    /// Finds the languages of the settings in which something is not given.
    pub(super) fn lacking(&mut self, node: &Node<'_>, languages: &[Language], given: &[Language]) {
        for language in languages.iter().filter(|language| !given.contains(language)) {
            let key = node.name.rsplit('.').next().unwrap_or_default();
            let example = if key == "points" { "[\"…\"]" } else { "\"…\"" };
            let finding = Diagnostic::error(format!("`{}.{language}` is missing", node.name))
                .why(format!(
                    "`languages` in hearten.toml names {}, so sheets and calendars are written in it.",
                    language.english_name()
                ))
                .hint(format!("add `{key}.{language} = {example}`"));
            self.found(node.key_at.clone(), finding);
        }
    }
}
