use super::flaw::Flaw;
use super::header::Slot;
use super::row_check::RowCheck;

impl RowCheck<'_> {
    /// A whole number from `least` to `most`; `noun` says what is counted.
    pub(crate) fn whole(
        &mut self,
        slot: Slot,
        (noun, rule): (&str, Option<&'static str>),
        (least, most): (u32, u32),
    ) -> Option<u32> {
        let text = self.sound(slot)?;
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let mut flaw = Flaw::error(0..text.len(), format!("`{text}` is no {noun}"))
                .why(format!("It is a whole number from {least} to {most}."))
                .hint(match text.strip_prefix('-') {
                    Some(_) => format!("write `{least}` when there is none, or correct the number"),
                    None => "write it in digits, without a unit and without separators".to_owned(),
                });
            flaw.rule = rule;
            self.flaw(slot, flaw);
        }
        number
    }

    /// An amount of money in hundredths: `12`, `12.5` or `12.50`.
    pub(crate) fn cents(
        &mut self,
        slot: Slot,
        (noun, rule): (&str, Option<&'static str>),
    ) -> Option<i64> {
        let text = self.sound(slot)?;
        let amount = cents(text);
        if amount.is_none() {
            let comma = text.replace(',', ".");
            let hint = match cents(&comma) {
                Some(_) => format!("write `{comma}`, with a point before the decimals"),
                None => "write it with a point and at most two decimals, such as `12.50`, and without a currency".to_owned(),
            };
            let mut flaw = Flaw::error(0..text.len(), format!("`{text}` is no {noun}"))
                .why("It is an amount in the currency of the policy, not below zero.")
                .hint(hint);
            flaw.rule = rule;
            self.flaw(slot, flaw);
        }
        amount
    }
}

/// Reads an amount below ten billion.
fn cents(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(whole, 10) || !digits(part, 2) {
        return None;
    }
    let part = part.parse::<i64>().ok()? * if part.len() == 1 { 10 } else { 1 };
    Some(whole.parse::<i64>().ok()? * 100 + part)
}

#[cfg(test)]
mod tests {
    use super::cents;

    #[test]
    fn amounts_are_read_to_the_cent_and_not_guessed() {
        for (text, amount) in [("0", 0), ("12", 1200), ("12.5", 1250), ("12.50", 1250), ("0.07", 7)]
        {
            assert_eq!(cents(text), Some(amount), "{text}");
        }
        for text in
            ["", "-1", "1,200", "12,50", "1.234", "12.", ".5", "CNY 5", "1e3", "99999999999"]
        {
            assert_eq!(cents(text), None, "{text}");
        }
    }
}
