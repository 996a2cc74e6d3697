use super::{Diagnostic, Severity};

/// Findings in the order they were met, with a ceiling on how many are kept.
///
/// A roster of a million rows with one mistake a row must not fill the memory: beyond the ceiling
/// only the counts go on.
#[derive(Debug, Clone, Default)]
pub struct Report {
    kept: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
    infos: usize,
}

impl Report {
    /// How many findings are kept word for word.
    pub const CEILING: usize = 1000;

    /// An empty report.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        match diagnostic.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.infos += 1,
        }
        if self.kept.len() < Self::CEILING {
            self.kept.push(diagnostic);
        }
    }

    /// Adds all findings of another report behind these.
    pub fn append(&mut self, other: Self) {
        let room = Self::CEILING.saturating_sub(self.kept.len());
        self.kept.extend(other.kept.into_iter().take(room));
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
    }

    /// Takes those findings out that were kept and are not wanted.
    pub fn retain(&mut self, wanted: impl Fn(&Diagnostic) -> bool) {
        for finding in std::mem::take(&mut self.kept) {
            if wanted(&finding) {
                self.kept.push(finding);
                continue;
            }
            match finding.severity {
                Severity::Error => self.errors -= 1,
                Severity::Warning => self.warnings -= 1,
                Severity::Info => self.infos -= 1,
            }
        }
    }

    /// The findings that were kept.
    pub fn kept(&self) -> &[Diagnostic] {
        &self.kept
    }

    /// How many errors there were, kept or not.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// How many warnings there were, kept or not.
    pub fn warnings(&self) -> usize {
        self.warnings
    }

    /// How many findings there were beyond those kept.
    pub fn beyond(&self) -> usize {
        self.errors + self.warnings + self.infos - self.kept.len()
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.errors + self.warnings + self.infos == 0
    }
}

impl Extend<Diagnostic> for Report {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, iter: I) {
        for diagnostic in iter {
            self.push(diagnostic);
        }
    }
}

impl From<Diagnostic> for Report {
    fn from(diagnostic: Diagnostic) -> Self {
        let mut report = Self::new();
        report.push(diagnostic);
        report
    }
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Report};

    #[test]
    fn beyond_the_ceiling_only_counts_go_on() {
        let mut report = Report::new();
        report.extend((0..Report::CEILING + 7).map(|n| Diagnostic::error(format!("no. {n}"))));
        assert_eq!(report.kept().len(), Report::CEILING);
        assert_eq!((report.errors(), report.beyond()), (Report::CEILING + 7, 7));
    }
}
