use super::approval::{ApprovalRules, Mode};
use super::delivery::{DeliveryRules, DrillRules};
use super::identity::{Organisation, Sender};
use super::mail::MailSettings;
use crate::diagnostic::{Diagnostic, List, Report};
use crate::document::{Fields, Node, Reader, SourceText, syntax_report};
use crate::locale::Language;
use jiff::Timestamp;
use std::path::PathBuf;
use toml::de::{DeTable, DeValue};

/// The keys at the top of `hearten.toml`.
/// `outreach` and `lint` are read by the rooms of these names.
const TOP: [&str; 13] = [
    "crisis",
    "mode",
    "rehearsal",
    "organisation",
    "sender",
    "letters",
    "roster",
    "outreach",
    "lint",
    "approval",
    "mail",
    "delivery",
    "drill",
];

/// What is said of a field that is marked as open, behind its name.
pub const OPEN: &str = "still waits to be filled";

/// The settings of a workspace, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The crisis at hand: a folder below `crises/`.
    pub crisis: String,
    /// The time at which the clock stands still, in a rehearsal such as the sample.
    pub rehearsal: Option<Timestamp>,
    /// Who we are.
    pub organisation: Organisation,
    /// Who signs.
    pub sender: Sender,
    /// The languages that letters are written in.
    pub languages: Vec<Language>,
    /// Where the roster is.
    pub roster: RosterPlace,
    /// Whether sending reaches partners (P-24).
    pub mode: Mode,
    /// Who drafts and who approves (P-22).
    pub approval: ApprovalRules,
    /// The mail servers.
    pub mail: MailSettings,
    /// How a wave leaves, and what stops it.
    pub delivery: DeliveryRules,
    /// What a drill may reach (P-24).
    pub drill: DrillRules,
}

/// Where the roster is, relative to the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterPlace {
    /// A folder with `accounts.csv`, `contacts.csv` and `team.csv`.
    Folder(PathBuf),
    /// One workbook with three sheets.
    Workbook(PathBuf),
}

impl Config {
    /// Reads and checks settings. All mistakes are found at once; fields that still wait to be
    /// filled are among them.
    pub fn read(file: &str, text: &str) -> Result<(Self, Report), Report> {
        let source = SourceText::new(file, text);
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            return Err(syntax_report(&source, &errors));
        }
        let mut reader =
            SettingsReader { reader: Reader::new(&source, &TOP), languages: Vec::new() };
        let config = reader.settings(&Fields::root(table.get_ref()));
        let (mut report, open, _) = reader.reader.finish();
        report.extend(open.into_iter().map(|field| {
            let asks = if field.asks.is_empty() { "a value".to_owned() } else { field.asks };
            Diagnostic::error(format!("`{}` {OPEN}", field.name))
                .at(source.place(field.at))
                .why(format!("It asks for: {asks}."))
                .hint("write it in place of the text between << and >>, then run `hearten check`")
        }));
        match config {
            Some(config) if !report.has_errors() => Ok((config, report)),
            _ => Err(report),
        }
    }
}

/// What can be known of settings that are not whole: which crisis, in which languages.
pub(super) fn glimpse(text: &str) -> Option<(String, Vec<Language>)> {
    let table: toml::Table = toml::from_str(text).ok()?;
    let crisis = table.get("crisis")?.as_str().filter(|name| is_folder_name(name))?.to_owned();
    let languages = table.get("letters")?.get("languages")?.as_array()?;
    let languages = languages.iter().filter_map(|tag| Language::parse(tag.as_str()?)).collect();
    Some((crisis, languages))
}

fn is_folder_name(name: &str) -> bool {
    let sound = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    name.chars().all(sound) && !name.starts_with('.')
}

/// Reads settings, and keeps what later parts are held against.
pub(super) struct SettingsReader<'s> {
    pub(super) reader: Reader<'s>,
    pub(super) languages: Vec<Language>,
}

