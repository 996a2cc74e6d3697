//! A mail server that does as it is told: it takes letters, and refuses, stalls, hangs up, trickles or lies
//! at any step. It works in threads of its own, on a free port of this machine.
//!
//! The unit tests of `delivery::smtp` use this very file, so it knows nothing of `hearten`.
//!
//! ```ignore
//! let server = MailServer::start(Script::new().on(At::Rcpt, 1, Do::Say("550 5.1.1 unknown")));
//! // … send to 127.0.0.1:server.port() …
//! for letter in server.finish() { … }
//! ```

#![allow(dead_code, reason = "not every test needs all of it")]
#![allow(clippy::disallowed_methods, reason = "it stands outside the program")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A place in the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum At {
    /// Before the first byte, and before a TLS handshake that comes first.
    Connect,
    Greeting,
    /// EHLO and HELO.
    Hello,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// After so many bytes of the body; always before the final dot is looked at.
    Body(usize),
    /// The message is whole and has been taken down.
    Dot,
    Reset,
    Quit,
}

/// What to do there instead of what a good server does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Do {
    /// Say this. After 421 it hangs up, as the standard wants.
    Say(&'static str),
    /// Say this and hang up.
    SayAndDrop(&'static str),
    /// Hang up.
    Drop,
    /// Do nothing more, and read nothing more.
    Stall,
    /// Send a byte of an endless reply now and then.
    Trickle,
    /// Send bytes that are no reply, then go on as if nothing had been.
    Garbage,
    /// Send an endless reply as fast as it goes.
    Flood,
    /// Answer well, but only when the client has sent something more: one that does not pipeline waits for ever.
    AnswerLate,
}

/// What the server is to do.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    offers: Vec<String>,
    rules: Vec<(At, usize, Option<Do>, usize)>,
    tls: Tls,
    user: Option<(String, String)>,
    knows_ehlo: bool,
    gullible: bool,
    pairs: Option<Arc<rustls::ServerConfig>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tls {
    None,
    First,
    Later,
}

impl Script {
    /// A good server with PIPELINING, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES and SIZE.
    pub(crate) fn new() -> Self {
        let offers = ["PIPELINING", "SIZE 26214400", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"];
        Self {
            offers: offers.map(str::to_owned).to_vec(),
            rules: Vec::new(),
            tls: Tls::None,
            user: None,
            knows_ehlo: true,
            gullible: false,
            pairs: None,
        }
    }

    /// Does this at the `nth` time, from 0, that a place is reached; counted over all connections.
    pub(crate) fn on(mut self, at: At, nth: usize, what: Do) -> Self {
        self.rules.push((at, nth, Some(what), 1));
        self
    }

    /// Does this every time.
    pub(crate) fn always(mut self, at: At, what: Do) -> Self {
        self.rules.push((at, 0, Some(what), usize::MAX));
        self
    }

    /// Offers this instead.
    pub(crate) fn offering(mut self, offers: &[&str]) -> Self {
        self.offers = offers.iter().map(|offer| (*offer).to_owned()).collect();
        self
    }

    /// Offers this as well.
    pub(crate) fn offering_also(mut self, offer: &str) -> Self {
        self.offers.push(offer.to_owned());
        self
    }

    /// Does not offer PIPELINING.
    pub(crate) fn lockstep(mut self) -> Self {
        self.offers.retain(|offer| offer != "PIPELINING");
        self
    }

    /// Knows only HELO.
    pub(crate) fn without_ehlo(mut self) -> Self {
        self.knows_ehlo = false;
        self
    }

    /// Says 354 even when it has refused the recipient (RFC 2920 section 3.1).
    pub(crate) fn gullible(mut self) -> Self {
        self.gullible = true;
        self
    }

    /// Wants this login before it takes a letter.
    pub(crate) fn with_user(mut self, user: &str, password: &str) -> Self {
        self.user = Some((user.to_owned(), password.to_owned()));
        self.offering_also("AUTH PLAIN LOGIN XOAUTH2")
    }

    /// Speaks TLS from the first byte.
    pub(crate) fn with_tls(mut self, certificate: &Certificate) -> Self {
        self.tls = Tls::First;
        self.pairs = Some(Arc::clone(&certificate.server));
        self
    }

    /// Offers STARTTLS.
    pub(crate) fn with_starttls(mut self, certificate: &Certificate) -> Self {
        self.tls = Tls::Later;
        self.pairs = Some(Arc::clone(&certificate.server));
        self
    }
}

/// A certificate of the server's own, and the authority that vouches for it.
pub(crate) struct Certificate {
    /// The authority, as a PEM file.
    pub(crate) authority: Vec<u8>,
    server: Arc<rustls::ServerConfig>,
}

impl Certificate {
    /// For these names and numbers.
    pub(crate) fn new(names: &[&str]) -> Self {
        use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority_key = KeyPair::generate().unwrap();
        // Two authorities of the same name would be taken for one with a bad signature.
        let name = STANDARD.encode(&authority_key.public_key_raw()[..24]);
        authority.distinguished_name.push(DnType::CommonName, name);
        let pem = authority.self_signed(&authority_key).unwrap().pem();
        let issuer = Issuer::new(authority, authority_key);
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(names).unwrap().signed_by(&key, &issuer).unwrap();
        let key = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let server = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        Self { authority: pem.into_bytes(), server: Arc::new(server) }
    }
}

/// A message of which the server has seen the final dot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    /// Over which connection it came, from 0.
    pub(crate) connection: usize,
    /// What stood behind MAIL, and behind RCPT.
    pub(crate) mail: String,
    pub(crate) rcpt: String,
    /// Its bytes, without the dots of the wire.
    pub(crate) message: Vec<u8>,
    /// What the server answered; none when it said nothing and keeps the letter all the same.
    pub(crate) answer: Option<u16>,
    /// Who was logged in, and whether the line was private.
    pub(crate) user: Option<String>,
    pub(crate) private: bool,
}

impl Received {
    /// Whether the letter is with its reader: it was accepted, or kept without a word.
    pub(crate) fn is_kept(&self) -> bool {
        self.answer.is_none_or(|code| code / 100 == 2)
    }

    /// The recipient alone.
    pub(crate) fn recipient(&self) -> &str {
        between(&self.rcpt)
    }
}

fn between(path: &str) -> &str {
    let start = path.find('<').map_or(0, |at| at + 1);
    let end = path[start..].find('>').map_or(path.len(), |at| start + at);
    &path[start..end]
}

/// What all threads share.
struct Desk {
    script: Script,
    state: Mutex<State>,
    over: Condvar,
    /// Told when a place is reached.
    news: Condvar,
}

#[derive(Default)]
struct State {
    reached: BTreeMap<At, usize>,
    received: Vec<Received>,
    commands: Vec<(usize, String)>,
    over: bool,
    guests: usize,
    /// Those that are still talking. A connection ends when its last handle goes.
    sockets: BTreeMap<usize, TcpStream>,
}

/// The server. When it is dropped, all connections end.
pub(crate) struct MailServer {
    address: SocketAddr,
    desk: Arc<Desk>,
    door: Option<JoinHandle<Vec<JoinHandle<()>>>>,
}

impl MailServer {
    /// Opens it on a free port of this machine.
    pub(crate) fn start(script: Script) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let state = Mutex::new(State::default());
        let desk = Arc::new(Desk { script, state, over: Condvar::new(), news: Condvar::new() });
        let shared = Arc::clone(&desk);
        let door = thread::spawn(move || {
            let mut guests = Vec::new();
            for (number, stream) in listener.incoming().enumerate() {
                let Ok(stream) = stream else { continue };
                {
                    let mut state = shared.state.lock().unwrap();
                    if state.over {
                        break;
                    }
                    state.guests += 1;
                    state.sockets.insert(number, stream.try_clone().unwrap());
                }
                let desk = Arc::clone(&shared);
                guests.push(thread::spawn(move || Guest::serve(&desk, number, stream)));
            }
            guests
        });
        Self { address, desk, door: Some(door) }
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Every command so far, each with the number of its connection.
    pub(crate) fn commands(&self) -> Vec<(usize, String)> {
        self.desk.state.lock().unwrap().commands.clone()
    }

    /// Waits until a place has been reached so many times, counted over all connections.
    pub(crate) fn wait_for(&self, at: At, times: usize) {
        let state = self.desk.state.lock().unwrap();
        let reached = |state: &mut State| state.reached.get(&at).copied().unwrap_or(0) < times;
        drop(self.desk.news.wait_while(state, reached).unwrap());
    }

    /// How many connections there have been.
    pub(crate) fn connections(&self) -> usize {
        self.desk.state.lock().unwrap().guests
    }

    /// The messages so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.desk.state.lock().unwrap().received.clone()
    }

    /// Waits until all has been read that clients sent before they hung up, and gives the messages.
    ///
    /// The clients must have hung up.
    pub(crate) fn finish(mut self) -> Vec<Received> {
        for guest in self.close() {
            guest.join().unwrap();
        }
        self.received()
    }

    /// Lets nobody in any more and ends all stalling.
    fn close(&mut self) -> Vec<JoinHandle<()>> {
        let Some(door) = self.door.take() else { return Vec::new() };
        self.desk.state.lock().unwrap().over = true;
        self.desk.over.notify_all();
        // The door looks up when somebody knocks.
        let _ = TcpStream::connect(self.address);
        door.join().unwrap_or_default()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let guests = self.close();
        for socket in self.desk.state.lock().unwrap().sockets.values() {
            let _ = socket.shutdown(Shutdown::Both);
        }
        for guest in guests {
            let _ = guest.join();
        }
    }
}

