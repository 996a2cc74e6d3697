//! Tables beside accounts, contacts and team: resources, key events, holidays.

use super::{ACCOUNTS, HEAD, ROW, TEAM, briefs, tables};
use crate::diagnostic::Diagnostic;
use crate::locale::Language;
use crate::roster::{Beside, Resource, Roster, Source, Sources, SpecialDay};
use jiff::civil::date;
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

fn roster(beside: Beside) -> (Roster, Vec<Diagnostic>) {
    let sources = tables(ACCOUNTS, format!("{HEAD}\n{ROW}\n"), TEAM);
    let (roster, report) = Roster::open_with(sources, beside).unwrap();
    (roster, report.kept().to_vec())
}

fn resources(text: impl Into<Vec<u8>>) -> (Vec<Resource>, Vec<Diagnostic>) {
    let source = Source::memory("resources.csv", text);
    let (roster, findings) = roster(Beside { resources: Some(source), ..Beside::default() });
    (roster.directory().resources.iter().cloned().collect(), findings)
}

fn events(text: impl Into<Vec<u8>>) -> (Roster, Vec<Diagnostic>) {
    let source = Source::memory("key-events.csv", text);
    roster(Beside { key_events: Some(source), ..Beside::default() })
}

fn holidays(name: &str, text: impl Into<Vec<u8>>) -> (Roster, Vec<Diagnostic>) {
    let holidays = vec![Source::memory(name, text)];
    roster(Beside { holidays, ..Beside::default() })
}

#[test]
fn s35_resources_are_read_with_stock_value_and_share() {
    let text = "id,name,name_zh_cn,category,stock,unit,unit_zh_cn,unit_value,per_account\n\
                r-1,Masks,口罩,Protective-Goods,40,box,箱,12.5,2\nr-2,Spindle,,loan,0,,,0,\n";
    let (list, findings) = resources(text);
    assert_eq!(findings, []);
    assert_eq!((list[0].category.as_str(), list[0].stock), ("protective-goods", 40));
    assert_eq!((list[0].unit_value_cents, list[0].per_account), (1250, 2));
    assert_eq!(
        (list[0].name_in(Language::ZhCn), list[0].name_in(Language::ZhTw)),
        ("口罩", "Masks")
    );
    assert_eq!((list[0].unit_in(Language::ZhCn), list[0].unit_in(Language::En)), ("箱", "box"));
    assert_eq!((list[1].stock, list[1].per_account, list[1].unit_in(Language::En)), (0, 1, ""));
}

#[test]
fn s35_resources_are_read_in_chinese_with_semicolons_and_in_another_encoding() {
    let text = "编号;名称;类别;库存;单位;单价\nr-1;防护口罩;protective-goods;40;箱;180.00\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    let (list, findings) = resources(gbk.into_owned());
    assert_eq!(list[0].name, "防护口罩");
    assert_eq!((list[0].unit.as_deref(), list[0].unit_value_cents), (Some("箱"), 18000));
    assert!(findings.iter().all(|it| it.title.contains("was read as")), "{findings:?}");
}

#[test]
fn s35_mistakes_in_resources_are_told_with_their_row_and_column() {
    let head = "id,name,category,stock,unit_value,per_account\n";
    let told = |row: &str| {
        let (list, findings) = resources(format!("{head}{row}\n"));
        assert!(list.is_empty(), "{row}");
        (briefs(&findings), findings[0].clone())
    };
    let (found, stock) = told("r-1,Masks,goods,-5,1,1");
    assert_eq!(found, ["error S-35 [-5]"]);
    assert!(stock.hint.contains("write `0`"), "{}", stock.hint);
    let place = stock.place.unwrap();
    assert_eq!((place.line, place.column), (Some(2), Some(17)));
    assert_eq!(place.cell.as_deref(), Some("row `r-1`, column `stock`"));
    assert_eq!(told("r-1,Masks,goods,many,1,1").0, ["error S-35 [many]"]);
    assert_eq!(told("r-1,Masks,goods,,1,1").0, ["error - []"]);
    assert_eq!(told("r-1,Masks,goods,5,,1").0, ["error - []"]);
    let (found, value) = told("r-1,Masks,goods,5,\"12,50\",1");
    assert_eq!(found, ["error S-48 [12,50]"]);
    assert!(value.hint.contains("`12.50`"));
    assert_eq!(told("r-1,Masks,goods,5,-3,1").0, ["error S-48 [-3]"]);
    assert_eq!(told("r-1,Masks,goods,5,3,0").0, ["error S-35 [0]"]);
    let (found, category) = told("r-1,Masks,Protective goods,5,3,1");
    assert_eq!(found, ["error S-35 [ ]"]);
    assert_eq!(category.hint, "write `protective-goods`");
    let (list, findings) = resources(format!("{head}r-1,A,x,1,1,1\nR-1,B,x,1,1,1\n"));
    assert_eq!((list.len(), briefs(&findings)), (1, vec!["error - [R-1]".to_owned()]));
    assert!(findings[0].why.contains("Line 2"));
    assert_eq!(
        resources("id,name,category,stock\n").1[0].title,
        "`resources.csv` has no column `unit_value`"
    );
}

