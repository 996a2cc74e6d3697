//! The house (S-11, S-59): organisational relations are the roof, key relations the pillars, general relations the
//! foundation; none of them stands without the others.

use super::canvas::{Anchor, Canvas, Drawing, Head, Label, MARGIN, Rect, WIDTH, headline};
use super::count::{people_of, to_f64};
use super::legend::note;
use super::metrics::{HEAD, SMALL, fit};
use super::person_box::{self, attitude_mark, sign, stance};
use super::scene::Scene;
use crate::diagnostic::Count;
use crate::locale::Language;
use crate::relations::Person;
use crate::roster::{Account, Attitude, Directory, Partner, Tier};
use jiff::civil::Date;

/// Beside this many pillars no more are drawn.
const MOST_PILLARS: usize = 9;

/// How one layer of the house is held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layer {
    /// The people in it.
    pub people: usize,
    /// Those who support us and were spoken to in time: the layer is held by them.
    pub held: usize,
    /// Those who were spoken to in time and do not support us, or nobody knows.
    pub open: usize,
    /// Those who are overdue (S-10).
    pub overdue: usize,
    /// Those who were never spoken to.
    pub never: usize,
}

/// The three layers of an account, or of all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct House {
    /// Organisational relations.
    pub roof: Layer,
    /// Key relations.
    pub pillars: Layer,
    /// General relations.
    pub foundation: Layer,
    /// The accounts that it is the house of.
    pub accounts: usize,
    /// How many of them lack the roof, pillars, the foundation.
    pub without: [usize; 3],
}

impl House {
    /// Adds an account with its people; one person can stand in several layers (S-59).
    pub fn add(&mut self, people: &[Person]) {
        self.accounts += 1;
        for (at, tier) in [Tier::Organization, Tier::Key, Tier::General].into_iter().enumerate() {
            let mut some = false;
            for person in people.iter().filter(|person| person.contact.tiers.contains(tier)) {
                some = true;
                self.layer(at).add(person);
            }
            self.without[at] += usize::from(!some);
        }
    }

    fn layer(&mut self, at: usize) -> &mut Layer {
        match at {
            0 => &mut self.roof,
            1 => &mut self.pillars,
            _ => &mut self.foundation,
        }
    }
}

impl Layer {
    fn add(&mut self, person: &Person) {
        self.people += 1;
        let place = if person.overdue {
            &mut self.overdue
        } else if person.last_contact.is_none() {
            &mut self.never
        } else if person.is_friend() {
            &mut self.held
        } else {
            &mut self.open
        };
        *place += 1;
    }

    fn words(self) -> String {
        match self.people {
            0 => "nobody: missing".to_owned(),
            people => format!("{}: {}", people_of(people), held(self)),
        }
    }
}

/// Draws the house of one account: each key person is a pillar.
pub fn house(scene: &Scene<'_>) -> Drawing {
    let mut house = House::default();
    house.add(scene.people);
    let key = scene.people.iter().filter(|person| person.contact.tiers.contains(Tier::Key));
    let pillars: Vec<Pillar<'_>> = key
        .map(|person| Pillar {
            name: person_box::name(&person.contact),
            language: person_box::script(&person.contact),
            attitude: person.attitude,
            late: if person.overdue {
                Some("! overdue")
            } else {
                person.last_contact.is_none().then_some("! never met")
            },
        })
        .collect();
    let sponsor = sponsor(scene.account, scene.directory);
    draw(&house, &pillars, scene.label(&scene.heading()), scene.today, &sponsor)
}

/// Draws the house over all accounts.
pub fn house_of_all(house: &House, today: Date) -> Drawing {
    let words = format!("All {}", Count(house.accounts, "account"));
    let lacking = |at: usize, what: &str| {
        let count = house.without[at];
        (count > 0).then(|| format!("{} without {what}", Count(count, "account")))
    };
    let lacks = [lacking(0, "a roof"), lacking(1, "pillars"), lacking(2, "a foundation")];
    let lacks: Vec<String> = lacks.into_iter().flatten().collect();
    let roof = (!lacks.is_empty()).then(|| lacks.join(", "));
    draw(house, &[], Label::english(&words), today, &(roof.is_none(), roof.unwrap_or_default()))
}

struct Pillar<'p> {
    name: String,
    language: Option<&'p str>,
    attitude: Option<Attitude>,
    late: Option<&'static str>,
}

/// Whether somebody of ours stands for the account (S-15), and how to say it.
fn sponsor(account: &Account, directory: &Directory) -> (bool, String) {
    let name = account.sponsor.as_ref().and_then(|id| directory.team.get(id.as_str()));
    match name {
        Some(member) => (true, format!("Sponsor: {}", member.name_in(Language::En))),
        // Only a strategic account must have one.
        None if account.partner == Partner::Strategic => (false, "! no sponsor of ours".to_owned()),
        None => (true, String::new()),
    }
}

