use super::{SAMPLE, finding, findings, place, read};

const OF_CONTACT: &str = "What worries you most on your side?";
const OF_GROUP: &str = "Let visitors of this list in.";

#[test]
fn a_slip_in_a_point_is_shown_where_it_stands() {
    for (typed, title, at, marked, hint) in [
        (
            "{{ contact.nmae }}",
            "`contact.nmae` is not there",
            "24:15",
            "nmae",
            "write `name`, then run `hearten check`",
        ),
        (
            "{{ acount.name }}",
            "`acount.name` is not there",
            "24:7",
            "acount",
            "write `account`, then run `hearten check`",
        ),
        (
            "您好 {{ crisis.next_update }}",
            "`crisis.next_update` is not there",
            "24:17",
            "next_update",
            "write `next_update_at`, then run `hearten check`",
        ),
        (
            "{{ account.name | uper }}",
            "there is no filter `uper`",
            "24:22",
            "uper",
            "remove it, then run `hearten check`",
        ),
        (
            "{% if event %}Hello",
            "a tag or an `{% if %}` is not closed",
            "24:18",
            "Hello",
            "close each tag with `}}` or `%}`, and each `{% if %}` with `{% endif %}`, then run `hearten check`",
        ),
        (
            "{{ account.name }",
            "a tag is not closed",
            "24:20",
            "}",
            "close it with `}}`, then run `hearten check`",
        ),
        (
            "{% include 'x' %}",
            "a talking point cannot draw in another text",
            "24:15",
            "'",
            "write the words here in place of the `include`, then run `hearten check`",
        ),
    ] {
        let found = finding(OF_CONTACT, typed);
        assert_eq!(found.title, title, "{typed}: {found:#?}");
        assert_eq!(
            (place(&found), found.hint.as_str()),
            ((at.to_owned(), marked.to_owned()), hint),
            "{typed}"
        );
    }
}

#[test]
fn what_not_everybody_has_needs_a_condition() {
    for (name, why) in [
        ("contact.concerns", "The roster does not know it of everybody."),
        ("contact.name", "The roster does not know it of everybody."),
        ("contact.open_order", "The roster does not know it of everybody."),
        ("impact", "The brief may say nothing on what it means for this reader."),
        ("event", "Not every account has a key event near."),
    ] {
        let found = finding(OF_CONTACT, &format!("{{{{ {name} }}}}"));
        assert_eq!(found.title, format!("`{name}` is not always there"));
        assert_eq!(found.why, why);
        let guard = format!("put `{{% if {name} %}} … {{% endif %}}`");
        assert!(found.hint.starts_with(&guard), "{}", found.hint);
        let guarded = format!("{{% if {name} %}}{{{{ {name} }}}}{{% endif %}}");
        assert!(findings(OF_CONTACT, &guarded).is_empty(), "{name}");
    }
    for name in [
        "contact.salutation",
        "account.name",
        "account.partner",
        "owner.name",
        "sender.title",
        "organisation.name",
        "crisis.started_at",
        "facts.hall",
        "contact.star",
        // What an action gives is there when it is given.
        "resource.quantity",
    ] {
        assert!(findings(OF_CONTACT, &format!("{{{{ {name} }}}}")).is_empty(), "{name}");
    }
    let found = super::read(&SAMPLE.replacen("gives = \"protective-goods\"\n", "", 1).replacen(
        OF_CONTACT,
        "{{ resource.name }}",
        1,
    ));
    assert_eq!(found.unwrap_err().kept()[0].why, "Not everybody is given something.");
}

#[test]
fn attitude_may_be_compared_once_it_is_known() {
    assert_eq!(
        finding(OF_CONTACT, "{% if contact.attitude < 1 %}a{% endif %}").title,
        "this needs a value that is not always there: `contact.attitude`"
    );
    let guarded = "{% if contact.attitude is defined and contact.attitude < 1 %}a{% endif %}b";
    assert!(findings(OF_CONTACT, guarded).is_empty());
    assert!(findings(OF_CONTACT, "{% if contact.attitude == 3 %}a{% endif %}b").is_empty());
}

#[test]
fn a_group_has_no_name_and_no_account() {
    for name in ["contact.name", "account.name", "impact"] {
        let found = finding(OF_GROUP, &format!("{{{{ {name} }}}}"));
        assert_eq!(
            found.why,
            "This action is for a `group`, of whom the roster knows nobody by name."
        );
    }
    assert!(findings(OF_GROUP, "{{ owner.name }} {{ crisis.next_update_at }}").is_empty());
}

#[test]
fn places_are_right_in_texts_over_several_lines_and_with_escapes() {
    let text = SAMPLE.replacen(
        "\"Let visitors of this list in.\"",
        "\"\"\"\n  Let visitors in,\n  \\u4E2D {{ organisation.nam }}\n\"\"\"",
        1,
    );
    let report = read(&text).unwrap_err();
    assert_eq!(place(&report.kept()[0]), ("55:26".to_owned(), "nam".to_owned()));
}

#[test]
fn measures_can_be_listed() {
    let list = "{% for measure in measures %}{{ measure.text }}: {{ measure.due }}{% endfor %}";
    assert!(findings(OF_GROUP, list).is_empty());
    assert_eq!(findings(OF_GROUP, "{{ measures[0].text }}").len(), 1);
}

#[test]
fn a_point_cannot_count_for_hours() {
    let found = finding(OF_GROUP, "{% for n in range(end=1000000000) %}a{% endfor %}");
    assert!(found.title.contains("`range` has no place"), "{}", found.title);
}
