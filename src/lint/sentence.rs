use super::mark::Spot;
use crate::diagnostic::Span;
use crate::letter::Words;

/// One sentence of a letter.
#[derive(Debug, Clone)]
pub(super) struct Sentence<'w> {
    /// The passage it stands in.
    pub(super) words: &'w Words,
    /// Where it stands in the passage's text.
    pub(super) span: Span,
    /// The passage, narrowed to the sentence.
    pub(super) spot: Spot,
}

impl<'w> Sentence<'w> {
    /// Its text.
    pub(super) fn text(&self) -> &'w str {
        &self.words.text[self.span.clone()]
    }
}

/// After these a period closes no sentence.
const ABBREVIATIONS: [&str; 17] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "No", "Nos", "Ltd", "Inc", "Co", "Corp", "e.g", "i.e",
    "approx", "vs", "P.S",
];

/// The sentences of a passage. A line feed, and in Chinese a semicolon, closes one as well.
pub(super) fn split(
    spot: Spot,
    words: &Words,
    chinese: bool,
) -> impl Iterator<Item = Sentence<'_>> {
    spans(words, chinese).into_iter().map(move |span| Sentence {
        words,
        spot: spot.clone().narrowed(span.clone()),
        span,
    })
}

/// The sentence around some words of a passage; the words alone when they stand in none.
pub(super) fn around(words: &Words, span: &Span, chinese: bool) -> Span {
    spans(words, chinese)
        .into_iter()
        .find(|sentence| sentence.start <= span.start && span.end <= sentence.end)
        .unwrap_or_else(|| span.clone())
}

fn spans(words: &Words, chinese: bool) -> Vec<Span> {
    let text = words.text.as_str();
    let mut spans = Vec::new();
    let mut start = 0;
    let mut close = |start: &mut usize, end: usize| {
        let piece = &text[*start..end];
        let lead = piece.len() - piece.trim_start().len();
        let trimmed = piece.trim();
        if trimmed.chars().any(char::is_alphanumeric) {
            spans.push(*start + lead..*start + lead + trimmed.len());
        }
        *start = end;
    };
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let ends = match c {
            '。' | '！' | '？' | '\n' => true,
            '；' | ';' => chinese,
            '!' | '?' => chars.peek().is_none_or(|(_, next)| !next.is_alphanumeric()),
            '.' => {
                let followed = chars
                    .peek()
                    .is_none_or(|(_, next)| next.is_whitespace() || "\"”’)）".contains(*next));
                // A period within a value, such as that of `Ltd.`, belongs to the value.
                followed && !ends_abbreviation(&text[start..at]) && !inside_value(words, at)
            }
            _ => false,
        };
        if !ends {
            continue;
        }
        let mut end = end;
        while let Some((next, mark)) = chars.peek().copied() {
            if !"\"”’」』)）".contains(mark) {
                break;
            }
            end = next + mark.len_utf8();
            chars.next();
        }
        close(&mut start, end);
    }
    close(&mut start, text.len());
    spans
}

fn inside_value(words: &Words, at: usize) -> bool {
    words.values.iter().any(|value| value.contains(&at) && at + 1 < value.end)
}

fn ends_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial || ABBREVIATIONS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::split;
    use crate::letter::Words;
    use crate::lint::mark::Spot;

    fn sentences(text: &str, chinese: bool) -> Vec<String> {
        let words = Words::plain(text);
        split(Spot::Letter, &words, chinese).map(|sentence| sentence.text().to_owned()).collect()
    }

    #[test]
    fn english_periods_close_a_sentence_only_where_they_do() {
        assert_eq!(
            sentences(
                "Dr. Wang of A. Meyer Ltd. wrote at 3.15 p.m. today. \"Is it safe?\" Yes!\nNext",
                false
            ),
            [
                "Dr. Wang of A. Meyer Ltd. wrote at 3.15 p.m.",
                "today.",
                "\"Is it safe?\"",
                "Yes!",
                "Next"
            ]
        );
    }

    #[test]
    fn chinese_sentences_close_with_their_own_marks() {
        assert_eq!(
            sentences("火已扑灭。无人受伤；库存 1.5 万套安全！“真的吗？”是的", true),
            ["火已扑灭。", "无人受伤；", "库存 1.5 万套安全！", "“真的吗？”", "是的"]
        );
    }
}
