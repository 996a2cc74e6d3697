use super::merge::{Merged, merge};
use super::{Action, Playbook};
use crate::crisis::Kind;
use crate::diagnostic::{Diagnostic, Place, Report};
use crate::locale::Language;
use crate::outreach::Channel;
use crate::workspace::{Asset, Assets};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Where playbooks stand, below `templates/`.
const FOLDER: &str = "playbooks/";

/// The name of the base set's file.
const BASE: &str = "base";

/// Every playbook that a crisis draws on, and the merged set of actions.
#[derive(Debug, Clone)]
pub struct Playbooks {
    /// Base, kinds and what the company adds, in this order.
    pub read: Vec<Listed>,
    /// The actions of those that are used, merged.
    pub merged: Playbook,
    /// Ids that gave way to an action with the same slot, with those that stand there now.
    pub replaced: BTreeMap<String, Vec<String>>,
}

/// One playbook of a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The file as the user knows it.
    pub file: String,
    /// Whether it is the company's own.
    pub own: bool,
    /// Whether it is drawn on in the crisis at hand.
    pub used: bool,
    /// What it says.
    pub playbook: Playbook,
    place: Shelf,
}

/// What a playbook is for by the name of its file, in the order in which they are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shelf {
    Base,
    Kind(Kind),
    Added,
}

impl Shelf {
    /// `playbooks/recall.toml` -> recall; none for what is no playbook.
    fn of(name: &str) -> Option<Self> {
        let stem = name.strip_prefix(FOLDER)?.strip_suffix(".toml")?;
        Some(match Kind::ALL.into_iter().find(|kind| kind.tag() == stem) {
            Some(kind) => Self::Kind(kind),
            None if stem == BASE => Self::Base,
            None => Self::Added,
        })
    }

    fn kind(self) -> Option<Kind> {
        match self {
            Self::Kind(kind) => Some(kind),
            _ => None,
        }
    }
}

impl Playbooks {
    /// Reads the base set, the playbook of a kind, and what the company adds, and merges them.
    ///
    /// A company's own files for other kinds are read and merged too, so that a mistake in one is
    /// found before its day comes; built-in ones of other kinds are not. All mistakes come at once.
    pub fn open(
        assets: &Assets,
        kind: Kind,
        languages: &[Language],
    ) -> Result<(Self, Report), Report> {
        let mut report = Report::new();
        let wanted = |place: Shelf, own| own || place == Shelf::Base || place.kind() == Some(kind);
        let read = read_all(assets, languages, kind, wanted, &mut report);
        if report.has_errors() {
            return Err(report);
        }
        let others = OnceCell::new();
        let elsewhere = |id: &str| others.get_or_init(|| all_ids(assets)).contains(id);
        let (merged, found) = merge_for(&read, kind, &elsewhere);
        report.append(found);
        for other in other_kinds(&read, kind) {
            let built_in = |place: Shelf, own: bool| !own && place.kind() == Some(other);
            let mut with_built_in = read.clone();
            if !read.iter().any(|listed| listed.place.kind() == Some(other)) {
                with_built_in.extend(read_all(assets, languages, other, built_in, &mut report));
                with_built_in.sort_by_key(|listed| listed.place);
            }
            let found = merge_for(&with_built_in, other, &elsewhere).1;
            // One mistake is told once, though it counts for several kinds.
            let told: Vec<_> = report.kept().iter().map(|found| found.place.clone()).collect();
            let news = found.kept().iter().filter(|found| !told.contains(&found.place));
            report.extend(news.cloned());
        }
        if report.has_errors() {
            return Err(report);
        }
        let is_named = |listed: &&Listed| listed.used && listed.place <= Shelf::Kind(kind);
        let title = read.iter().rfind(is_named).or(read.first());
        let Some(title) = title.map(|listed| listed.playbook.title.clone()) else {
            return Err(Diagnostic::error("there is no base set of playbooks")
                .at(Place::file("templates/playbooks/base.toml"))
                .into());
        };
        let Merged { actions, bars, replaced } = merged;
        let merged = Playbook { kinds: vec![kind], title, bars, actions };
        Ok((Self { read, merged, replaced }, report))
    }

    /// Every playbook there is, whatever the crisis. Files that cannot be read are in the report.
    pub fn shelf(assets: &Assets, kind: Kind, languages: &[Language]) -> (Vec<Listed>, Report) {
        let mut report = Report::new();
        let all = read_all(assets, languages, kind, |_, _| true, &mut report);
        (all, report)
    }

