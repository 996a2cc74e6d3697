//! Laws that every drawing keeps, whoever is in the account: it is XML, everything is within the view box, and no text
//! leaves its box.

use super::canvas::Drawing;
use super::metrics::{Face, width};
use super::{
    House, Scene, TimedPlace, TimedWave, Timeline, fishbone, house, house_of_all, ladder,
    portfolio, power_map, small_power_map, waves,
};
use crate::relations::{Day, Gathering, Person};
use crate::roster::{Beside, Directory, Partner, Roster, Source, Sources};
use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use resvg::usvg::roxmltree::{Document, Node};

const NAMES: [(&str, &str); 8] = [
    ("Freifrau von Hohenstein-Wolkersdorff", "Annegret-Theodora Elisabeth"),
    ("欧阳", "静姝"),
    ("Ruiz", "Ana"),
    ("العبدالرحمن آل مكتوم", "محمد بن عبد الله"),
    ("Donaudampfschifffahrtsgesellschaft", "X"),
    ("阿卜杜拉·穆罕默德·买买提明", "艾"),
    ("Δημητρακόπουλος", "Κωνσταντίνος"),
    ("Щербакова-Преображенская", "Анастасия"),
];

/// One person as random numbers say.
#[derive(Debug, Clone)]
struct Someone {
    name: usize,
    role: usize,
    attitude: usize,
    ladder: usize,
    level: usize,
    tier: usize,
    owner: bool,
    talked: bool,
    star: bool,
    manager: Option<prop::sample::Index>,
    group: usize,
    distance: usize,
}

fn someone() -> impl Strategy<Value = Someone> {
    let numbers = (0..NAMES.len(), 0..6_usize, 0..6_usize, 0..7_usize, 0..6_usize, 0..4_usize);
    let truths = (any::<bool>(), any::<bool>(), any::<bool>());
    (numbers, truths, any::<Option<prop::sample::Index>>(), 0..6_usize, 0..5_usize).prop_map(
        |(
            (name, role, attitude, ladder, level, tier),
            (owner, talked, star),
            manager,
            group,
            distance,
        )| Someone {
            name,
            role,
            attitude,
            ladder,
            level,
            tier,
            owner,
            talked,
            star,
            manager,
            group,
            distance,
        },
    )
}

/// An account with these people, and an event in which all of them have a say.
fn read(people: &[Someone]) -> (Directory, Vec<Person>) {
    let pick = |words: &[&str], at: usize| words.get(at).copied().unwrap_or_default().to_owned();
    let row = |(at, one): (usize, &Someone)| {
        let (family, given) = NAMES[one.name];
        let manager =
            one.manager.map(|index| index.index(people.len())).filter(|other| *other != at);
        let cells = [
            format!("c-{at}"),
            "a-1".to_owned(),
            family.to_owned(),
            given.to_owned(),
            "Vice President of Everything That Has a Very Long Name".to_owned(),
            format!("c{at}@firm.example"),
            "en".to_owned(),
            pick(&["organization", "key", "general"], one.tier),
            pick(&["A", "D", "S", "E", "I"], one.role),
            pick(&["-1", "0", "1", "2", "3"], one.attitude),
            pick(&["0", "1", "2", "3", "4", "5"], one.ladder),
            pick(&["L1", "L2", "L3", "L4", "L5"], one.level),
            manager.map(|other| format!("c-{other}")).unwrap_or_default(),
            if one.owner { "t-1".to_owned() } else { String::new() },
            if one.talked { "2026-05-20".to_owned() } else { String::new() },
            if one.star { "yes".to_owned() } else { "no".to_owned() },
        ];
        cells.join(",")
    };
    let rows: Vec<String> = people.iter().enumerate().map(row).collect();
    let event = |(at, one): (usize, &Someone)| {
        let who = if at % 7 == 6 { "Somebody Nobody Knows".to_owned() } else { format!("c-{at}") };
        format!(
            "e-1,,,,Group of people number {},{},{who},{}",
            one.group,
            one.group + 1,
            one.distance + 1
        )
    };
    let events: Vec<String> = people.iter().enumerate().map(event).collect();
    let table = |name: &str, text: String| Source::memory(name, text);
    let account = "a-1,Bundesvereinigung der Maschinen- und Anlagenbauer Süddeutschlands e. V. & Co.,strategic";
    let sources = Sources::Tables {
        accounts: table("accounts.csv", format!("id,name,partner\n{account}\n")),
        contacts: table(
            "contacts.csv",
            format!(
                "id,account,family_name,given_name,position,email,language,tier,role,attitude,ladder,level,reports_to,owner,last_contact,star\n{}\n",
                rows.join("\n")
            ),
        ),
        team: table("team.csv", "id,name\nt-1,Ann Featherstonehaugh-Cholmondeley\n".to_owned()),
    };
    let beside = Beside {
        key_events: Some(table(
            "key-events.csv",
            format!(
                "id,account,name,date,group,group_order,person,distance\ne-1,a-1,Tender for everything,2026-12-18,,,,\n{}\n",
                events.join("\n")
            ),
        )),
        ..Beside::default()
    };
    let (roster, found) = Roster::open_with(sources, beside).unwrap();
    assert!(!found.has_errors(), "{found:?}");
    let (contacts, found) = roster.collect();
    assert!(!found.has_errors(), "{found:?}");
    let day = day();
    let people =
        contacts.into_iter().map(|contact| Person::of(contact, None, true, &day)).collect();
    (roster.directory().clone(), people)
}

