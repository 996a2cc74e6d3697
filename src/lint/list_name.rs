/// A word list, by the name of its table in `locales/<language>.words.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum ListName {
    /// Shows that we feel with the reader (L-11).
    Empathy,
    /// Takes responsibility in the first person (L-12).
    Responsibility,
    /// Offers to make good (L-12).
    Repair,
    /// Titles of those who lead (L-04).
    Leader,
    /// Does something or promises it (L-03, L-06).
    Measure,
    /// Says when, or who, without saying it (L-07).
    Vague,
    /// Orders a feeling, or reassures with a hedge (L-21).
    Calm,
    /// Worn phrases (L-22).
    Cliche,
    /// Sells (L-23).
    Sales,
    /// What fraud sounds like (L-24).
    Fraud,
    /// Bank details above all (L-24).
    Bank,
    /// Apologises without apologising (L-25).
    NonApology,
    /// Blames somebody else, or guesses (L-26).
    Blame,
    /// Promises without limit (L-27).
    Absolute,
    /// Makes harm small (L-28).
    Minimising,
    /// What harm is called (L-28).
    Harm,
    /// Praises ourselves (L-20).
    Praise,
    /// A note in a name (L-16).
    Note,
    /// Left over from a test or a draft (L-17).
    Residue,
    /// Admits without saying who (L-25).
    PassiveAdmission,
    /// Is sorry (L-12).
    Regret,
    /// Reassures, and is worth something beside a number only (L-21).
    Assurance,
    /// Asks for forbearance, and is worth something beside an admission only (L-25).
    HalfApology,
    /// Says no to what follows in the clause.
    Negation,
    /// Says of a message that it is not ours (L-24).
    Disowning,
    /// Names what held before (L-24).
    Former,
    /// Announces the number of an account (L-24).
    Account,
    /// What a culprit did, beside his name (L-26).
    Fault,
    /// Marks the name of a company (L-26).
    Company,
    /// Names ourselves as those who did it (L-25).
    ByUs,
    /// Speaks to the reader (L-05).
    Reader,
    /// Speaks of ourselves.
    Ourselves,
    /// A group of people rather than one of them (L-04).
    Group,
    /// Asks not to be answered (L-08).
    NoReply,
    /// Speaks of what is to come, or asks for it (L-18).
    Ahead,
    /// Addresses too familiarly (L-30).
    Familiar,
    /// Too familiar in the first line (L-30).
    FirstLine,
    /// Tells how to check that a letter is real (L-36).
    Verify,
    /// A page or a number that the reader knows (L-36).
    Official,
    /// Asks for a click (L-36).
    Click,
}

impl ListName {
    /// All lists with the names of their tables.
    pub(super) const ALL: [(&'static str, Self); 40] = [
        ("empathy", Self::Empathy),
        ("responsibility", Self::Responsibility),
        ("repair", Self::Repair),
        ("leader", Self::Leader),
        ("measure", Self::Measure),
        ("vague", Self::Vague),
        ("calm", Self::Calm),
        ("cliche", Self::Cliche),
        ("sales", Self::Sales),
        ("fraud", Self::Fraud),
        ("bank", Self::Bank),
        ("non-apology", Self::NonApology),
        ("blame", Self::Blame),
        ("absolute", Self::Absolute),
        ("minimising", Self::Minimising),
        ("harm", Self::Harm),
        ("praise", Self::Praise),
        ("note", Self::Note),
        ("residue", Self::Residue),
        ("passive-admission", Self::PassiveAdmission),
        ("regret", Self::Regret),
        ("assurance", Self::Assurance),
        ("half-apology", Self::HalfApology),
        ("negation", Self::Negation),
        ("disowning", Self::Disowning),
        ("former", Self::Former),
        ("account", Self::Account),
        ("fault", Self::Fault),
        ("company", Self::Company),
        ("by-us", Self::ByUs),
        ("reader", Self::Reader),
        ("ourselves", Self::Ourselves),
        ("group", Self::Group),
        ("no-reply", Self::NoReply),
        ("ahead", Self::Ahead),
        ("familiar", Self::Familiar),
        ("first-line", Self::FirstLine),
        ("verify", Self::Verify),
        ("official", Self::Official),
        ("click", Self::Click),
    ];

    /// The names of all tables, for messages and for checking keys.
    pub(super) fn names() -> Vec<&'static str> {
        Self::ALL.iter().map(|(name, _)| *name).collect()
    }
}
