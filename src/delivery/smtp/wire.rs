use super::reply::{Garbled, Reply, ReplyReader};
use crate::world::Stopwatch;
use rustls::ClientConnection;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;
use zeroize::Zeroize;

/// How much is handed to the system at once: a letter of the usual size with the next one's envelope.
pub(super) const CHUNK: usize = 64 * 1024;
/// The most that one TLS record holds.
const RECORD: usize = 16 * 1024;
const INBOX: usize = 8 * 1024;

/// Why nothing more comes or goes.
#[derive(Debug)]
pub(super) enum Broken {
    /// The phase's time ran out.
    Late(Duration),
    /// The server hung up.
    Closed,
    /// The system said so.
    Io(io::Error),
    /// TLS said so.
    Tls(rustls::Error),
    /// What came was no reply.
    Garbled(Garbled),
    /// The server spoke before it was asked.
    Spoke,
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What is there without waiting.
#[derive(Debug)]
pub(super) enum Heard {
    /// Nothing new.
    Silence,
    /// Words that were not read yet.
    Words,
    /// The connection is gone.
    Gone(Broken),
}

/// A connection that knows how much of what it was given is wholly with the system.
///
/// With TLS a record is only of use to the server when it is whole, so what is not wholly handed over
/// counts as not handed over.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    tls: Option<Box<ClientConnection>>,
    inbox: Box<[u8; INBOX]>,
    unread: std::ops::Range<usize>,
    /// What was put and not yet handed over.
    outbox: Vec<u8>,
    sealed: Vec<u8>,
    /// For each record in `sealed`: where it ends there, and how much plain text it holds.
    records: Vec<(usize, usize)>,
    put: usize,
    handed: usize,
    read_limit: Option<Duration>,
    write_limit: Option<Duration>,
}