/// What a step comes to.
enum Next {
    /// Answer as a good server does.
    Answer,
    /// It was answered; with this code.
    Said(u16),
}

/// The conversation is over.
struct Over;

impl From<io::Error> for Over {
    fn from(_: io::Error) -> Self {
        Self
    }
}

enum Line {
    Plain(TcpStream),
    Private(Box<rustls::StreamOwned<rustls::ServerConnection, TcpStream>>),
    Gone,
}

impl Line {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(room),
            Self::Private(stream) => stream.read(room),
            Self::Gone => Ok(0),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.write_all(bytes),
            Self::Private(stream) => stream.write_all(bytes).and_then(|()| stream.flush()),
            Self::Gone => Ok(()),
        }
    }
}

/// One conversation.
struct Guest<'a> {
    desk: &'a Desk,
    number: usize,
    line: Line,
    inbox: Vec<u8>,
    room: Vec<u8>,
    mail: Option<String>,
    rcpt: Option<String>,
    refused_rcpt: bool,
    user: Option<String>,
    /// The code of the last answer.
    said: Option<u16>,
}

impl<'a> Guest<'a> {
    fn serve(desk: &'a Desk, number: usize, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let mut guest = Self {
            desk,
            number,
            line: Line::Plain(stream),
            inbox: Vec::new(),
            room: vec![0; 64 * 1024],
            mail: None,
            rcpt: None,
            refused_rcpt: false,
            user: None,
            said: None,
        };
        let _ = guest.talk();
        desk.state.lock().unwrap().sockets.remove(&number);
    }

    fn talk(&mut self) -> Result<(), Over> {
        self.reach(At::Connect)?;
        if self.desk.script.tls == Tls::First {
            self.go_private();
        }
        self.answer(At::Greeting, "220 mx.test.example ESMTP")?;
        loop {
            let line = self.read_line()?;
            self.note(&line);
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" if self.desk.script.knows_ehlo => self.hello()?,
                "EHLO" => self.answer(At::Hello, "502 5.5.1 not known")?,
                "HELO" => self.answer(At::Hello, "250 mx.test.example")?,
                "STARTTLS" => {
                    self.answer(At::StartTls, "220 2.0.0 go ahead")?;
                    self.inbox.clear();
                    self.go_private();
                }
                "AUTH" => self.auth(&line)?,
                "MAIL" => self.mail(line)?,
                "RCPT" => self.rcpt(line)?,
                "DATA" => self.data()?,
                "RSET" => {
                    self.clear();
                    self.answer(At::Reset, "250 2.0.0 Ok")?;
                }
                "NOOP" => self.say("250 2.0.0 Ok")?,
                "QUIT" => {
                    self.answer(At::Quit, "221 2.0.0 Bye")?;
                    return Err(Over);
                }
                _ => self.say("500 5.5.2 not known")?,
            }
        }
    }

    fn note(&self, line: &str) {
        self.desk.state.lock().unwrap().commands.push((self.number, line.to_owned()));
    }

    fn go_private(&mut self) {
        let Some(config) = &self.desk.script.pairs else { return };
        let Line::Plain(stream) = std::mem::replace(&mut self.line, Line::Gone) else { return };
        let tls = rustls::ServerConnection::new(Arc::clone(config)).unwrap();
        self.line = Line::Private(Box::new(rustls::StreamOwned::new(tls, stream)));
    }

    /// A place is reached: what the script wants there.
    fn reach(&mut self, at: At) -> Result<Next, Over> {
        let what = {
            let mut state = self.desk.state.lock().unwrap();
            let reached = state.reached.entry(at).or_default();
            let now = *reached;
            *reached += 1;
            self.desk.news.notify_all();
            drop(state);
            let fits = |rule: &&(At, usize, Option<Do>, usize)| {
                rule.0 == at && now >= rule.1 && now - rule.1 < rule.3
            };
            self.desk.script.rules.iter().find(fits).and_then(|rule| rule.2.clone())
        };
        let Some(what) = what else { return Ok(Next::Answer) };
        match what {
            Do::Say(words) => {
                self.say(words)?;
                let code = self.said.unwrap_or(0);
                if code == 421 { Err(Over) } else { Ok(Next::Said(code)) }
            }
            Do::SayAndDrop(words) => {
                self.say(words)?;
                Err(Over)
            }
            Do::Drop => Err(Over),
            Do::Stall => {
                self.pause(None);
                Err(Over)
            }
            Do::Trickle => {
                let reply = "250-slowly\r\n".as_bytes().iter().cycle();
                for byte in reply {
                    self.line.write(&[*byte])?;
                    if self.pause(Some(Duration::from_millis(3))) {
                        break;
                    }
                }
                Err(Over)
            }
            Do::Garbage => {
                self.line.write(b"\x16\x03\x01\0\xff HTTP/1.1 200 OK\r\n\r\n<html>\r\n")?;
                Ok(Next::Said(0))
            }
            Do::Flood => {
                let lines = "250-and another thing\r\n".repeat(1000);
                loop {
                    self.line.write(lines.as_bytes())?;
                }
            }
            Do::AnswerLate => {
                while !self.inbox.contains(&b'\n') {
                    self.fill()?;
                }
                Ok(Next::Answer)
            }
        }
    }

    /// Waits until the test is over, or so long; whether it is over.
    fn pause(&self, time: Option<Duration>) -> bool {
        let state = self.desk.state.lock().unwrap();
        match time {
            None => self.desk.over.wait_while(state, |state| !state.over).unwrap().over,
            Some(time) => {
                let waiting = |state: &mut State| !state.over;
                self.desk.over.wait_timeout_while(state, time, waiting).unwrap().0.over
            }
        }
    }

    /// Answers as the script wants, or with this; tells whether it went well.
    fn answers(&mut self, at: At, words: &str) -> Result<bool, Over> {
        match self.reach(at)? {
            Next::Said(code) => Ok(code / 100 == 2 || code / 100 == 3),
            Next::Answer => {
                self.say(words)?;
                Ok(words.starts_with(['2', '3']))
            }
        }
    }

    fn answer(&mut self, at: At, words: &str) -> Result<(), Over> {
        self.answers(at, words).map(|_| ())
    }

    fn say(&mut self, words: &str) -> Result<(), Over> {
        self.said = words.get(..3).and_then(|code| code.parse().ok());
        Ok(self.line.write(format!("{words}\r\n").as_bytes())?)
    }

    fn fill(&mut self) -> Result<(), Over> {
        let count = self.line.read(&mut self.room)?;
        self.inbox.extend_from_slice(&self.room[..count]);
        if count == 0 { Err(Over) } else { Ok(()) }
    }

    fn read_line(&mut self) -> Result<String, Over> {
        loop {
            if let Some(end) = self.inbox.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.inbox.drain(..=end).collect();
                return Ok(String::from_utf8_lossy(&line)
                    .trim_end_matches(['\r', '\n'])
                    .to_owned());
            }
            self.fill()?;
        }
    }

    fn hello(&mut self) -> Result<(), Over> {
        self.clear();
        let mut lines = vec!["mx.test.example".to_owned()];
        lines.extend(self.desk.script.offers.iter().cloned());
        if self.desk.script.tls == Tls::Later && matches!(self.line, Line::Plain(_)) {
            lines.push("STARTTLS".to_owned());
        }
        let last = lines.len() - 1;
        let mark = |at| if at == last { ' ' } else { '-' };
        let lines: Vec<String> =
            lines.iter().enumerate().map(|(at, line)| format!("250{}{line}", mark(at))).collect();
        self.answer(At::Hello, &lines.join("\r\n"))
    }

    fn auth(&mut self, line: &str) -> Result<(), Over> {
        let mut words = line.split(' ').skip(1);
        let way = words.next().unwrap_or_default().to_ascii_uppercase();
        let decode = |text: &str| {
            String::from_utf8(STANDARD.decode(text).unwrap_or_default()).unwrap_or_default()
        };
        let (user, password) = match way.as_str() {
            "PLAIN" => {
                let text = decode(words.next().unwrap_or_default());
                let mut parts = text.split('\0').skip(1).map(str::to_owned);
                (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
            }
            "LOGIN" => {
                self.say("334 VXNlcm5hbWU6")?;
                let user = decode(&self.read_line()?);
                self.say("334 UGFzc3dvcmQ6")?;
                (user, decode(&self.read_line()?))
            }
            _ => {
                let text = decode(words.next().unwrap_or_default());
                let mut parts = text.split('\x01');
                let mut part = |before: &str| {
                    let part = parts.next().unwrap_or_default();
                    part.strip_prefix(before).unwrap_or_default().to_owned()
                };
                (part("user="), part("auth=Bearer "))
            }
        };
        let good = self.desk.script.user == Some((user.clone(), password.clone()));
        if !good && way == "XOAUTH2" {
            self.say("334 eyJzdGF0dXMiOiI0MDEifQ==")?;
            self.read_line()?;
        }
        // A server that is too talkative: it repeats what it was told.
        let refusal = format!("535 5.7.8 wrong: {password} {line}");
        let words = if good { "235 2.7.0 welcome" } else { refusal.as_str() };
        if self.answers(At::Auth, words)? && good {
            self.user = Some(user);
        }
        Ok(())
    }

    fn mail(&mut self, line: String) -> Result<(), Over> {
        let words = if self.desk.script.user.is_some() && self.user.is_none() {
            "530 5.7.0 log in first"
        } else if self.mail.is_some() {
            "503 5.5.1 nested MAIL"
        } else {
            "250 2.1.0 Ok"
        };
        if self.answers(At::Mail, words)? {
            self.clear();
            self.mail = Some(line);
        }
        Ok(())
    }

    fn rcpt(&mut self, line: String) -> Result<(), Over> {
        let words = if self.mail.is_some() { "250 2.1.5 Ok" } else { "503 5.5.1 MAIL comes first" };
        if self.answers(At::Rcpt, words)? {
            self.rcpt = Some(line);
        } else {
            self.refused_rcpt = true;
        }
        Ok(())
    }

    fn data(&mut self) -> Result<(), Over> {
        let open = self.rcpt.is_some() || (self.desk.script.gullible && self.refused_rcpt);
        let words = if open { "354 go ahead" } else { "554 5.5.1 no valid recipients" };
        if !self.answers(At::Data, words)? || !open {
            return Ok(());
        }
        let message = self.body()?;
        let received = Received {
            connection: self.number,
            mail: self.mail.clone().unwrap_or_default(),
            rcpt: self.rcpt.clone().unwrap_or_default(),
            message,
            answer: None,
            user: self.user.clone(),
            private: matches!(self.line, Line::Private(_)),
        };
        let nobody = self.rcpt.is_none();
        self.clear();
        let place = {
            let mut state = self.desk.state.lock().unwrap();
            // A message to nobody is no letter.
            if !nobody {
                state.received.push(received);
            }
            state.received.len().saturating_sub(1)
        };
        let words = if nobody { "554 5.5.1 no valid recipients" } else { "250 2.0.0 Ok: queued" };
        self.said = None;
        let answered = self.answer(At::Dot, words);
        if !nobody {
            self.desk.state.lock().unwrap().received[place].answer = self.said;
        }
        answered
    }

    /// Reads up to the final dot, with a halt wherever the script wants something.
    fn body(&mut self) -> Result<Vec<u8>, Over> {
        let limit = |rule: &(At, usize, Option<Do>, usize)| match rule.0 {
            At::Body(limit) => Some(limit),
            _ => None,
        };
        let mut halts: Vec<usize> = self.desk.script.rules.iter().filter_map(limit).collect();
        halts.sort_unstable_by(|a, b| b.cmp(a));
        halts.dedup();
        let mut raw = Vec::new();
        loop {
            while let Some(halt) = halts.pop_if(|halt| *halt <= raw.len()) {
                self.reach(At::Body(halt))?;
            }
            if let Some(message) = whole(&raw) {
                return Ok(message);
            }
            if self.inbox.is_empty() {
                self.fill()?;
            }
            let line = self.inbox.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let most = line.unwrap_or(self.inbox.len());
            let most = halts.last().map_or(most, |halt| most.min(halt - raw.len()));
            raw.extend(self.inbox.drain(..most));
        }
    }

    fn clear(&mut self) {
        self.mail = None;
        self.rcpt = None;
        self.refused_rcpt = false;
    }
}

/// The message without the dots of the wire, once the final one is there.
fn whole(raw: &[u8]) -> Option<Vec<u8>> {
    if raw != b".\r\n" && !raw.ends_with(b"\r\n.\r\n") {
        return None;
    }
    let mut message = Vec::with_capacity(raw.len());
    for line in raw[..raw.len() - 3].split_inclusive(|byte| *byte == b'\n') {
        message.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
    }
    Some(message)
}