fn draw(
    house: &House,
    pillars: &[Pillar<'_>],
    name: Label<'_>,
    today: Date,
    (sound, roof_note): &(bool, String),
) -> Drawing {
    let mut canvas = Canvas::default();
    headline(&mut canvas, WIDTH, &name, &format!("House, {today}"));
    let (left, right, middle) = (MARGIN + 40.0, WIDTH - MARGIN - 40.0, WIDTH / 2.0);
    let class = class_of(house.roof);
    canvas.group(
        "layer",
        &format!("Roof, organisational relations: {}", house.roof.words()),
        |canvas| {
            canvas.area(&[(left - 20.0, 190.0), (middle, 58.0), (right + 20.0, 190.0)], class);
            let head = format!("Roof: {}", people(house.roof));
            canvas.text((middle, 140.0), HEAD, "name", Anchor::Middle, &Label::english(&head));
            let state = held(house.roof);
            canvas.text((middle, 160.0), SMALL, "soft", Anchor::Middle, &Label::english(&state));
            let note = fit(roof_note, SMALL, 480.0);
            let class = if *sound { "soft" } else { "warn" };
            canvas.text((middle, 178.0), SMALL, class, Anchor::Middle, &Label::english(&note));
        },
    );
    let told = format!("Pillars, key relations: {}", house.pillars.words());
    canvas.group("layer", &told, |canvas| {
        let area = Rect::new(left, 196.0, right - left, 168.0);
        draw_pillars(canvas, area, house.pillars, pillars);
    });
    let class = class_of(house.foundation);
    let told = format!("Foundation, general relations: {}", house.foundation.words());
    canvas.group("layer", &told, |canvas| {
        let rect = Rect::new(left - 20.0, 396.0, right - left + 40.0, 70.0);
        canvas.rect(rect, class);
        let head = format!("Foundation: {}", people(house.foundation));
        canvas.text((middle, 426.0), HEAD, "name", Anchor::Middle, &Label::english(&head));
        let state = held(house.foundation);
        canvas.text((middle, 448.0), SMALL, "soft", Anchor::Middle, &Label::english(&state));
    });
    let text = "Held: supports us, and was spoken to in time. Open: spoken to in time, and does not support us yet. One person can stand in several layers.";
    let bottom = note(&mut canvas, (MARGIN, 494.0), WIDTH - 2.0 * MARGIN, text);
    let head = Head {
        title: format!("House of {}", name.words),
        description: format!(
            "Roof: {}. Pillars: {}. Foundation: {}. {roof_note}",
            house.roof.words(),
            house.pillars.words(),
            house.foundation.words()
        ),
    };
    canvas.finish(head, WIDTH, bottom + 4.0)
}

/// Missing, weak, or held by more than half of its people.
fn class_of(layer: Layer) -> &'static str {
    match layer.people {
        0 => "gap",
        people if layer.held * 2 > people => "close",
        _ if layer.held > 0 => "friend",
        _ => "neutral",
    }
}

fn people(layer: Layer) -> String {
    if layer.people == 0 { "missing".to_owned() } else { people_of(layer.people) }
}

/// Of a layer everybody counts once: held, open, overdue, or never met.
fn held(layer: Layer) -> String {
    if layer.people == 0 {
        return "! nobody in this layer".to_owned();
    }
    let classes = [(layer.open, "open"), (layer.overdue, "overdue"), (layer.never, "never met")];
    let rest = classes.into_iter().filter(|(count, _)| *count > 0);
    let all = std::iter::once((layer.held, "held")).chain(rest);
    let all: Vec<String> = all.map(|(count, what)| format!("{count} {what}")).collect();
    all.join(", ")
}

/// A pillar for each key person, or five that are filled as far as the layer is held.
fn draw_pillars(canvas: &mut Canvas, area: Rect, layer: Layer, pillars: &[Pillar<'_>]) {
    let head = format!("Pillars: {}; {}", people(layer), held(layer));
    let place = (area.middle(), area.bottom() + 22.0);
    let class = if layer.people == 0 { "warn" } else { "name" };
    canvas.text(place, SMALL, class, Anchor::Middle, &Label::english(&head));
    if layer.people == 0 {
        canvas.rect(Rect::new(area.middle() - 60.0, area.y, 120.0, area.height), "gap");
        return;
    }
    if pillars.is_empty() || pillars.len() > MOST_PILLARS {
        // Five stand for all of them, filled as far as they are held.
        let share = to_f64(layer.held) / to_f64(layer.people);
        for at in 0..5 {
            let x = area.x + (to_f64(at) + 0.5) * area.width / 5.0 - 36.0;
            canvas.rect(Rect::new(x, area.y, 72.0, area.height), "neutral");
            let full = area.height * share;
            canvas.rect(Rect::new(x, area.bottom() - full, 72.0, full), "close");
        }
        return;
    }
    let wide = area.width / to_f64(pillars.len());
    for (at, pillar) in pillars.iter().enumerate() {
        let width = (wide - 12.0).min(130.0);
        let x = area.x + (to_f64(at) + 0.5) * wide - width / 2.0;
        canvas.rect(Rect::new(x, area.y, width, area.height), stance(pillar.attitude));
        let lines = super::metrics::lines(&pillar.name, SMALL, width - 8.0, 4);
        let mut y = area.y + 24.0;
        for line in &lines {
            let label = Label { words: line, language: pillar.language };
            canvas.text((x + width / 2.0, y), SMALL, "name", Anchor::Middle, &label);
            y += 15.0;
        }
        let sign = sign(pillar.attitude);
        attitude_mark(canvas, (x + width / 2.0 - 12.0, area.y + 108.0), pillar.attitude);
        let place = (x + width / 2.0 + 4.0, area.y + 112.0);
        canvas.text(place, HEAD, "name", Anchor::Start, &Label::english(&sign));
        if let Some(late) = pillar.late {
            let words = fit(late, SMALL, width - 6.0);
            let place = (x + width / 2.0, area.bottom() - 10.0);
            canvas.text(place, SMALL, "warn", Anchor::Middle, &Label::english(&words));
        }
    }
}
