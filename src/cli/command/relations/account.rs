use super::overview::signed;
use crate::diagnostic::Count;
use crate::locale::Language;
use crate::relations::{Coverage, Frailty, Freshness, Named, Person, Relation, Score, Side};
use crate::roster::{Account, Attitude, Directory, TeamId};
use comfy_table::{Table, presets};

/// Everything about one account.
pub(super) fn screen(relation: &Relation<'_>, directory: &Directory) -> String {
    let mut parts = vec![head(relation.account, directory)];
    if !relation.people.is_empty() {
        parts.push(people(&relation.people, directory));
    }
    parts.push(numbers(&relation.score, &relation.coverage, &relation.freshness));
    parts.push(format!("What it hangs on\n{}", frailties(&relation.frailties)));
    parts.push(match &relation.weakest {
        Some(weakest) => {
            format!(
                "Weakest point ({})\n  {}.\n  {}",
                weakest.rule,
                capital(&weakest.what),
                weakest.why
            )
        }
        None => "Weakest point\n  Nothing stands out.".to_owned(),
    });
    parts.push(format!("Next\n{}", moves(relation)));
    parts.join("\n\n")
}

fn head(account: &Account, directory: &Directory) -> String {
    let mut words = vec![format!("{}, {}", account.id, account.partner)];
    words.extend(account.region.clone());
    words.extend(account.stage.map(|stage| format!("stage {stage} of 4 (S-18)")));
    let sponsor = match &account.sponsor {
        Some(id) => format!("sponsor {}", ours(id, directory)),
        None => "no sponsor".to_owned(),
    };
    words.push(sponsor);
    format!("{}\n{}", account.name_in(Language::En), words.join(" · "))
}

/// One of our people by name and id.
fn ours(id: &TeamId, directory: &Directory) -> String {
    let member = directory.team.get(id.as_str());
    member.map_or_else(|| id.to_string(), |member| Named::from(member).to_string())
}

fn people(people: &[Person], directory: &Directory) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["id", "name", "role", "attitude", "ladder", "owner", "last talk"]);
    for person in people {
        let contact = &person.contact;
        table.add_row([
            contact.id.to_string(),
            contact.name.to_string(),
            contact.role.map(|role| format!("{role} {}", role.name())).unwrap_or_default(),
            attitude(person),
            contact.ladder.map(|step| step.to_string()).unwrap_or_default(),
            contact.owner.as_ref().map(|id| ours(id, directory)).unwrap_or_default(),
            last_talk(person),
        ]);
    }
    table.trim_fmt()
}

/// The grade with its word, and where the person comes from (S-39). Unknown is not neutral.
fn attitude(person: &Person) -> String {
    let Some(now) = person.attitude else { return "unknown".to_owned() };
    let word = match now {
        Attitude::Opposes => "opposes",
        Attitude::Neutral => "neutral",
        Attitude::Supports => "supports",
        Attitude::SupportsOnlyUs => "only us",
        Attitude::Coach => "coach",
    };
    let was = person.moved_from.map(|old| format!(", was {old}")).unwrap_or_default();
    format!("{now:>2} {word}{was}")
}

fn last_talk(person: &Person) -> String {
    let talk = match person.days {
        None => "never".to_owned(),
        Some(0) => "today".to_owned(),
        Some(1) => "1 day".to_owned(),
        Some(days) => format!("{days} days"),
    };
    let note = if !person.is_open() {
        ", not to be contacted"
    } else if !person.reachable {
        ", cannot be reached"
    } else if person.overdue {
        ", overdue"
    } else {
        ""
    };
    format!("{talk}{note}")
}

fn numbers(score: &Score, coverage: &Coverage, freshness: &Freshness) -> String {
    let lead = match (score.lead, score.competitor) {
        (Some(lead), _) => {
            format!("{} beside the competitor, among those of whom both are known", signed(lead))
        }
        (None, Some(_)) => "nobody is known of whom both attitudes are".to_owned(),
        (None, None) => "nothing is known of the competitor".to_owned(),
    };
    let missing = coverage.missing();
    let coverage = if missing.is_empty() {
        "decider, supporter and technical side can be reached".to_owned()
    } else {
        format!("nobody as {}", missing.join(", nobody as "))
    };
    let oldest = freshness
        .oldest_days
        .map_or_else(String::new, |days| format!("; the longest silence is {}", days_of(days)));
    format!(
        "Score (S-47)      {} points: {}, {} neutral, {} against, {} unknown\n\
         Lead (S-09)       {lead}\n\
         Coverage (S-11)   {coverage}\n\
         Freshness (S-10)  {} fresh, {} overdue, {} never{oldest}",
        score.points,
        Count(score.friends, "friend"),
        score.neutrals,
        score.enemies,
        score.unknown,
        freshness.fresh,
        freshness.overdue,
        freshness.never,
    )
}

fn days_of(days: i64) -> String {
    usize::try_from(days).map_or_else(|_| days.to_string(), |days| Count(days, "day").to_string())
}

fn frailties(frailties: &[Frailty]) -> String {
    if frailties.is_empty() {
        return "  No one person: others would carry on.".to_owned();
    }
    let lines = frailties.iter().map(|it| {
        let side = match it.side() {
            Side::Theirs => "theirs",
            Side::Ours => "ours  ",
        };
        format!("  {side}  {} ({})", capital(&it.to_string()), it.rule())
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn moves(relation: &Relation<'_>) -> String {
    if relation.moves.is_empty() {
        return "  Nothing is due. Keep in touch.".to_owned();
    }
    let lines = (1..).zip(&relation.moves);
    let lines = lines.map(|(number, it)| format!("  {number}. {} ({})", it.text, it.rule));
    lines.collect::<Vec<_>>().join("\n")
}

/// A sentence begins with a capital.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + chars.as_str()
}
