use super::{HEAD, ROW, briefs, read, read_with};
use crate::locale::{Gender, Language, NameOrder};
use crate::roster::{Attitude, Level, Role, Tier};

fn found(column: &str, value: &str) -> Vec<String> {
    briefs(&read_with(column, value).1)
}

fn one(column: &str, value: &str) -> crate::roster::Contact {
    let (mut contacts, findings) = read_with(column, value);
    assert_eq!(findings, [], "{column} {value}");
    contacts.remove(0)
}

/// One row with some of the first six values changed.
fn changed(changes: &[(usize, &str)]) -> Vec<String> {
    let mut values: Vec<_> = ROW.split(',').collect();
    for (at, value) in changes {
        values[*at] = value;
    }
    briefs(&read(format!("{HEAD}\n{}\n", values.join(","))).1)
}

#[test]
fn a_plain_row_is_read_with_nothing_to_say() {
    let (contacts, findings) = read(format!("{HEAD}\n{ROW}\n"));
    assert_eq!(findings, []);
    let contact = &contacts[0];
    assert_eq!(contact.id.as_str(), "c-1");
    assert_eq!((contact.name.family.as_str(), contact.name.given.as_str()), ("Schmidt", "Anna"));
    assert_eq!(contact.name.order, NameOrder::GivenFirst);
    assert_eq!(contact.email.as_ref().unwrap().as_str(), "anna@firm.example");
    assert_eq!((contact.language, contact.attitude), (Language::En, None));
}

#[test]
fn every_column_is_read() {
    assert_eq!(one("gender", "女").gender, Some(Gender::Female));
    assert_eq!(one("role", "d").role, Some(Role::D));
    assert_eq!(one("level", "3").level, Some(Level::L3));
    assert_eq!(one("name order", "Family First").name.order, NameOrder::FamilyFirst);
    assert_eq!(one("ladder", "5").ladder.unwrap().step(), 5);
    assert!(one("official", "是").official && one("star", "1").star);
    assert_eq!(one("contacted", "no").contacted, Some(false));
    assert_eq!(one("last contact", "2026/3/2").last_contact.unwrap().to_string(), "2026-03-02");
    assert_eq!(one("birthday", "--03-14").birthday.unwrap().to_string(), "03-14");
    assert_eq!(one("time zone", "europe/berlin").time_zone.unwrap(), "Europe/Berlin");
    assert_eq!(one("country", "de").country.unwrap().code(), "DE");
    assert_eq!(one("do_not_contact", "no").do_not_contact, None);
    assert_eq!(one("do_not_contact", "asked us").do_not_contact.unwrap(), "asked us");
    assert_eq!(one("concerns", "\"two\nlines\"").concerns.unwrap(), "two\nlines");
    let letter = one("Letter Thanks-Note", "\"for\nall\"").letter;
    assert_eq!((letter[0].0.as_ref(), letter[0].1.as_str()), ("thanks_note", "for\nall"));
    let extra = one("Shoe Size", "42").extra;
    assert_eq!((extra[0].0.as_ref(), extra[0].1.as_str()), ("Shoe Size", "42"));
    assert_eq!(one("Shoe Size", "").extra, []);
}

#[test]
fn q04_a_missing_attitude_is_unknown_and_not_neutral() {
    assert_eq!(one("attitude", "").attitude, None);
    assert_eq!(one("attitude", "0").attitude, Some(Attitude::Neutral));
    assert_eq!(one("attitude", "-1").attitude, Some(Attitude::Opposes));
    assert_eq!(found("attitude", "4"), ["error S-39 [4]"]);
    assert_eq!(found("competitor_attitude", "-2"), ["error S-39 [-2]"]);
}

#[test]
fn s59_tiers_are_a_set_and_an_unknown_one_is_marked() {
    let tiers = one("tier", "general; Organization").tiers;
    assert!(tiers.iter().eq([Tier::Organization, Tier::General]));
    assert_eq!(found("tier", "key;genral"), ["error S-59 [genral]"]);
}

