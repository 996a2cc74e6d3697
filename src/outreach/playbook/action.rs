use super::sample::Sample;
use super::{Action, Anchor, Blocks, Spans, Target};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Fields, Node, Reader, SourceText, Wordings};
use crate::locale::Language;
use crate::outreach::{Channel, Duty, Offset};
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::de::DeValue;

/// The keys of an action.
const KEYS: [&str; 24] = [
    "id",
    "slot",
    "rules",
    "name",
    "audience",
    "except",
    "unless",
    "group",
    "wave",
    "who",
    "owner",
    "level_match",
    "after",
    "from",
    "by",
    "again",
    "channel",
    "exempt",
    "objective",
    "points",
    "material",
    "gives",
    "done_when",
    "blocks",
];

/// So many times more an action may come again.
const MOST_TURNS: usize = 12;

impl Reader<'_> {
    /// The fields of one action.
    pub(super) fn action_fields<'f>(&mut self, item: &Node<'f>) -> Option<Fields<'f>> {
        self.fields(item, &KEYS)
    }

    /// The id of an action and where it stands; one that is no id is told here.
    pub(super) fn action_id<'f>(&mut self, fields: &Fields<'f>) -> Option<(String, Node<'f>)> {
        let node = self.needed(fields, "id", "\"PB-OWN-1\"")?;
        let id = self.text(&node)?;
        let sound = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let begins = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
        if id.chars().all(sound) && id.starts_with(begins) {
            return Some((id, node));
        }
        let title = format!("`{}` cannot be the id of an action", id.escape_debug());
        let finding = Diagnostic::error(title)
            .why("It is typed in `hearten log` and is a part of calendar entries.")
            .hint(
                "begin with a capital letter and write letters, digits and `-`, such as `PB-OWN-1`",
            );
        self.reject(&node, finding);
        None
    }

    /// One action. None when something that it cannot do without is missing or wrong, which is
    /// told; all the same everything that is there is checked.
    pub(super) fn action(
        &mut self,
        fields: &Fields<'_>,
        source: &Arc<SourceText>,
        languages: &[Language],
    ) -> Option<Action> {
        let id = fields.get("id").and_then(|node| node.str().map(str::to_owned));
        let target = self.target(fields, languages);
        let owner = self
            .needed(fields, "owner", "\"account-manager\"")
            .and_then(|node| self.word(&node, &Duty::WORDS));
        let window = self.window(fields);
        let channel = self
            .needed(fields, "channel", "\"phone\"")
            .and_then(|node| self.word(&node, &Channel::WORDS));
        let name = self.needed_texts(fields, "name", languages);
        let objective = self.needed_texts(fields, "objective", languages);
        let done_when = self.needed_texts(fields, "done_when", languages);
        let gives = fields.get("gives").and_then(|node| self.text(&node));
        let points = self.needed_points(fields, gives.is_some(), languages);
        let after = match fields.get("after") {
            Some(node) => self.text(&node).map(Anchor::from_word),
            None => Some(Anchor::Start),
        };
        let (unless, unless_at) = self.ids(fields, "unless");
        let (blocked, blocks_at) = self.ids(fields, "blocks");
        let again = self.again(fields);
        let slot = fields.get("slot").and_then(|node| self.handle(&node));
        let rules = fields.get("rules").map(|node| self.free_words(&node)).unwrap_or_default();
        let except = fields.get("except").map(|node| self.selector(&node)).unwrap_or_default();
        let material = fields.get("material").map(|node| self.texts_in(&node, languages));
        let (level_match, exempt) = (self.flag(fields, "level_match"), self.flag(fields, "exempt"));
        let span = |key: &str| fields.get(key).map_or(fields.at.clone(), |node| node.at());
        let (from, by) = window?;
        Some(Action {
            id: id?,
            source: Arc::clone(source),
            spans: Spans {
                id: span("id"),
                channel: span("channel"),
                after: span("after"),
                unless: unless_at,
                blocks: blocks_at,
            },
            slot,
            rules,
            name: name?,
            target: target?,
            except,
            unless,
            owner: owner?,
            level_match,
            after: after?,
            from,
            by,
            again,
            channel: channel?,
            exempt,
            objective: objective?,
            points,
            material,
            gives,
            done_when: done_when?,
            blocks: Blocks::from_words(blocked),
        })
    }

    fn needed<'f>(&mut self, fields: &Fields<'f>, key: &str, example: &str) -> Option<Node<'f>> {
        let node = fields.get(key);
        let meant = [&fields.name, ".", key].concat();
        if node.is_none() && !self.is_rejected(&meant) {
            let finding = Diagnostic::error(format!("`{meant}` is missing"))
                .why(why_needed(key))
                .hint(format!("add it, such as `{key} = {example}`"));
            self.found(fields.at.clone(), finding);
        }
        node
    }

    fn needed_texts(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        languages: &[Language],
    ) -> Option<Wordings> {
        if let Some(node) = fields.get(key) {
            return Some(self.texts_in(&node, languages));
        }
        let meant = [&fields.name, ".", key].concat();
        if !self.is_rejected(&meant) {
            let finding = Diagnostic::error(format!("`{meant}` is missing"))
                .why(why_needed(key))
                .hint(format!("add `{key}.en = \"…\"`, one line for each language"));
            let finding = match key {
                "objective" => finding.rule("S-07"),
                "done_when" => finding.rule("S-08"),
                _ => finding,
            };
            self.found(fields.at.clone(), finding);
        }
        None
    }

    fn needed_points(
        &mut self,
        fields: &Fields<'_>,
        given: bool,
        languages: &[Language],
    ) -> BTreeMap<Language, Vec<crate::document::Wording>> {
        let sample = Sample { contact: fields.get("group").is_none(), given };
        match self.needed(fields, "points", "{ en = [\"What worries you most?\"] }") {
            Some(node) => self.points(&node, languages, sample),
            None => BTreeMap::new(),
        }
    }

    /// Whom it is for: people of the roster, or a group that is not in it.
    fn target(&mut self, fields: &Fields<'_>, languages: &[Language]) -> Option<Target> {
        match (fields.get("audience"), fields.get("group")) {
            (Some(audience), None) => {
                for key in ["wave", "who"] {
                    let Some(node) = fields.get(key) else { continue };
                    let finding =
                        Diagnostic::error(format!("`{}` is only for a `group`", node.name))
                            .why(
                                "People of the roster hear in the wave that the policy gives them.",
                            )
                            .hint("delete it, or write `group` in place of `audience`");
                    self.found(node.key_at, finding);
                }
                Some(Target::Contacts(self.selector(&audience)))
            }
            (None, Some(group)) => self.group(fields, &group, languages),
            (audience, _) => {
                let (title, at) = match audience {
                    Some(node) => ("has both `audience` and `group`", node.key_at),
                    None if ["audience", "group"]
                        .iter()
                        .any(|key| self.is_rejected(&[&fields.name, ".", key].concat())) =>
                    {
                        return None;
                    }
                    None => ("is for nobody: `audience` or `group` is missing", fields.at.clone()),
                };
                let finding = Diagnostic::error(format!("`{}` {title}", fields.name))
                    .why("An action is for people of the roster, or for a group that is not in it.")
                    .hint("write `audience = { partner = \"strategic\" }`, or `group = \"staff\"` with `wave` and `who`");
                self.found(at, finding);
                None
            }
        }
    }

    fn group(
        &mut self,
        fields: &Fields<'_>,
        group: &Node<'_>,
        languages: &[Language],
    ) -> Option<Target> {
        if let Some(node) = fields.get("except") {
            let finding = Diagnostic::error(format!("`{}` is only for an `audience`", node.name))
                .why("The roster knows nobody of a group, so nobody of it can be left out.")
                .hint("delete it, or name a smaller group");
            self.found(node.key_at, finding);
        }
        let name = self.handle(group);
        let who = self.needed_texts(fields, "who", languages);
        let wave = self.needed(fields, "wave", "1").and_then(|node| {
            let number = self.integer(&node)?;
            let wave = u8::try_from(number).ok().filter(|number| matches!(number, 0..=2 | 6));
            if wave.is_none() {
                let finding = Diagnostic::error(format!("wave {number} is not for groups"))
                    .why("Groups hear in wave 0 (team), 1 (our people), 2 (duty) or 6 (public).")
                    .hint("write one of these numbers");
                self.reject(&node, finding);
            }
            wave
        });
        Some(Target::Group { name: name?, wave: wave?, who: who? })
    }

    /// The earliest and the latest moment.
    fn window(&mut self, fields: &Fields<'_>) -> Option<(Offset, Offset)> {
        let from = self.needed(fields, "from", "\"1h\"").and_then(|node| self.offset(&node));
        let by_node = self.needed(fields, "by", "\"4h\"");
        let by = by_node.as_ref().and_then(|node| self.offset(node));
        let (from, by) = from.zip(by)?;
        if let Some(node) = by_node
            && from.is_surely_after(by)
        {
            let title = format!("`by` is {by}, which is before `from`, {from}");
            let finding = Diagnostic::error(title)
                .why("`from` is the earliest moment and `by` the latest.")
                .hint("exchange the two, or correct one");
            self.reject(&node, finding);
        }
        Some((from, by))
    }

    fn again(&mut self, fields: &Fields<'_>) -> Vec<Offset> {
        let Some(node) = fields.get("again") else { return Vec::new() };
        let again = self.each(&node, |reader, node| {
            let offset = reader.offset(node)?;
            let later = matches!(offset, Offset::Minutes(1..) | Offset::WorkingDays(1..));
            if !later {
                let finding = Diagnostic::error(format!("`again` is not later: `{offset}`"))
                    .why("Each counts from the first time, and comes after it.")
                    .hint("write a distance such as `5d`");
                reader.reject(node, finding);
            }
            later.then_some(offset)
        });
        if again.len() > MOST_TURNS {
            let finding = Diagnostic::error(format!("`{}` names {} times", node.name, again.len()))
                .rule("P-09")
                .why("So many touches are no care any more.")
                .hint(format!("name at most {MOST_TURNS}"));
            self.reject(&node, finding);
        }
        again
    }

    fn flag(&mut self, fields: &Fields<'_>, key: &str) -> bool {
        fields.get(key).and_then(|node| self.boolean(&node)).unwrap_or(false)
    }

    /// A word that is typed in commands and compared: small letters, digits and `-`.
    fn handle(&mut self, node: &Node<'_>) -> Option<String> {
        let word = self.text(node)?;
        let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if word.chars().all(sound) {
            return Some(word);
        }
        let finding = Diagnostic::error(format!(
            "`{}` is no single word for `{}`",
            word.escape_debug(),
            node.name
        ))
        .why("It is typed in commands and compared letter by letter.")
        .hint("write small letters, digits and `-`, such as `first-call`");
        self.reject(node, finding);
        None
    }

    fn free_words(&mut self, node: &Node<'_>) -> Vec<String> {
        self.words(node, &[], |word| Some(word.to_owned()))
    }

    /// Ids of actions, one or a list, each with its place.
    fn ids(&mut self, fields: &Fields<'_>, key: &str) -> (Vec<String>, Vec<Span>) {
        let Some(node) = fields.get(key) else { return (Vec::new(), Vec::new()) };
        let ids = self.free_words(&node);
        let places = match node.value.get_ref() {
            DeValue::Array(items) => items.iter().map(toml::Spanned::span).collect(),
            _ => vec![node.at()],
        };
        (ids, places)
    }
}

