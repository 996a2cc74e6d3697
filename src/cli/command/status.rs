//! `hearten status`: where the letter to each contact stands.
//!
//! *In*: the frozen letters and the ledger. *Out*: one line a contact in the order of sending, and
//! counts. *Never*: guesses; what nobody knows is unknown (E-23).

use super::Request;
use crate::cli::args::StatusArguments;
use crate::cli::desk::Desk;
use crate::cli::letters::Letters;
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::cli::ui::Ui;
use crate::cli::{Done, Failure};
use crate::diagnostic::{Count, Diagnostic, Report};
use crate::ledger::{Delivery, DeliveryState, Trouble};
use crate::proof::frozen::Line;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// The letter to one contact.
#[derive(Serialize)]
struct Row {
    contact: String,
    name: String,
    account: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    wave: Option<u8>,
    state: DeliveryState,
    /// Why it is not sent although it was approved (P-21).
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<String>,
    attempts: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    relay: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    again_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by_hand: Option<String>,
}

#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    drill: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<&'a str>,
    /// Who sends at the moment, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    sending: Option<String>,
    letters: &'a [Row],
    counts: &'a Counts,
    findings: &'a [Diagnostic],
}

/// How many stand where.
#[derive(Debug, Default, Serialize)]
struct Counts {
    letters: usize,
    missing: usize,
    left_out: usize,
    #[serde(flatten)]
    by_state: BTreeMap<&'static str, usize>,
}

/// Shows where each letter stands.
pub(crate) fn status(request: &Request<'_>, own: &StatusArguments) -> Done {
    let (desk, _) = Desk::lay(request)?;
    let mut report = Report::new();
    let letters = Letters::open(&desk, own.drill, &mut report)?;
    let mut rows = rows(&desk, &letters, &mut report);
    let counts = Counts::of(&rows);
    if own.missing {
        rows.retain(|row| row.state != DeliveryState::Accepted);
    }
    let sending = match letters.ledger.look() {
        Err(Trouble::Held(Some(holder))) => Some(holder.to_string()),
        _ => None,
    }
    .filter(|_| letters.deliveries.open_run().is_some());
    let ui = request.ui;
    ui.document(&Document {
        ok: counts.missing == 0 && !report.has_errors(),
        drill: own.drill,
        revision: letters.revision,
        digest: letters.frozen.as_ref().map(|frozen| frozen.digest.as_str()),
        sending: sending.clone(),
        letters: &rows,
        counts: &counts,
        findings: report.kept(),
    })?;
    if ui.is_csv() {
        table(ui, &rows)?;
    }
    if let Some(rehearsal) = desk.rehearsal() {
        ui.advise(&rehearsal)?;
    }
    say(ui, &desk, own, &letters, &rows)?;
    if let Some(sending) = &sending {
        ui.say(&format!("A run goes on: {sending}."))?;
    }
    ui.say(&counts.told(own.drill))?;
    ui.findings(&report, MOST_SHOWN)?;
    if sending.is_none() {
        advise(ui, own, &rows)?;
    }
    Ok(match Outcome::of(&report) {
        Outcome::Done if counts.missing > 0 => Outcome::Unsent,
        outcome => outcome,
    })
}

/// Every letter, in the order in which they go; by id while none are frozen.
fn rows(desk: &Desk<'_>, letters: &Letters<'_>, report: &mut Report) -> Vec<Row> {
    let Some(revision) = letters.revision else { return Vec::new() };
    let deliveries = &letters.deliveries;
    let mut rows = Vec::new();
    if let Some(frozen) = &letters.frozen {
        for line in frozen.letters() {
            match line {
                Ok(line) => {
                    let delivery = deliveries.get(revision, &line.contact);
                    rows.push(Row::of(desk, line, delivery));
                }
                Err(damage) => report.push(damage.into()),
            }
        }
    } else {
        rows.extend(deliveries.iter(revision).map(|(contact, delivery)| {
            let (name, account) = (String::new(), String::new());
            let row = Row { name, account, ..Row::empty(contact.to_owned()) };
            row.with(delivery)
        }));
    }
    rows
}

