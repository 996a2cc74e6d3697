use super::{Absence, Policy, WaveRule};
use crate::diagnostic::{Diagnostic, Report};
use crate::document::{Fields, Node, Reader, SourceText, Stamp, syntax_report};
use crate::outreach::Duty;
use crate::workspace::{Assets, SETTINGS};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::de::DeTable;

/// The file of the defaults, below `templates/`.
const DEFAULTS: &str = "outreach/policy.toml";

/// The keys of the file of defaults, and of `[outreach]` in the settings.
const KEYS: [&str; 9] =
    ["duties", "absent", "hours", "capacity", "cool_down", "silence", "rules", "gifts", "waves"];

const RULES: [&str; 11] = [
    "call_to_letter",
    "before_press",
    "one_account_within",
    "living_months",
    "key_event_days",
    "level_gap",
    "strategic_accounts_per_owner",
    "people_per_strategic_account",
    "departments_per_strategic_account",
    "overdue_days_strategic",
    "overdue_days_general",
];

impl Policy {
    /// The policy of a company: the defaults, with what `[outreach]` of the settings changes.
    ///
    /// `settings` is the text of `hearten.toml`. All mistakes of both files come at once.
    pub fn read(assets: &Assets, settings: &str) -> Result<(Self, Report), Report> {
        let mut policy = Self::blank();
        let mut waves = BTreeMap::new();
        let mut report = Report::new();
        let Some(defaults) = assets.get(DEFAULTS) else {
            return Err(Diagnostic::error(format!("there is no `templates/{DEFAULTS}`")).into());
        };
        report.append(policy.change(&mut waves, &defaults.shown, &defaults.text, false)?);
        report.append(policy.change(&mut waves, SETTINGS, settings, true)?);
        policy.waves = waves.into_values().map(Arc::new).collect();
        if report.has_errors() { Err(report) } else { Ok((policy, report)) }
    }

    /// Takes over every key that a file gives.
    fn change(
        &mut self,
        waves: &mut BTreeMap<u8, WaveRule>,
        file: &str,
        text: &str,
        below: bool,
    ) -> Result<Report, Report> {
        let source = SourceText::new(file, text);
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            // The workspace has told what is wrong with the settings.
            return if below { Ok(Report::new()) } else { Err(syntax_report(&source, &errors)) };
        }
        let mut reader = Reader::new(&source, &KEYS);
        let root = Fields::root(table.get_ref());
        let fields = if below {
            root.get("outreach").and_then(|node| reader.fields(&node, &KEYS))
        } else {
            reader.check_keys(&root, &KEYS);
            Some(root)
        };
        for (key, node) in fields.iter().flat_map(Fields::iter_all) {
            match key {
                "duties" => reader.duties(&node, self),
                "absent" => reader.absences(&node, self),
                "hours" => reader.hours(&node, self),
                "capacity" => reader.capacity(&node, self),
                "cool_down" => reader.cool_down(&node, self),
                "silence" => reader.silence(&node, self),
                "rules" => reader.rules(&node, self),
                "gifts" => reader.gifts(&node, self),
                "waves" => reader.waves(&node, waves),
                _ => {}
            }
        }
        Ok(reader.finish().0)
    }
}

/// Sets a number or a time where one was read.
fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

