//! Whether a letter is one of those in which there is nothing to find, told at the cost of reading what is new
//! in it: of twenty thousand letters, nearly all.

use super::desk::Desk;
use super::familiar::{Block, Body, Familiar, Verdict};
use super::finished::Finished;
use super::letter_case::LetterCase;
use super::linter::Linter;
use super::mark::Marks;
use super::opened::{Field, Opened};
use super::plain_html;
use super::rules::l33::goes_on;
use super::skimmed::Skimmed;
use super::stretch::{Clean, StretchCase, stretches};
use super::wall::Own;
use memchr::memmem;
use std::sync::PoisonError;

/// What the heads of the two parts say, the same in each letter.
const PART_HEADS: &str = "utf-8\nquoted-printable\nbase64\n";

impl Linter<'_> {
    /// Whether no rule finds anything in a finished letter. It may say no too often, never yes wrongly: whatever
    /// is not certain is read whole.
    pub(super) fn is_spotless(&self, desk: &Desk, letter: Finished<'_>) -> bool {
        let Some(skimmed) = Skimmed::of(letter.message) else { return false };
        let free = desk.familiar.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut familiar = free.unwrap_or_default();
        let spotless = self.all_blocks_are(&skimmed, desk, &mut familiar, letter);
        desk.familiar.lock().unwrap_or_else(PoisonError::into_inner).push(familiar);
        spotless
    }

    fn all_blocks_are(
        &self,
        skimmed: &Skimmed<'_>,
        desk: &Desk,
        familiar: &mut Familiar,
        Finished { own, internal, .. }: Finished<'_>,
    ) -> bool {
        // A note of several lines would have to be looked for across blocks.
        if internal.iter().any(|note| note.contains('\n')) {
            return false;
        }
        let may_name = familiar.may_name(&self.may_name, own);
        let mut words = std::mem::take(&mut familiar.words);
        words.clear();
        words.push_str(PART_HEADS);
        let mut accepts = |block: &Block| {
            if !internal.is_empty() {
                words.push_str(&block.words);
            }
            match &block.verdict {
                Verdict::Clean => true,
                Verdict::Suspect => false,
                Verdict::Names { keys, stretches } => {
                    may_name.owns_all(keys) || self.names_nobody_else(stretches, &may_name)
                }
            }
        };
        // Nobody else has the same, so that they would only fill the memory.
        let is_personal =
            |field: &&&str| field.starts_with("To:") || field.starts_with("Message-ID:");
        let personal: Vec<&str> = skimmed.head.iter().filter(is_personal).copied().collect();
        let Some(personal) = self.head(&personal, desk) else { return false };
        let mut shared = skimmed.head.iter().filter(|field| !is_personal(field));
        let head = accepts(&personal)
            && shared.all(|field| {
                if let Some(block) = familiar.find(Body::Head, field) {
                    return accepts(block);
                }
                let read = self.head(&[*field], desk);
                read.is_some_and(|block| accepts(familiar.add(Body::Head, block)))
            });
        let mut body = |body: Body, text: &str| {
            let mut rest = text;
            while !rest.is_empty() {
                let block = match familiar.find(body, rest) {
                    Some(block) => block,
                    None => familiar.add(body, self.block(body, rest, desk)),
                };
                rest = &rest[block.source.len()..];
                if !accepts(block) {
                    return false;
                }
            }
            true
        };
        let accepted = head && body(Body::Text, &skimmed.text) && body(Body::Html, &skimmed.html);
        let is_absent = |note: &String| memmem::find(words.as_bytes(), note.as_bytes()).is_none();
        let spotless = accepted && internal.iter().all(is_absent);
        familiar.words = words;
        spotless
    }

    fn names_nobody_else(&self, stretches: &[(Field, Box<str>)], may_name: &Own) -> bool {
        let Some(wall) = self.wall else { return true };
        stretches.iter().all(|(field, text)| {
            wall.strangers(text, may_name, *field == Field::Headers).is_empty()
        })
    }

    /// Header fields, read.
    fn head(&self, fields: &[&str], desk: &Desk) -> Option<Block> {
        let opened = Opened::of_head(fields)?;
        let fields = fields.concat();
        Some(self.judged(&fields, fields.len(), &opened, desk))
    }

    /// The first block of a body, read.
    fn block(&self, body: Body, text: &str, desk: &Desk) -> Block {
        if body == Body::Html {
            let length = plain_html::block(text);
            let mut block = self.judged(text, length, &Opened::of_html(&text[..length]), desk);
            // The target of a link would be looked for in the next block, too.
            if goes_on(&text[..length]) {
                block.verdict = Verdict::Suspect;
            }
            return block;
        }
        let length = paragraph(text);
        self.judged(text, length, &Opened::of_text(&text[..length]), desk)
    }

    /// The block that a text begins with, read.
    fn judged(&self, text: &str, length: usize, opened: &Opened, desk: &Desk) -> Block {
        let words = opened.fields().map(|(_, text)| text).join("\n") + "\n";
        Block::new(text, length, words, self.verdict(opened, desk))
    }

    /// What the rules say of a block to a reader whom nothing excuses.
    fn verdict(&self, opened: &Opened, desk: &Desk) -> Verdict {
        let Desk { lists, .. } = desk;
        let pieces: Vec<(Field, &str)> = opened
            .fields()
            .into_iter()
            .flat_map(|(field, text)| stretches(text).map(move |span| (field, &text[span])))
            .collect();
        let case = LetterCase {
            opened,
            own: &[],
            may_name: &self.may_name,
            internal: &[],
            domains: &self.domains,
            named: &[],
            clean: &Clean::default(),
            wall: None,
        };
        let suspect = self.asked.iter().any(|asked| {
            let mut marks = Marks::default();
            let mut suspects = Vec::new();
            if let Some(check) = asked.rule.on_stretch {
                for (field, text) in &pieces {
                    let (field, domains) = (*field, &self.domains[..]);
                    check(&StretchCase { field, text, lists, domains }, &mut suspects);
                }
            }
            if let Some(check) = asked.rule.on_letter {
                check(&case, &mut marks);
            }
            !suspects.is_empty() || !marks.into_vec().is_empty()
        });
        if suspect {
            return Verdict::Suspect;
        }
        let mut keys = Vec::new();
        let mut named = Vec::new();
        if let Some(wall) = self.wall {
            for (field, text) in pieces {
                let before = keys.len();
                wall.keys_in(text, field == Field::Headers, &mut keys);
                if keys.len() > before {
                    named.push((field, text.into()));
                }
            }
        }
        if keys.is_empty() { Verdict::Clean } else { Verdict::Names { keys, stretches: named } }
    }
}

