//! Any bytes at all as a playbook: reading must not panic, and what is found points into the text.
//!
//! Start with the built-in ones as a corpus:
//! `cargo +nightly fuzz run playbook fuzz/corpus/playbook templates/playbooks`.

#![no_main]

use hearten::locale::Language;
use hearten::outreach::playbook::Playbook;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let report = match Playbook::read("playbook.toml", text, None, &Language::ALL) {
        Ok((playbook, report)) => {
            for action in &playbook.actions {
                let _ = action.place();
            }
            report
        }
        Err(report) => report,
    };
    for found in report.kept() {
        let Some(place) = &found.place else { continue };
        let Some(line) = place.line else { continue };
        assert!(line <= text.split('\n').count());
        assert!(place.span.clone().is_none_or(|span| place.text.get(span).is_some()));
    }
});
