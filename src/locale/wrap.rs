use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_width::UnicodeWidthStr;

/// How many columns a text takes on a screen with a fixed-width font: a Chinese character takes two.
pub fn width(text: &str) -> usize {
    plain_columns(text).unwrap_or_else(|| text.width())
}

/// The columns of a text that holds nothing but plain characters: no line end, nothing that joins.
fn plain_columns(text: &str) -> Option<usize> {
    text.chars().try_fold(0, |columns, c| Some(columns + plain_width(c)?))
}

/// The columns of a character that never joins with its neighbours; that is nearly every one.
fn plain_width(c: char) -> Option<usize> {
    match c {
        ' '..='~' => Some(1),
        '\u{3000}'..='\u{3029}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}' => Some(2),
        _ => None,
    }
}

/// Breaks a paragraph into lines of at most `columns` columns.
///
/// `first` is put before the first line and `rest` before each following one (an indent, a list
/// marker); both count. Lines break where Unicode (UAX 14) allows it, with two rules of our own: an
/// address with `@` or `://` is never broken, and a Chinese closing mark never starts a line, nor
/// an opening one ends it, even where a blank stands beside it. A piece that cannot be broken
/// stays whole, however long. A line break in the text stays one. Blanks at a break are dropped;
/// nothing else is.
pub fn wrap(text: &str, columns: usize, first: &str, rest: &str) -> String {
    if text.len() <= 4 * columns {
        let content = text.trim_end();
        if plain_columns(content).is_some_and(|taken| width(first) + taken <= columns) {
            return [first, content].concat();
        }
    }
    let mut lines = Lines::new(text, columns, first, rest);
    let mut start = 0;
    for (end, kind) in linebreaks(text) {
        lines.piece(start, end);
        match kind {
            BreakOpportunity::Mandatory if end < text.len() => lines.finish(end),
            BreakOpportunity::Mandatory => {}
            BreakOpportunity::Allowed => lines.candidates.push((end, lines.used)),
        }
        start = end;
    }
    lines.finish(text.len());
    lines.out
}

/// The lines written so far and the one being measured.
struct Lines<'a> {
    text: &'a str,
    out: String,
    /// What stands before the open line, and before each line after it.
    prefix: &'a str,
    rest: &'a str,
    columns: usize,
    /// Whether the open line is not the first.
    later: bool,
    /// Where the open line starts in `text`.
    start: usize,
    /// Columns taken in the open line, its prefix and the blanks at its end included.
    used: usize,
    /// Where the open line may break, with the columns taken up to there. Whether our own rules
    /// forbid a break is looked at when a line is full, not at every character.
    candidates: Vec<(usize, usize)>,
    addresses: Addresses,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str, columns: usize, first: &'a str, rest: &'a str) -> Self {
        let lines = text.len() / columns.saturating_sub(rest.len()).max(16) + 2;
        let length = first.len() + text.len() + lines * (rest.len() + 1);
        Self {
            text,
            out: String::with_capacity(length),
            prefix: first,
            rest,
            columns,
            later: false,
            start: 0,
            used: width(first),
            candidates: Vec::with_capacity(columns.min(128)),
            addresses: Addresses::default(),
        }
    }

    /// Takes in a piece that Unicode does not break; breaks before it when it has no room.
    fn piece(&mut self, start: usize, end: usize) {
        let piece = &self.text[start..end];
        let content = piece.trim_end();
        let needed = width(content);
        if self.used + needed > self.columns && !content.is_empty() {
            self.break_before();
        }
        self.used += needed + width(&piece[content.len()..]);
    }

    /// Breaks the open line at its last place where nothing forbids it, if there is one.
    fn break_before(&mut self) {
        while let Some((at, used)) = self.candidates.pop() {
            if clings(self.text, at) || self.addresses.inside(self.text, at) {
                continue;
            }
            let beyond = self.used - used;
            if self.text[self.start..at].trim_end().is_empty() {
                // only blanks so far: an empty line would help nobody
                self.start = at;
                self.used = width(self.prefix) + beyond;
            } else {
                self.finish(at);
                self.used += beyond;
            }
            break;
        }
        self.candidates.clear();
    }

    /// Writes the open line up to `end` and opens the next one there.
    fn finish(&mut self, end: usize) {
        let content = self.text[self.start..end].trim_end();
        if self.later {
            self.out.push('\n');
        }
        let bare = self.later && content.is_empty();
        self.out.push_str(if bare { self.prefix.trim_end() } else { self.prefix });
        self.out.push_str(content);
        self.prefix = self.rest;
        self.later = true;
        self.start = end;
        self.used = width(self.rest);
        self.candidates.clear();
    }
}

/// Whether the marks on either side of a break forbid it.
fn clings(text: &str, at: usize) -> bool {
    const CLOSING: &str = "，。、；：！？…）】》」』〉〕］｝”’％‰℃·";
    const OPENING: &str = "（【《「『〈〔［｛“‘￥＄";
    let is_mark = |c: char| !c.is_ascii() && !('\u{4E00}'..='\u{9FFF}').contains(&c);
    let after = text[at..].chars().next();
    let before = text[..at].trim_end_matches(' ').chars().next_back();
    after.is_some_and(|c| is_mark(c) && CLOSING.contains(c))
        || before.is_some_and(|c| is_mark(c) && OPENING.contains(c))
}

/// Finds the addresses in a text; remembers the last run of letters it has judged.
#[derive(Default)]
struct Addresses {
    /// The run of printable ASCII that was judged last.
    from: usize,
    until: usize,
    is_address: bool,
}

