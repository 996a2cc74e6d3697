use crate::diagnostic::{Severity, Span};
use crate::lint::case::Case;
use crate::lint::mark::{Mark, Marks};
use crate::lint::rule::Rule;

/// Where links and addresses of pages lead (E-22, I-17, G-13).
pub(super) const RULE: Rule = Rule::new("L-33", Severity::Error).on_wording(check);

/// Services that hide where a link leads.
const SHORTENERS: [&str; 9] =
    ["bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "is.gd", "buff.ly", "t.cn", "url.cn"];

/// Endings by which a name in running text is known for one of a page.
const ENDINGS: [&str; 24] = [
    "com", "org", "net", "example", "cn", "tw", "hk", "jp", "de", "eu", "uk", "fr", "io", "co",
    "info", "biz", "me", "ly", "gl", "cc", "top", "xyz", "site", "online",
];

fn check(case: &Case<'_>, marks: &mut Marks) {
    let own = case.config.organisation.domain.to_lowercase();
    for (spot, words) in case.everything() {
        for target in &words.links {
            if let Some(host) = host(target) {
                if let Some(why) = objection(&host, &own) {
                    marks.add(Mark::new(spot.clone(), format!("the link to `{host}` {why}")));
                }
                if let Some(shown) =
                    pages(&words.text).map(|span| words.text[span].to_lowercase()).next()
                    && shown.split('/').next() != Some(host.as_str())
                {
                    marks.add(Mark::new(
                        spot.clone(),
                        format!("the letter shows `{shown}`, and the link leads to `{host}`"),
                    ));
                }
            }
        }
        for span in pages(&words.text) {
            let shown = words.text[span.clone()].to_lowercase();
            let host = shown.split('/').next().unwrap_or_default();
            if let Some(why) = objection(host, &own) {
                marks.add(Mark::new(spot.clone().narrowed(span), format!("`{host}` {why}")));
            }
        }
    }
}

/// The host of a link to a page.
fn host(target: &str) -> Option<String> {
    let rest = target.strip_prefix("https://").or_else(|| target.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    Some(host.to_lowercase())
}

/// What is wrong with a host, if anything.
fn objection(host: &str, own: &str) -> Option<&'static str> {
    if host == own || host.strip_suffix(own).is_some_and(|rest| rest.ends_with('.')) {
        return None;
    }
    if SHORTENERS.contains(&host) {
        return Some("hides where it leads");
    }
    if host.split('.').all(|part| part.parse::<u8>().is_ok()) {
        return Some("is a number, as fraud uses it");
    }
    let bare = |name: &str| name.trim_start_matches("www.").to_owned();
    if !host.is_ascii()
        || host.contains("xn--")
        || strsim::levenshtein(&bare(host), &bare(own)) <= 2
    {
        return Some("looks like our own domain, and is not");
    }
    Some("is not a domain of ours")
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
            let piece = text[start..end].trim_end_matches(['.', '/', '-']);
            let host = piece.split('/').next().unwrap_or_default();
            let ending = host.rsplit('.').next().unwrap_or_default();
            if !mail && host.contains('.') && !host.contains("..") && ENDINGS.contains(&ending) {
                return Some(start..start + piece.len());
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{fires, silent};

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

    /// A crisis page on a new domain: the company's own support sent people to a look-alike for two weeks.
    #[test]
    fn i17_a_look_alike_of_our_domain_is_found() {
        fires("L-33", "en", "Check www.lingchaun.example today.", "www.lingchaun.example");
        fires("L-33", "zh-CN", "详见 1ingchuan.example。", "1ingchuan.example");
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
