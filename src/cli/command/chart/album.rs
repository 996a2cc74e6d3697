//! Everybody, account by account, and the charts that are drawn of them.

use crate::chart::{Charted, House, Link, Page, Scene, Timeline};
use crate::chart::{fishbone, house, house_of_all, ladder, portfolio, power_map, waves};
use crate::cli::args::ChartKind;
use crate::cli::command::Request;
use crate::cli::desk::Desk;
use crate::cli::relating;
use crate::diagnostic::{Count, Report};
use crate::locale::Language;
use crate::relations::{Day, Gathering, Load, Outline, Person, Portfolio, Relation};
use crate::roster::{Account, Directory};

/// Who is in which account, and how each relation stands.
pub(super) struct Album<'a> {
    directory: &'a Directory,
    day: Day,
    made: String,
    /// The accounts that are drawn, with their people.
    accounts: Vec<(&'a Account, Vec<Person>)>,
    /// Every account, whoever is drawn.
    outlines: Vec<Outline<'a>>,
    portfolio: Portfolio,
    load: Load,
    only: Option<&'a Account>,
}

impl<'a> Album<'a> {
    /// Reads everybody. With an account that is not in the roster there is nothing to draw.
    pub(super) fn read(
        request: &Request<'_>,
        desk: &'a Desk<'_>,
        only: Option<&str>,
        report: &mut Report,
    ) -> Result<Self, Report> {
        let (Some(roster), Some(rules)) = (&desk.roster, &desk.rules) else {
            return Err(std::mem::take(report));
        };
        let directory = roster.directory();
        let only = match only {
            Some(id) => match directory.accounts.get(id) {
                Some(account) => Some(account),
                None => {
                    let command = "chart power-map";
                    return Err(relating::no_such_account(&directory.accounts, id, command).into());
                }
            },
            None => None,
        };
        let day = relating::day(desk, rules);
        let most = rules.policy.strategic_accounts_per_owner;
        let mut gathering = Gathering::new(directory, day.clone(), most);
        let drawn = |account: &&Account| only.is_none_or(|only| only.id == account.id);
        let mut accounts: Vec<(&Account, Vec<Person>)> =
            directory.accounts.iter().filter(drawn).map(|account| (account, Vec::new())).collect();
        let places: std::collections::HashMap<&str, usize> = accounts
            .iter()
            .enumerate()
            .map(|(at, (account, _))| (account.id.as_str(), at))
            .collect();
        relating::each(request.ui, desk, roster, report, |contact, standing| {
            let Some(person) = gathering.add(contact, standing) else { return };
            if let Some(at) = places.get(person.contact.account.as_str()) {
                accounts[*at].1.push(person);
            }
        });
        let outlines = gathering.outlines();
        let portfolio = gathering.portfolio(&outlines);
        let load = gathering.load();
        let made = format!("Made {}, as roster and ledger stand.", desk.shown(desk.now));
        Ok(Self { directory, day, made, accounts, outlines, portfolio, load, only })
    }

