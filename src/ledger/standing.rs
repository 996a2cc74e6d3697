use super::{Fact, Outcome, Touch};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// What the facts come to for one contact or group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Every touch, by the time at which it happened.
    pub touches: Vec<Touch>,
}

/// The standings of all whom a fact names, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standings {
    by_id: BTreeMap<String, Standing>,
    /// What was handed out in other crises, by contact: when, and its worth in hundredths.
    gifts_elsewhere: BTreeMap<String, Vec<(Timestamp, i64)>>,
    /// Who gets no letters for now, and why (P-21).
    suppressed: BTreeMap<String, String>,
}

impl Standings {
    /// Folds facts into standings. Only when something happened counts, not when it was recorded.
    pub fn of<'f>(facts: impl IntoIterator<Item = &'f Fact>) -> Self {
        let mut standings = Self::default();
        for fact in facts {
            match fact {
                Fact::Touch(touch) => {
                    let standing = standings.by_id.entry(touch.whom.clone()).or_default();
                    standing.touches.push(touch.clone());
                }
                Fact::Suppressed(fact) => {
                    standings.suppressed.insert(fact.contact.clone(), fact.reason.clone());
                }
                Fact::Unsuppressed(fact) => {
                    standings.suppressed.remove(&fact.contact);
                }
                _ => {}
            }
        }
        for standing in standings.by_id.values_mut() {
            standing.touches.sort_by_key(|touch| touch.at);
        }
        standings
    }

    /// Why a contact gets no letters for now; none when nobody said so (P-21).
    pub fn suppressed(&self, id: &str) -> Option<&str> {
        self.suppressed.get(id).map(String::as_str)
    }

    /// Everybody who gets no letters for now, with the reason (P-21).
    pub fn suppressions(&self) -> &BTreeMap<String, String> {
        &self.suppressed
    }

    /// Remembers what another crisis has handed out: the limit of a year knows no crisis (S-48).
    pub fn remember_gifts(&mut self, other: &Self) {
        for (id, standing) in &other.by_id {
            let gifts = standing.touches.iter().filter_map(|it| Some((it.at, it.gift_cents?)));
            let gifts: Vec<_> = gifts.collect();
            if !gifts.is_empty() {
                self.gifts_elsewhere.entry(id.clone()).or_default().extend(gifts);
            }
        }
    }

    /// What a person was given in a calendar year, over all crises, in hundredths (S-48).
    pub fn gift_cents_in(&self, id: &str, year: i16) -> i64 {
        let here = self.get(id).map_or(0, |standing| standing.gift_cents_in(year));
        let elsewhere = self.gifts_elsewhere.get(id).into_iter().flatten();
        let of_year = |at: &Timestamp| at.to_zoned_datetime(TimeZone::UTC).year() == year;
        here + elsewhere.filter(|(at, _)| of_year(at)).map(|(_, cents)| cents).sum::<i64>()
    }

    /// The standing of a contact or group; none when no fact names it.
    pub fn get(&self, id: &str) -> Option<&Standing> {
        self.by_id.get(id)
    }

    /// Every standing with whose it is, in the order of ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Standing)> {
        self.by_id.iter().map(|(id, standing)| (id.as_str(), standing))
    }
}

impl Outcome {
    /// The word for it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NoAnswer => "no-answer",
            Self::LeftMessage => "left-message",
            Self::Declined => "declined",
            Self::WrongPerson => "wrong-person",
            Self::Done => "done",
            Self::Replied => "replied",
        }
    }
}

/// The ways on which two sides speak with each other; what is done by another way is no talk.
const TALKS: [&str; 7] = ["phone", "video", "visit", "meeting", "meal", "event", "briefing"];

impl Touch {
    /// Whether the two sides came to speak. What we wrote or sent is done, and yet no talk.
    fn is_talk(&self) -> bool {
        match self.outcome {
            Outcome::Reached | Outcome::Replied => true,
            Outcome::Done => self.channel.as_deref().is_some_and(|way| TALKS.contains(&way)),
            _ => false,
        }
    }

    fn is_of(&self, action: &str, turn: usize) -> bool {
        self.action.as_deref() == Some(action) && usize::from(self.turn.unwrap_or(1)) == turn
    }
}

impl Standing {
    /// The last thing that happened, whatever came of it.
    pub fn last_touch(&self) -> Option<&Touch> {
        self.touches.last()
    }

    /// The last time we spoke with each other.
    pub fn last_talk(&self) -> Option<&Touch> {
        self.touches.iter().rev().find(|touch| touch.is_talk())
    }

