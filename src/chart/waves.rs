//! The waves on a time line, in headquarters' time and in that of the contacts, with gates, press time and the promised
//! next update; and after sending, what went beside what was planned.

use super::canvas::{Anchor, Canvas, Drawing, Head, Label, MARGIN, Rect, WIDTH, headline};
use super::count::to_f64;
use super::legend::note;
use super::metrics::{SMALL, fit, width};
use super::scene::han_tag;
use crate::diagnostic::Count;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The lines of a plan.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// The zone of headquarters: that of the crisis.
    pub zone: TimeZone,
    /// When the plan was made.
    pub now: Timestamp,
    /// Whether what went was a drill.
    pub drill: bool,
    /// The waves, in their order.
    pub waves: Vec<TimedWave>,
    /// Where the readers are, those with most letters first.
    pub places: Vec<TimedPlace>,
    /// When the press is told.
    pub press: Option<Timestamp>,
    /// The promised next word.
    pub next_update: Option<Timestamp>,
}

/// A wave as it was planned, and as it went.
#[derive(Debug, Clone)]
pub struct TimedWave {
    /// `W3`.
    pub label: String,
    /// Who is in it.
    pub name: String,
    /// What must hold before it opens.
    pub gate: String,
    /// When it begins.
    pub start: Timestamp,
    /// When its last letter goes.
    pub end: Timestamp,
    /// How many letters are planned.
    pub letters: usize,
    /// How many check-ins belong to it.
    pub check_ins: usize,
    /// When the first and the last of its letters were accepted, and how many.
    pub sent: Option<(Timestamp, Timestamp, usize)>,
}

/// Readers in one time zone.
#[derive(Debug, Clone)]
pub struct TimedPlace {
    /// `Asia/Shanghai`.
    pub name: String,
    /// The zone itself.
    pub zone: TimeZone,
    /// When each of their letters goes.
    pub letters: Vec<Timestamp>,
}

const LEFT: f64 = 246.0;
const TOP: f64 = 84.0;
const ROW: f64 = 46.0;
const LANE: f64 = 34.0;
/// More zones than this are counted.
const MOST_PLACES: usize = 8;
const HOUR: i64 = 3600;

/// The stretch of time that is drawn, in seconds of the epoch.
#[derive(Debug, Clone, Copy)]
struct Axis {
    from: i64,
    to: i64,
}

impl Axis {
    fn of(line: &Timeline) -> Self {
        let mut all: Vec<i64> = vec![line.now.as_second()];
        for wave in &line.waves {
            all.extend([wave.start.as_second(), wave.end.as_second()]);
            all.extend(
                wave.sent.iter().flat_map(|(first, last, _)| [first.as_second(), last.as_second()]),
            );
        }
        for place in &line.places {
            all.extend(place.letters.iter().map(|at| at.as_second()));
        }
        all.extend(line.press.map(Timestamp::as_second));
        let (from, to) =
            (all.iter().min().copied().unwrap_or(0), all.iter().max().copied().unwrap_or(0));
        let from = from - from.rem_euclid(HOUR);
        let to = (to - to.rem_euclid(HOUR) + HOUR).max(from + 2 * HOUR);
        Self { from, to }
    }

    #[expect(clippy::cast_precision_loss, reason = "a few weeks of seconds")]
    fn x(self, at: Timestamp) -> f64 {
        let share = (at.as_second() - self.from) as f64 / (self.to - self.from) as f64;
        LEFT + (WIDTH - MARGIN - LEFT) * share.clamp(0.0, 1.0)
    }

    fn holds(self, at: Timestamp) -> bool {
        (self.from..=self.to).contains(&at.as_second())
    }

    /// From nine to six of each day in a zone, as far as it is drawn.
    fn days(self, zone: &TimeZone) -> Vec<(Timestamp, Timestamp)> {
        let mut days: Vec<(i64, i64)> = Vec::new();
        for at in (self.from..self.to).step_by(1800) {
            let hour =
                Timestamp::from_second(at).map(|at| at.to_zoned_datetime(zone.clone()).hour());
            if !hour.is_ok_and(|hour| (9..18).contains(&hour)) {
                continue;
            }
            match days.last_mut() {
                Some((_, end)) if *end == at => *end = at + 1800,
                _ => days.push((at, at + 1800)),
            }
        }
        let moments = days.into_iter().map(|(from, to)| {
            Some((Timestamp::from_second(from).ok()?, Timestamp::from_second(to).ok()?))
        });
        moments.flatten().collect()
    }

