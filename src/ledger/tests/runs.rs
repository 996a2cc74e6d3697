//! Runs of sending: what is granted, what is written, what a failure leaves.

use super::super::{
    Began, Claim, DeliveryState, Ended, Entry, Fact, Handed, Ledger, MemoryStore, Pen, Requeued,
    Row, Settled, Slot, Store, Suppressed, Trouble, Verified,
};
use super::{Desk, MACHINE, files, now};
use crate::world::{Seat, World};
use jiff::Timestamp;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

pub(super) fn handed(contact: &str, state: DeliveryState) -> Handed {
    Handed {
        contact: contact.to_owned(),
        state,
        at: now(),
        relay: Some("mail.example".to_owned()),
        words: "250 2.0.0 queued as 1".to_owned(),
        date: None,
        again_at: None,
    }
}

fn began(run: u32, letters: u64, place: &str) -> Fact {
    let (digest, place) = ("d1".to_owned(), place.to_owned());
    Fact::Began(Began { run, digest, revision: 1, letters, place, by: None })
}

fn memory() -> Ledger<'static> {
    Ledger::over(Box::<MemoryStore>::default(), Seat::named("desk-7"), "ledger.sqlite")
}

fn facts(ledger: &Ledger<'_>) -> Vec<Fact> {
    ledger.records().unwrap().into_iter().map(|record| record.fact).collect()
}

/// A store that fails from a certain write on, or for some writes.
struct Failing {
    store: MemoryStore,
    writes: usize,
    fails: fn(usize) -> bool,
}

impl Failing {
    fn ledger(fails: fn(usize) -> bool) -> Ledger<'static> {
        let store = Self { store: MemoryStore::default(), writes: 0, fails };
        Ledger::over(Box::new(store), Seat::named("desk-7"), "crises/x/ledger.sqlite")
    }
}

impl Store for Failing {
    fn write(
        &mut self,
        work: &mut dyn FnMut(&mut dyn Pen) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        self.writes += 1;
        let fails = (self.fails)(self.writes);
        self.store.write(&mut |pen| {
            work(pen)?;
            if fails { Err(Trouble::Full) } else { Ok(()) }
        })
    }

    fn rows_since(
        &self,
        seq: u64,
        meet: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), Trouble> {
        self.store.rows_since(seq, meet)
    }

    fn each_letter(&self, meet: &mut dyn FnMut(u32, &str, Slot)) -> Result<(), Trouble> {
        self.store.each_letter(meet)
    }

    fn begin_run(&mut self) -> Result<(), Trouble> {
        Ok(())
    }

    fn end_run(&mut self) {}

    fn look(&self) -> Result<(), Trouble> {
        Ok(())
    }

    fn examine(&self) -> Result<(), Trouble> {
        Ok(())
    }
}

#[test]
fn an_outcome_is_written_soon_though_no_claim_follows_it() {
    let desk = Desk::new();
    let mut ledger = desk.ledger();
    let work = |recorder: &crate::ledger::Recorder| {
        // One meets the writer awake, the other asleep.
        for (contact, pause) in [("c-1", 0), ("c-2", 20)] {
            recorder.claim(1, contact).wait().unwrap();
            std::thread::sleep(Duration::from_millis(pause));
            recorder.hand_over(1, handed(contact, DeliveryState::Accepted));
            let is_written = || {
                std::thread::sleep(Duration::from_millis(10));
                let deliveries = desk.ledger().deliveries().unwrap();
                deliveries.state(1, contact) == DeliveryState::Accepted
            };
            assert!((0..1000).any(|_| is_written()), "{contact}");
        }
    };
    ledger.run(&now, work).unwrap();
}

