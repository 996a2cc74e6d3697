//! The blocks of letters that were read already, and what came of it: letters of one wording share all but a
//! few of them.

use super::opened::Field;
use super::wall::Own;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher;

/// What a block is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    Head,
    Text,
    Html,
}

/// A piece of a message that can be read by itself: a header field, a paragraph, an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// As it stands in the message, decoded unless it is a header field.
    pub(super) source: Box<str>,
    /// All the words that a reader or a mail program finds in it.
    pub(super) words: Box<str>,
    pub(super) verdict: Verdict,
    /// It ends because the text did, and is met again only where the text ends as well.
    last: bool,
    /// Another block whose first line has the same hash.
    other: Option<usize>,
}

/// What the rules say of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing, whoever reads it.
    Clean,
    /// It names people or companies, and may be read by those to whom all these belong.
    Names {
        /// The keys of their names, addresses and telephones.
        keys: Vec<u64>,
        /// The stretches in which they stand.
        stretches: Vec<(Field, Box<str>)>,
    },
    /// A rule finds something in it, which may be excused in some letters.
    Suspect,
}

impl Block {
    /// The block that a text begins with: so much of it is the source.
    pub(super) fn new(text: &str, length: usize, words: String, verdict: Verdict) -> Self {
        let (source, last) = (text[..length].into(), length == text.len());
        Self { source, words: words.into(), verdict, last, other: None }
    }
}

/// Blocks, found by their first line and compared as text. What is not met again makes room for what is.
#[derive(Debug, Default)]
pub(super) struct Familiar {
    young: Generation,
    old: Generation,
    /// What is named by each of the texts that belong to readers: colleagues share theirs.
    owned: FxHashMap<Box<str>, Own>,
    /// Room for the words of a letter.
    pub(super) words: String,
}

#[derive(Debug, Default)]
struct Generation {
    /// By the hash of their first line.
    first: [FxHashMap<u64, usize>; 3],
    blocks: Vec<Block>,
    bytes: usize,
}

/// So much text of blocks is kept in each of two generations.
const MOST: usize = 1 << 19;

/// So many blocks with the same first line are looked at.
const MOST_ALIKE: usize = 32;

/// So much a block takes beside its text, about.
const BESIDE: usize = 128;

/// So many texts of readers are kept.
const MOST_OWNED: usize = 2048;

impl Familiar {
    /// The block that a text begins with, if it was read before.
    pub(super) fn find(&mut self, body: Body, text: &str) -> Option<&Block> {
        let hash = hash(text);
        let at = match self.young.find(body, hash, text) {
            Some(at) => at,
            None => {
                let known = self.old.find(body, hash, text)?;
                let block = self.old.blocks[known].clone();
                self.keep(body, block)
            }
        };
        self.young.blocks.get(at)
    }

    /// Remembers a block.
    pub(super) fn add(&mut self, body: Body, block: Block) -> &Block {
        let at = self.keep(body, block);
        &self.young.blocks[at]
    }

    /// What a reader may find in their letter: what everybody may, and what belongs to them.
    pub(super) fn may_name(&mut self, everybody: &Own, own: &[String]) -> Own {
        let mut may_name = everybody.clone();
        for text in own {
            if let Some(known) = self.owned.get(text.as_str()) {
                may_name.add(known);
                continue;
            }
            let new = Own::of([text.as_str()]);
            may_name.add(&new);
            if self.owned.len() < MOST_OWNED {
                self.owned.insert(text.as_str().into(), new);
            }
        }
        may_name
    }

    fn keep(&mut self, body: Body, mut block: Block) -> usize {
        let bytes = block.source.len() + block.words.len() + BESIDE;
        if self.young.bytes + bytes > MOST {
            self.old = std::mem::take(&mut self.young);
        }
        let Generation { first, blocks, bytes: kept } = &mut self.young;
        let at = blocks.len();
        block.other = first[body as usize].insert(hash(&block.source), at);
        blocks.push(block);
        *kept += bytes;
        at
    }
}

impl Generation {
    fn find(&self, body: Body, hash: u64, text: &str) -> Option<usize> {
        let mut at = self.first[body as usize].get(&hash).copied();
        for _ in 0..MOST_ALIKE {
            let block = at.and_then(|at| self.blocks.get(at))?;
            let ends = !block.last || text.len() == block.source.len();
            if ends && text.starts_with(&*block.source) {
                return at;
            }
            at = block.other;
        }
        None
    }
}

/// The hash of the first line of a text.
fn hash(text: &str) -> u64 {
    let end = memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |end| end + 1);
    FxBuildHasher.hash_one(&text.as_bytes()[..end])
}

#[cfg(test)]
mod tests {
    use super::{Block, Body, Familiar, MOST, Verdict};

    fn block(source: &str) -> Block {
        Block::new(&format!("{source}more"), source.len(), source.to_owned(), Verdict::Clean)
    }

    #[test]
    fn a_block_is_found_by_all_of_its_text() {
        let mut familiar = Familiar::default();
        familiar.add(Body::Html, block("<li>One<br>\nAna</li>\n"));
        familiar.add(Body::Html, block("<li>One<br>\nBo</li>\n"));
        let mut found = |body, text| familiar.find(body, text).map(|it| it.source.to_string());
        assert_eq!(
            found(Body::Html, "<li>One<br>\nAna</li>\nmore").unwrap(),
            "<li>One<br>\nAna</li>\n"
        );
        assert_eq!(found(Body::Html, "<li>One<br>\nBo</li>\n").unwrap(), "<li>One<br>\nBo</li>\n");
        assert_eq!(found(Body::Html, "<li>One<br>\nCid</li>\n"), None);
        assert_eq!(found(Body::Text, "<li>One<br>\nBo</li>\n"), None);
        assert_eq!(found(Body::Html, ""), None);
    }

    #[test]
    fn what_ends_with_the_text_is_found_only_there() {
        let mut familiar = Familiar::default();
        let last = Block::new("Anna\n", 5, "Anna\n".to_owned(), Verdict::Clean);
        familiar.add(Body::Text, last);
        assert!(familiar.find(Body::Text, "Anna\n").is_some());
        assert!(familiar.find(Body::Text, "Anna\nSchmidt\n").is_none());
    }

    #[test]
    fn what_is_met_again_stays_and_the_rest_goes() {
        let mut familiar = Familiar::default();
        familiar.add(Body::Text, block("shared\n"));
        let long = "x".repeat(MOST / 12);
        for number in 0..40 {
            familiar.add(Body::Text, block(&format!("{number}{long}\n")));
            assert!(familiar.find(Body::Text, "shared\n").is_some(), "{number}");
        }
        assert!(familiar.find(Body::Text, &format!("0{long}\n")).is_none());
        assert!(familiar.young.bytes <= MOST && familiar.old.bytes <= MOST);
    }
}
