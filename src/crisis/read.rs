use super::brief::Brief;
use super::check;
use super::contact_point::ContactPoint;
use super::fact::{Fact, Facts};
use super::impact::{AccountImpact, Impact, Partner, Segment, Tier};
use super::kind::{Kind, Phase, Responsibility};
use super::measure::{Measure, Status};
use crate::diagnostic::{Diagnostic, Report};
use crate::document::{Fields, Node, Reader, SourceText, Stamp, Wordings, syntax_report};
use crate::locale::{zone, zone_meant};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use toml::de::{DeTable, DeValue};

/// The keys at the top of a brief.
pub(super) const TOP: [&str; 27] = [
    "kind",
    "phase",
    "responsibility",
    "revision",
    "zone",
    "started_at",
    "next_update_at",
    "press_at",
    "resolved_at",
    "affected",
    "fallback_language",
    "nothing_open",
    "facts",
    "subject",
    "situation",
    "empathy",
    "responsibility_statement",
    "known",
    "unknown",
    "impact",
    "measures",
    "certain",
    "ask",
    "contact",
    "appeal",
    "verification",
    "details",
];

impl Brief {
    /// Reads a brief; `file` is its name as the user knows it.
    ///
    /// All mistakes are found at once. The brief comes back even when the report has errors, so that
    /// missing facts can be listed beside them; only a text that is no TOML gives no brief. Checks
    /// against the clock are [`Brief::check_clock`].
    pub fn read(file: &str, text: &str) -> Result<(Self, Report), Report> {
        let source = SourceText::new(file, text);
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            return Err(syntax_report(&source, &errors));
        }
        let mut reader = Reader::new(&source, &TOP);
        let mut brief = reader.brief(&Fields::root(table.get_ref()));
        check::brief(&mut reader, &brief);
        let (report, open, rejected) = reader.finish();
        (brief.open, brief.rejected) = (open, rejected);
        Ok((brief, report))
    }
}

