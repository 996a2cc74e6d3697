//! Which approvals count (P-22), and what is said when there are too few.

use super::signature::verify;
use super::*;
use crate::ledger::{self, BrokeGlass, Endorsement, Given, Returned, Signature};
use crate::proof::frozen::{Frozen, tests::freeze};
use crate::workspace::ApprovalRules;
use crate::world::MemoryWorld;
use jiff::Timestamp;
use ssh_key::LineEnding;
use ssh_key::private::{Ed25519Keypair, PrivateKey};
use std::collections::BTreeMap;
use std::path::Path;

fn proof() -> Frozen {
    freeze(&MemoryWorld::new(Timestamp::UNIX_EPOCH, []), Path::new("/w/proofs"))
}

fn rules() -> ApprovalRules {
    let mut rules = ApprovalRules::default();
    rules.drafter = Some("t-3".to_owned());
    rules.approvers = ["t-1", "t-2", "t-3"].map(str::to_owned).to_vec();
    rules.break_glass = vec!["t-1".to_owned()];
    rules
}

fn given<T>(what: T) -> Given<T> {
    Given { seq: 1, at: Timestamp::UNIX_EPOCH, what }
}

fn yes(frozen: &Frozen, by: &str) -> Given<ledger::Approved> {
    given(ledger::Approved {
        digest: frozen.digest.to_string(),
        revision: 1,
        by: by.to_owned(),
        letters: frozen.manifest.counts.letters,
        acknowledged: Vec::new(),
        signature: None,
    })
}

fn tally(
    frozen: &Frozen,
    rules: &ApprovalRules,
    signers: Option<&Signers>,
    approved: Vec<Given<ledger::Approved>>,
) -> Tally {
    let endorsement = Endorsement { approved, ..Endorsement::default() };
    let addresses = BTreeMap::from([("t-2".to_owned(), "two@b.example".to_owned())]);
    let case = Case { endorsement: Some(&endorsement), rules, signers, addresses: &addresses };
    Tally::of(frozen, case)
}

fn key(seed: u8) -> PrivateKey {
    PrivateKey::from(Ed25519Keypair::from_seed(&[seed; 32]))
}

fn signed(frozen: &Frozen, by: &str, key: &PrivateKey) -> Given<ledger::Approved> {
    let text = key.to_openssh(LineEnding::LF).unwrap();
    let (key, armored) = sign(&text, None, frozen.digest.as_str()).unwrap();
    let mut vote = yes(frozen, by);
    vote.what.signature = Some(Signature { key, armored });
    vote
}

fn signers(lines: &[(&str, &PrivateKey)]) -> Signers {
    let line = |(who, key): &(&str, &PrivateKey)| {
        format!("{who} {}\n", key.public_key().to_openssh().unwrap())
    };
    let text = lines.iter().map(line).collect::<String>();
    Signers::read(SIGNERS, &format!("# ours\n\n{text}")).unwrap()
}

#[test]
fn p22_two_others_than_the_drafter_must_approve() {
    let frozen = proof();
    let none = tally(&frozen, &rules(), None, Vec::new());
    assert_eq!((none.lacking(), none.open()), (2, ["t-1", "t-2"].map(str::to_owned).as_slice()));
    let one = tally(&frozen, &rules(), None, vec![yes(&frozen, "t-1"), yes(&frozen, "t-3")]);
    assert_eq!((one.lacking(), one.counted().len(), one.discounted().len()), (1, 1, 1));
    let missing = one.missing().unwrap();
    assert_eq!(missing.title, "1 approval missing");
    assert!(
        missing.why.contains("approved by `t-1`") && missing.why.contains("`t-3` does not count")
    );
    assert!(missing.hint.contains("hearten approve --as t-2"));
    let both = tally(&frozen, &rules(), None, vec![yes(&frozen, "t-1"), yes(&frozen, "t-2")]);
    assert!(both.is_enough());
    let approved = Approved::check(frozen, true, &both).unwrap();
    assert_eq!(approved.by(), ["t-1", "t-2"]);
    assert_eq!(approved.told(), "approved by `t-1` and `t-2`");
}

