//! The steps of a letter: which there are, in Rust and in the file itself.

use super::super::slot::{Cause, Step};
use super::super::{
    DeliveryState, Fact, HandedOver, Ledger, MemoryStore, Requeued, Sending, SentByHand, Settled,
    Slot, Trouble,
};
use super::runs::handed;
use super::{Desk, now};
use crate::world::Seat;
use DeliveryState::{Accepted, Deferred, NotSent, Queued, Refused, Sending as OnItsWay, Unknown};
use proptest::prelude::*;
use rusqlite::Connection;

fn claim(run: u32, contact: &str) -> Fact {
    Fact::Sending(Sending { run, revision: 1, contacts: vec![contact.to_owned()] })
}

fn hand(run: u32, contact: &str, state: DeliveryState) -> Fact {
    Fact::HandedOver(HandedOver { run, revision: 1, letters: vec![handed(contact, state)] })
}

fn settle(contact: &str, arrived: bool) -> Fact {
    let (by, reason) = ("t-1".to_owned(), "asked".to_owned());
    Fact::Settled(Settled { revision: 1, contact: contact.to_owned(), arrived, by, reason })
}

fn requeue(contact: &str) -> Fact {
    Fact::Requeued(Requeued { revision: 1, contacts: vec![contact.to_owned()], by: None })
}

fn by_hand(contact: &str) -> Fact {
    let (by, way) = ("t-1".to_owned(), Some("fax".to_owned()));
    Fact::SentByHand(SentByHand { revision: 1, contact: contact.to_owned(), by, at: now(), way })
}

/// The facts that bring a letter to a state, from nothing.
fn path_to(state: DeliveryState) -> Vec<Fact> {
    match state {
        Queued => vec![],
        OnItsWay => vec![claim(1, "c")],
        _ => vec![claim(1, "c"), hand(1, "c", state)],
    }
}

/// Every fact that could move a letter, with the states from which it may.
fn moves() -> Vec<(Fact, Vec<DeliveryState>)> {
    let mut moves = vec![
        (claim(2, "c"), vec![Queued, Deferred, NotSent]),
        (settle("c", true), vec![Unknown]),
        (settle("c", false), vec![Unknown]),
        (requeue("c"), vec![Refused, Deferred]),
        (by_hand("c"), vec![Queued, Deferred, NotSent, Refused, Unknown]),
        // Of a run that did not claim it.
        (hand(9, "c", Accepted), vec![]),
    ];
    for state in DeliveryState::ALL {
        let may = !matches!(state, Queued | OnItsWay);
        moves.push((hand(1, "c", state), if may { vec![OnItsWay] } else { vec![] }));
    }
    moves
}

#[test]
fn e_23_each_fact_moves_a_letter_only_from_where_it_may() {
    for state in DeliveryState::ALL {
        for (fact, from) in moves() {
            let desk = Desk::new();
            let memory = Box::<MemoryStore>::default();
            let memory = Ledger::over(memory, Seat::named("m"), "ledger.sqlite");
            for mut ledger in [desk.ledger(), memory] {
                ledger.append(now(), &path_to(state)).unwrap();
                let before = ledger.records().unwrap();
                let written = ledger.append(now(), std::slice::from_ref(&fact));
                assert_eq!(written.is_ok(), from.contains(&state), "{state}: {fact:?}");
                if let Err(report) = written {
                    assert!(report.kept()[0].title.contains("cannot become"), "{report:?}");
                    assert_eq!(ledger.records().unwrap(), before);
                }
                ledger.verify().unwrap();
            }
        }
    }
}

#[test]
fn e_23_a_second_claim_of_one_letter_in_one_fact_is_refused_whole() {
    let contacts = ["c-1", "c-2", "c-1"].map(str::to_owned).to_vec();
    let twice = Fact::Sending(Sending { run: 1, revision: 1, contacts });
    let desk = Desk::new();
    assert!(desk.ledger().append(now(), &[twice]).is_err());
    assert_eq!(desk.ledger().records().unwrap(), []);
}

