//! Accounts, contacts and team: reads and checks them.
//!
//! *In*: [`Sources`], three tables of text or one workbook, and what may lie [`Beside`] them:
//! resources, key events, holidays; in whatever encoding and with whatever separator the world
//! wrote them. *Out*: a [`Directory`] of the small tables, [`Holidays`], and a stream of [`Contact`]s
//! with everything that is wrong with each row, as values.
//! *Never*: opens a file by itself, guesses a missing value, repairs one (but for the blanks around
//! it), or holds all contacts at once; knows nothing of letters, waves or mail.
//! *Start reading* at [`Roster`]; then `table` (what a file is), `splitter` (where rows end),
//! `row_check` and `contact_reader` (what a row says).

mod account;
mod address;
mod character;
mod column;
mod contact;
mod contact_reader;
mod country;
mod date;
mod dense;
mod directory;
mod encoding;
mod flaw;
mod header;
mod holiday;
mod holiday_reader;
mod id;
mod key_event;
mod kind;
mod name;
mod note;
mod opening;
mod partner;
mod placing;
mod record;
mod repeat;
mod reporting;
mod resource;
mod role;
mod row_check;
mod row_number;
mod scale;
mod script;
mod source;
mod splitter;
mod stream;
mod table;
mod team;
#[cfg(test)]
mod tests;
mod tier;
pub mod view;
mod workbook;
mod zone;

pub use account::{Account, Accounts};
pub use address::EmailAddress;
pub use contact::{Batch, Contact, Row};
pub use country::Country;
pub use date::MonthDay;
pub use dense::{Dense, DenseTable};
pub use directory::Directory;
pub use holiday::{Holidays, SpecialDay};
pub use id::{AccountId, ContactId, KeyEventId, ResourceId, TeamId};
pub use key_event::{EventPerson, KeyEvent, KeyEvents};
pub use opening::Roster;
pub use partner::Partner;
pub use reporting::{Reporting, circles_of};
pub use resource::{Resource, Resources};
pub use role::Role;
pub use scale::{Attitude, Ladder, Level, Stage};
pub use source::{Beside, Open, Source, Sources};
pub use team::{Team, TeamMember};
pub use tier::{Tier, Tiers};

use zone::Zones;
