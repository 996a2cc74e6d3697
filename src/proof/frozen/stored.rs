use super::damage::Damage;
use super::digest::{Digest, Fingerprint};
use super::{FORMAT, INDEX, INPUTS, Inputs, LETTERS, Line, MANIFEST, Manifest, SUMS, Slip, line};
use crate::world::{Fault, Pages, World};
use sha2::{Digest as _, Sha256};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// How much of the index is read at once.
const CHUNK: usize = 1 << 18;

/// A proof as it lies on disk: manifest and index are what the digest says.
///
/// Messages are held against the index one by one, when they are handed over.
pub struct Frozen {
    /// What an approval binds to.
    pub digest: Digest,
    /// What is approved beside the letters.
    pub manifest: Manifest,
    /// Where it lies.
    pub folder: PathBuf,
    index: Box<dyn Pages>,
    letters: Box<dyn Pages>,
}

impl std::fmt::Debug for Frozen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frozen").field("digest", &self.digest).finish_non_exhaustive()
    }
}

impl Frozen {
    /// Opens a proof, whose folder must bear the first digits of its digest.
    pub fn open(world: &dyn World, folder: &Path) -> Result<Self, Damage> {
        let proof = name(folder);
        let unreadable = |file| move |fault: Fault| Damage::unreadable(&name(folder), file, &fault);
        let text = world.read(&folder.join(MANIFEST)).map_err(unreadable(MANIFEST))?;
        let index = world.pages(&folder.join(INDEX)).map_err(unreadable(INDEX))?;
        let letters = world.pages(&folder.join(LETTERS)).map_err(unreadable(LETTERS))?;
        let prints = (Fingerprint::of(&text), fingerprint(index.as_ref(), &proof)?);
        let digest = Digest::of(&prints.0, &prints.1);
        if digest.short() != proof {
            return Err(locate(world, folder, index.as_ref(), &prints));
        }
        let manifest: Manifest = serde_json::from_slice(&text).map_err(|_| {
            Damage::new(&proof, MANIFEST, "something is written that only a later version knows")
        })?;
        if manifest.format != FORMAT {
            let what = format!("the format is `{}`, of a later version", manifest.format);
            return Err(Damage::new(&proof, MANIFEST, what));
        }
        Ok(Self { digest, manifest, folder: folder.to_owned(), index, letters })
    }

    /// The same, when it has this whole digest: the folder bears only its beginning.
    pub fn expect(self, digest: &str) -> Result<Self, Damage> {
        if self.digest.as_str() == digest {
            return Ok(self);
        }
        let what = format!("the digest is not `{digest}`, which the ledger names");
        Err(Damage::new(self.digest.short(), MANIFEST, what))
    }

    /// One that has just been written.
    pub(super) fn whole(
        world: &dyn World,
        folder: PathBuf,
        digest: Digest,
        manifest: Manifest,
    ) -> Result<Self, Fault> {
        let index = world.pages(&folder.join(INDEX))?;
        let letters = world.pages(&folder.join(LETTERS))?;
        Ok(Self { digest, manifest, folder, index, letters })
    }

