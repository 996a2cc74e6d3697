//! Which of a recipient's values the templates use, and how.
//!
//! A value that is only printed, or only asked whether it is there, can be left as a gap and filled
//! for each person. A value that is compared, filtered or handed on must be known when the wording
//! is rendered. Reading the tags as text is enough, as long as every doubt counts as "must be
//! known": then a wrong guess costs time, never a wrong letter.

use std::collections::BTreeSet;

/// How the templates use the recipient's values. Paths are written as in a template, without
/// `recipient.`: `owner.name`, `letter.open_order`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Usage {
    closed: BTreeSet<String>,
    mentioned: BTreeSet<String>,
    all_closed: bool,
}

impl Usage {
    /// Adds what one template does.
    pub(super) fn scan(&mut self, source: &str) {
        for part in parts(source) {
            match part {
                Part::Tag(kind, tag) => self.tag(kind, tag),
                // No reader stands in plain text, so something was read otherwise than it is meant.
                Part::Text(text) if !paths(text).is_empty() => self.all_closed = true,
                Part::Text(_) => {}
                Part::Unclear => self.all_closed = true,
            }
        }
    }

    /// Whether a value must be known when the wording is rendered.
    pub(super) fn is_closed(&self, path: &str) -> bool {
        self.all_closed || covers(&self.closed, path)
    }

    /// Whether the templates use a value at all.
    pub(super) fn mentions(&self, path: &str) -> bool {
        self.all_closed || covers(&self.mentioned, path)
    }

    fn tag(&mut self, kind: TagKind, tag: &str) {
        let word = tag.split_whitespace().next().unwrap_or_default();
        let captures = word == "filter"
            || word.starts_with('<')
            || (word == "set" || word == "set_global") && !tag.contains('=');
        if kind == TagKind::Statement && captures {
            self.all_closed = true;
        }
        let condition = kind == TagKind::Statement && matches!(word, "if" | "elif");
        for found in paths(tag) {
            let Some(path) = found.path else {
                self.all_closed = true;
                continue;
            };
            let open = match kind {
                TagKind::Print => found.before.is_empty() && found.after.is_empty(),
                TagKind::Statement => condition && is_presence_test(found.before, found.after),
            };
            if !open {
                self.closed.insert(path.clone());
            }
            self.mentioned.insert(path);
        }
    }
}

