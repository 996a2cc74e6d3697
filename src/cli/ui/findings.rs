//! Draws findings as text: place, words and caret, why, and what to type next.

use crate::diagnostic::{Count, Diagnostic, Place, Report, Severity, Span};
use crate::locale::width;
use anstyle::{AnsiColor, Style};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Columns of the offending line that are shown.
const WIDTH: usize = 96;

/// Carets below the words that are meant, at the most.
const MOST_CARETS: usize = 48;

const STRONG: Style = Style::new().bold();
const DIM: Style = AnsiColor::BrightBlack.on_default();

/// How many findings of one kind are drawn; a roster can have the same slip in each row.
const ALIKE: usize = 3;

/// All findings up to `most`, errors first, then the sum. Infos are left out in a quiet run, and
/// of many findings alike the first few stand for the others, unless all are wanted.
pub(super) fn draw(report: &Report, most: usize, quiet: bool) -> String {
    let mut out = String::new();
    let mut shown: Vec<&Diagnostic> = report
        .kept()
        .iter()
        .filter(|finding| !(quiet && finding.severity == Severity::Info))
        .collect();
    shown.sort_by_key(|finding| finding.severity);
    let total = shown.len() + report.beyond();
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    let mut drawn = 0;
    for finding in shown {
        let met = alike.entry(kind_of(finding)).or_default();
        *met += 1;
        if drawn < most && (*met <= ALIKE || most == usize::MAX) {
            one(finding, &mut out);
            out.push('\n');
            drawn += 1;
        }
    }
    if total > drawn {
        let more = Count(total - drawn, "more finding");
        let _ = writeln!(out, "… and {more}, most of them like those above.");
        let _ = writeln!(out, "See each with `hearten check --all`.\n");
    }
    let mut sum = Vec::new();
    if report.errors() > 0 {
        sum.push(Count(report.errors(), "error").to_string());
    }
    if report.warnings() > 0 {
        sum.push(Count(report.warnings(), "warning").to_string());
    }
    if !sum.is_empty() {
        let _ = writeln!(out, "{}.", sum.join(", "));
    }
    out
}

/// What a finding says, without the values it says it of.
fn kind_of(finding: &Diagnostic) -> String {
    let title = finding.title.split('`').step_by(2).collect::<Vec<_>>().join("`");
    format!("{:?} {} {title}", finding.severity, finding.rule.unwrap_or_default())
}

fn one(finding: &Diagnostic, out: &mut String) {
    let (word, style) = match finding.severity {
        Severity::Error => ("error", AnsiColor::Red.on_default().bold()),
        Severity::Warning => ("warning", AnsiColor::Yellow.on_default().bold()),
        Severity::Info => ("info", AnsiColor::Blue.on_default().bold()),
    };
    let rule = finding.rule.map(|rule| format!("[{rule}]")).unwrap_or_default();
    let title = visible(&finding.title);
    let _ = writeln!(out, "{style}{word}{rule}{style:#}{STRONG}: {title}{STRONG:#}");
    if let Some(place) = &finding.place {
        draw_place(place, style, out);
    }
    if !finding.why.is_empty() {
        let _ = writeln!(out, "{}", visible(&sentence(&finding.why)));
    }
    if !finding.hint.is_empty() {
        let _ = writeln!(out, "{STRONG}hint:{STRONG:#} {}", visible(&finding.hint));
    }
}

/// A reason as a sentence: some rooms give it as a clause.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    let mut sentence: String = first.chain(chars).collect();
    if !sentence.ends_with(['.', '?', '…', ':']) {
        sentence.push('.');
    }
    sentence
}

