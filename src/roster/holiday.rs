use super::Country;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a table of holidays says of a day; days that it does not name are as in any week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpecialDay {
    /// Nobody works: the holiday's name.
    Off(Arc<str>),
    /// People work, though it may fall on a weekend (调休).
    Work,
}

/// Public holidays and made-up working days by country (P-11).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays {
    days: BTreeMap<(Country, Date), SpecialDay>,
    years: BTreeSet<(Country, i16)>,
}

impl Holidays {
    /// What the table of a country says of a day. `country` is a code of two letters.
    pub fn day(&self, country: &str, date: Date) -> Option<&SpecialDay> {
        self.days.get(&(Country::parse(country)?, date))
    }

    /// Whether the table of a country names at least one day of a year. Where it does not, nobody
    /// has told us the holidays of that year.
    pub fn has_year(&self, country: &str, year: i16) -> bool {
        Country::parse(country).is_some_and(|country| self.years.contains(&(country, year)))
    }

    /// Adds one day; what was said of it before is replaced and handed back.
    pub fn insert(&mut self, country: Country, date: Date, day: SpecialDay) -> Option<SpecialDay> {
        self.years.insert((country, date.year()));
        self.days.insert((country, date), day)
    }
}

#[cfg(test)]
mod tests {
    use super::{Holidays, SpecialDay};
    use crate::roster::Country;
    use jiff::civil::date;

    #[test]
    fn p11_a_year_is_known_when_one_of_its_days_is() {
        let mut holidays = Holidays::default();
        let new_year = SpecialDay::Off("New Year".into());
        holidays.insert(Country::parse("DE").unwrap(), date(2026, 1, 1), new_year.clone());
        assert_eq!(holidays.day("de", date(2026, 1, 1)), Some(&new_year));
        assert_eq!(holidays.day("DE", date(2026, 1, 2)), None);
        assert_eq!(holidays.day("FR", date(2026, 1, 1)), None);
        assert!(holidays.has_year("DE", 2026));
        assert!(!holidays.has_year("DE", 2027) && !holidays.has_year("FR", 2026));
        assert!(!holidays.has_year("no code", 2026));
    }
}
