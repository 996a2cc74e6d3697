use super::sample::Sample;
use crate::outreach::paper::page::ONE_PAGE;

/// The part of the page between two marks.
fn part<'p>(page: &'p str, from: &str, until: &str) -> &'p str {
    let rest = &page[page.find(from).unwrap_or_else(|| panic!("no {from}"))..];
    &rest[..rest.find(until).unwrap_or(rest.len())]
}

fn card<'p>(page: &'p str, id: &str) -> &'p str {
    part(page, &format!("id=\"{id}\""), "<li class=\"card")
}

#[test]
fn each_sheet_is_in_its_owners_language_on_its_owners_clock() {
    let page = Sample::new().page();
    assert!(page.contains("<html lang=\"en\">"));
    let ada = part(&page, "id=\"sheet-t-1\"", "</section>");
    assert!(ada.starts_with("id=\"sheet-t-1\" lang=\"en\""));
    assert!(
        ada.contains("Sheet of Ada Brandt") && ada.contains("All times are Berlin time, UTC+1.")
    );
    let peng = part(&page, "id=\"sheet-t-2\"", "</section>");
    assert!(peng.contains("lang=\"zh-CN\"") && peng.contains("彭嘉禾的联系单"));
    assert!(peng.contains("2026年11月22日（星期日）") && peng.contains("10:00–10:30"));
    assert!(peng.contains("贵公司的订单不受影响"));
    let hsu = part(&page, "id=\"sheet-t-3\"", "</section>");
    assert!(hsu.contains("lang=\"zh-TW\"") && hsu.contains("許怡蓁的聯絡單"));
}

#[test]
fn a_card_shows_their_time_only_when_it_is_another() {
    let page = Sample::new().page();
    assert!(!card(&page, "PB-T-1.c-1").contains(" there ("));
    let other = card(&page, "PB-T-1.c-2");
    assert!(other.contains("21:00–21:30"));
    assert!(other.contains("Saturday 21 November 2026, 04:00 there (China time, UTC+8)"));
}

#[test]
fn what_is_late_held_or_tried_says_so_in_words() {
    let page = Sample::new().page();
    assert!(card(&page, "PB-T-1.c-2").contains("<p class=\"state\">Late</p>"));
    assert!(card(&page, "PB-T-1.c-2.2").contains("须等“暂停问候”登记完成"));
    assert!(card(&page, "PB-T-1.c-3").contains("已試2次"));
    assert!(!card(&page, "PB-T-1.c-1").contains("class=\"state\""));
}

#[test]
fn numbers_dial_and_addresses_write() {
    let page = Sample::new().page();
    let weber = card(&page, "PB-T-1.c-1");
    assert!(weber.contains("<a href=\"tel:+49890555117\">+49 (0)89 0555 117</a>"));
    assert!(weber.contains("<a href=\"mailto:joerg@rd.example\">"));
    assert!(card(&page, "PB-T-1.c-2.2").contains("tel:02105550145;ext=12"));
    assert!(card(&page, "PB-T-1.c-3").contains("名冊中沒有電話"));
}

#[test]
fn what_has_no_owner_has_a_sheet_that_says_what_to_do() {
    let page = Sample::new().page();
    let nobody = part(&page, "id=\"sheet@nobody\"", "</section>");
    assert!(nobody.contains("Nobody could be found") && nobody.contains("PB-T-1.c-3.3"));
    assert!(nobody.contains("Name an owner or a backup in the roster"));
}

#[test]
fn the_overview_names_waves_gaps_and_who_is_left_out() {
    let page = Sample::new().page();
    let overview = part(&page, "id=\"overview\"", "id=\"filters\"");
    assert!(overview.contains("W3") && overview.contains("2026-11-20 10:00"));
    assert!(overview.contains("Waits until Stop greetings is logged as done"));
    assert!(overview.contains("Run <code>hearten plan</code>"));
    assert!(overview.contains("Ben Gone") && overview.contains("Not to be contacted"));
    // Two people are dropped for the same reason: one row.
    assert!(overview.contains("Jörg Weber · Ben Gone"));
    assert!(page.contains("A rehearsal: the clock is held still"));
}

#[test]
fn a_large_plan_has_a_light_page_and_one_for_each_owner() {
    let mut sample = Sample::new();
    sample.grow(ONE_PAGE);
    let pages = sample.papers().pages().unwrap();
    let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["plan.html", "plan-t-1.html", "plan-t-2.html", "plan-t-3.html", "nobody.html"]
    );
    assert!(!pages[0].1.contains("class=\"card"));
    assert!(pages[0].1.contains("href=\"plan-t-1.html\"") && pages[0].1.contains("2004"));
    assert_eq!(pages[1].1.matches("<li class=\"card").count(), ONE_PAGE + 4);
    assert!(pages[2].1.starts_with("<!doctype html>\n<html lang=\"zh-CN\">"));
    assert!(!pages[2].1.contains("id=\"overview\"") && pages[2].1.contains("href=\"plan.html\""));
}