/// Every pair of states, against the file itself: another program can write no other step.
#[test]
fn e_23_the_file_refuses_every_step_that_is_not_one() {
    let desk = Desk::new();
    let mut ledger = desk.ledger();
    for state in DeliveryState::ALL.into_iter().filter(|state| *state != Queued) {
        let name = state.tag();
        ledger.append(now(), &[claim(1, name)]).unwrap();
        if state != OnItsWay {
            ledger.append(now(), &[hand(1, name, state)]).unwrap();
        }
    }
    let facts = [claim(1, "queued"), hand(1, "queued", Refused), requeue("queued")];
    ledger.append(now(), &facts).unwrap();
    let raw = Connection::open(desk.path()).unwrap();
    for from in DeliveryState::ALL {
        for to in DeliveryState::ALL {
            raw.execute_batch("BEGIN").unwrap();
            let moved = raw.execute(
                "UPDATE letter SET state = ?1, attempts = attempts + (?1 = 'sending') \
                 WHERE contact = ?2",
                [to.tag(), from.tag()],
            );
            assert_eq!(moved.is_ok(), from.may_become(to), "{from} -> {to}: {moved:?}");
            raw.execute_batch("ROLLBACK").unwrap();
        }
    }
    ledger.verify().unwrap();
}

#[test]
fn e_23_the_file_refuses_to_begin_anew_forget_or_rename_a_letter() {
    let desk = Desk::new();
    let facts = [claim(3, "c"), hand(3, "c", Refused), claim(3, "w")];
    desk.ledger().append(now(), &facts).unwrap();
    let raw = Connection::open(desk.path()).unwrap();
    for statement in [
        "DELETE FROM letter",
        "DELETE FROM letter WHERE contact = 'c'",
        "INSERT OR REPLACE INTO letter VALUES (1, 'c', 'sending', 1, 4)",
        "INSERT INTO letter VALUES (1, 'c', 'sending', 1, 4)",
        "INSERT OR IGNORE INTO letter VALUES (1, 'c', 'sending', 1, 4)",
        "REPLACE INTO letter VALUES (1, 'w', 'accepted', 0, 0)",
        "INSERT INTO letter VALUES (1, 'c', 'sending', 1, 4)
         ON CONFLICT DO UPDATE SET state = 'queued'",
        // A first step that is none.
        "INSERT INTO letter VALUES (1, 'n', 'queued', 0, 0)",
        "INSERT INTO letter VALUES (1, 'n', 'deferred', 1, 1)",
        "INSERT INTO letter VALUES (1, 'n', 'sending', 0, 1)",
        "INSERT INTO letter VALUES (1, 'n', 'sending', 1, 0)",
        "INSERT INTO letter VALUES (1, 'n', 'sent', 1, 1)",
        "INSERT INTO letter VALUES (1, NULL, 'sending', 1, 1)",
        // To another person, another revision, or with another count.
        "UPDATE letter SET contact = 'd' WHERE contact = 'c'",
        "UPDATE letter SET revision = 2 WHERE contact = 'c'",
        "UPDATE OR REPLACE letter SET contact = 'c' WHERE contact = 'w'",
        "UPDATE letter SET state = 'queued', attempts = 0 WHERE contact = 'c'",
        "UPDATE letter SET state = 'queued', run = 4 WHERE contact = 'c'",
        "UPDATE letter SET state = 'sending' WHERE contact = 'w'",
        "UPDATE letter SET attempts = 2 WHERE contact = 'w'",
        "UPDATE letter SET run = 4 WHERE contact = 'w'",
    ] {
        let error = raw.execute_batch(statement);
        assert!(error.is_err(), "{statement}");
    }
    desk.ledger().verify().unwrap();
}

#[test]
fn a_file_of_the_first_layout_gets_its_table_with_the_first_write() {
    let desk = Desk::new();
    let made = Desk::with(2);
    let rows = super::rows(&made.store().unwrap());
    let raw = Connection::open(desk.path()).unwrap();
    raw.execute_batch(include_str!("../schema/1.sql")).unwrap();
    raw.execute_batch("PRAGMA user_version = 1; PRAGMA application_id = 0x68656172").unwrap();
    for row in &rows {
        let entry = &row.entry;
        raw.execute(
            "INSERT INTO fact VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                i64::try_from(row.seq).unwrap(),
                &entry.recorded_at,
                &entry.machine,
                &entry.body,
                &row.previous,
                &row.hash,
            ),
        )
        .unwrap();
    }
    let before = std::fs::read(desk.path()).unwrap();
    // To look at it changes nothing.
    let mut ledger = desk.ledger();
    assert_eq!(ledger.records().unwrap(), made.ledger().records().unwrap());
    assert_eq!(ledger.verify().unwrap().letters, 0);
    assert_eq!(std::fs::read(desk.path()).unwrap(), before);
    // A write that fails leaves the first layout.
    assert!(ledger.append(now(), &[requeue("c")]).is_err());
    let version = |raw: &Connection| {
        raw.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(version(&raw), 1);
    ledger.append(now(), &[claim(1, "c")]).unwrap();
    assert_eq!(version(&raw), 2);
    assert_eq!(ledger.verify().unwrap().letters, 1);
    assert_eq!(ledger.records().unwrap().len(), 3);
}

