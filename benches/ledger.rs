//! How fast letters are claimed and their outcomes recorded, durably, from many connections at once.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use hearten::ledger::{Claim, DeliveryState, Handed, Ledger, Recorder};
use hearten::world::SystemWorld;
use jiff::Timestamp;
use std::sync::atomic::{AtomicUsize, Ordering};

const LETTERS: usize = 100_000;

fn main() {
    divan::main();
}

/// Each connection claims one letter ahead of the one whose outcome it records, as a pipelined
/// session does.
#[divan::bench(args = [1, 16, 64], sample_count = 3, sample_size = 1)]
fn claim_and_hand_over(bencher: Bencher<'_, '_>, connections: usize) {
    let world = SystemWorld::default();
    // On the disk of the project: a folder for temporary files may lie in memory.
    let inputs =
        || tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap_or_else(|_| unreachable!());
    bencher.counter(ItemsCount::new(LETTERS)).with_inputs(inputs).bench_values(|folder| {
        let path = folder.path().join("ledger.sqlite");
        let Ok(mut ledger) = Ledger::open(&world, &path, "ledger.sqlite") else { unreachable!() };
        let clock = || Timestamp::UNIX_EPOCH;
        let next = AtomicUsize::new(0);
        let done = ledger.run(&clock, |recorder| {
            std::thread::scope(|scope| {
                for _ in 0..connections {
                    scope.spawn(|| deliver(recorder, &next));
                }
            });
        });
        assert!(done.is_ok());
        black_box(folder)
    });
}

fn deliver(recorder: &Recorder, next: &AtomicUsize) {
    let claim = || {
        let number = next.fetch_add(1, Ordering::Relaxed);
        (number < LETTERS).then(|| {
            // Not in the order of ids, so that the table is written here and there.
            let contact = format!("c-{:06}", number * 7919 % LETTERS);
            (recorder.claim(1, &contact), contact)
        })
    };
    let mut ahead = claim();
    while let Some((ticket, contact)) = ahead {
        ahead = claim();
        assert!(matches!(ticket.wait(), Ok(Claim::Granted)));
        recorder.hand_over(
            1,
            Handed {
                contact,
                state: DeliveryState::Accepted,
                at: Timestamp::UNIX_EPOCH,
                relay: Some("mail.lingchuan.example".to_owned()),
                words: "250 2.0.0 Ok: queued as 4VbXc21Q2Tz9rWk".to_owned(),
                date: Some("Fri, 20 Nov 2026 10:00:00 +0800".to_owned()),
                again_at: None,
            },
        );
    }
}

/// A whole ledger of so many letters is read, followed and held against its table.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn verify(bencher: Bencher<'_, '_>) {
    let world = SystemWorld::default();
    let Ok(folder) = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")) else { unreachable!() };
    let path = folder.path().join("ledger.sqlite");
    let Ok(mut ledger) = Ledger::open(&world, &path, "ledger.sqlite") else { unreachable!() };
    let next = AtomicUsize::new(0);
    let clock = || Timestamp::UNIX_EPOCH;
    let done = ledger.run(&clock, |recorder| {
        std::thread::scope(|scope| {
            (0..16).for_each(|_| drop(scope.spawn(|| deliver(recorder, &next))));
        });
    });
    assert!(done.is_ok());
    bencher.counter(ItemsCount::new(LETTERS)).bench_local(|| {
        let verified = ledger.verify();
        assert!(verified.is_ok_and(|verified| verified.letters == LETTERS));
    });
}