#[test]
fn s42_s40_p05_values_off_their_scale_are_errors() {
    assert_eq!(found("role", "X"), ["error S-42 [X]"]);
    assert_eq!(found("ladder", "6"), ["error S-40 [6]"]);
    assert_eq!(found("level", "L6"), ["error P-05 [L6]"]);
    assert_eq!(found("official", "maybe"), ["error - [maybe]"]);
    assert_eq!(found("gender", "unknown"), ["error - [unknown]"]);
    assert_eq!(found("name_order", "western"), ["error - [western]"]);
}

#[test]
fn dates_that_are_ambiguous_or_not_there_are_errors() {
    let (_, findings) = read_with("last_contact", "02/03/20");
    assert_eq!(briefs(&findings), ["error - [02/03/20]"]);
    assert!(findings[0].hint.contains("`2020-02-03` or `2020-03-02`"), "{}", findings[0].hint);
    assert_eq!(found("last_contact", "2026-02-30"), ["error - [2026-02-30]"]);
    assert_eq!(found("attitude_date", "soon"), ["error - [soon]"]);
    assert_eq!(found("birthday", "14.3."), ["error - [14.3.]"]);
    assert_eq!(found("birthday", "1980-03-14"), ["warning E-10 [1980-03-14]"]);
}

#[test]
fn unknown_names_are_told_with_the_nearest_known_one() {
    for (column, value, meant) in [
        ("owner", "t-11", "t-1"),
        ("time_zone", "Asia/Shangai", "Asia/Shanghai"),
        ("time_zone", "Berlin", "Europe/Berlin"),
        ("country", "Germany", "DE"),
        ("role", "decidr", ""),
    ] {
        let (contacts, findings) = read_with(column, value);
        assert_eq!((contacts.len(), findings.len()), (0, 1), "{column}");
        assert!(findings[0].hint.contains(&format!("`{meant}`")) || meant.is_empty());
        assert!(findings[0].title.contains(&format!("`{value}`")));
    }
    assert_eq!(changed(&[(1, "a-11")]), ["error - [a-11]"]);
    assert_eq!(changed(&[(5, "zh")]), ["error - [zh]"]);
    assert_eq!(changed(&[(5, "fr")]), ["error - [fr]"]);
}

#[test]
fn s17_owner_and_backup_are_known_and_two_persons() {
    assert_eq!(one("owner", "t-1").owner.unwrap().as_str(), "t-1");
    assert_eq!(found("owner,backup", "t-1,t-1"), ["warning S-17 [t-1]"]);
    assert_eq!(found("owner,backup", "t-1,t-2"), [""; 0]);
    assert_eq!(found("backup", "t-9"), ["error - [t-9]"]);
}

#[test]
fn a_required_value_that_is_missing_is_an_error_but_an_address_is_not() {
    assert_eq!(changed(&[(0, "")]), ["error - []"]);
    assert_eq!(changed(&[(1, "")]), ["error - []"]);
    assert_eq!(changed(&[(5, "")]), ["error - []"]);
    assert_eq!(changed(&[(4, "")]), [""; 0]);
    assert_eq!(changed(&[(2, "")]), [""; 0]);
    assert_eq!(changed(&[(2, ""), (3, "")]), ["warning L-16 []"]);
    let row = "c-1,a-1,,,x@firm.example,en,Dear all";
    assert_eq!(read(format!("{HEAD},salutation\n{row}\n")).1, []);
}

#[test]
fn ids_and_addresses_are_there_once() {
    let rows = "c-1,a-1,Schmidt,Anna,anna@firm.example,en\nc-2,a-1,Li,Na,,en\nC-1,a-1,Li,Wei,\
                ANNA@firm.example,en\nc-4,a-1,Li,Bo,,en\n";
    let (contacts, findings) = read(format!("{HEAD}\n{rows}"));
    assert_eq!(briefs(&findings), ["error - [C-1]", "error E-13 [ANNA@firm.example]"]);
    assert!(findings.iter().all(|finding| finding.why.contains("Line 2")));
    assert_eq!(contacts.len(), 3);
}

