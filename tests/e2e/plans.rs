//! The plan for the sample in each kind of crisis, as text that a person can read line by line.

use crate::golden::difference;
use crate::sandbox::{Sandbox, repository};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// A moment without its zone and its seconds.
fn minute(value: &Value, key: &str) -> String {
    text(value, key).get(..16).unwrap_or_default().replace('T', " ")
}

/// The rules behind something, each once.
fn rules(value: &Value) -> String {
    let mut seen = Vec::new();
    for why in value["why"].as_array().unwrap() {
        if !seen.contains(&text(why, "rule")) {
            seen.push(text(why, "rule"));
        }
    }
    seen.join(" ")
}

fn counts(reasons: impl Iterator<Item = String>, title: &str, out: &mut String) {
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    reasons.for_each(|reason| *counted.entry(reason).or_default() += 1);
    writeln!(out, "\n{title}: {}", counted.values().sum::<usize>()).unwrap();
    for (reason, count) in counted {
        writeln!(out, "{count:>4} {reason}").unwrap();
    }
}

/// One line for each wave and each check-in, in the zone of the brief.
fn brief_text(plan: &Value) -> String {
    let mut out = String::new();
    for wave in plan["waves"].as_array().unwrap() {
        let held = if wave["held"].is_null() {
            String::new()
        } else {
            format!(" held by {}", text(wave, "held"))
        };
        writeln!(
            out,
            "W{} {} to {}: {} letters, {} check-ins, {}{held} [{}]",
            wave["wave"],
            minute(wave, "start"),
            &minute(wave, "end"),
            wave["letters"],
            wave["check_ins"],
            text(wave, "channel"),
            rules(wave),
        )
        .unwrap();
    }
    let mut day = String::new();
    for check in plan["check_ins"].as_array().unwrap() {
        let start = minute(check, "start");
        if start[..10] != day {
            start[..10].clone_into(&mut day);
            writeln!(out, "\n{day}").unwrap();
        }
        let who = check["owner_id"].as_str().unwrap_or("nobody");
        let state = text(check, "state");
        writeln!(
            out,
            "{} {who:<6} {:<8} {} {}{} [{}]",
            &start[11..],
            text(check, "channel"),
            text(check, "whom_id"),
            text(check, "action"),
            if state == "open" { String::new() } else { format!(" {state}") },
            rules(check),
        )
        .unwrap();
    }
    let contacts = plan["contacts"].as_array().unwrap();
    let left_out = contacts.iter().filter(|contact| !contact["left_out"].is_null());
    counts(
        left_out.map(|contact| {
            let why = &contact["left_out"];
            format!("{} {}", text(why, "rule"), text(why, "reason").split(':').next().unwrap())
        }),
        "left out",
        &mut out,
    );
    let dropped = plan["dropped"].as_array().unwrap().iter();
    counts(
        dropped
            .map(|it| format!("{} {} {}", text(it, "action"), text(it, "rule"), text(it, "why"))),
        "dropped",
        &mut out,
    );
    let advice = plan["advice"].as_array().unwrap().iter();
    counts(
        advice.map(|it| format!("{} {}", text(it, "rule"), text(it, "words"))),
        "advice",
        &mut out,
    );
    out
}

/// The rules whose reason is only their number.
fn without_words(plan: &Value) -> BTreeSet<String> {
    let lists = ["waves", "check_ins"].map(|list| plan[list].as_array().unwrap().iter());
    let reasons = lists.into_iter().flatten().flat_map(|it| it["why"].as_array().unwrap());
    reasons
        .filter(|why| why["words"] == why["rule"] || text(why, "words").is_empty())
        .map(|why| text(why, "rule").to_owned())
        .collect()
}

#[test]
fn the_sample_has_a_plan_in_each_kind() {
    let mut differences = Vec::new();
    let mut wordless = BTreeSet::new();
    let mut kinds: Vec<String> = fs::read_dir(repository("templates/briefs/examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    kinds.sort();
    assert_eq!(kinds.len(), 11);
    for kind in kinds {
        let sandbox = Sandbox::new();
        // The sample's own brief is the one that its reader meets first.
        let own = ["demo", "w", "--quiet"];
        let other = ["demo", "w", "--quiet", "--kind", kind.as_str()];
        let args = if kind == "supply-disruption" { &own[..] } else { &other[..] };
        sandbox.run(args).assert_done();
        let json = sandbox.run_in("w", &["plan", "--no-files", "--format", "json"]).json();
        let text = brief_text(&json["plan"]);
        wordless.extend(without_words(&json["plan"]));
        differences.extend(difference(&format!("plans/{kind}.txt"), &text));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
    assert!(wordless.is_empty(), "rules without a sentence: {wordless:?}");
}
