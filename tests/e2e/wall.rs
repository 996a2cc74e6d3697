//! The wall (design rule 3): whatever a template tries, no judgement of a person reaches a letter.
//!
//! Every internal column holds a value that cannot be mistaken. Each way of reaching for it must
//! end in an error, or at least in a letter without the value.

use crate::sandbox::{Ran, Sandbox};
use mail_parser::MessageParser;
use std::fs;
use std::path::Path;

const TEMPLATE: &str = "plain/templates/letters/en/kinds/natural-disaster.holding.md";
const SNIPPETS: &str = "plain/templates/letters/en";
const BRIEF: &str = "plain/crises/plant/brief.toml";

/// Columns of a contact that no letter may know, each with what stands in it.
const CONTACT: &[(&str, &str)] = &[
    ("id", "c-secret-contact"),
    ("email", "secret.address@northwind.example"),
    ("phone", "+49 30 0555 7713"),
    ("name_order", "given-first"),
    ("gender", "female"),
    ("time_zone", "Asia/Tokyo"),
    ("tier", "key+general"),
    ("role", "D"),
    ("attitude", "3"),
    ("contacted", "yes"),
    ("attitude_date", "2026-03-17"),
    ("competitor_attitude", "2"),
    ("ladder", "4"),
    ("level", "L5"),
    ("official", "yes"),
    ("backup", "t-secret-backup"),
    ("last_contact", "2026-04-18"),
    ("birthday", "05-19"),
    ("star", "yes"),
    ("concerns", "SECRET-CONCERNS"),
    ("interests", "SECRET-INTERESTS"),
    ("notes", "SECRET-NOTES"),
    ("shoe_size", "SECRET-EXTRA-COLUMN"),
];

/// Columns of the account and of the owner, the same.
const ACCOUNT: &[(&str, &str)] = &[
    ("id", "a-secret-account"),
    ("region", "SECRET-REGION"),
    ("sponsor", "t-secret-sponsor"),
    ("stage", "4"),
];
const OWNER: &[(&str, &str)] = &[
    ("id", "t-secret-owner"),
    ("level", "L4"),
    ("manager", "t-secret-manager"),
    ("left_on", "2031-02-03"),
    ("calls_per_day", "17"),
    ("time_zone", "Asia/Tokyo"),
    ("language", "zh-TW"),
];

/// Values that stand nowhere in what the program writes: the page for those who review the letters
/// knows ids and envelope, and nothing else of these.
const NOWHERE: &[&str] = &[
    "SECRET",
    "+49 30 0555 7713",
    "2026-03-17",
    "2026-04-18",
    "05-19",
    "t-secret-backup",
    "t-secret-owner",
    "t-secret-sponsor",
    "t-secret-manager",
    "2031-02-03",
];

/// What a letter may know of its reader.
const ALLOWED: &[&str] = &[
    "salutation",
    "name",
    "family_name",
    "given_name",
    "academic_title",
    "position",
    "department",
    "account",
    "country",
    "language",
    "partner",
    "tiers",
    "impact",
    "owner",
    "letter",
];

/// A workspace with one reader, whose every internal field is filled.
fn workspace() -> Sandbox {
    let sandbox = Sandbox::plain();
    let columns = |columns: &[(&str, &str)]| -> (String, String) {
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let values: Vec<&str> = columns.iter().map(|(_, value)| *value).collect();
        (names.join(","), values.join(","))
    };
    let (names, values) = columns(CONTACT);
    sandbox.write(
        "plain/contacts/contacts.csv",
        format!(
            "{names},account,family_name,given_name,language,owner,letter_ps\n\
             {values},a-secret-account,Schmidt,Anna,en,t-secret-owner,See you in May.\n"
        ),
    );
    let (names, values) = columns(ACCOUNT);
    sandbox.write(
        "plain/contacts/accounts.csv",
        format!("{names},name,partner\n{values},Northwind Pumps,strategic\n"),
    );
    let (names, values) = columns(OWNER);
    sandbox.write(
        "plain/contacts/team.csv",
        format!(
            "{names},name,position\n{values},Helena Brandt,Key Account Manager\n\
             t-secret-backup,L3,,,,,,Tom Novak,\nt-secret-manager,L4,,,,,,Eva Lind,\n\
             t-secret-sponsor,L5,,,,,,Ines Roth,\n"
        ),
    );
    sandbox
}

/// A letter whose situation holds the probe between marks.
fn probing(sandbox: &Sandbox, probe: &str) -> Ran {
    sandbox.write(
        TEMPLATE,
        format!(
            "{{% extends \"letters/en/holding.md\" %}}\n\n{{% block situation %}}\n\
             PROBEBEGINS {probe} PROBEENDS\n{{% endblock %}}\n"
        ),
    );
    sandbox.run_in("plain", &["preview", "--contact", "c-secret-contact"])
}

