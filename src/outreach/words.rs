use super::{Channel, Duty, Reason, State};
use crate::diagnostic::{Diagnostic, Place, Report};
use crate::locale::Language;
use crate::workspace::Assets;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The words of the plan in one language, from `templates/outreach/words/<language>.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    why: BTreeMap<String, String>,
    rules: BTreeMap<String, String>,
    duties: BTreeMap<String, String>,
    channels: BTreeMap<String, String>,
    states: BTreeMap<String, String>,
    /// What stands on the page, by its name there.
    pub page: BTreeMap<String, String>,
}

impl Words {
    /// Reads the words of a language. A company's own file needs only the words that it changes.
    pub fn read(assets: &Assets, language: Language) -> Result<Self, Report> {
        let name = format!("outreach/words/{language}.toml");
        let built_in = Assets::built_in();
        let Some(base) = built_in.get(&name) else {
            return Err(Diagnostic::error(format!(
                "there are no words of the plan in `{language}`"
            ))
            .into());
        };
        let mut words = parse(&base.shown, &base.text)?;
        if let Some(own) = assets.get(&name).filter(|asset| asset.own) {
            let own = parse_part(&own.shown, &own.text)?;
            for (table, changed) in own {
                let place = match table.as_str() {
                    "why" => &mut words.why,
                    "rules" => &mut words.rules,
                    "duties" => &mut words.duties,
                    "channels" => &mut words.channels,
                    "states" => &mut words.states,
                    _ => &mut words.page,
                };
                place.extend(changed);
            }
        }
        Ok(words)
    }

    /// A reason in words.
    pub fn why(&self, reason: &Reason) -> String {
        let Some(sentence) = self.why.get(reason.key) else { return reason.rule.to_string() };
        let rule =
            self.rules.get(reason.rule.as_ref()).map_or(reason.rule.as_ref(), String::as_str);
        fill(sentence, |name| {
            if name == "rule" {
                return Some(rule);
            }
            let (_, value) = reason.values.iter().find(|(known, _)| *known == name)?;
            let word = match name {
                "duty" => self.duties.get(value),
                "channel" => self.channels.get(value),
                _ => None,
            };
            Some(word.unwrap_or(value).as_str())
        })
    }

    /// A way of reaching somebody.
    pub fn channel(&self, channel: Channel) -> &str {
        self.channels.get(channel.tag()).map_or(channel.tag(), String::as_str)
    }

    /// A duty.
    pub fn duty(&self, duty: Duty) -> &str {
        self.duties.get(duty.tag()).map_or(duty.tag(), String::as_str)
    }

    /// How far a check-in is.
    pub fn state(&self, state: &State) -> String {
        let of = |key: &str| self.states.get(key).cloned().unwrap_or_default();
        match state {
            State::Open => of("open"),
            State::Late => of("late"),
            State::Held(action) => of("held").replace("{action}", action),
            State::Tried(tries) => of("tried").replace("{tries}", &tries.to_string()),
        }
    }

    /// A word of the page with a value in it.
    pub fn page_with(&self, key: &str, name: &str, value: &str) -> String {
        self.page
            .get(key)
            .map_or_else(String::new, |text| text.replace(&format!("{{{name}}}"), value))
    }
}

/// A sentence with values in its braces; one that has no value stays, and a value is never searched
/// for braces itself.
pub(super) fn fill<'v>(sentence: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut rest = sentence;
    let mut text = String::with_capacity(rest.len() + 16);
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        text.push_str(&rest[..open]);
        let gap = &rest[open..=open + length];
        text.push_str(value(&gap[1..length]).unwrap_or(gap));
        rest = &rest[open + length + 1..];
    }
    text.push_str(rest);
    text
}

fn parse(file: &str, text: &str) -> Result<Words, Report> {
    toml::from_str(text).map_err(|error| mistake(file, text, &error).into())
}

fn parse_part(
    file: &str,
    text: &str,
) -> Result<BTreeMap<String, BTreeMap<String, String>>, Report> {
    let part: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(text).map_err(|error| Report::from(mistake(file, text, &error)))?;
    let tables = ["why", "rules", "duties", "channels", "states", "page"];
    match part.keys().find(|key| !tables.contains(&key.as_str())) {
        Some(key) => Err(Diagnostic::error(format!("unknown table `{key}`"))
            .at(Place::file(file))
            .hint(format!("the tables here are {}", crate::diagnostic::List(&tables)))
            .into()),
        None => Ok(part),
    }
}

fn mistake(file: &str, text: &str, error: &toml::de::Error) -> Diagnostic {
    let place = match error.span() {
        Some(span) => Place::range(file, text, span),
        None => Place::file(file),
    };
    Diagnostic::error("the words of the plan cannot be read")
        .at(place)
        .why(error.message().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Assets, Language, Words};

    #[test]
    fn all_languages_have_the_same_words() {
        let read = |language| Words::read(Assets::built_in(), language).unwrap();
        let en = read(Language::En);
        for language in [Language::ZhCn, Language::ZhTw] {
            let other = read(language);
            let tables = |words: &Words| {
                [
                    &words.why,
                    &words.rules,
                    &words.duties,
                    &words.channels,
                    &words.states,
                    &words.page,
                ]
                .map(|table| table.keys().cloned().collect::<Vec<_>>())
            };
            assert_eq!(tables(&en), tables(&other), "{language}");
            for (key, text) in &en.why {
                let braces = |text: &str| text.matches('{').count();
                assert_eq!(braces(text), braces(&other.why[key]), "{key} in {language}");
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "a test reads the code")]
    #[test]
    fn every_reason_that_the_planner_gives_has_a_sentence() {
        let words = Words::read(Assets::built_in(), Language::En).unwrap();
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/outreach/planner");
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let Ok(code) = std::fs::read_to_string(&path) else { continue };
            for part in code.split("Reason::new(").skip(1) {
                let call = part.split(')').next().unwrap_or_default();
                let Some((_, key)) = call.split_once(", \"") else { continue };
                let key = key.trim_end_matches('"');
                assert!(words.why.contains_key(key), "{key} of {}", path.display());
            }
        }
    }
}
