use crate::crisis::Kind;
use crate::locale::Language;
use crate::outreach::playbook::{Playbooks, Target};
use crate::workspace::Assets;

/// How many actions the method lists for each kind (domain 4.1 to 4.10), and the prefix of their ids.
const KINDS: [(Kind, &str, usize); 10] = [
    (Kind::Pandemic, "PB-PAN", 8),
    (Kind::SupplyDisruption, "PB-SUP", 8),
    (Kind::DataBreach, "PB-BRE", 8),
    (Kind::CyberOutage, "PB-CYB", 8),
    (Kind::Recall, "PB-REC", 8),
    (Kind::SanctionsLitigation, "PB-SAN", 8),
    (Kind::NaturalDisaster, "PB-NAT", 7),
    (Kind::FinancialDistress, "PB-FIN", 8),
    (Kind::LeadershipChange, "PB-LEA", 7),
    (Kind::WorkplaceAccident, "PB-ACC", 8),
];

#[test]
fn every_built_in_playbook_reads_without_a_finding() {
    let (shelf, report) = Playbooks::shelf(Assets::built_in(), Kind::Other, &Language::ALL);
    assert!(report.is_empty(), "{:#?}", report.kept());
    assert!(shelf.iter().all(|listed| !listed.own));
}

#[test]
fn every_kind_merges_with_the_base_set_without_a_finding() {
    for kind in Kind::ALL {
        let opened = Playbooks::open(Assets::built_in(), kind, &Language::ALL);
        let (playbooks, report) = opened.unwrap_or_else(|report| panic!("{:#?}", report.kept()));
        assert!(report.is_empty(), "{kind:?}: {:#?}", report.kept());
        assert!(playbooks.merged.actions.len() >= 12, "{kind:?}");
    }
}

#[test]
fn every_kind_has_the_actions_of_the_method() {
    let (shelf, _) = Playbooks::shelf(Assets::built_in(), Kind::Other, &Language::ALL);
    for (kind, prefix, count) in KINDS {
        let of_kind = |listed: &&crate::outreach::playbook::Listed| listed.playbook.kinds == [kind];
        let listed =
            shelf.iter().find(of_kind).unwrap_or_else(|| panic!("{kind:?} has no playbook"));
        let mut ids: Vec<&str> =
            listed.playbook.actions.iter().map(|action| action.id.as_str()).collect();
        ids.sort_unstable();
        let expected: Vec<String> =
            (1..=count).map(|number| format!("{prefix}-{number}")).collect();
        assert_eq!(ids, expected, "{kind:?}");
    }
    let base = shelf.iter().find(|listed| listed.playbook.kinds.is_empty()).unwrap();
    let has = |id: &str| base.playbook.actions.iter().any(|action| action.id == id);
    assert!((1..=9).all(|number| has(&format!("PB-BASE-{number}"))));
}

#[test]
fn every_group_is_one_word_for_one_set_of_people() {
    let (shelf, _) = Playbooks::shelf(Assets::built_in(), Kind::Other, &Language::ALL);
    for listed in &shelf {
        for action in &listed.playbook.actions {
            let Target::Group { name, who, .. } = &action.target else { continue };
            assert!(!name.is_empty() && who.get(Language::En).is_some(), "{}", action.id);
        }
    }
}