#[test]
fn ids_become_file_names() {
    for id in ["c 1", "c/1", "王", "..", "*"] {
        assert_eq!(changed(&[(0, id)]).len(), 1, "{id}");
    }
    assert_eq!(changed(&[(0, "A.b_c-1")]), [""; 0]);
}

#[test]
fn e13_addresses_are_checked() {
    assert_eq!(changed(&[(4, "anna@firm")]), ["error E-13 [firm]"]);
    assert_eq!(changed(&[(4, "王@firm.example")]), ["warning E-13 [王]"]);
    assert_eq!(changed(&[(4, "anna@münchen.example")]), [""; 0]);
}

#[test]
fn e14_e15_no_field_may_hold_hidden_characters() {
    for column in ["position", "phone", "concerns", "letter_x", "Shoe Size", "owner"] {
        assert_eq!(found(column, "a\u{202e}b"), ["error E-15 [\u{202e}]"], "{column}");
        assert_eq!(found(column, "a\u{7}b"), ["error E-14 [\u{7}]"], "{column}");
    }
    assert_eq!(changed(&[(2, "\"Wang\r\nBcc: x@y\"")]), ["error E-14 [\r]"]);
    assert_eq!(changed(&[(4, "anna\u{200b}@firm.example")]), ["error E-15 [\u{200b}]"]);
}

#[test]
fn l16_notes_in_names_are_errors_and_titles_are_looked_at() {
    assert_eq!(changed(&[(2, "Seay (deceased)")]), ["error L-16 [deceased]"]);
    assert_eq!(changed(&[(3, "王(已故)")]), ["error L-16 [已故]"]);
    assert_eq!(changed(&[(2, "Minor")]), ["warning L-16 [Minor]"]);
    assert_eq!(found("position", "n/a"), ["error L-16 [n/a]"]);
    assert_eq!(found("position", "Head of Plant 2"), [""; 0]);
}

#[test]
fn p21_a_bare_yes_gives_no_reason() {
    assert_eq!(found("do_not_contact", "yes"), ["warning P-21 [yes]"]);
    assert_eq!(read_with("do_not_contact", "yes").0[0].do_not_contact.as_deref(), Some("yes"));
}

#[test]
fn what_a_spreadsheet_did_to_a_value_is_told() {
    assert_eq!(found("phone", "4.93012E+11"), ["error - [4.93012E+11]"]);
    assert_eq!(found("phone", "+49 30 123456"), [""; 0]);
    assert_eq!(found("position", "#N/A"), ["error - [#N/A]"]);
    assert_eq!(found("position", "#1 seller"), [""; 0]);
    assert_eq!(found("phone", "ask"), ["warning - [ask]"]);
}

#[test]
fn i07_a_row_without_an_address_keeps_its_own_place() {
    let rows = "c-1,a-1,Schmidt,Anna,,en\nc-2,a-2,Li,Na,na@firm.example,en\n";
    let (contacts, findings) = read(format!("{HEAD}\n{rows}"));
    assert_eq!(findings, []);
    assert_eq!((&contacts[0].email, contacts[0].name.family.as_str()), (&None, "Schmidt"));
    assert_eq!(contacts[1].email.as_ref().unwrap().as_str(), "na@firm.example");
    assert_eq!(contacts[1].name.family, "Li");
}

#[test]
fn a_place_names_line_column_row_and_column() {
    let rows =
        "c-1,a-1,\"Sch\nmidt\",Anna,anna@firm,en\n  c-2 ,a-1,王,建国, x\"@firm.example ,en\n";
    let (_, findings) = read(format!("{HEAD}\n{rows}"));
    let places: Vec<_> = findings
        .iter()
        .map(|it| it.place.as_ref().unwrap())
        .map(|it| (it.line.unwrap(), it.column.unwrap(), it.cell.as_deref().unwrap()))
        .collect();
    assert_eq!(
        places,
        [
            (2, 13, "row `c-1`, column `family_name`"),
            (3, 17, "row `c-1`, column `email`"),
            (4, 19, "row `c-2`, column `email`"),
        ]
    );
}
