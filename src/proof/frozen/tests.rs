//! A proof is written whole, read back, and every changed byte of it is found.

use super::freezer::{Freezer, Sealed};
use super::*;
use crate::world::{MemoryWorld, SystemWorld, World};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn sealed(contact: &str, wave: u8, message: &str) -> Sealed {
    let sha256 = Fingerprint::of(message.as_bytes());
    let line = format!(
        r#"{{"contact":"{contact}","name":"王 {contact}","account":"Acc","to":"{contact}@b.example","wave":{wave},"language":"en","subject":"s","message_id":"<{contact}@x>","length":{},"sha256":"{sha256}""#,
        message.len()
    );
    Sealed { line, message: message.as_bytes().to_vec() }
}

fn manifest(letters: u64, bytes: u64) -> Manifest {
    Manifest {
        format: FORMAT.to_owned(),
        crisis: "fire".to_owned(),
        kind: "accident".to_owned(),
        phase: "letter".to_owned(),
        revision: 1,
        mode: "drill".to_owned(),
        organisation: BTreeMap::new(),
        from: BTreeMap::new(),
        reply_to: BTreeMap::new(),
        envelope_sender: "a@b.example".to_owned(),
        languages: vec!["en".to_owned()],
        drafter: None,
        frozen_at: Timestamp::UNIX_EPOCH,
        counts: ManifestCounts { contacts: letters, letters, left_out: 0, bytes },
        waves: Vec::new(),
        policy: SendingPolicy::default(),
        seeds: Vec::new(),
        attachments: Vec::new(),
        left_out: Vec::new(),
    }
}

fn inputs() -> Inputs {
    Inputs {
        program: "0".to_owned(),
        now: Timestamp::UNIX_EPOCH,
        ledger_seq: 0,
        other_ledgers: BTreeMap::new(),
        files: BTreeMap::from([("hearten.toml".to_owned(), "00".to_owned())]),
        warnings: Vec::new(),
    }
}

/// Three letters that go in the order c, a, b.
pub(in crate::proof) fn freeze(world: &dyn World, proofs: &Path) -> Frozen {
    let mut freezer = Freezer::begin(world, proofs).unwrap();
    let mut bytes = 0;
    for (contact, message) in
        [("a", "To: a\r\n\r\nA"), ("b", "To: b\r\n\r\nBB"), ("c", "To: c\r\n\r\nC")]
    {
        freezer.add(&mut sealed(contact, 3, message)).unwrap();
        bytes += message.len() as u64;
    }
    let at = Timestamp::from_second(60).ok();
    let order = [(2, None), (0, at), (1, at)];
    freezer.finish(order, manifest(3, bytes), &inputs()).unwrap()
}

/// Letters (contact, wave, message) in this order, with the manifest changed.
pub(in crate::proof) fn freeze_letters(
    world: &dyn World,
    letters: &[(&str, u8, &str)],
    change: impl Fn(&mut Manifest),
) -> Frozen {
    let mut freezer = Freezer::begin(world, Path::new("/w/proofs")).unwrap();
    for (contact, wave, message) in letters {
        freezer.add(&mut sealed(contact, *wave, message)).unwrap();
    }
    let mut manifest = manifest(letters.len() as u64, freezer.bytes());
    change(&mut manifest);
    let order = (0..freezer.count()).map(|number| (number, None));
    freezer.finish(order, manifest, &inputs()).unwrap()
}

fn messages(frozen: &Frozen) -> Vec<(String, String)> {
    let mut message = Vec::new();
    let read = |line: Result<Line, Damage>| {
        let line = line.unwrap();
        frozen.message(&line, &mut message).unwrap();
        (line.contact, String::from_utf8(message.clone()).unwrap())
    };
    frozen.letters().map(read).collect()
}

#[test]
fn a_slip_says_what_its_line_says() {
    let world = MemoryWorld::new(Timestamp::UNIX_EPOCH, []);
    let frozen = freeze(&world, Path::new("/proofs"));
    let mut slips = Vec::new();
    let meet = |slip: &Slip<'_>| slips.push((slip.contact.to_string(), slip.wave, slip.not_before));
    frozen.letters().each_slip(meet).unwrap();
    let lines = frozen.letters().map(Result::unwrap);
    let lines: Vec<_> = lines.map(|it| (it.contact, it.wave, it.not_before)).collect();
    assert_eq!(slips, lines);
    assert_eq!(lines.len(), 3);
}

