use super::{Function, Functions};
use crate::diagnostic::{Diagnostic, Report};
use crate::document::{Fields, Reader, SourceText, syntax_report};
use crate::workspace::Assets;
use std::collections::BTreeMap;
use toml::de::DeTable;

/// The file of words, below `templates/`.
const FILE: &str = "outreach/functions.toml";

/// The words by which a person's function is told from position and department.
#[derive(Debug, Clone, Default)]
pub struct FunctionWords {
    /// Lower-case words with what they stand for, by their first byte.
    words: BTreeMap<u8, Vec<(String, Function)>>,
}

impl FunctionWords {
    /// Reads `templates/outreach/functions.toml`.
    pub fn read(assets: &Assets) -> Result<Self, Report> {
        let Some(asset) = assets.get(FILE) else {
            return Err(Diagnostic::error(format!("there is no `templates/{FILE}`")).into());
        };
        let source = SourceText::new(&asset.shown, &asset.text);
        let (table, errors) = DeTable::parse_recoverable(&asset.text);
        if !errors.is_empty() {
            return Err(syntax_report(&source, &errors));
        }
        let mut reader = Reader::new(&source, &Function::WORDS);
        let fields = Fields::root(table.get_ref());
        reader.check_keys(&fields, &Function::WORDS);
        let mut words: BTreeMap<u8, Vec<_>> = BTreeMap::new();
        for (key, node) in fields.iter_all() {
            let Some(function) = Function::parse(key) else { continue };
            let listed = reader.words(&node, &[], |word| Some(word.to_lowercase()));
            for word in listed {
                if let Some(first) = word.bytes().next() {
                    words.entry(first).or_default().push((word, function));
                }
            }
        }
        let report = reader.finish().0;
        if report.has_errors() { Err(report) } else { Ok(Self { words }) }
    }

    /// What a person works on.
    pub fn of(&self, position: Option<&str>, department: Option<&str>) -> Functions {
        let mut functions = Functions::default();
        for text in [position, department].into_iter().flatten() {
            let text = text.to_lowercase();
            // One pass over the text: nearly no place in it begins a word of the list.
            for (at, first) in text.bytes().enumerate() {
                for (word, function) in self.words.get(&first).into_iter().flatten() {
                    if text.as_bytes()[at..].starts_with(word.as_bytes())
                        && may_begin(&text[..at], word)
                    {
                        functions.insert(*function);
                    }
                }
            }
        }
        functions
    }
}

/// Whether a word may stand behind this text: a Latin one only where a word begins.
fn may_begin(before: &str, word: &str) -> bool {
    let is_latin = word.starts_with(|c: char| c.is_ascii_alphabetic());
    !is_latin || !before.ends_with(|c: char| c.is_alphanumeric() && c < '\u{2E80}')
}

#[cfg(test)]
mod tests {
    use super::{Assets, Function, FunctionWords, Functions};

    fn set(functions: &[Function]) -> Functions {
        functions.iter().fold(Functions::default(), |mut set, function| {
            set.insert(*function);
            set
        })
    }

    #[test]
    fn functions_are_told_from_position_and_department() {
        let words = FunctionWords::read(Assets::built_in()).unwrap();
        let of = |position, department| words.of(Some(position), Some(department));
        assert_eq!(of("采购总监", "采购中心"), set(&[Function::Purchasing]));
        assert_eq!(
            of("Head of Purchasing", "Finance"),
            set(&[Function::Purchasing, Function::Finance])
        );
        assert_eq!(of("信息安全主管", "IT"), set(&[Function::Security]));
        // A word inside another word does not count.
        assert_eq!(of("Outlaw", "Unquality"), set(&[]));
        assert_eq!(words.of(None, None), set(&[]));
    }
}
