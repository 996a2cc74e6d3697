use super::Papers;
use super::card::{Card, log_command};
use super::fold::{push, text};
use super::time_zone::{push_zone, zone_name};
use super::wording::say;
use crate::locale::Language;
use crate::outreach::{Channel, CheckIn, State};
use crate::roster::TeamMember;
use jiff::tz::TimeZone;

/// How long before a check-in the alarm rings.
const ALARM: &str = "-PT15M";

impl Papers<'_> {
    /// One calendar (RFC 5545) for each of our people who has something to do: the file's name and
    /// its bytes. The letters that the program sends are in none.
    ///
    /// Identifiers stay over plans and [`Sources::sequence`](super::Sources) counts the versions, so
    /// that importing a later calendar moves what an earlier one has put there.
    pub fn calendars(&self) -> Vec<(String, Vec<u8>)> {
        let calendars = self.by_owner().into_iter().filter_map(|(owner, checks)| {
            let cards = self.cards(owner, &checks);
            self.calendar_of(owner, &cards)
        });
        calendars.collect()
    }

    /// The calendar of one of our people, if there is something for it: the file's name and its
    /// bytes.
    pub(super) fn calendar_of(
        &self,
        owner: Option<&TeamMember>,
        cards: &[(&CheckIn, Card)],
    ) -> Option<(String, Vec<u8>)> {
        let cards = cards.iter().filter(|(check, _)| check.channel != Channel::Letter);
        let cards: Vec<_> = cards.map(|(check, card)| (*check, card)).collect();
        let owner = owner.filter(|_| !cards.is_empty())?;
        Some((format!("{}.ics", owner.id), self.calendar(owner, &cards).into_bytes()))
    }

    fn calendar(&self, owner: &TeamMember, cards: &[(&CheckIn, &Card)]) -> String {
        let language = self.language_of(Some(owner));
        let zone = self.zone_of(Some(owner));
        let zone_name = zone_name(&zone, self.plan.now);
        let name = say(self.words(language), "sheet", &[("owner", owner.name_in(language))]);
        let mut out = String::new();
        push(&mut out, "BEGIN", "VCALENDAR");
        push(&mut out, "VERSION", "2.0");
        push(&mut out, "PRODID", "-//hearten//check-in plan//EN");
        push(&mut out, "CALSCALE", "GREGORIAN");
        push(&mut out, "METHOD", "PUBLISH");
        push(&mut out, "X-WR-CALNAME", &text(&name));
        push(&mut out, "X-WR-TIMEZONE", &zone_name);
        let first = cards.iter().map(|(check, _)| check.start).min().unwrap_or(self.plan.now);
        let last = cards.iter().map(|(check, _)| check.end).max().unwrap_or(self.plan.now);
        push_zone(&mut out, &zone, &zone_name, first..last);
        for card in cards {
            self.event(&mut out, *card, language, (&zone, &zone_name));
        }
        push(&mut out, "END", "VCALENDAR");
        out
    }

    fn event(
        &self,
        out: &mut String,
        (check, card): (&CheckIn, &Card),
        language: Language,
        (zone, zone_name): (&TimeZone, &str),
    ) {
        let line = &card.line;
        let words = self.words(language);
        let config = self.sources.config;
        let summary = if line.account.is_empty() { "summary_group" } else { "summary" };
        let summary = say(
            words,
            summary,
            &[("action", &line.purpose), ("person", &line.whom), ("account", &line.account)],
        );
        let summary = text(&summary);
        let uid = format!("{}@{}.{}", check.id, config.crisis, config.organisation.domain);
        let stamp = self.plan.now.strftime("%Y%m%dT%H%M%SZ").to_string();
        push(out, "BEGIN", "VEVENT");
        push(out, "UID", &text(&uid));
        push(out, "DTSTAMP", &stamp);
        push(out, "LAST-MODIFIED", &stamp);
        push(out, "SEQUENCE", &self.sources.sequence.to_string());
        for (key, at) in [("DTSTART", check.start), ("DTEND", check.end)] {
            // What takes no time has no end (RFC 5545, 3.6.1).
            if key == "DTSTART" || check.end > check.start {
                let local = at.to_zoned_datetime(zone.clone());
                let value = local.strftime("%Y%m%dT%H%M%S").to_string();
                push(out, &format!("{key};TZID={zone_name}"), &value);
            }
        }
        push(out, "SUMMARY", &summary);
        push(out, "DESCRIPTION", &text(&self.description(check, card, language)));
        if !line.phone.is_empty() && check.channel == Channel::Phone {
            push(out, "LOCATION", &text(&line.phone));
        }
        push(out, "CATEGORIES", &text(&line.way));
        let is_held = matches!(check.state, State::Held(_));
        push(out, "STATUS", if is_held { "TENTATIVE" } else { "CONFIRMED" });
        push(out, "TRANSP", if check.channel.is_talk() { "OPAQUE" } else { "TRANSPARENT" });
        push(out, "BEGIN", "VALARM");
        push(out, "ACTION", "DISPLAY");
        push(out, "TRIGGER", ALARM);
        push(out, "DESCRIPTION", &summary);
        push(out, "END", "VALARM");
        push(out, "END", "VEVENT");
    }

    /// What whoever calls needs in the entry itself: number, time over there, points, mark of done.
    fn description(&self, check: &CheckIn, card: &Card, language: Language) -> String {
        let words = self.words(language);
        let line = &card.line;
        let labelled = |key: &str, text: &str| {
            say(words, "labelled", &[("label", &say(words, key, &[])), ("text", text)])
        };
        let mut parts: Vec<String> = Vec::new();
        if line.state != "open" {
            parts.push(line.state_words.clone());
        }
        parts
            .extend([&line.position, &line.phone].into_iter().filter(|it| !it.is_empty()).cloned());
        parts.extend(card.their_time.clone());
        if !line.points.is_empty() {
            parts.push(String::new());
            parts.extend(line.points.iter().map(|point| format!("\u{2022} {point}")));
            parts.push(String::new());
        }
        if !line.material.is_empty() {
            parts.push(labelled("material", &line.material));
        }
        parts.extend(card.gift.as_ref().map(|gift| labelled("gift", gift)));
        parts.push(labelled("done_when", &line.done_when));
        parts.extend(log_command(check, line));
        parts.join("\n")
    }
}
