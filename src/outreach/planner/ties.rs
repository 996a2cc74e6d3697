use crate::roster::Contact;

/// What stands between the parts of a tie: it comes before every character of a name.
pub(super) const BETWEEN: u8 = 0;

/// What decides between two people of one account and score (P-04).
pub(super) fn tie(contact: &Contact) -> Vec<u8> {
    let Contact { name, id, .. } = contact;
    [name.family.as_bytes(), name.given.as_bytes(), id.as_str().as_bytes()].join(&BETWEEN)
}

/// The ties of everybody, in pieces of one size: a list that grew as a whole would be copied, and leave
/// holes in the memory.
#[derive(Debug, Default)]
pub(super) struct Ties(Vec<Vec<u8>>);

/// Where a tie stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct TieAt {
    piece: u16,
    start: u16,
    length: u16,
}

/// The size of a piece, so that every place in it is a number of 16 bits.
const PIECE: usize = 1 << u16::BITS;

impl Ties {
    /// Adds a tie.
    pub(super) fn add(&mut self, tie: &[u8]) -> TieAt {
        let tie = &tie[..tie.len().min(u16::MAX.into())];
        if self.0.last().is_none_or(|piece| piece.len() + tie.len() > PIECE) {
            self.0.push(Vec::with_capacity(PIECE));
        }
        let number = self.0.len() - 1;
        let piece = &mut self.0[number];
        let start = piece.len();
        piece.extend_from_slice(tie);
        let short = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        TieAt { piece: short(number), start: short(start), length: short(tie.len()) }
    }

    /// The tie that stands there.
    pub(super) fn get(&self, at: TieAt) -> &[u8] {
        &self.0[usize::from(at.piece)][at.start.into()..][..at.length.into()]
    }
}
