use super::page::Page;
use super::rule::Rule;
use super::rules::RULES;
use crate::diagnostic::Severity;
use std::fmt::Write;

const HEAD: &str = "\
# The rules for letters

`hearten lint` reads every letter over by these rules, and so do `check`, `preview` and `approve`. Each is explained at the command line
too: `hearten lint --explain L-21`.

An **error** blocks approving and sending. A **warning** is acknowledged by an approver, by name; the approval keeps which. An
**information** blocks nothing. A company sets the weight of a rule in `hearten.toml`, or switches it off:

```toml
[lint]
L-13 = \"info\"
L-22 = \"off\"
```

Rules marked *locked* can be neither lowered nor switched off: what they find could never be taken back.

Three keys say what is meant and no mistake:

```toml
[lint]
may_name = [\"Port Authority of Wuxi\"]   # whom letters to others may name (L-31)
domains = [\"port.example\"]              # where letters may lead besides our own domain (L-33)
generic_salutations = 25                # percent of letters that may greet nobody by name (L-16); 10 otherwise
```

This page is made from the program's own pages of its rules; a test holds the two against each other.

";

/// All rules with their pages, as one document in Markdown.
pub fn handbook() -> String {
    let mut out = HEAD.to_owned();
    out.push_str("| Rule | | Weight |\n|---|---|---|\n");
    let rules = RULES.iter().filter_map(|rule| Some((rule, Page::of(rule.id)?)));
    let rules: Vec<(&Rule, Page)> = rules.collect();
    for (rule, page) in &rules {
        let _ = writeln!(out, "| {} | {} | {} |", rule.id, page.name, weight(rule));
    }
    for (rule, page) in &rules {
        write(rule, page, &mut out);
    }
    out
}

fn weight(rule: &Rule) -> String {
    let word = match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "information",
    };
    if rule.locked { format!("{word}, locked") } else { word.to_owned() }
}

fn write(rule: &Rule, page: &Page, out: &mut String) {
    let _ = writeln!(out, "\n## {}: {}\n", rule.id, page.name);
    let _ = writeln!(out, "{} {}\n", page.what, page.why);
    let _ = writeln!(out, "- Weight: {}", weight(rule));
    let _ = writeln!(out, "- Source: {}", page.source);
    let _ = writeln!(out, "- What to do: {}\n", page.mend);
    out.push_str("| | Not so | Rather so |\n|---|---|---|\n");
    for (language, example) in &page.examples {
        let _ = writeln!(out, "| {language} | {} | {} |", cell(&example.bad), cell(&example.good));
    }
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.trim().replace('|', "\\|").replace('<', "&lt;").replace('\n', "<br>")
}
