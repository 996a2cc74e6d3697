//! A wording: the letter as it reads for everyone who shares language, branches and presence of
//! values, with gaps for what is personal.

use super::language_desk::LanguageDesk;
use super::opaque;
use super::usage::Usage;
use crate::roster::view::{Field, Partner, RecipientView, Tiers};
use std::sync::Arc;
use tera::{Map, Value};

/// Which wording a reader gets. Readers with equal keys get the same words around their values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct WordingKey {
    partner: Option<Partner>,
    tiers: Option<Tiers>,
    impact: Option<usize>,
    /// A bit for each field, then for each letter column, that holds a value.
    present: u64,
    /// Values that the templates compare or filter, by slot.
    closed: Vec<(usize, String)>,
}

/// How a reader's values are put into a template's context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    /// Gaps where the templates allow it.
    Gaps,
    /// The reader's own.
    Own,
}

/// Names of the `letter_…` columns, in the order of their slots.
pub(super) type Columns = [Arc<str>];

/// How many letter columns can have slots of their own.
pub(super) const MOST_COLUMNS: usize = 40;

/// The path of a slot, behind `recipient.`.
fn paths(columns: &Columns) -> impl Iterator<Item = (usize, String)> + '_ {
    let fields = Field::ALL.iter().map(|field| field.path().to_owned());
    fields.chain(columns.iter().map(|name| format!("letter.{name}"))).enumerate()
}

/// Slots whose values must be known when a wording is rendered, found once a language.
pub(super) fn closed_slots(usage: &Usage, columns: &Columns) -> Vec<usize> {
    paths(columns).filter(|(_, path)| usage.is_closed(path)).map(|(slot, _)| slot).collect()
}

/// A bit for each slot that the templates use at all.
pub(super) fn mentioned_slots(usage: &Usage, columns: &Columns) -> u64 {
    let used = paths(columns).filter(|(_, path)| usage.mentions(path));
    used.fold(0, |bits, (slot, _)| bits | 1 << slot)
}

/// The value that fills a slot; empty when the reader has none.
pub(super) fn value<'v>(view: &'v RecipientView<'_>, columns: &Columns, slot: usize) -> &'v str {
    match Field::ALL.get(slot) {
        Some(field) => view.value(*field),
        None => columns.get(slot - Field::ALL.len()).and_then(|name| view.letter_value(name)),
    }
    .unwrap_or_default()
}

impl WordingKey {
    /// The key of one reader. `impact` is the number of the impact text chosen for them.
    pub(super) fn of(
        view: &RecipientView<'_>,
        impact: Option<usize>,
        desk: &LanguageDesk,
        columns: &Columns,
    ) -> Self {
        let mut present = 0;
        for field in Field::ALL {
            if view.value(field).is_some() {
                present |= 1 << field.index();
            }
        }
        for (name, _) in view.letter() {
            if let Some(at) = columns.iter().position(|column| column.as_ref() == name) {
                present |= 1 << (Field::ALL.len() + at);
            }
        }
        // A value that no template uses makes no difference.
        present &= desk.mentioned;
        let closed = desk
            .closed
            .iter()
            .map(|slot| (*slot, value(view, columns, *slot).to_owned()))
            .collect();
        Self {
            partner: desk.by_partner.then_some(view.partner),
            tiers: desk.by_tiers.then_some(view.tiers),
            impact,
            present,
            closed,
        }
    }
}

/// The `recipient` of a template's context. What the reader lacks is left out, so that a template
/// that prints it anyway is told so.
pub(super) fn recipient(
    view: &RecipientView<'_>,
    impact: Option<&str>,
    desk: &LanguageDesk,
    columns: &Columns,
    values: Values,
) -> Value {
    let shown = |slot: usize, own: &str| match opaque::slot(slot) {
        Some(gap) if values == Values::Gaps && !desk.closed.contains(&slot) => {
            Value::normal_string(gap.encode_utf8(&mut [0; 4]))
        }
        _ => Value::normal_string(own),
    };
    let mut recipient = Map::new();
    let mut owner = Map::new();
    for field in Field::ALL {
        if let Some(own) = view.value(field) {
            let value = shown(field.index(), own);
            match field.path().strip_prefix("owner.") {
                Some(name) => owner.insert(name.into(), value),
                None => recipient.insert(field.path().into(), value),
            };
        }
    }
    if !owner.is_empty() {
        recipient.insert("owner".into(), owner.into());
    }
    let mut letter = Map::new();
    for (at, name) in columns.iter().enumerate() {
        if let Some(own) = view.letter_value(name) {
            letter.insert(name.to_string().into(), shown(Field::ALL.len() + at, own));
        }
    }
    recipient.insert("letter".into(), letter.into());
    recipient.insert("language".into(), view.language.tag().into());
    recipient.insert("partner".into(), view.partner.to_string().into());
    let tiers: Vec<String> = view.tiers.iter().map(|tier| tier.to_string()).collect();
    recipient.insert("tiers".into(), tiers.into());
    if let Some(impact) = impact {
        recipient.insert("impact".into(), Value::safe_string(impact));
    }
    recipient.into()
}
