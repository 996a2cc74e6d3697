use super::form_file::{FormFile, Lists, Numbers};
use super::form_mistake::{bad_gap, unreadable, words};
use super::language::Language;
use super::layout::Layout;
use super::pattern::{Pattern, is_han};
use super::person::{NameOrder, PersonName};
use super::salutation::{Address, Addressee, Salutation};
use crate::diagnostic::Diagnostic;
use jiff::ZonedDateTime;
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;
use toml::Spanned;

/// The states of a measure, as a brief writes them; each has a word in every language.
pub const STATUSES: [&str; 3] = ["done", "under-way", "planned"];

/// The small phrases the program itself needs in a letter; each is in every language.
pub const PHRASES: [&str; 7] = ["due", "email", "hours", "owner", "phone", "status", "website"];

/// How one language writes dates, numbers, names and the first line of a letter.
#[derive(Debug, Clone)]
pub struct Forms {
    language: Language,
    date: Pattern,
    weekday_date: Pattern,
    moment: Pattern,
    months: [String; 12],
    weekdays: [String; 7],
    zone: Pattern,
    places: BTreeMap<String, String>,
    numbers: Numbers,
    lists: Lists,
    dot: String,
    address: Address,
    statuses: BTreeMap<String, String>,
    layout: Layout,
    phrases: BTreeMap<String, String>,
}

impl Forms {
    /// Reads one language's file; `file` is its name as the user knows it.
    pub fn parse(language: Language, file: &str, text: &str) -> Result<Self, Diagnostic> {
        let read: FormFile =
            toml::from_str(text).map_err(|error| unreadable(file, text, &error))?;
        let mut salutation = read.salutation;
        let (positions, academic) = Address::titles(&mut salutation);
        let pattern = |text_of: &Spanned<String>, gaps: &[&str]| {
            Pattern::parse(text_of.get_ref(), gaps)
                .map_err(|bad| bad_gap(file, text, text_of, &bad.name, gaps))
        };
        let address = Address {
            titled: pattern(&salutation.titled, &Address::GAPS)?,
            female: pattern(&salutation.female, &Address::GAPS)?,
            male: pattern(&salutation.male, &Address::GAPS)?,
            full_name: pattern(&salutation.full_name, &Address::GAPS)?,
            mark: salutation.mark,
            generic: salutation.generic,
            regard: salutation.regard,
            positions,
            academic,
        };
        Ok(Self {
            language,
            date: pattern(&read.dates.date, &["year", "month", "day"])?,
            weekday_date: pattern(&read.dates.weekday_date, &["weekday", "date"])?,
            moment: pattern(&read.dates.moment, &["weekday_date", "time", "zone"])?,
            months: read.dates.months,
            weekdays: read.dates.weekdays,
            zone: pattern(&read.zones.named, &["place", "offset"])?,
            places: read.zones.places,
            numbers: read.numbers,
            lists: read.lists,
            dot: read.names.dot,
            address,
            statuses: words(file, text, "status", read.status, &STATUSES)?,
            layout: read.layout,
            phrases: words(file, text, "phrases", read.phrases, &PHRASES)?,
        })
    }

    /// The language these forms belong to.
    pub fn language(&self) -> Language {
        self.language
    }

    /// `20 November 2026`, 2026年11月20日.
    pub fn date(&self, date: Date) -> String {
        let month = usize::from(date.month().unsigned_abs()).saturating_sub(1) % 12;
        self.date.fill(&[&date.year().to_string(), &self.months[month], &date.day().to_string()])
    }

