use super::line::line;
use crate::cli::args::LogArguments;
use crate::cli::desk::Desk;
use crate::cli::typed;
use crate::cli::who;
use crate::cli::whom::Whom;
use crate::diagnostic::{Count, Diagnostic, Report, nearest};
use crate::ledger::{Outcome, Standings, Touch};
use crate::outreach::playbook::{Action, Target};
use crate::roster::{Attitude, ContactId, Roster};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

/// What was typed, checked whole: all mistakes come at once.
pub(super) struct Entry<'a> {
    pub(super) touch: Touch,
    pub(super) whom: Whom,
    /// The action that was named, when the playbooks could be read.
    pub(super) action: Option<&'a Action>,
}

/// Reads one word of what was typed.
struct Typed<'a, 'd> {
    desk: &'a Desk<'d>,
    own: &'a LogArguments,
    outcome: Outcome,
}

impl<'a> Entry<'a> {
    /// What was typed as a touch. Errors and warnings go into the report; with an error there may be
    /// an entry all the same, which is not to be recorded.
    pub(super) fn read(
        desk: &Desk<'_>,
        own: &LogArguments,
        outcome: Outcome,
        actions: Option<&'a [Action]>,
        standings: &Standings,
        report: &mut Report,
    ) -> Option<Self> {
        let typed = Typed { desk, own, outcome };
        let roster = desk.roster.as_ref()?;
        let whom = take(super::whom(roster, own, actions), report);
        let action = take(typed.action(actions), report).flatten();
        let turn = take(typed.turn(action, whom.as_ref(), standings), report).flatten();
        let by = take(typed.by(roster, whom.as_ref()), report).flatten();
        let at = take(typed.at(), report);
        let gift_cents = take(typed.gift(), report).flatten();
        report.extend(typed.evidence());
        report.extend(typed.attitude());
        let (whom, at) = (whom?, at?);
        report.extend(action.and_then(|action| typed.misdirected(action, &whom)));
        report.extend(typed.gift_rule(&whom, gift_cents, at, standings));
        let way = own.channel.as_deref().or(action.map(|action| action.channel.tag()));
        let note = own.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
        let named = action.map(|action| action.id.as_str()).or(own.action.as_deref());
        let touch = Touch {
            whom: whom.id.clone(),
            action: named.map(str::to_owned),
            turn,
            outcome,
            at,
            by,
            channel: way.map(str::to_owned),
            note: note.map(str::to_owned),
            attitude: own.attitude,
            gift_cents,
        };
        Some(Self { touch, whom, action })
    }
}

