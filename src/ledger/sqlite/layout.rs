//! The layouts of the file: which one it has, how the next is made, whether its rules still stand.

use crate::ledger::Trouble;
use rusqlite::{Connection, Transaction};
use std::collections::BTreeMap;

/// Each layout makes the next out of the one before; the first makes it out of an empty file.
const LAYOUTS: [(i64, &str); 2] =
    [(1, include_str!("../schema/1.sql")), (2, include_str!("../schema/2.sql"))];

/// The layout that this version writes.
pub(super) const NEWEST: i64 = LAYOUTS[LAYOUTS.len() - 1].0;

/// The first layout with a table of letters.
pub(super) const WITH_LETTERS: i64 = 2;

/// Marks a file of `SQLite` as a ledger of ours: `hear` in ASCII.
const APPLICATION: i64 = 0x6865_6172;

/// Which layout a file has; 0 when it is empty. Asked for in one transaction, since another process may be making
/// the file at this moment: half of its answers would be from before and half from after.
pub(super) fn settled_layout(connection: &Connection) -> Result<i64, Trouble> {
    layout(&*connection.unchecked_transaction()?)
}

fn layout(connection: &Connection) -> Result<i64, Trouble> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application != APPLICATION {
        let things: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        let empty = application == 0 && version == 0 && things == 0;
        return if empty { Ok(0) } else { Err(Trouble::Foreign) };
    }
    match version {
        1..=NEWEST => Ok(version),
        ..=0 => Err(Trouble::Foreign),
        newer => Err(Trouble::Newer(newer)),
    }
}

/// Makes the newest layout out of the one that is there, in the same transaction as what follows.
pub(super) fn bring_up_to_date(transaction: &Transaction<'_>) -> Result<(), Trouble> {
    let version = layout(transaction)?;
    for (number, step) in LAYOUTS.into_iter().filter(|(number, _)| *number > version) {
        make(transaction, number, step)?;
    }
    Ok(())
}

fn make(connection: &Connection, number: i64, step: &str) -> Result<(), Trouble> {
    connection.execute_batch(step)?;
    connection.pragma_update(None, "user_version", number)?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    Ok(())
}

/// Whether every page is sound and the tables and triggers are those that hearten made.
pub(super) fn examine(connection: &Connection, layout: i64) -> Result<(), Trouble> {
    let words: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if words != "ok" {
        return Err(Trouble::Damaged(words));
    }
    let ours = Connection::open_in_memory()?;
    for (number, step) in LAYOUTS.into_iter().filter(|(number, _)| *number <= layout) {
        make(&ours, number, step)?;
    }
    let (found, made) = (schema(connection)?, schema(&ours)?);
    let apart = made.iter().find(|(name, text)| found.get(*name) != Some(text));
    let added = found.keys().find(|name| !made.contains_key(*name));
    match apart.map(|(name, _)| name).or(added) {
        None => Ok(()),
        Some(name) => {
            Err(Trouble::Damaged(format!("`{name}` is not as hearten made it in the file")))
        }
    }
}

/// Tables and triggers by name.
fn schema(connection: &Connection) -> Result<BTreeMap<String, String>, Trouble> {
    let mut things = connection.prepare("SELECT name, ifnull(sql, '') FROM sqlite_schema")?;
    let read = things.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(read.collect::<Result<_, _>>()?)
}
