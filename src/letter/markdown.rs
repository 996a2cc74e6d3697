//! A letter's Markdown as a small tree: just what a letter needs, and nothing raw.

use super::opaque::{holds_value, is_reserved, next_value, reveal};
use crate::diagnostic::Span;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A block of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    Heading(Vec<Inline>),
    /// Items of a list; the first number when it is a numbered one.
    List(Option<u64>, Vec<Vec<Block>>),
    Quote(Vec<Block>),
    /// Rows of cells; the first row is the head.
    Table(Vec<Vec<Vec<Inline>>>),
    Rule,
}

/// A run inside a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inline {
    Text(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Link(String, Vec<Inline>),
    Break,
}

/// How deep quotes and lists may stand in one another.
const DEEPEST: usize = 32;

/// Reads Markdown. Raw HTML and images are left out; a link whose target came from data, or is not
/// `https`, `mailto` or `tel`, keeps its words only; so deep that no reader would follow, nothing
/// is kept.
///
/// Values stay hidden in the runs: read them with [`words`].
///
/// Returns the tree and the first piece that was left out though its author wrote it.
pub(super) fn parse(text: &str) -> (Vec<Block>, Option<String>) {
    let mut reader =
        Reader { frames: vec![Frame::new(FrameKind::Root)], dropped: None, in_html: false };
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        reader.event(event);
    }
    reader.finish()
}

/// A block or run that is being read.
struct Frame {
    kind: FrameKind,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    items: Vec<Vec<Block>>,
    cells: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
}

enum FrameKind {
    Root,
    Paragraph,
    Heading,
    Quote,
    List(Option<u64>),
    Item,
    Strong,
    Emphasis,
    Link(String),
    Table,
    Row,
    Cell,
    /// Keeps the words and drops the form.
    Plain,
    /// Drops all.
    Nothing,
}

impl Frame {
    fn new(kind: FrameKind) -> Self {
        Self {
            kind,
            blocks: Vec::new(),
            inlines: Vec::new(),
            items: Vec::new(),
            cells: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// The blocks of this frame, with loose runs (as in tight list items) as a paragraph.
    fn into_blocks(mut self) -> Vec<Block> {
        self.settle();
        self.blocks
    }

    fn settle(&mut self) {
        if !self.inlines.is_empty() {
            let inlines = std::mem::take(&mut self.inlines);
            self.blocks.push(Block::Paragraph(inlines));
        }
    }
}

struct Reader {
    frames: Vec<Frame>,
    dropped: Option<String>,
    in_html: bool,
}

impl Reader {
    fn top(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::new(FrameKind::Root));
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn open(&mut self, kind: FrameKind) {
        let kind = if self.frames.len() > DEEPEST {
            self.leave_out("quotes or lists in quotes or lists without end");
            FrameKind::Nothing
        } else {
            kind
        };
        if matches!(
            kind,
            FrameKind::Paragraph
                | FrameKind::Heading
                | FrameKind::Quote
                | FrameKind::List(_)
                | FrameKind::Table
        ) {
            self.top().settle();
        }
        self.frames.push(Frame::new(kind));
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(text) => {
                if self.in_html {
                    self.leave_out(&text);
                } else {
                    self.push_text(&text);
                }
            }
            Event::Code(text) => self.push_text(&text),
            Event::SoftBreak => self.push_text("\n"),
            Event::HardBreak => self.top().inlines.push(Inline::Break),
            Event::Rule => {
                self.top().settle();
                self.top().blocks.push(Block::Rule);
            }
            Event::Html(html) | Event::InlineHtml(html) => self.leave_out(&html),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let kind = match tag {
            Tag::Paragraph | Tag::CodeBlock(_) => FrameKind::Paragraph,
            Tag::Heading { .. } => FrameKind::Heading,
            Tag::BlockQuote(_) => FrameKind::Quote,
            Tag::List(first) => FrameKind::List(first),
            Tag::Item => FrameKind::Item,
            Tag::Strong => FrameKind::Strong,
            Tag::Emphasis => FrameKind::Emphasis,
            Tag::Link { dest_url, .. } if is_safe_target(&dest_url) => {
                FrameKind::Link(dest_url.into_string())
            }
            Tag::Link { dest_url, .. } => {
                if !holds_value(&dest_url) {
                    self.leave_out(&format!("[…]({dest_url})"));
                }
                FrameKind::Plain
            }
            Tag::Table(_) => FrameKind::Table,
            Tag::TableHead | Tag::TableRow => FrameKind::Row,
            Tag::TableCell => FrameKind::Cell,
            Tag::Image { dest_url, .. } => {
                self.leave_out(&format!("![…]({dest_url})"));
                FrameKind::Nothing
            }
            Tag::HtmlBlock => {
                self.in_html = true;
                FrameKind::Nothing
            }
            _ => FrameKind::Plain,
        };
        self.open(kind);
    }

    fn end(&mut self, end: TagEnd) {
        if end == TagEnd::HtmlBlock {
            self.in_html = false;
        }
        if self.frames.len() < 2 {
            return;
        }
        let Some(frame) = self.frames.pop() else { return };
        let parent = self.top();
        match frame.kind {
            FrameKind::Paragraph => parent.blocks.push(Block::Paragraph(frame.inlines)),
            FrameKind::Heading => parent.blocks.push(Block::Heading(frame.inlines)),
            FrameKind::Quote => parent.blocks.push(Block::Quote(frame.into_blocks())),
            FrameKind::List(first) => parent.blocks.push(Block::List(first, frame.items)),
            FrameKind::Item => parent.items.push(frame.into_blocks()),
            FrameKind::Strong => parent.inlines.push(Inline::Strong(frame.inlines)),
            FrameKind::Emphasis => parent.inlines.push(Inline::Emphasis(frame.inlines)),
            FrameKind::Link(target) => parent.inlines.push(Inline::Link(target, frame.inlines)),
            FrameKind::Table => parent.blocks.push(Block::Table(frame.rows)),
            FrameKind::Row => parent.rows.push(frame.cells),
            FrameKind::Cell => parent.cells.push(frame.inlines),
            FrameKind::Plain => parent.inlines.extend(frame.inlines),
            FrameKind::Root | FrameKind::Nothing => {}
        }
    }

    fn push_text(&mut self, text: &str) {
        let inlines = &mut self.top().inlines;
        if let Some(Inline::Text(last)) = inlines.last_mut() {
            last.push_str(text);
        } else {
            inlines.push(Inline::Text(text.to_owned()));
        }
    }

    fn leave_out(&mut self, piece: &str) {
        if self.dropped.is_none() {
            self.dropped = Some(reveal(piece.trim()));
        }
    }

    fn finish(mut self) -> (Vec<Block>, Option<String>) {
        while self.frames.len() > 1 {
            self.end(TagEnd::Paragraph);
        }
        let blocks = self.frames.pop().map(Frame::into_blocks).unwrap_or_default();
        (blocks, self.dropped)
    }
}

/// Whether a link may stand: a target that a template's author wrote, of a kind that mail programs
/// open safely (L-33).
fn is_safe_target(target: &str) -> bool {
    !holds_value(target)
        && ["https://", "mailto:", "tel:"].iter().any(|scheme| target.starts_with(scheme))
}

/// The words of a run: soft line breaks joined, values read back.
///
/// A soft break becomes a blank between Latin words and nothing between Chinese characters. Beside
/// a person's value the letter's language decides, so that one wording breaks the same way for all.
/// A line feed in the outcome comes from a value and is meant.
pub(super) fn words(text: &str, chinese: bool) -> String {
    reveal(&join_soft_breaks(text, chinese))
}

/// The words of a run as [`words`] gives them, and which of them are values.
pub(super) fn marked_words(text: &str, chinese: bool) -> (String, Vec<Span>) {
    let joined = join_soft_breaks(text, chinese);
    let (mut words, mut values) = (String::with_capacity(joined.len()), Vec::new());
    let mut rest = joined.as_str();
    while let Some((before, value, after)) = next_value(rest) {
        words.push_str(before);
        let start = words.len();
        words.push_str(&reveal(value));
        values.push(start..words.len());
        rest = after;
    }
    words.push_str(&reveal(rest));
    (words, values)
}

fn join_soft_breaks(text: &str, chinese: bool) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\n' {
            out.push(c);
            continue;
        }
        let tight = |c: Option<char>| match c {
            Some(c) if is_reserved(c) => chinese,
            Some(c) => unicode_width::UnicodeWidthChar::width(c) == Some(2),
            None => true,
        };
        if !(tight(out.chars().next_back()) && tight(chars.peek().copied())) {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Block, Inline, parse, words};

