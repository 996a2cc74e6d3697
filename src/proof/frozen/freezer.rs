use super::digest::{Digest, Fingerprint};
use super::stored::Frozen;
use super::{ASIDE, INDEX, INPUTS, Inputs, LETTERS, MANIFEST, Manifest, SUMS, line};
use crate::letter::Composer;
use crate::outreach::Recipient;
use crate::world::{Fault, Output, Pages, World};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

/// Lines as they come, before their order is known.
const DRAFT: &str = "letters.draft";
/// How much is written at once.
const CHUNK: usize = 1 << 20;

/// One letter as it was printed, ready to be written: made on many threads.
#[derive(Debug)]
pub struct Sealed {
    pub(super) line: String,
    pub(super) message: Vec<u8>,
}

impl Sealed {
    /// Seals one message, a copy of it in `memory`.
    pub fn new(
        composer: &Composer,
        recipient: &Recipient<'_>,
        subject: &str,
        message: &[u8],
        mut memory: Vec<u8>,
    ) -> Self {
        let line = line::opening(composer, recipient, subject, message);
        memory.clear();
        memory.extend_from_slice(message);
        Self { line, message: memory }
    }

    /// The memory of the message, for another one.
    pub fn into_memory(self) -> Vec<u8> {
        self.message
    }
}

/// Writes a proof: first the messages as they come, then the index in the order of sending.
///
/// Of each letter only the place of its line stays in memory. The folder is made aside and takes its
/// name when it is whole; dropped before, it leaves no trace.
pub struct Freezer<'w> {
    world: &'w dyn World,
    proofs: PathBuf,
    aside: PathBuf,
    letters: Option<BufWriter<Box<dyn Output>>>,
    drafts: BufWriter<Box<dyn Output>>,
    synced: Option<JoinHandle<io::Result<()>>>,
    /// Where the line of each letter begins; at the end, where the last one ends.
    starts: Vec<u64>,
    bytes: u64,
    whole: bool,
}

impl<'w> Freezer<'w> {
    /// Begins a proof in the folder of proofs.
    pub fn begin(world: &'w dyn World, proofs: &Path) -> Result<Self, Fault> {
        // Two people may freeze at once; each in a folder of their own.
        let aside = proofs.join(format!("{}{}", ASIDE, world.seat().process));
        world.remove_folder(&aside)?;
        let letters = world.create(&aside.join(LETTERS))?;
        let drafts = world.create(&aside.join(DRAFT))?;
        Ok(Self {
            world,
            proofs: proofs.to_owned(),
            aside,
            letters: Some(BufWriter::with_capacity(CHUNK, letters)),
            drafts: BufWriter::with_capacity(CHUNK, drafts),
            synced: None,
            starts: vec![0],
            bytes: 0,
            whole: false,
        })
    }

    /// Makes room for the places of about so many lines, so that they need not be moved while more come.
    pub fn expect(&mut self, letters: usize) {
        self.starts.reserve_exact(letters);
    }

    /// Adds a letter and gives its number, from 0.
    pub fn add(&mut self, letter: &mut Sealed) -> Result<u32, Fault> {
        let number = self.count();
        line::place(&mut letter.line, self.bytes);
        let written = match &mut self.letters {
            Some(letters) => letters.write_all(&letter.message),
            None => Err(io::ErrorKind::NotSeekable.into()),
        };
        written.map_err(|source| self.fault(LETTERS, source))?;
        let drafted = self.drafts.write_all(letter.line.as_bytes());
        drafted.map_err(|source| self.fault(DRAFT, source))?;
        self.bytes += letter.message.len() as u64;
        let end = self.starts.last().copied().unwrap_or_default() + letter.line.len() as u64;
        self.starts.push(end);
        Ok(number)
    }

    /// How many letters there are so far.
    pub fn count(&self) -> u32 {
        u32::try_from(self.starts.len() - 1).unwrap_or(u32::MAX)
    }

    /// How many bytes their messages have.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// No more letters come: they are synced while their order is found.
    pub fn all_added(&mut self) -> Result<(), Fault> {
        let Some(letters) = self.letters.take() else { return Ok(()) };
        let letters = letters.into_inner().map_err(io::IntoInnerError::into_error);
        let mut letters = letters.map_err(|source| self.fault(LETTERS, source))?;
        self.synced = Some(std::thread::spawn(move || letters.sync()));
        self.drafts.flush().map_err(|source| self.fault(DRAFT, source))
    }