impl Addresses {
    /// Whether a break would fall inside an address such as `https://a.example/b` or `a-b@c.example`.
    fn inside(&mut self, text: &str, at: usize) -> bool {
        let bytes = text.as_bytes();
        let within = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_graphic);
        if at == 0 || !within(at - 1) || !within(at) {
            return false;
        }
        if !(self.from < at && at < self.until) {
            self.from =
                bytes[..at].iter().rposition(|b| !b.is_ascii_graphic()).map_or(0, |i| i + 1);
            self.until = bytes[at..]
                .iter()
                .position(|b| !b.is_ascii_graphic())
                .map_or(text.len(), |i| at + i);
            let run = &text[self.from..self.until];
            self.is_address = run.contains('@') || run.contains("://") || run.starts_with("www.");
        }
        self.is_address
    }
}

#[cfg(test)]
mod tests {
    use super::{Addresses, clings, width, wrap};
    use proptest::prelude::{ProptestConfig, Strategy, prop_assert, prop_assert_eq, proptest};
    use unicode_linebreak::{BreakOpportunity, linebreaks};

    #[test]
    fn latin_text_breaks_between_words() {
        assert_eq!(wrap("one two three", 7, "", ""), "one two\nthree");
        assert_eq!(wrap("one two three", 13, "", ""), "one two three");
        assert_eq!(wrap("one two three", 9, "- ", "  "), "- one two\n  three");
        assert_eq!(wrap("unbreakable x", 4, "", ""), "unbreakable\nx");
        assert_eq!(wrap("a\nb\n\nc", 9, "* ", "  "), "* a\n  b\n\n  c");
        assert_eq!(wrap("", 9, "* ", "  "), "* ");
    }

    #[test]
    fn chinese_breaks_between_characters_but_not_before_a_mark() {
        assert_eq!(width("中文ab"), 6);
        assert_eq!(wrap("中文中文。好", 8, "", ""), "中文中\n文。好");
        assert_eq!(wrap("我们说「好」", 8, "", ""), "我们说\n「好」");
        assert_eq!(wrap("甲乙丙 \u{FF1A}丁", 6, "", ""), "甲乙\n丙 \u{FF1A}\n丁");
        assert_eq!(wrap("甲乙丙丁", 6, "\u{3000}", ""), "\u{3000}甲乙\n丙丁");
    }

    #[test]
    fn an_address_is_never_broken() {
        let text = "see https://example.com/security/verify-this now";
        assert_eq!(wrap(text, 30, "", ""), "see\nhttps://example.com/security/verify-this\nnow");
        assert_eq!(wrap("ask anna-maria@example.com", 12, "", ""), "ask\nanna-maria@example.com");
        assert_eq!(wrap("a well-known one", 8, "", ""), "a well-\nknown\none");
    }

    #[test]
    fn a_long_run_of_breaks_stays_linear() {
        let text = "a-".repeat(200_000);
        assert_eq!(wrap(&text, 72, "", "").replace('\n', ""), text);
    }

    /// Text as it comes: words, Chinese with marks, addresses, emoji, controls, line ends.
    fn texts() -> impl Strategy<Value = String> {
        let pieces = "([a-z]{1,12}|[一-龥]{1,9}|[\u{FF0C}。、」』\u{FF1A}\u{FF1F}]|[「『\u{FF08}《“]| |  |\u{3000}|\n|\r\n|\t|-|/|@|://|[0-9]{1,5}|😀|👩‍👩‍👧|\\PC|\\p{Any})";
        proptest::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
    }

    /// The pieces of a line that could still be broken.
    fn breakable(line: &str) -> bool {
        let mut addresses = Addresses::default();
        linebreaks(line.trim()).any(|(at, kind)| {
            kind == BreakOpportunity::Allowed
                && !clings(line.trim(), at)
                && !addresses.inside(line.trim(), at)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 800, ..ProptestConfig::default() })]

        #[test]
        fn wrapping_loses_nothing_and_keeps_the_width(text in texts(), columns in 0_usize..40) {
            let out = wrap(&text, columns, "", "");
            // between the lines only blanks are gone, within them nothing
            let mut rest = text.as_str();
            for line in out.split('\n') {
                let content = line.trim_start();
                if !content.is_empty() {
                    let at = rest.find(content);
                    prop_assert!(at.is_some_and(|at| rest[..at].trim().is_empty()), "{line:?}");
                    rest = &rest[at.unwrap() + content.len()..];
                }
                prop_assert!(width(line) <= columns || !breakable(line), "{line:?} in {text:?}");
            }
            prop_assert!(rest.trim().is_empty(), "{rest:?} is lost");
        }

        #[test]
        fn chinese_marks_stay_where_they_belong(
            text in "([一-龥]{1,9}[\u{FF0C}。、」』\u{FF1A}\u{FF1F}\u{FF09}》”]|[「『\u{FF08}《“]|[a-z]{1,9}| ){1,30}",
            columns in 2_usize..40,
        ) {
            let out = wrap(&text, columns, "", "");
            let lines: Vec<_> = out.split('\n').collect();
            for line in &lines[1..] {
                prop_assert!(!line.starts_with(|c| "\u{FF0C}。、」』\u{FF1A}\u{FF1F}\u{FF09}》”".contains(c)), "{out}");
            }
            for line in &lines[..lines.len() - 1] {
                prop_assert!(!line.ends_with(|c| "「『\u{FF08}《“".contains(c)), "{out}");
            }
        }

        #[test]
        fn prefixes_stand_before_every_line(text in "[a-z ]{0,80}", columns in 0_usize..30) {
            let bare = wrap(&text, columns.saturating_sub(2), "", "");
            let led = wrap(&text, columns.max(2), "- ", "  ");
            if columns >= 2 {
                let stripped: Vec<_> = led.split('\n').map(|line| line.get(2..).unwrap_or("")).collect();
                prop_assert_eq!(stripped.join("\n"), bare);
            }
        }
    }
}
