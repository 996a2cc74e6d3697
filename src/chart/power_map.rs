//! The organisation power map (S-41 to S-47): a box per person in the reporting order of the account, with role and
//! attitude, and what is missing drawn as missing.

use super::canvas::{Anchor, Canvas, Drawing, Head, Label, MARGIN, Rect, WIDTH, headline};
use super::count::people_of;
use super::legend;
use super::metrics::{HEAD, NAME, SMALL, fit};
use super::person_box::{self, BOX, SMALL_BOX};
use super::scene::Scene;
use super::tree::{Layout, forest};
use crate::relations::Person;
use crate::roster::{Directory, Level, Role, circles_of};
use std::collections::HashMap;

const BAND: f64 = 30.0;
const GAP_BOX: (f64, f64) = (236.0, 46.0);

/// Roles that an account must have for a letter to reach whoever decides (S-42, S-43, S-45).
const NEEDED: [Role; 3] = [Role::A, Role::D, Role::E];

/// Draws the whole map.
pub fn power_map(scene: &Scene<'_>) -> Drawing {
    let mut canvas = Canvas::default();
    let mut y = 54.0;
    headline(
        &mut canvas,
        WIDTH,
        &scene.label(&scene.heading()),
        &format!("Power map, {}", scene.today),
    );
    for (label, members) in bands(scene) {
        if let Some(label) = label {
            canvas.text((MARGIN, y + 14.0), HEAD, "soft", Anchor::Start, &Label::english(&label));
            y += BAND - 4.0;
        }
        let layout = place(scene, &members, BOX, (MARGIN, y), WIDTH - 2.0 * MARGIN);
        draw_boxes(&mut canvas, scene, &layout, person_box::draw);
        y = layout.bottom + 24.0;
    }
    y = gaps(&mut canvas, scene, y);
    let bottom = legend::draw(&mut canvas, (MARGIN, y + 6.0), WIDTH - 2.0 * MARGIN);
    let head = Head { title: title(scene), description: description(scene) };
    canvas.finish(head, WIDTH, bottom + MARGIN)
}

/// Draws names and marks alone, for the margin of a sheet.
pub fn small_power_map(scene: &Scene<'_>) -> Drawing {
    let mut canvas = Canvas::default();
    let width = 4.0 * SMALL_BOX.0 + 3.0 * 16.0 + 2.0 * 8.0;
    let mut y = 8.0;
    for (_, members) in bands(scene) {
        let layout = place(scene, &members, SMALL_BOX, (8.0, y), width - 16.0);
        draw_boxes(&mut canvas, scene, &layout, person_box::draw_small);
        y = layout.bottom + 12.0;
    }
    let missing = missing_roles(scene);
    if !missing.is_empty() {
        let words = fit(&format!("! missing: {}", missing.join(", ")), SMALL, width - 16.0);
        canvas.text((8.0, y + 10.0), SMALL, "warn", Anchor::Start, &Label::english(&words));
        y += 18.0;
    }
    let head = Head { title: title(scene), description: description(scene) };
    canvas.finish(head, width, y + 4.0)
}

/// The lines of a layout, and its boxes over them.
fn draw_boxes(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    layout: &Layout,
    draw: fn(&mut Canvas, (f64, f64), &Person, &Directory),
) {
    for link in &layout.links {
        canvas.line(link, "line");
    }
    for (at, rect) in &layout.boxes {
        draw(canvas, (rect.x, rect.y), &scene.people[*at], scene.directory);
    }
}

fn title(scene: &Scene<'_>) -> String {
    format!("Power map of {}", scene.account_name())
}

/// The map in words.
fn description(scene: &Scene<'_>) -> String {
    let people: Vec<String> =
        scene.people.iter().map(|person| person_box::told(person, scene.directory)).collect();
    let missing = missing_roles(scene);
    let gaps = if missing.is_empty() {
        String::new()
    } else {
        format!(" Missing: {}.", missing.join(", "))
    };
    format!("{}. {}.{gaps}", people_of(people.len()), people.join("; "))
}

/// People by who reports to whom; where the roster does not say that of anybody, by level, the highest first.
fn bands(scene: &Scene<'_>) -> Vec<(Option<String>, Vec<usize>)> {
    let all = 0..scene.people.len();
    if scene.people.is_empty() {
        return Vec::new();
    }
    if scene.people.iter().any(|person| person.contact.reports_to.is_some()) {
        return vec![(None, sorted(scene, all.collect()))];
    }
    let mut bands: Vec<(Option<Level>, Vec<usize>)> = Vec::new();
    for at in all {
        let level = scene.people[at].contact.level;
        match bands.iter_mut().find(|(known, _)| *known == level) {
            Some((_, members)) => members.push(at),
            None => bands.push((level, vec![at])),
        }
    }
    bands.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
    bands
        .into_iter()
        .map(|(level, members)| {
            let label = match level {
                Some(level) => format!("Level {level}"),
                None => "Level not known".to_owned(),
            };
            (Some(label), sorted(scene, members))
        })
        .collect()
}

