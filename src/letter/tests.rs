//! A letter filled and a letter written whole are the same bytes, whatever a reader's values hold.

use super::{Composer, Inputs, Press};
use crate::crisis::Brief;
use crate::ledger::Standings;
use crate::locale::Language;
use crate::outreach::policy::Policy;
use crate::outreach::{Audience, FunctionWords, Ground, Placement, Placing};
use crate::roster::{Contact, Roster, Source, Sources};
use crate::workspace::{Assets, Config};
use crate::world::MemoryWorld;
use jiff::Timestamp;
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

const SETTINGS: &str = include_str!("../../templates/hearten.toml");
const BRIEF: &str = include_str!("../../contacts/brief.toml");

/// A template with every way of using a reader's values that leaves them open, and (behind the
/// mark) some that do not.
const TEMPLATE: &str = r#"{% block subject %}{{ brief.subject }} / {{ recipient.account }}{% endblock %}
{% block title %}{% endblock %}
{% block salutation %}{{ recipient.salutation }}{% endblock %}
{% block greeting %}{% endblock %}
{% block situation %}**{{ recipient.name }}**{{ recipient.family_name }}
{% if recipient.position %}*{{ recipient.position }}*, {% endif %}[see](https://a.example/x) `{{ recipient.given_name }}`
{{ recipient.impact }}

# {{ recipient.account }}
{% endblock %}
{% block measures %}
1. {{ recipient.letter.note }}
2. {% if recipient.owner and recipient.owner.phone %}{{ recipient.owner.name }} {{ recipient.owner.phone }}{% endif %}
   - {{ recipient.account }}

| a | b |
|---|---|
| {{ recipient.name }} | {{ recipient.account }} |
{% endblock %}
{% block appeal %}> {{ recipient.account }}: {% for fact in brief.known %}{{ fact }} {% endfor %}
{% if recipient.partner == "strategic" %}S{% elif "key" in recipient.tiers %}K{% endif %}
CLOSED
{% endblock %}
{% block closing %}{{ recipient.name }}\
{{ recipient.account }}{% endblock %}
{% block signature %}{{ sender.name }}{% endblock %}
{% block footer %}{{ organisation.address }}{% endblock %}
"#;

/// Values that the templates compare, filter and hand on.
const CLOSED: &str = r#"{% if recipient.account == "a" %}x{% endif %}{{ recipient.name | upper }}
{% set p = recipient.given_name %}{{ p }}"#;

/// One reader's odd values.
#[derive(Debug, Clone)]
struct Odd {
    family: String,
    given: String,
    position: String,
    note: String,
    chinese: bool,
    key: bool,
    owner: bool,
}

fn values() -> impl Strategy<Value = Odd> {
    let word = prop_oneof![
        "[ -~]{1,60}",
        "[\\u{4E00}-\\u{4E40}，。「」（） a-z]{1,60}",
        Just("<b>&amp;\"'`*_[x](https://y.example)#1. - | \\ {{ x }}".to_owned()),
        Just("=_hearten =3D = ~ \u{1F600} e\u{301}".to_owned()),
        "[a-z]{100,200}",
    ]
    // A value that the roster keeps is never blank.
    .prop_map(|word| format!("v{word}"));
    let note = prop_oneof![word.clone(), Just("first line\nsecond line\n\n- third".to_owned())];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (word.clone(), word.clone(), word, note, flags).prop_map(
        |(family, given, position, note, (chinese, key, owner))| Odd {
            family,
            given,
            position,
            note,
            chinese,
            key,
            owner,
        },
    )
}

/// Reads one good row, then gives it the odd values: the roster would refuse some of them, and the
/// letter must stand them all the same.
fn contacts(roster: &Roster, odd: &[Odd]) -> Vec<Contact> {
    let (read, report) = roster.collect();
    assert!(!report.has_errors(), "{:?}", report.kept());
    odd.iter()
        .map(|odd| {
            let mut contact = read[usize::from(odd.key)].clone();
            contact.name.family = odd.family.trim().to_owned();
            contact.name.given = odd.given.trim().to_owned();
            contact.position = Some(odd.position.trim().to_owned());
            contact.language = if odd.chinese { Language::ZhCn } else { Language::En };
            contact.letter = vec![(Arc::from("note"), odd.note.trim().to_owned())];
            if !odd.owner {
                contact.owner = None;
            }
            contact
        })
        .collect()
}

fn roster() -> Roster {
    let accounts =
        "id,name,partner,country\na-1,\"R&D *Söhne* <GmbH>\",strategic,DE\na-2,云麓,general,CN\n";
    let team = "id,name,level,phone\nt-1,Ana Ruiz,L3,+1 555 0100\nt-2,何静仪,L2,\n";
    let contacts = "id,account,family_name,given_name,email,language,tier,owner,letter_note\n\
        c-1,a-1,A,B,a@b.example,en,general,t-1,x\nc-2,a-2,C,D,c@d.example,zh-CN,key,t-2,x\n";
    let sources = Sources::Tables {
        accounts: Source::memory("accounts.csv", accounts),
        contacts: Source::memory("contacts.csv", contacts),
        team: Source::memory("team.csv", team),
    };
    let (roster, report) = Roster::open(sources).unwrap();
    assert!(!report.has_errors(), "{:?}", report.kept());
    roster
}

/// Holds the press against the composer for these readers, in their order on one press.
fn same_bytes(template: &str, odd: &[Odd]) -> Result<(), (Vec<u8>, Vec<u8>)> {
    let folder = |language| format!("/w/templates/letters/{language}/kinds/supply-disruption.md");
    let (en, zh) = (folder("en"), folder("zh-CN"));
    let world =
        MemoryWorld::new(Timestamp::UNIX_EPOCH, [(en.as_str(), template), (zh.as_str(), template)]);
    let (assets, _) = Assets::open(&world, Path::new("/w"), Path::new("/w/crises/c")).unwrap();
    let (config, _) = Config::read("hearten.toml", SETTINGS).unwrap();
    let (brief, _) = Brief::read("brief.toml", BRIEF).unwrap();
    let roster = roster();
    let languages = [Language::En, Language::ZhCn];
    let (composer, _) = Composer::new(Inputs {
        config: &config,
        assets: &assets,
        brief: &brief,
        crisis: "c",
        languages: &languages,
        letter_columns: &roster.letter_columns(),
        member_name: &|_, _| None,
        now: Timestamp::UNIX_EPOCH,
    })
    .unwrap();
    let forms: BTreeMap<_, _> = languages
        .iter()
        .map(|language| (*language, Arc::new(assets.forms(*language).unwrap())))
        .collect();
    let (policy, _) = Policy::read(&assets, "").unwrap();
    let functions = FunctionWords::read(&assets).unwrap();
    let standings = Standings::default();
    let placing = Placing::new(Ground {
        directory: roster.directory(),
        brief: &brief,
        policy: &policy,
        functions: &functions,
        standings: &standings,
        now: Timestamp::UNIX_EPOCH,
    });
    let audience = Audience::new(placing, forms);
    let mut press: Press<'_> = composer.press();
    for contact in contacts(&roster, odd) {
        let Placement::Reader(reader) = audience.place(&contact) else { panic!("no reader") };
        let mut printed = Vec::new();
        press.print(&reader, &mut printed).unwrap();
        let whole = composer.letter(&reader).unwrap().message;
        if printed != whole {
            return Err((printed, whole));
        }
    }
    // Were every letter written whole, the comparison would prove nothing.
    let (shared, whole) = composer.shared_and_whole();
    assert!(shared > 0 && whole == 0, "{shared} wordings are shared, {whole} are not");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn e_35_filled_and_whole_letters_are_the_same_bytes(
        odd in prop::collection::vec(values(), 1..12),
    ) {
        let open = TEMPLATE.replace("CLOSED", "");
        prop_assert_eq!(same_bytes(&open, &odd).map_err(shown), Ok(()));
    }

    #[test]
    fn values_that_templates_compare_or_filter_are_filled_the_same(
        odd in prop::collection::vec(values(), 1..8),
    ) {
        let closed = TEMPLATE.replace("CLOSED", CLOSED);
        prop_assert_eq!(same_bytes(&closed, &odd).map_err(shown), Ok(()));
    }
}

fn shown((filled, whole): (Vec<u8>, Vec<u8>)) -> String {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    format!("--- filled\n{}\n--- whole\n{}", text(filled), text(whole))
}