impl Reader<'_> {
    fn brief(&mut self, top: &Fields<'_>) -> Brief {
        self.check_keys(top, &TOP);
        self.zone = top.get("zone").and_then(|node| self.time_zone(&node));
        let kind =
            top.get("kind").and_then(|node| self.word(&node, &Kind::ALL.map(|k| (k.tag(), k))));
        let phase =
            top.get("phase").and_then(|node| self.word(&node, &Phase::ALL.map(|p| (p.tag(), p))));
        let kind = kind.unwrap_or(Kind::Other);
        let responsibility = top
            .get("responsibility")
            .and_then(|node| self.word(&node, &Responsibility::ALL.map(|r| (r.tag(), r))));
        let place = |key: &str| top.get(key).map_or(0..0, |node| node.at());
        Brief {
            kind,
            phase: phase.unwrap_or(Phase::Letter),
            responsibility: responsibility.unwrap_or(kind.default_responsibility()),
            revision: top.get("revision").map_or(1, |node| self.revision(&node)),
            zone: self.zone.clone().unwrap_or(TimeZone::UTC),
            started_at: top.get("started_at").and_then(|node| self.moment(&node)),
            next_update_at: top.get("next_update_at").and_then(|node| self.moment(&node)),
            press_at: top.get("press_at").and_then(|node| self.moment(&node)),
            resolved_at: top.get("resolved_at").and_then(|node| self.moment(&node)),
            affected: top.get("affected").map(|node| self.affected(&node)).unwrap_or_default(),
            fallback_language: top.get("fallback_language").and_then(|node| self.language(&node)),
            facts: top.get("facts").map(|node| self.facts(&node)).unwrap_or_default(),
            subject: self.section(top, "subject"),
            situation: self.section(top, "situation"),
            empathy: self.section(top, "empathy"),
            responsibility_statement: self.section(top, "responsibility_statement"),
            known: self.sections(top, "known"),
            unknown: self.sections(top, "unknown"),
            nothing_open: top
                .get("nothing_open")
                .and_then(|node| self.boolean(&node))
                .unwrap_or(false),
            impact: top.get("impact").map(|node| self.impact(&node)).unwrap_or_default(),
            measures: self.list(top, "measures", Self::measure),
            certain: self.sections(top, "certain"),
            ask: self.section(top, "ask"),
            contact: top.get("contact").and_then(|node| self.contact(&node)),
            appeal: self.section(top, "appeal"),
            verification: self.section(top, "verification"),
            details: top.get("details").map(|node| self.details(&node)).unwrap_or_default(),
            source: self.source.clone(),
            open: Vec::new(),
            rejected: BTreeSet::new(),
            given: top.iter_all().map(|(key, _)| key.to_owned()).collect(),
            started_at_place: place("started_at"),
            next_update_at_place: place("next_update_at"),
        }
    }

    fn section(&mut self, top: &Fields<'_>, key: &str) -> Option<Wordings> {
        top.get(key).and_then(|node| self.texts(&node))
    }

    fn sections(&mut self, top: &Fields<'_>, key: &str) -> Vec<Wordings> {
        self.list(top, key, Self::texts)
    }

    fn list<T>(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        read: impl Fn(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Vec<T> {
        let items = fields.get(key).map(|node| self.items(&node)).unwrap_or_default();
        items.iter().filter_map(|item| read(self, item)).collect()
    }

    fn time_zone(&mut self, node: &Node<'_>) -> Option<TimeZone> {
        let name = self.text(node)?;
        let found = zone(name.trim());
        if found.is_none() {
            let hint = match zone_meant(&name) {
                Some(zone) => format!("did you mean `{zone}`?"),
                None => "write a name such as `Asia/Shanghai` or `Europe/Berlin`".to_owned(),
            };
            let diagnostic =
                Diagnostic::error(format!("unknown time zone `{}`", name.escape_debug()))
                    .rule("L-07")
                    .why("The letters show their times in this zone, and name it.")
                    .hint(hint);
            self.reject(node, diagnostic);
        }
        found
    }

    fn revision(&mut self, node: &Node<'_>) -> u32 {
        let Some(number) = self.integer(node) else { return 1 };
        if let Ok(revision @ 1..) = u32::try_from(number) {
            return revision;
        }
        let title = format!("`{number}` is no number of a revision");
        let hint = "count from 1: `revision = 1`";
        self.reject(node, Diagnostic::error(title).hint(hint));
        1
    }

    fn facts(&mut self, node: &Node<'_>) -> Facts {
        let mut facts = BTreeMap::new();
        let fields = self.any_fields(node);
        for (key, node) in fields.iter().flat_map(Fields::iter_all) {
            if self.check_identifier(key, &node)
                && let Some(fact) = self.fact(&node)
            {
                facts.insert(key.to_owned(), fact);
            }
        }
        Facts::new(facts)
    }

    fn fact(&mut self, node: &Node<'_>) -> Option<Fact> {
        match node.value.get_ref() {
            DeValue::String(_) => self.text(node).map(Fact::Text),
            DeValue::Integer(_) => self.integer(node).map(Fact::Integer),
            DeValue::Float(typed) => {
                let number = typed.as_str().parse::<f64>().ok().filter(|number| number.is_finite());
                if number.is_none() {
                    self.wrong(node, "a number that can be written", "write a finite number");
                }
                number.map(Fact::Decimal)
            }
            DeValue::Datetime(typed) if typed.date.is_some() => {
                self.date_or_moment(node).map(|stamp| match stamp {
                    Stamp::Date(date) => Fact::Date(date),
                    Stamp::Moment(moment) => Fact::Moment(moment),
                })
            }
            DeValue::Table(_) => Some(Fact::Names(self.by_language(node, node.at()))),
            _ => {
                let hint = "write it as a text in quotes";
                self.wrong(node, "a text, a number, a date or a name for each language", hint);
                None
            }
        }
    }

    fn measure(&mut self, node: &Node<'_>) -> Option<Measure> {
        let fields = self.fields(node, &["text", "owner", "due", "status", "kept_by"])?;
        let place = |key: &str| fields.get(key).map_or(0..0, |node| node.at());
        Some(Measure {
            text: self.wordings(&fields),
            owner: fields.get("owner").and_then(|node| self.text(&node)),
            due: fields.get("due").and_then(|node| self.date_or_moment(&node)).map(Into::into),
            status: fields
                .get("status")
                .and_then(|node| self.word(&node, &Status::ALL.map(|s| (s.tag(), s)))),
            kept_by: fields.get("kept_by").and_then(|node| self.text(&node)),
            at: node.at(),
            kept_by_at: place("kept_by"),
            owner_at: place("owner"),
            due_at: place("due"),
        })
    }

    fn impact(&mut self, node: &Node<'_>) -> Impact {
        let Some(fields) = self.fields(node, &["text", "segment", "account"]) else {
            return Impact::default();
        };
        Impact {
            overall: fields.get("text").map(|_| self.wordings(&fields)),
            segments: self.list(&fields, "segment", Self::segment),
            accounts: self.list(&fields, "account", Self::account_impact),
        }
    }

    fn segment(&mut self, node: &Node<'_>) -> Option<Segment> {
        let fields = self.fields(node, &["text", "partner", "tier", "country"])?;
        let partner = fields.get("partner");
        let tier = fields.get("tier");
        let country = fields.get("country");
        let given = [&partner, &tier, &country].into_iter().flatten().count();
        let mut segment = Segment {
            partner: partner.and_then(|node| self.word(&node, &Partner::ALL.map(|p| (p.tag(), p)))),
            tier: tier.and_then(|node| self.word(&node, &Tier::ALL.map(|t| (t.tag(), t)))),
            country: country.and_then(|node| self.country(&node)),
            text: self.wordings(&fields),
            at: node.at(),
            broken: false,
        };
        segment.broken = given > segment.selectors();
        Some(segment)
    }

    pub(super) fn country(&mut self, node: &Node<'_>) -> Option<String> {
        let code = self.text(node)?;
        if code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Some(code.to_ascii_uppercase());
        }
        let diagnostic = Diagnostic::error(format!("`{}` is no country code", code.escape_debug()))
            .why("Countries are written with two letters, as in the roster.")
            .hint("write a code such as `DE`, `CN` or `TW`");
        self.reject(node, diagnostic);
        None
    }

    fn account_impact(&mut self, node: &Node<'_>) -> Option<AccountImpact> {
        let fields = self.fields(node, &["text", "account"])?;
        let account = fields.get("account");
        if account.is_none() {
            let diagnostic = Diagnostic::error(format!("`{}` names no account", node.name))
                .hint("add `account = \"...\"` with the id of the account in the roster");
            self.reject(node, diagnostic);
        }
        Some(AccountImpact {
            account_at: account.as_ref().map_or(0..0, Node::at),
            account: account.and_then(|node| self.text(&node)).unwrap_or_default(),
            text: self.wordings(&fields),
        })
    }

    fn contact(&mut self, node: &Node<'_>) -> Option<ContactPoint> {
        let fields = self.fields(node, &["name", "phone", "email", "hours"])?;
        Some(ContactPoint {
            name: fields.get("name").and_then(|node| self.names(&node)),
            phone: fields.get("phone").and_then(|node| self.phone(&node)),
            email: fields.get("email").and_then(|node| self.email(&node)),
            hours: fields.get("hours").and_then(|node| self.names(&node)),
        })
    }

    fn phone(&mut self, node: &Node<'_>) -> Option<String> {
        let phone = self.text(node)?;
        if phone.chars().filter(char::is_ascii_digit).count() < 3 {
            let title = format!("`{}` is no phone number", phone.escape_debug());
            let hint = "write it as it is dialled from abroad, such as `+86 512 5550 0100`";
            self.reject(node, Diagnostic::error(title).rule("L-08").hint(hint));
        }
        Some(phone)
    }

    fn email(&mut self, node: &Node<'_>) -> Option<String> {
        let email = self.text(node)?;
        let good = email.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && domain.trim_matches('.').contains('.') && !domain.contains('@')
        }) && !email.contains(char::is_whitespace);
        if !good {
            let title = format!("`{}` is no e-mail address", email.escape_debug());
            let hint = "write one address, such as `hotline@example.com`";
            self.reject(node, Diagnostic::error(title).rule("L-08").hint(hint));
        }
        Some(email)
    }

    fn details(&mut self, node: &Node<'_>) -> BTreeMap<String, Wordings> {
        let mut details = BTreeMap::new();
        let fields = self.any_fields(node);
        for (key, node) in fields.iter().flat_map(Fields::iter_all) {
            if self.check_identifier(key, &node)
                && let Some(wordings) = self.texts(&node)
            {
                details.insert(key.to_owned(), wordings);
            }
        }
        details
    }
}