    /// The letters in the order of sending.
    pub fn letters(&self) -> Lines<'_> {
        Lines::over(self.digest.short(), self.index.as_ref())
    }

    /// A line once more, by the place that [`Lines::place`] gave.
    pub fn line_at(&self, (start, length): (u64, usize)) -> Result<Line, Damage> {
        let mut text = vec![0; length];
        let read = self.index.read_at(start, &mut text).ok();
        let line = read.and_then(|()| line::read(std::str::from_utf8(&text).ok()?));
        line.ok_or_else(|| {
            Damage::new(self.digest.short(), INDEX, "it was changed while it was read")
        })
    }

    /// Reads the message of a letter into `out`, whose content goes. It is what the index says, or an
    /// error: nothing else is ever handed over.
    pub fn message(&self, line: &Line, out: &mut Vec<u8>) -> Result<(), Damage> {
        // What it held is written over; to clear it first would be one more pass.
        out.resize(line.length as usize, 0);
        let proof = self.digest.short();
        self.letters.read_at(line.offset, out).map_err(|error| {
            out.clear();
            Damage::in_letter(proof, &line.contact, format!("it cannot be read: {error}"))
        })?;
        if Fingerprint::of(out) == line.sha256 {
            return Ok(());
        }
        out.clear();
        let end = line.offset + u64::from(line.length);
        Err(Damage::in_letter(
            proof,
            &line.contact,
            format!("a byte between {} and {end} was changed", line.offset),
        ))
    }

    /// From what it was made; none when that was changed or is gone.
    pub fn inputs(&self, world: &dyn World) -> Option<Inputs> {
        serde_json::from_slice(&world.read(&self.folder.join(INPUTS)).ok()?).ok()
    }

    /// Everything that is not what was frozen: each message, the letters as a whole, and the files
    /// beside them. Manifest and index were examined when it was opened.
    pub fn examine(&self, world: &dyn World) -> Vec<Damage> {
        let mut found = Vec::new();
        let (mut letters, mut bytes) = (0_u64, 0_u64);
        let mut message = Vec::new();
        for line in self.letters() {
            match line {
                Ok(line) => {
                    found.extend(self.message(&line, &mut message).err());
                    letters += 1;
                    bytes += u64::from(line.length);
                }
                Err(damage) => found.push(damage),
            }
        }
        let proof = self.digest.short();
        let counts = self.manifest.counts;
        if (letters, bytes) != (counts.letters, counts.bytes) {
            let what = format!("{} letters are promised, and {letters} are there", counts.letters);
            found.push(Damage::new(proof, INDEX, what));
        }
        if self.letters.length().ok() != Some(bytes) {
            found.push(Damage::new(proof, LETTERS, "bytes are missing, or too many"));
        }
        for file in [INPUTS, SUMS] {
            if let Err(fault) = world.read(&self.folder.join(file)) {
                found.push(Damage::unreadable(proof, file, &fault));
            }
        }
        let sums = sums(world, &self.folder);
        let print =
            |file: &str| world.read(&self.folder.join(file)).ok().map(|it| Fingerprint::of(&it));
        let wrong = |file| {
            sums.get(file).map(String::as_str) != print(file).as_ref().map(Fingerprint::as_str)
        };
        if wrong(MANIFEST) || wrong(INDEX) {
            found.push(Damage::new(proof, SUMS, "a digest was changed"));
        } else if wrong(INPUTS) {
            found.push(Damage::new(
                proof,
                INPUTS,
                format!("something was changed, or in its line of {SUMS}"),
            ));
        }
        found
    }
}

/// The letters of a proof in the order of sending, read bit by bit.
pub struct Lines<'f> {
    proof: &'f str,
    index: &'f dyn Pages,
    /// Where the next chunk begins.
    at: u64,
    buffer: Vec<u8>,
    /// Where the next line begins in the buffer.
    from: usize,
    number: usize,
    /// Where the last line begins, and how long it is.
    place: (u64, usize),
    ended: bool,
}

impl<'f> Lines<'f> {
    fn over(proof: &'f str, index: &'f dyn Pages) -> Self {
        Self {
            proof,
            index,
            at: 0,
            buffer: Vec::new(),
            from: 0,
            number: 0,
            place: (0, 0),
            ended: false,
        }
    }

    /// Where the last line stands, to read it once more.
    pub fn place(&self) -> (u64, usize) {
        self.place
    }

