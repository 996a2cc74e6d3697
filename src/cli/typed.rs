//! Reads the times that people type.

use super::desk::Desk;
use crate::diagnostic::Diagnostic;
use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;

/// A moment that is over. The clock of the brief's zone is meant unless the distance to UTC is typed.
pub(super) fn past(desk: &Desk<'_>, typed: &str) -> Result<Timestamp, Diagnostic> {
    let zone = desk.zone();
    let Some(at) = moment(typed.trim(), desk.now, &zone) else {
        let name = zone.iana_name().unwrap_or("UTC").to_owned();
        return Err(Diagnostic::error(format!("`{typed}` is no time"))
            .why(format!("A time without its distance to UTC is taken to be in {name}."))
            .hint("write `--at 09:40` for today, or `--at \"2026-11-20 09:40\"`"));
    };
    if at > desk.now {
        return Err(Diagnostic::error(format!("{} is still to come", desk.shown(at)))
            .why("Only what has happened is recorded.")
            .hint("correct `--at`, or leave it out when it was just now"));
    }
    Ok(at)
}

/// A time as people type it: whole, without the distance to UTC, or of today.
fn moment(typed: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    if let Ok(at) = typed.parse::<Timestamp>() {
        return Some(at);
    }
    let short = |text: &str| Time::strptime("%H:%M", text).ok();
    let civil = match short(typed) {
        Some(time) => now.to_zoned_datetime(zone.clone()).date().to_datetime(time),
        None => typed.parse::<DateTime>().ok().filter(|_| typed.contains(':'))?,
    };
    zone.to_zoned_datetime(civil).ok().map(|at| at.timestamp())
}

#[cfg(test)]
mod tests {
    use super::moment;
    use jiff::Timestamp;

    #[test]
    fn a_time_is_read_as_people_type_it() {
        let now: Timestamp = "2026-11-20T02:00:00Z".parse().unwrap();
        let zone = crate::locale::zone("Asia/Shanghai").unwrap();
        for (typed, read) in [
            ("2026-11-20T09:40:00+08:00", Some("2026-11-20T01:40:00Z")),
            ("2026-11-20T01:40:00Z", Some("2026-11-20T01:40:00Z")),
            ("2026-11-20 09:40", Some("2026-11-20T01:40:00Z")),
            ("2026-11-20T09:40", Some("2026-11-20T01:40:00Z")),
            ("09:40", Some("2026-11-20T01:40:00Z")),
            ("2026-11-20", None),
            ("yesterday", None),
            ("25:00", None),
            ("2026-02-30 10:00", None),
            ("", None),
        ] {
            assert_eq!(
                moment(typed, now, &zone).map(|at| at.to_string()).as_deref(),
                read,
                "{typed}"
            );
        }
    }
}