/// All text that was written: pages, texts, and messages with their bodies decoded.
fn written(sandbox: &Sandbox) -> String {
    let mut all = String::new();
    collect(&sandbox.path("plain/crises/plant/out"), &mut all);
    all
}

fn collect(folder: &Path, all: &mut String) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, all);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        if path.extension().is_some_and(|ending| ending == "eml") {
            let message = MessageParser::default().parse(&bytes).unwrap();
            all.push_str(&message.body_text(0).unwrap());
            all.push_str(&message.body_html(0).unwrap());
            all.push_str(message.subject().unwrap());
        }
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
}

/// What the letter shows between the marks; nothing when there is no letter.
fn shown(sandbox: &Sandbox, ran: &Ran) -> Option<String> {
    if ran.code != 0 {
        return None;
    }
    let letter = sandbox.read("plain/crises/plant/out/proof/letters/c-secret-contact.txt");
    let letter = letter.replace('\n', " ");
    let rest = letter.split_once("PROBEBEGINS").unwrap().1;
    Some(rest.split_once("PROBEENDS").unwrap().0.trim().to_owned())
}

/// Whether this reaches what it must not.
fn leak(sandbox: &Sandbox, probe: &str, value: &str) -> Option<String> {
    let ran = probing(sandbox, probe);
    if !matches!(ran.code, 0 | 1) {
        return Some(format!("{probe}: {ran:?}"));
    }
    let everything = format!("{}{}{}", ran.stdout, ran.stderr, written(sandbox));
    if let Some(secret) = NOWHERE.iter().find(|secret| everything.contains(**secret)) {
        return Some(format!("{probe}: {secret} is told"));
    }
    let shown = shown(sandbox, &ran)?;
    (shown.contains(value) || shown.contains("LEAK")).then(|| format!("{probe}: shows {shown:?}"))
}

/// Ways to reach for a field `path` that ends with `name`.
fn probes(path: &str, name: &str, value: &str) -> [String; 19] {
    let parent = path.strip_suffix(name).unwrap().trim_end_matches('.');
    [
        format!("{{{{ {path} }}}}"),
        format!("{{{{ {path} or \"\" }}}}"),
        format!("{{{{ {path} | default(value=\"\") }}}}"),
        format!("{{{{ {parent}[\"{name}\"] }}}}"),
        format!("{{{{ {parent}?.{name} }}}}"),
        format!("{{{{ {parent} | get(key=\"{name}\") }}}}"),
        format!("{{{{ {parent} | get(key=\"{name}\", default=\"\") }}}}"),
        format!("{{{{ \"\" ~ {path} }}}}"),
        format!("{{% if {path} %}}LEAK{{% endif %}}"),
        format!("{{% if {path} is defined %}}LEAK{{% endif %}}"),
        format!("{{% if {path} == \"{value}\" %}}LEAK{{% endif %}}"),
        format!("{{% if \"{name}\" in {parent} %}}LEAK{{% endif %}}"),
        format!("{{% set v = {path} %}}{{{{ v }}}}"),
        format!("{{% set r = {parent} %}}{{{{ r.{name} }}}}"),
        format!("{{% for v in [{path}] %}}{{{{ v }}}}{{% endfor %}}"),
        format!(
            "{{% for k, v in {parent} %}}{{% if k == \"{name}\" %}}LEAK{{% endif %}}{{% endfor %}}"
        ),
        format!("{{% for r in [{parent}] %}}{{{{ r.{name} }}}}{{% endfor %}}"),
        format!("{{% filter upper %}}{{{{ {path} }}}}{{% endfilter %}}"),
        format!("{{% include \"letters/en/probe-{name}.md\" %}}"),
    ]
}

