use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Fields, Node, Reader, Wordings};
use crate::locale::Language;
use crate::outreach::{Channel, Offset, Selector, Wave};
use jiff::ZonedDateTime;
use std::collections::BTreeMap;

/// What is decided about one wave.
#[derive(Debug, Clone)]
pub struct WaveRule {
    /// Which.
    pub wave: Wave,
    /// Who hears in it, in words.
    pub name: Wordings,
    /// Which contacts; none for waves of groups that playbooks name.
    pub audience: Option<Selector>,
    /// Who of those is left out of it and looked at again for the next.
    pub except: Selector,
    /// How.
    pub channel: Channel,
    /// When, counted from the start of the crisis.
    pub start: Offset,
    /// What must hold before it opens (P-15), in words.
    pub gate: Wordings,
    /// Not before this moment, whatever the offsets say.
    pub not_before: Option<ZonedDateTime>,
    /// Not after this moment; what cannot go by then is pointed out.
    pub not_after: Option<ZonedDateTime>,
    /// Where it is written.
    pub place: Place,
}

const KEYS: [&str; 9] =
    ["number", "name", "audience", "except", "channel", "start", "gate", "not_before", "not_after"];

impl WaveRule {
    /// Its name in a language; the English one where that is missing.
    pub fn name_in(&self, language: Language) -> &str {
        in_language(&self.name, language)
    }

    /// Its gate in a language.
    pub fn gate_in(&self, language: Language) -> &str {
        in_language(&self.gate, language)
    }
}

fn in_language(texts: &Wordings, language: Language) -> &str {
    let text = texts.get(language).or_else(|| texts.get(Language::En));
    let text = text.or_else(|| texts.iter().next().map(|(_, text)| text));
    text.map_or("", |text| text.text.as_str())
}

impl Reader<'_> {
    /// Reads `[[waves]]`: each table changes the keys it gives of the wave with its number.
    pub(super) fn waves(&mut self, node: &Node<'_>, known: &mut BTreeMap<u8, WaveRule>) {
        for item in self.items(node) {
            let Some(fields) = self.fields(&item, &KEYS) else { continue };
            let Some(number) = fields.get("number") else {
                let finding = Diagnostic::error(format!("`{}` has no number", item.name))
                    .why("The number says which wave is changed, and where it stands in the order.")
                    .hint("add `number = 3`, or another from 0 to 9");
                self.reject(&item, finding);
                continue;
            };
            let Some(number) = self.bounded::<u8>(&number, 0..=9) else { continue };
            let mut rule = known.remove(&number).unwrap_or_else(|| WaveRule {
                wave: Wave::new(number),
                name: Wordings::new(item.name.clone(), item.at(), BTreeMap::new()),
                audience: None,
                except: Selector::default(),
                channel: Channel::Letter,
                start: Offset::ZERO,
                gate: Wordings::new(item.name.clone(), item.at(), BTreeMap::new()),
                not_before: None,
                not_after: None,
                place: self.source.place(item.at()),
            });
            self.wave(&fields, &mut rule);
            known.insert(number, rule);
        }
    }

    fn wave(&mut self, fields: &Fields<'_>, rule: &mut WaveRule) {
        for (key, node) in fields.iter_all() {
            match key {
                "name" => rule.name = self.by_language(&node, node.at()),
                "audience" => {
                    rule.audience = Some(self.selector(&node));
                    rule.place = self.source.place(node.at());
                }
                "except" => rule.except = self.selector(&node),
                "channel" => {
                    rule.channel = self.word(&node, &Channel::WORDS).unwrap_or(rule.channel);
                }
                "start" => rule.start = self.offset(&node).unwrap_or(rule.start),
                "gate" => rule.gate = self.by_language(&node, node.at()),
                "not_before" => rule.not_before = self.moment(&node),
                "not_after" => rule.not_after = self.moment(&node),
                _ => {}
            }
        }
        if let (Some(before), Some(after)) = (&rule.not_before, &rule.not_after)
            && after <= before
            && let Some(node) = fields.get("not_after")
        {
            let finding = Diagnostic::error("`not_after` is not later than `not_before`")
                .why("No moment lies between the two, so nobody in this wave could hear.")
                .hint("set `not_after` later, or delete one of the two");
            self.reject(&node, finding);
        }
    }
}