    fn text(words: &str) -> Inline {
        Inline::Text(words.to_owned())
    }

    #[test]
    fn a_letter_becomes_a_small_tree() {
        let (blocks, dropped) = parse("Dear **all**,\\\nnext\n\n1. one\n2. *two*\n\n---\n");
        assert_eq!(dropped, None);
        assert_eq!(
            blocks,
            [
                Block::Paragraph(vec![
                    text("Dear "),
                    Inline::Strong(vec![text("all")]),
                    text(","),
                    Inline::Break,
                    text("next")
                ]),
                Block::List(
                    Some(1),
                    vec![
                        vec![Block::Paragraph(vec![text("one")])],
                        vec![Block::Paragraph(vec![Inline::Emphasis(vec![text("two")])])]
                    ]
                ),
                Block::Rule,
            ]
        );
    }

    #[test]
    fn l_33_only_safe_targets_stay_links() {
        let (blocks, _) =
            parse("[a](https://x.example) [b](javascript:alert) [c](http://x.example)");
        let Block::Paragraph(runs) = &blocks[0] else { panic!("no paragraph") };
        assert_eq!(runs[0], Inline::Link("https://x.example".to_owned(), vec![text("a")]));
        assert_eq!(
            parse("![x](https://x.example/open.gif)").1.as_deref(),
            Some("![…](https://x.example/open.gif)")
        );
        assert!(runs[1..].iter().all(|run| !matches!(run, Inline::Link(..))));
    }

    #[test]
    fn depth_without_end_is_left_out_and_named() {
        for deep in [">".repeat(5000), "* ".repeat(5000), "**a *b ".repeat(5000)] {
            let (blocks, dropped) = parse(&format!("{deep} end\n\nafter"));
            assert!(format!("{blocks:?}").contains("after"));
            assert!(dropped.is_none_or(|piece| piece.contains("without end")));
        }
        assert_eq!(parse(&format!("{} fine", ">".repeat(20))).1, None);
    }

    #[test]
    fn e_35_raw_html_is_left_out_and_named() {
        let (blocks, dropped) = parse("before <b>x</b>\n\n<script>alert(1)</script>\n\nafter");
        assert_eq!(dropped.as_deref(), Some("<b>"));
        let shown = format!("{blocks:?}");
        assert!(shown.contains("after") && !shown.contains("alert") && !shown.contains("<b>"));
    }

    #[test]
    fn soft_breaks_join_as_the_script_wants() {
        assert_eq!(words("one\ntwo", false), "one two");
        assert_eq!(words("第一\n第二", true), "第一第二");
        assert_eq!(words("见 A\n第二", true), "见 A 第二");
    }
}
