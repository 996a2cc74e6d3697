//! Files as `LibreOffice` saves them: made by `tests/fixtures/roster/make.sh`.

use super::{briefs, kept};
use crate::diagnostic::Diagnostic;
use crate::locale::Language;
use crate::roster::{Contact, Directory, Roster, Source, Sources};

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/fixtures/roster/", $name)).as_slice()
    };
}

const ACCOUNTS: &[u8] = fixture!("accounts.csv");
const TEAM: &[u8] = fixture!("team.csv");

fn read(sources: Sources) -> (Vec<Contact>, Vec<Diagnostic>, Directory) {
    let (roster, mut report) = Roster::open(sources).unwrap();
    let (contacts, more) = roster.collect();
    report.append(more);
    (contacts, kept(&report), roster.directory().clone())
}

fn table(contacts: &[u8]) -> (Vec<Contact>, Vec<Diagnostic>, Directory) {
    read(super::tables(ACCOUNTS, contacts, TEAM))
}

#[test]
fn the_originals_have_nothing_wrong() {
    let (contacts, findings, directory) = table(fixture!("contacts.csv"));
    assert_eq!((contacts.len(), findings.len()), (6, 0), "{findings:#?}");
    assert_eq!((directory.accounts.len(), directory.team.len()), (2, 2));
    assert_eq!(contacts[0].notes.as_deref(), Some("Größe der Anlage\nwird geprüft"));
    assert_eq!(contacts[4].language, Language::ZhTw);
}

#[test]
fn saved_tables_read_like_their_originals() {
    let cases: [(&[u8], &[u8], Option<&str>); 6] = [
        (fixture!("libreoffice/simplified-gbk.csv"), fixture!("simplified.csv"), Some("GBK")),
        (fixture!("libreoffice/simplified-gb18030.csv"), fixture!("simplified.csv"), Some("GBK")),
        (fixture!("libreoffice/traditional-big5.csv"), fixture!("traditional.csv"), Some("Big5")),
        (fixture!("libreoffice/western-1252.csv"), fixture!("western.csv"), Some("Windows-1252")),
        (fixture!("libreoffice/contacts-utf16.csv"), fixture!("contacts.csv"), Some("UTF-16")),
        (fixture!("libreoffice/contacts-semicolon.csv"), fixture!("contacts.csv"), None),
    ];
    for (saved, original, said) in cases {
        let (contacts, findings, _) = table(saved);
        assert_eq!(contacts, table(original).0, "{said:?}");
        assert_eq!(findings.len(), usize::from(said.is_some()));
        if let Some(said) = said {
            assert_eq!(findings[0].title, format!("`contacts.csv` was read as {said}"));
        }
    }
}

#[test]
fn saved_workbooks_read_like_the_original_tables() {
    let (expected, _, directory) = table(fixture!("contacts.csv"));
    for (name, bytes) in [
        ("roster.xlsx", fixture!("libreoffice/roster.xlsx")),
        ("roster.ods", fixture!("libreoffice/roster.ods")),
        ("roster.xls", fixture!("libreoffice/roster.xls")),
    ] {
        let (contacts, findings, read) = read(Sources::Workbook(Source::memory(name, bytes)));
        assert_eq!(findings, [], "{name}");
        assert_eq!(contacts, expected, "{name}");
        assert!(read.accounts.iter().eq(directory.accounts.iter()), "{name}");
        assert!(read.team.iter().eq(directory.team.iter()), "{name}");
    }
}

/// A workbook as Excel's own users fill it: numbers for phones, dates for birthdays, mistakes.
fn typed_workbook(sheets: &[&str]) -> Sources {
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        let rows: &[&[&str]] = match name.to_lowercase().trim() {
            "accounts" => &[&["id", "name", "partner"], &["a-1", "One", "general"]],
            "team" => &[&["id", "name"], &["t-1", "Li Na"]],
            _ => &[
                &[
                    "id",
                    "account",
                    "family_name",
                    "given_name",
                    "email",
                    "language",
                    "phone",
                    "birthday",
                ],
                &["c-1", "a-1", "Li", "Na", "na@firm.example", "en"],
                &["c-2", "a-1", "Li", "Bo", "bo@firm", "en"],
                &["", "", "", "", "", "", "", "", "stray"],
            ],
        };
        for (row, values) in (0..).zip(rows) {
            for (column, value) in (0..).zip(*values) {
                sheet.write_string(row, column, *value).unwrap();
            }
        }
        if rows[0].len() > 6 {
            sheet.write_number(1, 6, 4_930_123_456.0).unwrap();
            let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 3, 14).unwrap();
            let format = rust_xlsxwriter::Format::new().set_num_format("d-mmm");
            sheet.write_datetime_with_format(1, 7, &date, &format).unwrap();
        }
    }
    Sources::Workbook(Source::memory("roster.xlsx", book.save_to_buffer().unwrap()))
}

#[test]
fn mistakes_in_a_workbook_are_placed_by_sheet_and_cell() {
    let (contacts, findings, _) = read(typed_workbook(&["Team", " Contacts", "accounts", "more"]));
    assert_eq!(
        briefs(&findings),
        ["warning - [4930123456]", "error E-13 [firm]", "error I-07 [stray]"]
    );
    let place = findings[1].place.as_ref().unwrap();
    assert_eq!(place.file, "roster.xlsx# Contacts");
    assert_eq!(place.cell.as_deref(), Some("E3 (row `c-2`, column `email`)"));
    assert_eq!(contacts[0].birthday.unwrap().to_string(), "03-14");
    assert_eq!(contacts[0].phone.as_deref(), Some("4930123456"));
}

#[test]
fn a_workbook_without_its_sheets_is_told_with_the_nearest_name() {
    let (_, findings, _) = read(typed_workbook(&["accounts", "contcats"]));
    let titles: Vec<_> = findings.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(
        titles,
        ["`roster.xlsx` has no sheet `contacts`", "`roster.xlsx` has no sheet `team`"]
    );
    assert_eq!(findings[0].hint, "rename the sheet `contcats` to `contacts`");
    assert_eq!(findings[0].why, "Its sheets are `accounts` and `contcats`.");
}

#[test]
fn a_file_that_is_no_workbook_is_an_error() {
    for bytes in [&b"id,name\n"[..], b"", b"PK\x03\x04 damaged xl/", b"\xd0\xcf\x11\xe0 locked"] {
        let report =
            Roster::open(Sources::Workbook(Source::memory("r.xlsx", bytes))).err().unwrap();
        assert_eq!(report.errors(), 1);
    }
}
