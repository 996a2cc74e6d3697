//! Any bytes at all as a mail server's answer, cut anywhere: no panic, no endless growth, and the cuts do not matter.
//!
//! `cargo +nightly fuzz run reply`

#![no_main]

use hearten::delivery::smtp::{Garbled, Offers, Reply, ReplyReader};
use libfuzzer_sys::fuzz_target;

/// Reads in pieces of this size.
fn read(bytes: &[u8], piece: usize) -> Result<Option<Reply>, Garbled> {
    let mut reader = ReplyReader::new();
    for piece in bytes.chunks(piece) {
        if let (_, Some(reply)) = reader.take(piece)? {
            return Ok(Some(reply));
        }
    }
    Ok(None)
}

fuzz_target!(|input: (u8, &[u8])| {
    let (piece, bytes) = input;
    let found = read(bytes, usize::from(piece).max(1));
    assert_eq!(found, read(bytes, bytes.len().max(1)));
    if let Ok(Some(reply)) = found {
        assert!((200..600).contains(&reply.code()));
        assert!(!reply.to_string().chars().any(char::is_control));
        let _ = (reply.enhanced(), reply.is_policy(), Offers::read(&reply));
    }
});
