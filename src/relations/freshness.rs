use super::Person;
use serde::Serialize;

/// How long ago we spoke with the people of an account (S-10): even the best friend is lost by
/// neglect. Those who want to hear nothing from us are not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Freshness {
    /// We spoke within the limit.
    pub fresh: usize,
    /// We spoke longer ago.
    pub overdue: usize,
    /// Nobody noted that we ever spoke.
    pub never: usize,
    /// The longest silence, in days.
    pub oldest_days: Option<i64>,
}

impl Freshness {
    /// Counts one person more.
    pub(super) fn add(&mut self, person: &Person) {
        if !person.is_open() {
            return;
        }
        let count = match (person.days, person.overdue) {
            (None, _) => &mut self.never,
            (_, true) => &mut self.overdue,
            (_, false) => &mut self.fresh,
        };
        *count += 1;
        self.oldest_days = self.oldest_days.max(person.days);
    }
}
