//! A box for a person: the role top left, the attitude bottom right (S-41), and what one must know between them.

use super::canvas::{Anchor, Canvas, Label, Rect};
use super::count::signed;
use super::metrics::{Face, NAME, SMALL, fit, lines};
use super::scene::han_tag;
use crate::locale::{Language, NameOrder, PersonName};
use crate::relations::Person;
use crate::roster::{Attitude, Contact, Directory, TeamId};

/// The size of a whole box.
pub(super) const BOX: (f64, f64) = (212.0, 98.0);
/// The size of a small one, which has name and marks alone.
pub(super) const SMALL_BOX: (f64, f64) = (168.0, 44.0);

const PAD: f64 = 9.0;
const BADGE: f64 = 20.0;
const MARK: Face = Face { size: 11.0, bold: true };

/// How a person stands towards us, as the classes of the style sheet call it.
pub(super) fn stance(attitude: Option<Attitude>) -> &'static str {
    match attitude.map(Attitude::grade) {
        None => "unknown",
        Some(..0) => "enemy",
        Some(0) => "neutral",
        Some(1) => "friend",
        Some(_) => "close",
    }
}

/// An attitude as it is written: `+2`, `−1`, `?`.
pub(super) fn sign(attitude: Option<Attitude>) -> String {
    attitude.map_or("?".to_owned(), |attitude| signed(attitude.grade().into()))
}

/// An attitude in words (S-39).
pub(super) fn attitude_words(attitude: Option<Attitude>) -> &'static str {
    match attitude.map(Attitude::grade) {
        None => "attitude not known",
        Some(..0) => "opposes us",
        Some(0) => "neutral",
        Some(1) => "supports us, and others too",
        Some(2) => "supports us alone",
        Some(_) => "coach",
    }
}

/// The language in which a person's name is set, where it matters to the shapes of its characters.
pub(super) fn script(contact: &Contact) -> Option<&'static str> {
    han_tag(&contact.name.to_string(), Some(contact.language))
}

/// A person's name, or their id while they have none.
pub(super) fn name(contact: &Contact) -> String {
    let name = contact.name.to_string();
    if name.is_empty() { contact.id.to_string() } else { name }
}

/// The name for little room: the initials of the given names before the family name, where it comes last.
pub(super) fn short_name(contact: &Contact) -> String {
    let PersonName { family, given, order } = &contact.name;
    if *order == NameOrder::FamilyFirst || family.is_empty() || given.is_empty() {
        return name(contact);
    }
    let mut short = String::new();
    for part in given.split(|c: char| c.is_whitespace() || c == '-') {
        if let Some(first) = part.chars().next() {
            short.extend([first, '.', ' ']);
        }
    }
    short + family
}

/// Who of us looks after somebody, by name.
pub(super) fn owner_name<'d>(directory: &'d Directory, id: Option<&TeamId>) -> Option<&'d str> {
    Some(directory.team.get(id?.as_str())?.name_in(Language::En))
}

/// A mark of the attitude that is told by its shape as well: a square against us, a circle in between, a triangle
/// for us, two for who is close, and a dashed ring when we do not know.
pub(super) fn attitude_mark(canvas: &mut Canvas, (x, y): (f64, f64), attitude: Option<Attitude>) {
    match stance(attitude) {
        "enemy" => canvas.rect(Rect::new(x - 5.0, y - 5.0, 10.0, 10.0), "mark-enemy"),
        "friend" => canvas.area(&triangle(x, y), "mark-friend"),
        "close" => {
            canvas.area(&triangle(x - 4.0, y), "mark-friend");
            canvas.area(&triangle(x + 4.0, y), "mark-friend");
        }
        "neutral" => canvas.circle(x, y, 5.0, "mark-neutral"),
        _ => canvas.circle(x, y, 5.0, "mark-unknown"),
    }
}

fn triangle(x: f64, y: f64) -> [(f64, f64); 3] {
    [(x - 5.0, y + 4.5), (x + 5.0, y + 4.5), (x, y - 5.0)]
}

/// Everything about a person in one line, for who points at the box or cannot see it.
pub(super) fn told(person: &Person, directory: &Directory) -> String {
    let contact = &person.contact;
    let mut parts = vec![name(contact)];
    parts.extend(contact.position.clone());
    parts.push(contact.role.map_or("role not known".to_owned(), |role| role.name().to_owned()));
    parts.push(attitude_words(person.attitude).to_owned());
    if let Some(ladder) = contact.ladder {
        parts.push(format!("step {} of the ladder", ladder.step()));
    }
    if contact.star {
        parts.push("a star of tomorrow".to_owned());
    }
    parts.push(match owner_name(directory, contact.owner.as_ref()) {
        Some(owner) => format!("looked after by {owner}"),
        None => "looked after by nobody".to_owned(),
    });
    parts.push(last_talk(person));
    parts.join(", ")
}

fn last_talk(person: &Person) -> String {
    match (person.last_contact, person.days) {
        (Some(day), Some(0)) => format!("last contact {day}, today"),
        (Some(day), Some(days)) => format!("last contact {day}, {days} d ago"),
        _ => "never contacted".to_owned(),
    }
}