    fn scene<'s>(&'s self, account: &'s Account, people: &'s [Person]) -> Scene<'s> {
        Scene { account, people, directory: self.directory, today: self.day.today }
    }

    /// Of what a single drawing is.
    pub(super) fn title(&self) -> String {
        self.only.map_or("all accounts".to_owned(), |account| account.name.clone())
    }

    /// What a file with drawings of a kind is called, without its ending.
    pub(super) fn file(&self, kind: ChartKind) -> String {
        match self.only {
            Some(account) => format!("{}-{}", kind.tag(), account.id),
            None => kind.tag().to_owned(),
        }
    }

    /// The drawings of one kind, each with the name of its file.
    pub(super) fn charts(
        &self,
        kind: ChartKind,
        timeline: Option<&Timeline>,
    ) -> Vec<(String, Charted)> {
        match (kind, self.only) {
            (ChartKind::Portfolio, _) => vec![("portfolio".to_owned(), self.portfolio())],
            (ChartKind::Waves, _) => {
                timeline.map(|line| ("waves".to_owned(), of_waves(line))).into_iter().collect()
            }
            (ChartKind::House, None) => vec![("house".to_owned(), self.house())],
            _ => self
                .accounts
                .iter()
                .flat_map(|(account, people)| {
                    let charts = of_account(kind, &self.scene(account, people));
                    charts
                        .into_iter()
                        .map(|chart| (format!("{}-{}", chart.kind, account.id), chart))
                })
                .collect(),
        }
    }

    fn house(&self) -> Charted {
        let mut all = House::default();
        for (_, people) in &self.accounts {
            all.add(people);
        }
        Charted {
            kind: "house".to_owned(),
            heading: "House".to_owned(),
            reading: HOUSE,
            drawing: house_of_all(&all, self.day.today),
        }
    }

    fn portfolio(&self) -> Charted {
        Charted {
            kind: "portfolio".to_owned(),
            heading: "Portfolio".to_owned(),
            reading: "Whoever needs us most comes first. Covered: D somebody who decides can be reached, S a supporter, T a technical voice.",
            drawing: portfolio(&self.outlines, &self.portfolio, self.day.today),
        }
    }

    /// One page with these drawings.
    pub(super) fn page(&self, title: String, charts: Vec<Charted>) -> Page {
        let made = self.made.clone();
        Page { title, made, above: None, accounts: Vec::new(), words: Vec::new(), charts }
    }

    /// The page over all accounts, `index.html`, and one for each account; of one account, its page alone.
    pub(super) fn pages(&self, timeline: Option<&Timeline>) -> Vec<(String, Page)> {
        let accounts = self.accounts.iter().map(|(account, people)| {
            (format!("{}.html", account.id), self.account_page(account, people))
        });
        if self.only.is_some() {
            return accounts.collect();
        }
        let charts = std::iter::once(self.house())
            .chain(std::iter::once(self.portfolio()))
            .chain(timeline.map(of_waves))
            .collect();
        let links = self.outlines.iter().map(|outline| {
            let account = outline.account;
            let words = format!(
                "{}, {}, {}, {} in the roster",
                account.id,
                account.name_in(Language::En),
                account.partner.name(),
                outline.people
            );
            Link { file: format!("{}.html", account.id), name: account.name.clone(), words }
        });
        let page = Page {
            accounts: links.collect(),
            ..self.page("Relations over all accounts".to_owned(), charts)
        };
        std::iter::once(("index.html".to_owned(), page)).chain(accounts).collect()
    }

    fn account_page(&self, account: &Account, people: &[Person]) -> Page {
        let scene = self.scene(account, people);
        let kinds = [ChartKind::PowerMap, ChartKind::Ladder, ChartKind::Fishbone, ChartKind::House];
        let charts = kinds.into_iter().flat_map(|kind| of_account(kind, &scene)).collect();
        let english = account.name_in(Language::En);
        let title = if english == account.name {
            format!("{} ({})", account.name, account.id)
        } else {
            format!("{} ({english}, {})", account.name, account.id)
        };
        let people = people.to_vec();
        let relation = Relation::of(account, people, self.directory, &self.day, &self.load);
        Page {
            above: self.only.is_none().then(|| Link {
                file: "index.html".to_owned(),
                name: "All accounts".to_owned(),
                words: String::new(),
            }),
            words: words(&relation),
            ..self.page(title, charts)
        }
    }
}

/// What the numbers of one account say.
fn words(relation: &Relation<'_>) -> Vec<String> {
    let score = &relation.score;
    let lead = score.lead.map_or("not known".to_owned(), |lead| format!("{lead:+}"));
    let mut words = vec![format!(
        "Score {:+}, lead over the competitor {lead}: {}, {} neutral, {}, {} not known.",
        score.points,
        Count(score.friends, "friend"),
        score.neutrals,
        if score.enemies == 1 {
            "1 enemy".to_owned()
        } else {
            format!("{} enemies", score.enemies)
        },
        score.unknown
    )];
    if let Some(weakest) = &relation.weakest {
        words.push(format!("Weakest point: {}. {}", weakest.what, weakest.why));
    }
    for next in &relation.moves {
        words.push(format!("Next ({}): {}", next.rule, next.text.replace('`', "")));
    }
    words
}

const HOUSE: &str = "Organisational relations are the roof, key relations the pillars, general relations the foundation: the house needs all three.";

fn of_waves(line: &Timeline) -> Charted {
    Charted {
        kind: "waves".to_owned(),
        heading: "Waves".to_owned(),
        reading: "Who hears when, in headquarters' time and in that of the readers.",
        drawing: waves(line),
    }
}

/// The drawings of one account: one of a kind, and as many fishbones as there are key events.
fn of_account(kind: ChartKind, scene: &Scene<'_>) -> Vec<Charted> {
    let one = |heading: &str, reading, drawing| {
        vec![Charted { kind: kind.tag().to_owned(), heading: heading.to_owned(), reading, drawing }]
    };
    match kind {
        ChartKind::PowerMap => one(
            "Power map",
            "A box for each person: the role top left, the attitude bottom right. Lines lead from a manager to who reports to them.",
            power_map(scene),
        ),
        ChartKind::Ladder => one(
            "Ladder grid",
            "How each person stands towards us, against how far the relation has come.",
            ladder(scene),
        ),
        ChartKind::House => one("House", HOUSE, house(scene)),
        ChartKind::Fishbone => {
            let events = scene.directory.key_events.of(scene.account.id.as_str());
            events
                .map(|event| Charted {
                    kind: format!("fishbone-{}", event.id),
                    heading: format!("Fishbone: {}", event.name_in(Language::En)),
                    reading: "The groups that decide a key event, in their order; the nearer to the axis, the more a person has to say.",
                    drawing: fishbone(scene, event),
                })
                .collect()
        }
        ChartKind::Waves | ChartKind::Portfolio => Vec::new(),
    }
}
