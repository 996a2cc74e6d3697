use super::calendar::Calendar;
use super::{Almanac, DayHours, Weekends};
use crate::roster::{Country, Holidays};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// One [`Almanac`] for each country and zone, made when it is first asked for.
#[derive(Debug)]
pub struct Almanacs {
    hours: DayHours,
    weekends: Weekends,
    holidays: Arc<Holidays>,
    span: Range<Date>,
    /// By country; a country has few zones.
    made: RwLock<HashMap<Option<Country>, Vec<Arc<Almanac>>>>,
    count: AtomicUsize,
}

impl Almanacs {
    /// Takes the policy's hours, the weekends, the holidays, and the days that can be planned on;
    /// these are computed once, others when they are asked for.
    pub fn new(hours: DayHours, weekends: Weekends, holidays: Holidays, span: Range<Date>) -> Self {
        Self {
            hours,
            weekends,
            holidays: Arc::new(holidays),
            span,
            made: RwLock::default(),
            count: AtomicUsize::new(0),
        }
    }

    /// The almanac of a place. `country` is a code of two letters; without one, or with one that
    /// is none, there are no holidays and the weekend is that of most countries.
    pub fn of(&self, country: Option<&str>, zone: &TimeZone) -> Arc<Almanac> {
        let country = country.and_then(Country::parse);
        let of_zone = |almanacs: &Vec<Arc<Almanac>>| {
            almanacs.iter().find(|almanac| almanac.zone() == zone).map(Arc::clone)
        };
        {
            let made = self.made.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(almanac) = made.get(&country).and_then(of_zone) {
                return almanac;
            }
        }
        let holidays = Arc::clone(&self.holidays);
        let calendar = Calendar::new(country, &self.weekends, holidays, &self.span);
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let almanac = Almanac::new(number, calendar, zone.clone(), &self.hours, &self.span);
        let almanac = Arc::new(almanac);
        let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
        let here = made.entry(country).or_default();
        // Another thread may have been faster; all share the first one, which keeps the years.
        of_zone(here).unwrap_or_else(|| {
            here.push(Arc::clone(&almanac));
            almanac
        })
    }

    /// Countries and years that an almanac was asked for a day of and that have no table of holidays
    /// for that year (P-11), sorted.
    pub fn missing_years(&self) -> Vec<(String, i16)> {
        let made = self.made.read().unwrap_or_else(PoisonError::into_inner);
        let almanacs = made.values().flatten();
        let missing: BTreeSet<_> = almanacs.flat_map(|almanac| almanac.missing_years()).collect();
        missing.into_iter().collect()
    }
}
