//! People of ours, as they are typed.

use crate::diagnostic::{Diagnostic, nearest};
use crate::roster::{Team, TeamMember};

/// Somebody of the team by id, or by a full name that one person alone has. The error is the word that
/// was most likely meant.
pub(super) fn member<'t>(team: &'t Team, typed: &str) -> Result<&'t TeamMember, Option<&'t str>> {
    let typed = typed.trim();
    if let Some(member) = team.get(typed) {
        return Ok(member);
    }
    let same = |name: &str| name.to_lowercase() == typed.to_lowercase();
    let mut named = team.iter().filter(|member| {
        let also = [&member.name_en, &member.name_zh_cn, &member.name_zh_tw];
        same(&member.name) || also.into_iter().flatten().any(|name| same(name))
    });
    if let (Some(member), None) = (named.next(), named.next()) {
        return Ok(member);
    }
    let words = team.iter().flat_map(|member| [member.id.as_str(), member.name.as_str()]);
    Err(nearest(typed, words))
}

/// Somebody of the team who was named with this option, such as `--as`; `why` is why it matters who it
/// is.
pub(super) fn named<'t>(
    team: &'t Team,
    typed: &str,
    option: &str,
    why: &str,
) -> Result<&'t TeamMember, Diagnostic> {
    member(team, typed).map_err(|near| {
        let hint = match near {
            Some(near) => format!("write `{option} {}` if that is meant", quoted(near)),
            None => "see the ids in the team table".to_owned(),
        };
        Diagnostic::error(format!("nobody in the team is `{}`", typed.trim())).why(why).hint(hint)
    })
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