fn no_way_reaches(parent: &str, columns: &[(&str, &str)]) {
    let sandbox = workspace();
    let mut ways: [Vec<(String, &str)>; 19] = Default::default();
    for (name, value) in columns {
        let path = format!("{parent}.{name}");
        sandbox.write(&format!("{SNIPPETS}/probe-{name}.md"), format!("{{{{ {path} }}}}"));
        for (way, probe) in ways.iter_mut().zip(probes(&path, name, value)) {
            way.push((probe, value));
        }
    }
    let mut leaks = Vec::new();
    for way in &ways {
        // A way that is silent for all columns at once is silent for each; one that is an error is
        // tried column by column, since the first would hide the others.
        let all: Vec<&str> = way.iter().map(|(probe, _)| probe.as_str()).collect();
        let ran = probing(&sandbox, &all.join(" "));
        match shown(&sandbox, &ran) {
            Some(shown) if shown.is_empty() => {
                leaks.extend(leak(&sandbox, &all.join(" "), "SECRET"));
            }
            _ => leaks.extend(way.iter().filter_map(|(probe, value)| leak(&sandbox, probe, value))),
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn the_workspace_of_the_wall_is_sound_and_its_fields_are_read() {
    let sandbox = workspace();
    let ran =
        probing(&sandbox, "{{ recipient.owner.name }}, {{ recipient.letter.ps }}").assert_done();
    assert_eq!(shown(&sandbox, &ran).unwrap(), "Helena Brandt, See you in May.");
    assert!(leak(&sandbox, "{{ recipient.name }}", "Anna").is_some(), "a leak would be seen");
    let document = sandbox.run_in("plain", &["roster", "--format", "json"]).assert_done().stdout;
    for (name, value) in CONTACT.iter().filter(|(name, _)| *name != "shoe_size") {
        let parts = value.split('+').all(|part| document.contains(part.trim()));
        assert!(parts || ["yes", "D", "3"].contains(value), "{name} is not read: {value}");
    }
}

#[test]
fn no_way_leads_to_what_is_internal_of_a_contact() {
    no_way_reaches("recipient", CONTACT);
}

#[test]
fn no_way_leads_to_what_is_internal_of_an_account_or_an_owner() {
    no_way_reaches("recipient.account", ACCOUNT);
    no_way_reaches("recipient.owner", OWNER);
}

#[test]
fn letter_columns_open_no_door_to_the_others() {
    let judgements = ["role", "attitude", "concerns", "notes", "shoe_size"];
    let columns: Vec<_> =
        CONTACT.iter().filter(|(name, _)| judgements.contains(name)).copied().collect();
    no_way_reaches("recipient.letter", &columns);
}

#[test]
fn names_outside_the_recipient_lead_nowhere() {
    let sandbox = workspace();
    let mut leaks = Vec::new();
    let roots = ["contact", "contacts", "roster", "team", "directory", "view", "self", "context"];
    for (name, value) in CONTACT {
        let probe = format!("{{{{ {name} }}}}");
        leaks.extend(leak(&sandbox, &probe, value));
    }
    for root in roots {
        leaks.extend(leak(&sandbox, &format!("{{{{ {root} }}}}"), "SECRET"));
        leaks.extend(leak(&sandbox, &format!("{{{{ {root}.notes }}}}"), "SECRET"));
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn the_whole_recipient_holds_the_allow_list_and_nothing_else() {
    let sandbox = workspace();
    let loops = [
        "{% for k, v in recipient %}{{ k }} {% endfor %}",
        "{% for k in recipient | keys %}{{ k }} {% endfor %}",
        "{% for pair in recipient | pairs %}{{ pair[0] }} {% endfor %}",
    ];
    let mut met = 0;
    for probe in loops {
        assert_eq!(leak(&sandbox, probe, "SECRET"), None);
        let ran = probing(&sandbox, probe);
        let Some(shown) = shown(&sandbox, &ran) else { continue };
        met += 1;
        for key in shown.split_whitespace() {
            assert!(ALLOWED.contains(&key), "{key} in {shown}");
        }
    }
    assert!(met > 0, "no loop showed the keys");
    let unlike_others = |value: &&str| value.len() > 6 && !value.contains('+');
    let secrets: Vec<&str> =
        CONTACT.iter().map(|(_, value)| *value).filter(unlike_others).collect();
    assert!(secrets.len() > 9);
    for probe in [
        "{{ recipient }}",
        "{{ recipient | safe }}",
        "{{ recipient | str }}",
        "{{ [recipient] | join(sep=\" \") }}",
        "{{ recipient | values | join(sep=\" \") }}",
        "{{ recipient.owner }}",
        "{{ recipient.letter }}",
        "{{ __tera_context }}",
        "{{ __tera_context | safe }}",
        "{% for k, v in recipient %}{{ k }}={{ v }}; {% endfor %}",
        "{% for k, v in recipient.owner %}{{ k }}={{ v }}; {% endfor %}",
    ] {
        assert_eq!(leak(&sandbox, probe, "SECRET"), None);
        let ran = probing(&sandbox, probe);
        let shown = shown(&sandbox, &ran).unwrap_or_default();
        let told: Vec<_> = secrets.iter().filter(|secret| shown.contains(**secret)).collect();
        assert!(told.is_empty(), "{probe} shows {told:?}");
    }
}

#[test]
fn a_wording_of_the_brief_sees_no_reader_at_all() {
    let sandbox = workspace();
    let brief = sandbox.read(BRIEF);
    for (name, _) in CONTACT.iter().chain(&[("name", ""), ("owner", ""), ("account", "")]) {
        for wording in [
            format!("{{{{ recipient.{name} }}}}"),
            format!("{{{{ recipient[\\\"{name}\\\"] }}}}"),
            format!("{{% if recipient.{name} %}}LEAK{{% endif %}}"),
        ] {
            sandbox.write(
                BRIEF,
                brief.replace("Nobody is hurt.", &format!("Nobody is hurt. {wording}")),
            );
            let ran = sandbox.run_in("plain", &["check"]);
            assert!(ran.code == 1 || wording.contains("if"), "{wording}: {ran:?}");
            let everything = format!("{}{}", ran.stdout, ran.stderr);
            assert!(
                !everything.contains("SECRET") && !everything.contains("LEAK\n"),
                "{everything}"
            );
        }
    }
}
