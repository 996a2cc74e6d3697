use super::Request;
use super::init::kind;
use super::playbook_sheet::{audience, sheet, text, when};
use crate::cli::args::PlaybooksArguments;
use crate::cli::desk::Desk;
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::cli::planning::take;
use crate::cli::{Done, Failure};
use crate::crisis::Kind;
use crate::diagnostic::{Count, Diagnostic, Report, nearest};
use crate::locale::Language;
use crate::outreach::playbook::{Action, Listed, Playbooks, Target};
use crate::outreach::{Placing, Profile, Tag};
use crate::roster::Batch;
use comfy_table::{Table, presets};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    kind: &'a str,
    playbooks: &'a [FileRow],
    actions: &'a [ActionRow],
    findings: &'a [Diagnostic],
}

/// A playbook of the list.
#[derive(Serialize)]
struct FileRow {
    title: String,
    file: String,
    own: bool,
    used: bool,
    actions: usize,
}

/// An action of the list.
#[derive(Serialize)]
struct ActionRow {
    id: String,
    name: String,
    file: String,
    own: bool,
    /// The actions whose place it takes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    replaces: Vec<String>,
    owner: &'static str,
    audience: String,
    when: String,
    channel: &'static str,
    /// For how many contacts it fires; none for groups, and where there is no roster.
    #[serde(skip_serializing_if = "Option::is_none")]
    fires_for: Option<usize>,
}

/// Lists the playbooks and what they come to, or shows one action whole.
pub(crate) fn playbooks(request: &Request<'_>, own: &PlaybooksArguments) -> Done {
    // What is wrong with roster or brief is `hearten check`'s to tell.
    let (desk, _) = Desk::lay(request)?;
    let of_brief = desk.brief.as_ref().map_or(Kind::Other, |brief| brief.kind);
    let kind = own.kind.as_deref().map(kind).transpose()?.unwrap_or(of_brief);
    let config = &desk.workspace.config;
    let assets = &desk.workspace.assets;
    let mut report = Report::new();
    let read = Playbooks::open(assets, kind, &config.languages);
    let Some(playbooks) = take(read, &mut report) else { return Err(report.into()) };
    let (shelf, _) = Playbooks::shelf(assets, kind, &config.languages);
    if let Some(id) = &own.id {
        let action = find(&playbooks, &shelf, id)?;
        return sheet(request, assets, action, &playbooks);
    }
    let language = config.languages.first().copied().unwrap_or(Language::En);
    let files: Vec<FileRow> = shelf.iter().map(|listed| FileRow::of(listed, language)).collect();
    let counts = Fires::count(&desk, &playbooks);
    let rows = playbooks.merged.actions.iter().enumerate();
    let rows = rows.map(|(at, action)| ActionRow {
        id: action.id.clone(),
        name: text(&action.name, language),
        file: action.source.file().to_owned(),
        own: playbooks.is_own(action),
        replaces: playbooks.replaced_by(&action.id).into_iter().map(str::to_owned).collect(),
        owner: action.owner.tag(),
        audience: audience(action, language),
        when: when(action),
        channel: action.channel.tag(),
        fires_for: counts.as_ref().and_then(|counts| counts.of(at, action)),
    });
    let rows: Vec<ActionRow> = rows.collect();
    let ui = request.ui;
    ui.document(&Document {
        ok: !report.has_errors(),
        kind: kind.tag(),
        playbooks: &files,
        actions: &rows,
        findings: report.kept(),
    })?;
    ui.say(&table_of_files(&files))?;
    let which =
        if own.kind.is_some() || desk.brief.is_none() { "In a" } else { "In this crisis, a" };
    ui.say(&format!("\n{which} {}, these are merged:\n", kind.name()))?;
    ui.say(&table_of_actions(&rows))?;
    ui.findings(&report, MOST_SHOWN)?;
    if counts.is_none() {
        ui.advise(
            "\nNobody can be counted before roster and brief are in order: see `hearten check`.",
        )?;
    }
    ui.advise(
        "\nSee one whole with `hearten playbooks ID`; write your own as docs/playbooks.md says.",
    )?;
    Ok(Outcome::of(&report))
}