    /// `Friday 20 November 2026`, and in Chinese the date with the weekday in parentheses.
    pub fn weekday_date(&self, date: Date) -> String {
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs()) % 7;
        self.weekday_date.fill(&[&self.weekdays[weekday], &self.date(date)])
    }

    /// `18:00`; all three languages write the clock in 24 hours.
    pub fn time(&self, time: Time) -> String {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// A moment with its weekday, and with its zone so that a reader elsewhere can tell when it is:
    /// `Friday 20 November 2026, 18:00 (China time, UTC+8)`.
    ///
    /// The distance to UTC is that of the day, summer time included.
    pub fn moment(&self, moment: &ZonedDateTime) -> String {
        let day = self.weekday_date(moment.date());
        self.moment.fill(&[&day, &self.time(moment.time()), &self.zone(moment)])
    }

    /// What the clock of a moment is called and how far it is from UTC on that day, summer time
    /// included: `China time, UTC+8`.
    pub fn zone(&self, moment: &ZonedDateTime) -> String {
        let offset = moment.offset().seconds();
        let zone = moment.time_zone();
        let place = [zone.iana_name(), zone.primary_iana_name()]
            .into_iter()
            .flatten()
            .find_map(|name| self.places.get(name));
        match place {
            Some(place) => self.zone.fill(&[place, &utc(offset, "UTC+0")]),
            None => utc(offset, "UTC"),
        }
    }

    /// A whole number in groups of three: `12,345`.
    pub fn number(&self, number: i64) -> String {
        let sign = if number < 0 { "-" } else { "" };
        [sign, &self.grouped(&number.unsigned_abs().to_string())].concat()
    }

    /// A decimal number with all its digits and no more: `12,345.5`.
    pub fn decimal(&self, number: f64) -> String {
        if !number.is_finite() {
            return number.to_string();
        }
        let digits = number.abs().to_string();
        let sign = if number < 0.0 { "-" } else { "" };
        match digits.split_once('.') {
            Some((whole, part)) => {
                [sign, &self.grouped(whole), &self.numbers.decimal, part].concat()
            }
            None => [sign, &self.grouped(&digits)].concat(),
        }
    }

    fn grouped(&self, digits: &str) -> String {
        let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(&self.numbers.group);
            }
            out.push(digit);
        }
        out
    }

    /// `a, b and c`, and in Chinese with its own marks.
    pub fn list(&self, items: &[String]) -> String {
        let mut out = String::new();
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                let last = at + 1 == items.len();
                out.push_str(if last { &self.lists.before_last } else { &self.lists.between });
            }
            out.push_str(item);
        }
        out
    }

    /// The whole name, in the order the roster gives it, which is the person's own.
    ///
    /// A name in Chinese characters has no blank; one that is given name first is that of a
    /// foreigner and has a dot (安娜·施密特).
    pub fn full_name(&self, name: &PersonName) -> String {
        let (family, given) = (name.family.trim(), name.given.trim());
        if family.is_empty() || given.is_empty() {
            return [family, given].concat();
        }
        let han = [family, given].into_iter().all(|part| part.chars().all(is_han));
        match (name.order, han) {
            (NameOrder::FamilyFirst, true) => [family, given].concat(),
            (NameOrder::FamilyFirst, false) => [family, " ", given].concat(),
            (NameOrder::GivenFirst, true) => [given, &self.dot, family].concat(),
            (NameOrder::GivenFirst, false) => [given, " ", family].concat(),
        }
    }

    /// The first line of a letter, by the chain: the roster's own words, title, gender, full name,
    /// generic form.
    pub fn salutation(&self, who: &Addressee<'_>) -> Salutation {
        let full_name = who.name.map(|name| self.full_name(name)).unwrap_or_default();
        self.address.salutation(who, &full_name)
    }

    /// The word for the state of a measure; none for a state that does not exist.
    pub fn status(&self, status: &str) -> Option<&str> {
        self.statuses.get(status).map(String::as_str)
    }

    /// How a letter is laid out.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// A small fixed phrase, one of [`PHRASES`]; an unknown key comes back as it is, so that the
    /// mistake shows.
    pub fn phrase<'a>(&'a self, key: &'a str) -> &'a str {
        self.phrases.get(key).map_or(key, String::as_str)
    }
}

