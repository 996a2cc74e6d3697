use jiff::Timestamp;
use std::time::Duration;

/// When a letter that the server put off is tried again (E-28): `attempts` have been made, the last one
/// at `at`. None when the schedule is used up; then a person decides.
pub(super) fn again(schedule: &[Duration], attempts: u16, at: Timestamp) -> Option<Timestamp> {
    let pause = schedule.get(usize::from(attempts).checked_sub(1)?)?;
    at.checked_add(*pause).ok()
}

#[cfg(test)]
mod tests {
    use super::again;
    use jiff::Timestamp;
    use std::time::Duration;

    #[test]
    fn e28_a_letter_put_off_is_tried_after_15_minutes_1_hour_4_hours_and_no_more() {
        let schedule = [15, 60, 240].map(|minutes| Duration::from_secs(60 * minutes));
        let at = Timestamp::UNIX_EPOCH;
        let minutes = |attempts| {
            again(&schedule, attempts, at).map(|again| again.duration_since(at).as_secs() / 60)
        };
        assert_eq!([1, 2, 3, 4, 0].map(minutes), [Some(15), Some(60), Some(240), None, None]);
        assert_eq!(again(&schedule, 1, Timestamp::MAX), None);
    }
}
