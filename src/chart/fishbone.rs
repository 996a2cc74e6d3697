//! The fishbone (S-37, S-38): a key event with the groups that decide it along the axis, each person the nearer to it
//! the more they have to say; the nearest of each bone is the key customer.

use super::canvas::{Anchor, Canvas, Drawing, Head, Label, MARGIN, Rect, WIDTH, headline};
use super::count::to_f64;
use super::legend::note;
use super::metrics::{NAME, SMALL, fit};
use super::person_box::{self, attitude_mark, sign, stance};
use super::scene::{Scene, han_tag};
use crate::locale::Language;
use crate::relations::Person;
use crate::roster::{EventPerson, KeyEvent};

const BOX: (f64, f64) = (176.0, 46.0);
const STEP: f64 = 58.0;
const FIRST: f64 = 30.0;
/// How far the tip of a bone leans to the left, and how far it does so for each pixel at the most.
const MOST_LEAN: f64 = 30.0;
const LEAN: f64 = 0.28;
const END: f64 = 128.0;

/// One group of the event: a bone.
#[derive(Debug)]
struct Bone<'e> {
    name: Option<&'e str>,
    /// The nearest first.
    people: Vec<&'e EventPerson>,
}

impl Bone<'_> {
    /// Whether somebody is nearest to the axis; several may be.
    fn is_key(&self, person: &EventPerson) -> bool {
        let nearest = self.people.first().and_then(|it| it.distance);
        person.distance.is_some() && person.distance == nearest
    }
}

/// Where a person's box stands, and where its line meets the bone.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    rect: Rect,
    on_bone: (f64, f64),
}

/// Draws one key event.
pub fn fishbone(scene: &Scene<'_>, event: &KeyEvent) -> Drawing {
    let bones = bones(event);
    let pairs = bones.len().div_ceil(2).max(1);
    let width = WIDTH.max(2.0 * MARGIN + END + to_f64(pairs) * 2.0 * 112.0);
    let column = (width - 2.0 * MARGIN - END) / to_f64(pairs);
    let deep = |side: usize| {
        let counts = bones.iter().skip(side).step_by(2).map(|bone| bone.people.len());
        FIRST + to_f64(counts.max().unwrap_or(0)) * STEP + 26.0
    };
    let axis = 56.0 + deep(0);
    let mut canvas = Canvas::default();
    let of = format!("{}: {}", event.name_in(Language::En), scene.heading());
    headline(&mut canvas, width, &scene.label(&of), &format!("Fishbone, {}", scene.today));
    let end = width - MARGIN - END;
    canvas.line(&[(MARGIN, axis), (end, axis)], "axis");
    canvas.area(&[(end, axis - 7.0), (end + 12.0, axis), (end, axis + 7.0)], "role");
    goal(&mut canvas, event, (end + 16.0, axis));
    for (at, bone) in bones.iter().enumerate() {
        let up = at % 2 == 0;
        let root = MARGIN + to_f64(at / 2 + 1) * column - 14.0;
        draw_bone(&mut canvas, scene, bone, (root, axis), (up, column));
    }
    if bones.is_empty() {
        let words = "Nobody is named for this event: add people and groups in key-events.csv.";
        canvas.text((MARGIN, axis - 14.0), SMALL, "warn", Anchor::Start, &Label::english(words));
    }
    let text = "Nearer to the axis means more to say; the number is the distance. \u{25c6} key customer: the nearest of each group. A dashed box is not in the roster.";
    let below = (MARGIN, axis + deep(1) + 12.0);
    let bottom = note(&mut canvas, below, width - 2.0 * MARGIN, text) + 4.0;
    let head = Head {
        title: format!("Fishbone of {}: {}", scene.account_name(), event.name_in(Language::En)),
        description: description(scene, event, &bones),
    };
    canvas.finish(head, width, bottom)
}

/// The groups in their order, each with its people, the nearest first.
fn bones(event: &KeyEvent) -> Vec<Bone<'_>> {
    let mut bones: Vec<(Option<u32>, Bone<'_>)> = Vec::new();
    for person in &event.people {
        let name = person.group.as_deref();
        match bones.iter_mut().find(|(_, bone)| bone.name == name) {
            Some((_, bone)) => bone.people.push(person),
            None => bones.push((person.group_order, Bone { name, people: vec![person] })),
        }
    }
    bones.sort_by_key(|(order, _)| order.unwrap_or(u32::MAX));
    for (_, bone) in &mut bones {
        bone.people.sort_by_key(|person| person.distance.unwrap_or(u32::MAX));
    }
    bones.into_iter().map(|(_, bone)| bone).collect()
}

/// Where each person of a bone stands; `column` is the room that the bone has from left to right.
fn places(count: usize, (root, axis): (f64, f64), up: bool, column: f64) -> Vec<Place> {
    let wide = BOX.0.min(column - 64.0);
    let lean = lean(count);
    let place = |at: usize| {
        let away = FIRST + to_f64(at) * STEP;
        let top = if up { axis - away - BOX.1 } else { axis + away };
        let middle = top + BOX.1 / 2.0;
        let bone = root - (middle - axis).abs() * lean;
        let rect = Rect::new(bone - 16.0 - wide, top, wide, BOX.1);
        Place { rect, on_bone: (bone, middle) }
    };
    (0..count).map(place).collect()
}

/// The lean of a bone with so many people.
fn lean(count: usize) -> f64 {
    LEAN.min(MOST_LEAN / (FIRST + to_f64(count) * STEP))
}

