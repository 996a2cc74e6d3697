//! Playbooks as people write them: each rule with a case where it must not fire.

mod arbitrary;
mod built_in;
mod covello;
mod document;
mod merged;
mod mistake;
mod point;
mod talk;

use super::Playbook;
use crate::diagnostic::{Diagnostic, Report};
use crate::locale::Language;
use crate::workspace::Assets;

/// A playbook of two actions with one of everything.
pub(super) const SAMPLE: &str = r#"title.en = "Site work"
title.zh-CN = "现场服务"
bars = ["meal"]

[[action]]
id = "OWN-1"
slot = "first-call"
rules = ["S-43"]
name.en = "Call the site"
name.zh-CN = "致电现场"
audience = [{ partner = "strategic", role = ["A", "D"] }, { function = "operations" }]
except = { attitude = [-1] }
owner = "account-manager"
level_match = true
after = "start"
from = "1h"
by = "4h"
again = ["2d", "5d"]
channel = "phone"
exempt = false
objective.en = "They know what stops and what goes on."
objective.zh-CN = "让对方知道哪些停、哪些照常。"
points.en = [
  "What worries you most on your side?",
  "Your next update comes {{ crisis.next_update_at }}.",
]
points.zh-CN = [
  "您那边最担心什么？",
  "{{ crisis.next_update_at }}再向您通报。",
]
material.en = "List of open orders"
material.zh-CN = "未结订单清单"
gives = "protective-goods"
done_when.en = "Worry noted"
done_when.zh-CN = "已记下顾虑"
blocks = ["OWN-2"]

[[action]]
id = "OWN-2"
name.en = "Tell the guards"
name.zh-CN = "告知门岗"
group = "guards"
wave = 1
who.en = "Guards at the gate"
who.zh-CN = "门岗人员"
owner = "service"
after = "OWN-1"
from = "0h"
by = "1d"
channel = "briefing"
objective.en = "Nobody is sent away by mistake."
objective.zh-CN = "不误拦任何人。"
points.en = ["Let visitors of this list in."]
points.zh-CN = ["名单上的访客请放行。"]
done_when.en = "Told"
done_when.zh-CN = "已告知"
unless = "OWN-1"
"#;

pub(super) const LANGUAGES: [Language; 2] = [Language::En, Language::ZhCn];

pub(super) fn read(text: &str) -> Result<(Playbook, Report), Report> {
    Playbook::read("own.toml", text, None, &LANGUAGES)
}

/// Every finding of the sample with one part replaced.
pub(super) fn findings(from: &str, to: &str) -> Vec<Diagnostic> {
    assert!(SAMPLE.contains(from), "{from}");
    let report = match read(&SAMPLE.replacen(from, to, 1)) {
        Ok((_, report)) | Err(report) => report,
    };
    report.kept().to_vec()
}

/// The only finding after a replacement.
pub(super) fn finding(from: &str, to: &str) -> Diagnostic {
    let found = findings(from, to);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.into_iter().next().unwrap()
}

/// `line:column` of a finding, and the text that is marked.
pub(super) fn place(found: &Diagnostic) -> (String, String) {
    let place = found.place.as_ref().unwrap();
    let marked = place.span.clone().map_or("", |span| &place.text[span]);
    let at = format!("{}:{}", place.line.unwrap_or(0), place.column.unwrap_or(0));
    (at, marked.to_owned())
}

/// The built-in files with some of a company's own.
pub(super) fn assets(own: &[(&str, &str)]) -> Assets {
    use crate::world::MemoryWorld;
    let files = own.iter().map(|(name, text)| (format!("/w/templates/playbooks/{name}"), *text));
    let files: Vec<(String, &str)> = files.collect();
    let files = files.iter().map(|(path, text)| (path.as_str(), *text));
    let world = MemoryWorld::new(jiff::Timestamp::UNIX_EPOCH, files);
    let (root, crisis) = (std::path::Path::new("/w"), std::path::Path::new("/w/crises/c"));
    let (assets, report) = Assets::open(&world, root, crisis).unwrap();
    assert!(report.is_empty(), "{report:#?}");
    assets
}
