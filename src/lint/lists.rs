//! Word lists: phrases by which rules know what a sentence does. Data, which a company extends.

use super::list_name::ListName;
use crate::diagnostic::{Diagnostic, Report, Span, nearest};
use crate::document::{Fields, Node, Reader, SourceText, syntax_report};
use crate::letter::Words;
use crate::locale::Language;
use crate::workspace::{Asset, Assets};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::BTreeMap;
use toml::de::DeTable;

/// The keys of one list.
const KEYS: [&str; 3] = ["words", "allow", "without"];

/// The word lists of one language.
#[derive(Debug)]
pub(super) struct Lists {
    by_name: BTreeMap<ListName, List>,
}

/// One list, ready to search with.
#[derive(Debug)]
struct List {
    #[cfg(test)]
    phrases: Vec<String>,
    finder: AhoCorasick,
    /// Phrases that hold a word of the list and mean something else: 最近 holds 最.
    allowed: AhoCorasick,
}

/// A phrase of a list, found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit<'w> {
    /// Where, in the text.
    pub(super) span: Span,
    /// The words as they stand there.
    pub(super) text: &'w str,
}

/// A list before it is made ready.
#[derive(Debug, Default)]
struct Draft {
    words: Vec<String>,
    allow: Vec<String>,
}

impl Draft {
    fn phrases(&self) -> impl Iterator<Item = &str> {
        self.words.iter().chain(&self.allow).map(String::as_str)
    }

    /// Whether the phrase was there.
    fn take_away(&mut self, phrase: &str) -> bool {
        let before = self.words.len() + self.allow.len();
        for phrases in [&mut self.words, &mut self.allow] {
            phrases.retain(|known| !known.eq_ignore_ascii_case(phrase));
        }
        self.words.len() + self.allow.len() < before
    }
}

impl Lists {
    /// The built-in lists of a language with what the company's own file adds or takes away.
    pub(super) fn read(assets: &Assets, language: Language) -> Result<(Self, Report), Report> {
        let name = format!("locales/{language}.words.toml");
        let mut drafts: BTreeMap<ListName, Draft> = BTreeMap::new();
        let mut report = Report::new();
        let own = assets.get(&name).filter(|asset| asset.own);
        let built_in = Assets::built_in();
        for asset in built_in.get(&name).into_iter().chain(own) {
            report.append(change(&mut drafts, asset)?);
        }
        if report.has_errors() {
            return Err(report);
        }
        let mut by_name = BTreeMap::new();
        for (name, draft) in drafts {
            match List::new(draft) {
                Ok(list) => {
                    by_name.insert(name, list);
                }
                Err(error) => {
                    report.push(Diagnostic::error(format!("a word list is too long: {error}")));
                }
            }
        }
        if report.has_errors() { Err(report) } else { Ok((Self { by_name }, report)) }
    }

    /// Where phrases of a list stand in a text: on word borders, not within an allowed phrase, and not
    /// in a value, so that the name of a product or company never counts.
    pub(super) fn find<'w>(
        &self,
        name: ListName,
        words: &'w Words,
    ) -> impl Iterator<Item = Hit<'w>> {
        self.find_in(name, &words.text).filter(|hit| !words.touches_value(&hit.span))
    }

    /// The same in a text without values.
    pub(super) fn find_in<'w>(
        &self,
        name: ListName,
        text: &'w str,
    ) -> impl Iterator<Item = Hit<'w>> + use<'w> {
        self.by_name.get(&name).map(|list| list.find(text)).unwrap_or_default().into_iter()
    }

    /// The phrases of a list.
    #[cfg(test)]
    pub(super) fn phrases(&self, name: ListName) -> &[String] {
        self.by_name.get(&name).map(|list| list.phrases.as_slice()).unwrap_or_default()
    }
}