#[test]
fn e_23_a_letter_is_granted_once_whoever_asks() {
    let desk = Desk::new();
    let mut ledger = desk.ledger();
    let granted = AtomicUsize::new(0);
    ledger
        .run(&now, |recorder| {
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        for n in 0..50 {
                            let contact = format!("c-{n}");
                            match recorder.claim(1, &contact).wait().unwrap() {
                                Claim::Granted => {
                                    granted.fetch_add(1, Ordering::Relaxed);
                                    let handed = handed(&contact, DeliveryState::Accepted);
                                    recorder.hand_over(1, handed);
                                }
                                Claim::Denied(state) => assert!(matches!(
                                    state,
                                    DeliveryState::Sending | DeliveryState::Accepted
                                )),
                            }
                        }
                    });
                }
            });
        })
        .unwrap();
    assert_eq!(granted.into_inner(), 50);
    let deliveries = ledger.deliveries().unwrap();
    assert_eq!(deliveries.iter(1).count(), 50);
    assert!(deliveries.iter(1).all(|(_, it)| it.state == DeliveryState::Accepted));
    assert!(deliveries.iter(1).all(|(_, it)| (it.attempts, it.run) == (1, 1)));
    let Verified { head, letters } = ledger.verify().unwrap();
    assert_eq!((letters, head.seq), (50, ledger.records().unwrap().len() as u64));
    // The next run may send none of them again, and has the next number.
    ledger
        .run(&now, |recorder| {
            assert_eq!(recorder.run(), 2);
            assert_eq!(
                recorder.claim(1, "c-7").wait().unwrap(),
                Claim::Denied(DeliveryState::Accepted)
            );
            // Another revision is another letter.
            assert_eq!(recorder.claim(2, "c-7").wait().unwrap(), Claim::Granted);
        })
        .unwrap();
}

#[test]
fn what_waits_together_is_one_fact() {
    let mut ledger = memory();
    ledger
        .run(&now, |recorder| {
            recorder.record(began(recorder.run(), 3, "here")).unwrap();
            let tickets: Vec<_> =
                ["c-1", "c-2", "c-3"].iter().map(|contact| recorder.claim(1, contact)).collect();
            for ticket in tickets {
                assert_eq!(ticket.wait().unwrap(), Claim::Granted);
            }
            for contact in ["c-1", "c-2", "c-3"] {
                recorder.hand_over(1, handed(contact, DeliveryState::Deferred));
            }
            // Claimed again in the same breath: the facts stay in the order in which it happened.
            let again = recorder.claim(1, "c-2");
            recorder.hand_over(1, handed("c-2", DeliveryState::Accepted));
            assert_eq!(again.wait().unwrap(), Claim::Granted);
            let why = "all are out".to_owned();
            recorder.record(Fact::Ended(Ended { run: recorder.run(), why })).unwrap();
        })
        .unwrap();
    let facts = facts(&ledger);
    assert!(matches!(facts.first(), Some(Fact::Began(_))));
    assert!(matches!(facts.last(), Some(Fact::Ended(_))));
    let deliveries = ledger.deliveries().unwrap();
    let state = |contact| deliveries.get(1, contact).map(|it| (it.state, it.attempts));
    assert_eq!(state("c-1"), Some((DeliveryState::Deferred, 1)));
    assert_eq!(state("c-2"), Some((DeliveryState::Accepted, 2)));
    assert_eq!(deliveries.last_run(), 1);
    ledger.verify().unwrap();
}

#[test]
fn a_claim_and_its_outcome_may_share_a_commit() {
    // The writer is kept busy with the first commit, so that the rest waits together.
    let gate = Mutex::new(());
    let clock = || {
        drop(gate.lock().unwrap());
        now()
    };
    let mut ledger = memory();
    ledger
        .run(&clock, |recorder| {
            let held = gate.lock().unwrap();
            let first = recorder.claim(1, "first");
            let mut tickets = Vec::new();
            for contact in ["a", "b"] {
                tickets.push(recorder.claim(1, contact));
                recorder.hand_over(1, handed(contact, DeliveryState::NotSent));
                tickets.push(recorder.claim(1, contact));
                recorder.hand_over(1, handed(contact, DeliveryState::Accepted));
            }
            drop(held);
            for ticket in tickets.into_iter().chain([first]) {
                assert_eq!(ticket.wait().unwrap(), Claim::Granted);
            }
        })
        .unwrap_or_else(|_| unreachable!());
    let deliveries = ledger.deliveries().unwrap();
    for contact in ["a", "b"] {
        let delivery = deliveries.get(1, contact).unwrap();
        assert_eq!((delivery.state, delivery.attempts), (DeliveryState::Accepted, 2));
    }
    ledger.verify().unwrap();
}

