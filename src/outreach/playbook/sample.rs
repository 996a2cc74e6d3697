//! Made-up people on whom talking points are tried: one of whom everything is known, and one of whom
//! nothing is that need not be.

use super::telling::names;
use super::{Action, Target};
use crate::diagnostic::nearest;
use tera::{Context, Map, Value};

/// What stands for any value.
const ANY: &str = "…";

/// Whom the points of an action are tried on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sample {
    /// A person of the roster, and not a group.
    pub(super) contact: bool,
    /// Something is handed out.
    pub(super) given: bool,
}

impl Sample {
    /// Whom an action is for.
    pub(super) fn of(action: &Action) -> Self {
        let contact = matches!(action.target, Target::Contacts(_));
        Self { contact, given: action.gives.is_some() }
    }

    /// Everything that can be known. `text` is the point: names that come from a brief or a roster
    /// are taken from it, since neither is known here.
    pub(super) fn full(self, text: &str) -> Context {
        let mut context = shared(text);
        context.insert_value("measures", Value::from(vec![Value::from(map(&names::MEASURE))]));
        context.insert_value("owner", map(&names::OWNER).into());
        context.insert("event", ANY);
        if self.contact {
            let mut contact = map(&names::CONTACT);
            contact.insert("attitude".into(), 1.into());
            contact.insert("star".into(), true.into());
            for name in used_fields(text, "contact") {
                let is_slip = nearest(name, names::CONTACT).is_some();
                if !is_slip && !names::CONTACT.contains(&name) {
                    contact.insert(name.to_owned().into(), ANY.into());
                }
            }
            context.insert_value("contact", contact.into());
            context.insert_value("account", map(&names::ACCOUNT).into());
            context.insert("impact", ANY);
        }
        context.insert_value("resource", map(&names::RESOURCE).into());
        context
    }

    /// Only what is always there.
    pub(super) fn bare(self, text: &str) -> Context {
        let mut context = shared(text);
        context.insert_value("measures", Value::from(Vec::<Value>::new()));
        context.insert_value("owner", map(&names::OWNER).into());
        if self.contact {
            let mut contact = map(&names::ALWAYS);
            contact.insert("star".into(), false.into());
            context.insert_value("contact", contact.into());
            context.insert_value("account", map(&names::ACCOUNT).into());
        }
        let given: &[&'static str] = if self.given { &names::RESOURCE } else { &[] };
        context.insert_value("resource", map(given).into());
        context
    }
}

/// What is the same for everybody in a crisis.
fn shared(text: &str) -> Context {
    let mut context = Context::new();
    context.insert_value("crisis", map(&names::CRISIS).into());
    context.insert_value("organisation", map(&names::ORGANISATION).into());
    context.insert_value("sender", map(&names::SENDER).into());
    let facts: Vec<&str> = used_fields(text, "facts").collect();
    let mut own = Map::new();
    for fact in facts {
        own.insert(fact.to_owned().into(), ANY.into());
    }
    context.insert_value("facts", own.into());
    context
}

fn map(names: &[&'static str]) -> Map {
    let mut map = Map::new();
    for name in names {
        map.insert((*name).into(), ANY.into());
    }
    map
}

/// The fields of a table that a template names: `hall` of `{{ facts.hall }}`.
fn used_fields<'t>(text: &'t str, table: &'t str) -> impl Iterator<Item = &'t str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(table).filter_map(move |(at, _)| {
        let begins = !text[..at].ends_with(|c: char| is_word(c) || c == '.');
        let name = text[at + table.len()..].strip_prefix('.')?;
        let end = name.find(|c: char| !is_word(c)).unwrap_or(name.len());
        (begins && end > 0).then_some(&name[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::used_fields;

    #[test]
    fn fields_are_found_where_a_table_is_named() {
        let found = |text| used_fields(text, "facts").collect::<Vec<_>>();
        assert_eq!(found("{{ facts.hall }} {% if facts.b_2 %}x{% endif %}"), ["hall", "b_2"]);
        assert!(found("{{ artefacts.hall }} {{ a.facts.b }} facts. facts").is_empty());
    }
}