/// The heaviest roles first, then in the order of the file.
fn sorted(scene: &Scene<'_>, mut members: Vec<usize>) -> Vec<usize> {
    let weight = |at: &usize| {
        let contact = &scene.people[*at].contact;
        let role = contact.role.map_or(Role::ALL.len(), |role| role as usize);
        (std::cmp::Reverse(contact.level), role)
    };
    members.sort_by_key(weight);
    members
}

fn place(
    scene: &Scene<'_>,
    members: &[usize],
    size: (f64, f64),
    from: (f64, f64),
    width: f64,
) -> Layout {
    let managers = managers(scene, members.iter().copied());
    let mut layout = Layout::of(&forest(&managers), size, from, width);
    for (at, _) in &mut layout.boxes {
        *at = members[*at];
    }
    layout
}

/// Who the manager of each of these people is, by the place among them; none for one who is not.
fn managers(scene: &Scene<'_>, members: impl Iterator<Item = usize> + Clone) -> Vec<Option<usize>> {
    let contact = |at: usize| &scene.people[at].contact;
    let numbers: HashMap<&str, usize> =
        members.clone().enumerate().map(|(number, at)| (contact(at).id.as_str(), number)).collect();
    let manager = |at: usize| numbers.get(contact(at).reports_to.as_ref()?.as_str()).copied();
    members.map(manager).collect()
}

/// The roles that nobody in the account has, in words.
fn missing_roles(scene: &Scene<'_>) -> Vec<&'static str> {
    let has = |role| scene.people.iter().any(|person| person.contact.role == Some(role));
    NEEDED.into_iter().filter(|role| !has(*role)).map(Role::name).collect()
}

/// Managers whom the account does not have, with the names of those who report to them.
fn unknown_managers(scene: &Scene<'_>) -> Vec<(String, Vec<String>)> {
    let mut unknown: Vec<(String, Vec<String>)> = Vec::new();
    for person in scene.people {
        let Some(manager) = &person.contact.reports_to else { continue };
        if scene.people.iter().any(|other| other.contact.id == *manager) {
            continue;
        }
        match unknown.iter_mut().find(|(known, _)| known == manager.as_str()) {
            Some((_, who)) => who.push(person_box::name(&person.contact)),
            None => unknown.push((manager.to_string(), vec![person_box::name(&person.contact)])),
        }
    }
    unknown
}

/// What the map lacks, in dashed boxes.
fn gaps(canvas: &mut Canvas, scene: &Scene<'_>, top: f64) -> f64 {
    let roles = missing_roles(scene).into_iter();
    let roles = roles.map(|role| (format!("No {role}"), "nobody in the roster".to_owned()));
    let managers = unknown_managers(scene).into_iter();
    let managers = managers.map(|(id, who)| {
        (format!("{id} is not in this account"), format!("above {}", who.join(", ")))
    });
    let circles = circles(scene).into_iter();
    let circles = circles.map(|names| ("A circle of reports".to_owned(), names.join(" \u{2192} ")));
    let nobody = scene.people.is_empty();
    let nobody = nobody.then(|| ("Nobody".to_owned(), "is in the roster".to_owned()));
    let all: Vec<(String, String)> =
        nobody.into_iter().chain(roles).chain(managers).chain(circles).collect();
    if all.is_empty() {
        return top;
    }
    canvas.text((MARGIN, top + 14.0), HEAD, "warn", Anchor::Start, &Label::english("Gaps"));
    let (mut x, mut y) = (MARGIN, top + BAND - 4.0);
    for (head, rest) in all {
        if x + GAP_BOX.0 > WIDTH - MARGIN {
            (x, y) = (MARGIN, y + GAP_BOX.1 + 12.0);
        }
        let rect = Rect::new(x, y, GAP_BOX.0, GAP_BOX.1);
        canvas.rect(rect, "gap");
        let room = GAP_BOX.0 - 20.0;
        let (head, under) = (fit(&head, NAME, room), fit(&rest, SMALL, room));
        canvas.text((x + 10.0, y + 19.0), NAME, "warn", Anchor::Start, &Label::english(&head));
        canvas.text((x + 10.0, y + 36.0), SMALL, "soft", Anchor::Start, &Label::english(&under));
        x += GAP_BOX.0 + 16.0;
    }
    y + GAP_BOX.1 + 18.0
}

/// People who report to each other in a circle, each circle once; the map opens it at its first member.
fn circles(scene: &Scene<'_>) -> Vec<Vec<String>> {
    let circles = circles_of(&managers(scene, 0..scene.people.len())).into_iter();
    let name = |at: &usize| person_box::name(&scene.people[*at].contact);
    circles.map(|circle| circle.iter().chain(circle.first()).map(name).collect()).collect()
}
