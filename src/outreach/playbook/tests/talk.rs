use super::{LANGUAGES, SAMPLE};
use crate::crisis::Brief;
use crate::locale::{Forms, Language};
use crate::outreach::playbook::{Action, Playbook, Talk, TalkGround, Telling};
use crate::roster::{Attitude, Contact, Roster, Source, Sources};
use crate::workspace::{Assets, Config};
use std::collections::BTreeMap;

const SETTINGS: &str = include_str!("../../../../templates/hearten.toml");
const BRIEF: &str = include_str!("../../../../contacts/brief.toml");

/// The sample company with its roster and brief.
struct House {
    config: Config,
    brief: Brief,
    roster: Roster,
    contacts: Vec<Contact>,
    forms: BTreeMap<Language, Forms>,
}

fn house() -> House {
    let (roster, _) = Roster::open(Sources::Tables {
        accounts: Source::memory("accounts", include_bytes!("../../../../contacts/accounts.csv")),
        contacts: Source::memory("contacts", include_bytes!("../../../../contacts/contacts.csv")),
        team: Source::memory("team", include_bytes!("../../../../contacts/team.csv")),
    })
    .unwrap();
    let contacts = roster.collect().0;
    let assets = Assets::built_in();
    let form = |language| (language, assets.forms(language).unwrap());
    House {
        config: Config::read("hearten.toml", SETTINGS).unwrap().0,
        brief: Brief::read("brief.toml", BRIEF).unwrap().0,
        roster,
        contacts,
        forms: Language::ALL.map(form).into(),
    }
}

impl House {
    fn talk(&self, actions: &[Action]) -> Talk {
        self.prepared(actions).unwrap_or_else(|report| panic!("{:#?}", report.kept()))
    }

    fn prepared(&self, actions: &[Action]) -> Result<Talk, crate::diagnostic::Report> {
        let directory = self.roster.directory();
        let ground = TalkGround { brief: &self.brief, config: &self.config, directory };
        Talk::prepare(actions, ground, &self.forms)
    }

    fn contact(&self, id: &str) -> Contact {
        self.contacts.iter().find(|contact| contact.id.as_str() == id).unwrap().clone()
    }

    /// What is said to a contact with one point in English and Chinese.
    fn said(&self, point: &str, contact: &Contact, language: Language) -> Vec<String> {
        let actions = actions(point);
        let account = self.roster.directory().accounts.get(contact.account.as_str());
        let owner =
            contact.owner.as_ref().and_then(|id| self.roster.directory().team.get(id.as_str()));
        let telling = Telling { contact: Some(contact), account, owner, ..Telling::default() };
        self.talk(&actions).points(&actions[0], language, &telling)
    }
}

/// The sample's actions, with these words as both first points.
fn actions(point: &str) -> Vec<Action> {
    let text = SAMPLE.replacen("What worries you most on your side?", point, 1).replacen(
        "您那边最担心什么？",
        point,
        1,
    );
    Playbook::read("own.toml", &text, None, &LANGUAGES).unwrap().0.actions
}

#[test]
fn points_are_in_the_form_of_the_language() {
    let house = house();
    let contact = house.contact("c-015");
    let english = house.said("{{ account.name }}, {{ facts.answer_by }}", &contact, Language::En);
    assert_eq!(
        english,
        [
            "Hohenlinden Werkzeugmaschinen GmbH, 25 November 2026",
            "Your next update comes Tuesday 24 November 2026, 18:00 (China time, UTC+8)."
        ]
    );
    let chinese = house.said("{{ facts.site }}{{ facts.answer_by }}", &contact, Language::ZhCn);
    assert_eq!(chinese[0], "苏州2026年11月25日");
    assert!(chinese[1].starts_with("2026年11月24日"), "{}", chinese[1]);
    // A language that is not written gives way to English.
    let point = "{{ sender.name }} / {{ organisation.name }}";
    let other = house.said(point, &contact, Language::ZhTw);
    assert_eq!(other, house.said(point, &contact, Language::En));
}

#[test]
fn a_point_knows_the_person_and_who_speaks() {
    let house = house();
    let mut contact = house.contact("c-015");
    contact.concerns = Some("a second source".to_owned());
    contact.attitude = Some(Attitude::parse("0").unwrap());
    contact.last_contact = Some(jiff::civil::date(2026, 11, 3));
    contact.letter = vec![("order".into(), "4711".to_owned()), ("name".into(), "x".to_owned())];
    let said = |point: &str| house.said(point, &contact, Language::En)[0].clone();
    assert_eq!(said("{{ owner.name }}"), "Markus Feldhoff");
    assert!(said("{{ contact.salutation }}").starts_with("Dear "));
    assert_eq!(
        said("{% if contact.concerns %}{{ contact.concerns }}{% endif %}"),
        "a second source"
    );
    assert_eq!(said("{% if contact.attitude == 0 %}lukewarm{% endif %}"), "lukewarm");
    assert_eq!(
        said("{% if contact.last_contact %}{{ contact.last_contact }}{% endif %}"),
        "3 November 2026"
    );
    assert_eq!(said("{% if contact.order %}{{ contact.order }}{% endif %}"), "4711");
    assert!(said("{% if contact.name %}{{ contact.name }}{% endif %}").contains("Hohenstein"));
    assert!(said("{% for m in measures %}{{ m.owner }}, {% endfor %}").len() > 2);
}