    /// Full hours to mark, at most so many that their labels stand apart.
    fn ticks(self) -> Vec<Timestamp> {
        let hours = (self.to - self.from) / HOUR;
        let step = [1, 2, 3, 6, 12, 24, 48, 96]
            .into_iter()
            .find(|step| hours / step <= 8)
            .unwrap_or(24 * 14);
        let count = hours / step;
        (0..=count)
            .filter_map(|at| Timestamp::from_second(self.from + at * step * HOUR).ok())
            .collect()
    }
}

/// Draws the time line.
pub fn waves(line: &Timeline) -> Drawing {
    let axis = Axis::of(line);
    let mut canvas = Canvas::default();
    let made = format!("made {}", shown(line.now, &line.zone));
    headline(&mut canvas, WIDTH, &Label::english("Waves"), &made);
    let places: Vec<&TimedPlace> = line.places.iter().take(MOST_PLACES).collect();
    let below = TOP + to_f64(line.waves.len()) * ROW;
    let bottom = below + 34.0 + to_f64(places.len()) * LANE;
    let name = format!("Headquarters, {}", line.zone.iana_name().unwrap_or("UTC"));
    hours(&mut canvas, axis, &line.zone, (TOP, bottom), &fit(&name, SMALL, LEFT - MARGIN - 30.0));
    for (at, wave) in line.waves.iter().enumerate() {
        draw_wave(&mut canvas, axis, wave, TOP + to_f64(at) * ROW, &line.zone);
    }
    let words = "The same hours where the readers are; a mark is a moment at which letters go:";
    canvas.text((MARGIN, below + 22.0), SMALL, "soft", Anchor::Start, &Label::english(words));
    for (at, place) in places.iter().enumerate() {
        draw_place(&mut canvas, axis, place, below + 34.0 + to_f64(at) * LANE);
    }
    let mut y = bottom + 16.0;
    if line.places.len() > MOST_PLACES {
        let words = format!("… and {} more", Count(line.places.len() - MOST_PLACES, "time zone"));
        canvas.text((MARGIN, y), SMALL, "soft", Anchor::Start, &Label::english(&words));
        y += 18.0;
    }
    y = moments(&mut canvas, axis, line, (TOP - 6.0, below), y);
    let went = match (line.waves.iter().any(|wave| wave.sent.is_some()), line.drill) {
        (false, _) => "Nothing has gone yet.",
        (true, false) => "Green below it: from the first letter accepted to the last.",
        (true, true) => "Green below it: THE LAST DRILL, of which nothing has left the house.",
    };
    let text = format!(
        "\u{25c6} gate: what must hold before the wave opens. Blue: from there to its last letter, as planned. {went}"
    );
    let bottom = note(&mut canvas, (MARGIN, y), WIDTH - 2.0 * MARGIN, &text);
    let head = Head { title: "Waves on a time line".to_owned(), description: description(line) };
    canvas.finish(head, WIDTH, bottom + 4.0)
}

/// Lines at full hours, with their names above.
fn hours(canvas: &mut Canvas, axis: Axis, zone: &TimeZone, (top, bottom): (f64, f64), name: &str) {
    canvas.text((MARGIN, top - 24.0), SMALL, "name", Anchor::Start, &Label::english(name));
    let mut day = None;
    for tick in axis.ticks() {
        let x = axis.x(tick);
        canvas.line(&[(x, top - 6.0), (x, bottom)], "grid");
        let local = tick.to_zoned_datetime(zone.clone());
        let anchor = if x > WIDTH - MARGIN - 20.0 { Anchor::End } else { Anchor::Middle };
        let words = local.strftime("%H:%M").to_string();
        canvas.text((x, top - 10.0), SMALL, "soft", anchor, &Label::english(&words));
        if day != Some(local.date()) {
            day = Some(local.date());
            let words = local.strftime("%a %m-%d").to_string();
            if x < WIDTH - MARGIN - 60.0 {
                canvas.text((x, top - 26.0), SMALL, "name", Anchor::Start, &Label::english(&words));
            }
        }
    }
}