/// Takes over what one file says.
fn change(drafts: &mut BTreeMap<ListName, Draft>, asset: &Asset) -> Result<Report, Report> {
    let source = SourceText::new(&asset.shown, &asset.text);
    let (table, errors) = DeTable::parse_recoverable(&asset.text);
    if !errors.is_empty() {
        return Err(syntax_report(&source, &errors));
    }
    let mut reader = Reader::new(&source, &[]);
    let root = Fields::root(table.get_ref());
    reader.check_keys(&root, &ListName::names());
    for (key, name) in ListName::ALL {
        let Some(node) = root.get(key) else { continue };
        let Some(fields) = reader.fields(&node, &KEYS) else { continue };
        let mut texts = |key: &str| {
            let node = fields.get(key);
            let read =
                |reader: &mut Reader<'_>, node: &Node<'_>| Some((reader.text(node)?, node.at()));
            node.map(|node| reader.each(&node, read)).unwrap_or_default()
        };
        let (words, allow, without) = (texts("words"), texts("allow"), texts("without"));
        let draft = drafts.entry(name).or_default();
        for (phrase, at) in without {
            if !draft.take_away(&phrase) {
                let hint = match nearest(&phrase, draft.phrases()) {
                    Some(near) => format!("write `{near}` if that is meant, or delete it"),
                    None => "delete it".to_owned(),
                };
                let title = format!("`{phrase}` is not in the list `{key}`");
                reader.found(at, Diagnostic::warning(title).hint(hint));
            }
        }
        draft.words.extend(words.into_iter().map(|(phrase, _)| phrase));
        draft.allow.extend(allow.into_iter().map(|(phrase, _)| phrase));
    }
    Ok(reader.finish().0)
}

impl List {
    fn new(draft: Draft) -> Result<Self, aho_corasick::BuildError> {
        let finder = |phrases: &[String]| {
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::LeftmostLongest)
                // A table of all states would be made longer than it is used, and takes 9 MiB more.
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(phrases)
        };
        let phrases = both_apostrophes(draft.words);
        let allowed = both_apostrophes(draft.allow);
        Ok(Self {
            finder: finder(&phrases)?,
            allowed: finder(&allowed)?,
            #[cfg(test)]
            phrases,
        })
    }

    fn find<'w>(&self, text: &'w str) -> Vec<Hit<'w>> {
        // Most passages hold nothing of a list; then the second look is spared.
        let found: Vec<Span> = self
            .finder
            .find_iter(text)
            .map(|found| found.span().into())
            .filter(|span| stands_alone(text, span))
            .collect();
        if found.is_empty() {
            return Vec::new();
        }
        let allowed: Vec<Span> =
            self.allowed.find_iter(text).map(|found| found.span().into()).collect();
        found
            .into_iter()
            .filter(|span| !allowed.iter().any(|a| a.start <= span.start && span.end <= a.end))
            .map(|span| Hit { text: &text[span.clone()], span })
            .collect()
    }
}

/// `don't` is written with either apostrophe.
fn both_apostrophes(phrases: Vec<String>) -> Vec<String> {
    let curly: Vec<String> = phrases
        .iter()
        .filter(|phrase| phrase.contains('\''))
        .map(|phrase| phrase.replace('\'', "\u{2019}"))
        .collect();
    phrases.into_iter().chain(curly).filter(|phrase| !phrase.is_empty()).collect()
}

/// Whether no letter or digit of the same word stands before or behind. Chinese has no such borders.
fn stands_alone(text: &str, span: &Span) -> bool {
    let spelled = |c: char| c.is_alphanumeric() && !is_wide(c);
    let joined = |outside: Option<char>, edge: Option<char>| {
        outside.is_some_and(spelled) && edge.is_some_and(spelled)
    };
    let inner = &text[span.clone()];
    !joined(text[..span.start].chars().next_back(), inner.chars().next())
        && !joined(text[span.end..].chars().next(), inner.chars().next_back())
}

fn is_wide(c: char) -> bool {
    unicode_width::UnicodeWidthChar::width(c) == Some(2)
}

#[cfg(test)]
mod tests {
    use super::{Draft, List, Lists};
    use crate::diagnostic::Report;
    use crate::lint::list_name::ListName;
    use crate::locale::Language;
    use crate::workspace::Assets;
    use crate::world::MemoryWorld;
    use jiff::Timestamp;
    use std::path::Path;

    fn list(words: &[&str], allow: &[&str]) -> List {
        let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
        List::new(Draft { words: owned(words), allow: owned(allow) }).unwrap()
    }

    fn found(list: &List, text: &str) -> Vec<String> {
        list.find(text).iter().map(|hit| hit.text.to_owned()).collect()
    }