/// `UTC+8`, `UTC-5`, `UTC+5:30`; `zero` where there is no distance.
fn utc(seconds: i32, zero: &str) -> String {
    let minutes = seconds.unsigned_abs() / 60;
    let sign = if seconds < 0 { '-' } else { '+' };
    match (minutes / 60, minutes % 60) {
        (0, 0) => zero.to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Forms, STATUSES};
    use crate::locale::{Language, NameOrder, PersonName, built_in};
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn moment(language: Language, text: &str, zone: &str) -> String {
        let at: jiff::Timestamp = text.parse().unwrap();
        built_in(language).moment(&at.to_zoned_datetime(TimeZone::get(zone).unwrap()))
    }

    #[test]
    fn dates_are_written_out() {
        let day = date(2026, 11, 20);
        assert_eq!(built_in(Language::En).date(day), "20 November 2026");
        assert_eq!(built_in(Language::En).weekday_date(day), "Friday 20 November 2026");
        assert_eq!(
            built_in(Language::ZhTw).weekday_date(day),
            "2026年11月20日\u{FF08}星期五\u{FF09}"
        );
    }

    #[test]
    fn moments_name_the_clock_and_its_distance_to_utc_l_07() {
        let at = "2026-11-20T10:00:00Z";
        assert_eq!(
            moment(Language::En, at, "Asia/Shanghai"),
            "Friday 20 November 2026, 18:00 (China time, UTC+8)"
        );
        assert_eq!(
            moment(Language::ZhCn, at, "Asia/Shanghai"),
            "2026年11月20日\u{FF08}星期五\u{FF09}18:00\u{FF08}北京时间\u{FF0C}UTC+8\u{FF09}"
        );
        assert_eq!(
            moment(Language::ZhTw, at, "Asia/Taipei"),
            "2026年11月20日\u{FF08}星期五\u{FF09}18:00\u{FF08}台北時間\u{FF0C}UTC+8\u{FF09}"
        );
    }

    #[test]
    fn summer_time_and_odd_zones_are_right() {
        let en = |at, zone| moment(Language::En, at, zone);
        let summer = "2026-07-01T10:00:00Z";
        assert!(en(summer, "Europe/Berlin").ends_with("12:00 (Berlin time, UTC+2)"));
        assert!(en("2026-12-01T10:00:00Z", "Europe/Berlin").ends_with("(Berlin time, UTC+1)"));
        assert!(en("2026-12-01T10:00:00Z", "Europe/London").ends_with("(London time, UTC+0)"));
        assert!(en(summer, "America/New_York").ends_with("06:00 (New York time, UTC-4)"));
        assert!(en(summer, "Asia/Calcutta").ends_with("15:30 (India time, UTC+5:30)"));
        assert!(en(summer, "America/St_Johns").ends_with("07:30 (UTC-2:30)"));
        assert!(en(summer, "UTC").ends_with("10:00 (UTC)"));
    }

    #[test]
    fn every_language_names_the_same_zones_and_each_exists() {
        let places: Vec<_> = Language::ALL
            .map(|language| built_in(language).places.into_keys().collect::<Vec<_>>())
            .into();
        assert_eq!(places[0], places[1]);
        assert_eq!(places[0], places[2]);
        for zone in &places[0] {
            assert!(TimeZone::get(zone).is_ok(), "{zone}");
        }
    }

    #[test]
    fn numbers_are_grouped() {
        let en = built_in(Language::En);
        assert_eq!(en.number(0), "0");
        assert_eq!(en.number(999), "999");
        assert_eq!(en.number(-12_345), "-12,345");
        assert_eq!(en.number(i64::MIN), "-9,223,372,036,854,775,808");
        assert_eq!(en.decimal(1_234.5), "1,234.5");
        assert_eq!(en.decimal(-0.25), "-0.25");
        assert_eq!(en.decimal(f64::NAN), "NaN");
    }

    #[test]
    fn lists_read_as_a_person_writes_them() {
        let items = |n: usize| ["a", "b", "c"].map(str::to_owned)[..n].to_vec();
        assert_eq!(built_in(Language::En).list(&items(3)), "a, b and c");
        assert_eq!(built_in(Language::ZhCn).list(&items(3)), "a、b和c");
        assert_eq!(built_in(Language::ZhCn).list(&items(1)), "a");
        assert_eq!(built_in(Language::En).list(&[]), "");
    }

    #[test]
    fn names_stand_in_the_order_of_the_roster() {
        let name = |family: &str, given: &str, order| PersonName {
            family: family.to_owned(),
            given: given.to_owned(),
            order,
        };
        let (en, zh) = (built_in(Language::En), built_in(Language::ZhCn));
        assert_eq!(zh.full_name(&name("王", "建国", NameOrder::FamilyFirst)), "王建国");
        assert_eq!(en.full_name(&name("王", "建国", NameOrder::FamilyFirst)), "王建国");
        assert_eq!(zh.full_name(&name("施密特", "安娜", NameOrder::GivenFirst)), "安娜·施密特");
        assert_eq!(en.full_name(&name("Wang", "Jianguo", NameOrder::GivenFirst)), "Jianguo Wang");
        assert_eq!(
            en.full_name(&name("Tay", "Boon Keat", NameOrder::FamilyFirst)),
            "Tay Boon Keat"
        );
        assert_eq!(zh.full_name(&name("Schmidt", "Anna", NameOrder::GivenFirst)), "Anna Schmidt");
        assert_eq!(zh.full_name(&name("王", "David", NameOrder::FamilyFirst)), "王 David");
        assert_eq!(en.full_name(&name(" Suharto ", "", NameOrder::GivenFirst)), "Suharto");
    }

    #[test]
    fn a_mistake_in_a_file_is_shown_at_its_place() {
        let built_in = include_str!("../../templates/locales/en.toml");
        let parse = |text: &str| Forms::parse(Language::En, "en.toml", text).unwrap_err();
        let typo = parse(&built_in.replace("generic =", "genric ="));
        assert!(typo.title.starts_with("unknown field `genric`"), "{}", typo.title);
        assert_eq!(typo.hint, "did you mean `generic`?");
        let gap = parse(&built_in.replace("Ms {family}", "Ms {famly}"));
        assert_eq!(
            (gap.title.as_str(), gap.hint.as_str()),
            ("unknown gap `{famly}`", "did you mean `{family}`?")
        );
        assert!(gap.place.unwrap().text.starts_with("female ="));
        let absent = parse(&built_in.replace("planned = \"planned\"\n", ""));
        assert_eq!(absent.title, "`status.planned` is missing");
        let extra = parse(&built_in.replace("[status]", "[status]\ndonne = \"x\""));
        assert_eq!(extra.hint, "did you mean `done`?");
        assert!(parse("[dates").place.unwrap().line == Some(1));
    }

    #[test]
    fn every_state_has_a_word_and_an_unknown_phrase_shows() {
        for language in Language::ALL {
            let forms = built_in(language);
            assert!(STATUSES.iter().all(|status| forms.status(status).is_some()));
            assert_eq!((forms.status("gone"), forms.phrase("gone")), (None, "gone"));
        }
        assert_eq!(built_in(Language::ZhTw).layout().text_indent(), "\u{3000}\u{3000}");
    }
}