fn day() -> Day {
    Day { today: date(2026, 11, 20), zone: TimeZone::UTC, close_days: 30, other_days: 90 }
}

fn number(node: &Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|text| text.parse().ok()).unwrap_or(0.0)
}

/// The size of a text.
fn size(node: &Node<'_, '_>) -> f64 {
    let style = node.attribute("style").unwrap_or_default();
    let size = style.strip_prefix("font-size:").and_then(|rest| rest.strip_suffix("px"));
    size.and_then(|text| text.parse().ok()).unwrap()
}

/// Where a text begins and ends.
fn extent(node: &Node<'_, '_>) -> (f64, f64) {
    let face = Face { size: size(node), bold: node.attribute("font-weight").is_some() };
    let wide = width(node.text().unwrap_or_default(), face);
    let x = number(node, "x");
    match node.attribute("text-anchor") {
        Some("middle") => (x - wide / 2.0, x + wide / 2.0),
        Some("end") => (x - wide, x),
        _ => (x, x + wide),
    }
}

/// Holds one drawing against the laws.
#[track_caller]
fn sound(drawing: &Drawing) {
    let text = drawing.document();
    let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let slack = 0.2;
    let within = |(left, right): (f64, f64), (top, bottom): (f64, f64), what: &Node<'_, '_>| {
        let shown = &text[what.range()];
        assert!(left >= -slack && right <= drawing.width + slack, "{} {shown}", drawing.title);
        assert!(top >= -slack && bottom <= drawing.height + slack, "{} {shown}", drawing.title);
    };
    for node in root.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "rect" => {
                let (x, y) = (number(&node, "x"), number(&node, "y"));
                let (wide, high) = (number(&node, "width"), number(&node, "height"));
                assert!(wide >= 0.0 && high >= 0.0);
                within((x, x + wide), (y, y + high), &node);
            }
            "polyline" | "polygon" => {
                for point in node.attribute("points").unwrap_or_default().split(' ') {
                    let (x, y) = point.split_once(',').unwrap();
                    let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
                    within((x, x), (y, y), &node);
                }
            }
            "text" => {
                let y = number(&node, "y");
                within(extent(&node), (y - size(&node) * 0.8, y + 3.0), &node);
            }
            _ => {}
        }
    }
    // In a box for a person every line stays inside, and no two lie on each other.
    for group in root.descendants().filter(|node| node.attribute("class") == Some("person")) {
        let frame = group.children().find(|node| node.has_tag_name("rect")).unwrap();
        let (left, right) = (number(&frame, "x"), number(&frame, "x") + number(&frame, "width"));
        let texts: Vec<_> = group.children().filter(|node| node.has_tag_name("text")).collect();
        for (at, node) in texts.iter().enumerate() {
            let (from, to) = extent(node);
            let shown = &text[group.range()];
            assert!(from >= left - slack && to <= right + slack, "{} {shown}", drawing.title);
            for other in &texts[..at] {
                let (start, end) = extent(other);
                let apart = (number(node, "y") - number(other, "y")).abs() >= 9.0;
                assert!(
                    apart || to <= start + slack || end <= from + slack,
                    "{} {shown}",
                    drawing.title
                );
            }
        }
    }
}

