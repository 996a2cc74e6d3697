use super::Person;
use serde::Serialize;

/// Whether there is somebody at each place on which a decision stands (S-11, S-42 to S-45).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Somebody who decides can be reached: an approver or a decider.
    pub decider: bool,
    /// Somebody who supports us can be reached: attitude 1 and more.
    pub supporter: bool,
    /// Somebody who knows the matter can be reached: an evaluator or a supporter of the decision.
    pub technical: bool,
}

impl Coverage {
    /// Looks at one person more.
    pub(super) fn add(&mut self, person: &Person) {
        self.decider |= person.reachable && person.decides();
        self.supporter |= person.reachable && person.is_friend();
        self.technical |= person.reachable && person.is_technical();
    }

    /// The places at which there is nobody: `decider`, `supporter`, `technical`.
    pub fn missing(&self) -> Vec<&'static str> {
        let places = [
            (self.decider, "decider"),
            (self.supporter, "supporter"),
            (self.technical, "technical"),
        ];
        places.into_iter().filter(|(there, _)| !there).map(|(_, place)| place).collect()
    }
}