fn draw_wave(canvas: &mut Canvas, axis: Axis, wave: &TimedWave, top: f64, zone: &TimeZone) {
    let sent = wave.sent.map(|(first, last, count)| {
        format!(
            "; went {} to {}: {}",
            shown(first, zone),
            shown(last, zone),
            Count(count, "letter")
        )
    });
    let told = format!("{}{}", told(wave, zone), sent.unwrap_or_default());
    canvas.group("wave", &told, |canvas| {
        let name = fit(&format!("{} {}", wave.label, wave.name), SMALL, LEFT - MARGIN - 14.0);
        let label = Label { words: &name, language: han_tag(&name, None) };
        canvas.text((MARGIN, top + 16.0), SMALL, "name", Anchor::Start, &label);
        let counts =
            format!("{}, {}", Count(wave.letters, "letter"), Count(wave.check_ins, "check-in"));
        let counts = fit(&counts, SMALL, LEFT - MARGIN - 14.0);
        canvas.text((MARGIN, top + 31.0), SMALL, "soft", Anchor::Start, &Label::english(&counts));
        let (from, to) = (axis.x(wave.start), axis.x(wave.end));
        canvas.rect(Rect::new(from, top + 8.0, (to - from).max(6.0), 12.0), "bar");
        canvas.area(
            &[
                (from - 6.0, top + 14.0),
                (from, top + 8.0),
                (from + 6.0, top + 14.0),
                (from, top + 20.0),
            ],
            "role",
        );
        if let Some((first, last, _)) = wave.sent {
            let (from, to) = (axis.x(first), axis.x(last));
            canvas.rect(Rect::new(from, top + 24.0, (to - from).max(6.0), 8.0), "done");
        }
        canvas.line(&[(MARGIN, top + ROW - 4.0), (WIDTH - MARGIN, top + ROW - 4.0)], "grid");
    });
}

/// The hours of one place, its working day, and when its letters go.
fn draw_place(canvas: &mut Canvas, axis: Axis, place: &TimedPlace, top: f64) {
    let told = format!("{}: {}", place.name, Count(place.letters.len(), "letter"));
    canvas.group("place", &told, |canvas| {
        let name =
            fit(&format!("{} ({})", place.name, place.letters.len()), SMALL, LEFT - MARGIN - 14.0);
        canvas.text((MARGIN, top + 14.0), SMALL, "name", Anchor::Start, &Label::english(&name));
        for (from, to) in axis.days(&place.zone) {
            let (from, to) = (axis.x(from), axis.x(to));
            canvas.rect(Rect::new(from, top + 2.0, (to - from).max(0.5), 12.0), "band");
        }
        let mut last = f64::MIN;
        for letter in &place.letters {
            let x = axis.x(*letter);
            if x - last >= 1.5 {
                canvas.line(&[(x, top + 2.0), (x, top + 14.0)], "axis");
                last = x;
            }
        }
        for tick in axis.ticks() {
            let x = axis.x(tick);
            let words = tick.to_zoned_datetime(place.zone.clone()).strftime("%H:%M").to_string();
            let anchor = if x > WIDTH - MARGIN - 20.0 { Anchor::End } else { Anchor::Middle };
            canvas.text((x, top + 26.0), SMALL, "soft", anchor, &Label::english(&words));
        }
    });
}

/// Now, the press and the promised word: lines where they fall into the picture, and words below it.
fn moments(
    canvas: &mut Canvas,
    axis: Axis,
    line: &Timeline,
    (top, bottom): (f64, f64),
    below: f64,
) -> f64 {
    let all = [
        ("now", Some(line.now), "axis"),
        ("press", line.press, "line"),
        ("next update", line.next_update, "target"),
    ];
    let mut x = MARGIN;
    for (name, at, class) in all {
        let Some(at) = at else { continue };
        let away = if axis.holds(at) { "" } else { ", beyond this picture" };
        let words = format!("{name}: {}{away}", shown(at, &line.zone));
        canvas.line(&[(x, below - 4.0), (x + 18.0, below - 4.0)], class);
        canvas.text((x + 24.0, below), SMALL, "name", Anchor::Start, &Label::english(&words));
        x += 24.0 + width(&words, SMALL) + 18.0;
        if axis.holds(at) {
            canvas.line(&[(axis.x(at), top), (axis.x(at), bottom)], class);
        }
    }
    below + 20.0
}

fn shown(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

fn told(wave: &TimedWave, zone: &TimeZone) -> String {
    format!(
        "{} {}, {} to {}, {}, {}; opens when: {}",
        wave.label,
        wave.name,
        shown(wave.start, zone),
        shown(wave.end, zone),
        Count(wave.letters, "letter"),
        Count(wave.check_ins, "check-in"),
        wave.gate
    )
}

fn description(line: &Timeline) -> String {
    let waves: Vec<String> = line.waves.iter().map(|wave| told(wave, &line.zone)).collect();
    waves.join(". ")
}
