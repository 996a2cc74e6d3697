use crate::diagnostic::{Severity, Span};
use crate::lint::case::Case;
use crate::lint::letter_case::LetterCase;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::opened::Field;
use crate::lint::rule::Rule;
use crate::lint::stretch::{StretchCase, Suspect};
use crate::workspace::is_within;

/// Where links and addresses of pages lead (E-22, I-17, G-13).
pub(super) const RULE: Rule =
    Rule::new("L-33", Severity::Error).on_wording(check).on_stretch(pages_named).on_letter(led_to);

/// Services that hide where a link leads.
const SHORTENERS: [&str; 9] =
    ["bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "is.gd", "buff.ly", "t.cn", "url.cn"];

/// Endings by which a name in running text is known for one of a page.
const ENDINGS: [&str; 24] = [
    "com", "org", "net", "example", "cn", "tw", "hk", "jp", "de", "eu", "uk", "fr", "io", "co",
    "info", "biz", "me", "ly", "gl", "cc", "top", "xyz", "site", "online",
];

fn check(case: &Case<'_>, marks: &mut Marks) {
    for (spot, words) in case.everything() {
        for target in &words.links {
            if let Some(title) = amiss(target, case.domains) {
                marks.add(Mark::new(spot.clone(), title));
            }
            if let Some(host) = host(target)
                && let Some(shown) =
                    pages(&words.text).map(|span| words.text[span].to_lowercase()).next()
                && shown.split('/').next() != Some(host.as_str())
            {
                marks.add(Mark::new(
                    spot.clone(),
                    format!("the letter shows `{shown}`, and the link leads to `{host}`"),
                ));
            }
        }
        // A name such as Reise.com among the values is looked at in each letter, beside its reader.
        for span in pages(&words.text).filter(|span| !words.touches_value(span)) {
            if let Some(title) = unknown(&words.text[span.clone()], case.domains) {
                marks.add(Mark::new(spot.clone().narrowed(span), title));
            }
        }
    }
}

/// Whatever the final bytes lead to: links and pictures of the page around the letter.
fn led_to(case: &LetterCase<'_>, marks: &mut Marks) {
    let source = &case.opened.source;
    for target in targets(source) {
        if let Some(title) = amiss(&source[target], case.domains) {
            marks.add_once(Mark::new(Spot::Letter, title));
        }
    }
}

/// Pages that the plain text names, values and all.
fn pages_named(case: &StretchCase<'_>, suspects: &mut Vec<Suspect>) {
    if case.field == Field::Text {
        let alike = look_alikes(case.text, case.domains).into_iter();
        suspects.extend(alike.map(|(span, title)| Suspect::new(span, title)));
        suspects.extend(pages(case.text).filter_map(|span| {
            let title = unknown(&case.text[span.clone()], case.domains)?;
            Some(Suspect::new(span, title))
        }));
    }
}

/// Where the tags of a page lead.
fn targets(html: &str) -> impl Iterator<Item = Span> + '_ {
    const KEYS: [&str; 4] = ["href=", "src=", "background=", "action="];
    KEYS.into_iter().flat_map(move |key| {
        html.match_indices(key).filter_map(move |(at, key)| {
            let start = at + key.len();
            let quote = html[start..].chars().next()?;
            let (start, ends) = match quote {
                '"' | '\'' => (start + 1, [quote, quote]),
                _ => (start, [' ', '>']),
            };
            let end = html[start..].find(ends).map_or(html.len(), |end| start + end);
            Some(start..end)
        })
    })
}

/// Whether the last target of a piece of HTML goes on behind it.
pub(in crate::lint) fn goes_on(html: &str) -> bool {
    targets(html).any(|target| target.end == html.len())
}

/// What is wrong with the target of a link, if anything.
fn amiss(target: &str, domains: &[String]) -> Option<String> {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme.trim().to_ascii_lowercase());
    match scheme.as_deref() {
        Some("http") => Some(format!("`{target}` is not encrypted")),
        Some("https") => {
            let host = host(target)?;
            objection(&host, domains).map(|why| format!("the link to `{host}` {why}"))
        }
        Some("javascript" | "data" | "file" | "vbscript" | "ftp") => {
            Some(format!("`{}` is no page", target.chars().take(40).collect::<String>()))
        }
        _ => None,
    }
}

/// What is wrong with a page that a text names, if anything.
fn unknown(page: &str, domains: &[String]) -> Option<String> {
    let shown = page.to_lowercase();
    let host = shown.split('/').next().unwrap_or_default();
    objection(host, domains).map(|why| format!("`{host}` {why}"))
}

/// The host of a link to a page.
fn host(target: &str) -> Option<String> {
    let rest = target.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    Some(host.to_lowercase())
}

/// A name that was chosen to be taken for ours.
const ALIKE: &str = "looks like our own domain, and is not";

/// What is wrong with a host, if anything. The first domain is our own.
fn objection(host: &str, domains: &[String]) -> Option<&'static str> {
    if domains.iter().any(|domain| is_within(host, domain)) {
        return None;
    }
    if SHORTENERS.contains(&host) {
        return Some("hides where it leads");
    }
    if is_number(host) {
        return Some("is a number, as fraud uses it");
    }
    let bare = |name: &str| name.trim_start_matches("www.").to_owned();
    let own = domains.first().map(String::as_str).unwrap_or_default();
    if !host.is_ascii()
        || host.contains("xn--")
        || strsim::levenshtein(&bare(host), &bare(own)) <= 2
    {
        return Some(ALIKE);
    }
    Some("is not a domain of ours")
}