    /// Since when the person waits for an answer: they came back to us, and nobody has reached them
    /// since (P-14). A try in vain answers nobody.
    pub fn waiting_since(&self) -> Option<Timestamp> {
        let answers =
            |it: &Touch| matches!(it.outcome, Outcome::Reached | Outcome::Done | Outcome::Declined);
        let last = self
            .touches
            .iter()
            .rev()
            .find(|touch| touch.outcome == Outcome::Replied || answers(touch))?;
        (last.outcome == Outcome::Replied).then_some(last.at)
    }

    /// Whether a turn of an action was carried out; declining it closes it and is not that.
    pub fn carried_out(&self, action: &str, turn: usize) -> bool {
        let did = |outcome| matches!(outcome, Outcome::Reached | Outcome::Done);
        self.touches.iter().any(|touch| touch.is_of(action, turn) && did(touch.outcome))
    }

    /// The latest judgement of how the person stands towards us (S-39), and when it was made.
    pub fn attitude(&self) -> Option<(i8, Timestamp)> {
        self.touches.iter().rev().find_map(|touch| Some((touch.attitude?, touch.at)))
    }

    /// When a turn of an action was closed: done, spoken about, or declined.
    pub fn done_at(&self, action: &str, turn: usize) -> Option<Timestamp> {
        let closes =
            |outcome| matches!(outcome, Outcome::Reached | Outcome::Done | Outcome::Declined);
        let first =
            self.touches.iter().find(|touch| touch.is_of(action, turn) && closes(touch.outcome));
        first.map(|touch| touch.at)
    }

    /// Whether a turn of an action is closed.
    pub fn is_done(&self, action: &str, turn: usize) -> bool {
        self.done_at(action, turn).is_some()
    }

    /// The tries of a turn of an action that reached nobody, by time (P-13). Who has spoken with us
    /// since, about whatever, was not silent: those before count no more.
    pub fn tries(&self, action: &str, turn: usize) -> Vec<&Touch> {
        let in_vain = |outcome| matches!(outcome, Outcome::NoAnswer | Outcome::LeftMessage);
        let talk = self.touches.iter().rposition(Touch::is_talk);
        self.touches[talk.map_or(0, |at| at + 1)..]
            .iter()
            .filter(|touch| touch.is_of(action, turn) && in_vain(touch.outcome))
            .collect()
    }

    /// Whether the person wants no more from us for now: the last word was no, and to no action alone.
    pub fn declined(&self) -> bool {
        let last = self
            .touches
            .iter()
            .rev()
            .find(|touch| touch.is_talk() || touch.outcome == Outcome::Declined);
        last.is_some_and(|touch| touch.outcome == Outcome::Declined && touch.action.is_none())
    }

    /// Whether it is somebody else, until a later talk shows otherwise.
    pub fn wrong_person(&self) -> bool {
        let last = self
            .touches
            .iter()
            .rev()
            .find(|touch| touch.is_talk() || touch.outcome == Outcome::WrongPerson);
        last.is_some_and(|touch| touch.outcome == Outcome::WrongPerson)
    }

    /// Whether the person came back to us and has had no answer yet (P-14).
    pub fn is_waiting(&self) -> bool {
        self.waiting_since().is_some()
    }