#[test]
fn e_23_claims_of_a_run_that_died_are_unknown_and_never_go_by_themselves() {
    let desk = Desk::new();
    let mut ledger = desk.ledger();
    ledger
        .run(&now, |recorder| {
            recorder.record(began(1, 3, "here")).unwrap();
            for contact in ["c-1", "c-2", "c-3"] {
                assert_eq!(recorder.claim(1, contact).wait().unwrap(), Claim::Granted);
            }
            recorder.hand_over(1, handed("c-1", DeliveryState::Accepted));
        })
        .unwrap();
    // Already now they show as unknown, though no fact says so yet.
    let told = |ledger: &Ledger<'_>, contact: &str| {
        let deliveries = ledger.deliveries().unwrap();
        let delivery = deliveries.get(1, contact).unwrap();
        (delivery.state, delivery.words.to_owned())
    };
    let unknown = (DeliveryState::Unknown, "the run ended without a word".to_owned());
    assert_eq!(told(&ledger, "c-2"), unknown);
    let before = facts(&ledger).len();
    ledger
        .run(&now, |recorder| {
            let denied = Claim::Denied(DeliveryState::Unknown);
            assert_eq!(recorder.claim(1, "c-2").wait().unwrap(), denied);
        })
        .unwrap();
    let added = facts(&ledger).split_off(before);
    let Fact::HandedOver(handed) = &added[0] else { panic!("{added:?}") };
    let contacts: Vec<&str> = handed.letters.iter().map(|it| it.contact.as_str()).collect();
    assert_eq!((added.len(), handed.run, contacts), (1, 1, vec!["c-2", "c-3"]));
    assert_eq!(told(&ledger, "c-2"), unknown);
    // Only a person sends it again.
    let (by, reason) = ("t-1".to_owned(), "asked them".to_owned());
    let contact = "c-2".to_owned();
    let settled = Settled { revision: 1, contact, arrived: false, by, reason };
    ledger.append(now(), &[Fact::Settled(settled)]).unwrap();
    ledger
        .run(&now, |recorder| {
            assert_eq!(recorder.claim(1, "c-2").wait().unwrap(), Claim::Granted);
            recorder.hand_over(1, super::runs::handed("c-2", DeliveryState::Accepted));
        })
        .unwrap();
    assert_eq!(told(&ledger, "c-2").0, DeliveryState::Accepted);
    ledger.verify().unwrap();
}

