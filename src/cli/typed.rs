//! Reads what people type: who of us, and when.

use super::desk::Desk;
use super::who::{self, quoted};
use crate::diagnostic::Diagnostic;
use crate::roster::Roster;
use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;

/// Somebody of ours, by team id or full name; `option` is what it was typed behind, `why` is why it
/// matters who it is.
pub(super) fn member(
    roster: &Roster,
    option: &str,
    typed: &str,
    why: &str,
) -> Result<String, Diagnostic> {
    who::member(&roster.directory().team, typed).map(|member| member.id.to_string()).map_err(
        |near| {
            let hint = match near {
                Some(near) => format!("write `{option} {}` if that is meant", quoted(near)),
                None => "see the ids in the team table".to_owned(),
            };
            Diagnostic::error(format!("nobody in the team is `{}`", typed.trim()))
                .why(why)
                .hint(hint)
        },
    )
}

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
        let shown = at.to_zoned_datetime(zone).strftime("%Y-%m-%d %H:%M %Q").to_string();
        return Err(Diagnostic::error(format!("{shown} is still to come"))
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
    use super::{moment, quoted};
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

    #[test]
    fn a_value_is_quoted_where_a_shell_would_split_or_replace_it() {
        for (value, typed) in [
            ("c-002", "c-002"),
            ("王建国", "王建国"),
            ("2026-11-20T10:00:00+08:00", "2026-11-20T10:00:00+08:00"),
            ("Anna Schmidt", "\"Anna Schmidt\""),
            ("said \"no\" for $5", "\"said \\\"no\\\" for \\$5\""),
            ("", "\"\""),
        ] {
            assert_eq!(quoted(value), typed);
        }
    }
}