    /// What was handed out in a calendar year, in hundredths of the policy's currency (S-48).
    pub fn gift_cents_in(&self, year: i16) -> i64 {
        let of_year = |touch: &&Touch| touch.at.to_zoned_datetime(TimeZone::UTC).year() == year;
        self.touches.iter().filter(of_year).filter_map(|touch| touch.gift_cents).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::{Fact, Outcome, Standings, Timestamp, Touch};
    use proptest::prelude::*;

    fn touch(hour: i64, action: Option<&str>, outcome: Outcome) -> Fact {
        Fact::Touch(one(hour, action, outcome))
    }

    fn one(hour: i64, action: Option<&str>, outcome: Outcome) -> Touch {
        Touch {
            whom: "c-1".to_owned(),
            action: action.map(str::to_owned),
            turn: None,
            outcome,
            at: Timestamp::from_second(hour * 3600).unwrap(),
            by: None,
            channel: None,
            note: None,
            attitude: None,
            gift_cents: None,
        }
    }

    #[test]
    fn p13_tries_count_until_somebody_is_reached() {
        let facts = [
            touch(1, Some("PB-X-1"), Outcome::NoAnswer),
            touch(2, Some("PB-X-1"), Outcome::LeftMessage),
            touch(3, Some("PB-X-2"), Outcome::NoAnswer),
        ];
        let standings = Standings::of(&facts);
        let standing = standings.get("c-1").unwrap();
        assert_eq!(standing.tries("PB-X-1", 1).len(), 2);
        assert!(!standing.is_done("PB-X-1", 1));
        assert!(standing.last_talk().is_none());
        let reached = [touch(4, Some("PB-X-1"), Outcome::Reached)];
        let standings = Standings::of(facts.iter().chain(&reached));
        let standing = standings.get("c-1").unwrap();
        assert!(standing.is_done("PB-X-1", 1) && !standing.is_done("PB-X-1", 2));
    }

    #[test]
    fn p13_a_talk_about_something_else_ends_the_silence() {
        let facts = [
            touch(1, Some("PB-X-1"), Outcome::NoAnswer),
            touch(2, Some("PB-X-2"), Outcome::Reached),
            touch(3, Some("PB-X-1"), Outcome::NoAnswer),
        ];
        let standings = Standings::of(&facts);
        assert_eq!(standings.get("c-1").unwrap().tries("PB-X-1", 1).len(), 1);
        // A no is no talk, and a wrong number is no try.
        let facts = [
            touch(1, Some("PB-X-1"), Outcome::NoAnswer),
            touch(2, Some("PB-X-2"), Outcome::Declined),
            touch(3, Some("PB-X-1"), Outcome::WrongPerson),
        ];
        let standings = Standings::of(&facts);
        assert_eq!(standings.get("c-1").unwrap().tries("PB-X-1", 1).len(), 1);
    }

    #[test]
    fn p14_a_try_in_vain_answers_nobody_and_a_talk_does() {
        let of = |outcomes: &[Outcome]| {
            let facts: Vec<Fact> =
                (1..).zip(outcomes).map(|(hour, outcome)| touch(hour, None, *outcome)).collect();
            Standings::of(&facts).get("c-1").is_some_and(super::Standing::is_waiting)
        };
        assert!(of(&[Outcome::Replied]) && of(&[Outcome::Replied, Outcome::NoAnswer]));
        assert!(of(&[Outcome::Replied, Outcome::Reached, Outcome::Replied]));
        assert!(!of(&[Outcome::Replied, Outcome::Done]) && !of(&[Outcome::Reached]));
    }

    #[test]
    fn p28_what_we_wrote_is_done_and_yet_no_talk() {
        let by = |way: &str| {
            let touch = one(1, Some("PB-X-1"), Outcome::Done);
            let facts = [Fact::Touch(Touch { channel: Some(way.to_owned()), ..touch })];
            Standings::of(&facts).get("c-1").unwrap().last_talk().is_some()
        };
        assert!(by("phone") && by("visit"));
        assert!(!by("e-mail") && !by("letter"));
    }

    #[test]
    fn s39_the_latest_judgement_counts_and_none_is_not_neutral() {
        let judged = |hour, attitude| {
            let touch = one(hour, None, Outcome::Reached);
            Fact::Touch(Touch { attitude, ..touch })
        };
        let facts = [judged(2, Some(-1)), judged(1, Some(3)), judged(3, None)];
        let standings = Standings::of(&facts);
        let at = Timestamp::from_second(2 * 3600).unwrap();
        assert_eq!(standings.get("c-1").unwrap().attitude(), Some((-1, at)));
        let standings = Standings::of(&facts[2..]);
        assert_eq!(standings.get("c-1").unwrap().attitude(), None);
    }

    #[test]
    fn s48_gifts_add_up_within_a_year_alone() {
        let gift = |at: &str, cents| {
            let touch = one(1, None, Outcome::Done);
            Fact::Touch(Touch { at: at.parse().unwrap(), gift_cents: Some(cents), ..touch })
        };
        let facts = [
            gift("2025-12-31T23:59:59Z", 500),
            gift("2026-01-01T00:00:00Z", 1200),
            gift("2026-11-20T02:00:00Z", 30),
        ];
        let standings = Standings::of(&facts);
        let standing = standings.get("c-1").unwrap();
        assert_eq!(standing.gift_cents_in(2026), 1230);
        assert_eq!((standing.gift_cents_in(2025), standing.gift_cents_in(2024)), (500, 0));
        // Another crisis of the same year counts too.
        let mut here = Standings::default();
        here.remember_gifts(&standings);
        assert_eq!((here.gift_cents_in("c-1", 2026), here.gift_cents_in("c-2", 2026)), (1230, 0));
    }

    #[test]
    fn the_last_touch_goes_by_when_it_happened_then_by_when_it_was_recorded() {
        let facts = [
            touch(3, None, Outcome::NoAnswer),
            touch(1, None, Outcome::Reached),
            touch(3, None, Outcome::LeftMessage),
        ];
        let standings = Standings::of(&facts);
        let standing = standings.get("c-1").unwrap();
        assert_eq!(standing.last_touch().unwrap().outcome, Outcome::LeftMessage);
        assert_eq!(standing.last_talk().unwrap().outcome, Outcome::Reached);
        assert_eq!(super::Standing::default().last_touch(), None);
    }

    fn any_fact() -> impl Strategy<Value = Fact> {
        let outcome = prop::sample::select(vec![
            Outcome::Reached,
            Outcome::NoAnswer,
            Outcome::LeftMessage,
            Outcome::Declined,
            Outcome::WrongPerson,
            Outcome::Done,
            Outcome::Replied,
        ]);
        let action = prop::option::of(prop::sample::select(vec!["PB-X-1", "PB-X-2"]));
        let attitude = prop::option::of(-1..=3_i8);
        ("c-[1-3]", action, outcome, 0..1_000_000_i64, attitude).prop_map(
            |(whom, action, outcome, second, attitude)| {
                let touch = one(1, action, outcome);
                let at = Timestamp::from_second(second).unwrap();
                Fact::Touch(Touch { whom, at, attitude, ..touch })
            },
        )
    }

    fn at(fact: &Fact) -> Timestamp {
        fact.touch().unwrap().at
    }

    proptest! {
        #[test]
        fn p35_standings_do_not_depend_on_the_order_of_recording(
            (facts, shuffled) in prop::collection::vec(any_fact(), 0..24)
                .prop_map(|mut facts| {
                    // Facts of one moment are told apart by their order alone.
                    facts.sort_by_key(at);
                    facts.dedup_by_key(|fact| at(fact));
                    facts
                })
                .prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle()))
        ) {
            prop_assert_eq!(Standings::of(&facts), Standings::of(&shuffled));
        }