#[test]
fn others_can_read_and_log_while_a_run_goes_on_and_nobody_else_can_send() {
    let desk = Desk::new();
    let mut ledger = desk.ledger();
    ledger
        .run(&now, |recorder| {
            recorder.record(began(1, 1, "here")).unwrap();
            assert_eq!(recorder.claim(1, "c-1").wait().unwrap(), Claim::Granted);
            let mut other = desk.ledger();
            let deliveries = other.deliveries().unwrap();
            // The run is there still, so its claim is on its way and not unknown.
            assert_eq!(deliveries.state(1, "c-1"), DeliveryState::Sending);
            assert_eq!(other.last_place().unwrap().as_deref(), Some("here"));
            let mut store = desk.store().unwrap().with_patience(Duration::ZERO);
            assert!(matches!(store.begin_run(), Err(Trouble::Held(Some(_)))));
            // What somebody else writes stands between two facts of the run, and both chains are whole.
            let (contact, by, reason) = ("c-9".to_owned(), None, "asked to".to_owned());
            other.append(now(), &[Fact::Suppressed(Suppressed { contact, by, reason })]).unwrap();
            recorder.hand_over(1, handed("c-1", DeliveryState::Accepted));
            recorder.record(Fact::Ended(Ended { run: 1, why: "done".to_owned() })).unwrap();
            assert_eq!(other.deliveries().unwrap().state(1, "c-1"), DeliveryState::Accepted);
        })
        .unwrap();
    // Afterwards all of it is in the one file again.
    assert_eq!(
        files(desk.folder.path()),
        ["ledger.lock", "ledger.sending", "ledger.sqlite", "ledger.sqlite-journal"]
    );
    let copy = Desk::new();
    std::fs::copy(desk.path(), copy.path()).unwrap();
    assert_eq!(copy.ledger().records().unwrap(), ledger.records().unwrap());
    assert_eq!(ledger.append(now(), &[began(2, 0, "here")]).unwrap()[0].seq, 6);
    ledger.verify().unwrap();
}

#[cfg(unix)]
#[test]
fn e_36_the_files_of_a_run_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.ledger()
        .run(&now, |recorder| {
            recorder.record(began(1, 0, "here")).unwrap();
            let names = files(desk.folder.path());
            for ending in ["sqlite", "sqlite-wal", "sqlite-shm"] {
                assert!(names.iter().any(|name| name.ends_with(ending)), "{names:?}");
            }
            for name in names {
                let data = std::fs::metadata(desk.folder.path().join(&name)).unwrap();
                assert_eq!(data.permissions().mode() & 0o777, 0o600, "{name}");
            }
        })
        .unwrap();
}

#[test]
fn e_23_what_a_crash_leaves_holds_all_that_was_granted() {
    let desk = Desk::new();
    let images = Mutex::new(Vec::new());
    desk.ledger()
        .run(&now, |recorder| {
            recorder.record(began(1, 40, "here")).unwrap();
            for n in 0..40 {
                let contact = format!("c-{n:02}");
                assert_eq!(recorder.claim(1, &contact).wait().unwrap(), Claim::Granted);
                // The files as they are now are what a loss of power would leave at the least.
                let image = Desk::new();
                for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
                    let from = desk.folder.path().join(name);
                    std::fs::copy(from, image.folder.path().join(name)).unwrap();
                }
                images.lock().unwrap().push(image);
                if n % 2 == 0 {
                    recorder.hand_over(1, handed(&contact, DeliveryState::Accepted));
                }
            }
        })
        .unwrap();
    for (n, image) in images.into_inner().unwrap().into_iter().enumerate() {
        let deliveries = image.ledger().deliveries().unwrap();
        assert_eq!(deliveries.iter(1).count(), n + 1);
        assert_eq!(deliveries.state(1, &format!("c-{n:02}")), DeliveryState::Unknown);
        if n % 10 == 0 {
            let mut ledger = image.ledger();
            ledger
                .run(&now, |recorder| {
                    for m in 0..=n {
                        let claim = recorder.claim(1, &format!("c-{m:02}")).wait().unwrap();
                        assert!(matches!(claim, Claim::Denied(_)), "{m} of {n}: {claim:?}");
                    }
                })
                .unwrap();
            ledger.verify().unwrap();
        }
    }
}

#[test]
fn a_run_that_breaks_off_leaves_a_ledger_that_can_be_used() {
    let desk = Desk::new();
    let broken = std::panic::catch_unwind(|| {
        desk.ledger().run(&now, |recorder| {
            assert_eq!(recorder.claim(1, "c-1").wait().unwrap(), Claim::Granted);
            recorder.hand_over(1, handed("c-1", DeliveryState::Accepted));
            panic!("a fault of the program");
        })
    });
    assert!(broken.is_err());
    let mut ledger = desk.ledger();
    assert_eq!(ledger.deliveries().unwrap().state(1, "c-1"), DeliveryState::Accepted);
    ledger.run(&now, |recorder| assert_eq!(recorder.run(), 2)).unwrap();
}