/// Where the first paragraph of a plain text ends: behind the blank line that follows it.
fn paragraph(text: &str) -> usize {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        end += line.len();
        if line.trim().is_empty() {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use crate::crisis::Brief;
    use crate::letter::{self, Composer};
    use crate::lint::tests::BRIEF;
    use crate::lint::{Entries, Finished, Inputs, Linter, Settings, Wall};
    use crate::locale::Language;
    use crate::workspace::{Assets, Config};
    use jiff::Timestamp;
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};
    use proptest::sample::select;
    use std::sync::LazyLock;

    struct Ground {
        brief: Brief,
        config: Config,
        settings: Settings,
        composer: Composer,
        wall: Wall,
    }

    static GROUND: LazyLock<Ground> = LazyLock::new(|| {
        let (brief, _) = Brief::read("brief.toml", BRIEF).unwrap();
        let (config, _) =
            Config::read("hearten.toml", include_str!("../../templates/hearten.toml")).unwrap();
        let (composer, _) = Composer::new(letter::Inputs {
            config: &config,
            assets: Assets::built_in(),
            brief: &brief,
            crisis: "test",
            languages: &[Language::En],
            letter_columns: &[],
            member_name: &|_, _| Some("Lin".to_owned()),
            now: Timestamp::UNIX_EPOCH,
        })
        .unwrap();
        let mut entries = Entries::default();
        for name in ["Anna Schmidt", "Bo Li", "欧阳静姝", "Will Will"] {
            entries.add_person(name);
        }
        entries.add_company("New Hai Tong Works Ltd.");
        entries.add_company("Hai Tong Works");
        entries.add_company("Test Ltd");
        entries.add_address("anna@partner.example");
        entries.add_phone("+86 21 0555 0117");
        entries.add_note("prefers to hear bad news by telephone");
        let mut wall = Wall::default();
        wall.add(entries);
        Ground { brief, config, settings: Settings::default(), composer, wall }
    });

    fn linter(ground: &Ground) -> Linter<'_> {
        let inputs = Inputs {
            brief: &ground.brief,
            config: &ground.config,
            assets: Assets::built_in(),
            settings: &ground.settings,
            languages: &[Language::En],
            now: Timestamp::UNIX_EPOCH,
            earlier: &[],
            wall: Some(&ground.wall),
        };
        Linter::new(inputs).unwrap().0
    }

    fn message(to: &str, text: &str, html: &str) -> Vec<u8> {
        let encoded = |words: &str| {
            String::from_utf8(quoted_printable::encode(words.replace('\n', "\r\n"))).unwrap()
        };
        let part = |kind: &str, words: &str| {
            format!(
                "--=_x\r\nContent-Type: text/{kind}; charset=utf-8\r\n\
                 Content-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
                encoded(words)
            )
        };
        let (text, html) = (part("plain", text), part("html", html));
        format!(
            "To: {to}\r\nSubject: Fire\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/alternative; boundary=\"=_x\"\r\n\r\n{text}{html}--=_x--\r\n"
        )
        .into_bytes()
    }

    const PIECES: [&str; 27] = [
        "Dear Anna Schmidt,",
        "Dear Bo Li,",
        "Anna",
        "Schmidt and others.",
        "All is well.",
        "We met New Hai Tong Works",
        "Hai Tong Works Ltd. knows",
        "at Hai Tong",
        "Test Ltd",
        "[insert name]",
        "Lorem ipsum",
        "{{ x }}",
        "write to anna@partner.example",
        "call +86 21 0555 0117 now",
        "call +86 21 0555",
        "prefers to hear bad news by telephone",
        "likes tea with milk",
        "see www.evil-page.com/now",
        "attitude: -1",
        "acc\u{202e}ount",
        "请欧阳静姝转交",
        "Will",
        "&amp; &lt;b&gt; &#x41;nna",
        "Co.",
        "<b>bold</b>",
        "<i hidden>x</i>",
        "<!-- note -->",
    ];
    const BREAKS: [&str; 6] = ["\n", "\n\n", " ", "<br>\n", "</p>\n<p>", "</b>\n"];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 300 } else { 3000 }))]

        /// What is called spotless is found to be so when it is read whole, whatever was read before.
        #[test]
        fn nothing_is_found_in_a_spotless_letter(
            letters in proptest::collection::vec((
                proptest::collection::vec((select(&PIECES[..]), select(&BREAKS[..])), 0..6),
                proptest::collection::vec((select(&PIECES[..]), select(&BREAKS[..])), 0..6),
                select(&["Anna Schmidt", "Bo Li", "New Hai Tong Works", "Test Ltd"][..]),
                select(&["likes tea with milk", "All is well", "none\nof it"][..]),
                select(&["Anna Schmidt <anna@partner.example>", "b@p.example"][..]),
            ), 1..6),
        ) {
            let linter = linter(&GROUND);
            let desk = &linter.desks[&Language::En];
            for (text, html, own, note, to) in letters {
                let joined = |pieces: Vec<(&str, &str)>| pieces.into_iter().flat_map(|(a, b)| [a, b]).collect::<String>();
                let bytes = message(to, &joined(text), &joined(html));
                let own = [own.to_owned(), "anna@partner.example".to_owned()];
                let internal = [note.to_owned()];
                let letter = Finished { language: Language::En, own: &own, internal: &internal, message: &bytes };
                if linter.is_spotless(desk, letter) {
                    let found = linter.read_whole(desk, letter, &GROUND.composer);
                    prop_assert!(found.is_empty(), "{found:?}\n{}", String::from_utf8_lossy(&bytes));
                }
            }
        }
    }

    #[test]
    fn a_letter_to_its_own_reader_is_spotless_and_the_same_to_another_is_not() {
        let linter = linter(&GROUND);
        let desk = &linter.desks[&Language::En];
        let spotless = |own: &str, text: &str, html: &str| {
            let bytes = message("Ana <a@b.example>", text, html);
            let (own, internal) = ([own.to_owned()], ["likes tea with milk".to_owned()]);
            let (language, message) = (Language::En, &bytes[..]);
            let letter = Finished { language, own: &own, internal: &internal, message };
            linter.is_spotless(desk, letter)
        };
        for _ in 0..2 {
            assert!(spotless(
                "Anna Schmidt",
                "Dear Anna Schmidt,\n",
                "<p>Dear Anna Schmidt,</p>\n"
            ));
            assert!(!spotless("Bo Li", "Dear Anna Schmidt,\n", "<p>All is well.</p>\n"));
            assert!(!spotless("Bo Li", "All is well.\n", "<p>Dear Anna Schmidt,</p>\n"));
            assert!(spotless("New Hai Tong Works", "to New Hai Tong Works today", ""));
            assert!(!spotless("Bo Li", "You: likes tea with milk", ""));
            assert!(!spotless("Bo Li", "", "<p>TODO</p>\n"));
            assert!(!spotless("Bo Li", "", "<p>href=\"https:<br>\nx://evil.example/\"</p>\n"));
            assert!(!spotless("Bo Li", "", "<p>to Anna\nSchmidt now</p>\n"));
            // A paragraph that ends with the text goes on in another letter.
            assert!(spotless("Bo Li", "All is well.\n\nAnna\n", ""));
            assert!(!spotless("Bo Li", "Anna\nSchmidt and others.\n", ""));
            assert!(spotless("Bo Li", "", "<p>One</p>\n<a\n"));
            assert!(!spotless("Bo Li", "", "<a\nhidden>x</a>\n"));
        }
    }
}
