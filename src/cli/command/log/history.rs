use crate::cli::Done;
use crate::cli::args::LogArguments;
use crate::cli::command::Request;
use crate::cli::desk::Desk;
use crate::cli::outcome::Outcome as Ending;
use crate::cli::whom::Whom;
use crate::diagnostic::Count;
use crate::ledger::{Head, Record};
use crate::outreach::playbook::Action;
use comfy_table::{Table, presets};
use serde::Serialize;
use std::cmp::Reverse;

#[derive(Serialize)]
struct HistoryDocument<'a> {
    ok: bool,
    /// The latest first.
    facts: &'a [Record],
    /// The end of the whole ledger. Kept elsewhere, its hash proves that nothing was changed.
    last: Last<'a>,
}

#[derive(Serialize)]
struct Last<'a> {
    seq: u64,
    hash: &'a str,
}

/// Shows what is recorded of a contact, or of all, the latest first.
pub(super) fn show(
    request: &Request<'_>,
    desk: &Desk<'_>,
    own: &LogArguments,
    actions: Option<&[Action]>,
    mut records: Vec<Record>,
    head: &Head,
) -> Done {
    let whom = match &desk.roster {
        Some(roster) if !own.contact.is_empty() => Some(super::whom(roster, own, actions)?),
        _ => None,
    };
    // Letters and approvals have commands of their own.
    records.retain(|record| {
        let touch = record.fact.touch();
        touch.is_some_and(|touch| whom.as_ref().is_none_or(|whom| touch.whom == whom.id))
    });
    records.sort_by_key(|record| Reverse((record.fact.touch().map(|touch| touch.at), record.seq)));
    let ui = request.ui;
    let last = Last { seq: head.seq, hash: &head.hash };
    ui.document(&HistoryDocument { ok: true, facts: &records, last })?;
    if let Some(rehearsal) = desk.rehearsal() {
        ui.advise(&rehearsal)?;
    }
    if records.is_empty() {
        let id = whom.as_ref().map_or("CONTACT", |whom| whom.id.as_str());
        ui.say(&match &whom {
            Some(whom) => format!("Nothing is recorded of {} yet.", named(whom)),
            None => "Nothing is recorded yet.".to_owned(),
        })?;
        ui.advise(&format!("After a call: hearten log {id} --outcome reached --note \"…\""))?;
        return Ok(Ending::Done);
    }
    let zone = desk.zone();
    let of = whom.as_ref().map(|whom| format!(" of {}", named(whom))).unwrap_or_default();
    ui.say(&format!(
        "{}{of}, times in {}.",
        Count(records.len(), "fact"),
        zone.iana_name().unwrap_or("UTC")
    ))?;
    ui.say(&table(desk, &records))?;
    Ok(Ending::Done)
}

fn named(whom: &Whom) -> String {
    if whom.name == whom.id { whom.id.clone() } else { format!("{} ({})", whom.name, whom.id) }
}

fn table(desk: &Desk<'_>, records: &[Record]) -> String {
    let zone = desk.zone();
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["when", "whom", "outcome", "action", "by", "way", "attitude", "note"]);
    for touch in records.iter().filter_map(|record| record.fact.touch()) {
        let text = |value: &Option<String>| value.as_deref().map(on_one_line).unwrap_or_default();
        let action = match touch.turn {
            Some(turn) if turn > 1 => format!("{} no. {turn}", text(&touch.action)),
            _ => text(&touch.action),
        };
        table.add_row([
            touch.at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
            on_one_line(&touch.whom),
            touch.outcome.tag().to_owned(),
            action,
            text(&touch.by),
            text(&touch.channel),
            touch.attitude.map(|attitude| attitude.to_string()).unwrap_or_default(),
            text(&touch.note),
        ]);
    }
    table.trim_fmt()
}

/// A text without what could move the cursor or turn the line round.
fn on_one_line(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(
                c,
                '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}'
            )
            || matches!(c, '\u{2066}'..='\u{2069}')
    };
    let clean: String = text.chars().map(|c| if hidden(c) { ' ' } else { c }).collect();
    clean.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::on_one_line;

    #[test]
    fn e_15_a_note_cannot_move_the_cursor() {
        assert_eq!(on_one_line("a\u{1b}[31m b\n\tc\u{202e}d"), "a [31m b c d");
        assert_eq!(on_one_line("  会 回电 "), "会 回电");
    }
}
