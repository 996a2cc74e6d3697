use crate::diagnostic::Diagnostic;
use crate::document::{Node, Reader};
use crate::outreach::Offset;
use jiff::SignedDuration;
use jiff::civil::Time;
use std::ops::Range;
use toml::de::DeValue;

impl Reader<'_> {
    /// A length of time on the clock, such as `"30m"` or `"24h"`.
    pub(super) fn duration(&mut self, node: &Node<'_>) -> Option<SignedDuration> {
        match self.offset(node)? {
            Offset::Minutes(minutes @ 0..) => Some(SignedDuration::from_mins(minutes.into())),
            _ => {
                let title = format!("`{}` is no length of time on the clock", node.name);
                let hint = "write minutes or hours, such as `30m` or `24h`";
                self.reject(node, Diagnostic::error(title).hint(hint));
                None
            }
        }
    }

    /// A span of a day, such as `"09:00-17:30"`.
    pub(super) fn day_span(&mut self, node: &Node<'_>) -> Option<Range<Time>> {
        let typed = self.text(node)?;
        let time = |text: &str| Time::strptime("%H:%M", text.trim()).ok();
        let span = typed
            .split_once(['-', '\u{2013}'])
            .and_then(|(from, to)| Some(time(from)?..time(to)?))
            .filter(|span| span.start < span.end);
        if span.is_none() {
            let title = format!("`{}` is no span of a day: `{}`", typed.escape_debug(), node.name);
            let hint = "write it like `09:00-17:30`, the earlier time first";
            self.reject(node, Diagnostic::error(title).rule("P-10").hint(hint));
        }
        span
    }

    /// An amount of money, in hundredths.
    pub(super) fn cents(&mut self, node: &Node<'_>) -> Option<i64> {
        let text = match node.value.get_ref() {
            DeValue::Integer(number) => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            _ => self.text(node)?,
        };
        let cents = cents(&text);
        if cents.is_none() {
            let title = format!("`{}` is no amount of money: `{}`", text.escape_debug(), node.name);
            let hint = "write a number with at most two places, such as `500` or `49.90`";
            self.reject(node, Diagnostic::error(title).rule("S-48").hint(hint));
        }
        cents
    }
}

/// `49.9` as 4990; nothing below zero, nothing finer than a hundredth.
fn cents(text: &str) -> Option<i64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::cents;

    #[test]
    fn money_is_counted_in_hundredths() {
        assert_eq!(cents("500"), Some(50_000));
        assert_eq!(cents("49.9"), Some(4990));
        assert_eq!(cents("0.05"), Some(5));
        for text in ["", "-1", "1.999", "5,00", "1e3"] {
            assert_eq!(cents(text), None, "{text}");
        }
    }
}
