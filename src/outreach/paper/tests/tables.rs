use super::sample::Sample;
use crate::outreach::paper::table::COLUMNS;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

/// The table as a program reads it, without the byte-order mark.
fn rows(sample: &Sample) -> Vec<Vec<String>> {
    let bytes = sample.papers().csv().unwrap();
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

#[test]
fn every_check_in_is_a_row_in_its_owners_language() {
    let rows = rows(&Sample::new());
    assert_eq!(rows.len(), 8);
    assert_eq!(rows[0], COLUMNS);
    let of = |row: usize, column: &str| {
        rows[row][COLUMNS.iter().position(|name| *name == column).unwrap()].as_str()
    };
    assert_eq!(of(5, "id"), "PB-T-1.c-2.2");
    assert_eq!(
        (of(5, "day"), of(5, "time"), of(5, "zone")),
        ("2026-11-22", "10:00-10:30", "Asia/Shanghai")
    );
    assert_eq!((of(5, "owner_id"), of(5, "owner")), ("t-2", "彭嘉禾"));
    assert_eq!((of(5, "contact"), of(5, "account")), ("鲍国梁", "云麓电梯"));
    assert_eq!(of(5, "talking_points"), "鲍国梁，贵公司的订单不受影响。\n您最担心什么？");
    assert_eq!((of(5, "state"), of(5, "rules")), ("held", "PB-T-1 S-43 P-07"));
    assert_eq!((of(1, "contact_id"), of(4, "contact_id")), ("staff", "readers"));
    assert_eq!(of(4, "contact"), "1,200 readers");
    assert_eq!((of(3, "contact_local"), of(2, "contact_local")), ("2026-11-21 04:00", ""));
    // A formula is text; a number is as it was typed.
    assert_eq!(of(2, "position"), "'=cmd|' /C calc'!A0");
    assert_eq!(of(2, "phone"), "+49 (0)89 0555 117");
}

#[test]
fn the_workbook_has_its_sheets_with_real_days_and_times() {
    let bytes = Sample::new().papers().workbook().unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(
        book.sheet_names(),
        [
            "Who hears when",
            "Check-ins",
            "Ada Brandt",
            "彭嘉禾",
            "許怡蓁",
            "Nobody could be found",
            "Who gets no letter, and why"
        ]
    );
    let all = book.worksheet_range("Check-ins").unwrap();
    assert_eq!(all.height(), 8);
    let cell = |row, column| all.get_value((row, column)).unwrap();
    let Data::DateTime(day) = cell(5, 1) else { panic!("{:?}", cell(5, 1)) };
    assert_eq!(day.to_ymd_hms_milli(), (2026, 11, 22, 0, 0, 0, 0));
    let Data::DateTime(from) = cell(5, 2) else { panic!("{:?}", cell(5, 2)) };
    assert_eq!(from.to_ymd_hms_milli(), (2026, 11, 22, 10, 0, 0, 0));
    let Data::DateTime(there) = cell(3, 5) else { panic!("{:?}", cell(3, 5)) };
    assert_eq!(there.to_ymd_hms_milli(), (2026, 11, 21, 4, 0, 0, 0));
    // A text is a text, whatever it begins with.
    assert_eq!(cell(2, 9), &Data::String("=cmd|' /C calc'!A0".to_owned()));
    let waves = book.worksheet_range("Who hears when").unwrap();
    assert!(matches!(waves.get_value((1, 2)).unwrap(), Data::DateTime(_)));
    assert_eq!(waves.get_value((1, 6)).unwrap(), &Data::Float(3.0));
    let peng = book.worksheet_range("彭嘉禾").unwrap();
    assert_eq!((peng.height(), peng.get_value((0, 1)).unwrap()), (2, &Data::String("日期".into())));
}

#[test]
fn with_very_many_owners_the_workbook_has_one_list() {
    let mut sample = Sample::new();
    sample.grow(20_000);
    let bytes = sample.papers().workbook().unwrap();
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names().len(), 3);
}
