use serde::Serialize;

/// What kind of crisis it is (S-01, domain 4.0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An epidemic.
    Pandemic,
    /// Goods cannot be made or moved.
    SupplyDisruption,
    /// Data of others were lost, seen or changed.
    DataBreach,
    /// Systems are attacked or down.
    CyberOutage,
    /// A product is called back.
    Recall,
    /// Sanctions, or a dispute at court.
    SanctionsLitigation,
    /// An earthquake, a flood, a storm.
    NaturalDisaster,
    /// Trouble with money, or a rumour of it.
    FinancialDistress,
    /// A leader leaves or changes.
    LeadershipChange,
    /// People were hurt at work.
    WorkplaceAccident,
    /// Anything else.
    Other,
}

/// A text that only some kinds have, in `[details.<name>]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detail {
    /// Its name in the brief.
    pub name: &'static str,
    /// What it tells the reader.
    pub what: &'static str,
}

/// GDPR Art. 33 and 34, PIPL Art. 57 (T-16).
const BREACH: [Detail; 4] = [
    Detail { name: "data_kinds", what: "which kinds of data are concerned" },
    Detail { name: "cause", what: "the cause and nature of the breach" },
    Detail { name: "consequences", what: "the likely consequences for the reader" },
    Detail { name: "what_you_can_do", what: "what the reader can do" },
];

/// 21 CFR 7.49 (T-16).
const RECALL: [Detail; 5] = [
    Detail { name: "product", what: "which product is recalled" },
    Detail { name: "lots", what: "which lots or serial numbers are concerned" },
    Detail { name: "hazard", what: "the reason and the hazard" },
    Detail { name: "what_to_do", what: "what the reader has to do with the product" },
    Detail { name: "how_to_answer", what: "how the reader answers the recall" },
];

impl Kind {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::Pandemic,
        Self::SupplyDisruption,
        Self::DataBreach,
        Self::CyberOutage,
        Self::Recall,
        Self::SanctionsLitigation,
        Self::NaturalDisaster,
        Self::FinancialDistress,
        Self::LeadershipChange,
        Self::WorkplaceAccident,
        Self::Other,
    ];

    /// As a brief writes it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Pandemic => "pandemic",
            Self::SupplyDisruption => "supply-disruption",
            Self::DataBreach => "data-breach",
            Self::CyberOutage => "cyber-outage",
            Self::Recall => "recall",
            Self::SanctionsLitigation => "sanctions-litigation",
            Self::NaturalDisaster => "natural-disaster",
            Self::FinancialDistress => "financial-distress",
            Self::LeadershipChange => "leadership-change",
            Self::WorkplaceAccident => "workplace-accident",
            Self::Other => "other",
        }
    }

    /// As it is shown to a person.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pandemic => "pandemic",
            Self::SupplyDisruption => "supply disruption",
            Self::DataBreach => "data breach",
            Self::CyberOutage => "cyber attack or outage",
            Self::Recall => "product recall",
            Self::SanctionsLitigation => "sanctions or litigation",
            Self::NaturalDisaster => "natural disaster",
            Self::FinancialDistress => "financial distress",
            Self::LeadershipChange => "leadership change",
            Self::WorkplaceAccident => "workplace accident",
            Self::Other => "other crisis",
        }
    }

    /// The responsibility that readers give at first (domain 4.0).
    ///
    /// Where 4.0 names two, it is the milder one that still asks for what the reader needs; a
    /// leadership change is neutral and asks for no statement; `other` asks for one, because a
    /// statement is easier left out on purpose than forgotten.
    pub const fn default_responsibility(self) -> Responsibility {
        match self {
            Self::Pandemic
            | Self::CyberOutage
            | Self::SanctionsLitigation
            | Self::NaturalDisaster
            | Self::LeadershipChange => Responsibility::Victim,
            Self::SupplyDisruption
            | Self::DataBreach
            | Self::Recall
            | Self::WorkplaceAccident
            | Self::Other => Responsibility::Accidental,
            Self::FinancialDistress => Responsibility::Preventable,
        }
    }

    /// The texts that the law on this kind wants in the letter (L-10).
    pub const fn required_details(self) -> &'static [Detail] {
        match self {
            Self::DataBreach => &BREACH,
            Self::Recall => &RECALL,
            _ => &[],
        }
    }
}

/// Which message of the crisis it is (domain 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// The first word within the hour: we know, we act, you hear more at a named time.
    Holding,
    /// The letter of the leader, in three parts.
    Letter,
}

impl Phase {
    /// Every phase, in the order of time.
    pub const ALL: [Self; 2] = [Self::Holding, Self::Letter];

    /// As a brief writes it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Holding => "holding",
            Self::Letter => "letter",
        }
    }
}

/// Whose fault readers take it to be (domain 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Responsibility {
    /// We are hit as others are.
    Victim,
    /// It happened with us, and nobody meant it.
    Accidental,
    /// We could have prevented it.
    Preventable,
}

impl Responsibility {
    /// Every grade, from the mildest.
    pub const ALL: [Self; 3] = [Self::Victim, Self::Accidental, Self::Preventable];

    /// As a brief writes it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Victim => "victim",
            Self::Accidental => "accidental",
            Self::Preventable => "preventable",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Phase, Responsibility};

    fn json(value: impl serde::Serialize) -> String {
        serde_json::to_string(&value).unwrap()
    }

    #[test]
    fn tags_are_those_of_the_data() {
        for kind in Kind::ALL {
            assert_eq!(json(kind), format!("\"{}\"", kind.tag()));
        }
        for phase in Phase::ALL {
            assert_eq!(json(phase), format!("\"{}\"", phase.tag()));
        }
        for responsibility in Responsibility::ALL {
            assert_eq!(json(responsibility), format!("\"{}\"", responsibility.tag()));
        }
    }

    #[test]
    fn only_kinds_with_a_law_have_required_details_l_10() {
        let with: Vec<_> =
            Kind::ALL.into_iter().filter(|kind| !kind.required_details().is_empty()).collect();
        assert_eq!(with, [Kind::DataBreach, Kind::Recall]);
    }
}
