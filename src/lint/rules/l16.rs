use crate::diagnostic::{List, Severity};
use crate::lint::census::Census;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::{Given, Line, Rule};

/// A first line of the roster that holds something else than an address, and notes in what a letter prints
/// (I-03, I-04, I-05, G-04). Names in their own columns are looked at where the roster is read.
pub(super) const RULE: Rule = Rule::new("L-16", Severity::Error).locked().on_line(check);

/// Of so many letters a share means little.
const FEW: usize = 20;

/// What is odd about the people of a roster taken together, whether they are written to or not.
pub(in crate::lint) fn roster(census: &Census) -> Vec<Mark> {
    let told = [
        (
            census.twice.clone(),
            "a name stands twice in a company, with two addresses",
            "Either two people share a name, or one of the addresses is old and its letter goes astray.",
            "ask which address is the right one, and delete the other row",
        ),
        (
            census.misfits(),
            "an address is not in the domain of the company",
            "A row that slipped, or a private mailbox: the letter would leave the company it is meant for.",
            "ask the account manager; keep the address when the person has confirmed it",
        ),
    ];
    let met = told.into_iter().filter(|(crowd, ..)| crowd.count > 0);
    met.map(|(crowd, title, why, hint)| {
        let rows = if crowd.count == 1 { "row" } else { "rows" };
        let first = if crowd.first.len() < crowd.count { ", first" } else { ":" };
        let whom =
            format!("{why} {} {rows} of the roster{first} {}.", crowd.count, List(&crowd.first));
        Mark::new(Spot::Letter, title).weighs(Severity::Warning).why(whom).hint(hint)
    })
    .collect()
}

/// What is said when more than `most` percent of the letters greet nobody by name.
pub(in crate::lint) fn general(generic: usize, letters: usize, most: u32) -> Option<Mark> {
    let limit = letters.saturating_mul(most as usize) / 100;
    (letters >= FEW && generic > limit).then(|| {
        let title = format!("{generic} of {letters} letters greet their reader by no name");
        Mark::new(Spot::Letter, title)
            .weighs(Severity::Warning)
            .why("A letter to everybody moves nobody: who is written to in a crisis wants to be known.")
            .hint("fill in names and positions in the roster, or raise `generic_salutations` below [lint] in hearten.toml")
    })
}

fn check(line: &Line<'_>, marks: &mut Marks) {
    let text = line.text.trim();
    let what = match line.kind {
        Given::Salutation => "a first line",
        Given::Company => "the name of a company",
        Given::Value => "a value for the letter",
    };
    for hit in line.lists.find_in(ListName::Note, text) {
        // Minor, Blind and Left are names too; a note is written small.
        if hit.text.chars().next().is_some_and(|c| !c.is_uppercase()) {
            let title = format!("`{}` in {what} looks like a note", hit.text);
            marks.add(Mark::new(Spot::Letter, title));
        }
    }
    if line.kind != Given::Salutation {
        return;
    }
    let odd =
        |c: char| c.is_ascii_digit() || matches!(c, '@' | '/' | '<' | '>' | '[' | ']' | '{' | '}');
    if let Some((at, c)) = text.char_indices().find(|(_, c)| odd(*c)) {
        let title = format!("`{}` stands in a first line", &text[at..at + c.len_utf8()]);
        marks.add(Mark::new(Spot::Letter, title));
    }
    let shouted = |word: &&str| {
        word.chars().count() > 4 && word.chars().all(char::is_uppercase) && word.is_ascii()
    };
    if let Some(word) = text.split(|c: char| !c.is_alphabetic()).find(shouted) {
        let title = format!("`{word}` is written in capitals");
        marks.add(Mark::new(Spot::Letter, title).weighs(Severity::Warning));
    }
}
