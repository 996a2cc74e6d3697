//! One care action whole, and how its parts are put into words.

use super::Request;
use super::playbooks::turns;
use crate::cli::Done;
use crate::cli::outcome::Outcome;
use crate::document::Wordings;
use crate::locale::Language;
use crate::outreach::playbook::{Action, Anchor, Blocks, Playbooks, Target};
use crate::outreach::{Offset, Reason, Words};
use crate::workspace::Assets;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

type ByLanguage<'a> = BTreeMap<&'static str, &'a str>;

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the document")]
struct Document<'a> {
    ok: bool,
    id: &'a str,
    file: &'a str,
    own: bool,
    replaces: Vec<&'a str>,
    audience: String,
    owner: &'static str,
    level_match: bool,
    after: String,
    from: Offset,
    by: Offset,
    again: &'a [Offset],
    channel: &'static str,
    exempt: bool,
    rules: &'a [String],
    name: ByLanguage<'a>,
    /// Internal: never shown to partners.
    objective: ByLanguage<'a>,
    points: BTreeMap<&'static str, Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    material: Option<ByLanguage<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gives: Option<&'a str>,
    done_when: ByLanguage<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stops: Option<String>,
    unless: &'a [String],
}

/// Shows one action whole.
pub(super) fn sheet(
    request: &Request<'_>,
    assets: &Assets,
    action: &Action,
    playbooks: &Playbooks,
) -> Done {
    let replaces = playbooks.replaced_by(&action.id);
    request.ui.document(&Document {
        ok: true,
        id: &action.id,
        file: action.source.file(),
        own: playbooks.is_own(action),
        replaces: replaces.clone(),
        audience: audience(action, Language::En),
        owner: action.owner.tag(),
        level_match: action.level_match,
        after: action.after.to_string(),
        from: action.from,
        by: action.by,
        again: &action.again,
        channel: action.channel.tag(),
        exempt: action.exempt,
        rules: &action.rules,
        name: by_language(&action.name),
        objective: by_language(&action.objective),
        points: action
            .points
            .iter()
            .map(|(language, points)| {
                (language.tag(), points.iter().map(|point| point.text.as_str()).collect())
            })
            .collect(),
        material: action.material.as_ref().map(by_language),
        gives: action.gives.as_deref(),
        done_when: by_language(&action.done_when),
        stops: stops(action),
        unless: &action.unless,
    })?;
    let mut out = format!("{}  {}\n", action.id, text(&action.name, Language::En));
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(out, "  {name:<12}{value}");
    };
    let mark = if playbooks.is_own(action) { ", your own" } else { "" };
    line("stands in", &format!("{}{mark}", action.source.file()));
    if !replaces.is_empty() {
        line("in place of", &replaces.join(", "));
    }
    line("for whom", &audience(action, Language::En));
    if !action.unless.is_empty() {
        line("unless", &format!("they get {}", action.unless.join(" or ")));
    }
    let level = if action.level_match { ", of a level that matches (P-05)" } else { "" };
    line("who", &format!("{}{level}", action.owner));
    line("when", &when(action));
    let hours = if action.exempt { ", at any hour: a notice of harm (P-10)" } else { "" };
    line("way", &format!("{}{hours}", action.channel));
    if let Some(gives) = &action.gives {
        line("gives", &format!("{gives}, within stock and gift rules"));
    }
    if let Some(stops) = stops(action) {
        line("stop rule", &stops);
    }
    // Without its words a rule still has its name.
    let words = Words::read(assets, Language::En).ok();
    for rule in &action.rules {
        let told = words.as_ref().map(|words| words.why(&Reason::new(rule.clone(), "rule")));
        let told = told.filter(|told| told != rule).unwrap_or_default();
        line("rule", format!("{rule}  {told}").trim_end());
    }
    for (language, points) in &action.points {
        let _ = writeln!(out, "\n{}  {}", language, text(&action.name, *language));
        for (at, point) in points.iter().enumerate() {
            let _ = writeln!(out, "  {}. {}", at + 1, point.text.trim());
        }
        if let Some(material) = &action.material {
            let _ = writeln!(out, "  at hand: {}", text(material, *language));
        }
        let _ = writeln!(out, "  done when: {}", text(&action.done_when, *language));
        let _ = writeln!(out, "  objective (internal): {}", text(&action.objective, *language));
    }
    request.ui.say(out.trim_end())?;
    Ok(Outcome::Done)
}

