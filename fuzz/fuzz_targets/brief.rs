//! Any bytes at all as a brief: reading and asking must not panic.
//!
//! Start with the fixtures as a corpus: `cargo +nightly fuzz run brief fuzz/corpus/brief tests/fixtures/bad`.

#![no_main]

use hearten::crisis::Brief;
use hearten::locale::Language;
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok((brief, _)) = Brief::read("brief.toml", text) else { return };
    let _ = brief.check_clock(Timestamp::UNIX_EPOCH);
    let _ = brief.missing(&Language::ALL);
    let _ = brief.summary();
    let _ = brief.impact.choose("a-012", "strategic", &["key"], Some("DE"));
    for wordings in brief.wordings() {
        for (_, wording) in wordings.iter() {
            let _ = brief.source().inside(wording, 2, 3);
        }
    }
});
