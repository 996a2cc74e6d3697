use super::{Row, row, sample, strategic};
use crate::relations::Band;

#[test]
fn s47_the_score_weighs_roles() {
    let rows = [
        row("c-1", "A", "1"),
        row("c-2", "D", "2"),
        row("c-3", "S", "3"),
        row("c-4", "E", "-1"),
        row("c-5", "I", "1"),
        row("c-6", "", "-1"),
    ];
    let sample = strategic(&rows);
    let score = sample.relation().score;
    assert_eq!(score.points, 5 + 10 + 9 - 3 + 1 - 1);
    assert_eq!((score.friends, score.neutrals, score.enemies, score.unknown), (4, 0, 2, 0));
}

#[test]
fn s47_q04_an_unknown_attitude_counts_nothing_and_neutral_is_not_unknown() {
    let sample = strategic(&[row("c-1", "A", ""), row("c-2", "D", "0")]);
    let score = sample.relation().score;
    assert_eq!((score.points, score.neutrals, score.unknown), (0, 1, 1));
}

fn beside(id: &str, attitude: &'static str, competitor: &'static str) -> Row {
    Row { competitor, ..row(id, "D", attitude) }
}

#[test]
fn s09_the_lead_is_over_the_same_people() {
    // Of the first both are known; the second has no competitor, the third no attitude of ours.
    let rows = [beside("c-1", "1", "2"), beside("c-2", "3", ""), beside("c-3", "", "1")];
    let sample = strategic(&rows);
    let score = sample.relation().score;
    assert_eq!((score.points, score.competitor, score.lead), (20, Some(15), Some(-5)));
    assert_eq!(score.margin(), -5);
}

#[test]
fn s09_without_the_competitor_there_is_no_lead() {
    let sample = strategic(&[beside("c-1", "1", ""), beside("c-2", "2", "")]);
    let score = sample.relation().score;
    assert_eq!((score.competitor, score.lead, score.margin()), (None, None, 15));
}

#[test]
fn s43_coverage_needs_somebody_who_can_be_reached() {
    let missing = |rows: &[Row]| strategic(rows).relation().coverage.missing();
    assert_eq!(missing(&[row("c-1", "A", "1"), row("c-2", "S", "0")]), [""; 0]);
    assert_eq!(missing(&[row("c-1", "D", "0"), row("c-2", "I", "1")]), ["technical"]);
    let silent = Row { do_not_contact: "asked", ..row("c-1", "A", "1") };
    assert_eq!(missing(&[silent, row("c-2", "E", "0")]), ["decider", "supporter"]);
    assert_eq!(missing(&[]), ["decider", "supporter", "technical"]);
}

#[test]
fn s10_freshness_counts_those_with_whom_we_may_speak() {
    let last = |id: &str, last_contact| Row { last_contact, ..row(id, "I", "1") };
    let silent = Row { do_not_contact: "asked", ..last("c-4", "2020-01-01") };
    let rows = [last("c-1", "2026-11-20"), last("c-2", "2026-09-01"), last("c-3", ""), silent];
    let sample = strategic(&rows);
    let freshness = sample.relation().freshness;
    assert_eq!((freshness.fresh, freshness.overdue, freshness.never), (1, 1, 1));
    assert_eq!(freshness.oldest_days, Some(84));
}

#[test]
fn s25_the_share_of_strategic_accounts_lies_in_its_band_borders_included() {
    for (strategic, accounts, band) in [
        (1, 5, Band::Within),
        (3, 10, Band::Within),
        (6, 24, Band::Within),
        (1, 6, Band::Below),
        (0, 5, Band::Below),
        (2, 6, Band::Above),
        (5, 5, Band::Above),
    ] {
        assert_eq!(Band::of(strategic, accounts), band, "{strategic} of {accounts}");
    }
}

#[test]
fn q03_with_few_accounts_a_share_says_nothing() {
    assert_eq!(Band::of(1, 4), Band::TooFew);
    assert_eq!(Band::of(0, 0), Band::TooFew);
    assert_ne!(Band::of(1, 5), Band::TooFew);
    let portfolio = sample(&["a-1,Firm,strategic,t-3", "a-2,Other,general,"], &[]).portfolio();
    assert_eq!((portfolio.band, portfolio.share_percent), (Band::TooFew, Some(50)));
}

#[test]
fn s09_accounts_come_strategic_first_then_by_the_smallest_lead() {
    let accounts = ["a-1,Firm,strategic,t-3", "a-2,Two,general,", "a-3,Three,strategic,t-3"];
    let of = |account: &str, row: Row| Row { account: account.to_owned(), ..row };
    let rows = [
        row("c-1", "D", "2"),
        of("a-2", row("c-2", "D", "-1")),
        of("a-3", beside("c-3", "2", "2")),
    ];
    let sample = sample(&accounts, &rows);
    let ids: Vec<_> = sample.outlines().iter().map(|it| it.account.id.to_string()).collect();
    assert_eq!(ids, ["a-3", "a-1", "a-2"]);
}
