use super::brief::Brief;
use super::kind::Phase;
use super::measure::Status;
use crate::diagnostic::{Count, Diagnostic, Report, nearest};
use crate::document::{Reader, Wordings};
use jiff::{Timestamp, ZonedDateTime};
use std::collections::BTreeMap;

/// Findings that need more than one field at a time.
pub(super) fn brief(reader: &mut Reader<'_>, brief: &Brief) {
    times(reader, brief);
    subject(reader, brief);
    accounts(reader, brief);
    segments(reader, brief);
    details(reader, brief);
    if brief.phase == Phase::Letter {
        completeness(reader, brief);
    }
}

impl Brief {
    /// Checks the brief against the clock: the start has passed, the next update has not (L-07).
    pub fn check_clock(&self, now: Timestamp) -> Report {
        let mut report = Report::new();
        if let Some(started) = &self.started_at
            && started.timestamp() > now
        {
            let diagnostic =
                Diagnostic::error(format!("`started_at` is in the future: {}", plain(started)))
                    .at(self.source.place(self.started_at_place.clone()))
                    .why("A letter speaks of what has begun; its hours are counted from there.")
                    .hint("correct the day, the time or the distance to UTC");
            report.push(diagnostic);
        }
        if let Some(next) = &self.next_update_at
            && next.timestamp() <= now
            && self.started_at.as_ref().is_none_or(|started| started < next)
        {
            let diagnostic =
                Diagnostic::error(format!("`next_update_at` has passed: {}", plain(next)))
                    .rule("L-07")
                    .at(self.source.place(self.next_update_at_place.clone()))
                    .why(
                        "A letter that promises word for a time gone by is broken when it arrives.",
                    )
                    .hint("set a time that you can keep, then run `hearten check`");
            report.push(diagnostic);
        }
        report
    }
}

/// A moment for a message on the screen.
fn plain(moment: &ZonedDateTime) -> String {
    moment.strftime("%Y-%m-%d %H:%M %:Q").to_string()
}

fn times(reader: &mut Reader<'_>, brief: &Brief) {
    let Some(started) = &brief.started_at else { return };
    if let Some(next) = &brief.next_update_at
        && next <= started
    {
        let diagnostic = Diagnostic::error("`next_update_at` is not after `started_at`")
            .rule("L-07")
            .why(format!(
                "It began at {}, so no word can be promised for {}.",
                plain(started),
                plain(next)
            ))
            .hint("set the time at which readers hear more");
        reader.found(brief.next_update_at_place.clone(), diagnostic);
    }
    for (at, measure) in brief.measures.iter().enumerate() {
        let Some(due) = &measure.due else { continue };
        if measure.status != Some(Status::Done) && due.date() < started.date() {
            let diagnostic = Diagnostic::warning(format!(
                "`measures[{}].due` is before the crisis began",
                at + 1
            ))
            .rule("L-18")
            .why(format!("It began on {}, and the measure is not done.", started.date()))
            .hint("correct the date, or add `status = \"done\"`");
            reader.found(measure.due_at.clone(), diagnostic);
        }
    }
}

/// A subject is one line: a line break in it would be a header of its own (E-14).
fn subject(reader: &mut Reader<'_>, brief: &Brief) {
    for (language, subject) in brief.subject.iter().flat_map(Wordings::iter) {
        if subject.text.trim().contains('\n') {
            let diagnostic =
                Diagnostic::error(format!("`subject.text.{language}` has more than one line"))
                    .rule("E-14")
                    .why("The subject of a mail is one line.")
                    .hint("write it between one pair of quotes, on one line");
            reader.found(subject.raw(), diagnostic);
        }
    }
}

