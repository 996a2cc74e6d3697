//! How much a person under stress takes in (Covello's message map, domain section 4): three
//! messages, each said in one breath.

use super::points::Points;
use crate::diagnostic::{Count, Diagnostic};
use crate::document::{Node, Reader, Wording};
use crate::locale::Language;

/// How many points one talk has room for.
const MOST_POINTS: usize = 3;
/// How long one may be in English.
const MOST_WORDS: usize = 27;
/// How long one may be in Chinese.
const MOST_CHARACTERS: usize = 60;

/// Checks number and length of the talking points of one language.
pub(super) fn check(reader: &mut Reader<'_>, node: &Node<'_>, points: &Points<'_>) {
    if points.count == 0 {
        let finding = Diagnostic::error(format!("`{}` has no talking point", node.name))
            .why("Whoever makes the call needs the words at hand.")
            .hint("write one to three, such as `[\"What worries you most?\"]`");
        reader.reject(node, finding);
    }
    if points.count > MOST_POINTS {
        let finding = Diagnostic::error(format!(
            "`{}` has {} talking points, at most {MOST_POINTS} are heard",
            node.name, points.count
        ))
        .why("Who is worried keeps three messages in mind, not more.")
        .hint("keep the three that matter most, and move the rest into `material`");
        reader.found(points.fourth.clone().unwrap_or(node.at()), finding);
    }
    for point in points.texts {
        check_length(reader, points.language, point);
    }
}

fn check_length(reader: &mut Reader<'_>, language: Language, point: &Wording) {
    let (length, most, unit) = if language.is_chinese() {
        (characters(&point.text), MOST_CHARACTERS, "character")
    } else {
        (words(&point.text), MOST_WORDS, "word")
    };
    if length > most {
        let finding = Diagnostic::error(format!(
            "a talking point of {}, at most {most} are heard",
            Count(length, unit)
        ))
        .why("It is said in one breath, to somebody who is worried.")
        .hint("cut it to what the person must know, or make two points of it");
        reader.found(point.raw(), finding);
    }
}

/// The most words that a template can come to; a value counts as one word, since its length is not
/// known here.
fn words(text: &str) -> usize {
    let length = |said: &str| said.split_whitespace().filter(|word| is_spoken(word)).count();
    length(&longest(&mut tokens(text), &length))
}

/// The most characters that a template can come to, without blanks; a value counts as one.
fn characters(text: &str) -> usize {
    let length = |said: &str| said.chars().filter(|c| !c.is_whitespace()).count();
    length(&longest(&mut tokens(text), &length))
}

/// A dash that stands alone is no word.
fn is_spoken(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

/// A piece of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Text(&'a str),
    Value,
    /// `if`, `for`: until its `End`.
    Open,
    /// `elif`, `else`.
    Other,
    End,
}

fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let at =
                rest.find("{{").into_iter().chain(rest.find("{%")).chain(rest.find("{#")).min();
            let at = at.unwrap_or(rest.len());
            if at > 0 {
                let (said, after) = rest.split_at(at);
                rest = after;
                return Some(Token::Text(said));
            }
            let (kind, close) = match rest.as_bytes().get(1) {
                Some(b'{') => (Some(Token::Value), "}}"),
                Some(b'#') => (None, "#}"),
                _ => (None, "%}"),
            };
            let end = rest.find(close).map_or(rest.len(), |end| end + 2);
            let (tag, after) = rest.split_at(end);
            rest = after;
            let statement = tag.starts_with("{%").then(|| statement(tag)).flatten();
            if let Some(token) = kind.or(statement) {
                return Some(token);
            }
        }
    })
}

/// What a tag does to the way through a template; none for one that is said all the same.
fn statement(tag: &str) -> Option<Token<'static>> {
    let word = tag.trim_start_matches(['{', '%', '-']).split_whitespace().next()?;
    match word {
        "if" | "for" => Some(Token::Open),
        "elif" | "else" => Some(Token::Other),
        "endif" | "endfor" => Some(Token::End),
        _ => None,
    }
}

/// The words of the longest way through a template: of alternatives only one is said.
fn longest<'a>(
    tokens: &mut dyn Iterator<Item = Token<'a>>,
    length: &dyn Fn(&str) -> usize,
) -> String {
    let mut longest_way = String::new();
    let mut way = String::new();
    loop {
        let token = tokens.next();
        match token {
            Some(Token::Text(text)) => way.push_str(text),
            Some(Token::Value) => way.push('x'),
            Some(Token::Open) => way.push_str(&longest(tokens, length)),
            Some(Token::Other | Token::End) | None => {
                let way = std::mem::take(&mut way);
                if length(&way) > length(&longest_way) {
                    longest_way = way;
                }
                if token != Some(Token::Other) {
                    return longest_way;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{characters, words};

    #[test]
    fn values_count_as_one_and_of_alternatives_the_longest_counts() {
        assert_eq!(words("We speak at {{ crisis.next_update_at }}."), 4);
        assert_eq!(
            words("{% if impact %}{{ impact }}{%- else -%}Nothing changes for you.{% endif %}"),
            4
        );
        let nested = "{% if a %}one {% if b %}two{% elif c %}two three{% endif %} four{% endif %}.";
        assert_eq!(words(nested), 4);
        assert_eq!(words("one{% if a %}, two{% endif %} three {# four #}{% set x = 1 %}"), 3);
        assert_eq!(characters("您最担心什么\u{FF1F}{{ account.name }} "), 8);
        assert_eq!(words("an open { brace \u{2014} and a tag {{ that never ends"), 7);
    }

    #[test]
    fn nothing_and_stray_ends_are_counted_too() {
        assert_eq!(words(""), 0);
        assert_eq!(words("one {% endif %} two"), 1);
        assert_eq!(words("{% if a"), 0);
    }
}
