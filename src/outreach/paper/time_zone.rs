use super::fold::push;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use std::ops::Range;

/// How a calendar names a zone: by its IANA name, which programs know, else by its distance to UTC.
pub(super) fn zone_name(zone: &TimeZone, now: Timestamp) -> String {
    match zone.iana_name() {
        Some(name) => name.to_owned(),
        None => format!("UTC{}", utc_offset(zone.to_offset(now))),
    }
}

/// A zone with its real changes of the clock over the time of the calendar (RFC 5545, 3.6.5).
pub(super) fn push_zone(out: &mut String, zone: &TimeZone, name: &str, time: Range<Timestamp>) {
    push(out, "BEGIN", "VTIMEZONE");
    push(out, "TZID", name);
    // A day and a second before, so that no change of the clock falls between the two searches.
    let before = time.start - SignedDuration::from_secs(24 * 60 * 60 + 1);
    // Half a year beyond, so that an entry that is moved by hand keeps its clock.
    let beyond = time.end + SignedDuration::from_hours(24 * 200);
    match zone.preceding(before).next() {
        Some(change) => push_change(out, zone, change.timestamp()),
        None => {
            let offset = zone.to_offset(before);
            let name = zone.to_offset_info(before).abbreviation().to_owned();
            push_observance(out, "STANDARD", "19700101T000000", (offset, offset), &name);
        }
    }
    for change in zone.following(before).take_while(|change| change.timestamp() < beyond) {
        push_change(out, zone, change.timestamp());
    }
    push(out, "END", "VTIMEZONE");
}

/// One stretch between two changes of the clock: it begins at the wall time that the old one showed.
fn push_change(out: &mut String, zone: &TimeZone, at: Timestamp) {
    let old = zone.to_offset(at - SignedDuration::from_secs(1));
    let new = zone.to_offset_info(at);
    let kind = if new.dst().is_dst() { "DAYLIGHT" } else { "STANDARD" };
    let wall = old.to_datetime(at).strftime("%Y%m%dT%H%M%S").to_string();
    push_observance(out, kind, &wall, (old, new.offset()), new.abbreviation());
}

fn push_observance(
    out: &mut String,
    kind: &str,
    start: &str,
    (from, to): (Offset, Offset),
    name: &str,
) {
    push(out, "BEGIN", kind);
    push(out, "DTSTART", start);
    push(out, "TZOFFSETFROM", &utc_offset(from));
    push(out, "TZOFFSETTO", &utc_offset(to));
    push(out, "TZNAME", name);
    push(out, "END", kind);
}

/// `+0800`, and with seconds where history has them.
fn utc_offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.unsigned_abs();
    let (hours, minutes, rest) = (all / 3600, all / 60 % 60, all % 60);
    let rest = if rest == 0 { String::new() } else { format!("{rest:02}") };
    format!("{sign}{hours:02}{minutes:02}{rest}")
}

#[cfg(test)]
mod tests {
    use super::{push_zone, zone_name};
    use crate::locale::zone;
    use jiff::Timestamp;
    use jiff::tz::{Offset, TimeZone};

    fn zone_of(name: &str, from: &str, until: &str) -> String {
        let mut out = String::new();
        let time = from.parse().unwrap()..until.parse().unwrap();
        push_zone(&mut out, &zone(name).unwrap(), name, time);
        out.replace("\r\n", "|")
    }

    #[test]
    fn a_zone_has_the_clock_changes_of_its_time() {
        let berlin = zone_of("Europe/Berlin", "2026-10-24T08:00:00Z", "2026-11-20T09:00:00Z");
        assert_eq!(
            berlin,
            "BEGIN:VTIMEZONE|TZID:Europe/Berlin|\
             BEGIN:DAYLIGHT|DTSTART:20260329T020000|TZOFFSETFROM:+0100|TZOFFSETTO:+0200|TZNAME:CEST|END:DAYLIGHT|\
             BEGIN:STANDARD|DTSTART:20261025T030000|TZOFFSETFROM:+0200|TZOFFSETTO:+0100|TZNAME:CET|END:STANDARD|\
             BEGIN:DAYLIGHT|DTSTART:20270328T020000|TZOFFSETFROM:+0100|TZOFFSETTO:+0200|TZNAME:CEST|END:DAYLIGHT|\
             END:VTIMEZONE|"
        );
    }

    #[test]
    fn a_zone_without_changes_has_one_stretch() {
        let shanghai = zone_of("Asia/Shanghai", "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z");
        assert_eq!(
            shanghai,
            "BEGIN:VTIMEZONE|TZID:Asia/Shanghai|\
             BEGIN:STANDARD|DTSTART:19910915T020000|TZOFFSETFROM:+0900|TZOFFSETTO:+0800|TZNAME:CST|END:STANDARD|\
             END:VTIMEZONE|"
        );
        let utc = zone_of("UTC", "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z");
        assert!(
            utc.contains("DTSTART:19700101T000000|TZOFFSETFROM:+0000|TZOFFSETTO:+0000"),
            "{utc}"
        );
    }

    #[test]
    fn a_zone_without_a_name_is_named_by_its_distance() {
        let fixed = TimeZone::fixed(Offset::constant(-5));
        assert_eq!(zone_name(&fixed, Timestamp::UNIX_EPOCH), "UTC-0500");
    }
}