    #[test]
    fn words_are_met_on_their_borders_and_in_any_case() {
        let list = list(&["stay calm", "offer"], &[]);
        assert_eq!(found(&list, "Stay calm: we offered nothing. Offer?"), ["Stay calm", "Offer"]);
    }

    #[test]
    fn an_allowed_phrase_hides_the_word_in_it() {
        let list = list(&["最"], &["最近", "最后"]);
        assert_eq!(found(&list, "最近我们做到最好，最后"), ["最"]);
    }

    #[test]
    fn either_apostrophe_is_met() {
        assert_eq!(found(&list(&["don't panic"], &[]), "Don\u{2019}t panic").len(), 1);
    }

    /// The lists with a file of the company's own.
    fn extended(language: Language, own: &str) -> Result<(Lists, Report), Report> {
        let path = format!("/w/templates/locales/{language}.words.toml");
        let world = MemoryWorld::new(Timestamp::UNIX_EPOCH, [(path.as_str(), own)]);
        let (assets, report) =
            Assets::open(&world, Path::new("/w"), Path::new("/w/crises/c")).unwrap();
        assert!(report.is_empty(), "{report:?}");
        Lists::read(&assets, language)
    }

    fn texts(lists: &Lists, name: ListName, text: &str) -> Vec<String> {
        lists.find_in(name, text).map(|hit| hit.text.to_owned()).collect()
    }

    #[test]
    fn a_company_adds_phrases_takes_some_away_and_allows_others() {
        let own = "[cliche]\nwords = [\"our Lingchuan family\"]\nwithout = [\"Going forward\"]\n\
                   [sales]\nallow = [\"Discount Tyres\"]\nwithout = [\"discount rate\"]\n";
        let (lists, report) = extended(Language::En, own).unwrap();
        assert!(report.is_empty(), "{report:?}");
        let text = "To our Lingchuan family: going forward, we take this seriously.";
        let found = texts(&lists, ListName::Cliche, text);
        assert_eq!(found, ["our Lingchuan family", "we take this seriously"]);
        let text = "Discount Tyres has a discount rate and a discount.";
        assert_eq!(texts(&lists, ListName::Sales, text), ["discount", "discount"]);
        assert_eq!(texts(&lists, ListName::Calm, "Stay calm."), ["Stay calm"], "the rest stays");

        let own =
            "[absolute]\nwords = [\"使命必达\"]\nwithout = [\"世界级\"]\nallow = [\"绝对湿度\"]\n";
        let (lists, _) = extended(Language::ZhCn, own).unwrap();
        let text = "使命必达，世界级工厂，绝对湿度与绝对安全。";
        assert_eq!(texts(&lists, ListName::Absolute, text), ["使命必达", "绝对"]);
        let own =
            "[absolute]\nwords = [\"使命必達\"]\nwithout = [\"世界級\"]\nallow = [\"絕對濕度\"]\n";
        let (lists, _) = extended(Language::ZhTw, own).unwrap();
        let text = "使命必達，世界級工廠，絕對濕度與絕對安全。";
        assert_eq!(texts(&lists, ListName::Absolute, text), ["使命必達", "絕對"]);
    }

    #[test]
    fn slips_in_a_companys_own_lists_are_told_all_at_once() {
        let (_, report) =
            extended(Language::En, "[calm]\nwithout = [\"stay calmer\", \"xyz\"]\n").unwrap();
        assert_eq!((report.warnings(), report.errors()), (2, 0), "{report:?}");
        assert!(report.kept()[0].hint.contains("`stay calm`"), "{report:?}");
        let place = report.kept()[1].place.as_ref().unwrap();
        assert_eq!(
            (place.file.as_str(), place.line, place.column),
            ("templates/locales/en.words.toml", Some(2), Some(27))
        );
        let report = extended(Language::En, "[clam]\nwords = []\n[calm]\nwrods = []\nwords = 3\n")
            .unwrap_err();
        assert_eq!(report.errors(), 3, "{report:?}");
    }

    #[test]
    fn every_language_fills_every_list() {
        for language in Language::ALL {
            let (lists, report) = Lists::read(Assets::built_in(), language).unwrap();
            assert!(report.is_empty(), "{report:?}");
            for (table, name) in ListName::ALL {
                assert!(!lists.phrases(name).is_empty(), "{language} {table}");
            }
        }
    }
}
