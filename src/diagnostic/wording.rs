use std::fmt::{self, Display, Formatter};

/// A number with its noun: `1 letter`, `2 letters`, `3 companies`.
#[derive(Debug, Clone, Copy)]
pub struct Count<'a>(pub usize, pub &'a str);

impl Display for Count<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(number, noun) = self;
        let digits = grouped(*number);
        if *number == 1 {
            return write!(f, "{digits} {noun}");
        }
        match noun.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'o']) => write!(f, "{digits} {stem}ies"),
            _ => write!(f, "{digits} {noun}s"),
        }
    }
}

/// A number with thin groups: `12,345`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Values in backticks, as a sentence lists them: `` `a`, `b` and `c` ``.
#[derive(Debug, Clone, Copy)]
pub struct List<'a, T>(pub &'a [T]);

impl<T: Display> Display for List<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, item) in self.0.iter().enumerate() {
            match at {
                0 => {}
                _ if at + 1 == self.0.len() => f.write_str(" and ")?,
                _ => f.write_str(", ")?,
            }
            write!(f, "`{item}`")?;
        }
        Ok(())
    }
}

/// The candidate most like what was typed, when one is near enough to be meant.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&typed, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.82)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::{Count, List, nearest};

    #[test]
    fn counts_and_lists_read_as_a_person_writes_them() {
        assert_eq!(Count(1, "letter").to_string(), "1 letter");
        assert_eq!(Count(12_345, "company").to_string(), "12,345 companies");
        assert_eq!(Count(0, "day").to_string(), "0 days");
        assert_eq!(List(&["a"]).to_string(), "`a`");
        assert_eq!(List(&["a", "b", "c"]).to_string(), "`a`, `b` and `c`");
    }

    #[test]
    fn nearest_finds_a_slip_and_refuses_a_stranger() {
        assert_eq!(nearest("stratgic", ["strategic", "general"]), Some("strategic"));
        assert_eq!(nearest("banana", ["strategic", "general"]), None);
    }
}
