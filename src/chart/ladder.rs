//! The ladder grid (S-39, S-40): attitude against the five steps of a relation, with everybody where they stand and
//! whoever has moved since the last dated judgement.

use super::canvas::{Anchor, Canvas, Drawing, Head, Label, MARGIN, Rect, WIDTH, headline};
use super::count::{people_of, to_f64};
use super::legend::note;
use super::metrics::{self, HEAD, SMALL, fit};
use super::person_box::{self, attitude_mark, sign, stance};
use super::scene::Scene;
use crate::relations::Person;
use crate::roster::Attitude;
use std::fmt::Write as _;

const LEFT: f64 = 112.0;
const HEADER: f64 = 58.0;
const CHIP: f64 = 24.0;
const COLUMNS: usize = 7;
/// More people than this in one field are counted.
const MOST: usize = 14;

/// What the steps are called (S-40), in two lines.
const STEPS: [(&str, &str); COLUMNS] = [
    ("?", "not known"),
    ("0", "no step yet"),
    ("1", "project visit"),
    ("2", "regular visit"),
    ("3", "one to one"),
    ("4", "with friends"),
    ("5", "at home"),
];

/// A field of the grid, and who stands in it.
#[derive(Debug, Clone, PartialEq)]
struct Field {
    rect: Rect,
    people: Vec<usize>,
}

/// Draws the grid.
pub fn ladder(scene: &Scene<'_>) -> Drawing {
    let mut canvas = Canvas::default();
    let kind = format!("Ladder grid, {}", scene.today);
    headline(&mut canvas, WIDTH, &scene.label(&scene.heading()), &kind);
    let fields = grid(scene.people);
    header(&mut canvas);
    for (row, attitude) in rows().into_iter().enumerate() {
        let own = &fields[row * COLUMNS..(row + 1) * COLUMNS];
        row_label(&mut canvas, own[0].rect, attitude);
        for field in own {
            canvas.rect(field.rect, "band");
            people(&mut canvas, field, scene);
        }
    }
    let bottom = fields.last().map_or(HEADER, |field| field.rect.bottom());
    let mut y = bottom + 22.0;
    for text in [
        "An arrow leads to the next step, never over one. \u{25b2} and \u{25bc}: the attitude rose or fell since it was judged before.",
        "In a crisis a call or a video takes the place of a visit; steps 3 to 5 need a look at the policy.",
    ] {
        y = note(&mut canvas, (MARGIN, y), WIDTH - 2.0 * MARGIN, text);
    }
    let head = Head {
        title: format!("Ladder grid of {}", scene.account_name()),
        description: description(scene),
    };
    canvas.finish(head, WIDTH, y)
}

fn rows() -> [Option<Attitude>; 6] {
    let grade = |word| Attitude::parse(word);
    [grade("3"), grade("2"), grade("1"), grade("0"), grade("-1"), None]
}

fn column(person: &Person) -> usize {
    person.contact.ladder.map_or(0, |ladder| usize::from(ladder.step()) + 1)
}

/// The fields of the grid, row by row, each as high as its row needs.
fn grid(people: &[Person]) -> Vec<Field> {
    let wide = (WIDTH - 2.0 * MARGIN - LEFT) / to_f64(COLUMNS);
    let mut fields = Vec::new();
    let mut y = HEADER + 42.0;
    for attitude in rows() {
        let mut row: Vec<Vec<usize>> = vec![Vec::new(); COLUMNS];
        for (at, person) in people.iter().enumerate() {
            if person.attitude == attitude {
                row[column(person)].push(at);
            }
        }
        let most = row.iter().map(|field| field.len().min(MOST + 1)).max().unwrap_or(0);
        let height = (to_f64(most) * CHIP + 10.0).max(44.0);
        for (at, people) in row.into_iter().enumerate() {
            let x = MARGIN + LEFT + to_f64(at) * wide;
            fields.push(Field { rect: Rect::new(x, y, wide - 3.0, height), people });
        }
        y += height + 3.0;
    }
    fields
}

