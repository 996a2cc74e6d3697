use crate::diagnostic::nearest;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::sync::LazyLock;

/// Names that people type and that are no time zones, with the zone they mean.
const MEANT: [(&str, &str); 29] = [
    ("bangalore", "Asia/Kolkata"),
    ("beijing", "Asia/Shanghai"),
    ("peking", "Asia/Shanghai"),
    ("北京", "Asia/Shanghai"),
    ("cst", "Asia/Shanghai"),
    ("boston", "America/New_York"),
    ("china", "Asia/Shanghai"),
    ("delhi", "Asia/Kolkata"),
    ("frankfurt", "Europe/Berlin"),
    ("germany", "Europe/Berlin"),
    ("guangzhou", "Asia/Shanghai"),
    ("hamburg", "Europe/Berlin"),
    ("hanoi", "Asia/Ho_Chi_Minh"),
    ("india", "Asia/Kolkata"),
    ("kaohsiung", "Asia/Taipei"),
    ("milan", "Europe/Rome"),
    ("mumbai", "Asia/Kolkata"),
    ("munich", "Europe/Berlin"),
    ("nanjing", "Asia/Shanghai"),
    ("osaka", "Asia/Tokyo"),
    ("san_francisco", "America/Los_Angeles"),
    ("seattle", "America/Los_Angeles"),
    ("shenzhen", "Asia/Shanghai"),
    ("suzhou", "Asia/Shanghai"),
    ("taiwan", "Asia/Taipei"),
    ("utc+8", "Asia/Shanghai"),
    ("gmt+8", "Asia/Shanghai"),
    ("washington", "America/New_York"),
    ("wuhan", "Asia/Shanghai"),
];

/// The zones inside this program: the same on every machine, and no folder to search.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The zone of an IANA name, in any case.
pub fn zone(name: &str) -> Option<TimeZone> {
    ZONES.get(name).ok().filter(|zone| !zone.is_unknown())
}

/// The zone that was most likely meant by a name that is none: by the city, or by a slip.
pub fn zone_meant(typed: &str) -> Option<String> {
    let typed = typed.trim().replace(' ', "_");
    let city = typed.rsplit('/').next().unwrap_or_default().to_lowercase();
    if let Some((_, zone)) = MEANT.iter().find(|(name, _)| *name == city) {
        return Some((*zone).to_owned());
    }
    let names: Vec<String> = ZONES
        .available()
        .map(|name| name.as_str().to_owned())
        .filter(|name| name.contains('/') && !name.starts_with("Etc/"))
        .collect();
    let same_city = |name: &&String| {
        name.rsplit('/').next().is_some_and(|known| known.eq_ignore_ascii_case(&city))
    };
    let names_as_text = || names.iter().map(String::as_str);
    names
        .iter()
        .find(same_city)
        .map(String::as_str)
        .or_else(|| nearest(&typed, names_as_text()))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{zone, zone_meant};

    #[test]
    fn zones_are_found_in_any_case_and_never_those_of_the_machine() {
        assert_eq!(zone("asia/shanghai").unwrap().iana_name(), Some("Asia/Shanghai"));
        for name in ["localtime", "Etc/Unknown", "Asia/Beijing", "+08:00", ""] {
            assert!(zone(name).is_none(), "{name}");
        }
    }

    #[test]
    fn a_slip_or_a_city_leads_to_its_zone() {
        for (typed, own) in [
            ("Asia/Beijing", "Asia/Shanghai"),
            ("Asia/Shangai", "Asia/Shanghai"),
            ("shanghai", "Asia/Shanghai"),
            ("New York", "America/New_York"),
            ("Europe/Munich", "Europe/Berlin"),
            ("UTC+8", "Asia/Shanghai"),
        ] {
            assert_eq!(zone_meant(typed).as_deref(), Some(own));
        }
        assert_eq!(zone_meant("zzzz"), None);
    }
}
