//! Any words as a letter, and any bytes as a finished message: every finding points at words that are there.
//!
//! `cargo +nightly fuzz run lint`

#![no_main]

use hearten::crisis::Brief;
use hearten::letter::{self, Composer, PartName, Reading, Words};
use hearten::lint::{Entries, Finding, Finished, Inputs, Linter, Settings, Wall};
use hearten::locale::Language;
use hearten::workspace::{Assets, Config};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

const BRIEF: &str = include_str!("../../templates/briefs/examples/recall.toml");
const CONFIG: &str = include_str!("../../templates/hearten.toml");

struct Ground {
    brief: Brief,
    config: Config,
    composer: Composer,
    wall: Wall,
}

static GROUND: LazyLock<Ground> = LazyLock::new(|| {
    let (brief, _) = Brief::read("brief.toml", BRIEF).expect("the example is sound");
    let (config, _) = Config::read("hearten.toml", CONFIG).expect("the example is sound");
    let inputs = letter::Inputs {
        config: &config,
        assets: Assets::built_in(),
        brief: &brief,
        crisis: "fuzz",
        languages: &Language::ALL,
        letter_columns: &[],
        member_name: &|_, _| Some("Lin".to_owned()),
        now: Timestamp::UNIX_EPOCH,
    };
    let (composer, _) = Composer::new(inputs).expect("the built-in templates are sound");
    let mut entries = Entries::default();
    entries.add_person("Anna Schmidt");
    entries.add_person("欧阳静姝");
    entries.add_company("Sandvall AB");
    entries.add_address("anna@partner.example");
    let mut wall = Wall::default();
    wall.add(entries);
    Ground { brief, config, composer, wall }
});

fn sound(findings: Vec<Finding>) {
    for quote in findings.iter().filter_map(|finding| finding.quote.as_ref()) {
        assert!(quote.text.get(quote.span.start..quote.span.end).is_some(), "{quote:?}");
    }
}

fuzz_target!(|input: (u8, &str, &[u8])| {
    let (choice, text, bytes) = input;
    let ground = &*GROUND;
    let settings = Settings::default();
    let inputs = Inputs {
        brief: &ground.brief,
        config: &ground.config,
        assets: Assets::built_in(),
        settings: &settings,
        languages: &Language::ALL,
        now: Timestamp::UNIX_EPOCH,
        earlier: &[],
        wall: Some(&ground.wall),
    };
    let (linter, _) = Linter::new(inputs).expect("the built-in word lists are sound");
    let language = Language::ALL[usize::from(choice) % Language::ALL.len()];
    let part = PartName::ALL[usize::from(choice) % PartName::ALL.len()];
    let body = text.split("\n\n").map(|words| (part, Words::plain(words))).collect();
    let reading = Reading { language, subject: Words::plain(text), body };
    sound(linter.wording(&reading, &ground.composer));
    let own = [text.to_owned()];
    let letter = Finished { language, own: &own, internal: &[], message: bytes };
    sound(linter.letter(letter, &ground.composer));
    let _ = linter.clarity(&reading);
});