fn header(canvas: &mut Canvas) {
    let wide = (WIDTH - 2.0 * MARGIN - LEFT) / to_f64(COLUMNS);
    for (at, (step, words)) in STEPS.iter().enumerate() {
        let middle = MARGIN + LEFT + (to_f64(at) + 0.5) * wide - 1.5;
        canvas.text((middle, HEADER + 14.0), HEAD, "name", Anchor::Middle, &Label::english(step));
        canvas.text((middle, HEADER + 31.0), SMALL, "soft", Anchor::Middle, &Label::english(words));
    }
    let place = (MARGIN, HEADER + 14.0);
    canvas.text(place, SMALL, "soft", Anchor::Start, &Label::english("attitude"));
    let place = (MARGIN, HEADER + 31.0);
    canvas.text(place, SMALL, "soft", Anchor::Start, &Label::english("by step"));
}

fn row_label(canvas: &mut Canvas, first: Rect, attitude: Option<Attitude>) {
    let y = first.y + 18.0;
    attitude_mark(canvas, (MARGIN + 10.0, y - 4.0), attitude);
    let sign = sign(attitude);
    canvas.text((MARGIN + 26.0, y), HEAD, "name", Anchor::Start, &Label::english(&sign));
    let words = match attitude.map(Attitude::grade) {
        None => "not known",
        Some(..0) => "opposes",
        Some(0) => "neutral",
        Some(1) => "supports",
        Some(2) => "us alone",
        Some(_) => "coach",
    };
    let place = (MARGIN + 52.0, y);
    canvas.text(place, SMALL, "soft", Anchor::Start, &Label::english(words));
}

fn people(canvas: &mut Canvas, field: &Field, scene: &Scene<'_>) {
    let Rect { x, y, width, .. } = field.rect;
    let shown = if field.people.len() > MOST + 1 { MOST } else { field.people.len() };
    for (place, at) in field.people.iter().take(shown).enumerate() {
        let person = &scene.people[*at];
        let chip = Rect::new(x + 4.0, y + 6.0 + to_f64(place) * CHIP, width - 14.0, CHIP - 4.0);
        canvas.group("person", &told(person, scene), |canvas| {
            canvas.rect(chip, stance(person.attitude));
            let moved = match (person.moved_from, person.attitude) {
                (Some(from), Some(to)) if to > from => "\u{25b2}",
                (Some(_), Some(_)) => "\u{25bc}",
                _ => "",
            };
            let name = format!("{moved}{}", person_box::name(&person.contact));
            let room = chip.width - 8.0;
            let name = if metrics::width(&name, SMALL) > room {
                format!("{moved}{}", person_box::short_name(&person.contact))
            } else {
                name
            };
            let words = fit(&name, SMALL, room);
            let label = Label { words: &words, language: person_box::script(&person.contact) };
            canvas.text((chip.x + 4.0, chip.y + 14.0), SMALL, "name", Anchor::Start, &label);
            if (1..COLUMNS - 1).contains(&column(person)) {
                let (x, y) = (chip.right() + 1.0, chip.y + chip.height / 2.0);
                canvas.area(&[(x, y - 4.0), (x + 7.0, y), (x, y + 4.0)], "arrow");
            }
        });
    }
    if field.people.len() > shown {
        let words = format!("+{} more", field.people.len() - shown);
        let place = (x + 8.0, y + 20.0 + to_f64(shown) * CHIP);
        canvas.text(place, SMALL, "soft", Anchor::Start, &Label::english(&words));
    }
}

fn told(person: &Person, scene: &Scene<'_>) -> String {
    let mut told = person_box::told(person, scene.directory);
    if let Some(from) = person.moved_from {
        let _ = write!(told, ", before: {}", sign(Some(from)));
    }
    if let Some(step) =
        person.contact.ladder.map(crate::roster::Ladder::step).filter(|step| *step < 5)
    {
        let _ = write!(told, ", next step: {}", step + 1);
    }
    told
}

fn description(scene: &Scene<'_>) -> String {
    let people: Vec<String> = scene.people.iter().map(|person| told(person, scene)).collect();
    let moved = scene.people.iter().filter(|person| person.moved_from.is_some()).count();
    format!("{}, {moved} moved. {}.", people_of(people.len()), people.join("; "))
}
