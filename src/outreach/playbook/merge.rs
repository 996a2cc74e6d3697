use super::{Action, Anchor, Blocks, Playbook, references};
use crate::diagnostic::{Diagnostic, Report, nearest};
use crate::outreach::Channel;
use std::collections::{BTreeMap, BTreeSet};

/// Playbooks put together.
#[derive(Debug, Clone, Default)]
pub(super) struct Merged {
    pub(super) actions: Vec<Action>,
    pub(super) bars: Vec<Channel>,
    /// Ids that gave way, each with those that stand in their place now.
    pub(super) replaced: BTreeMap<String, Vec<String>>,
}

/// One set of actions out of several playbooks, the base first (domain 4.0).
///
/// An action with the slot of an earlier playbook's action takes its place; several of one playbook
/// stand there together. Everything else follows. Who named an action that gave way means the one
/// that stands there now, and who names a slot means what has it now. `elsewhere` knows the ids of playbooks for other kinds of crisis, which an
/// action of the base set may except.
pub(super) fn merge(playbooks: &[&Playbook], elsewhere: &dyn Fn(&str) -> bool) -> (Merged, Report) {
    let mut findings = Vec::new();
    let mut merged = Merged::default();
    let mut places: Vec<Vec<Action>> = Vec::new();
    let mut ids: BTreeMap<&str, &Action> = BTreeMap::new();
    for (at, playbook) in playbooks.iter().enumerate() {
        let earlier = places.len();
        let mut taken = BTreeSet::new();
        for action in &playbook.actions {
            if let Some(other) = ids.insert(&action.id, action) {
                findings.push(twice(action, other));
                continue;
            }
            let Some(slot) = &action.slot else {
                places.push(vec![action.clone()]);
                continue;
            };
            let has_slot = |place: &Vec<Action>| {
                place.first().is_some_and(|first| first.slot.as_ref() == Some(slot))
            };
            match places[..earlier].iter().position(has_slot) {
                Some(place) if taken.insert(place) => {
                    for gone in std::mem::replace(&mut places[place], vec![action.clone()]) {
                        merged.replaced.insert(gone.id, vec![action.id.clone()]);
                    }
                }
                Some(place) => {
                    for heirs in merged.replaced.values_mut() {
                        if heirs.first() == places[place].first().map(|first| &first.id) {
                            heirs.push(action.id.clone());
                        }
                    }
                    places[place].push(action.clone());
                }
                None => {
                    if at > 0 {
                        findings.extend(slot_slip(action, slot, &places[..earlier]));
                    }
                    places.push(vec![action.clone()]);
                }
            }
        }
        for channel in &playbook.bars {
            if !merged.bars.contains(channel) {
                merged.bars.push(*channel);
            }
        }
    }
    merged.actions = places.into_iter().flatten().collect();
    findings.extend(references::strangers(&merged, elsewhere));
    merged.follow();
    findings.extend(references::circles(&merged.actions));
    findings
        .sort_by_key(|found| found.place.as_ref().map(|at| (at.file.clone(), at.line, at.column)));
    let mut report = Report::new();
    report.extend(findings);
    (merged, report)
}

impl Merged {
    /// Lets actions name those that stand now in the place of others, or have a slot that is named.
    fn follow(&mut self) {
        let mut slots: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for action in &self.actions {
            if let Some(slot) = &action.slot {
                slots.entry(slot.clone()).or_default().push(action.id.clone());
            }
        }
        let replaced = &self.replaced;
        let meant = |name: &str| match slots.get(name) {
            Some(ids) => ids.clone(),
            None => heirs(replaced, name),
        };
        for action in &mut self.actions {
            if let Anchor::Action(name) = &mut action.after
                && let Some(first) = meant(name).into_iter().next()
            {
                *name = first;
            }
            // Among several with one slot nobody excepts or holds back itself.
            let own = action.id.clone();
            let others = |names: &[String]| -> Vec<String> {
                names.iter().flat_map(|name| meant(name)).filter(|id| *id != own).collect()
            };
            action.unless = others(&action.unless);
            if let Blocks::Actions(names) = &mut action.blocks {
                *names = others(names);
            }
        }
    }
}

/// Who stands in the place of an id now: itself when it never gave way.
fn heirs(replaced: &BTreeMap<String, Vec<String>>, id: &str) -> Vec<String> {
    // What took a place can only give way to a later playbook, so this ends.
    match replaced.get(id) {
        Some(heirs_of) => heirs_of.iter().flat_map(|heir| heirs(replaced, heir)).collect(),
        None => vec![id.to_owned()],
    }
}

fn twice(action: &Action, other: &Action) -> Diagnostic {
    let line = other.place().line.unwrap_or(1);
    Diagnostic::error(format!("the id `{}` is there twice", action.id))
        .at(action.place())
        .why(format!(
            "It is there already at {}:{line}. What is logged names an action by its id.",
            other.source.file()
        ))
        .hint("give it an id of its own; to take the place of an action, name its `slot`")
}

/// A slot that no earlier action has is one of its own, unless it is nearly one that exists.
fn slot_slip(action: &Action, slot: &str, earlier: &[Vec<Action>]) -> Option<Diagnostic> {
    let known = earlier.iter().flatten().filter_map(|action| action.slot.as_deref());
    let near = nearest(slot, known)?;
    let finding = Diagnostic::warning(format!("no action has the slot `{slot}`"))
        .at(action.place())
        .why("It takes the place of nothing, and people may get two calls of one sort.")
        .hint(format!(
            "write `slot = \"{near}\"` if that is meant, or choose a word that is less like it"
        ));
    Some(finding)
}
