//! What judges a person, or is internal, stands in the document for programs and nowhere else.

use super::sample::Sample;
use crate::locale::Language;
use crate::outreach::{Reason, Subject, Words};
use crate::workspace::Assets;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

/// Every text that a person may carry away.
fn papers(sample: &Sample) -> Vec<(String, String)> {
    let papers = sample.papers();
    let mut texts = papers.pages().unwrap();
    texts.push(("plan.csv".to_owned(), String::from_utf8(papers.csv().unwrap()).unwrap()));
    let calendars = papers.calendars().into_iter();
    texts.extend(
        calendars
            .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap().replace("\r\n ", ""))),
    );
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(papers.workbook().unwrap())).unwrap();
    for (name, sheet) in book.worksheets() {
        let cells = sheet.used_cells().map(|(_, _, cell)| match cell {
            Data::String(text) => text.clone(),
            other => other.to_string(),
        });
        texts.push((name, cells.collect::<Vec<_>>().join("\n")));
    }
    texts
}

#[test]
fn objective_and_notes_stand_on_no_paper() {
    let sample = Sample::new();
    for (name, text) in papers(&sample) {
        for secret in ["SECRET-OBJECTIVE", "SECRET-NOTE", "SECRET-CONCERN"] {
            assert!(!text.contains(secret), "{secret} in {name}");
        }
    }
    let json = serde_json::to_string(&sample.papers().document(&|_| true)).unwrap();
    assert!(json.contains("SECRET-OBJECTIVE"));
    assert!(!json.contains("SECRET-NOTE") && !json.contains("SECRET-CONCERN"));
}

/// The words of a rule such as `S-43` say how we see a person; its number does not.
#[test]
fn rules_of_the_method_stand_by_their_number_alone() {
    let mut sample = Sample::new();
    let rule = Reason::new("S-43", "rule");
    let in_words =
        Language::ALL.map(|language| Words::read(Assets::built_in(), language).unwrap().why(&rule));
    sample.plan.check_ins.retain(|check| matches!(check.subject, Subject::Contact(_)));
    for (name, text) in papers(&sample) {
        for words in &in_words {
            assert!(!text.contains(words), "{words} in {name}");
        }
    }
    assert!(sample.page().contains("S-43"));
    let json = serde_json::to_string(&sample.papers().document(&|_| true)).unwrap();
    assert!(json.contains(&in_words[0]));
    // What goes to a group tells nothing about one person.
    assert!(Sample::new().page().contains(&in_words[0]));
}

#[test]
fn what_people_type_is_text_on_the_page() {
    let page = Sample::new().page();
    assert!(page.contains("R&amp;D &lt;Söhne&gt; GmbH") && !page.contains("<Söhne>"));
    let other = Sample::new().papers().csv().unwrap();
    assert!(String::from_utf8(other).unwrap().contains("R&D <Söhne> GmbH"));
}
