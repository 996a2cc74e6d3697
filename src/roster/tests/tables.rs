use super::{HEAD, ROW, briefs, read, read_with};
use crate::roster::{Roster, Row};

#[test]
fn headers_are_found_by_name_in_any_order_and_spelling() {
    let text = " E-Mail ;LANGUAGE;Given Name;family-name;Account;ID\n\
                anna@firm.example;en;Anna;Schmidt;a-1;c-1\n";
    let (contacts, findings) = read(text);
    assert_eq!(findings, []);
    assert_eq!((contacts[0].id.as_str(), contacts[0].name.given.as_str()), ("c-1", "Anna"));
    let chinese =
        "编号\t公司\t姓\t名\t邮箱\t语言\t部门\nc-1\ta-1\t王\t建国\tw@firm.example\tzh-CN\t采购部\n";
    let (contacts, findings) = read(chinese);
    assert_eq!(findings, []);
    assert_eq!(contacts[0].department.as_deref(), Some("采购部"));
}

#[test]
fn a_column_that_is_missing_is_named_with_the_nearest_header() {
    let (contacts, findings) = read("id,account,family_name,given_name,emial,language\n");
    assert!(contacts.is_empty());
    assert_eq!(briefs(&findings), ["error - [emial]"]);
    assert_eq!(findings[0].hint, "rename the column `emial` to `email`");
    let (_, findings) = read("id,account,name,email,language\n");
    assert_eq!(findings.len(), 2);
    assert_eq!(findings[0].hint, "split the column `name` into `family_name` and `given_name`");
}

#[test]
fn a_column_that_is_there_twice_is_an_error() {
    let (_, findings) = read(format!("{HEAD},E-Mail\n{ROW},x@firm.example\n"));
    assert_eq!(briefs(&findings), ["error - [E-Mail]"]);
    let (_, findings) = read(format!("{HEAD},Shoe Size,shoe_size\n{ROW},1,2\n"));
    assert_eq!(briefs(&findings), ["error - [shoe_size]"]);
}

#[test]
fn an_unknown_column_is_kept_and_told_only_when_it_looks_like_a_slip() {
    assert_eq!(read_with("Shoe Size", "42").1, []);
    let (contacts, findings) = read_with("brithday", "03-14");
    assert_eq!(briefs(&findings), ["info - [brithday]"]);
    assert!(findings[0].hint.contains("`birthday`"));
    assert_eq!(contacts[0].extra[0].1, "03-14");
}

#[test]
fn a_column_without_a_name_is_told_unless_it_is_the_last() {
    let (_, findings) = read(format!("{HEAD},,role\n{ROW},lost,D\n"));
    assert_eq!(briefs(&findings), ["warning - []"]);
    assert_eq!(read(format!("{HEAD},,\n{ROW},,\n")).1, []);
}

#[test]
fn a_letter_column_that_no_template_can_name_is_told() {
    assert_eq!(briefs(&read_with("letter_谢谢", "x").1), ["warning - [letter_谢谢]"]);
    assert_eq!(read_with("letter_thanks_2", "x").1, []);
}

#[test]
fn i07_a_row_of_another_length_is_told_by_itself_and_shifts_nothing() {
    let rows = "c-1,a-1,Schmidt, Anna,Dr.,anna@firm.example,en\nc-2,a-1,Li,Na,na@firm.example,en\n\
                c-3,a-1,Wang\nc-4,a-1,Li,Bo,bo@firm.example,en\n";
    let (contacts, findings) = read(format!("{HEAD}\n{rows}"));
    assert_eq!(briefs(&findings), ["error I-07 [en]", "error I-07 [Wang]"]);
    assert_eq!(findings[0].title, "row `c-1` has 7 fields, the header has 6");
    let ids: Vec<_> = contacts.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["c-2", "c-4"]);
}

#[test]
fn blank_rows_are_passed_over_and_counted() {
    let text = format!("\n{HEAD}\n\n{ROW}\n,,,,,\n\nc-2,a-1,Li,Na,,en\n");
    let (roster, _) = Roster::open(super::tables(super::ACCOUNTS, text, super::TEAM)).unwrap();
    let mut rows: Vec<Row> = Vec::new();
    roster.each_batch(|batch| batch, |batch| rows.extend(batch.rows)).unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| (row.number, row.name_hint.as_str())).collect();
    assert_eq!(numbers, [(2, "c-1"), (5, "c-2")]);
}

#[test]
fn quotes_hold_separators_line_breaks_and_quotes() {
    let row = "c-1,a-1,Schmidt,Anna,anna@firm.example,en,\"he said \"\"no, thanks\"\"\r\ntwice\"";
    let (contacts, findings) = read(format!("{HEAD},notes\r\n{row}\r\n"));
    assert_eq!(findings, []);
    assert_eq!(contacts[0].notes.as_deref(), Some("he said \"no, thanks\"\r\ntwice"));
    let (contacts, _) = read_with("notes", " \"a, b\" ");
    assert_eq!(contacts[0].notes.as_deref(), Some("a, b"));
    let (contacts, _) = read_with("notes", "5\" wide");
    assert_eq!(contacts[0].notes.as_deref(), Some("5\" wide"));
}

#[test]
fn an_open_quote_is_told_where_it_opens_and_later_rows_are_read() {
    let rows = "c-1,a-1,\"Schmidt,Anna,x@firm.example,en\nc-2,a-1,Li,Na,,en\nc-3,a-1,Li,Bo,,en\n";
    let (contacts, findings) = read(format!("{HEAD}\n{rows}"));
    assert_eq!(briefs(&findings), ["error - [\"]"]);
    let place = findings[0].place.as_ref().unwrap();
    assert_eq!((place.line, place.column), (Some(2), Some(9)));
    assert_eq!(place.cell.as_deref(), Some("row `c-1`"));
    assert_eq!(contacts.len(), 2);
    // A later quote seems to close it, but text follows there: still the first one is open.
    let rows = "c-1,a-1,\"Schmidt,Anna,,en\nc-2,a-1,\"Li\",Na,,en\n";
    let (contacts, findings) = read(format!("{HEAD}\n{rows}"));
    assert_eq!((contacts.len(), findings[0].place.as_ref().unwrap().line), (1, Some(2)));
}

#[test]
fn text_behind_a_closing_quote_is_told() {
    let (contacts, findings) = read_with("notes", "\"a\"b");
    assert_eq!((contacts.len(), briefs(&findings)), (0, vec!["error - [b]".to_owned()]));
}

#[test]
fn lines_may_end_in_any_of_the_three_ways() {
    for end in ["\n", "\r\n", "\r"] {
        let text = [HEAD, ROW, "c-2,a-1,Li,Na,bad,en"].join(end);
        let (contacts, findings) = read(text);
        assert_eq!((contacts.len(), findings.len()), (1, 1), "{end:?}");
        let place = findings[0].place.as_ref().unwrap();
        assert_eq!((place.line, place.column), (Some(3), Some(15)), "{end:?}");
    }
}

#[test]
fn excels_own_first_line_is_understood() {
    let text = format!("sep=;\n{HEAD}\n{ROW}\n").replace(',', ";");
    assert_eq!((read(text.clone()).0.len(), read(text).1), (1, vec![]));
}

#[test]
fn blanks_around_a_value_are_no_part_of_it() {
    let (contacts, findings) = read(format!("{HEAD}\n c-1 ,a-1,\u{3000}王 ,建国\u{a0},,zh_CN\n"));
    assert_eq!(findings, []);
    assert_eq!((contacts[0].name.family.as_str(), contacts[0].name.given.as_str()), ("王", "建国"));
}