impl Row {
    fn empty(contact: String) -> Self {
        Self {
            contact,
            name: String::new(),
            account: String::new(),
            wave: None,
            state: DeliveryState::Queued,
            left_out: None,
            attempts: 0,
            at: None,
            words: String::new(),
            relay: None,
            again_at: None,
            by_hand: None,
        }
    }

    fn of(desk: &Desk<'_>, line: Line, delivery: Option<Delivery<'_>>) -> Self {
        let mut row = Self {
            name: line.name,
            account: line.account,
            wave: Some(line.wave),
            ..Self::empty(line.contact)
        };
        if let Some(delivery) = delivery {
            row = row.with(delivery);
        }
        if row.state.may_be_sent() {
            let standing = desk.standings.get(&row.contact);
            let wrong = standing.is_some_and(crate::ledger::Standing::wrong_person);
            let suppressed = desk.standings.suppressed(&row.contact).map(str::to_owned);
            row.left_out = suppressed.or_else(|| wrong.then(|| "the wrong person".to_owned()));
        }
        row
    }

    fn with(self, delivery: Delivery<'_>) -> Self {
        let Delivery { state, attempts, at, again_at, .. } = delivery;
        let words = delivery.words.to_owned();
        let [relay, by_hand] =
            [delivery.relay, delivery.by_hand].map(|text| text.map(str::to_owned));
        Self { state, attempts, at: Some(at), words, relay, again_at, by_hand, ..self }
    }

    /// The word for where it stands.
    fn state(&self) -> &'static str {
        if self.left_out.is_some() { "left out" } else { self.state.tag() }
    }

    /// What is to be said of it beside its state.
    fn words(&self, zone: &TimeZone) -> String {
        let mut words = on_one_line(self.left_out.as_ref().unwrap_or(&self.words));
        if let Some(by) = &self.by_hand {
            words = match words.as_str() {
                "" => format!("by hand, by {by}"),
                way => format!("by hand, by {by}: {way}"),
            };
        }
        if let Some(again) = self.again_at {
            let again = again.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M");
            let _ = write!(words, " (again at {again})");
        }
        words
    }
}

impl Counts {
    fn of(rows: &[Row]) -> Self {
        let mut counts = Self { letters: rows.len(), ..Self::default() };
        for row in rows {
            if row.left_out.is_some() {
                counts.left_out += 1;
            } else {
                *counts.by_state.entry(row.state.tag()).or_default() += 1;
                counts.missing += usize::from(row.state != DeliveryState::Accepted);
            }
        }
        counts
    }

    fn told(&self, drill: bool) -> String {
        if self.letters == 0 {
            let none = if drill {
                "No drill has delivered letters yet."
            } else {
                "No letters have been approved or sent yet."
            };
            return none.to_owned();
        }
        let mut parts: Vec<String> = DeliveryState::ALL
            .iter()
            .filter_map(|state| Some((state, self.by_state.get(state.tag())?)))
            .map(|(state, count)| format!("{count} {state}"))
            .collect();
        if self.left_out > 0 {
            parts.push(format!("{} left out", self.left_out));
        }
        let verdict = match self.missing {
            0 => "Everybody who is to have it has it.".to_owned(),
            1 => "1 contact has not got it.".to_owned(),
            missing => format!("{} have not got it.", Count(missing, "contact")),
        };
        format!("{}: {}.\n{verdict}", Count(self.letters, "letter"), parts.join(" · "))
    }
}