impl Typed<'_, '_> {
    /// The action by its id, in any case; unchecked while the playbooks cannot be read.
    fn action<'p>(&self, actions: Option<&'p [Action]>) -> Result<Option<&'p Action>, Diagnostic> {
        let Some(id) = self.own.action.as_deref() else { return Ok(None) };
        let wrong = || Diagnostic::error(format!("there is no care action `{id}`"));
        let Some(actions) = actions else {
            let hint = "see its id in the sheet, such as `PB-BASE-2`";
            return if ContactId::new(id).is_some() { Ok(None) } else { Err(wrong().hint(hint)) };
        };
        if let Some(action) = actions.iter().find(|action| action.id.eq_ignore_ascii_case(id)) {
            return Ok(Some(action));
        }
        let hint = match nearest(id, actions.iter().map(|action| action.id.as_str())) {
            Some(near) => format!("write `--action {near}` if that is meant, or leave it out"),
            None => "see them with `hearten playbooks`, or leave `--action` out".to_owned(),
        };
        Err(wrong()
            .why("The playbook of this crisis does not have it, so no plan would know it.")
            .hint(hint))
    }

    /// Which time of a repeated action: as typed, or the first that is still open.
    fn turn(
        &self,
        action: Option<&Action>,
        whom: Option<&Whom>,
        standings: &Standings,
    ) -> Result<Option<u16>, Diagnostic> {
        let Some(action) = action else { return Ok(self.own.turn) };
        let turns = action.again.len() + 1;
        match self.own.turn.map(usize::from) {
            Some(turn) if turn > turns => {
                let title = format!("`{}` has no time number {turn}", action.id);
                let why = format!("The playbook asks for it {}.", Count(turns, "time"));
                Err(Diagnostic::error(title).why(why).hint("leave `--turn` out, or correct it"))
            }
            Some(_) => Ok(self.own.turn),
            None => {
                let standing = whom.and_then(|whom| standings.get(&whom.id));
                let is_open = |turn: &usize| {
                    !standing.is_some_and(|standing| standing.is_done(&action.id, *turn))
                };
                let first = (1..=turns).find(is_open).unwrap_or(turns);
                Ok(u16::try_from(first).ok().filter(|turn| *turn > 1))
            }
        }
    }

    /// Who of us did it: an id or full name of the team as typed, else the owner of the contact.
    fn by(&self, roster: &Roster, whom: Option<&Whom>) -> Result<Option<String>, Diagnostic> {
        let Some(typed) = self.own.by.as_deref().map(str::trim) else {
            let contact = whom.and_then(|whom| whom.contact.as_ref());
            let owner = contact.and_then(|contact| contact.owner.as_ref());
            return Ok(owner.map(ToString::to_string));
        };
        let why = "The plan looks for who has spoken with a contact before (P-07).";
        let member = who::named(&roster.directory().team, typed, "--by", why)?;
        Ok(Some(member.id.to_string()))
    }

    /// When it was. The clock of the brief's zone is meant unless the distance to UTC is typed.
    fn at(&self) -> Result<Timestamp, Diagnostic> {
        let now = self.desk.now;
        let Some(typed) = self.own.at.as_deref().map(str::trim) else {
            // A call has no fraction of a second.
            return Ok(Timestamp::from_second(now.as_second()).unwrap_or(now));
        };
        let at = typed::past(self.desk, typed)?;
        let shown = self.desk.shown(at);
        let started = self.desk.brief.as_ref().and_then(|brief| brief.started_at.as_ref());
        match started.map(ZonedDateTime::timestamp) {
            Some(started) if at < started - SignedDuration::from_hours(24) => Err(
                Diagnostic::error(format!("{shown} is more than a day before the crisis began"))
                    .why("This ledger holds what was done in this crisis.")
                    .hint("correct `--at`; an earlier talk belongs into the column `last_contact`"),
            ),
            _ => Ok(at),
        }
    }

    /// What was handed out, in hundredths.
    fn gift(&self) -> Result<Option<i64>, Diagnostic> {
        let Some(typed) = self.own.gift.as_deref() else { return Ok(None) };
        if !matches!(self.outcome, Outcome::Reached | Outcome::Done) {
            return Err(Diagnostic::error("nothing can have been handed out")
                .rule("S-48")
                .why("Nobody was reached, so `--gift` has no place here.")
                .hint("leave `--gift` out, or correct `--outcome`"));
        }
        cents(typed).map(Some).ok_or_else(|| {
            Diagnostic::error(format!("`{typed}` is no amount of money"))
                .rule("S-48")
                .why("It is what the gift is worth, in the currency of the gift rules.")
                .hint("write digits with at most two places, such as `--gift 49.90`")
        })
    }

    /// Done is what leaves evidence, not a tick (S-08).
    fn evidence(&self) -> Option<Diagnostic> {
        let needs = matches!(self.outcome, Outcome::Reached | Outcome::Done | Outcome::Declined);
        let noted = self.own.note.as_deref().is_some_and(|note| !note.trim().is_empty());
        (needs && !noted).then(|| {
            let line = line(self.own, None, "--note \"what was said or promised\"");
            Diagnostic::error("it needs a note")
                .rule("S-08")
                .why("A talk counts by what was said, promised or heard; others will rely on it.")
                .hint(format!("type `{line}`"))
        })
    }

    fn attitude(&self) -> Option<Diagnostic> {
        let typed = self.own.attitude?;
        let known = Attitude::ALL.iter().any(|attitude| attitude.grade() == typed);
        (!known).then(|| {
            Diagnostic::error(format!("`{typed}` is no attitude"))
                .rule("S-39")
                .why(
                    "It is -1 opposes, 0 neutral, 1 supports us and others, 2 supports only us, \
                     3 coach.",
                )
                .hint("write one of these, or leave `--attitude` out when you do not know")
        })
    }

    /// An action for a group and a person, or the other way round.
    fn misdirected(&self, action: &Action, whom: &Whom) -> Option<Diagnostic> {
        let (title, hint) = match &action.target {
            Target::Group { name, .. } if *name != whom.id => (
                format!("`{}` is for the group `{name}`", action.id),
                format!("type `{}`", line(self.own, Some(name), "")),
            ),
            Target::Contacts(_) if !whom.is_of_roster() => (
                format!("`{}` is for people of the roster, not for a group", action.id),
                "name the contact, by id or by full name".to_owned(),
            ),
            _ => return None,
        };
        let why = format!("Logged for `{}`, it would close nothing.", whom.id);
        Some(Diagnostic::error(title).why(why).hint(hint))
    }

    /// What has been handed out cannot be undone, so it is recorded, and told (S-48).
    fn gift_rule(
        &self,
        whom: &Whom,
        cents: Option<i64>,
        at: Timestamp,
        standings: &Standings,
    ) -> Option<Diagnostic> {
        let gifts = &self.desk.rules.as_ref()?.policy.gifts;
        let contact = whom.contact.as_ref()?;
        let year = at.to_zoned_datetime(TimeZone::UTC).year();
        let before = standings.gift_cents_in(&whom.id, year);
        let sum = before.saturating_add(cents?);
        let most = if contact.official { gifts.officials_cents } else { gifts.per_person_cents };
        (sum > most).then(|| {
            let amount =
                |cents: i64| format!("{}.{:02} {}", cents / 100, cents % 100, gifts.currency);
            let whose = if contact.official { "somebody of a public body" } else { "one person" };
            Diagnostic::warning(format!("gifts to {} come to {} this year", whom.name, amount(sum)))
                .rule("S-48")
                .why(format!("The rules allow {} for {whose}. It is recorded.", amount(most)))
                .hint("tell whoever answers for the gift rules today")
        })
    }
}

/// An amount of money, in hundredths.
fn cents(typed: &str) -> Option<i64> {
    let (whole, part) = typed.trim().split_once('.').unwrap_or((typed.trim(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let sound = !whole.is_empty() && digits(whole) && digits(part) && part.len() <= 2;
    let cents = sound.then(|| format!("{whole}{part:0<2}").parse::<i64>().ok()).flatten();
    // Beyond this no sum of gifts is one.
    cents.filter(|cents| *cents <= 100_000_000_000)
}

/// The value, with what is wrong put into the report.
fn take<T, E: Into<Report>>(read: Result<T, E>, report: &mut Report) -> Option<T> {
    read.map_err(|found| report.append(found.into())).ok()
}

#[cfg(test)]
mod tests {
    use super::cents;

    #[test]
    fn s48_amounts_are_read_to_the_hundredth() {
        for (typed, read) in [
            ("49.90", Some(4990)),
            ("49.9", Some(4990)),
            ("120", Some(12000)),
            ("0", Some(0)),
            ("1.234", None),
            ("-5", None),
            ("1,50", None),
            ("", None),
            (".5", None),
            ("9999999999999999999", None),
            ("５", None),
        ] {
            assert_eq!(cents(typed), read, "{typed}");
        }
    }
}
