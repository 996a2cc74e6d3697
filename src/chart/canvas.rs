//! SVG as it is written: rectangles, lines, texts, and the document around them.

use super::metrics::{Face, HEAD, SMALL, fit};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    pub(super) const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    pub(super) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub(super) fn middle(&self) -> f64 {
        self.x + self.width / 2.0
    }
}

/// Where a text stands in respect of its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// What is drawn, in the order in which it is painted.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    body: String,
    letters: BTreeSet<char>,
}

impl Canvas {
    /// A group of shapes that says by itself what it is, to whoever points at it.
    pub(super) fn group(&mut self, class: &str, told: &str, draw: impl FnOnce(&mut Self)) {
        let _ = write!(self.body, "<g class=\"{class}\"><title>{}</title>", escaped(told));
        draw(self);
        self.body.push_str("</g>\n");
    }

    pub(super) fn rect(&mut self, rect: Rect, class: &str) {
        let Rect { x, y, width, height } = rect;
        // Small ones are marks, whose corners tell them from circles.
        let round = if width.min(height) <= 14.0 { 1 } else { 5 };
        let _ = write!(
            self.body,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{round}\"/>",
            number(x),
            number(y),
            number(width),
            number(height)
        );
    }

    /// A line through points.
    pub(super) fn line(&mut self, points: &[(f64, f64)], class: &str) {
        let _ = write!(self.body, "<polyline class=\"{class}\" points=\"{}\"/>", joined(points));
    }

    /// An area within points.
    pub(super) fn area(&mut self, points: &[(f64, f64)], class: &str) {
        let _ = write!(self.body, "<polygon class=\"{class}\" points=\"{}\"/>", joined(points));
    }

    pub(super) fn circle(&mut self, x: f64, y: f64, radius: f64, class: &str) {
        let _ = write!(
            self.body,
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
            number(x),
            number(y),
            number(radius)
        );
    }

    /// A text on a base line. `language` is that of the words when it is not English.
    pub(super) fn text(
        &mut self,
        (x, y): (f64, f64),
        face: Face,
        class: &str,
        anchor: Anchor,
        text: &Label<'_>,
    ) {
        if text.words.is_empty() {
            return;
        }
        self.letters.extend(text.words.chars());
        let _ = write!(
            self.body,
            // As style, since a page may have sizes for classes of the same name.
            "<text class=\"{class}\" x=\"{}\" y=\"{}\" style=\"font-size:{}px\"",
            number(x),
            number(y),
            number(face.size)
        );
        if face.bold {
            self.body.push_str(" font-weight=\"bold\"");
        }
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => self.body.push_str(" text-anchor=\"middle\""),
            Anchor::End => self.body.push_str(" text-anchor=\"end\""),
        }
        if let Some(language) = text.language {
            let _ = write!(self.body, " lang=\"{language}\" xml:lang=\"{language}\"");
        }
        let _ = write!(self.body, ">{}</text>", escaped(text.words));
    }

    /// The finished drawing.
    pub(super) fn finish(self, head: Head, width: f64, height: f64) -> Drawing {
        let Head { title, description } = head;
        Drawing { title, description, width, height, letters: self.letters, body: self.body }
    }
}

/// Words to be written, and the language they are in when it is not English.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'t> {
    pub(super) words: &'t str,
    pub(super) language: Option<&'t str>,
}

impl<'t> Label<'t> {
    pub(super) const fn english(words: &'t str) -> Self {
        Self { words, language: None }
    }
}

/// The width of all drawings but the longest fishbones: a page of A4 between its margins.
pub(super) const WIDTH: f64 = 800.0;
/// What stays free on every side.
pub(super) const MARGIN: f64 = 20.0;

/// Of what a drawing is, at its head, and beside it what kind it is and when it was made.
pub(super) fn headline(canvas: &mut Canvas, width: f64, of: &Label<'_>, kind: &str) {
    let words = fit(of.words, HEAD, width - 2.0 * MARGIN - 170.0);
    canvas.text((MARGIN, 34.0), HEAD, "name", Anchor::Start, &Label { words: &words, ..*of });
    canvas.text((width - MARGIN, 34.0), SMALL, "soft", Anchor::End, &Label::english(kind));
}

/// What a drawing is, in a few words and in some more.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) description: String,
}

/// A finished drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// What it is, in a few words.
    pub title: String,
    /// What it shows, in some more, for who cannot see it.
    pub description: String,
    /// Its width in pixels.
    pub width: f64,
    /// Its height in pixels.
    pub height: f64,
    /// The characters that a font must have.
    pub(super) letters: BTreeSet<char>,
    body: String,
}

/// Colours and lines of all charts.
pub const STYLE: &str = include_str!("../../templates/charts/chart.css");

impl Drawing {
    /// The drawing as a document of its own.
    pub fn document(&self) -> String {
        let style = format!("<style>{STYLE}</style>\n");
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", self.written("chart", &style))
    }

    /// The drawing within a page that holds [`STYLE`]; `id` is its own among all drawings of the page.
    pub fn within_page(&self, id: &str) -> String {
        self.written(id, "")
    }

    fn written(&self, id: &str, style: &str) -> String {
        let (width, height) = (number(self.width), number(self.height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\">\n\
             <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n{style}\
             <rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>\n{}</svg>",
            escaped(&self.title),
            escaped(&self.description),
            self.body
        )
    }
}

fn joined(points: &[(f64, f64)]) -> String {
    let points: Vec<String> =
        points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
    points.join(" ")
}

/// A number with at most one place.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// Text for XML; what XML cannot hold is left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, number};

    #[test]
    fn numbers_are_short_and_texts_are_safe() {
        assert_eq!(
            (number(3.0), number(3.25), number(-0.5)),
            ("3".into(), "3.2".into(), "-0.5".into())
        );
        assert_eq!(escaped("a<b> & \"c\"\u{0}\n"), "a&lt;b&gt; &amp; &quot;c&quot; ");
    }
}
