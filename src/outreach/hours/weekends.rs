use crate::diagnostic::{Diagnostic, Report};
use crate::document::{Fields, Node, Reader, SourceText, syntax_report};
use crate::roster::Country;
use crate::workspace::{Asset, Assets};
use jiff::civil::Weekday;
use std::collections::BTreeMap;
use toml::de::DeTable;

/// Where the weekends stand below `templates/`.
const PLACE: &str = "outreach/weekends.toml";

/// The keys at the top of the file.
const TOP: [&str; 2] = ["default", "countries"];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// Which days of the week are free, by country (P-11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weekends {
    default: Weekend,
    countries: BTreeMap<Country, Weekend>,
}

/// The free days of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Weekend(u8);

impl Weekend {
    const SATURDAY_SUNDAY: Self = Self(1 << 5 | 1 << 6);

    fn of(days: &[Weekday]) -> Self {
        Self(days.iter().fold(0, |set, day| set | 1 << day.to_monday_zero_offset()))
    }

    /// Whether the day is free.
    pub(super) fn contains(self, day: Weekday) -> bool {
        self.0 & 1 << day.to_monday_zero_offset() != 0
    }
}

impl Default for Weekends {
    /// Saturday and Sunday everywhere.
    fn default() -> Self {
        Self { default: Weekend::SATURDAY_SUNDAY, countries: BTreeMap::new() }
    }
}

impl Weekends {
    /// Reads `outreach/weekends.toml`: the built-in file, and over it the company's own, which
    /// needs only the countries that it changes. The report has every mistake at its place.
    pub fn read(assets: &Assets) -> (Self, Report) {
        let (mut weekends, mut report) = (Self::default(), Report::new());
        let built_in = Assets::built_in();
        let own = assets.get(PLACE).filter(|asset| asset.own);
        for asset in built_in.get(PLACE).into_iter().chain(own) {
            report.append(weekends.learn(asset));
        }
        (weekends, report)
    }

    /// The weekend of a country; that of most countries when there is none or it is not listed.
    pub(super) fn of(&self, country: Option<Country>) -> Weekend {
        country.and_then(|country| self.countries.get(&country)).copied().unwrap_or(self.default)
    }

    fn learn(&mut self, asset: &Asset) -> Report {
        let source = SourceText::new(&asset.shown, &asset.text);
        let (table, errors) = DeTable::parse_recoverable(&asset.text);
        if !errors.is_empty() {
            return syntax_report(&source, &errors);
        }
        let mut reader = Reader::new(&source, &TOP);
        let top = Fields::root(table.get_ref());
        reader.check_keys(&top, &TOP);
        if let Some(default) = top.get("default").and_then(|node| reader.weekend(&node)) {
            self.default = default;
        }
        let countries = top.get("countries").and_then(|node| reader.any_fields(&node));
        for (key, node) in countries.iter().flat_map(Fields::iter_all) {
            let weekend = reader.weekend(&node);
            match Country::parse(key) {
                Some(country) => _ = weekend.map(|days| self.countries.insert(country, days)),
                None => reader.no_country(key, &node),
            }
        }
        reader.finish().0
    }
}

impl Reader<'_> {
    /// The free days of a week: at least one day has to be left to work on.
    fn weekend(&mut self, node: &Node<'_>) -> Option<Weekend> {
        let words = WEEKDAYS.map(|(word, _)| word);
        let days = self.words(node, &words, |typed| {
            let typed = typed.to_lowercase();
            WEEKDAYS.iter().find(|(word, _)| *word == typed).map(|(_, day)| *day)
        });
        let weekend = Weekend::of(&days);
        if weekend.0.count_ones() == 7 {
            let finding = Diagnostic::error(format!("`{}` leaves no day to work on", node.name))
                .rule("P-11")
                .why("Nobody could ever be called there.")
                .hint("name only the days on which people do not work");
            self.reject(node, finding);
            return None;
        }
        (!days.is_empty()).then_some(weekend)
    }

    fn no_country(&mut self, key: &str, node: &Node<'_>) {
        let hint = match Country::meant(key) {
            Some(country) => format!("write `{country}` for {}", country.name()),
            None => "write the two letters of ISO 3166, such as `SA`".to_owned(),
        };
        let title = format!("`{}` is no country code", key.escape_debug());
        self.found(node.key_at.clone(), Diagnostic::error(title).rule("P-11").hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use super::Weekends;
    use crate::roster::Country;
    use crate::workspace::{Asset, Assets};
    use jiff::civil::Weekday::{self, Friday, Saturday, Sunday, Thursday};

    fn is_free(weekends: &Weekends, country: &str, day: Weekday) -> bool {
        weekends.of(Country::parse(country)).contains(day)
    }

    #[test]
    fn p11_weekends_are_by_country_and_not_by_assumption() {
        let (weekends, report) = Weekends::read(Assets::built_in());
        assert!(report.is_empty(), "{report:?}");
        for country in ["SA", "EG", "QA", "KW", "BH", "OM"] {
            assert!(is_free(&weekends, country, Friday), "{country}");
            assert!(is_free(&weekends, country, Saturday), "{country}");
            assert!(!is_free(&weekends, country, Sunday), "{country}");
        }
        for country in ["AE", "CN", "TW", "DE", "US", "unknown"] {
            assert!(!is_free(&weekends, country, Friday), "{country}");
            assert!(is_free(&weekends, country, Saturday), "{country}");
            assert!(is_free(&weekends, country, Sunday), "{country}");
        }
    }

    #[test]
    fn p11_a_company_changes_only_the_countries_that_it_names() {
        let mut weekends = Weekends::read(Assets::built_in()).0;
        let text = "[countries]\nAE = [\"Friday\", \"Saturday\", \"Sunday\"]\n".to_owned();
        let report = weekends.learn(&Asset { shown: "own".into(), text, own: true });
        assert!(report.is_empty(), "{report:?}");
        assert!(is_free(&weekends, "AE", Friday));
        assert!(is_free(&weekends, "SA", Friday) && !is_free(&weekends, "SA", Thursday));
    }

    #[test]
    fn p11_mistakes_in_weekends_come_all_at_once_with_their_place() {
        let text = "defualt = [\"sunday\"]\n[countries]\nUK = [\"sunday\"]\nDE = [\"sonday\"]\n\
                    FR = [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\", \
                    \"saturday\", \"sunday\"]\nIT = []\n";
        let mut weekends = Weekends::default();
        let asset = Asset { shown: "own".into(), text: text.to_owned(), own: true };
        let report = weekends.learn(&asset);
        let titles: Vec<&str> = report.kept().iter().map(|found| found.title.as_str()).collect();
        assert_eq!(
            titles,
            [
                "unknown key `defualt`",
                "`UK` is no country code",
                "unknown value `sonday` for `countries.DE`",
                "`countries.FR` leaves no day to work on",
                "`countries.IT` names nothing",
            ]
        );
        assert_eq!(report.kept()[1].hint, "write `GB` for United Kingdom");
        assert!(report.kept().iter().all(|found| found.place.is_some()));
        assert_eq!(weekends, Weekends::default());
    }
}