/// What has to wait, in words.
fn stops(action: &Action) -> Option<String> {
    match &action.blocks {
        Blocks::Nothing => None,
        Blocks::External => Some(
            "everything that people outside would notice waits until this is logged as done"
                .to_owned(),
        ),
        Blocks::Actions(ids) => {
            Some(format!("{} wait until this is logged as done", ids.join(", ")))
        }
    }
}

/// A text in a language, else in English, else in any.
pub(super) fn text(texts: &Wordings, language: Language) -> String {
    let own = texts.get(language).or_else(|| texts.get(Language::En));
    let any = own.or_else(|| texts.iter().next().map(|(_, text)| text));
    any.map(|text| text.text.trim().to_owned()).unwrap_or_default()
}

fn by_language(texts: &Wordings) -> ByLanguage<'_> {
    texts.iter().map(|(language, text)| (language.tag(), text.text.as_str())).collect()
}

/// For whom an action is, in words.
pub(super) fn audience(action: &Action, language: Language) -> String {
    match &action.target {
        Target::Group { who, .. } => text(who, language),
        Target::Contacts(selector) if action.except.any.is_empty() => selector.to_string(),
        Target::Contacts(selector) => format!("{selector}; not {}", action.except),
    }
}

/// The window of an action, in words: `1h to 4h after the start`.
pub(super) fn when(action: &Action) -> String {
    let anchor = match &action.after {
        Anchor::Start => "the start",
        Anchor::Wave => "the wave",
        Anchor::NextUpdate => "the next update",
        Anchor::Resolution => "the end",
        Anchor::Reply => "a reply",
        Anchor::Action(id) => id,
    };
    let (from, by) = (action.from.to_string(), action.by.to_string());
    let before = |offset: &str| offset.strip_prefix('-').map(str::to_owned);
    let window = match (before(&from), before(&by)) {
        (Some(from), Some(by)) => format!("{from} to {by} before {anchor}"),
        (Some(from), None) => format!("{from} before to {by} after {anchor}"),
        (None, _) if from.starts_with('0') => format!("within {by} of {anchor}"),
        (None, _) => format!("{from} to {by} after {anchor}"),
    };
    match turns(action) {
        Some(turns) => format!("{window}; {turns}"),
        None => window,
    }
}

#[cfg(test)]
mod tests {
    use super::when;
    use crate::crisis::Kind;
    use crate::locale::Language;
    use crate::outreach::playbook::Playbooks;
    use crate::workspace::Assets;

    #[test]
    fn windows_are_put_into_words() {
        let assets = Assets::built_in();
        let (playbooks, _) = Playbooks::open(assets, Kind::Other, &Language::ALL).unwrap();
        let mut action = playbooks.merged.actions[0].clone();
        let offset = |text| crate::outreach::Offset::parse(text).unwrap();
        for (from, by, again, words) in [
            ("0h", "30m", vec![], "within 30m of the start"),
            ("1h", "4h", vec![], "1h to 4h after the start"),
            ("-30m", "-10m", vec![], "30m to 10m before the start"),
            ("-1d", "2d", vec![], "1d before to 2d after the start"),
            (
                "1d",
                "2d",
                vec!["5d", "10d"],
                "1d to 2d after the start; 2 times more, 5d, 10d later",
            ),
        ] {
            (action.from, action.by) = (offset(from), offset(by));
            action.again = again.into_iter().map(offset).collect();
            assert_eq!(when(&action), words);
        }
    }
}
