//! How many letters a second the conversation hands over, without ledger or rendering.
//!
//! ```sh
//! smtp-sink -c 127.0.0.1:2525 1000 &
//! cargo bench --bench smtp -- 2525 100000 1
//! ```
//! The arguments are a port of this machine, the letters and the connections; `lockstep` behind them
//! leaves PIPELINING aside.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench that cannot go on should stop"
)]

use hearten::delivery::smtp::{AsMail, Courier, Ended, Outcome, Relay, Secrets, Security, Session};
use hearten::world::Stopwatch;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The letter of docs/performance.md has 6 KB.
const SIZE: usize = 6000;

struct Letter<'a> {
    to: String,
    message: &'a [u8],
}

impl AsMail for Letter<'_> {
    fn sender(&self) -> &'static str {
        "lin@firm.example"
    }
    fn recipient(&self) -> &str {
        &self.to
    }
    fn head(&self) -> &'static [u8] {
        b"Date: Fri, 20 Nov 2026 10:00:00 +0800\r\n"
    }
    fn message(&self) -> &[u8] {
        self.message
    }
}

/// Takes numbers from one counter for all connections.
struct Numbers<'a> {
    message: &'a [u8],
    next: &'a AtomicUsize,
    letters: usize,
    accepted: usize,
}

impl<'a> Courier for Numbers<'a> {
    type Letter = Letter<'a>;

    fn next(&mut self, _: bool) -> Option<Letter<'a>> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        (number < self.letters)
            .then(|| Letter { to: format!("r{number}@partner.example"), message: self.message })
    }

    fn claimed(&mut self, _: &Letter<'a>) -> bool {
        true
    }

    fn outcome(&mut self, _: Letter<'a>, outcome: Outcome) {
        self.accepted += usize::from(matches!(outcome, Outcome::Accepted(_)));
    }
}

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let [port, letters, connections, rest @ ..] = arguments.as_slice() else {
        println!("usage: cargo bench --bench smtp -- PORT LETTERS CONNECTIONS [lockstep]");
        return;
    };
    let mut relay = Relay::new("127.0.0.1", port.parse().unwrap(), Security::Loopback);
    relay.pipelining = rest.is_empty();
    let (letters, connections): (usize, usize) =
        (letters.parse().unwrap(), connections.parse().unwrap());
    let line = "All our people are safe, and the line runs again on Monday; Anna calls you.\r\n";
    let message = format!("Subject: letter\r\n\r\n{}", line.repeat(SIZE / line.len()));
    let next = AtomicUsize::new(0);
    let watch = Stopwatch::start();
    let accepted: usize = thread::scope(|scope| {
        let deliver = || {
            let mut session = Session::open(&relay, &Secrets::none()).unwrap();
            let message = message.as_bytes();
            let mut numbers = Numbers { message, next: &next, letters, accepted: 0 };
            assert_eq!(session.deliver(&mut numbers), Ended::Drained);
            session.quit();
            numbers.accepted
        };
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(deliver)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let seconds = watch.elapsed().as_secs_f64();
    let rate = f64::from(u32::try_from(accepted).unwrap()) / seconds;
    println!(
        "{accepted} letters accepted over {connections} connections in {seconds:.2} s: {rate:.0}/s"
    );
}