#[test]
fn s33_key_events_are_read_for_their_account() {
    let text = "id,account,name,name_zh_cn,date\n\
                e-1,a-1,Tender,招标,2026-12-18\ne-2,a-1,Contract,,2027年1月14日\n";
    let (roster, findings) = events(text);
    assert_eq!(findings, []);
    let events: Vec<_> = roster.directory().key_events.of("a-1").collect();
    assert_eq!(events.len(), 2);
    assert_eq!((events[0].name_in(Language::ZhCn), events[0].date), ("招标", date(2026, 12, 18)));
    assert_eq!(
        (events[1].name_in(Language::ZhCn), events[1].date),
        ("Contract", date(2027, 1, 14))
    );
    assert_eq!(roster.directory().key_events.of("a-2").count(), 0);
}

#[test]
fn s37_further_rows_of_an_event_bring_its_people() {
    let text = "id,account,name,date,group,group_order,person,distance\n\
                e-1,a-1,Tender,2026-12-18,Technical,2,c-1,1\n\
                e-1,,,,Final,4,Zhang Wei,0\ne-1,a-1,,2026-12-18,Final,4,c-2,0\n";
    let (roster, findings) = events(text);
    assert_eq!(findings, []);
    let list: Vec<_> = roster.directory().key_events.iter().collect();
    assert_eq!(list.len(), 1);
    let people: Vec<_> =
        list[0].people.iter().map(|it| (it.person.as_str(), it.distance)).collect();
    assert_eq!(people, [("c-1", Some(1)), ("Zhang Wei", Some(0)), ("c-2", Some(0))]);
    assert_eq!(
        (list[0].people[1].group.as_deref(), list[0].people[1].group_order),
        (Some("Final"), Some(4))
    );
}

#[test]
fn s33_mistakes_in_key_events_are_told_with_their_row_and_column() {
    let told = |rows: &str| {
        let head = "id,account,name,date,person,distance";
        briefs(&events(format!("{head}\n{rows}\n")).1)
    };
    assert_eq!(told("e-1,a-9,Tender,2026-12-18,,"), ["error - [a-9]"]);
    assert_eq!(told("e-1,a-1,Tender,18/12/26,,"), ["error - [18/12/26]"]);
    assert_eq!(told("e-1,a-1,Tender,2026-02-30,,"), ["error - [2026-02-30]"]);
    assert_eq!(told("e-1,a-1,,,,"), ["error - []", "error - []"]);
    assert_eq!(told("e-1,a-1,Tender,2026-12-18,c-1,near"), ["error S-37 [near]"]);
    assert_eq!(told("e-1,a-1,Tender,2026-12-18,,3"), ["error S-37 [3]"]);
    let first = "e-1,a-1,Tender,2026-12-18,,";
    assert_eq!(told(&format!("{first}\nE-1,a-2,Bid,2026-12-01,,")), ["error - [E-1]"]);
    assert_eq!(
        told(&format!("{first}\ne-1,a-2,,2026-12-19,c-1,1")),
        ["error S-33 [a-2]", "error S-33 [2026-12-19]"]
    );
    // A person of an event whose first row is spoiled is not one more mistake.
    assert_eq!(told("e-1,a-9,Tender,2026-12-18,c-1,1\ne-1,,,,c-2,2"), ["error - [a-9]"]);
}

#[test]
fn p11_holidays_are_read_in_english_in_chinese_and_as_the_data_sets_have_them() {
    let off = |name: &str| Some(SpecialDay::Off(name.into()));
    for text in [
        "date,name,kind\n2026-02-16,Spring Festival,off\n2026-02-14,Spring Festival,work\n",
        "日期,名称,类型\n2026-02-16,Spring Festival,休\n2026-02-14,Spring Festival,调休\n",
        "name,date,isOffDay\nSpring Festival,2026-02-16,true\nSpring Festival,2026-02-14,false\n",
        "日期;节日;是否放假\n2026/2/16;Spring Festival;是\n2026/2/14;Spring Festival;否\n",
    ] {
        let (roster, findings) = holidays("contacts/holidays/cn.csv", text);
        assert_eq!(findings, [], "{text}");
        let day = |day| roster.holidays().day("CN", date(2026, 2, day)).cloned();
        assert_eq!(day(16), off("Spring Festival"), "{text}");
        assert_eq!(day(14), Some(SpecialDay::Work), "{text}");
        assert_eq!(day(15), None, "{text}");
        assert!(roster.holidays().has_year("CN", 2026) && !roster.holidays().has_year("CN", 2027));
    }
    // Without a column for the kind, every day is free.
    let (roster, findings) = holidays("DE.csv", "date,name\n2026-12-25,Weihnachten\n");
    assert_eq!(findings, []);
    assert_eq!(roster.holidays().day("DE", date(2026, 12, 25)).cloned(), off("Weihnachten"));
    // Two names for one free day are no contradiction.
    let twice = "date,name\n2026-10-01,国庆节\n2026-10-01,中秋节\n";
    assert_eq!(holidays("CN.csv", twice).1, []);
}