fn draw_place(place: &Place, style: Style, out: &mut String) {
    let number = place.line.map(|line| line.to_string()).unwrap_or_default();
    let gutter = " ".repeat(number.len());
    let mut path = place.file.clone();
    for part in [place.line, place.column].into_iter().flatten() {
        let _ = write!(path, ":{part}");
    }
    if let Some(cell) = &place.cell {
        let _ = write!(path, " ({cell})");
    }
    let _ = writeln!(out, "{gutter}{DIM}-->{DIM:#} {}", visible(&path));
    let Some(span) = &place.span else { return };
    let (text, before, marked) = window(&place.text, span);
    // A whole paragraph needs no line below it: its beginning tells.
    let caret = "^".repeat(marked.clamp(1, MOST_CARETS));
    let _ = writeln!(out, "{gutter} {DIM}|{DIM:#}");
    let _ = writeln!(out, "{DIM}{number} |{DIM:#} {text}");
    let blank = " ".repeat(before);
    let _ = writeln!(out, "{gutter} {DIM}|{DIM:#} {blank}{style}{caret}{style:#}");
}

/// The part of a line around the offending words, with the columns before them and of them.
fn window(text: &str, span: &Span) -> (String, usize, usize) {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.floor_char_boundary(span.end.clamp(start, text.len()));
    let marked = visible(&text[start..end]);
    let mut lead = visible(&text[..start]);
    if width(&lead) + width(&marked) > WIDTH {
        // The start of the line gives way, the words before the caret stay.
        let keep = (WIDTH / 2).min(WIDTH.saturating_sub(width(&marked)));
        while width(&lead) > keep {
            lead.remove(0);
        }
        lead.insert(0, '…');
    }
    let mut tail = visible(&text[end..]);
    let room = WIDTH.saturating_sub(width(&lead) + width(&marked));
    if width(&tail) > room {
        while width(&tail) > room.saturating_sub(1) {
            tail.pop();
        }
        tail.push('…');
    }
    let before = width(&lead);
    (format!("{lead}{marked}{tail}"), before, width(&marked))
}

/// Text that cannot move the cursor, hide or turn: such characters are written as `\u{202E}`.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push(' '),
            '\n' => out.push('⏎'),
            _ if is_hidden(c) => {
                let _ = write!(out, "\\u{{{:04X}}}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{E000}'..='\u{F8FF}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::{draw, visible};
    use crate::diagnostic::{Diagnostic, Place, Report};

    fn plain(finding: Diagnostic) -> String {
        let drawn = draw(&Report::from(finding), 50, false);
        anstream::adapter::strip_str(&drawn).to_string()
    }

    #[test]
    fn the_caret_stands_under_wide_characters() {
        let place = Place::range("a.csv", "c-1,王建国,x@@y\n", 14..18);
        let finding = Diagnostic::error("`x@@y` is no address").rule("E-13").at(place).hint("fix");
        assert_eq!(
            plain(finding),
            "error[E-13]: `x@@y` is no address\n --> a.csv:1:9\n  |\n1 | c-1,王建国,x@@y\n  |            ^^^^\nhint: fix\n\n1 error.\n"
        );
    }

    #[test]
    fn long_lines_show_the_part_that_matters() {
        let text = format!("{}bad{}", "x".repeat(500), "y".repeat(500));
        let drawn = plain(Diagnostic::error("odd").at(Place::range("a", &text, 500..503)));
        let line = drawn.lines().nth(3).unwrap();
        assert!(line.chars().count() < 110 && line.contains("xbady") && line.contains('…'));
        let caret = drawn.lines().nth(4).unwrap().find('^').unwrap();
        assert_eq!(line.chars().position(|c| c == 'b'), Some(caret));
    }

    #[test]
    fn the_same_slip_in_many_rows_is_drawn_three_times() {
        let mut report = Report::new();
        report.extend((0..40).map(|row| Diagnostic::warning(format!("`t-{row}` is two things"))));
        report.push(Diagnostic::error("something else"));
        let drawn = draw(&report, 50, true);
        assert_eq!(drawn.matches("is two things").count(), 3);
        assert!(drawn.contains("something else") && drawn.contains("37 more findings"));
        assert_eq!(draw(&report, usize::MAX, true).matches("is two things").count(), 40);
    }

    #[test]
    fn e_15_nothing_hidden_reaches_the_screen() {
        assert_eq!(visible("a\u{202E}b\u{1B}[31m"), "a\\u{202E}b\\u{001B}[31m");
    }
}