/// Draws a whole box.
pub(super) fn draw(canvas: &mut Canvas, at: (f64, f64), person: &Person, directory: &Directory) {
    let rect = Rect::new(at.0, at.1, BOX.0, BOX.1);
    canvas.group("person", &told(person, directory), |canvas| {
        canvas.rect(rect, stance(person.attitude));
        let left = rect.x + PAD + BADGE + 7.0;
        let contact = &person.contact;
        role_badge(canvas, (rect.x + PAD, rect.y + PAD), contact);
        let star = if contact.star { 18.0 } else { 0.0 };
        let room = rect.right() - PAD - left;
        let full = name(contact);
        let words = Label { words: &full, language: script(contact) };
        let mut y = rect.y + 22.0;
        for line in lines(&full, NAME, room - star, 2) {
            let words = Label { words: &line, ..words };
            canvas.text((left, y), NAME, "name", Anchor::Start, &words);
            y += 16.0;
        }
        if contact.star {
            star_mark(canvas, (rect.right() - PAD - 7.0, rect.y + 17.0));
        }
        if let Some(position) = &contact.position {
            let language = han_tag(position, Some(contact.language));
            let words = fit(position, SMALL, room);
            let label = Label { words: &words, language };
            canvas.text((left, y), SMALL, "soft", Anchor::Start, &label);
        }
        foot(canvas, rect, person, directory);
        let sign = sign(person.attitude);
        let x = rect.right() - PAD - 34.0;
        attitude_mark(canvas, (x, rect.bottom() - 14.0), person.attitude);
        let place = (rect.right() - PAD, rect.bottom() - 10.0);
        canvas.text(place, MARK, "name", Anchor::End, &Label::english(&sign));
    });
}

/// Owner and last contact; what is missing is said, and not left out.
fn foot(canvas: &mut Canvas, rect: Rect, person: &Person, directory: &Directory) {
    let room = rect.width - 2.0 * PAD - 52.0;
    let owner = owner_name(directory, person.contact.owner.as_ref());
    let (class, words) = match owner {
        Some(owner) => ("soft", fit(&format!("Owner: {owner}"), SMALL, room)),
        None => ("warn", "! no owner".to_owned()),
    };
    let place = (rect.x + PAD, rect.bottom() - 25.0);
    canvas.text(place, SMALL, class, Anchor::Start, &Label::english(&words));
    let (class, words) = match (person.last_contact, person.days) {
        (Some(day), Some(days)) if person.overdue => ("warn", format!("! {day}, {days} d")),
        (Some(day), Some(days)) => ("soft", format!("{day}, {days} d")),
        _ => ("warn", "! never contacted".to_owned()),
    };
    let place = (rect.x + PAD, rect.bottom() - 10.0);
    let words = fit(&words, SMALL, room);
    canvas.text(place, SMALL, class, Anchor::Start, &Label::english(&words));
}

/// Draws a small box.
pub(super) fn draw_small(
    canvas: &mut Canvas,
    at: (f64, f64),
    person: &Person,
    directory: &Directory,
) {
    let rect = Rect::new(at.0, at.1, SMALL_BOX.0, SMALL_BOX.1);
    canvas.group("person", &told(person, directory), |canvas| {
        canvas.rect(rect, stance(person.attitude));
        role_badge(canvas, (rect.x + 7.0, rect.y + 7.0), &person.contact);
        let full = name(&person.contact);
        let left = rect.x + 7.0 + BADGE + 5.0;
        let words = fit(&full, NAME, rect.right() - 7.0 - left);
        let label = Label { words: &words, language: script(&person.contact) };
        canvas.text((left, rect.y + 21.0), NAME, "name", Anchor::Start, &label);
        attitude_mark(canvas, (rect.right() - 40.0, rect.bottom() - 11.0), person.attitude);
        let sign = sign(person.attitude);
        let place = (rect.right() - 7.0, rect.bottom() - 7.0);
        canvas.text(place, MARK, "name", Anchor::End, &Label::english(&sign));
    });
}

/// The letter of the role on a dark ground; a dash while it is not known.
fn role_badge(canvas: &mut Canvas, (x, y): (f64, f64), contact: &Contact) {
    let letter = contact.role.map_or("\u{2013}", |role| role.letter());
    let known = contact.role.is_some();
    let class = if known { "role" } else { "mark-unknown" };
    canvas.rect(Rect::new(x, y, BADGE, BADGE), class);
    let class = if known { "on" } else { "soft" };
    let at = (x + BADGE / 2.0, y + 14.5);
    canvas.text(at, NAME, class, Anchor::Middle, &Label::english(letter));
}

/// A star of five points (S-58).
pub(super) fn star_mark(canvas: &mut Canvas, (x, y): (f64, f64)) {
    let point = |at: u32| {
        let radius = if at.is_multiple_of(2) { 8.0 } else { 3.4 };
        let turn = std::f64::consts::PI * (f64::from(at) / 5.0 - 0.5);
        (x + radius * turn.cos(), y + radius * turn.sin())
    };
    let points: Vec<(f64, f64)> = (0..10).map(point).collect();
    canvas.area(&points, "mark-friend");
}