        #[test]
        fn p35_facts_are_the_same_after_a_round_trip(
            facts in prop::collection::vec(any_fact(), 0..24)
        ) {
            let texts = facts.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>();
            let read = texts.unwrap().iter().map(|text| serde_json::from_str(text)).collect();
            let read: Result<Vec<Fact>, _> = read;
            prop_assert_eq!(read.unwrap(), facts);
        }

        #[test]
        fn what_is_closed_stays_closed_whatever_follows(
            facts in prop::collection::vec(any_fact(), 1..24)
        ) {
            let standings = Standings::of(&facts);
            let before = Standings::of(&facts[..facts.len() - 1]);
            for (id, standing) in before.iter() {
                for action in ["PB-X-1", "PB-X-2"] {
                    let now = standings.get(id).unwrap();
                    prop_assert!(now.is_done(action, 1) || !standing.is_done(action, 1));
                }
            }
        }
    }

    #[test]
    fn p14_a_reply_waits_until_it_is_answered() {
        let reply = [touch(1, None, Outcome::Reached), touch(2, None, Outcome::Replied)];
        assert!(Standings::of(&reply).get("c-1").unwrap().is_waiting());
        let answered = [touch(2, None, Outcome::Replied), touch(3, None, Outcome::Reached)];
        assert!(!Standings::of(&answered).get("c-1").unwrap().is_waiting());
    }

    #[test]
    fn p21_a_wrong_person_stays_one_until_a_talk_shows_otherwise() {
        let wrong = touch(2, None, Outcome::WrongPerson);
        let of = |facts: &[Fact]| Standings::of(facts).get("c-1").unwrap().wrong_person();
        assert!(of(&[touch(1, None, Outcome::Reached), wrong.clone()]));
        assert!(!of(&[wrong, touch(3, None, Outcome::Reached)]));
    }

    #[test]
    fn p21_who_is_suppressed_stays_so_until_it_is_taken_back() {
        let (contact, by) = ("c-1".to_owned(), None);
        let reason = "asked for no mail".to_owned();
        let (back, said) = (contact.clone(), "asks again".to_owned());
        let facts = [
            Fact::Suppressed(crate::ledger::Suppressed { contact, by, reason }),
            Fact::Unsuppressed(crate::ledger::Unsuppressed {
                contact: back,
                by: None,
                reason: said,
            }),
        ];
        assert_eq!(Standings::of(&facts[..1]).suppressed("c-1"), Some("asked for no mail"));
        assert_eq!(Standings::of(&facts).suppressed("c-1"), None);
    }

    #[test]
    fn declining_one_action_is_not_declining_all() {
        let of = |fact: Fact| Standings::of(&[fact]).get("c-1").unwrap().declined();
        assert!(of(touch(1, None, Outcome::Declined)));
        assert!(!of(touch(1, Some("PB-X-1"), Outcome::Declined)));
    }
}
