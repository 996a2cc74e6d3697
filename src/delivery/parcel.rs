use super::smtp::AsMail;
use crate::ledger::Ticket;
use crate::proof::frozen::Line;
use jiff::Timestamp;
use std::cell::RefCell;

/// One letter on its way: the frozen message with what is put in front of it at the moment it leaves.
#[derive(Debug)]
pub(super) struct Parcel<'r> {
    pub(super) line: Line,
    pub(super) sender: &'r str,
    /// `Date`, and the signature over all where there is one.
    pub(super) head: Vec<u8>,
    pub(super) message: Vec<u8>,
    /// The `Date` header's value.
    pub(super) date: String,
    /// How often it was tried before.
    pub(super) attempts: u16,
    /// Whether the ledger lets it leave.
    pub(super) right: RefCell<Right>,
}

/// Whether a letter may leave.
#[derive(Debug)]
pub(super) enum Right {
    /// It was not asked for yet.
    Unasked,
    /// It was asked for; the disk is at work.
    Asked(Ticket),
    /// The claim is durable.
    Granted,
    /// The ledger says no, or cannot be written.
    Denied,
}

impl AsMail for Parcel<'_> {
    fn sender(&self) -> &str {
        self.sender
    }

    fn recipient(&self) -> &str {
        &self.line.to
    }

    fn head(&self) -> &[u8] {
        &self.head
    }

    fn message(&self) -> &[u8] {
        &self.message
    }
}

/// The `Date` header of a letter that leaves at `at` (RFC 5322 3.3), in UTC.
pub(super) fn date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn e18_the_date_is_written_as_rfc_5322_wants_it() {
        let at = "2026-11-20T01:02:03.9Z".parse().unwrap();
        assert_eq!(date(at), "Fri, 20 Nov 2026 01:02:03 +0000");
    }
}
