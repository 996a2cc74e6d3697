use super::entry::Entry;
use crate::cli::args::LogOutcome;
use crate::cli::desk::Desk;
use crate::diagnostic::Count;
use crate::ledger::{Outcome, Standings, Touch};
use crate::outreach::Offset;
use crate::outreach::playbook::Blocks;
use crate::roster::{Attitude, Contact, Partner, Role};

/// What the facts come to for what was just recorded.
pub(super) struct ComeTo {
    /// Whether the action, this turn of it, is closed.
    pub(super) closed: bool,
    /// Whether it was closed before, so that this adds to what is known and changes nothing.
    again: bool,
    /// How many tries in a row reached nobody.
    pub(super) tries: usize,
}

impl ComeTo {
    pub(super) fn of(touch: &Touch, before: &Standings, after: &Standings) -> Self {
        let turn = usize::from(touch.turn.unwrap_or(1));
        let of = |standings: &Standings| {
            let (action, standing) = touch.action.as_deref().zip(standings.get(&touch.whom))?;
            Some((standing.is_done(action, turn), standing.tries(action, turn).len()))
        };
        let (again, _) = of(before).unwrap_or_default();
        let (closed, tries) = of(after).unwrap_or_default();
        Self { closed, again, tries }
    }
}

/// What was recorded, what it closes or leaves open, and by which rule what comes next.
pub(super) fn told(desk: &Desk<'_>, entry: &Entry<'_>, come_to: &ComeTo) -> String {
    let mut lines = vec![recorded(desk, entry), means(desk, entry, come_to)];
    lines.extend(judged(entry));
    lines.join("\n")
}

/// `Recorded: reached Anna Schmidt (c-1), PB-BASE-2, by Helena Brandt (t-1), phone, 2026-…`
fn recorded(desk: &Desk<'_>, entry: &Entry<'_>) -> String {
    let Entry { touch, whom, .. } = entry;
    let named =
        if whom.name == whom.id { whom.id.clone() } else { format!("{} ({})", whom.name, whom.id) };
    let mut parts = vec![format!("Recorded: {}, {named}", touch.outcome.tag())];
    parts.extend(about(entry));
    let roster = desk.roster.as_ref();
    let member = |id: &str| {
        let member = roster.and_then(|roster| roster.directory().team.get(id));
        member.map_or_else(|| id.to_owned(), |member| format!("{} ({id})", member.name))
    };
    parts.extend(touch.by.as_deref().map(|id| format!("by {}", member(id))));
    parts.extend(touch.channel.clone());
    let at = touch.at.to_zoned_datetime(desk.zone());
    parts.push(at.strftime("%Y-%m-%d %H:%M %Q").to_string());
    format!("{}.", parts.join(", "))
}

/// The action with its turn, when it has several.
fn about(entry: &Entry<'_>) -> Option<String> {
    let id = entry.touch.action.as_deref()?;
    let turns = entry.action.map_or(1, |action| action.again.len() + 1);
    let turn = entry.touch.turn.unwrap_or(1);
    Some(if turns > 1 { format!("{id} no. {turn} of {turns}") } else { id.to_owned() })
}

fn means(desk: &Desk<'_>, entry: &Entry<'_>, come_to: &ComeTo) -> String {
    let about = about(entry);
    match (entry.touch.outcome, about) {
        (_, Some(about)) if come_to.again => {
            format!("{about} was closed before; this adds to what is known of it.")
        }
        (Outcome::NoAnswer | Outcome::LeftMessage, Some(_)) => silence(desk, entry, come_to.tries),
        (Outcome::NoAnswer | Outcome::LeftMessage, None) => {
            "It counts for no action: with `--action ID` it would count as a try (P-13).".to_owned()
        }
        (Outcome::WrongPerson, _) => "Until a later talk shows otherwise, no letter goes there and \
             nobody is to call (P-21). Correct the row in the roster."
            .to_owned(),
        (Outcome::Declined, None) => {
            "No more calls are planned until they come back to us (P-21).".to_owned()
        }
        (Outcome::Declined, Some(about)) => {
            format!("This closes {about}; other actions for this person stay.")
        }
        (Outcome::Replied, _) => "They wait for our answer: the next plan puts it first, and what \
             was planned before waits (P-14)."
            .to_owned(),
        (Outcome::Reached | Outcome::Done, Some(about)) => {
            let waited = entry.action.is_some_and(|action| action.blocks != Blocks::Nothing);
            let free = if waited { " What waited for it may go on." } else { "" };
            format!("This closes {about}.{free}")
        }
        (Outcome::Reached | Outcome::Done, None) if entry.whom.is_group => {
            "No action was named, so it closes none; it stands in the history.".to_owned()
        }
        (Outcome::Reached | Outcome::Done, None) => {
            "No plan asked for it; it counts as a touch, so that nobody calls again too soon (P-09)."
                .to_owned()
        }
    }
}

