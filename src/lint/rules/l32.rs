use crate::diagnostic::{Severity, Span};
use crate::lint::letter_case::LetterCase;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::opened::Field;
use crate::lint::rule::Rule;
use crate::lint::stretch::{StretchCase, Suspect};

/// What a reader does not see, and a mail program does (I-20, E-15, G-16).
pub(super) const RULE: Rule =
    Rule::new("L-32", Severity::Error).locked().on_stretch(unseen).on_letter(check);

/// Ways to hide an element of HTML, without blanks and in small letters.
const HIDDEN: [&str; 7] = [
    "display:none",
    "visibility:hidden",
    "font-size:0",
    "opacity:0",
    "max-height:0",
    "mso-hide:all",
    "text-indent:-9",
];

fn check(case: &LetterCase<'_>, marks: &mut Marks) {
    for tag in tags(&case.opened.source) {
        let text = &case.opened.source[tag.clone()];
        let (what, weight) = if text.starts_with("<!--") {
            ("a comment", Severity::Error)
        } else if case.clean.holds_tag(text) {
            continue;
        } else if let Some(what) = concealed(text) {
            (what, Severity::Warning)
        } else {
            case.clean.add_tag(text);
            continue;
        };
        let shown: String = text.chars().take(60).collect();
        let title = format!("the HTML holds {what}: `{}`", shown.replace('\n', " "));
        marks.add_once(Mark::new(Spot::Letter, title).weighs(weight));
    }
}

fn unseen(case: &StretchCase<'_>, suspects: &mut Vec<Suspect>) {
    // What is shown of the HTML is the HTML, and told there.
    if case.field == Field::Shown || case.text.is_ascii() {
        return;
    }
    for (at, c) in case.text.char_indices() {
        let (what, weight) = match c {
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                ("a character that turns the direction of writing", Severity::Error)
            }
            '\u{AD}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => {
                ("a character that is not seen", Severity::Warning)
            }
            _ => continue,
        };
        let title = format!("{what} (U+{:04X})", u32::from(c));
        suspects.push(Suspect::new(at..at + c.len_utf8(), title).weighs(weight).always());
    }
}

/// The tags and comments of a page, as they stand.
fn tags(html: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + html.get(at..)?.find('<')?;
        let close = if html[start..].starts_with("<!--") { "-->" } else { ">" };
        let end = html[start..].find(close).map_or(html.len(), |end| start + end + close.len());
        at = end;
        Some(start..end)
    })
}

/// What a tag conceals, if anything.
fn concealed(tag: &str) -> Option<&'static str> {
    let small: String = tag.to_ascii_lowercase();
    let named = |name: &str| {
        small[1..].strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '>', '\n', '/']))
    };
    if named("ins") || named("del") {
        return Some("the mark of a change");
    }
    if named("script") || named("template") {
        return Some("a part that is not shown");
    }
    // A tag of nothing but a name, as most are.
    if small[1..].trim_matches(['/', '>']).chars().all(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let bare: String = small.chars().filter(|c| !c.is_whitespace()).collect();
    // A size of 0.9 is a size.
    let hidden = HIDDEN.iter().any(|way| {
        bare.match_indices(way).any(|(at, way)| !bare[at + way.len()..].starts_with('.'))
    });
    // What stands in quotes is a value, and no attribute.
    let unquoted: String = small.split(['"', '\'']).step_by(2).collect();
    let attribute = unquoted
        .split_ascii_whitespace()
        .skip(1)
        .any(|word| word.trim_end_matches(['>', '/']).split('=').next() == Some("hidden"));
    (hidden || attribute).then_some("something hidden")
}

#[cfg(test)]
mod tests {
    use super::{concealed, tags};
    use crate::lint::tests::suspects;

    #[test]
    fn l32_characters_that_are_not_seen_are_found_in_any_language() {
        for (language, text, c) in [
            ("en", "Pay to acc\u{202e}ount", "\u{202e}"),
            ("en", "Ling\u{200b}chuan", "\u{200b}"),
            ("zh-CN", "岭川\u{2066}账户", "\u{2066}"),
            ("zh-CN", "岭\u{feff}川", "\u{feff}"),
            ("zh-TW", "嶺川\u{202d}帳戶", "\u{202d}"),
            ("zh-TW", "嶺\u{2060}川", "\u{2060}"),
        ] {
            assert_eq!(suspects("L-32", language, text), [c], "{text}");
        }
    }

    #[test]
    fn l32_marks_and_blanks_that_are_seen_are_not() {
        for (language, text) in [
            ("en", "4\u{a0}000 pieces \u{2013} all\u{2019}s well"),
            ("en", "Café, naïve, Zürich"),
            ("zh-CN", "《公开信》——致各位伙伴\u{3000}"),
            ("zh-CN", "李·布朗"),
            ("zh-TW", "「公開信」——致各位夥伴\u{3000}"),
            ("zh-TW", "李·布朗"),
        ] {
            assert_eq!(suspects("L-32", language, text), [""; 0], "{text}");
        }
    }

    fn found(html: &str) -> Vec<&'static str> {
        tags(html)
            .filter_map(|tag| {
                let text = &html[tag];
                if text.starts_with("<!--") { Some("a comment") } else { concealed(text) }
            })
            .collect()
    }

    #[test]
    fn l32_whatever_is_hidden_is_found_however_it_is_spelt() {
        for html in [
            "<p style=\"DISPLAY : none\">",
            "<span style='visibility:hidden'>",
            "<p style=\"font-size:0px\">",
            "<p hidden>",
            "<p class=a hidden=\"\">",
        ] {
            assert_eq!(found(html), ["something hidden"], "{html}");
        }
        assert_eq!(found("a<!-- x > y -->b<del>c</del>"), ["a comment", "the mark of a change"]);
    }

    #[test]
    fn l32_what_is_shown_is_not() {
        for html in [
            "<p style=\"font-size:0.9em;display:block;opacity:0.8\">",
            "<p title=\"the hidden cost\">hidden display:none</p>",
            "<details>",
            "<insight>",
        ] {
            assert_eq!(found(html), [""; 0], "{html}");
        }
    }
}
