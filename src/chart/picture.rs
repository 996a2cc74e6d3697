//! Drawings as PNG, with the fonts of the machine. A character that none of them has is said, and never drawn as an
//! empty box.

use super::canvas::Drawing;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// No picture is larger than this, in pixels of either side.
const LARGEST: f64 = 32_000.0;

/// The fonts that pictures are set in.
#[derive(Debug, Clone)]
pub struct Fonts {
    database: Arc<fontdb::Database>,
}

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// No font on this machine has these characters.
    #[error("no font here has {}", .0.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", "))]
    Missing(Vec<char>),
    /// There is no font at all.
    #[error("there is no font on this machine")]
    NoFont,
    /// The drawing is larger than any picture may be.
    #[error("the drawing is too large for a picture: {0} by {1} pixels")]
    TooLarge(u32, u32),
    /// What the drawing library says.
    #[error("{0}")]
    Other(String),
}

impl Fonts {
    /// The fonts that are installed on the machine, and those of a folder before them.
    pub fn of_machine(folder: Option<&Path>) -> Self {
        let mut database = fontdb::Database::new();
        if let Some(folder) = folder {
            database.load_fonts_dir(folder);
        }
        database.load_system_fonts();
        Self { database: Arc::new(database) }
    }

    /// Characters that no font has.
    fn lacking(&self, used: &BTreeSet<char>) -> Vec<char> {
        let mut open: Vec<char> = used.iter().copied().filter(|c| !c.is_ascii()).collect();
        for face in self.database.faces() {
            if open.is_empty() {
                break;
            }
            self.database.with_face_data(face.id, |data, index| {
                if let Ok(face) = ttf_parser::Face::parse(data, index) {
                    open.retain(|c| face.glyph_index(*c).is_none());
                }
            });
        }
        open
    }

    /// A family to fall back on: one that is there.
    fn any_family(&self) -> Option<String> {
        let preferred = ["Noto Sans", "DejaVu Sans", "Arial", "Segoe UI", "Helvetica"];
        let has = |name: &str| {
            self.database.faces().any(|face| face.families.iter().any(|(family, _)| family == name))
        };
        let known = preferred.into_iter().find(|name| has(name)).map(str::to_owned);
        known.or_else(|| Some(self.database.faces().next()?.families.first()?.0.clone()))
    }
}

/// The font that stands in for one that lacks a character: upright and plain, and without serifs where there is one.
fn fallback(
    c: char,
    tried: &[fontdb::ID],
    database: &mut Arc<fontdb::Database>,
) -> Option<fontdb::ID> {
    let has = |face: &&fontdb::FaceInfo| {
        let known = |data: &[u8], index| {
            ttf_parser::Face::parse(data, index).is_ok_and(|it| it.glyph_index(c).is_some())
        };
        !tried.contains(&face.id) && database.with_face_data(face.id, known).unwrap_or(false)
    };
    let rank = |face: &&fontdb::FaceInfo| {
        let family = face.families.first().map(|(name, _)| name.as_str()).unwrap_or_default();
        let plain = face.style == fontdb::Style::Normal && face.weight == fontdb::Weight::NORMAL;
        (family.contains("Serif") || family.contains("Mono"), !plain, !family.ends_with("SC"))
    };
    database.faces().filter(has).min_by_key(rank).map(|face| face.id)
}

/// A drawing as PNG, `scale` pixels for each of its own.
pub fn png(drawing: &Drawing, fonts: &Fonts, scale: f32) -> Result<Vec<u8>, Unreadable> {
    let family = fonts.any_family().ok_or(Unreadable::NoFont)?;
    let lacking = fonts.lacking(&drawing.letters);
    if !lacking.is_empty() {
        return Err(Unreadable::Missing(lacking.into_iter().take(12).collect()));
    }
    let fontdb = Arc::clone(&fonts.database);
    let mut options = Options { font_family: family, fontdb, ..Options::default() };
    options.font_resolver.select_fallback = Box::new(fallback);
    let tree = Tree::from_str(&drawing.document(), &options)
        .map_err(|error| Unreadable::Other(error.to_string()))?;
    let side = |length: f64| (length * f64::from(scale)).ceil().clamp(1.0, LARGEST + 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped above")]
    let (width, height) = (side(drawing.width) as u32, side(drawing.height) as u32);
    if side(drawing.width) > LARGEST || side(drawing.height) > LARGEST {
        return Err(Unreadable::TooLarge(width, height));
    }
    let mut pixmap = Pixmap::new(width, height).ok_or(Unreadable::TooLarge(width, height))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| Unreadable::Other(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{Fonts, Unreadable, png};
    use crate::chart::canvas::{Anchor, Canvas, Drawing, Head, Label};
    use crate::chart::metrics::NAME;
    use resvg::usvg::fontdb;
    use std::sync::Arc;

    fn drawing(words: &str) -> Drawing {
        let mut canvas = Canvas::default();
        canvas.text((4.0, 20.0), NAME, "name", Anchor::Start, &Label::english(words));
        let head = Head { title: "t".to_owned(), description: "d".to_owned() };
        canvas.finish(head, 120.0, 30.0)
    }

    #[test]
    fn without_any_font_there_is_no_picture() {
        let fonts = Fonts { database: Arc::new(fontdb::Database::new()) };
        assert_eq!(png(&drawing("Ana"), &fonts, 1.0), Err(Unreadable::NoFont));
    }

    #[test]
    fn a_character_without_a_font_is_named() {
        let fonts = Fonts::of_machine(None);
        // Of this place in the private area no font has a shape.
        let made = png(&drawing("A\u{10fffd}"), &fonts, 1.0);
        assert!(
            matches!(&made, Err(Unreadable::Missing(lacking)) if lacking == &['\u{10fffd}'])
                || made == Err(Unreadable::NoFont),
            "{made:?}"
        );
    }

    #[test]
    fn a_picture_is_as_large_as_asked_and_no_larger_than_can_be() {
        let fonts = Fonts::of_machine(None);
        if let Ok(bytes) = png(&drawing("Ana"), &fonts, 2.0) {
            // Width and height stand at bytes 16 to 24 of a PNG.
            assert_eq!(bytes[16..24], [0, 0, 0, 240, 0, 0, 0, 60]);
            let mut tall = drawing("Ana");
            tall.height = 50_000.0;
            let large = png(&tall, &fonts, 1.0);
            assert_eq!(large, Err(Unreadable::TooLarge(120, 32_001)));
        }
    }
}
