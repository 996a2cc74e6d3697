use crate::diagnostic::Count;
use crate::locale::Language;
use crate::relations::{Band, Concentration, Outline, Portfolio};
use comfy_table::{Table, presets};

/// How many accounts are shown unless all are asked for.
const SHOWN: usize = 40;
/// How many of our people are named.
const NAMED: usize = 5;

/// The table of accounts, and what holds over all of them.
pub(super) fn screen(portfolio: &Portfolio, outlines: &[Outline<'_>], all: bool) -> String {
    let shown = if all { outlines.len() } else { outlines.len().min(SHOWN) };
    let mut parts = vec![table(&outlines[..shown])];
    if shown < outlines.len() {
        parts.push(format!(
            "The first {shown} of {}. See the others with `hearten relations --all`.",
            Count(outlines.len(), "account")
        ));
    }
    parts.push(format!("{}\n{}", share(portfolio), single_points(portfolio)));
    if !portfolio.concentration.is_empty() {
        parts.push(format!("Accounts by owner (S-17)\n{}", owners(&portfolio.concentration)));
    }
    parts.join("\n\n")
}

fn table(outlines: &[Outline<'_>]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header([
        "id",
        "account",
        "partner",
        "people",
        "points",
        "lead",
        "+/-",
        "nobody as",
        "overdue",
        "weakest point",
    ]);
    for outline in outlines {
        let score = &outline.score;
        table.add_row([
            outline.account.id.to_string(),
            outline.account.name_in(Language::En).to_owned(),
            outline.account.partner.to_string(),
            outline.people.to_string(),
            score.points.to_string(),
            // Where nothing is known of the competitor there is no lead, which is not 0.
            score.lead.map(signed).unwrap_or_default(),
            format!("{}/{}", score.friends, score.enemies),
            outline.coverage.missing().join(", "),
            if outline.freshness.overdue == 0 {
                String::new()
            } else {
                outline.freshness.overdue.to_string()
            },
            outline.weakest.as_ref().map(|weakest| weakest.what.clone()).unwrap_or_default(),
        ]);
    }
    table.trim_fmt()
}

/// A number with its sign: `+3`, `0`, `-2`.
pub(super) fn signed(number: i64) -> String {
    if number > 0 { format!("+{number}") } else { number.to_string() }
}

fn share(portfolio: &Portfolio) -> String {
    let of = Count(portfolio.accounts, "account");
    let Some(percent) = portfolio.share_percent else { return "There are no accounts.".to_owned() };
    let band = match portfolio.band {
        Band::Below => "below the 20 to 30 % that can get the best of everything (S-25)",
        Band::Within => "within 20 to 30 % (S-25)",
        Band::Above => "above the 20 to 30 % that can get the best of everything (S-25)",
        Band::TooFew => "with so few accounts a share says nothing (Q-03)",
    };
    format!("Strategic partners   {} of {of}, {percent} %: {band}.", portfolio.strategic)
}

fn single_points(portfolio: &Portfolio) -> String {
    let of = |count: usize, what: &str| format!("{} {what}", Count(count, "account"));
    let mut more = Vec::new();
    if portfolio.without_sponsor > 0 {
        let count = Count(portfolio.without_sponsor, "strategic account");
        more.push(format!("{count} without an executive of ours (S-15)"));
    }
    if portfolio.owner_left > 0 {
        more.push(of(portfolio.owner_left, "with an owner who has left (S-17)"));
    }
    let more = if more.is_empty() {
        String::new()
    } else {
        format!("\nBeside these         {}.", more.join(", "))
    };
    format!(
        "Single points        {}: {}, {} (S-17).{more}",
        portfolio.single_points(),
        of(portfolio.one_supporter, "with one supporter"),
        of(portfolio.one_owner, "with one owner and nobody to stand in"),
    )
}

fn owners(concentration: &[Concentration]) -> String {
    let mut lines: Vec<String> = concentration.iter().take(NAMED).map(owner).collect();
    if concentration.len() > NAMED {
        lines.push(format!("  and {} more of ours", concentration.len() - NAMED));
    }
    lines.join("\n")
}

fn owner(it: &Concentration) -> String {
    let burden = it.burden;
    let too_many = if it.too_many { " (more than one person can carry)" } else { "" };
    format!(
        "  {}: {}, {} strategic{too_many}; the only owner of {}",
        it.owner,
        Count(burden.accounts, "account"),
        burden.strategic,
        burden.alone
    )
}
