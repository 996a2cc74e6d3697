use super::ground::some_of;
use crate::diagnostic::{Count, Diagnostic};
use serde::Serialize;

/// A year of a country whose holidays nobody has told us (P-11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingYear {
    /// The country's two letters.
    pub country: String,
    /// The year.
    pub year: i16,
}

pub(super) fn finding(missing: &[MissingYear]) -> Option<Diagnostic> {
    let first = missing.first()?;
    let mut countries: Vec<&str> = missing.iter().map(|it| it.country.as_str()).collect();
    countries.dedup();
    let years = some_of(missing, |it| format!("`{}` {}", it.country, it.year));
    Some(
        Diagnostic::warning(format!("holidays of {} are missing", Count(countries.len(), "country")))
            .rule("P-11")
            .why(format!("The plan knows only weekends there and may meet a holiday: {years}."))
            .hint(format!(
                "add the days of {} to `holidays/{}.csv` beside the roster, with the columns `date`, `name` and `kind`",
                first.year, first.country
            )),
    )
}
