//! Findings as SARIF 2.1.0 (OASIS standard), which editors and review tools read.

use crate::cli::linting;
use crate::diagnostic::{Place, Severity};
use crate::lint::{Finding, Page, RULES};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The whole document, with a line end.
pub(super) fn document(found: &[Finding]) -> String {
    let indexes: BTreeMap<&str, usize> =
        RULES.iter().enumerate().map(|(at, rule)| (rule.id, at)).collect();
    let results: Vec<Value> = found.iter().map(|finding| result(finding, &indexes)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "hearten",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rules() -> Vec<Value> {
    let described = RULES.iter().map(|rule| {
        let page = Page::of(rule.id);
        let text =
            |field: fn(&Page) -> &String| page.as_ref().map(field).cloned().unwrap_or_default();
        json!({
            "id": rule.id,
            "shortDescription": { "text": text(|page| &page.name) },
            "fullDescription": { "text": text(|page| &page.what) },
            "help": { "text": format!("{}\n{}", text(|page| &page.why), text(|page| &page.mend)) },
            "defaultConfiguration": { "level": level(rule.severity) },
        })
    });
    described.collect()
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(finding: &Finding, indexes: &BTreeMap<&str, usize>) -> Value {
    let mut message = format!("{}. {}", finding.title, finding.why);
    let readers = linting::readers(finding);
    if !readers.is_empty() {
        message = format!("{message} {readers}");
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": indexes.get(finding.rule),
        "level": level(finding.severity),
        "message": { "text": message },
        "properties": { "letters": finding.letters, "contacts": finding.contacts },
    });
    // What no file holds is told by the letter it stands in; there is no place to open.
    let location = match (&finding.place, &finding.quote) {
        (Some(place), _) => Some(physical(place)),
        (None, Some(quote)) => Some(json!({
            "logicalLocations": [{ "name": quote.part.map_or("subject", |part| part.name()), "kind": "element" }],
            "message": { "text": quote.text },
        })),
        (None, None) => None,
    };
    if let Some(location) = location {
        result["locations"] = json!([location]);
    }
    result
}

/// Line and columns, from 1, in characters; the end column stands behind the last one.
fn physical(place: &Place) -> Value {
    let file = place.file.trim_end_matches(" (built in)");
    let mut region = json!({});
    if let (Some(line), Some(column)) = (place.line, place.column) {
        let length = place
            .span
            .as_ref()
            .and_then(|span| place.text.get(span.clone()))
            .map_or(0, |text| text.chars().count());
        region = json!({ "startLine": line, "startColumn": column, "endLine": line, "endColumn": column + length });
    }
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(file) }, "region": region } })
}

/// A relative path as a URI reference (RFC 3986).
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => {
                use std::fmt::Write;
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