impl Reader<'_> {
    fn duties(&mut self, node: &Node<'_>, policy: &mut Policy) {
        let words: Vec<&str> = Duty::WORDS
            .iter()
            .filter(|(_, duty)| !matches!(duty, Duty::Sponsor | Duty::AccountManager))
            .map(|(word, _)| *word)
            .collect();
        let Some(fields) = self.fields(node, &words) else { return };
        for (word, duty) in Duty::WORDS {
            if let Some(node) = fields.get(word)
                && let Some(id) = self.text(&node)
            {
                policy.duties.insert(duty, (id, self.source.place(node.at())));
            }
        }
    }

    fn absences(&mut self, node: &Node<'_>, policy: &mut Policy) {
        for item in self.items(node) {
            let Some(fields) = self.fields(&item, &["who", "from", "to"]) else { continue };
            let who = fields.get("who").and_then(|node| self.text(&node));
            let from = fields.get("from").and_then(|node| self.day(&node));
            let to = fields.get("to").map_or(from, |node| self.day(&node));
            match (who, from, to) {
                (Some(member), Some(from), Some(to)) if from <= to => {
                    policy.absences.push(Absence { member, from, to });
                }
                (Some(_), Some(_), Some(_)) => {
                    let finding =
                        Diagnostic::error(format!("`{}` ends before it begins", item.name))
                            .rule("P-08")
                            .hint("set `to` to the last day away");
                    self.reject(&item, finding);
                }
                _ => {
                    let finding = Diagnostic::error(format!("`{}` is not whole", item.name))
                        .rule("P-08")
                        .hint("write `who = \"t-05\"`, `from = 2026-11-23` and `to = 2026-11-27`");
                    self.reject(&item, finding);
                }
            }
        }
    }

    fn day(&mut self, node: &Node<'_>) -> Option<Date> {
        match self.date_or_moment(node)? {
            Stamp::Date(date) => Some(date),
            Stamp::Moment(moment) => Some(moment.date()),
        }
    }

    fn hours(&mut self, node: &Node<'_>, policy: &mut Policy) {
        let keys = ["letters", "calls", "team", "quiet_before_weekend"];
        let Some(fields) = self.fields(node, &keys) else { return };
        let hours = &mut policy.hours;
        for (key, node) in fields.iter_all() {
            match key {
                "letters" => set(&mut hours.letters, self.day_span(&node)),
                "team" => set(&mut hours.team, self.day_span(&node)),
                "calls" => {
                    let mut spans = self.each(&node, Self::day_span);
                    spans.sort_by_key(|span| span.start);
                    if spans.windows(2).any(|two| two[1].start < two[0].end) {
                        let finding =
                            Diagnostic::error(format!("spans of `{}` overlap", node.name))
                                .rule("P-10")
                                .hint("write spans that follow each other");
                        self.reject(&node, finding);
                    } else if !spans.is_empty() {
                        hours.calls = spans;
                    }
                }
                "quiet_before_weekend" => set(
                    &mut hours.quiet_before_weekend,
                    self.duration(&node).map(|time| time.as_mins()),
                ),
                _ => {}
            }
        }
    }

    fn capacity(&mut self, node: &Node<'_>, policy: &mut Policy) {
        let keys = [
            "calls_per_day",
            "visits_per_day",
            "written_per_day",
            "letters_per_minute",
            "letters_per_day",
            "patience",
        ];
        let Some(fields) = self.fields(node, &keys) else { return };
        let capacity = &mut policy.capacity;
        for (key, node) in fields.iter_all() {
            match key {
                "calls_per_day" => set(&mut capacity.calls_per_day, self.bounded(&node, 1..=50)),
                "visits_per_day" => set(&mut capacity.visits_per_day, self.bounded(&node, 1..=10)),
                "written_per_day" => {
                    set(&mut capacity.written_per_day, self.bounded(&node, 1..=500));
                }
                "letters_per_minute" => {
                    set(&mut capacity.letters_per_minute, self.bounded(&node, 1..=100_000));
                }
                "letters_per_day" => {
                    set(&mut capacity.letters_per_day, self.bounded(&node, 1..=100_000_000));
                }
                "patience" => set(&mut capacity.patience, self.bounded(&node, 0..=60)),
                _ => {}
            }
        }
    }

    fn cool_down(&mut self, node: &Node<'_>, policy: &mut Policy) {
        let keys = ["any_channel", "same_channel", "per_week"];
        let Some(fields) = self.fields(node, &keys) else { return };
        let cool_down = &mut policy.cool_down;
        for (key, node) in fields.iter_all() {
            match key {
                "any_channel" => set(&mut cool_down.any_channel, self.duration(&node)),
                "same_channel" => set(&mut cool_down.same_channel, self.duration(&node)),
                "per_week" => set(&mut cool_down.per_week, self.bounded(&node, 1..=50)),
                _ => {}
            }
        }
    }

    fn silence(&mut self, node: &Node<'_>, policy: &mut Policy) {
        let Some(fields) = self.fields(node, &["strategic", "others"]) else { return };
        for (key, node) in fields.iter_all() {
            let steps = self.each(&node, Self::offset);
            match key {
                "strategic" => policy.silence.strategic = steps,
                _ => policy.silence.others = steps,
            }
        }
    }

    fn rules(&mut self, node: &Node<'_>, policy: &mut Policy) {
        let Some(fields) = self.fields(node, &RULES) else { return };
        for (key, node) in fields.iter_all() {
            match key {
                "call_to_letter" => set(&mut policy.call_to_letter, self.duration(&node)),
                "before_press" => set(&mut policy.before_press, self.duration(&node)),
                "one_account_within" => set(&mut policy.one_account_within, self.duration(&node)),
                "living_months" => set(&mut policy.living_months, self.bounded(&node, 1..=600)),
                "key_event_days" => set(&mut policy.key_event_days, self.bounded(&node, 0..=730)),
                "level_gap" => set(&mut policy.level_gap, self.bounded(&node, 0..=4)),
                "strategic_accounts_per_owner" => {
                    set(&mut policy.strategic_accounts_per_owner, self.bounded(&node, 1..=1000));
                }
                "people_per_strategic_account" => {
                    set(&mut policy.people_per_strategic_account, self.bounded(&node, 0..=100));
                }
                "departments_per_strategic_account" => {
                    let value = self.bounded(&node, 0..=100);
                    set(&mut policy.departments_per_strategic_account, value);
                }
                "overdue_days_strategic" => {
                    set(&mut policy.overdue_days_strategic, self.bounded(&node, 1..=3650));
                }
                "overdue_days_general" => {
                    set(&mut policy.overdue_days_general, self.bounded(&node, 1..=3650));
                }
                _ => {}
            }
        }
    }

    fn gifts(&mut self, node: &Node<'_>, policy: &mut Policy) {
        let keys = ["currency", "per_person_per_year", "officials_per_year"];
        let Some(fields) = self.fields(node, &keys) else { return };
        for (key, node) in fields.iter_all() {
            match key {
                "currency" => set(&mut policy.gifts.currency, self.text(&node)),
                "per_person_per_year" => {
                    set(&mut policy.gifts.per_person_cents, self.cents(&node));
                }
                _ => set(&mut policy.gifts.officials_cents, self.cents(&node)),
            }
        }
    }
}
