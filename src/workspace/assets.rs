use super::text_of;
use crate::diagnostic::{Diagnostic, Place, Report, nearest};
use crate::locale::{Forms, Language};
use crate::world::World;
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

static BUILT_IN: LazyLock<Assets> = LazyLock::new(|| {
    let mut texts = BTreeMap::new();
    collect(&FOLDER, &mut texts);
    Assets { texts }
});

/// Templates, pages and language forms: built in, or the company's own in the same relative place.
#[derive(Debug, Default, Clone)]
pub struct Assets {
    texts: BTreeMap<String, Asset>,
}

/// One text and the name under which the user knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// `templates/letters/en/base.md`, or the same with `(built in)` behind it.
    pub shown: String,
    /// The text.
    pub text: String,
    /// Whether it is the company's own and not built in.
    pub own: bool,
}

impl Assets {
    /// The built-in ones alone.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// The built-in ones, with what `templates/` of the workspace and `letters/` of the crisis
    /// put in their place. A file that would replace nothing and extend nothing is pointed out.
    pub fn open(world: &dyn World, root: &Path, crisis: &Path) -> Result<(Self, Report), Report> {
        let mut assets = Self::built_in().clone();
        let mut report = Report::new();
        for (folder, prefix) in [(root.join("templates"), ""), (crisis.join("letters"), "letters/")]
        {
            for path in world.files_below(&folder).map_err(Diagnostic::from)? {
                let Ok(relative) = path.strip_prefix(&folder) else { continue };
                let name = format!("{prefix}{}", slashes(relative));
                let shown = slashes(path.strip_prefix(root).unwrap_or(&path));
                if !has_place(&name) {
                    report.push(assets.stray(&name, &shown));
                    continue;
                }
                match text_of(world, &path, &shown) {
                    Ok(text) => {
                        assets.texts.insert(name, Asset { shown, text, own: true });
                    }
                    Err(found) => report.push(found),
                }
            }
        }
        if report.has_errors() { Err(report) } else { Ok((assets, report)) }
    }

    /// A text by its place below `templates/`.
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.texts.get(name)
    }

    /// All texts whose place begins with `prefix`, in order.
    pub fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a Asset)> {
        self.texts
            .range(prefix.to_owned()..)
            .take_while(move |(name, _)| name.starts_with(prefix))
            .map(|(name, asset)| (name.as_str(), asset))
    }

    /// The forms of a language.
    pub fn forms(&self, language: Language) -> Result<Forms, Report> {
        let name = format!("locales/{language}.toml");
        match self.get(&name) {
            Some(asset) => Forms::parse(language, &asset.shown, &asset.text).map_err(Report::from),
            None => Err(Diagnostic::error(format!("no language forms for `{language}`"))
                .at(Place::file(format!("templates/{name}")))
                .into()),
        }
    }

    fn stray(&self, name: &str, shown: &str) -> Diagnostic {
        let hint = match nearest(name, self.texts.keys().map(String::as_str)) {
            Some(near) => {
                format!("rename it to `templates/{near}` if that is meant, or move it away")
            }
            None => "move it away, or see the built-in names in docs/letters.md".to_owned(),
        };
        Diagnostic::warning("this file has no effect")
            .at(Place::file(shown))
            .why("No template is looked for under this name.")
            .hint(hint)
    }
}

/// Whether a text in this place can be used: language forms, pages and shells have fixed names,
/// letter templates may be added since others can include them, and so may playbooks.
fn has_place(name: &str) -> bool {
    let letter = name.strip_prefix("letters/").and_then(|rest| rest.split_once('/')).is_some_and(
        |(language, rest)| {
            Language::ALL.iter().any(|known| known.tag() == language) && is_markdown(rest)
        },
    );
    let playbook = name
        .strip_prefix("playbooks/")
        .is_some_and(|rest| !rest.contains('/') && has_ending(rest, "toml"));
    letter || playbook || FOLDER.get_file(name).is_some()
}

fn is_markdown(name: &str) -> bool {
    has_ending(name, "md")
}

fn has_ending(name: &str, wanted: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == wanted)
}

fn collect(folder: &Dir<'_>, texts: &mut BTreeMap<String, Asset>) {
    for file in folder.files() {
        if let Some(text) = file.contents_utf8() {
            let name = slashes(file.path());
            let shown = format!("templates/{name} (built in)");
            texts.insert(name, Asset { shown, text: text.to_owned(), own: false });
        }
    }
    for inner in folder.dirs() {
        collect(inner, texts);
    }
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::Assets;
    use crate::world::MemoryWorld;
    use jiff::Timestamp;
    use std::path::Path;

    #[test]
    fn the_crisis_comes_before_the_company_and_the_company_before_the_built_in() {
        let world = MemoryWorld::new(
            Timestamp::UNIX_EPOCH,
            [
                ("/w/templates/letters/en/base.md", "company"),
                ("/w/crises/c/letters/en/base.md", "crisis"),
                ("/w/templates/letters/en/holding.md", "company"),
                ("/w/templates/letters/en/extra.md", "an include of one's own"),
                ("/w/templates/locales/xx.toml", "stray"),
            ],
        );
        let (assets, report) =
            Assets::open(&world, Path::new("/w"), Path::new("/w/crises/c")).unwrap();
        let text = |name| assets.get(name).map(|asset| asset.text.as_str());
        assert_eq!(text("letters/en/base.md"), Some("crisis"));
        assert_eq!(text("letters/en/holding.md"), Some("company"));
        assert!(text("locales/en.toml").is_some_and(|text| text.contains("salutation")));
        assert_eq!(report.warnings(), 1);
        assert!(report.kept()[0].title.contains("no effect"));
    }
}
