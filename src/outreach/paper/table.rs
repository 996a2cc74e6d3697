use super::{Line, Papers};
use crate::diagnostic::{Diagnostic, Place};
use csv::{Terminator, WriterBuilder};

/// The columns of the table, for programs and spreadsheets alike.
pub(super) const COLUMNS: [&str; 27] = [
    "id",
    "day",
    "time",
    "zone",
    "contact_local",
    "owner_id",
    "owner",
    "contact_id",
    "contact",
    "position",
    "account_id",
    "account",
    "phone",
    "email",
    "channel",
    "way",
    "action",
    "purpose",
    "talking_points",
    "material",
    "done_when",
    "why",
    "rules",
    "state",
    "state_words",
    "latest",
    "wave",
];

impl Papers<'_> {
    /// `plan.csv`: UTF-8 with a byte-order mark, so that a spreadsheet reads it as what it is; one row
    /// for each check-in, in the language of its owner.
    pub fn csv(&self) -> Result<Vec<u8>, Diagnostic> {
        let fault = |reason: String| {
            Diagnostic::error("`plan.csv` cannot be written")
                .at(Place::file("plan.csv"))
                .why(reason)
        };
        let start = Vec::from("\u{feff}");
        let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(start);
        table.write_record(COLUMNS).map_err(|error| fault(error.to_string()))?;
        for check in &self.plan.check_ins {
            let row = cells(&self.line(check)).map(harmless);
            table.write_record(row).map_err(|error| fault(error.to_string()))?;
        }
        table.into_inner().map_err(|error| fault(error.to_string()))
    }
}

/// One field for each column.
pub(super) fn cells(line: &Line) -> [String; 27] {
    let why: Vec<&str> =
        line.why.iter().map(|why| why.words.as_str()).filter(|words| !words.is_empty()).collect();
    let rules: Vec<&str> = line.why.iter().map(|why| why.rule.as_str()).collect();
    [
        line.id.clone(),
        line.day.clone(),
        line.time.clone(),
        line.zone.clone(),
        line.contact_time.clone().unwrap_or_default(),
        line.owner_id.clone().unwrap_or_default(),
        line.owner.clone(),
        line.whom_id.clone(),
        line.whom.clone(),
        line.position.clone(),
        line.account_id.clone(),
        line.account.clone(),
        line.phone.clone(),
        line.email.clone(),
        line.channel.clone(),
        line.way.clone(),
        line.action.clone(),
        line.purpose.clone(),
        line.points.join("\n"),
        line.material.clone(),
        line.done_when.clone(),
        why.join("\n"),
        rules.join(" "),
        line.state.to_owned(),
        line.state_words.clone(),
        line.latest.clone(),
        line.wave.to_string(),
    ]
}

/// A spreadsheet takes a field that begins like this for a formula; an apostrophe makes it text.
///
/// A telephone number is left as programs read it: without a letter it names no function and no
/// cell, so that the worst a spreadsheet can make of it is another number.
fn harmless(field: String) -> String {
    let is_number = |c: char| c.is_ascii_digit() || " +-()./".contains(c);
    let marks = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let is_formula = field.starts_with(marks) && !field.chars().all(is_number);
    if is_formula { format!("'{field}") } else { field }
}

#[cfg(test)]
mod tests {
    use super::harmless;
    use proptest::prelude::*;

    fn made(field: &str) -> String {
        harmless(field.to_owned())
    }

    #[test]
    fn no_field_is_a_formula() {
        assert_eq!(made("=1+1"), "'=1+1");
        assert_eq!(made("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(made("-cmd|' /C calc'!A0"), "'-cmd|' /C calc'!A0");
        assert_eq!(made("+A1"), "'+A1");
        assert_eq!(made("＝1"), "'＝1");
        for field in ["+86 512 0555 0101", "+49 (0)30 / 555-77", "plain", "", "a=b"] {
            assert_eq!(made(field), field);
        }
    }

    proptest! {
        #[test]
        fn what_begins_like_a_formula_has_no_letter(field in "[=+@\\-][ -~]{0,12}") {
            let made = made(&field);
            let stays = made == field;
            prop_assert!(!stays || !field.chars().any(char::is_alphabetic));
        }
    }
}
