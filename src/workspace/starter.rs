//! The files of a new workspace: the sample, or one to be filled.

use super::{Assets, SETTINGS};
use crate::locale::Language;
use include_dir::{Dir, include_dir};

static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/contacts");

/// The folder of the sample's crisis.
const SAMPLE_CRISIS: &str = "2026-11-suzhou-fire";

/// The folder of a crisis that still has no name.
const NEW_CRISIS: &str = "new-crisis";

/// Keys of the starting files that stand once for each language.
const PER_LANGUAGE: [&str; 5] = ["text", "name", "title", "address", "hours"];

/// A file of a new workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarterFile {
    /// Its path in the workspace.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The sample workspace: a fictional company, its roster, and the brief of a fire, or the example
/// brief of another kind of crisis.
///
/// `None` when there is no example for the kind.
pub fn sample(kind: Option<&str>, holding: bool) -> Option<Vec<StarterFile>> {
    let assets = Assets::built_in();
    let text = |name: &str| assets.get(name).map(|asset| asset.text.clone());
    let (crisis, brief) = match kind {
        None => (SAMPLE_CRISIS.to_owned(), sample_text("brief.toml")?),
        Some(kind) => (format!("2026-11-{kind}"), text(&format!("briefs/examples/{kind}.toml"))?),
    };
    let brief = if holding {
        brief.replacen("phase = \"letter\"", "phase = \"holding\"", 1)
    } else {
        brief
    };
    let settings = text("hearten.toml")?.replace(SAMPLE_CRISIS, &crisis);
    let mut files = vec![StarterFile { path: SETTINGS.to_owned(), text: settings }];
    files.extend(roster());
    files.push(StarterFile { path: format!("crises/{crisis}/brief.toml"), text: brief });
    Some(files)
}

/// A new workspace: settings and a brief for this kind of crisis, every open field marked, and the
/// sample roster as a pattern to write over.
///
/// `None` when the kind does not exist.
pub fn blank(kind: &str, languages: &[Language]) -> Option<Vec<StarterFile>> {
    let assets = Assets::built_in();
    let text = |name: &str| assets.get(name).map(|asset| asset.text.as_str());
    let mut brief =
        text("briefs/blank.toml")?.replacen("kind = \"other\"", &format!("kind = \"{kind}\""), 1);
    if kind != "other" {
        brief.push('\n');
        brief.push_str(text(&format!("briefs/details/{kind}.toml"))?);
    }
    let first = languages.first().copied()?;
    if languages.len() < Language::ALL.len() {
        // The sample roster has readers of all languages; so that it can be tried at once, they
        // get the first one.
        brief = brief.replacen(
            "# fallback_language = \"en\"",
            &format!("fallback_language = \"{first}\""),
            1,
        );
    }
    let tags: Vec<String> = languages.iter().map(|language| format!("\"{language}\"")).collect();
    let settings = text("hearten-blank.toml")?.replacen(
        "languages = [\"en\", \"zh-CN\", \"zh-TW\"]",
        &format!("languages = [{}]", tags.join(", ")),
        1,
    );
    let mut files = vec![StarterFile {
        path: SETTINGS.to_owned(),
        text: without_other_languages(&settings, languages),
    }];
    files.extend(roster());
    files.push(StarterFile {
        path: format!("crises/{NEW_CRISIS}/brief.toml"),
        text: without_other_languages(&brief, languages),
    });
    Some(files)
}

/// The tables of the sample roster, and below `holidays/` those of each country.
fn roster() -> impl Iterator<Item = StarterFile> {
    let tables = ["accounts.csv", "contacts.csv", "team.csv", "resources.csv", "key-events.csv"];
    let tables = tables.into_iter().filter_map(|name| SAMPLE.get_file(name));
    let holidays = SAMPLE.get_dir("holidays").into_iter().flat_map(Dir::files);
    tables.chain(holidays).filter_map(|file| {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let text = file.contents_utf8()?;
        // With a byte-order mark Excel opens Chinese names as they are written.
        Some(StarterFile { path: format!("contacts/{path}"), text: format!("\u{feff}{text}") })
    })
}

fn sample_text(name: &str) -> Option<String> {
    SAMPLE.get_file(name)?.contents_utf8().map(str::to_owned)
}

/// Drops the lines of languages that were not asked for.
fn without_other_languages(text: &str, languages: &[Language]) -> String {
    let others: Vec<String> = Language::ALL
        .iter()
        .filter(|language| !languages.contains(language))
        .flat_map(|language| PER_LANGUAGE.map(|key| format!("{key}.{language} =")))
        .collect();
    let keep = |line: &&str| {
        let line = line.trim_start_matches("# ");
        !others.iter().any(|other| line.starts_with(other.as_str()))
    };
    let mut out: String = text.lines().filter(keep).collect::<Vec<_>>().join("\n");
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::{blank, sample};
    use crate::locale::Language;

    #[test]
    fn a_blank_workspace_holds_only_the_languages_asked_for() {
        let files = blank("recall", &[Language::ZhTw]).unwrap();
        let is_holidays = |path: &str| path.starts_with("contacts/holidays/");
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let (holidays, others): (Vec<&str>, Vec<&str>) =
            paths.into_iter().partition(|path| is_holidays(path));
        assert_eq!(
            others,
            [
                "hearten.toml",
                "contacts/accounts.csv",
                "contacts/contacts.csv",
                "contacts/team.csv",
                "contacts/resources.csv",
                "contacts/key-events.csv",
                "crises/new-crisis/brief.toml"
            ]
        );
        assert!(holidays.contains(&"contacts/holidays/CN.csv"));
        let brief = &files.last().unwrap().text;
        assert!(brief.contains("kind = \"recall\"") && brief.contains("[details.hazard]"));
        assert!(brief.contains("text.zh-TW =") && !brief.contains("text.en ="));
        assert!(brief.contains("fallback_language = \"zh-TW\""));
        assert!(!files[0].text.contains("name.zh-CN ="));
    }

    #[test]
    fn an_unknown_kind_has_no_files() {
        assert_eq!(blank("flood", &Language::ALL), None);
        assert_eq!(sample(Some("flood"), false), None);
    }
}
