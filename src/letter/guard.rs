//! Rendering that always ends: a ceiling on what a template writes and on how long it takes.

use std::io::{self, Write};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The most that one part of a letter may hold, in bytes: far beyond any letter, far below trouble.
pub(super) const OUTPUT_LIMIT: usize = 256 * 1024;

/// How long one wording may take to render. Real ones take less than a thousandth of this.
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// Runs `work` on a thread of its own and waits for it within the limit.
///
/// `None` when it takes longer, as a template that loops without end does; the thread is then left
/// behind, and ends with the program.
pub(super) fn within_time<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    within(TIME_LIMIT, work)
}

fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (done, outcome) = mpsc::channel();
    let thread = thread::Builder::new().name("wording".to_owned()).spawn(move || {
        // The receiver may have given up waiting; then nobody needs the outcome.
        let _ = done.send(work());
    });
    if thread.is_err() {
        return None;
    }
    outcome.recv_timeout(limit).ok()
}

/// A writer that refuses to grow beyond [`OUTPUT_LIMIT`].
#[derive(Debug, Default)]
pub(super) struct Limited(Vec<u8>);

impl Limited {
    /// What was written. Tera writes text only.
    pub(super) fn into_text(self) -> String {
        String::from_utf8(self.0).unwrap_or_default()
    }

    /// Whether the ceiling was met.
    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= OUTPUT_LIMIT
    }
}

impl Write for &mut Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > OUTPUT_LIMIT {
            self.0.resize(OUTPUT_LIMIT, b' ');
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Limited, OUTPUT_LIMIT, within};
    use std::io::Write;
    use std::sync::mpsc;
    use std::time::Duration;

    #[test]
    fn work_without_end_is_given_up() {
        let (_keep, never) = mpsc::channel::<()>();
        assert_eq!(within(Duration::from_millis(5), move || never.recv().is_ok()), None);
        assert_eq!(within(Duration::from_mins(1), || 7), Some(7));
    }

    #[test]
    fn output_beyond_the_ceiling_is_refused() {
        let mut limited = Limited::default();
        assert!((&mut limited).write_all(&vec![b'x'; OUTPUT_LIMIT]).is_ok());
        assert!((&mut limited).write_all(b"y").is_err());
        assert!(limited.is_full());
    }
}