#[test]
fn the_impact_is_that_of_the_reader_and_plain() {
    let house = house();
    let contact = house.contact("c-015");
    let said = house.said("{% if impact %}{{ impact }}{% endif %}", &contact, Language::En);
    assert!(!said[0].contains("{{") && !said[0].contains("**") && said[0].len() > 20, "{said:?}");
}

#[test]
fn what_comes_to_nothing_is_left_out() {
    let house = house();
    let mut contact = house.contact("c-015");
    contact.concerns = None;
    let said = house.said("{% if contact.concerns %}x{% endif %}", &contact, Language::En);
    assert_eq!(said.len(), 1);
    let said = house.said("{% if event %}{{ event }}{% endif %}", &contact, Language::En);
    assert_eq!(said.len(), 1);
}

#[test]
fn what_is_given_and_what_is_near_is_told() {
    let house = house();
    let contact = house.contact("c-015");
    let actions = actions(
        "{{ resource.quantity }} {{ resource.unit }} of {{ resource.name }}{% if event %} before {{ event }}{% endif %}",
    );
    let account = house.roster.directory().accounts.get(contact.account.as_str());
    let telling = Telling {
        contact: Some(&contact),
        account,
        owner: None,
        resource: Some(("masks", 1200, "boxes")),
        event: Some("the tender"),
        at: None,
    };
    let said = house.talk(&actions).points(&actions[0], Language::En, &telling);
    assert_eq!(said[0], "1,200 boxes of masks before the tender");
    // Nothing is handed out after all: the sentence is left out, not half said.
    let telling = Telling { resource: None, ..telling };
    assert_eq!(house.talk(&actions).points(&actions[0], Language::En, &telling).len(), 1);
}

#[test]
fn a_group_is_told_what_concerns_all() {
    let house = house();
    let actions = actions("x");
    let said = house.talk(&actions).points(&actions[1], Language::En, &Telling::default());
    assert_eq!(said, ["Let visitors of this list in."]);
}

#[test]
fn a_fact_that_the_brief_lacks_is_told_at_its_place() {
    let house = house();
    let report = house.prepared(&actions("{{ facts.hal }}")).unwrap_err();
    let found = &report.kept()[0];
    assert_eq!(found.title, "`facts.hal` is not there");
    assert_eq!(super::place(found), ("24:13".to_owned(), "hal".to_owned()));
    assert_eq!(report.errors(), 2, "one for each language");
    assert!(house.prepared(&actions("{% if facts.hal %}{{ facts.hal }}{% endif %}a")).is_ok());
}

#[test]
fn a_clock_that_is_missing_is_told_by_the_brief_alone() {
    let mut house = house();
    house.brief.next_update_at = None;
    let actions = actions("{{ account.name }}");
    let contact = house.contact("c-015");
    let account = house.roster.directory().accounts.get(contact.account.as_str());
    let telling = Telling { contact: Some(&contact), account, ..Telling::default() };
    // The second point promises a time that is not there.
    assert_eq!(house.talk(&actions).points(&actions[0], Language::En, &telling).len(), 1);
}

#[test]
fn the_next_news_is_not_promised_once_its_hour_has_come() {
    let house = house();
    let actions = actions("What worries you? The next word comes by {{ crisis.next_update_at }}.");
    let contact = house.contact("c-015");
    let account = house.roster.directory().accounts.get(contact.account.as_str());
    let promised = house.brief.next_update_at.as_ref().unwrap().timestamp();
    let said = |at| {
        let telling = Telling { contact: Some(&contact), account, at, ..Telling::default() };
        house.talk(&actions).points(&actions[0], Language::En, &telling)[0].clone()
    };
    let before = said(Some(promised - jiff::Span::new().seconds(1)));
    assert!(before.starts_with("What worries you? The next word comes by "), "{before}");
    assert_eq!(said(Some(promised)), "What worries you?");
    assert_eq!(said(None), before);
}

#[test]
fn what_is_the_same_for_all_is_rendered_once() {
    let house = house();
    let open = |point: &str| house.talk(&actions(point)).open_points();
    assert_eq!(open("{{ sender.name }} {{ facts.answer_by }} {{ measures | length }}"), 0);
    assert_eq!(open("{{ account.name }}"), LANGUAGES.len());
    assert_eq!(open("{% if event %}x{% endif %}y"), LANGUAGES.len());
}
