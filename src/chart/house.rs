//! The house (S-11, S-59): organisational relations are the roof, key relations the pillars, general relations the
//! foundation; none of them stands without the others.

use super::canvas::{Anchor, Canvas, Drawing, Head, Label, Rect};
use super::count::{people_of, to_f64};
use super::metrics::{HEAD, SMALL, fit};
use super::person_box::{self, stance};
use super::power_map::{MARGIN, WIDTH};
use super::scene::{Scene, han_tag};
use crate::diagnostic::Count;
use crate::locale::Language;
use crate::relations::Person;
use crate::roster::{Account, Directory, Tier};
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
    /// Those who are overdue or were never spoken to.
    pub late: usize,
    /// Those whose attitude is not known.
    pub unknown: usize,
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
        let late = person.overdue || person.last_contact.is_none();
        self.people += 1;
        self.held += usize::from(person.is_friend() && !late);
        self.late += usize::from(late);
        self.unknown += usize::from(person.attitude.is_none());
    }

    fn words(self) -> String {
        match self.people {
            0 => "nobody: missing".to_owned(),
            people => {
                let who = people_of(people);
                format!(
                    "{who}, {} held, {} overdue or never met, {} not known",
                    self.held, self.late, self.unknown
                )
            }
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
            class: stance(person.attitude),
            late: person.overdue || person.last_contact.is_none(),
        })
        .collect();
    let name = Label { words: scene.account_name(), language: scene.account_script() };
    let sponsor = sponsor(scene.account, scene.directory);
    draw(&house, &pillars, name, scene.today, &sponsor)
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
    class: &'static str,
    late: bool,
}

/// Whether somebody of ours stands for the account (S-15), and how to say it.
fn sponsor(account: &Account, directory: &Directory) -> (bool, String) {
    let name = account.sponsor.as_ref().and_then(|id| directory.team.get(id.as_str()));
    match name {
        Some(member) => (true, format!("Sponsor: {}", member.name_in(Language::En))),
        None => (false, "! no sponsor of ours".to_owned()),
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
    let words = fit(name.words, HEAD, WIDTH - 2.0 * MARGIN - 170.0);
    canvas.text((MARGIN, 34.0), HEAD, "name", Anchor::Start, &Label { words: &words, ..name });
    let side = format!("House, {today}");
    canvas.text((WIDTH - MARGIN, 34.0), SMALL, "soft", Anchor::End, &Label::english(&side));
    let (left, right, middle) = (MARGIN + 40.0, WIDTH - MARGIN - 40.0, WIDTH / 2.0);
    let class = class_of(house.roof);
    canvas.group(
        "layer",
        &format!("Roof, organisational relations: {}", house.roof.words()),
        |canvas| {
            canvas.area(&[(left - 20.0, 190.0), (middle, 58.0), (right + 20.0, 190.0)], class);
            let head = format!("Roof: {}", people(house.roof));
            canvas.text((middle, 140.0), HEAD, "name", Anchor::Middle, &Label::english(&head));
            let note = held(house.roof);
            canvas.text((middle, 160.0), SMALL, "soft", Anchor::Middle, &Label::english(&note));
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
        let note = held(house.foundation);
        canvas.text((middle, 448.0), SMALL, "soft", Anchor::Middle, &Label::english(&note));
    });
    let note = "Held: supports us, and was spoken to in time. One person can stand in several layers (S-59).";
    canvas.text((MARGIN, 494.0), SMALL, "soft", Anchor::Start, &Label::english(note));
    let head = Head {
        title: format!("House of {}", name.words),
        description: format!(
            "Roof: {}. Pillars: {}. Foundation: {}. {roof_note}",
            house.roof.words(),
            house.pillars.words(),
            house.foundation.words()
        ),
    };
    canvas.finish(head, WIDTH, 510.0)
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

fn held(layer: Layer) -> String {
    if layer.people == 0 {
        return "! nobody in this layer".to_owned();
    }
    let late = if layer.late > 0 {
        format!(", {} overdue or never met", layer.late)
    } else {
        String::new()
    };
    let unknown =
        if layer.unknown > 0 { format!(", {} not known", layer.unknown) } else { String::new() };
    format!("{} held{late}{unknown}", layer.held)
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
        canvas.rect(Rect::new(x, area.y, width, area.height), pillar.class);
        let lines = super::metrics::lines(&pillar.name, SMALL, width - 8.0, 4);
        let mut y = area.y + 24.0;
        for line in &lines {
            let language = pillar.language.or_else(|| han_tag(line, None));
            let label = Label { words: line, language };
            canvas.text((x + width / 2.0, y), SMALL, "name", Anchor::Middle, &label);
            y += 15.0;
        }
        if pillar.late {
            let words = fit("! overdue", SMALL, width - 6.0);
            let place = (x + width / 2.0, area.bottom() - 10.0);
            canvas.text(place, SMALL, "warn", Anchor::Middle, &Label::english(&words));
        }
    }
}
