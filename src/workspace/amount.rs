use crate::diagnostic::Diagnostic;
use crate::document::{Node, Reader};
use std::fmt::{self, Display, Formatter};
use std::ops::RangeInclusive;
use std::time::Duration;
use toml::de::DeValue;

const DAY: Duration = Duration::from_hours(24);

/// How many letters may leave within a time, in the words of mail providers: `30 per 1m` (P-17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many letters; at least one.
    pub count: u32,
    /// Within any time of this length; never zero.
    pub per: Duration,
}

impl Rate {
    /// What holds when the settings name no rate: `20 per 1m` and `10000 per 1d` (P-17).
    pub const DEFAULT: [Self; 2] =
        [Self { count: 20, per: Duration::from_mins(1) }, Self { count: 10_000, per: DAY }];

    /// Reads `30 per 1m`.
    pub fn parse(text: &str) -> Option<Self> {
        let (count, per) = text.split_once(" per ")?;
        let count = count.trim().replace([',', '_'], "").parse().ok()?;
        let per = length(per)?;
        let sound = count > 0 && (Duration::from_secs(1)..=31 * DAY).contains(&per);
        sound.then_some(Self { count, per })
    }

    /// How long so many letters take at least, when nothing has been sent before.
    pub fn time_for(self, letters: u64) -> Duration {
        let windows = letters.saturating_sub(1) / u64::from(self.count);
        self.per.saturating_mul(u32::try_from(windows).unwrap_or(u32::MAX))
    }
}

impl Display for Rate {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} per {}", self.count, Length(self.per))
    }
}

/// A part of a whole, such as `2%`, kept in hundredths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u32);

impl Share {
    /// So many hundredths of a percent; at most the whole.
    pub const fn hundredths(hundredths: u32) -> Self {
        Self(if hundredths > 10_000 { 10_000 } else { hundredths })
    }

    /// Reads `2%` or `0.5%`.
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.trim().strip_suffix('%')?.trim_end();
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 2 {
            return None;
        }
        let part: u32 = format!("{part:0<2}").parse().ok()?;
        let all = whole.parse::<u32>().ok()?.checked_mul(100)?.checked_add(part)?;
        (all <= 10_000).then_some(Self(all))
    }

    /// This part of a number, rounded up.
    pub fn of(self, whole: u64) -> u64 {
        let part = (u128::from(whole) * u128::from(self.0)).div_ceil(10_000);
        u64::try_from(part).unwrap_or(u64::MAX)
    }

    /// Whether `part` is more than this share of `whole`.
    pub fn is_exceeded(self, part: u64, whole: u64) -> bool {
        u128::from(part) * 10_000 > u128::from(whole) * u128::from(self.0)
    }
}

impl Display for Share {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole}%"),
            (whole, part) if part % 10 == 0 => write!(f, "{whole}.{}%", part / 10),
            (whole, part) => write!(f, "{whole}.{part:02}%"),
        }
    }
}

/// A length of time as the settings write it: `120s`, `10m`, `4h`, `1d`, `500ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length(pub Duration);

impl Display for Length {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        if self.0.subsec_nanos() > 0 {
            return write!(f, "{}ms", self.0.as_millis());
        }
        match seconds {
            0 => f.write_str("0s"),
            _ if seconds.is_multiple_of(86_400) => write!(f, "{}d", seconds / 86_400),
            _ if seconds.is_multiple_of(3600) => write!(f, "{}h", seconds / 3600),
            _ if seconds.is_multiple_of(60) => write!(f, "{}m", seconds / 60),
            _ => write!(f, "{seconds}s"),
        }
    }
}