#[test]
fn a_table_that_says_something_else_is_found_and_no_run_begins() {
    for (statement, whom) in [
        ("UPDATE letter SET state = 'queued' WHERE contact = 'b'", "b"),
        ("UPDATE letter SET run = 7 WHERE contact = 'c'", "c"),
        ("UPDATE letter SET attempts = 3 WHERE contact = 'a'", "a"),
        ("DELETE FROM letter WHERE contact = 'b'", "b"),
        ("INSERT INTO letter VALUES (1, 'd', 'accepted', 1, 1)", "d"),
        ("UPDATE letter SET contact = 'e' WHERE contact = 'b'", "e"),
    ] {
        let desk = Desk::new();
        let facts: Vec<Fact> = ["a", "b", "c"]
            .into_iter()
            .flat_map(|contact| [claim(1, contact), hand(1, contact, Accepted)])
            .collect();
        desk.ledger().append(now(), &facts).unwrap();
        let raw = Connection::open(desk.path()).unwrap();
        let triggers: Vec<(String, String)> = raw
            .prepare("SELECT name, sql FROM sqlite_schema WHERE name LIKE 'letter_%'")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(triggers.len(), 3);
        for (name, _) in &triggers {
            raw.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
        }
        // A ledger without its rules is found, even where nothing was changed yet.
        let report = desk.ledger().verify().unwrap_err();
        assert!(report.kept()[0].why.contains("is not as hearten made it"), "{report:?}");
        raw.execute_batch(statement).unwrap();
        for (_, sql) in &triggers {
            raw.execute_batch(sql).unwrap();
        }
        let mut ledger = desk.ledger();
        let report = ledger.verify().unwrap_err();
        let title = &report.kept()[0].title;
        assert!(title.contains(&format!("`{whom}`")), "{statement}: {title}");
        assert!(ledger.run(&now, |_| ()).is_err());
        // The facts themselves are whole.
        assert_eq!(ledger.records().unwrap().len(), 6);
    }
}

#[test]
fn a_fact_of_a_step_that_cannot_be_is_found_even_in_a_whole_chain() {
    let desk = Desk::new();
    let mut store = desk.store().unwrap();
    let body = |fact: &Fact| super::entry(&serde_json::to_string(fact).unwrap());
    let facts = [claim(1, "c"), hand(1, "c", Accepted), claim(1, "c")];
    super::super::Store::append(&mut store, facts.iter().map(body).collect()).unwrap();
    let ledger = desk.ledger();
    assert_eq!(ledger.records().unwrap().len(), 3);
    for report in [ledger.verify().unwrap_err(), ledger.deliveries().unwrap_err()] {
        let found = &report.kept()[0];
        assert!(found.title.contains("`c` is accepted and cannot become sending"), "{found:?}");
        assert!(found.why.starts_with("Fact 3 says so."), "{found:?}");
    }
}

#[test]
fn what_came_of_a_letter_is_told_with_who_said_so() {
    let desk = Desk::new();
    let mut ledger = desk.ledger();
    let facts = [
        claim(1, "a"),
        hand(1, "a", Unknown),
        settle("a", true),
        claim(1, "b"),
        hand(1, "b", Refused),
        requeue("b"),
        by_hand("c"),
    ];
    ledger.append(now(), &facts).unwrap();
    let deliveries = ledger.deliveries().unwrap();
    let of = |contact| deliveries.get(1, contact).unwrap();
    assert_eq!((of("a").state, of("a").words), (Accepted, "arrived, says t-1: asked"));
    assert_eq!((of("b").state, of("b").attempts), (Queued, 1));
    assert_eq!(of("b").words, "250 2.0.0 queued as 1");
    assert_eq!((of("c").by_hand, of("c").words), (Some("t-1"), "fax"));
    assert_eq!(deliveries.get(2, "a"), None);
    assert_eq!(deliveries.revisions().collect::<Vec<_>>(), [1]);
}

