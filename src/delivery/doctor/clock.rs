use super::{Check, Hours};
use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// How far this machine may be from its mail server, in seconds: receivers and tokens forgive so much.
const NEAR: i64 = 5 * 60;
/// Beyond this, letters would carry a time that nobody believes.
const FAR: i64 = 60 * 60;

/// Whether letters and ledger will carry the true time.
pub(super) fn examine(hours: &Hours, greeting: Option<&str>) -> Vec<Check> {
    vec![beside_crisis(hours), beside_server(hours, greeting)]
}

/// A clock that is behind what has happened already is wrong.
fn beside_crisis(hours: &Hours) -> Check {
    let hint = "set the clock of this machine, then run `hearten doctor` again";
    let now = hours.now;
    let shown = |at: Timestamp| at.strftime("%Y-%m-%d %H:%M UTC").to_string();
    if hours.held {
        return Check::untried(
            "clock",
            format!("the clock is held still at {} for a rehearsal", shown(now)),
        );
    }
    if let Some(last) = hours.last_fact.filter(|last| now < *last) {
        return Check::fails(
            "clock",
            format!("the clock says {}, and the ledger ends later, at {}", shown(now), shown(last)),
            hint,
        );
    }
    if let Some(started) = hours.started_at.filter(|started| now < *started) {
        return Check::fails(
            "clock",
            format!("the clock says {}, before the crisis began at {}", shown(now), shown(started)),
            "set the clock of this machine, or correct `started_at` in the brief",
        );
    }
    Check::works("clock", format!("the clock says {}, after all that is recorded", shown(now)))
}

/// The server's own time, when its greeting tells it.
fn beside_server(hours: &Hours, greeting: Option<&str>) -> Check {
    let Some(theirs) = greeting.and_then(date_in) else {
        return Check::untried(
            "clock",
            "the server's greeting tells no time, so the clock cannot be held against it",
        );
    };
    if hours.held {
        return Check::untried(
            "clock",
            "the clock is held still, so it is not held against the server's",
        );
    }
    let apart = (theirs.as_second() - hours.now.as_second()).abs();
    let ahead = if hours.now > theirs { "ahead of" } else { "behind" };
    let words = match apart {
        0..=120 => "the clock agrees with the server's".to_owned(),
        _ => format!("the clock is {} minutes {ahead} the server's", apart / 60),
    };
    let hint = "set the clock of this machine (`timedatectl set-ntp true`), or ask whose is wrong";
    match apart {
        0..=NEAR => Check::works("clock", words),
        ..=FAR => Check::look("clock", words, hint),
        _ => Check::fails("clock", words, hint),
    }
}

/// The date in a greeting, as some servers write it: `… at Tue, 24 Nov 2026 10:00:00 +0800`.
fn date_in(greeting: &str) -> Option<Timestamp> {
    let days = ["Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, ", "Sun, "];
    let at = days.iter().find_map(|day| greeting.find(day))?;
    let words: Vec<&str> = greeting[at..].split_whitespace().take(6).collect();
    let zoned = rfc2822::parse(&words.join(" ")).ok()?;
    Some(zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::super::{Hours, Mark};
    use super::{beside_crisis, beside_server, date_in};
    use jiff::Timestamp;

    const GREETING: &str = "220 MX.outlook.example Microsoft ESMTP MAIL Service ready at \
                            Tue, 24 Nov 2026 10:00:00 +0000 [08DE2A]";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn hours(now: &str) -> Hours {
        Hours { now: at(now), held: false, started_at: None, last_fact: None }
    }

    #[test]
    fn a_greeting_that_tells_the_time_is_held_against_the_clock() {
        assert_eq!(date_in(GREETING), Some(at("2026-11-24T10:00:00Z")));
        for text in ["220 mx ESMTP", "220 Mon, ", "220 Tue, 99 Nov 2026 10:00:00 +0000", "Sun, 海"]
        {
            assert_eq!(date_in(text), None, "{text}");
        }
        let mark = |now| beside_server(&hours(now), Some(GREETING)).mark;
        assert_eq!(mark("2026-11-24T10:01:00Z"), Mark::Works);
        assert_eq!(mark("2026-11-24T09:50:00Z"), Mark::Look);
        assert_eq!(mark("2026-11-24T18:00:00Z"), Mark::Fails);
        assert_eq!(beside_server(&hours("2026-11-24T10:00:00Z"), None).mark, Mark::Untried);
    }

    #[test]
    fn a_clock_behind_what_has_happened_is_wrong() {
        let mut hours = hours("2026-11-24T10:00:00Z");
        assert_eq!(beside_crisis(&hours).mark, Mark::Works);
        hours.started_at = Some(at("2026-11-24T11:00:00Z"));
        assert_eq!(beside_crisis(&hours).mark, Mark::Fails);
        hours.started_at = None;
        hours.last_fact = Some(at("2026-11-25T00:00:00Z"));
        assert!(beside_crisis(&hours).words.contains("ledger"));
        hours.held = true;
        assert_eq!(beside_crisis(&hours).mark, Mark::Untried);
    }
}
