use super::{ACCOUNTS, TEAM, read, read_all, tables};
use crate::roster::{Roster, Row, Source, Sources};
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq};
use proptest::{prop_oneof, proptest};
use std::fmt::Write as _;

/// Names, titles and notes of one contact, as a careful person would write them.
#[derive(Debug, Clone)]
struct Written {
    family: String,
    given: String,
    position: String,
    notes: String,
    email: bool,
}

fn written() -> impl Strategy<Value = Written> {
    let family = prop_oneof!["[A-Z][a-z]{1,8}", "[王李张陈刘欧]", Just("O'Neill".to_owned())];
    let given = prop_oneof!["[A-Z][a-z]{1,8}", "[建国伟芳秀英]{1,2}"];
    let text = "[ -~äß王国,;\t\"]{0,40}";
    let notes = "[ -~äß王国,;\"\n]{0,60}";
    (family, given, text, notes, any::<bool>()).prop_map(
        |(family, given, position, notes, email)| Written {
            family,
            given,
            position: position.replace('\t', " ").trim().to_owned(),
            notes: notes.trim().to_owned(),
            email,
        },
    )
}

fn write(contacts: &[Written], separator: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    let header =
        ["id", "account", "family_name", "given_name", "email", "language", "x_text", "notes"];
    writer.write_record(header).unwrap();
    for (n, it) in contacts.iter().enumerate() {
        let (id, email) = (format!("c-{n}"), format!("p{n}@firm.example"));
        let email = if it.email { email.as_str() } else { "" };
        let record = [&id, "a-1", &it.family, &it.given, email, "en", &it.position, &it.notes];
        writer.write_record(record).unwrap();
    }
    writer.into_inner().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn reading_never_panics(bytes in vec(any::<u8>(), 0..600), start in 0_usize..3) {
        let starts: [&[u8]; 3] = [b"", b"id,account,family_name,given_name,email,language\n", b"\xff\xfe"];
        let bytes = [starts[start], &bytes].concat();
        let _ = read_all(tables(bytes.clone(), bytes.clone(), bytes.clone()));
        let _ = read_all(Sources::Workbook(Source::memory("r.xlsx", bytes)));
    }

    #[test]
    fn reading_a_table_of_marks_never_panics(text in "[\",;\t\r\n\u{feff}a 王\\-@.]{0,300}") {
        let _ = read(text.clone());
        let _ = read(format!("id,account,family_name,given_name,email,language\n{text}"));
    }

    #[test]
    fn what_is_written_is_read(contacts in vec(written(), 1..20), separator in 0_usize..3) {
        let bytes = write(&contacts, [b',', b';', b'\t'][separator]);
        let (roster, report) = Roster::open(tables(ACCOUNTS, bytes, TEAM)).unwrap();
        prop_assert!(!report.has_errors());
        let mut rows: Vec<Row> = Vec::new();
        roster.each_batch(|batch| batch, |batch| rows.extend(batch.rows)).unwrap();
        prop_assert_eq!(rows.len(), contacts.len());
        for (n, (row, it)) in rows.iter().zip(&contacts).enumerate() {
            prop_assert_eq!(row.number, n + 1);
            // A value that looks like a spreadsheet error or a note is told, not changed.
            let Some(contact) = &row.contact else { continue };
            prop_assert_eq!(contact.id.as_str(), format!("c-{n}"));
            prop_assert_eq!(&contact.name.family, &it.family);
            prop_assert_eq!(&contact.name.given, &it.given);
            prop_assert_eq!(contact.notes.as_deref().unwrap_or(""), it.notes.as_str());
            let extra = contact.extra.first().map_or("", |pair| pair.1.as_str());
            prop_assert_eq!(extra, it.position.as_str());
            prop_assert_eq!(contact.email.is_some(), it.email);
        }
    }

    #[test]
    fn every_encoding_reads_the_same(
        names in vec("[王李张陈刘][建国伟芳秀英][建国伟芳秀英]", 8..20),
        umlauts in vec("(Müller|Größe|Schäfer|Jürgen|Köhler|Weiß|Strauß)", 8..20),
    ) {
        let table = |words: &[String]| {
            let mut text = "id,account,family_name,given_name,email,language,position\n".to_owned();
            for (n, word) in words.iter().enumerate() {
                let _ = writeln!(text, "c-{n},a-1,{word},X,,en,{word}");
            }
            text
        };
        let chinese = table(&names);
        let western = table(&umlauts);
        let utf16 = |big: bool| -> Vec<u8> {
            let units = std::iter::once(0xfeff).chain(chinese.encode_utf16());
            units.flat_map(|u: u16| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        for (text, bytes) in [
            (&chinese, format!("\u{feff}{chinese}").into_bytes()),
            (&chinese, utf16(true)),
            (&chinese, utf16(false)),
            (&chinese, encoding_rs::GBK.encode(&chinese).0.into_owned()),
            (&western, encoding_rs::WINDOWS_1252.encode(&western).0.into_owned()),
        ] {
            prop_assert_eq!(read(bytes).0, read(text.as_bytes()).0);
        }
    }

    #[test]
    fn order_and_numbers_hold_over_many_blocks(rows in 1_usize..5000, bad in 2_usize..50) {
        let mut text = "id,account,family_name,given_name,email,language\n".to_owned();
        for n in 0..rows {
            let account = if n % bad == 0 { "a-9" } else { "a-1" };
            let _ = writeln!(text, "c-{n},{account},Li,Na,,en");
        }
        let (roster, _) = Roster::open(tables(ACCOUNTS, text, TEAM)).unwrap();
        let mut next = 0;
        roster.each_batch(|batch| batch, |batch| for row in batch.rows {
            assert_eq!((row.number, row.name_hint), (next + 1, format!("c-{next}")));
            assert_eq!(row.contact.is_none(), next % bad == 0);
            next += 1;
        }).unwrap();
        prop_assert_eq!(next, rows);
    }

    #[test]
    fn what_repeats_is_told_in_each_pass(rows in 1_usize..2000, kinds in 300_usize..3000) {
        let mut text = "id,account,family_name,given_name,email,language\n".to_owned();
        for n in 0..rows {
            let (id, email) = (n % kinds, (n + 100) % kinds);
            let _ = writeln!(text, "c-{id},a-1,Li,Na,{email}@firm.example,en");
        }
        let (roster, _) = Roster::open(tables(ACCOUNTS, text, TEAM)).unwrap();
        let (first, second) = (roster.collect(), roster.collect());
        prop_assert_eq!(first.1.kept(), second.1.kept());
        prop_assert_eq!(first.0, second.0);
        prop_assert_eq!(first.1.has_errors(), rows > kinds);
    }
}