/// What a try without an answer asks for next (P-13).
fn silence(desk: &Desk<'_>, entry: &Entry<'_>, tries: usize) -> String {
    let so_far = format!("{} without an answer so far.", Count(tries, "try"));
    let (Some(contact), Some(rules)) = (&entry.whom.contact, &desk.rules) else {
        return format!("{so_far} The action stays open (P-13).");
    };
    let silence = &rules.policy.silence;
    let head = is_strategic_head(desk, contact);
    let steps = if head { &silence.strategic } else { &silence.others };
    if !head && tries > steps.len() {
        return format!(
            "{so_far} By P-13 that is enough: the plan keeps a note and asks for no more."
        );
    }
    let step = tries.clamp(1, steps.len().max(1));
    let who = match (head, step) {
        (_, 1) => "another way is tried",
        (true, 2) => "the sponsor calls",
        (true, _) => "the leader calls",
        (false, _) => "it is tried once more",
    };
    match steps.get(step - 1) {
        Some(after) => format!("{so_far} By P-13 {who} {} after the first.", span(*after)),
        None => format!("{so_far} The action stays open (P-13)."),
    }
}

fn is_strategic_head(desk: &Desk<'_>, contact: &Contact) -> bool {
    let accounts = desk.roster.as_ref().map(|roster| &roster.directory().accounts);
    let account = accounts.and_then(|accounts| accounts.get(contact.account.as_str()));
    account.is_some_and(|account| account.partner == Partner::Strategic)
        && matches!(contact.role, Some(Role::A | Role::D))
}

/// `4 working hours`: less than a day is counted in working time.
fn span(offset: Offset) -> String {
    let count = |number: i32, noun: &str| {
        Count(usize::try_from(number).unwrap_or_default(), noun).to_string()
    };
    match offset {
        Offset::WorkingDays(days) => count(days.into(), "working day"),
        Offset::Minutes(minutes) if minutes % 60 != 0 => count(minutes, "minute"),
        Offset::Minutes(minutes) if minutes < 24 * 60 => count(minutes / 60, "working hour"),
        Offset::Minutes(minutes) => count(minutes / 60, "hour"),
    }
}

/// The judgement that was recorded, beside the one of the roster (S-39).
fn judged(entry: &Entry<'_>) -> Option<String> {
    let grade = entry.touch.attitude?;
    let new = Attitude::ALL.into_iter().find(|attitude| attitude.grade() == grade)?;
    let contact = entry.whom.contact.as_ref();
    let old = contact.and_then(|contact| contact.attitude);
    let before = match old {
        Some(old) if old == new => "as in the roster".to_owned(),
        Some(old) => format!("the roster has {old}"),
        None => "the roster has none".to_owned(),
    };
    Some(format!("Attitude {new}, {before}; the plan goes by the later one (S-39)."))
}

impl From<LogOutcome> for Outcome {
    fn from(typed: LogOutcome) -> Self {
        match typed {
            LogOutcome::Reached => Self::Reached,
            LogOutcome::NoAnswer => Self::NoAnswer,
            LogOutcome::LeftMessage => Self::LeftMessage,
            LogOutcome::Declined => Self::Declined,
            LogOutcome::WrongPerson => Self::WrongPerson,
            LogOutcome::Done => Self::Done,
            LogOutcome::Replied => Self::Replied,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Offset, span};

    #[test]
    fn p13_a_distance_is_told_in_the_time_it_is_counted_in() {
        for (offset, words) in [
            (Offset::Minutes(240), "4 working hours"),
            (Offset::Minutes(1440), "24 hours"),
            (Offset::Minutes(30), "30 minutes"),
            (Offset::WorkingDays(1), "1 working day"),
            (Offset::WorkingDays(5), "5 working days"),
        ] {
            assert_eq!(span(offset), words);
        }
    }
}
