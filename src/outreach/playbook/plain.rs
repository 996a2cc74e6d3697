use crate::locale::Language;
use pulldown_cmark::{Event, Parser, TagEnd};

/// Markdown as one says it: the words alone, on one line. Lines of Chinese join without a blank.
pub(super) fn plain(markdown: &str, language: Language) -> String {
    let joint = if language.is_chinese() { "" } else { " " };
    let mut words = String::with_capacity(markdown.len());
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push_str(joint),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => {
                words.push_str(joint);
            }
            _ => {}
        }
    }
    one_line(&words)
}

/// A text with single blanks and no line breaks.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::locale::Language;

    #[test]
    fn marks_go_and_words_stay() {
        let said =
            plain("Your **orders**\ncome first.\n\n- by [road](https://a.example)\n", Language::En);
        assert_eq!(said, "Your orders come first. by road");
        assert_eq!(plain("贵公司的\n订单优先。", Language::ZhCn), "贵公司的订单优先。");
    }
}