/// An action by its id: as it stands in the crisis at hand, else as its own playbook has it.
fn find<'p>(
    playbooks: &'p Playbooks,
    shelf: &'p [Listed],
    id: &str,
) -> Result<&'p Action, Failure> {
    let merged = playbooks.merged.actions.iter();
    let every = || merged.clone().chain(shelf.iter().flat_map(|listed| &listed.playbook.actions));
    if let Some(action) = every().find(|action| action.id.eq_ignore_ascii_case(id.trim())) {
        return Ok(action);
    }
    let hint = match nearest(id, every().map(|action| action.id.as_str())) {
        Some(near) => format!("type `hearten playbooks {near}`"),
        None => "see the ids with `hearten playbooks`".to_owned(),
    };
    Err(Diagnostic::error(format!("no playbook has the action `{id}`")).hint(hint).into())
}

impl FileRow {
    fn of(listed: &Listed, language: Language) -> Self {
        Self {
            title: text(&listed.playbook.title, language),
            file: listed.file.clone(),
            own: listed.own,
            used: listed.used,
            actions: listed.playbook.actions.len(),
        }
    }
}

fn table_of_files(files: &[FileRow]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["playbook", "actions", "", "file"]);
    for file in files {
        let mark = if file.used { "in use" } else { "" };
        table.add_row([&file.title, &file.actions.to_string(), mark, &file.file]);
    }
    table.trim_fmt()
}

fn table_of_actions(rows: &[ActionRow]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["id", "action", "for whom", "who", "when", "way", "fires for", ""]);
    for row in rows {
        let mut marks = Vec::new();
        if row.own {
            marks.push("your own".to_owned());
        }
        if !row.replaces.is_empty() {
            marks.push(format!("in place of {}", row.replaces.join(", ")));
        }
        table.add_row([
            row.id.clone(),
            row.name.clone(),
            row.audience.clone(),
            row.owner.to_owned(),
            row.when.clone(),
            row.channel.to_owned(),
            row.fires_for.map_or_else(|| "-".to_owned(), |count| count.to_string()),
            marks.join(", "),
        ]);
    }
    table.trim_fmt()
}

/// For how many contacts each action fires, by its place among the merged ones.
struct Fires(Vec<usize>);

impl Fires {
    /// None without roster or brief.
    fn count(desk: &Desk<'_>, playbooks: &Playbooks) -> Option<Self> {
        let placing = desk.placing()?;
        let roster = desk.roster.as_ref()?;
        let gives = !roster.directory().resources.is_empty();
        let actions = &playbooks.merged.actions;
        let mut counts = vec![0; actions.len()];
        let read = roster.each_batch(
            |batch| count_batch(&batch, &placing, actions, gives),
            |found: Vec<usize>| {
                for (count, more) in counts.iter_mut().zip(found) {
                    *count += more;
                }
            },
        );
        read.ok().map(|()| Self(counts))
    }

    fn of(&self, at: usize, action: &Action) -> Option<usize> {
        match action.target {
            Target::Contacts(_) => self.0.get(at).copied(),
            Target::Group { .. } => None,
        }
    }
}

fn count_batch(
    batch: &Batch,
    placing: &Placing<'_>,
    actions: &[Action],
    gives: bool,
) -> Vec<usize> {
    let mut counts = vec![0; actions.len()];
    for contact in batch.rows.iter().filter_map(|row| row.contact.as_ref()) {
        let Some(mut person) = placing.profile(contact) else { continue };
        // Who is given something is known once the plan has shared out the stock: until then
        // everybody may be, or nobody where there is nothing.
        person.tags.insert(Tag::NotGiven);
        if gives {
            person.tags.insert(Tag::Given);
        }
        for at in fitting(actions, &person) {
            counts[at] += 1;
        }
    }
    counts
}

/// The actions that a person would get, by their places.
fn fitting(actions: &[Action], person: &Profile<'_>) -> Vec<usize> {
    let fits = |action: &Action| match &action.target {
        Target::Contacts(audience) => audience.fits(person) && !action.except.fits(person),
        Target::Group { .. } => false,
    };
    let fitting: Vec<usize> = (0..actions.len()).filter(|at| fits(&actions[*at])).collect();
    let ids: BTreeSet<&str> = fitting.iter().map(|at| actions[*at].id.as_str()).collect();
    let barred = |at: &usize| actions[*at].unless.iter().any(|id| ids.contains(id.as_str()));
    fitting.iter().copied().filter(|at| !barred(at)).collect()
}

/// How many times more an action comes.
pub(super) fn turns(action: &Action) -> Option<String> {
    let more = action.again.len();
    (more > 0).then(|| {
        let when: Vec<String> = action.again.iter().map(ToString::to_string).collect();
        format!("{} more, {} later", Count(more, "time"), when.join(", "))
    })
}