#[test]
fn p23_an_approval_of_another_number_or_by_a_stranger_does_not_count() {
    let frozen = proof();
    let mut fewer = yes(&frozen, "t-1");
    fewer.what.letters = 2;
    let tally = tally(&frozen, &rules(), None, vec![fewer, yes(&frozen, "t-9")]);
    let flaws: Vec<_> = tally.discounted().iter().filter_map(|vote| vote.flaw.as_deref()).collect();
    assert_eq!(flaws, ["it is of 2 letters", "this person is not among the approvers"]);
}

#[test]
fn p22_an_approval_of_other_bytes_or_of_a_changed_workspace_is_void() {
    let frozen = proof();
    let both = tally(&frozen, &rules(), None, vec![yes(&frozen, "t-1"), yes(&frozen, "t-2")]);
    let void = Approved::check(frozen, false, &both).unwrap_err();
    assert!(void.title.contains("void") && void.hint.contains("hearten approve --diff"));
    let mut other = proof();
    other.digest = crate::proof::frozen::Digest::parse(&"0".repeat(64)).unwrap();
    assert!(Approved::check(other, true, &both).is_err());
}

#[test]
fn who_sends_letters_back_stops_them_and_who_breaks_the_glass_lets_them_go() {
    let frozen = proof();
    let rules = rules();
    let returned = Returned {
        digest: frozen.digest.to_string(),
        by: "t-2".to_owned(),
        reason: "the date is wrong".to_owned(),
    };
    let mut endorsement = Endorsement {
        approved: vec![yes(&frozen, "t-1"), yes(&frozen, "t-2")],
        returned: vec![given(returned)],
        ..Endorsement::default()
    };
    let addresses = BTreeMap::new();
    let of = |endorsement: &Endorsement| {
        let case = Case {
            endorsement: Some(endorsement),
            rules: &rules,
            signers: None,
            addresses: &addresses,
        };
        Tally::of(&frozen, case)
    };
    let missing = of(&endorsement).missing().unwrap();
    assert!(missing.title.contains("sent these letters back"), "{missing:?}");
    assert!(missing.why.contains("the date is wrong"));
    let alone = |by: &str| {
        Some(given(BrokeGlass {
            digest: frozen.digest.to_string(),
            by: by.to_owned(),
            reason: "nobody answers".to_owned(),
        }))
    };
    endorsement.broke_glass = alone("t-2");
    assert!(!of(&endorsement).is_enough(), "t-2 has no right to it");
    endorsement.broke_glass = alone("t-1");
    let tally = of(&endorsement);
    let approved = Approved::check(proof(), true, &tally).unwrap();
    assert_eq!(approved.broke_glass(), Some("t-1"));
    assert!(approved.told().starts_with("BREAK-GLASS"));
}