    /// Writes index and manifest and gives the folder its name.
    ///
    /// `order` names each letter once by its number, in the order of sending, with the moment before
    /// which it does not go.
    pub fn finish(
        mut self,
        order: impl IntoIterator<Item = (u32, Option<Timestamp>)>,
        manifest: Manifest,
        inputs: &Inputs,
    ) -> Result<Frozen, Fault> {
        self.all_added()?;
        let index = self.write_index(order)?;
        self.world.remove_file(&self.aside.join(DRAFT))?;
        let (text, inputs) = (pretty(&manifest), pretty(inputs));
        self.write(MANIFEST, &text)?;
        self.write(INPUTS, &inputs)?;
        let print = Fingerprint::of(&text);
        let digest = Digest::of(&print, &index);
        let sums = [(&print, MANIFEST), (&index, INDEX), (&Fingerprint::of(&inputs), INPUTS)];
        let sums = sums.map(|(print, file)| format!("{print}  {file}\n")).concat();
        self.write(SUMS, sums.as_bytes())?;
        if let Some(synced) = self.synced.take() {
            let synced = synced.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into()));
            synced.map_err(|source| self.fault(LETTERS, source))?;
        }
        let folder = self.proofs.join(digest.short());
        self.publish(&folder)?;
        Frozen::whole(self.world, folder, digest, manifest)
    }

    fn write_index(
        &mut self,
        order: impl IntoIterator<Item = (u32, Option<Timestamp>)>,
    ) -> Result<Fingerprint, Fault> {
        let drafts = self.world.pages(&self.aside.join(DRAFT))?;
        let index = self.world.create(&self.aside.join(INDEX))?;
        let mut index = BufWriter::with_capacity(CHUNK, index);
        let mut hashing = Sha256::new();
        let mut text = String::new();
        let mut count = 0;
        for (number, not_before) in order {
            count += 1;
            self.draft(drafts.as_ref(), number, &mut text)
                .map_err(|source| self.fault(INDEX, source))?;
            line::close(&mut text, not_before);
            hashing.update(&text);
            index.write_all(text.as_bytes()).map_err(|source| self.fault(INDEX, source))?;
        }
        // An order that leaves letters out would lose them without a word.
        if count != self.count() {
            return Err(self.fault(INDEX, io::ErrorKind::InvalidInput.into()));
        }
        let index = index.into_inner().map_err(io::IntoInnerError::into_error);
        let synced = index.and_then(|mut index| index.sync());
        synced.map_err(|source| self.fault(INDEX, source))?;
        Ok(Fingerprint::finish(hashing))
    }

    /// The line of a letter so far as it was drafted.
    fn draft(&self, drafts: &dyn Pages, number: u32, text: &mut String) -> io::Result<()> {
        let at = number as usize;
        let (Some(start), Some(end)) = (self.starts.get(at), self.starts.get(at + 1)) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let mut bytes = std::mem::take(text).into_bytes();
        bytes.resize(usize::try_from(end - start).unwrap_or_default(), 0);
        drafts.read_at(*start, &mut bytes)?;
        *text = String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData)?;
        Ok(())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let mut file = self.world.create(&self.aside.join(name))?;
        let written = file.write_all(bytes).and_then(|()| file.sync());
        written.map_err(|source| self.fault(name, source))
    }

    /// A proof with the same digest that is there already holds the same, or is damaged: it goes.
    fn publish(&mut self, folder: &Path) -> Result<(), Fault> {
        self.world.sync_folder(&self.aside)?;
        self.world.remove_folder(folder)?;
        self.world.rename(&self.aside, folder)?;
        self.whole = true;
        self.world.sync_folder(&self.proofs)
    }

    fn fault(&self, name: &str, source: io::Error) -> Fault {
        // The user knows the folder of proofs, not the one aside.
        Fault::new("write", &self.proofs.join(name), source)
    }
}

impl Drop for Freezer<'_> {
    fn drop(&mut self) {
        if !self.whole {
            // Nothing better can be done with a fault here; the next one removes the rest.
            let _ = self.world.remove_folder(&self.aside);
        }
    }
}

fn pretty<T: serde::Serialize>(value: &T) -> Vec<u8> {
    // Structs of texts, numbers and maps by text can always be written.
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}
