use super::sample::Sample;
use super::{limits, trial};
use crate::diagnostic::{Diagnostic, List, Span};
use crate::document::{Node, Reader, Wording};
use crate::locale::Language;
use std::collections::BTreeMap;
use toml::de::DeValue;

/// The talking points of one language, as far as they can be read.
pub(super) struct Points<'a> {
    pub(super) language: Language,
    /// How many there are, readable or not.
    pub(super) count: usize,
    /// Where the fourth stands, which is one too many.
    pub(super) fourth: Option<Span>,
    pub(super) texts: &'a [Wording],
}

impl Reader<'_> {
    /// One list of talking points for each language, as many in each, every one tried.
    pub(super) fn points(
        &mut self,
        node: &Node<'_>,
        languages: &[Language],
        sample: Sample,
    ) -> BTreeMap<Language, Vec<Wording>> {
        let mut points = BTreeMap::new();
        let mut counts = Vec::new();
        let is_table = matches!(node.value.get_ref(), DeValue::Table(_));
        if !is_table {
            let hint = "write `points.en = [\"…\"]`, one line for each language";
            self.wrong(node, "a list of points for each language", hint);
            return points;
        }
        let Some(fields) = self.any_fields(node) else { return points };
        for (key, node) in fields.iter_all() {
            let Some(language) = Language::parse(key) else {
                let title = format!("unknown language `{}` in `points`", key.escape_debug());
                let known = Language::ALL.map(Language::tag);
                let finding =
                    Diagnostic::error(title).hint(format!("write one of {}", List(&known)));
                self.found(node.key_at.clone(), finding);
                continue;
            };
            let texts = self.each(&node, |reader, node| reader.wording(node, language));
            let (count, fourth) = match node.value.get_ref() {
                DeValue::Array(items) => (items.len(), items.get(3).map(toml::Spanned::span)),
                _ => (1, None),
            };
            limits::check(self, &node, &Points { language, count, fourth, texts: &texts });
            for text in &texts {
                trial::check(self, sample, text);
            }
            counts.push((count, node.clone()));
            points.insert(language, texts);
        }
        let given: Vec<Language> = points.keys().copied().collect();
        self.lacking(node, languages, &given);
        self.check_same_number(&counts);
        points
    }

    fn check_same_number(&mut self, counts: &[(usize, Node<'_>)]) {
        let Some((most, fullest)) = counts.iter().max_by_key(|(count, _)| *count) else { return };
        for (count, node) in counts.iter().filter(|(count, _)| count < most) {
            let title = format!("`{}` has {count} of {most} points", node.name);
            let finding = Diagnostic::error(title)
                .why(format!(
                    "`{}` has more. Partners who speak with each other should hear the same from us.",
                    fullest.name
                ))
                .hint("write as many points in each language");
            self.found(node.key_at.clone(), finding);
        }
    }
}