fn all(people: &[Someone]) -> Vec<Drawing> {
    let (directory, people) = read(people);
    let today = date(2026, 11, 20);
    let account = directory.accounts.get("a-1").unwrap();
    let scene = Scene { account, people: &people, directory: &directory, today };
    let mut gathering = Gathering::new(&directory, day(), 5);
    for person in &people {
        gathering.add(person.contact.clone(), None);
    }
    let outlines = gathering.outlines();
    let mut whole = House::default();
    whole.add(&people);
    let event = directory.key_events.of("a-1").next().unwrap();
    vec![
        power_map(&scene),
        small_power_map(&scene),
        ladder(&scene),
        fishbone(&scene, event),
        house(&scene),
        house_of_all(&whole, today),
        portfolio(&outlines, &gathering.portfolio(&outlines), today),
    ]
}

#[test]
fn an_account_without_anybody_is_drawn_as_a_gap() {
    let one = Someone {
        name: 2,
        role: 5,
        attitude: 5,
        ladder: 6,
        level: 5,
        tier: 3,
        owner: false,
        talked: false,
        star: false,
        manager: None,
        group: 0,
        distance: 0,
    };
    let (directory, _) = read(&[one]);
    let account = directory.accounts.get("a-1").unwrap();
    assert_eq!(account.partner, Partner::Strategic);
    let today = date(2026, 11, 20);
    let scene = Scene { account, people: &[], directory: &directory, today };
    for drawing in [power_map(&scene), small_power_map(&scene), ladder(&scene), house(&scene)] {
        sound(&drawing);
    }
    let map = power_map(&scene).document();
    assert!(map.contains("Nobody") && map.contains("No approver") && map.contains("class=\"gap\""));
    assert!(house(&scene).description.contains("nobody: missing"));
}

#[test]
fn s39_s40_s58_a_box_says_by_words_and_shapes_what_its_colour_says() {
    let one = Someone {
        name: 2,
        role: 0,
        attitude: 0,
        ladder: 2,
        level: 4,
        tier: 1,
        owner: false,
        talked: true,
        star: true,
        manager: None,
        group: 0,
        distance: 1,
    };
    let drawings = all(&[one]);
    let map = drawings[0].document();
    for said in [
        "Ana Ruiz, Vice President",
        "approver",
        "opposes us",
        "step 2 of the ladder",
        "star of tomorrow",
        "looked after by nobody",
        "last contact 2026-05-20, 184 d ago",
        ">\u{2212}1</text>",
        ">A</text>",
        "! no owner",
        "! 2026-05-20, 184 d",
        "class=\"mark-enemy\"",
        "class=\"enemy\"",
        "Missing: decider, evaluator",
    ] {
        assert!(map.contains(said), "{said}: {map}");
    }
    assert!(drawings[2].document().contains("next step: 3"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_drawing_keeps_the_laws(people in prop::collection::vec(someone(), 1..60)) {
        all(&people).iter().for_each(sound);
    }

    #[test]
    fn a_time_line_keeps_the_laws(
        starts in prop::collection::vec((0..400_000_i64, 0..300_000_i64, any::<bool>()), 1..8),
        zones in prop::collection::vec((0..5_usize, prop::collection::vec(0..700_000_i64, 0..40)), 0..14),
        press in any::<Option<u16>>(),
    ) {
        let at = |second: i64| jiff::Timestamp::from_second(1_795_000_000 + second).unwrap();
        let names = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"];
        let line = Timeline {
            zone: TimeZone::get("Asia/Shanghai").unwrap(),
            now: at(0),
            drill: false,
            waves: starts.iter().enumerate().map(|(number, (start, long, sent))| TimedWave {
                label: format!("W{number}"),
                name: "Everybody whom law, duty and decency name before all others".to_owned(),
                gate: "the letters have been read".to_owned(),
                start: at(*start),
                end: at(start + long),
                letters: 1_000_000,
                check_ins: 3,
                sent: sent.then(|| (at(*start), at(start + long / 2), 7)),
            }).collect(),
            places: zones.into_iter().map(|(name, letters)| TimedPlace {
                name: names[name].to_owned(),
                zone: TimeZone::get(names[name]).unwrap(),
                letters: letters.into_iter().map(at).collect(),
            }).collect(),
            press: press.map(|second| at(i64::from(second) * 100)),
            next_update: Some(at(900_000)),
        };
        sound(&waves(&line));
    }
}

#[test]
fn two_hundred_people_in_one_account_are_drawn() {
    let people: Vec<Someone> = (0..200)
        .map(|at| Someone {
            name: at % NAMES.len(),
            role: at % 6,
            attitude: at % 6,
            ladder: at % 7,
            level: at % 6,
            tier: at % 4,
            owner: at % 3 > 0,
            talked: at % 2 > 0,
            star: at % 9 == 0,
            manager: None,
            group: at % 4,
            distance: at % 5,
        })
        .collect();
    all(&people).iter().for_each(sound);
}