    /// The actions that gave way to this one: those of the base set or of the kind.
    pub fn replaced_by(&self, id: &str) -> Vec<&str> {
        let gone = self.replaced.iter().filter(|(_, heirs)| heirs.iter().any(|heir| heir == id));
        gone.map(|(gone, _)| gone.as_str()).collect()
    }

    /// Whether an action stands in a file of the company's own.
    pub fn is_own(&self, action: &Action) -> bool {
        is_own(self.read.iter(), action)
    }
}

/// Reads the playbooks that are wanted by their place and by whether they are the company's own.
fn read_all(
    assets: &Assets,
    languages: &[Language],
    kind: Kind,
    wanted: impl Fn(Shelf, bool) -> bool,
    report: &mut Report,
) -> Vec<Listed> {
    let mut read = Vec::new();
    for (name, asset) in assets.below(FOLDER) {
        let Some(place) = Shelf::of(name).filter(|place| wanted(*place, asset.own)) else {
            continue;
        };
        match Playbook::read(&asset.shown, &asset.text, place.kind(), languages) {
            Ok((playbook, found)) => {
                report.append(found);
                report.extend(base_of_kinds(place, asset, &playbook));
                let used = is_for(place, &playbook, kind);
                let file = asset.shown.clone();
                read.push(Listed { file, own: asset.own, used, playbook, place });
            }
            Err(found) => report.append(found),
        }
    }
    // By name within each shelf, as the assets are.
    read.sort_by_key(|listed| listed.place);
    read
}

/// The ids of all playbooks, read no further than that.
fn all_ids(assets: &Assets) -> BTreeSet<String> {
    let tables =
        assets.below(FOLDER).filter_map(|(_, asset)| asset.text.parse::<toml::Table>().ok());
    let mut ids = BTreeSet::new();
    for table in tables {
        let actions = table.get("action").and_then(toml::Value::as_array);
        let named = actions.into_iter().flatten().filter_map(|action| action.get("id")?.as_str());
        ids.extend(named.map(str::to_owned));
    }
    ids
}

fn is_for(place: Shelf, playbook: &Playbook, kind: Kind) -> bool {
    match place {
        Shelf::Base => true,
        Shelf::Kind(own) => own == kind,
        Shelf::Added => playbook.kinds.is_empty() || playbook.kinds.contains(&kind),
    }
}

fn base_of_kinds(place: Shelf, asset: &Asset, playbook: &Playbook) -> Option<Diagnostic> {
    let wrong = place == Shelf::Base && !playbook.kinds.is_empty();
    wrong.then(|| {
        Diagnostic::error("`kinds` has no effect in the base set")
            .at(Place::file(&asset.shown))
            .why("The base set is for every kind of crisis.")
            .hint("delete the line, or give the file another name")
    })
}

/// The kinds, but for the one at hand, for which the company has files of its own.
fn other_kinds(read: &[Listed], kind: Kind) -> BTreeSet<Kind> {
    let own = read.iter().filter(|listed| listed.own && !listed.used);
    own.flat_map(|listed| listed.playbook.kinds.iter().copied())
        .filter(|other| *other != kind)
        .collect()
}

fn merge_for(read: &[Listed], kind: Kind, elsewhere: &dyn Fn(&str) -> bool) -> (Merged, Report) {
    let used = read.iter().filter(|listed| is_for(listed.place, &listed.playbook, kind));
    let playbooks: Vec<&Playbook> = used.map(|listed| &listed.playbook).collect();
    let (merged, mut report) = merge(&playbooks, elsewhere);
    // The base set is for every kind, so the planner finds a safe way for it as for the built-in ones.
    let added = || read.iter().filter(|listed| listed.place != Shelf::Base);
    let own = merged.actions.iter().filter(|action| is_own(added(), action));
    report.extend(own.filter_map(|action| celebration(action, &merged.bars, kind)));
    (merged, report)
}

fn is_own<'l>(mut read: impl Iterator<Item = &'l Listed>, action: &Action) -> bool {
    read.any(|listed| listed.own && listed.file == action.source.file())
}

/// A table or a feast where the kind bars it. The built-in ones get a safe equivalent from the
/// planner; who writes their own is told.
fn celebration(action: &Action, bars: &[Channel], kind: Kind) -> Option<Diagnostic> {
    let channel = action.channel;
    let is_feast = matches!(channel, Channel::Meal | Channel::Event);
    (is_feast && bars.contains(&channel)).then(|| {
        Diagnostic::error(format!("no `{channel}` in this kind of crisis: {}", kind.name()))
            .rule("S-54")
            .at(action.source.place(action.spans.channel.clone()))
            .why("To celebrate while partners are in trouble is remembered for years.")
            .hint("choose `phone` or `video`, or take the action out of this playbook")
    })
}