fn draw_bone(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    bone: &Bone<'_>,
    (root, axis): (f64, f64),
    (up, column): (bool, f64),
) {
    let length = FIRST + to_f64(bone.people.len()) * STEP;
    let tip = root - length * lean(bone.people.len());
    let y = if up { axis - length } else { axis + length };
    canvas.line(&[(root, axis), (tip, y)], "axis");
    let words = fit(bone.name.unwrap_or("group not named"), NAME, column - 24.0);
    let label = Label { words: &words, language: han_tag(&words, None) };
    let place = (tip + 4.0, if up { y - 8.0 } else { y + 18.0 });
    canvas.text(place, NAME, "name", Anchor::End, &label);
    let places = places(bone.people.len(), (root, axis), up, column);
    for (person, Place { rect, on_bone }) in bone.people.iter().zip(places) {
        canvas.line(&[(rect.right(), on_bone.1), on_bone], "line");
        let known = known(scene, person);
        canvas.group("person", &told(scene, bone, person), |canvas| {
            draw_person(canvas, rect, person, known, bone.is_key(person));
        });
    }
}

fn known<'s>(scene: &Scene<'s>, person: &EventPerson) -> Option<&'s Person> {
    scene.people.iter().find(|it| it.contact.id.as_str() == person.person)
}

fn draw_person(
    canvas: &mut Canvas,
    rect: Rect,
    person: &EventPerson,
    known: Option<&Person>,
    is_key: bool,
) {
    canvas.rect(rect, known.map_or("gap", |known| stance(known.attitude)));
    let name =
        known.map_or_else(|| person.person.clone(), |known| person_box::name(&known.contact));
    let mark = if is_key { "\u{25c6} " } else { "" };
    let words = fit(&format!("{mark}{name}"), NAME, rect.width - 16.0);
    let language = han_tag(&name, known.map(|known| known.contact.language));
    let label = Label { words: &words, language };
    canvas.text((rect.x + 8.0, rect.y + 19.0), NAME, "name", Anchor::Start, &label);
    let (class, under) = match known {
        None => ("warn", "! not in the roster".to_owned()),
        Some(known) if known.contact.owner.is_none() => ("warn", "! no owner".to_owned()),
        Some(known) => {
            let role = known.contact.role.map_or("role not known", crate::roster::Role::name);
            let distance = person.distance.map(|it| format!(", at {it}")).unwrap_or_default();
            ("soft", format!("{role}{distance}"))
        }
    };
    let under = fit(&under, SMALL, rect.width - 60.0);
    canvas.text(
        (rect.x + 8.0, rect.bottom() - 9.0),
        SMALL,
        class,
        Anchor::Start,
        &Label::english(&under),
    );
    if let Some(known) = known {
        attitude_mark(canvas, (rect.right() - 38.0, rect.bottom() - 13.0), known.attitude);
        let sign = sign(known.attitude);
        let place = (rect.right() - 8.0, rect.bottom() - 9.0);
        canvas.text(place, SMALL, "name", Anchor::End, &Label::english(&sign));
    }
}

/// What the event is, and when, at the head of the fish.
fn goal(canvas: &mut Canvas, event: &KeyEvent, (x, axis): (f64, f64)) {
    let room = END - 18.0;
    let name = event.name_in(Language::En);
    let mut y = axis - 10.0;
    for line in super::metrics::lines(name, NAME, room, 3) {
        let label = Label { words: &line, language: han_tag(name, None) };
        canvas.text((x, y), NAME, "name", Anchor::Start, &label);
        y += 16.0;
    }
    let date = event.date.to_string();
    canvas.text((x, y + 2.0), SMALL, "soft", Anchor::Start, &Label::english(&date));
}

fn told(scene: &Scene<'_>, bone: &Bone<'_>, person: &EventPerson) -> String {
    let group = bone.name.unwrap_or("no group");
    let who = match known(scene, person) {
        Some(known) => person_box::told(known, scene.directory),
        None => format!("{}, not in the roster", person.person),
    };
    let distance = person.distance.map_or("not known".to_owned(), |it| it.to_string());
    let key = if bone.is_key(person) { ", key customer" } else { "" };
    format!("{group}: {who}, distance {distance}{key}")
}

fn description(scene: &Scene<'_>, event: &KeyEvent, bones: &[Bone<'_>]) -> String {
    let people: Vec<String> = bones
        .iter()
        .flat_map(|bone| bone.people.iter().map(move |person| told(scene, bone, person)))
        .collect();
    format!("On {}. {}.", event.date, people.join("; "))
}

#[cfg(test)]
mod tests {
    use super::places;
    use proptest::prelude::{prop_assert, proptest};

    proptest! {
        #[test]
        fn s37_no_two_boxes_overlap_and_none_is_on_a_bone(left in 1..40_usize, right in 1..40_usize, up: bool, column in 224.0..340.0_f64) {
            let (one, other) = ((300.0, 500.0), (300.0 + column, 500.0));
            let first = places(left, one, up, column);
            let second = places(right, other, up, column);
            for (at, place) in first.iter().chain(&second).enumerate() {
                prop_assert!(place.rect.width >= 90.0 && place.rect.x > 300.0 - column);
                prop_assert!(place.rect.right() < place.on_bone.0);
                for other in first.iter().chain(&second).skip(at + 1) {
                    let (a, b) = (place.rect, other.rect);
                    prop_assert!(a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y, "{a:?} {b:?}");
                }
            }
            // The second column's boxes stay right of the first one's bone at the same height.
            for (one, other) in first.iter().zip(&second) {
                prop_assert!(other.rect.x > one.on_bone.0);
            }
        }
    }
}
