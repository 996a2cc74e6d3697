//! The papers of a small plan made by hand, read back.

mod calendars;
mod pages;
mod sample;
mod tables;
mod wall;

use sample::Sample;

#[test]
fn p_35_the_same_sources_give_the_same_bytes() {
    let bytes = || {
        let sample = Sample::new();
        let papers = sample.papers();
        let pages = papers.pages().unwrap();
        let json = serde_json::to_vec(&papers.document(&|_| true)).unwrap();
        (pages, papers.csv().unwrap(), papers.workbook().unwrap(), papers.calendars(), json)
    };
    assert!(bytes() == bytes());
}

#[test]
fn an_empty_plan_has_its_papers_too() {
    let mut sample = Sample::new();
    sample.plan.check_ins.clear();
    sample.plan.dropped.clear();
    let papers = sample.papers();
    let pages = papers.pages().unwrap();
    assert_eq!(pages.len(), 1);
    assert!(!pages[0].1.contains("id=\"filters\""));
    assert!(papers.calendars().is_empty());
    assert!(!papers.workbook().unwrap().is_empty());
}