/// Whether the set holds the path, a parent of it, or a child of it.
fn covers(set: &BTreeSet<String>, path: &str) -> bool {
    set.iter().any(|one| {
        one == path
            || path.strip_prefix(one.as_str()).is_some_and(|rest| rest.starts_with('.'))
            || one.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'))
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TagKind {
    Print,
    Statement,
}

/// A piece of a template. Comments are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    /// A tag's inside, without the blanks and the blank-eating dashes around it.
    Tag(TagKind, &'a str),
    /// What stands between tags.
    Text(&'a str),
    /// What cannot be told: a tag or comment without an end, or text that is to be left raw.
    Unclear,
}

/// The pieces of a template, cut where its own language cuts them.
fn parts(source: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = source;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let starts = ["{{", "{%", "{#"].map(|mark| rest.find(mark));
            let Some(at) = starts.into_iter().flatten().min() else {
                return Some(Part::Text(std::mem::take(&mut rest)));
            };
            if at > 0 {
                let (text, tag) = rest.split_at(at);
                rest = tag;
                return Some(Part::Text(text));
            }
            let (mark, inside) = rest.split_at(2);
            let (kind, end) = match mark {
                "{{" => (TagKind::Print, end_of_tag(inside, "}}")),
                "{%" => (TagKind::Statement, end_of_tag(inside, "%}")),
                _ => match inside.find("#}") {
                    Some(end) => {
                        rest = &inside[end + 2..];
                        continue;
                    }
                    None => (TagKind::Print, None),
                },
            };
            let Some(end) = end else {
                rest = "";
                return Some(Part::Unclear);
            };
            rest = &inside[end + 2..];
            let tag = inside[..end].trim().trim_start_matches('-').trim_end_matches('-').trim();
            let raw = kind == TagKind::Statement && tag.starts_with("raw");
            return Some(if raw { Part::Unclear } else { Part::Tag(kind, tag) });
        }
    })
}

/// Where a tag ends: at the first `close` that stands in none of its strings.
fn end_of_tag(inside: &str, close: &str) -> Option<usize> {
    let bytes = inside.as_bytes();
    let mut string = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (string, byte) {
            (Some(_), b'\\') => at += 1,
            (Some(quote), byte) if quote == byte => string = None,
            (None, b'"' | b'\'' | b'`') => string = Some(byte),
            (None, _) if bytes[at..].starts_with(close.as_bytes()) => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// A use of `recipient` in a tag. `path` is missing when it is used whole or by index.
struct Found<'a> {
    path: Option<String>,
    before: &'a str,
    after: &'a str,
}

fn paths(tag: &str) -> Vec<Found<'_>> {
    const WORD: &str = "recipient";
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (at, _) in tag.match_indices(WORD) {
        let before = &tag[..at];
        let rest = &tag[at + WORD.len()..];
        let starts_inside = before.ends_with(|c| is_word(c) || c == '.');
        if starts_inside || rest.starts_with(is_word) {
            continue;
        }
        let mut names: Vec<&str> = Vec::new();
        let mut after = rest;
        while let Some(next) = after.strip_prefix('.').or_else(|| after.strip_prefix("?.")) {
            let end = next.find(|c| !is_word(c)).unwrap_or(next.len());
            names.push(&next[..end]);
            after = &next[end..];
        }
        let indexed = after.trim_start().starts_with('[');
        // A blank behind a dot is allowed, and hides the name.
        let is_whole = !names.is_empty() && names.iter().all(|name| !name.is_empty());
        let path = (is_whole && !indexed).then(|| names.join("."));
        found.push(Found { path, before: before.trim(), after: after.trim() });
    }
    found
}

/// Whether a path in a condition is only asked whether it is there.
fn is_presence_test(before: &str, after: &str) -> bool {
    let last = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let next = after.split_whitespace().next().unwrap_or_default();
    let starts = matches!(last, "if" | "elif" | "and" | "or" | "not") || last.ends_with('(');
    let ends = matches!(next, "" | "and" | "or")
        || next.starts_with(')')
        || after.starts_with("is defined")
        || after.starts_with("is not defined");
    starts && ends
}

#[cfg(test)]
mod tests {
    use super::Usage;

    fn usage(source: &str) -> Usage {
        let mut usage = Usage::default();
        usage.scan(source);
        usage
    }

    #[test]
    fn printed_and_asked_values_stay_open() {
        let usage = usage(
            "{{ recipient.name }} {{- recipient.owner.phone -}} {% if recipient.position and not recipient.owner.email %}x{% endif %}",
        );
        for path in ["name", "owner.phone", "position", "owner.email"] {
            assert!(usage.mentions(path) && !usage.is_closed(path), "{path}");
        }
        assert!(!usage.mentions("department"));
    }

    #[test]
    fn compared_filtered_or_passed_values_are_closed() {
        for source in [
            "{{ recipient.name | upper }}",
            "{% if recipient.name == \"x\" %}{% endif %}",
            "{% set n = recipient.name %}",
            "{% for c in recipient.name %}{% endfor %}",
            "{{ \"a\" ~ recipient.name }}",
            "{{<Line value={recipient.name} />}}",
            "{% if not recipient.name is starting_with(\"x\") %}{% endif %}",
        ] {
            assert!(usage(source).is_closed("name"), "{source}");
        }
    }

    #[test]
    fn captures_and_whole_uses_close_everything() {
        for source in [
            "{% filter upper %}{{ recipient.name }}{% endfilter %}",
            "{% set x %}{{ recipient.name }}{% endset %}",
            "{{ recipient }}",
            "{{ recipient[\"name\"] }}",
            "{% <Box> %}{{ recipient.name }}{% </Box> %}",
        ] {
            assert!(usage(source).is_closed("position"), "{source}");
        }
    }

    #[test]
    fn a_string_that_looks_like_the_end_of_a_tag_hides_no_use_behind_it() {
        for source in [
            "{{ \"a}}b\" ~ recipient.name }}",
            "{{ 'a}}b' ~ recipient.name }}",
            "{{ `a}}b` ~ recipient.name }}",
            "{{ \"a\\\"}}b\" ~ recipient.name }}",
            "{% if \"%}\" == recipient.name %}x{% endif %}",
            "{{ \"}} {#\" ~ recipient.name }} #}",
            "{{ \"it's }}\" ~ recipient.name }}",
        ] {
            let usage = usage(source);
            assert!(usage.is_closed("name") && usage.mentions("name"), "{source}");
            assert!(!usage.is_closed("position"), "{source}");
        }
    }

    #[test]
    fn the_reader_named_outside_every_tag_closes_everything() {
        for source in [
            "{% raw %}{# {% endraw %}{{ recipient.name | upper }}{# #}",
            "the recipient of this letter",
            "{{ \"never ends ~ recipient.name }}",
            "{{ recipient.name",
            "{# never ends {{ recipient.name }}",
            "{{ recipient. name }}",
        ] {
            assert!(usage(source).is_closed("position"), "{source}");
        }
        for source in ["{# for the recipient #}", "{# {{ recipient | upper }} #}", "recipients"] {
            assert!(!usage(source).is_closed("name"), "{source}");
            assert!(!usage(source).mentions("name"), "{source}");
        }
    }

    #[test]
    fn a_table_closed_as_a_whole_closes_its_fields() {
        let usage = usage("{% for k in recipient.letter %}{% endfor %}");
        assert!(usage.is_closed("letter.ps") && !usage.is_closed("name"));
    }
}
