//! The words that a mail program shows of the HTML of a letter: a line for each block.

use mail_parser::decoders::html::add_html_token;
use memchr::{memchr, memchr2};

/// Elements of which nothing is shown.
const HIDDEN: [&str; 4] = ["head", "style", "script", "template"];

/// Elements that stand within a line.
const INLINE: [&str; 8] = ["a", "b", "strong", "em", "i", "span", "u", "code"];

/// The visible text of a document that the program has written, or a company's shell around it.
pub(super) fn visible(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&entities_read(&rest[..at]));
        rest = &rest[at..];
        let Some(Tag { name, end }) = tag(rest) else { return out };
        rest = &rest[end..];
        if HIDDEN.contains(&name.as_str()) {
            rest = &rest[hidden(rest, &name)..];
        }
        if !INLINE.contains(&name.trim_start_matches('/')) {
            out.push('\n');
        }
    }
    out.push_str(&entities_read(rest));
    out
}

/// Where the first block of a document ends that can be read by itself: behind the line in which a tag other
/// than one within a line is the last thing, unless something hidden or a comment goes on.
pub(super) fn block(html: &str) -> usize {
    let bytes = html.as_bytes();
    let mut at = 0;
    // Where the last tag ends, when a line may end there.
    let mut closed = None;
    while let Some(next) = memchr2(b'<', b'\n', &bytes[at..]) {
        let next = at + next;
        if bytes[next] == b'\n' {
            let line_end = if html[..next].ends_with('\r') { next - 1 } else { next };
            if closed == Some(line_end) {
                return next + 1;
            }
            at = next + 1;
            continue;
        }
        let Some(Tag { name, end }) = tag(&html[next..]) else { return html.len() };
        at = next + end;
        closed = (!INLINE.contains(&name.trim_start_matches('/'))).then_some(at);
        if HIDDEN.contains(&name.as_str()) {
            at += hidden(&html[at..], &name);
        }
    }
    html.len()
}

/// A tag or a comment at the beginning of a text.
struct Tag {
    name: String,
    end: usize,
}

/// The tag that a text begins with; none when it has no end.
fn tag(text: &str) -> Option<Tag> {
    let end = match text.strip_prefix("<!--") {
        Some(inner) => inner.find("-->")? + 7,
        None => memchr(b'>', text.as_bytes())? + 1,
    };
    Some(Tag { name: name(&text[1..end]), end })
}

/// How long what an element hides is, behind the tag that opens it.
fn hidden(rest: &str, name: &str) -> usize {
    rest.to_ascii_lowercase().find(&format!("</{name}")).unwrap_or(rest.len())
}

/// The name of the element of a tag, with a slash before it when it closes one.
fn name(tag: &str) -> String {
    let end =
        tag.char_indices().find(|(at, c)| !(c.is_ascii_alphanumeric() || (*c == '/' && *at == 0)));
    tag[..end.map_or(tag.len(), |(at, _)| at)].to_ascii_lowercase()
}

/// HTML with its entities read, named ones and numbers.
pub(super) fn entities_read(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let inner = |c: char| c.is_ascii_alphanumeric() || c == '#';
        let end = rest[1..].find(|c| !inner(c)).map_or(rest.len(), |end| end + 1);
        let end = if rest[end..].starts_with(';') { end + 1 } else { end };
        add_html_token(&mut out, &rest.as_bytes()[..end], false);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{block, entities_read, visible};
    use proptest::prelude::{prop_assert_eq, proptest};

    fn lines(html: &str) -> Vec<String> {
        visible(html)
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn only_what_is_shown_is_read() {
        let html = "<head><title>t</title><style>p{}</style></head><!-- note --><p class=\"a\">One <b>two</b> &amp; three</p>\
                    <ul><li>four</li></ul>five<br>six &lt;seven&gt;";
        assert_eq!(lines(html), ["One two & three", "four", "five", "six <seven>"]);
    }

    fn blocks(html: &str) -> Vec<&str> {
        let mut rest = html;
        std::iter::from_fn(|| {
            let (block, others) = (!rest.is_empty()).then(|| rest.split_at(block(rest)))?;
            rest = others;
            Some(block)
        })
        .collect()
    }

    #[test]
    fn a_block_ends_with_a_line_that_ends_in_a_tag() {
        for (html, parts) in [
            ("<p>One</p>\r\n<p>Two</p>\r\n", &["<p>One</p>\r\n", "<p>Two</p>\r\n"][..]),
            ("<b>Anna</b>\nSchmidt</p>\nmore", &["<b>Anna</b>\nSchmidt</p>\n", "more"]),
            (
                "<head>\n<title>a</title>\n</head>\n<p>",
                &["<head>\n<title>a</title>\n</head>\n", "<p>"],
            ),
            ("<!-- a>\n<p>\n-->\nb", &["<!-- a>\n<p>\n-->\n", "b"]),
            ("<p\n>\n<", &["<p\n>\n", "<"]),
        ] {
            assert_eq!(blocks(html), parts);
        }
    }

    proptest! {
        /// What is read block by block is what is read at once, and no word goes on in the next block.
        #[test]
        fn blocks_are_read_by_themselves(
            html in "(<p>|</p>|<b>|</b>|<br>|<style>|</style>|<!--|-->|<|>|&amp;|&|a|B|\\.|\r|\n| ){0,30}",
        ) {
            let parts = blocks(&html);
            prop_assert_eq!(&parts.concat(), &html);
            let read = |how: fn(&str) -> String| parts.iter().map(|part| how(part)).collect::<String>();
            prop_assert_eq!(read(visible), visible(&html));
            prop_assert_eq!(read(entities_read), entities_read(&html));
        }
    }

    #[test]
    fn broken_html_ends() {
        for html in ["<", "<p", "a<!--b", "<head>a", "&", "<style>x</sty"] {
            lines(html);
        }
    }
}