fn why_needed(key: &str) -> &'static str {
    match key {
        "id" => "What is logged names an action by its id.",
        "objective" => "A touch without a purpose costs both sides their time.",
        "done_when" => "Done is what leaves evidence; without a mark nobody can tell.",
        "points" => "Whoever makes the call needs the words at hand.",
        "owner" => "Somebody has to do it.",
        "from" | "by" => "The plan needs the earliest and the latest moment.",
        "channel" => "The plan needs to know how: a call takes other time than a visit.",
        _ => "Sheets and calendars are made of it.",
    }
}

impl Anchor {
    /// The words that stand for a moment; anything else is the id of an action.
    pub(super) const WORDS: [&'static str; 5] =
        ["start", "wave", "next-update", "resolution", "reply"];

    fn from_word(word: String) -> Self {
        match word.as_str() {
            "start" => Self::Start,
            "wave" => Self::Wave,
            "next-update" => Self::NextUpdate,
            "resolution" => Self::Resolution,
            "reply" => Self::Reply,
            _ => Self::Action(word),
        }
    }
}

impl Blocks {
    fn from_words(words: Vec<String>) -> Self {
        match words.as_slice() {
            [] => Self::Nothing,
            [one] if one == "external" => Self::External,
            _ => Self::Actions(words),
        }
    }
}
