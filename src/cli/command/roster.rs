use super::Request;
use crate::cli::Done;
use crate::cli::args::RosterArguments;
use crate::cli::desk::Desk;
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::diagnostic::{Count, Diagnostic, nearest};
use crate::locale::Language;
use crate::roster::{Account, Contact, Partner, Roster, Tier};
use comfy_table::Table;
use comfy_table::presets;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

#[derive(Serialize)]
struct RosterDocument<'a> {
    ok: bool,
    counts: &'a Counts,
    accounts: &'a [&'a Account],
    /// How many of the contacts are listed here.
    listed: usize,
    contacts: &'a [Contact],
    findings: &'a [Diagnostic],
}

/// How many there are of what.
#[derive(Debug, Default, Serialize)]
struct Counts {
    accounts: usize,
    strategic_accounts: usize,
    contacts: usize,
    by_partner: BTreeMap<&'static str, usize>,
    by_tier: BTreeMap<&'static str, usize>,
    by_language: BTreeMap<&'static str, usize>,
}

/// How many people are listed; beyond that the counts go on, and `--account` narrows the list.
const LISTED: usize = 2000;

/// Shows who is in the roster.
pub(crate) fn roster(request: &Request<'_>, own: &RosterArguments) -> Done {
    let (desk, mut report) = Desk::lay_roster(request)?;
    let Some(roster) = &desk.roster else { return Err(report.into()) };
    let accounts = accounts(roster, own)?;
    let mut counts = Counts::of(&accounts);
    let mut listed: Vec<Contact> = Vec::new();
    let mut progress = request.ui.progress("contacts");
    let most = if own.counts { 0 } else { LISTED };
    let read = roster.each_batch(
        |batch| batch,
        |batch| {
            for row in batch.rows {
                report.extend(row.findings);
                let Some(contact) = row.contact else { continue };
                let wanted = own.account.as_deref().is_none_or(|id| contact.account.as_str() == id);
                if wanted {
                    counts.add(&contact, roster);
                    if listed.len() < most {
                        listed.push(contact);
                    }
                }
            }
            progress.at(counts.contacts);
        },
    );
    drop(progress);
    if let Err(broken) = read {
        report.append(broken);
    }
    let ui = request.ui;
    ui.document(&RosterDocument {
        ok: !report.has_errors(),
        accounts: if own.counts { &[] } else { &accounts },
        contacts: &listed,
        listed: listed.len(),
        counts: &counts,
        findings: report.kept(),
    })?;
    if !own.counts {
        ui.say(&people(&listed, roster))?;
        if counts.contacts > listed.len() {
            ui.say(&format!(
                "The first {} of {}. Narrow the list with `--account ID`.",
                listed.len(),
                Count(counts.contacts, "contact")
            ))?;
        }
    }
    ui.say(&counts.to_string())?;
    ui.findings(&report, MOST_SHOWN)?;
    Ok(Outcome::of(&report))
}

fn accounts<'r>(roster: &'r Roster, own: &RosterArguments) -> Result<Vec<&'r Account>, Diagnostic> {
    let accounts = &roster.directory().accounts;
    let Some(id) = &own.account else { return Ok(accounts.iter().collect()) };
    match accounts.get(id) {
        Some(account) => Ok(vec![account]),
        None => {
            let known = accounts.iter().map(|account| account.id.as_str());
            let hint = match nearest(id, known) {
                Some(near) => format!("type `hearten roster --account {near}`"),
                None => "see the accounts with `hearten roster`".to_owned(),
            };
            Err(Diagnostic::error(format!("there is no account `{id}` in the roster")).hint(hint))
        }
    }
}

impl Counts {
    fn of(accounts: &[&Account]) -> Self {
        let strategic = accounts.iter().filter(|account| account.partner == Partner::Strategic);
        Self { accounts: accounts.len(), strategic_accounts: strategic.count(), ..Self::default() }
    }

    fn add(&mut self, contact: &Contact, roster: &Roster) {
        self.contacts += 1;
        if let Some(account) = roster.directory().accounts.get(contact.account.as_str()) {
            *self.by_partner.entry(account.partner.name()).or_default() += 1;
        }
        for tier in contact.tiers.iter() {
            *self.by_tier.entry(tier.name()).or_default() += 1;
        }
        *self.by_language.entry(contact.language.tag()).or_default() += 1;
    }
}

impl Display for Counts {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let list = |by: &BTreeMap<&str, usize>| {
            by.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(" · ")
        };
        writeln!(
            f,
            "{} in {}, of which {} strategic.",
            Count(self.contacts, "contact"),
            Count(self.accounts, "account"),
            self.strategic_accounts
        )?;
        writeln!(f, "Partner    {}", list(&self.by_partner))?;
        writeln!(f, "Tier       {}   (a person can be in more than one)", list(&self.by_tier))?;
        write!(f, "Language   {}", list(&self.by_language))
    }
}

fn people(contacts: &[Contact], roster: &Roster) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header([
        "id", "name", "account", "partner", "tier", "role", "attitude", "language", "owner",
    ]);
    for contact in contacts {
        let account = roster.directory().accounts.get(contact.account.as_str());
        let tiers: Vec<&str> = contact.tiers.iter().map(Tier::name).collect();
        let owner = contact.owner.as_ref().and_then(|id| roster.directory().team.get(id.as_str()));
        table.add_row([
            contact.id.to_string(),
            contact.name.to_string(),
            account.map(|account| account.name_in(contact.language).to_owned()).unwrap_or_default(),
            account.map(|account| account.partner.to_string()).unwrap_or_default(),
            tiers.join(" "),
            contact.role.map(|role| role.to_string()).unwrap_or_default(),
            // Unknown is not neutral: it shows as empty, 0 as 0.
            contact.attitude.map(|attitude| attitude.to_string()).unwrap_or_default(),
            contact.language.to_string(),
            owner.map(|owner| owner.name_in(Language::En).to_owned()).unwrap_or_default(),
        ]);
    }
    table.trim_fmt()
}