fn accounts(reader: &mut Reader<'_>, brief: &Brief) {
    let mut seen = BTreeMap::new();
    for (at, impact) in brief.impact.accounts.iter().enumerate() {
        if impact.account.is_empty() {
            continue;
        }
        if let Some(first) = seen.get(impact.account.as_str()) {
            let title =
                format!("a second text for the account `{}`", impact.account.escape_debug());
            let diagnostic = Diagnostic::error(title)
                .why(format!("`impact.account[{first}]` speaks to it already."))
                .hint("keep one of the two tables");
            reader.found(impact.account_at.clone(), diagnostic);
        } else {
            seen.insert(impact.account.as_str(), at + 1);
        }
    }
}

fn segments(reader: &mut Reader<'_>, brief: &Brief) {
    let (open, others): (Vec<_>, Vec<_>) = (brief.impact.segments.iter().enumerate())
        .filter(|(_, segment)| !segment.broken)
        .partition(|(_, segment)| segment.selectors() == 0);
    for (at, segment) in open {
        let diagnostic =
            Diagnostic::error(format!("`impact.segment[{}]` does not say whom it is for", at + 1))
                .why("A text for everybody stands in `impact.text`.")
                .hint("add `partner`, `tier` or `country`");
        reader.found(segment.at.clone(), diagnostic);
    }
    for (nth, (at, segment)) in others.iter().enumerate() {
        let Some((earlier, _)) = others[..nth].iter().find(|(_, first)| first.covers(segment))
        else {
            continue;
        };
        let diagnostic =
            Diagnostic::warning(format!("`impact.segment[{}]` is never used", at + 1))
                .why(format!(
                    "The first segment that fits counts, and `impact.segment[{}]` fits the same readers.",
                    earlier + 1
                ))
                .hint("put the narrower segment first");
        reader.found(segment.at.clone(), diagnostic);
    }
}

/// A slip in the name of a detail that the law wants would else look like two mistakes (L-10).
fn details(reader: &mut Reader<'_>, brief: &Brief) {
    let wanted: Vec<&str> =
        brief.kind.required_details().iter().map(|detail| detail.name).collect();
    for (name, wordings) in &brief.details {
        if !wanted.contains(&name.as_str())
            && let Some(near) = nearest(name, wanted.iter().copied())
            && !brief.details.contains_key(near)
        {
            let diagnostic = Diagnostic::warning(format!("unusual detail `{name}`"))
                .rule("L-10")
                .why(format!("A brief about a {} has `details.{near}`.", brief.kind.name()))
                .hint(format!("did you mean `{near}`?"));
            reader.found(wordings.at(), diagnostic);
        }
    }
}

/// What a letter should have, but can go without.
fn completeness(reader: &mut Reader<'_>, brief: &Brief) {
    if brief.certain.is_empty() {
        let diagnostic = Diagnostic::warning("nothing is said about what stays certain")
            .rule("S-03")
            .why("In hard times partners look for what they can rely on.")
            .hint("add `[[certain]]` with `text.en = \"...\"`: stock, cash, a second source");
        reader.found_in_file(diagnostic);
    }
    if brief.verification.is_none() {
        let diagnostic = Diagnostic::warning("nothing says how to tell that the letter is real")
            .rule("L-36")
            .why("Frauds follow a crisis, and a careful reader checks.")
            .hint("add `[verification]` with a page or a number that partners already know");
        reader.found_in_file(diagnostic);
    }
    if brief.measures.len() == 1 {
        let diagnostic = Diagnostic::info(format!("the letter has only {}", Count(1, "measure")))
            .rule("L-03")
            .why("Readers judge by what is done; two or more show that the work is in hand.")
            .hint("add a `[[measures]]` with an owner and a date");
        reader.found(brief.measures[0].at.clone(), diagnostic);
    }
    if brief.nothing_open && !brief.unknown.is_empty() {
        let diagnostic = Diagnostic::error("`nothing_open` stands beside `[[unknown]]`")
            .rule("L-09")
            .why("Either no question is open, or these are.")
            .hint("delete one of the two");
        reader.found(brief.unknown[0].at(), diagnostic);
    }
}
