use super::character::{self, Lines};
use super::column::{Column, MANY_LINES, squashed};
use super::flaw::Flaw;
use super::placing::{column_letters, placed};
use super::record::Record;
use crate::diagnostic::{Diagnostic, Place, Severity, nearest};
use std::sync::Arc;

/// Where a known column stands in a table, if it does.
pub(crate) type Slot = Option<usize>;

/// The first row of a table: which column stands where.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// The names as written.
    pub(crate) names: Vec<String>,
    /// Whether the fields of a column may have several lines.
    pub(crate) lines: Vec<Lines>,
    /// Place and name of each column `letter_<name>`.
    pub(crate) letters: Vec<(usize, Arc<str>)>,
    /// Place and name of each column that this room does not know.
    pub(crate) extras: Vec<(usize, Arc<str>)>,
    known: Vec<(&'static str, usize)>,
}

impl Header {
    /// How many of the known columns a row of names has: tells the header from other rows.
    pub(crate) fn likeness(names: &[String], columns: &[Column]) -> usize {
        let squashed: Vec<_> = names.iter().map(|name| squashed(name)).collect();
        columns.iter().filter(|it| squashed.iter().any(|s| it.is(s) || it.is_also(s))).count()
    }

    /// Where a column stands.
    pub(crate) fn find(&self, column: &str) -> Slot {
        self.known.iter().find(|(name, _)| *name == column).map(|(_, at)| *at)
    }

    /// Maps the names of a row; everything that is wrong with them goes to `findings`.
    pub(crate) fn map(
        file: &str,
        record: &Record<'_>,
        columns: &'static [Column],
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let names: Vec<String> = record.fields.iter().map(|it| it.text.to_string()).collect();
        let keys: Vec<String> = names.iter().map(|name| squashed(name)).collect();
        let mut header = Self { lines: vec![Lines::One; names.len()], names, ..Self::default() };
        let mut find = Findings { file, record, list: findings };
        let mut owned: Vec<Option<&'static str>> = vec![None; keys.len()];
        for column in columns {
            let own = |key: &String| column.is(key);
            let other = |key: &String| column.is_also(key);
            let mut places: Vec<usize> = indices(&keys, own);
            if places.is_empty() {
                places = indices(&keys, other);
            }
            for (nth, at) in places.iter().enumerate() {
                owned[*at] = Some(column.name);
                if nth > 0 {
                    find.twice(&header.names, *at, places[0], column.name);
                }
            }
            if let Some(at) = places.first() {
                header.known.push((column.name, *at));
            }
        }
        header.sort_others(&keys, &owned, &mut find);
        for (name, at) in &header.known {
            if MANY_LINES.contains(name) {
                header.lines[*at] = Lines::Many;
            }
        }
        header.report_missing(columns, &mut find);
        for at in 0..header.names.len() {
            for flaw in character::flaws(&header.names[at], Lines::One) {
                find.push(at, flaw);
            }
        }
        header
    }

    /// Columns that are not known: those for letters, and the rest.
    fn sort_others(
        &mut self,
        keys: &[String],
        owned: &[Option<&'static str>],
        find: &mut Findings<'_, '_>,
    ) {
        let last_named = keys.iter().rposition(|key| !key.is_empty()).unwrap_or(0);
        for (at, key) in keys.iter().enumerate() {
            if owned[at].is_some() {
                continue;
            }
            if key.is_empty() {
                self.extras.push((at, format!("column {}", at + 1).into()));
                if at < last_named {
                    find.push(at, unnamed(at));
                }
                continue;
            }
            if let Some(first) = keys[..at].iter().position(|other| other == key) {
                find.twice(&self.names, at, first, &self.names[at]);
                continue;
            }
            match letter_name(&self.names[at]) {
                Some(name) => {
                    if !is_identifier(&name) {
                        find.push(at, unusable(&self.names[at], &name));
                    }
                    self.lines[at] = Lines::Many;
                    self.letters.push((at, name.into()));
                }
                None => self.extras.push((at, self.names[at].as_str().into())),
            }
        }
    }

    /// Required columns that are missing, and optional ones that a slip of the pen hides.
    fn report_missing(&self, columns: &[Column], find: &mut Findings<'_, '_>) {
        let mut taken: Vec<usize> = Vec::new();
        let missing = |required: bool| {
            columns
                .iter()
                .filter(move |column| column.required == required)
                .filter(|column| self.find(column.name).is_none())
        };
        for column in missing(true) {
            let free = self.extras.iter().filter(|(at, _)| !taken.contains(at));
            let like = nearest(column.name, free.map(|(_, name)| name.as_ref()));
            let at = like.and_then(|like| self.place_of_extra(like));
            taken.extend(at);
            find.missing(column.name, at, &self.names);
        }
        for (at, name) in &self.extras {
            if taken.contains(at) || self.names[*at].is_empty() {
                continue;
            }
            let typed = squashed(name);
            if let Some(meant) = missing(false).find(|it| is_slip(&typed, &squashed(it.name))) {
                find.slip(*at, name, meant.name);
            }
        }
    }

    fn place_of_extra(&self, name: &str) -> Slot {
        self.extras.iter().find(|(_, extra)| extra.as_ref() == name).map(|(at, _)| *at)
    }
}

/// Whether a word is another one with a letter or two wrong.
fn is_slip(typed: &str, meant: &str) -> bool {
    let most = if meant.len() < 6 { 1 } else { 2 };
    strsim::damerau_levenshtein(typed, meant) <= most
}

fn indices(keys: &[String], matches: impl Fn(&String) -> bool) -> Vec<usize> {
    keys.iter().enumerate().filter(|(_, key)| matches(key)).map(|(at, _)| at).collect()
}

/// The name of a `letter_…` column as templates write it: lower case, `_` between words.
fn letter_name(header: &str) -> Option<String> {
    let lower = header.to_lowercase();
    let rest = lower.strip_prefix("letter")?.strip_prefix(['_', '-', ' '])?;
    let words: Vec<_> = rest.split(['_', '-', ' ']).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join("_"))
}

