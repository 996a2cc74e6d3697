//! A text with gaps for each person's values.

use super::opaque::slot_of;

/// One piece: fixed text, or the number of the value that fills the gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Fixed(String),
    Slot(usize),
}

/// Cuts a text at its slot characters.
pub(super) fn cut(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut fixed = String::new();
    for c in text.chars() {
        match slot_of(c) {
            Some(slot) => {
                if !fixed.is_empty() {
                    pieces.push(Piece::Fixed(std::mem::take(&mut fixed)));
                }
                pieces.push(Piece::Slot(slot));
            }
            None => fixed.push(c),
        }
    }
    if !fixed.is_empty() {
        pieces.push(Piece::Fixed(fixed));
    }
    pieces
}

/// Whether a text has a gap.
pub(super) fn has_slot(text: &str) -> bool {
    text.chars().any(|c| slot_of(c).is_some())
}

/// Writes the pieces, each gap filled by `value`, which writes the value as the place wants it.
pub(super) fn fill(pieces: &[Piece], out: &mut String, mut value: impl FnMut(usize, &mut String)) {
    for piece in pieces {
        match piece {
            Piece::Fixed(text) => out.push_str(text),
            Piece::Slot(slot) => value(*slot, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, cut, fill};
    use crate::letter::opaque::slot;

    #[test]
    fn what_is_cut_fills_again() {
        let text = format!("Dear {},", slot(3).unwrap());
        let pieces = cut(&text);
        assert_eq!(
            pieces,
            [Piece::Fixed("Dear ".into()), Piece::Slot(3), Piece::Fixed(",".into())]
        );
        let mut out = String::new();
        fill(&pieces, &mut out, |slot, out| out.push_str(["", "", "", "Ana"][slot]));
        assert_eq!(out, "Dear Ana,");
    }
}
