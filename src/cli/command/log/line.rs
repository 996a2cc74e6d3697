use crate::cli::args::LogArguments;
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

/// A value as a shell takes it.
pub(super) fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | ':' | '+' | '@');
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    let mut text = String::from("\"");
    for c in value.chars() {
        if matches!(c, '"' | '\\' | '$' | '`') {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_value_is_quoted_where_a_shell_would_split_or_replace_it() {
        for (value, typed) in [
            ("c-002", "c-002"),
            ("王建国", "王建国"),
            ("2026-11-20T10:00:00+08:00", "2026-11-20T10:00:00+08:00"),
            ("Anna Schmidt", "\"Anna Schmidt\""),
            ("said \"no\" for $5", "\"said \\\"no\\\" for \\$5\""),
            ("", "\"\""),
        ] {
            assert_eq!(quoted(value), typed);
        }
    }
}
