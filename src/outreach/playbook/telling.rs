use super::plain::plain;
use super::trial::engine;
use crate::crisis::{Brief, Impact, ImpactId};
use crate::document::Wording;
use crate::locale::{Forms, Language};
use crate::roster::{Account, Contact, Country, Directory, TeamMember, Tier};
use crate::workspace::Config;
use std::collections::HashMap;
use tera::{Context, Map, Value};

/// What all talking points of a crisis draw on.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The facts of the crisis.
    pub brief: &'a Brief,
    /// Who we are and who signs.
    pub config: &'a Config,
    /// Our own people, for the owners of measures.
    pub directory: &'a Directory,
}

/// Whom the points are about. Attitude and concerns may be used here; letters have no way to them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Telling<'a> {
    /// The person; none for a group.
    pub contact: Option<&'a Contact>,
    /// The person's company.
    pub account: Option<&'a Account>,
    /// Who of us speaks.
    pub owner: Option<&'a TeamMember>,
    /// What is handed out: its name, how many, of what unit.
    pub resource: Option<(&'a str, u32, &'a str)>,
    /// The name of a key event near.
    pub event: Option<&'a str>,
    /// When it is said. A sentence that promises the next news is left out once its hour has come.
    pub at: Option<jiff::Timestamp>,
}

/// The names that a talking point can use.
pub(super) mod names {
    /// At the top. What differs from person to person comes first, see [`OF_ONE_PERSON`].
    pub(in super::super) const TOP: [&str; 11] = [
        "contact",
        "account",
        "owner",
        "impact",
        "resource",
        "event",
        "crisis",
        "facts",
        "measures",
        "organisation",
        "sender",
    ];
    /// What differs from person to person: a point that uses none of these is rendered once.
    pub(in super::super) const OF_ONE_PERSON: [&str; 6] =
        ["contact", "account", "owner", "impact", "resource", "event"];
    /// Of a person; a roster's `letter_…` columns come to these.
    pub(in super::super) const CONTACT: [&str; 10] = [
        "name",
        "salutation",
        "position",
        "department",
        "account",
        "concerns",
        "interests",
        "attitude",
        "star",
        "last_contact",
    ];
    /// Of those, what is known of everybody.
    pub(in super::super) const ALWAYS: [&str; 3] = ["salutation", "account", "star"];
    pub(in super::super) const ACCOUNT: [&str; 2] = ["name", "partner"];
    pub(in super::super) const OWNER: [&str; 1] = ["name"];
    pub(in super::super) const RESOURCE: [&str; 3] = ["name", "quantity", "unit"];
    pub(in super::super) const CRISIS: [&str; 2] = ["started_at", "next_update_at"];
    pub(in super::super) const MEASURE: [&str; 3] = ["text", "due", "owner"];
    pub(in super::super) const ORGANISATION: [&str; 1] = ["name"];
    pub(in super::super) const SENDER: [&str; 2] = ["name", "title"];

    /// The fields of one of the tables; none where the brief names them, and for what is no table.
    pub(in super::super) fn fields(table: &str) -> Option<&'static [&'static str]> {
        Some(match table {
            "contact" => &CONTACT,
            "account" => &ACCOUNT,
            "owner" => &OWNER,
            "resource" => &RESOURCE,
            "crisis" => &CRISIS,
            "organisation" => &ORGANISATION,
            "sender" => &SENDER,
            _ => return None,
        })
    }
}

/// What points of one language share, and the impact texts in it.
#[derive(Debug)]
pub(super) struct Words {
    forms: Forms,
    impacts: HashMap<ImpactId, String>,
}

impl Words {
    /// The words of a language, and the values that every point of it can use.
    pub(super) fn of(ground: Ground<'_>, forms: &Forms) -> (Self, Context) {
        let language = forms.language();
        let context = shared(ground, forms);
        let impacts = ground.brief.impact.iter().filter_map(|(id, wordings)| {
            Some((id, rendered(wordings.get(language)?, &context, language)?))
        });
        (Self { impacts: impacts.collect(), forms: forms.clone() }, context)
    }

