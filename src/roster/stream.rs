use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Makes items on one thread, works on them on all cores, and hands the results over in order on
/// the calling thread.
///
/// At any time at most a few items for each core are on their way, so memory does not grow with
/// their number. A panic anywhere stops the line and is passed on to the caller.
pub(crate) fn in_order<I: Send, T: Send>(
    mut make: impl FnMut() -> Option<I> + Send,
    work: impl Fn(I) -> T + Sync,
    mut take: impl FnMut(T),
) {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let (job_out, job_in) = channel::<(usize, I)>();
    let (result_out, result_in) = channel::<(usize, thread::Result<T>)>();
    // One permit for each item on its way. They live on the calling thread: when it ends early,
    // the maker finds no more permits and stops.
    let (permit_out, permit_in) = channel::<()>();
    let job_in = Mutex::new(job_in);
    thread::scope(|scope| {
        let permits = permit_out;
        let results = result_in;
        for _ in 0..=workers * 2 {
            // The receiver is alive: it moves into the maker below.
            let _ = permits.send(());
        }
        let maker_results = result_out.clone();
        scope.spawn(move || {
            let mut number = 0;
            while permit_in.recv().is_ok() {
                let item = match catch_unwind(AssertUnwindSafe(&mut make)) {
                    Ok(Some(item)) => item,
                    Ok(None) => return,
                    Err(panic) => {
                        let _ = maker_results.send((number, Err(panic)));
                        return;
                    }
                };
                if job_out.send((number, item)).is_err() {
                    return;
                }
                number += 1;
            }
        });
        for _ in 0..workers {
            let (results, jobs, work) = (result_out.clone(), &job_in, &work);
            scope.spawn(move || {
                while let Some((number, item)) = next_job(jobs) {
                    let result = catch_unwind(AssertUnwindSafe(|| work(item)));
                    if results.send((number, result)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(result_out);
        let mut early = BTreeMap::new();
        let mut next = 0;
        for (number, result) in results {
            match result {
                Ok(result) => early.insert(number, result),
                Err(panic) => resume_unwind(panic),
            };
            while let Some(result) = early.remove(&next) {
                take(result);
                next += 1;
                let _ = permits.send(());
            }
        }
    });
}

fn next_job<I>(jobs: &Mutex<Receiver<I>>) -> Option<I> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    #[test]
    fn results_come_in_order_and_few_are_on_their_way() {
        let (made, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let most = AtomicUsize::new(0);
        let mut numbers = 0..5000_usize;
        let mut seen = Vec::new();
        in_order(
            || {
                let ahead = made.fetch_add(1, SeqCst) - taken.load(SeqCst);
                most.fetch_max(ahead, SeqCst);
                numbers.next()
            },
            |n| if n % 7 == 0 { (0..1000).fold(n, |n, _| std::hint::black_box(n)) } else { n },
            |n| {
                taken.fetch_add(1, SeqCst);
                seen.push(n);
            },
        );
        assert!(seen.iter().copied().eq(0..5000));
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        assert!(most.into_inner() <= cores * 2 + 1);
    }

    #[test]
    fn a_panic_anywhere_reaches_the_caller_and_nothing_hangs() {
        let run = |at: &str| {
            let mut numbers = 0..1000;
            catch_unwind(AssertUnwindSafe(|| {
                in_order(
                    || {
                        let n = numbers.next();
                        assert!(!(at == "make" && n == Some(500)));
                        n
                    },
                    |n| {
                        assert!(!(at == "work" && n == 500));
                        n
                    },
                    |n| assert!(!(at == "take" && n == 500)),
                );
            }))
        };
        for at in ["make", "work", "take"] {
            assert!(run(at).is_err(), "{at}");
        }
        assert!(run("nowhere").is_ok());
    }
}