#[test]
fn a_full_disk_ends_a_run_and_says_what_was_recorded() {
    // The first two commits are written, and nothing after them.
    let mut ledger = Failing::ledger(|write| write > 2);
    let report = ledger
        .run(&now, |recorder| {
            assert_eq!(recorder.claim(1, "c-1").wait().unwrap(), Claim::Granted);
            assert_eq!(recorder.claim(1, "c-2").wait().unwrap(), Claim::Granted);
            recorder.hand_over(1, handed("c-1", DeliveryState::Accepted));
            let failed = recorder.claim(1, "c-3").wait();
            assert_eq!(failed, Err(Trouble::Full));
            // From here on nothing is granted or recorded, and nothing hangs.
            for n in 0..10_000 {
                recorder.hand_over(1, handed(&format!("x-{n}"), DeliveryState::Accepted));
            }
            assert_eq!(recorder.claim(1, "c-4").wait(), Err(Trouble::Full));
            assert_eq!(recorder.record(began(1, 0, "here")), Err(Trouble::Full));
            assert_eq!(recorder.trouble(), Some(Trouble::Full));
        })
        .unwrap_err();
    let found = &report.kept()[0];
    assert_eq!(found.title, "there is no room left for the ledger");
    assert!(found.why.contains("The run recorded 2 claims and 0 outcomes before it."), "{found:?}");
    assert!(found.why.contains("10,001 more letters could not be recorded"), "{found:?}");
    assert!(found.why.contains("unknown: c-1, x-0, x-1,"), "{found:?}");
    assert!(
        found.hint.starts_with("see where each letter stands with `hearten status`"),
        "{found:?}"
    );
    assert_eq!(ledger.deliveries().unwrap().state(1, "c-1"), DeliveryState::Unknown);
}

#[test]
fn when_there_is_room_again_what_servers_have_said_is_saved() {
    // Only the third write fails: the one of the outcomes at the end works.
    let mut ledger = Failing::ledger(|write| write == 3);
    let report = ledger
        .run(&now, |recorder| {
            for contact in ["c-1", "c-2"] {
                assert_eq!(recorder.claim(1, contact).wait().unwrap(), Claim::Granted);
            }
            recorder.hand_over(1, handed("c-1", DeliveryState::Accepted));
            let failed = recorder.claim(1, "c-3").wait();
            assert_eq!(failed, Err(Trouble::Full));
            recorder.hand_over(1, handed("c-2", DeliveryState::Refused));
        })
        .unwrap_err();
    let found = &report.kept()[0];
    assert!(found.why.contains("2 claims and 2 outcomes") && !found.why.contains("could not"));
    let deliveries = ledger.deliveries().unwrap();
    assert_eq!(deliveries.state(1, "c-1"), DeliveryState::Accepted);
    assert_eq!(deliveries.state(1, "c-2"), DeliveryState::Refused);
    assert_eq!(deliveries.get(1, "c-3"), None);
    ledger.verify().unwrap();
}

#[test]
fn a_file_without_room_fails_the_run_and_keeps_what_was_granted() {
    let desk = Desk::with(1);
    let mut store = desk.store().unwrap();
    store.append(vec![]).unwrap();
    store.writer().unwrap().pragma_update(None, "max_page_count", 40).unwrap();
    let mut ledger = Ledger::over(Box::new(store), MACHINE.seat(), "ledger.sqlite");
    let granted = Mutex::new(Vec::new());
    let report = ledger
        .run(&now, |recorder| {
            for n in 0..2000 {
                let contact = format!("c-{n}-{}", "x".repeat(200));
                match recorder.claim(1, &contact).wait() {
                    Ok(Claim::Granted) => granted.lock().unwrap().push(contact),
                    other => {
                        assert_eq!(other, Err(Trouble::Full));
                        return;
                    }
                }
            }
            panic!("it never filled up");
        })
        .unwrap_err();
    assert!(report.kept()[0].title.contains("no room"), "{report:?}");
    drop(ledger);
    let granted = granted.into_inner().unwrap();
    assert!(!granted.is_empty());
    let deliveries = desk.ledger().deliveries().unwrap();
    assert_eq!(deliveries.iter(1).count(), granted.len());
    desk.ledger().verify().unwrap();
}

