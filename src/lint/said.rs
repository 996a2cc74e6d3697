//! What a text commits us to in figures, in one form for all languages, so that texts can be compared.

use super::figure::{Figure, figures};
use crate::crisis::{Brief, Due, Fact};
use crate::diagnostic::Span;
use crate::document::Wording;
use jiff::ZonedDateTime;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Something that two texts may state differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    /// A day.
    Day(Date),
    /// A share, in thousandths of a per cent.
    Share(i64),
    /// An amount, in thousandths of one.
    Amount(i64),
}

impl Said {
    /// What kind of thing it is, in a word.
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Day(_) => "day",
            Self::Share(_) => "share",
            Self::Amount(_) => "amount",
        }
    }

    fn of(figure: &Figure, today: Date) -> Option<Self> {
        match figure {
            Figure::Date(day) => day.date(today).map(Self::Day),
            Figure::Share(share) => Some(Self::Share(*share)),
            Figure::Amount(amount) => Some(Self::Amount(*amount)),
            Figure::Time(..) | Figure::Unclear => None,
        }
    }

    fn of_fact(fact: &Fact) -> Option<Self> {
        match fact {
            Fact::Date(date) => Some(Self::Day(*date)),
            Fact::Moment(moment) => Some(Self::Day(moment.date())),
            Fact::Integer(number) => Some(Self::Amount(number.saturating_mul(1_000))),
            Fact::Decimal(number) => {
                let text = format!("{:.3}", number.abs()).replace('.', "");
                Some(Self::Amount(text.parse().ok()?))
            }
            Fact::Text(_) | Fact::Names(_) => None,
        }
    }
}

/// What a text says, with where it first says so.
pub(super) type Statements = BTreeMap<Said, Span>;

/// What the words of a letter state.
pub(super) fn in_words(text: &str, today: Date) -> Statements {
    let mut said = Statements::new();
    for stated in figures(text) {
        if let Some(one) = Said::of(&stated.figure, today) {
            said.entry(one).or_insert(stated.span);
        }
    }
    said
}

/// What a text of the brief states: by itself, and by the facts that it draws in.
pub(super) fn in_wording(wording: &Wording, brief: &Brief, today: Date) -> Statements {
    let mut said = Statements::new();
    let mut typed = wording.text.clone();
    for (start, _) in wording.text.match_indices("{{") {
        let Some(length) = wording.text[start..].find("}}") else { continue };
        let span = start..start + length + 2;
        typed.replace_range(span.clone(), &" ".repeat(span.len()));
        if let Some(one) = drawn(wording.text[start + 2..start + length].trim(), brief) {
            said.entry(one).or_insert(span);
        }
    }
    for (one, span) in in_words(&typed, today) {
        said.entry(one).or_insert(span);
    }
    said
}

/// What a name in double braces stands for.
fn drawn(name: &str, brief: &Brief) -> Option<Said> {
    let moment = match name {
        "crisis.next_update" => &brief.next_update_at,
        "crisis.started_at" => &brief.started_at,
        _ => return Said::of_fact(brief.facts.get(name.strip_prefix("facts.")?)?),
    };
    moment.as_ref().map(|moment| Said::Day(moment.date()))
}

/// Everything that the brief itself states in a fact, a due day or its clock.
pub(super) fn in_brief(brief: &Brief) -> BTreeSet<Said> {
    let facts = brief.facts.iter().filter_map(|(_, fact)| Said::of_fact(fact));
    let dues = brief.measures.iter().filter_map(|measure| measure.due.as_ref()).map(Due::date);
    let clock = [&brief.started_at, &brief.next_update_at];
    let clock = clock.into_iter().flatten().map(ZonedDateTime::date);
    facts.chain(dues.chain(clock).map(Said::Day)).collect()
}

/// Of two sets of statements, each kind in which either has something that the other lacks: what `there` has, and
/// what `here` has in its place.
pub(super) fn conflicts(there: &Statements, here: &Statements) -> Vec<(Said, Said)> {
    let only = |own: &Statements, other: &Statements| -> BTreeMap<&'static str, Said> {
        let lacking = own.keys().filter(|one| !other.contains_key(one));
        lacking.rev().map(|one| (one.kind(), *one)).collect()
    };
    let (there, here) = (only(there, here), only(here, there));
    there.into_iter().filter_map(|(kind, one)| Some((one, *here.get(kind)?))).collect()
}
