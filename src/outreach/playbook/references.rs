//! What actions say of each other: they must be there, and must not wait in a circle.

use super::merge::Merged;
use super::{Action, Anchor, Blocks};
use crate::diagnostic::{Diagnostic, Span, nearest};
use std::collections::{BTreeMap, BTreeSet};

/// Finds ids that are those of no action, before names are followed to who stands there now.
pub(super) fn strangers(merged: &Merged, elsewhere: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut known: BTreeSet<&str> = merged.replaced.keys().map(String::as_str).collect();
    known.extend(merged.actions.iter().map(|action| action.id.as_str()));
    known.extend(merged.actions.iter().filter_map(|action| action.slot.as_deref()));
    let mut findings = Vec::new();
    for action in &merged.actions {
        for (key, id, at) in named(action) {
            if key == "unless" && *id == action.id {
                findings.push(
                    Diagnostic::error(format!("`unless` of {id} names itself"))
                        .at(action.source.place(at.clone()))
                        .why("Nobody would ever get it.")
                        .hint("name another action, or delete the line"),
                );
                continue;
            }
            let is_known = known.contains(id.as_str()) || (key == "unless" && elsewhere(id));
            if !is_known {
                findings.push(stranger(action, key, id, at, &known));
            }
        }
    }
    findings
}

/// The ids that an action names, with their keys and places.
fn named(action: &Action) -> impl Iterator<Item = (&'static str, &String, &Span)> {
    let after = match &action.after {
        Anchor::Action(id) => Some(("after", id, &action.spans.after)),
        _ => None,
    };
    let blocks: &[String] = match &action.blocks {
        Blocks::Actions(ids) => ids,
        _ => &[],
    };
    let unless = action.unless.iter().zip(&action.spans.unless);
    let blocks = blocks.iter().zip(&action.spans.blocks);
    after
        .into_iter()
        .chain(unless.map(|(id, at)| ("unless", id, at)))
        .chain(blocks.map(|(id, at)| ("blocks", id, at)))
}

fn stranger(action: &Action, key: &str, id: &str, at: &Span, known: &BTreeSet<&str>) -> Diagnostic {
    let words: &[&str] = match key {
        "after" => &Anchor::WORDS,
        "blocks" => &["external"],
        _ => &[],
    };
    let hint = match nearest(id, words.iter().copied().chain(known.iter().copied())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "see the ids with `hearten playbooks`".to_owned(),
    };
    let why = match key {
        "after" => {
            "It is `start`, `wave`, `next-update`, `resolution`, `reply`, or an action by its id or slot."
        }
        "blocks" => "It is `external`, or the actions that have to wait, by their ids or slots.",
        _ => "It holds ids or slots of actions; who gets one of them does not get this one.",
    };
    Diagnostic::error(format!("`{key}` of {} names no action: `{}`", action.id, id.escape_debug()))
        .at(action.source.place(at.clone()))
        .why(why)
        .hint(hint)
}

/// Finds actions that wait for each other, each circle once.
pub(super) fn circles(actions: &[Action]) -> Vec<Diagnostic> {
    let by_id: BTreeMap<&str, &Action> =
        actions.iter().map(|action| (action.id.as_str(), action)).collect();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut findings = Vec::new();
    for action in actions {
        let mut chain: Vec<&Action> = Vec::new();
        let mut next = Some(action);
        while let Some(at) = next.filter(|at| !done.contains(at.id.as_str())) {
            if let Some(start) = chain.iter().position(|before| before.id == at.id) {
                findings.push(circle(&chain[start..]));
                break;
            }
            chain.push(at);
            next = match &at.after {
                Anchor::Action(id) => by_id.get(id.as_str()).copied(),
                _ => None,
            };
        }
        done.extend(chain.iter().map(|action| action.id.as_str()));
    }
    findings
}

fn circle(chain: &[&Action]) -> Diagnostic {
    let first = chain[0];
    let others: Vec<&str> = chain[1..].iter().map(|action| action.id.as_str()).collect();
    let why = if others.is_empty() {
        "`after` names the action itself, so it would never begin.".to_owned()
    } else {
        format!("Following `after` leads back to it by way of {}.", others.join(", "))
    };
    Diagnostic::error(format!("`{}` waits for itself", first.id))
        .at(first.source.place(first.spans.after.clone()))
        .why(why)
        .hint("let one of them count from `start`")
}
