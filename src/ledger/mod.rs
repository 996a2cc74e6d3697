//! What happened: facts that are only ever added, and what they come to.
//!
//! *In*: facts about contacts and groups, approvals and letters. *Out*: the facts in their order, and
//! what is folded from them: one [`Standing`] per contact, the [`Approvals`], the [`Deliveries`].
//! *Never*: edits or deletes a fact; lets a letter take a step that is not in [`DeliveryState`]; knows
//! who is in the roster or what a plan says. `SQLite` opens its own file (`sqlite`), and `hold` locks
//! one beside it; all else goes through `world`. *Start reading* at [`Fact`] and [`Ledger`]; then
//! `chain` (what binds one row to the next), `slot` (the steps of a letter), `run`
//! (how many connections share one sync), `store` (the door that another kind of store would use) and `sqlite`.

mod approvals;
mod chain;
mod deliveries;
mod delivery_state;
mod fact;
mod finding;
mod hold;
mod memory;
mod opening;
mod run;
mod running;
mod slot;
mod sqlite;
mod standing;
mod store;
#[cfg(test)]
mod tests;
mod verify;

pub use approvals::{Approvals, Endorsement, Given};
pub use chain::{Break, Entry, Flaw, Head, Row};
pub use deliveries::{Deliveries, Delivery};
pub use delivery_state::DeliveryState;
pub use fact::{
    Approved, Began, BrokeGlass, Drilled, Ended, Fact, Frozen, Handed, HandedOver, Outcome,
    Requeued, Returned, Seeded, Sending, SentByHand, Settled, Signature, Suppressed, TakenOver,
    Touch, Unsuppressed, Withdrawn,
};
pub use hold::Holder;
pub use memory::MemoryStore;
pub use opening::{Ledger, Record};
pub use run::{Claim, Recorder, Ticket};
pub use slot::{Illegal, Slot};
pub use standing::{Standing, Standings};
pub use store::{Pen, Store, Trouble};
pub use verify::Verified;