    /// The values of one person that these names stand for.
    pub(super) fn fill(
        &self,
        names: &[&'static str],
        impact: &Impact,
        telling: &Telling<'_>,
    ) -> Context {
        let mut context = Context::new();
        let language = self.forms.language();
        let person = telling.contact.zip(telling.account);
        for name in names {
            let value = match *name {
                "contact" => person.map(|(contact, account)| self.contact(contact, account)),
                "account" => telling.account.map(|account| {
                    texts([
                        ("name", Some(account.name_in(language))),
                        ("partner", Some(account.partner.name())),
                    ])
                }),
                "owner" => {
                    Some(texts([("name", telling.owner.map(|owner| owner.name_in(language)))]))
                }
                "impact" => person
                    .and_then(|(contact, account)| self.impact(impact, contact, account))
                    .map(Value::from),
                "resource" => Some(resource(telling.resource, &self.forms)),
                "event" => telling.event.map(Value::from),
                _ => None,
            };
            if let Some(value) = value {
                context.insert_value(*name, value);
            }
        }
        context
    }

    fn contact(&self, contact: &Contact, account: &Account) -> Value {
        let name = self.forms.full_name(&contact.name);
        let salutation = self.forms.salutation(&contact.addressee()).text;
        let last_contact = contact.last_contact.map(|day| self.forms.date(day));
        let mut own = Map::new();
        // A column of the roster never takes the place of a name that means something here.
        let columns =
            contact.letter.iter().filter(|(column, _)| !names::CONTACT.contains(&&**column));
        for (column, value) in columns {
            own.insert(column.to_string().into(), value.as_str().into());
        }
        for (name, value) in [
            ("name", Some(name.as_str())),
            ("salutation", Some(salutation.as_str())),
            ("position", contact.position.as_deref()),
            ("department", contact.department.as_deref()),
            ("account", Some(account.name_in(self.forms.language()))),
            ("concerns", contact.concerns.as_deref()),
            ("interests", contact.interests.as_deref()),
            ("last_contact", last_contact.as_deref()),
        ] {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                own.insert(name.into(), value.into());
            }
        }
        if let Some(attitude) = contact.attitude {
            // A number, so that it can be compared; unknown is not 0.
            own.insert("attitude".into(), i64::from(attitude.grade()).into());
        }
        own.insert("star".into(), contact.star.into());
        own.into()
    }

    fn impact(&self, impact: &Impact, contact: &Contact, account: &Account) -> Option<&str> {
        let tiers: Vec<&str> = contact.tiers.iter().map(Tier::name).collect();
        let country = contact.country.as_ref().or(account.country.as_ref());
        let (id, _) = impact.choose(
            account.id.as_str(),
            account.partner.name(),
            &tiers,
            country.map(Country::code),
        )?;
        self.impacts.get(&id).map(String::as_str)
    }
}

fn resource(given: Option<(&str, u32, &str)>, forms: &Forms) -> Value {
    let Some((name, quantity, unit)) = given else { return Map::new().into() };
    let quantity = forms.number(i64::from(quantity));
    texts([("name", Some(name)), ("quantity", Some(&quantity)), ("unit", Some(unit))])
}

/// A table of those texts that are there.
fn texts<const N: usize>(pairs: [(&'static str, Option<&str>); N]) -> Value {
    let mut map = Map::new();
    for (name, value) in pairs {
        if let Some(value) = value {
            map.insert(name.into(), value.into());
        }
    }
    map.into()
}

/// Names, times, facts and measures in the form of a language.
fn shared(ground: Ground<'_>, forms: &Forms) -> Context {
    let Ground { brief, config, directory } = ground;
    let language = forms.language();
    let mut context = Context::new();
    let moment = |at: &Option<jiff::ZonedDateTime>| at.as_ref().map(|at| forms.moment(at));
    let (started, next) = (moment(&brief.started_at), moment(&brief.next_update_at));
    let clock = [("started_at", started.as_deref()), ("next_update_at", next.as_deref())];
    context.insert_value("crisis", texts(clock));
    context.insert("facts", &brief.facts.formatted(forms));
    let organisation = config.organisation.name.get(language);
    context.insert_value("organisation", texts([("name", Some(organisation))]));
    let sender = &config.sender;
    let sender =
        [("name", Some(sender.name.get(language))), ("title", Some(sender.title.get(language)))];
    context.insert_value("sender", texts(sender));
    // Wordings of the brief know a moment under a name of their own.
    let mut brief_context = context.clone();
    let clock = [("started_at", started.as_deref()), ("next_update", next.as_deref())];
    brief_context.insert_value("crisis", texts(clock));
    let measures: Vec<Value> = brief
        .measures
        .iter()
        .filter_map(|measure| {
            let text = rendered(measure.text.get(language)?, &brief_context, language)?;
            let owner = measure.owner.as_deref();
            let member = owner.and_then(|owner| directory.team.get(owner));
            let owner = member.map(|member| member.name_in(language)).or(owner);
            let due = measure.due.as_ref().map(|due| due.formatted(forms));
            Some(texts([("text", Some(&text)), ("owner", owner), ("due", due.as_deref())]))
        })
        .collect();
    context.insert_value("measures", measures.into());
    context
}

/// A wording of the brief as it is said; none when it cannot be rendered, which the letters tell.
fn rendered(wording: &Wording, context: &Context, language: Language) -> Option<String> {
    let mut text = wording.text.clone();
    if text.contains('{') {
        let mut tera = engine();
        tera.add_raw_template("wording", &text).ok()?;
        text = tera.render("wording", context).ok()?;
    }
    Some(plain(&text, language))
}
