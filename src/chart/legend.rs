//! What the marks mean, below the charts that use them.

use super::canvas::{Anchor, Canvas, Label, Rect};
use super::metrics::{SMALL, lines, width};
use super::person_box::{attitude_mark, star_mark};
use crate::roster::{Attitude, Role};

const LINE: f64 = 20.0;

/// Draws the legend below a place, within a width; gives where it ends.
pub(super) fn draw(canvas: &mut Canvas, (left, top): (f64, f64), room: f64) -> f64 {
    let mut pen = Pen { x: left, y: top + 14.0, left, right: left + room };
    for (attitude, words) in [
        (Attitude::parse("-1"), "\u{2212}1 opposes us"),
        (Attitude::parse("0"), "0 neutral"),
        (Attitude::parse("1"), "+1 supports us"),
        (Attitude::parse("2"), "+2 us alone, +3 coach"),
        (None, "? not known"),
    ] {
        let (x, y) = pen.next(26.0 + width(words, SMALL));
        attitude_mark(canvas, (x + 9.0, y - 4.0), attitude);
        canvas.text((x + 22.0, y), SMALL, "soft", Anchor::Start, &Label::english(words));
    }
    pen.line();
    for role in Role::ALL {
        let (x, y) = pen.next(24.0 + width(role.name(), SMALL));
        canvas.rect(Rect::new(x, y - 12.0, 16.0, 16.0), "role");
        let letter = Label::english(role.letter());
        canvas.text((x + 8.0, y), SMALL, "on", Anchor::Middle, &letter);
        canvas.text((x + 20.0, y), SMALL, "soft", Anchor::Start, &Label::english(role.name()));
    }
    let words = "star of tomorrow";
    let (x, y) = pen.next(24.0 + width(words, SMALL));
    star_mark(canvas, (x + 8.0, y - 4.0));
    canvas.text((x + 20.0, y), SMALL, "soft", Anchor::Start, &Label::english(words));
    let words = "! overdue, or missing";
    let (x, y) = pen.next(width(words, SMALL));
    canvas.text((x, y), SMALL, "warn", Anchor::Start, &Label::english(words));
    pen.y + 8.0
}

/// Writes a note below a drawing, in as many lines as it needs; gives where the next one stands.
pub(super) fn note(canvas: &mut Canvas, (left, top): (f64, f64), room: f64, text: &str) -> f64 {
    let mut y = top;
    for line in lines(text, SMALL, room, 4) {
        canvas.text((left, y), SMALL, "soft", Anchor::Start, &Label::english(&line));
        y += 16.0;
    }
    y
}

/// Where the next entry stands.
struct Pen {
    x: f64,
    y: f64,
    left: f64,
    right: f64,
}

impl Pen {
    fn next(&mut self, wide: f64) -> (f64, f64) {
        if self.x + wide > self.right && self.x > self.left {
            self.line();
        }
        let at = (self.x, self.y);
        self.x += wide + 20.0;
        at
    }

    fn line(&mut self) {
        (self.x, self.y) = (self.left, self.y + LINE);
    }
}
