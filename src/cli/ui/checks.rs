//! Draws what a check-up found: one line a thing, with a mark, words, and what to do.

use crate::delivery::doctor::{Check, Mark};
use crate::locale::width;
use anstyle::{AnsiColor, Style};
use std::fmt::Write;

/// Columns of a page.
const WIDTH: usize = 100;
/// Where the words of a check begin.
const INDENT: usize = 23;

const STRONG: Style = Style::new().bold();

/// All of them, in their order. The mark is a sign and a word, so that colour only repeats it.
pub(super) fn draw(checks: &[Check]) -> String {
    let mut out = String::new();
    for check in checks {
        let (sign, word, style) = match check.mark {
            Mark::Works => ("✓", "ok", AnsiColor::Green.on_default()),
            Mark::Look => ("!", "look", AnsiColor::Yellow.on_default().bold()),
            Mark::Fails => ("✗", "fails", AnsiColor::Red.on_default().bold()),
            Mark::Untried => ("·", "not tried", AnsiColor::BrightBlack.on_default()),
        };
        let Check { name, words, hint, .. } = check;
        let mark = format!("{sign} {word}");
        let words = wrap(words, INDENT);
        let _ = writeln!(out, "{style}{mark:<11}{style:#} {name:<10} {words}");
        if !hint.is_empty() {
            let hint = wrap(hint, INDENT + 4);
            let _ = writeln!(out, "{:INDENT$}{STRONG}do:{STRONG:#} {hint}", "");
        }
    }
    out
}

/// Words in lines of a page's width, each but the first behind an indent.
fn wrap(words: &str, indent: usize) -> String {
    let mut out = String::with_capacity(words.len() + indent * 2);
    let mut column = indent;
    for (at, word) in words.split_whitespace().enumerate() {
        let long = width(word);
        if at > 0 && column + 1 + long > WIDTH {
            let _ = write!(out, "\n{:indent$}", "");
            column = indent;
        } else if at > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += long;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, wrap};

    #[test]
    fn no_word_is_lost_in_the_lines_of_a_page() {
        let words = "letters are signed 授权码 ".repeat(20);
        let wrapped = wrap(&words, 23);
        assert!(wrapped.lines().skip(1).all(|line| line.starts_with(&" ".repeat(23))));
        assert!(wrapped.lines().all(|line| crate::locale::width(line) <= WIDTH));
        let back: Vec<&str> = wrapped.split_whitespace().collect();
        assert_eq!(back.join(" "), words.trim());
    }
}