#[test]
fn an_outcome_without_a_claim_is_never_written() {
    let mut ledger = memory();
    let report = ledger
        .run(&now, |recorder| {
            assert_eq!(recorder.claim(1, "c-1").wait().unwrap(), Claim::Granted);
            recorder.hand_over(1, handed("c-1", DeliveryState::Accepted));
            recorder.hand_over(1, handed("c-2", DeliveryState::Accepted));
        })
        .unwrap_err();
    assert!(report.kept()[0].title.contains("`c-2` is queued and cannot become accepted"));
    let deliveries = ledger.deliveries().unwrap();
    assert_eq!(deliveries.state(1, "c-1"), DeliveryState::Accepted);
    assert_eq!(deliveries.get(1, "c-2"), None);
}

#[test]
fn a_fact_that_cannot_be_fails_alone() {
    let mut ledger = memory();
    ledger
        .run(&now, |recorder| {
            let contacts = vec!["c-1".to_owned(), "c-1".to_owned()];
            let requeued = Fact::Requeued(Requeued { revision: 1, contacts, by: None });
            assert!(matches!(recorder.record(requeued.clone()), Err(Trouble::Illegal(..))));
            assert_eq!(recorder.claim(1, "c-1").wait().unwrap(), Claim::Granted);
            recorder.hand_over(1, handed("c-1", DeliveryState::Refused));
            // The second time in one fact is one too many.
            assert!(matches!(recorder.record(requeued), Err(Trouble::Illegal(..))));
            let again = recorder.claim(1, "c-1").wait().unwrap();
            assert_eq!(again, Claim::Denied(DeliveryState::Refused));
            let contacts = vec!["c-1".to_owned()];
            let requeued = Fact::Requeued(Requeued { revision: 1, contacts, by: None });
            recorder.record(requeued).unwrap();
            assert_eq!(recorder.claim(1, "c-1").wait().unwrap(), Claim::Granted);
        })
        .unwrap();
    ledger.verify().unwrap();
}

#[test]
fn a_recorder_that_is_kept_beyond_its_run_grants_nothing() {
    let mut ledger = memory();
    let kept = ledger.run(&now, Clone::clone).unwrap();
    assert!(kept.claim(1, "c-1").wait().is_err());
    assert!(kept.record(began(1, 0, "x")).is_err());
}

#[test]
fn e_25_two_who_want_to_send_at_once_never_both_send() {
    let desk = Desk::new();
    let granted = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut ledger = desk.ledger();
                ledger
                    .run(&now, |recorder| {
                        for n in 0..30 {
                            let contact = format!("c-{n}");
                            if recorder.claim(1, &contact).wait().unwrap() == Claim::Granted {
                                granted.fetch_add(1, Ordering::Relaxed);
                                recorder.hand_over(1, handed(&contact, DeliveryState::Accepted));
                            }
                        }
                    })
                    .unwrap();
            });
        }
    });
    assert_eq!(granted.into_inner(), 30);
    assert_eq!(desk.ledger().verify().unwrap().letters, 30);
}

