//! Who is meant by what was typed: a contact by id or full name, or a group by its word.

use crate::diagnostic::{Count, Diagnostic, Report, nearest};
use crate::outreach::playbook::{Action, Target};
use crate::roster::{Batch, Contact, Roster};

/// The word for all who read a letter, which no playbook has to name.
const READERS: &str = "readers";

/// How many people of one name are listed.
const NAMESAKES: usize = 9;

/// Whom a touch is about.
#[derive(Debug)]
pub(super) struct Whom {
    /// The id of the contact, or the word of the group.
    pub(super) id: String,
    /// The name as people say it.
    pub(super) name: String,
    /// The contact; none for a group, and for a contact whose row has an error.
    pub(super) contact: Option<Box<Contact>>,
    pub(super) is_group: bool,
}

/// What a batch of the roster has to do with what was typed.
#[derive(Default)]
struct Met {
    exact: Option<Whom>,
    named: Vec<Whom>,
    near: Vec<String>,
}

/// What was typed for a contact, and the command it was typed in.
pub(super) struct Wanted<'a> {
    /// The words as they were typed, put together.
    pub(super) typed: &'a str,
    /// The same command for somebody else, ready to be copied.
    pub(super) line: &'a dyn Fn(&str) -> String,
}

/// Which groups may be meant.
#[derive(Clone, Copy)]
pub(super) enum Groups<'a> {
    /// None: it is about a person.
    Barred,
    /// Those of the playbooks, which cannot be read at the moment.
    Unread,
    /// Those that these actions name.
    Of(&'a [Action]),
}

/// A contact by id or by full name, or a group by its word.
pub(super) fn find(
    roster: &Roster,
    wanted: &Wanted<'_>,
    groups: Groups<'_>,
) -> Result<Whom, Report> {
    let typed = wanted.typed.trim();
    let plain_typed = plain(typed);
    let mut met = Met::default();
    roster.each_batch(
        |batch| look(batch, typed, &plain_typed),
        |found| {
            met.exact = met.exact.take().or(found.exact);
            met.named.extend(found.named);
            met.near.extend(found.near);
        },
    )?;
    if let Some(whom) = met.exact {
        return Ok(whom);
    }
    let words = groups.words();
    if words.contains(&typed) {
        let (id, name) = (typed.to_owned(), typed.to_owned());
        return Ok(Whom { id, name, contact: None, is_group: true });
    }
    if met.named.len() == 1
        && let Some(whom) = met.named.pop()
    {
        return Ok(whom);
    }
    if !met.named.is_empty() {
        return Err(namesakes(wanted, typed, &met.named).into());
    }
    let known = words.into_iter().chain(met.near.iter().map(String::as_str));
    Err(unknown(wanted, typed, nearest(typed, known), groups).into())
}

impl<'a> Groups<'a> {
    /// The words of the groups.
    fn words(self) -> Vec<&'a str> {
        let actions = match self {
            Self::Barred => return Vec::new(),
            Self::Unread => &[],
            Self::Of(actions) => actions,
        };
        let named = actions.iter().filter_map(|action| match &action.target {
            Target::Group { name, .. } => Some(name.as_str()),
            Target::Contacts(_) => None,
        });
        let mut words: Vec<&str> = named.chain([READERS]).collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

impl Whom {
    /// Whether an action for people of the roster may be logged for it.
    pub(super) fn is_of_roster(&self) -> bool {
        !self.is_group || self.id == READERS
    }

    fn of(contact: Contact) -> Self {
        let (id, name) = (contact.id.to_string(), contact.name.to_string());
        Self { id, name, contact: Some(Box::new(contact)), is_group: false }
    }
}

fn look(batch: Batch, typed: &str, plain_typed: &str) -> Met {
    let mut met = Met::default();
    let mut words = Vec::new();
    for row in batch.rows {
        let Some(contact) = row.contact else {
            // The row has a mistake, such as in its address; the person can be called all the same.
            if row.name_hint == typed {
                let (id, name) = (row.name_hint.clone(), row.name_hint);
                met.exact = Some(Whom { id, name, contact: None, is_group: false });
            }
            continue;
        };
        if contact.id.as_str() == typed {
            met.exact = Some(Whom::of(contact));
        } else if !plain_typed.is_empty() && is_named(&contact, plain_typed) {
            if met.named.len() < NAMESAKES {
                met.named.push(Whom::of(contact));
            }
        } else {
            words.push(contact.id.to_string());
            words.push(contact.name.to_string());
        }
    }
    met.near =
        nearest(typed, words.iter().map(String::as_str)).map(str::to_owned).into_iter().collect();
    met
}

/// Whether a full name is meant, in either order.
fn is_named(contact: &Contact, plain_typed: &str) -> bool {
    let name = &contact.name;
    plain(&format!("{}{}", name.family, name.given)) == plain_typed
        || plain(&format!("{}{}", name.given, name.family)) == plain_typed
}

/// A name without what people write now this way, now that: blanks, dots, commas, capitals.
fn plain(name: &str) -> String {
    let dropped = |c: char| c.is_whitespace() || matches!(c, '·' | '‧' | '・' | ',' | '，');
    name.chars().filter(|c| !dropped(*c)).flat_map(char::to_lowercase).collect()
}

fn namesakes(wanted: &Wanted<'_>, typed: &str, named: &[Whom]) -> Diagnostic {
    let who: Vec<String> = named
        .iter()
        .map(|whom| {
            let account = whom.contact.as_ref().map(|contact| contact.account.to_string());
            format!("`{}` at `{}`", whom.id, account.unwrap_or_default())
        })
        .collect();
    let first = named.first().map_or(typed, |whom| whom.id.as_str());
    Diagnostic::error(format!("{} have the name `{typed}`", Count(named.len(), "contact")))
        .why(format!("They are {}.", who.join(", ")))
        .hint(format!("type the id of the one you mean, such as `{}`", (wanted.line)(first)))
}

fn unknown(wanted: &Wanted<'_>, typed: &str, near: Option<&str>, groups: Groups<'_>) -> Diagnostic {
    let (title, why) = match groups {
        Groups::Barred => (
            format!("there is no contact `{typed}`"),
            "Neither an id nor a full name in the roster is this.",
        ),
        Groups::Unread => (
            format!("there is no contact and no group `{typed}`"),
            "Neither an id nor a full name in the roster is this. Groups are not known while the \
             brief or a playbook cannot be read; `hearten check` says why.",
        ),
        Groups::Of(_) => (
            format!("there is no contact and no group `{typed}`"),
            "Neither an id nor a full name in the roster is this, nor a group of the playbooks.",
        ),
    };
    let hint = match near {
        Some(near) => format!("if `{near}` is meant, type `{}`", (wanted.line)(near)),
        None => "see who is there with `hearten roster`".to_owned(),
    };
    Diagnostic::error(title).why(why).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_name_is_the_same_however_it_is_spaced() {
        assert_eq!(plain("王 建国"), plain("王建国"));
        assert_eq!(plain("Anna  SCHMIDT"), plain("anna schmidt"));
        assert_eq!(plain("Schmidt, Anna"), plain("Schmidt Anna"));
        assert_ne!(plain("Anna Schmidt"), plain("Anna Schmitt"));
    }
}