/// Whether a host is an address of four numbers (RFC 791), and no name.
fn is_number(host: &str) -> bool {
    host.split('.').count() == 4 && host.split('.').all(|part| part.parse::<u8>().is_ok())
}

/// Addresses of mail in running text whose domain looks like our own: an answer would go to somebody else.
fn look_alikes(text: &str, domains: &[String]) -> Vec<(Span, String)> {
    let inner = |c: char| c.is_alphanumeric() || ".-_".contains(c);
    let found = text.match_indices('@').filter_map(|(at, _)| {
        let end = text[at + 1..].find(|c| !inner(c)).map_or(text.len(), |end| at + 1 + end);
        let span = at + 1..at + 1 + text[at + 1..end].trim_end_matches(['.', '-']).len();
        let host = text[span.clone()].to_lowercase();
        let why = objection(&host, domains).filter(|why| *why == ALIKE)?;
        Some((span, format!("`{host}` {why}")))
    });
    found.collect()
}

/// Names of pages in running text, such as `www.company.example/notices`; addresses of mail are none.
fn pages(text: &str) -> impl Iterator<Item = Span> + '_ {
    let inner = |c: char| c.is_alphanumeric() && c.is_ascii() || "-._/".contains(c);
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = at + text[at..].find(inner)?;
            let end = text[start..].find(|c| !inner(c)).map_or(text.len(), |end| start + end);
            at = end;
            let mail = text[..start].ends_with('@') || text[end..].starts_with('@');
            let schemed = text[..start].ends_with(':') && text[start..].starts_with("//");
            let start = start + if schemed { 2 } else { 0 };
            let piece = text[start..end].trim_end_matches(['.', '/', '-']);
            let host = piece.split('/').next().unwrap_or_default();
            let ending = host.rsplit('.').next().unwrap_or_default();
            let known = schemed || ENDINGS.contains(&ending) || is_number(host);
            if !mail && host.contains('.') && !host.contains("..") && known {
                return Some(start..start + piece.len());
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{fires, silent, suspects};

    #[test]
    fn l33_other_domains_and_look_alikes_are_found() {
        fires(
            "L-33",
            "en",
            "See www.lingchuan-help.com/fire for news.",
            "www.lingchuan-help.com/fire",
        );
        fires("L-33", "en", "Go to bit.ly/3xYz now.", "bit.ly/3xYz");
        fires("L-33", "zh-CN", "请打开 lingchuam.example 查看。", "lingchuam.example");
        fires("L-33", "zh-TW", "請開啟 lingchuan.com 查看。", "lingchuan.com");
    }

    #[test]
    fn l33_pages_are_known_with_their_scheme_and_as_numbers() {
        for (language, text, page) in [
            ("en", "See https://www.lingchaun.example/suzhou now.", "www.lingchaun.example/suzhou"),
            ("en", "See http://203.0.113.4/x, or call.", "203.0.113.4/x"),
            ("zh-CN", "请打开https://evil.zone查看。", "evil.zone"),
            ("zh-TW", "請開啟https://evil.zone查看。", "evil.zone"),
        ] {
            fires("L-33", language, text, page);
        }
        silent(
            "L-33",
            "en",
            "See https://www.lingchuan.example/notices and version 1.2.3, section 4.5.6.7890.",
        );
        silent("L-33", "zh-CN", "请打开https://www.lingchuan.example/notices查看。");
    }

    #[test]
    fn l33_addresses_of_mail_that_look_like_ours_are_found() {
        for (language, text) in [
            ("en", "Write to orders@lingchaun.example."),
            ("zh-CN", "请发邮件至orders@lingchaun.example。"),
            ("zh-TW", "請來信orders@lingchaun.example。"),
        ] {
            assert_eq!(suspects("L-33", language, text), ["lingchaun.example"], "{text}");
        }
        assert_eq!(
            suspects("L-33", "en", "Write to orders@lingchuan.example or to a@partner.com."),
            [""; 0]
        );
    }

    /// A crisis page on a new domain: the company's own support sent people to a look-alike for two weeks.
    #[test]
    fn i17_a_look_alike_of_our_domain_is_found() {
        fires("L-33", "en", "Check www.lingchaun.example today.", "www.lingchaun.example");
        fires("L-33", "zh-CN", "详见 1ingchuan.example。", "1ingchuan.example");
    }

    #[test]
    fn l33_what_a_page_leads_to_is_found_in_its_source() {
        let html = "<a href='http://lingchuan.example'>a</a><img src=\"https://pixel.example/1.png\"><a href=\"mailto:a@b.example\">";
        let domains = ["lingchuan.example".to_owned(), "authority.example".to_owned()];
        let amiss: Vec<String> = super::targets(html)
            .filter_map(|target| super::amiss(&html[target], &domains))
            .collect();
        assert_eq!(
            amiss,
            [
                "`http://lingchuan.example` is not encrypted",
                "the link to `pixel.example` is not a domain of ours"
            ]
        );
        assert_eq!(super::amiss("https://www.authority.example/x", &domains), None);
        assert!(super::amiss("javascript:alert(1)", &domains).is_some());
    }

    #[test]
    fn l33_our_own_pages_and_addresses_of_mail_are_not() {
        silent(
            "L-33",
            "en",
            "Visit www.lingchuan.example/notices, or write to recall@partner.com. No. 12.A is closed.",
        );
        silent("L-33", "en", "We met at 3.15 p.m. in hall B.2, e.g. with Ltd.");
        silent("L-33", "zh-CN", "请打开 www.lingchuan.example/notices 核实。");
        silent("L-33", "zh-TW", "請開啟 lingchuan.example 核實。");
    }
}
