use super::{Row, row, sample};
use proptest::prelude::*;
use proptest::sample::select;

fn any_row() -> impl Strategy<Value = Row> {
    let of = |words: &'static [&'static str]| select(words);
    let judged = (
        of(&["A", "D", "S", "E", "I", ""]),
        of(&["-1", "0", "1", "2", "3", ""]),
        of(&["-1", "0", "1", "2", "3", "", ""]),
        of(&["0", "1", "2", "3", "4", "5", ""]),
    );
    let kept = (
        of(&["t-1", "t-2", "t-9", ""]),
        of(&["t-1", "t-2", "t-9", ""]),
        of(&["2026-11-20", "2026-08-01", "2025-01-01", ""]),
        of(&["", "", "", "asked"]),
        any::<bool>(),
    );
    (judged, kept, 1..=3_usize).prop_map(|(judged, kept, account)| {
        let (role, attitude, competitor, ladder) = judged;
        let (owner, backup, last_contact, do_not_contact, email) = kept;
        let phone = if email { "" } else { "+1 555 0100" };
        let account = format!("a-{account}");
        let base = Row { account, email, phone, competitor, ladder, ..row("", role, attitude) };
        Row { owner, backup, last_contact, do_not_contact, ..base }
    })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(any_row(), 0..24).prop_map(|rows| {
        let rows = (1..).zip(rows);
        rows.map(|(at, row)| Row { id: format!("c-{at}"), ..row }).collect()
    })
}

const ACCOUNTS: [&str; 3] = ["a-1,Firm,strategic,t-3", "a-2,Two,strategic,", "a-3,Three,general,"];

proptest! {
    #[test]
    fn s47_everybody_is_friend_neutral_enemy_or_unknown(rows in rows()) {
        let sample = sample(&ACCOUNTS, &rows);
        let relation = sample.relation();
        let score = &relation.score;
        let counted = score.friends + score.neutrals + score.enemies + score.unknown;
        prop_assert_eq!(counted, relation.people.len());
        prop_assert_eq!(score.lead.is_some(), relation.people.iter().any(|it| it.behind().is_some()));
        let freshness = &relation.freshness;
        let open = relation.people.iter().filter(|person| person.is_open()).count();
        prop_assert_eq!(freshness.fresh + freshness.overdue + freshness.never, open);
        let all: usize = sample.outlines().iter().map(|outline| outline.people).sum();
        prop_assert_eq!(all, rows.len());
    }

    #[test]
    fn moves_are_few_and_name_somebody_of_the_account_whom_we_may_speak_with(rows in rows()) {
        let sample = sample(&ACCOUNTS, &rows);
        let relation = sample.relation();
        prop_assert!(relation.moves.len() <= 3);
        for it in &relation.moves {
            let Some(id) = &it.contact else { continue };
            let person = relation.people.iter().find(|person| person.contact.id.as_str() == id);
            prop_assert!(person.is_some_and(|person| person.reachable), "{:?}", it);
            prop_assert!(it.text.contains(&format!("({id})")), "{:?}", it);
            let same = relation.moves.iter().filter(|other| other.contact == it.contact);
            prop_assert_eq!(same.count(), 1);
        }
    }

    #[test]
    fn an_account_alone_says_what_its_line_among_all_says(rows in rows()) {
        let sample = sample(&ACCOUNTS, &rows);
        let relation = sample.relation();
        let outlines = sample.outlines();
        let outline = outlines.iter().find(|it| it.account.id.as_str() == "a-1").unwrap();
        prop_assert_eq!(&outline.score, &relation.score);
        prop_assert_eq!(&outline.coverage, &relation.coverage);
        prop_assert_eq!(&outline.freshness, &relation.freshness);
        prop_assert_eq!(&outline.frailties, &relation.frailties);
        prop_assert_eq!(&outline.weakest, &relation.weakest);
    }
}
