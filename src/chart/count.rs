//! Counts as drawings need them.

/// So many people, in words.
pub(super) fn people_of(count: usize) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

/// A number with its sign: `+2`, `0`, `−1`.
pub(super) fn signed(number: i64) -> String {
    match number {
        0 => "0".to_owned(),
        number if number < 0 => format!("\u{2212}{}", -number),
        number => format!("+{number}"),
    }
}

/// Small counts as pixels need them.
#[expect(clippy::cast_precision_loss, reason = "counts of boxes are small")]
pub(super) fn to_f64(count: usize) -> f64 {
    count as f64
}
