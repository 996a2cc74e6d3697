use super::assets;
use crate::crisis::Kind;
use crate::locale::Language;
use crate::outreach::playbook::{Blocks, Playbooks};
use crate::workspace::Assets;

const DOCUMENT: &str = include_str!("../../../../docs/playbooks.md");

fn example() -> &'static str {
    DOCUMENT.split("```toml\n").nth(1).unwrap().split("```").next().unwrap()
}

#[test]
fn the_example_of_the_document_reads_and_merges() {
    let assets = assets(&[("ours.toml", example())]);
    let opened = Playbooks::open(&assets, Kind::WorkplaceAccident, &Language::ALL);
    let (playbooks, report) = opened.unwrap_or_else(|report| panic!("{:#?}", report.kept()));
    assert!(report.is_empty(), "{:#?}", report.kept());
    let own: Vec<_> =
        playbooks.merged.actions.iter().filter(|action| playbooks.is_own(action)).collect();
    assert_eq!(own.iter().map(|action| action.id.as_str()).collect::<Vec<_>>(), ["OUR-2", "OUR-1"]);
    assert_eq!(own[0].blocks, Blocks::Actions(vec!["OUR-1".to_owned()]));
    assert_eq!(playbooks.replaced_by("OUR-2").len(), 1);
    let elsewhere = Playbooks::open(&assets, Kind::Recall, &Language::ALL).unwrap().0;
    assert!(!elsewhere.merged.actions.iter().any(|action| elsewhere.is_own(action)));
}

#[test]
fn the_document_names_every_key_and_every_slot() {
    let keys = [
        "id",
        "name",
        "audience",
        "except",
        "unless",
        "group",
        "wave",
        "who",
        "owner",
        "level_match",
        "after",
        "from",
        "by",
        "again",
        "channel",
        "exempt",
        "objective",
        "points",
        "material",
        "gives",
        "done_when",
        "rules",
        "slot",
        "blocks",
        "title",
        "kinds",
        "bars",
    ];
    for key in keys {
        assert!(DOCUMENT.contains(&format!("`{key}`")), "{key}");
    }
    let (shelf, _) = Playbooks::shelf(Assets::built_in(), Kind::Other, &Language::ALL);
    for action in &shelf[0].playbook.actions {
        let slot = action.slot.as_deref().unwrap();
        assert!(DOCUMENT.contains(&format!("`{slot}`")), "{slot}");
    }
    let words = crate::outreach::Channel::WORDS.map(|(word, _)| word);
    let duties = crate::outreach::Duty::WORDS.map(|(word, _)| word);
    for word in words.iter().chain(&duties).chain(&crate::outreach::Tag::WORDS) {
        assert!(DOCUMENT.contains(&format!("`{word}`")), "{word}");
    }
}
