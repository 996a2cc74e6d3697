//! How wide a text is, and what fits into so much room.
//!
//! Whoever opens a chart has other fonts than we, so a text is measured with the widest of the common ones: the
//! advances of `DejaVu Sans` in thousandths of its size (`advances.txt`, made by `advances.py`). Every other
//! font in the list of the style sheet is narrower, so that what fits here fits there.

use std::sync::LazyLock;
use unicode_width::UnicodeWidthChar;

/// Bold letters are wider by so much, at the most, in a line.
const BOLD: f64 = 1.15;

/// Runs of characters with their advances: the first character, then one advance after another.
static ADVANCES: LazyLock<Vec<(u32, Vec<u16>)>> = LazyLock::new(|| {
    let rows = include_str!("advances.txt").lines();
    rows.filter_map(|row| {
        let mut cells = row.split(' ');
        let first = u32::from_str_radix(cells.next()?, 16).ok()?;
        Some((first, cells.filter_map(|cell| cell.parse().ok()).collect()))
    })
    .collect()
});

/// A face of the one family that charts are set in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Face {
    /// The size in pixels.
    pub(super) size: f64,
    pub(super) bold: bool,
}

/// What a box holds in its first line.
pub(super) const NAME: Face = Face { size: 13.0, bold: true };
/// The other lines of a box.
pub(super) const SMALL: Face = Face { size: 11.0, bold: false };
/// Headings within a drawing.
pub(super) const HEAD: Face = Face { size: 14.0, bold: true };

/// The width of a text in pixels, never less than it takes.
pub(super) fn width(text: &str, face: Face) -> f64 {
    let thousandths: f64 = text.chars().map(advance).sum();
    thousandths * face.size / 1000.0 * if face.bold { BOLD } else { 1.0 }
}

/// Thousandths of the size of one character. What the table lacks takes a whole square, as Chinese does.
fn advance(c: char) -> f64 {
    match c.width() {
        Some(0) | None => return 0.0,
        Some(2) => return 1000.0,
        Some(_) => {}
    }
    let code = u32::from(c);
    let at = ADVANCES.partition_point(|(first, _)| *first <= code);
    let known = at.checked_sub(1).and_then(|at| {
        let (first, row) = &ADVANCES[at];
        row.get((code - first) as usize)
    });
    known.map_or(1000.0, |advance| f64::from(*advance))
}

/// A text cut to a width, with an ellipsis where it was cut.
pub(super) fn fit(text: &str, face: Face, most: f64) -> String {
    let text = text.trim();
    if width(text, face) <= most {
        return text.to_owned();
    }
    let room = most - width("…", face);
    let mut kept = String::new();
    let mut taken = 0.0;
    let mut buffer = [0; 4];
    for c in text.chars() {
        taken += width(c.encode_utf8(&mut buffer), face);
        if taken > room {
            break;
        }
        kept.push(c);
    }
    let kept = kept.trim_end();
    if kept.is_empty() && room < 0.0 { String::new() } else { format!("{kept}…") }
}

/// A text in so many lines at the most, broken where lines may be broken; the last one is cut.
pub(super) fn lines(text: &str, face: Face, most: f64, count: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if lines.len() + 1 >= count || width(rest, face) <= most {
            lines.push(fit(rest, face, most));
            break;
        }
        let breaks = unicode_linebreak::linebreaks(rest).map(|(at, _)| at);
        let end = breaks.take_while(|at| width(rest[..*at].trim_end(), face) <= most).last();
        let Some(end) = end else {
            // One word that is longer than the line.
            lines.push(fit(rest, face, most));
            break;
        };
        lines.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{NAME, SMALL, fit, lines, width};
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn widths_are_those_of_a_real_font() {
        assert!((width("mmm", SMALL) - 3.0 * 0.974 * 11.0).abs() < 0.01);
        assert!((width("王伟", SMALL) - 22.0).abs() < 0.01);
        assert!(width("iii", SMALL) < width("MMM", SMALL));
        assert!(width("Anna", NAME) > width("Anna", SMALL));
        assert!(width("محمد", SMALL) > 11.0);
    }

    #[test]
    fn long_names_are_broken_and_then_cut() {
        let name = "Dr.-Ing. Karl-Friedrich von Hohenstein-Oberkassel";
        let two = lines(name, NAME, 180.0, 2);
        assert_eq!(two.len(), 2);
        assert!(two[0].starts_with("Dr.-Ing. Karl-"), "{two:?}");
        assert_eq!(lines("王伟", NAME, 180.0, 2), ["王伟"]);
        assert!(fit("Bundesanstaltsverwaltungsgesellschaft", SMALL, 80.0).ends_with('…'));
    }

    proptest! {
        #[test]
        fn whatever_is_fitted_fits(text in "\\PC{0,60}", most in 20.0..300.0_f64) {
            prop_assert!(width(&fit(&text, NAME, most), NAME) <= most + 0.01);
            for line in lines(&text, SMALL, most, 3) {
                prop_assert!(width(&line, SMALL) <= most + 0.01, "{line:?}");
            }
        }
    }
}
