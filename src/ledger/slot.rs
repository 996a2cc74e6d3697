//! The place of one letter in the ledger, and the steps that facts make it take.

use super::store::{Pen, Trouble};
use super::{DeliveryState, Fact};

/// Where one letter stands: what the table of letters holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Its state.
    pub state: DeliveryState,
    /// How often it was claimed.
    pub attempts: u16,
    /// The run that claimed it last; 0 when none did.
    pub run: u32,
}

impl Slot {
    /// A letter of which no fact speaks.
    pub(super) const NEW: Self = Self { state: DeliveryState::Queued, attempts: 0, run: 0 };
}

/// Why a letter takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// A run claims it.
    Claimed,
    /// It came to something in a run.
    HandedOver,
    /// Somebody found out.
    Settled,
    /// Somebody wants it to go again.
    Requeued,
    /// Somebody sent it by another way.
    ByHand,
}

/// A step of one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step<'f> {
    pub(super) revision: u32,
    pub(super) contact: &'f str,
    pub(super) cause: Cause,
    pub(super) to: DeliveryState,
    /// The run whose doing it is; 0 when it is a person's.
    pub(super) run: u32,
}

/// A step that no letter may take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the letter to {contact} (revision {revision}) is {from} and cannot become {to}")]
pub struct Illegal {
    /// Of which revision.
    pub revision: u32,
    /// To whom.
    pub contact: String,
    /// Where it stands.
    pub from: DeliveryState,
    /// Where it was to go.
    pub to: DeliveryState,
}

impl Step<'_> {
    /// Where the letter stands after this step.
    pub(super) fn from(&self, slot: Slot) -> Result<Slot, Illegal> {
        use DeliveryState::{Accepted, Deferred, Queued, Refused, Sending, Unknown};
        let (from, to) = (slot.state, self.to);
        let fits = match self.cause {
            Cause::Claimed => to == Sending,
            // Only the run that claimed it can know what came of it.
            Cause::HandedOver => from == Sending && slot.run == self.run,
            Cause::Settled => from == Unknown && matches!(to, Accepted | Queued),
            Cause::Requeued => matches!(from, Refused | Deferred) && to == Queued,
            Cause::ByHand => to == Accepted && from != Sending,
        };
        if !fits || !from.may_become(to) {
            let contact = self.contact.to_owned();
            return Err(Illegal { revision: self.revision, contact, from, to });
        }
        Ok(match self.cause {
            Cause::Claimed => {
                Slot { state: to, attempts: slot.attempts.saturating_add(1), run: self.run }
            }
            _ => Slot { state: to, ..slot },
        })
    }
}

impl Fact {
    /// Makes all letters take their steps, or says which one may not.
    pub(super) fn take_steps(&self, pen: &mut dyn Pen) -> Result<(), Trouble> {
        self.each_step(|step| {
            let before = pen.slot(step.revision, step.contact)?;
            let slot = step
                .from(before.unwrap_or(Slot::NEW))
                .map_err(|illegal| Trouble::Illegal(0, illegal))?;
            pen.put(step.revision, step.contact, before, slot)
        })
    }

    /// Meets every step that this fact makes letters take, in order.
    pub(super) fn each_step<E>(
        &self,
        mut meet: impl FnMut(Step<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        use DeliveryState::{Accepted, Queued, Sending};
        match self {
            Self::Sending(fact) => fact.contacts.iter().try_for_each(|contact| {
                let (revision, run) = (fact.revision, fact.run);
                meet(Step { revision, contact, cause: Cause::Claimed, to: Sending, run })
            }),
            Self::HandedOver(fact) => fact.letters.iter().try_for_each(|letter| {
                let (revision, run) = (fact.revision, fact.run);
                let (contact, to) = (letter.contact.as_str(), letter.state);
                meet(Step { revision, contact, cause: Cause::HandedOver, to, run })
            }),
            Self::Settled(fact) => meet(Step {
                revision: fact.revision,
                contact: &fact.contact,
                cause: Cause::Settled,
                to: if fact.arrived { Accepted } else { Queued },
                run: 0,
            }),
            Self::Requeued(fact) => fact.contacts.iter().try_for_each(|contact| {
                let revision = fact.revision;
                meet(Step { revision, contact, cause: Cause::Requeued, to: Queued, run: 0 })
            }),
            Self::SentByHand(fact) => meet(Step {
                revision: fact.revision,
                contact: &fact.contact,
                cause: Cause::ByHand,
                to: Accepted,
                run: 0,
            }),
            _ => Ok(()),
        }
    }
}