#[test]
fn only_the_persons_own_key_signs() {
    let frozen = proof();
    let (one, two) = (key(1), key(2));
    let known = signers(&[("t-1", &one), ("two@b.example", &two)]);
    let mut rules = rules();
    rules.signed = true;
    let votes = vec![signed(&frozen, "t-1", &one), signed(&frozen, "t-2", &two)];
    let both = tally(&frozen, &rules, Some(&known), votes.clone());
    assert!(both.is_enough(), "{both:?}");
    assert!(
        both.counted()
            .iter()
            .all(|vote| { vote.key.as_deref().is_some_and(|key| key.starts_with("SHA256:")) })
    );
    // Unsigned, signed by another's key, over other letters, without the file: none of them counts.
    let mut other = signed(&frozen, "t-2", &two);
    if let Some(signature) = &mut other.what.signature {
        let text = two.to_openssh(LineEnding::LF).unwrap();
        signature.armored = sign(&text, None, &"0".repeat(64)).unwrap().1;
    }
    for (vote, flaw) in [
        (yes(&frozen, "t-2"), "it is not signed"),
        (signed(&frozen, "t-2", &one), "`allowed_signers` holds its key under another name"),
        (
            signed(&frozen, "t-2", &key(3)),
            "`allowed_signers` does not hold the key it is signed with",
        ),
        (other, "its signature is not one of these letters"),
    ] {
        let tally = tally(&frozen, &rules, Some(&known), vec![votes[0].clone(), vote]);
        assert_eq!(tally.discounted()[0].flaw.as_deref(), Some(flaw));
    }
    assert_eq!(tally(&frozen, &rules, None, votes.clone()).counted(), []);
    // Where signing is a choice, a bad signature still never counts.
    let mut free = rules.clone();
    free.signed = false;
    let bad = tally(&frozen, &free, Some(&known), vec![signed(&frozen, "t-2", &key(3))]);
    assert_eq!((bad.counted().len(), bad.discounted().len()), (0, 1));
}

#[test]
fn a_key_counts_for_its_namespace_and_its_time() {
    let one = key(1);
    let text = one.to_openssh(LineEnding::LF).unwrap();
    let digest = "0".repeat(64);
    let (_, armored) = sign(&text, None, &digest).unwrap();
    let public = one.public_key().to_openssh().unwrap();
    let check = |options: &str, at: &str| {
        let signers = Signers::read(SIGNERS, &format!("t-1,one@b.example {options} {public}\n"));
        let at: Timestamp = at.parse().unwrap();
        verify(&armored, &digest, &signers.unwrap(), &|name| name == "t-1", at)
    };
    let noon = "2026-11-20T12:00:00Z";
    assert!(check("namespaces=\"file,hearten-approval\"", noon).is_ok());
    assert!(check("namespaces=\"git\"", noon).unwrap_err().contains("hearten-approval"));
    assert!(check("valid-before=\"20261121Z\",valid-after=\"202611200000Z\"", noon).is_ok());
    assert!(check("valid-before=\"20261120115959Z\"", noon).unwrap_err().contains("not valid"));
    assert!(check("valid-after=\"20261121Z\"", noon).unwrap_err().contains("not valid"));
}

#[test]
fn lines_that_cannot_be_used_are_told_at_their_place() {
    let public = key(1).public_key().to_openssh().unwrap();
    for (line, why) in [
        ("t-1".to_owned(), "The key is missing."),
        (format!("* {public}"), "Patterns of names"),
        ("t-1 ssh-ed25519 AAAA".to_owned(), "no public key"),
        (format!("t-1 cert-authority {public}"), "`cert-authority` is not used here"),
        (format!("t-1 valid-before=\"20270101\" {public}"), "the same on every machine"),
    ] {
        let report = Signers::read(SIGNERS, &format!("# keys\n{line}\n")).unwrap_err();
        let found = &report.kept()[0];
        assert!(found.why.contains(why), "{line}: {found:?}");
        assert_eq!(found.place.as_ref().and_then(|place| place.line), Some(2));
    }
}

#[test]
fn a_locked_key_needs_its_passphrase() {
    let digest = "0".repeat(64);
    assert_eq!(sign("no key", None, &digest), Err(SignFault::NoKey));
    // Made with: ssh-keygen -t ed25519 -N 'so long' -Z aes256-ctr
    let locked = include_str!("../../../tests/fixtures/keys/locked");
    assert_eq!(sign(locked, None, &digest), Err(SignFault::Locked));
    assert_eq!(sign(locked, Some("wrong"), &digest), Err(SignFault::WrongPassphrase));
    let (fingerprint, armored) = sign(locked, Some("so long"), &digest).unwrap();
    assert_eq!(read(&armored), Some(fingerprint));
    assert_eq!(read("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n"), None);
}
