//! The words that a mail program shows of the HTML of a letter: a line for each block.

/// Elements of which nothing is shown.
const HIDDEN: [&str; 4] = ["head", "style", "script", "template"];

/// Elements that stand within a line.
const INLINE: [&str; 8] = ["a", "b", "strong", "em", "i", "span", "u", "code"];

/// The visible text of a document that the program has written, or a company's shell around it.
pub(super) fn visible(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        unescape(&rest[..at], &mut out);
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
    unescape(rest, &mut out);
    out
}

/// The name of the element of a tag, with a slash before it when it closes one.
fn name(tag: &str) -> String {
    let end =
        tag.char_indices().find(|(at, c)| !(c.is_ascii_alphanumeric() || (*c == '/' && *at == 0)));
    tag[..end.map_or(tag.len(), |(at, _)| at)].to_ascii_lowercase()
}

fn unescape(text: &str, out: &mut String) {
    let named = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&nbsp;", " "),
    ];
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = named.iter().find(|(entity, _)| rest.starts_with(entity));
        let (length, shown) = known.map_or((1, "&"), |(entity, shown)| (entity.len(), *shown));
        out.push_str(shown);
        rest = &rest[length..];
    }
    out.push_str(rest);
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