/// Lines for people. They may be a million, so they are printed bit by bit.
fn say(
    ui: Ui,
    desk: &Desk<'_>,
    own: &StatusArguments,
    letters: &Letters<'_>,
    rows: &[Row],
) -> Result<(), Failure> {
    let zone = desk.zone();
    if own.drill {
        ui.say("A DRILL: none of these letters has left the house.")?;
    }
    if let Some(frozen) = &letters.frozen {
        let at = frozen.manifest.frozen_at.to_zoned_datetime(zone.clone());
        ui.say(&format!(
            "Revision {} of the letters, {}, frozen {}. Times in {}.",
            letters.revision.unwrap_or_default(),
            frozen.digest.short(),
            at.strftime("%Y-%m-%d %H:%M"),
            zone.iana_name().unwrap_or("UTC")
        ))?;
    }
    let widest = |of: fn(&Row) -> &str| rows.iter().map(|row| of(row).width()).max().unwrap_or(0);
    let (ids, names) = (widest(|row| &row.contact).min(24), widest(|row| &row.name).min(32));
    let mut text = String::new();
    for row in rows {
        let at = row
            .at
            .map(|at| at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string());
        let _ = write!(text, "{:<8}  ", row.state());
        column(&mut text, &row.contact, ids);
        column(&mut text, &on_one_line(&row.name), names);
        column(&mut text, at.as_deref().unwrap_or(""), 16);
        text.push_str(&row.words(&zone));
        text.truncate(text.trim_end().len());
        if text.len() > 1 << 16 {
            ui.say(&text)?;
            text.clear();
        } else {
            text.push('\n');
        }
    }
    if !text.is_empty() {
        ui.say(text.trim_end())?;
    }
    Ok(())
}

fn column(text: &mut String, value: &str, width: usize) {
    text.push_str(value);
    text.extend(std::iter::repeat_n(' ', width.saturating_sub(value.width()) + 2));
}

/// A table for a spreadsheet.
fn table(ui: Ui, rows: &[Row]) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let broken = |error: csv::Error| std::io::Error::other(error);
    writer
        .write_record([
            "contact", "name", "account", "wave", "state", "left_out", "attempts", "at",
            "again_at", "by_hand", "relay", "words",
        ])
        .map_err(broken)?;
    for row in rows {
        let time = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
        let text = |value: &Option<String>| value.as_deref().map(no_formula).unwrap_or_default();
        writer
            .write_record([
                no_formula(&row.contact),
                no_formula(&row.name),
                no_formula(&row.account),
                row.wave.map(|wave| wave.to_string()).unwrap_or_default(),
                row.state.tag().to_owned(),
                text(&row.left_out),
                row.attempts.to_string(),
                time(row.at),
                time(row.again_at),
                text(&row.by_hand),
                text(&row.relay),
                no_formula(&row.words),
            ])
            .map_err(broken)?;
    }
    let bytes = writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
    ui.table(&bytes)?;
    Ok(())
}

/// A value that no spreadsheet program takes for a formula: names and words come from outside.
fn no_formula(value: &str) -> String {
    let value = on_one_line(value);
    if value.starts_with(['=', '+', '-', '@']) { format!("'{value}") } else { value }
}

/// A text without what could move the cursor or break the line: a server may say anything.
fn on_one_line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What to type next, the gravest first.
fn advise(ui: Ui, own: &StatusArguments, rows: &[Row]) -> Result<(), Failure> {
    let drill = if own.drill { " --drill" } else { "" };
    let first = |state| rows.iter().find(|row| row.state == state && row.left_out.is_none());
    let mut next = Vec::new();
    if let Some(row) = first(DeliveryState::Unknown) {
        next.push(format!(
            "hearten settle {} --arrived | --send-again --as NAME --reason \"…\"{drill}",
            row.contact
        ));
    }
    if let Some(row) = first(DeliveryState::Refused) {
        next.push(format!("hearten retry {}{drill}   or correct the address", row.contact));
    }
    let waits = [DeliveryState::Queued, DeliveryState::Deferred, DeliveryState::NotSent];
    if waits.into_iter().any(|state| first(state).is_some()) {
        next.push("hearten send".to_owned());
    }
    for line in next {
        ui.advise(&format!("Next: {line}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{no_formula, on_one_line};

    #[test]
    fn e_15_what_a_server_says_moves_no_cursor_and_is_no_formula() {
        assert_eq!(on_one_line("550 \u{1b}[2Jno\r\n such  user"), "550 [2Jno such user");
        assert_eq!(no_formula("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(no_formula("王 建国"), "王 建国");
    }
}
