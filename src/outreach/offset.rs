use crate::diagnostic::Diagnostic;
use crate::document::{Node, Reader};
use serde::{Serialize, Serializer};
use std::fmt::{self, Display, Formatter};

/// How far one moment is from another: `-30m`, `4h`, `2d`.
///
/// Minutes and hours run on the clock; days are working days of the person concerned (domain 4.0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Offset {
    /// Minutes of the clock; may be negative.
    Minutes(i32),
    /// Working days; may be negative.
    WorkingDays(i16),
}

impl Offset {
    /// No distance at all.
    pub const ZERO: Self = Self::Minutes(0);

    /// Reads `-30m`, `4h`, `2d`; within a year.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let number: i32 = number.trim().parse().ok()?;
        let minutes = |each: i32| {
            let minutes = number.checked_mul(each)?;
            (minutes.abs() <= 366 * 24 * 60).then_some(Self::Minutes(minutes))
        };
        match unit {
            "m" => minutes(1),
            "h" => minutes(60),
            "d" if number.abs() <= 260 => i16::try_from(number).ok().map(Self::WorkingDays),
            _ => None,
        }
    }

    /// Whether it lies behind another, wherever weekends and holidays fall: a working day is at least
    /// some hours on the clock, and at most some weeks.
    pub fn is_surely_after(self, other: Self) -> bool {
        let (earliest, _) = self.range();
        let (_, latest) = other.range();
        match (self, other) {
            (Self::WorkingDays(own), Self::WorkingDays(other)) => own > other,
            _ => earliest > latest,
        }
    }

    /// Between which minutes of the clock it can lie.
    fn range(self) -> (i64, i64) {
        const SHORTEST: i64 = 8 * 60;
        const LONGEST: i64 = 20 * 24 * 60;
        match self {
            Self::Minutes(minutes) => (minutes.into(), minutes.into()),
            Self::WorkingDays(days) if days < 0 => {
                (i64::from(days) * LONGEST, i64::from(days) * SHORTEST)
            }
            Self::WorkingDays(days) => {
                (i64::from(days) * SHORTEST, (i64::from(days) + 1) * LONGEST)
            }
        }
    }
}

impl Display for Offset {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Minutes(minutes) if minutes % 60 == 0 => write!(f, "{}h", minutes / 60),
            Self::Minutes(minutes) => write!(f, "{minutes}m"),
            Self::WorkingDays(days) => write!(f, "{days}d"),
        }
    }
}

impl Serialize for Offset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Reader<'_> {
    /// A distance in time such as `"4h"`.
    pub(super) fn offset(&mut self, node: &Node<'_>) -> Option<Offset> {
        let typed = self.text(node)?;
        let offset = Offset::parse(&typed);
        if offset.is_none() {
            let title =
                format!("`{}` is no distance in time: `{}`", typed.escape_debug(), node.name);
            self.reject(
                node,
                Diagnostic::error(title).hint(
                    "write minutes, hours or working days of at most a year: `-30m`, `4h`, `2d`",
                ),
            );
        }
        offset
    }
}

#[cfg(test)]
mod tests {
    use super::Offset;

    #[test]
    fn what_is_surely_later_is_known_without_a_calendar() {
        let after =
            |own, other| Offset::parse(own).unwrap().is_surely_after(Offset::parse(other).unwrap());
        assert!(after("4h", "1h") && after("2d", "1d") && after("2d", "4h"));
        assert!(after("0h", "-1d") && after("-1h", "-1d") && after("600h", "0d"));
        assert!(!after("1h", "4h") && !after("1h", "1h") && !after("8h", "1d"));
        assert!(!after("1d", "24h") && !after("-3d", "-1h") && !after("9h", "0d"));
    }

    #[test]
    fn offsets_are_read_and_written_alike() {
        for text in ["-30m", "4h", "0h", "2d", "-1d"] {
            assert_eq!(Offset::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Offset::parse(" 90 m"), Some(Offset::Minutes(90)));
        for text in ["", "h", "4", "4w", "1.5h", "999999h", "400d", "時"] {
            assert_eq!(Offset::parse(text), None, "{text}");
        }
    }
}