impl SettingsReader<'_> {
    fn settings(&mut self, top: &Fields<'_>) -> Option<Config> {
        self.reader.check_keys(top, &TOP);
        // The languages come first: every text is held against them.
        self.languages = self.letters(top).unwrap_or_default();
        let crisis = self.required(top, "crisis").and_then(|node| self.folder_name(&node));
        let rehearsal = top.get("rehearsal").map(|node| self.reader.moment(&node));
        let organisation = self.table(top, "organisation", Self::organisation).flatten();
        let domain = organisation.as_ref().map(|organisation| organisation.domain.clone());
        let sender = self
            .table(top, "sender", |own, fields| own.sender(fields, domain.as_deref()))
            .flatten();
        let roster = match top.get("roster") {
            Some(node) => self.roster(&node),
            None => Some(RosterPlace::Folder("contacts".into())),
        };
        let mode = self.mode(top);
        self.check_rehearsal(top, mode);
        let approval = self.approval(top);
        let mail = self.mail(top, domain.as_deref());
        let delivery = self.delivery(top, &approval.approvers);
        let drill = self.drill(top);
        Some(Config {
            crisis: crisis?,
            rehearsal: match rehearsal {
                Some(moment) => Some(moment?.timestamp()),
                None => None,
            },
            organisation: organisation?,
            sender: sender?,
            languages: self.languages.clone(),
            roster: roster?,
            mode: mode?,
            approval,
            mail,
            delivery,
            drill,
        })
    }

    /// A table that must be there, read by `read`.
    fn table<T>(
        &mut self,
        top: &Fields<'_>,
        key: &str,
        read: impl FnOnce(&mut Self, &Fields<'_>) -> T,
    ) -> Option<T> {
        let node = self.required(top, key)?;
        let fields = self.reader.any_fields(&node)?;
        Some(read(self, &fields))
    }

    pub(super) fn required<'a>(&mut self, fields: &Fields<'a>, key: &str) -> Option<Node<'a>> {
        let node = fields.get(key);
        if node.is_none() {
            let name = match fields.name.as_str() {
                "" => key.to_owned(),
                table => format!("{table}.{key}"),
            };
            let finding = Diagnostic::error(format!("`{name}` is missing"))
                .why("Letters cannot be written without it.")
                .hint("add it; `hearten init` in another folder makes a file that has every key");
            if fields.name.is_empty() {
                self.reader.found_in_file(finding);
            } else {
                self.reader.found(fields.at.clone(), finding);
            }
        }
        node
    }

    fn letters(&mut self, top: &Fields<'_>) -> Option<Vec<Language>> {
        let node = self.required(top, "letters")?;
        let fields = self.reader.fields(&node, &["languages"])?;
        let node = self.required(&fields, "languages")?;
        let DeValue::Array(items) = node.value.get_ref() else {
            self.reader.wrong(&node, "a list", "write `languages = [\"en\"]`");
            return None;
        };
        let mut languages = Vec::new();
        for value in items {
            let item = Node { name: node.name.clone(), key_at: node.key_at.clone(), value };
            let tags = Language::ALL.map(|language| (language.tag(), language));
            if let Some(language) = self.reader.word(&item, &tags)
                && !languages.contains(&language)
            {
                languages.push(language);
            }
        }
        if items.is_empty() {
            let finding = Diagnostic::error("no language is named")
                .hint(format!("choose from {}", List(&Language::ALL)));
            self.reader.found(node.at(), finding);
        }
        Some(languages)
    }

    /// A crisis names a folder, so it must be one name.
    fn folder_name(&mut self, node: &Node<'_>) -> Option<String> {
        let name = self.reader.text(node)?;
        if is_folder_name(&name) {
            return Some(name);
        }
        let finding = Diagnostic::error(format!("`{}` cannot name a crisis", name.escape_debug()))
            .why("It is the name of a folder below `crises/` and a part of each Message-ID.")
            .hint("write letters, digits, `-` and `_`, such as `2026-11-suzhou-fire`");
        self.reader.found(node.at(), finding);
        None
    }

    fn roster(&mut self, node: &Node<'_>) -> Option<RosterPlace> {
        let fields = self.reader.fields(node, &["folder", "workbook"])?;
        let (folder, workbook) = (fields.get("folder"), fields.get("workbook"));
        match (folder, workbook) {
            (Some(folder), None) => {
                self.reader.text(&folder).map(|path| RosterPlace::Folder(path.into()))
            }
            (None, Some(workbook)) => {
                self.reader.text(&workbook).map(|path| RosterPlace::Workbook(path.into()))
            }
            (None, None) => Some(RosterPlace::Folder("contacts".into())),
            (Some(_), Some(workbook)) => {
                let finding = Diagnostic::error("the roster is named twice")
                    .why("A roster is a folder of tables or one workbook, not both.")
                    .hint("keep `folder` or `workbook`, and delete the other line");
                self.reader.found(workbook.key_at, finding);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, RosterPlace};
    use crate::locale::Language;

    const GOOD: &str = include_str!("../../templates/hearten.toml");

    fn titles(text: &str) -> Vec<String> {
        match Config::read("hearten.toml", text) {
            Ok((_, report)) | Err(report) => {
                report.kept().iter().map(|finding| finding.title.clone()).collect()
            }
        }
    }

    #[test]
    fn the_sample_reads_without_a_finding() {
        let (config, report) = Config::read("hearten.toml", GOOD).unwrap();
        assert!(report.is_empty());
        assert_eq!(config.languages, Language::ALL);
        assert_eq!(config.roster, RosterPlace::Folder("contacts".into()));
        assert_eq!(config.sender.name.get(Language::ZhTw), "沈若嵐");
    }

    #[test]
    fn all_mistakes_come_at_once() {
        let text = GOOD
            .replace("[sender]", "[sender]\ntitel.en = \"x\"")
            .replace("folder = \"contacts\"", "folder = \"a\"\nworkbook = \"b.xlsx\"")
            .replace("title.zh-TW", "# title.zh-TW")
            .replace("domain = \"lingchuan.example\"", "domain = \"lingchuan\"");
        assert_eq!(
            titles(&text),
            [
                "`lingchuan` is no domain",
                "unknown key `titel` in `sender`",
                "`sender.title.zh-TW` is missing",
                "the roster is named twice"
            ]
        );
    }

    #[test]
    fn e_16_sender_and_answers_stay_at_our_domain_and_are_read() {
        let other = GOOD.replace("office.shen@lingchuan.example", "office@lingchuan-help.example");
        assert_eq!(
            titles(&other),
            ["`office@lingchuan-help.example` is not at `lingchuan.example`"]
        );
        let sub = GOOD.replace("office.shen@lingchuan.example", "office@mail.lingchuan.example");
        assert!(titles(&sub).is_empty());
        let mute = GOOD.replace("office.shen@", "no-reply@");
        assert_eq!(titles(&mute), ["`no-reply@lingchuan.example` is an address that nobody reads"]);
    }

    #[test]
    fn a_new_workspace_says_what_to_fill_and_nothing_else() {
        let blank = include_str!("../../templates/hearten-blank.toml");
        let titles = titles(blank);
        assert!(titles.len() > 10);
        assert!(
            titles.iter().all(|title| title.ends_with("still waits to be filled")),
            "{titles:?}"
        );
    }
}
