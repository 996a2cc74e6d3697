use super::telling::{Ground, Telling, Words, names};
use super::trial::engine;
use super::{Action, explain, plain::one_line, sample::Sample};
use crate::crisis::{Brief, Impact};
use crate::diagnostic::Report;
use crate::locale::{Forms, Language};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use tera::{Context, Tera};

/// The variable that names the hour of the next news.
const PROMISE: &str = "crisis.next_update_at";

/// Talking points, ready to be filled for one person after the other.
#[derive(Debug)]
pub struct Talk {
    by_language: BTreeMap<Language, LanguageTalk>,
    impact: Impact,
    promised: Option<Timestamp>,
}

/// The points of one language. Values that all points share are the engine's own.
#[derive(Debug)]
struct LanguageTalk {
    tera: Tera,
    words: Words,
    /// By the action's id.
    points: HashMap<String, Vec<Point>>,
}

#[derive(Debug)]
struct Point {
    text: Filled,
    /// What is left to say when the hour of the next news has come: all but the sentence naming it.
    later: Option<Filled>,
}

#[derive(Debug)]
enum Filled {
    /// The same for everybody.
    Shared(String),
    /// The name of its template, and what of a person it uses.
    Open(String, Vec<&'static str>),
}

impl Talk {
    /// Prepares the points of all actions in the languages of `forms`.
    ///
    /// Points were tried when the playbook was read; what can still be wrong is a fact that the
    /// brief at hand does not have, and that is an error at its place.
    pub fn prepare(
        actions: &[Action],
        ground: Ground<'_>,
        forms: &BTreeMap<Language, Forms>,
    ) -> Result<Self, Report> {
        let mut report = Report::new();
        let mut by_language = BTreeMap::new();
        for (language, forms) in forms {
            let (words, shared) = Words::of(ground, forms);
            let mut talk = LanguageTalk { tera: engine(), words, points: HashMap::new() };
            *talk.tera.global_context() = shared.clone();
            for action in actions {
                let Some(points) = action.points.get(language) else { continue };
                let mut prepared = Vec::new();
                for (at, point) in points.iter().enumerate() {
                    let name = format!("{}.{at}", action.id);
                    match talk.prepare_both(action, &name, &point.text, &shared) {
                        Ok(point) => prepared.push(point),
                        Err(error) => report.extend(explain::fact(&error, &action.source, point)),
                    }
                }
                talk.points.insert(action.id.clone(), prepared);
            }
            by_language.insert(*language, talk);
        }
        let Brief { impact, next_update_at: promised, .. } = ground.brief;
        let talk = Self {
            by_language,
            impact: impact.clone(),
            promised: promised.as_ref().map(jiff::ZonedDateTime::timestamp),
        };
        if report.has_errors() { Err(report) } else { Ok(talk) }
    }

    /// The points of an action for one person, in the language of whoever speaks. Those that come to
    /// nothing are left out, and so are those that need what nobody knows, such as the name of an
    /// owner who is yet to be found.
    ///
    /// A language in which the action has no points gives way to English, then to any that has.
    pub fn points(
        &self,
        action: &Action,
        language: Language,
        telling: &Telling<'_>,
    ) -> Vec<String> {
        let preferred = [language, Language::En].into_iter().chain(Language::ALL);
        let spoken = preferred.filter_map(|language| self.by_language.get(&language));
        let mut with_points = spoken.filter_map(|talk| Some((talk, talk.points.get(&action.id)?)));
        let Some((talk, points)) = with_points.next() else { return Vec::new() };
        let over = telling.at.zip(self.promised).is_some_and(|(at, promised)| at >= promised);
        let said = points.iter().filter_map(|point| match point.at(over) {
            Filled::Shared(text) => Some(text.clone()),
            Filled::Open(name, uses) => {
                let context = talk.words.fill(uses, &self.impact, telling);
                talk.tera.render(name, &context).ok().map(|text| one_line(&text))
            }
        });
        said.filter(|text| !text.is_empty()).collect()
    }
}

#[cfg(test)]
impl Talk {
    /// How many points are filled anew for each person.
    pub(super) fn open_points(&self) -> usize {
        let all = self.by_language.values().flat_map(|talk| talk.points.values().flatten());
        all.filter(|point| matches!(point.text, Filled::Open(..))).count()
    }
}

impl Point {
    fn at(&self, over: bool) -> &Filled {
        self.later.as_ref().filter(|_| over).unwrap_or(&self.text)
    }
}

/// The sentences of a point that do not name the hour of the next news.
fn without_promise(point: &str) -> String {
    let sentences = point.split_inclusive(['。', '？', '！']);
    let sentences = sentences.flat_map(|part| part.split_inclusive(". "));
    let sentences = sentences.flat_map(|part| part.split_inclusive("? "));
    sentences.filter(|sentence| !sentence.contains(PROMISE)).collect()
}

impl LanguageTalk {
    fn prepare_both(
        &mut self,
        action: &Action,
        name: &str,
        point: &str,
        shared: &Context,
    ) -> Result<Point, tera::Error> {
        let text = self.prepare(action, name.to_owned(), point, shared)?;
        // A sentence inside a condition cannot be taken out alone; such a point is said as it is.
        let later = point.contains(PROMISE) && !point.contains("{%");
        let later = later.then(|| without_promise(point));
        let later = later.map(|rest| self.prepare(action, format!("{name}.later"), &rest, shared));
        Ok(Point { text, later: later.transpose()? })
    }

    fn prepare(
        &mut self,
        action: &Action,
        name: String,
        point: &str,
        shared: &Context,
    ) -> Result<Filled, tera::Error> {
        if !point.contains('{') {
            return Ok(Filled::Shared(one_line(point)));
        }
        self.tera.add_raw_template(&name, point)?;
        let variables = self.tera.get_template_variables(&name).unwrap_or_default();
        let uses: Vec<&'static str> =
            names::OF_ONE_PERSON.into_iter().filter(|of| variables.contains(of)).collect();
        if uses.is_empty() {
            let text = self.tera.render(&name, &Context::new())?;
            return Ok(Filled::Shared(one_line(&text)));
        }
        let sample = Sample::of(action);
        for mut context in [sample.full(point), sample.bare(point)] {
            context.extend(shared.clone());
            self.tera.render(&name, &context)?;
        }
        Ok(Filled::Open(name, uses))
    }
}
