use super::reader::{Node, Reader};
use crate::diagnostic::Diagnostic;
use jiff::ZonedDateTime;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use toml::de::DeValue;
use toml::value::Datetime;

/// A date or moment as TOML has it, made ours.
pub enum Stamp {
    /// A day.
    Date(Date),
    /// A moment with its zone.
    Moment(ZonedDateTime),
}

const MOMENT: &str = "a date and time with the distance to UTC";

impl Reader<'_> {
    /// A moment with its distance to UTC.
    pub(crate) fn moment(&mut self, node: &Node<'_>) -> Option<ZonedDateTime> {
        if self.is_open(node, None) {
            return None;
        }
        let DeValue::Datetime(typed) = node.value.get_ref() else {
            self.no_moment(node, MOMENT);
            return None;
        };
        let Some(date) = typed.date else {
            self.no_moment(node, MOMENT);
            return None;
        };
        if typed.time.is_none() {
            let time = toml::value::Time { hour: 18, minute: 0, second: Some(0), nanosecond: None };
            let whole = Datetime { date: Some(date), time: Some(time), offset: None };
            let hint = format!("add the time, such as `{}`", self.with_offset(&whole));
            self.wrong(node, MOMENT, hint);
            return None;
        }
        self.zoned(node, typed)
    }

    /// A day, or a moment with its distance to UTC.
    pub(crate) fn date_or_moment(&mut self, node: &Node<'_>) -> Option<Stamp> {
        if self.is_open(node, None) {
            return None;
        }
        match node.value.get_ref() {
            DeValue::Datetime(typed) if typed.date.is_some() && typed.time.is_some() => {
                self.zoned(node, typed).map(Stamp::Moment)
            }
            DeValue::Datetime(Datetime { date: Some(date), .. }) => {
                let date = civil_date(*date);
                if date.is_none() {
                    self.not_in_calendar(node);
                }
                date.map(Stamp::Date)
            }
            _ => {
                self.no_moment(node, "a date");
                None
            }
        }
    }

    /// Says what a moment looks like; a text that holds one only loses its quotes.
    fn no_moment(&mut self, node: &Node<'_>, expected: &str) {
        let key = node.name.rsplit('.').next().unwrap_or_default();
        let quoted = node.str().map(str::trim).filter(|text| text.parse::<Datetime>().is_ok());
        let hint = match quoted {
            Some(text) => format!("take the quotes away: `{key} = {text}`"),
            None if expected == MOMENT => {
                format!("write it as `{key} = 2026-11-24T18:00:00+08:00`")
            }
            None => format!("write it as `{key} = 2026-11-24`"),
        };
        self.wrong(node, expected, hint);
    }

    fn zoned(&mut self, node: &Node<'_>, typed: &Datetime) -> Option<ZonedDateTime> {
        let Some(civil) = civil(typed) else {
            self.not_in_calendar(node);
            return None;
        };
        let Some(offset) = typed.offset else {
            let key = node.name.rsplit('.').next().unwrap_or_default();
            let zone = match self.zone.as_ref().and_then(TimeZone::iana_name) {
                Some(zone) => format!(" if it is meant in {zone}"),
                None => " with your own distance to UTC".to_owned(),
            };
            let hint = format!("write `{key} = {}`{zone}", self.with_offset(typed));
            let diagnostic =
                Diagnostic::error(format!("`{}` does not say its distance to UTC", node.name))
                    .rule("L-07")
                    .why("Readers in other countries would take it for their own time.")
                    .hint(hint);
            self.reject(node, diagnostic);
            return None;
        };
        let minutes = match offset {
            toml::value::Offset::Z => 0,
            toml::value::Offset::Custom { minutes } => minutes,
        };
        let instant = Offset::from_seconds(i32::from(minutes) * 60)
            .and_then(|offset| offset.to_timestamp(civil));
        let Ok(instant) = instant else {
            self.not_in_calendar(node);
            return None;
        };
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        let moment = instant.to_zoned_datetime(zone);
        if self.zone.is_some() && offset != toml::value::Offset::Z {
            self.check_offset(node, typed, &moment);
        }
        Some(moment)
    }

    /// Warns when the letter will show another time than the one that stands in the brief.
    fn check_offset(&mut self, node: &Node<'_>, typed: &Datetime, moment: &ZonedDateTime) {
        let shown = moment.datetime();
        if civil(typed) == Some(shown) {
            return;
        }
        let zone = moment.time_zone().iana_name().unwrap_or("UTC").to_owned();
        let diagnostic = Diagnostic::warning(format!(
            "the letter shows `{}` as {} {:02}:{:02}",
            node.name,
            shown.date(),
            shown.hour(),
            shown.minute()
        ))
        .why(format!("The distance to UTC differs from that of {zone} at that time."))
        .hint(format!("if the time is meant in {zone}, write `{}`", self.with_offset(typed)));
        self.found(node.at(), diagnostic);
    }

    fn not_in_calendar(&mut self, node: &Node<'_>) {
        let title = format!("`{}` is no time in the calendar", node.name);
        let hint = "write a date and time that exist, such as `2026-11-24T18:00:00+08:00`";
        self.reject(node, Diagnostic::error(title).hint(hint));
    }

    /// A moment with the distance to UTC that the zone of the brief has then.
    fn with_offset(&self, typed: &Datetime) -> String {
        let zone = self.zone.as_ref();
        let offset = zone
            .zip(civil(typed))
            .and_then(|(zone, civil)| zone.to_zoned_datetime(civil).ok())
            .map_or(8 * 60, |moment| moment.offset().seconds() / 60);
        let offset = i16::try_from(offset).unwrap_or_default();
        let offset = Some(toml::value::Offset::Custom { minutes: offset });
        Datetime { offset, ..*typed }.to_string()
    }
}

fn civil_date(date: toml::value::Date) -> Option<Date> {
    let year = i16::try_from(date.year).ok()?;
    Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

fn civil(typed: &Datetime) -> Option<DateTime> {
    let time = typed.time?;
    let second = i8::try_from(time.second.unwrap_or(0)).ok()?;
    let nanosecond = i32::try_from(time.nanosecond.unwrap_or(0)).ok()?;
    let (hour, minute) = (i8::try_from(time.hour).ok()?, i8::try_from(time.minute).ok()?);
    let time = Time::new(hour, minute, second, nanosecond).ok()?;
    Some(civil_date(typed.date?)?.to_datetime(time))
}
