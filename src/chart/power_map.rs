//! The organisation power map (S-41 to S-47): a box per person in the reporting order of the account, with role and
//! attitude, and what is missing drawn as missing.

use super::canvas::{Anchor, Canvas, Drawing, Head, Label, Rect};
use super::count::people_of;
use super::legend;
use super::metrics::{HEAD, NAME, SMALL, fit};
use super::person_box::{self, BOX, SMALL_BOX};
use super::scene::Scene;
use super::tree::{Layout, forest};
use crate::roster::{Level, Role};
use std::collections::HashMap;

/// The width of all drawings: a page of A4 between its margins.
pub(super) const WIDTH: f64 = 800.0;
pub(super) const MARGIN: f64 = 20.0;
const BAND: f64 = 30.0;
const GAP_BOX: (f64, f64) = (236.0, 46.0);

/// Roles that an account must have for a letter to reach whoever decides (S-42, S-43, S-45).
const NEEDED: [Role; 3] = [Role::A, Role::D, Role::E];

/// Draws the whole map.
pub fn power_map(scene: &Scene<'_>) -> Drawing {
    let mut canvas = Canvas::default();
    let mut y = heading(&mut canvas, scene);
    for (label, members) in bands(scene) {
        if let Some(label) = label {
            canvas.text((MARGIN, y + 14.0), HEAD, "soft", Anchor::Start, &Label::english(&label));
            y += BAND - 4.0;
        }
        let layout = place(scene, &members, BOX, y);
        for link in &layout.links {
            canvas.line(link, "line");
        }
        for (at, rect) in &layout.boxes {
            person_box::draw(&mut canvas, (rect.x, rect.y), &scene.people[*at], scene.directory);
        }
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
        let layout = place_within(scene, &members, SMALL_BOX, (8.0, y), width - 16.0);
        for link in &layout.links {
            canvas.line(link, "line");
        }
        for (at, rect) in &layout.boxes {
            let person = &scene.people[*at];
            person_box::draw_small(&mut canvas, (rect.x, rect.y), person, scene.directory);
        }
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

fn heading(canvas: &mut Canvas, scene: &Scene<'_>) -> f64 {
    let name = fit(&scene.heading(), HEAD, WIDTH - 2.0 * MARGIN - 170.0);
    let label = Label { words: &name, language: scene.account_script() };
    canvas.text((MARGIN, 34.0), HEAD, "name", Anchor::Start, &label);
    let side = format!("Power map, {}", scene.today);
    let place = (WIDTH - MARGIN, 34.0);
    canvas.text(place, SMALL, "soft", Anchor::End, &Label::english(&side));
    54.0
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

fn place(scene: &Scene<'_>, members: &[usize], size: (f64, f64), y: f64) -> Layout {
    place_within(scene, members, size, (MARGIN, y), WIDTH - 2.0 * MARGIN)
}

fn place_within(
    scene: &Scene<'_>,
    members: &[usize],
    size: (f64, f64),
    from: (f64, f64),
    width: f64,
) -> Layout {
    let numbers: HashMap<&str, usize> = members
        .iter()
        .enumerate()
        .map(|(number, at)| (scene.people[*at].contact.id.as_str(), number))
        .collect();
    let managers: Vec<Option<usize>> = members
        .iter()
        .map(|at| {
            let manager = scene.people[*at].contact.reports_to.as_ref()?;
            numbers.get(manager.as_str()).copied()
        })
        .collect();
    let mut layout = Layout::of(&forest(&managers), size, from, width);
    for (at, _) in &mut layout.boxes {
        *at = members[*at];
    }
    layout
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
    let place: HashMap<&str, usize> = scene
        .people
        .iter()
        .enumerate()
        .map(|(at, person)| (person.contact.id.as_str(), at))
        .collect();
    let manager = |at: usize| {
        let manager = scene.people[at].contact.reports_to.as_ref()?;
        place.get(manager.as_str()).copied()
    };
    let mut seen = vec![false; scene.people.len()];
    let mut circles = Vec::new();
    for first in 0..scene.people.len() {
        let mut way = Vec::new();
        let mut at = Some(first);
        while let Some(here) = at.filter(|here| !seen[*here]) {
            seen[here] = true;
            way.push(here);
            at = manager(here);
        }
        // Back on this very way, and not on an earlier one.
        if let Some(from) = at.and_then(|at| way.iter().position(|known| *known == at)) {
            let names = way[from..].iter().chain([&way[from]]);
            let names = names.map(|at| person_box::name(&scene.people[*at].contact));
            circles.push(names.collect());
        }
    }
    circles
}