#[test]
fn a_proof_is_read_as_it_was_written_in_the_order_of_sending() {
    let world = MemoryWorld::new(Timestamp::UNIX_EPOCH, []);
    let proofs = PathBuf::from("/w/proofs");
    let frozen = freeze(&world, &proofs);
    let again = Frozen::open(&world, &frozen.folder).unwrap();
    assert_eq!((&again.digest, &again.manifest), (&frozen.digest, &frozen.manifest));
    assert_eq!(again.inputs(&world), Some(inputs()));
    let texts = messages(&again);
    assert_eq!(texts.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["c", "a", "b"]);
    assert_eq!(texts[2].1, "To: b\r\n\r\nBB");
    assert_eq!(again.examine(&world), []);
    let files = world.files_below(&proofs).unwrap();
    assert!(files.iter().all(|file| file.parent() == Some(&again.folder)), "{files:?}");
    assert_eq!(files.len(), 5);
}

#[test]
fn the_same_letters_give_the_same_digest_and_any_other_order_another() {
    let world = MemoryWorld::new(Timestamp::UNIX_EPOCH, []);
    let proofs = PathBuf::from("/w/proofs");
    let first = freeze(&world, &proofs);
    assert_eq!(first.digest, freeze(&world, &proofs).digest);
    let mut freezer = Freezer::begin(&world, &proofs).unwrap();
    for contact in ["a", "b"] {
        freezer.add(&mut sealed(contact, 3, "m")).unwrap();
    }
    let other = freezer.finish([(1, None), (0, None)], manifest(2, 2), &inputs()).unwrap();
    assert_ne!(first.digest, other.digest);
}

#[test]
fn a_proof_given_up_leaves_no_trace() {
    let world = MemoryWorld::new(Timestamp::UNIX_EPOCH, []);
    let proofs = PathBuf::from("/w/proofs");
    let mut freezer = Freezer::begin(&world, &proofs).unwrap();
    freezer.add(&mut sealed("a", 3, "m")).unwrap();
    drop(freezer);
    assert_eq!(world.files_below(&proofs).unwrap(), Vec::<PathBuf>::new());
}

#[test]
fn p22_a_flipped_byte_anywhere_is_found_and_located() {
    let world = MemoryWorld::new(Timestamp::UNIX_EPOCH, []);
    let folder = freeze(&world, Path::new("/w/proofs")).folder;
    for file in [MANIFEST, INDEX, LETTERS, INPUTS, SUMS] {
        let path = folder.join(file);
        let whole = world.read(&path).unwrap();
        let mut line = 1;
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            world.put(&path, &changed).unwrap();
            let found = match Frozen::open(&world, &folder) {
                Ok(frozen) => frozen.examine(&world),
                Err(damage) => vec![damage],
            };
            let names = |damage: &Damage| {
                (damage.file == file || damage.what.ends_with(file))
                    && match file {
                        // A line end that was changed makes one line of two.
                        INDEX => damage.line == Some(line),
                        LETTERS => damage.contact.is_some(),
                        _ => true,
                    }
            };
            assert!(found.iter().any(names), "{file} {at}: {found:?}");
            line += usize::from(whole[at] == b'\n');
        }
        world.put(&path, &whole).unwrap();
    }
    assert_eq!(Frozen::open(&world, &folder).unwrap().examine(&world), []);
}

#[test]
fn lines_taken_out_or_moved_and_files_cut_off_or_gone_are_found() {
    let world = MemoryWorld::new(Timestamp::UNIX_EPOCH, []);
    let folder = freeze(&world, Path::new("/w/proofs")).folder;
    let whole = world.read(&folder.join(INDEX)).unwrap();
    let text = String::from_utf8(whole.clone()).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.swap(0, 1);
    let moved = lines.join("\n") + "\n";
    let cut = text.trim_end().to_owned();
    for changed in [moved, cut, String::new()] {
        world.put(&folder.join(INDEX), changed.as_bytes()).unwrap();
        assert_eq!(Frozen::open(&world, &folder).unwrap_err().file, INDEX);
    }
    world.put(&folder.join(INDEX), &whole).unwrap();
    for letters in ["", "To: a"] {
        world.put(&folder.join(LETTERS), letters.as_bytes()).unwrap();
        let found = Frozen::open(&world, &folder).unwrap().examine(&world);
        assert!(found.len() >= 3 && found[0].contact.is_some(), "{found:?}");
    }
    world.remove_file(&folder.join(LETTERS)).unwrap();
    assert_eq!(Frozen::open(&world, &folder).unwrap_err().file, LETTERS);
}

#[test]
#[cfg(unix)]
fn e37_files_and_folder_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let here = tempfile::tempdir().unwrap();
    let world = SystemWorld::new(None);
    let frozen = freeze(&world, &here.path().join("proofs"));
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&frozen.folder), 0o700);
    for file in [MANIFEST, INDEX, LETTERS, INPUTS, SUMS] {
        assert_eq!(mode(&frozen.folder.join(file)), 0o600, "{file}");
    }
    let again = Frozen::open(&world, &frozen.folder).unwrap();
    assert_eq!(messages(&again).len(), 3);
    assert_eq!(again.examine(&world), []);
}