#[test]
fn the_place_is_that_of_the_last_run_or_of_who_took_over() {
    let desk = Desk::new();
    let mut ledger = desk.ledger();
    assert_eq!(ledger.last_place().unwrap(), None);
    let here = ledger.place().to_owned();
    assert_eq!(here, desk.ledger().place());
    ledger.append(now(), &[began(1, 0, &here)]).unwrap();
    let copy = Desk::new();
    std::fs::copy(desk.path(), copy.path()).unwrap();
    let mut copied = copy.ledger();
    assert_eq!(copied.last_place().unwrap().as_deref(), Some(here.as_str()));
    assert_ne!(copied.place(), here);
    let (by, reason) = ("t-1".to_owned(), "the old machine is under water".to_owned());
    let place = copied.place().to_owned();
    let taken = super::super::TakenOver { place: place.clone(), by, reason };
    copied.append(now(), &[Fact::TakenOver(taken)]).unwrap();
    assert_eq!(copied.last_place().unwrap(), Some(place));
}

/// A clock of a test that does not stand still would prove nothing.
#[test]
fn each_commit_asks_the_clock() {
    let ticks = AtomicUsize::new(0);
    let clock = || {
        let tick = i64::try_from(ticks.fetch_add(1, Ordering::Relaxed)).unwrap();
        Timestamp::from_second(1_800_000_000 + tick).unwrap()
    };
    let mut ledger = memory();
    ledger
        .run(&clock, |recorder| {
            recorder.record(began(1, 0, "a")).unwrap();
            recorder.record(Fact::Ended(Ended { run: 1, why: "b".to_owned() })).unwrap();
        })
        .unwrap();
    let records = ledger.records().unwrap();
    assert!(records[0].recorded_at < records[1].recorded_at);
}

/// Somebody sets the clock, or the machine wakes up with another time: an hour back and a day on, within
/// a run and between runs. Order and states come from the chain, never from a time (E-37).
#[test]
fn a_clock_that_jumps_changes_no_state_and_breaks_no_chain() {
    let desk = Desk::new();
    let mut ledger = desk.ledger();
    let ticks = AtomicUsize::new(0);
    let hours = [0, -1, 24, 23, -48, 1];
    let clock = || {
        let hour = hours[ticks.fetch_add(1, Ordering::Relaxed) % hours.len()];
        Timestamp::from_second(1_800_000_000 + hour * 3600).unwrap()
    };
    for run in 1..=3 {
        ledger
            .run(&clock, |recorder| {
                recorder.record(began(run, 20, "here")).unwrap();
                for n in 0..20 {
                    let contact = format!("c-{n}");
                    let claim = recorder.claim(1, &contact).wait().unwrap();
                    let first = run == 1;
                    assert_eq!(claim == Claim::Granted, first, "{contact} in run {run}: {claim:?}");
                    if first {
                        recorder.hand_over(1, handed(&contact, DeliveryState::Accepted));
                    }
                }
                recorder.record(Fact::Ended(Ended { run, why: "done".to_owned() })).unwrap();
            })
            .unwrap();
    }
    let records = ledger.records().unwrap();
    assert!(records.windows(2).any(|two| two[0].recorded_at > two[1].recorded_at), "it did jump");
    assert_eq!(ledger.verify().unwrap().letters, 20);
    let deliveries = ledger.deliveries().unwrap();
    assert!(deliveries.iter(1).all(|(_, it)| it.state == DeliveryState::Accepted));
    assert_eq!(deliveries.iter(1).count(), 20);
}

/// A row as any store would be given it.
#[test]
fn a_row_of_a_run_is_bound_like_any_other() {
    let mut memory = MemoryStore::default();
    let row = Entry { recorded_at: "a".to_owned(), machine: "b".to_owned(), body: "c".to_owned() };
    let alone = memory.append(vec![row.clone()]).unwrap();
    let desk = Desk::new();
    let mut store = desk.store().unwrap();
    store.begin_run().unwrap();
    assert_eq!(store.append(vec![row.clone()]).unwrap(), alone);
    assert_eq!(store.append(vec![row.clone()]).unwrap(), memory.append(vec![row]).unwrap());
    store.end_run();
}