#[test]
fn p11_mistakes_in_holidays_are_told_with_their_row_and_column() {
    let told = |rows: &str| briefs(&holidays("CN.csv", format!("date,name,kind\n{rows}\n")).1);
    assert_eq!(told("2026-13-01,New Year,off"), ["error - [2026-13-01]"]);
    assert_eq!(told("2026-01-01,New Year,maybe"), ["error P-11 [maybe]"]);
    assert_eq!(told("2026-01-01,,off"), ["error - []"]);
    assert_eq!(told("2026-01-04,,work"), Vec::<String>::new());
    assert_eq!(told(",New Year,off"), ["error - []"]);
    assert_eq!(
        told("2026-01-01,New Year,off\n2026-01-01,New Year,work"),
        ["error P-11 [2026-01-01]"]
    );
    let both = "date,name,kind,isOffDay\n2026-01-01,New Year,off,false\n";
    assert_eq!(briefs(&holidays("CN.csv", both).1), ["error P-11 [off]"]);
}

#[test]
fn p11_a_file_that_is_not_named_after_a_country_is_told() {
    let text = "date,name\n2026-01-01,New Year\n";
    let (_, findings) = holidays("contacts/holidays/UK.csv", text);
    assert_eq!(findings[0].title, "`UK` is no country code");
    assert_eq!(findings[0].hint, "rename the file to `GB.csv` if United Kingdom is meant");
    assert_eq!(briefs(&holidays("contacts/holidays/2026.csv", text).1), ["error P-11 []"]);
    let (_, findings) = holidays("contacts/holidays/CN.json", "{}");
    assert_eq!(findings[0].title, "this file is not read");
    assert_eq!(briefs(&findings), ["warning P-11 []"]);
}

#[test]
fn what_is_not_beside_the_roster_is_no_mistake() {
    let (roster, findings) = roster(Beside::default());
    assert_eq!(findings, []);
    let directory = roster.directory();
    assert!(directory.resources.is_empty() && directory.key_events.is_empty());
    assert_eq!(roster.holidays().day("DE", date(2026, 12, 25)), None);
}

#[test]
fn a_workbook_may_have_sheets_for_resources_and_key_events() {
    let mut book = Workbook::new();
    let mut sheet = |name: &str, text: &str| {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, line) in (0..).zip(text.lines()) {
            for (column, value) in (0..).zip(line.split(',')) {
                match value.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).unwrap(),
                    Err(_) => sheet.write_string(row, column, value).unwrap(),
                };
            }
        }
    };
    sheet("accounts", ACCOUNTS);
    sheet("contacts", &format!("{HEAD}\n{ROW}\n"));
    sheet("team", TEAM);
    sheet(
        "Resources",
        "id,name,category,stock,unit_value\nr-1,Masks,goods,40,12.5\nr-2,Tests,goods,-1,1\n",
    );
    sheet("Key Events", "id,account,name,date\ne-1,a-1,Tender,2026-12-18\n");
    let source = Source::memory("roster.xlsx", book.save_to_buffer().unwrap());
    let (roster, report) = Roster::open(Sources::Workbook(source)).unwrap();
    assert_eq!(briefs(report.kept()), ["error S-35 [-1]"]);
    let place = report.kept()[0].place.as_ref().unwrap();
    assert_eq!(place.file, "roster.xlsx#Resources");
    assert_eq!(place.cell.as_deref(), Some("D3 (row `r-2`, column `stock`)"));
    assert_eq!(roster.directory().resources.get("r-1").unwrap().unit_value_cents, 1250);
    assert_eq!(roster.directory().key_events.of("a-1").count(), 1);
}

proptest! {
    #[test]
    fn whatever_lies_beside_is_read_without_a_panic_and_in_place(
        name in "[A-Z]{2}\\.csv|[a-z./]{0,8}",
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        rows in "(e-1|r-1|2026-01-01|a-1|x|,|;|\t|\n|\"|-1|12,5|off|休){0,40}",
    ) {
        for text in [bytes.clone(), rows.clone().into_bytes()] {
            let with = |head: &str| Source::memory("t.csv", [head.as_bytes(), text.as_slice()].concat());
            let (_, findings) = roster(Beside {
                resources: Some(with("id,name,category,stock,unit_value\n")),
                key_events: Some(with("id,account,name,date,person,distance\n")),
                holidays: vec![
                    with("date,name,kind\n"),
                    Source::memory("CN.csv", [b"date,name,kind\n", text.as_slice()].concat()),
                    Source::memory(name.clone(), text.clone()),
                ],
            });
            for place in findings.iter().filter_map(|finding| finding.place.as_ref()) {
                prop_assert!(place.span.clone().is_none_or(|span| place.text.get(span).is_some()));
            }
        }
    }
}
