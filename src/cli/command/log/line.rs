use crate::cli::args::LogArguments;
use crate::cli::who::quoted;
use clap::ValueEnum;
use std::fmt::Write;

/// The command as it was typed, for another contact or with something added, ready to be copied.
pub(super) fn line(own: &LogArguments, whom: Option<&str>, added: &str) -> String {
    let typed = own.contact.join(" ");
    let mut line = format!("hearten log {}", quoted(whom.unwrap_or(&typed)));
    let outcome = own.outcome.and_then(|outcome| outcome.to_possible_value());
    let outcome = outcome.as_ref().map(|value| value.get_name().to_owned());
    let parts = [
        ("action", own.action.clone()),
        ("turn", own.turn.map(|turn| turn.to_string())),
        ("outcome", outcome),
        ("attitude", own.attitude.map(|attitude| attitude.to_string())),
        ("by", own.by.clone()),
        ("at", own.at.clone()),
        ("channel", own.channel.clone()),
        ("gift", own.gift.clone()),
        ("note", own.note.clone().filter(|note| !note.trim().is_empty())),
    ];
    for (name, value) in parts {
        if let Some(value) = value {
            let _ = write!(line, " --{name} {}", quoted(&value));
        }
    }
    if !added.is_empty() {
        let _ = write!(line, " {added}");
    }
    line
}
