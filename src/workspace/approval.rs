use super::config::SettingsReader;
use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Fields, Node};
use std::collections::BTreeMap;

/// Whether a run of `send` reaches partners (P-24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Letters go to a folder, and only to allow-listed domains when a server is asked for.
    #[default]
    Drill,
    /// Letters go to partners.
    Live,
}

impl Mode {
    /// The word for it where it must not be overlooked.
    pub const fn shout(self) -> &'static str {
        match self {
            Self::Drill => "DRILL",
            Self::Live => "LIVE",
        }
    }

    /// The word for it in the settings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Drill => "drill",
            Self::Live => "live",
        }
    }
}

/// Who drafts, who approves, and how many must (P-22). People are named by their ids in the team.
#[derive(Debug, Clone)]
pub struct ApprovalRules {
    /// Who prepares the letters, and therefore cannot approve them.
    pub drafter: Option<String>,
    /// Who may approve.
    pub approvers: Vec<String>,
    /// How many different people must approve.
    pub needed: u8,
    /// Whether only an approval signed with an SSH key counts.
    pub signed: bool,
    /// Who may send without approvals in an emergency, loudly and on record.
    pub break_glass: Vec<String>,
    /// Where each person is named first, by id.
    places: BTreeMap<String, Place>,
    /// Where the section stands, if it does.
    at: Option<Place>,
}

impl Default for ApprovalRules {
    fn default() -> Self {
        Self {
            drafter: None,
            approvers: Vec::new(),
            needed: 2,
            signed: false,
            break_glass: Vec::new(),
            places: BTreeMap::new(),
            at: None,
        }
    }
}

impl ApprovalRules {
    /// Everybody who is named, with the place.
    pub fn named(&self) -> impl Iterator<Item = (&str, &Place)> {
        self.places.iter().map(|(id, place)| (id.as_str(), place))
    }

    /// Where the section stands, if there is one.
    pub fn place(&self) -> Option<&Place> {
        self.at.as_ref()
    }

    /// Those whose approval counts: the drafter's own does not (P-22).
    pub fn eligible(&self) -> impl Iterator<Item = &str> {
        let counts = |id: &&String| self.drafter.as_ref() != Some(*id);
        self.approvers.iter().filter(counts).map(String::as_str)
    }
}

/// Why nobody is named twice here.
const TWICE: (&str, &str) = ("P-22", "Two approvals must come from two people.");

impl SettingsReader<'_> {
    pub(super) fn mode(&mut self, top: &Fields<'_>) -> Option<Mode> {
        let words = [Mode::Drill, Mode::Live].map(|mode| (mode.word(), mode));
        match top.get("mode") {
            Some(node) => self.reader.word(&node, &words),
            None => Some(Mode::default()),
        }
    }

    /// A rehearsal holds the clock still: letters that reach partners must carry the true time.
    pub(super) fn check_rehearsal(&mut self, top: &Fields<'_>, mode: Option<Mode>) {
        let Some(node) = top.get("rehearsal").filter(|_| mode == Some(Mode::Live)) else { return };
        let finding = Diagnostic::error("a rehearsal cannot be live")
            .rule("P-24")
            .why("The clock stands still in a rehearsal; letters to partners must carry the true time.")
            .hint("delete the line `rehearsal = …`, or write `mode = \"drill\"`");
        self.reader.found(node.key_at, finding);
    }

    pub(super) fn approval(&mut self, top: &Fields<'_>) -> ApprovalRules {
        let mut rules = ApprovalRules::default();
        let Some(node) = top.get("approval") else { return rules };
        let keys = ["drafter", "approvers", "needed", "signed", "break_glass"];
        let Some(fields) = self.reader.fields(&node, &keys) else { return rules };
        rules.at = Some(self.reader.source.place(node.key_at));
        if let Some(node) = fields.get("drafter") {
            rules.drafter = self.reader.text(&node);
            if let Some(id) = &rules.drafter {
                rules.places.insert(id.clone(), self.reader.source.place(node.at()));
            }
        }
        if let Some(node) = fields.get("approvers") {
            rules.approvers = self.people(&node, &TWICE, &mut rules.places);
        }
        if let Some(node) = fields.get("break_glass") {
            rules.break_glass = self.people(&node, &TWICE, &mut rules.places);
        }
        if let Some(node) = fields.get("needed")
            && let Some(needed) = self.reader.bounded(&node, 1..=9)
        {
            rules.needed = needed;
        }
        if let Some(node) = fields.get("signed") {
            rules.signed = self.reader.boolean(&node).unwrap_or_default();
        }
        rules
    }

    /// Ids of the team, each once; `twice` is the rule and the reason why.
    pub(super) fn people(
        &mut self,
        node: &Node<'_>,
        twice: &(&'static str, &'static str),
        places: &mut BTreeMap<String, Place>,
    ) -> Vec<String> {
        let read = |reader: &mut crate::document::Reader<'_>, node: &Node<'_>| {
            Some((reader.text(node)?, node.at()))
        };
        let mut people = Vec::new();
        for (id, at) in self.reader.each(node, read) {
            if people.contains(&id) {
                let finding = Diagnostic::error(format!("`{id}` stands twice in `{}`", node.name))
                    .rule(twice.0)
                    .why(twice.1)
                    .hint("name each person once");
                self.reader.found(at, finding);
                continue;
            }
            let place = self.reader.source.place(at);
            places.entry(id.clone()).or_insert(place);
            people.push(id);
        }
        people
    }
}
