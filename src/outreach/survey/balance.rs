use super::SurveyPolicy;
use super::ground::{AccountName, Ground};
use crate::diagnostic::{Count, Diagnostic};
use crate::roster::{Attitude, Contact};
use serde::Serialize;

/// How many of the accounts are strategic (S-25).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    /// The strategic ones.
    pub strategic: usize,
    /// All of them.
    pub accounts: usize,
}

/// How people stand towards us (S-47). Unknown is not neutral.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Stances {
    /// They support us: 1 and more.
    pub friends: usize,
    /// They are neutral: 0.
    pub neutral: usize,
    /// They oppose us: -1.
    pub enemies: usize,
    /// Nobody has judged it.
    pub unknown: usize,
}

impl Stances {
    fn add(&mut self, contact: &Contact) {
        let count = match contact.attitude {
            None => &mut self.unknown,
            Some(Attitude::Opposes) => &mut self.enemies,
            Some(Attitude::Neutral) => &mut self.neutral,
            Some(_) => &mut self.friends,
        };
        *count += 1;
    }
}

/// Friends, neutral people and enemies, in all and by account (S-47).
pub(super) fn stances(ground: &Ground<'_>) -> (Stances, Vec<(AccountName, Stances)>) {
    let mut all = Stances::default();
    let by_account = ground.sides.iter().map(|side| {
        let mut here = Stances::default();
        for contact in &side.people {
            here.add(contact);
            all.add(contact);
        }
        (side.account.into(), here)
    });
    let by_account = by_account.collect();
    (all, by_account)
}

/// The share of strategic accounts (S-25): accounts are counted, not contacts.
pub(super) fn share(ground: &Ground<'_>) -> Share {
    Share { strategic: ground.strategic().count(), accounts: ground.sides.len() }
}

/// Outside the band is a warning. On a small roster, where one account more or less moves the share by
/// far, it is only said; a warning stays for a share that no choice could bring into the band, for
/// none at all, and for more than half.
pub(super) fn share_finding(share: &Share, policy: &SurveyPolicy) -> Option<Diagnostic> {
    let Share { strategic, accounts } = *share;
    let (low, high) = (*policy.strategic_share.start(), *policy.strategic_share.end());
    let within = |count: usize| count * 100 >= low * accounts && count * 100 <= high * accounts;
    if accounts == 0 || within(strategic) {
        return None;
    }
    // The numbers of strategic accounts that would lie within the band.
    let least = (low * accounts).div_ceil(100);
    let most = high * accounts / 100;
    let small = accounts < policy.small_roster;
    let grave = least > most || strategic == 0 || strategic * 2 > accounts;
    let title = format!("{strategic} of {} are strategic", Count(accounts, "account"));
    let finding =
        if small && !grave { Diagnostic::info(title) } else { Diagnostic::warning(title) };
    let percent = (strategic * 200 + accounts) / (accounts * 2);
    let advice = match (strategic * 100 < low * accounts, least > most) {
        (_, true) => format!(
            "no number of accounts lies between {low} and {high} % of so few; choose those that carry \
             most of your business"
        ),
        (true, false) => format!("mark {} as `strategic` in the accounts", range(least, most)),
        (false, false) => {
            format!(
                "leave {} as `strategic` in the accounts and make the others `general`",
                range(least, most)
            )
        }
    };
    Some(
        finding
            .rule(if small { "Q-03" } else { "S-25" })
            .why(format!(
                "That is {percent} %; {low} to {high} % is what can get the best of everything. Fewer \
                 miss the partners who carry us, more mean that nobody comes first."
            ))
            .hint(advice),
    )
}

fn range(least: usize, most: usize) -> String {
    if least == most { least.to_string() } else { format!("{least} to {most}") }
}
