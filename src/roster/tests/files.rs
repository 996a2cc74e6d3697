use super::{ACCOUNTS, HEAD, ROW, TEAM, brief, read, read_all, tables};
use crate::diagnostic::{Diagnostic, Severity};
use crate::roster::{Roster, Source, Sources};
use std::io::{self, Read};

fn only(findings: &[Diagnostic]) -> &Diagnostic {
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0].severity, Severity::Error);
    &findings[0]
}

fn failing(kind: io::ErrorKind) -> Source {
    Source { name: "contacts.csv".to_owned(), open: Box::new(move || Err(kind.into())) }
}

fn with_contacts(contacts: Source) -> Sources {
    Sources::Tables {
        accounts: Source::memory("accounts.csv", ACCOUNTS),
        contacts,
        team: Source::memory("team.csv", TEAM),
    }
}

#[test]
fn a_file_that_cannot_be_opened_is_told_with_the_reason() {
    for (kind, words) in [
        (io::ErrorKind::NotFound, "is not there"),
        (io::ErrorKind::PermissionDenied, "may not be read"),
        (io::ErrorKind::IsADirectory, "is a folder"),
        (io::ErrorKind::TimedOut, "cannot be read"),
    ] {
        let (_, findings) = read_all(with_contacts(failing(kind)));
        assert_eq!(only(&findings).title, format!("`contacts.csv` {words}"));
    }
}

#[test]
fn empty_and_header_only_files_are_told() {
    assert!(only(&read("").1).title.ends_with("is empty"));
    assert!(only(&read("\u{feff} \r\n\n").1).title.ends_with("is empty"));
    assert!(only(&read(format!("{HEAD}\n")).1).title.ends_with("has no contacts"));
    assert!(only(&read(format!("{HEAD}\n,,,,,\n")).1).title.ends_with("has no contacts"));
}

#[test]
fn a_file_of_another_kind_is_named() {
    for (bytes, is) in [
        (&b"PK\x03\x04....xl/workbook.xml"[..], "an Excel workbook"),
        (b"%PDF-1.7 \0\0", "a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Excel workbook or an encrypted one"),
        (b"id,name\0\0\0\x01\n", "binary data"),
        (b"<!DOCTYPE html><html>", "a web page"),
    ] {
        let (_, findings) = read(bytes);
        assert!(only(&findings).title.ends_with(is), "{}", findings[0].title);
    }
}

#[test]
fn when_nothing_can_be_read_everything_is_told() {
    let report = Roster::open(tables("", "", "")).err().unwrap();
    assert_eq!(report.errors(), 3);
}

#[test]
fn one_file_that_cannot_be_read_leaves_the_others_checked() {
    let sources = tables("", format!("{HEAD},owner\nc-1,anything,Li,Na,bad,en,t-9\n"), TEAM);
    let (_, findings) = read_all(sources);
    let briefs: Vec<_> = findings.iter().map(brief).collect();
    assert_eq!(briefs.len(), 3);
    assert_eq!(briefs[1..], ["error E-13 [bad]", "error - [t-9]"]);
}

#[test]
fn a_field_beyond_64_kb_is_told_and_the_next_row_is_read() {
    let long = "x".repeat(65 * 1024);
    for field in [long.clone(), format!("\"{long}\"")] {
        let rows = format!("c-1,a-1,Li,Na,,en,{field}\nc-2,a-1,Li,Na,,en,short\n");
        let (contacts, findings) = read(format!("{HEAD},notes\n{rows}"));
        let finding = only(&findings);
        assert!(finding.title.contains("64 KB") || finding.title.contains("quote"), "{finding:?}");
        assert!(finding.place.as_ref().unwrap().text.len() < 400);
        assert_eq!(contacts.len(), 1);
    }
}

#[test]
fn a_row_without_end_is_told_and_the_next_is_read() {
    let rows = format!("{}\nc-2,a-1,Li,Na,,en\n", "x,".repeat(1_500_000));
    let (contacts, findings) = read(format!("{HEAD}\n{rows}"));
    assert!(only(&findings).title.contains("megabyte"));
    assert_eq!(contacts.len(), 1);
}

#[test]
fn many_open_quotes_end_the_reading() {
    let rows = "c,a-1,x\"\",\"y \"z,,,\n".repeat(500);
    let (_, findings) = read(format!("{HEAD}\n{}", rows.replace("\"y \"z", "\"y")));
    let last = findings.last().unwrap();
    assert!(last.title.contains("too many open quotes"), "{last:?}");
}

#[test]
fn encodings_other_than_utf8_are_said() {
    let text = format!("{HEAD},position\nc-1,a-1,王,建国,w@firm.example,zh-CN,采购部总监\n");
    let (contacts, findings) = read(encoding_rs::GBK.encode(&text).0.into_owned());
    assert_eq!(findings[0].title, "`contacts.csv` was read as GBK");
    assert_eq!(findings[0].severity, Severity::Info);
    assert_eq!((findings.len(), contacts[0].name.given.as_str()), (1, "建国"));
    let (contacts, findings) = read(format!("\u{feff}{text}"));
    assert_eq!((contacts.len(), findings.len()), (1, 0));
}

#[test]
fn a_damaged_character_is_told_in_its_own_row() {
    let mut bytes = format!("{HEAD}\nc-1,a-1,王,建国,,zh-CN\nc-2,a-1,李").into_bytes();
    bytes.extend(b"\xff,Na,,en\n");
    let (contacts, findings) = read(bytes);
    let briefs: Vec<_> = findings.iter().map(brief).collect();
    assert_eq!(briefs, ["warning - []", "error E-15 [\u{fffd}]"]);
    assert_eq!(contacts.len(), 1);
}

#[test]
fn a_disk_that_fails_midway_is_no_error_of_a_row() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::TimedOut.into())
        }
    }
    let many = "c-1,a-1,Li,Na,,en\n".repeat(40_000);
    let opened = std::sync::atomic::AtomicUsize::new(0);
    // Whole while the roster is opened, broken when it is read again.
    let open = move || -> io::Result<Box<dyn Read + Send>> {
        let nth = opened.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let whole = io::Cursor::new(format!("{HEAD}\n{many}"));
        if nth < 3 { Ok(Box::new(whole)) } else { Ok(Box::new(whole.chain(Failing))) }
    };
    let source = Source { name: "contacts.csv".to_owned(), open: Box::new(open) };
    let (roster, report) = Roster::open(with_contacts(source)).unwrap();
    assert!(report.is_empty());
    let mut rows = 0;
    let broken = roster.each_batch(|batch| batch.rows.len(), |length| rows += length).unwrap_err();
    assert!(broken.kept()[0].title.contains("cannot be read"));
    assert!(rows > 30_000);
}

#[test]
fn a_panic_in_the_work_reaches_the_caller() {
    let (roster, _) = Roster::open(tables(ACCOUNTS, format!("{HEAD}\n{ROW}\n"), TEAM)).unwrap();
    let run = std::panic::AssertUnwindSafe(|| {
        let _ = roster.each_batch(|_| -> usize { panic!("our bug") }, |_| {});
    });
    assert!(std::panic::catch_unwind(run).is_err());
}