impl Wire {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            tls: None,
            inbox: Box::new([0; INBOX]),
            unread: 0..0,
            outbox: Vec::with_capacity(CHUNK),
            sealed: Vec::new(),
            records: Vec::new(),
            put: 0,
            handed: 0,
            read_limit: None,
            write_limit: None,
        }
    }

    /// Where it comes from and leads to.
    pub(super) fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// What makes the line private, once it is.
    pub(super) fn tls(&self) -> Option<&ClientConnection> {
        self.tls.as_deref()
    }

    /// Makes the line private. What was read in plain before must have been used up.
    pub(super) fn secure(&mut self, tls: ClientConnection, limit: Duration) -> Result<(), Broken> {
        let watch = Stopwatch::start();
        let mut tls = Box::new(tls);
        let done = loop {
            if let Err(broken) = self.send_pending(&mut tls, watch, limit) {
                break Err(broken);
            }
            if !tls.is_handshaking() {
                break Ok(());
            }
            if let Err(broken) = self.receive(&mut tls, watch, limit) {
                // The alert that tells the server why; whether it arrives does not matter.
                let _ = self.send_pending(&mut tls, watch, limit);
                break Err(broken);
            }
        };
        self.tls = Some(tls);
        done
    }

    /// Starts counting anew what is put and handed over.
    pub(super) fn begin(&mut self) {
        self.outbox.clear();
        self.put = 0;
        self.handed = 0;
    }

    /// How many bytes were put since the beginning.
    pub(super) fn put_so_far(&self) -> usize {
        self.put
    }

    /// How many of them are wholly with the system.
    pub(super) fn handed_over(&self) -> usize {
        self.handed
    }

    /// Puts bytes; each whole chunk goes out, in at most `limit`.
    pub(super) fn put(&mut self, mut bytes: &[u8], limit: Duration) -> Result<(), Broken> {
        while !bytes.is_empty() {
            let room = (CHUNK - self.outbox.len()).min(bytes.len());
            let (now, later) = bytes.split_at(room);
            self.outbox.extend_from_slice(now);
            self.put += now.len();
            bytes = later;
            if self.outbox.len() == CHUNK {
                self.flush(limit)?;
            }
        }
        Ok(())
    }

    /// Hands over what was put.
    pub(super) fn flush(&mut self, limit: Duration) -> Result<(), Broken> {
        let watch = Stopwatch::start();
        let outcome = match &mut self.tls {
            None => {
                let pace = Pace { limit, watch, set: &mut self.write_limit };
                let (done, outcome) = write(&self.stream, &self.outbox, pace);
                self.handed += done;
                outcome
            }
            Some(tls) => {
                seal(tls, &self.outbox, &mut self.sealed, &mut self.records)?;
                let pace = Pace { limit, watch, set: &mut self.write_limit };
                let (done, outcome) = write(&self.stream, &self.sealed, pace);
                let whole = self.records.iter().take_while(|(end, _)| *end <= done);
                self.handed += whole.map(|(_, plain)| plain).sum::<usize>();
                outcome
            }
        };
        self.outbox.clear();
        outcome
    }

    /// Puts and hands over.
    pub(super) fn say(&mut self, bytes: &[u8], limit: Duration) -> Result<(), Broken> {
        self.begin();
        self.put(bytes, limit)?;
        self.flush(limit)
    }

    /// Wipes what was put, since a secret was among it (E-36).
    pub(super) fn wipe(&mut self) {
        self.outbox.resize(self.outbox.capacity(), 0);
        self.outbox.zeroize();
    }

    /// Waits for a whole reply, in all at most `limit`.
    pub(super) fn reply(&mut self, limit: Duration) -> Result<Reply, Broken> {
        let watch = Stopwatch::start();
        let mut reader = ReplyReader::new();
        loop {
            if self.unread.is_empty() {
                self.fill(watch, limit)?;
            }
            let bytes = &self.inbox[self.unread.clone()];
            let (used, reply) = reader.take(bytes).map_err(Broken::Garbled)?;
            self.unread.start += used;
            if let Some(reply) = reply {
                return Ok(reply);
            }
        }
    }

    /// A reply of which at least the beginning is there already; waits for nothing.
    pub(super) fn last_words(&mut self) -> Option<Reply> {
        let mut reader = ReplyReader::new();
        while let Heard::Words = self.heard() {
            let (used, reply) = reader.take(&self.inbox[self.unread.clone()]).ok()?;
            self.unread.start += used;
            if reply.is_some() {
                return reply;
            }
        }
        None
    }

    /// Whether something was read that nobody asked for.
    pub(super) fn has_unread(&self) -> bool {
        !self.unread.is_empty()
    }

    /// Looks without waiting whether the server has said something.
    pub(super) fn heard(&mut self) -> Heard {
        if self.has_unread() {
            return Heard::Words;
        }
        if let Err(error) = self.stream.set_nonblocking(true) {
            return Heard::Gone(Broken::Io(error));
        }
        let found = self.look();
        match self.stream.set_nonblocking(false) {
            Err(error) => Heard::Gone(Broken::Io(error)),
            Ok(()) => found,
        }
    }

    fn look(&mut self) -> Heard {
        loop {
            match self.take_in() {
                Ok(true) => return Heard::Words,
                // A record without words, such as a ticket: there may be more behind it.
                Ok(false) => {}
                Err(Broken::Io(error)) if is_wait(&error) => return Heard::Silence,
                Err(broken) => return Heard::Gone(broken),
            }
        }
    }

    /// Waits until at least one byte is there.
    fn fill(&mut self, watch: Stopwatch, limit: Duration) -> Result<(), Broken> {
        loop {
            Pace { limit, watch, set: &mut self.read_limit }
                .arm(|left| self.stream.set_read_timeout(Some(left)))?;
            match self.take_in() {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(Broken::Io(error)) if is_wait(&error) => {}
                Err(broken) => return Err(broken),
            }
        }
    }

    /// Reads once; whether words came of it.
    fn take_in(&mut self) -> Result<bool, Broken> {
        let Some(tls) = &mut self.tls else {
            let count = (&self.stream).read(self.inbox.as_mut_slice())?;
            self.unread = 0..count;
            return if count == 0 { Err(Broken::Closed) } else { Ok(true) };
        };
        if let Some(count) = opened(tls, self.inbox.as_mut_slice())? {
            self.unread = 0..count;
            return Ok(true);
        }
        if tls.read_tls(&mut &self.stream)? == 0 {
            return Err(Broken::Closed);
        }
        tls.process_new_packets().map_err(Broken::Tls)?;
        let count = opened(tls, self.inbox.as_mut_slice())?;
        self.unread = 0..count.unwrap_or(0);
        Ok(count.is_some())
    }

    /// Reads one piece of a handshake.
    fn receive(
        &mut self,
        tls: &mut ClientConnection,
        watch: Stopwatch,
        limit: Duration,
    ) -> Result<(), Broken> {
        loop {
            Pace { limit, watch, set: &mut self.read_limit }
                .arm(|left| self.stream.set_read_timeout(Some(left)))?;
            match tls.read_tls(&mut &self.stream) {
                Ok(0) => return Err(Broken::Closed),
                Ok(_) => break,
                Err(error) if is_wait(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        tls.process_new_packets().map_err(Broken::Tls)?;
        Ok(())
    }

    /// Sends what TLS itself has to say.
    fn send_pending(
        &mut self,
        tls: &mut ClientConnection,
        watch: Stopwatch,
        limit: Duration,
    ) -> Result<(), Broken> {
        self.sealed.clear();
        while tls.wants_write() {
            tls.write_tls(&mut self.sealed)?;
        }
        write(&self.stream, &self.sealed, Pace { limit, watch, set: &mut self.write_limit }).1
    }

    /// Says goodbye to TLS as well; whether it arrives does not matter.
    pub(super) fn close(mut self, limit: Duration) {
        if let Some(mut tls) = self.tls.take() {
            tls.send_close_notify();
            let _ = self.send_pending(&mut tls, Stopwatch::start(), limit);
        }
    }
}

/// The words that TLS has opened; `None` when there are none yet.
fn opened(tls: &mut ClientConnection, room: &mut [u8]) -> Result<Option<usize>, Broken> {
    match tls.reader().read(room) {
        Ok(0) => Err(Broken::Closed),
        Ok(count) => Ok(Some(count)),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Makes records of plain text and notes where each ends.
fn seal(
    tls: &mut ClientConnection,
    plain: &[u8],
    sealed: &mut Vec<u8>,
    records: &mut Vec<(usize, usize)>,
) -> Result<(), Broken> {
    sealed.clear();
    records.clear();
    for piece in plain.chunks(RECORD) {
        tls.writer().write_all(piece)?;
        while tls.wants_write() {
            tls.write_tls(sealed)?;
        }
        records.push((sealed.len(), piece.len()));
    }
    Ok(())
}

/// Writes all of it before the deadline; says how much went in any case.
fn write(mut stream: &TcpStream, bytes: &[u8], mut pace: Pace) -> (usize, Result<(), Broken>) {
    let mut done = 0;
    while done < bytes.len() {
        if let Err(broken) = pace.arm(|left| stream.set_write_timeout(Some(left))) {
            return (done, Err(broken));
        }
        match stream.write(&bytes[done..]) {
            Ok(0) => return (done, Err(Broken::Closed)),
            Ok(count) => done += count,
            Err(error) if is_wait(&error) => {}
            Err(error) => return (done, Err(error.into())),
        }
    }
    (done, Ok(()))
}

fn is_wait(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

/// The deadline of a phase, kept with a socket that only knows the longest wait for one call.
struct Pace<'a> {
    limit: Duration,
    watch: Stopwatch,
    set: &'a mut Option<Duration>,
}

impl Pace<'_> {
    /// Gives the socket the time that is left, unless what it has is near enough: that saves a call
    /// for most letters, and a phase is longer than its time by a sixty-fourth at most.
    fn arm(&mut self, set: impl FnOnce(Duration) -> io::Result<()>) -> Result<(), Broken> {
        let left = self.limit.saturating_sub(self.watch.elapsed());
        if left.is_zero() {
            return Err(Broken::Late(self.limit));
        }
        match *self.set {
            Some(now) if now <= left + left / 64 && now >= left / 8 => Ok(()),
            _ => {
                set(left)?;
                *self.set = Some(left);
                Ok(())
            }
        }
    }
}
