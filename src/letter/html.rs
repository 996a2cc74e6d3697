//! The letter as mail HTML: inline styles only, nothing remote, one source line a block.

use super::markdown::{Block, Inline, words};
use super::part::PartName;
use super::style::Style;
use std::fmt::Write;

/// Writes one part of the letter.
///
/// Values keep their slot characters, which no escaping touches; a later fill puts escaped values
/// there, so that a letter filled and a letter written whole are the same bytes.
pub(super) fn write(part: PartName, blocks: &[Block], style: Style, out: &mut String) {
    let writer =
        HtmlWriter { chinese: style.chinese, indent: part.is_indented() && style.indent > 0 };
    let css = part_style(part, style);
    let _ = writeln!(out, "<div class=\"{}\" style=\"{css}\">", part.name());
    writer.blocks(part, blocks, style, out);
    out.push_str("</div>\n");
}

/// Escapes a value or a run for HTML text.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("<br>\n"),
            '\r' => {}
            _ => out.push(c),
        }
    }
}

fn part_style(part: PartName, style: Style) -> &'static str {
    match part {
        PartName::Title if style.chinese => {
            "margin:0 0 24px;text-align:center;font-size:20px;font-weight:bold"
        }
        PartName::Signature if style.signature_right => "margin:24px 0 0;text-align:right",
        PartName::Closing | PartName::Signature => "margin:24px 0 0",
        PartName::Footer => {
            "margin:32px 0 0;padding:16px 0 0;border-top:1px solid #d5d0c7;color:#5f5a52;font-size:13px;line-height:1.6"
        }
        _ => "margin:0",
    }
}

struct HtmlWriter {
    chinese: bool,
    indent: bool,
}

impl HtmlWriter {
    fn blocks(&self, part: PartName, blocks: &[Block], style: Style, out: &mut String) {
        for block in blocks {
            match block {
                Block::Paragraph(runs) => self.paragraph(part, runs, style, out),
                Block::Heading(runs) => {
                    out.push_str("<p style=\"margin:20px 0 8px;font-weight:bold\">");
                    self.runs(runs, out);
                    out.push_str("</p>\n");
                }
                Block::List(first, items) => {
                    let tag = if first.is_some() { "ol" } else { "ul" };
                    let _ = write!(out, "<{tag} style=\"margin:0 0 16px;padding:0 0 0 28px\"");
                    if let Some(first) = first.filter(|first| *first != 1) {
                        let _ = write!(out, " start=\"{first}\"");
                    }
                    out.push_str(">\n");
                    for item in items {
                        out.push_str("<li style=\"margin:0 0 8px\">");
                        self.item(part, item, style, out);
                        out.push_str("</li>\n");
                    }
                    let _ = writeln!(out, "</{tag}>");
                }
                Block::Quote(inner) => {
                    out.push_str(
                        "<blockquote style=\"margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid #d5d0c7\">\n",
                    );
                    self.blocks(part, inner, style, out);
                    out.push_str("</blockquote>\n");
                }
                Block::Table(rows) => self.table(rows, out),
                Block::Rule => out.push_str(
                    "<hr style=\"border:0;border-top:1px solid #d5d0c7;margin:24px 0\">\n",
                ),
            }
        }
    }

    fn paragraph(&self, part: PartName, runs: &[Inline], style: Style, out: &mut String) {
        let margin = if part == PartName::Footer { "0 0 8px" } else { "0 0 16px" };
        let _ = write!(out, "<p style=\"margin:{margin}");
        if self.indent {
            let _ = write!(out, ";text-indent:{}em", style.indent);
        }
        out.push_str("\">");
        self.runs(runs, out);
        out.push_str("</p>\n");
    }

    /// A list item's only paragraph stands without its own element.
    fn item(&self, part: PartName, item: &[Block], style: Style, out: &mut String) {
        match item {
            [Block::Paragraph(runs)] => self.runs(runs, out),
            [Block::Paragraph(runs), rest @ ..] => {
                self.runs(runs, out);
                out.push('\n');
                self.blocks(part, rest, style, out);
            }
            _ => self.blocks(part, item, style, out),
        }
    }

    fn table(&self, rows: &[Vec<Vec<Inline>>], out: &mut String) {
        out.push_str("<table style=\"margin:0 0 16px;border-collapse:collapse\">\n");
        for (at, row) in rows.iter().enumerate() {
            let tag = if at == 0 { "th" } else { "td" };
            out.push_str("<tr>");
            for cell in row {
                let _ = write!(
                    out,
                    "<{tag} style=\"padding:4px 12px 4px 0;border-bottom:1px solid #d5d0c7;text-align:left\">"
                );
                self.runs(cell, out);
                let _ = write!(out, "</{tag}>");
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</table>\n");
    }

    fn runs(&self, runs: &[Inline], out: &mut String) {
        for run in runs {
            match run {
                Inline::Text(text) => escape(&words(text, self.chinese), out),
                Inline::Strong(inner) => self.wrapped("strong", inner, out),
                Inline::Emphasis(inner) => self.wrapped("em", inner, out),
                Inline::Link(target, inner) => {
                    out.push_str("<a href=\"");
                    escape(target, out);
                    out.push_str("\" style=\"color:#1f4e79\">");
                    self.runs(inner, out);
                    out.push_str("</a>");
                }
                Inline::Break => out.push_str("<br>\n"),
            }
        }
    }

    fn wrapped(&self, tag: &str, inner: &[Inline], out: &mut String) {
        let _ = write!(out, "<{tag}>");
        self.runs(inner, out);
        let _ = write!(out, "</{tag}>");
    }
}