/// Reads a length of time of at most a year.
pub(super) fn length(text: &str) -> Option<Duration> {
    let text = text.trim();
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number: u64 = text[..text.len() - unit.len()].parse().ok()?;
    let milliseconds = match unit.trim_start() {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    let length = Duration::from_millis(number.checked_mul(milliseconds)?);
    (length <= 366 * DAY).then_some(length)
}

impl Reader<'_> {
    /// A length of time within bounds, such as `"120s"` or `"10m"`.
    pub(super) fn length(
        &mut self,
        node: &Node<'_>,
        bounds: RangeInclusive<Duration>,
    ) -> Option<Duration> {
        let typed = self.text(node)?;
        let Some(length) = length(&typed) else {
            let title = format!("`{}` is no length of time: `{}`", typed.escape_debug(), node.name);
            let hint = "write a number and its unit: `30s`, `10m`, `4h` or `1d`";
            self.reject(node, Diagnostic::error(title).hint(hint));
            return None;
        };
        if bounds.contains(&length) {
            return Some(length);
        }
        let title = format!("`{}` is out of bounds for `{}`", typed.escape_debug(), node.name);
        let (least, most) = (Length(*bounds.start()), Length(*bounds.end()));
        let hint = format!("write a time from `{least}` to `{most}`");
        self.reject(node, Diagnostic::error(title).hint(hint));
        None
    }

    /// A part of a whole, such as `"2%"`.
    pub(super) fn share(&mut self, node: &Node<'_>) -> Option<Share> {
        let typed = match node.value.get_ref() {
            DeValue::Integer(number) => format!("{}%", number.as_str()),
            _ => self.text(node)?,
        };
        let share = Share::parse(&typed).filter(|_| node.str().is_some());
        if share.is_none() {
            let shown = node.str().map_or(typed.trim_end_matches('%'), |text| text);
            let title = format!("`{}` is no share: `{}`", shown.escape_debug(), node.name);
            let hint = "write percent from 0 to 100 in quotes, such as `\"2%\"` or `\"0.5%\"`";
            self.reject(node, Diagnostic::error(title).hint(hint));
        }
        share
    }

    /// One rate, such as `"30 per 1m"`.
    pub(super) fn rate(&mut self, node: &Node<'_>) -> Option<Rate> {
        let typed = self.text(node)?;
        let rate = Rate::parse(&typed);
        if rate.is_none() {
            let title = format!("`{}` is no rate: `{}`", typed.escape_debug(), node.name);
            let finding = Diagnostic::error(title).rule("P-17").hint(
                "write it as your provider says it: `\"30 per 1m\"`, `\"50 per 5m\"` or `\"10000 per 1d\"`",
            );
            self.reject(node, finding);
        }
        rate
    }
}

#[cfg(test)]
mod tests {
    use super::{Length, Rate, Share, length};
    use proptest::prelude::*;
    use std::time::Duration;

    #[test]
    fn p_17_rates_are_in_the_words_of_providers() {
        for text in ["30 per 1m", "50 per 5m", "10000 per 1d", "1 per 90s", "20 per 1h"] {
            assert_eq!(Rate::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Rate::parse("10,000 per 1d"), Rate::parse("10000 per 24h"));
        for text in ["", "30", "30/min", "0 per 1m", "30 per 0s", "-1 per 1m", "30 per 1 minute"] {
            assert_eq!(Rate::parse(text), None, "{text}");
        }
        let rate = Rate::parse("30 per 1m").unwrap();
        assert_eq!(rate.time_for(30), Duration::ZERO);
        assert_eq!(rate.time_for(31), Duration::from_mins(1));
        assert_eq!(rate.time_for(0), Duration::ZERO);
    }

    #[test]
    fn p_16_a_share_is_rounded_up_and_compared_exactly() {
        let share = Share::parse("2%").unwrap();
        assert_eq!((share.of(0), share.of(1), share.of(50), share.of(51)), (0, 1, 1, 2));
        assert!(!share.is_exceeded(2, 100) && share.is_exceeded(3, 100));
        assert_eq!(Share::parse("0.5 %").unwrap().to_string(), "0.5%");
        for text in ["", "2", "101%", "1.234%", "-2%", "%", "x%"] {
            assert_eq!(Share::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn amounts_are_read_as_they_are_written(
            count in 1_u32.., seconds in 1_u64..2_600_000, share in 0_u32..=10_000,
        ) {
            let rate = Rate { count, per: Duration::from_secs(seconds) };
            prop_assert_eq!(Rate::parse(&rate.to_string()), Some(rate));
            let share = Share::hundredths(share);
            prop_assert_eq!(Share::parse(&share.to_string()), Some(share));
            let time = Duration::from_millis(seconds);
            prop_assert_eq!(length(&Length(time).to_string()), Some(time));
        }

        #[test]
        fn any_text_is_an_amount_or_none(text in ".{0,20}") {
            let _ = (Rate::parse(&text), Share::parse(&text), length(&text));
        }
    }
}
