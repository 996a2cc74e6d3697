use super::form_file::TitleForm;
use super::pattern::is_han;

/// Titles as rosters write them, and how each is addressed.
#[derive(Debug, Clone)]
pub(crate) struct Titles {
    /// In the order of the file; Latin words in lower case without dots.
    entries: Vec<Entry>,
    /// Entries in Chinese characters, longest word first, so that 总经理 wins over 经理.
    longest_first: Vec<usize>,
    /// The mark of a deputy that is kept before the title; empty when courtesy drops it.
    keep_deputy: String,
}

#[derive(Debug, Clone)]
struct Entry {
    written: String,
    address: String,
    regard: Option<String>,
}

/// How a title is addressed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Title<'a> {
    /// 副, or nothing.
    pub(crate) deputy: &'a str,
    pub(crate) address: &'a str,
    pub(crate) regard: Option<&'a str>,
}

impl Titles {
    pub(crate) fn new(forms: Vec<TitleForm>, keep_deputy: &str) -> Self {
        let mut entries = Vec::new();
        for form in forms {
            for written in form.written {
                entries.push(Entry {
                    address: form.address.clone().unwrap_or_else(|| written.clone()),
                    regard: form.regard.clone(),
                    written: if starts_han(&written) { written } else { folded(&written) },
                });
            }
        }
        let mut longest_first: Vec<usize> =
            (0..entries.len()).filter(|at| starts_han(&entries[*at].written)).collect();
        longest_first.sort_by_key(|at| std::cmp::Reverse(entries[*at].written.len()));
        Self { entries, longest_first, keep_deputy: keep_deputy.to_owned() }
    }

    /// Finds how a position is addressed.
    ///
    /// The head of a Chinese position stands at its end: 总经理办公室主任 is a 主任, 总经理助理 is no
    /// 总经理. So a word matches only there. Of several positions in one field the first that
    /// matches counts.
    pub(crate) fn position(&self, position: &str) -> Option<Title<'_>> {
        without_parentheses(position)
            .split(['兼', '及', '、', '/', '\u{FF0F}', ',', '\u{FF0C}', ';', '\u{FF1B}', '&'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .find_map(|part| self.head(part))
    }

    fn head(&self, part: &str) -> Option<Title<'_>> {
        if !part.chars().any(is_han) {
            let part = folded(part);
            return self.entries.iter().find(|entry| entry.written == part).map(|e| e.title(""));
        }
        let entry = self
            .longest_first
            .iter()
            .map(|at| &self.entries[*at])
            .find(|entry| part.ends_with(entry.written.as_str()))?;
        let before = &part[..part.len() - entry.written.len()];
        let deputy = !self.keep_deputy.is_empty() && before.ends_with(&self.keep_deputy);
        Some(entry.title(if deputy { &self.keep_deputy } else { "" }))
    }

    /// Finds how an academic title is addressed: `Dr.`, `Prof. Dr.-Ing.`, 教授.
    ///
    /// The order of the file is the order of rank.
    pub(crate) fn academic(&self, title: &str) -> Option<Title<'_>> {
        let whole = folded(title);
        let fits = |entry: &&Entry| {
            if starts_han(&entry.written) {
                title.trim().ends_with(entry.written.as_str())
            } else {
                whole == entry.written
                    || title
                        .split([' ', '.', '-', ',', '/'])
                        .any(|word| folded(word) == entry.written)
            }
        };
        self.entries.iter().find(fits).map(|entry| entry.title(""))
    }
}

impl Entry {
    fn title<'a>(&'a self, deputy: &'a str) -> Title<'a> {
        Title { deputy, address: &self.address, regard: self.regard.as_deref() }
    }
}

fn starts_han(text: &str) -> bool {
    text.chars().next().is_some_and(is_han)
}

/// Latin words as they are compared: `Ph.D.` and `PHD` are one.
fn folded(text: &str) -> String {
    text.trim().chars().filter(|c| *c != '.').flat_map(char::to_lowercase).collect()
}

/// A position without what stands in parentheses, such as its region.
fn without_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '\u{FF08}' => depth += 1,
            ')' | '\u{FF09}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}