#[test]
fn no_letter_is_claimed_more_often_than_can_be_counted() {
    let (revision, contact, cause) = (1, "c", Cause::Claimed);
    let step = Step { revision, contact, cause, to: OnItsWay, run: 1 };
    let slot = Slot { state: Deferred, attempts: u16::MAX, run: 1 };
    assert_eq!(step.from(slot).unwrap().attempts, u16::MAX);
}

fn any_fact() -> impl Strategy<Value = Fact> {
    let contact = prop::sample::select(vec!["a", "b", "c"]);
    let state = prop::sample::select(DeliveryState::ALL.to_vec());
    (0..5, contact, state, 1..3_u32, any::<bool>()).prop_map(|(kind, contact, state, run, yes)| {
        match kind {
            0 => claim(run, contact),
            1 => hand(run, contact, state),
            2 => settle(contact, yes),
            3 => requeue(contact),
            _ => by_hand(contact),
        }
    })
}

/// A ledger of letters as bytes, and what it says.
static SAMPLE: std::sync::LazyLock<(Vec<u8>, Vec<super::super::Record>)> =
    std::sync::LazyLock::new(|| {
        let desk = Desk::new();
        let facts = [claim(1, "a"), hand(1, "a", Accepted), claim(1, "b"), hand(1, "b", Deferred)];
        desk.ledger().append(now(), &facts).unwrap();
        (std::fs::read(desk.path()).unwrap(), desk.ledger().records().unwrap())
    });

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn e_23_facts_and_table_agree_whatever_is_tried(
        facts in prop::collection::vec(any_fact(), 1..40)
    ) {
        let desk = Desk::new();
        let mut file = desk.ledger();
        let memory = Box::<MemoryStore>::default();
        let mut memory = Ledger::over(memory, Seat::named("m"), "ledger.sqlite");
        for fact in facts {
            let one = std::slice::from_ref(&fact);
            prop_assert_eq!(file.append(now(), one).is_ok(), memory.append(now(), one).is_ok());
        }
        file.verify().unwrap();
        memory.verify().unwrap();
        prop_assert_eq!(file.deliveries().unwrap(), memory.deliveries().unwrap());
        let deliveries = super::super::Deliveries::of(&file.records().unwrap()).unwrap();
        let mut rows = 0;
        super::super::Store::each_letter(&desk.store().unwrap(), &mut |revision, contact, slot| {
            let delivery = deliveries.get(revision, contact).unwrap();
            let told = (delivery.state, delivery.attempts, delivery.run);
            assert_eq!(told, (slot.state, slot.attempts, slot.run));
            rows += 1;
        }).unwrap();
        prop_assert_eq!(rows, deliveries.iter(1).count());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn e_37_one_changed_byte_is_found_or_changes_nothing(at in 0..SAMPLE.0.len(), byte: u8) {
        let (bytes, records) = &*SAMPLE;
        let desk = Desk::new();
        let mut changed = bytes.clone();
        changed[at] = byte;
        std::fs::write(desk.path(), changed).unwrap();
        // A byte of free space or of a counter changes nothing; whatever else it is, is found.
        if let Ok(ledger) = desk.try_ledger() && ledger.verify().is_ok() {
            let read = ledger.records().unwrap();
            prop_assert!(records.starts_with(&read));
            let deliveries = ledger.deliveries().unwrap();
            let whole = super::super::Deliveries::of(&read).unwrap();
            prop_assert_eq!(deliveries, whole);
        }
    }
}

#[test]
fn words_of_a_trouble_name_letter_and_states() {
    let (contact, from, to) = ("c-1".to_owned(), Accepted, OnItsWay);
    let trouble = Trouble::Illegal(0, super::super::Illegal { revision: 2, contact, from, to });
    assert_eq!(
        trouble.to_string(),
        "the letter to c-1 (revision 2) is accepted and cannot become sending"
    );
}