fn is_identifier(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !name.starts_with(|c: char| c.is_ascii_digit())
}

fn unnamed(at: usize) -> Flaw {
    Flaw::warning(0..0, format!("column {} ({}) has no name", at + 1, column_letters(at)))
        .why("What stands in it is kept but never used.")
        .hint("give it a name in the first row, or remove the column")
}

fn unusable(header: &str, name: &str) -> Flaw {
    Flaw::warning(0..header.len(), format!("no template can name the column `{header}`"))
        .why(format!(
            "Templates write `letter.{name}`, and only letters a-z, digits and `_` may stand there."
        ))
        .hint("rename the column, for example to `letter_thanks`")
}

/// Collects findings about the header row.
struct Findings<'a, 'f> {
    file: &'a str,
    record: &'a Record<'a>,
    list: &'f mut Vec<Diagnostic>,
}

impl Findings<'_, '_> {
    fn place(&self, at: usize, span: std::ops::Range<usize>) -> Place {
        self.record.place(self.file, at, span, format!("header, column {}", at + 1))
    }

    fn push(&mut self, at: usize, flaw: Flaw) {
        let place = self.place(at, flaw.span.clone());
        self.list.push(placed(flaw, place));
    }

    fn twice(&mut self, names: &[String], at: usize, first: usize, column: &str) {
        let (name, other) = (&names[at], &names[first]);
        let title = if name == other {
            format!("the column `{name}` is there twice")
        } else {
            format!("`{other}` and `{name}` are both read as the column `{column}`")
        };
        let flaw = Flaw::error(0..name.len(), title)
            .why(format!(
                "Column {} has it already, and which one counts cannot be known.",
                first + 1
            ))
            .hint("remove one of the two columns, or rename it");
        self.push(at, flaw);
    }

    fn missing(&mut self, column: &str, like: Slot, names: &[String]) {
        let file = self.file;
        let error = Diagnostic::error(format!("`{file}` has no column `{column}`"))
            .why("Columns are found by the name in the first row, never by their place.");
        let place = if let Some(at) = like {
            self.place(at, 0..names[at].len())
        } else {
            let text = names.join(", ");
            Place { line: Some(self.record.line), text, ..Place::file(file) }
        };
        let whole = ["name", "fullname", "姓名"];
        let whole_name = names.iter().find(|name| whole.contains(&squashed(name).as_str()));
        let hint = match (like, whole_name) {
            (Some(at), _) => format!("rename the column `{}` to `{column}`", names[at]),
            (None, Some(name)) if column.ends_with("_name") => {
                format!("split the column `{name}` into `family_name` and `given_name`")
            }
            _ => format!("add the column `{column}` to the first row"),
        };
        self.list.push(error.at(place).hint(hint));
    }

    fn slip(&mut self, at: usize, name: &str, meant: &str) {
        let mut flaw = Flaw::warning(0..name.len(), format!("the column `{name}` is not known"))
            .why("It is kept, but nothing reads it.")
            .hint(format!("rename it to `{meant}` if that is what it holds"));
        flaw.severity = Severity::Info;
        self.push(at, flaw);
    }
}
