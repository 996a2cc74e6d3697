use crate::diagnostic::Span;
use crate::document::Wordings;
use serde::Serialize;

/// What it means for the reader (E-C, L-05): overall, for some kinds of partner, for one account.
#[derive(Debug, Clone, Default)]
pub struct Impact {
    /// For everybody whom no other text fits.
    pub overall: Option<Wordings>,
    /// In the order of the file: the first that fits counts.
    pub segments: Vec<Segment>,
    /// These go before the segments.
    pub accounts: Vec<AccountImpact>,
}

/// Which text of an impact a reader gets; small, and stable for one brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ImpactId(pub usize);

/// A text for partners of one kind; every selector that is given must fit.
#[derive(Debug, Clone)]
pub struct Segment {
    /// Strategic or general partners.
    pub partner: Option<Partner>,
    /// Contacts of this tier.
    pub tier: Option<Tier>,
    /// Accounts in this country: two capital letters.
    pub country: Option<String>,
    /// The text.
    pub text: Wordings,
    pub(super) at: Span,
    /// Whether a selector could not be read; such a segment fits nobody.
    pub(super) broken: bool,
}

/// A text for one account.
#[derive(Debug, Clone)]
pub struct AccountImpact {
    /// The id of the account; empty when it is still open.
    pub account: String,
    /// The text.
    pub text: Wordings,
    pub(super) account_at: Span,
}

/// Whether an account is a strategic or a general partner (S-25).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Partner {
    /// One of the 20 to 30 % that carry the business.
    Strategic,
    /// All others.
    General,
}

impl Partner {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Strategic, Self::General];

    /// As a brief and a roster write it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Strategic => "strategic",
            Self::General => "general",
        }
    }
}

/// A layer of the relation (S-11, S-59).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// The roof: company to company.
    Organization,
    /// The pillars: people at key nodes.
    Key,
    /// The foundation: everybody else.
    General,
}

impl Tier {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Organization, Self::Key, Self::General];

    /// As a brief and a roster write it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Key => "key",
            Self::General => "general",
        }
    }
}

impl Impact {
    /// The text for a reader: that of the account, else the first segment that fits, else the
    /// overall one. `partner` and `tiers` are spelled as in a roster.
    pub fn choose(
        &self,
        account_id: &str,
        partner: &str,
        tiers: &[&str],
        country: Option<&str>,
    ) -> Option<(ImpactId, &Wordings)> {
        let account = self.accounts.iter().position(|impact| impact.account == account_id);
        let id = account
            .map(|at| ImpactId(1 + self.segments.len() + at))
            .or_else(|| {
                let fits = |segment: &Segment| segment.fits(partner, tiers, country);
                self.segments.iter().position(fits).map(|at| ImpactId(1 + at))
            })
            .unwrap_or(ImpactId(0));
        Some((id, self.get(id)?))
    }

    /// The text of an id.
    pub fn get(&self, id: ImpactId) -> Option<&Wordings> {
        let Some(segment) = id.0.checked_sub(1) else {
            return self.overall.as_ref();
        };
        match segment.checked_sub(self.segments.len()) {
            None => self.segments.get(segment).map(|segment| &segment.text),
            Some(account) => self.accounts.get(account).map(|account| &account.text),
        }
    }

    /// For whom a text is, in a few words: `impact for strategic partners`, `impact for account a-03`.
    pub fn label(&self, id: ImpactId) -> String {
        let Some(segment) = id.0.checked_sub(1) else { return "overall impact".to_owned() };
        match self.segments.get(segment) {
            Some(segment) => segment.label(),
            None => self
                .accounts
                .get(segment - self.segments.len())
                .map(|impact| format!("impact for account {}", impact.account))
                .unwrap_or_default(),
        }
    }

    /// Every text, by id.
    pub fn iter(&self) -> impl Iterator<Item = (ImpactId, &Wordings)> {
        let last = self.segments.len() + self.accounts.len();
        (0..=last).filter_map(|at| Some((ImpactId(at), self.get(ImpactId(at))?)))
    }
}

impl Segment {
    fn label(&self) -> String {
        let mut words = Vec::new();
        words.extend(self.partner.map(|partner| format!("{} partners", partner.tag())));
        words.extend(self.tier.map(|tier| format!("{} tier", tier.tag())));
        words.extend(self.country.as_ref().map(|country| format!("in {country}")));
        format!("impact for {}", words.join(", "))
    }

    fn fits(&self, partner: &str, tiers: &[&str], country: Option<&str>) -> bool {
        !self.broken
            && self.partner.is_none_or(|wanted| wanted.tag() == partner)
            && self.tier.is_none_or(|wanted| tiers.contains(&wanted.tag()))
            && self.country.as_ref().is_none_or(|wanted| {
                country.is_some_and(|country| country.eq_ignore_ascii_case(wanted))
            })
    }

    /// How many things a reader must fit.
    pub(super) fn selectors(&self) -> usize {
        usize::from(self.partner.is_some())
            + usize::from(self.tier.is_some())
            + usize::from(self.country.is_some())
    }

    /// Whether everybody whom `other` fits is fitted by this one too.
    pub(super) fn covers(&self, other: &Self) -> bool {
        (self.partner.is_none() || self.partner == other.partner)
            && (self.tier.is_none() || self.tier == other.tier)
            && (self.country.is_none() || self.country == other.country)
    }
}