    /// Meets what each line says of whether and when its letter goes; the rest of it is not read.
    pub fn each_slip(mut self, mut meet: impl FnMut(&Slip<'_>)) -> Result<(), Damage> {
        while let Some(place) = self.advance() {
            let text = &self.buffer[place?];
            let slip = std::str::from_utf8(text).ok().and_then(line::read_slip);
            meet(&slip.ok_or_else(|| self.changed(text))?);
        }
        Ok(())
    }

    /// Moves on to the next line; gives where it stands in the buffer, without its end.
    fn advance(&mut self) -> Option<Result<Range<usize>, Damage>> {
        while !self.ended {
            let (from, held) = (self.from, self.buffer.len());
            if let Some(length) = memchr::memchr(b'\n', &self.buffer[from..]) {
                self.place = (self.at - (held - from) as u64, length);
                self.from += length + 1;
                self.number += 1;
                return Some(Ok(from..from + length));
            }
            match self.more() {
                Ok(true) => {}
                Ok(false) if from == held => return None,
                Ok(false) => {
                    // The last line has no end: something was cut off.
                    self.from = held;
                    self.number += 1;
                    return Some(Ok(from..held));
                }
                Err(error) => {
                    self.ended = true;
                    let what = format!("it cannot be read: {error}");
                    return Some(Err(Damage::new(self.proof, INDEX, what)));
                }
            }
        }
        None
    }

    fn changed(&self, text: &[u8]) -> Damage {
        Damage::in_line(self.proof, self.number, contact(text), "this line was changed")
    }

    fn more(&mut self) -> std::io::Result<bool> {
        let left = self.index.length()?.saturating_sub(self.at);
        let take = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
        if take == 0 {
            return Ok(false);
        }
        self.buffer.drain(..self.from);
        self.from = 0;
        let held = self.buffer.len();
        self.buffer.resize(held + take, 0);
        self.index.read_at(self.at, &mut self.buffer[held..])?;
        self.at += take as u64;
        Ok(true)
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<Line, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        let text = match self.advance()? {
            Ok(place) => &self.buffer[place],
            Err(damage) => return Some(Err(damage)),
        };
        let line = std::str::from_utf8(text).ok().and_then(line::read);
        Some(line.ok_or_else(|| self.changed(text)))
    }
}

/// Whom a line that cannot be relied on seems to be about.
fn contact(line: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(line);
    let (_, rest) = text.split_once("\"contact\":\"")?;
    let (id, _) = rest.split_once('"')?;
    Some(id.to_owned())
}

/// Which file was changed when the digest does not agree, and which line of it.
fn locate(
    world: &dyn World,
    folder: &Path,
    index: &dyn Pages,
    (manifest, lines): &(Fingerprint, Fingerprint),
) -> Damage {
    let proof = name(folder);
    if let Some(damage) = Lines::over(&proof, index).find_map(Result::err) {
        return damage;
    }
    let sums = sums(world, folder);
    let is = |file, print: &Fingerprint| sums.get(file).map(String::as_str) == Some(print.as_str());
    match (is(MANIFEST, manifest), is(INDEX, lines)) {
        (true, true) => {
            Damage::new(&proof, MANIFEST, "the digest is not that in the name of the folder")
        }
        (true, false) => Damage::new(&proof, INDEX, "lines are missing, added or in another order"),
        _ => Damage::new(&proof, MANIFEST, "something was changed"),
    }
}

/// The digests of `SHA256SUMS` by file.
fn sums(world: &dyn World, folder: &Path) -> std::collections::BTreeMap<String, String> {
    let text = world.read(&folder.join(SUMS)).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let pairs = text.lines().filter_map(|line| line.split_once("  "));
    pairs.map(|(print, file)| (file.to_owned(), print.to_owned())).collect()
}

fn fingerprint(pages: &dyn Pages, proof: &str) -> Result<Fingerprint, Damage> {
    let mut hashing = Sha256::new();
    let unreadable =
        |error: std::io::Error| Damage::new(proof, INDEX, format!("it cannot be read: {error}"));
    let length = pages.length().map_err(unreadable)?;
    let mut buffer = vec![0; CHUNK];
    let mut at = 0;
    while at < length {
        let take = usize::try_from(length - at).unwrap_or(CHUNK).min(CHUNK);
        pages.read_at(at, &mut buffer[..take]).map_err(unreadable)?;
        hashing.update(&buffer[..take]);
        at += take as u64;
    }
    Ok(Fingerprint::finish(hashing))
}

/// The name of a proof: that of its folder.
fn name(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
