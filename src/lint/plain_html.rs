//! The words that a mail program shows of the HTML of a letter: a line for each block.

use mail_parser::decoders::html::add_html_token;

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
        let end = match rest.strip_prefix("<!--") {
            Some(inner) => inner.find("-->").map(|end| end + 7),
            None => rest.find('>').map(|end| end + 1),
        };
        let Some(end) = end else { return out };
        let name = name(&rest[1..end]);
        rest = &rest[end..];
        if HIDDEN.contains(&name.as_str()) {
            let close = format!("</{name}");
            let stop = rest.to_ascii_lowercase().find(&close).unwrap_or(rest.len());
            rest = &rest[stop..];
        }
        if !INLINE.contains(&name.trim_start_matches('/')) {
            out.push('\n');
        }
    }
    out.push_str(&entities_read(rest));
    out
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
    use super::visible;

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

    #[test]
    fn broken_html_ends() {
        for html in ["<", "<p", "a<!--b", "<head>a", "&", "<style>x</sty"] {
            lines(html);
        }
    }
}
